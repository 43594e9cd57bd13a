"""Retention: what has been kept for as long as its schedule says, and its erasure by the same command as any other."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from activities.commanding.desk import Declined, Order
from activities.commanding.records import Records
from activities.ports import EventStore
from activities.privacy.erasing import Erasing
from activities.privacy.vault import Vault
from domain.comments.events import CommentAnswered
from domain.decider import not_authorised
from domain.deciders import EVENT_NAMES
from domain.evidence.state import EvidenceRoom
from domain.given import Actor
from domain.holdings.document import document_stream
from domain.inspections.events import (
    CaseListReceived,
    CaseReadsReopened,
    CaseReplaced,
    EvidenceLinked,
    EvidenceReceived,
    EvidenceReplaced,
    InspectionCancelled,
    InspectionClosed,
    SampleDrawn,
)
from domain.ledger.envelope import Recorded
from domain.messages import Event
from domain.people.bodies import BodyEnded, BodyRegistered
from domain.people.contacts import PersonLeft
from domain.people.staff.events import StaffLeft
from domain.privacy.boxes import Category
from domain.privacy.retention import Keeping, RetentionRule, Schedule
from domain.privacy.subjects import EraseSubject, privacy_stream
from domain.programme.year.events import PlanProposed, ProgrammeClosed, ProgrammeReplanned
from domain.programme.year.published.responses import ResponseDecided
from domain.refusals import Refusal, Refused
from domain.streams import code_in, inspection_stream, room_stream
from domain.working_days import in_words, london_date

__all__ = ["Due", "Retained", "Retention"]

BATCH = 100

_ENDS: dict[type[Event], Keeping] = {
    InspectionClosed: "inspection-ended",
    InspectionCancelled: "inspection-ended",
    ProgrammeClosed: "inspection-ended",
    PersonLeft: "person-left",
    BodyEnded: "person-left",
    StaffLeft: "person-left",
    CommentAnswered: "comment-answered",
    ResponseDecided: "comment-answered",
}
_ENDED = EVENT_NAMES.names_of(*_ENDS)
_REGISTERED = EVENT_NAMES.names_of(BodyRegistered)
_WITH_PERSONS = EVENT_NAMES.names_of(SampleDrawn, CaseReplaced, CaseListReceived)
_WITH_DOCUMENTS = EVENT_NAMES.names_of(
    EvidenceReceived, EvidenceReplaced, EvidenceLinked, PlanProposed, ProgrammeReplanned
)


@dataclass(frozen=True, slots=True)
class Due:
    """One class of one subject's data that need not be kept any longer.

    Attributes:
        subject: whose.
        category: which class.
        counted_from: the day from which its period was counted.
        since: the first day on which it was no longer to be kept.
        rule: by which rule.
        holds: the codes of the holds that keep it all the same.
    """

    subject: str
    category: Category
    counted_from: date
    since: date
    rule: RetentionRule
    holds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Retained:
    """What came of a run for one subject.

    Attributes:
        subject: whose.
        categories: the classes that were due.
        refusal: why they were not erased after all; None if they were.
    """

    subject: str
    categories: tuple[Category, ...]
    refusal: Refusal | None


class Retention:
    """Applies a schedule to a record."""

    def __init__(
        self, store: EventStore, records: Records, vault: Callable[[], Vault], erasing: Erasing
    ) -> None:
        """Apply schedules to what a store and its vault hold."""
        self._store = store
        self._records = records
        self._vault = vault
        self._erasing = erasing

    def due(self, schedule: Schedule, on: date) -> tuple[Due, ...]:
        """What need not be kept any longer on a day, by subject; what is held is among it, and says so.

        Raises:
            StoreFault: the record or the vault failed.
            Unreadable: the record holds an event of a newer version of Assay.
        """
        found: list[Due] = []
        for subject, keeping, counted_from in self._ended():
            rules = [
                each
                for each in schedule.rules
                if each.counted_from == keeping and each.of == _kept_as(subject)
            ]
            passed = [each for each in rules if each.due(counted_from) <= on]
            if passed:
                found += self._of_subject(subject, passed, counted_from)
        return tuple(sorted(found, key=lambda each: (each.since, each.subject, each.category)))

    def run(self, schedule: Schedule, on: date, actor: Actor, run_id: str) -> Iterator[Retained]:
        """Erase what is due and not held, subject by subject, with the schedule as authority.

        Cut short, it is simply run again: what was erased is no longer due, and what was refused is asked for anew.

        Args:
            schedule: by which.
            on: the day.
            actor: who runs it.
            run_id: another for each run, since an id that a refusal has used up stays refused.

        Raises:
            Refused: ``not-authorised``, before anything is asked for.
            StoreFault: the record or the vault failed.
        """
        if (unauthorised := not_authorised(actor.role, EraseSubject.verb)) is not None:
            raise Refused(unauthorised)
        by_subject: dict[str, list[Due]] = {}
        for each in self.due(schedule, on):
            if not each.holds:
                by_subject.setdefault(each.subject, []).append(each)
        for subject, several in by_subject.items():
            categories = tuple(each.category for each in several)
            outcome = self._erasing.give(self._order(run_id, schedule, subject, several, actor))
            yield Retained(subject, categories, outcome.refusal if isinstance(outcome, Declined) else None)

    @staticmethod
    def _order(run_id: str, schedule: Schedule, subject: str, several: Sequence[Due], actor: Actor) -> Order:
        kept = "; ".join(
            f"{each.category} kept for {each.rule.months} months from {in_words(each.counted_from)}"
            for each in several
        )
        command = EraseSubject(
            subject=subject,
            authority=schedule.authority,
            reason=f"Kept for as long as it is needed: {kept}.",
            categories=tuple(each.category for each in several),
        )
        return Order(f"{run_id}/{schedule.id}/{schedule.version}/{subject}", command, actor)

    def _of_subject(self, subject: str, rules: Sequence[RetentionRule], counted_from: date) -> Iterator[Due]:
        there = {each.category for each in self._vault().keys(subject) if each.destroyed is None}
        wanted = [each for each in rules if each.category in there]
        if not wanted:
            return
        stream = privacy_stream(subject)
        holds = tuple(sorted(self._records.read([stream])[stream].state.holds))
        for rule in wanted:
            yield Due(subject, rule.category, counted_from, rule.due(counted_from), rule, holds)

    def _ended(self) -> Iterator[tuple[str, Keeping, date]]:
        """Every subject whose periods have begun to run, with what they are counted from."""
        uses: dict[str, list[tuple[Keeping, date] | None]] = {}
        for prefix in ("inspection-", "person-", "staff-", "comment-", "response-", "programme-", "mailbox-"):
            streams = list(self._store.streams(prefix))
            for start in range(0, len(streams), BATCH):
                loaded = self._store.load(dict.fromkeys(streams[start : start + BATCH], 0))
                for stream, events in loaded.items():
                    ended = _end(events)
                    for document in _documents(events):
                        uses.setdefault(document, []).append(ended)
                    if ended is not None:
                        of_inspection = prefix == "inspection-"
                        about = (*_listed(events), *self._accounts(stream)) if of_inspection else (stream,)
                        for subject in about:
                            yield subject, *ended

        for document, several in uses.items():
            # What another inspection has linked is kept for as long as the last of them needs it.
            ends = [each for each in several if each is not None]
            if len(ends) == len(several):
                yield document, *max(ends, key=lambda each: each[1])

    def _accounts(self, inspection: str) -> Iterator[str]:
        """The accounts of what people said to the inspectors."""
        stream = room_stream(code_in(inspection, inspection_stream))
        room: EvidenceRoom = self._records.read([stream])[stream].state
        yield from (each.account for each in room.register.values() if each.account is not None)


def _kept_as(subject: str) -> str:
    """The kind of subject whose rules hold for one: a body's address is kept as a contact's is."""
    kind = subject.split("-")[0]
    return "person" if kind == "mailbox" else kind


def _documents(events: Sequence[Recorded]) -> Iterator[str]:
    """The documents that an inspection was handed in, or has linked, and the tables of a programme's plans."""
    for each in events:
        if each.name not in _WITH_DOCUMENTS:
            continue
        match EVENT_NAMES.read(each).data:
            case EvidenceReceived(document=str() as document):
                yield document_stream(document)
            case EvidenceReplaced(document=document) | EvidenceLinked(document=str() as document):
                yield document_stream(document)
            case PlanProposed(content=content) | ProgrammeReplanned(content=content):
                yield document_stream(content.document)
            case _:
                continue


def _end(events: Sequence[Recorded]) -> tuple[Keeping, date] | None:
    for each in events:
        if each.name not in EVENT_NAMES.known:  # it may say that the matter goes on after all
            EVENT_NAMES.read(each)
    last = next((each for each in reversed(events) if each.name in _ENDED), None)
    if last is None:
        return None
    envelope = EVENT_NAMES.read(last)
    event = envelope.data
    match event:
        case InspectionClosed():
            if any(each.name == CaseReadsReopened.name for each in events[events.index(last) :]):
                return None  # its report is being corrected; it is closed again with that edition
            day = event.closed_on
        case BodyEnded():
            if any(each.name in _REGISTERED for each in events[events.index(last) :]):
                return None  # it was registered anew
            day = event.since
        case _:
            day = london_date(envelope.occurred_at)
    return _ENDS[type(event)], day


def _listed(events: Sequence[Recorded]) -> Iterator[str]:
    """The lists that were handed in for an inspection, and the cases drawn from them, at first or as replacements."""
    for each in events:
        if each.name not in _WITH_PERSONS:
            continue
        match EVENT_NAMES.read(each).data:
            case SampleDrawn(cases=cases):
                yield from cases
            case CaseReplaced(by=str() as by):
                yield by
            case CaseListReceived(list=list_):
                yield list_
            case _:
                continue
