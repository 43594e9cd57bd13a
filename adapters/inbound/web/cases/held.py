"""What was written offline in a file and met something else when it was brought back: both, and the choice."""

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response

from adapters.inbound.shown.cases.held import choice_of, held_shown
from adapters.inbound.visiting.guarding import SignedIn, not_there
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Visitor
from adapters.inbound.web.cases.reading import ReadShown, read_for
from adapters.inbound.web.entry.sessions import Sessions
from adapters.inbound.web.forms.answering import new_command_id
from adapters.inbound.web.forms.forms import Problem, Sent
from adapters.inbound.web.forms.sending import attempt_command, read_sent
from adapters.inbound.web.rendering import Pages
from domain.cases.offline.messages import SettleEdit
from domain.refusals import Refused

__all__ = ["add_to"]


def add_to(app: FastAPI, house: House, sessions: Sessions, pages: Pages) -> None:
    """Add ``/cases/{case}/held`` and ``/cases/{case}/second/held``: what was brought back and is not settled yet."""
    for path, second in (("/cases/{case}/held", False), ("/cases/{case}/second/held", True)):
        _add(app, house, sessions, pages, path, second=second)


def _add(app: FastAPI, house: House, sessions: Sessions, pages: Pages, path: str, *, second: bool) -> None:
    def read_of(visitor: Visitor, case: str) -> ReadShown:
        read = read_for(house, visitor, case, second=second)
        # What is held has notes in it.
        if not house.services.seeing.sees(visitor, "case-note", case):
            not_there()
        return read

    def page(request: Request, read: ReadShown, problems: tuple[Problem, ...] = ()) -> Response:
        return pages.page(
            request,
            "case_held.html",
            422 if problems else 200,
            read=read,
            about=read.about,
            held=held_shown(house.services, read.stream, settled=False),
            problems=problems,
            command_id=new_command_id(),
        )

    @app.get(path)
    def ask(request: Request, case: str, visitor: SignedIn) -> Response:
        return page(request, read_of(visitor, case))

    @app.post(path)
    def settle(request: Request, case: str, visitor: SignedIn, sent: Sent) -> Response:
        read, entries = read_of(visitor, case), read_sent(sessions, request, sent)
        number, keep = entries.entered.get("number", ""), entries.entered.get("keep", "")
        if not number.isdecimal() or not keep:
            return page(request, read, (Problem(f"keep-{number}", "Select which holds"),))
        try:
            values = choice_of(house.services, read.stream, int(number), keep)
        except Refused as refused:
            return page(request, read, (Problem("", refused.refusal.sentence),))
        tried = attempt_command(house, visitor, SettleEdit.model_validate(values), entries)
        if tried.done is None or tried.problems:
            return page(request, read, tried.problems)
        response = RedirectResponse(f"{read.address}/held", 303)
        sessions.tell(response, tried.done.said)
        return response
