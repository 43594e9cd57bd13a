"""Faults at random, for as long as it is told, on the real parts; what must hold is checked after each round.

    python -m benchmarks.chaos [--minutes N] [--seed S]

A round leads several inspections through their whole lives, with two workers, while at random a worker is killed,
is told to die at a named point, Temporal is killed or loses its database, and nudges are lost. At the end of the
round everything is started once more, and then: no accepted command may be lost or doubled, every workflow must be
at the stage its stream says, and each deadline must have been recorded once, on its day or later.
"""

import argparse
import json
import logging
import random
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from subprocess import Popen

import structlog

from activities.ports import Nudger
from adapters.outbound.temporal.server import DevServer, DevServerSettings
from tests.support.house import House
from tests.support.life import MONDAY, Life, at_noon
from tests.support.rig import Rig, new_store
from tests.support.servers.temporal import delete_database
from tests.support.verdict import everything_stands, record_of, settled
from tests.support.waiting import seldom
from tests.support.worker_with_faults import POINTS, Bench

LIVES = 4
WORKERS = 2
# A killed worker's work is taken up after some five seconds: sometimes before the next fault, sometimes not.
PAUSE_SECONDS = (0.5, 6.0)
LOST_NUDGES = 0.3
PROGRESS_WITHIN_SECONDS = 900.0  # while faults go on, nothing is promised but that it goes on in the end
SETTLE_WITHIN_SECONDS = 120.0


class Careless:
    """Loses some nudges."""

    def __init__(self, nudger: Nudger, chance: random.Random) -> None:
        self._nudger, self._chance = nudger, chance

    def nudge(self, stream: str, position: int) -> None:
        if self._chance.random() >= LOST_NUDGES:
            self._nudger.nudge(stream, position)


@dataclass
class Round:
    """One round: a record, a server, workers, lives, and what goes wrong."""

    seed: int
    folder: Path
    server: DevServer
    bench: Bench
    rig: Rig
    house: House
    faults: Counter[str] = field(default_factory=Counter)
    failures: list[BaseException] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        self.workers: list[Popen[bytes] | None] = [None] * WORKERS
        # One step of one life at a time, as a turn of the common clock would close windows in the middle of others'.
        self.turn_taking = threading.RLock()

    def play(self) -> list[Life]:
        lives = [self._life(f"nps-{number}") for number in range(LIVES)]
        threads = [threading.Thread(target=self._lead, args=(life,), daemon=True) for life in lives]
        for thread in threads:
            thread.start()
        try:
            while alive := [thread for thread in threads if thread.is_alive()]:
                self._something_goes_wrong()
                alive[0].join(self.chance.uniform(*PAUSE_SECONDS))
            if self.failures:
                raise self.failures[0]
            self._mend()
            streams = [stream for life in lives for stream in (life.stream, life.plan_stream)]
            settled(self.house, self.rig, streams, within=SETTLE_WITHIN_SECONDS, wake=self.rig.nudger)
            everything_stands(self.house, lives)
        finally:
            self.end_workers()
        return lives

    def end_workers(self) -> None:
        for worker in self.workers:
            if worker:
                worker.kill()
                worker.wait()

    def _life(self, reference: str) -> Life:
        life = Life(self.house, self.bench.clock, reference)
        life.patience = PROGRESS_WITHIN_SECONDS
        life.wake = seldom(partial(self.rig.nudger.nudge, life.stream, -1))

        def turn(day: date) -> None:
            with self.turn_taking:
                self.bench.clock.set(at_noon(day))

        life.turn = turn
        return life

    def _lead(self, life: Life) -> None:
        try:
            for together in life.groups():
                if together == [life.await_publication]:
                    life.await_publication()
                    continue
                with self.turn_taking:
                    for step in together:
                        step()
        except BaseException as error:  # noqa: BLE001 - carried over to the round
            self.failures.append(error)

    def _something_goes_wrong(self) -> None:
        for place, worker in enumerate(self.workers):
            if worker is None or worker.poll() is not None:
                if worker and worker.returncode != -signal.SIGKILL:
                    raise AssertionError(f"a worker ended by itself: {worker.returncode}; see {self.folder}")
                self._start(place, self.chance.choice([None] * len(POINTS) + list(POINTS)))
        fault = self.chance.choices(
            ["nothing", "worker killed", "Temporal killed", "Temporal's database deleted"],
            weights=[4, 4, 2, 1],
        )[0]
        self.faults[fault] += 1
        match fault:
            case "worker killed":
                victim = self.chance.choice(self.workers)
                if victim:
                    victim.kill()
                    victim.wait()
            case "Temporal killed":
                self.server.kill()
                time.sleep(self.chance.uniform(0, 2))
                self.server.start()
            case "Temporal's database deleted":
                self.server.kill()
                delete_database(self.server)
                self.server.start()

    def _start(self, place: int, point: str | None) -> None:
        if point:
            self.faults[f"worker told to die: {point}"] += 1
            (self.folder / f"died-{point}").unlink(missing_ok=True)
        self.workers[place] = self.bench.start(point)

    def _mend(self) -> None:
        """Everything runs again, and nobody is told to die."""
        self.end_workers()
        self.server.start()
        for place in range(WORKERS):
            self._start(place, None)


@contextmanager
def a_round(seed: int) -> Iterator[Round]:
    """Set up a round; its folder stays if it fails."""
    folder = Path(tempfile.mkdtemp(prefix=f"assay-chaos-{seed}-"))
    with DevServer(DevServerSettings(home=folder / "temporal", ui=False)) as server:
        bench = Bench(new_store(folder), server.address, "assay", folder)
        bench.clock.set(at_noon(MONDAY))
        with Rig(bench.address, bench.store, bench.clock) as rig:
            careless = Careless(rig.nudger, random.Random(seed))
            house = House.build(rig.store, bench.clock, careless, folder)
            yield Round(seed, folder, server, bench, rig, house)
    _remove(folder)


def _remove(folder: Path) -> None:
    for path in sorted(folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    folder.rmdir()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--minutes", type=float, default=5.0, help="how long to begin new rounds")
    parser.add_argument(
        "--seed", type=int, default=None, help="of the first round; the next has the next number"
    )
    given = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    seed = given.seed if given.seed is not None else random.SystemRandom().randrange(1_000_000)
    faults: Counter[str] = Counter()
    commands = events = rounds = 0
    until = time.monotonic() + given.minutes * 60
    while rounds == 0 or time.monotonic() < until:
        print(f"round with seed {seed} …", end=" ", flush=True, file=sys.stderr)
        try:
            with a_round(seed) as played:
                lives = played.play()
                commands += sum(len(life.accepted) for life in lives)
                events += len(record_of(played.house))
                faults += played.faults
        except (AssertionError, OSError, RuntimeError) as error:
            print(f"FAILED: {error}", file=sys.stderr)
            return 1
        print("all stands", file=sys.stderr)
        rounds, seed = rounds + 1, seed + 1
    del faults["nothing"]
    print(
        json.dumps(
            {
                "rounds": rounds,
                "commands": commands,
                "events": events,
                "lost": 0,
                "faults": dict(sorted(faults.items())),
            },
            indent=2,
        )
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
