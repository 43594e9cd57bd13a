"""What clashes in a timetable: inspectors who are in two places at a time or away, and days without fieldwork."""

from collections.abc import Mapping
from datetime import date

from domain.evidence.events import SessionPlan
from domain.evidence.state import Session
from domain.inspections.state import Inspection
from domain.messages import Message
from domain.people.staff.state import Staff

__all__ = ["Conflict", "away", "conflicts", "elsewhere", "outside_fieldwork"]


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


def outside_fieldwork(inspection: Inspection, day: date) -> bool:
    """Whether there is no fieldwork on a day."""
    first, last = inspection.fieldwork
    return not first <= day <= last


def away(sessions: Mapping[str, Session], staff: Mapping[str, Staff]) -> tuple[tuple[str, str], ...]:
    """The sessions that are to be held by somebody who is on leave that day or has left: the inspector, the session.

    Args:
        sessions: the timetable.
        staff: what the staff record has of the inspectors, by their ids.
    """
    planned = [each.plan for each in sessions.values() if each.outcome == "planned"]
    return tuple(
        (who, plan.session)
        for plan in planned
        for who in plan.inspectors
        if who in staff and (staff[who].away(plan.on) or staff[who].left_on is not None)
    )


def elsewhere(
    sessions: Mapping[str, Session], others: Mapping[str, Mapping[str, Session]]
) -> tuple[tuple[str, str, str, str], ...]:
    """Who would have to be at another inspection at the same time: the inspector, the session, and where else.

    Args:
        sessions: the timetable.
        others: the timetables of other inspections, by their references.
    """
    mine = {f"0/{code}": each for code, each in sessions.items()}
    found = []
    for reference, theirs in others.items():
        both = {**mine, **{f"1/{code}": each for code, each in theirs.items()}}
        named = {
            code: Session(each.plan.with_(session=f"s{place}"), each.outcome)
            for place, (code, each) in enumerate(both.items())
        }
        codes = {each.plan.session: code for code, each in named.items()}
        for clash in conflicts(named):
            first, second = sorted((codes[clash.first], codes[clash.second]))
            if first[0] != second[0]:
                found.append((clash.inspector, first[2:], reference, second[2:]))
    return tuple(found)


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
