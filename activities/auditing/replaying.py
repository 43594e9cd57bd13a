"""The auditor's replay: an inspection as it stood at a point of the record, and whether its ratings follow from it.

Nothing here reads a view. The bytes of the events are read again, their digests and chains are checked, and the
ratings are derived anew by the same pure function that derived them then.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from activities.auditing.points import Point
from activities.auditing.rechecking import Deriving, Rechecking
from activities.auditing.soundness import Fault, Folds, Sound, Verdict, sound_part
from activities.auditing.unread import why_unread
from activities.inspections import unknown_inspection
from activities.ports import EventStore
from domain.auditing.undoing import Undone, undone_decision
from domain.cases.streams import second_read_of
from domain.dated_rules.library import Library
from domain.deciders import EVENT_NAMES
from domain.inspections.decider import INSPECTION
from domain.inspections.events import (
    CaseReplaced,
    RatingsDecided,
    RatingsDerived,
    SampleDrawn,
    SecondReadsDrawn,
)
from domain.inspections.state import Inspection
from domain.ledger.envelope import Envelope, Recorded, instant
from domain.ledger.opening import RECORD_STREAM, RecordOpened
from domain.messages import Event
from domain.panels.bearing import bears_on
from domain.ratings.derivation import Derivation
from domain.refusals import Refused
from domain.storyline.telling import sentence
from domain.streams import inspection_stream, panel_stream, plan_stream
from domain.text import counted

__all__ = ["END", "AtStep", "Point", "RatingsThen", "Replay", "Replaying", "Step", "is_told", "step_of"]

END = Point()
"""The end of the record."""


@dataclass(frozen=True, slots=True)
class Step:
    """One event of the inspection, of its panel or of its action plan, as it is told.

    Attributes:
        position: its place among all events.
        version: its place in the stream that its envelope names.
        envelope: the event with who, when and in which role.
        sentence: what happened, in words.
    """

    position: int
    version: int
    envelope: Envelope[Event]
    sentence: str


@dataclass(frozen=True, slots=True)
class RatingsThen:
    """The ratings as they would be derived from the record at a point.

    Attributes:
        ratings: rating by standard; empty while they cannot be derived.
        overall: the overall rating.
        score: its points.
        max_score: the most they could be.
        unrated: why no ratings can be derived; empty if they can.
    """

    ratings: Mapping[str, str | None] = field(default_factory=dict)
    overall: str | None = None
    score: int | None = None
    max_score: int | None = None
    unrated: str = ""


@dataclass(frozen=True, slots=True)
class Replay:
    """An inspection at a point of the record.

    Attributes:
        inspection: its reference.
        state: as it stood.
        steps: what had happened by then, oldest first.
        position: the position of the last event that was taken into account.
        then: the ratings as they would have been derived at that point.
        verdict: whether all that was derived and decided by then holds.
        place: where it does not, in words; empty if it does.
        derivation: how those ratings come about; None while they cannot be derived.
        opened: how the record was opened; None if it does not say so itself.
        events: every event that was taken into account, of the cases too, in the order of the record; of a meeting
            all of them, though :func:`is_told` of few.
    """

    inspection: str
    state: Inspection
    steps: tuple[Step, ...]
    position: int
    then: RatingsThen
    verdict: Verdict
    place: str
    derivation: Derivation | None
    opened: RecordOpened | None
    events: tuple[Sound, ...]

    @property
    def simulated(self) -> bool:
        """Whether the time of the record is simulated."""
        return self.opened is not None and self.opened.time == "simulated"

    @property
    def undone(self) -> Undone | None:
        """The last decision on the ratings, if it no longer stood then."""
        own = inspection_stream(self.inspection)
        return undone_decision(each.envelope for each in self.steps if each.envelope.stream == own)

    @property
    def streams(self) -> tuple[str, ...]:
        """The streams of these events."""
        return tuple(dict.fromkeys(each.recorded.stream for each in self.events))


@dataclass(frozen=True, slots=True)
class AtStep:
    """An inspection after one of the events that are told of it.

    Attributes:
        number: which of them, from 1.
        steps: all of them.
        replay: the inspection as it stood then.
        reads: the reads that it has at the end of the record, first and second.
    """

    number: int
    steps: tuple[Step, ...]
    replay: Replay
    reads: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Gathered:
    """An inspection with all that belongs to it, read and found sound once.

    Attributes:
        inspection: its reference.
        whole: its own stream, as it is kept.
        own: that as far as it holds.
        state: the inspection after that.
        cases: the reads of every case that was ever in a sample of it.
        beside: its panels and its action plan.
        faults: what is wrong with each of these streams, its own first.
        deriving: derives for every point.
        opened: how the record was opened; None if it does not say so itself.
    """

    inspection: str
    whole: Sequence[Recorded]
    own: Sequence[Sound]
    state: Inspection
    cases: Folds
    beside: Mapping[str, Sequence[Sound]]
    faults: tuple[Fault | None, ...]
    deriving: Deriving
    opened: RecordOpened | None


class Replaying:
    """Replays inspections from the record."""

    def __init__(self, *, store: EventStore, library: Callable[[], Library]) -> None:
        """Replay from a store.

        Args:
            store: the record.
            library: the dated rules; the pinned ones are found by their digests.
        """
        self._store = store
        self._library = library

    def replay(self, inspection: str, point: Point = END) -> Replay:
        """An inspection as it stood at a point; at the end of the record if no point is given.

        Args:
            inspection: its reference.
            point: the point.

        Raises:
            Refused: ``unknown-inspection`` if nothing is on record about it, ``not-recorded-then`` if nothing was
                at that point, ``beyond-the-record`` for a position or version after the last.
        """
        return self.several(inspection, [point])[0]

    def several(self, inspection: str, points: Sequence[Point]) -> list[Replay]:
        """An inspection as it stood at several points, from one reading of the record.

        Raises:
            Refused: as of :meth:`replay`.
        """
        gathered = self._gather(inspection)
        end = self._store.last_position() if any(each.at is not None for each in points) else 0
        return [self._at(gathered, point.of(gathered.whole, end)) for point in points]

    def at_step(self, inspection: str, number: int | None) -> "AtStep":
        """An inspection as it stood after one of the events that are told of it, from one reading of the record.

        Args:
            inspection: its reference.
            number: which of them, from 1; the last one if none is named.

        Raises:
            Refused: as of :meth:`replay`; ``not-recorded-then`` if it has no such event.
        """
        gathered = self._gather(inspection)
        beside = [each for events in gathered.beside.values() for each in events]
        told = [each for each in beside if is_told(each, inspection)]
        steps = tuple(step_of(each) for each in _in_order(gathered.own, told))
        number = len(steps) if number is None else number
        if not 1 <= number <= len(steps):
            raise Refused.because("not-recorded-then", f"{inspection} has {counted(len(steps), 'event')}.")
        reads = tuple(each for each in gathered.state.reads if gathered.cases.events(each))
        return AtStep(number, steps, self._at(gathered, Point(at=steps[number - 1].position)), reads)

    def with_derivation(self, inspection: str, point: Point = END) -> tuple[Replay, Replay]:
        """An inspection at a point, and at the event that derived the ratings which stand there, from one reading.

        The second is the first where none stand.

        Raises:
            Refused: as of :meth:`replay`.
        """
        gathered = self._gather(inspection)
        now = self._at(gathered, point.of(gathered.whole, self._store.last_position()))
        recorded = now.state.derived
        if recorded is None or (now.derivation and now.derivation.digest == recorded.trace_digest):
            return now, now  # a trace names all that it was derived from, by version and digest
        derived = next(each for each in reversed(now.steps) if isinstance(each.envelope.data, RatingsDerived))
        return now, self._at(gathered, Point(at=derived.position))

    def _gather(self, inspection: str) -> _Gathered:
        stream = inspection_stream(inspection)
        whole = self._store.load({stream: 0})[stream]
        if not whole:
            raise unknown_inspection(inspection)
        own, fault = sound_part(whole)
        state: Inspection = INSPECTION.fold(each.event for each in own)
        reads = [
            used.stream for each in own if isinstance(each.event, RatingsDerived) for used in each.event.cases
        ]
        wanted = dict.fromkeys([*state.reads, *reads, *_ever_read(own)])
        plan = plan_stream(inspection)
        loaded = self._store.load(dict.fromkeys([*wanted, plan, RECORD_STREAM], 0))
        record, _ = sound_part(loaded[RECORD_STREAM])
        opened = (each.event for each in record if isinstance(each.event, RecordOpened))
        cases = {each: sound_part(loaded[each]) for each in wanted}
        beside = {plan: sound_part(loaded[plan])} | {
            panel: sound_part(events) for panel, events in self._panels(inspection, own).items()
        }
        faults = (fault, *(each for _, each in cases.values()), *(each for _, each in beside.values()))
        return _Gathered(
            inspection,
            whole,
            own,
            state,
            Folds({each: part for each, (part, _) in cases.items()}),
            {each: part for each, (part, _) in beside.items()},
            faults,
            Deriving(),
            next(opened, None),
        )

    def _at(self, found: _Gathered, point: Point) -> Replay:
        own = point.cut(found.own)
        fault, *others = found.faults
        end = point.at or found.whole[-1].position
        if fault is not None and (len(own) < len(found.own) or end < found.whole[len(found.own)].position):
            fault = None  # it is after the point that was asked about
        if not own and fault is None:
            raise _not_then(found.inspection, found.own[0], point)
        state: Inspection = (
            found.state if len(own) == len(found.own) else INSPECTION.fold(each.event for each in own)
        )
        cases = {case: point.cut(found.cases.events(case)) for case in state.reads}
        beside = [each for events in found.beside.values() for each in point.cut(events)]
        told = [each for each in beside if is_told(each, found.inspection)]
        wrong = next((each for each in (fault, *others) if each is not None), None)
        then, derivation = RatingsThen(unrated="the record does not hold"), None
        if wrong is None:
            then, derivation = self._ratings_then(found, state, cases, own)
            try:
                Rechecking(self._library, found.cases, found.beside, found.deriving).check(own)
            except Fault as raised:
                wrong = raised
        return Replay(
            inspection=found.inspection,
            state=state,
            steps=tuple(step_of(each) for each in _in_order(own, told)),
            position=max(
                each.recorded.position for events in (own, told, *cases.values()) for each in events[-1:]
            ),
            then=then,
            verdict=wrong.verdict if wrong else "verified",
            place=wrong.place if wrong else "",
            derivation=derivation,
            opened=found.opened,
            events=_in_order(own, beside, *cases.values()),
        )

    def _panels(self, inspection: str, own: Sequence[Sound]) -> Mapping[str, Sequence[Recorded]]:
        """The panels that decided on an inspection, or had it on their agenda.

        Looked for in the bytes, so that a panel of other inspections that cannot be read does no harm here.
        """
        named = {panel_stream(each.event.panel) for each in own if isinstance(each.event, RatingsDecided)}
        several = dict.fromkeys((*self._store.streams("panel-"), *sorted(named)), 0)
        loaded = self._store.load(several) if several else {}
        quoted = f'"{inspection}"'.encode()
        return {
            stream: events
            for stream, events in sorted(loaded.items())
            if stream in named or any(quoted in each.body for each in events)
        }

    def _ratings_then(
        self,
        found: _Gathered,
        state: Inspection,
        cases: Mapping[str, Sequence[Sound]],
        own: Sequence[Sound],
    ) -> tuple[RatingsThen, Derivation | None]:
        scheme = self._library().scheme_of(state.known.scheme)
        if scheme is None:
            return RatingsThen(unrated="this installation lacks the pinned scheme"), None
        read = {case: found.cases.after(case, len(events)) for case, events in cases.items()}
        if scheme.populations and not state.samples:
            return RatingsThen(unrated="no sample has been drawn"), None
        if waiting := why_unread({case: each for case, (each, _) in read.items()}):
            return RatingsThen(unrated=waiting), None
        try:
            derivation = found.deriving.derive(
                state, scheme, read, [each.recorded.digest.hex() for each in own]
            )
        except Refused as refused:
            return RatingsThen(unrated=refused.refusal.sentence), None
        ratings = {id_: result.rating for id_, result in derivation.standards.items()}
        return RatingsThen(ratings, derivation.overall, derivation.score, derivation.max_score), derivation


def _ever_read(own: Sequence[Sound]) -> Iterator[str]:
    """The streams of all cases that were ever in a sample of an inspection, and of second reads that were drawn."""
    for _, event, *_ in own:
        if isinstance(event, SampleDrawn):
            yield from event.cases
        elif isinstance(event, CaseReplaced) and event.by:
            yield event.by
        elif isinstance(event, SecondReadsDrawn):
            yield from (second_read_of(case) for case in event.cases)


def _in_order(*several: Sequence[Sound]) -> tuple[Sound, ...]:
    return tuple(sorted((each for events in several for each in events), key=_position))


def _position(each: Sound) -> int:
    return each.recorded.position


def step_of(each: Sound) -> Step:
    """An event as it is told."""
    recorded = each.recorded
    envelope = EVENT_NAMES.read(recorded)
    event = envelope.data
    meaning = (type(event).__doc__ or envelope.name).strip().split("\n", 1)[0]
    return Step(recorded.position, recorded.version, envelope, sentence(event) or meaning)


def is_told(each: Sound, inspection: str) -> bool:
    """Whether an event that was taken into account is told of an inspection; a meeting's may be about others."""
    return not each.recorded.stream.startswith("panel-") or bears_on(each.event, inspection)


def _not_then(inspection: str, first: Sound, point: Point) -> Refused:
    if point.as_recorded is not None and first.recorded_at > instant(point.as_recorded):
        what = f"{inspection} was recorded only from {first.recorded_at} on; `--as-of` asks what was so then."
    else:
        position = first.recorded.position
        what = f"{inspection} began only at {first.occurred_at}, at position {position} of the record."
    return Refused.because("not-recorded-then", what)
