"""From weeks to days: what a place in a plan comes to by the calendar of working days.

The solver counts in weeks and sees no days. A closed day moves what would fall on it to the next working day, or, where
something must be over by then, to the one before.
"""

from datetime import date, timedelta

from domain.inspections.protocol import Protocol
from domain.programme.plan import Placement
from domain.programme.problem import Problem
from domain.programme.year.terms import Slot
from domain.working_days import WorkingDays

__all__ = ["monday_of", "slot_of"]

_FRIDAY = timedelta(days=4)


def monday_of(problem: Problem, week: int) -> date:
    """The Monday of a week of the year."""
    return problem.first_monday + timedelta(weeks=week)


def slot_of(problem: Problem, placement: Placement, protocol: Protocol, calendar: WorkingDays) -> Slot:
    """The days of one inspection.

    Fieldwork is from the first to the last working day of its weeks. It is announced early enough for the notice that
    the planner gives, in weeks, and for that of its kind, in working days. A report is published on the first working
    day of its week.

    Args:
        problem: the year.
        placement: its place in a plan of it.
        protocol: its kind.
        calendar: the working days.

    Raises:
        Refused: ``calendar-exhausted``.
        ValidationError: a code in the plan is none under which things stand on the record.
    """
    planned = next(each for each in problem.inspections if each.id == placement.inspection)
    kind = next(each for each in problem.kinds if each.id == planned.kind)
    areas = {each.id: each.area for each in problem.providers}
    panels = {each.id: each.week for each in problem.panels}
    begins = monday_of(problem, placement.start)
    first = calendar.after(begins, 0)
    last = max(first, calendar.before(begins + timedelta(weeks=planned.length - 1) + _FRIDAY, 0))
    by_weeks = calendar.before(begins - timedelta(weeks=kind.notice), 0)
    by_days = calendar.before(first, max(1, protocol.days("notice")))
    published = placement.publication
    return Slot(
        inspection=planned.id,
        protocol=protocol.id,
        providers=planned.providers,
        area=areas.get(planned.providers[0]) if protocol.whom == "area" else None,
        team=placement.team,
        announce_on=min(by_weeks, by_days),
        fieldwork_from=first,
        fieldwork_to=last,
        panel=placement.panel,
        panel_week=monday_of(problem, panels[placement.panel]) if placement.panel is not None else None,
        publish_on=calendar.after(monday_of(problem, published), 0) if published is not None else None,
    )
