"""Lists a page at a time, so that none grows with the record: one goes on by links, without scripts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

__all__ = ["Part", "paged"]

T = TypeVar("T")
S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class Part(Generic[T]):
    """One page of a list.

    Attributes:
        shown: what stands on it.
        number: which page it is, from 1.
        last: how many there are.
        of: how many things the whole list has.
    """

    shown: Sequence[T]
    number: int
    last: int
    of: int

    @property
    def before(self) -> int | None:
        """The page before this one; None for the first."""
        return self.number - 1 if self.number > 1 else None

    @property
    def after(self) -> int | None:
        """The page after this one; None for the last."""
        return self.number + 1 if self.number < self.last else None

    def as_shown(self, shown: Callable[[T], S]) -> "Part[S]":
        """The same page, each thing on it as it is shown: what stands on other pages is not made ready."""
        return Part(tuple(map(shown, self.shown)), self.number, self.last, self.of)


def paged(rows: Sequence[T], page: int, most: int) -> Part[T]:
    """A page of a list; the nearest one there is, where it has no such page.

    Args:
        rows: the whole list.
        page: which page is asked for, from 1.
        most: how many stand on a page.
    """
    last = max(1, -(-len(rows) // most))
    number = min(max(page, 1), last)
    return Part(rows[(number - 1) * most : number * most], number, last, len(rows))
