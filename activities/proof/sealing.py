"""Sealing: signing what the record is, so that nobody, its keeper included, can change it afterwards unnoticed.

A seal goes on from the last one. What was sealed before is read again once, when a process begins, and from then on
only its end is looked at: the record must still begin with what was signed, or nothing is signed any more.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import structlog

from activities.ports import Clock, StoreFault
from activities.proof.ports import EventsMissing, RecordLedger, Sealed, SealingKeys, TableMissing
from activities.proof.relying import NewerHistory, has_sealed, history_of
from domain.canonical import leaf_digest
from domain.deciders import EVENT_NAMES
from domain.frameworks.events import FrameworkPublished
from domain.inspections.events import ReportPublished
from domain.ledger.envelope import instant
from domain.ledger.key_history import BrokenHistory, KeyHistory
from domain.ledger.notes import PublicKey, open_note
from domain.ledger.sealed import Trees, command_leaf, read_seal, refusal_leaf
from domain.text import counted

__all__ = ["NotConsistent", "Sealing", "SealingLoop", "SigningKeyMissing", "grow"]

PAGE = 5_000
SWEEP_SECONDS = 2.0
"""How soon a publication is noticed: each look is one indexed query."""

PUBLICATIONS = EVENT_NAMES.names_of(ReportPublished, FrameworkPublished)
"""Events after which a checkpoint is made at once: from then on people outside rely on what is recorded."""

log = structlog.get_logger(__name__)


class NotConsistent(Exception):
    """The record is no longer what was sealed; nothing is signed until somebody has looked into it."""


class SigningKeyMissing(Exception):
    """The private half of the key that signs now is not on this machine, or which key that is cannot be told."""


def grow(ledger: RecordLedger, trees: Trees, events: int, refusals: int, *, afresh: bool = False) -> None:
    """Grow the trees up to so many events and refusals.

    Args:
        ledger: the record.
        trees: as far as they have been grown.
        events: up to which position.
        refusals: up to which number.
        afresh: whether the events' bytes are hashed anew, and not only their digests taken.

    Raises:
        NotConsistent: something is missing, or bytes are not what their digest says.
        StoreFault: the database failed.
    """
    for start in range(trees.events.size, events, PAGE):
        end = min(start + PAGE, events)
        trees.events.extend(_hashed(ledger, start, end) if afresh else ledger.digests(start, end))
        trees.commands.extend(
            command_leaf(each.command_id, each.digest, each.first_position, each.last_position)
            for each in ledger.commands_of(start, end)
        )
    while trees.refusals.size < refusals:
        start = trees.refusals.size
        rows = ledger.refusal_rows(start, min(PAGE, refusals - start))
        if [row.entry.number for row in rows] != list(range(start + 1, start + 1 + len(rows))) or not rows:
            raise NotConsistent(f"Of the refusals after number {start}, some are missing.")
        trees.refusals.extend(refusal_leaf(row.entry) for row in rows)


def _hashed(ledger: RecordLedger, start: int, end: int) -> list[bytes]:
    rows = ledger.event_rows(start, end - start)
    if [row[0] for row in rows] != list(range(start + 1, end + 1)):
        raise NotConsistent(f"Of the events {start + 1} to {end}, some are missing.")
    for position, *_, digest, body in rows:
        if leaf_digest(body) != digest:
            raise NotConsistent(f"The event at position {position} is not what its digest says.")
    return [row[6] for row in rows]


class Sealing:
    """Makes checkpoints. Safe to use from several threads, and beside any number of other workers."""

    def __init__(self, *, store: RecordLedger, keys: SealingKeys, clock: Clock, origin: str) -> None:
        """Seal a record.

        Args:
            store: the record.
            keys: the keys on this machine.
            clock: the time.
            origin: the record's name, which no other record has.
        """
        self._store = store
        self._keys = keys
        self._clock = clock
        self.origin = origin
        self.consistent = True
        """Whether the record began with what was sealed when this last looked."""
        self._lock = threading.Lock()
        self._trees = Trees()
        self._last: Sealed | None = None
        self._end: bytes | None = None
        self._relied_on: tuple[PublicKey, ...] = ()

    def seal(self, occasion: str) -> Sealed | None:
        """Make a checkpoint, if there is anything new.

        Args:
            occasion: why it is made, in a word.

        Returns:
            The checkpoint; None if there is nothing new, or another worker was quicker and has sealed all of it.

        Raises:
            NotConsistent: the record no longer begins with what was sealed.
            SigningKeyMissing: the key that signs now is not on this machine.
            StoreFault: the record or a key could not be read.
        """
        with self._looking():
            asked: tuple[int, int] | None = None
            while True:
                last, history = self._held()
                size, refusals = self._store.last_position(), self._store.last_refusal()
                asked = asked or (size, refusals)
                if not size or (
                    self._trees.events.size >= asked[0] and self._trees.refusals.size >= asked[1]
                ):
                    return None
                sealed = self._sealed(last, history, occasion, size, refusals)
                if sealed is not None:
                    return sealed

    def held(self) -> Sealed | None:
        """Make sure that the record still begins with what was sealed, and sign nothing.

        Returns:
            The last checkpoint, whose signature holds; None if there is none.

        Raises:
            NotConsistent: see :meth:`seal`, as for the others.
            SigningKeyMissing: there is no key here to check signatures with.
            StoreFault: the same.
        """
        with self._looking():
            return self._held()[0]

    @contextmanager
    def _looking(self) -> Iterator[None]:
        with self._lock:
            try:
                yield
            except NotConsistent:
                self.consistent = False
                raise
            except TableMissing as missing:
                self.consistent = False
                raise NotConsistent(str(missing)) from None
            self.consistent = True

    def _held(self) -> tuple[Sealed | None, KeyHistory]:
        history = self.history()
        last = self._store.last_checkpoint()
        try:
            self._catch_up(last, history)
        except EventsMissing as missing:
            raise NotConsistent(str(missing)) from None
        except ValueError as error:
            raise NotConsistent(f"The last checkpoint cannot be read: {error}.") from None
        return last, history

    def _sealed(
        self, last: Sealed | None, history: KeyHistory, occasion: str, size: int, refusals: int
    ) -> Sealed | None:
        """Go on from the last checkpoint to one of this size; None if another worker was quicker."""
        signer = self._keys.signer(history.at(size))
        if signer is None:
            raise SigningKeyMissing(
                f"The private half of the sealing key {history.at(size)} is not in the keys folder of this "
                "machine; it cannot make checkpoints."
            )
        trees = self._trees.copy()
        grow(self._store, trees, size, refusals, afresh=True)
        at = max(instant(self._clock.now()), last.at if last else "")
        seal = trees.seal(self.origin, at, occasion)
        number = last.number if last else 0
        sealed = Sealed(number + 1, size, seal.events.root, seal.signed(signer), at, occasion)
        if not self._store.seal(number, sealed):
            return None
        self._stand_at(sealed, trees)
        return sealed

    def history(self) -> KeyHistory:
        """Which key signs at which size of the record, going by this machine's first key.

        Where that is not the record's first, what the record says of the keys before it counts only once it, or one
        after it, has signed: else whoever owns the database could have written it, and have it sealed here.

        Raises:
            NotConsistent: the record tells another history than this machine's keys, or one that they have not sealed.
            SigningKeyMissing: there is no key here to begin with.
        """
        try:
            history = history_of(self._store, self._keys, self.origin)
            if history is not None and history.trusted_from and history.keys != self._relied_on:
                if not has_sealed(self._store, self._keys, history):
                    raise BrokenHistory(
                        history.trusted_from,
                        "nothing on the record is signed with a key of this machine's, so nobody here vouches for "
                        "those before it; put back every sealing-*.pub",
                    )
                self._relied_on = history.keys  # from here on it is made sure that what was sealed stays
        except NewerHistory as newer:
            raise SigningKeyMissing(
                f"Which key signs now cannot be told: {newer}. Use the newer Assay."
            ) from None
        except BrokenHistory as broken:
            raise NotConsistent(f"The record's history of sealing keys is broken: {broken}.") from None
        if history is None:
            raise SigningKeyMissing(
                "There is no sealing key in the keys folder; put it back from a copy: `assay keys restore`."
                if self._store.last_checkpoint()
                else "There is no sealing key in the keys folder; `assay db migrate` makes one."
            )
        return history

    def _catch_up(self, last: Sealed | None, history: KeyHistory) -> None:
        """Come to stand at the last checkpoint, having made sure that the record still begins with it."""
        known = self._last
        if last is None:
            if known is not None:
                raise NotConsistent("Every checkpoint has gone from the record.")
            return
        if known is not None and last.number < known.number:
            raise NotConsistent(
                f"The record had checkpoint {known.number} a moment ago, and now ends with {last.number}: "
                "an older copy has been put in its place."
            )
        if self._store.last_position() < last.size:
            raise NotConsistent(
                f"The record was sealed with {counted(last.size, 'event')} and has {self._store.last_position()}."
            )
        if known is not None and self._store.digests(known.size - 1, known.size) != [self._end]:
            raise NotConsistent(
                f"The event at position {known.size} is another than the one that was sealed."
            )
        if known == last:
            return
        note = open_note(last.note)
        if note.signed_by([history.at(last.size)], self._keys.verify) is None:
            raise NotConsistent(f"Checkpoint {last.number} is not signed by the record's key.")
        sealed = read_seal(note.text)
        trees = self._trees.copy()
        grow(self._store, trees, last.size, sealed.refusals.size)
        if trees.seal(self.origin, last.at, last.occasion) != sealed:
            raise NotConsistent(f"The record no longer begins with what checkpoint {last.number} says.")
        self._stand_at(last, trees)

    def _stand_at(self, sealed: Sealed, trees: Trees) -> None:
        self._trees, self._last = trees, sealed
        self._end = self._store.digests(sealed.size - 1, sealed.size)[0]


class SealingLoop:
    """Seals regularly, and soon after each publication, until told to stop."""

    def __init__(
        self,
        sealing: Sealing,
        store: RecordLedger,
        every_seconds: float,
        alarm: Callable[[str], None] = lambda _: None,
    ) -> None:
        """Seal at this interval, beginning at once.

        Args:
            sealing: makes the checkpoints.
            store: the record.
            every_seconds: the interval.
            alarm: is told, once, that the record is not what was sealed; the log is told at every interval.
        """
        self._alarm = alarm
        self._alarmed = ""
        self._sealing = sealing
        self._store = store
        self._sweeps_between = max(1, round(every_seconds / SWEEP_SECONDS))
        self._sweeps = 0
        self._looked = 0
        self._owed: str | None = None

    def run(self, stop: threading.Event) -> None:
        """Sweep until told to stop. A store that is down is tried again at the next sweep."""
        while not stop.is_set():
            try:
                self.sweep()
            except TableMissing as missing:
                self._sound(str(missing))
            except StoreFault as fault:
                log.warning("cannot seal now", error=str(fault))
            except SigningKeyMissing as lacking:
                log.warning("cannot seal here", error=str(lacking))
            except NotConsistent as broken:
                self._sound(str(broken))
            stop.wait(SWEEP_SECONDS)

    def _sound(self, broken: str) -> None:
        log.critical("THE RECORD IS NOT WHAT WAS SEALED", error=broken, ask="assay audit verify")
        if broken != self._alarmed:
            self._alarm(
                f"THE RECORD IS NOT WHAT WAS SEALED. {broken} Nothing is signed any more; "
                "`assay audit verify` says what does not hold."
            )
        self._alarmed = broken

    def sweep(self) -> Sealed | None:
        """Seal if it is time or something was published; the checkpoint, if one was made.

        Raises:
            NotConsistent: see :meth:`Sealing.seal`, as for the others.
            SigningKeyMissing: the same.
            StoreFault: the same.
        """
        if self._sweeps % self._sweeps_between == 0:
            self._owed = self._owed or "regular"
        self._sweeps += 1
        if self._published():
            self._owed = "publication"
        if self._owed is None:
            return None
        try:
            sealed = self._sealing.seal(self._owed)
        except (NotConsistent, SigningKeyMissing):
            self._owed = None  # said once in each interval; it does not pass by itself
            raise
        self._owed = None
        if sealed is not None:
            log.info("sealed", checkpoint=sealed.number, events=sealed.size, occasion=sealed.occasion)
        return sealed

    def _published(self) -> bool:
        """Whether something was published since the last look; at the first, all that there is counts as seen."""
        end = self._store.last_position()
        if self._sweeps == 1:
            self._looked = end
        found = False
        while self._looked < end:
            rows = self._store.scan(self._looked, PAGE)
            if not rows:
                break
            found = found or any(row.name in PUBLICATIONS for row in rows)
            self._looked = rows[-1].position
        return found
