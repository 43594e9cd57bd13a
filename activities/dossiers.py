"""Making dossiers: what a rating rests on is gathered from the record as it was stored, proved, and signed.

Nothing here has the vault. What is about a person is in the events in sealed boxes, and stays in them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from activities.auditing.rechecking import sound_part
from activities.inspections import unknown_inspection
from activities.ports import EventStore
from activities.proof.ports import SealingKeys
from activities.proof.proving import Proving
from activities.proof.sealing import NotConsistent, Sealing, SigningKeyMissing
from domain.auditing.undoing import undone_decision
from domain.canonical import canonical, leaf_digest, sha256_hex
from domain.cases.streams import case_of
from domain.dated_rules.library import Library
from domain.deciders import EVENT_NAMES
from domain.dossiers.dossier import Dossier, Parts, assemble
from domain.dossiers.page import DepartureTold, ErasureTold, Page, RatingTold, RulesTold
from domain.frameworks import Framework
from domain.inspections.decider import INSPECTION
from domain.inspections.events import (
    CorrectionOpened,
    InspectionCancelled,
    PublicationScheduled,
    RatingsConfirmed,
    RatingsDecided,
    RatingsDerived,
    ReportPublished,
    ReportSignedOff,
    ReportSubmitted,
    ReportWithdrawn,
)
from domain.inspections.state import Inspection
from domain.ledger.envelope import Envelope, Recorded
from domain.ledger.key_history import KeyHistory
from domain.ledger.merkle import check_several
from domain.ledger.notes import open_note
from domain.ledger.opening import RECORD_STREAM, RecordOpened, SealingKeyRotated
from domain.ledger.sealed import read_seal
from domain.messages import Event
from domain.panels.bearing import bears_on
from domain.privacy.subjects import SubjectErased, privacy_stream
from domain.ratings import Scheme
from domain.refusals import Refused
from domain.storyline.telling import sentence
from domain.streams import inspection_stream, panel_stream

__all__ = ["DossierPress", "Dossiers"]


class DossierPress(Protocol):
    """Prints the first page of a dossier. The same page always gives the same text."""

    def dossier(self, page: Page) -> str:
        """Print the page, which says what a dossier proves and what it cannot, as HTML that needs nothing else."""
        ...


_DERIVATIONS = EVENT_NAMES.names_of(RatingsDerived)
_DECISIONS = EVENT_NAMES.names_of(RatingsDecided, RatingsConfirmed)


@dataclass(frozen=True, slots=True)
class _Rated:
    """An inspection with its last derivation.

    Attributes:
        own: its stream.
        state: as it stands.
        place: the event that derived.
        derived: what it says.
    """

    own: Sequence[Recorded]
    state: Inspection
    place: Recorded
    derived: RatingsDerived

    @property
    def panel(self) -> str | None:
        """The stream of the panel that decided on these ratings, if one did."""
        for each in reversed(self.own[self.place.version :]):
            if each.name in _DECISIONS:
                decided = EVENT_NAMES.event(each)
                return panel_stream(decided.panel) if isinstance(decided, RatingsDecided) else None
        return None


class Dossiers:
    """Makes dossiers: one inspection in one file, with everything by which a stranger checks how it was rated."""

    def __init__(
        self,
        *,
        store: EventStore,
        proving: Proving,
        sealing: Sealing,
        keys: SealingKeys,
        library: Callable[[], Library],
        press: DossierPress,
    ) -> None:
        """Make dossiers.

        Args:
            store: the record.
            proving: makes the proof, and a checkpoint where there is none yet.
            sealing: knows the record's name and which key signs.
            keys: the keys on this machine.
            library: the dated rules; the pinned ones are found by their digests.
            press: prints the first page.
        """
        self._store = store
        self._proving = proving
        self._sealing = sealing
        self._keys = keys
        self._library = library
        self._press = press

    def streams(self, inspection: str) -> tuple[str, ...]:
        """The case streams whose events a dossier would hold.

        Raises:
            Refused: as :meth:`make`.
        """
        return tuple(each.stream for each in self._rated(inspection).derived.cases)

    def make(self, inspection: str) -> Dossier:
        """The dossier of an inspection's last derivation; the record is sealed first if that is not under a checkpoint.

        Args:
            inspection: the reference.

        Raises:
            Refused: ``unknown-inspection``; ``not-derived``: there are no ratings yet; ``pin-missing``: this
                installation lacks the scheme or framework that the inspection is bound to.
            NotConsistent: the record is not what was sealed.
            SigningKeyMissing: the key that signs now is not on this machine.
            StoreFault: the record or a key could not be read.
        """
        rated = self._rated(inspection)
        scheme, framework = self._pinned(rated.state)
        loaded = self._loaded(rated)
        if RECORD_STREAM not in loaded:
            raise NotConsistent("No dossier can be made: the record does not begin with having been opened.")
        _made_sure(loaded)
        streams = _held(rated, loaded)
        events = sorted(
            (each for several in streams.values() for each in several), key=lambda each: each.position
        )
        last = self._proving.covering(events[-1].position, "dossier")
        seal = read_seal(open_note(last.note).text)
        proof = tuple(self._proving.several([each.position for each in events], last.size))
        leaves = [(each.position - 1, leaf_digest(each.body)) for each in events]
        if not check_several(leaves, last.size, proof, seal.events.root):
            raise NotConsistent(
                f"The events of {inspection} are not those that checkpoint {last.number} was signed over."
            )
        history = self._sealing.history()
        signer = self._keys.signer(history.present)
        if signer is None:
            raise SigningKeyMissing("The private half of the key that signs dossiers is not on this machine.")
        page = self._page(rated, streams, history, len(events), last.size, seal.at)
        content = assemble(
            Parts(
                origin=self._sealing.origin,
                inspection=inspection,
                events=events,
                size=last.size,
                proof=proof,
                checkpoint=last.note,
                keys=history,
                notes=[
                    each.note for each in _read(streams[RECORD_STREAM]) if isinstance(each, SealingKeyRotated)
                ],
                framework=framework,
                scheme=scheme,
                trace=rated.derived.trace,
                page=self._press.dossier(page),
            ),
            signer,
        )
        return Dossier(
            inspection, content, len(events), tuple(sorted(streams)), last.size, seal.at, sha256_hex(content)
        )

    def held(self, inspection: str, state: Inspection) -> Iterator[Recorded]:
        """The events that a dossier made now would hold, as they are kept: whether they hold is not looked at here.

        Args:
            inspection: the reference.
            state: the inspection as it stands.

        Raises:
            Refused: ``unknown-inspection``; ``not-derived``: there are no ratings yet.
            StoreFault: the record could not be read.
        """
        rated = _rated(self._own(inspection), state, inspection)
        for events in _held(rated, self._loaded(rated)).values():
            yield from events

    def _rated(self, inspection: str) -> _Rated:
        own = self._own(inspection)
        _made_sure({inspection_stream(inspection): own})
        return _rated(own, INSPECTION.fold(map(EVENT_NAMES.event, own)), inspection)

    def _own(self, inspection: str) -> Sequence[Recorded]:
        stream = inspection_stream(inspection)
        own = self._store.load({stream: 0})[stream]
        if not own:
            raise unknown_inspection(inspection)
        return own

    def _pinned(self, state: Inspection) -> tuple[bytes, bytes | None]:
        """The canonical bytes of the scheme and the framework that it is bound to."""
        known, library = state.known, self._library()
        scheme, framework = library.scheme_of(known.scheme), library.framework_of(known.framework)
        if scheme is None or (framework is None and known.framework is not None):
            what = "scheme" if scheme is None else "framework"
            raise Refused.because(
                "pin-missing", f"This installation lacks the {what} that the inspection is bound to."
            )
        return scheme.canonical_bytes, canonical(framework.content()) if framework else None

    def _loaded(self, rated: _Rated) -> dict[str, Sequence[Recorded]]:
        """Every stream that belongs in, cases as far as they were used; the panel's whole."""
        used = {each.stream: each.version for each in rated.derived.cases}
        lists = [each.list for each in rated.state.samples.values() if each.list is not None]
        subjects = dict.fromkeys([*map(case_of, used), *lists])
        beside = [RECORD_STREAM, *(privacy_stream(each) for each in subjects)]
        panel = [rated.panel] if rated.panel else []
        loaded = self._store.load(dict.fromkeys([*used, *beside, *panel], 0))
        cut = {
            stream: [e for e in loaded[stream] if e.version <= version] for stream, version in used.items()
        }
        found: dict[str, Sequence[Recorded]] = {rated.place.stream: rated.own, **cut}
        return found | {stream: loaded[stream] for stream in [*beside, *panel] if loaded[stream]}

    def _page(
        self,
        rated: _Rated,
        streams: Mapping[str, Sequence[Recorded]],
        history: KeyHistory,
        events: int,
        sealed: int,
        sealed_at: str,
    ) -> Page:
        known, derived, decided = rated.state.known, rated.derived, rated.state.decided
        scheme = self._library().scheme_of(known.scheme)
        assert scheme is not None  # looked for before
        framework = self._library().framework_of(known.framework)
        titles = {each.id: each.title for each in scheme.standards}
        undone = undone_decision(EVENT_NAMES.read(each) for each in rated.own)
        final = {each.standard: each.rating for each in decided.ratings} if decided else {}
        return Page(
            inspection=known.inspection,
            providers=(known.provider_name, *(each.provider_name for each in known.others)),
            announced_on=known.announced_on.isoformat(),
            scheme=_rules_told(scheme),
            framework=_rules_told(framework) if framework else None,
            origin=self._sealing.origin,
            key=str(history.at(sealed)),
            position=rated.place.position,
            trace_digest=derived.trace_digest,
            cases=sum(each.stream.startswith("case-") for each in derived.cases),
            seconds=sum(each.stream.startswith("second-read-") for each in derived.cases),
            ratings=tuple(
                RatingTold(each.standard, titles[each.standard], each.rating, final.get(each.standard))
                for each in derived.ratings
            ),
            overall=derived.overall,
            cancelled_on=_cancelled_on(rated.own),
            withdrawn=rated.state.withdrawn,
            became=tuple(_became(rated.own)),
            decided_on=decided.decided_on.isoformat() if decided else None,
            decided_overall=decided.overall if decided else None,
            panel=decided.panel if isinstance(decided, RatingsDecided) else None,
            undone=undone.words if undone else None,
            departures=tuple(
                DepartureTold(each.subject, each.derived, each.decided, each.trigger, each.reason)
                for each in (decided.departures if decided else ())
            ),
            erased=tuple(_erasures(streams)),
            events=events,
            sealed=sealed,
            sealed_at=sealed_at,
            simulated=any(
                isinstance(each, RecordOpened) and each.time == "simulated"
                for each in _read(streams[RECORD_STREAM])
            ),
        )


def _made_sure(streams: Mapping[str, Sequence[Recorded]]) -> None:
    """Make sure that streams are what was recorded, before anything is put together of them."""
    for events in streams.values():
        _, fault = sound_part(events)
        if fault is not None:
            raise NotConsistent(f"No dossier can be made: {fault.place}.")


def _rated(own: Sequence[Recorded], state: Inspection, inspection: str) -> _Rated:
    """An inspection with its last derivation.

    Raises:
        Refused: ``not-derived``: there is none.
    """
    place = next((each for each in reversed(own) if each.name in _DERIVATIONS), None)
    derived = EVENT_NAMES.event(place) if place else None
    if place is None or not isinstance(derived, RatingsDerived):
        raise Refused.because("not-derived", f"No ratings of {inspection} have been derived yet.")
    return _Rated(own, state, place, derived)


def _held(rated: _Rated, loaded: Mapping[str, Sequence[Recorded]]) -> dict[str, Sequence[Recorded]]:
    """The streams as far as they belong in: of a meeting what bears on this inspection."""
    panel, inspection = rated.panel, rated.state.known.inspection
    return {
        stream: [each for each in events if bears_on(EVENT_NAMES.event(each), inspection)]
        if stream == panel
        else events
        for stream, events in loaded.items()
    }


def _read(events: Iterable[Recorded]) -> list[Event]:
    return list(map(EVENT_NAMES.event, events))


def _cancelled_on(own: Sequence[Recorded]) -> str | None:
    """The day on which it was recorded that the inspection was cancelled, if it was."""
    read: list[Envelope[Event]] = [EVENT_NAMES.read(each) for each in own]
    days = [each.recorded_at.date() for each in read if isinstance(each.data, InspectionCancelled)]
    return days[0].isoformat() if days else None


_OF_THE_REPORT = (
    ReportSignedOff,
    ReportSubmitted,
    PublicationScheduled,
    ReportPublished,
    CorrectionOpened,
    ReportWithdrawn,
)
"""What of the report's course the first page tells."""


def _became(own: Sequence[Recorded]) -> Iterable[tuple[str, str]]:
    """What became of the report, in the words of the timeline."""
    read: Iterable[Envelope[Event]] = map(EVENT_NAMES.read, own)
    for each in read:
        if isinstance(each.data, _OF_THE_REPORT) and (told := sentence(each.data)):
            yield each.recorded_at.date().isoformat(), told


def _rules_told(rules: Scheme | Framework) -> RulesTold:
    return RulesTold(f"{rules.title} ({rules.id}, version {rules.version})", rules.digest)


def _erasures(streams: Mapping[str, Sequence[Recorded]]) -> Iterable[ErasureTold]:
    for stream, events in sorted(streams.items()):
        for each in events if stream.startswith(privacy_stream("")) else ():
            envelope: Envelope[Event] = EVENT_NAMES.read(each)
            said = envelope.data
            if isinstance(said, SubjectErased):
                at = envelope.recorded_at.date().isoformat()
                yield ErasureTold(said.subject, said.categories, at, said.authority)
