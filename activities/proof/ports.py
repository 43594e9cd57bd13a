"""The ports of sealing and verifying: the record as rows, its checkpoints, and the keys they are signed with."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol, TypeAlias

from activities.ports import EventStore, StoreFault
from domain.ledger.notes import PublicKey, Signer
from domain.ledger.rows import CommandRow, RefusalRow

__all__ = [
    "AnsweredRefusal",
    "EventColumns",
    "EventsMissing",
    "Ledger",
    "Named",
    "RecordLedger",
    "Sealed",
    "SealingKeys",
    "TableMissing",
]


class TableMissing(StoreFault):
    """A whole table of the database is not there."""

    def __init__(self, table: str) -> None:
        super().__init__(
            f"The table {table} is missing from the database. Keep the database as it is, and put back a copy."
        )
        self.table = table


class EventsMissing(StoreFault):
    """Events that should be recorded are not there."""


EventColumns: TypeAlias = tuple[int, str, int, str, str, str, bytes, bytes]
"""An event with every column that stands beside its bytes, none of them checked: position, stream, version, name,
recorded_at, command_id, digest, body. A plain tuple, because the record is walked through by the million."""


class AnsweredRefusal(NamedTuple):
    """An entry of the refusals log, and beside it the command that it answers; None where there is no such command."""

    entry: RefusalRow
    command: CommandRow | None


class Sealed(NamedTuple):
    """A checkpoint as it is kept.

    Attributes:
        number: its place among the checkpoints, from 1.
        size: how many events it is about.
        root: the root of the tree over them, 32 bytes.
        note: the signed note.
        at: when it was signed, as instants are written in the record.
        occasion: why it was made: ``regular``, ``publication`` and the like.
    """

    number: int
    size: int
    root: bytes
    note: str
    at: str
    occasion: str


class Named(NamedTuple):
    """What the database says of the record that it holds.

    Attributes:
        id: which record it is.
        simulated: whether its time is made up.
    """

    id: str
    simulated: bool


class Ledger(Protocol):
    """The record as rows, read without trusting any of them, and its checkpoints.

    - Checkpoints are numbered from 1 without a gap, and never get smaller.
    - Of several that seal after the same checkpoint, one is kept.
    - A checkpoint cannot be updated, deleted or replaced by the application.
    """

    def seal(self, after: int, sealed: Sealed) -> bool:
        """Keep a checkpoint as the one after number ``after``; False if another has been kept since.

        Raises:
            StoreFault: the database failed, or the checkpoint is smaller than the last or larger than the record.
        """
        ...

    def last_checkpoint(self) -> Sealed | None:
        """The checkpoint with the highest number; None while nothing has been sealed."""
        ...

    def checkpoints(self, after: int = 0, limit: int = 1000) -> Sequence[Sealed]:
        """Checkpoints in order of their numbers.

        Args:
            after: the number after which they begin; 0 for all.
            limit: how many at most.
        """
        ...

    def last_position(self) -> int:
        """The position of the last event; 0 if there is none."""
        ...

    def last_refusal(self) -> int:
        """The number of the last refusal; 0 if there is none."""
        ...

    def digests(self, start: int, end: int) -> Sequence[bytes]:
        """The digests at positions ``start + 1`` to ``end``, in order, and nothing else read.

        Raises:
            EventsMissing: some of them are not there.
            StoreFault: the database failed.
        """
        ...

    def event_rows(self, after: int, limit: int) -> Sequence[EventColumns]:
        """Events with all their columns as they stand in the database, by position; nothing of them has been checked.

        Args:
            after: the position after which they begin.
            limit: how many at most.
        """
        ...

    def commands_of(self, start: int, end: int) -> Sequence[CommandRow]:
        """The commands whose first events are at positions ``start + 1`` to ``end``, in that order."""
        ...

    def command(self, command_id: str) -> CommandRow | None:
        """The row of a command that was answered, by its id; None if none was given under it."""
        ...

    def refusal_rows(self, after: int, limit: int) -> Sequence[AnsweredRefusal]:
        """The refusals log with the commands that it answers, by number."""
        ...

    def command_counts(self) -> tuple[int, int, int]:
        """How many commands claim to have events, how many to have been refused, and how many neither."""
        ...

    def named(self) -> Named | None:
        """What the database says of the record that it holds; None if it says nothing."""
        ...

    def stray_command(self) -> CommandRow | None:
        """A command whose first event, or whose refusal, is not there or names another command."""
        ...


class RecordLedger(EventStore, Ledger, Protocol):
    """The record, as events and as rows."""


class SealingKeys(Protocol):
    """The keys that checkpoints are signed with, numbered from 1; where they are kept is the adapter's to know."""

    def signer(self, key: PublicKey) -> Signer | None:
        """Who signs with a key; None if its private half is not here."""
        ...

    def first(self, origin: str) -> PublicKey | None:
        """The key of this installation that vouches for all others; None if it is not here.

        Args:
            origin: the record's name, which is the key's name too.
        """
        ...

    def written_down(self, origin: str) -> PublicKey | None:
        """The first public key that was written down here, as one is when a record is opened; None if none was."""
        ...

    def make(self, origin: str, number: int) -> Signer:
        """Make the key with a number, or find the one that was made before.

        Raises:
            StoreFault: it could not be written.
        """
        ...

    def verify(self, public: bytes, message: bytes, signature: bytes) -> bool:
        """Whether an Ed25519 signature is the key's over the message."""
        ...
