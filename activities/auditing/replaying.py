"""The auditor's replay: an inspection as it stood at a point of the record, and whether its ratings follow from it.

Nothing here reads a view. The bytes of the events are read again, their digests and chains are checked, and the
ratings are derived anew by the same pure function that derived them then.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from activities.auditing.gathering import Gathered, Gathering
from activities.auditing.points import Point
from activities.auditing.rechecking import CaseThen, check_roles
from activities.auditing.redrawing import Frames, no_frames
from activities.auditing.roles_held import RolesHeld
from activities.auditing.soundness import Fault, Sound, Verdict
from activities.auditing.steps import Step, is_told
from activities.auditing.unread import why_unread
from activities.commanding.records import Records
from activities.ports import EventStore
from domain.auditing.undoing import Undone, undone_decision
from domain.cases.reading import CaseRead
from domain.cases.second_reads.state import SecondRead
from domain.dated_rules.library import Library
from domain.inspections.events import RatingsDerived
from domain.inspections.state import Inspection
from domain.ledger.envelope import instant
from domain.ledger.opening import RecordOpened
from domain.ratings.derivation import Derivation
from domain.refusals import Refused
from domain.streams import inspection_stream
from domain.text import counted

T = TypeVar("T", Sound, Step)

__all__ = ["END", "AtStep", "Point", "RatingsThen", "Replay", "Replaying"]

END = Point()
"""The end of the record."""


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
        position: the position of the last event that was taken into account; 0 where none of it can be read.
        then: the ratings as they would have been derived at that point.
        verdict: whether all that was derived and decided by then holds.
        place: where it does not, in words; empty if it does.
        derivation: how those ratings come about; None while they cannot be derived.
        reads: the first and second reads that it had then, as they stood; empty where the record does not hold.
        opened: how the record was opened; None if it does not say so itself.
        events: every event that was taken into account, of the cases too, those too that were taken out of a sample, in
            the order of the record; of a meeting all of them, though :func:`is_told` of few.
        gathered: all that was read for it, whatever the point.
        counted: how many events of each stream were taken into account, where there were any.
        ahead: the positions of those that were so only later than the moment that was asked about, by their own time:
            each stands in its stream before one that was so by then, as where a clock was set back.
    """

    inspection: str
    state: Inspection
    steps: tuple[Step, ...]
    position: int
    then: RatingsThen
    verdict: Verdict
    place: str
    derivation: Derivation | None
    reads: Mapping[str, CaseRead | SecondRead]
    opened: RecordOpened | None
    events: Sequence[Sound]
    gathered: Gathered = field(compare=False, repr=False)
    counted: Mapping[str, int]
    ahead: tuple[int, ...] = ()

    @property
    def simulated(self) -> bool:
        """Whether the time of the record is simulated."""
        return self.opened is not None and self.opened.time == "simulated"

    @property
    def undone(self) -> Undone | None:
        """The last decision on the ratings, if it no longer stood then."""
        if self.state.decided is not None:
            return None
        own = inspection_stream(self.inspection)
        return undone_decision(each.envelope for each in self.steps if each.stream == own)

    @property
    def streams(self) -> tuple[str, ...]:
        """The streams of these events."""
        return tuple(dict.fromkeys([each.recorded.stream for each in self.events]))


@dataclass(frozen=True, slots=True)
class AtStep:
    """An inspection after one of the events that are told of it.

    Attributes:
        number: which of them, from 1.
        steps: all of them; empty where none can be read.
        replay: the inspection as it stood then; at the last of them, with the verdict on whatever comes after it too.
        reads: the reads that it has at the end of the record, first and second.
    """

    number: int
    steps: tuple[Step, ...]
    replay: Replay
    reads: tuple[str, ...]


class Replaying:
    """Replays inspections from the record.

    Attributes:
        roles: knows who had been given the roles in which things were done.
    """

    def __init__(
        self,
        *,
        store: EventStore,
        library: Callable[[], Library],
        frames: Frames = no_frames,
        records: Records | None = None,
    ) -> None:
        """Replay inspections from what a store holds.

        Args:
            store: the record.
            records: has folded streams of it before, which are not folded again where they have the same digests; None
                where nobody has.
            library: the dated rules; the pinned ones are found by their digests.
            frames: the frames of lists of cases, to draw samples again from.
        """
        self._frames = frames
        self._store = store
        self._library = library
        self._gathering = Gathering(store, records)
        self.roles = RolesHeld(store)

    def read_ahead(self, streams: Iterable[str]) -> None:
        """Find out of some streams whether they hold, so that whoever asks first need not wait for all of that."""
        self._gathering.read_ahead(streams)

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
        gathered = self._gathering.gather(inspection)
        end = self._store.last_position() if any(each.at is not None for each in points) else 0
        return [self._at(gathered, point.of(gathered.whole, end)) for point in points]

    def at_step(self, inspection: str, number: int | None) -> "AtStep":
        """An inspection as it stood after one of the events that are told of it, from one reading of the record.

        Args:
            inspection: its reference.
            number: which of them, from 1; the last one if none is named.

        Raises:
            Refused: as of :meth:`replay`; ``not-recorded-then`` if it has no such event. Where none can be read, that
                is a verdict and no refusal.
        """
        gathered = self._gathering.gather(inspection)
        steps = gathered.told
        last = max(len(steps), 1)
        number = last if number is None else number
        if not 1 <= number <= last:
            raise Refused.because("not-recorded-then", f"{inspection} has {counted(len(steps), 'event')}.")
        # At the last of them whatever comes after it counts too, for what is broken there can be no step.
        point = END if number == last else Point(at=steps[number - 1].position)
        reads = tuple(each for each in gathered.state.reads if gathered.cases.events(each))
        return AtStep(number, steps, self._at(gathered, point), reads)

    def with_derivation(self, inspection: str, point: Point = END) -> tuple[Replay, Replay]:
        """An inspection at a point, and at the event that derived the ratings which stand there, from one reading.

        The second is the first where none stand.

        Raises:
            Refused: as of :meth:`replay`.
        """
        gathered = self._gathering.gather(inspection)
        now = self._at(gathered, point.of(gathered.whole, self._store.last_position()))
        recorded = now.state.derived
        if recorded is None or (now.derivation and now.derivation.digest == recorded.trace_digest):
            return now, now  # a trace names all that it was derived from, by version and digest
        derived = next(each for each in reversed(now.steps) if isinstance(each.envelope.data, RatingsDerived))
        return now, self._at(gathered, Point(at=derived.position))

    def _at(self, found: Gathered, point: Point) -> Replay:
        cut = {stream: point.cut(part.sound) for stream, part in found.parts.items()}
        counted = {stream: len(events) for stream, events in cut.items() if events}
        own = cut[inspection_stream(found.inspection)]
        wrong = found.fault_by(point)
        if not own and wrong is None:
            raise _not_then(found, point)
        state = found.states[len(own)]
        events, steps = _by_then(found.events, counted), tuple(_by_then(found.told, counted))
        then, derivation = RatingsThen(unrated="the record does not hold"), None
        read: Mapping[str, CaseThen] = {}
        if wrong is None:
            read = {case: found.cases.after(case, counted.get(case, 0)) for case in state.reads}
            then, derivation = self._ratings_then(found, state, read, own)
            try:
                check_roles(_by_then(found.not_authorised, counted))
                found.rechecking(self._library(), self._frames).check(own, found.states)
            except Fault as raised:
                wrong = raised
        shown = [each for each in events if is_told(each, found.inspection)] if point.as_of else ()
        last = next((_position(each) for each in reversed(events) if is_told(each, found.inspection)), 0)
        return Replay(
            inspection=found.inspection,
            state=state,
            steps=steps,
            position=last,
            then=then,
            verdict=wrong.verdict if wrong else "verified",
            place=wrong.place if wrong else "",
            derivation=derivation,
            reads={stream: each for stream, (each, head) in read.items() if head.version},
            opened=found.opened,
            events=events,
            gathered=found,
            counted=counted,
            ahead=tuple(sorted(_position(each) for each in point.ahead(shown))),
        )

    def _ratings_then(
        self,
        found: Gathered,
        state: Inspection,
        read: Mapping[str, CaseThen],
        own: Sequence[Sound],
    ) -> tuple[RatingsThen, Derivation | None]:
        scheme = self._library().scheme_of(state.known.scheme)
        if scheme is None:
            return RatingsThen(unrated="this installation lacks the pinned scheme"), None
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


def _by_then(events: Sequence[T], counted: Mapping[str, int]) -> Sequence[T]:
    """Those of some events that are among so many of each stream."""
    return [each for each in events if each.recorded.version <= counted.get(each.recorded.stream, 0)]


def _position(each: Sound) -> int:
    return each.recorded.position


def _not_then(found: Gathered, point: Point) -> Refused:
    first, position = next(iter(found.own.sound), None), found.whole[0].position
    if first is None:
        what = f"{found.inspection} began only at position {position} of the record."
    elif point.as_recorded is not None and first.recorded_at > instant(point.as_recorded):
        what = f"{found.inspection} was recorded only from {first.recorded_at} on; `--as-of` asks what was so then."
    else:
        what = f"{found.inspection} began only at {first.occurred_at}, at position {position} of the record."
    return Refused.because("not-recorded-then", what)
