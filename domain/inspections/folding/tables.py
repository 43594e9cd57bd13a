"""Changing the small tables that a state is made of: each change makes a new one."""

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import TypeVar

from domain.agenda import Deadline

__all__ = ["awaiting", "later", "put", "without"]

V = TypeVar("V")


def put(table: Mapping[str, V], key: str, value: V) -> Mapping[str, V]:
    """The table with one entry more, or another in its place."""
    return MappingProxyType({**table, key: value})


def without(table: Mapping[str, V], key: str) -> Mapping[str, V]:
    """The table without an entry, if it had it."""
    return MappingProxyType({each: value for each, value in table.items() if each != key})


def awaiting(table: Mapping[str, Deadline], code: str, due: date, awaits: str) -> Mapping[str, Deadline]:
    """The deadlines with one that runs from now on, or to another day."""
    return put(table, str(code), Deadline(id=str(code), due=due, awaits=awaits))


def later(table: Mapping[str, Deadline], moved: Iterable[tuple[str, date]]) -> Mapping[str, Deadline]:
    """The deadlines, some of them on their new dates."""
    to = dict(moved)
    return MappingProxyType(
        {code: each.with_(due=to[code]) if code in to else each for code, each in table.items()}
    )
