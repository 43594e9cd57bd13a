"""Inspections: the list, and one of them with its stage, its tasks, its ratings as they form, and its time line."""

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response

from adapters.inbound.web.guarding import SignedIn, WorksHere, inspection_for
from adapters.inbound.web.house import House
from adapters.inbound.web.pages.home import inspections_for
from adapters.inbound.web.rendering import Pages
from adapters.inbound.web.sessions import Sessions

__all__ = ["add_to"]


def add_to(app: FastAPI, house: House, _: Sessions, pages: Pages) -> None:
    """Add the pages of inspections."""

    @app.get("/inspections")
    def list_(request: Request, visitor: WorksHere) -> Response:
        return pages.page(request, "inspections.html", inspections=tuple(inspections_for(house, visitor)))

    @app.get("/inspections/{reference}")
    def one(request: Request, reference: str, visitor: SignedIn) -> Response:
        if visitor.provider is not None:
            return RedirectResponse(f"/provider/{reference}", 303)
        row, state = inspection_for(house, visitor, reference)
        return pages.page(request, "inspection.html", row=row, state=state)

    @app.get("/inspections/{reference}/time-line")
    def time_line(request: Request, reference: str, visitor: SignedIn) -> Response:
        if visitor.provider is not None:
            return RedirectResponse(f"/provider/{reference}/time-line", 303)
        row, _ = inspection_for(house, visitor, reference)
        kept = house.services.views.catch_up()
        moments = sorted(kept.timeline(f"inspection-{reference}"), key=lambda each: -each.position)
        return pages.page(request, "time_line.html", row=row, moments=moments)
