"""What is kept of lists of cases, opened: their rows, and the frames with which they were closed."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from activities.ports import Documents, EventStore, StoreFault
from activities.privacy.vault import BoxRefused, KeyErased, KeyMissing, Vault
from domain.cases.lists.checking import Table
from domain.cases.lists.events import CaseListClosed, CaseListHandedIn
from domain.cases.lists.rules import CaseList
from domain.cases.sampling.frame import Frame, read_frame
from domain.deciders import EVENT_NAMES
from domain.inspections.events import CaseListReceived
from domain.ledger.envelope import Recorded
from domain.messages import Event
from domain.privacy.boxes import Place, Plain, Private
from domain.refusals import Refused

__all__ = ["Encrypting", "KeptLists", "StandingList"]

E = TypeVar("E", bound=Event)


class Encrypting(Protocol):
    """Encrypts files, each under a key of its own."""

    def fresh(self) -> str:
        """32 hexadecimal digits at random, which nobody can guess."""
        ...

    def lock(self, content: bytes) -> tuple[bytes, str]:
        """Encrypt a file; what came of it, and the key."""
        ...

    def unlock(self, locked: bytes, key: str) -> bytes:
        """Decrypt a file.

        Raises:
            StoreFault: it was altered, or the key is another.
        """
        ...


@dataclass(frozen=True, slots=True)
class StandingList:
    """The list of a population as it stands.

    Attributes:
        stream: its stream.
        received: how the inspection took it in.
        state: what became of it.
        digest: the digest of its last entry, in hexadecimal.
    """

    stream: str
    received: CaseListReceived
    state: CaseList
    digest: str


class KeptLists:
    """Opens what is kept of lists: encrypted files among the documents, whose keys are in sealed boxes."""

    def __init__(
        self,
        store: EventStore,
        documents: Documents,
        vault: Callable[[], Vault],
        encrypting: Encrypting,
    ) -> None:
        """Open files among some documents, with the keys that a vault has."""
        self._store = store
        self._documents = documents
        self._vault = vault
        self._encrypting = encrypting

    def table(self, held: StandingList) -> Table:
        """The rows of a list, opened.

        Raises:
            Refused: ``list-erased``, once its sample was drawn, or another took its place.
            StoreFault: the file is gone or altered, or the vault failed.
        """
        handed_in = self.last(held.stream, CaseListHandedIn)
        key = self.opened(handed_in.key, held.stream, CaseListHandedIn)
        locked = self._documents.fetch(handed_in.document)
        if locked is None:
            raise StoreFault(f"The encrypted rows of {held.stream} are not among the documents.")
        return Table(json.loads(self._encrypting.unlock(locked, key))["columns"], handed_in.rows)

    def frame(self, held: StandingList) -> Frame:
        """The frame with which a list was closed.

        Raises:
            Refused: ``list-erased``, once another list took its place, or retention erased it.
            StoreFault: it is not among the documents, or the vault failed.
        """
        return self.frame_of(held.stream)

    def frame_of(self, stream: str, events: Sequence[Recorded] | None = None) -> Frame:
        """The frame with which the list of a stream was closed; as :meth:`frame`.

        Args:
            stream: the list's.
            events: its events, where they have been read already.
        """
        event_id, closed = self._found(stream, CaseListClosed, events)
        kept = self._documents.fetch(closed.document or closed.frame)
        if kept is None:
            raise StoreFault(f"The sampling frame of {stream} is not among the documents.")
        if closed.frame_key is not None:
            kept = self._encrypting.unlock(kept, self._opened(closed.frame_key, stream, event_id))
        return read_frame(kept.decode())

    def seed_entry(self, stream: str) -> str:
        """The digest of the entry that closed a list, in hexadecimal; empty while it is open."""
        for recorded in self._store.load({stream: 0})[stream]:
            if recorded.name in EVENT_NAMES.names_of(CaseListClosed):
                return recorded.digest.hex()
        return ""

    def last(self, stream: str, event: type[E]) -> E:
        """The last event of a kind on the stream of a list.

        Raises:
            Refused: ``unknown-list``, or ``list-open`` for one that was not closed, where there is none.
        """
        return self._found(stream, event)[1]

    def opened(self, private: Private, stream: str, event: type[Event]) -> str:
        """What a sealed box in the last event of a kind holds.

        Raises:
            Refused: ``list-erased``, once its key was erased.
            StoreFault: the vault failed.
        """
        event_id, _ = self._found(stream, event)
        return self._opened(private, stream, event_id)

    def _opened(self, private: Private, stream: str, event_id: str) -> str:
        assert not isinstance(private, Plain), "the record holds no plain text"
        try:
            return self._vault().open(private, Place(stream, event_id, private.field))
        except KeyErased:
            raise Refused.because(
                "list-erased",
                "What the list says was erased: its sample was drawn, another list took its place, or its time was up.",
            ) from None
        except (KeyMissing, BoxRefused) as trouble:
            raise StoreFault(str(trouble)) from None

    def _found(self, stream: str, event: type[E], events: Sequence[Recorded] | None = None) -> tuple[str, E]:
        names = EVENT_NAMES.names_of(event)
        for recorded in reversed(self._store.load({stream: 0})[stream] if events is None else events):
            if recorded.name in names:
                envelope = EVENT_NAMES.read(recorded)
                assert isinstance(envelope.data, event)
                return envelope.event_id, envelope.data
        if event is CaseListClosed:
            raise Refused.because("list-open", "The list is not closed yet, so there is no seed to draw by.")
        raise Refused.because("unknown-list", "There is no such list; nothing has been recorded about it.")
