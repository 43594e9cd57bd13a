"""Whether a plan may come onto the record: it keeps every hard rule, and it is a plan of what is on the record."""

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from datetime import date

from domain.dated_rules.library import Library
from domain.given import Given
from domain.inspections.kinds.protocol import Protocol
from domain.inspections.state import Inspection
from domain.people.roll import ROLL_STREAM, Roll
from domain.people.staff.state import Staff
from domain.programme.checker.checker import Verdict, check
from domain.programme.fault import place_words
from domain.programme.faults import faults
from domain.programme.plan import Placement, Plan
from domain.programme.problem import Pin, Problem
from domain.programme.weeks import spoken
from domain.programme.year.choice.taken_out import Planned, barred
from domain.programme.year.plan_commands import ProposePlan, ReplanProgramme
from domain.programme.year.plans.days import slot_of
from domain.programme.year.published.started import given_up, running_seen, running_streams, settled
from domain.programme.year.state import Programme
from domain.programme.year.terms import Found, PanelSlots, PlanContent, Slot
from domain.providers.provider import Provider
from domain.refusals import Refusal
from domain.streams import provider_stream, staff_stream

__all__ = ["UNFIT", "content_of", "days_past", "looked_at", "panel_slots", "pins_not_kept", "removed"]

UNFIT = (
    "bad-programme",
    "plan-broken",
    "pin-left-out",
    "other-year",
    "bad-code",
    "unknown-protocol",
    "unknown-provider",
    "provider-gone",
    "not-on-staff",
    "lead-missing",
    "lots-not-drawn",
    "service-left-out",
    "service-removed",
    "pins-differ",
    "days-past",
    "calendar-exhausted",
)
"""The codes under which a plan is not taken."""

_REFERENCE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z")
_STAFF = re.compile(r"(os-[0-9]{1,10}|[0-9a-f]{32})\Z")

_Order = ProposePlan | ReplanProgramme


def looked_at(state: Programme, command: _Order) -> tuple[str, ...]:
    """The streams that tell whether a plan is one of what is on the record: the roll, providers, people, what runs."""
    placed = _placed(command.plan)
    providers = (each for one in command.problem.inspections if one.id in placed for each in one.providers)
    people = (member.person for each in command.plan.placements for member in each.team)
    named = (*(provider_stream(each) for each in providers), *(staff_stream(each) for each in people))
    return (ROLL_STREAM, *(each for each in dict.fromkeys((*named, *running_streams(state)))))


def _placed(plan: Plan) -> Mapping[str, Placement]:
    return {each.inspection: each for each in plan.placements}


def content_of(state: Programme, command: _Order, given: Given, before: Plan | None) -> PlanContent | Refusal:
    """The plan as it comes onto the record, or why it does not.

    Args:
        state: the programme.
        command: the plan, with what it is a plan of.
        given: the circumstances, with the streams of :func:`looked_at`.
        before: the plan that it replaces.

    Raises:
        Refused: ``calendar-exhausted``.
    """
    for fault in faults(command.problem):
        return Refusal("bad-programme", f"{place_words(fault.place)}: {fault.sentence}.")
    verdict = check(command.problem, command.plan, before)
    if verdict.violations:
        return Refusal("plan-broken", f"The plan breaks a rule: {verdict.violations[0]}.")
    if verdict.pinned_unplaced:
        return Refusal("pin-left-out", f"The plan breaks a rule: {verdict.pinned_unplaced[0]}.")
    for refusal in _unfit(state, command, given):
        return refusal
    protocols = {}
    for each in command.problem.inspections:
        found = given.library.protocol(each.kind)
        if found is None and each.id in _placed(command.plan):
            return Refusal(
                "unknown-protocol", f"{each.id}: there is no kind of inspection called {each.kind}."
            )
        if found is not None:
            protocols[each.id] = found
    running = running_seen(state, given)
    slots = tuple(
        _slot(state, command.problem, each, protocols[each.inspection], given, running.get(each.inspection))
        for each in command.plan.placements
    )
    for refusal in days_past(state, slots, given.today):
        return refusal
    return PlanContent(
        digest=command.plan.digest,
        plan=command.plan,
        document=command.document,
        slots=slots,
        found=_found(verdict),
        panels=panel_slots(command.problem, command.plan),
    )


def panel_slots(problem: Problem, plan: Plan) -> tuple[PanelSlots, ...]:
    """The slots of the meetings to which a plan's inspections go, by the tables.

    Args:
        problem: the tables.
        plan: the plan.
    """
    used = {each.panel for each in plan.placements}
    return tuple(PanelSlots(panel=each.id, slots=each.slots) for each in problem.panels if each.id in used)


def _slot(
    state: Programme,
    problem: Problem,
    placement: Placement,
    protocol: Protocol,
    given: Given,
    running: Inspection | None,
) -> Slot:
    slot = slot_of(problem, placement, protocol, given.calendar)
    if running is None or running.announced is None:
        return slot
    before = state.last.slot(placement.inspection) if state.last else None
    return settled(slot, placement, before, running, problem)


def days_past(state: Programme, slots: Iterable[Slot], today: date) -> Iterator[Refusal]:
    """What has not started, and could not start any more on the days that a plan has for it.

    Where the published plan has the same days, notice may still be given after what kept it from being given is put
    right, as far as fieldwork is ahead.

    Args:
        state: the programme.
        slots: the inspections, as they are planned.
        today: the day it is.
    """
    for slot in slots:
        if slot.inspection in state.started:
            continue
        if slot.fieldwork_from <= today:
            said = (
                f"{slot.inspection} has not started, and its fieldwork would begin on {slot.fieldwork_from}"
            )
            yield Refusal(
                "days-past", f"{said}, which is not ahead; fill the tables from the record and plan anew."
            )
        before = state.last.slot(slot.inspection) if state.last else None
        stood = before is not None and before.announce_on == slot.announce_on
        if slot.announce_on < today and not stood:
            said = f"{slot.inspection} would have to be announced on {slot.announce_on}, and that day is past"
            yield Refusal(
                "days-past", f"{said}; fill the tables from the record and plan anew, or start it later."
            )


def _found(verdict: Verdict) -> Found:
    return Found(
        cost=verdict.cost,
        terms=tuple((term, points) for term, points in verdict.terms.items() if points),
        unplaced=verdict.unplaced,
        mandatory_unplaced=verdict.mandatory_unplaced,
    )


def _unfit(state: Programme, command: _Order, given: Given) -> Iterator[Refusal]:
    problem = command.problem
    if problem.first_monday != state.known.first_monday:
        yield Refusal(
            "other-year",
            f"Its weeks are counted from {problem.first_monday}; the programme's, from {state.known.first_monday}.",
        )
    yield from _codes(command)
    yield from _selected(state, problem, given.library)
    yield from _pins(state, problem, given_up(running_seen(state, given)))
    yield from _providers(command, given)
    yield from _people(state, command.plan, given)


def _codes(command: _Order) -> Iterator[Refusal]:
    """Inspections, providers and people go by codes under which they can stand on the record."""
    for each in command.problem.inspections:
        for code in (each.id, *each.providers):
            if _REFERENCE.match(code) is None:
                said = "is no code of small letters, digits and hyphens, under which it could be recorded"
                yield Refusal("bad-code", f"{code} {said}.")
    for placement in command.plan.placements:
        for member in placement.team:
            if _STAFF.match(member.person) is None:
                yield Refusal("bad-code", f"{member.person} is no id of somebody on the staff, like os-1001.")


def _selected(state: Programme, problem: Problem, library: Library) -> Iterator[Refusal]:
    """What was selected is in it, placed or said to have no place; what was taken out is not."""
    inspected = {each for one in problem.inspections for each in one.providers}
    for code, choice in sorted(state.selections.items()):
        if choice.to_be_drawn:
            yield Refusal("lots-not-drawn", f"The lots of {code} have not been drawn yet.")
        for service in choice.selected:
            if service not in inspected:
                said = f"{service} was selected by {code}, and the tables have no inspection of it"
                yield Refusal("service-left-out", f"{said}; it leaves by a decision alone.")
    yield from removed(state, Planned.of_tables(problem), library)


def removed(state: Programme, planned: Iterable[Planned], library: Library) -> Iterator[Refusal]:
    """The inspections for which services were selected that no selection holds any more.

    Args:
        state: the programme.
        planned: the inspections of the year.
        library: the dated rules.
    """
    for each in barred(state, planned, library):
        said = f"{each.service}, which {each.inspection} inspects, was taken out of what {each.rule} selects"
        yield Refusal("service-removed", f"{said}, and nothing else selects it.")


def _pins(state: Programme, problem: Problem, gone: Set[str]) -> Iterator[Refusal]:
    """What is fixed on the record is fixed in the tables, and nothing else: every pin has its author and its reason."""
    recorded = {_fixed(pin): number for number, pin in state.pins.items()}
    given = {_fixed(pin): pin for pin in problem.pins}
    for fixed, number in recorded.items():
        if fixed not in given and fixed[0] not in gone:
            yield Refusal("pins-differ", f"Pin {number}, of {fixed[0]}, is not in the tables.")
    for fixed, pin in given.items():
        # What has started stays where it is; a planner's tool says so by a pin, which needs no decision.
        if fixed not in recorded and pin.inspection not in state.started:
            said = f"The tables fix something of {pin.inspection} that is not fixed on the record"
            yield Refusal("pins-differ", f"{said}; set that pin first.")


def pins_not_kept(state: Programme, content: PlanContent, gone: Set[str]) -> Iterator[Refusal]:
    """What is fixed on the record, and otherwise in a plan that was put forward before it was fixed.

    Args:
        state: the programme.
        content: the plan.
        gone: what was given up, of which nothing is kept.
    """
    placed = _placed(content.plan)
    for number, pin in sorted(state.pins.items()):
        place = placed.get(pin.inspection)
        if pin.inspection in gone or (place is not None and _keeps(place, pin)):
            continue
        first = state.known.first_monday
        has = "has no place for it" if place is None else f"has it otherwise: {_otherwise(place, pin, first)}"
        fixed = (
            spoken(first, pin.start) if pin.start is not None else pin.panel or f"{pin.person} as {pin.role}"
        )
        said = f"Pin {number} fixes {pin.inspection} ({fixed}), and this plan {has}"
        yield Refusal("pin-not-kept", f"{said}; lift the pin, or plan anew.")


def _keeps(place: Placement, pin: Pin) -> bool:
    if pin.start is not None:
        return place.start == pin.start
    if pin.panel is not None:
        return place.panel == pin.panel
    return any((each.person, each.role) == (pin.person, pin.role) for each in place.team)


def _otherwise(place: Placement, pin: Pin, first_monday: date) -> str:
    if pin.start is not None:
        return spoken(first_monday, place.start)
    return (place.panel or "no panel") if pin.panel is not None else place.spoken_team


def _fixed(pin: Pin) -> tuple[object, ...]:
    return pin.inspection, pin.start, pin.person, pin.role, pin.panel


def _providers(command: _Order, given: Given) -> Iterator[Refusal]:
    placed = _placed(command.plan)
    for inspection in command.problem.inspections:
        for code in inspection.providers if inspection.id in placed else ():
            found: Provider = given.seen[provider_stream(code)]
            if found.registered is None:
                yield Refusal("unknown-provider", f"There is no provider {code}; register it first.")
            elif found.gone:
                yield Refusal("provider-gone", f"The provider {code} is no more: {found.gone}.")


def _people(state: Programme, plan: Plan, given: Given) -> Iterator[Refusal]:
    """Everybody on a team is on the staff record, where there is one; every team has a lead.

    Somebody may leave after the inspection has started, and the plan still tells who was on its team.
    """
    roll: Roll = given.seen[ROLL_STREAM]
    for placement in plan.placements:
        if not any(each.role == "lead" for each in placement.team):
            said = f"{placement.inspection} has no lead, and cannot be announced without one"
            yield Refusal("lead-missing", f"{said}.")
        for member in placement.team if roll.begun and placement.inspection not in state.started else ():
            staff: Staff = given.seen[staff_stream(member.person)]
            if not staff.here:
                yield Refusal(
                    "not-on-staff",
                    f"{member.person}, on the team of {placement.inspection}, is not on the staff record.",
                )
