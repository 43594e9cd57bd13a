"""Where a year takes place: PostgreSQL, a Temporal server that skips time, an installation, and worker processes."""

import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from adapters.inbound.demonstration.world import World
from adapters.outbound.running.founding import found, open_record
from adapters.outbound.temporal.server import DevServer
from adapters.outbound.temporal.skipping import TimePassing, throwaway_server
from benchmarks.year.cast import kind_files
from benchmarks.year.faults import Onlooker, Strike, Striking
from benchmarks.year.passing import Passing, SharedClock
from benchmarks.year.taking import NOT_YET, Clerk, Here, Taking
from benchmarks.year.weighing import Weight, weight_of, weight_of_all
from tests.support.servers.postgres import Postgres, running_postgres
from worker import Assay, compose, settings_of

__all__ = ["Conductor", "Crew", "Database", "Place", "put_up"]

ROOT = Path(__file__).parents[2]
END_WITHIN_SECONDS = 30.0
AWAY_SECONDS = (0.0, 2.0)
"""For so long nobody starts a server that has crashed."""


class Crew:
    """The worker processes.

    Attributes:
        weight: what those that were killed had taken.
        too_early: how many could not begin, as a server was out of reach, and were started anew.
    """

    def __init__(
        self, environment: Mapping[str, str], arguments: list[str], number: int, seed: str | None
    ) -> None:
        self._environment, self._arguments, self._seed = environment, arguments, seed
        self._number, self._started, self.too_early = number, 0, 0
        self._workers: list[subprocess.Popen[bytes]] = []
        self._changing = threading.Lock()
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
        with self._changing:
            self.weight += weight_of(self._workers[place].pid)
            _kill(self._workers[place])
            self._workers[place] = self._start()

    def weigh(self) -> Weight:
        """What all workers have taken so far."""
        running = (weight_of(each.pid) for each in list(self._workers))
        return sum(running, self.weight)

    def check(self) -> None:
        """Start another for one that could not begin; say so if a worker ended by itself.

        Raises:
            RuntimeError: it did.
        """
        with self._changing:
            for place, each in enumerate(self._workers):
                code = each.poll()
                if code == NOT_YET:
                    each.communicate()
                    self.too_early += 1
                    self._workers[place] = self._start()
                elif code is not None and code >= 0:
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


class Database:
    """A PostgreSQL server of the year's own, and what may befall it."""

    def __init__(self, server: Postgres) -> None:
        """An empty database on a server."""
        self._server, self._name = server, server.create()
        self._weight = Weight()

    @property
    def url(self) -> str:
        """Where the database is."""
        return self._server.url(self._name)

    def crash(self, chance: random.Random) -> None:
        """Stop the server at once; a little later it is started again, and recovers."""
        self._weight = self.weigh()
        self._server.crash()
        time.sleep(chance.uniform(*AWAY_SECONDS))
        self._server.start_again()

    def disconnect(self, chance: random.Random) -> None:
        """End one of its connections."""
        self._server.disconnect_one(self._name, chance)

    def weigh(self) -> Weight:
        """What the server has taken so far."""
        return self._weight + weight_of_all(self._server.pid)


class Conductor:
    """A Temporal server of the year's own, which keeps its workflows in a file, and what may befall it."""

    def __init__(self, server: DevServer) -> None:
        """A server that runs."""
        self._server = server
        self._weight = Weight()

    def crash(self, chance: random.Random) -> None:
        """Kill it; a little later it is started again on what it has in its file."""
        self._weight = self.weigh()
        self._server.kill()
        time.sleep(chance.uniform(*AWAY_SECONDS))
        self._server.start()

    def weigh(self) -> Weight:
        """What the server has taken so far."""
        pid = self._server.pid
        return self._weight + weight_of_all(pid) if pid is not None else self._weight


@dataclass
class Place:
    """Where a year takes place.

    Attributes:
        installation: of whoever plays the year.
        clock: everybody's.
        passing: the machinery, as far as it is waited for.
        world: what people act in.
        desk: takes what people give.
        crew: the workers.
        database: the server, where the year has one of its own.
        conductor: the Temporal server.
    """

    installation: Assay
    clock: SharedClock
    passing: Passing
    world: World
    desk: Taking
    crew: Crew
    database: Database | None
    conductor: Conductor

    def check(self) -> None:
        """See to those who could not begin; see :meth:`Crew.check`."""
        self.crew.check()

    def striking(self, seed: str) -> Striking:
        """What goes wrong with processes: what is struck how often in a round."""
        strikes: dict[str, tuple[int, Strike]] = {
            "workers killed": (4, self.crew.kill_one),
            "crashes of Temporal": (1, self.conductor.crash),
        }
        if isinstance(self.desk, Clerk):
            strikes["processes that take commands killed"] = (2, self.desk.kill)
        if self.database is not None:
            strikes["crashes of PostgreSQL"] = (1, self.database.crash)
            strikes["connections to PostgreSQL ended"] = (2, self.database.disconnect)
        return Striking(strikes, seed)

    def weigh(self) -> dict[str, Weight]:
        """What workers, servers and whoever else has a process have taken so far."""
        found = {"workers": self.crew.weigh()}
        if isinstance(self.desk, Clerk):
            found["who takes commands"] = self.desk.weigh()
        if self.database is not None:
            found["PostgreSQL"] = self.database.weigh()
        return found | {"Temporal": self.conductor.weigh()}


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
        own = None
        if database is None:
            own = Database(stack.enter_context(running_postgres(durable=True)))
            database = own.url
        server = stack.enter_context(throwaway_server())
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
            Onlooker(settings, clock=clock, seed=f"{faults} people")
            if faults
            else compose(settings, clock=clock)
        )
        installation = stack.enter_context(made)
        installation.log_to(folder / "people.log", "error")
        open_record(installation)
        told = [str(folder / "clock")]
        crew = stack.enter_context(Crew(environment, told, workers, faults))
        passing = Passing(TimePassing(installation.line), installation.store, installation.nudger)
        world = World.of(installation, clock, passing, "year")
        desk = stack.enter_context(Clerk(environment, told, faults)) if faults else Here(world)
        yield Place(installation, clock, passing, world, desk, crew, own, Conductor(server))


def _kill(worker: "subprocess.Popen[bytes]") -> None:
    worker.kill()
    worker.communicate()
