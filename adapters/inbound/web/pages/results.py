"""Results: what was published, for everybody."""

from fastapi import FastAPI, Request
from fastapi.responses import Response

from adapters.inbound.web.house import House
from adapters.inbound.web.rendering import Pages
from adapters.inbound.web.sessions import Sessions

__all__ = ["add_to"]


def add_to(app: FastAPI, house: House, _: Sessions, pages: Pages) -> None:
    """Add the public pages."""

    @app.get("/results")
    def results(request: Request, q: str = "") -> Response:
        asked = q.strip().casefold()
        rows = [each for each in house.services.views.catch_up().inspections() if each.published_document]
        providers = {each.provider: each for each in house.services.views.catch_up().providers()}
        found = [
            (each, providers.get(each.provider))
            for each in rows
            if asked in each.provider_name.casefold()
            or asked in getattr(providers.get(each.provider), "area", "").casefold()
        ]
        return pages.page(request, "results.html", q=q.strip(), found=found)
