"""Asking whoever delivers notices what became of them, so that one that came back is seen without anybody reporting it.

Handing a notice over is not delivering it. Where the way that notices go can tell what became of one, every worker
asks now and then about those of whom it has not told; what it tells is recorded, each once.
"""

import threading
from collections.abc import Iterator
from itertools import islice
from typing import Literal, Protocol, runtime_checkable

import structlog

from activities.commanding.desk import Declined, Desk, Order
from activities.commanding.records import Records
from activities.ports import EventStore, StoreFault
from domain.given import Actor
from domain.people.postings import Posting, RecordDelivery, posting_stream
from domain.people.roles import Role

__all__ = ["Deliveries", "Fate", "Tracks"]

Fate = Literal["delivered", "bounced", "on-its-way", "unknown"]
"""What became of a notice; ``unknown`` of one that whoever delivers it does not know, or knows no more."""

ASK_SECONDS = 600.0
"""How often it is asked: what comes back does so within minutes, or after days of trying."""

_AT_ONCE = 200
"""Postings that are read together."""

_ASSAY = Actor(id="assay", role=Role.MACHINERY, authenticated_by="assay")

log = structlog.get_logger(__name__)


@runtime_checkable
class Tracks(Protocol):
    """A way of notices that can tell what became of one."""

    def fate(self, notice: str, reader: str) -> Fate:
        """What became of a notice to a reader.

        Raises:
            StoreFault: whoever delivers it could not be asked just now.
        """
        ...


class Deliveries:
    """Asks what became of notices that are on their way, and records what it is told."""

    def __init__(self, desk: Desk, records: Records, store: EventStore, tracks: Tracks) -> None:
        """Ask this way about what is on this record."""
        self._desk, self._records, self._store, self._tracks = desk, records, store, tracks
        self._unknown: set[tuple[str, str]] = set()

    def run(self, stop: threading.Event) -> None:
        """Ask until told to stop. What cannot be asked or recorded now is tried again at the next round."""
        while not stop.is_set():
            try:
                self.ask()
            except StoreFault as fault:
                log.warning("cannot ask what became of notices now", error=str(fault))
            stop.wait(ASK_SECONDS)

    def ask(self) -> int:
        """Ask once about every notice on its way; of how many more is known than before.

        Raises:
            StoreFault: the record failed, or whoever delivers notices could not be asked.
        """
        told = 0
        for posting in self._postings():
            for reader in posting.on_their_way:
                told += self._asked(posting.notice, reader)
        return told

    def _postings(self) -> Iterator[Posting]:
        streams = self._store.streams("posting-")
        while several := list(islice(streams, _AT_ONCE)):
            for each in self._records.read(several).values():
                yield each.state

    def _asked(self, notice: str, reader: str) -> bool:
        if (notice, reader) in self._unknown:
            return False
        fate = self._tracks.fate(notice, reader)
        if fate == "unknown":
            self._unknown.add((notice, reader))
            return False
        if fate == "on-its-way":
            return False
        if fate == "bounced":
            log.warning("a notice came back", reader=reader, notice=notice)
        stream = posting_stream(notice)
        command = RecordDelivery(posting=stream, reader=reader, became=fate)
        outcome = self._desk.give(Order(f"{stream}/{reader}/{fate}", command, _ASSAY))
        if isinstance(outcome, Declined):
            raise StoreFault(f"It was not recorded what became of {notice} for {reader}: {outcome.refusal}")
        return True
