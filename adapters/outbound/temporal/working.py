"""A worker's dealings with Temporal: which workflows and activities it serves, and how."""

import os
import socket
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

from temporalio.client import Client
from temporalio.worker import Worker
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions

from adapters.outbound.temporal.keeping_alive import KeepingAlive
from workflows.contract import TASK_QUEUE

__all__ = ["build_worker", "process_identity", "workflow_runner"]

ACTIVITY_THREADS = 8
"""Activities wait for the store, which writes one thing at a time: more threads would only queue there."""

GRACE = timedelta(seconds=15)
"""After Ctrl-C, for what is under way to end: recording takes milliseconds, printing a report some seconds. What is
cut off is done again by another worker, and recorded once."""

STICKY = timedelta(seconds=3)
"""How long a workflow waits for the worker that has it in memory before any other may take it: a worker that was
killed must not hold its workflows for the default of ten seconds."""

# Passed through, our rules are loaded once per process and not once per workflow: 4.6 ms and not 111 ms each. The
# sandbox then no longer catches a clock call in them; import-linter and ruff (TID251) do.
TRUSTED = ("domain", "activities", "workflows.contract", "pydantic", "pydantic_core", "rfc8785", "structlog")


def process_identity() -> str:
    """What Temporal's pages call this process: never a person, and no fact of the record hangs on it."""
    return f"assay-worker-{os.getpid()}@{socket.gethostname()}"


def workflow_runner() -> SandboxedWorkflowRunner:
    """How workflow code is run, in a worker and in a replay: the same restrictions for both."""
    return SandboxedWorkflowRunner(
        restrictions=SandboxRestrictions.default.with_passthrough_modules(*TRUSTED)
    )


def build_worker(
    client: Client,
    *,
    workflows: Sequence[type],
    activities: Sequence[Callable[..., Any]],
    task_queue: str = TASK_QUEUE,
    identity: str | None = None,
) -> Worker:
    """A worker that is not running yet; run it with ``async with`` or ``await worker.run()``.

    Args:
        client: from :func:`adapters.outbound.temporal.connecting.connect`; its telemetry is the worker's too.
        workflows: the workflow classes.
        activities: bound methods that are activities.
        task_queue: the installation's queue.
        identity: who the worker says it is.
    """
    return Worker(
        client,
        task_queue=task_queue,
        workflows=workflows,
        activities=activities,
        activity_executor=ThreadPoolExecutor(ACTIVITY_THREADS, thread_name_prefix="activity"),
        max_concurrent_activities=ACTIVITY_THREADS,
        interceptors=[KeepingAlive()],
        workflow_runner=workflow_runner(),
        identity=identity or process_identity(),
        graceful_shutdown_timeout=GRACE,
        sticky_queue_schedule_to_start_timeout=STICKY,
    )
