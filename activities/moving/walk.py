"""Walking along a record as it is moved: nothing goes out or comes in that does not hold.

The memory it takes does not grow with the record: what a stream's next event must follow is remembered for the
streams in use, and looked up for the others.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence

from activities.proof.verdicts import Broken, Verdict
from domain.canonical import leaf_digest
from domain.ledger.columns import LAYOUT, Misshapen, as_expected, columns_of
from domain.ledger.merkle import Tree
from domain.ledger.rows import CheckpointRow, CommandRow, EventRow
from domain.refusals import Refused

__all__ = ["Cover", "Growth", "MovingWalk"]

REMEMBERED = 50_000
"""Streams whose last event is remembered: more than one file has events, so that the others are to be looked up."""

_NOTHING: tuple[int, bytes] = (0, b"")


class MovingWalk:
    """Events one after another, each in its place."""

    def __init__(
        self, digest_at: Callable[[str, int], bytes | None], position: int, recorded_at: str
    ) -> None:
        """Begin after an event.

        Args:
            digest_at: looks up the digest of a stream's event.
            position: the position of the event before the first.
            recorded_at: when that was recorded; nothing if there is none.
        """
        self.position = position
        self.recorded_at = recorded_at
        self._digest_at = digest_at
        self._heads: OrderedDict[str, tuple[int, bytes]] = OrderedDict()

    def take(self, body: bytes) -> EventRow:
        """The next event, with everything that its bytes say about it.

        Raises:
            Broken: it does not follow what was before it.
            Refused: ``newer-export`` for a layout of events that this version does not know.
        """
        position = self.position + 1
        try:
            columns = columns_of(body)
        except Misshapen as misshapen:
            raise Broken("changed", f"Event {position} is not as it was recorded: {misshapen}.") from None
        if columns.layout != LAYOUT:
            raise Refused.because(
                "newer-export", f"Event {position} has layout {columns.layout}; use a newer version of Assay."
            )
        if columns.recorded_at < self.recorded_at:
            raise Broken("changed", f"Event {position} was recorded before the event that precedes it.")
        self._follow(position, columns.stream, columns.version, columns.previous)
        digest = leaf_digest(body)
        self._remember(columns.stream, columns.version, digest)
        self.position, self.recorded_at = position, columns.recorded_at
        return EventRow(
            position,
            columns.stream,
            columns.version,
            columns.name,
            columns.recorded_at,
            columns.command_id,
            digest,
            body,
        )

    def check(self, kept: EventRow) -> None:
        """Hold an event as it is kept, with all that stands beside its bytes, against what was before it.

        Raises:
            Broken: something does not hold; the first thing that differs is named.
        """
        before, previous = self._heads.get(kept.stream, _NOTHING)
        quickly = (
            kept.position == self.position + 1
            and kept.version == before + 1
            and kept.recorded_at >= self.recorded_at
            and leaf_digest(kept.body) == kept.digest
            and b"\n" not in kept.body
            and as_expected(
                kept.body,
                previous,
                kept.recorded_at,
                kept.stream,
                kept.version,
                kept.name,
                kept.command_id,
            )
        )
        if quickly:
            self._remember(kept.stream, kept.version, kept.digest)
            self.position, self.recorded_at = kept.position, kept.recorded_at
            return
        said = self.take(kept.body)  # at length, to say what is wrong; nothing is, if a text was escaped
        for what, mine, other in zip(kept._fields, said, kept, strict=True):
            if what == "position" and mine != other:
                raise Broken("incomplete", f"Event {said.position} is missing.", position=said.position)
            if mine != other:
                raise Broken(
                    "changed",
                    f"Event {said.position} is not as it was recorded: its {what} is not its own.",
                    position=said.position,
                )

    def _follow(self, position: int, stream: str, version: int, previous: bytes | None) -> None:
        known = self._heads.get(stream)
        before = known[0] if known else version - 1
        digest = known[1] if known else None
        if known is None and version > 1:
            digest = self._digest_at(stream, before)
            if digest is None:
                raise Broken(
                    "incomplete",
                    f"Event {position} is version {version} of {stream}, and version {before} does not come before it.",
                )
        if version != before + 1:
            verdict: Verdict = "incomplete" if version > before else "changed"
            raise Broken(
                verdict,
                f"Event {position} is version {version} of {stream} where version {before + 1} must be.",
            )
        if previous != digest:
            raise Broken("changed", f"Event {position} does not follow the event before it in {stream}.")

    def _remember(self, stream: str, version: int, digest: bytes) -> None:
        self._heads[stream] = version, digest
        self._heads.move_to_end(stream)
        if len(self._heads) > REMEMBERED:
            self._heads.popitem(last=False)


class Growth:
    """The tree over the events as it grows, held against every checkpoint on its way."""

    def __init__(self, checkpoints: Iterator[CheckpointRow]) -> None:
        """Begin with an empty tree.

        Args:
            checkpoints: in order.
        """
        self.tree = Tree()
        self._checkpoints = checkpoints
        self._next = next(checkpoints, None)

    def grow(self, digests: Sequence[bytes]) -> None:
        """Add leaves.

        Raises:
            Broken: a checkpoint says something else.
        """
        while self._next is not None and self._next.size <= self.tree.size + len(digests):
            cut = self._next.size - self.tree.size
            if cut < 0:
                raise Broken(
                    "forked", f"Checkpoint {self._next.number} is over fewer events than the one before."
                )
            self.tree.extend(digests[:cut])
            digests = digests[cut:]
            if self.tree.root != self._next.root:
                raise Broken(
                    "forked",
                    f"The first {self._next.size} events are not those that checkpoint {self._next.number} "
                    "was made over.",
                )
            self._next = next(self._checkpoints, None)
        self.tree.extend(digests)

    def end(self) -> None:
        """Say that these were all.

        Raises:
            Broken: a checkpoint was made over more.
        """
        if self._next is not None:
            raise Broken(
                "incomplete",
                f"Checkpoint {self._next.number} was made over {self._next.size} events, "
                f"and only {self.tree.size} are here.",
            )


class Cover:
    """Commands in the order of their events: every event belongs to exactly one."""

    def __init__(self, commands: Callable[[], CommandRow | None], position: int) -> None:
        """Begin after an event.

        Args:
            commands: gives the next one in the order of their events; None if there is none.
            position: the position of the event before the first.
        """
        self._commands = commands
        self._last = position
        self._present: CommandRow | None = None

    def check(self, event: EventRow) -> CommandRow | None:
        """Find the command of the next event; the command, if it is its first.

        Raises:
            Broken: there is none, or its positions are not those of its events.
        """
        first = event.position > self._last
        if first:
            self._present = self._commands()
            self._last = self._present.last_position if self._present else self._last
        present = self._present
        if first and (present is None or present.command_id != event.command_id):
            raise Broken("incomplete", f"Event {event.position} has no command that it came from.")
        assert present is not None  # positions begin after that of the last command
        if (
            present.command_id != event.command_id
            or not present.first_position <= event.position <= self._last
        ):
            raise Broken(
                "incomplete",
                f"A command is noted with events {present.first_position} to {present.last_position}, "
                f"which does not fit event {event.position}.",
            )
        if first and present.first_position != event.position:
            raise Broken(
                "changed",
                f"The command of event {event.position} is noted with an earlier event as its first.",
            )
        return present if first else None

    def end(self, last: int) -> None:
        """Say that the events end at a position.

        Raises:
            Broken: the last command has more.
        """
        if self._present is not None and self._last != last:
            raise Broken(
                "incomplete",
                f"The command of event {self._present.first_position} has events up to {self._last}, "
                f"and the last one here is {last}.",
            )
