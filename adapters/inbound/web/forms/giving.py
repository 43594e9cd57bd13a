"""The page of a command that has no page of its own: for a case, a meeting of the panel, or nothing that exists yet."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response

from adapters.inbound.visiting.guarding import SignedIn, not_there
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Visitor
from adapters.inbound.web.entry.sessions import Sessions
from adapters.inbound.web.forms.answering import new_command_id
from adapters.inbound.web.forms.forms import Choices, Entered, Problem, Sent, shown, title_of
from adapters.inbound.web.forms.sending import attempt, read_sent
from adapters.inbound.web.forms.standing import filled, in_words, stands
from adapters.inbound.web.rendering import Pages
from domain.decider import Rule
from domain.replacing import NOTHING_STANDS, Standing

__all__ = ["Place", "add_forms"]


@dataclass(frozen=True, slots=True)
class Place:
    """What a command is about, as its page says it.

    Attributes:
        title: what it is called.
        address: its page, to which one comes back.
        about: what the page's own layout needs to know of it.
        given: what the page says in the command, by field.
        choices: what there is to choose from, by field.
        for_command: the same where a command chooses from something else, by its verb.
        state: what the commands are about as it stands, of which some would replace a part; None where none do.
        told: whether whoever looks may be shown that part.
    """

    title: str
    address: str
    about: Any
    given: Mapping[str, Any]
    choices: Choices
    for_command: Mapping[str, Choices] = field(default_factory=dict)
    state: Any = None
    told: bool = True

    def offered(self, verb: str) -> Choices:
        """What there is to choose from in the form of a command."""
        return {**self.choices, **self.for_command.get(verb, {})}

    def standing(self, rule: Rule, asked: Entered) -> Standing:
        """What a command would put something else in the place of."""
        return NOTHING_STANDS if self.state is None else rule.replaces(self.state, {**asked, **self.given})


def add_forms(
    app: FastAPI,
    house: House,
    sessions: Sessions,
    pages: Pages,
    *,
    path: str,
    template: str,
    rules: Iterable[Rule],
    place_of: Callable[[Visitor, str], Place],
) -> None:
    """Add a page for every command of a kind.

    Args:
        app: the application.
        house: the installation.
        sessions: who is signed in.
        pages: renders.
        path: its addresses, with ``code`` for what it is about and ``verb`` for the command.
        template: its file, under ``templates/pages``.
        rules: the commands.
        place_of: finds what it is about, for a visitor; 404 where there is nothing, or not for them.
    """
    known = {each.command.verb: each for each in rules}

    def page(
        request: Request,
        place: Place,
        visitor: Visitor,
        rule: Rule,
        entered: Mapping[str, str],
        problems: tuple[Problem, ...] = (),
    ) -> Response:
        standing, choices = place.standing(rule, entered), place.offered(rule.command.verb)
        lines = in_words(rule.command, standing, choices) if place.told else ()
        if "command_id" not in entered and place.told:  # it is shown for the first time
            entered = {**filled(rule.command, standing), **entered}
        return pages.page(
            request,
            template,
            422 if problems else 200,
            place=place,
            about=place.about,
            title=title_of(rule),
            meaning=rule.meaning,
            fields=shown(rule.command, entered, problems, tuple(place.given), choices),
            stands=stands(standing, entered, lines, told=place.told),
            entered=entered,
            problems=problems,
            command_id=entered.get("command_id") or new_command_id(),
            role=visitor.role_for(rule.command.verb),
        )

    def found(visitor: Visitor, code: str, verb: str) -> tuple[Rule, Place]:
        rule = known.get(verb)
        if rule is None or visitor.role_for(verb) is None:
            not_there()
        return rule, place_of(visitor, code)

    @app.get(path)
    def ask(request: Request, verb: str, visitor: SignedIn, code: str = "") -> Response:
        rule, place = found(visitor, code, verb)
        return page(request, place, visitor, rule, dict(request.query_params))

    @app.post(path)
    def do(request: Request, verb: str, visitor: SignedIn, sent: Sent, code: str = "") -> Response:
        rule, place = found(visitor, code, verb)
        entries = read_sent(sessions, request, sent)
        tried = attempt(house, visitor, rule.command, entries, place.given, place.offered(verb))
        if tried.done is None or tried.problems:
            return page(request, place, visitor, rule, tried.entered, tried.problems)
        response = RedirectResponse(place.address, 303)
        sessions.tell(response, tried.done.said)
        return response
