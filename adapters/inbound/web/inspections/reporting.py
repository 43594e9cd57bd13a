"""The report of an inspection: where it stands, its parts, the points of accuracy, the signature, and what is out."""

import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response

from activities.reporting.reports import FORMS
from activities.viewing.rows import InspectionRow
from adapters.inbound.shown.recipients import told_when_out
from adapters.inbound.visiting.guarding import SignedIn, WorksHere, inspection_for, not_there
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Visitor
from adapters.inbound.web.entry.sessions import Sessions
from adapters.inbound.web.forms.answering import new_command_id
from adapters.inbound.web.forms.forms import Sent, shown
from adapters.inbound.web.forms.sending import Attempt, attempt, read_sent
from adapters.inbound.web.printed import printed
from adapters.inbound.web.rendering import Pages
from domain.inspections.commands import SignOffReport
from domain.inspections.report.state import Report
from domain.inspections.report.texts import places_of, texts_of
from domain.inspections.state import Inspection
from domain.refusals import Refused

__all__ = ["add_to"]

LANGUAGES: Mapping[str, str] = {"en": "English", "cy": "Welsh"}

_DEEDS: Mapping[str, str] = {
    "draft-report": "Draft the report",
    "note-practice": "Note good practice",
    "send-draft": "Send the draft to the provider",
    "raise-challenge": "Raise a point of factual accuracy",
    "confirm-factual-accuracy": "Say that there are no more points",
    "submit-report": "Note that it went to the Secretary of State",
    "schedule-publication": "Set the day of publication",
    "send-embargoed-copy": "Send a copy under embargo",
    "correct-report": "Correct what is out",
    "withdraw-report": "Withdraw it",
    "answer-report": "Note what was said to it",
}
_ONCE_OUT = ("correct-report", "withdraw-report", "answer-report")


@dataclass(frozen=True, slots=True)
class Part:
    """A place of the report, and what stands there.

    Attributes:
        place: its code.
        text: in English; empty where nothing is written yet.
        translated: whether it is in Welsh too.
    """

    place: str
    text: str
    translated: bool


def add_to(app: FastAPI, house: House, sessions: Sessions, pages: Pages) -> None:
    """Add ``/inspections/{reference}/report``: the draft, its texts, how it will look, and its signature."""
    _add_standing(app, house, pages)
    _add_reading(app, house)
    _add_signing(app, house, sessions, pages)


def _add_standing(app: FastAPI, house: House, pages: Pages) -> None:
    @app.get("/inspections/{reference}/report")
    def standing(request: Request, reference: str, visitor: WorksHere) -> Response:
        row, state = inspection_for(house, visitor, reference)
        if state.report is None and visitor.role_for("draft-report") is None:
            not_there()
        protocol = house.services.reports.protocol_of(state)
        offered = _DEEDS if state.report else ("draft-report",)
        deeds = [
            (verb, _DEEDS[verb])
            for verb in offered
            if visitor.role_for(verb) and (verb in _ONCE_OUT) <= bool(state.editions)
        ]
        return pages.page(
            request,
            "report.html",
            row=row,
            state=state,
            report=state.report,
            parts=_parts(house, state),
            languages=[(each, LANGUAGES[each]) for each in LANGUAGES],
            welsh="cy" in protocol.languages,
            deeds=deeds,
            open_conditions=state.open_conditions,
            told=told_when_out(house.services, state)[1],
        )


def _parts(house: House, state: Inspection) -> list[Part]:
    report = state.report
    if report is None:
        return []
    texts = texts_of(state)
    places = dict.fromkeys([*texts, *places_of(state, house.services.reports.protocol_of(state))])
    return [
        Part(
            place,
            texts.get(place, ""),
            place in texts and report.parts.translated(place, texts[place], "cy") is not None,
        )
        for place in places
    ]


def _add_reading(app: FastAPI, house: House) -> None:
    @app.get("/inspections/{reference}/report/{language}.{form}")
    def read(
        request: Request,
        reference: str,
        language: str,
        form: str,
        visitor: WorksHere,
        edition: int | None = None,
    ) -> Response:
        _, state = inspection_for(house, visitor, reference)
        if language not in LANGUAGES or form not in FORMS or state.report is None:
            not_there()
        try:
            content = house.services.reports.print(reference, language, form, edition)  # type: ignore[arg-type]  # one of those
        except Refused:
            not_there()
        kept = {"Cache-Control": "no-store"}
        if form == "pdf":
            named = f'inline; filename="{reference}-{language}.pdf"'
            return Response(
                content, media_type="application/pdf", headers={**kept, "Content-Disposition": named}
            )
        return printed(request, content, {**kept, "Content-Security-Policy": _policy_of(content)})


def _policy_of(page: bytes) -> str:
    """What a printed report may do in a browser: show itself in its own styles, and nothing else."""
    styles = re.findall(rb"<style>(.*?)</style>", page, re.DOTALL)
    hashes = " ".join(f"'sha256-{b64encode(sha256(each).digest()).decode()}'" for each in styles)
    return (
        f"default-src 'none'; style-src {hashes or chr(39) + 'none' + chr(39)}; img-src data:; "
        "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
    )


def _add_signing(app: FastAPI, house: House, sessions: Sessions, pages: Pages) -> None:
    def before(visitor: Visitor, reference: str) -> tuple[InspectionRow, Inspection, Report]:
        row, state = inspection_for(house, visitor, reference)
        if state.report is None or visitor.role_for(SignOffReport.verb) is None:
            not_there()
        return row, state, state.report

    def page(request: Request, visitor: Visitor, reference: str, tried: Attempt) -> Response:
        row, state, report = before(visitor, reference)
        entered: dict[str, Any] = {"foreword": report.foreword or "", **tried.entered}
        return pages.page(
            request,
            "report_sign.html",
            422 if tried.problems else 200,
            row=row,
            state=state,
            report=report,
            fields=shown(SignOffReport, entered, tried.problems, fixed=("inspection", "report")),
            entered=entered,
            problems=tried.problems,
            command_id=tried.entered.get("command_id") or new_command_id(),
        )

    @app.get("/inspections/{reference}/report/sign")
    def ask(request: Request, reference: str, visitor: SignedIn) -> Response:
        return page(request, visitor, reference, Attempt((), {}))

    @app.post("/inspections/{reference}/report/sign")
    def sign(request: Request, reference: str, visitor: SignedIn, sent: Sent) -> Response:
        before(visitor, reference)
        entries = read_sent(sessions, request, sent)
        tried = attempt(house, visitor, SignOffReport, entries, {"inspection": reference})
        if tried.done is None or tried.problems:
            return page(request, visitor, reference, tried)
        response = RedirectResponse(f"/inspections/{reference}/report", 303)
        sessions.tell(response, tried.done.said)
        return response
