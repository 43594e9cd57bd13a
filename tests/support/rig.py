"""A whole Assay in miniature for the flow tests: a store, a line, a nudger and workers, on a real Temporal server."""

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from temporalio.client import Client, Plugin, WorkflowExecutionStatus
from temporalio.service import RPCError, RPCStatusCode

from activities.conducting.attending import Attending, Office
from activities.conducting.reconciling import Reconciling
from activities.ports import Clock
from adapters.outbound.store import Store, create, open_store
from adapters.outbound.temporal.connecting import TemporalAddress, connect
from adapters.outbound.temporal.histories import decrypted
from adapters.outbound.temporal.line import Line
from adapters.outbound.temporal.nudging import TemporalNudger
from adapters.outbound.temporal.overseeing import TemporalOversight
from adapters.outbound.temporal.serving import serve
from adapters.outbound.temporal.working import build_worker
from tests.support.payloads import CODEC
from tests.support.waiting import PATIENCE_SECONDS, eventually
from workflows.action_plan import ActionPlanWorkflow
from workflows.alert import AlertWorkflow
from workflows.comment import CommentWorkflow
from workflows.contract import STANDING, WORKFLOWS, Standing
from workflows.inspection import InspectionWorkflow
from workflows.panel import PanelWorkflow
from workflows.programme import ProgrammeWorkflow

__all__ = ["Rig", "new_store"]

T = TypeVar("T")


def new_store(folder: Path, *, simulated: bool = False) -> str:
    """Make a store in a folder; its URL."""
    url = f"sqlite:///{folder}/assay.db"
    create(url, simulated)
    return url


class Rig:
    """One installation: what a command needs at hand, and as many workers as a test starts."""

    def __init__(
        self, address: TemporalAddress, store_url: str, clock: Clock, plugins: Sequence[Plugin] = ()
    ) -> None:
        self.address, self.plugins = address, plugins
        self.clock = clock
        self._stack = ExitStack()
        self.store: Store = open_store(store_url)
        self._stack.callback(self.store.close)
        self.line = Line(lambda: connect(address, identity="tests", codec=CODEC, plugins=plugins))
        self._stack.callback(self.line.close)
        self.nudger = TemporalNudger(self.line, task_queue=address.task_queue)
        self.oversight = TemporalOversight(self.line, task_queue=address.task_queue)
        eventually(self._furnished, "the server has what a workflow needs")

    def _furnished(self) -> bool:
        self.oversight.furnish()
        return True

    def __enter__(self) -> "Rig":
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def ask(
        self, question: Callable[[Client], Coroutine[Any, Any, T]], *, within: float = PATIENCE_SECONDS
    ) -> T:
        """Ask the Temporal server something."""
        return self.line.ask(question, within=within)

    def reconciling(self, attending: Attending) -> Reconciling:
        return Reconciling(
            store=self.store,
            nudger=self.nudger,
            clock=self.clock,
            oversight=self.oversight,
            kinds=WORKFLOWS,
            over=attending.over,
        )

    def attending(self, offices: Mapping[str, Office]) -> Attending:
        return Attending(self.store, self.clock, offices)

    @contextmanager
    def worker(self, attending: Attending, *, reconcile: bool = False) -> Iterator[None]:
        """A worker in this process, on a loop of its own."""
        loops = (self.reconciling(attending),) if reconcile else ()
        with _Serving(self, attending, loops):
            yield

    def standing(self, stream: str) -> Standing | None:
        """What a workflow says of itself; None while it cannot be asked."""

        async def asked(client: Client) -> Standing:
            handle = client.get_workflow_handle(stream)
            standing: Standing = await handle.query(STANDING, result_type=Standing)
            return standing

        return self._unless_missing(asked)

    def at_stage(self, stream: str, stage: str) -> Standing:
        """Wait until a workflow says that its stream stands at a stage."""

        def found() -> Standing | None:
            standing = self.standing(stream)
            return standing if standing and standing.stage == stage else None

        standing = eventually(found, f"{stream} stands at {stage}")
        assert standing is not None
        return standing

    def status(self, stream: str) -> WorkflowExecutionStatus | None:
        """Whether a workflow runs; None if the server knows none."""

        async def asked(client: Client) -> WorkflowExecutionStatus | None:
            return (await client.get_workflow_handle(stream).describe()).status

        return self._unless_missing(asked)

    def wake(self, stream: str) -> None:
        """Have a workflow look at the clock, whatever it has seen; its own timers run in real time.

        What waits to be sent goes first: it would take this one's place, and say nothing new by then.
        """
        assert self.nudger.flush(PATIENCE_SECONDS), "every nudge has been sent"
        self.nudger.nudge(stream, -1)

    def is_over(self, stream: str) -> bool:
        return self.status(stream) == WorkflowExecutionStatus.COMPLETED

    def until_over(self, *streams: str) -> None:
        """Wait until the workflows of some streams have ended."""
        for stream in streams:
            eventually(partial(self.is_over, stream), f"the workflow of {stream} has ended")

    def acknowledged(self, stream: str) -> bool:
        """Whether the workflow has acted on all that concerns it."""
        attention = self.store.attention(stream)
        return attention is not None and attention.acknowledged == attention.owed

    def history(self, stream: str, run_id: str | None = None) -> Sequence[Any]:
        """The events of one run; none while the server knows no such workflow."""

        async def asked(client: Client) -> Sequence[Any]:
            history = await client.get_workflow_handle(stream, run_id=run_id).fetch_history()
            return (await decrypted(history, CODEC)).events

        return self._unless_missing(asked) or []

    def runs(self, stream: str) -> list[str]:
        """The ids of all runs, oldest first, as the server's list has them."""

        async def asked(client: Client) -> list[str]:
            found = [each async for each in client.list_workflows(f"WorkflowId = '{stream}'")]
            return [each.run_id for each in sorted(found, key=lambda each: each.start_time)]

        return self.ask(asked)

    def _unless_missing(self, question: Callable[[Client], Coroutine[Any, Any, T]]) -> T | None:
        try:
            return self.line.ask(question, within=PATIENCE_SECONDS / 4)  # who waits for it asks again
        except Exception as error:
            cause = error.__cause__
            if isinstance(cause, RPCError) and cause.status in (
                RPCStatusCode.NOT_FOUND,
                RPCStatusCode.FAILED_PRECONDITION,
                RPCStatusCode.INVALID_ARGUMENT,
            ):
                return None
            raise


class _Serving:
    """A worker in a thread."""

    def __init__(self, rig: Rig, attending: Attending, loops: tuple[Reconciling, ...]) -> None:
        self._rig, self._attending, self._loops = rig, attending, loops
        self._ready = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="worker-under-test")

    def __enter__(self) -> None:
        self._thread.start()
        assert self._ready.wait(PATIENCE_SECONDS)

    def __exit__(self, *_: object) -> None:
        if self._loop and self._stop and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(PATIENCE_SECONDS)
        assert not self._thread.is_alive(), "the worker did not stop"
        if self._error:
            raise self._error

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except BaseException as error:  # noqa: BLE001 - carried over to the test
            self._error = error
        finally:
            self._ready.set()

    async def _serve(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        client = await connect(
            self._rig.address, identity="worker-under-test", codec=CODEC, plugins=self._rig.plugins
        )
        worker = build_worker(
            client,
            workflows=[
                InspectionWorkflow,
                ActionPlanWorkflow,
                AlertWorkflow,
                PanelWorkflow,
                CommentWorkflow,
                ProgrammeWorkflow,
            ],
            activities=[self._attending.look, self._attending.record_lapse, self._attending.carry_out],
            task_queue=self._rig.address.task_queue,
        )
        self._ready.set()
        await serve(worker, self._loops, self._stop)
