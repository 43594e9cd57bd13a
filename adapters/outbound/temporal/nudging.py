"""Telling workflows that there is something new: signal-with-start, behind the back of whoever gave the command."""

import asyncio
import contextvars
import threading
from datetime import timedelta

import structlog
from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.service import RPCError

from activities.ports import StoreFault
from adapters.outbound.temporal.line import Line
from workflows.contract import NUDGE, TASK_QUEUE, WORKFLOWS, Post, kind_of

__all__ = ["TemporalNudger"]

RPC_TIMEOUT = timedelta(seconds=5)
"""A nudge takes some milliseconds; a server that takes seconds is down, and the reconciling loop nudges later."""

RETRY_SECONDS = (0.2, 1.0, 5.0)
"""A few tries for a server that is being restarted; what is still lost then, the reconciling loop nudges later."""

AT_ONCE = 8
"""Nudges in flight: more do not make a server on the same machine any faster."""

log = structlog.get_logger(__name__)


class TemporalNudger:
    """Nudges in the background, one nudge at a time for a stream: later positions replace earlier ones that wait.

    A command is never held up, nor failed, by a Temporal server that is slow or down.
    """

    def __init__(self, line: Line, *, task_queue: str = TASK_QUEUE) -> None:
        """Nudge over a line.

        Args:
            line: to the Temporal server.
            task_queue: the queue whose workers are to run a workflow that must be started.
        """
        self._line = line
        self._task_queue = task_queue
        self._lock = threading.Lock()
        self._waiting: dict[str, tuple[int, contextvars.Context]] = {}
        self._sending: set[str] = set()
        self._idle = threading.Event()
        self._idle.set()
        self._gate: asyncio.Semaphore | None = None

    def nudge(self, stream: str, position: int) -> None:
        """Wake the workflow of a stream, starting it if it does not run; returns at once."""
        if kind_of(stream) is None:
            return
        with self._lock:
            known = self._waiting.get(stream)
            self._waiting[stream] = (max(position, known[0] if known else 0), contextvars.copy_context())
            if stream in self._sending:
                return
            self._sending.add(stream)
            self._idle.clear()
        self._line.submit(self._send_all(stream))

    def flush(self, seconds: float) -> bool:
        """Wait until every nudge has been sent or given up; False if that took longer.

        Args:
            seconds: how long to wait, for example before a short-lived process ends.
        """
        return self._idle.wait(seconds)

    async def _send_all(self, stream: str) -> None:
        self._gate = self._gate or asyncio.Semaphore(AT_ONCE)
        try:
            while wanted := self._take(stream):
                position, context = wanted
                async with self._gate:
                    # In the context of the command, so that its trace goes on in the workflow.
                    await asyncio.get_running_loop().create_task(
                        self._send(stream, position), context=context
                    )
        except BaseException:
            while self._take(stream):
                pass  # what waited is given up; the next nudge finds the way clear
            raise

    def _take(self, stream: str) -> tuple[int, contextvars.Context] | None:
        """What waits to be sent for a stream; if nothing does, nobody is sending for it any more."""
        with self._lock:
            wanted = self._waiting.pop(stream, None)
            if wanted is None:
                self._sending.discard(stream)
                if not self._sending:
                    self._idle.set()
            return wanted

    async def _send(self, stream: str, position: int) -> None:
        for pause in (*RETRY_SECONDS, None):
            try:
                await _signal_with_start(await self._line.client(), stream, position, self._task_queue)
            except (RPCError, RuntimeError, OSError, StoreFault) as error:
                if pause is None:
                    log.warning("nudge lost; it will be made up for", stream=stream, error=str(error))
                    return
                await asyncio.sleep(pause)
            else:
                return


async def _signal_with_start(client: Client, stream: str, position: int, task_queue: str) -> None:
    kind = kind_of(stream)
    assert kind is not None
    await client.start_workflow(
        WORKFLOWS[kind],
        Post(stream=stream),
        id=stream,
        task_queue=task_queue,
        start_signal=NUDGE,
        start_signal_args=[position],
        id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
        # A stream that was over may be taken up again by a command of a later version: its workflow looks, and ends.
        id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
        rpc_timeout=RPC_TIMEOUT,
        static_summary=f"The {kind.replace('-', ' ')} {stream}",
        static_details="Conducted by Assay. The record is in Assay's store; nothing here needs to be kept.",
    )
