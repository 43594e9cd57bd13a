"""All that belongs to an inspection, read from the record once, and how far each stream of it holds."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from activities.auditing.points import Point
from activities.auditing.rechecking import Deriving
from activities.auditing.soundness import Fault, Folds, Part, Sound
from activities.inspections import unknown_inspection
from activities.ports import EventStore
from domain.cases.streams import second_read_of
from domain.inspections.decider import INSPECTION
from domain.inspections.events import (
    CaseReplaced,
    RatingProposed,
    RatingsDecided,
    RatingsDerived,
    SampleDrawn,
    SecondReadsDrawn,
)
from domain.inspections.state import Inspection
from domain.ledger.envelope import Recorded
from domain.ledger.opening import RECORD_STREAM, RecordOpened
from domain.streams import inspection_stream, panel_stream, plan_stream, room_stream

__all__ = ["Gathered", "gather"]


@dataclass(frozen=True)
class Gathered:
    """An inspection with all that belongs to it, read and found sound once.

    Attributes:
        inspection: its reference.
        whole: its own stream, as it is kept.
        own: that as far as it holds.
        state: the inspection after that.
        reads: the reads of every case that was ever in a sample of it.
        beside: its panels and its action plan.
        beneath: what its judgements and samples say that they rest on: its evidence room and its lists of cases.
        deriving: derives for every point.
        opened: how the record was opened; None if it does not say so itself.
    """

    inspection: str
    whole: Sequence[Recorded]
    own: Part
    state: Inspection
    reads: Mapping[str, Part]
    beside: Mapping[str, Part]
    beneath: Mapping[str, Part]
    deriving: Deriving
    opened: RecordOpened | None

    @cached_property
    def cases(self) -> Folds:
        """Its reads as they stood after any of their events."""
        return Folds({stream: each.sound for stream, each in self.reads.items()})

    def fault_by(self, point: Point) -> Fault | None:
        """The first thing that is wrong with the bytes or chains of what a point takes into account: its own first."""
        parts = (self.own, *self.reads.values(), *self.beside.values())
        return next((each.fault for each in parts if each.fault and point.counts_broken(each)), None)


def gather(store: EventStore, inspection: str) -> Gathered:
    """Read an inspection with all that belongs to it.

    Raises:
        Refused: ``unknown-inspection`` if nothing is on record about it.
    """
    stream = inspection_stream(inspection)
    whole = store.load({stream: 0})[stream]
    if not whole:
        raise unknown_inspection(inspection)
    own = Part.of(whole)
    state: Inspection = INSPECTION.fold(each.event for each in own.sound)
    reads = tuple(dict.fromkeys((*state.reads, *_read(own.sound))))
    beneath = tuple(dict.fromkeys(_rested_on(inspection, own.sound)))
    plan = plan_stream(inspection)
    loaded = store.load(dict.fromkeys([*reads, *beneath, plan, RECORD_STREAM], 0))
    record = Part.of(loaded[RECORD_STREAM]).sound
    panels = _panels(store, inspection, own)
    opened = (each.event for each in record if isinstance(each.event, RecordOpened))
    return Gathered(
        inspection,
        whole,
        own,
        state,
        {each: Part.of(loaded[each]) for each in reads},
        {plan: Part.of(loaded[plan])} | {each: Part.of(events) for each, events in panels.items()},
        {each: Part.of(loaded[each]) for each in beneath},
        Deriving(),
        next(opened, None),
    )


def _panels(store: EventStore, inspection: str, own: Part) -> dict[str, Sequence[Recorded]]:
    """The panels that decided on an inspection, or had it on their agenda.

    Looked for in the bytes, so that a panel of other inspections that cannot be read does no harm here.
    """
    named = {panel_stream(each.event.panel) for each in own.sound if isinstance(each.event, RatingsDecided)}
    several = dict.fromkeys((*store.streams("panel-"), *sorted(named)), 0)
    loaded = store.load(several) if several else {}
    quoted = f'"{inspection}"'.encode()
    return {
        stream: events
        for stream, events in sorted(loaded.items())
        if stream in named or any(quoted in each.body for each in events)
    }


def _read(own: Sequence[Sound]) -> Iterator[str]:
    """The reads of all cases that were ever in a sample of an inspection, second reads that were drawn among them."""
    for _, event, *_ in own:
        if isinstance(event, RatingsDerived):
            yield from (used.stream for used in event.cases)
        elif isinstance(event, SampleDrawn):
            yield from event.cases
        elif isinstance(event, CaseReplaced) and event.by:
            yield event.by
        elif isinstance(event, SecondReadsDrawn):
            yield from (second_read_of(case) for case in event.cases)


def _rested_on(inspection: str, own: Sequence[Sound]) -> Iterator[str]:
    """What proposals and samples name: entries of the evidence room's register, and lists of cases."""
    for _, event, *_ in own:
        if isinstance(event, RatingProposed) and event.evidence:
            yield room_stream(inspection)
        elif isinstance(event, SampleDrawn) and event.list is not None:
            yield event.list
