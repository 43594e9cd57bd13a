"""Excluding cases of a list from its draw, by their rows or by a rule, with the reason; before the list is closed."""

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response

from adapters.inbound.visiting.guarding import SignedIn, inspection_for, not_there
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Visitor
from adapters.inbound.web.entry.sessions import Sessions
from adapters.inbound.web.forms.answering import new_command_id
from adapters.inbound.web.forms.choosing import Around
from adapters.inbound.web.forms.forms import Entered, FieldShown, Problem, Sent, shown
from adapters.inbound.web.forms.sending import read_sent
from adapters.inbound.web.inspections.parts import ListShown, lists_in
from adapters.inbound.web.lists_given import Came, exclude_cases
from adapters.inbound.web.rendering import Pages
from domain.cases.lists.columns import columns_of
from domain.cases.lists.commands import ExcludeCases
from domain.inspections.state import Inspection

__all__ = ["add_to"]

PATH = "/inspections/{reference}/lists/{population}/exclude"
_WHY = (
    ("not-in-population", "It does not belong in this list"),
    ("too-short", "The person was under supervision for too short a time"),
    ("duplicate", "It is in the list twice"),
    ("conflict", "It concerns somebody who works for us"),
    ("restricted", "We may not see it"),
    ("other", "Another reason"),
)


def add_to(app: FastAPI, house: House, sessions: Sessions, pages: Pages) -> None:
    """Add ``/inspections/{reference}/lists/{population}/exclude``."""

    def before(visitor: Visitor, reference: str, population: str) -> tuple[Inspection, ListShown]:
        row, state = inspection_for(house, visitor, reference)
        if visitor.role_for(ExcludeCases.verb) is None or population not in state.lists:
            not_there()
        found = (
            each for each in lists_in(Around(house, visitor, row, state)) if each.population.id == population
        )
        return state, next(found, None) or not_there()

    def page(
        request: Request,
        reference: str,
        visitor: Visitor,
        asked: ListShown,
        state: Inspection,
        entered: Entered,
        came: Came,
    ) -> Response:
        held = house.services.case_lists.held(state, asked.population.id)
        if held.state.closed is not None and not came.problems:
            return RedirectResponse(f"/inspections/{reference}/lists/{asked.population.id}", 303)
        columns = ", ".join(each.name for each in columns_of(asked.population))
        return pages.page(
            request,
            "inspection_excluding.html",
            422 if came.problems else 200,
            back=f"/inspections/{reference}/lists/{asked.population.id}",
            population=asked.population,
            title="Exclude cases from the draw",
            meaning=f"It is on the record which rows, how many, why, by whom and when. The list has {columns}.",
            fields=_fields(entered, came.problems),
            entered=entered,
            problems=came.problems,
            command_id=new_command_id() if came.problems else entered.get("command_id") or new_command_id(),
            role=visitor.role_for(ExcludeCases.verb),
        )

    @app.get(PATH)
    def ask(request: Request, reference: str, population: str, visitor: SignedIn) -> Response:
        state, asked = before(visitor, reference, population)
        return page(request, reference, visitor, asked, state, {}, Came())

    @app.post(PATH)
    def do(request: Request, reference: str, population: str, visitor: SignedIn, sent: Sent) -> Response:
        state, asked = before(visitor, reference, population)
        entries = read_sent(sessions, request, sent)
        came = exclude_cases(house, visitor, state, asked.population, entries)
        if came.problems:
            return page(request, reference, visitor, asked, state, entries.entered, came)
        response = RedirectResponse(f"/inspections/{reference}/lists/{population}", 303)
        sessions.tell(response, came.said)
        return response


def _fields(entered: Entered, problems: tuple[Problem, ...]) -> tuple[FieldShown, ...]:
    """Which cases, by one of two ways; and why."""
    wrong = {each.field: each.text for each in problems}
    hints = {
        "rows": (
            "Rows of the cases",
            "As numbers and ranges: 3,7-9. Row 1 is the first under the heading.",
            "line",
        ),
        "rule": (
            "Or a rule that they meet",
            "Such as: weeks < 12. Every line must be met. A rule is kept in clear, so it says nothing about a person.",
            "lines",
        ),
    }
    which = tuple(
        FieldShown(name, label, hint, kind, False, (), entered.get(name, ""), wrong.get(name, ""))
        for name, (label, hint, kind) in hints.items()
    )
    return (*which, *shown(ExcludeCases, entered, problems, ("list", "rows", "rule"), {"code": _WHY}))
