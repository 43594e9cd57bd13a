"""The fields of a command as options: what each is for, and what is wrong with what was typed."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from inspect import cleandoc
from types import NoneType
from typing import Any, Literal, get_args, get_origin

from pydantic import ValidationError

from domain.messages import Command, Message
from domain.privacy.confidence import InConfidence
from domain.refusals import Refused
from domain.wrong_values import explain

__all__ = ["Field", "explain", "fields_of", "refuse_invalid"]

Shape = Literal["text", "date", "number", "texts", "numbers", "pairs", "record", "records"]

_COMMON: Mapping[str, str] = {
    "inspection": "the reference of the inspection",
    "panel": "the reference of the panel's meeting",
    "case": "the case, as `assay case list` shows it",
    "item": "the item, by its code",
    "document": "a file; Assay keeps a copy of it under its digest",
    "standard": "the standard, by its number",
    "rating": "the rating, by its name in the scheme",
    "challenge": "the point of factual accuracy, by a code of its own",
    "about": "what it is about, in one line",
    "text": "what is wrong, and what would be right",
    "amendment": "what now stands in the report",
    "reason": "the reason, set out in full",
    "due": "the new date",
    "publish_on": "the day of publication",
    "until": "the day on which it is to go on",
    "present": "who is present; give it once for each",
    "minutes": "the minutes",
    "answers": "the answers",
    "action": "the action, by its code",
    "progress": "what has been done",
    "conclusion": "what the follow-up found",
}
"""What a field means wherever its message does not say so itself."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a command, as the command line sees it.

    Attributes:
        name: its name in the message.
        shape: how it is typed in.
        meaning: what it is for, a clause.
        required: whether it must be given.
        choices: the words it may be, where there are few.
        record: for ``record`` the message it is, for ``records`` the message that each row is.
        private: whether it says something about a person that is sealed before it is recorded.
    """

    name: str
    shape: Shape
    meaning: str
    required: bool
    choices: tuple[str, ...] = ()
    record: type[Message] | None = None
    private: bool = False

    @property
    def option(self) -> str:
        """As it is typed: ``--fieldwork-from``."""
        return option_of(self.name)


def option_of(name: str) -> str:
    """The option for a field."""
    return f"--{name.replace('_', '-')}"


@cache
def fields_of(message: type[Command] | type[Message]) -> tuple[Field, ...]:
    """The fields of a message, in order."""
    said = meanings(message)
    found = []
    for name, info in message.model_fields.items():
        shape, choices, record = _shape(info.annotation)
        meaning = said.get(name) or _COMMON.get(name, "")
        private = _in_confidence((*info.metadata, info.annotation))
        found.append(Field(name, shape, meaning, info.is_required(), choices, record, private))
    return tuple(found)


def _in_confidence(marks: Iterable[Any]) -> bool:
    """Whether a text is marked as private, wherever in its annotation."""
    return any(
        isinstance(each, InConfidence)
        or _in_confidence((*getattr(each, "__metadata__", ()), *get_args(each)))
        for each in marks
    )


@cache
def meanings(message: type[Message]) -> Mapping[str, str]:
    """What the docstrings of a message and of those it is made from say about its attributes."""
    said: dict[str, str] = {}
    for base in reversed(message.__mro__):
        if issubclass(base, Message) and base.__doc__:
            said.update(_attributes(cleandoc(base.__doc__)))
    return said


def _attributes(doc: str) -> dict[str, str]:
    _, found, listed = doc.partition("Attributes:\n")
    said: dict[str, str] = {}
    name = ""
    for line in listed.splitlines() if found else ():
        head = re.match(r"    (\w+): (.*)$", line)
        if head:
            name, said[head[1]] = head[1], head[2]
        elif name and line.startswith("        "):
            said[name] += f" {line.strip()}"
        elif line.strip():
            break
    return {each: text.rstrip(".") for each, text in said.items()}


def _shape(annotation: Any) -> tuple[Shape, tuple[str, ...], type[Message] | None]:
    args = [each for each in get_args(annotation) if each is not NoneType]
    if NoneType in get_args(annotation) and len(args) == 1:
        return _shape(args[0])
    origin = get_origin(annotation)
    if origin is Literal:
        return "text", tuple(str(each) for each in args), None
    if origin is tuple:
        inner = args[0]
        if isinstance(inner, type) and issubclass(inner, Message):
            return "records", (), inner
        if get_origin(inner) is tuple:
            return "pairs", (), None
        within, choices, _ = _shape(inner)
        return ("numbers" if within == "number" else "texts"), choices, None
    if isinstance(annotation, type) and issubclass(annotation, Message):
        return "record", (), annotation
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return "text", tuple(each.value for each in annotation), None
    if hasattr(annotation, "__metadata__"):
        return _shape(get_args(annotation)[0])
    return {"date": "date", "int": "number"}.get(getattr(annotation, "__name__", ""), "text"), (), None  # type: ignore[return-value]  # the words above are shapes


def refuse_invalid(error: ValidationError, names: Mapping[str, str]) -> Refused:
    """The refusal for a command whose fields are not what they must be.

    Args:
        error: what the message said.
        names: how each field is typed; others are named as options.
    """
    first = error.errors(include_url=False, include_input=False)[0]
    place = [str(part) for part in first["loc"]]
    field = place[0] if place else ""
    name = names.get(field, option_of(field) if field else "The command")
    inner = ", ".join(str(int(part) + 1) if part.isdigit() else part for part in place[1:])
    return Refused.because("bad-value", f"{name}{f' ({inner})' if inner else ''} {explain(first)}.")
