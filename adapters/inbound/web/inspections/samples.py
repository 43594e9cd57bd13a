"""One list of cases of an inspection, for those who arrange it: handed in, closed, and drawn from."""

from dataclasses import dataclass
from datetime import date

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response

from activities.cases.lists import PublicDraw
from activities.cases.lists_kept import StandingList
from activities.viewing.rows import InspectionRow
from adapters.inbound.today import today_in_london
from adapters.inbound.visiting.guarding import WorksHere, inspection_for, not_there
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Visitor
from adapters.inbound.web.entry.sessions import Sessions
from adapters.inbound.web.forms.answering import new_command_id
from adapters.inbound.web.forms.choosing import Around
from adapters.inbound.web.forms.forms import Problem, Sent
from adapters.inbound.web.forms.sending import Entries, read_sent
from adapters.inbound.web.inspections.naming import naming, public_draw
from adapters.inbound.web.inspections.parts import ListShown, lists_in
from adapters.inbound.web.lists_given import (
    MOST_FAULTS,
    Came,
    close_list,
    draw_from,
    hand_in_list,
)
from adapters.inbound.web.lists_replaced import replacing_of
from adapters.inbound.web.rendering import Pages
from domain.cases.lists.columns import columns_of
from domain.cases.lists.commands import ExcludeCases
from domain.inspections.commands import NotePublicValue
from domain.inspections.kinds.parts import Population
from domain.inspections.rules.cases.public_draws import DRAWING
from domain.inspections.state import Inspection

__all__ = ["add_to"]


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
            public=_public_draw(house, visitor, state, held),
            replacing=replacing_of(house, visitor, state, population),
            drawing=naming(sent.entered if sent else {}, came.problems),
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


@dataclass(frozen=True, slots=True)
class PublicDrawShown:
    """A public draw that adds to the seed of a list.

    Attributes:
        source: what it is called.
        day: on which it is held.
        to_note: whether its reader may note now what it gave.
        noted: whether somebody has.
        by_reader: whether that was its reader, who does not draw then.
    """

    source: str
    day: date
    to_note: bool
    noted: bool
    by_reader: bool


def _public_draw(
    house: House, visitor: Visitor, state: Inspection, held: StandingList | None
) -> PublicDrawShown | None:
    """What was named when a list was closed; None where nothing was, or nothing could be."""
    closed = held.state.closed if held is not None else None
    if held is None or closed is None or closed.public_source is None or closed.public_day is None:
        return None
    noted = state.public_values.get(held.received.population)
    stands = noted is not None and noted.list == held.stream
    return PublicDrawShown(
        closed.public_source,
        closed.public_day,
        visitor.role_for(NotePublicValue.verb) is not None
        and closed.public_numbers is not None
        and state.standing in DRAWING
        and today_in_london(house.services) >= closed.public_day,
        stands,
        noted is not None and stands and noted.by == visitor.id,
    )


def _close(house: House, visitor: Visitor, state: Inspection, asked: Population, sent: Entries) -> Came:
    size = sent.entered.get("size", "").strip()
    if size and not (size.isascii() and size.isdigit() and 1 <= int(size) <= 5000):
        return Came(problems=(Problem("size", "How many to draw must be a whole number from 1 to 5000"),))
    reason = sent.entered.get("reason", "").strip()
    if size and not reason:
        return Came(problems=(Problem("reason", "Enter why another number is drawn"),))
    public = public_draw(sent.entered)
    if not isinstance(public, PublicDraw):
        return Came(problems=public)
    return close_list(house, visitor, state, asked, sent, int(size) if size else None, reason or None, public)
