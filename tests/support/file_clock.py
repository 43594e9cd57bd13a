"""A clock that several processes share: its time stands in a file and is turned by hand, forwards only."""

import os
from datetime import UTC, datetime
from pathlib import Path

__all__ = ["FileClock"]


class FileClock:
    """Reads the time from a file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def set(self, at: datetime) -> None:
        """Turn the clock; a time before its own is ignored."""
        if self._path.exists() and at <= self.now():
            return
        half = self._path.with_name(f"{self._path.name}.{os.getpid()}")
        half.write_text(at.isoformat(), encoding="ascii")
        half.replace(self._path)

    def now(self) -> datetime:
        return datetime.fromisoformat(self._path.read_text(encoding="ascii")).astimezone(UTC)
