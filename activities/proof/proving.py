"""Proving: that events are on the record, from digests alone, and receipts that say so to anybody."""

from collections.abc import Iterator, Sequence

from activities.proof.ports import RecordLedger, Sealed, SealingKeys
from activities.proof.sealing import PAGE, NotConsistent, Sealing, SigningKeyMissing
from activities.proof.verdicts import Broken
from activities.proof.walk import as_they_say
from domain.ledger.columns import Columns, Misshapen, columns_of
from domain.ledger.merkle import check_several, consistency, several
from domain.ledger.notes import open_note
from domain.ledger.receipts import Receipt, Receipted, statement
from domain.ledger.rows import CommandRow
from domain.ledger.sealed import read_seal
from domain.refusals import Refused

__all__ = ["Proving"]


class Proving:
    """Makes proofs from the digests that the store keeps."""

    def __init__(self, store: RecordLedger, sealing: Sealing, keys: SealingKeys) -> None:
        """Prove things about a record.

        Args:
            store: the record.
            sealing: makes checkpoints, where one is needed that does not exist yet.
            keys: the keys on this machine.
        """
        self._store = store
        self._sealing = sealing
        self._keys = keys

    def several(self, positions: Sequence[int], size: int) -> Sequence[bytes]:
        """One proof that the events at these positions are in the tree of so many events.

        Raises:
            ValueError: there are no such events, or none is asked for.
            StoreFault: the record could not be read.
        """
        return several(self._leaves, [each - 1 for each in positions], size)

    def consistency(self, old: int, new: int) -> Sequence[bytes]:
        """The proof that the tree of ``new`` events begins with that of ``old`` events.

        Raises:
            ValueError: the older tree is empty or larger than the newer one.
            StoreFault: the record could not be read.
        """
        return consistency(self._leaves, old, new)

    def receipt(self, command_id: str, *, with_events: bool = False) -> Receipt:
        """A receipt for a command; the record is sealed first, if its last checkpoint is older than the command.

        Args:
            command_id: the command.
            with_events: whether the events' own bytes are to be in it.

        Raises:
            Refused: there is no such command, or it has no events.
            SigningKeyMissing: the key that signs now is not on this machine.
            NotConsistent: the record is no longer what was sealed.
            StoreFault: the record or a key could not be read.
        """
        row = self._store.command(command_id)
        if row is None:
            raise Refused.because(
                "unknown-command", f"No command with the id {command_id} has been answered."
            )
        if row.refusal is not None:
            raise Refused.because(
                "command-refused",
                f"The command {command_id} was refused, and so it left no events to receipt.",
            )
        if not row.first_position:
            raise Refused.because(
                "no-events", f"The command {command_id} found nothing left to do, and so it left no events."
            )
        events, bodies, recorded_at = self._events_of(row)
        last = self.covering(row.last_position, "receipt")
        proof = self.several(range(row.first_position, row.last_position + 1), last.size)
        leaves = [(each.position - 1, each.digest) for each in events]
        seal = read_seal(open_note(last.note).text)
        if not check_several(leaves, last.size, proof, seal.events.root):
            raise NotConsistent(
                f"The events of the command {command_id} are not those that checkpoint {last.number} was signed over."
            )
        signer = self._keys.signer(self._sealing.history().present)
        if signer is None:
            raise SigningKeyMissing("The private half of the key that signs receipts is not on this machine.")
        return Receipt(
            self._sealing.origin,
            command_id,
            recorded_at,
            events,
            statement(self._sealing.origin, command_id, recorded_at, events, signer),
            last.note,
            seal,
            tuple(proof),
            bodies if with_events else (),
        )

    def _events_of(self, command: CommandRow) -> tuple[tuple[Receipted, ...], tuple[bytes, ...], str]:
        """A command's events, their bytes, and when they were recorded; nothing of it is taken on trust.

        Raises:
            NotConsistent: they are not what their bytes say, or do not stand in their streams as they should.
        """
        rows = self._store.event_rows(
            command.first_position - 1, command.last_position - command.first_position + 1
        )
        if [each[0] for each in rows] != list(range(command.first_position, command.last_position + 1)):
            raise NotConsistent(f"Of the events of the command {command.command_id}, some are missing.")
        try:
            said = [as_they_say(each) for each in rows]
        except Broken as broken:
            raise NotConsistent(broken.finding.sentence) from None
        for each in said:
            if each.command_id != command.command_id:
                raise NotConsistent(
                    f"Version {each.version} of {each.stream} is not of the command {command.command_id}."
                )
            self._stands_in_its_stream(each)
        events = tuple(
            Receipted(position, digest, each.version, each.stream, each.name)
            for (position, *_, digest, _), each in zip(rows, said, strict=True)
        )
        return events, tuple(row[7] for row in rows), said[0].recorded_at

    def _stands_in_its_stream(self, event: Columns) -> None:
        """Make sure that it names the event before it, and is named by the one after it."""
        stood = self._store.load({event.stream: max(event.version - 2, 0)})[event.stream]
        digests: dict[int, bytes | None] = {each.version: each.digest for each in stood}
        after = next((each for each in stood if each.version == event.version + 1), None)
        if event.previous != digests.get(event.version - 1) or (
            after is not None and _previous(after.body) != digests.get(event.version)
        ):
            raise NotConsistent(
                f"Version {event.version} of {event.stream} does not fit the events before and after it."
            )

    def covering(self, position: int, occasion: str) -> Sealed:
        """The last checkpoint, made sure of, or a new one if it does not come to a position yet.

        Args:
            position: the place of an event that must be under it.
            occasion: why a new one would be made, in a word.

        Raises:
            NotConsistent: the record is no longer what was sealed.
            SigningKeyMissing: the key that signs now is not on this machine.
            StoreFault: the record or a key could not be read.
        """
        last = self._sealing.held()
        if last is None or last.size < position:
            last = self._sealing.seal(occasion) or self._sealing.held()
        assert last is not None  # whoever was quicker than us has sealed at least as much
        return last

    def _leaves(self, start: int, end: int) -> Iterator[bytes]:
        for page in range(start, end, PAGE):
            yield from self._store.digests(page, min(page + PAGE, end))


def _previous(body: bytes) -> bytes | None:
    try:
        return columns_of(body).previous
    except Misshapen:
        return None
