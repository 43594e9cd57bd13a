"""The process that takes people's commands in the year with faults; it ends when nobody can give it any more.

    python -m benchmarks.year.taking_process CLOCK SEED LINE,LINE,...

The installation is named by the environment, as ever. A line is an open file by its number; each is served by itself.
"""

import sys
import threading
from multiprocessing.connection import Connection
from pathlib import Path

from activities.commanding.desk import Accepted, Outcome
from activities.ports import StoreFault
from adapters.inbound.demonstration.world import Played, World
from benchmarks.year.faults import Unlucky
from benchmarks.year.passing import SharedClock
from benchmarks.year.taking import NOT_YET, done_by
from worker import settings_of

__all__: list[str] = []


def _serve(world: World, line: Connection) -> None:
    while True:
        try:
            deed = line.recv()
        except (EOFError, OSError):
            return  # nobody is there any more
        try:
            answer: Outcome | Exception = done_by(world, deed)
        except Exception as error:  # noqa: BLE001 - whoever gave it is told
            answer = error
        if isinstance(answer, Accepted):
            answer = Accepted(answer.first, answer.last, repeated=answer.repeated)
        line.send(answer)


def main() -> None:
    clock = SharedClock(Path(sys.argv[1]))
    installation = Unlucky(settings_of(), clock=clock, seed=sys.argv[2])
    with installation:
        installation.log_to(installation.settings.log_file, "error")
        try:
            # It only takes commands: what falls due is for the workers.
            world = World.of(installation, clock, Played({}), "year")
        except StoreFault:
            sys.exit(NOT_YET)
        lines = [Connection(int(each)) for each in sys.argv[3].split(",")]
        serving = [threading.Thread(target=_serve, args=(world, each)) for each in lines]
        for each in serving:
            each.start()
        for each in serving:
            each.join()


if __name__ == "__main__":
    main()
