"""Verifying: walking through the whole record and holding everything in it against everything else.

Bytes against digests, each event against the one before it in its stream, positions, times, the columns beside the
bytes, commands, refusals, the trees, every checkpoint, its signature, and what was handed out before. The walk keeps
one entry for each stream in memory and nothing for each event, and ends at the first thing that does not hold.
"""

from collections.abc import Callable, Iterator, Sequence

from activities.beginning import as_it_was_opened
from activities.proof.against_checkpoints import parted, refusals_parted, unfit
from activities.proof.ports import RecordLedger, Sealed, SealingKeys, TableMissing
from activities.proof.relying import NOT_SEALED, history_of
from activities.proof.verdicts import Broken, Finding, HandedOut, Verification
from activities.proof.walk import VerifyingWalk
from activities.proof.walk_refusals import RefusalWalk
from domain.ledger.key_history import BrokenHistory, KeyHistory
from domain.ledger.notes import PublicKey, open_note
from domain.ledger.sealed import Seal, Trees, read_seal

__all__ = ["Verifying"]

PAGE = 5_000

Progress = Callable[[int, int], None]


class Verifying:
    """Walks through a record and says whether anything in it was changed since it was sealed, and what."""

    def __init__(self, store: RecordLedger, keys: SealingKeys, origin: str) -> None:
        """Verify a record.

        Args:
            store: the record.
            keys: the keys on this machine; public halves are enough.
            origin: the record's name.
        """
        self._store = store
        self._keys = keys
        self._origin = origin

    def verify(
        self,
        *,
        trusted: PublicKey | None = None,
        against: Sequence[HandedOut] = (),
        progress: Progress = lambda _done, _all: None,
    ) -> Verification:
        """Verify everything.

        Args:
            trusted: the key to trust; this machine's first if None.
            against: checkpoints that were handed out before.
            progress: is told how many of how many events have been walked through.

        Raises:
            StoreFault: the record could not be read.
        """
        return _Run(self._store, self._keys, self._origin, trusted, against, progress).outcome()


class _Run:
    """One verification from beginning to end."""

    def __init__(
        self,
        store: RecordLedger,
        keys: SealingKeys,
        origin: str,
        trusted: PublicKey | None,
        against: Sequence[HandedOut],
        progress: Progress,
    ) -> None:
        self._store, self._keys, self._origin, self._trusted = store, keys, origin, trusted
        self._against = sorted(against, key=lambda each: each.seal.events.size)
        self._progress = progress
        self._trees = Trees()
        self._walk = VerifyingWalk(store, store, self._trees)
        self._refusal_walk = RefusalWalk(
            store, self._trees.refusals, [each.seal.refusals.size for each in against]
        )
        self._checkpoints = self._refusals = self._events = self._without_events = 0
        self._history: KeyHistory | None = None
        self._holding: list[tuple[Sealed, Seal]] = []
        self._held: list[str] = []
        self._held_to = 0
        self._good = 0

    def outcome(self) -> Verification:
        finding: Finding | None = None
        try:
            self._measure()
            as_it_was_opened(self._store)
            self._history = self._find_history()
            self._through()
        except Broken as broken:
            finding = broken.finding
        except TableMissing as missing:
            finding = Finding("incomplete", str(missing))
        sealed, seal = self._holding[-1] if self._holding else (None, None)
        return Verification(
            finding=finding,
            origin=self._origin,
            events=self._walk.position,
            streams=self._walk.streams,
            commands=self._walk.commands,
            refusals=self._trees.refusals.size,
            without_events=self._without_events,
            checkpoints=self._good,
            sealed=seal.events.size if seal else 0,
            sealed_at=sealed.at if sealed else None,
            keys=tuple(map(str, self._history.keys)) if self._history else (),
            against=tuple(self._held),
        )

    def _measure(self) -> None:
        # In this order, so that what is recorded meanwhile makes nothing look too large for the record.
        last = self._store.last_checkpoint()
        self._checkpoints = last.number if last else 0
        self._refusals = self._store.last_refusal()
        self._events = self._store.last_position()

    def _find_history(self) -> KeyHistory | None:
        try:
            return history_of(self._store, self._keys, self._origin, self._trusted)
        except BrokenHistory as broken:
            raise Broken(
                "unsigned", f"The keys cannot be relied on: {broken}.", position=broken.position or None
            ) from None

    def _through(self) -> None:
        outside = iter(self._against)
        waiting = next(outside, None)
        for sealed in self._sealed():
            while waiting is not None and waiting.seal.events.size < sealed.size:
                self._hold(waiting)
                waiting = next(outside, None)
            self._judge(sealed)
        while waiting is not None:
            self._hold(waiting)
            waiting = next(outside, None)
        self._walk_to(self._events)
        self._walk.close()
        self._refusal_walk.go(self._refusals)
        self._hold_refusals()
        self._nothing_stray()
        self._signed_by_the_trusted()

    def _sealed(self) -> Iterator[Sealed]:
        number = 0
        while number < self._checkpoints:
            for sealed in self._store.checkpoints(number, PAGE):
                if sealed.number != number + 1:
                    raise Broken("incomplete", f"Checkpoint {number + 1} is missing.", checkpoint=number + 1)
                number += 1
                yield sealed

    def _walk_to(self, end: int) -> None:
        while self._walk.position < end:
            start = self._walk.position
            to = min(start + PAGE, end)
            rows = self._store.event_rows(start, to - start)
            self._walk.go(rows, to)
            self._progress(to, self._events)

    def _judge(self, sealed: Sealed) -> None:
        """Hold one checkpoint of the record's own against the record."""
        seal = self._read(sealed)
        if sealed.size > self._events:
            raise Broken(
                "incomplete",
                f"The record ends with event {self._events}; checkpoint {sealed.number} was signed over {sealed.size}.",
                position=self._events + 1,
                until=sealed.size,
                checkpoint=sealed.number,
            )
        before = self._holding[-1][1] if self._holding else None
        self._walk_to(sealed.size)
        self._walk.close()
        self._refusal_walk.go(seal.refusals.size)
        first = (before.events.size if before else 0) + 1
        grown = self._trees.seal(self._origin, seal.at, seal.occasion)
        if grown.events != seal.events:
            raise Broken(
                "changed",
                f"Among the events {first} to {sealed.size} something is not as it was when checkpoint {sealed.number} "
                "was signed, although all of it fits together.",
                position=first,
                until=sealed.size,
                checkpoint=sealed.number,
            )
        for what, now, then, size in (
            ("answered commands", grown.commands, seal.commands, sealed.size),
            ("refusals", grown.refusals, seal.refusals, seal.refusals.size),
        ):
            if now != then:
                raise Broken(
                    "changed",
                    f"Among the {what} up to {size} something is not as it was when checkpoint {sealed.number} was "
                    "signed.",
                    position=first if what != "refusals" else None,
                    until=sealed.size if what != "refusals" else None,
                    refusal=(before.refusals.size if before else 0) + 1 if what == "refusals" else None,
                    checkpoint=sealed.number,
                )
        self._holding = [(sealed, seal)]
        self._good += 1

    def _read(self, sealed: Sealed) -> Seal:
        """A checkpoint's note, its signature checked, and held against the columns beside it and the one before."""
        number = sealed.number
        try:
            note = open_note(sealed.note)
            seal = read_seal(note.text)
        except ValueError as error:
            raise Broken(
                "changed", f"Checkpoint {number} cannot be read: {error}.", checkpoint=number
            ) from None
        if self._history is None:
            raise Broken("unsigned", "There is no key to check signatures with: give one with --key.")
        if note.signed_by([self._history.at(seal.events.size)], self._keys.verify) is None:
            raise Broken(
                "unsigned",
                f"Checkpoint {number}, over {seal.events.size} events, is not signed by the key that signs for the "
                "record at that size.",
                position=seal.events.size,
                checkpoint=number,
            )
        beside = (sealed.size, sealed.root, sealed.at, sealed.occasion)
        if beside != (seal.events.size, seal.events.root, seal.at, seal.occasion):
            raise Broken(
                "changed", f"Checkpoint {number} is not what stands beside its note.", checkpoint=number
            )
        if seal.events.origin != self._origin:
            raise Broken(
                "changed",
                f"Checkpoint {number} is of another record, {seal.events.origin}.",
                checkpoint=number,
            )
        last = self._holding[-1][1] if self._holding else None
        if last is not None and not _follows(last, seal):
            raise Broken(
                "changed", f"Checkpoint {number} does not follow the one before it.", checkpoint=number
            )
        return seal

    def _hold(self, outside: HandedOut) -> None:
        """Hold a checkpoint from outside against the events and their commands."""
        size = outside.seal.events.size
        finding = unfit(outside, self._origin, self._history, self._keys.verify, self._events)
        if finding is None:
            self._walk_to(size)
            if self._trees.events.root == outside.seal.events.root:
                self._walk.close()  # only where the events are the same does a command end here
            finding = parted(outside, self._trees, self._held_to)
        if finding is not None:
            raise Broken.of(finding)
        self._held_to = size

    def _hold_refusals(self) -> None:
        """Hold what was handed out against the refusals log, once all of it has been walked through."""
        fits = 0
        for outside in sorted(self._against, key=lambda each: each.seal.refusals.size):
            finding = refusals_parted(outside, self._refusal_walk.roots, self._refusals, fits)
            if finding is not None:
                raise Broken.of(finding)
            fits = outside.seal.refusals.size
        self._held = [each.label for each in self._against]

    def _signed_by_the_trusted(self) -> None:
        """Make sure that the key that is trusted, or one after it, has signed for this record."""
        if not self._holding and self._events:
            raise Broken("unsigned", "No checkpoint has been made, so nobody has signed for this record.")
        if (
            self._history is not None
            and self._good
            and self._holding[-1][1].events.size < self._history.trusted_from
        ):
            raise Broken(
                "unsigned",
                f"The keys cannot be relied on: {NOT_SEALED}.",
                position=self._history.trusted_from,
            )

    def _nothing_stray(self) -> None:
        """Make sure that no answered command claims events or a refusal that are not there."""
        *answered, self._without_events = self._store.command_counts()
        if answered == [self._walk.commands, self._trees.refusals.size]:
            return
        stray = self._store.stray_command()  # in one moment: what is recorded meanwhile is not stray
        if stray is not None:
            events = f"events {stray.first_position} to {stray.last_position}"
            raise Broken(
                "changed",
                f"The command {stray.command_id} is said to have been answered with "
                f"{f'refusal {stray.refusal}' if stray.refusal else events}, which is not so.",
                command_id=stray.command_id,
                position=stray.first_position or None,
                refusal=stray.refusal,
            )


def _follows(before: Seal, after: Seal) -> bool:
    return (
        before.events.size <= after.events.size
        and before.commands.size <= after.commands.size
        and before.refusals.size <= after.refusals.size
        and before.at <= after.at
    )
