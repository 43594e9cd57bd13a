"""How often each has come lately, counted in memory for the limits of the pages and of the API."""

import threading
import time

from limits.storage import MemoryStorage
from limits.storage.memory import Entry

__all__ = ["Counted"]

FORGOTTEN_EVERY_SECONDS = 60.0
"""How often those are forgotten who have not come for so long that it does not matter any more."""


class Counted(MemoryStorage):
    """A memory of who came when. Safe to use from several threads.

    The one that it is made of starts a thread at nearly every request, which costs more than most of a page.
    """

    def __init__(self) -> None:
        """Remember from now on."""
        super().__init__()
        self._counting = threading.Lock()
        self._forgotten_at = time.time()

    def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        """Count somebody who comes; False, and not counted, for one who has come too often.

        Args:
            key: who it is, and against which limit they are counted.
            limit: how often they may come.
            expiry: in how many seconds.
            amount: as how many times this one counts.
        """
        now = time.time()
        with self._counting:
            self._forget(now)
            before = self.events.get(key, [])
            if amount > limit or (
                len(before) > limit - amount and before[limit - amount].atime >= now - expiry
            ):
                return False
            self.events[key] = [*(Entry(expiry) for _ in range(amount)), *before][:limit]
            return True

    def _forget(self, now: float) -> None:
        """Forget whoever has not come for so long that they may come as often as anybody."""
        if now - self._forgotten_at < FORGOTTEN_EVERY_SECONDS:
            return
        self._forgotten_at = now
        for key in [each for each, came in self.events.items() if not came or came[0].expiry <= now]:
            del self.events[key]
