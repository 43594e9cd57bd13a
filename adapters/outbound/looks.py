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
                for number, line in enumerate(file.read_bytes().splitlines(), start=1):
                    yield _read(line) or f"Line {number} of {file.name} cannot be read."
        except OSError as error:
            raise StoreFault(
                f"The log of looks in {self._folder} cannot be read: {error.strerror}."
            ) from error

    def forget(self, before: datetime) -> None:
        """Remove the files of months that were over before then."""
        first = f"{before.astimezone(UTC):%Y-%m}.jsonl"
        try:
            for file in self._folder.glob("*.jsonl"):
                if file.name < first:
                    file.unlink(missing_ok=True)
        except OSError as error:
            raise StoreFault(f"the log of looks in {self._folder}: {error.strerror}.") from error


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
