"""What has started, as its own record has it: the days of its fieldwork, who carries it out, whether it was given up.

A running inspection changes by decisions of its own: its fieldwork is moved, another leads it, its team is settled
otherwise, it is cancelled. The plan of the year is not asked then; here it is told.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from domain.given import Given
from domain.inspections.state import Inspection
from domain.programme.changes import LEADS, STANDS
from domain.programme.plan import Member, Placement, Plan
from domain.programme.problem import Need, Pin, Problem
from domain.programme.publishing import publication_week
from domain.programme.roles import in_role
from domain.programme.weeks import week_of
from domain.programme.year.state import Programme
from domain.programme.year.terms import Slot
from domain.streams import inspection_stream

__all__ = [
    "as_it_runs",
    "given_up",
    "pins_of",
    "plan_as_it_runs",
    "running_in",
    "running_seen",
    "running_streams",
    "settled",
    "tables_as_they_run",
]

_LONGEST = 26
"""Weeks of fieldwork that the tables can have."""

Running = Mapping[str, Inspection]
"""The inspections of a programme that have started, by their codes, as their own streams have them."""


def running_streams(state: Programme) -> tuple[str, ...]:
    """The streams of all that has started."""
    return tuple(inspection_stream(each) for each in state.started)


def running_seen(state: Programme, given: Given) -> Running:
    """What has started, where the streams of :func:`running_streams` were looked at."""
    return {each: given.seen[inspection_stream(each)] for each in state.started}


def running_in(state: Programme, inspections: Running) -> Running:
    """What has started, among all inspections on the record."""
    return {each: inspections[each] for each in state.started if each in inspections}


def given_up(running: Running) -> frozenset[str]:
    """What has started and was cancelled: it needs no team, no panel and no week any more."""
    return frozenset(code for code, each in running.items() if each.cancelled)


def as_it_runs(slot: Slot, inspection: Inspection) -> Slot:
    """A place in the programme with the days and the team that the inspection itself has.

    Args:
        slot: the place as it was planned.
        inspection: the inspection, announced.
    """
    first, last = inspection.fieldwork
    return slot.with_(
        announce_on=inspection.known.announced_on,
        fieldwork_from=first,
        fieldwork_to=last,
        team=_team(slot.team, inspection),
    )


def settled(
    slot: Slot, placement: Placement, before: Slot | None, inspection: Inspection, year: Problem
) -> Slot:
    """The place that another plan gives to what has started, with all that the plan does not mean to change.

    It has been announced on its day. In the weeks in which its fieldwork is, the days stay; fieldwork that has begun is
    where it is, wherever the plan has it. A team that the plan has as the one before had it stays as it was settled
    since.

    Args:
        slot: the place, by the plan alone.
        placement: the same in weeks.
        before: its place in the plan before.
        inspection: the inspection, announced.
        year: the tables of the plan.
    """
    slot = slot.with_(announce_on=inspection.known.announced_on)
    length = next(each.length for each in year.inspections if each.id == slot.inspection)
    stays = (placement.start, length) == (_start(year, inspection), _length(inspection))
    if stays or inspection.begun_on is not None:
        first, last = inspection.fieldwork
        slot = slot.with_(fieldwork_from=first, fieldwork_to=last)
    if before is not None and slot.team == before.team:
        slot = slot.with_(team=_team(slot.team, inspection))
    return slot


def tables_as_they_run(problem: Problem, running: Running) -> Problem:
    """The tables of a year without what was given up, and with the weeks of fieldwork that there are in truth.

    Args:
        problem: the tables.
        running: what has started.
    """
    gone = given_up(running)
    return problem.with_(
        inspections=tuple(
            each.with_(length=_length(running[each.id])) if each.id in running else each
            for each in problem.inspections
            if each.id not in gone
        ),
        apart=tuple(each for each in problem.apart if gone.isdisjoint((each.first, each.second))),
        pins=tuple(each for each in problem.pins if each.inspection not in gone),
    )


def plan_as_it_runs(problem: Problem, plan: Plan, running: Running) -> Plan:
    """A plan with what has started where it is, and with whom; what was given up has no place in it.

    Args:
        problem: the tables, as :func:`tables_as_they_run` gives them.
        plan: the plan as it was made.
        running: what has started.
    """
    gone = given_up(running)
    placements = []
    for each in plan.placements:
        inspection = running.get(each.inspection)
        if each.inspection in gone:
            continue
        if inspection is not None:
            each = each.with_(team=_team(each.team, inspection))
            if (start := _start(problem, inspection)) != each.start:
                each = each.with_(start=start)
                each = each.with_(publication=publication_week(problem, each))
        placements.append(each)
    return plan.with_(problem=problem.digest, placements=tuple(placements))


def pins_of(problem: Problem, state: Programme, running: Running) -> Iterator[Pin]:
    """What holds that which has started: its week, whoever leads it, and a team that was settled by hand.

    The week and the team give way to what happens; who leads it is changed by a decision about that alone.

    Args:
        problem: the tables, as :func:`tables_as_they_run` gives them, with people as the record has them.
        state: the programme.
        running: what has started.
    """
    fixed = {(each.inspection, each.start, each.person, each.role) for each in state.pins.values()}
    slots = {each.inspection: each for each in state.last.slots} if state.last else {}
    there = {each.id for each in problem.inspections} - given_up(running)
    for code, inspection in running.items():
        if code not in there:
            continue
        lead = inspection.known.lead
        found = [
            Pin(inspection=code, start=_start(problem, inspection), by=STANDS, why="it has started"),
            Pin(inspection=code, person=lead, role="lead", by=LEADS, why="they lead it"),
        ]
        slot = slots.get(code) or state.started[code].slot
        found += [
            Pin(inspection=code, person=each.person, role=each.role, by=STANDS, why="they are on its team")
            for each in _settled_by_hand(problem, slot, inspection)
        ]
        for pin in found:
            if (pin.inspection, pin.start, pin.person, pin.role) not in fixed:
                yield pin


def _settled_by_hand(problem: Problem, slot: Slot, inspection: Inspection) -> tuple[Member, ...]:
    """A team besides its lead that is another than planned, where the tables have it so; else nobody."""
    team = _team(slot.team, inspection)
    others = tuple(each for each in team if each.person != inspection.known.lead)
    if {each.person for each in others} <= {each.person for each in slot.team if each.person != slot.lead}:
        return ()
    one = next(each for each in problem.inspections if each.id == slot.inspection)
    needs = {need.role: need for kind in problem.kinds if kind.id == one.kind for need in kind.needs}
    start, length = _start(problem, inspection), one.length
    for role in {each.role for each in others}:
        if role not in needs or sum(each.role == role for each in others) > needs[role].number:
            return ()
    if all(_can(problem, each, needs[each.role], start, length) for each in others):
        return others
    return ()


def _can(problem: Problem, member: Member, need: Need, start: int, length: int) -> bool:
    person = next((each for each in problem.staff if each.id == member.person), None)
    if person is None or need.role not in person.roles or not set(need.skills) <= set(person.skills):
        return False
    if not in_role(person, need.role, start, start + length - 1):
        return False
    away = (*person.leave, *(each.weeks for each in person.bookings))
    return not any(each.touches(start - need.before, start + length - 1 + need.after) for each in away)


def _team(planned: tuple[Member, ...], inspection: Inspection) -> tuple[Member, ...]:
    """Who carries it out: as planned, where the same people do; in one inspection there is one lead."""
    lead = inspection.known.lead
    roles = {each.person: each.role for each in planned}
    leads = [each.person for each in planned if each.role == "lead"]
    others = [each for each in inspection.team if each.person != lead]
    if lead in leads and (not others or {each.person for each in others} == set(roles) - {lead}):
        return planned
    if not others:
        kept = (each for each in planned if each.person != lead and each.person != leads[0])
    else:
        kept = (Member(person=each.person, role=each.role) for each in others)
    team = (Member(person=lead, role="lead"), *kept)
    return tuple(sorted(team, key=lambda each: (each.role, each.person)))


def _monday(day: date) -> int:
    return day.toordinal() - day.weekday()


def _length(inspection: Inspection) -> int:
    first, last = inspection.fieldwork
    return min(_LONGEST, (_monday(last) - _monday(first)) // 7 + 1)


def _start(problem: Problem, inspection: Inspection) -> int:
    """The week in which its fieldwork starts; what was moved out of the year stands at the end of it."""
    week = week_of(problem.first_monday, inspection.fieldwork[0])
    return max(0, min(problem.weeks - 1, week))
