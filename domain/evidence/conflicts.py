"""Conflicts in a timetable: one inspector who would have to be in two places at a time."""

from collections.abc import Mapping

from domain.evidence.events import SessionPlan
from domain.evidence.state import Session
from domain.messages import Message

__all__ = ["Conflict", "conflicts"]


class Conflict(Message):
    """Two sessions that one inspector cannot both take part in.

    Attributes:
        inspector: who, by opaque id.
        first: the session that begins first.
        second: the other.
    """

    inspector: str
    first: str
    second: str


def conflicts(sessions: Mapping[str, Session]) -> tuple[Conflict, ...]:
    """Every conflict in a timetable, by inspector and time. A session that ends as another begins is none."""
    standing = [each.plan for each in sessions.values() if each.outcome != "cancelled"]
    by_inspector: dict[str, list[SessionPlan]] = {}
    for plan in standing:
        for inspector in dict.fromkeys(plan.inspectors):
            by_inspector.setdefault(inspector, []).append(plan)
    return tuple(
        Conflict(inspector=inspector, first=first.session, second=second.session)
        for inspector, plans in sorted(by_inspector.items())
        for first, second in _overlapping(sorted(plans, key=_begins))
    )


def _begins(plan: SessionPlan) -> tuple[str, str, str]:
    return (plan.on.isoformat(), plan.begins, plan.session)


def _overlapping(plans: list[SessionPlan]) -> list[tuple[SessionPlan, SessionPlan]]:
    found = []
    for place, first in enumerate(plans):
        for second in plans[place + 1 :]:
            if second.on != first.on or second.begins >= first.ends:
                break  # they are in the order of their beginnings
            found.append((first, second))
    return found
