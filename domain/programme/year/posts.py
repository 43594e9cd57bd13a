"""In which roles somebody can be planned, and in which weeks of the year they hold them.

The tables give somebody the same roles all year. Whoever takes up or gives up a role in between is planned in those
roles that leave most to plan with, and is booked in the weeks in which they hold none of them.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from domain.people.roles import Role
from domain.people.staff.events import RoleGiven
from domain.programme.problem import ROLES, Booking, Problem
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


def posts_of(problem: Problem, given: Iterable[RoleGiven]) -> tuple[tuple[Post, ...], frozenset[int]]:
    """The roles in which somebody can be planned, and the weeks in which they hold all of them.

    A week counts if they hold the role on all of its days.

    Args:
        problem: the tables of the year.
        given: their roles, each with its days.
    """
    held: dict[Post, set[int]] = {}
    for each in given:
        if each.role in _POSTS:
            held.setdefault(_POSTS[each.role], set()).update(_weeks(problem, each.since, each.until))
    best: tuple[tuple[Post, ...], frozenset[int]] = ((), frozenset())
    for base in ROLES:
        weeks = frozenset(held.get(base, ()))
        roles = tuple(each for each in ROLES if weeks and weeks <= held.get(each, set()))
        if len(roles) * len(weeks) > len(best[0]) * len(best[1]):
            best = roles, weeks
    return best


def _weeks(problem: Problem, since: date, until: date | None) -> set[int]:
    first = -(-(since - problem.first_monday).days // 7)
    days = None if until is None else (until - problem.first_monday).days
    last = problem.weeks - 1 if days is None else (days - _FULL_WEEK) // 7
    return set(range(max(0, first), min(problem.weeks - 1, last) + 1))


def outside(problem: Problem, weeks: frozenset[int], bookings: Iterable[Booking]) -> tuple[Booking, ...]:
    """Bookings in all other weeks, besides those that are there; those of the last week last as long as reports do.

    Args:
        problem: the tables of the year.
        weeks: the weeks in which somebody holds their roles.
        bookings: what the tables have them booked for.
    """
    others = [each for each in bookings if each.what != _WHAT]
    if not weeks:
        return tuple(others)
    missing = sorted(set(range(problem.weeks)) - weeks)
    spans: list[Span] = []
    for week in missing:
        if spans and spans[-1].last == week - 1:
            spans[-1] = Span(first=spans[-1].first, last=week)
        else:
            spans.append(Span(first=week, last=week))
    if spans and spans[-1].last == problem.weeks - 1:
        spans[-1] = Span(first=spans[-1].first, last=problem.last_week)
    return (*others, *(Booking(weeks=each, what=_WHAT) for each in spans))
