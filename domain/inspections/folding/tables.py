"""Changing the small tables that a state is made of: each change makes a new one."""

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import TypeVar

from domain.agenda import Deadline

__all__ = ["awaiting", "later", "missed", "put", "without"]

V = TypeVar("V")


def put(table: Mapping[str, V], key: str, value: V) -> Mapping[str, V]:
    """The table with one entry more, or another in its place."""
    return MappingProxyType({**table, key: value})


def without(table: Mapping[str, V], *keys: str) -> Mapping[str, V]:
    """The table without some entries, as far as it had them."""
    return MappingProxyType({each: value for each, value in table.items() if each not in keys})


def missed(table: Mapping[str, tuple[str, ...]], notice: str, reader: str) -> Mapping[str, tuple[str, ...]]:
    """Whom each notice did not reach, with one reader more."""
    return put(table, notice, tuple(dict.fromkeys((*table.get(notice, ()), reader))))


def awaiting(table: Mapping[str, Deadline], code: str, due: date, awaits: str) -> Mapping[str, Deadline]:
    """The deadlines with one that runs from now on, or to another day."""
    return put(table, str(code), Deadline(id=str(code), due=due, awaits=awaits))


def later(table: Mapping[str, Deadline], moved: Iterable[tuple[str, date]]) -> Mapping[str, Deadline]:
    """The deadlines, some of them on their new dates."""
    to = dict(moved)
    return MappingProxyType(
        {code: each.with_(due=to[code]) if code in to else each for code, each in table.items()}
    )
