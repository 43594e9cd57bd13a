"""Moving house: exporting and importing a record, each beside the least that it could cost.

Exporting is held against a bare scan of the same rows that hashes each body; importing against a bare SQLAlchemy Core
insert of the same bytes, made beforehand, into one table with the same two keys, in one transaction. Ours do all their
work in the measured time: every byte is hashed, chains, commands, positions and times are checked, files are written
and seen onto the disk, and what came in is verified as a whole, signatures too, before it is committed.
"""

import argparse
import itertools
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from activities.moving.exporting import Exporting
from activities.moving.importing import Importing
from activities.proof.sealing import Sealing
from adapters.outbound.clocks.system import SystemClock
from adapters.outbound.documents import FolderDocuments
from adapters.outbound.keys import FolderSealingKeys
from adapters.outbound.moving import Databases, FileParcels, InstallationFiles
from adapters.outbound.store import open_store
from adapters.outbound.store.sqlite import sqlite_engine
from benchmarks.common import (
    LEAST_ROUNDS,
    Figure,
    compared,
    in_turn,
    postgresql_settings,
    report,
    show,
    surroundings,
    timed,
)
from benchmarks.proofs import bare_scan, fill
from tests.support.servers.postgres import running_postgres

PAGE = 1_000

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


def nobody(_what: str, _done: int, _of: int) -> None:
    """Nobody looks on."""


def key() -> bytes:
    return b"k" * 32


def exporting(url: str, folder: Path) -> Exporting:
    files = InstallationFiles(FolderDocuments(folder / "documents"), folder)
    return Exporting(
        source=Databases(url),
        parcels=FileParcels(),
        files=files,
        clock=SystemClock(),
        command_key=key,
        program="benchmark",
    )


def importing(url: str, folder: Path, keys: FolderSealingKeys) -> Importing:
    files = InstallationFiles(FolderDocuments(folder / "documents"), folder)
    return Importing(
        source=Databases(url), parcels=FileParcels(), files=files, command_key=key, sealing_keys=keys
    )


def bare_insert(url: str, rows: Sequence[Sequence[dict[str, Any]]]) -> None:
    """Insert pages of ready-made rows, in one transaction."""
    parsed = sa.make_url(url)
    if parsed.get_backend_name() == "postgresql":
        engine = sa.create_engine(parsed.set(drivername="postgresql+psycopg"))
    else:
        engine = sqlite_engine(parsed, "rwc")
    with engine.begin() as connection:
        _bare.create(connection)
        for page in rows:
            connection.execute(sa.insert(_bare), page)
    engine.dispose()


def measured(
    what: str, url: str, new: Callable[[], str], folder: Path, events: int, rounds: int
) -> Iterator[Figure]:
    """The figures of one database.

    Args:
        what: its name.
        url: where a record of so many events is to be made.
        new: gives the URL of a new, empty place each time.
        folder: to write to.
        events: how many.
        rounds: how many times everything is done.
    """
    fill(what, url, events)
    keys = FolderSealingKeys(folder / "keys")
    store = open_store(url)
    origin = f"assay/{store.identity().id}"
    keys.make(origin, 1)
    assert Sealing(store=store, keys=keys, clock=SystemClock(), origin=origin).seal("benchmark") is not None
    numbers = itertools.count()
    scan = bare_scan(url)

    def export() -> float:
        place = folder / f"export-{next(numbers)}.tar"
        spent = timed(
            lambda: exporting(url, folder).export(
                place, after=0, by="benchmark", with_files=False, tell=nobody
            )
        )
        place.rename(folder / "export.tar")
        return events / spent

    found = in_turn(rounds, {"export": export, "bare scan with SHA-256": lambda: events / timed(scan)})
    yield compared(f"{what}: export {events:,} events", "events/s", found, "export", "bare scan with SHA-256")

    pages = [
        [
            {n: getattr(e, n) for n in ("position", "stream", "version", "name", "digest", "body")}
            for e in store.scan(start, PAGE)
        ]
        for start in range(0, events, PAGE)
    ]
    store.close()

    def bring_in() -> float:
        place = new()
        return events / timed(
            lambda: importing(place, folder, keys).bring_in(folder / "export.tar", whole=True, tell=nobody)
        )

    def insert() -> float:
        place = new()
        return events / timed(lambda: bare_insert(place, pages))

    found = in_turn(rounds, {"import": bring_in, "bare Core insert": insert})
    yield compared(f"{what}: import {events:,} events", "events/s", found, "import", "bare Core insert")


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--events", type=int, default=50_000, help="how large the record is")
    parser.add_argument("--rounds", type=int, default=LEAST_ROUNDS)
    parser.add_argument("--json", action="store_true", help="one JSON object at the end")
    chosen = parser.parse_args()
    figures = []
    with (
        tempfile.TemporaryDirectory(prefix="assay-moving-") as name,
        running_postgres(durable=True) as postgres,
    ):
        folder = Path(name)
        made: list[str] = []
        numbers = itertools.count()

        def new_file() -> str:
            shutil.rmtree(folder / "new", ignore_errors=True)
            (folder / "new").mkdir()
            return f"sqlite:///{folder}/new/{next(numbers)}.db"

        def new_database() -> str:
            while made:
                postgres.drop(made.pop())
            made.append(postgres.create())
            return postgres.url(made[-1])

        places = {
            "SQLite": (f"sqlite:///{folder}/assay.db", new_file),
            "PostgreSQL": (postgres.url(postgres.create()), new_database),
        }
        about = surroundings(
            folder,
            chosen.rounds,
            {
                "PostgreSQL": postgresql_settings(places["PostgreSQL"][0]),
                "SQLite": "journal_mode WAL, synchronous FULL",
            },
        )
        for what, (url, new) in places.items():
            for figure in measured(what, url, new, folder / what, chosen.events, chosen.rounds):
                show(figure)
                figures.append(figure)
    return report(figures, about, as_json=chosen.json)


if __name__ == "__main__":
    raise SystemExit(main())
