"""The auditor's replay: an inspection as it stood at a point of the record, and whether its ratings follow from it.

Nothing here reads a view. The bytes of the events are read again, their digests and chains are checked, and the
ratings are derived anew by the same pure function that derived them then.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from activities.ports import EventStore, Head
from domain.cases.reading import CASE, CaseRead
from domain.inspections.events import CaseUsed, RatingsDecided, RatingsDerived
from domain.inspections.inspection import INSPECTION
from domain.inspections.rules.panel_review import derivation_of
from domain.inspections.state import Inspection
from domain.ledger.canonical import leaf_digest
from domain.ledger.envelope import Envelope, Recorded
from domain.library import Library
from domain.messages import Event
from domain.refusals import Refused
from domain.rooms import EVENT_NAMES
from domain.storyline import sentence

__all__ = ["RatingsThen", "Replay", "Replaying", "Step", "Verdict"]

Verdict = Literal["verified", "changed", "incomplete", "rating-differs"]
"""What a replay comes to: everything holds; bytes are not what was recorded; something that was used is missing;
or the ratings that were recorded do not follow from the record."""


@dataclass(frozen=True, slots=True)
class Step:
    """One event of the inspection, as it is told.

    Attributes:
        position: its place among all events.
        version: its place in the inspection's own stream.
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
    """

    inspection: str
    state: Inspection
    steps: tuple[Step, ...]
    position: int
    then: RatingsThen
    verdict: Verdict
    place: str


@dataclass(frozen=True, slots=True)
class _Fault(Exception):
    verdict: Verdict
    place: str


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

    def replay(
        self,
        inspection: str,
        *,
        at: int | None = None,
        as_of: datetime | None = None,
        so_at: datetime | None = None,
    ) -> Replay:
        """An inspection as it stood at a point; at the end of the record if no point is given.

        Args:
            inspection: its reference.
            at: after the event at this position of the record.
            as_of: by what had been recorded at this instant.
            so_at: by what was so at this instant, whenever it was recorded.

        Raises:
            Refused: ``unknown-inspection`` if nothing is on record about it (by then).
        """

        def within(recorded: Recorded) -> bool:
            if at is not None and recorded.position > at:
                return False
            if as_of is None and so_at is None:
                return True
            envelope = EVENT_NAMES.read(recorded)
            return (as_of is None or envelope.recorded_at <= as_of) and (
                so_at is None or envelope.occurred_at <= so_at
            )

        stream = f"inspection-{inspection}"
        own = _until(self._store.load({stream: 0})[stream], within)
        if not own:
            raise Refused.because(
                "unknown-inspection", f"Nothing about an inspection {inspection} is on record by then."
            )
        envelopes = [EVENT_NAMES.read(each) for each in own]
        state: Inspection = INSPECTION.fold(each.data for each in envelopes)
        loaded = self._store.load(dict.fromkeys(state.sampled, 0)) if state.sampled else {}
        cases = {case: _until(events, within) for case, events in loaded.items()}
        steps = tuple(
            Step(recorded.position, recorded.version, envelope, sentence(envelope.data) or envelope.name)
            for recorded, envelope in zip(own, envelopes, strict=True)
        )
        verdict: Verdict = "verified"
        place = ""
        try:
            self._check(own, envelopes, loaded)
        except _Fault as fault:
            verdict, place = fault.verdict, fault.place
        digests = [each.digest.hex() for each in own]
        last = max(each.position for events in (own, *cases.values()) for each in events)
        return Replay(
            inspection, state, steps, last, self._ratings_then(state, cases, digests), verdict, place
        )

    def _ratings_then(
        self, state: Inspection, cases: Mapping[str, Sequence[Recorded]], own: Sequence[str]
    ) -> RatingsThen:
        scheme = self._library().scheme_with(state.known.scheme.digest)
        if scheme is None:
            return RatingsThen(unrated="this installation lacks the pinned scheme")
        read = {case: _case(events) for case, events in cases.items()}
        unread = sum(not each.complete for each, _ in read.values())
        if not read or unread:
            return RatingsThen(
                unrated=f"{unread} sampled cases are unread" if read else "no sample has been drawn"
            )
        try:
            cases_read = {case: each for case, (each, _) in read.items()}
            derivation = derivation_of(state, scheme, cases_read, _heads(read), own)
        except Refused as refused:
            return RatingsThen(unrated=refused.refusal.sentence)
        ratings = {id_: result.rating for id_, result in derivation.standards.items()}
        return RatingsThen(ratings, derivation.overall, derivation.score, derivation.max_score)

    def _check(
        self,
        own: Sequence[Recorded],
        envelopes: Sequence[Envelope[Event]],
        cases: Mapping[str, Sequence[Recorded]],
    ) -> None:
        """Check bytes and chains, then derive every recorded derivation again.

        Raises:
            _Fault: the first thing that does not hold.
        """
        _check_chain(own)
        for events in cases.values():
            _check_chain(events)
        state: Inspection = INSPECTION.initial
        derived: dict[str, int] = {}
        for recorded, envelope in zip(own, envelopes, strict=True):
            event = envelope.data
            if isinstance(event, RatingsDerived):
                before = [each.digest.hex() for each in own[: recorded.version - 1]]
                self._derive_again(recorded, event, state, cases, before)
                derived[event.trace_digest] = recorded.position
            elif isinstance(event, RatingsDecided) and event.derivation not in derived:
                raise _Fault(
                    "incomplete",
                    f"event {recorded.position}: the panel decided on a derivation not on record",
                )
            state = INSPECTION.evolve(state, event)

    def _derive_again(
        self,
        recorded: Recorded,
        event: RatingsDerived,
        state: Inspection,
        cases: Mapping[str, Sequence[Recorded]],
        own: Sequence[str],
    ) -> None:
        place = f"event {recorded.position}"
        if tuple(each.stream for each in event.cases) != state.sampled:
            raise _Fault("incomplete", f"{place}: the cases it lists are not the sampled ones")
        read = {used.stream: _as_used(place, used, cases.get(used.stream, ())) for used in event.cases}
        scheme = self._library().scheme_with(state.known.scheme.digest)
        if scheme is None:
            raise _Fault("incomplete", f"{place}: this installation lacks the pinned scheme")
        cases_read = {case: each for case, (each, _) in read.items()}
        again = derivation_of(state, scheme, cases_read, _heads(read), own)
        if again.trace_bytes.decode() != event.trace or again.digest != event.trace_digest:
            raise _Fault("rating-differs", f"{place}: deriving again gives another trace")
        ratings = tuple((each.standard, each.rating) for each in event.ratings)
        if ratings != tuple((id_, result.rating) for id_, result in again.standards.items()):
            raise _Fault("rating-differs", f"{place}: deriving again gives other ratings")
        if (event.overall, event.score, event.max_score) != (again.overall, again.score, again.max_score):
            raise _Fault("rating-differs", f"{place}: deriving again gives another overall rating")


_Read = tuple[CaseRead, Head]


def _until(events: Sequence[Recorded], within: Callable[[Recorded], bool]) -> Sequence[Recorded]:
    """A stream up to its last event within the point; never with a gap, even where a clock was once set back."""
    last = max((number for number, each in enumerate(events, start=1) if within(each)), default=0)
    return events[:last]


def _case(events: Sequence[Recorded]) -> _Read:
    state: CaseRead = CASE.fold(EVENT_NAMES.read(each).data for each in events)
    return state, Head(events[-1].version, events[-1].digest) if events else Head(0, None)


def _heads(read: Mapping[str, _Read]) -> dict[str, tuple[int, str | None]]:
    return {
        case: (head.version, head.digest.hex() if head.digest else None) for case, (_, head) in read.items()
    }


def _as_used(place: str, used: CaseUsed, events: Sequence[Recorded]) -> _Read:
    """A case as far as a derivation used it."""
    part = [each for each in events if each.version <= used.version]
    if len(part) != used.version:
        raise _Fault("incomplete", f"{place}: case {used.stream} has fewer events than it used")
    if part[-1].digest.hex() != used.digest:
        raise _Fault("changed", f"{place}: case {used.stream} is not what it used")
    return _case(part)


def _check_chain(events: Sequence[Recorded]) -> None:
    """Each event's bytes have their digest, and name the digest of the one before."""
    previous: bytes | None = None
    for number, each in enumerate(events, start=1):
        place = f"event {each.position}"
        if each.version != number:
            raise _Fault("incomplete", f"{place}: version {number} of {each.stream} is missing")
        if leaf_digest(each.body) != each.digest:
            raise _Fault("changed", f"{place}: its bytes are not what was recorded")
        named = EVENT_NAMES.read(each).previous
        if named != (previous.hex() if previous else None):
            raise _Fault("changed", f"{place}: it does not follow the event before it in {each.stream}")
        previous = each.digest
