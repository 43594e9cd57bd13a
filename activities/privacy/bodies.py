"""Where the bodies beside the provider are reached, opened for those who write to them or may see it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from activities.ports import Addressee, EventStore
from activities.privacy.vault import KeyErased, Unopenable, Vault
from domain.deciders import EVENT_NAMES
from domain.languages import Language
from domain.ledger.envelope import Envelope
from domain.messages import Event
from domain.people.bodies import BodyAddressChanged, BodyRegistered, CopyOffered
from domain.people.body_rules import MAILBOX
from domain.people.body_state import Body
from domain.privacy.boxes import ERASED, UNOPENED, Place, Plain, Private
from domain.streams import mailbox_stream

__all__ = ["Bodies", "BodyShown"]


@dataclass(frozen=True, slots=True)
class BodyShown:
    """A body, and how it is reached on a day.

    Attributes:
        body: its code.
        title: its name, as it stands on distribution lists.
        email: its address on that day; empty where it has none then, ``erased`` or ``cannot be opened``.
        since: since when it holds; None where it has none then.
        languages: in which languages it is written to.
        refused: whether the address took no notice the last time.
        next_since: from which day on another address is to hold; None where none is.
        ended: from which day on nothing is sent there; None while that has no end.
    """

    body: str
    title: str
    email: str
    since: date | None
    languages: tuple[Language, ...]
    refused: bool
    next_since: date | None
    ended: date | None


class Bodies:
    """Opens the addresses of bodies. Safe to use from several threads."""

    def __init__(self, store: EventStore, vault: Callable[[], Vault]) -> None:
        """Open what a store holds with a vault's keys; it gives them once something is to be opened."""
        self._store = store
        self._vault = vault

    def all(self, day: date) -> tuple[BodyShown, ...]:
        """Every body that was ever registered, by name, as it is reached on a day.

        Raises:
            VaultFault: the vault failed.
        """
        prefix = mailbox_stream("")
        found = (self._shown(each.removeprefix(prefix), day) for each in self._store.streams(prefix))
        return tuple(sorted((each for each in found if each), key=lambda each: each.title.casefold()))

    def addressee(self, body: str, day: date) -> tuple[Addressee, tuple[Language, ...]] | None:
        """To whom a notice to a body goes on a day, and in which languages; None where it cannot be reached.

        Raises:
            VaultFault: the vault failed.
        """
        shown = self._shown(body, day)
        if shown is None or shown.refused or shown.email in ("", ERASED, UNOPENED):
            return None
        return Addressee(mailbox_stream(body), shown.title, shown.email), shown.languages

    def token(self, body: str, inspection: str, notice: str) -> str | None:
        """The secret part of the address at which a body reads a report; None where it was never set up, or is closed.

        Raises:
            VaultFault: the vault failed.
        """
        stream = mailbox_stream(body)
        events = self._read(stream)
        state: Body = MAILBOX.fold(each.data for each in events)
        copy = state.copies.get((inspection, notice))
        if copy is None or copy.closed:
            return None
        for each in events:
            if isinstance(each.data, CopyOffered) and each.data.digest == copy.digest:
                token = self._opened(each.data.token, stream, each)
                return None if token in (ERASED, UNOPENED) else token
        return None

    def _shown(self, body: str, day: date) -> BodyShown | None:
        stream = mailbox_stream(body)
        events = self._read(stream)
        state: Body = MAILBOX.fold(each.data for each in events)
        if not state.title:
            return None
        place, reached = state.place_on(day), state.reached_on(day)
        email = "" if place is None else self._address(stream, events, place)
        ahead = [each.since for each in state.addresses if each.since > day]
        return BodyShown(
            body=body,
            title=state.title,
            email=email,
            since=reached.since if reached else None,
            languages=state.languages_on(day),
            refused=reached is not None and reached.refused,
            next_since=min(ahead) if ahead and state.ended is None else None,
            ended=state.ended,
        )

    def _address(self, stream: str, events: list[Envelope[Event]], place: int) -> str:
        said = list(_addresses(events))
        envelope, email = said[place]
        return self._opened(email, stream, envelope)

    def _read(self, stream: str) -> list[Envelope[Event]]:
        loaded = self._store.load({stream: 0})
        return [EVENT_NAMES.read(each) for each in loaded.get(stream, ())]

    def _opened(self, private: Private, stream: str, envelope: Envelope[Event]) -> str:
        assert not isinstance(private, Plain), "the record holds no plain text"
        try:
            return self._vault().open(private, Place(stream, envelope.event_id, private.field))
        except KeyErased:
            return ERASED
        except Unopenable:
            return UNOPENED


def _addresses(events: list[Envelope[Event]]) -> Iterator[tuple[Envelope[Event], Private]]:
    """Every address with its event, in the order in which the state counts them."""
    for each in events:
        if isinstance(each.data, BodyRegistered | BodyAddressChanged):
            yield each, each.data.email
