"""The checks behind a replay: bytes and chains first, then what was derived, decided and reported from them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from activities.ports import Head
from domain.canonical import leaf_digest
from domain.cases.reading import CASE, CaseRead
from domain.cases.second_reads import SecondRead
from domain.inspections.events import (
    CaseUsed,
    ChallengeAccepted,
    CorrectionOpened,
    DraftSent,
    EmbargoedCopySent,
    PracticeNoted,
    PracticeWithdrawn,
    PublicationScheduled,
    RatingsConfirmed,
    RatingsDecided,
    RatingsDerived,
    ReportDrafted,
    ReportPublished,
    ReportSignedOff,
    ReportSubmitted,
    SectionStruck,
    SectionWritten,
    Sitting,
    TextTranslated,
)
from domain.inspections.folding.panel_review import decision_digest
from domain.inspections.inspection import INSPECTION
from domain.inspections.rules.deciding import decision_on
from domain.inspections.rules.panel_review import derivation_of
from domain.inspections.state import Inspection
from domain.ledger.envelope import Envelope, Recorded, Unreadable, open_envelope
from domain.library import Library
from domain.messages import Event
from domain.panels.events import InspectionConsidered
from domain.panels.panel import PANEL
from domain.panels.state import Item, Panel
from domain.ratings.scheme import Scheme
from domain.refusals import Refused
from domain.rooms import EVENT_NAMES, decider_of

__all__ = ["CaseThen", "Fault", "Rechecking", "Verdict", "case_then", "heads_of", "sound_part"]

Verdict = Literal["verified", "changed", "incomplete", "rating-differs", "newer"]
"""What a replay comes to: everything holds; bytes are not what was recorded; something that was used is missing;
the ratings that were recorded do not follow from the record; or it goes on with what only a newer Assay can read."""

CaseThen = tuple[CaseRead | SecondRead, Head]
_ChangesReport = (
    ReportDrafted
    | ChallengeAccepted
    | SectionWritten
    | SectionStruck
    | PracticeNoted
    | PracticeWithdrawn
    | TextTranslated
    | CorrectionOpened
)
_OnReport = (
    ReportSignedOff | ReportSubmitted | DraftSent | EmbargoedCopySent | PublicationScheduled | ReportPublished
)


@dataclass(frozen=True, slots=True)
class Fault(Exception):
    """Something that does not hold, and where."""

    verdict: Verdict
    place: str


def sound_part(events: Sequence[Recorded]) -> tuple[Sequence[Recorded], Fault | None]:
    """A stream up to the first event that does not hold, and what is wrong with that; None if all hold.

    Nothing is read before its bytes have been found to be the recorded ones and to follow those before them.
    """
    previous: bytes | None = None
    for number, each in enumerate(events, start=1):
        fault = _wrong(each, number, previous)
        if fault is not None:
            return events[: number - 1], fault
        previous = each.digest
    return events, None


def _wrong(each: Recorded, number: int, previous: bytes | None) -> Fault | None:
    place = f"event {each.position}"
    if each.version != number:
        return Fault("incomplete", f"{place}: version {number} of {each.stream} is missing")
    if leaf_digest(each.body) != each.digest:
        return Fault("changed", f"{place}: its bytes are not what was recorded")
    newer: Fault | None = None
    try:
        stored: Mapping[str, object] = dict(EVENT_NAMES.read(each))
    except Unreadable as unreadable:
        if not unreadable.newer:
            return Fault("changed", f"{place}: it cannot be read; it was changed, or a newer Assay wrote it")
        newer = Fault("newer", str(unreadable))
        stored = open_envelope(each.body)
    if (stored.get("stream"), stored.get("version")) != (each.stream, each.version):
        return Fault("changed", f"{place}: it is not of {each.stream}, version {each.version}")
    if stored.get("previous") != (previous.hex() if previous else None):
        return Fault("changed", f"{place}: it does not follow the event before it in {each.stream}")
    return newer


def case_then(events: Sequence[Recorded]) -> CaseThen:
    """A case, or its second read, as it stands after some events, with its version and last digest."""
    decider = decider_of(events[0].stream) if events else CASE
    state: CaseRead | SecondRead = decider.fold(EVENT_NAMES.read(each).data for each in events)
    return state, Head(events[-1].version, events[-1].digest) if events else Head(0, None)


def heads_of(read: Mapping[str, CaseThen]) -> dict[str, tuple[int, str | None]]:
    """The version and last digest of each case."""
    return {
        case: (head.version, head.digest.hex() if head.digest else None) for case, (_, head) in read.items()
    }


class Rechecking:
    """Derives, decides and binds again, event by event, what an inspection's own stream says was."""

    def __init__(
        self,
        library: Callable[[], Library],
        cases: Mapping[str, Sequence[Recorded]],
        panels: Mapping[str, Sequence[Recorded]],
    ) -> None:
        """Check against other streams.

        Args:
            library: the dated rules.
            cases: the streams of the sampled cases, whole.
            panels: the streams of the panels that had to do with the inspection, whole.
        """
        self._library = library
        self._cases = cases
        self._panels = panels
        self._derived: dict[str, RatingsDerived] = {}
        self._decisions: set[str] = set()

    def check(self, own: Sequence[Recorded], envelopes: Sequence[Envelope[Event]]) -> None:
        """Check the inspection's own events, whose chain has been found sound.

        Raises:
            Fault: the first thing that does not hold.
        """
        state: Inspection = INSPECTION.initial
        for recorded, envelope in zip(own, envelopes, strict=True):
            event = envelope.data
            place = f"event {recorded.position}"
            if isinstance(event, RatingsDerived):
                before = [each.digest.hex() for each in own[: recorded.version - 1]]
                self._derive_again(place, event, state, before)
                self._derived[event.trace_digest] = event
            elif isinstance(event, RatingsDecided):
                self._decide_again(place, event, state)
            elif isinstance(event, RatingsConfirmed):
                self._confirm_again(place, event)
            elif isinstance(event, _OnReport):
                self._bound(place, event.report, state)
            state = INSPECTION.evolve(state, event)
            if state.decision is not None:
                self._decisions.add(state.decision)
            if isinstance(event, _ChangesReport):
                self._bound(place, event.report, state)

    def _scheme(self, place: str, state: Inspection) -> Scheme:
        scheme = self._library().scheme_of(state.known.scheme)
        if scheme is None:
            raise Fault("incomplete", f"{place}: this installation lacks the pinned scheme")
        return scheme

    def _derive_again(self, place: str, event: RatingsDerived, state: Inspection, own: Sequence[str]) -> None:
        if tuple(each.stream for each in event.cases) != state.reads:
            raise Fault("incomplete", f"{place}: the cases it lists are not the sampled ones")
        read = {used.stream: _as_used(place, used, self._cases.get(used.stream, ())) for used in event.cases}
        scheme = self._scheme(place, state)
        cases_read = {case: each for case, (each, _) in read.items()}
        again = derivation_of(state, scheme, cases_read, heads_of(read), own)
        if again.trace_bytes.decode() != event.trace or again.digest != event.trace_digest:
            raise Fault("rating-differs", f"{place}: deriving again gives another trace")
        ratings = tuple((each.standard, each.rating) for each in event.ratings)
        if ratings != tuple((id_, result.rating) for id_, result in again.standards.items()):
            raise Fault("rating-differs", f"{place}: deriving again gives other ratings")
        if (event.overall, event.score, event.max_score) != (again.overall, again.score, again.max_score):
            raise Fault("rating-differs", f"{place}: deriving again gives another overall rating")

    def _confirm_again(self, place: str, event: RatingsConfirmed) -> None:
        derived = self._derived.get(event.derivation)
        if derived is None:
            raise Fault("incomplete", f"{place}: ratings were decided on a derivation not on record")
        if (event.ratings, event.overall, event.departures) != (derived.ratings, derived.overall, ()):
            raise Fault("rating-differs", f"{place}: a rating was decided that the rule does not give")

    def _decide_again(self, place: str, event: RatingsDecided, state: Inspection) -> None:
        derived = self._derived.get(event.derivation)
        if derived is None:
            raise Fault("incomplete", f"{place}: the panel decided on a derivation not on record")
        try:
            ratings, overall, departures = decision_on(self._scheme(place, state), derived, event.departures)
        except Refused as refused:
            raise Fault("rating-differs", f"{place}: {refused.refusal.sentence.rstrip('.')}") from None
        if departures != event.departures:
            raise Fault("rating-differs", f"{place}: its departures are not in the order of a decision")
        if ratings != event.ratings:
            raise Fault("rating-differs", f"{place}: a rating was decided that no departure explains")
        if overall != event.overall:
            raise Fault("rating-differs", f"{place}: the overall rating decided is one no departure explains")
        self._considered(place, event)

    def _considered(self, place: str, event: RatingsDecided) -> None:
        """The panel's own stream says that it considered this very decision, with these present."""
        digest = decision_digest(event)
        panel: Panel = PANEL.initial
        for recorded in self._panels.get(f"panel-{event.panel}", ()):
            said = EVENT_NAMES.read(recorded).data
            if isinstance(said, InspectionConsidered) and said.decision == digest:
                if panel.present != event.present:
                    raise Fault("changed", f"{place}: others were present at {event.panel} than it says")
                if event.sitting is not None:
                    _sat(place, event.panel, event.sitting, panel, panel.items.get(said.inspection))
                return
            panel = PANEL.evolve(panel, said)
        raise Fault("incomplete", f"{place}: the panel {event.panel} has no such decision on its record")

    def _bound(self, place: str, named: str, state: Inspection) -> None:
        """What was signed, sent or published is the report as it stood, and that is bound to a decision."""
        report = state.report
        if report is None:
            raise Fault("incomplete", f"{place}: it names a report that is not on record")
        if report.decision not in self._decisions:
            raise Fault("incomplete", f"{place}: the report is bound to a decision not on record")
        content = report.digest_with(state.known.inspection)
        if not named == report.digest == content:
            raise Fault("changed", f"{place}: the report it names is not the one on record")


def _sat(place: str, code: str, sitting: Sitting, panel: Panel, item: Item | None) -> None:
    """The panel's own stream says who had the chair, who had declared what, and which pack was before it."""
    if (sitting.chair, sitting.deputising) != (panel.chair, panel.deputising):
        raise Fault("changed", f"{place}: another had the chair of {code} than it says")
    out = {each.member for each in sitting.barred}
    declared = set(item.recused) & set(panel.present) if item else set()
    if declared - out or out & set(sitting.deciding) or out | set(sitting.deciding) != set(panel.present):
        raise Fault("changed", f"{place}: others could decide at {code} than it says")
    if sitting.pack != (item.pack.pack if item and item.pack else None):
        raise Fault("changed", f"{place}: another pack was before {code} than it says")


def _as_used(place: str, used: CaseUsed, events: Sequence[Recorded]) -> CaseThen:
    """A case as far as a derivation used it."""
    part = [each for each in events if each.version <= used.version]
    if len(part) != used.version:
        raise Fault("incomplete", f"{place}: case {used.stream} has fewer events than it used")
    if part[-1].digest.hex() != used.digest:
        raise Fault("changed", f"{place}: case {used.stream} is not what it used")
    return case_then(part)
