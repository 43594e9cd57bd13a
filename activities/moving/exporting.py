"""Exporting: the whole record, or what is new on it, as files that anybody can read and check.

Everything is read at one moment, while others go on recording, and is checked on its way out: what leaves the house
holds, or the export ends with the first place that does not.
"""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from activities.moving.ports import Files, Parcel, Parcels, Source, Tables, Tell
from activities.moving.walk import Cover, Growth, MovingWalk
from activities.ports import Clock, StoreFault
from activities.proof.verdicts import Broken
from domain.canonical import keyed_digest
from domain.ledger.envelope import instant
from domain.ledger.moving import Counts, FileEntry, Kind, LineFiles, Manifest, Row, entry_of, line_of
from domain.ledger.rows import CheckpointRow, CommandRow, EventRow
from domain.refusals import Refused

__all__ = ["MANIFEST", "Exported", "Exporting", "mark_of_key"]

MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export has in it.

    Attributes:
        manifest: its manifest.
        recorded_at: when the last event in it was recorded; nothing if there is none.
    """

    manifest: Manifest
    recorded_at: str


def mark_of_key(key: bytes) -> str:
    """Tells a command key from others, and nothing about it."""
    return keyed_digest(key, {"mark": "assay command key"}).hex()


class Exporting:
    """Writes a record down as files that any installation can take in, on another database too, and verify first."""

    def __init__(
        self,
        *,
        source: Source,
        parcels: Parcels,
        files: Files,
        clock: Clock,
        command_key: Callable[[], bytes],
        program: str,
    ) -> None:
        """Export a record.

        Args:
            source: where it is.
            parcels: makes folders and files.
            files: what it refers to.
            clock: the time.
            command_key: gives the command key, of which only a mark goes out.
            program: the version of Assay.
        """
        self._source = source
        self._parcels = parcels
        self._files = files
        self._clock = clock
        self._command_key = command_key
        self._program = program

    def export(self, place: Path, *, after: int, by: str, with_files: bool, tell: Tell) -> Exported:
        """Write a record down at a place where nothing is yet.

        Args:
            place: a folder, or a file whose name ends in ``.tar``.
            after: only events after this position, and all else; 0 for all.
            by: who wants it, opaque.
            with_files: the documents and the installation's own rules too.
            tell: is told how far it has come.

        Raises:
            Refused: ``already-there`` when something is at the place, ``beyond-the-record`` for a position.
            Broken: the record is not what it should be.
            StoreFault: it cannot be read, or the export cannot be written.
        """
        with self._parcels.create(place) as parcel, self._source.looking() as tables:
            last, recorded_at = tables.last()
            if after > last:
                raise Refused.because(
                    "beyond-the-record",
                    f"The record ends at position {last}; there is nothing from {after} on.",
                )
            writing = _Writing(tables, parcel, after, last, tell)
            base, root = writing.write()
            if with_files:
                self._add_files(writing, tell)
            manifest = Manifest(
                format="assay-record",
                format_version=1,
                record=tables.origin(),
                store_schema=tables.schema_version(),
                assay=self._program,
                made_at=instant(self._clock.now()),
                made_by=by,
                after=after,
                last=last,
                base_root=base.hex(),
                root=root.hex(),
                counts=writing.counts(),
                checkpoint=writing.checkpoint,
                command_key=self._mark(),
                files=tuple(writing.files),
            )
            parcel.put(MANIFEST, manifest.written())
        return Exported(manifest, recorded_at)

    def _add_files(self, writing: "_Writing", tell: Tell) -> None:
        names = self._files.names()
        for done, name in enumerate(names):
            tell("files", done, len(names))
            writing.put(name, self._files.read(name))

    def _mark(self) -> str | None:
        try:
            return mark_of_key(self._command_key())
        except StoreFault:
            return None  # an auditor who may read the record need not have the key


class _Writing:
    """Writing one record into one parcel."""

    def __init__(self, tables: Tables, parcel: Parcel, after: int, last: int, tell: Tell) -> None:
        self.files: list[FileEntry] = []
        self.checkpoint: str | None = None
        self._tables, self._parcel, self._tell = tables, parcel, tell
        self._after, self._last = after, last
        self._lines: dict[Kind, LineFiles] = {
            kind: LineFiles(kind, self.put)
            for kind in ("events", "commands", "refusals", "checkpoints", "attention")
        }

    def counts(self) -> Counts:
        return Counts(**{kind: lines.count for kind, lines in self._lines.items()})

    def put(self, name: str, content: bytes) -> None:
        self._parcel.put(name, content)
        self.files.append(entry_of(name, content))

    def write(self) -> tuple[bytes, bytes]:
        """Write everything; the roots before and after the events."""
        self._write_rows("refusals", self._tables.refusals())
        growth = Growth(self._checkpoints())
        for digests in self._tables.digests(self._after):
            growth.grow(digests)
        if growth.tree.size != self._after:
            raise Broken("incomplete", f"Event {growth.tree.size + 1} is missing.")
        base = growth.tree.root
        self._write_events(growth)
        growth.end()
        self._write_idle()
        self._write_rows("attention", self._tables.attention())
        return base, growth.tree.root

    def _write_rows(self, kind: Kind, pages: Iterator[Sequence[Row]]) -> None:
        lines = self._lines[kind]
        for page in pages:
            for row in page:
                lines.add(line_of(row))
        lines.close()

    def _checkpoints(self) -> Iterator[CheckpointRow]:
        lines = self._lines["checkpoints"]
        for page in self._tables.checkpoints():
            for row in page:
                lines.add(line_of(row))
                self.checkpoint = row.note
                yield row
        lines.close()

    def _write_events(self, growth: Growth) -> None:
        events, commands = self._lines["events"], self._lines["commands"]
        walk = MovingWalk(self._tables.digest_at, self._after, "")
        found: deque[CommandRow] = deque()
        cover = Cover(lambda: found.popleft() if found else None, self._after)
        for page in self._tables.events(self._after):
            found.extend(self._begun_in(page, walk.position))
            for row in page:
                walk.check(row)
                events.add(row.body)
                begun = cover.check(row)
                if begun is not None:
                    commands.add(line_of(begun))
            growth.grow([row.digest for row in page])
            self._tell("events", walk.position - self._after, self._last - self._after)
        cover.end(self._last)
        if walk.position != self._last:
            raise Broken("incomplete", f"Event {walk.position + 1} is missing.")
        events.close()

    def _begun_in(self, page: Sequence[EventRow], before: int) -> list[CommandRow]:
        """The commands whose first event is on a page, in order."""
        known = self._tables.commands(list(dict.fromkeys(row.command_id for row in page)))
        if 0 < before == self._after and any(0 < row.first_position <= before for row in known.values()):
            raise Refused.because(
                "within-a-command",
                f"Position {before} is in the middle of a command's events, where no export ends.",
            )
        return sorted((row for row in known.values() if row.first_position > before), key=_first)

    def _write_idle(self) -> None:
        commands = self._lines["commands"]
        answered = commands.count
        for page in self._tables.idle_commands():
            for row in page:
                commands.add(line_of(row))
        commands.close()
        known = commands.count + self._lines["refusals"].count
        if self._after == 0 and known != self._tables.count("commands"):
            raise Broken(
                "changed",
                f"The record has {self._tables.count('commands')} commands, but its events, its refusals and those "
                f"that changed nothing account for {known}; {answered} have events.",
            )


def _first(row: CommandRow) -> int:
    return row.first_position
