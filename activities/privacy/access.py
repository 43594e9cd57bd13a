"""Everything that is held about somebody, opened: the answer to a person who asks (UK GDPR, Article 15).

The whole record is gone through for whatever names the subject, not only the subject's own stream. That it was opened,
by whom and what for, is recorded before anything is handed out.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from activities.commanding.desk import Declined, Desk, Order
from activities.ports import EventStore
from activities.privacy.vault import KeyErased, Unopenable, Vault
from domain.deciders import EVENT_NAMES
from domain.given import Actor
from domain.ledger.envelope import Envelope, Recorded
from domain.messages import Event
from domain.privacy.boxes import ERASED, Category, Place, Sealed
from domain.privacy.sealing import boxes
from domain.privacy.subjects import GiveAccess
from domain.refusals import Refused
from domain.storyline.telling import sentence

__all__ = ["Access", "HeldText", "Mention"]

BATCH = 1000


@dataclass(frozen=True, slots=True, repr=False)
class HeldText:
    """One private text.

    Attributes:
        field: where in its event it is.
        category: the class of data that it is.
        text: the text; ``erased``; or None where it cannot be opened.
        trouble: why it cannot be opened; None if it can, or was erased.
    """

    field: str
    category: Category
    text: str | None
    trouble: str | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """One event that names the subject.

    Attributes:
        position: its place in the record.
        stream: the stream that it is on.
        name: its stored name.
        occurred_at: when it was so.
        recorded_at: when it was written down.
        actor: who it came from, opaque.
        acting_role: in which role.
        sentence: what happened.
        texts: what it says about the subject.
    """

    position: int
    stream: str
    name: str
    occurred_at: datetime
    recorded_at: datetime
    actor: str
    acting_role: str
    sentence: str
    texts: tuple[HeldText, ...]


class Access:
    """Gathers what is held about a subject."""

    def __init__(self, store: EventStore, desk: Desk, vault: Callable[[], Vault]) -> None:
        """Gather from a store, and open with a vault's keys."""
        self._store = store
        self._desk = desk
        self._vault = vault

    def give(
        self,
        subject: str,
        purpose: str,
        command_id: str,
        actor: Actor,
        went: Callable[[int, int], None] = lambda _done, _all: None,
    ) -> tuple[Mention, ...]:
        """Open everything that is held about a subject, having recorded that it was.

        Args:
            subject: whom it is about.
            purpose: what it is opened for.
            command_id: of the command that records it.
            actor: who opens it.
            went: is told how far the record has been gone through, and how far it goes.

        Returns:
            Every event that names the subject, oldest first.

        Raises:
            Refused: the actor may not, or nothing is on the record about the subject.
            StoreFault: the record or the vault failed.
        """
        found = list(self._mentions(subject, went))
        texts = sum(box.subject == subject for _, each in found for _, box in boxes(each.data))
        outcome = self._desk.give(
            Order(command_id, GiveAccess(subject=subject, purpose=purpose, texts=texts), actor)
        )
        if isinstance(outcome, Declined):
            raise Refused(outcome.refusal)
        return tuple(self._opened(recorded, envelope, subject) for recorded, envelope in found)

    def _mentions(
        self, subject: str, went: Callable[[int, int], None]
    ) -> Iterator[tuple[Recorded, Envelope[Event]]]:
        sought, last, seen = subject.encode(), self._store.last_position(), 0
        while seen < last and (batch := self._store.scan(seen, BATCH)):
            for recorded in batch:
                # Looked for in the bytes first: reading every event would take a hundred times as long.
                if sought in recorded.body:
                    yield recorded, EVENT_NAMES.read(recorded)
            seen = batch[-1].position
            went(min(seen, last), last)

    def _opened(self, recorded: Recorded, envelope: Envelope[Event], subject: str) -> Mention:
        texts = tuple(
            _open(self._vault(), envelope, field, box)
            for field, box in boxes(envelope.data)
            if box.subject == subject
        )
        return Mention(
            position=recorded.position,
            stream=recorded.stream,
            name=recorded.name,
            occurred_at=envelope.occurred_at,
            recorded_at=envelope.recorded_at,
            actor=envelope.actor,
            acting_role=envelope.acting_role,
            sentence=sentence(envelope.data) or envelope.name,
            texts=texts,
        )


def _open(vault: Vault, envelope: Envelope[Event], field: str, box: Sealed) -> HeldText:
    """One box of a recorded event, opened as far as it can be.

    Raises:
        VaultFault: the vault failed.
    """
    # In an older version of an event a field may have had another name, which its box was sealed with.
    if field != box.field and envelope.name == envelope.data.name:
        return HeldText(field, box.category, None, f"The box in {field} belongs into {box.field}.")
    try:
        return HeldText(
            field, box.category, vault.open(box, Place(envelope.stream, envelope.event_id, box.field))
        )
    except KeyErased:
        return HeldText(field, box.category, ERASED)
    except Unopenable as trouble:
        return HeldText(field, box.category, None, str(trouble))
