"""Calendars at addresses that nobody can guess: whoever has the address needs no session, and sees one calendar."""

from hashlib import sha256

from fastapi import FastAPI, Request
from fastapi.responses import Response

from adapters.inbound.programme_calendar import as_calendar
from adapters.inbound.web.guarding import not_there
from adapters.inbound.web.house import House
from adapters.inbound.web.rendering import Pages
from adapters.inbound.web.sessions import Sessions

__all__ = ["add_to"]

_HEADERS = {"Cache-Control": "private, no-cache", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}


def add_to(app: FastAPI, house: House, _: Sessions, __: Pages) -> None:
    """Add the feeds."""

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
