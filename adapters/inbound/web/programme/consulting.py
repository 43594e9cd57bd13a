"""What others say to a draft, for whoever may hear it; and the published programme, in a table and as a calendar."""

import csv
import io

from fastapi import FastAPI, Request
from fastapi.responses import Response

from adapters.inbound.calendars.programme import as_calendar
from adapters.inbound.commands.ids import response_of
from adapters.inbound.files.spreadsheets import guarded
from adapters.inbound.shown.programme import SLOT_COLUMNS, slot_row
from adapters.inbound.shown.words import day
from adapters.inbound.visiting.guarding import not_there
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Visitor
from adapters.inbound.web.entry.sessions import Sessions
from adapters.inbound.web.forms.checked import Asked, Table, add_checked, asked_by
from adapters.inbound.web.pages.calendars import on_staff
from adapters.inbound.web.pages.paging import Part, paged
from adapters.inbound.web.programme.asked import named
from adapters.inbound.web.programme.seen import Arranges, Follows, arranges, hears, programme_for, slots_for
from adapters.inbound.web.programme.wanted import Wanted, areas_of, providers_of
from adapters.inbound.web.rendering import Pages
from adapters.inbound.web.staffed import called
from domain.programme.year.published.answered import answered
from domain.programme.year.published.responses import RESPONSE, ReceiveResponse
from domain.programme.year.state import Programme
from domain.programme.year.terms import Slot
from domain.streams import programme_stream
from domain.text import counted

__all__ = ["SLOTS_ON_A_PAGE", "add_to"]

SLOTS_ON_A_PAGE = 60
"""Inspections on one page of a published programme; the table to be fetched has them all."""


def add_to(app: FastAPI, house: House, sessions: Sessions, pages: Pages) -> None:
    """Add ``/programme/{code}/responses``, and what is published, as a page, a table and a calendar."""
    add_checked(
        app,
        house,
        sessions,
        pages,
        "/programme/{code}/respond",
        lambda who, parts: _received(programme_for(house, who, parts["code"])),
    )
    _add_responses(app, house, pages)
    _add_published(app, house, pages)


def _received(state: Programme) -> Asked:
    """A response that came in. Its own id follows from the form's, so that the same form is the same response."""
    code = state.known.programme
    if state.draft is None:
        not_there()
    return asked_by(
        RESPONSE.rules[ReceiveResponse],
        ("Responses", f"/programme/{code}/responses"),
        title="Record a response",
        given={"programme": code},
        left_out=("response",),
        flags={"confidential": "Was it made in confidence?"},
        derived=lambda sent: {"response": response_of(sent.command_id)},
    )


def _add_responses(app: FastAPI, house: House, pages: Pages) -> None:
    @app.get("/programme/{code}/responses")
    def responses(request: Request, code: str, visitor: Follows) -> Response:
        state = programme_for(house, visitor, code)
        if not arranges(visitor) and visitor.role_for(ReceiveResponse.verb) is None:
            not_there()
        heard = hears(house, visitor)
        if heard and state.responses:
            house.services.looking.note(visitor.id, "page of responses", [programme_stream(code)])
        texts = {
            stream: {field: text for (_, field), text in house.services.personal.texts(stream).items()}
            for stream in (state.responses if heard else ())
        }
        return pages.page(
            request,
            "programme_responses.html",
            state=state,
            arranges=arranges(visitor),
            heard=heard,
            texts=texts,
        )


def _add_published(app: FastAPI, house: House, pages: Pages) -> None:
    def slots_of(visitor: Visitor, code: str) -> tuple[Programme, tuple[Slot, ...]]:
        state = programme_for(house, visitor, code)
        if state.plan is None:
            not_there()
        return state, slots_for(house, visitor, state)

    @app.get("/programme/{code}/published")
    def published(request: Request, code: str, visitor: Follows, wanted: Wanted, page: int = 1) -> Response:
        state, slots = slots_of(visitor, code)
        known = providers_of(house)
        part = paged([each for each in slots if wanted.takes(each, known)], page, SLOTS_ON_A_PAGE)
        people = sorted({one.person for each in slots for one in each.team})
        return pages.page(
            request,
            "programme_published.html",
            state=state,
            arranges=arranges(visitor),
            part=part,
            table=_table(house, state, part),
            wanted=wanted,
            areas=areas_of(slots, known),
            people=sorted(called(house, visitor, people).items(), key=lambda each: each[1].casefold()),
            answered=answered(state),
            calendar=on_staff(house, visitor) is not None,
        )

    @app.get("/programme/{code}/published.csv")
    def table(code: str, visitor: Follows, wanted: Wanted) -> Response:
        state, slots = slots_of(visitor, code)
        known = providers_of(house)
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(SLOT_COLUMNS)
        writer.writerows(
            ["" if cell is None else guarded(str(cell)) for cell in slot_row(each, state)]
            for each in slots
            if wanted.takes(each, known)
        )
        return _file(text.getvalue().encode(), "text/csv; charset=utf-8", f"programme-{code}.csv")

    @app.get("/programme/{code}/published.ics")
    def calendar(code: str, visitor: Arranges) -> Response:
        slots_of(visitor, code)
        whole = {code: house.services.programme_record.calendars.whole(code)}
        return _file(as_calendar(code, whole), "text/calendar; charset=utf-8", f"programme-{code}.ics")


def _file(content: bytes, kind: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, media_type=kind, headers=headers)


def _table(house: House, state: Programme, part: Part[Slot]) -> Table:
    titles = named(house)
    rows = []
    for each in part.shown:
        team = ", ".join(f"{one.person} ({one.role})" for one in each.team)
        failed = state.failed.get(each.inspection)
        stands = (
            "Started"
            if each.inspection in state.started
            else f"Not started: {failed.why}"
            if failed
            else "To start"
        )
        rows.append(
            (
                each.inspection,
                ", ".join(titles.get(code, code) for code in each.providers),
                day(each.announce_on),
                f"{day(each.fieldwork_from)} to {day(each.fieldwork_to)}",
                team,
                each.panel or "None",
                day(each.publish_on) or "No report",
                stands,
            )
        )
    columns = (
        "Inspection",
        "Provider",
        "Announced",
        "Fieldwork",
        "Team",
        "Panel",
        "Published",
        "Where it stands",
    )
    whole = counted(part.of, "inspection")
    which = whole if part.last == 1 else f"{whole}, page {part.number} of {part.last}"
    return Table(which, columns, rows)
