"""In which roles somebody can be planned, and in which weeks of the year they hold them.

Whoever takes up or gives up a role in between, or is promoted, holds each of their roles in its own weeks; in those in
which they hold none they are booked.
"""

from collections.abc import Iterable, Iterator, Mapping, Set
from datetime import date

from domain.people.roles import Role
from domain.people.staff.events import RoleGiven
from domain.programme.problem import ROLES, Booking, Held, Problem
from domain.programme.problem import Role as Post
from domain.programme.weeks import Span

__all__ = ["outside", "posts_of"]

_POSTS: Mapping[Role, Post] = {
    Role.LEAD_INSPECTOR: "lead",
    Role.INSPECTOR: "inspector",
    Role.ASSISTANT: "assistant",
}
_WHAT = "they hold no role then in which they are planned"
_FULL_WEEK = 6
_BEFORE = 60
"""Weeks before the year that are looked at: nobody is announced as a lead longer before fieldwork."""


def posts_of(
    problem: Problem, given: Iterable[RoleGiven]
) -> tuple[tuple[Post, ...], tuple[Held, ...], frozenset[int]]:
    """The roles in which somebody can be planned, when they hold those that they do not hold all year, and the weeks.

    A week counts if they hold the role on all of its days.

    Args:
        problem: the tables of the year.
        given: their roles, each with its days.

    Returns:
        The roles; the weeks of each that is held at other times than the others, or led in for part of the year; and
        the weeks of the year in which they hold any of them.
    """
    held: dict[Post, set[int]] = {}
    for each in given:
        if each.role in _POSTS:
            held.setdefault(_POSTS[each.role], set()).update(_weeks(problem, each.since, each.until))
    year = set(range(problem.weeks))
    roles = tuple(each for each in ROLES if held.get(each, set()) & year)
    some = frozenset(week for week in year if any(week in held[each] for each in roles))
    terms = [
        Held(role=role, weeks=span)
        for role in roles
        if not year <= held[role] and (role == "lead" or held[role] & year != some)
        for span in _on_end(problem, held[role])
    ]
    return roles, tuple(terms), some


def _weeks(problem: Problem, since: date, until: date | None) -> set[int]:
    first = -(-(since - problem.first_monday).days // 7)
    days = None if until is None else (until - problem.first_monday).days
    last = problem.weeks - 1 if days is None else (days - _FULL_WEEK) // 7
    return set(range(max(-_BEFORE, first), min(problem.weeks - 1, last) + 1))


def _on_end(problem: Problem, weeks: Set[int]) -> Iterator[Span]:
    """Some weeks as stretches on end; one that lasts to the end of the year lasts as long as reports do."""
    spans: list[Span] = []
    for week in sorted(weeks):
        if spans and spans[-1].last == week - 1:
            spans[-1] = Span(first=spans[-1].first, last=week)
        else:
            spans.append(Span(first=week, last=week))
    for each in spans:
        yield Span(first=each.first, last=problem.last_week) if each.last == problem.weeks - 1 else each


def outside(problem: Problem, weeks: Set[int], bookings: Iterable[Booking]) -> tuple[Booking, ...]:
    """Bookings in all other weeks, besides those that are there; those of the last week last as long as reports do.

    Args:
        problem: the tables of the year.
        weeks: the weeks in which somebody holds any of their roles.
        bookings: what the tables have them booked for.
    """
    others = [each for each in bookings if each.what != _WHAT]
    if not weeks:
        return tuple(others)
    missing = set(range(problem.weeks)) - weeks
    return (*others, *(Booking(weeks=each, what=_WHAT) for each in _on_end(problem, missing)))
