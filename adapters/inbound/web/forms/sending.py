"""A form that was sent, taken through to its end: its token, its entries, the desk, and what was wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from fastapi import Request
from starlette.datastructures import FormData, UploadFile

from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Visitor
from adapters.inbound.web.entry.sessions import Sessions
from adapters.inbound.web.forms.answering import Done, give, new_command_id
from adapters.inbound.web.forms.forms import (
    ANOTHER,
    STALE,
    WAS,
    Choices,
    Problem,
    command_of,
    entered_in,
    with_another_row,
)
from domain.canonical import sha256_hex
from domain.messages import Command
from domain.replacing import CHANGED

__all__ = ["STALE", "STANDS", "Attempt", "Entries", "attempt", "attempt_command", "read_sent"]

STANDS = "stands"
"""The place on a page at which it shows what stands now, where somebody else wrote meanwhile."""


@dataclass(frozen=True, slots=True)
class Entries:
    """What was sent.

    Attributes:
        entered: what was entered, by input.
        files: the files that came with it, by input.
        genuine: whether it was sent from a page of this session.
    """

    entered: Mapping[str, str]
    files: Mapping[str, UploadFile]
    genuine: bool

    @property
    def command_id(self) -> str:
        """Of the command that the form gives."""
        return self.entered.get("command_id") or new_command_id()


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of it.

    Attributes:
        problems: what was wrong; empty if it was done.
        entered: what is shown in the form again.
        done: the desk's answer; None where it was not asked.
    """

    problems: tuple[Problem, ...]
    entered: Mapping[str, str]
    done: Done | None = field(default=None)


def read_sent(sessions: Sessions, request: Request, sent: FormData) -> Entries:
    """What was sent with a request."""
    entered = entered_in(sent)
    files = {key: value for key, value in sent.items() if isinstance(value, UploadFile) and value.filename}
    return Entries(entered, files, sessions.is_token(request.state.session, entered.get("token", "")))


def attempt(
    house: House,
    visitor: Visitor,
    command: type[Command],
    sent: Entries,
    given: Mapping[str, Any],
    choices: Choices = MappingProxyType({}),
) -> Attempt:
    """Make a command of what was sent, and give it.

    A file under the name ``document`` is handed in with it. Where one more row of a table is asked for, nothing is
    given, and what was entered comes back with it.
    """
    if not sent.genuine:
        return Attempt((STALE,), sent.entered)
    if ANOTHER in sent.entered:
        return Attempt((), with_another_row(sent.entered))
    content = sent.files["document"].file.read() if "document" in sent.files else None
    if content is not None:
        given = {**given, "document": sha256_hex(content)}
    made = command_of(command, sent.entered, given, sent.files, choices)
    if isinstance(made, tuple):
        return Attempt(made, sent.entered)
    return attempt_command(house, visitor, made, sent, content=content)


def attempt_command(
    house: House, visitor: Visitor, command: Command, sent: Entries, *, content: bytes | None = None
) -> Attempt:
    """Give a command that is made already."""
    if not sent.genuine:
        return Attempt((STALE,), sent.entered)
    # A form that does not say what stood was made where nothing did.
    was = sent.entered.get(WAS, "")
    done = give(house, visitor, command, sent.command_id, instead_of=was, content=content)
    if done.refusal is None:
        return Attempt((), sent.entered, done)
    # A refusal uses the form's id up: what is sent next is another command.
    again = {**sent.entered, "command_id": new_command_id()}
    place = STANDS if done.refusal.code == CHANGED else ""
    return Attempt((Problem(place, done.refusal.sentence),), again, done)
