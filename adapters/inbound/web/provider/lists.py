"""Handing in a list of cases: which columns it has, a file to begin with, and every fault by line and column."""

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response

from adapters.inbound.shown.provider_asked import populations_of
from adapters.inbound.visiting.guarding import not_there
from adapters.inbound.visiting.house import House
from adapters.inbound.web.entry.sessions import Sessions
from adapters.inbound.web.forms.answering import new_command_id
from adapters.inbound.web.forms.forms import Sent
from adapters.inbound.web.forms.sending import read_sent
from adapters.inbound.web.lists_given import Came, hand_in_list
from adapters.inbound.web.provider.room import Contact, Room, room_for
from adapters.inbound.web.rendering import Pages
from domain.cases.lists.columns import columns_of, needed
from domain.inspections.kinds.parts import Population

__all__ = ["add_to"]

MOST_FAULTS = 200
"""The most faults that are shown: more would be put right by going through the file again, and not one by one."""


def add_to(app: FastAPI, house: House, sessions: Sessions, pages: Pages) -> None:
    """Add the page of each list."""

    def page(request: Request, room: Room, asked: Population, came: Came, status: int = 200) -> Response:
        return pages.page(
            request,
            "provider_list.html",
            status,
            room=room,
            population=asked,
            columns=columns_of(asked),
            needed=needed(asked),
            received=room.state.lists.get(asked.id),
            drawn=asked.id in room.state.samples,
            problems=came.problems,
            faults=came.faults[:MOST_FAULTS],
            more_faults=max(0, len(came.faults) - MOST_FAULTS),
            command_id=new_command_id(),
        )

    @app.get("/provider/{reference}/cases/{population}")
    def ask(request: Request, reference: str, population: str, visitor: Contact) -> Response:
        room = room_for(house, visitor, reference)
        return page(request, room, _population(house, room, population), Came())

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
        came = hand_in_list(house, visitor, reference, room.state, asked, read_sent(sessions, request, sent))
        if came.problems:
            return page(request, room, asked, came, 422)
        response = RedirectResponse(f"{room.path}/cases/{population}", 303)
        sessions.tell(response, came.said)
        return response


def _population(house: House, room: Room, code: str) -> Population:
    return next((each for each in populations_of(house, room.state) if each.id == code), None) or not_there()
