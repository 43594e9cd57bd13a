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

from domain.decider import On
from domain.inspections.decider import INSPECTION
from domain.inspections.events import (
    DeadlineMoved,
    FieldworkBegun,
    FieldworkEnded,
    FieldworkMoved,
    InspectionAnnounced,
    InspectionCancelled,
    InspectionResumed,
    LeadChanged,
    ProviderFollowed,
    StageOverdue,
    TeamSet,
)
from domain.inspections.stages import Stage
from domain.inspections.state import Inspection
from domain.programme.year.events import (
    InspectionStarted,
    ProgrammeEvent,
    ProgrammePublished,
    ProgrammeReplanned,
    ProgrammeWithdrawn,
)
from domain.programme.year.published.started import as_it_runs
from domain.programme.year.state import Programme, evolve
from domain.programme.year.terms import Slot
from domain.streams import code_in, inspection_stream

__all__ = ["FACTS", "Entry", "Milestone", "What", "milestones", "timetable"]

FACTS = (
    InspectionAnnounced,
    FieldworkMoved,
    FieldworkBegun,
    FieldworkEnded,
    DeadlineMoved,
    StageOverdue,
    InspectionResumed,
    ProviderFollowed,
    LeadChanged,
    TeamSet,
    InspectionCancelled,
)
"""What happens to an inspection by itself and touches calendars: what says when its fieldwork is, and who does it."""

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


def timetable(events: Iterable[tuple[ProgrammeEvent | On, datetime]]) -> tuple[Entry, ...]:
    """What has been in a published programme, by inspection.

    What has started goes by its own record: fieldwork that is moved, another lead, a team that is settled otherwise,
    and an inspection that is given up change an entry as another plan does.

    Args:
        events: all events of the programme and, among them in the order in which they were recorded, those of
            :data:`FACTS` of its inspections; each with the moment at which it was recorded.
    """
    folded = _Folded()
    for event, at in events:
        for code in folded.touched(event):
            entry, slot = folded.entries.get(code), folded.place(code)
            if entry is not None or slot is not None:
                folded.entries[code] = _next(entry, slot, at)
    return tuple(folded.entries[code] for code in sorted(folded.entries))


class _Folded:
    """Where the programme and what runs of it stand, as far as events have been told."""

    def __init__(self) -> None:
        self.state = Programme()
        self.slots: dict[str, Slot] = {}
        self.facts: dict[str, Inspection] = {}
        self.entries: dict[str, Entry] = {}

    def touched(self, event: ProgrammeEvent | On) -> tuple[str, ...]:
        """Take an event in; the inspections whose entries may be others by it."""
        if isinstance(event, On):
            code = code_in(event.stream, inspection_stream)
            if isinstance(event.event, DeadlineMoved) and event.event.deadline != Stage.FIELDWORK:
                return ()  # of the other dates nothing is told here
            self.facts[code] = INSPECTION.fold([event.event], self.facts.get(code, Inspection()))
            return (code,) if code in self.state.started else ()
        self.state = evolve(self.state, event)
        if isinstance(event, ProgrammePublished | ProgrammeReplanned):
            self.slots = {each.inspection: each for each in self.state.plan.slots} if self.state.plan else {}
        elif isinstance(event, ProgrammeWithdrawn):  # what has started goes on, wherever the plan is
            self.slots = {code: each for code, each in self.slots.items() if code in self.state.started}
        elif isinstance(event, InspectionStarted):
            return (event.inspection,)
        else:
            return ()
        return tuple({**self.entries, **self.slots})

    def place(self, code: str) -> Slot | None:
        """The place of an inspection as it is by now; None where it has none, or was given up."""
        slot, facts = self.slots.get(code), self.facts.get(code)
        if slot is None or facts is None or facts.announced is None or code not in self.state.started:
            return slot
        return None if facts.cancelled else as_it_runs(slot, facts)


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
