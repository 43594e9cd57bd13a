"""Tokens of the API that are somebody's own: what there is, drawing one, which is shown once, and revoking it."""

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import Response

from adapters.inbound.shown.words import words
from adapters.inbound.today import today_in_london
from adapters.inbound.tokens import draw
from adapters.inbound.visiting.guarding import SignedIn, not_there
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Visitor
from adapters.inbound.web.entry.sessions import Sessions
from adapters.inbound.web.forms.answering import new_command_id
from adapters.inbound.web.forms.checked import Asked, add_checked, asked_by
from adapters.inbound.web.forms.forms import Choices, Entered, Problem, Sent, shown
from adapters.inbound.web.forms.sending import attempt, read_sent
from adapters.inbound.web.rendering import Pages
from domain.people.staff.terms import can_be_on_staff
from domain.people.tokens import EVERY_COMMAND, TOKEN, IssueToken, RevokeToken, Token

__all__ = ["add_to", "draws_tokens"]

AT = "/tokens"
_GIVEN = ("token", "holder", "provider", "digest")
_AGAIN = Problem(
    "",
    "This was sent before, and its token was shown then. If you do not have it, revoke it and draw another",
)


def draws_tokens(visitor: Visitor) -> bool:
    """Whether somebody may have tokens of their own: whoever works here, under an id that the staff record takes."""
    return visitor.role_for(IssueToken.verb) is not None and can_be_on_staff(visitor.id)


def add_to(app: FastAPI, house: House, sessions: Sessions, pages: Pages) -> None:
    """Add the page of somebody's tokens of the API, and that on which one is drawn."""

    @app.get(AT)
    def own(request: Request, visitor: SignedIn) -> Response:
        found = _own(house, visitor)
        return pages.page(request, "tokens.html", tokens=found, today=today_in_london(house.services))

    def form(
        request: Request, visitor: Visitor, entered: Entered, problems: tuple[Problem, ...] = ()
    ) -> Response:
        return pages.page(
            request,
            "token_drawing.html",
            422 if problems else 200,
            fields=shown(IssueToken, entered, problems, _GIVEN, _choices(visitor)),
            entered=entered,
            problems=problems,
            command_id=entered.get("command_id") or new_command_id(),
        )

    @app.get(f"{AT}/draw")
    def ask(request: Request, visitor: SignedIn) -> Response:
        _own(house, visitor)
        return form(request, visitor, {})

    @app.post(f"{AT}/draw")
    def drawn(request: Request, visitor: SignedIn, sent: Sent) -> Response:
        _own(house, visitor)
        entries, token = read_sent(sessions, request, sent), draw()
        given = {"token": token.stream, "holder": visitor.id, "digest": token.digest, "provider": None}
        tried = attempt(house, visitor, IssueToken, entries, given, _choices(visitor))
        if tried.done is None:
            return form(request, visitor, tried.entered, tried.problems)
        if tried.done.refusal is not None:
            # Each time that the form is sent another token is drawn for it, so that the second one is another command.
            again = tried.done.refusal.code == "command-id-reused"
            return form(request, visitor, tried.entered, (_AGAIN,) if again else tried.problems)
        return pages.page(request, "token_drawn.html", drawn=token.text)

    add_checked(
        app, house, sessions, pages, f"{AT}/{{code}}/revoke", lambda who, at: _revoked(house, who, at)
    )


def _own(house: House, visitor: Visitor) -> Mapping[str, Token]:
    """The tokens of somebody, by id; 404 for whoever has none and draws none."""
    if not draws_tokens(visitor):
        not_there()
    return {
        stream: each
        for stream, each in sorted(house.services.records.every("token", Token).items())
        if each.issued is not None and each.issued.holder == visitor.id
    }


def _choices(visitor: Visitor) -> Choices:
    may = [role for role in visitor.roles if visitor.has(role)]
    return {
        "roles": [(role.value, words(role).capitalize()) for role in may],
        "may": [(EVERY_COMMAND, "All that I may do myself; without it, only read")],
    }


def _revoked(house: House, visitor: Visitor, parts: Mapping[str, Any]) -> Asked:
    token = _own(house, visitor).get(parts["code"])
    if token is None or token.revoked:
        not_there()
    return asked_by(TOKEN.rules[RevokeToken], ("Your tokens", AT), given={"token": parts["code"]})
