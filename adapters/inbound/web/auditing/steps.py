"""Audit: an inspection event by event, with its state and ratings at each, and what was different between two."""

import re

from fastapi import FastAPI, Request
from fastapi.responses import Response

from activities.auditing.points import Point
from activities.auditing.stepping import difference, streams_read
from activities.ports import StoreFault
from activities.proof.sealing import NotConsistent, SigningKeyMissing
from adapters.inbound.visiting.house import House
from adapters.inbound.web.auditing.audited import Audits, audited, concerned, note_reads, show_reads
from adapters.inbound.web.auditing.stepping import stop_at
from adapters.inbound.web.entry.sessions import Sessions
from adapters.inbound.web.forms.forms import Problem
from adapters.inbound.web.pages.paging import paged
from adapters.inbound.web.rendering import Pages
from adapters.inbound.web.results.files import dossier_file
from domain.ledger.opening import SIMULATED

__all__ = ["add_to"]

ON_A_PAGE = 100
"""Inspections in the list."""

MOST_SHOWN = 100
"""The most changes, and the most events that led to them, on one page."""

_NUMBER = re.compile(r"[0-9]{1,9}")


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
            note_reads(house, visitor, reference, "audit replay", stop.reads)
        return pages.page(
            request,
            "audit_steps.html",
            row=row,
            stop=stop,
            simulated=SIMULATED,
        )

    @app.get("/audit/inspections/{reference}/between")
    def between(
        request: Request, visitor: Audits, reference: str, one: str = "", other: str = ""
    ) -> Response:
        row = audited(house, visitor, reference, "audit replay")
        replaying = house.services.replaying
        steps = replaying.replay(reference).steps
        typed = {"one": one, "other": other}
        problems = [wrong for name in typed if (wrong := _wrong(name, typed[name], len(steps)))]
        if problems:
            return pages.page(
                request,
                "audit_between_asked.html",
                422,
                row=row,
                number_of=len(steps),
                entered=typed,
                problems=problems,
                errors={each.field: each.text for each in problems},
            )
        first, last = sorted(int(each) for each in typed.values())
        points = [Point(at=steps[each - 1].position) for each in (first, last)]
        found = difference(*replaying.several(reference, points))
        show_reads(house, visitor, reference, "audit replay", streams_read(found.after))
        return pages.page(
            request,
            "audit_between.html",
            row=row,
            found=found,
            simulated=SIMULATED,
            one=first,
            other=last,
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


def _wrong(name: str, typed: str, events: int) -> Problem | None:
    """What is wrong with the number of an event that was typed; None if there is such an event."""
    which = {"one": "from", "other": "to"}[name]
    if not typed.strip():
        return Problem(name, f"Enter the event that you compare {which}")
    # More digits than any record has events, and int() would take its time over a million of them.
    if not _NUMBER.fullmatch(typed.strip()) or not 1 <= int(typed) <= events:
        return Problem(name, f"The event that you compare {which} must be a number from 1 to {events}")
    return None
