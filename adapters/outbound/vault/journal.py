"""The journal of erasures: a file beside the keys that says what must never come back.

It is not in any database, so a database that is put back from a copy does not put the journal back with it. One JSON
object a line; nothing in it is personal.
"""

import fcntl
import json
import os
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from activities.privacy.vault import Destroyed, VaultFault
from domain.privacy.boxes import CATEGORIES, Category

__all__ = ["JOURNAL", "Journal"]

JOURNAL = "erasures.journal"


class Journal:
    """The journal in a folder. Any number of processes may use it at once."""

    def __init__(self, folder: Path) -> None:
        """The journal in the keys folder; there need not be one yet."""
        self._file = folder / JOURNAL

    def entries(self) -> Sequence[Destroyed]:
        """Everything that is in it, oldest first.

        Raises:
            VaultFault: it cannot be read, or is damaged other than by a write that was cut short.
        """
        try:
            lines = self._file.read_bytes().split(b"\n")
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise self._fault("read", error) from error
        # What follows the last line end was cut short: its erasure was not acknowledged, and is done again.
        return [_entry(line, number, self._file) for number, line in enumerate(lines[:-1], start=1) if line]

    @property
    def file(self) -> Path:
        """Where it is, or would be."""
        return self._file

    def written(self) -> str:
        """Everything that is in it, as its lines: for a copy.

        Raises:
            VaultFault: it cannot be read, or is damaged.
        """
        return b"".join(map(_line, self.entries())).decode()

    def take_in(self, written: str) -> bool:
        """Add what a copy has and it has not, and make it if there is none; whether that changed anything.

        Nothing is ever taken out of it: two journals make one that says what either does.

        Raises:
            ValueError: this is no copy of a journal; nothing was done.
            VaultFault: it cannot be read or written.
        """
        lines = written.encode().splitlines()
        try:
            copied = [_entry(line, number, self._file) for number, line in enumerate(lines, start=1)]
        except VaultFault as fault:
            raise ValueError("the journal of erasures in it is damaged") from fault
        before = self._file.exists(), len(self.entries())
        self.make()
        self.note(copied)
        return before != (True, len(self.entries()))

    def make(self) -> None:
        """Make an empty one, where there is none.

        Raises:
            VaultFault: it cannot be written.
        """
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            os.close(os.open(self._file, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600))
        except OSError as error:
            raise self._fault("written", error) from error

    def note(self, erased: Iterable[Destroyed]) -> None:
        """Add what is not in it yet, and see it safely to the disk.

        Raises:
            VaultFault: it cannot be read or written.
        """
        wanted = list(erased)
        if not wanted:
            return
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle = os.open(self._file, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX)
                known = {(each.subject, each.category) for each in self.entries()}
                new = [each for each in wanted if (each.subject, each.category) not in known]
                if new:
                    self._append(handle, new)
            finally:
                os.close(handle)
        except OSError as error:
            raise self._fault("written", error) from error

    def _append(self, handle: int, new: Sequence[Destroyed]) -> None:
        size = os.fstat(handle).st_size
        torn = size > 0 and os.pread(handle, 1, size - 1) != b"\n"
        if torn:
            os.ftruncate(handle, _end_of_last_line(os.pread(handle, size, 0)))
        os.write(handle, b"".join(_line(each) for each in new))
        os.fsync(handle)
        folder = os.open(self._file.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def _fault(self, done: str, error: OSError) -> VaultFault:
        return VaultFault(f"The journal of erasures {self._file} cannot be {done}: {error.strerror}.")


def _end_of_last_line(content: bytes) -> int:
    return content.rfind(b"\n") + 1


def _line(erased: Destroyed) -> bytes:
    at = erased.at.astimezone(UTC).isoformat(timespec="microseconds")
    return json.dumps({"at": at, "category": erased.category, "subject": erased.subject}).encode() + b"\n"


def _entry(line: bytes, number: int, file: Path) -> Destroyed:
    try:
        entry = json.loads(line)
        category: Category | None = entry["category"]
        if category is not None and category not in CATEGORIES:
            raise ValueError(category)
        return Destroyed(str(entry["subject"]), category, datetime.fromisoformat(entry["at"]))
    except (ValueError, KeyError, TypeError):
        raise VaultFault(f"The journal of erasures {file} is damaged in line {number}.") from None
