"""Tamper evidence: verifying a large record, sealing it, and making proofs, each beside the least that it could cost.

The record is written straight into its tables, with bytes and digests as the store makes them: a million events take
about a minute that way, and all rounds on both databases about six more. No more than a page of the record is ever in
memory. Verifying is held against a bare scan of the same rows that hashes each body and does nothing else; sealing
against hashing bodies that are in memory already. How far it has come is said on the error stream.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, cast

import sqlalchemy as sa

from activities.proof.ports import RecordLedger, Sealed
from activities.proof.proving import Proving
from activities.proof.sealing import Sealing
from activities.proof.verifying import Verifying
from adapters.outbound.clocks.system import SystemClock
from adapters.outbound.keys import FolderSealingKeys
from adapters.outbound.store import Store, create, open_store, schema
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
from benchmarks.store.contenders import command
from domain.canonical import leaf_digest
from domain.ledger.envelope import assemble, instant, pieces
from tests.support.servers.postgres import running_postgres

PAGE = 5_000
STEP = 100_000
"""How often it is said how far the writing has come."""
EVENTS_A_STREAM = 25
LONG_COMMAND = 14
"""Every tenth command has so many events, the others one: a decision of a panel among case reads."""

MOST_OF_A_BARE_SCAN = 3.0
MOST_OF_HASHING = 10.0


def rows(events: int) -> Iterator[tuple[tuple[Any, ...], tuple[Any, ...] | None]]:
    """The rows of a record: each event's, and with the last event of a command that command's."""
    given = command("proofs", LONG_COMMAND)
    drafts = given.writes[0].drafts
    heads: dict[str, tuple[int, bytes | None]] = {}
    position, number = 0, 0
    while position < events:
        number += 1
        size = min(LONG_COMMAND if number % 10 == 0 else 1, events - position)
        stream = f"case-{(number * 7919) % max(events // EVENTS_A_STREAM, 1):08}"
        at = instant(given.at + timedelta(milliseconds=number))
        for place in range(size):
            version, previous = heads.get(stream, (0, None))
            draft = drafts[place]
            head, tail = pieces(
                type(draft)(
                    **{name: getattr(draft, name) for name in draft.__slots__}
                    | {"stream": stream, "version": version + 1, "command_id": f"proofs-{number}"}
                ),
                position.to_bytes(16, "big"),
            )
            body = assemble(head, tail, previous, at)
            digest = leaf_digest(body)
            heads[stream] = (version + 1, digest)
            position += 1
            answered = (
                (f"proofs-{number}", digest, position - size + 1, position, None)
                if place == size - 1
                else None
            )
            row = (position, stream, version + 1, draft.event.name, at, f"proofs-{number}", digest, body)
            yield row, answered


def said(what: str, how_far: str) -> None:
    """Say on the error stream how far the benchmark of one database has come."""
    print(f"{what}: {how_far}", file=sys.stderr, flush=True)


def fill(what: str, url: str, events: int) -> None:
    """Make a store and write the record into it, past everything that would slow that down.

    Args:
        what: the database's name, for saying how far it has come.
        url: an empty place.
        events: how many.
    """
    create(url, simulated=True)
    engine = sa.create_engine(
        sa.make_url(url).set(drivername="postgresql+psycopg") if url.startswith("postgresql") else url
    )
    options = {"schema_translate_map": {None: "assay"}} if url.startswith("postgresql") else {}
    engine = engine.execution_options(**options)
    event_rows, command_rows = [], []
    for event, answered in rows(events):
        event_rows.append(dict(zip(schema.events.c.keys(), event, strict=True)))
        if answered:
            command_rows.append(dict(zip(schema.commands.c.keys(), answered, strict=True)))
        if answered and (len(event_rows) >= PAGE or event[0] == events):
            with engine.begin() as connection:
                connection.execute(sa.insert(schema.events), event_rows)
                connection.execute(sa.insert(schema.commands), command_rows)
            if event[0] % STEP < PAGE or event[0] == events:
                said(what, f"{event[0]:,} of {events:,} events written")
            event_rows, command_rows = [], []
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")
    engine.dispose()


class Unsealed:
    """A store that has never been sealed, however often it is: each round begins from nothing."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def last_checkpoint(self) -> Sealed | None:
        return None

    def seal(self, after: int, sealed: Sealed) -> bool:
        return True


def bare_scan(url: str) -> Callable[[], None]:
    """Reads the rows in pages as the driver gives them, hashes each body, and does nothing else."""
    statement = (
        "SELECT position, stream, version, name, recorded_at, command_id, digest, body FROM {} "
        "WHERE position > {} ORDER BY position LIMIT {}"
    )
    engine = sa.create_engine(
        sa.make_url(url).set(drivername="postgresql+psycopg") if url.startswith("postgresql") else url
    )
    postgresql = url.startswith("postgresql")
    query = statement.format("assay.events" if postgresql else "events", "%s" if postgresql else "?", PAGE)

    def scan() -> None:
        with closing(engine.raw_connection()) as pooled:
            connection: Any = pooled.driver_connection
            cursor = connection.cursor(binary=True) if postgresql else connection.cursor()
            after = 0
            while found := cursor.execute(query, (after,)).fetchall():
                for row in found:
                    sha256(b"\x00" + row[7]).digest()
                after = found[-1][0]

    return scan


def measured(what: str, url: str, keys: Path, events: int, rounds: int) -> Iterator[Figure]:
    """The figures of one database."""
    fill(what, url, events)
    store = open_store(url)
    origin = f"assay/{store.identity().id}"
    folder = FolderSealingKeys(keys)
    folder.make(origin, 1)
    sealing = Sealing(store=store, keys=folder, clock=SystemClock(), origin=origin)
    assert sealing.seal("benchmark") is not None
    verifying = Verifying(store, folder, origin)

    def verify() -> None:
        found = verifying.verify()
        assert (found.verdict, found.events) == ("verified", events), found.finding

    scan = bare_scan(url)
    said(what, f"verifying, {rounds} rounds")
    found = in_turn(rounds, {"verify": lambda: timed(verify), "bare scan with SHA-256": lambda: timed(scan)})
    yield compared(
        f"{what}: verify {events:,} events",
        "s",
        found,
        "verify",
        "bare scan with SHA-256",
        at_most=MOST_OF_A_BARE_SCAN,
    )
    said(what, f"sealing, {rounds} rounds")
    yield sealed(what, store, folder, origin, events, rounds)
    said(what, f"proving, {rounds} rounds")
    yield from proved(what, store, sealing, folder, events, rounds)
    store.close()


def sealed(what: str, store: Store, keys: FolderSealingKeys, origin: str, events: int, rounds: int) -> Figure:
    """Sealing everything at once, as a worker does that seals for the first time; later it is only what is new."""
    unsealed: RecordLedger = cast("RecordLedger", Unsealed(store))

    def seal() -> None:
        sealing = Sealing(store=unsealed, keys=keys, clock=SystemClock(), origin=origin)
        assert sealing.seal("benchmark") is not None

    def hashing() -> float:
        seconds = 0.0
        for start in range(0, events, PAGE):
            bodies = [row.body for row in store.scan(start, PAGE)]
            begun = time.perf_counter()
            for body in bodies:
                sha256(b"\x00" + body).digest()
            seconds += time.perf_counter() - begun
        return seconds

    found = in_turn(rounds, {"seal": lambda: timed(seal), "hashing the leaves": hashing})
    return compared(
        f"{what}: seal {events:,} events", "s", found, "seal", "hashing the leaves", at_most=MOST_OF_HASHING
    )


def proved(
    what: str, store: Store, sealing: Sealing, keys: FolderSealingKeys, events: int, rounds: int
) -> Iterator[Figure]:
    """Proofs, each from nothing but the digests, beside a plain reading of them all."""
    proving = Proving(store, sealing, keys)
    works: dict[str, Callable[[], Sequence[bytes]]] = {
        "an inclusion proof": lambda: proving.several([events // 3], events),
        "one proof of 14 events": lambda: proving.several(range(events // 2, events // 2 + 14), events),
        "a consistency proof": lambda: proving.consistency(events * 2 // 3, events),
    }

    def read() -> None:
        for start in range(0, events, PAGE):
            store.digests(start, min(start + PAGE, events))

    timings = {name: (lambda work=work: timed(work)) for name, work in works.items()}
    found = in_turn(rounds, {**timings, "reading the digests": lambda: timed(read)})
    for name in works:
        yield compared(f"{what}: {name} of {events:,}", "s", found, name, "reading the digests")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=200_000, help="how large the record is")
    parser.add_argument("--rounds", type=int, default=LEAST_ROUNDS)
    parser.add_argument("--json", action="store_true", help="one JSON object at the end")
    parser.add_argument("--only", choices=("SQLite", "PostgreSQL"), help="one database alone")
    chosen = parser.parse_args()
    figures = []
    with (
        tempfile.TemporaryDirectory(prefix="assay-proofs-") as name,
        running_postgres(durable=True) as postgres,
    ):
        folder = Path(name)
        urls = {"SQLite": f"sqlite:///{folder}/assay.db", "PostgreSQL": postgres.url(postgres.create())}
        about = surroundings(folder, chosen.rounds, {"PostgreSQL": postgresql_settings(urls["PostgreSQL"])})
        for what, url in urls.items():
            if chosen.only in (None, what):
                for figure in measured(what, url, folder / what, chosen.events, chosen.rounds):
                    show(figure)
                    figures.append(figure)
    return report(figures, about, as_json=chosen.json)


if __name__ == "__main__":
    raise SystemExit(main())
