"""Audit across all inspections: what is to be found on the record, who looked, and whether the record still holds."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from fastapi import FastAPI, Form, Request
from fastapi.responses import Response

from activities.auditing.finding import Search
from activities.ports import RefusalNote
from adapters.inbound.looks import things
from adapters.inbound.shown.verdicts import verdict_of
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Visitor
from adapters.inbound.web.auditing.audited import Audits, concerned
from adapters.inbound.web.entry.sessions import Sessions
from adapters.inbound.web.forms.forms import Problem
from adapters.inbound.web.forms.sending import STALE
from adapters.inbound.web.rendering import Pages
from domain.auditing.findings import QUESTIONS, Found
from domain.refusals import Refused

__all__ = ["add_to"]

REFUSALS = "refusals"
A_PAGE = 50
"""Rows on a page of what was found: more than a screen, and read in one go."""


def add_to(app: FastAPI, house: House, sessions: Sessions, pages: Pages) -> None:
    """Add ``/audit/find``, ``/audit/looks`` and ``/audit/verify``: the record as a whole."""

    @app.get("/audit/find")
    def find(
        request: Request,
        visitor: Audits,
        what: str = "",
        by: str = "",
        since: str = "",
        until: str = "",
        page: int = 1,
    ) -> Response:
        asked = what if what in (*QUESTIONS, REFUSALS) else ""
        problems = _wrong_years(since, until)
        values: dict[str, Any] = {}
        if asked and not problems:
            by = by.strip()
            house.services.looking.note(visitor.id, "audit find", [asked, *([by] if by else [])])
            years = range(int(since or 1), int(until or 9999) + 1) if since or until else None
            try:
                values = _found(house, visitor, asked, by or None, years)
            except Refused as refused:
                if refused.refusal.code != "unknown-person":
                    raise
                problems = [Problem("by", refused.refusal.sentence)]
            else:
                entered = {"what": what, "by": by, "since": since, "until": until}
                values |= _paged(values.pop("rows"), page, "/audit/find", entered)
                if shown := things(_stream(each) for each in values["rows"]):
                    house.services.looking.note(visitor.id, "audit find", shown)
        meanings = {name: each.meaning for name, each in QUESTIONS.items()} | {
            REFUSALS: "every command that was refused"
        }
        return pages.page(
            request, "audit_find.html",
            what=asked, by=by, since=since, until=until, problems=problems, meanings=meanings, **values,
        )  # fmt: skip

    @app.get("/audit/looks")
    def looks(
        request: Request, visitor: Audits, about: str = "", by: str = "", year: str = "", place: str = ""
    ) -> Response:
        problems = _wrong_years(year, "", field="year")
        about, by = about.strip(), by.strip()
        house.services.looking.note(visitor.id, "audit looks", [each for each in (about, by) if each])
        years = range(int(year), int(year) + 1) if year and not problems else None
        found = house.services.looking.page(
            A_PAGE,
            place or None,
            about=about or None,
            who=by or None,
            years=years,
            told=concerned(house, visitor),
        )
        entered = {"about": about, "by": by, "year": year}
        return pages.page(
            request,
            "audit_looks.html",
            about=about,
            by=by,
            year=year,
            problems=problems,
            found=found,
            a_page=A_PAGE,
            newest=f"/audit/looks?{urlencode(entered)}" if place else None,
            older=f"/audit/looks?{urlencode({**entered, 'place': found.older})}" if found.older else None,
        )

    @app.get("/audit/verify")
    def ask(request: Request, _: Audits) -> Response:
        return pages.page(request, "audit_verify.html", found=None)

    @app.post("/audit/verify")
    def verify(request: Request, _: Audits, token: str = Form("")) -> Response:
        if not sessions.is_token(request.state.session, token):
            return pages.page(request, "audit_verify.html", 422, found=None, problems=[STALE])
        found = house.services.verifying.verify()
        return pages.page(request, "audit_verify.html", found=found, verdict=verdict_of(found.finding))


def _wrong_years(since: str, until: str, field: str = "since") -> list[Problem]:
    wrong = [
        Problem(name, "Write a year with four digits, like 2026")
        for name, typed in ((field, since), ("until", until))
        if typed and not (typed.isascii() and typed.isdecimal() and len(typed) == 4 and int(typed) >= 1900)
    ]
    if not wrong and since and until and int(since) > int(until):
        wrong = [Problem("until", "The last year must not be before the first")]
    return wrong


def _found(house: House, visitor: Visitor, asked: str, by: str | None, years: range | None) -> dict[str, Any]:
    told = concerned(house, visitor)
    if asked == REFUSALS:
        if refusal := house.services.apart.refusal_of_record(visitor.id):
            raise Refused(refusal)
        notes: Sequence[RefusalNote] = house.services.finding.refused(by, years)
        return {"rows": [each for each in reversed(notes) if told(each.stream)]}
    came: Search = house.services.finding.search(asked, by=by, years=years)
    rows = [each for each in reversed(came.found) if told(each.envelope.correlation_id)]
    return {"rows": rows, "streams": came.streams, "unsound": came.unsound}


def _stream(row: Found | RefusalNote) -> str:
    """Of what a row tells."""
    return row.envelope.stream if isinstance(row, Found) else row.stream


def _paged(rows: Sequence[Any], page: int, path: str, entered: dict[str, str]) -> dict[str, Any]:
    """One page of rows, the newest first, and the way to those before and after."""
    last = max(1, -(-len(rows) // A_PAGE))
    page = min(max(page, 1), last)

    def way(to: int) -> str | None:
        return f"{path}?{urlencode({**entered, 'page': to})}" if 1 <= to <= last else None

    shown = rows[(page - 1) * A_PAGE : page * A_PAGE]
    return {
        "rows": shown,
        "number": len(rows),
        "page": page,
        "last": last,
        "before": way(page - 1),
        "after": way(page + 1),
    }
