"""The machine's clock, made never to go back within a process."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime

__all__ = ["SystemClock"]


class SystemClock:
    """The time; see :class:`activities.ports.Clock`. Safe to use from several threads."""

    def __init__(self, machine: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        """Take what reads the machine's clock."""
        self._machine = machine
        self._lock = threading.Lock()
        self._last = datetime.min.replace(tzinfo=UTC)

    def now(self) -> datetime:
        """The present instant in UTC; the last one again while the machine's clock is set back."""
        with self._lock:
            self._last = max(self._last, self._machine())
            return self._last
