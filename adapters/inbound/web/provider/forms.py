"""A form on a page of a provider's contact: what it asks, what of it the page says itself, and where it leads."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response

from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Visitor
from adapters.inbound.web.entry.sessions import Sessions
from adapters.inbound.web.forms.answering import new_command_id
from adapters.inbound.web.forms.answers import answers
from adapters.inbound.web.forms.forms import Choices, Entered, FieldShown, Problem, Sent, shown
from adapters.inbound.web.forms.sending import Attempt, attempt, read_sent
from adapters.inbound.web.provider.room import Contact, Room, room_for
from adapters.inbound.web.rendering import Pages
from domain.messages import Command

__all__ = ["Form", "Making", "add_form"]

_NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Form:
    """A form.

    Attributes:
        title: the page's heading.
        command: what it gives.
        given: what the page itself says, by field.
        intro: what is said first, a paragraph each.
        button: what its button says.
        after: where it leads, under the inspection's own page.
        choices: what there is to choose from.
        labels: what fields are called here, and what is said of them, where their usual words do not fit.
        required: the fields that are needed here though the command can do without.
        hidden: what the form carries along, by input.
        shown_above: what the page's template shows besides.
        template: its file.
        open: whether there is anything to send now.
    """

    title: str
    command: type[Command]
    given: Mapping[str, Any]
    intro: Sequence[str] = ()
    button: str = "Send"
    after: str = ""
    choices: Choices = field(default_factory=lambda: _NOTHING)
    labels: Mapping[str, tuple[str, str]] = field(default_factory=lambda: _NOTHING)
    required: frozenset[str] = frozenset()
    hidden: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    shown_above: Mapping[str, Any] = field(default_factory=lambda: _NOTHING)
    template: str = "provider_form.html"
    open: bool = True

    def fields(self, entered: Entered, problems: Sequence[Problem]) -> tuple[FieldShown, ...]:
        """Its fields, as the page shows them."""
        fixed = (*self.given, *self.hidden, "inspection")
        found = shown(self.command, entered, problems, fixed=fixed, choices=self.choices)
        return tuple(self._worded(each) for each in found)

    def _worded(self, one: FieldShown) -> FieldShown:
        label, hint = self.labels.get(one.name, (one.label, one.hint))
        return replace(one, label=label, hint=hint, required=one.required or one.name in self.required)

    def lacking(self, entered: Entered, files: Mapping[str, object]) -> tuple[Problem, ...]:
        """What the page needs and was not given."""
        fields = (each for each in self.fields(entered, ()) if each.name in self.required)
        return tuple(
            Problem.missing(each.name, each.label, each.kind)
            for each in fields
            if not entered.get(each.name, "").strip() and each.name not in files
        )


Making = Callable[[Room, Visitor, Entered, Mapping[str, str]], Form]
"""Makes a form for an inspection and a contact, of what was entered and what the address names; 404 for none."""


def add_form(app: FastAPI, house: House, sessions: Sessions, pages: Pages, path: str, making: Making) -> None:
    """Add a page with a form, under an inspection's own page.

    Args:
        app: the application.
        house: the installation.
        sessions: who is signed in.
        pages: renders.
        path: its address under the inspection's page, such as ``evidence/{item}``.
        making: makes the form.
    """

    def page(request: Request, room: Room, form: Form, tried: Attempt, status: int = 200) -> Response:
        fields = form.fields(tried.entered, tried.problems)
        gone = answers(fields, {}) if tried.entered and not form.open else ()
        return pages.page(
            request,
            form.template,
            status,
            room=room,
            form=form,
            fields=fields,
            not_taken=tuple((name, "\n".join(lines)) for name, lines in gone),
            entered=tried.entered,
            problems=tried.problems,
            command_id=tried.entered.get("command_id") or new_command_id(),
            **form.shown_above,
        )

    def ask(request: Request, reference: str, visitor: Contact) -> Response:
        room = room_for(house, visitor, reference)
        form = making(room, visitor, {}, request.path_params)
        return page(request, room, form, Attempt((), {}))

    def do(request: Request, reference: str, visitor: Contact, sent: Sent) -> Response:
        room = room_for(house, visitor, reference)
        entries = read_sent(sessions, request, sent)
        form = making(room, visitor, entries.entered, request.path_params)
        if entries.genuine and form.open and (lacking := form.lacking(entries.entered, entries.files)):
            return page(request, room, form, Attempt(lacking, entries.entered), 422)
        given = {**form.given}
        if "inspection" in form.command.model_fields:
            given["inspection"] = reference
        tried = attempt(house, visitor, form.command, entries, given, form.choices)
        if tried.done is None or tried.problems:
            return page(request, room, form, _worded(form, tried), 422)
        response = RedirectResponse(f"{room.path}/{form.after}".rstrip("/"), 303)
        sessions.tell(response, tried.done.said)
        return response

    address = f"/provider/{{reference}}/{path}"
    app.get(address)(ask)
    app.post(address)(do)


def _worded(form: Form, tried: Attempt) -> Attempt:
    """What was wrong, with the words that the page has for the field."""
    named = {each.name: each.label for each in form.fields({}, ())}
    problems = tuple(
        Problem.missing(each.field, named[each.field], each.left_out)
        if each.left_out and each.field in form.labels
        else each
        for each in tried.problems
    )
    return replace(tried, problems=problems)
