"""A worker of the year in a process of its own; it ends when whoever started it is gone.

    python -m benchmarks.year.worker_process CLOCK [SEED]

The installation is named by the environment, as ever. With a seed its nudges and documents go wrong.
"""

import os
import signal
import sys
import threading
from pathlib import Path

from activities.conducting.reconciling import ConductorUnreachable
from activities.ports import StoreFault
from benchmarks.year.faults import Unlucky
from benchmarks.year.passing import SharedClock
from benchmarks.year.taking import NOT_YET
from worker import compose, settings_of


def _end_with_our_starter() -> None:
    while os.read(sys.stdin.fileno(), 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


def main() -> None:
    clock = SharedClock(Path(sys.argv[1]))
    threading.Thread(target=_end_with_our_starter, daemon=True).start()
    settings = settings_of()
    seed = sys.argv[2] if len(sys.argv) > 2 else None
    installation = Unlucky(settings, clock=clock, seed=seed) if seed else compose(settings, clock=clock)
    begun = threading.Event()

    def ready() -> None:
        print("ready", flush=True)
        begun.set()

    try:
        with installation:
            installation.work_alone(ready)
    except KeyboardInterrupt:
        pass
    except (StoreFault, ConductorUnreachable, RuntimeError):  # the last is what connecting to Temporal raises
        if begun.is_set():
            raise
        sys.exit(NOT_YET)


if __name__ == "__main__":
    main()
