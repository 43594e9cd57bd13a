"""Audit: an inspection event by event, with its state and ratings at each, and what was different between two."""

from fastapi import FastAPI, Request
from fastapi.responses import Response

from activities.auditing.points import Point
from activities.auditing.stepping import difference, streams_read
from activities.ports import StoreFault
from activities.proof.sealing import NotConsistent, SigningKeyMissing
from adapters.inbound.visiting.guarding import not_there
from adapters.inbound.visiting.house import House
from adapters.inbound.web.auditing.audited import Audits, audited, concerned, show_reads
from adapters.inbound.web.auditing.stepping import stop_at
from adapters.inbound.web.entry.sessions import Sessions
from adapters.inbound.web.pages.paging import paged
from adapters.inbound.web.rendering import Pages
from adapters.inbound.web.results.files import dossier_file
from domain.ledger.opening import SIMULATED

__all__ = ["add_to"]

ON_A_PAGE = 100
"""Inspections in the list."""

MOST_SHOWN = 100
"""The most changes, and the most events that led to them, on one page."""


def add_to(app: FastAPI, house: House, _: Sessions, pages: Pages) -> None:
    """Add the pages of one inspection's history."""

    @app.get("/audit")
    def begin(request: Request, visitor: Audits, page: int = 1) -> Response:
        told = concerned(house, visitor)
        rows = [each for each in house.services.views.catch_up().inspections() if told(each.reference)]
        return pages.page(request, "audit.html", part=paged(rows, page, ON_A_PAGE))

    @app.get("/audit/inspections/{reference}")
    def inspection(request: Request, visitor: Audits, reference: str, step: int | None = None) -> Response:
        row = audited(house, visitor, reference, "audit replay")
        stop = stop_at(house, visitor, reference, step)
        if not stop.kept:
            show_reads(house, visitor, reference, "audit replay", stop.reads)
        return pages.page(
            request,
            "audit_steps.html",
            row=row,
            stop=stop,
            simulated=SIMULATED,
        )

    @app.get("/audit/inspections/{reference}/between")
    def between(request: Request, visitor: Audits, reference: str, one: int = 0, other: int = 0) -> Response:
        row = audited(house, visitor, reference, "audit replay")
        replaying = house.services.replaying
        steps = replaying.replay(reference).steps
        if not (1 <= one <= len(steps) and 1 <= other <= len(steps)):
            not_there()
        one, other = sorted((one, other))
        points = [Point(at=steps[each - 1].position) for each in (one, other)]
        found = difference(*replaying.several(reference, points))
        show_reads(house, visitor, reference, "audit replay", streams_read(found.after))
        return pages.page(
            request,
            "audit_between.html",
            row=row,
            found=found,
            simulated=SIMULATED,
            one=one,
            other=other,
            changes=found.changes[:MOST_SHOWN],
            more_changes=max(0, len(found.changes) - MOST_SHOWN),
            taken=found.taken[:MOST_SHOWN],
            more=max(0, len(found.taken) - MOST_SHOWN),
        )

    @app.get("/audit/inspections/{reference}/dossier.zip")
    def dossier(visitor: Audits, reference: str) -> Response:
        audited(house, visitor, reference, "audit dossier")
        dossiers = house.services.dossiers
        try:
            show_reads(house, visitor, reference, "audit dossier", dossiers.streams(reference))
            content = dossiers.make(reference).content
        except (NotConsistent, SigningKeyMissing) as error:
            raise StoreFault(str(error)) from error
        return dossier_file(reference, content)
