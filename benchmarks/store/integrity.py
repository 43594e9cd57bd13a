"""What of an append is spent on its being tamper-evident: the hash of each event, and naming the one before it.

The same stored function with the same arguments, once as it is and once without: a copy in which the digest is a
constant and no event names the one before it. Everything else, to the last index, is the same. The two take turns
command by command, so that what the disk does falls on both, and what is compared is their median command.
"""

import statistics
import time
from collections.abc import Iterator

import psycopg

from adapters.outbound.store import create
from benchmarks.common import LEAST_ROUNDS, Figure, compared
from benchmarks.store.contenders import Record, command, tag

__all__ = ["integrity"]

MOST_OF_APPEND = 1.05
HASH = "v_previous := sha256('\\x00'::bytea || v_body)"
CHAIN = """coalesce('"' || encode(v_previous, 'hex') || '"', 'null')"""
CONSTANT = "v_previous := decode(repeat('00', 32), 'hex')"
NAMING_NONE = f"""'"{"0" * 64}"'"""


def integrity(url: str, without_url: str, rounds: int, commands: int) -> Iterator[Figure]:
    """The time of an append on PostgreSQL beside that of one without digests and chain.

    Args:
        url: an open place.
        without_url: an empty database, in which the other function is made.
        rounds: how many.
        commands: how many a round, of each.
    """
    create(without_url, simulated=True)
    _take_integrity_out(without_url)
    stores = {"with": Record(url), "without": Record(without_url)}
    for events in (1, 14):
        pairs = [_medians(stores, commands, events) for _ in range(max(rounds, LEAST_ROUNDS))]
        found = {name: [pair[name] for pair in pairs] for name in stores}
        what = f"append with its digests, {events} {'event' if events == 1 else 'events'} a command"
        yield compared(what, "ms", found, "with", "without", at_most=MOST_OF_APPEND)
    for store in stores.values():
        store.close()


def _take_integrity_out(url: str) -> None:
    """Make the same function again but for the two expressions that are measured."""
    with psycopg.connect(url) as connection:
        ((written,),) = connection.execute("SELECT pg_get_functiondef('assay.append'::regproc)").fetchall()
        assert written.count(HASH) == 1
        assert written.count(CHAIN) == 1
        connection.execute("SET ROLE assay_owner")
        connection.execute(written.replace(HASH, CONSTANT).replace(CHAIN, NAMING_NONE))


def _medians(stores: dict[str, Record], commands: int, events: int) -> dict[str, float]:
    """The median milliseconds of a command, the stores taking turns command by command."""
    begin = tag("integrity")
    given = [command(f"{begin}-{number}", events) for number in range(commands)]
    writes = {name: store.ready(given) for name, store in stores.items()}
    times: dict[str, list[float]] = {name: [] for name in stores}
    for number in range(commands):
        names = list(stores) if number % 2 else list(reversed(stores))
        for name in names:
            begun = time.perf_counter()
            writes[name](number)
            times[name].append(time.perf_counter() - begun)
    return {name: 1000 * statistics.median(taken) for name, taken in times.items()}
