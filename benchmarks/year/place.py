"""Where a year takes place: PostgreSQL, a Temporal server that skips time, an installation, and worker processes."""

import os
import random
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import psutil

from adapters.inbound.demonstration.world import World
from adapters.outbound.running.founding import found, open_record
from adapters.outbound.temporal.skipping import TimePassing, throwaway_server
from benchmarks.year.cast import kind_files
from benchmarks.year.faults import Unlucky
from benchmarks.year.passing import Passing, SharedClock
from benchmarks.year.weighing import Weight, weight_of
from tests.support.servers.postgres import running_postgres
from worker import Assay, compose, settings_of

__all__ = ["Crew", "Place", "put_up"]

ROOT = Path(__file__).parents[2]
END_WITHIN_SECONDS = 30.0


class Crew:
    """The worker processes.

    Attributes:
        weight: what those that were killed had taken.
    """

    def __init__(
        self, environment: Mapping[str, str], arguments: list[str], number: int, seed: str | None
    ) -> None:
        self._environment, self._arguments, self._seed = environment, arguments, seed
        self._number, self._started = number, 0
        self._workers: list[subprocess.Popen[bytes]] = []
        self.weight = Weight()

    def __enter__(self) -> "Crew":
        self._workers = [self._start() for _ in range(self._number)]
        try:
            for each in self._workers:
                assert each.stdout is not None
                if each.stdout.readline().strip() != b"ready":
                    raise RuntimeError("a worker did not start")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        for each in self._workers:
            each.terminate()
        for each in self._workers:
            try:
                each.communicate(timeout=END_WITHIN_SECONDS)
            except subprocess.TimeoutExpired:
                _kill(each)

    def kill_one(self, chance: random.Random) -> None:
        """Kill one of them, and start another in its place."""
        place = chance.randrange(self._number)
        self.weight += weight_of(self._workers[place].pid)
        _kill(self._workers[place])
        self._workers[place] = self._start()

    def weigh(self) -> Weight:
        """What all workers have taken so far."""
        running = (weight_of(each.pid) for each in list(self._workers))
        return sum(running, self.weight)

    def check(self) -> None:
        """Say so if a worker ended by itself.

        Raises:
            RuntimeError: it did.
        """
        for each in list(self._workers):
            code = each.poll()
            if code is not None and code >= 0:
                raise RuntimeError(f"a worker ended by itself with {code}")

    def _start(self) -> "subprocess.Popen[bytes]":
        self._started += 1
        more = [f"{self._seed} worker {self._started}"] if self._seed else []
        return subprocess.Popen(
            [sys.executable, "-m", "benchmarks.year.worker_process", *self._arguments, *more],
            cwd=ROOT,
            env={**os.environ, **self._environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,  # Ctrl-C is for whoever started them, who ends them
        )


@dataclass
class Place:
    """Where a year takes place."""

    installation: Assay
    clock: SharedClock
    passing: Passing
    world: World
    crew: Crew
    servers: Mapping[str, int]


@contextmanager
def put_up(
    folder: Path, start: datetime, *, workers: int, faults: str | None, database: str | None = None
) -> Iterator[Place]:
    """Put up everything a year needs; all of it ends with it.

    Args:
        folder: an empty one, for everything.
        start: when the year begins.
        workers: how many worker processes.
        faults: the seed of what goes wrong; None if nothing does.
        database: the URL of an empty PostgreSQL database; a server of its own if None.
    """
    with ExitStack() as stack:
        servers: dict[str, int] = {}
        if database is None:
            postgres = stack.enter_context(running_postgres(durable=True))
            database = postgres.url(postgres.create())
            servers["PostgreSQL"] = postgres.pid
        before = set(_children())
        server = stack.enter_context(throwaway_server())
        started = {name: pid for pid, name in _children().items() if pid not in before}
        servers["Temporal"] = next(pid for name, pid in started.items() if "temporal" in name)
        environment = {
            "ASSAY_HOME": str(folder),
            "ASSAY_DATABASE_URL": database,
            "ASSAY_TEMPORAL_TARGET": server.address,
            "ASSAY_LOG_LEVEL": "error",
            "ASSAY_LOG_FILE": str(folder / "worker.log"),
        }
        settings = settings_of(environment)
        clock = SharedClock(folder / "clock")
        clock.advance(start - clock.now())
        kind_files(folder / "protocols")
        found(settings, simulated=True)
        made = (
            Unlucky(settings, clock=clock, seed=f"{faults} people")
            if faults
            else compose(settings, clock=clock)
        )
        installation = stack.enter_context(made)
        installation.log_to(folder / "people.log", "error")
        open_record(installation)
        crew = stack.enter_context(Crew(environment, [str(folder / "clock")], workers, faults))
        passing = Passing(TimePassing(installation.line), installation.store, installation.nudger)
        world = World.of(installation, clock, passing, "year")
        yield Place(installation, clock, passing, world, crew, servers)


def _kill(worker: "subprocess.Popen[bytes]") -> None:
    worker.kill()
    worker.communicate()


def _children() -> dict[int, str]:
    """The processes that this one started, by their ids, with their programs' names."""
    return {each.pid: each.name() for each in psutil.Process().children()}
