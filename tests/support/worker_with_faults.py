"""A worker process that can be told to die, once, at a named point; and how tests and ``make chaos`` start it.

The product knows nothing of this: the faults are put around its adapters and use cases here.
"""

import argparse
import asyncio
import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from temporalio import activity
from temporalio.client import Client

from activities.conducting.attending import Attending, Lapse, Office, Sight
from activities.conducting.reconciling import Reconciling
from activities.ports import Append, Appended, Clock, CommandIdReused, EventStore, Nudger, Repeated, Stale
from adapters.outbound.documents import FolderDocuments
from adapters.outbound.store import open_store
from adapters.outbound.temporal.connecting import TemporalAddress, connect
from adapters.outbound.temporal.line import Line
from adapters.outbound.temporal.nudging import TemporalNudger
from adapters.outbound.temporal.overseeing import TemporalOversight
from adapters.outbound.temporal.serving import serve
from adapters.outbound.temporal.working import build_worker
from tests.support.file_clock import FileClock
from tests.support.house import House
from tests.support.payloads import CODEC
from workflows.action_plan import ActionPlanWorkflow
from workflows.alert import AlertWorkflow
from workflows.comment import CommentWorkflow
from workflows.contract import WORKFLOWS
from workflows.inspection import InspectionWorkflow
from workflows.panel import PanelWorkflow
from workflows.programme import ProgrammeWorkflow

__all__ = ["POINTS", "Bench", "Fault", "running_worker"]

POINTS = (
    "between-append-and-nudge",
    "after-look-before-report",
    "after-lapse-before-report",
    "after-deed-before-report",
    "as-a-deadline-falls-due",
    "in-mid-publication",
)


@dataclass(frozen=True)
class Fault:
    """Where to die; only the first time that any worker gets there, as a mark in a folder says."""

    point: str | None
    folder: Path

    def at(self, point: str) -> None:
        """Die here if this is the point."""
        if point != self.point:
            return
        try:
            (self.folder / f"died-{point}").touch(exist_ok=False)
        except FileExistsError:
            return
        os.kill(os.getpid(), signal.SIGKILL)


class FaultyStore:
    """Dies when something has been recorded that another workflow must be told of."""

    def __init__(self, store: EventStore, fault: Fault) -> None:
        self._store, self._fault = store, fault

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    def append(self, append: Append) -> Appended | Repeated | Stale | CommandIdReused:
        answer = self._store.append(append)
        if isinstance(answer, Appended) and len(append.wakes) > 1:
            self._fault.at("between-append-and-nudge")
        return answer


class FaultyDocuments(FolderDocuments):
    """Dies when a report has been published and that has not been recorded."""

    def __init__(self, folder: Path, fault: Fault) -> None:
        super().__init__(folder)
        self._fault = fault

    def keep(self, content: bytes) -> str:
        digest = super().keep(content)
        self._fault.at("in-mid-publication")
        return digest


class FaultyAttending(Attending):
    """Dies when the work is done and nobody has been told."""

    def __init__(self, store: EventStore, clock: Clock, offices: Mapping[str, Office], fault: Fault) -> None:
        super().__init__(store, clock, offices)
        self._fault = fault

    @activity.defn
    def look(self, stream: str) -> Sight:
        sight = super().look(stream)
        self._fault.at("after-look-before-report")
        return sight

    @activity.defn
    def record_lapse(self, stream: str, deadline: str, due: date) -> Lapse:
        self._fault.at("as-a-deadline-falls-due")
        lapse = super().record_lapse(stream, deadline, due)
        self._fault.at("after-lapse-before-report")
        return lapse

    @activity.defn
    def carry_out(self, stream: str, duty: str) -> None:
        super().carry_out(stream, duty)
        self._fault.at("after-deed-before-report")


@dataclass(frozen=True)
class Bench:
    """Where a worker under test works."""

    store: str
    temporal: str
    queue: str
    folder: Path

    @property
    def clock(self) -> FileClock:
        return FileClock(self.folder / "clock")

    @property
    def address(self) -> TemporalAddress:
        return TemporalAddress(target=self.temporal, task_queue=self.queue)

    def start(self, point: str | None = None) -> "subprocess.Popen[bytes]":
        """Start a worker process that dies at a point."""
        arguments = ["--store", self.store, "--temporal", self.temporal, "--queue", self.queue]
        arguments += ["--folder", str(self.folder)] + (["--die-at", point] if point else [])
        with (self.folder / "worker.log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "tests.support.worker_with_faults", *arguments],
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=Path(__file__).parents[2],
            )


@contextlib.contextmanager
def running_worker(bench: Bench, point: str | None = None) -> "Iterator[subprocess.Popen[bytes]]":
    """A worker process that is gone afterwards, whatever happens."""
    process = bench.start(point)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


async def _work(bench: Bench, fault: Fault) -> None:
    store: EventStore = FaultyStore(open_store(bench.store), fault)  # type: ignore[assignment]  # it has the rest by __getattr__
    line = Line(lambda: connect(bench.address, identity=f"worker-{os.getpid()}", codec=CODEC))
    nudger: Nudger = TemporalNudger(line, task_queue=bench.queue)
    documents = FaultyDocuments(bench.folder / "documents", fault)
    house = House.build(store, bench.clock, nudger, bench.folder, documents=documents)
    attending = FaultyAttending(store, bench.clock, house.offices(), fault)
    reconciling = Reconciling(
        store=store,
        nudger=nudger,
        clock=bench.clock,
        oversight=TemporalOversight(line, task_queue=bench.queue),
        kinds=WORKFLOWS,
        over=attending.over,
    )
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    client = await _connected(bench.address)
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
        activities=[attending.look, attending.record_lapse, attending.carry_out],
        task_queue=bench.queue,
    )
    await serve(worker, (reconciling,), stop)
    line.close()


async def _connected(address: TemporalAddress) -> Client:
    while True:
        try:
            return await connect(address, identity=f"worker-{os.getpid()}", codec=CODEC)
        except RuntimeError:
            await asyncio.sleep(0.2)


def main() -> None:
    parser = argparse.ArgumentParser()
    for name in ("store", "temporal", "queue", "folder"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--die-at", choices=POINTS)
    given = parser.parse_args()
    bench = Bench(given.store, given.temporal, given.queue, Path(given.folder))
    asyncio.run(_work(bench, Fault(given.die_at, bench.folder)))


if __name__ == "__main__":
    main()
