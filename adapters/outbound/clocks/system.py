"""The machine's clock, made never to go back within a process."""

import threading
from datetime import UTC, datetime

__all__ = ["SystemClock"]


class SystemClock:
    """The time; see :class:`activities.ports.Clock`. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last = datetime.min.replace(tzinfo=UTC)

    def now(self) -> datetime:
        """The present instant in UTC; the last one again while the machine's clock is set back."""
        with self._lock:
            self._last = max(self._last, datetime.now(UTC))
            return self._last
