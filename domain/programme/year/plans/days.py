"""From weeks to days: what a place in a plan comes to by the calendar of working days.

The solver counts in weeks and sees no days. A closed day moves what would fall on it to the next working day, or, where
something must be over by then, to the one before.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from domain.inspections.kinds.protocol import Protocol
from domain.programme.plan import Placement
from domain.programme.problem import Problem
from domain.programme.year.terms import Slot
from domain.working_days import WorkingDays

__all__ = ["Days", "days_of", "slot_of"]

_FRIDAY = timedelta(days=4)


def monday_of(problem: Problem, week: int) -> date:
    """The Monday of a week of the year."""
    return problem.first_monday + timedelta(weeks=week)


@dataclass(frozen=True, slots=True)
class Days:
    """What a place in a plan comes to in days.

    Attributes:
        inspection: which inspection.
        announce_on: the day on which it is announced.
        fieldwork_from: the first day of fieldwork.
        fieldwork_to: the last day of fieldwork.
        panel: the panel's meeting that it goes to; None where it has no report.
        panel_week: the Monday of the week in which that meets.
        draft_by: the last day on which the draft can go to the provider; None where it has no report, or where nobody
            can say, as the kind is not known here.
        accuracy_by: the last day for points of factual accuracy; None as for the draft.
        publish_on: the day on which its report is published.
    """

    inspection: str
    announce_on: date
    fieldwork_from: date
    fieldwork_to: date
    panel: str | None
    panel_week: date | None
    draft_by: date | None
    accuracy_by: date | None
    publish_on: date | None


def days_of(problem: Problem, placement: Placement, protocol: Protocol | None, calendar: WorkingDays) -> Days:
    """The days of one inspection.

    Fieldwork is from the first to the last working day of its weeks. It is announced early enough for the notice that
    the planner gives, in weeks, and for that of its kind, in working days. A report is published on the first working
    day of its week; copies under embargo go out as long before as its kind has it, points of factual accuracy are in
    the working day before that, and the draft is out early enough for them.

    Args:
        problem: the year.
        placement: its place in a plan of it.
        protocol: its kind; None where this installation does not know it.
        calendar: the working days.

    Raises:
        Refused: ``calendar-exhausted``.
    """
    planned = next(each for each in problem.inspections if each.id == placement.inspection)
    kind = next(each for each in problem.kinds if each.id == planned.kind)
    panels = {each.id: each.week for each in problem.panels}
    begins = monday_of(problem, placement.start)
    first = calendar.after(begins, 0)
    last = max(first, calendar.before(begins + timedelta(weeks=planned.length - 1) + _FRIDAY, 0))
    by_weeks = calendar.before(begins - timedelta(weeks=kind.notice), 0)
    notice = protocol.days("notice") if protocol else 0
    published = None
    if placement.publication is not None:
        published = calendar.after(monday_of(problem, placement.publication), 0)
    draft, accuracy = _before_publication(published, protocol, calendar)
    return Days(
        inspection=planned.id,
        announce_on=min(by_weeks, calendar.before(first, max(1, notice))),
        fieldwork_from=first,
        fieldwork_to=last,
        panel=placement.panel,
        panel_week=monday_of(problem, panels[placement.panel]) if placement.panel is not None else None,
        draft_by=draft,
        accuracy_by=accuracy,
        publish_on=published,
    )


def _before_publication(
    published: date | None, protocol: Protocol | None, calendar: WorkingDays
) -> tuple[date | None, date | None]:
    if published is None or protocol is None or "factual-accuracy" not in protocol.periods:
        return None, None
    embargo = protocol.days("embargo") if "embargo" in protocol.periods else 0
    accuracy = calendar.before(published, embargo + 1)
    return calendar.before(accuracy, protocol.days("factual-accuracy")), accuracy


def slot_of(problem: Problem, placement: Placement, protocol: Protocol, calendar: WorkingDays) -> Slot:
    """One inspection as it comes onto the record: its days, with whom and what it inspects, and its team.

    Args:
        problem: the year.
        placement: its place in a plan of it.
        protocol: its kind.
        calendar: the working days.

    Raises:
        Refused: ``calendar-exhausted``.
        ValidationError: a code in the plan is none under which things stand on the record.
    """
    days = days_of(problem, placement, protocol, calendar)
    planned = next(each for each in problem.inspections if each.id == placement.inspection)
    areas = {each.id: each.area for each in problem.providers}
    return Slot(
        inspection=days.inspection,
        protocol=protocol.id,
        providers=planned.providers,
        area=areas.get(planned.providers[0]) if protocol.whom == "area" else None,
        team=placement.team,
        announce_on=days.announce_on,
        fieldwork_from=days.fieldwork_from,
        fieldwork_to=days.fieldwork_to,
        panel=days.panel,
        panel_week=days.panel_week,
        publish_on=days.publish_on,
    )
