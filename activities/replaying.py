"""The auditor's replay: an inspection as it stood at a point of the record, and whether its ratings follow from it.

Nothing here reads a view. The bytes of the events are read again, their digests and chains are checked, and the
ratings are derived anew by the same pure function that derived them then.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from activities.inspections import unknown_inspection
from activities.ports import EventStore
from activities.rechecking import Fault, Rechecking, Verdict, case_then, heads_of, sound_part
from domain.cases.second_reads import SecondRead, undecided
from domain.cases.state import CaseRead
from domain.cases.streams import case_of
from domain.inspections.events import RatingsDecided
from domain.inspections.inspection import INSPECTION
from domain.inspections.rules.panel_review import derivation_of
from domain.inspections.rules.publishing import plan_stream
from domain.inspections.state import Inspection
from domain.ledger.envelope import Envelope, Recorded
from domain.library import Library
from domain.messages import Event
from domain.panels.events import InspectionConsidered, PanelClosed
from domain.refusals import Refused
from domain.rooms import EVENT_NAMES
from domain.storyline import sentence
from domain.text import counted
from domain.working_days import LONDON

__all__ = ["RatingsThen", "Replay", "Replaying", "Step", "Verdict"]


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
    """

    inspection: str
    state: Inspection
    steps: tuple[Step, ...]
    position: int
    then: RatingsThen
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
            Refused: ``unknown-inspection`` if nothing is on record about it, ``not-recorded-then`` if nothing was
                at that point, ``two-points`` for a position together with a time, ``beyond-the-record`` for a
                position after the last.
        """
        self._check_point(at, as_of, so_at)

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
        whole = self._store.load({stream: 0})[stream]
        if not whole:
            raise unknown_inspection(inspection)
        sound, fault = sound_part(whole)
        own = _until(sound, within)
        end = at or whole[-1].position
        if fault is not None and (len(own) < len(sound) or end < whole[len(sound)].position):
            fault = None  # it is after the point that was asked about
        if not own and fault is None:
            raise _not_then(inspection, sound[0], as_of)
        envelopes = [EVENT_NAMES.read(each) for each in own]
        state: Inspection = INSPECTION.fold(each.data for each in envelopes)
        cases, faults = self._sound(state.reads)
        panels, of_panels = self._sound(self._panels(inspection, envelopes))
        plans, of_plan = self._sound([plan_stream(inspection)])
        cases_then = {case: _until(events, within) for case, events in cases.items()}
        beside = [
            each
            for events in (*panels.values(), *plans.values())
            for each in _until(events, within)
            if _concerns(each, inspection)
        ]
        steps = tuple(_step(each) for each in sorted((*own, *beside), key=lambda each: each.position))
        found = next((each for each in (fault, *faults, *of_panels, *of_plan) if each is not None), None)
        then = RatingsThen(unrated="the record does not hold")
        if found is None:
            then = self._ratings_then(state, cases_then, [each.digest.hex() for each in own])
            try:
                Rechecking(self._library, cases, panels).check(own, envelopes)
            except Fault as raised:
                found = raised
        last = max(_end(events) for events in (own, beside, *cases_then.values()))
        verdict, place = (found.verdict, found.place) if found else ("verified", "")
        return Replay(inspection, state, steps, last, then, verdict, place)

    def _check_point(self, at: int | None, as_of: datetime | None, so_at: datetime | None) -> None:
        if at is None:
            return
        if as_of is not None or so_at is not None:
            raise Refused.because("two-points", "Give a position of the record or a time, not both.")
        end = self._store.last_position()
        if at > end:
            raise Refused.because("beyond-the-record", f"The record ends at position {end}, before {at}.")

    def _sound(
        self, streams: Sequence[str]
    ) -> tuple[dict[str, Sequence[Recorded]], tuple[Fault | None, ...]]:
        """Several streams as far as they hold, and what is wrong with each."""
        loaded = self._store.load(dict.fromkeys(streams, 0)) if streams else {}
        parts = {stream: sound_part(events) for stream, events in loaded.items()}
        return {stream: part for stream, (part, _) in parts.items()}, tuple(f for _, f in parts.values())

    def _panels(self, inspection: str, envelopes: Sequence[Envelope[Event]]) -> Sequence[str]:
        """The panels that decided on an inspection, or had it on their agenda.

        Looked for in the bytes, so that a panel of other inspections that cannot be read does no harm here.
        """
        named = {f"panel-{each.data.panel}" for each in envelopes if isinstance(each.data, RatingsDecided)}
        several = tuple(self._store.streams("panel-"))
        loaded = self._store.load(dict.fromkeys(several, 0)) if several else {}
        quoted = f'"{inspection}"'.encode()
        named |= {stream for stream, events in loaded.items() if any(quoted in each.body for each in events)}
        return sorted(named)

    def _ratings_then(
        self, state: Inspection, cases: Mapping[str, Sequence[Recorded]], own: Sequence[str]
    ) -> RatingsThen:
        scheme = self._library().scheme_of(state.known.scheme)
        if scheme is None:
            return RatingsThen(unrated="this installation lacks the pinned scheme")
        read = {case: case_then(events) for case, events in cases.items()}
        cases_read = {case: each for case, (each, _) in read.items()}
        if waiting := _unread(cases_read):
            return RatingsThen(unrated=waiting)
        try:
            derivation = derivation_of(state, scheme, cases_read, heads_of(read), own)
        except Refused as refused:
            return RatingsThen(unrated=refused.refusal.sentence)
        ratings = {id_: result.rating for id_, result in derivation.standards.items()}
        return RatingsThen(ratings, derivation.overall, derivation.score, derivation.max_score)


def _unread(reads: Mapping[str, CaseRead | SecondRead]) -> str:
    """Why nothing can be derived from these reads yet; empty if it can. No answer of any of them bears on it."""
    firsts = [each for each in reads.values() if isinstance(each, CaseRead)]
    unread = sum(not each.complete for each in firsts)
    if not firsts or unread:
        return f"{unread} sampled cases are unread" if firsts else "no sample has been drawn"
    seconds = {case_of(stream): each for stream, each in reads.items() if isinstance(each, SecondRead)}
    missing = sum(not each.over for each in seconds.values())
    if missing:
        return f"{counted(missing, 'second read')} {_is(missing)} not finished"
    open_ = sum(len(undecided(_first(reads, case), second)) for case, second in seconds.items())
    return f"{counted(open_, 'difference')} between two readers {_is(open_)} undecided" if open_ else ""


def _is(number: int) -> str:
    return "is" if number == 1 else "are"


def _first(reads: Mapping[str, CaseRead | SecondRead], case: str) -> CaseRead:
    found = reads[case]
    assert isinstance(found, CaseRead)
    return found


def _until(events: Sequence[Recorded], within: Callable[[Recorded], bool]) -> Sequence[Recorded]:
    """A stream up to its last event within the point; never with a gap, even where a clock was once set back."""
    last = max((number for number, each in enumerate(events, start=1) if within(each)), default=0)
    return events[:last]


def _end(events: Sequence[Recorded]) -> int:
    return max((each.position for each in events), default=0)


def _step(recorded: Recorded) -> Step:
    envelope = EVENT_NAMES.read(recorded)
    return Step(recorded.position, recorded.version, envelope, sentence(envelope.data) or envelope.name)


def _concerns(recorded: Recorded, inspection: str) -> bool:
    """Whether an event of a panel or an action plan is about an inspection; minutes may be about others' too."""
    event = EVENT_NAMES.read(recorded).data
    if isinstance(event, PanelClosed):
        return False
    return not isinstance(event, InspectionConsidered) or event.inspection == inspection


def _not_then(inspection: str, first: Recorded, as_of: datetime | None) -> Refused:
    envelope = EVENT_NAMES.read(first)
    if as_of is not None and envelope.recorded_at > as_of:
        day = envelope.recorded_at.astimezone(LONDON).date()
        what = f"{inspection} was recorded only from {day} on; `--so-at` asks what was so then."
    else:
        day = envelope.occurred_at.astimezone(LONDON).date()
        what = f"{inspection} began only on {day}, at position {first.position} of the record."
    return Refused.because("not-recorded-then", what)
