"""The ports: what the use cases need of the world, said as protocols. Adapters keep these promises."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Protocol

from domain.inspections.notices import Notice
from domain.inspections.report.content import Form, ReportContent
from domain.ledger.envelope import Draft, Recorded
from domain.refusals import Refusal

__all__ = [
    "AddressUnusable",
    "Addressee",
    "Append",
    "Appended",
    "Arrivals",
    "Attention",
    "Clock",
    "CommandIdReused",
    "Documents",
    "EventStore",
    "Head",
    "Notices",
    "Nudger",
    "Press",
    "RefusalNote",
    "Repeated",
    "Scanner",
    "Stale",
    "StoreFault",
    "Wake",
    "Write",
]


class Clock(Protocol):
    """Where the time comes from. Its readings never decrease within a process."""

    def now(self) -> datetime:
        """The present instant, in UTC."""
        ...


@dataclass(frozen=True, slots=True)
class Head:
    """Where a stream stands: its version (0 if it has no events) and the digest of its last event."""

    version: int
    digest: bytes | None


@dataclass(frozen=True, slots=True)
class Write:
    """Events for one stream, which must stand at ``expected`` (version and digest as read)."""

    stream: str
    expected: Head
    drafts: tuple[Draft, ...]


@dataclass(frozen=True, slots=True)
class Wake:
    """That a workflow has something to attend to.

    Attributes:
        stream: the stream whose workflow it is.
        loud: whether it should be told at once; else it is told when enough has gathered.
    """

    stream: str
    loud: bool


@dataclass(frozen=True, slots=True)
class Append:
    """One command's outcome, to be recorded whole or not at all.

    Attributes:
        command_id: unique for ever.
        command_digest: keyed digest of the command (32 bytes), to tell a repeat from a different command.
        at: the clock's reading; the store records this or the latest time already recorded, whichever is later.
        writes: events per stream. May be empty: an accepted command that changed nothing.
        reads: streams that were only read, with the version that was read.
        wakes: workflows that must attend to this.
    """

    command_id: str
    command_digest: bytes
    at: datetime
    writes: tuple[Write, ...]
    reads: Mapping[str, int]
    wakes: tuple[Wake, ...] = ()


@dataclass(frozen=True, slots=True)
class Appended:
    """The command was recorded: positions ``first`` to ``last`` (both 0 if it had no events).

    Attributes:
        heads: where each stream that was written now stands; empty in the answer to a repeat.
    """

    first: int
    last: int
    heads: Mapping[str, Head] = field(default_factory=lambda: MappingProxyType({}), compare=False)


@dataclass(frozen=True, slots=True)
class Repeated:
    """The command id was used before with the same content; this was the answer then.

    Attributes:
        appended: the positions, if it was accepted.
        refusal: the refusal, if it was refused.
    """

    appended: Appended | None
    refusal: Refusal | None


@dataclass(frozen=True, slots=True)
class Stale:
    """A stream has moved since it was read; nothing was recorded. Load, fold and decide again."""

    streams: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CommandIdReused:
    """The command id was used before with other content; nothing was recorded."""


@dataclass(frozen=True, slots=True)
class RefusalNote:
    """A refusal to be logged.

    Attributes:
        command_id: the command's id.
        command_digest: as in :class:`Append`.
        at: the clock's reading.
        stream: the stream that was commanded.
        verb: which command.
        actor: who, opaque.
        acting_role: in which role.
        refusal: why not.
    """

    command_id: str
    command_digest: bytes
    at: datetime
    stream: str
    verb: str
    actor: str
    acting_role: str
    refusal: Refusal


@dataclass(frozen=True, slots=True)
class Attention:
    """How far the workflow of a stream has attended to what concerns it.

    Attributes:
        stream: the stream whose workflow it is.
        owed: the position of the last event that concerns it.
        acknowledged: the position up to which it has acted.
        loud: whether something since then should have been told at once.
        since: when the first event it has not acted on was recorded; None if it has acted on all.
    """

    stream: str
    owed: int
    acknowledged: int
    loud: bool
    since: datetime | None


class StoreFault(Exception):
    """The store could not do what it was asked: disk full, database gone.

    Nothing was recorded unless a later read says so: the same command, given again, gets the answer either way.
    """


class EventStore(Protocol):
    """The record. Append-only; one contract suite holds every adapter to these sentences.

    - An append is atomic over all its streams, and refused whole if any stream written or read has moved.
    - Positions are dense, from 1, and in commit order: who has seen N has seen everything up to N.
    - A command id is answered once; a repeat gets the first answer, accepted or refused.
    - ``recorded_at`` never decreases along positions.
    - Nothing recorded can be updated, deleted or replaced by the application.
    """

    def append(self, append: Append) -> Appended | Repeated | Stale | CommandIdReused:
        """Record a command's events, or say why not.

        Raises:
            StoreFault: the database failed.
        """
        ...

    def refuse(self, note: RefusalNote) -> Repeated | CommandIdReused | None:
        """Log a refusal as the answer to its command id, moving no stream; None when it was logged now."""
        ...

    def answer(self, command_id: str, command_digest: bytes) -> Repeated | CommandIdReused | None:
        """The earlier answer to a command id, if there is one."""
        ...

    def load(self, wanted: Mapping[str, int]) -> Mapping[str, Sequence[Recorded]]:
        """The events of each stream after the given version, in order, all from one consistent moment."""
        ...

    def scan(self, after: int = 0, limit: int = 1000) -> Sequence[Recorded]:
        """Events of all streams after a position, in order of position, at most ``limit``."""
        ...

    def at(self, positions: Sequence[int]) -> Sequence[Recorded]:
        """The events at the given positions, in the order asked for; where nothing is recorded is left out."""
        ...

    def last_position(self) -> int:
        """The position of the last event; 0 if there is none."""
        ...

    def streams(self, prefix: str) -> Iterator[str]:
        """The ids of all streams that begin with a prefix, sorted."""
        ...

    def refusals(self, after: int = 0, limit: int = 1000) -> Sequence[tuple[int, RefusalNote]]:
        """The refusals log, oldest first, with each entry's number."""
        ...

    def attention(self, stream: str) -> Attention | None:
        """How far one workflow has attended to what concerns it."""
        ...

    def lagging(self) -> Sequence[Attention]:
        """Every workflow that has not yet attended to all that concerns it."""
        ...

    def acknowledge(self, stream: str, position: int) -> Attention:
        """Note that a workflow has acted on everything up to a position; never moves backwards."""
        ...


class Arrivals(Protocol):
    """Waits for what is recorded next, by whomever. Each subscriber has its own; it is not for sharing."""

    def wait(self, after: int, timeout: float) -> int:
        """Wait until something is recorded after a position, at most so many seconds; the last position then.

        Raises:
            StoreFault: the database failed.
        """
        ...

    def close(self) -> None:
        """Let go of the database; whoever waits returns soon, and nobody waits any more."""
        ...


class Documents(Protocol):
    """Files by the digest of their content. Keeping the same content twice keeps it once."""

    def keep(self, content: bytes) -> str:
        """Keep a file; its SHA-256 in hexadecimal.

        Raises:
            StoreFault: it could not be kept.
        """
        ...

    def keep_sealed(self, content: bytes) -> str:
        """Keep a file that may name somebody: encrypted, under a key of its own; its SHA-256 in hexadecimal.

        Raises:
            Refused: ``document-erased``: this very file was, and is not kept again.
            StoreFault: it could not be kept.
            VaultFault: the vault failed.
        """
        ...

    def fetch(self, digest: str) -> bytes | None:
        """The file with this digest, or None if there is none.

        Raises:
            StoreFault: it could not be read, was erased, or is no longer what its digest says.
            VaultFault: the vault failed.
        """
        ...


class Scanner(Protocol):
    """Looks for viruses in what comes in."""

    def scan(self, content: bytes) -> str | None:
        """What was found in a file, by the scanner's name for it; None if nothing was.

        Raises:
            StoreFault: the scanner could not be asked, or did not answer as it should.
        """
        ...


class Press(Protocol):
    """Prints reports. The same content always gives the same bytes, so a print that is repeated is no second one."""

    def report(self, content: ReportContent, form: Form = "html") -> bytes:
        """Print a report, in the language of its content."""
        ...

    def text(self, content: ReportContent) -> str:
        """A report as plain text, for a terminal."""
        ...


@dataclass(frozen=True, slots=True, repr=False)
class Addressee:
    """A person to whom a notice goes, opened for as long as it takes to send it.

    Attributes:
        person: the person's stream.
        name: what the person is called.
        email: the address.
    """

    person: str
    name: str
    email: str

    def __repr__(self) -> str:
        return f"<{self.person}>"


class AddressUnusable(Exception):
    """An address was refused for good: sending again would change nothing. It says why without the address."""


class Notices(Protocol):
    """Sends notices. One that is sent again after a loss may reach its reader twice, but is recorded once."""

    @property
    def repeatable(self) -> bool:
        """Whether sending the same notice again does no harm; else each reader's is recorded by itself."""
        ...

    def send(self, notice: Notice, to: Sequence[Addressee] = ()) -> None:
        """Send a notice.

        Args:
            notice: what it says, and to which provider.
            to: the provider's contacts; without any it goes to the provider.

        Raises:
            StoreFault: it could not be handed over just now; it may be tried again.
            AddressUnusable: the only addressee's address was refused for good.
        """
        ...


class Nudger(Protocol):
    """Tells a workflow that there is something new. Never fails a command: what is lost is nudged again later."""

    def nudge(self, stream: str, position: int) -> None:
        """Wake the workflow of a stream, starting it if it does not run."""
        ...
