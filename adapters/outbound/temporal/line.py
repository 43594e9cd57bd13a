"""A line to the Temporal server for ordinary threads: the use cases do not know of event loops, its client does."""

import asyncio
import contextlib
import threading
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import Future
from typing import Any, TypeVar

from temporalio.client import Client
from temporalio.service import RPCError

__all__ = ["Line", "LineDown"]

T = TypeVar("T")

CLOSE_WITHIN_SECONDS = 5.0
"""For the loop's thread to end after it was asked to: what it had in hand has been cancelled by then."""


class LineDown(Exception):
    """The Temporal server could not be reached, or did not answer; what was asked may or may not have been done."""


class Line:
    """Keeps one client, on an event loop in a thread of its own; connects when first needed, and again if it failed."""

    def __init__(self, connect: Callable[[], Awaitable[Client]]) -> None:
        """A line that is not open yet.

        Args:
            connect: makes a client; called in the line's own loop.
        """
        self._connect = connect
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._client: Client | None = None
        self._connecting: asyncio.Lock | None = None

    def submit(self, work: Coroutine[Any, Any, T]) -> "Future[T]":
        """Start something on the line's loop."""
        return asyncio.run_coroutine_threadsafe(work, self._running())

    def ask(self, question: Callable[[Client], Coroutine[Any, Any, T]], *, within: float) -> T:
        """Ask the server something, and wait for the answer.

        Args:
            question: what to do with a client.
            within: seconds to wait.

        Raises:
            LineDown: there was no answer in that time.
        """

        async def asked() -> T:
            return await question(await self.client())

        answer = self.submit(asked())
        try:
            return answer.result(within)
        except (TimeoutError, RPCError, RuntimeError, OSError) as error:
            answer.cancel()
            raise LineDown(
                f"The Temporal server did not answer: {str(error) or 'no answer in time'}"
            ) from error

    async def client(self) -> Client:
        """The client; for work that runs on the line's loop.

        Raises:
            RuntimeError: the server cannot be reached.
        """
        self._connecting = self._connecting or asyncio.Lock()
        async with self._connecting:
            if self._client is None:
                self._client = await self._connect()
            return self._client

    def close(self) -> None:
        """Drop what is in hand and end the thread."""
        with self._lock:
            loop, thread, self._loop, self._thread, self._client = self._loop, self._thread, None, None, None
        if loop is None or thread is None:
            return
        loop.call_soon_threadsafe(loop.stop)
        thread.join(CLOSE_WITHIN_SECONDS)

    def _running(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                self._connecting = None
                self._thread = threading.Thread(
                    target=_run, args=(self._loop,), name="temporal-line", daemon=True
                )
                self._thread.start()
            return self._loop


def _run(loop: asyncio.AbstractEventLoop) -> None:
    asyncio.set_event_loop(loop)
    try:
        loop.run_forever()
    finally:
        left = asyncio.all_tasks(loop)
        for task in left:
            task.cancel()
        with contextlib.suppress(RuntimeError):
            loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
        loop.close()
