"""One thing that is different between two states, in words, and how differences are found."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

__all__ = ["About", "Change", "changed", "changed_each"]

About = Literal[
    "stage", "people", "deadline", "evidence", "sample", "answer", "read", "alert", "rating", "report"
]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is different.

    Attributes:
        about: of which sort.
        what: what it is.
        before: as it was; None where there was nothing.
        after: as it is; None where there is nothing any more.
    """

    about: About
    what: str
    before: str | None
    after: str | None

    @property
    def words(self) -> str:
        """The change as one line."""
        if self.before is None:
            return f"{self.what}: {self.after}"
        return f"{self.what}: {self.after or 'no longer'}, was {self.before}"


def changed(about: About, what: str, before: object, after: object) -> Iterator[Change]:
    """What is different of one thing: a change, or nothing; an empty text stands for nothing there."""
    if before != after:
        yield Change(about, what, _text(before), _text(after))


def changed_each(about: About, before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Change]:
    """What is different of several things by what they are called, those that were there before first."""
    for what in dict.fromkeys((*before, *after)):
        yield from changed(about, what, before.get(what), after.get(what))


def _text(value: object) -> str | None:
    return None if value is None or value == "" else str(value)
