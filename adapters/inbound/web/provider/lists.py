"""Handing in a list of cases, or a corrected one in its place: its columns, a file to begin with, and every fault."""

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response

from adapters.inbound.shown.provider.asked import populations_of
from adapters.inbound.visiting.guarding import not_there
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Visitor
from adapters.inbound.web.entry.sessions import Sessions
from adapters.inbound.web.forms.answering import new_command_id
from adapters.inbound.web.forms.forms import Sent
from adapters.inbound.web.forms.sending import read_sent
from adapters.inbound.web.lists_given import MOST_FAULTS, Came, hand_in_list
from adapters.inbound.web.lists_replaced import InItsPlace, replacing_of
from adapters.inbound.web.provider.room import Contact, Room, room_for
from adapters.inbound.web.rendering import Pages
from domain.cases.lists.columns import columns_of, needed
from domain.inspections.kinds.parts import Population

__all__ = ["add_to"]


def add_to(app: FastAPI, house: House, sessions: Sessions, pages: Pages) -> None:
    """Add the page of each list."""

    def page(
        request: Request,
        visitor: Visitor,
        room: Room,
        asked: Population,
        came: Came,
    ) -> Response:
        return pages.page(
            request,
            "provider_list.html",
            422 if came.problems else 200,
            room=room,
            population=asked,
            columns=columns_of(asked),
            needed=needed(asked),
            received=room.state.lists.get(asked.id),
            drawn=asked.id in room.state.samples,
            replacing=replacing_of(house, visitor, room.state, asked.id),
            wrong={each.field: each.text for each in came.problems},
            problems=came.problems,
            faults=came.faults[:MOST_FAULTS],
            more_faults=max(0, len(came.faults) - MOST_FAULTS),
            command_id=new_command_id(),
        )

    @app.get("/provider/{reference}/cases/{population}")
    def ask(request: Request, reference: str, population: str, visitor: Contact) -> Response:
        room = room_for(house, visitor, reference)
        return page(request, visitor, room, _population(house, room, population), Came())

    @app.get("/provider/{reference}/cases/{population}/template")
    def template(reference: str, population: str, visitor: Contact) -> Response:
        room = room_for(house, visitor, reference)
        columns = columns_of(_population(house, room, population))
        lines = (",".join(each.name for each in columns), ",".join(each.example for each in columns))
        return Response(
            "\n".join(lines) + "\n",
            media_type="text/csv",
            headers={"Content-Disposition": f'attachment; filename="{population}.csv"'},
        )

    @app.post("/provider/{reference}/cases/{population}")
    def do(request: Request, reference: str, population: str, visitor: Contact, sent: Sent) -> Response:
        room = room_for(house, visitor, reference)
        asked = _population(house, room, population)
        entries = read_sent(sessions, request, sent)
        came = hand_in_list(house, visitor, reference, room.state, asked, entries)
        if came.problems:
            return page(request, visitor, room, asked, came)
        response = RedirectResponse(f"{room.path}/cases/{population}", 303)
        sessions.tell(response, came.said)
        return response

    @app.get("/provider/{reference}/cases/{population}/replace")
    def ask_again(request: Request, reference: str, population: str, visitor: Contact) -> Response:
        room = room_for(house, visitor, reference)
        place = InItsPlace(
            house, visitor, room.state, _population(house, room, population), f"{room.path}/cases"
        )
        return place.shown(request, pages)

    @app.post("/provider/{reference}/cases/{population}/replace")
    def replace(request: Request, reference: str, population: str, visitor: Contact, sent: Sent) -> Response:
        room = room_for(house, visitor, reference)
        place = InItsPlace(
            house, visitor, room.state, _population(house, room, population), f"{room.path}/cases"
        )
        return place.sent(request, pages, sessions, sent)


def _population(house: House, room: Room, code: str) -> Population:
    return next((each for each in populations_of(house, room.state) if each.id == code), None) or not_there()
