"""What a plan asks of each provider: visits, days with inspectors in the house, and what it is asked to send."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from domain.programme.plan import Placement, Plan
from domain.programme.problem import Inspection, Problem
from domain.working_days import WorkingDays

__all__ = ["Burden", "burdens"]

_WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Burden:
    """What a plan asks of a provider.

    Attributes:
        provider: which provider, by its code.
        inspections: the inspections of it that the plan places, by the week in which they start.
        days: working days of fieldwork; those of an inspection of several providers count for each of them.
        person_days: these times the people on the team.
        requests: how many pieces of evidence it is usually asked for in advance; None where it is not known of one of
            these inspections.
        others: announced visits of other inspectorates.
        unplaced: inspections of it that the plan has no place for.
    """

    provider: str
    inspections: tuple[str, ...] = ()
    days: int = 0
    person_days: int = 0
    requests: int | None = 0
    others: int = 0
    unplaced: tuple[str, ...] = ()

    @property
    def visits(self) -> int:
        """All visits, our own and those of others."""
        return len(self.inspections) + self.others


def burdens(
    problem: Problem, plan: Plan, requests: Mapping[str, int], calendar: WorkingDays
) -> tuple[Burden, ...]:
    """What a plan asks of each provider, in the problem's order.

    Args:
        problem: the year.
        plan: a plan of it.
        requests: for each kind of inspection that is known, how many pieces of evidence it usually asks for.
        calendar: the working days.

    Raises:
        Refused: ``calendar-exhausted``.
    """
    placed = {each.inspection: each for each in plan.placements}
    found = {each.id: Burden(each.id) for each in problem.providers}
    others: dict[str, int] = defaultdict(int)
    for visit in problem.visits:
        others[visit.provider] += 1
    begun = sorted(problem.inspections, key=lambda each: (_start(placed.get(each.id)), each.id))
    for inspection in begun:
        for provider in dict.fromkeys(inspection.providers):
            if provider in found:
                found[provider] = _added(
                    found[provider], problem, inspection, placed.get(inspection.id), requests, calendar
                )
    return tuple(replace(each, others=others[each.provider]) for each in found.values())


def _start(placement: Placement | None) -> int:
    return placement.start if placement else 0


def _added(
    burden: Burden,
    problem: Problem,
    inspection: Inspection,
    placement: Placement | None,
    requests: Mapping[str, int],
    calendar: WorkingDays,
) -> Burden:
    if placement is None:
        return replace(burden, unplaced=(*burden.unplaced, inspection.id))
    days = _working_days(problem.first_monday, placement.start, inspection.length, calendar)
    asked = requests.get(inspection.kind)
    unknown = asked is None or burden.requests is None
    return replace(
        burden,
        inspections=(*burden.inspections, inspection.id),
        days=burden.days + days,
        person_days=burden.person_days + days * len(placement.team),
        requests=None if unknown else (burden.requests or 0) + (asked or 0),
    )


def _working_days(monday: date, start: int, length: int, calendar: WorkingDays) -> int:
    begins = monday + start * _WEEK
    return sum(calendar.is_working(begins + timedelta(days=each)) for each in range(7 * length))
