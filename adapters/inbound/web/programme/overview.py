"""Programmes: the list, where one stands and what there is to do, its timeline, and every plain command of it."""

from fastapi import FastAPI, Request
from fastapi.responses import Response

from adapters.inbound.today import today_in_london
from adapters.inbound.visiting.house import House
from adapters.inbound.web.entry.sessions import Sessions
from adapters.inbound.web.forms.checked import add_checked
from adapters.inbound.web.pages.calendars import on_staff
from adapters.inbound.web.programme.asked import asked_of, asked_of_response, asked_to_open
from adapters.inbound.web.programme.seen import (
    Arranges,
    Follows,
    arranges,
    is_there,
    programme_for,
    slots_for,
)
from adapters.inbound.web.programme.steps import steps_for
from adapters.inbound.web.rendering import Pages
from domain.programme.year.react import react
from domain.storyline.once import told_once
from domain.streams import programme_stream

__all__ = ["add_to"]

_OFTEN = 100
"""Moments on one page of the timeline."""


def add_to(app: FastAPI, house: House, sessions: Sessions, pages: Pages) -> None:
    """Add ``/programme``, a page for each year, and its timeline."""
    add_checked(
        app,
        house,
        sessions,
        pages,
        "/programme/do/{verb}",
        lambda who, parts: asked_to_open(house, who, parts),
    )
    add_checked(
        app,
        house,
        sessions,
        pages,
        "/programme/{code}/do/{verb}",
        lambda who, parts: asked_of(house, who, parts),
    )
    add_checked(
        app,
        house,
        sessions,
        pages,
        "/programme/{code}/responses/{response}",
        lambda who, parts: asked_of_response(house, who, parts),
    )

    @app.get("/programme")
    def list_(request: Request, visitor: Follows) -> Response:
        found = house.services.programme_record.programmes().values()
        shown = [each for each in found if each.opened is not None and is_there(visitor, each)]
        return pages.page(
            request, "programmes.html", programmes=shown, calendar=on_staff(house, visitor) is not None
        )

    @app.get("/programme/{code}")
    def one(request: Request, code: str, visitor: Follows) -> Response:
        state = programme_for(house, visitor, code)
        return pages.page(
            request,
            "programme.html",
            state=state,
            arranges=arranges(visitor),
            waiting_for=react(state).waiting_for,
            steps=steps_for(visitor, state, today_in_london(house.services)),
            slots=slots_for(house, visitor, state),
        )

    @app.get("/programme/{code}/time-line")
    def time_line(request: Request, code: str, visitor: Arranges, page: int = 1) -> Response:
        state = programme_for(house, visitor, code)
        stream = programme_stream(code)
        recorded = [
            each for each in house.services.views.catch_up().timeline(stream) if each.stream == stream
        ]
        moments = list(told_once(sorted(recorded, key=lambda each: each.position)))[::-1]
        last = max(1, -(-len(moments) // _OFTEN))
        number = min(max(page, 1), last)
        return pages.page(
            request,
            "programme_time_line.html",
            state=state,
            arranges=True,
            moments=moments[(number - 1) * _OFTEN : number * _OFTEN],
            number=number,
            last=last,
        )
