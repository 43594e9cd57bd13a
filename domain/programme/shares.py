"""Caps and fair shares of work, for staff whose own are not given."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.programme.weeks import Span, count_in

__all__ = ["Availability", "cap_of", "fair_shares"]

_PER_CENT = 100
_BUSY = 90
"""Per cent of the weeks somebody is there that may be inspection work; the rest is training, meetings and sickness."""


@dataclass(frozen=True, slots=True)
class Availability:
    """When somebody works.

    Attributes:
        fte: their working time, in per cent.
        away: weeks of leave and of other work.
    """

    fte: int
    away: Sequence[Span]


def cap_of(person: Availability, weeks: int) -> int:
    """The most weeks of inspection work in a year: 0.9 of the weeks they are there, times their working time.

    Args:
        person: when they work.
        weeks: how many weeks the year has. Broken weeks are dropped.
    """
    there = weeks - count_in(person.away, weeks)
    return person.fte * there * _BUSY // (_PER_CENT * _PER_CENT)


def fair_shares(people: Sequence[Availability], weeks: int, demand: int) -> tuple[int, ...]:
    """Everybody's fair share of the year's work, pro rata to their working time; no more than their cap.

    Args:
        people: when each of them works.
        weeks: how many weeks the year has.
        demand: the weeks of work of all inspections together, a week of each person counted by itself.
    """
    whole = sum(each.fte for each in people)
    return tuple(min(demand * each.fte // whole, cap_of(each, weeks)) for each in people)
