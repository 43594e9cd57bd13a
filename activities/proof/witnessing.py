"""Witnessing: whether a record only went on from what was handed out of it, from digests alone."""

from collections.abc import Sequence
from dataclasses import dataclass

from activities.proof.against_checkpoints import parted, refusals_parted, unfit
from activities.proof.ports import EventsMissing, RecordLedger, Sealed, SealingKeys, TableMissing
from activities.proof.proving import Proving
from activities.proof.relying import relied_on
from activities.proof.sealing import PAGE, SigningKeyMissing
from activities.proof.verdicts import Broken, Finding, HandedOut
from activities.proof.walk_refusals import RefusalWalk
from domain.ledger.key_history import BrokenHistory, KeyHistory
from domain.ledger.merkle import Tree
from domain.ledger.notes import PublicKey
from domain.ledger.sealed import Trees, command_leaf

__all__ = ["Witnessed", "Witnessing"]


@dataclass(frozen=True, slots=True)
class Witnessed:
    """What came of holding a checkpoint from outside against the record.

    Attributes:
        label: what it is called.
        size: how many events it is about.
        finding: what does not hold; None if the record begins with it.
        proof: the hashes that lead from it to the record's newest checkpoint (RFC 9162 §2.1.4.1).
    """

    label: str
    size: int
    finding: Finding | None
    proof: tuple[bytes, ...] = ()


class Witnessing:
    """Holds a record against checkpoints that were handed out."""

    def __init__(self, store: RecordLedger, keys: SealingKeys, origin: str, proving: Proving) -> None:
        """Witness for a record.

        Args:
            store: the record.
            keys: the keys on this machine; public halves are enough.
            origin: the record's name.
            proving: makes consistency proofs.
        """
        self._store = store
        self._keys = keys
        self._origin = origin
        self._proving = proving

    def witness(self, outside: Sequence[HandedOut], trusted: PublicKey | None = None) -> Sequence[Witnessed]:
        """Hold checkpoints from outside against the record as it is now, in the order of their sizes.

        Args:
            outside: the checkpoints.
            trusted: the key to trust; this machine's first if None.

        Raises:
            SigningKeyMissing: there is no key to check signatures with.
            StoreFault: the record or a key could not be read.
        """
        ordered = sorted(outside, key=lambda each: each.seal.events.size)
        try:
            history = relied_on(self._store, self._keys, self._origin, trusted)
            if history is None:
                raise SigningKeyMissing("There is no key to check signatures with: give one with --key.")
            return self._held(ordered, history)
        except BrokenHistory as broken:
            finding = Finding(
                "unsigned", f"The keys cannot be relied on: {broken}.", position=broken.position or None
            )
        except TableMissing as missing:
            finding = Finding("incomplete", str(missing))
        return [Witnessed(each.label, each.seal.events.size, finding) for each in ordered]

    def newest(self) -> Sealed | None:
        """The record's newest checkpoint, to which the proofs lead; None if it has none, or no place for any.

        Raises:
            StoreFault: the record could not be read.
        """
        try:
            return self._store.last_checkpoint()
        except TableMissing:
            return None

    def _held(self, ordered: Sequence[HandedOut], history: KeyHistory) -> Sequence[Witnessed]:
        last = self._store.last_checkpoint()
        log = _Log(self._store, ordered)
        end = self._store.last_position()
        trees, fits = Trees(), 0
        found = []
        for each in ordered:
            size = each.seal.events.size
            proof: tuple[bytes, ...] = ()
            finding = unfit(each, self._origin, history, self._keys.verify, end)
            try:
                if finding is None:
                    self._grow(trees, size)
                    finding = parted(each, trees, fits) or log.parted(each)
                if finding is None:
                    fits = size
                    if last and 0 < size <= last.size:
                        proof = tuple(self._proving.consistency(size, last.size))
            except EventsMissing:
                finding = self._missing(end)
            found.append(Witnessed(each.label, size, finding, proof))
        return found

    def _grow(self, trees: Trees, size: int) -> None:
        for start in range(trees.events.size, size, PAGE):
            to = min(start + PAGE, size)
            trees.events.extend(self._store.digests(start, to))
            trees.commands.extend(
                command_leaf(each.command_id, each.digest, each.first_position, each.last_position)
                for each in self._store.commands_of(start, to)
            )

    def _missing(self, end: int) -> Finding:
        """The first event that is missing: looked for only when one is."""
        expected = 1
        while rows := self._store.event_rows(expected - 1, PAGE):
            for row in rows:
                if row[0] != expected:
                    until = row[0] - 1
                    gone = (
                        f"Event {expected} is" if until == expected else f"Events {expected} to {until} are"
                    )
                    return Finding("incomplete", f"{gone} missing.", position=expected, until=until)
                expected += 1
        return Finding("incomplete", f"The record ends before event {end}.", position=expected, until=end)


class _Log:
    """The refusals log, walked through as far as anything handed out asks for."""

    def __init__(self, store: RecordLedger, outside: Sequence[HandedOut]) -> None:
        self._end = store.last_refusal()
        self._fits = 0
        self._broken: Finding | None = None
        sizes = [each.seal.refusals.size for each in outside]
        walk = RefusalWalk(store, Tree(), sizes)
        try:
            walk.go(min(max(sizes, default=0), self._end))
        except Broken as broken:
            self._broken = broken.finding
        self._roots = walk.roots

    def parted(self, outside: HandedOut) -> Finding | None:
        size = outside.seal.refusals.size
        if size <= self._end and size not in self._roots:
            return self._broken
        finding = refusals_parted(outside, self._roots, self._end, self._fits)
        if finding is None:
            self._fits = size
        return finding
