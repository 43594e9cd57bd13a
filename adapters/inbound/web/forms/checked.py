"""A command in two steps: what is asked is entered, then checked beside what it will put on the record, and given.

Between the two steps nothing is kept on the server: the second page carries the command that the first one made. One
that says something private is never written down, so that its page carries the entries, and it is made of them again.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import ValidationError
from pydantic_core import PydanticSerializationError

from activities.commanding.desk import Order
from adapters.inbound.visiting.guarding import SignedIn, not_there
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Visitor
from adapters.inbound.web.entry.sessions import Sessions
from adapters.inbound.web.forms.answering import give, new_command_id
from adapters.inbound.web.forms.answers import answers
from adapters.inbound.web.forms.forms import (
    STALE,
    WAS,
    Choices,
    Entered,
    FieldShown,
    Problem,
    Sent,
    command_of,
    shown,
    title_of,
)
from adapters.inbound.web.forms.sending import STANDS, Entries, read_sent
from adapters.inbound.web.forms.standing import Lines, stands
from adapters.inbound.web.rendering import Pages
from domain.decider import On, Rule
from domain.messages import Command, Event
from domain.refusals import Refusal, Refused
from domain.replacing import CHANGED, Standing
from domain.storyline.telling import sentence

__all__ = ["Asked", "Table", "add_checked", "asked_by"]

YES_NO = (("yes", "Yes"), ("no", "No"))

_OWN = frozenset({"token", "command_id", "made", "do", "confirmed"})
"""Inputs that are the page's own, and no entries."""

_UNREADABLE = Problem("", "What was to be confirmed cannot be read. Nothing was done; enter it again")
_NOTHING_NEW = Problem("", "Nothing would change: this stands on the record already")


@dataclass(frozen=True, slots=True)
class Table:
    """What would come of a command, in a table.

    Attributes:
        caption: what it shows.
        columns: the heads of its columns.
        rows: the cells, row by row.
        notes: sentences below it.
    """

    caption: str
    columns: tuple[str, ...]
    rows: Sequence[Sequence[object]]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """A command as pages ask for it.

    Attributes:
        command: the command.
        title: of its page.
        meaning: what it does, in a sentence.
        back: where one comes back to: what that page is called, and its address.
        fields: the fields of its form, from what was entered and what was wrong with it.
        make: the command of what was sent, or everything that is wrong.
        given: what the page itself says in the command; a command that says otherwise is none of this page.
        then: where one goes when it is done; None: back.
        after: what is left to do when it is on the record.
        preview: what would come of it, shown with the answers; None for no more than the sentences.
        proposed: what stands in the form before anything is entered, by input.
        emptied: what leaving an input empty comes to, by input, where it is more than nothing: said with the answers.
        standing: what the command would put something else in the place of; nothing for one that replaces nothing.
        stood: the same in words, for a form that was overtaken.
        told: whether whoever asks may be shown it.
    """

    command: type[Command]
    title: str
    meaning: str
    back: tuple[str, str]
    fields: Callable[[Entered, Sequence[Problem]], tuple[FieldShown, ...]]
    make: Callable[[Entries], Command | tuple[Problem, ...]]
    given: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    then: str | None = None
    after: Callable[[Command], None] = lambda _: None
    preview: Callable[[Command, Sequence[Event]], Table | None] = lambda _, __: None
    proposed: Entered = field(default_factory=lambda: MappingProxyType({}))
    emptied: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    standing: Standing = field(default_factory=lambda: MappingProxyType({}))
    stood: Lines = ()
    told: bool = True

    def instead_of(self, entered: Entered) -> str | None:
        """The mark of what stood when the form was made; None for a command that replaces nothing."""
        return entered.get(WAS, "") if self.standing else None

    def read_back(self, entered: Entered) -> tuple[FieldShown, ...]:
        """The fields as they were filled in, and what becomes of what was left empty."""
        filled = self.fields(entered, ())
        return tuple(
            each if each.value else replace(each, value=self.emptied.get(each.name, "")) for each in filled
        )


def asked_by(
    rule: Rule,
    back: tuple[str, str],
    *,
    title: str | None = None,
    given: Mapping[str, Any] = MappingProxyType({}),
    choices: Choices = MappingProxyType({}),
    left_out: Sequence[str] = (),
    flags: Mapping[str, str] = MappingProxyType({}),
    own: Sequence[FieldShown] = (),
    derived: Callable[[Entries], Mapping[str, Any]] = lambda _: MappingProxyType({}),
    **more: Any,
) -> Asked:
    """A command whose form follows from the command itself.

    Args:
        rule: the command's rule.
        back: where one comes back to.
        title: of the page; else what the command is for, in its own words.
        given: what the page itself says in it.
        choices: what there is to choose from, by field.
        left_out: fields that are not asked for: they may be left out, or follow from others.
        flags: fields that are yes or no, each with the question.
        own: further inputs of the form, which are typed, and from which fields follow.
        derived: the fields that follow from what was sent.
        more: further attributes of :class:`Asked`.
    """
    command = rule.command
    purpose = title_of(rule).split(". ", 1)[0]

    fixed = (*given, *left_out, *flags)

    def fields(entered: Entered, problems: Sequence[Problem]) -> tuple[FieldShown, ...]:
        wrong = {each.field: each.text for each in problems}
        asked = (
            *own,
            *(FieldShown(name, label, "", "radios", True, YES_NO) for name, label in flags.items()),
        )
        return (
            *shown(command, entered, problems, fixed, choices),
            *(
                replace(each, value=entered.get(each.name, ""), error=wrong.get(each.name, ""))
                for each in asked
            ),
        )

    def make(entries: Entries) -> Command | tuple[Problem, ...]:
        entered = {name: value for name, value in entries.entered.items() if name not in left_out}
        said = {name: entered[name] == "yes" for name in flags if entered.get(name) in dict(YES_NO)}
        unsaid = tuple(Problem.missing(name, flags[name], "radios") for name in flags.keys() - said)
        absent = tuple(
            Problem.missing(each.name, each.label, each.kind)
            for each in own
            if each.required and not entered.get(each.name, "").strip()
        )
        values = {**given, **dict.fromkeys(flags, False), **said, **derived(entries)}
        made = command_of(command, entered, values, entries.files, choices, own)
        if isinstance(made, tuple):
            # What follows from an input that was left empty is wrong for that reason.
            empty = {each.field for each in absent}
            made = tuple(
                each for each in made if each.field not in empty and not (absent and each.field in left_out)
            )
            return (*made, *absent, *unsaid)
        return (*absent, *unsaid) or made

    return Asked(command, title or purpose, rule.meaning, back, fields, make, given, **more)


def add_checked(
    app: FastAPI,
    house: House,
    sessions: Sessions,
    pages: Pages,
    path: str,
    find: Callable[[Visitor, Mapping[str, Any]], Asked],
) -> None:
    """Add the two pages of some commands.

    Args:
        app: the application.
        house: the installation.
        sessions: who is signed in.
        pages: renders.
        path: their address; both pages have the same.
        find: what is asked there, from the parts of the address; 404 where there is nothing, or not for the visitor.
    """
    steps = _Steps(house, sessions, pages)

    @app.get(path)
    def ask(request: Request, visitor: SignedIn) -> Response:
        asked = _found(find, visitor, request.path_params)
        return steps.form(request, visitor, asked, {**asked.proposed, **request.query_params})

    @app.post(path)
    def do(request: Request, visitor: SignedIn, sent: Sent) -> Response:
        asked = _found(find, visitor, request.path_params)
        return steps.taken(request, visitor, asked, read_sent(sessions, request, sent))


def _found(
    find: Callable[[Visitor, Mapping[str, Any]], Asked], visitor: Visitor, parts: Mapping[str, Any]
) -> Asked:
    asked = find(visitor, parts)
    if visitor.role_for(asked.command.verb) is None:
        not_there()
    return asked


@dataclass(frozen=True, slots=True)
class _Steps:
    house: House
    sessions: Sessions
    pages: Pages

    def form(
        self,
        request: Request,
        visitor: Visitor,
        asked: Asked,
        entered: Entered,
        problems: tuple[Problem, ...] = (),
    ) -> Response:
        return self.pages.page(
            request,
            "checked_form.html",
            422 if problems else 200,
            asked=asked,
            fields=asked.fields(entered, problems),
            stands=stands(asked.standing, entered, asked.stood, told=asked.told),
            entered=entered,
            problems=problems,
            command_id=entered.get("command_id") or new_command_id(),
            role=visitor.role_for(asked.command.verb),
        )

    def taken(self, request: Request, visitor: Visitor, asked: Asked, sent: Entries) -> Response:
        entered = {**sent.entered, "command_id": sent.command_id}
        if not sent.genuine:
            return self.form(request, visitor, asked, entered, (STALE,))
        if entered.get("do") == "change":
            return self.form(request, visitor, asked, entered)
        made = _confirmed(asked, entered["made"]) if "made" in entered else _made(asked, sent)
        if isinstance(made, tuple):
            return self.form(request, visitor, asked, entered, made)
        if "confirmed" in entered:
            return self._give(request, visitor, asked, made, entered)
        return self._check(request, visitor, asked, made, sent)

    def _check(
        self, request: Request, visitor: Visitor, asked: Asked, made: Command, sent: Entries
    ) -> Response:
        entered = {**sent.entered, "command_id": sent.command_id}
        was = asked.instead_of(sent.entered)
        foreseen = self._foreseen(visitor.order(made, sent.command_id, instead_of=was))
        if isinstance(foreseen, Problem):
            return self.form(request, visitor, asked, entered, (foreseen,))
        return self.pages.page(
            request,
            "checked_answers.html",
            asked=asked,
            answers=answers(asked.read_back(sent.entered), sent.files),
            sentences=tuple(dict.fromkeys(sentence(each) or each.name for each in foreseen)),
            preview=asked.preview(made, foreseen),
            made=_written(made),
            carried={name: value for name, value in sent.entered.items() if name not in _OWN},
            command_id=sent.command_id,
            role=visitor.role_for(asked.command.verb),
        )

    def _foreseen(self, order: Order) -> tuple[Event, ...] | Problem:
        try:
            foreseen = self.house.services.desk.foresee(order)
        except Refused as refused:
            return Problem("", refused.refusal.sentence)
        if isinstance(foreseen, Refusal):
            return _refused(foreseen)
        events = tuple(each.event if isinstance(each, On) else each for each in foreseen)
        return events or _NOTHING_NEW

    def _give(
        self, request: Request, visitor: Visitor, asked: Asked, made: Command, entered: Entered
    ) -> Response:
        was = asked.instead_of(entered)
        done = give(self.house, visitor, made, entered["command_id"], instead_of=was)
        if done.refusal is not None:
            # A refusal uses the form's id up: what is sent next is another command.
            again = {**entered, "command_id": new_command_id()}
            return self.form(request, visitor, asked, again, (_refused(done.refusal),))
        asked.after(made)
        response = RedirectResponse(asked.then or asked.back[1], 303)
        self.sessions.tell(response, done.said)
        return response


def _refused(refusal: Refusal) -> Problem:
    """What is said of a refusal; of one for something else that stands there now, where that is shown."""
    return Problem(STANDS if refusal.code == CHANGED else "", refusal.sentence)


def _written(made: Command) -> str | None:
    """A command as its page carries it; None for one that says something private."""
    try:
        return made.model_dump_json()
    except PydanticSerializationError:
        return None


def _made(asked: Asked, sent: Entries) -> Command | tuple[Problem, ...]:
    try:
        return asked.make(sent)
    except Refused as refused:  # a file that is no such file says so itself
        return (Problem("", refused.refusal.sentence),)


def _confirmed(asked: Asked, text: str) -> Command | tuple[Problem, ...]:
    """The command that the page carried; one that was changed on its way to be about something else is none."""
    try:
        made = asked.command.model_validate_json(text, strict=True)
    except ValidationError:
        return (_UNREADABLE,)
    said = made.model_dump(mode="json")
    meant = asked.command.model_construct(**asked.given).model_dump(mode="json", include=set(asked.given))
    return made if all(said[name] == value for name, value in meant.items()) else (_UNREADABLE,)
