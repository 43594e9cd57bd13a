"""Erasing what is held about somebody: first the record says so, then the key is destroyed.

In that order, because an erasure that nobody can account for must not happen. What is cut short in between is made
good by whoever next opens the vault, and by a loop beside every worker; until then the desk refuses more already.
"""

import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

import structlog

from activities.commanding.desk import Desk, Order, Outcome
from activities.ports import EventStore, StoreFault
from activities.privacy.vault import Destroyed, Vault
from domain.deciders import EVENT_NAMES
from domain.ledger.envelope import Recorded, Unreadable
from domain.privacy.subjects import SubjectErased, privacy_stream, subject_in

__all__ = ["Erasing", "ErasureLoop", "make_good"]

LOOK_SECONDS = 5.0
"""How soon a key is destroyed whose erasure was recorded by a process that then died: each look reads what is new."""

BATCH = 500

log = structlog.get_logger(__name__)


def make_good(store: EventStore, vault: Vault) -> int:
    """Destroy every key whose subject was erased by the record; how many were still there.

    Raises:
        StoreFault: the record or the vault failed.
    """
    known = {(each.subject, each.category) for each in vault.destroyed()}
    wanted = [
        stream for stream in store.streams(privacy_stream("")) if (subject_in(stream), None) not in known
    ]
    destroyed = 0
    for start in range(0, len(wanted), BATCH):
        loaded = store.load(dict.fromkeys(wanted[start : start + BATCH], 0))
        erased = [each for events in loaded.values() for recorded in events for each in _erasures(recorded)]
        destroyed += vault.destroy([each for each in erased if (each.subject, each.category) not in known])
    if destroyed:
        log.warning("keys destroyed whose subjects had been erased before", keys=destroyed)
    return destroyed


class Erasing:
    """Takes commands about what is held about somebody, and sees them through."""

    def __init__(
        self,
        store: EventStore,
        desk: Desk,
        vault: Callable[[], Vault],
        forget: Callable[[Collection[Destroyed]], object] = lambda _erased: None,
    ) -> None:
        """Erase what a store's subjects have in a vault.

        Args:
            store: the record.
            desk: takes the commands.
            vault: has the keys.
            forget: is told who was erased, once the keys are gone, and removes what else there is in plain.
        """
        self._store = store
        self._desk = desk
        self._vault = vault
        self._forget = forget

    def give(self, order: Order) -> Outcome:
        """Give a command; if anything is erased by it, key and notices are gone before the answer is given.

        Whatever the command comes to, keys whose erasure is on the record are destroyed: so the same command, given
        again after a crash, finishes what the first had begun.

        Raises:
            TooBusy: as :meth:`activities.commanding.desk.Desk.give`.
            StoreFault: the record or the vault failed; the key may still be there, until the command is given again.
        """
        vault = self._vault()  # before anything is recorded: without a vault, nothing can be erased
        outcome = self._desk.give(order)
        self._finish(vault, [str(getattr(order.command, "stream", ""))])
        return outcome

    def finish(self, streams: Iterable[str]) -> None:
        """Destroy the keys of whoever a command erased beside what else it did, as the draw of a sample does its list.

        Args:
            streams: those that the command wrote to.

        Raises:
            StoreFault: the record or the vault failed; a running worker, or whoever next opens the vault, finishes it.
        """
        erased = [stream for stream in dict.fromkeys(streams) if stream.startswith(privacy_stream(""))]
        if erased:
            self._finish(self._vault(), erased)

    def _finish(self, vault: Vault, streams: Sequence[str]) -> None:
        loaded = self._store.load(dict.fromkeys(streams, 0))
        erased = [each for several in loaded.values() for recorded in several for each in _erasures(recorded)]
        vault.destroy(erased)
        self._forget(erased)


class ErasureLoop:
    """Watches the record beside a worker, and destroys what another process recorded as erased and did not finish."""

    def __init__(self, store: EventStore, vault: Callable[[], Vault]) -> None:
        """Watch a store; its vault has been made good up to here when it was opened."""
        self._store = store
        self._vault = vault
        self._seen: int | None = None

    def run(self, stop: threading.Event) -> None:
        """Look until told to stop. A store or vault that is down is tried again at the next look."""
        while not stop.is_set():
            try:
                self.look()
            except StoreFault as error:
                log.warning("cannot see to erasures now", error=str(error))
            stop.wait(LOOK_SECONDS)

    def look(self) -> int:
        """Look once; how many keys were destroyed.

        Raises:
            StoreFault: the record or the vault failed.
        """
        if self._seen is None:
            last = self._store.last_position()
            destroyed = make_good(self._store, self._vault())
            self._seen = last
            return destroyed
        destroyed = 0
        while batch := self._store.scan(self._seen, BATCH):
            erased = [each for recorded in batch for each in _erasures(recorded)]
            if erased:
                destroyed += self._vault().destroy(erased)
            self._seen = batch[-1].position
        return destroyed


def _erasures(recorded: Recorded) -> Iterator[Destroyed]:
    if not recorded.stream.startswith(privacy_stream("")):
        return
    try:
        envelope = EVENT_NAMES.read(recorded)
    except Unreadable as unreadable:
        # Whoever recorded it sees to it. The desk refuses what is about this subject; all other subjects go on.
        log.warning("an event about what is held cannot be read", why=str(unreadable))
        return
    event = envelope.data
    if isinstance(event, SubjectErased):
        for category in event.categories or (None,):
            yield Destroyed(event.subject, category, envelope.recorded_at)
