"""What other programmes have of people and panels: nobody works in two places at once, whatever programme has them.

The last weeks of one year are those in which the next begins, and a programme may run beside another. What is published
counts, and what has started, as it runs; what is only put forward holds nobody.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from domain.inspections.state import Inspection
from domain.programme.problem import Booking, Name, Panel, Person, Problem
from domain.programme.problem import Role as Post
from domain.programme.publishing import panel_room
from domain.programme.weeks import Span, week_of
from domain.programme.year.plan_commands import AcceptPlan, ProposePlan, PublishProgramme, ReplanProgramme
from domain.programme.year.published.started import as_it_runs
from domain.programme.year.state import Programme
from domain.programme.year.terms import Slot
from domain.refusals import Refusal

__all__ = ["Engaged", "booked_elsewhere", "elsewhere_in", "refused_elsewhere", "slots_elsewhere"]

_WHAT = "another programme: "
"""How what somebody is booked for there begins, so that it is known again when tables are filled anew."""
_MOST = 60
_SUNDAY = timedelta(days=6)


@dataclass(frozen=True, slots=True)
class Engaged:
    """Somebody's work on one inspection of another programme.

    Attributes:
        person: who.
        programme: the programme.
        inspection: the inspection.
        first: the Monday of the first week of it.
        last: the Sunday of the last.
    """

    person: str
    programme: str
    inspection: str
    first: date
    last: date


def elsewhere_in(
    others: Iterable[Programme],
    inspections: Mapping[str, Inspection],
    tables: Mapping[str, Problem] | None = None,
) -> tuple[tuple[Engaged, ...], tuple[Slot, ...]]:
    """Who works on what in other programmes, and the places of these inspections.

    Args:
        others: the other programmes.
        inspections: every inspection that was announced, by reference.
        tables: for programmes by their codes, what their plans are plans of. They say how long people prepare and
            write; where they are not known, the weeks of fieldwork alone are.
    """
    engaged, slots = [], []
    for state in others:
        code = state.known.programme
        needs = _needs((tables or {}).get(code))
        for slot in _standing(state, inspections):
            slots.append(slot)
            for member in slot.team:
                before, after = needs.get((slot.protocol, member.role), (0, 0))
                first, last = _weeks(slot, before, after)
                engaged.append(Engaged(member.person, code, slot.inspection, first, last))
    return tuple(engaged), tuple(slots)


def _needs(tables: Problem | None) -> Mapping[tuple[str, Post], tuple[int, int]]:
    kinds = tables.kinds if tables is not None else ()
    return {(kind.id, need.role): (need.before, need.after) for kind in kinds for need in kind.needs}


def _standing(state: Programme, inspections: Mapping[str, Inspection]) -> Iterator[Slot]:
    """What is published of a programme, as it runs; of one that was withdrawn, what had started."""
    for slot in state.last.slots if state.last else ():
        started = slot.inspection in state.started
        inspection = inspections.get(slot.inspection) if started else None
        if inspection is not None:
            if not inspection.cancelled:
                yield as_it_runs(slot, inspection)
        elif state.plan is not None or started:
            yield slot


def _weeks(slot: Slot, before: int, after: int) -> tuple[date, date]:
    first, last = slot.fieldwork_from, slot.fieldwork_to
    monday = first - timedelta(days=first.weekday(), weeks=before)
    return monday, last - timedelta(days=last.weekday()) + _SUNDAY + timedelta(weeks=after)


def booked_elsewhere(person: Person, engaged: Iterable[Engaged], problem: Problem) -> tuple[Booking, ...]:
    """What somebody is booked for, with their work for other programmes as it is now in the weeks of a year.

    Args:
        person: who.
        engaged: everybody's work elsewhere.
        problem: the tables of the year.
    """
    found = [each for each in person.bookings if not each.what.startswith(_WHAT)]
    for each in engaged:
        first, last = (week_of(problem.first_monday, day) for day in (each.first, each.last))
        if each.person == person.id and last >= -_MOST and first <= problem.last_week:
            what = f"{_WHAT}{each.inspection} ({each.programme})"
            found.append(Booking(weeks=Span(first=first, last=last), what=what))
    return tuple(found)


def slots_elsewhere(panel: Panel, slots: Iterable[Slot], problem: Problem) -> Panel:
    """A panel with as many of its slots taken as inspections of other programmes go to that meeting.

    Args:
        panel: the panel, of the year's tables.
        slots: the inspections of other programmes.
        problem: the tables of the year.
    """
    monday = _monday(problem, panel.week)
    return panel.with_(taken=sum((each.panel, each.panel_week) == (panel.id, monday) for each in slots))


def _monday(problem: Problem, week: int) -> date:
    return problem.first_monday + timedelta(weeks=week)


def refused_elsewhere(
    command: ProposePlan | ReplanProgramme | AcceptPlan | PublishProgramme,
    state: Programme,
    others: Iterable[Programme],
    inspections: Mapping[str, Inspection],
) -> Refusal | None:
    """Why a plan cannot count, as another programme has its people or its panels; None if none has.

    What has started goes by its own rules. How long people prepare and write stands in the tables alone: of the plan's
    own people it counts where its tables come with it.

    Args:
        command: the command.
        state: the programme.
        others: the other programmes.
        inspections: every inspection that was announced, by reference.
    """
    engaged, slots = elsewhere_in(others, inspections)
    theirs: dict[str, list[Engaged]] = defaultdict(list)
    for each in engaged:
        theirs[each.person].append(each)
    for person, inspection, first, last in _own(command, state):
        for each in theirs[person] if inspection not in state.started else ():
            if each.inspection != inspection and each.first <= last and first <= each.last:
                said = f"{person}, planned for {inspection} from {first} to {last}, works on {each.inspection} of the"
                until = f"programme {each.programme} from {each.first} to {each.last} (H4)"
                return Refusal(
                    "engaged-elsewhere", f"{said} {until}; fill the tables from the record and plan anew."
                )
    return _full(_going(command, state), slots)


def _own(
    command: ProposePlan | ReplanProgramme | AcceptPlan | PublishProgramme, state: Programme
) -> Iterator[tuple[str, str, date, date]]:
    if isinstance(command, AcceptPlan | PublishProgramme):
        content = state.plans.get(command.plan)
        for slot in content.slots if content is not None else ():
            for member in slot.team:
                yield member.person, slot.inspection, *_weeks(slot, 0, 0)
        return
    problem, needs = command.problem, _needs(command.problem)
    known = {each.id: each for each in problem.inspections}
    for place in command.plan.placements:
        inspection = known.get(place.inspection)
        for member in place.team if inspection is not None else ():
            assert inspection is not None
            before, after = needs.get((inspection.kind, member.role), (0, 0))
            first = _monday(problem, place.start - before)
            last = _monday(problem, place.start + inspection.length - 1 + after) + _SUNDAY
            yield member.person, place.inspection, first, last


@dataclass(frozen=True, slots=True)
class _Going:
    """The inspections of a plan that go to a meeting of the panel.

    Attributes:
        panel: the meeting.
        monday: of the week in which it meets.
        slots: how many inspections it can consider, all programmes together.
        number: how many of the plan go to it.
    """

    panel: Name
    monday: date
    slots: int
    number: int


def _going(
    command: ProposePlan | ReplanProgramme | AcceptPlan | PublishProgramme, state: Programme
) -> Iterator[_Going]:
    """Where inspections of a plan go that have not started: what has keeps the slot that it has."""
    if isinstance(command, AcceptPlan | PublishProgramme):
        content = state.plans.get(command.plan)
        going = {each.inspection: each.panel for each in content.slots} if content is not None else {}
        mondays = {each.panel: each.panel_week for each in content.slots} if content is not None else {}
        known = [(each.panel, mondays[each.panel], each.slots) for each in content.panels] if content else []
    else:
        going = {each.inspection: each.panel for each in command.plan.placements}
        known = [
            (each.id, _monday(command.problem, each.week), each.slots) for each in command.problem.panels
        ]
    number = Counter(going.values())
    to_start = {panel for inspection, panel in going.items() if inspection not in state.started}
    for panel, monday, slots in known:
        if panel in to_start and monday is not None:
            yield _Going(panel, monday, slots, number[panel])


def _full(going: Iterable[_Going], others: Iterable[Slot]) -> Refusal | None:
    taken = Counter((each.panel, each.panel_week) for each in others)
    for each in going:
        theirs = taken[each.panel, each.monday]
        if theirs and each.number + theirs > each.slots:
            room = panel_room(Panel(id=each.panel, week=0, slots=each.slots, taken=theirs))
            said = f"{each.panel} has {room}, and this plan {each.number} (H8)"
            return Refusal("panel-full", f"{said}; fill the tables from the record and plan anew.")
    return None
