"""Running a worker and its reconciling loop, side by side, until it is told to stop."""

import asyncio
import threading
from typing import Protocol

from temporalio.worker import Worker

__all__ = ["Loop", "serve"]


class Loop(Protocol):
    """Something that runs in a thread until an event is set."""

    def run(self, stop: threading.Event) -> None:
        """Run until told to stop."""
        ...


async def serve(worker: Worker, loops: tuple[Loop, ...], stop: asyncio.Event) -> None:
    """Serve until told to stop, then let what is under way end.

    Args:
        worker: from :func:`adapters.outbound.temporal.working.build_worker`.
        loops: run in threads beside it: the reconciling loop.
        stop: set it to stop.

    Raises:
        Exception: the worker cannot go on, for example because the namespace refuses it.
    """
    stopping = threading.Event()
    threads = [asyncio.create_task(asyncio.to_thread(each.run, stopping)) for each in loops]
    running = asyncio.create_task(worker.run())
    told = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait((running, told, *threads), return_when=asyncio.FIRST_COMPLETED)
    finally:
        told.cancel()
        stopping.set()
        if not running.done():
            await worker.shutdown()
        await asyncio.gather(running, *threads)
