"""One list of cases of an inspection, for those who arrange it: handed in, closed, and drawn from."""

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response

from activities.rows import InspectionRow
from adapters.inbound.visiting.guarding import WorksHere, inspection_for, not_there
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Visitor
from adapters.inbound.web.entry.sessions import Sessions
from adapters.inbound.web.forms.answering import new_command_id
from adapters.inbound.web.forms.choosing import Around
from adapters.inbound.web.forms.forms import Problem, Sent
from adapters.inbound.web.forms.sending import Entries, read_sent
from adapters.inbound.web.inspections.parts import ListShown, lists_in
from adapters.inbound.web.lists_given import Came, close_list, draw_from, hand_in_list
from adapters.inbound.web.rendering import Pages
from domain.cases.lists.columns import columns_of
from domain.cases.lists.commands import ExcludeCases
from domain.inspections.kinds.parts import Population
from domain.inspections.state import Inspection

__all__ = ["add_to"]

MOST_FAULTS = 200


def add_to(app: FastAPI, house: House, sessions: Sessions, pages: Pages) -> None:
    """Add the page of each list."""

    def page(
        request: Request,
        reference: str,
        population: str,
        visitor: Visitor,
        came: Came,
        sent: Entries | None = None,
    ) -> Response:
        row, state = inspection_for(house, visitor, reference)
        found = _list(house, visitor, row, state, population)
        held = house.services.case_lists.held(state, population) if population in state.lists else None
        return pages.page(
            request,
            "inspection_list.html",
            422 if came.problems else 200,
            row=row,
            state=state,
            list=found,
            columns=[each.name for each in columns_of(found.population)],
            closed=held.state.closed is not None if held else False,
            excluded=len(held.state.excluded) if held else 0,
            exclusions=held.state.exclusions if held else (),
            may_exclude=visitor.role_for(ExcludeCases.verb) is not None,
            may=visitor.role_for("close-case-list") is not None,
            entered=sent.entered if sent else {},
            wrong={each.field: each.text for each in came.problems},
            problems=came.problems,
            faults=came.faults[:MOST_FAULTS],
            more_faults=max(0, len(came.faults) - MOST_FAULTS),
            command_id=new_command_id(),
        )

    @app.get("/inspections/{reference}/lists/{population}")
    def ask(request: Request, reference: str, population: str, visitor: WorksHere) -> Response:
        return page(request, reference, population, visitor, Came())

    @app.post("/inspections/{reference}/lists/{population}")
    def do(request: Request, reference: str, population: str, visitor: WorksHere, sent: Sent) -> Response:
        row, state = inspection_for(house, visitor, reference)
        asked = _list(house, visitor, row, state, population).population
        entries = read_sent(sessions, request, sent)
        match entries.entered.get("doing"):
            case "hand-in" if visitor.role_for("hand-in-case-list"):
                came = hand_in_list(house, visitor, reference, state, asked, entries)
            case "close" if visitor.role_for("close-case-list"):
                came = _close(house, visitor, state, asked, entries)
            case "draw" if visitor.role_for("draw-from-list"):
                came = draw_from(house, visitor, state, asked, entries)
            case _:
                not_there()
        if came.problems:
            return page(request, reference, population, visitor, came, entries)
        response = RedirectResponse(f"/inspections/{reference}/lists/{population}", 303)
        sessions.tell(response, came.said)
        return response


def _list(
    house: House, visitor: Visitor, row: InspectionRow, state: Inspection, population: str
) -> ListShown:
    found = (
        each for each in lists_in(Around(house, visitor, row, state)) if each.population.id == population
    )
    return next(found, None) or not_there()


def _close(house: House, visitor: Visitor, state: Inspection, asked: Population, sent: Entries) -> Came:
    size = sent.entered.get("size", "").strip()
    if size and not (size.isascii() and size.isdigit() and 1 <= int(size) <= 5000):
        return Came(problems=(Problem("size", "How many to draw must be a whole number from 1 to 5000"),))
    reason = sent.entered.get("reason", "").strip()
    if size and not reason:
        return Came(problems=(Problem("reason", "Enter why another number is drawn"),))
    return close_list(house, visitor, state, asked, sent, int(size) if size else None, reason or None)
