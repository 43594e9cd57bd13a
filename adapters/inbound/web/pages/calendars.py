"""Calendars at addresses that nobody can guess, and the page on which somebody opens their own, or closes it.

Whoever has such an address needs no session, and sees that one calendar.
"""

import secrets
from hashlib import sha256

from fastapi import FastAPI, Request
from fastapi.responses import Response

from activities.programme.calendars import TOKEN_BYTES, digest_of_token
from adapters.inbound.calendars.programme import as_calendar
from adapters.inbound.visiting.guarding import SignedIn, not_there
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Visitor
from adapters.inbound.web.entry.sessions import Sessions
from adapters.inbound.web.forms.answering import give, new_command_id
from adapters.inbound.web.forms.forms import Problem, Sent
from adapters.inbound.web.forms.sending import STALE, read_sent
from adapters.inbound.web.rendering import Pages
from domain.people.calendars import CloseCalendar, OpenCalendar
from domain.people.staff.state import Staff
from domain.streams import staff_stream

__all__ = ["add_to", "on_staff"]

_HEADERS = {"Cache-Control": "private, no-cache", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}


def add_to(app: FastAPI, house: House, sessions: Sessions, pages: Pages) -> None:
    """Add the feeds, and the page on one's own."""
    _add_feed(app, house)

    def page(
        request: Request, visitor: Visitor, address: str | None = None, problem: Problem | None = None
    ) -> Response:
        problems = (problem,) if problem else ()
        staff = on_staff(house, visitor)
        is_open = staff is not None and staff.calendar is not None
        return pages.page(
            request,
            "calendar.html",
            422 if problem else 200,
            open=is_open,
            address=address,
            problems=problems,
        )

    @app.get("/calendar")
    def own(request: Request, visitor: SignedIn) -> Response:
        if on_staff(house, visitor) is None:
            not_there()
        return page(request, visitor)

    @app.post("/calendar")
    def change(request: Request, visitor: SignedIn, sent: Sent) -> Response:
        if on_staff(house, visitor) is None:
            not_there()
        entries = read_sent(sessions, request, sent)
        if not entries.genuine:
            return page(request, visitor, problem=STALE)
        token = secrets.token_urlsafe(TOKEN_BYTES) if entries.entered.get("do") == "open" else None
        command = (
            OpenCalendar(staff=visitor.id, token=digest_of_token(token))
            if token
            else CloseCalendar(staff=visitor.id)
        )
        done = give(house, visitor, command, new_command_id())
        if done.refusal:
            return page(request, visitor, problem=Problem("", done.refusal.sentence))
        address = f"{house.settings.origin}/calendar/{token}.ics" if token else None
        return page(request, visitor, address)


def on_staff(house: House, visitor: Visitor) -> Staff | None:
    """Whoever may have a calendar, as the staff record has them; None for others, for whom there is no such page."""
    if visitor.role_for(OpenCalendar.verb) is None:
        return None
    stream = staff_stream(visitor.id)
    staff: Staff = house.services.records.read([stream])[stream].state
    return staff if staff.here else None


def _add_feed(app: FastAPI, house: House) -> None:

    @app.get("/calendar/{token}.ics")
    def feed(request: Request, token: str) -> Response:
        calendars = house.services.programme_record.calendars
        person = calendars.kept_at(token)
        if person is None:  # never drawn, drawn anew, closed, or left: all the same to whoever asks
            not_there()
        content = as_calendar("My inspections", calendars.of_person(person))
        tag = f'"{sha256(content).hexdigest()[:32]}"'
        headers = {**_HEADERS, "ETag": tag}
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers=headers)
        return Response(content, media_type="text/calendar; charset=utf-8", headers=headers)
