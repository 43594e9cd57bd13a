"""Caps and fair shares of work, for staff whose own are not given."""

from collections.abc import Container, Sequence
from dataclasses import dataclass

from domain.programme.problem import Problem
from domain.programme.weeks import Span, count_in

__all__ = ["Availability", "cap_of", "fair_shares", "with_usual"]

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


def with_usual(problem: Problem, caps: Container[str], targets: Container[str]) -> Problem:
    """A year in which some people have the usual cap or fair share, by when they are there as it says now.

    Args:
        problem: the year.
        caps: the people whose cap was not given.
        targets: the people whose fair share was not.
    """
    needs = {kind.id: kind.needs for kind in problem.kinds}
    demand = sum(
        need.number * (need.before + each.length + need.after)
        for each in problem.inspections
        for need in needs[each.kind]
    )
    there = [
        Availability(each.fte, (*each.leave, *(one.weeks for one in each.bookings))) for each in problem.staff
    ]
    shares = fair_shares(there, problem.weeks, demand) if there else ()
    staff = []
    for person, availability, share in zip(problem.staff, there, shares, strict=True):
        cap = cap_of(availability, problem.weeks) if person.id in caps else person.cap
        staff.append(person.with_(cap=cap, target=share if person.id in targets else person.target))
    return problem.with_(staff=tuple(staff))
