"""What is said about persons, opened for those who may see it: a reference, notes, characteristics, a contact.

Nothing that is opened here is kept: not in a view, nor in a log, nor in the memory of streams. One box that cannot be
opened hides no other: it says so in its place.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

import structlog

from activities.ports import Addressee, EventStore
from activities.privacy.reached import ContactShown, Sayings
from activities.privacy.vault import KeyErased, Unopenable, Vault
from domain.cases.alerts.events import AlertAcknowledged, AlertRaised
from domain.cases.diversity.counting import Aggregate, aggregate, counts
from domain.cases.events import AnswerNoted, CaseReferenceNoted, CaseSampled, CharacteristicsRecorded
from domain.cases.second_reads.state import SecondAnswerNoted
from domain.deciders import EVENT_NAMES
from domain.evidence.account import AccountGiven
from domain.ledger.envelope import Envelope
from domain.messages import Event
from domain.people.roles import Role
from domain.people.staff.decider import STAFF
from domain.people.staff.state import Staff
from domain.privacy.boxes import ERASED, UNOPENED, Place, Plain, Private
from domain.privacy.sealing import boxes
from domain.providers.provider import PROVIDER, Provider
from domain.streams import provider_stream, staff_stream

__all__ = ["AlertShown", "CaseAbout", "Personal", "TakenUp"]

log = structlog.get_logger(__name__)

_STAFF = staff_stream("")
"""How the streams of those on the staff begin."""


@dataclass(frozen=True, slots=True)
class CaseAbout:
    """What is said about the person behind a case.

    Attributes:
        reference: under which the provider knows the case; None if it was never noted.
        notes: the note beside each answer that has one.
        characteristics: the answers by characteristic, or None if none were recorded.
        sort: the words of the stratum that it was drawn from; None if it was drawn without.

    In place of a text, or of the characteristics as a whole, it says ``erased`` or ``cannot be opened``.
    """

    reference: str | None = None
    notes: Mapping[str, str] = field(default_factory=dict)
    characteristics: Mapping[str, str] | str | None = None
    sort: str | None = None


@dataclass(frozen=True, slots=True)
class TakenUp:
    """That somebody took an alert up.

    Attributes:
        by: who, by opaque id.
        role: in which role.
        at: when.
        action: what they said is done about it; None where it was not opened.
    """

    by: str
    role: str
    at: datetime
    action: str | None


@dataclass(frozen=True, slots=True)
class AlertShown:
    """What the record has of an alert besides its state.

    Attributes:
        by: who raised it, by opaque id.
        at: when.
        what: what the case shows; None where it was not opened.
        taken_up: that somebody took it up; None while nobody has.
    """

    by: str
    at: datetime
    what: str | None
    taken_up: TakenUp | None = None


class Personal:
    """Opens what is private. Safe to use from several threads."""

    def __init__(self, store: EventStore, vault: Callable[[], Vault]) -> None:
        """Open what a store holds with a vault's keys.

        Args:
            store: the record.
            vault: gives the keys, once something is to be opened.
        """
        self._store = store
        self._vault = vault
        self._sayings = Sayings(store)

    def case(self, stream: str) -> CaseAbout:
        """What is said about the person behind a case.

        Raises:
            VaultFault: the vault failed.
        """
        return self.cases([stream])[stream]

    def cases(self, streams: Iterable[str]) -> Mapping[str, CaseAbout]:
        """What is said about the persons behind some cases, by stream.

        Raises:
            VaultFault: the vault failed.
        """
        return {stream: self._case(stream, events) for stream, events in self._read(streams)}

    def notes(self, read: str) -> Mapping[str, str]:
        """The latest note beside each answer of a first or second read; it may be ``erased`` or ``cannot be opened``.

        Args:
            read: the stream of the read.

        Raises:
            VaultFault: the vault failed.
        """
        ((_, events),) = self._read([read])
        return {
            each.data.question: self._opened(each.data.note, read, each)
            for each in events
            if isinstance(each.data, AnswerNoted | SecondAnswerNoted)
        }

    def texts(self, stream: str) -> Mapping[tuple[int, str], str]:
        """Every private text of a stream, by the version of its event and the field it is in.

        Raises:
            VaultFault: the vault failed.
        """
        ((_, events),) = self._read([stream])
        return {
            (each.version, field): self._opened(box, stream, each)
            for each in events
            for field, box in boxes(each.data)
        }

    def alerts(self, stream: str, *, words: bool) -> Mapping[int, AlertShown]:
        """Who raised each alert of a case and who took it up, by its number, and what they said.

        Args:
            stream: the stream of the alerts.
            words: whether what was said is opened; left out for whoever may not be shown it.

        Raises:
            VaultFault: the vault failed.
        """
        found: dict[int, AlertShown] = {}
        ((_, events),) = self._read([stream])
        for each in events:
            match each.data:
                case AlertRaised(number=number, what=what):
                    said = self._opened(what, stream, each) if words else None
                    found[number] = AlertShown(each.actor, each.occurred_at, said)
                case AlertAcknowledged(number=number, action=action):
                    done = self._opened(action, stream, each) if words else None
                    taken = TakenUp(each.actor, each.acting_role, each.occurred_at, done)
                    found[number] = replace(found[number], taken_up=taken)
                case _:
                    pass
        return found

    def account(self, stream: str) -> tuple[str, ...]:
        """What somebody told the inspectors, as it was last written down; a text may be ``erased`` instead.

        Args:
            stream: the stream of the account.

        Raises:
            VaultFault: the vault failed.
        """
        ((_, events),) = self._read([stream])
        given = [each for each in events if isinstance(each.data, AccountGiven)]
        return tuple(
            self._opened(text, stream, each)
            for each in given[-1:]
            if isinstance(each.data, AccountGiven)
            for text in each.data.texts
        )

    def events(self, stream: str) -> Iterator[tuple[int, Event]]:
        """The events of a stream with their versions, as they were recorded."""
        ((_, events),) = self._read([stream])
        return ((each.version, each.data) for each in events)

    def diversity(self, streams: Iterable[str]) -> tuple[Aggregate, ...]:
        """The protected characteristics of some cases in the aggregate; what was erased counts as not recorded.

        Raises:
            VaultFault: the vault failed.
        """
        return aggregate(self._given(streams))

    def counts(self, streams: Iterable[str]) -> Mapping[str, Mapping[str, int]]:
        """The same as counted, nothing hidden: for putting tables together, never to be shown.

        Raises:
            VaultFault: the vault failed.
        """
        return counts(self._given(streams))

    def _given(self, streams: Iterable[str]) -> Iterator[Mapping[str, str]]:
        for stream, events in self._read(streams):
            given = self._characteristics(stream, events)
            yield given if isinstance(given, Mapping) else {}

    def contacts(self, persons: Iterable[str]) -> tuple[ContactShown, ...]:
        """How some persons are reached, contacts or staff, in the order asked for; strangers are left out.

        Raises:
            VaultFault: the vault failed.
        """
        said = self._sayings.of(persons)
        sealed = [
            (text, each.person, each.envelope) for each in said for text in each.texts if text is not None
        ]
        opened = iter(self._each_opened(sealed))
        return tuple(
            each.shown(*(None if text is None else next(opened) for text in each.texts)) for each in said
        )

    def names(self, persons: Iterable[str]) -> Mapping[str, str]:
        """What some persons are called, contacts or staff, by stream; strangers are left out.

        Nothing else of them is opened.

        Raises:
            VaultFault: the vault failed.
        """
        said = self._sayings.of(persons)
        opened = iter(
            self._each_opened(
                [(name, each.person, each.envelope) for each in said if (name := each.texts[0])]
            )
        )
        return {each.person: next(opened) if each.texts[0] else "" for each in said}

    def addressees(self, provider: str) -> tuple[Addressee, ...]:
        """The contacts of a provider who can be reached, to whom its notices go.

        Raises:
            VaultFault: the vault failed.
        """
        ((_, events),) = self._read([provider_stream(provider)])
        known: Provider = PROVIDER.fold(each.data for each in events)
        return self.reachable(known.contacts)

    def acting_as(self, role: Role, day: date) -> tuple[Addressee, ...]:
        """Those on the staff who can be reached and act in a role on a day, in their own right or for somebody else.

        Raises:
            VaultFault: the vault failed.
        """
        return self.reachable(
            person
            for person, each in self.staff().items()
            if each.holds(role, day) or each.deputises(role, day)
        )

    def staff(self) -> Mapping[str, Staff]:
        """Everybody on the staff record, by stream, as they stand: what is private about them stays closed."""
        people = self._store.streams(_STAFF)
        return {person: STAFF.fold(each.data for each in events) for person, events in self._read(people)}

    def reachable(self, persons: Iterable[str]) -> tuple[Addressee, ...]:
        """Those of some persons to whom a notice can go, in the order asked for.

        Raises:
            VaultFault: the vault failed.
        """
        contacts = self.contacts(persons)
        for each in contacts:
            if not each.left and UNOPENED in (each.name, each.email):
                log.warning("a contact gets no notice: who it is cannot be opened", person=each.person)
        return tuple(Addressee(each.person, each.name, each.email) for each in contacts if each.reachable)

    def _read(self, streams: Iterable[str]) -> Iterator[tuple[str, list[Envelope[Event]]]]:
        wanted = list(dict.fromkeys(streams))
        loaded = self._store.load(dict.fromkeys(wanted, 0)) if wanted else {}
        for stream in wanted:
            yield stream, [EVENT_NAMES.read(each) for each in loaded.get(stream, ())]

    def _case(self, stream: str, events: list[Envelope[Event]]) -> CaseAbout:
        reference: str | None = None
        sort: str | None = None
        notes: dict[str, str] = {}
        for each in events:
            match each.data:
                case CaseReferenceNoted():
                    reference = self._opened(each.data.reference, stream, each)
                case CaseSampled(sort=sealed) if sealed is not None:
                    sort = self._opened(sealed, stream, each)
                case AnswerNoted():
                    notes[each.data.question] = self._opened(each.data.note, stream, each)
                case _:
                    continue
        return CaseAbout(reference, notes, self._characteristics(stream, events), sort)

    def _characteristics(self, stream: str, events: list[Envelope[Event]]) -> Mapping[str, str] | str | None:
        for each in reversed(events):
            if isinstance(each.data, CharacteristicsRecorded):
                text = self._opened(each.data.answers, stream, each)
                answers: Mapping[str, str] | str = text if text in (ERASED, UNOPENED) else json.loads(text)
                return answers
        return None

    def _opened(self, private: Private, stream: str, envelope: Envelope[Event]) -> str:
        (text,) = self._each_opened([(private, stream, envelope)])
        return text

    def _each_opened(self, sealed: Sequence[tuple[Private, str, Envelope[Event]]]) -> Iterator[str]:
        """Several texts, with one look at the vault: in the place of one that is of no use, why."""
        boxes = []
        for private, stream, envelope in sealed:
            assert not isinstance(private, Plain), "the record holds no plain text"
            boxes.append((private, Place(stream, envelope.event_id, private.field)))
        for found, (_, place) in zip(self._vault().open_each(boxes) if boxes else (), boxes, strict=True):
            if isinstance(found, Unopenable):
                log.warning("a private text cannot be opened", stream=place.stream, why=str(found))
            yield (
                ERASED
                if isinstance(found, KeyErased)
                else UNOPENED
                if isinstance(found, Unopenable)
                else found
            )
