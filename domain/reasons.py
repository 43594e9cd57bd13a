"""Reasons: one rule for every command that asks for one, so that a record of years says why things were done.

A reason that says nothing (a full stop, a dash, one word, "n/a") is refused wherever one is typed. What was recorded
before this rule is read as it stands: the rule is asked of commands, and of no event.
"""

import re
from collections.abc import Iterator
from functools import cache
from types import NoneType
from typing import Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from domain.messages import Command, Message
from domain.refusals import Refusal

__all__ = ["CODE", "reason_fields", "says_nothing", "without_reason"]

CODE = "reason-says-nothing"

_AT_ANY_DEPTH = frozenset({"reason", "reasons"})
_OF_THE_COMMAND = frozenset({"why", "how", "purpose", "conclusion", "consistency"})
"""Other words for what a command rests on; within a record that a command carries they are that record's own data."""

_WORD = re.compile(r"[^\W_]+(?:['\u2019-][^\W_]+)*")
_SET_PHRASES = frozenset(
    {
        "as above",
        "as discussed",
        "for reasons",
        "no comment",
        "no reason",
        "no reason given",
        "none given",
        "not applicable",
        "not known",
        "see above",
        "to be confirmed",
    }
)
"""What people type to get past a question; each stands for no reason when nothing else is said."""

_LETTERS = 5
"""The words have at least as many between them, so that initials and "n/a" are no reason."""


def says_nothing(text: str) -> bool:
    """Whether a text gives no reason: it has fewer than two different words, or is a set phrase for having none."""
    words = [each.casefold() for each in _WORD.findall(text)]
    if len(set(words)) < 2 or " ".join(words) in _SET_PHRASES:
        return True
    return sum(letter.isalpha() for letter in text) < _LETTERS


def without_reason(command: Command) -> Refusal | None:
    """The refusal of a command one of whose reasons says nothing; None for any other.

    The text itself is not repeated: it may be private.
    """
    for path in reason_fields(type(command)):
        for text in _texts(command, path):
            if says_nothing(text):
                return Refusal(
                    CODE,
                    f"The {path[-1]} says nothing: give it in words that whoever reads the record later can follow.",
                )
    return None


@cache
def reason_fields(message: type[Message], *, within: bool = False) -> tuple[tuple[str, ...], ...]:
    """Where in a command a reason is given in words, each as the way to it by names of fields.

    Args:
        message: the command, or a record that it carries.
        within: whether it is such a record.
    """
    wanted = _AT_ANY_DEPTH if within else _AT_ANY_DEPTH | _OF_THE_COMMAND
    found: list[tuple[str, ...]] = []
    for name, field in message.model_fields.items():
        if name in wanted and _is_prose(field):
            found.append((name,))
        for record in _records(field.annotation):
            found += [(name, *rest) for rest in reason_fields(record, within=True)]
    return tuple(found)


def _is_prose(field: FieldInfo) -> bool:
    """Whether a field is words of one's own, and not one of a few codes."""
    kinds = [each for each in (get_args(field.annotation) or (field.annotation,)) if each is not NoneType]
    marks = [*field.metadata, *(mark for kind in kinds for mark in get_args(kind)[1:])]
    if any(get_origin(kind) is Literal or isinstance(kind, str) for kind in kinds):
        return False
    return str in _bare(field.annotation) and not any(getattr(mark, "pattern", None) for mark in marks)


def _bare(annotation: Any) -> Iterator[Any]:
    parts = get_args(annotation)
    if not parts:
        yield annotation
    elif get_origin(annotation) is not Literal:
        for each in parts:
            yield from _bare(each)


def _records(annotation: Any) -> Iterator[type[Message]]:
    for each in _bare(annotation):
        if isinstance(each, type) and issubclass(each, Message):
            yield each


def _texts(value: Any, path: tuple[str, ...]) -> Iterator[str]:
    if value is None:
        return
    if isinstance(value, tuple | list):
        for each in value:
            yield from _texts(each, path)
    elif not path:
        yield str(value)
    else:
        yield from _texts(getattr(value, path[0], None), path[1:])
