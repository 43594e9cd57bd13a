"""The checks behind a replay: bytes and chains first, then what was derived, decided and reported from them."""

import threading
from collections.abc import Mapping, Sequence
from itertools import pairwise

from activities.auditing.redrawing import Frames, Redrawing, no_frames
from activities.auditing.resting import check_entries_of, check_list_of
from activities.auditing.soundness import Fault, Folds, Part, Sound, acting_role_of, sound_part
from activities.ports import Head
from domain.cases.reading import CaseRead
from domain.cases.second_reads.state import SecondRead
from domain.dated_rules.library import Library
from domain.inspections.events import (
    CaseReplaced,
    CaseUsed,
    ChallengeAccepted,
    CorrectionOpened,
    DraftSent,
    EmbargoedCopySent,
    PracticeNoted,
    PracticeWithdrawn,
    PublicationScheduled,
    RatingProposed,
    RatingsConfirmed,
    RatingsDecided,
    RatingsDerived,
    ReportDrafted,
    ReportPublished,
    ReportSignedOff,
    ReportSubmitted,
    SampleDrawn,
    SectionStruck,
    SectionWritten,
    Sitting,
    TextTranslated,
)
from domain.inspections.folding.panel_review import decision_digest
from domain.inspections.rules.judging.deciding import decision_on
from domain.inspections.rules.judging.panel_review import derivation_of
from domain.inspections.state import Inspection
from domain.panels.decider import PANEL
from domain.panels.events import InspectionConsidered
from domain.panels.state import Item, Panel
from domain.ratings.derivation import Derivation
from domain.ratings.scheme import Scheme
from domain.refusals import Refused
from domain.streams import panel_stream

__all__ = ["CaseThen", "Deriving", "Rechecking", "check_roles", "sound_part"]

CaseThen = tuple[CaseRead | SecondRead, Head]
"""A case, or its second read, as it stood, with the version and last digest that it then had."""

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


_DERIVED = 3
"""Derivations that are remembered of an inspection: as it stands, as put to a panel, and at a point looked at."""


class Deriving:
    """Derives as the inspection did; what was derived of late from the very same is not derived again. Thread-safe."""

    def __init__(self) -> None:
        """Begin with nothing derived."""
        self._known: tuple[tuple[object, Derivation], ...] = ()

    def derive(
        self, state: Inspection, scheme: Scheme, read: Mapping[str, CaseThen], own: Sequence[str]
    ) -> Derivation:
        """Derive under a scheme from an inspection and its reads as they stood.

        Args:
            state: the inspection.
            scheme: the scheme.
            read: each sampled case and second read, with its version and last digest.
            own: the digests of the inspection's own events, in order.

        Raises:
            Refused: the scheme cannot rate this.
        """
        heads = {
            stream: (head.version, head.digest.hex() if head.digest else None)
            for stream, (_, head) in read.items()
        }
        judged = {standard: own[version - 1] for standard, version in state.proposed_at.items()}
        basis = (
            state.known.inspection, scheme.digest, heads, judged, state.proposals, state.settled, state.samples,
            state.sampled,
        )  # fmt: skip
        known = self._known
        found = next((derivation for before, derivation in known if before == basis), None)
        if found is None:
            states = {stream: each for stream, (each, _) in read.items()}
            found = derivation_of(state, scheme, states, heads, own)
            self._known = ((basis, found), *known)[:_DERIVED]
        return found


class Rechecking:
    """Derives, decides and binds again, event by event, what an inspection's own stream says was.

    What was checked of an event is not checked again by the same object: all that it follows from was read and found
    sound before. The frames of lists lie elsewhere, and are opened each time. Safe for several threads.
    """

    def __init__(
        self,
        library: Library,
        cases: Folds,
        beside: Mapping[str, Part],
        deriving: Deriving,
        frames: Frames = no_frames,
    ) -> None:
        """Check against other streams.

        Args:
            library: the dated rules.
            cases: the streams of the sampled cases, whole.
            beside: the streams of the panels that had to do with the inspection, and the evidence room and the lists of
                cases that judgements and samples name.
            deriving: derives.
            frames: the frames of lists of cases, to draw again from.
        """
        self._redrawing = Redrawing(library, frames, beside)
        self._library = library
        self._cases = cases
        self._beside = beside
        self._deriving = deriving
        self._derived: dict[str, RatingsDerived] = {}
        self._decisions: set[str] = set()
        self._checked = 0
        self._wrong: Fault | None = None
        self._lock = threading.Lock()

    def check(self, own: Sequence[Sound], states: Sequence[Inspection]) -> None:
        """Check the inspection's own events, whose chain has been found sound.

        Args:
            own: the events: more or fewer of the same as before.
            states: the inspection before them, and after each of them; any that follow are not looked at.

        Raises:
            Fault: the first thing that does not hold.
        """
        with self._lock:
            while self._checked < len(own) and self._wrong is None:
                try:
                    self._check(own, states, self._checked)
                except Fault as fault:
                    self._wrong = fault
                else:
                    self._checked += 1
            for each, (state, after) in zip(own[: self._checked], pairwise(states), strict=False):
                if isinstance(each.event, SampleDrawn):
                    self._redrawing.check(each.event, each.recorded.position, state)
                elif isinstance(each.event, CaseReplaced):
                    self._redrawing.check_replaced(each.event, each.recorded.position, after)
            if self._wrong is not None and self._checked < len(own):
                raise Fault(self._wrong.verdict, self._wrong.place)

    def _check(self, own: Sequence[Sound], states: Sequence[Inspection], number: int) -> None:
        recorded, event = own[number].recorded, own[number].event
        state, after = states[number], states[number + 1]
        place = f"event {recorded.position}"
        if isinstance(event, RatingProposed):
            check_entries_of(event, recorded.position, state.known.inspection, self._beside)
        elif isinstance(event, SampleDrawn):
            check_list_of(event, recorded.position, self._beside)
        elif isinstance(event, RatingsDerived):
            before = [each.recorded.digest.hex() for each in own[: recorded.version - 1]]
            self._derive_again(place, event, state, before)
            self._derived[event.trace_digest] = event
        elif isinstance(event, RatingsDecided):
            self._decide_again(place, event, state)
        elif isinstance(event, RatingsConfirmed):
            self._confirm_again(place, event)
        elif isinstance(event, _OnReport):
            self._bound(place, event.report, state)
        if after.decision is not None:
            self._decisions.add(after.decision)
        if isinstance(event, _ChangesReport):
            self._bound(place, event.report, after)

    def _scheme(self, place: str, state: Inspection) -> Scheme:
        scheme = self._library.scheme_of(state.known.scheme)
        if scheme is None:
            raise Fault("incomplete", f"{place}: this installation lacks the pinned scheme")
        return scheme

    def _derive_again(self, place: str, event: RatingsDerived, state: Inspection, own: Sequence[str]) -> None:
        if tuple(each.stream for each in event.cases) != state.reads:
            raise Fault("incomplete", f"{place}: the cases it lists are not the sampled ones")
        read = {used.stream: self._as_used(place, used) for used in event.cases}
        again = self._deriving.derive(state, self._scheme(place, state), read, own)
        if again.trace_bytes.decode() != event.trace or again.digest != event.trace_digest:
            raise Fault("rating-differs", f"{place}: deriving again gives another trace")
        ratings = tuple((each.standard, each.rating) for each in event.ratings)
        if ratings != tuple((id_, result.rating) for id_, result in again.standards.items()):
            raise Fault("rating-differs", f"{place}: deriving again gives other ratings")
        if (event.overall, event.score, event.max_score) != (again.overall, again.score, again.max_score):
            raise Fault("rating-differs", f"{place}: deriving again gives another overall rating")

    def _as_used(self, place: str, used: CaseUsed) -> CaseThen:
        """A case as far as a derivation used it."""
        events = self._cases.events(used.stream)
        if len(events) < used.version:
            raise Fault("incomplete", f"{place}: case {used.stream} has fewer events than it used")
        if events[used.version - 1].recorded.digest.hex() != used.digest:
            raise Fault("changed", f"{place}: case {used.stream} is not what it used")
        return self._cases.after(used.stream, used.version)

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
        stream = panel_stream(event.panel)
        for said in (each.event for each in self._beside[stream].sound) if stream in self._beside else ():
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


def check_roles(not_authorised: Sequence[Sound]) -> None:
    """See that no event was recorded in a role that the authority table did not let do it on that day.

    Args:
        not_authorised: those that were.

    Raises:
        Fault: ``not-authorised``, for the first on the record of these.
    """
    if not_authorised:
        first = min(not_authorised, key=lambda each: each.recorded.position)
        place = f"event {first.recorded.position}: {first.recorded.name}"
        raise Fault("not-authorised", f"{place} is not for the role {acting_role_of(first)!a}")


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
