"""A report under embargo at an address that nobody can guess: what a body was sent a link to, until it is published.

Whoever has such an address needs no session, and sees that one report. That it was opened is noted first.
"""

from typing import Literal

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response

from activities.reporting.embargoed import EmbargoedCopy
from adapters.inbound.visiting.guarding import not_there
from adapters.inbound.visiting.house import House
from adapters.inbound.web.entry.sessions import Sessions
from adapters.inbound.web.printed import policy_of, printed
from adapters.inbound.web.rendering import Pages
from domain.languages import Language
from domain.streams import mailbox_stream

__all__ = ["add_to"]

AT = "/embargo/{body}/{token}"
_HEADERS = {"Cache-Control": "private, no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}
_SEE_OTHER = 303


def add_to(app: FastAPI, house: House, _: Sessions, pages: Pages) -> None:
    """Add the page of a report under embargo, and its files."""

    def found(body: str, token: str) -> EmbargoedCopy:
        # Never offered, closed, put off, or withdrawn: all the same to whoever asks.
        copy = house.services.embargoed.at(body, token)
        if copy is None:
            not_there()
        house.services.looking.note(mailbox_stream(body), "report under embargo", [copy.inspection])
        return copy

    @app.get(AT)
    def page(request: Request, body: str, token: str) -> Response:
        copy = found(body, token)
        if copy.out:
            return RedirectResponse(f"/results/inspections/{copy.inspection}", _SEE_OTHER, _HEADERS)
        answer = pages.page(request, "embargoed.html", copy=copy, at=f"/embargo/{body}/{token}")
        answer.headers.update(_HEADERS)
        return answer

    @app.get(AT + "/{language}.{form}")
    def file(
        request: Request, body: str, token: str, language: Language, form: Literal["html", "pdf"]
    ) -> Response:
        copy = found(body, token)
        if copy.out or language not in copy.languages:
            not_there()
        content = house.services.embargoed.print(copy, language, form)
        name = f'inline; filename="under-embargo-{copy.inspection}-{language}.{form}"'
        headers = {**_HEADERS, "Content-Disposition": name}
        if form == "html":
            return printed(
                request, content, headers | {"Content-Security-Policy": policy_of(content.decode())}
            )
        return Response(content, media_type="application/pdf", headers=headers)
