"""The log of looks: a file for each month, a line for each look, on the disk before anything is shown."""

import fcntl
import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from activities.auditing.looking import Look
from activities.ports import StoreFault
from domain.ledger.envelope import instant

__all__ = ["FolderLooks"]

BLOCK = 32_768
"""Bytes that are read at a time from the end: some hundred looks, more than a page of them."""

_NEVER = "9999-99"
"""No month is later."""


class FolderLooks:
    """Looks in a folder, to which any number of processes may add; see :class:`activities.auditing.looking.LookLog`."""

    def __init__(self, folder: Path) -> None:
        """Keep them in a folder, which is made when it is first needed."""
        self._folder = folder

    def add(self, look: Look) -> None:
        """Add a line, and see it to the disk."""
        said = {"at": instant(look.at), "who": look.who, "what": look.what, "about": list(look.about)}
        line = json.dumps(said | ({"role": look.role} if look.role else {}), ensure_ascii=False)
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            file = self._folder / f"{look.at.astimezone(UTC):%Y-%m}.jsonl"
            new = not file.exists()
            handle = os.open(file, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX)
                self._write(handle, line.encode() + b"\n")
            finally:
                os.close(handle)
            if new:
                _sync_folder(self._folder)
        except OSError as error:
            raise StoreFault(f"the log of looks in {self._folder}: {error.strerror}.") from error

    @staticmethod
    def _write(handle: int, line: bytes) -> None:
        end = os.lseek(handle, 0, os.SEEK_END)
        # A line that was cut off by a crash stays as it is, and does not swallow the next one.
        whole = line if not end or os.pread(handle, 1, end - 1) == b"\n" else b"\n" + line
        if os.write(handle, whole) != len(whole):
            raise OSError(None, "the disk is full")
        os.fsync(handle)

    def looks(self) -> Iterator[Look | str]:
        """Read all months, oldest first."""
        try:
            for file in sorted(self._folder.glob("*.jsonl")):
                with file.open("rb") as opened:
                    for number, line in enumerate(opened, start=1):
                        yield _read(line) or f"Line {number} of {file.name} cannot be read."
        except OSError as error:
            raise self._unreadable(error) from error

    def back(self, place: str | None = None) -> Iterator[tuple[Look | str, str]]:
        """Read the months from the last one on, each from its end, a block at a time."""
        month, _, end = (place or f"{_NEVER}:").partition(":")
        try:
            for file in sorted(self._folder.glob("*.jsonl"), reverse=True):
                if file.stem <= month:
                    for line, begins in _lines_back(file, int(end) if file.stem == month else None):
                        found = _read(line) or f"An entry of {file.name}, at byte {begins}, cannot be read."
                        yield found, f"{file.stem}:{begins}"
        except FileNotFoundError:
            return  # let go of while it was read: nothing is older
        except OSError as error:
            raise self._unreadable(error) from error

    def _unreadable(self, error: OSError) -> StoreFault:
        return StoreFault(f"The log of looks in {self._folder} cannot be read: {error.strerror}.")

    def forget(self, before: datetime) -> None:
        """Remove the files of months that were over before then."""
        first = f"{before.astimezone(UTC):%Y-%m}.jsonl"
        try:
            for file in self._folder.glob("*.jsonl"):
                if file.name < first:
                    file.unlink(missing_ok=True)
        except OSError as error:
            raise StoreFault(f"the log of looks in {self._folder}: {error.strerror}.") from error


def _lines_back(file: Path, end: int | None) -> Iterator[tuple[bytes, int]]:
    """The lines of a file that begin before a byte of it, the last one first, each with the byte at which it begins."""
    with file.open("rb") as opened:
        at = opened.seek(0, os.SEEK_END) if end is None else min(end, opened.seek(0, os.SEEK_END))
        rest = b""  # the beginning of what has been read, of which the line may begin further ahead
        while at:
            begins = max(0, at - BLOCK)
            opened.seek(begins)
            first, *lines = (opened.read(at - begins) + rest).split(b"\n")
            place = begins + len(first) + 1
            places = []
            for line in lines:
                places.append((line, place))
                place += len(line) + 1
            yield from (each for each in reversed(places) if each[0])
            rest, at = first, begins
        if rest:
            yield rest, 0


def _read(line: bytes) -> Look | None:
    try:
        said = json.loads(line)
        return Look(
            datetime.fromisoformat(said["at"]),
            said["who"],
            said["what"],
            tuple(said["about"]),
            said.get("role"),
        )
    except (ValueError, KeyError, TypeError):
        return None


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
