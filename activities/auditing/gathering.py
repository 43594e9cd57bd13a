"""All that belongs to an inspection, read from the record once, and how far each stream of it holds."""

import threading
from collections import OrderedDict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from json.encoder import encode_basestring
from typing import Any

from activities.auditing.points import Point
from activities.auditing.rechecking import Deriving, Rechecking
from activities.auditing.redrawing import Frames
from activities.auditing.soundness import Fault, Folds, FoundSound, Part, Sound, command_of, in_order
from activities.auditing.steps import Step, Steps, is_told
from activities.commanding.records import Records, Standing
from activities.inspections import unknown_inspection
from activities.ports import EventStore
from activities.remembering import Remembered
from domain.action_plans.national import answers_stream
from domain.cases.streams import alerts_on, case_of, second_read_of
from domain.dated_rules.library import Library
from domain.follow_ups.commands import follow_up_stream
from domain.inspections.decider import INSPECTION
from domain.inspections.events import (
    CaseListReceived,
    CaseReplaced,
    RatingsDecided,
    RatingsDerived,
    SampleDrawn,
    SecondReadsDrawn,
)
from domain.inspections.state import Inspection
from domain.ledger.envelope import Recorded
from domain.ledger.opening import RECORD_STREAM, RecordOpened
from domain.streams import (
    diversity_stream,
    dossier_stream,
    inspection_stream,
    panel_stream,
    plan_stream,
    quality_stream,
    room_stream,
)

__all__ = ["Gathered", "Gathering"]

_MEETINGS = panel_stream("")

REMEMBERED = 12
"""Inspections whose folds, steps and last derivation are kept at most: about as many as are audited at a time."""


MOST_WORKED_OUT = 4
"""Explanations of one inspection that are kept at most: each is a few dozen pages of text once all of it was opened."""


@dataclass(frozen=True)
class Gathered:
    """An inspection with all that belongs to it, read and found sound once.

    Attributes:
        inspection: its reference.
        whole: its own stream, as it is kept.
        own: that as far as it holds.
        states: the inspection before that, and after each event of it.
        reads: the reads of every case that was ever in a sample of it.
        beside: its panels and its action plans; its evidence room, its lists of cases and the alerts of its cases; what
            was looked into of its reads, its follow-up, what national bodies answered and what became of its dossier.
        deriving: derives for every point.
        opened: how the record was opened; None if it does not say so itself.
        standings: the reads as they are remembered, which may not be as they were found here.
    """

    inspection: str
    whole: Sequence[Recorded]
    own: Part
    states: Sequence[Inspection]
    reads: Mapping[str, Part]
    beside: Mapping[str, Part]
    deriving: Deriving
    opened: RecordOpened | None
    standings: Mapping[str, Standing]

    @property
    def state(self) -> Inspection:
        """The inspection at its end."""
        return self.states[-1]

    @cached_property
    def told(self) -> tuple[Step, ...]:
        """All of its events that are told as steps, in the order of the record."""
        beside = (
            each for part in self.beside.values() for each in part.sound if is_told(each, self.inspection)
        )
        return tuple(map(self.steps.of, in_order(self.own.sound, beside)))

    @cached_property
    def events(self) -> Sequence[Sound]:
        """All events of it and of what belongs to it, in the order of the record."""
        return in_order(*(part.sound for part in self.parts.values()))

    @cached_property
    def parts(self) -> Mapping[str, Part]:
        """All of its streams: its own, what is beside its cases, and the reads."""
        return {inspection_stream(self.inspection): self.own, **self.beside, **self.reads}

    @cached_property
    def not_authorised(self) -> Sequence[Sound]:
        """Of what is told of it, and of its reads, what was recorded in a role that might not do it then."""
        return [
            each
            for part in self.parts.values()
            for each in part.not_authorised
            if is_told(each, self.inspection)
        ]

    def of_command(self, command: str) -> Sequence[Sound]:
        """Its events that came of a command."""
        quoted = encode_basestring(command).encode()
        return [
            each
            for each in self.events
            if (quoted in each.recorded.body or not each.as_today) and command_of(each) == command
        ]

    @cached_property
    def of_commands(self) -> Mapping[str, Sequence[Sound]]:
        """Its events by the command that they came of: for whoever asks of many."""
        found: dict[str, list[Sound]] = {}
        for each in self.events:
            found.setdefault(command_of(each), []).append(each)
        return found

    @cached_property
    def worked_out(self) -> Remembered[Any]:
        """What others worked out of it, for as long as it is what was read."""
        return Remembered(MOST_WORKED_OUT)

    @cached_property
    def steps(self) -> Steps:
        """Its events as they are told, each worked out when it is first asked for."""
        return Steps()

    @cached_property
    def cases(self) -> Folds:
        """Its reads as they stood after any of their events."""
        return Folds({stream: each.sound for stream, each in self.reads.items()}, self.standings)

    @cached_property
    def _others(self) -> Folds:
        return Folds({stream: each.sound for stream, each in self.beside.items()}, {})

    def rechecking(self, library: Library, frames: Frames) -> Rechecking:
        """Checks what was derived, decided and bound: gone on with, where the dated rules are the same as before."""
        known: tuple[Library, Rechecking] | None = self.__dict__.get("_rechecking")
        if known is None or known[0] is not library:
            checks = Rechecking(library, self.cases, self.beside, self.deriving, frames)
            known = self.__dict__["_rechecking"] = library, checks
        return known[1]

    def stood(self, stream: str, version: int) -> Any:
        """How one of its streams stood after so many of its events."""
        if stream in self.reads:
            return self.cases.after(stream, version)[0]
        return self._others.after(stream, version)[0] if stream in self.beside else self.states[version]

    def fault_by(self, point: Point) -> Fault | None:
        """The first thing that is wrong with the bytes or chains of what a point takes into account: its own first."""
        parts = (self.own, *self.reads.values(), *self.beside.values())
        return next((each.fault for each in parts if each.fault and point.counts_broken(each)), None)


@dataclass(frozen=True, slots=True)
class _Read:
    """What was read of the record for an inspection, and what was gathered from it.

    Attributes:
        meetings: the streams of all meetings that there were.
        loaded: all that was read, by stream, as it is kept.
        gathered: the inspection.
    """

    meetings: Sequence[str]
    loaded: Mapping[str, Sequence[Recorded]]
    gathered: Gathered


class Gathering:
    """Reads inspections with all that belongs to them. Safe for several threads.

    The record is read anew whoever asks. Where every byte of all that was read is what it was, what had been worked out
    of it is handed out again; what is sealed stays sealed in it.
    """

    def __init__(
        self, store: EventStore, records: Records | None = None, remembered: int = REMEMBERED
    ) -> None:
        """Read from a store, and remember what was worked out of at most so many inspections.

        Args:
            store: the record.
            records: has folded streams of the same record before; None where nobody has.
            remembered: so many inspections.
        """
        self._store = store
        self._records = records
        self._found_sound = FoundSound()
        self._limit = remembered
        self._known: OrderedDict[str, _Read] = OrderedDict()
        self._lock = threading.Lock()

    def gather(self, inspection: str) -> Gathered:
        """Read an inspection with all that belongs to it.

        Args:
            inspection: the inspection's reference.

        Raises:
            Refused: ``unknown-inspection`` if nothing is on record about it.
        """
        with self._lock:
            known = self._known.get(inspection)
        kept = known if known and self._stands(known) else self._anew(inspection, known)
        with self._lock:
            self._known.pop(inspection, None)
            self._known[inspection] = kept
            while len(self._known) > self._limit:
                self._known.popitem(last=False)
        return kept.gathered

    def read_ahead(self, streams: Iterable[str]) -> None:
        """Find out of some streams whether they hold, before anybody asks for them."""
        for events in self._store.load(dict.fromkeys(streams, 0)).values():
            self._found_sound.seal(events)

    def _stands(self, known: _Read) -> bool:
        """Whether every byte of all that was read for an inspection is still the same."""
        if tuple(self._store.streams(_MEETINGS)) != known.meetings:
            return False
        return self._store.load(dict.fromkeys(known.loaded, 0)) == known.loaded

    def _anew(self, inspection: str, known: _Read | None) -> _Read:
        stream, part_of = inspection_stream(inspection), self._found_sound.part_of
        whole = self._store.load({stream: 0})[stream]
        if not whole:
            raise unknown_inspection(inspection)
        own = part_of(whole)
        before = known.gathered if known else None
        events = (each.event for each in own.sound)
        states: Sequence[Inspection] = (
            before.states
            if before and before.own is own
            else tuple(accumulate(events, INSPECTION.evolve, initial=INSPECTION.initial))
        )
        state = states[-1]
        reads = tuple(dict.fromkeys((*state.reads, *_read(own.sound))))
        plans = (plan_stream(inspection), *state.plans)
        beside = tuple(
            dict.fromkeys((*plans, *_named_after(inspection), *_lists(own.sound), *_alerts(reads)))
        )
        meetings = tuple(self._store.streams(_MEETINGS))
        decided = _decided_by(own)
        wanted = dict.fromkeys([*reads, *beside, RECORD_STREAM, *meetings, *decided], 0)
        loaded = self._store.load(wanted)
        record = part_of(loaded[RECORD_STREAM]).sound
        panels = _panels({each: loaded[each] for each in (*meetings, *decided)}, inspection, decided)
        opened = (each.event for each in record if isinstance(each.event, RecordOpened))
        found = Gathered(
            inspection,
            whole,
            own,
            states,
            {each: part_of(loaded[each]) for each in reads},
            {each: part_of(events) for each, events in (*panels.items(), *_begun(loaded, beside))},
            Deriving(),
            next(opened, None),
            self._records.at_hand(reads) if self._records else {},
        )
        kept = before if before is not None and _same(before, found) else found
        return _Read(meetings, {stream: whole, **loaded}, kept)


def _same(one: Gathered, other: Gathered) -> bool:
    """Whether two readings found the very same: a stream whose bytes are what they were is the same part."""

    def parts(found: Gathered) -> list[tuple[str, Part]]:
        return [("", found.own), *found.reads.items(), *found.beside.items()]

    ours, theirs = parts(one), parts(other)
    return (
        one.opened == other.opened
        and len(ours) == len(theirs)
        and all(
            name == named and (part is found or (not part.sound and not found.sound and part == found))
            for (name, part), (named, found) in zip(ours, theirs, strict=True)
        )
    )


def _decided_by(own: Part) -> frozenset[str]:
    """The panels that decided on an inspection."""
    return frozenset(
        panel_stream(each.event.panel) for each in own.sound if isinstance(each.event, RatingsDecided)
    )


def _panels(
    meetings: Mapping[str, Sequence[Recorded]], inspection: str, decided: Container[str]
) -> dict[str, Sequence[Recorded]]:
    """The panels that decided on an inspection, or had it on their agenda.

    Looked for in the bytes, so that a panel of other inspections that cannot be read does no harm here.
    """
    quoted = f'"{inspection}"'.encode()
    return {
        stream: events
        for stream, events in sorted(meetings.items())
        if stream in decided or any(quoted in each.body for each in events)
    }


def _read(own: Sequence[Sound]) -> Iterator[str]:
    """The reads of all cases that were ever in a sample of an inspection, second reads that were drawn among them."""
    for event in (each.event for each in own):
        if isinstance(event, RatingsDerived):
            yield from (used.stream for used in event.cases)
        elif isinstance(event, SampleDrawn):
            yield from event.cases
        elif isinstance(event, CaseReplaced) and event.by:
            yield event.by
        elif isinstance(event, SecondReadsDrawn):
            yield from (second_read_of(case) for case in event.cases)


def _named_after(inspection: str) -> Iterator[str]:
    """The streams that are called after an inspection."""
    for named in (
        room_stream, quality_stream, diversity_stream, follow_up_stream, answers_stream, dossier_stream,
    ):  # fmt: skip
        yield named(inspection)


def _lists(own: Sequence[Sound]) -> Iterator[str]:
    """The lists of cases that were handed in for an inspection, those too whose place another took."""
    for event in (each.event for each in own):
        if isinstance(event, CaseListReceived | SampleDrawn) and event.list is not None:
            yield event.list


def _alerts(reads: Iterable[str]) -> Iterator[str]:
    """The alerts of the cases that are, or were, in a sample: one that was taken out keeps those it gave rise to."""
    yield from (alerts_on(case_of(each)) for each in reads)


def _begun(
    loaded: Mapping[str, Sequence[Recorded]], streams: Iterable[str]
) -> Iterator[tuple[str, Sequence[Recorded]]]:
    """Those of some streams in which there is anything."""
    return ((each, loaded[each]) for each in streams if loaded[each])
