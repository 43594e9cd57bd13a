"""What of an append is spent on its being tamper-evident: a salt, the hash of each event, and naming the one before it.

The same append with the same arguments, once as it is and once without: no salt is drawn, the digest is a constant and
no event names the one before it. Everything else, to the last index, is the same. Each has a new database of its own,
for one that has grown is slower by more than what is looked for. They take turns command by command, so that what the
disk does falls on all, and what is compared is their median command.

A third, which is as the first in every way, takes turns with them and is held against it: how far that is from 1 is how
far the other figures may be from the truth.
"""

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from unittest.mock import patch

import psycopg

from adapters.outbound.store import create, preparing, sqlite
from benchmarks.common import LEAST_ROUNDS, Figure, compared, in_turn, timed
from benchmarks.store.contenders import EVENT, Record, command, tag
from domain.canonical import canonical
from domain.ledger.envelope import assemble

__all__ = ["STORES", "integrity"]

MOST_OF_APPEND = 1.05
STORES = ("with", "without", "again")
"""As it is, without, and as it is once more: each in its own database."""

HASH = "v_previous := sha256('\\x00'::bytea || v_body)"
CHAIN = """coalesce('"' || encode(v_previous, 'hex') || '"', 'null')"""
CONSTANT = "v_previous := decode(repeat('00', 32), 'hex')"
NAMING_NONE = f"""'"{"0" * 64}"'"""
NOTHING = bytes(32)
WARMING = 50
TIMES = 2_000


def integrity(urls: dict[str, str], rounds: int, commands: int) -> Iterator[Figure]:
    """The time of an append beside that of one without salts, digests and chain.

    Args:
        urls: an empty database for each of :data:`STORES`.
        rounds: how many.
        commands: how many a round, of each.
    """
    for url in urls.values():
        create(url, simulated=True)
    if urls["without"].startswith("postgresql"):
        _take_out_of_the_function(urls["without"])
    stores = {name: Record(url) for name, url in urls.items()}
    for events in (1, 14):
        _medians(stores, WARMING, events)
        rows = [_medians(stores, commands, events) for _ in range(max(rounds, LEAST_ROUNDS))]
        found = {name: [row[name] for row in rows] for name in stores}
        many = f"{events} {'event' if events == 1 else 'events'} a command"
        yield compared(
            f"append with integrity, {many}", "ms", found, "with", "without", at_most=MOST_OF_APPEND
        )
        yield compared(f"append with integrity, {many}", "ms", found, "with", "again")
    for store in stores.values():
        store.close()
    yield _writing(rounds)


def _take_out_of_the_function(url: str) -> None:
    """Make PostgreSQL's function again but for the two expressions that are measured."""
    with psycopg.connect(url) as connection:
        ((written,),) = connection.execute("SELECT pg_get_functiondef('assay.append'::regproc)").fetchall()
        assert written.count(HASH) == 1
        assert written.count(CHAIN) == 1
        connection.execute("SET ROLE assay_owner")
        connection.execute(written.replace(HASH, CONSTANT).replace(CHAIN, NAMING_NONE))


@contextmanager
def _taken_out_of_the_program() -> Iterator[None]:
    """No salts; and in SQLite, where the program does what PostgreSQL's function does, no digests and no chain."""
    with (
        patch.multiple(preparing, urandom=bytes),
        patch.multiple(
            sqlite,
            leaf_digest=lambda _body: NOTHING,
            assemble=lambda head, tail, _previous, at: assemble(head, tail, NOTHING, at),
        ),
    ):
        yield


def _medians(stores: dict[str, Record], commands: int, events: int) -> dict[str, float]:
    """The median milliseconds of a command, the stores taking turns command by command."""
    begin = tag("integrity")
    given = [command(f"{begin}-{number}", events) for number in range(commands)]
    writes = {name: store.ready(given) for name, store in stores.items()}
    times: dict[str, list[float]] = {name: [] for name in stores}
    for number in range(commands):
        first = number % len(STORES)
        for name in (*STORES[first:], *STORES[:first]):
            if name == "without":
                with _taken_out_of_the_program():
                    times[name].append(_milliseconds(writes[name], number))
            else:
                times[name].append(_milliseconds(writes[name], number))
    return {name: statistics.median(taken) for name, taken in times.items()}


def _milliseconds(write: Callable[[int], None], number: int) -> float:
    begun = time.perf_counter()
    write(number)
    return 1000 * (time.perf_counter() - begun)


def _writing(rounds: int) -> Figure:
    """An event's bytes written in the one form that RFC 8785 leaves, beside JSON in whatever form comes quickest.

    That form is not among what was left out above: an event must be written down in some way, and this is ours. It is
    shown so that nobody need take that for granted.
    """
    works: dict[str, Callable[[], object]] = {
        "canonical": lambda: canonical(EVENT.model_dump(mode="json")),
        "pydantic's own JSON": EVENT.model_dump_json,
    }

    def microseconds(write: Callable[[], object]) -> float:
        return timed(lambda: [write() for _ in range(TIMES)]) / TIMES * 1e6

    found = in_turn(rounds, {name: partial(microseconds, write) for name, write in works.items()})
    return compared("an event written as JSON", "us", found, "canonical", "pydantic's own JSON")
