"""Changing the small tables that a state is made of: each change makes a new one."""

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import TypeVar

from domain.agenda import Deadline

__all__ = ["awaiting", "later", "missed", "put", "still_untold", "without"]

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


def still_untold(
    untold: tuple[str, ...],
    undelivered: Mapping[str, tuple[str, ...]],
    notices: Iterable[str],
    reader: str | None,
) -> tuple[tuple[str, ...], Mapping[str, tuple[str, ...]]]:
    """What reached nobody, and whom each notice did not reach, once somebody was told of some by other means.

    Args:
        untold: the notices that reached nobody.
        undelivered: whom each notice did not reach.
        notices: the notices of which somebody was told.
        reader: who was told; None for all whom they did not reach.
    """
    for notice in notices:
        left = tuple(each for each in undelivered.get(notice, ()) if reader not in (None, each))
        undelivered = put(undelivered, notice, left) if left else without(undelivered, notice)
        untold = untold if left else tuple(each for each in untold if each != notice)
    return untold, undelivered


def awaiting(table: Mapping[str, Deadline], code: str, due: date, awaits: str) -> Mapping[str, Deadline]:
    """The deadlines with one that runs from now on, or to another day."""
    return put(table, str(code), Deadline(id=str(code), due=due, awaits=awaits))


def later(table: Mapping[str, Deadline], moved: Iterable[tuple[str, date]]) -> Mapping[str, Deadline]:
    """The deadlines, some of them on their new dates."""
    to = dict(moved)
    return MappingProxyType(
        {code: each.with_(due=to[code]) if code in to else each for code, each in table.items()}
    )
