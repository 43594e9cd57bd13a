"""The timetable of published inspections as calendars need it: what stands, what was, and how often it has changed.

A calendar knows an entry by its identity, and takes a higher number in sequence for the newer word on it. So an
inspection that moves keeps its identity and gets the next number; one that loses its place is called off, and is not
merely left out, since calendars keep what they were told once.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Literal

from domain.programme.year.events import (
    ProgrammeEvent,
    ProgrammePublished,
    ProgrammeReplanned,
    ProgrammeWithdrawn,
)
from domain.programme.year.state import Programme, evolve
from domain.programme.year.terms import Slot

__all__ = ["Entry", "Milestone", "What", "milestones", "timetable"]

What = Literal["announcement", "fieldwork", "panel", "publication"]


@dataclass(frozen=True, slots=True)
class Entry:
    """An inspection that has been in the published programme.

    Attributes:
        slot: its place, or the last that it had.
        sequence: how often it has changed since it was published first.
        changed_at: when it did last.
        stands: whether it has a place.
        people: everybody who has been on its team, each with the last place that they were on it for.
        earlier: for each milestone that it has had, the last place that had it.
    """

    slot: Slot
    sequence: int
    changed_at: datetime
    stands: bool = True
    people: Mapping[str, Slot] = field(default_factory=lambda: MappingProxyType({}))
    earlier: Mapping[What, Slot] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Milestone:
    """One thing in a calendar.

    Attributes:
        what: what it is.
        slot: the inspection's place, from which its days are.
        first: the first day.
        last: the last day.
        role: the role of whoever the calendar is of; None in the calendar of a whole programme, and where they have
            none any more.
        sequence: its number in sequence.
        changed_at: when it changed last.
        stands: whether it is going to be; otherwise it is called off.
    """

    what: What
    slot: Slot
    first: date
    last: date
    role: str | None
    sequence: int
    changed_at: datetime
    stands: bool


def timetable(events: Iterable[tuple[ProgrammeEvent, datetime]]) -> tuple[Entry, ...]:
    """What has been in a published programme, by inspection.

    Args:
        events: all events of the programme, each with the moment at which it was recorded.
    """
    state, entries = Programme(), dict[str, Entry]()
    for event, at in events:
        state = evolve(state, event)
        if isinstance(event, ProgrammePublished | ProgrammeReplanned):
            slots = {each.inspection: each for each in state.plan.slots} if state.plan else {}
        elif isinstance(event, ProgrammeWithdrawn):  # what has started goes on, wherever the plan is
            slots = {code: entries[code].slot for code in state.started if code in entries}
        else:
            continue
        for code in {**entries, **slots}:
            entries[code] = _next(entries.get(code), slots.get(code), at)
    return tuple(entries[code] for code in sorted(entries))


def _next(entry: Entry | None, slot: Slot | None, at: datetime) -> Entry:
    if entry is None:
        assert slot is not None, "an inspection is gone through because it has an entry or a place"
        return _placed(Entry(slot, 0, at), slot)
    if slot is None:
        if not entry.stands:
            return entry
        return replace(entry, sequence=entry.sequence + 1, changed_at=at, stands=False)
    if entry.stands and entry.slot == slot:
        return entry
    return _placed(replace(entry, sequence=entry.sequence + 1, changed_at=at, stands=True), slot)


def _placed(entry: Entry, slot: Slot) -> Entry:
    people = {**entry.people, **{each.person: slot for each in slot.team}}
    earlier = {**entry.earlier, **dict.fromkeys(_days(slot), slot)}
    return replace(entry, slot=slot, people=MappingProxyType(people), earlier=MappingProxyType(earlier))


def _days(slot: Slot) -> dict[What, tuple[date, date]]:
    """The days of each milestone that a place has; of a panel, the Monday of its week."""
    found: dict[What, tuple[date, date]] = {
        "announcement": (slot.announce_on, slot.announce_on),
        "fieldwork": (slot.fieldwork_from, slot.fieldwork_to),
    }
    if slot.panel_week is not None:
        found["panel"] = (slot.panel_week, slot.panel_week)
    if slot.publish_on is not None:
        found["publication"] = (slot.publish_on, slot.publish_on)
    return found


def milestones(entries: Iterable[Entry], person: str | None = None) -> tuple[Milestone, ...]:
    """What is in a calendar: all that is going to be, and all that was going to be once and is called off.

    Args:
        entries: the timetable.
        person: whose calendar it is; None for the whole programme's.
    """
    found = []
    for entry in entries:
        if person is not None and person not in entry.people:
            continue
        now = entry.slot if person is None else entry.people[person]
        role = next((each.role for each in entry.slot.team if each.person == person), None)
        mine = entry.stands and (person is None or role is not None)
        days = _days(now) if mine else {}
        for what, slot in entry.earlier.items():
            stands = what in days
            first, last = _days(now).get(what) or _days(slot)[what]
            found.append(Milestone(what, now, first, last, role, entry.sequence, entry.changed_at, stands))
    return tuple(found)
