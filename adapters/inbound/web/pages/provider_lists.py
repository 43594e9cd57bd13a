"""Handing in a list of cases: which columns it has, a file to begin with, and every fault by line and column."""

from dataclasses import dataclass, field

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response

from activities.desk import Accepted, Declined
from adapters.inbound.cli.lists_reading import FaultyList, table_of
from adapters.inbound.web.answering import new_command_id, sentences
from adapters.inbound.web.forms import Problem, Sent
from adapters.inbound.web.guarding import not_there
from adapters.inbound.web.house import House
from adapters.inbound.web.provider.asked import populations_of
from adapters.inbound.web.provider.room import Contact, Room, room_for
from adapters.inbound.web.rendering import Pages
from adapters.inbound.web.sending import STALE, Entries, read_sent
from adapters.inbound.web.sessions import Sessions
from adapters.inbound.web.visitors import Visitor
from domain.canonical import sha256_hex
from domain.cases.lists_checking import Fault
from domain.cases.lists_columns import columns_of, needed
from domain.inspections.protocol_parts import Population
from domain.refusals import Refused
from domain.text import counted

__all__ = ["add_to"]

MOST_FAULTS = 200
"""So many are shown: more would be put right by going through the file again, and not one by one."""


@dataclass(frozen=True, slots=True)
class _Came:
    """What came of a file: what to say, or what is wrong with it."""

    said: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    faults: tuple[Fault, ...] = field(default=())


def add_to(app: FastAPI, house: House, sessions: Sessions, pages: Pages) -> None:
    """Add the page of each list."""

    def page(request: Request, room: Room, asked: Population, came: _Came, status: int = 200) -> Response:
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
        return page(request, room, _population(house, room, population), _Came())

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
        came = _hand_in(house, visitor, room, asked, read_sent(sessions, request, sent))
        if came.problems:
            return page(request, room, asked, came, 422)
        response = RedirectResponse(f"{room.path}/cases/{population}", 303)
        sessions.tell(response, came.said)
        return response


def _population(house: House, room: Room, code: str) -> Population:
    return next((each for each in populations_of(house, room.state) if each.id == code), None) or not_there()


def _hand_in(house: House, visitor: Visitor, room: Room, asked: Population, sent: Entries) -> _Came:
    if not sent.genuine:
        return _Came(problems=(STALE,))
    file = sent.files.get("list")
    if file is None:
        return _Came(problems=(Problem("list", "Choose the file with the list"),))
    content = file.file.read()
    digest = sha256_hex(content)
    received = room.state.lists.get(asked.id)
    if received is not None and received.list_digest == digest:
        return _Came(said=("This very list was handed in before; nothing was done twice.",))
    try:
        table = table_of(content, asked, "The file", room.state.known.providers)
        handed = house.services.case_lists.hand_in(room.row.reference, asked.id, digest, table, None)
        order = visitor.order(handed.command, sent.command_id)
        # The file is kept only if nothing stands in its way, so that what is refused leaves none behind.
        if house.services.desk.rehearse(order) is None:
            house.services.case_lists.keep(handed.content)
        outcome = house.services.desk.give(order)
    except FaultyList as faulty:
        wrong = f"{counted(len(faulty.faults), 'fault')} in the file. Nothing was recorded; put them right"
        return _Came(problems=(Problem("faults", wrong),), faults=tuple(faulty.faults))
    except Refused as refused:
        return _Came(problems=(Problem("list", refused.refusal.sentence),))
    if isinstance(outcome, Declined):
        return _Came(problems=(Problem("list", outcome.refusal.sentence),))
    return _Came(said=_said(house, outcome, table.left_out))


def _said(house: House, outcome: Accepted, left_out: tuple[str, ...]) -> tuple[str, ...]:
    house.services.erasing.finish(stream for stream, _ in outcome.events)
    kept = (
        (f"Nobody asked for these columns, so nothing of them is kept: {', '.join(left_out)}.",)
        if left_out
        else ()
    )
    return (*sentences(outcome)[:1], *kept)
