"""Asking a provider for evidence in advance: the usual list of the kind of inspection, less what is held already."""

from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response

from adapters.inbound.shown.evidence.asked import held_of, usual_items
from adapters.inbound.visiting.guarding import WorksHere, inspection_for, not_there
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Visitor
from adapters.inbound.web.entry.sessions import Sessions
from adapters.inbound.web.forms.answering import new_command_id
from adapters.inbound.web.forms.forms import Problem, Sent
from adapters.inbound.web.forms.sending import Attempt, Entries, attempt, read_sent
from adapters.inbound.web.rendering import Pages
from domain.inspections.commands import RequestEvidence
from domain.inspections.events import EvidenceItem
from domain.refusals import Refused

__all__ = ["add_to"]


def add_to(app: FastAPI, house: House, sessions: Sessions, pages: Pages) -> None:
    """Add the page on which evidence is asked for."""

    def usual(reference: str) -> list[EvidenceItem]:
        try:
            return list(usual_items(house.services, reference))
        except Refused:  # its kind names nothing, and then a list is given as a file
            return []

    def page(request: Request, reference: str, visitor: Visitor, tried: Attempt) -> Response:
        if visitor.role_for(RequestEvidence.verb) is None:
            not_there()
        row, state = inspection_for(house, visitor, reference)
        items = usual(reference)
        if not items or state.requests:
            return RedirectResponse(f"/inspections/{reference}/do/{RequestEvidence.verb}", 303)
        held = dict(held_of(house.services, reference, [each.model_dump(mode="json") for each in items]))
        ticked = tried.entered.get("items", "" if tried.entered else "\n".join(each.id for each in items))
        return pages.page(
            request,
            "inspection_asking.html",
            422 if tried.problems else 200,
            row=row,
            items=items,
            held=held,
            ticked=ticked.split("\n"),
            entered=tried.entered,
            wrong={each.field: each.text for each in tried.problems},
            problems=tried.problems,
            command_id=tried.entered.get("command_id") or new_command_id(),
        )

    @app.get("/inspections/{reference}/evidence/request")
    def ask(request: Request, reference: str, visitor: WorksHere) -> Response:
        return page(request, reference, visitor, Attempt((), {}))

    @app.post("/inspections/{reference}/evidence/request")
    def do(request: Request, reference: str, visitor: WorksHere, sent: Sent) -> Response:
        inspection_for(house, visitor, reference)
        entries = read_sent(sessions, request, sent)
        ticked = entries.entered.get("items", "").split("\n")
        items = [each for each in usual(reference) if each.id in ticked]
        if not items:
            lacking = Attempt((Problem("items", "Select at least one item"),), entries.entered)
            return page(request, reference, visitor, lacking)
        tried = attempt(house, visitor, RequestEvidence, entries, _given(reference, items, entries))
        if tried.done is None or tried.problems:
            return page(request, reference, visitor, tried)
        response = RedirectResponse(f"/inspections/{reference}/evidence", 303)
        sessions.tell(response, tried.done.said)
        return response


def _given(reference: str, items: list[EvidenceItem], sent: Entries) -> dict[str, Any]:
    """What the page says itself: the items, and what of them is held, as the form was made."""
    links = [pair.split("=", 1) for pair in sent.entered.get("links", "").split(" ") if "=" in pair]
    asked = {each.id for each in items}
    return {
        "inspection": reference,
        "items": [each.model_dump(mode="json") for each in items],
        "links": [pair for pair in links if pair[0] in asked or pair[0].rsplit("-", 1)[0] in asked],
        "again": [],
    }
