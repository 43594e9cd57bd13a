"""Pins that cannot be kept: because they contradict each other, or because of what the tables say besides.

A person, a start and a panel may be fixed by different people on different days; each is told of the other.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from domain.programme.fault import Fault
from domain.programme.problem import Inspection, Kind, Need, Person, Pin, Problem
from domain.programme.publishing import panel_room
from domain.programme.roles import in_role
from domain.programme.weeks import Span, clear_weeks, distance, spoken_spans
from domain.text import counted

__all__ = ["contradictions", "hindered"]

Fixed = tuple[int, Pin]
"""A pin with its place in the problem."""


def contradictions(problem: Problem) -> Iterator[Fault]:
    """Pins of one inspection that cannot be kept together, and starts that are not in the year."""
    pins = _Pins(problem)
    yield from _starts_outside(problem)
    yield from _two_of_one_thing(problem)
    yield from _too_many(pins)
    yield from _panels_out_of_reach(pins)


def hindered(problem: Problem) -> Iterator[Fault]:
    """Pins of several inspections that leave one of them without a place, and pins that the tables leave no room for.

    A plan can be made with them: what has been announced is pinned where it stands, and others must go round it.
    """
    pins = _Pins(problem)
    yield from _in_two_places(pins)
    yield from _leading_twice(pins)
    yield from _too_near(pins)
    yield from _unable(pins)
    yield from _out_of_role(pins)
    yield from _away(pins)
    yield from _closed_starts(pins)
    yield from _full_panels(pins)


@dataclass(frozen=True, slots=True)
class _Work:
    """What somebody does on one inspection whose start is fixed too."""

    at: int
    pin: Pin
    weeks: Span


class _Pins:
    """The pins of what is there, by what they fix."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.inspections: Mapping[str, Inspection] = {each.id: each for each in problem.inspections}
        self.kinds: Mapping[str, Kind] = {each.id: each for each in problem.kinds}
        self.staff: Mapping[str, Person] = {each.id: each for each in problem.staff}
        self.starts: dict[str, Fixed] = {}
        self.panels: dict[str, Fixed] = {}
        self.people: list[Fixed] = []
        for at, pin in enumerate(problem.pins):
            inspection = self.inspections.get(pin.inspection)
            if inspection is None or inspection.kind not in self.kinds:
                continue  # that is said already
            if pin.start is not None:
                self.starts.setdefault(pin.inspection, (at, pin))
            elif pin.panel is not None:
                self.panels.setdefault(pin.inspection, (at, pin))
            else:
                self.people.append((at, pin))

    def stands(self, code: str) -> bool:
        """Whether an inspection has been announced, and its start is fixed."""
        return code in self.starts and self.inspections[code].announced

    def fieldwork(self, code: str) -> Span | None:
        """The weeks of fieldwork of an inspection whose start is fixed."""
        start = self.starts[code][1].start if code in self.starts else None
        return None if start is None else Span.on_end(start, self.inspections[code].length)

    def need(self, pin: Pin) -> Need | None:
        """What the kind of its inspection asks for in the role of a pinned person."""
        kind = self.kinds[self.inspections[pin.inspection].kind]
        return next((each for each in kind.needs if each.role == pin.role), None)

    def work(self) -> Iterator[tuple[str, _Work]]:
        """Everybody who is fixed on something whose start is fixed, with the weeks in which they work on it."""
        for at, pin in self.people:
            need, fieldwork = self.need(pin), self.fieldwork(pin.inspection)
            if need is not None and fieldwork is not None and pin.person is not None:
                length = need.before + self.inspections[pin.inspection].length + need.after
                yield pin.person, _Work(at, pin, Span.on_end(fieldwork.first - need.before, length))


def _starts_outside(problem: Problem) -> Iterator[Fault]:
    for at, pin in enumerate(problem.pins):
        if pin.start is not None and not 0 <= pin.start < problem.weeks:
            said = f"{pin.by} has fixed a start in week {pin.start} of {pin.inspection}"
            yield Fault(("pins", at, "start"), f"{said}; the year has the weeks 0 to {problem.weeks - 1}")


def _against(pin: Pin, before: Fixed) -> str:
    return f"{pin.by} contradicts {before[1].by} (pins[{before[0]}])"


def _two_of_one_thing(problem: Problem) -> Iterator[Fault]:
    seen: dict[tuple[str, str], int] = {}
    for at, pin in enumerate(problem.pins):
        fixed = "start" if pin.start is not None else "panel" if pin.panel is not None else f"{pin.person}"
        other = seen.setdefault((pin.inspection, fixed), at)
        before = problem.pins[other]
        if other != at and (before.start, before.panel, before.role) != (pin.start, pin.panel, pin.role):
            said = f"{_against(pin, (other, before))} about {pin.inspection}"
            yield Fault(("pins", at), f"{said}: {_fixed(before)}, {_fixed(pin)}")


def _fixed(pin: Pin) -> str:
    if pin.start is not None:
        return f"a start in week {pin.start}"
    return f"the panel {pin.panel}" if pin.panel is not None else f"{pin.person} as {pin.role}"


def _too_many(pins: _Pins) -> Iterator[Fault]:
    """H2: more people in a role than the team has."""
    so_far: dict[tuple[str, str | None], dict[str | None, Fixed]] = defaultdict(dict)
    for at, pin in pins.people:
        need, here = pins.need(pin), so_far[pin.inspection, pin.role]
        here.setdefault(pin.person, (at, pin))
        if need is None:
            said = f"{pin.by} has fixed {_fixed(pin)} of {pin.inspection}, whose team has nobody in that role"
            yield Fault(("pins", at, "role"), said)
        elif here[pin.person][0] == at and len(here) > need.number:
            first = next(iter(here.values()))
            said = f"{_against(pin, first)} about {pin.inspection}: {', '.join(map(str, here))} as {pin.role}"
            yield Fault(("pins", at), f"{said}, and it takes {need.number}")


def _panels_out_of_reach(pins: _Pins) -> Iterator[Fault]:
    """H8: a panel that meets too soon or too late after the fieldwork that is fixed too."""
    rules, weeks = pins.problem.reporting, {each.id: each.week for each in pins.problem.panels}
    for code, (at, pin) in pins.panels.items():
        fieldwork = pins.fieldwork(code)
        if fieldwork is None or pin.panel not in weeks:
            continue
        wait = weeks[pin.panel] - fieldwork.last
        latest = max(wait, rules.latest_panel) if pins.stands(code) else rules.latest_panel
        if not rules.earliest_panel <= wait <= latest:
            said = f"{_against(pin, pins.starts[code])} about {code}: {pin.panel} meets in week {weeks[pin.panel]}"
            after = f"{rules.earliest_panel} to {rules.latest_panel} weeks after its fieldwork"
            yield Fault(("pins", at), f"{said}, not {after}, which ends in week {fieldwork.last}")


def _in_two_places(pins: _Pins) -> Iterator[Fault]:
    """H4: somebody on two inspections at a time."""
    found: dict[str, list[_Work]] = defaultdict(list)
    for person, work in pins.work():
        found[person].append(work)
    for person, all_work in sorted(found.items()):
        for one, other in combinations(all_work, 2):
            apart = one.pin.inspection != other.pin.inspection
            if apart and one.weeks.touches(other.weeks.first, other.weeks.last):
                said = f"{_against(other.pin, (one.at, one.pin))} about {person}, who would work on"
                each = (f"{work.pin.inspection} in {spoken_spans([work.weeks])}" for work in (one, other))
                yield Fault(("pins", other.at), f"{said} {' and on '.join(each)}")


def _leading_twice(pins: _Pins) -> Iterator[Fault]:
    """H3: somebody as the lead of two inspections of one provider."""
    leads = [each for each in pins.people if each[1].role == "lead"]
    for (first, one), (at, other) in combinations(leads, 2):
        here, there = pins.inspections[one.inspection], pins.inspections[other.inspection]
        both = set(here.providers) & set(there.providers)
        settled = here.id == there.id or (here.announced and there.announced)
        if one.person == other.person and both and not settled:
            said = (
                f"{_against(other, (first, one))} about {one.person}, who would lead {here.id} and {there.id}"
            )
            yield Fault(("pins", at), f"{said}, both of {min(both)}")


def _too_near(pins: _Pins) -> Iterator[Fault]:
    """H7: neighbours whose starts are both fixed, too near each other."""
    for pair in pins.problem.apart:
        if pair.first not in pins.starts or pair.second not in pins.starts or pair.first == pair.second:
            continue
        one, other = pins.fieldwork(pair.first), pins.fieldwork(pair.second)
        settled = pins.stands(pair.first) and pins.stands(pair.second)
        if one is not None and other is not None and not settled and clear_weeks(one, other) < pair.gap:
            at, pin = max(pins.starts[pair.first], pins.starts[pair.second], key=lambda each: each[0])
            before = min(pins.starts[pair.first], pins.starts[pair.second], key=lambda each: each[0])
            said = f"{_against(pin, before)}: {pair.first} in {spoken_spans([one])} and {pair.second} in"
            yield Fault(("pins", at), f"{said} {spoken_spans([other])}, and {distance(pair.gap)}: {pair.why}")


def _unable(pins: _Pins) -> Iterator[Fault]:
    """H3: a role or a skill that somebody lacks, a conflict of interest, a lead who led the last time."""
    last = {each.id: each.last_lead for each in pins.problem.providers}
    for at, pin in pins.people:
        person, need = pins.staff.get(pin.person or ""), pins.need(pin)
        if person is None or need is None:
            continue
        for why in _inability(person, need, pins.inspections[pin.inspection], last):
            said = f"{pin.by} has fixed {_fixed(pin)} of {pin.inspection}, and {person.id} {why}"
            yield Fault(("pins", at, "person"), f"{said}: it can have no place")


def _inability(
    person: Person, need: Need, inspection: Inspection, last: Mapping[str, str | None]
) -> Iterator[str]:
    if need.role not in person.roles:
        yield f"does not hold the role of {need.role}"
    for skill in need.skills:
        if skill not in person.skills:
            yield f"lacks the skill {skill}"
    for conflict in person.conflicts:
        if conflict.provider in inspection.providers and conflict.until is None:
            yield f"has a conflict of interest with {conflict.provider}: {conflict.why}"
    for provider in inspection.providers:
        if need.role == "lead" and last.get(provider) == person.id:
            yield f"led the last inspection of {provider}"


def _out_of_role(pins: _Pins) -> Iterator[Fault]:
    """H3: somebody who does not hold the role in the weeks of fieldwork that are fixed."""
    for at, pin in pins.people:
        person, fieldwork = pins.staff.get(pin.person or ""), pins.fieldwork(pin.inspection)
        if person is None or fieldwork is None or pin.role not in person.roles:
            continue
        if not in_role(person, pin.role, fieldwork.first, fieldwork.last):
            spans = spoken_spans(each.weeks for each in person.held if each.role == pin.role)
            when = spoken_spans([fieldwork])
            said = f"{pin.by} has fixed {_fixed(pin)} of {pin.inspection}, with fieldwork in {when}"
            yield Fault(
                ("pins", at, "person"),
                f"{said}, and they hold that role in {spans} only: it can have no place",
            )


def _away(pins: _Pins) -> Iterator[Fault]:
    """H4: somebody who is away in the weeks that are fixed."""
    for name, work in pins.work():
        person = pins.staff.get(name)
        for span in (*person.leave, *(each.weeks for each in person.bookings)) if person is not None else ():
            if span.touches(work.weeks.first, work.weeks.last):
                said = f"{work.pin.by} has fixed {_fixed(work.pin)} of {work.pin.inspection}"
                when = (
                    f"would work on it in {spoken_spans([work.weeks])}, and is away in {spoken_spans([span])}"
                )
                yield Fault(("pins", work.at, "person"), f"{said}, who {when}: it can have no place")


def _closed_starts(pins: _Pins) -> Iterator[Fault]:
    """H1: a start in a week in which it may not start."""
    problem = pins.problem
    for code, (at, pin) in pins.starts.items():
        fieldwork, inspection = pins.fieldwork(code), pins.inspections[code]
        if fieldwork is None or inspection.announced:
            continue
        start = fieldwork.first
        noticed = problem.now + pins.kinds[inspection.kind].notice
        spans = (inspection.windows, *inspection.partners)
        why = [
            f"may start in {spoken_spans(each)}"
            for each in spans
            if not any(one.holds(start) for one in each)
        ]
        why += [f"with its notice may start from week {noticed}"] if start < noticed else []
        closed = [each for each in problem.blackouts if each.touches(fieldwork.first, fieldwork.last)]
        why += [f"has no fieldwork in {spoken_spans(closed)}"] if closed else []
        for each in why:
            said = f"{pin.by} has fixed {_fixed(pin)} of {code}, which {each}"
            yield Fault(("pins", at, "start"), f"{said}: it can have no place")


def _full_panels(pins: _Pins) -> Iterator[Fault]:
    """H8: more inspections fixed to a panel than it has slots."""
    agenda: dict[str | None, list[Fixed]] = defaultdict(list)
    for fixed in pins.panels.values():
        agenda[fixed[1].panel].append(fixed)
    for panel in pins.problem.panels:
        number = len(agenda[panel.id])
        if number > panel.room:
            at, _ = agenda[panel.id][panel.room]
            said = f"{counted(number, 'inspection')} {'are' if number > 1 else 'is'} fixed to {panel.id}"
            yield Fault(("pins", at, "panel"), f"{said}, which has {panel_room(panel)}")
