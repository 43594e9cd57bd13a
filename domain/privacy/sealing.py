"""Finding the private texts of an event, and putting boxes in their place."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, TypeVar, get_args

from domain.messages import Event, Message
from domain.privacy.boxes import Plain, Sealed

__all__ = ["boxes", "holds_private", "plains", "sealed_by"]

E = TypeVar("E", bound=Message)

Seal = Callable[[Plain, str], Sealed]
"""Seals a text for the field with the given name."""


@cache
def holds_private(message: type[Message]) -> bool:
    """Whether messages of a class can hold private text, in a field of theirs or in a message inside them."""
    return _mentions(message, set())


def plains(event: Event) -> Iterator[Plain]:
    """The private texts of an event that has not been recorded yet."""
    return (each for _, each in _walk(event, "") if isinstance(each, Plain))


def boxes(event: Event) -> Iterator[tuple[str, Sealed]]:
    """The sealed boxes of a recorded event, each with the field it is in now."""
    return ((field, each) for field, each in _walk(event, "") if isinstance(each, Sealed))


def sealed_by(event: E, seal: Seal) -> E:
    """The event with a box in place of each private text; itself if it has none."""
    if not holds_private(type(event)):
        return event
    sealed: E = _rebuilt(event, "", seal)
    return sealed


def _walk(value: Any, field: str) -> Iterator[tuple[str, Plain | Sealed]]:
    if isinstance(value, Plain | Sealed):
        yield field, value
    elif isinstance(value, Message):
        if holds_private(type(value)):
            for name, inner in value:
                yield from _walk(inner, _within(field, name))
    elif isinstance(value, tuple):
        for number, inner in enumerate(value):
            yield from _walk(inner, _within(field, str(number)))


def _rebuilt(value: Any, field: str, seal: Seal) -> Any:
    if isinstance(value, Plain):
        return seal(value, field)
    if isinstance(value, Sealed):
        return value
    if isinstance(value, Message):
        if not holds_private(type(value)):
            return value
        return value.model_copy(
            update={name: _rebuilt(inner, _within(field, name), seal) for name, inner in value}
        )
    if isinstance(value, tuple):
        return tuple(_rebuilt(inner, _within(field, str(number)), seal) for number, inner in enumerate(value))
    return value


def _within(field: str, name: str) -> str:
    return f"{field}.{name}" if field else name


def _mentions(annotation: Any, met: set[Any]) -> bool:
    if annotation is Plain:
        return True
    if isinstance(annotation, type) and issubclass(annotation, Message):
        if annotation in met:
            return False
        met.add(annotation)
        return any(_mentions(info.annotation, met) for info in annotation.model_fields.values())
    return any(_mentions(each, met) for each in get_args(annotation))
