"""A worker in a thread of its own, for whoever has something else to do meanwhile."""

import asyncio
import contextlib
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from temporalio.converter import PayloadCodec

from adapters.outbound.temporal.connecting import TemporalAddress, connect
from adapters.outbound.temporal.serving import Loop, serve
from adapters.outbound.temporal.working import build_worker, process_identity

__all__ = ["working"]

READY_WITHIN_SECONDS = 120.0
"""For a worker to connect: some tens of milliseconds, and more on a machine that is busy."""


@contextlib.contextmanager
def working(
    address: TemporalAddress,
    *,
    codec: PayloadCodec,
    workflows: Sequence[type],
    activities: Sequence[Callable[..., Any]],
    loops: tuple[Loop, ...] = (),
) -> Iterator[None]:
    """Work in the background; at the end let what is under way end.

    Args:
        address: of the Temporal server.
        codec: encrypts what it is given to keep.
        workflows: the workflow classes.
        activities: bound methods that are activities.
        loops: run beside the worker, in threads.

    Raises:
        Exception: the worker could not connect or could not go on; told at the beginning or at the end.
    """
    ready = threading.Event()
    raised: list[BaseException] = []
    told: list[Callable[[], object]] = []

    async def work() -> None:
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        told.append(lambda: loop.call_soon_threadsafe(stop.set))
        client = await connect(address, identity=process_identity(), codec=codec)
        worker = build_worker(
            client, workflows=workflows, activities=activities, task_queue=address.task_queue
        )
        ready.set()
        await serve(worker, loops, stop)

    def run() -> None:
        try:
            asyncio.run(work())
        except BaseException as error:  # noqa: BLE001 - carried over to the thread that waits for it
            raised.append(error)
        finally:
            ready.set()

    thread = threading.Thread(target=run, name="worker")
    thread.start()
    try:
        ready.wait(READY_WITHIN_SECONDS)
        if not raised:
            yield
    finally:
        for tell in told:
            with contextlib.suppress(RuntimeError):  # its loop has ended by itself
                tell()
        thread.join()
    if raised:
        raise raised[0]
