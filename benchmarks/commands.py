"""Commands per second, from the use case to the committed event, beside two floors of the same run.

The command is the commonest one there is: an inspector's answers to the twelve key questions of one case. The floors
are a bare SQLAlchemy Core insert of the very bytes that were recorded, and a bare no-op Workflow Update on a Temporal
server that has nothing else to do. Run it with ``python -m benchmarks.commands``.
"""

import asyncio
import itertools
import logging
import os
import platform
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
import structlog
from rich.console import Console
from rich.table import Table
from temporalio import workflow
from temporalio.client import Client, WorkflowHandle
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from activities.commanding.desk import Accepted, Order
from activities.ports import Clock
from adapters.outbound.store import Store, create, open_store
from adapters.outbound.store.sqlite import sqlite_engine
from adapters.outbound.store.urls import parse_url
from adapters.outbound.temporal.server import DevServer, DevServerSettings
from domain.cases.commands import RecordAnswers
from domain.given import Actor
from domain.inspections.commands import (
    AnnounceInspection,
    BeginFieldwork,
    DrawSample,
    ReceiveEvidence,
    RequestEvidence,
)
from domain.inspections.events import EvidenceItem
from domain.messages import Command
from domain.people.roles import Role
from domain.providers.provider import RegisterProvider
from tests.support.house import House
from tests.support.servers.postgres import running_postgres

T = TypeVar("T")

ROUNDS = 5
"""Medians of this many rounds; ours and the floors take turns within each."""

COMMANDS = 600
"""Commands a round."""

UPDATES = 200
"""Workflow Updates a round: an execution takes no more than 2,000 in its whole life."""

CASES = 110
QUESTIONS = tuple(f"2.{standard}.{question}" for standard in range(1, 5) for question in range(1, 4))


class _Clock:
    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at


class _Silence:
    def nudge(self, stream: str, position: int) -> None:
        """Answers nudge nobody."""


@workflow.defn
class NoOp:
    """Takes updates and does nothing."""

    @workflow.run
    async def run(self) -> None:
        """Wait to be terminated."""
        await workflow.wait_condition(lambda: False)

    @workflow.update
    async def touch(self) -> None:
        """Do nothing."""


def _rate(clients: int, many: int, work: Callable[[int, int], None]) -> float:
    """Calls a second of ``work(client, number)``, shared among so many threads that start together."""
    gate = threading.Barrier(clients + 1)

    def client(number: int) -> None:
        gate.wait()
        for turn in range(number, many, clients):
            work(number, turn)

    threads = [threading.Thread(target=client, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    gate.wait()
    started = time.perf_counter()
    for thread in threads:
        thread.join()
    return many / (time.perf_counter() - started)


class _Inspectors:
    """One inspection in fieldwork, with a sample to be answered over and over."""

    def __init__(self, store: Store, folder: Path) -> None:
        self._clock = _Clock(datetime(2018, 4, 3, 9, tzinfo=UTC))
        clock: Clock = self._clock
        self._house = House.build(store, clock, _Silence(), folder)
        self._ids = itertools.count()
        self._prepare()
        self.cases = self._house.records.read(["inspection-bench"])["inspection-bench"].state.sampled

    def _prepare(self) -> None:
        manager, lead = Role.OPERATIONS_MANAGER, Role.LEAD_INSPECTOR
        self._give(
            RegisterProvider(
                provider="nps-example", title="Example division", kind="nps-division", area="Example"
            ),
            manager,
        )
        self._give(
            AnnounceInspection(
                inspection="bench",
                provider="nps-example",
                protocol="nps-division-2018",
                lead="person-1",
                fieldwork_from=date(2018, 5, 14),
                fieldwork_to=date(2018, 5, 25),
            ),
            manager,
        )
        item = EvidenceItem(id="plan", title="Business plan", standard="1.1")
        self._give(RequestEvidence(inspection="bench", items=(item,)), lead)
        self._give(ReceiveEvidence(inspection="bench", item="plan"), lead)
        self._clock.at = datetime(2018, 5, 14, 9, tzinfo=UTC)
        self._give(BeginFieldwork(inspection="bench"), lead)
        self._give(
            DrawSample(
                inspection="bench",
                population="supervised-cases",
                list_digest="0" * 64,
                list_size=330,
                seed="bench",
            ),
            lead,
        )

    def answer(self, _client: int, turn: int) -> None:
        """Record answers in one case; each time they differ from the last, so that there is something to record."""
        number = next(self._ids)
        answer = "yes" if (number // CASES) % 2 else "no"
        case = self.cases[turn % CASES]
        answers = tuple((question, answer) for question in QUESTIONS)
        self._give(RecordAnswers.model_validate({"case": case, "answers": answers}), Role.INSPECTOR)

    def _give(self, command: Command, role: Role) -> None:
        order = Order(f"bench-{next(self._ids)}", command, Actor("person-2", role, "bench"))
        outcome = self._house.desk.give(order)
        if not isinstance(outcome, Accepted):
            raise TypeError(str(outcome))


class _BareInsert:
    """The floor: the same bytes into a table of the same columns, by SQLAlchemy Core, one commit each."""

    def __init__(self, url: str, bodies: Sequence[tuple[str, str, bytes, bytes]]) -> None:
        parsed = parse_url(url)
        self._bodies = bodies
        self._numbers = itertools.count(1)
        if parsed.get_backend_name() == "sqlite":
            self.engine = sqlite_engine(parsed, "rwc")
        else:
            self.engine = sa.create_engine(parsed.set(drivername="postgresql+psycopg"), pool_size=20)
        metadata = sa.MetaData()
        self._table = sa.Table(
            "bare",
            metadata,
            sa.Column("position", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
            sa.Column("stream", sa.Text, nullable=False),
            sa.Column("version", sa.BigInteger, nullable=False),
            sa.Column("name", sa.Text, nullable=False),
            sa.Column("digest", sa.LargeBinary, nullable=False),
            sa.Column("body", sa.LargeBinary, nullable=False),
            sa.UniqueConstraint("stream", "version"),
        )
        metadata.create_all(self.engine)

    def insert(self, _client: int, turn: int) -> None:
        """Insert one event."""
        stream, name, digest, body = self._bodies[turn % len(self._bodies)]
        number = next(self._numbers)
        row = {
            "position": number,
            "stream": stream,
            "version": number,
            "name": name,
            "digest": digest,
            "body": body,
        }
        with self.engine.begin() as connection:
            connection.execute(sa.insert(self._table), row)


async def _updates(client: Client, clients: int) -> float:
    """No-op Workflow Updates a second; each client has a workflow of its own."""
    handles: list[WorkflowHandle[NoOp, None]] = [
        await client.start_workflow(NoOp.run, id=f"no-op-{time.monotonic_ns()}-{number}", task_queue="bench")
        for number in range(clients)
    ]
    for handle in handles:
        await handle.execute_update(NoOp.touch)
    started = time.perf_counter()

    async def one(handle: WorkflowHandle[NoOp, None]) -> None:
        for _ in range(UPDATES // clients):
            await handle.execute_update(NoOp.touch)

    await asyncio.gather(*(one(handle) for handle in handles))
    rate = UPDATES / (time.perf_counter() - started)
    for handle in handles:
        await handle.terminate()
    return rate


class _Updater:
    """A Temporal server with one worker and nothing else to do."""

    def __init__(self, address: str) -> None:
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, daemon=True).start()
        self._client = self._wait(Client.connect(address))
        worker = Worker(
            self._client, task_queue="bench", workflows=[NoOp], workflow_runner=UnsandboxedWorkflowRunner()
        )
        asyncio.run_coroutine_threadsafe(worker.run(), self._loop)

    def rate(self, clients: int) -> float:
        """Updates a second."""
        return self._wait(_updates(self._client, clients))

    def _wait(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()


def _recorded(store: Store) -> list[tuple[str, str, bytes, bytes]]:
    """What a round of answers recorded, to be inserted again by the floor."""
    last = store.last_position()
    return [
        (each.stream, each.name, each.digest, each.body) for each in store.scan(last - COMMANDS, COMMANDS)
    ]


def _measure(title: str, url: str, bare_url: str, folder: Path, updater: _Updater, table: Table) -> None:
    create(url, simulated=True)
    store = open_store(url)
    inspectors = _Inspectors(store, folder)
    _rate(1, COMMANDS, inspectors.answer)  # so that caches and plans are warm
    bare = _BareInsert(bare_url, _recorded(store))
    _rate(1, COMMANDS, bare.insert)
    for clients in (1, 10):
        ours, inserts, updates = [], [], []
        for _ in range(ROUNDS):
            ours.append(_rate(clients, COMMANDS, inspectors.answer))
            inserts.append(_rate(clients, COMMANDS, bare.insert))
            updates.append(updater.rate(clients))
        mine, insert, update = (statistics.median(each) for each in (ours, inserts, updates))
        table.add_row(
            title,
            str(clients),
            f"{mine:,.0f}",
            f"{insert:,.0f}",
            f"{update:,.0f}",
            f"{mine / insert:.2f} (0.5)",
            f"{mine / update:.1f} ({'2' if clients == 1 else '1'})",
        )
    store.close()
    bare.engine.dispose()


@contextmanager
def _temporal(folder: Path) -> Iterator[str]:
    server = DevServer(DevServerSettings(home=folder / "temporal", ui=False))
    server.start()
    try:
        yield server.address
    finally:
        server.stop()


def main() -> None:
    """Measure and print."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    table = Table(
        "store", "clients", "commands/s", "bare insert/s", "bare update/s", "of the insert", "of the update"
    )
    with tempfile.TemporaryDirectory() as name, running_postgres(durable=True) as postgres:
        folder = Path(name)
        with _temporal(folder) as address:
            updater = _Updater(address)
            sqlite = f"sqlite:///{folder}/assay.db"
            _measure("SQLite", sqlite, f"sqlite:///{folder}/bare.db", folder, updater, table)
            ours, bare = postgres.url(postgres.create()), postgres.url(postgres.create())
            _measure("PostgreSQL", ours, bare, folder, updater, table)
    console = Console(width=120)
    console.print(table)
    console.print(
        f"Medians of {ROUNDS} rounds of {COMMANDS} commands; clients are threads of one process; targets in brackets. "
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}; both databases wait for "
        "the disk at each commit (SQLite: synchronous=FULL; PostgreSQL: fsync on).",
    )


if __name__ == "__main__":
    main()
