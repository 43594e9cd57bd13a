"""A clock that can be put forward, for demonstrations and examples in a record that says that its time is simulated."""

import threading
import time
from datetime import datetime, timedelta

__all__ = ["SimulatedClock"]


class SimulatedClock:
    """Runs like any clock from a chosen instant, and can be put forward besides, never back.

    It runs on between two steps because a Temporal server that skips time does so too: the two then stay in step,
    to within what passes while they are put forward one after the other.
    """

    def __init__(self, start: datetime) -> None:
        """Start a clock.

        Args:
            start: its first reading, with a time zone.
        """
        self._start = start
        self._begun = time.monotonic()
        self._ahead = timedelta(0)
        self._lock = threading.Lock()

    def now(self) -> datetime:
        """The present instant, as simulated."""
        with self._lock:
            return self._start + self._ahead + timedelta(seconds=time.monotonic() - self._begun)

    def advance(self, by: timedelta) -> None:
        """Put the clock forward; a negative step is none."""
        with self._lock:
            self._ahead += max(by, timedelta(0))
