"""An inspection of which nothing can be shown, for its record does not hold: the verdict, and the place."""

from fastapi import FastAPI, Request
from fastapi.responses import Response

from activities.auditing.explaining import DoesNotHold
from adapters.inbound.visiting.guarding import not_there
from adapters.inbound.visiting.house import House
from adapters.inbound.web.rendering import Pages
from domain.ledger.opening import SIMULATED

__all__ = ["add_broken"]


def add_broken(app: FastAPI, house: House, pages: Pages) -> None:
    """Add what becomes of a request that came to such an inspection, once whoever asks was found to be allowed to."""

    @app.exception_handler(DoesNotHold)
    def broken(request: Request, error: DoesNotHold) -> Response:
        row = house.services.views.catch_up().inspection(error.replay.inspection)
        if row is None:
            not_there()
        return pages.page(request, "audit_broken.html", row=row, replay=error.replay, simulated=SIMULATED)
