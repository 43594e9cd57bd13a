"""What moving a record needs of the world: the tables of a record at one moment, and parcels of files."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from activities.proof.ports import RecordLedger
from domain.ledger.moving import Kind, Origin
from domain.ledger.rows import AttentionRow, CheckpointRow, CommandRow, EventRow, RefusalRow

__all__ = [
    "Files",
    "JournalState",
    "Parcel",
    "Parcels",
    "Source",
    "Tables",
    "Target",
    "Tell",
    "VaultBack",
]

Tell = Callable[[str, int, int], None]
"""Told how far a long work has come: with what, how many of them are done, and of how many."""

JournalState = Literal["there", "older", "missing"]
"""How the journal of erasures compares with a copy of the vault: older if it lacks an erasure that the copy knows."""


@dataclass(frozen=True, slots=True)
class VaultBack:
    """A vault that was put back from its copy.

    Attributes:
        keys: how many keys are in it.
        journal: whether there was a journal of erasures beside it, and whether it knew what the copy knows.
        latest: when the last erasure in the journal was; nothing if there is none.
    """

    keys: int
    journal: JournalState
    latest: str


class Tables(Protocol):
    """A record at one moment, however long it is looked at and whatever is recorded meanwhile.

    What there may be much of comes in pages, as sequences of rows, in the order of their keys; no page is empty.

    Whatever is asked raises ``StoreFault`` where the database fails.
    """

    def origin(self) -> Origin:
        """Which record it is: its id, when it was made, and whether its time is simulated."""
        ...

    def schema_version(self) -> str:
        """The version of its schema, as its migrations number it: ``0004``."""
        ...

    def last(self) -> tuple[int, str]:
        """The position of its last event and when that was recorded; 0 and nothing if there is none."""
        ...

    def count(self, kind: Kind) -> int:
        """How many rows of a kind there are."""
        ...

    def events(self, after: int) -> Iterator[Sequence[EventRow]]:
        """Events with all their columns, in pages by position.

        Args:
            after: the position after which they begin; 0 for all.
        """
        ...

    def digests(self, last: int) -> Iterator[Sequence[bytes]]:
        """The digests of events from the first on, in pages by position, and nothing else read.

        Args:
            last: the position of the last that is asked for.
        """
        ...

    def digest_at(self, stream: str, version: int) -> bytes | None:
        """The digest of one event; None if there is none."""
        ...

    def commands(self, ids: Sequence[str]) -> Mapping[str, CommandRow]:
        """Answered commands, by id; those that nobody gave are left out.

        Args:
            ids: no more than a page of them.
        """
        ...

    def idle_commands(self) -> Iterator[Sequence[CommandRow]]:
        """Commands that were accepted and changed nothing, by id."""
        ...

    def refusals(self) -> Iterator[Sequence[RefusalRow]]:
        """The refusals log, in pages by number; the first is 1."""
        ...

    def checkpoints(self) -> Iterator[Sequence[CheckpointRow]]:
        """The signed checkpoints, in pages by number, without a gap from 1 on."""
        ...

    def attention(self) -> Iterator[Sequence[AttentionRow]]:
        """How far each workflow has attended to its stream, in pages by stream."""
        ...


class Target(Tables, Protocol):
    """A record that is being written, of which nobody sees anything before it is whole."""

    def add_events(self, rows: Sequence[EventRow]) -> None:
        """Record events as they were recorded elsewhere, with their positions and digests; they follow on the last.

        Raises:
            StoreFault: the database refused them, or failed.
        """
        ...

    def add_commands(self, rows: Sequence[CommandRow]) -> None:
        """Add the commands that were answered, so that one that is given again gets its first answer.

        Raises:
            StoreFault: the database refused them, or failed.
        """
        ...

    def add_refusals(self, rows: Sequence[RefusalRow]) -> None:
        """Add refusals, and that they were the answers to their commands."""
        ...

    def add_checkpoints(self, rows: Sequence[CheckpointRow]) -> None:
        """Add signed checkpoints, which follow on the last and cover events that were added before.

        Raises:
            StoreFault: the database refused them, or failed.
        """
        ...

    def put_attention(self, rows: Sequence[AttentionRow]) -> None:
        """Set how far workflows have got."""
        ...

    def ledger(self) -> RecordLedger:
        """The same, to be verified before anybody sees it; nothing can be recorded on it."""
        ...


class Source(Protocol):
    """Records, by where they are."""

    def looking(self) -> AbstractContextManager[Tables]:
        """Look at the record as it is now.

        Raises:
            StoreFault: there is none, or it cannot be read.
        """
        ...

    def founding(self, origin: Origin) -> AbstractContextManager[Target]:
        """Make a record; it is there when the context ends without an error, and else nothing is.

        Raises:
            StoreExists: there is one.
            StoreFault: it cannot be made.
        """
        ...

    def following(self) -> AbstractContextManager[Target]:
        """Add to the record; it is as before if the context ends with an error.

        Raises:
            StoreFault: there is none, or it cannot be written to.
        """
        ...


class Parcel(Protocol):
    """Files by name, in a folder or in one file."""

    def put(self, name: str, content: bytes) -> None:
        """Put a file in under a name with no file yet.

        Args:
            name: its path within the parcel, with slashes: ``documents/<digest>``.
            content: its bytes.

        Raises:
            StoreFault: it could not be written.
        """
        ...

    def sizes(self) -> Mapping[str, int]:
        """The files that are there, and their sizes in bytes.

        Raises:
            Refused: ``bad-export`` when there is something else than files.
        """
        ...

    def read(self, name: str) -> bytes:
        """The bytes of a file that is there.

        Raises:
            Refused: ``bad-export`` when it cannot be read.
        """
        ...


class Parcels(Protocol):
    """Makes and opens parcels: a folder, or a tar file where the name ends in ``.tar``."""

    def create(self, place: Path) -> AbstractContextManager[Parcel]:
        """A new parcel, which is at its place when the context ends without an error, and else not at all.

        Raises:
            Refused: ``already-there`` when something is.
            StoreFault: it cannot be written.
        """
        ...

    def open(self, place: Path) -> AbstractContextManager[Parcel]:
        """A parcel that is there.

        Raises:
            Refused: ``bad-export`` when there is none, or it is no parcel.
        """
        ...


class Files(Protocol):
    """What a record refers to and does not hold: documents, and the installation's own rules."""

    def names(self) -> Sequence[str]:
        """Their names as in a parcel, sorted."""
        ...

    def read(self, name: str) -> bytes:
        """The content of one.

        Raises:
            StoreFault: it cannot be read, or is not what it was.
        """
        ...

    def differing(self, name: str, content: bytes) -> bool:
        """Whether there is another file under this name."""
        ...

    def keep(self, name: str, content: bytes) -> None:
        """Keep one; nothing happens if it is there.

        Raises:
            StoreFault: it could not be kept.
        """
        ...
