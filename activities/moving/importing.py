"""Importing: a record that was written down becomes a record again, checked on its way in.

Into a new place it comes whole or not at all; onto a record that was itself imported comes what is new since, if it
follows exactly. Nothing is taken over from the manifest that can be worked out from the bytes.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TypeVar

from activities.moving.exporting import MANIFEST, mark_of_key
from activities.moving.manifest import damaged, open_manifest
from activities.moving.ports import Files, Parcel, Parcels, Source, Target, Tell
from activities.moving.walk import Cover, Growth, MovingWalk
from activities.ports import StoreFault
from activities.proof.ports import SealingKeys
from activities.proof.verdicts import Broken
from activities.proof.verifying import Verifying
from domain.canonical import sha256_hex
from domain.ledger.envelope import open_envelope
from domain.ledger.moving import Kind, Manifest, kind_of, lines_of, row_of
from domain.ledger.notes import PublicKey
from domain.ledger.opening import RecordOpened
from domain.ledger.rows import AttentionRow, CheckpointRow, CommandRow, EventRow, RefusalRow
from domain.refusals import Refused

__all__ = ["Imported", "Importing"]

T = TypeVar("T")
R = TypeVar("R", CommandRow, RefusalRow, CheckpointRow, AttentionRow)
N = TypeVar("N", RefusalRow, CheckpointRow)

PAGE = 1_000
"""Rows that are added at once."""

_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")


@dataclass(frozen=True, slots=True)
class Imported:
    """What came in.

    Attributes:
        manifest: the manifest of the export.
        recorded_at: when the last event of the record was recorded; nothing if there is none.
        files: how many documents and rules came with it.
        command_key: whether the command key is the right one; None if that cannot be told.
        signed: how many events are under a checkpoint whose signature holds; None if no key was at hand to tell.
    """

    manifest: Manifest
    recorded_at: str
    files: int
    command_key: bool | None
    signed: int | None


class Importing:
    """Makes a record of what was written down."""

    def __init__(
        self,
        *,
        source: Source,
        parcels: Parcels,
        files: Files,
        command_key: Callable[[], bytes],
        sealing_keys: SealingKeys,
    ) -> None:
        """Import an exported record into a place that is still empty.

        Args:
            source: where the record is to be.
            parcels: opens folders and files.
            files: where documents and rules are to be.
            command_key: gives the command key, if it is there.
            sealing_keys: the keys that checkpoints are signed with, as far as they are there.
        """
        self._source = source
        self._parcels = parcels
        self._files = files
        self._command_key = command_key
        self._sealing_keys = sealing_keys

    def bring_in(self, place: Path, *, whole: bool, tell: Tell, trusted: PublicKey | None = None) -> Imported:
        """Import what is at a place.

        Args:
            place: a folder, or a tar file.
            whole: take a whole record only, and not what is new since another export.
            tell: is told how far it has come.
            trusted: the key to trust for signatures; this machine's first for the record if None.

        Raises:
            Refused: ``bad-export`` and others for what is no export, was damaged, or does not fit what is here.
            Broken: the export is whole, and the record in it is not what it should be.
            StoreFault: the record cannot be made or added to.
        """
        with self._parcels.open(place) as parcel:
            manifest = open_manifest(parcel)
            if whole and manifest.after:
                raise Refused.because(
                    "not-whole",
                    f"The export has only what was recorded after position {manifest.after}; restore the whole one "
                    "first, then `assay import` this one.",
                )
            fits = self._command_key_fits(manifest)
            with self._target(manifest) as target:
                _refuse_misfit(manifest, target)
                reading = _Reading(parcel, manifest, target, tell)
                reading.read()
                signed = self._verify(manifest, target, trusted, tell)
                files = self._keep_files(reading)
        return Imported(manifest, reading.recorded_at, files, fits, signed)

    def _verify(
        self, manifest: Manifest, target: Target, trusted: PublicKey | None, tell: Tell
    ) -> int | None:
        """Verify the record as an auditor would, before anybody sees it; how much of it is under a signature."""
        origin = f"assay/{manifest.record.id}"
        done = Verifying(target.ledger(), self._sealing_keys, origin).verify(
            trusted=trusted, progress=lambda done, of: tell("verified", done, of)
        )
        if done.finding is None:
            return done.sealed
        keyless = trusted is None and self._sealing_keys.first(origin) is None
        if done.finding.verdict == "unsigned" and (keyless or manifest.counts.checkpoints == 0):
            return None if keyless else 0
        raise Broken(done.finding.verdict, done.finding.sentence, position=done.finding.position)

    def _target(self, manifest: Manifest) -> AbstractContextManager[Target]:
        return self._source.following() if manifest.after else self._source.founding(manifest.record)

    def _command_key_fits(self, manifest: Manifest) -> bool | None:
        if manifest.command_key is None:
            return None
        try:
            mark = mark_of_key(self._command_key())
        except StoreFault:
            return None
        if mark != manifest.command_key:
            raise Refused.because(
                "wrong-command-key",
                "The command key here is not that of the record: a command given again would not be recognised. "
                "Put the record's own key in its place, or import to a home folder without one.",
            )
        return True

    def _keep_files(self, reading: "_Reading") -> int:
        names = [each.name for each in reading.manifest.files if kind_of(each.name) in ("documents", "rules")]
        for name in names:
            content = reading.content(name)
            # What is encrypted has another name than its own digest; the manifest's is checked of every file.
            plain = name.startswith("documents/") and not name.endswith(".sealed")
            if plain and not name.endswith(sha256_hex(content)):
                raise damaged(name, "its content is not what its name says")
            if self._files.differing(name, content):
                raise Refused.because(
                    "different-file",
                    f"There is another file here in the place of {name}; move it away, and import again.",
                )
        for done, name in enumerate(names):
            self._files.keep(name, reading.content(name))
            reading.tell("files", done + 1, len(names))
        return len(names)


def _refuse_misfit(manifest: Manifest, target: Target) -> None:
    """Make sure that what is new follows what is here."""
    if target.origin().id != manifest.record.id:
        raise Refused.because(
            "another-record",
            f"The export is of the record {manifest.record.id[:8]}, and the record here is {target.origin().id[:8]}.",
        )
    last, _ = target.last()
    if manifest.after < last == manifest.last:
        raise Refused.because(
            "already-here",
            f"The record here ends at position {last}, as the export does: it was imported already. What is new since "
            f"then comes with --from {last}.",
        )
    if last != manifest.after:
        raise Refused.because(
            "does-not-follow",
            f"The export begins after position {manifest.after}, and the record here ends at {last}; "
            f"export again with --from {last}.",
        )


class _Reading:
    """Reading one parcel into one record."""

    def __init__(self, parcel: Parcel, manifest: Manifest, target: Target, tell: Tell) -> None:
        self.manifest, self.tell = manifest, tell
        _, self.recorded_at = target.last()
        self._parcel, self._target = parcel, target
        self._digests = {each.name: each.sha256 for each in manifest.files}
        self._counted: dict[str, int] = {}

    def content(self, name: str) -> bytes:
        """A file's content, which is what the manifest says."""
        content = self._parcel.read(name)
        if sha256_hex(content) != self._digests[name]:
            raise damaged(name, "its content is not what the manifest says; it was changed on the way")
        return content

    def read(self) -> None:
        """Read everything but documents and rules."""
        manifest, target = self.manifest, self._target
        self._read_numbered(
            "refusals", RefusalRow, target.refusals(), target.add_refusals, lambda row: row.digest
        )
        growth = Growth(self._rows("checkpoints", CheckpointRow))
        for digests in target.digests(manifest.after):
            growth.grow(digests)
        if growth.tree.root.hex() != manifest.base_root:
            raise Broken(
                "forked",
                f"The record here and that of the export are not the same up to position {manifest.after}.",
            )
        self._read_events(growth)
        growth.end()
        if growth.tree.root.hex() != manifest.root:
            raise Broken("changed", "The events are not those that the manifest was made over.")
        self._read_numbered(
            "checkpoints",
            CheckpointRow,
            target.checkpoints(),
            target.add_checkpoints,
            lambda row: row.root,
        )
        self._read_attention()
        for kind, said in manifest.counts.model_dump().items():
            counted = sum(self._counted.get(each.name, 0) for each in manifest.names(kind))
            if counted != said:
                raise damaged(MANIFEST, f"it says {said} lines of {kind}, and there are {counted}")

    def _lines(self, kind: Kind) -> Iterator[tuple[str, int, bytes]]:
        """Every line of a kind, with its file and number."""
        for each in self.manifest.names(kind):
            try:
                lines = lines_of(self.content(each.name))
            except ValueError as error:
                raise damaged(each.name, str(error)) from None
            self._counted[each.name] = len(lines)
            for number, line in enumerate(lines, start=1):
                yield each.name, number, line

    def _rows(self, kind: Kind, shape: type[R]) -> Iterator[R]:
        for name, number, line in self._lines(kind):
            try:
                yield row_of(shape, line)
            except ValueError as error:
                raise damaged(name, f"line {number}: {error}") from None

    def _read_numbered(
        self,
        kind: Kind,
        shape: type[N],
        here: Iterator[Sequence[N]],
        add: Callable[[Sequence[N]], None],
        fixed: Callable[[N], bytes],
    ) -> None:
        """Take the numbered rows that are new; those that are here already must be the same."""
        known = (row for page in here for row in page)
        number = 0
        for rows in _pages(self._rows(kind, shape)):
            new = []
            for row in rows:
                number += 1
                if row.number != number or not _INSTANT.fullmatch(row.at) or len(fixed(row)) != 32:
                    raise Broken("incomplete", f"Number {number} of the {kind} is missing or was changed.")
                mine = next(known, None)
                if mine is None:
                    new.append(row)
                elif mine != row:
                    raise Broken(
                        "forked", f"Number {number} of the {kind} here is another than that of the export."
                    )
            add(new)
        if next(known, None) is not None:
            raise Broken("forked", f"The record here has {kind} of its own, from number {number + 1} on.")

    def _read_events(self, growth: Growth) -> None:
        """Take the events, with the commands that they came from; then the commands that changed nothing."""
        manifest, target = self.manifest, self._target
        commands = self._rows("commands", CommandRow)
        walk = MovingWalk(target.digest_at, manifest.after, self.recorded_at)
        cover = Cover(lambda: next(commands, None), manifest.after)
        for lines in _pages(self._lines("events")):
            rows, begun = [], []
            for name, number, line in lines:
                try:
                    row = walk.take(line)
                    command = cover.check(row)
                except Broken as fault:
                    place = f"({name}, line {number})"
                    raise Broken(
                        fault.finding.verdict, f"{fault} {place}", position=walk.position + 1
                    ) from None
                if row.position == 1:
                    _refuse_another(manifest, row)
                rows.append(row)
                if command is not None:
                    begun.append(_sound(command))
            growth.grow([row.digest for row in rows])
            target.add_events(rows)
            target.add_commands(begun)
            self.tell("events", walk.position - manifest.after, manifest.last - manifest.after)
        cover.end(walk.position)
        self.recorded_at = walk.recorded_at
        self._read_idle(commands)

    def _read_idle(self, commands: Iterator[CommandRow]) -> None:
        met, before = 0, ""
        mine = sum(len(page) for page in self._target.idle_commands()) if self.manifest.after else 0
        for rows in _pages(commands):
            known = self._target.commands([row.command_id for row in rows])
            for row in rows:
                if row.first_position > self.manifest.last:
                    raise Broken(
                        "incomplete",
                        f"A command is noted with events from {row.first_position} on, and the last one here is "
                        f"{self.manifest.last}.",
                    )
                if (row.first_position, row.last_position) != (0, 0) or row.command_id <= before:
                    raise Broken("changed", f"The command {row.command_id} has no place among the commands.")
                if known.get(row.command_id, row) != row:
                    raise Broken("forked", f"The command {row.command_id} was answered otherwise here.")
                before = row.command_id
            met += len(known)
            self._target.add_commands([_sound(row) for row in rows if row.command_id not in known])
        if met != mine:
            raise Broken("forked", "The record here has answered commands by itself.")

    def _read_attention(self) -> None:
        last = self.manifest.last
        for rows in _pages(self._rows("attention", AttentionRow)):
            for row in rows:
                if max(row.owed, row.loud, row.acknowledged) > last or not _INSTANT.fullmatch(
                    row.since or "0000-00-00T00:00:00.000000Z"
                ):
                    raise damaged("attention", f"what it says of {row.stream} cannot be")
            self._target.put_attention(rows)


def _refuse_another(manifest: Manifest, first: EventRow) -> None:
    """Make sure that the manifest speaks of the record that the first event opened."""
    if first.name != RecordOpened.name:
        return  # a record that was not opened by Assay, as in a test of the store alone
    said = open_envelope(first.body)["data"]
    time = "simulated" if manifest.record.simulated else "real"
    if (said.get("record"), said.get("time")) != (manifest.record.id, time):
        raise Broken("changed", "The manifest is that of another record than the one in its files.")


def _sound(command: CommandRow) -> CommandRow:
    if len(command.digest) != 32 or command.refusal is not None or not command.command_id:
        raise Broken("changed", f"The command {command.command_id} is not as it was recorded.")
    return command


def _pages(rows: Iterator[T]) -> Iterator[list[T]]:
    while page := list(islice(rows, PAGE)):
        yield page
