"""All events, from the first to the last, in pages: beside a bare select of the same rows."""

import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from benchmarks.common import Figure, compared, in_turn, timed
from benchmarks.store.contenders import BARE, BareInsert, Record, command

__all__ = ["scanning"]

EVENTS = 20_000
PAGE = 1_000
LEAST_OF_BARE = 0.75

QUERY = sa.select(BARE).where(BARE.c.position > sa.bindparam("after")).order_by(BARE.c.position).limit(PAGE)


def scanning(url: str, rounds: int) -> Iterator[Figure]:
    """Events a second of a full scan.

    Args:
        url: an open place; what is missing to so many events is recorded first.
        rounds: how many, of each.
    """
    record, bare = Record(url), BareInsert(url)
    short = EVENTS - record.store.last_position()
    for number in range(max(short // 100 + 1, 0)):
        record.store.append(command(f"scan-{time.time_ns()}-{number}", 100))
    rows = [
        {"stream": e.stream, "version": e.version, "name": e.name, "digest": e.digest, "body": e.body}
        for e in record.store.scan(limit=EVENTS)
    ]
    with bare.engine.begin() as connection:
        connection.execute(sa.delete(BARE))
        connection.execute(sa.insert(BARE), rows)

    def page(after: int) -> Sequence[Any]:
        with bare.engine.connect() as connection:
            return connection.execute(QUERY, {"after": after}).fetchall()

    found = in_turn(
        rounds,
        {
            "record": lambda: _per_second(lambda after: record.store.scan(after, PAGE)),
            "bare scan": lambda: _per_second(page),
        },
    )
    yield compared(
        f"scan {EVENTS:,} events", "events/s", found, "record", "bare scan", at_least=LEAST_OF_BARE
    )
    record.close()
    bare.close()


def _per_second(page: Callable[[int], Sequence[Any]]) -> float:
    def scan() -> None:
        seen, after = 0, 0
        while seen < EVENTS:
            found = page(after)
            seen, after = seen + len(found), found[-1].position

    return EVENTS / timed(scan)
