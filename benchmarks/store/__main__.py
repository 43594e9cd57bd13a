"""How fast the record is written and read: ``python -m benchmarks.store``.

Each figure stands beside a baseline of the same run, on the same server, in the same file system, in rounds that take
turns: the median of the rounds, and the median of the rounds' ratios. The baselines are bare SQLAlchemy Core, given
bytes and digests made beforehand, and the ``eventsourcing`` library with its settings as they come. The record does
all its work in the measured time: canonical JSON, salts, the command id, the versions of what was written and read,
the chain, the hash, waking the workflow.
"""

import argparse
import importlib.util
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from adapters.outbound.store import create
from benchmarks.common import LEAST_ROUNDS, Figure, postgresql_settings, report, show, surroundings
from benchmarks.store.appending import appending
from benchmarks.store.contenders import BARE, bare_engine, bare_row, command
from benchmarks.store.integrity import STORES, integrity
from benchmarks.store.loading import loading
from benchmarks.store.scanning import scanning
from tests.support.servers.postgres import running_postgres

PARTS = ("append", "load", "scan", "integrity")
DATABASES = ("postgresql", "sqlite")


@contextmanager
def _places(folder: Path) -> Iterator[tuple[dict[str, str], dict[str, dict[str, str]]]]:
    """A new store in PostgreSQL, its settings as they come (fsync on), and one in SQLite; a bare table beside each.

    After them, empty databases of either kind for what needs its own.
    """
    with running_postgres(durable=True) as server:
        places = {"postgresql": server.url(server.create()), "sqlite": f"sqlite:///{folder}/assay.db"}
        for place in places.values():
            create(place, simulated=True)
            engine = bare_engine(place)
            BARE.metadata.create_all(engine)
            engine.dispose()
        empty = {
            "postgresql": {store: server.url(server.create()) for store in STORES},
            "sqlite": {store: f"sqlite:///{folder}/{store}.db" for store in STORES},
        }
        yield places, empty


def _measured(
    parts: list[str], name: str, place: str, empty: dict[str, str], rounds: int, commands: int
) -> Iterator[Figure]:
    if "append" in parts:
        yield from appending(name, place, rounds, commands)
    if "load" in parts:
        yield from loading(place, rounds)
    if "scan" in parts:
        yield from scanning(place, rounds)
    if "integrity" in parts:
        yield from integrity(empty, rounds, commands)


def main() -> int:
    """Measure and print; 1 if a target is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}; all, if none is named"
    )
    parser.add_argument("--rounds", type=int, default=7, help=f"rounds a figure, at least {LEAST_ROUNDS}")
    parser.add_argument("--commands", type=int, default=400, help="commands a round")
    parser.add_argument("--on", choices=DATABASES, help="on one database only")
    parser.add_argument("--json", action="store_true", help="end with one JSON object")
    given = parser.parse_args()
    parts = given.parts or list(PARTS)
    if wrong := sorted(set(parts) - set(PARTS)):
        parser.error(f"there is no part {', '.join(wrong)}")
    if importlib.util.find_spec("eventsourcing") is None:
        parser.error("the eventsourcing library, which the record is held against, comes with `make bench`")
    signal.signal(
        signal.SIGTERM, lambda *_: sys.exit(1)
    )  # told to stop, it still stops the server it started
    folder = Path(tempfile.mkdtemp(prefix="assay-bench-"))
    try:
        with _places(folder) as (places, empty):
            settings = {
                "postgresql": postgresql_settings(places["postgresql"]),
                "sqlite": "journal_mode WAL, synchronous FULL",
                "bytes of an event": str(len(bare_row(command("x", 1).writes[0].drafts[0])["body"])),
                "commands a round": str(given.commands),
            }
            about = surroundings(folder, given.rounds, settings)
            figures = []
            for name in DATABASES if given.on is None else [given.on]:
                print(f"{name}:")
                for figure in _measured(parts, name, places[name], empty[name], given.rounds, given.commands):
                    show(figure)
                    figures.append(figure)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return report(figures, about, as_json=given.json)


if __name__ == "__main__":
    sys.exit(main())
