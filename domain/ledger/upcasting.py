"""Upcasters: how an event that was recorded under an older version is understood today.

What was recorded keeps its bytes for ever. When an event changes, the old class stays as it was, under its old name,
and a small pure function tells what it means in the new words. Its docstring is the story: why the event changed,
and what an old one means now. The record is never touched: proofs and replays show the stored bytes under the stored
name; decisions and views see the event of today.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from inspect import cleandoc
from types import MappingProxyType
from typing import TypeVar

from domain.messages import Event

__all__ = ["Upcaster", "Upcasters", "upcaster"]

Old = TypeVar("Old", bound=Event)
New = TypeVar("New", bound=Event)


@dataclass(frozen=True, slots=True)
class Upcaster:
    """One step from an older version of an event to the one after it.

    Attributes:
        old: the event as it was recorded.
        new: the event that it is understood as; where that one is old too, another step leads on from it.
        turn: the step.
        story: why the event changed, and what an old one means in the new words.
    """

    old: type[Event]
    new: type[Event]
    turn: Callable[[Event], Event]
    story: str


def upcaster(old: type[Old], new: type[New]) -> Callable[[Callable[[Old], New]], Upcaster]:
    """Make a function an upcaster.

    Args:
        old: the event that it takes.
        new: the event that it gives.

    Raises:
        ValueError: the function does not tell its story.
    """

    def tell(turn: Callable[[Old], New]) -> Upcaster:
        story = cleandoc(turn.__doc__ or "")
        if not story:
            raise ValueError(f"the upcaster of {old.name} does not say why the event changed")
        return Upcaster(old, new, turn, story)  # type: ignore[arg-type]  # it is only ever given its own old event

    return tell


class Upcasters:
    """All steps, put together into ways from every old event to one of today."""

    def __init__(self, steps: Iterable[Upcaster] = ()) -> None:
        """Put steps together.

        Raises:
            ValueError: two steps lead on from one event, or a way comes back to where it began.
        """
        table: dict[str, Upcaster] = {}
        for step in steps:
            if step.old.name in table:
                raise ValueError(f"two upcasters lead on from {step.old.name}")
            table[step.old.name] = step
        for name in table:
            _follow(table, name)
        self.steps: Mapping[str, Upcaster] = MappingProxyType(table)

    def upcast(self, event: Event) -> Event:
        """The event as it is understood today; itself where it has not changed.

        Raises:
            TypeError: a step gave another event than it promises.
        """
        while (step := self.steps.get(event.name)) is not None:
            event = step.turn(event)
            if type(event) is not step.new:
                raise TypeError(f"the upcaster of {step.old.name} gave {event.name}, not {step.new.name}")
        return event

    def today(self, name: str) -> type[Event] | None:
        """The class as which an old event is understood in the end; None for one that has not changed."""
        way = _follow(self.steps, name)
        return way[-1].new if way else None


def _follow(steps: Mapping[str, Upcaster], name: str) -> list[Upcaster]:
    way: list[Upcaster] = []
    while (step := steps.get(name)) is not None:
        if step in way:
            raise ValueError(f"the upcaster of {step.old.name} leads back to it")
        way.append(step)
        name = step.new.name
    return way
