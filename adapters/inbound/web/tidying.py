"""Searching for what goes round in circles between two pages, so that no visitor waits for it within theirs."""

import gc

from starlette.types import ASGIApp, Receive, Scope, Send

__all__ = ["PAGES", "ROUNDS", "Tidied"]

PAGES = 25
"""So few leave what is searched in a millisecond or two; left to itself, Python would search what hundreds left."""

ROUNDS = 16
"""Every so often all that stayed since the start is searched too, in some tens of milliseconds: before Python would."""


class Tidied:
    """Stands before the pages, and searches what the last ones left once nobody waits for an answer.

    Python counts what is made, and stops at once to search when it is much: in the middle of some page or other.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Stand before the pages; all of them are answered in one thread's loop."""
        self._app = app
        self._open = 0
        self._answered = 0
        self._round = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, and tidy up where it is time."""
        self._open += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._open -= 1
            self._answered += 1
            if self._answered >= PAGES and not self._open:
                self._answered, self._round = 0, (self._round + 1) % ROUNDS
                gc.collect(1 if self._round else 2)
