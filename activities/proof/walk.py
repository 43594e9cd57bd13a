"""The walk through all events: each against its bytes, its stream, its command, and the one recorded before it."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Protocol

from activities.ports import EventStore
from activities.proof.ports import EventColumns
from activities.proof.verdicts import Broken
from domain.canonical import leaf_digest
from domain.ledger.columns import LAYOUT, Columns, Misshapen, as_expected, columns_of
from domain.ledger.envelope import Recorded
from domain.ledger.rows import CommandRow, EventRow
from domain.ledger.sealed import Trees, command_leaf

__all__ = ["VerifyingWalk", "as_they_say"]

_NOTHING = (0, None)
"""Where a stream stands before its first event: its version, and the digest of its last."""

_UNDIGESTED = "its bytes are not what its digest says"


class _Commands(Protocol):
    def commands_of(self, start: int, end: int) -> Sequence[CommandRow]: ...

    def command(self, command_id: str) -> CommandRow | None: ...


class VerifyingWalk:
    """Walks through the events of a record in order, and grows the trees of events and commands as it goes.

    It keeps where each stream stands, and nothing of an event once it has been walked past.
    """

    def __init__(self, store: EventStore, ledger: _Commands, trees: Trees) -> None:
        """Begin before the first event, with empty trees."""
        self._store = store
        self._ledger = ledger
        self._trees = trees
        self._heads: dict[str, tuple[int, bytes]] = {}
        self._recorded_at = ""
        self._command: tuple[str, int] | None = None
        self.position = 0
        self.commands = 0

    @property
    def streams(self) -> int:
        """How many streams there were so far."""
        return len(self._heads)

    def go(self, rows: Sequence[EventColumns], end: int) -> None:
        """Walk on to a position; a command that may have further events stays open.

        Args:
            rows: the events to there, as far as they are to be found.
            end: the position to come to.

        Raises:
            Broken: something does not hold.
        """
        over = self._check(rows)
        if self.position != end:
            _missing(self.position + 1, end)
        if over:
            self._answered(over)

    def close(self) -> None:
        """Hold the last command to having no further events.

        Raises:
            Broken: its answer says that it has.
        """
        if self._command is not None:
            command_id, first = self._command
            self._command = None
            self._answered([(command_id, first, self.position)])

    def _check(self, rows: Sequence[EventColumns]) -> list[tuple[str, int, int]]:
        """Walk through some events; the commands that are over with them, each with its first and last position."""
        heads, leaves = self._heads, []
        over: list[tuple[str, int, int]] = []
        expected, latest = self.position, self._recorded_at
        command, first = self._command or ("", 0)
        for row in rows:
            position, stream, version, name, recorded_at, command_id, digest, body = row
            expected += 1
            if position != expected:
                _missing(expected, position - 1)
            if sha256(b"\x00" + body).digest() != digest:
                raise _changed(EventRow._make(row), _UNDIGESTED)
            before, previous = heads.get(stream, _NOTHING)
            if version != before + 1 or not as_expected(
                body, previous, recorded_at, stream, version, name, command_id
            ):
                self._at_length(EventRow._make(row))
            if recorded_at < latest:
                raise _changed(
                    EventRow._make(row),
                    f"it was recorded at {recorded_at}, before the event in front of it ({latest})",
                )
            latest = recorded_at
            heads[stream] = (version, digest)
            leaves.append(digest)
            if command_id != command:
                if first:
                    over.append((command, first, position - 1))
                command, first = command_id, position
        self._trees.events.extend(leaves)
        self.position, self._recorded_at = expected, latest
        self._command = (command, first) if first else None
        return over

    def _answered(self, commands: list[tuple[str, int, int]]) -> None:
        """Hold commands that follow one another against their answers, and grow their tree."""
        answers = self._ledger.commands_of(commands[0][1] - 1, commands[-1][1])
        leaves = []
        for place, (command_id, first, last) in enumerate(commands):
            digest = answers[place][1] if place < len(answers) else b""
            if not digest or answers[place] != (command_id, digest, first, last, None):
                self._misanswered(command_id, first, last)
            leaves.append(command_leaf(command_id, digest, first, last))
        self._trees.commands.extend(leaves)
        self.commands += len(leaves)

    def _misanswered(self, command_id: str, first: int, last: int) -> None:
        row = self._ledger.command(command_id)
        if row is None:
            raise Broken(
                "incomplete",
                f"The command {command_id}, of the event at position {first}, is missing among those answered.",
                position=first,
                command_id=command_id,
            )
        raise Broken(
            "changed",
            f"The command {command_id} has events {first} to {last}, and its answer says {row.first_position} to "
            f"{row.last_position}{'' if row.refusal is None else f' and refusal {row.refusal}'}.",
            position=first,
            command_id=command_id,
        )

    def _at_length(self, row: EventRow) -> None:
        """Read bytes that are not as expected, to say what is wrong with them; nothing is, if a text was escaped."""
        said = _columns(row)
        before, previous = self._heads.get(row.stream, _NOTHING)
        if row.version != before + 1:
            self._out_of_place(row, before + 1)
        if previous != said.previous:
            raise _changed(row, "it does not name the event before it in its stream")

    def _out_of_place(self, row: EventRow, expected: int) -> None:
        there: Mapping[str, Sequence[Recorded]] = self._store.load({row.stream: expected - 1})
        if row.version > expected and not any(each.version == expected for each in there[row.stream]):
            raise Broken(
                "incomplete",
                f"Version {expected} of {row.stream} is missing before position {row.position}.",
                position=row.position,
                stream=row.stream,
                version=expected,
            )
        raise _changed(row, f"version {expected} of its stream belongs there")


def _missing(first: int, last: int) -> None:
    which = (
        f"The event at position {first} is"
        if first == last
        else f"The events at positions {first} to {last} are"
    )
    raise Broken("incomplete", f"{which} missing.", position=first, until=last)


def _changed(row: EventRow, what: str) -> Broken:
    return Broken(
        "changed",
        f"The event at position {row.position} (version {row.version} of {row.stream}) is not as it was: {what}.",
        position=row.position,
        stream=row.stream,
        version=row.version,
    )


def as_they_say(columns: EventColumns) -> Columns:
    """What an event's bytes say, which must be what stands beside them.

    Raises:
        Broken: it is not.
    """
    row = EventRow._make(columns)
    if leaf_digest(row.body) != row.digest:
        raise _changed(row, _UNDIGESTED)
    return _columns(row)


def _columns(row: EventRow) -> Columns:
    try:
        said = columns_of(row.body)
    except Misshapen as error:
        raise _changed(row, f"its bytes are no event's: {error}") from None
    for column in ("stream", "version", "name", "recorded_at", "command_id"):
        if getattr(said, column) != getattr(row, column):
            raise _changed(
                row, f"its bytes say {getattr(said, column)} where its {column.replace('_', ' ')} stands"
            )
    if said.layout != LAYOUT:
        raise _changed(
            row, f"its bytes are in layout {said.layout}, of which this version of Assay knows nothing"
        )
    return said
