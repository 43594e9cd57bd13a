"""The record in PostgreSQL: for production, with any number of processes on any number of machines.

The application never writes to a table: it may read, and call three functions of the database that do the writing.
"""

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import psycopg
from sqlalchemy import URL, Engine, Pool, create_engine

from activities.ports import (
    Append,
    Appended,
    Attention,
    CommandIdReused,
    Head,
    RefusalNote,
    Repeated,
    Stale,
)
from activities.proof.ports import Sealed
from adapters.outbound.store.arrays import bigints, booleans, byteas, texts
from adapters.outbound.store.faults import Vanished, as_fault, faults
from adapters.outbound.store.ledger import LedgerReader
from adapters.outbound.store.preparing import Prepared, prepare, refuse_unkeepable
from adapters.outbound.store.reading import as_attention, as_events
from adapters.outbound.store.turns import Turns
from domain.ledger.envelope import Recorded, instant
from domain.refusals import Refusal

__all__ = ["PostgresArrivals", "PostgresStore", "postgres_engine"]

Outcome = Appended | Repeated | Stale | CommandIdReused
Connection = psycopg.Connection[tuple[Any, ...]]
T = TypeVar("T")

APPLICATION_ROLE = "assay_application"
CHANNEL = "assay"
# An append holds the lock for milliseconds; whoever waits this long waits for something that hangs.
LOCK_WAIT = "30s"
CONNECT_SECONDS = 10
# Every question is answered from an index, in the same way each time: a plan is made once, and one that was made while
# a table was small does not outlive that.
PLANNING = ("-c plan_cache_mode=force_generic_plan", "-c enable_seqscan=off", "-c jit=off")
POOL_SIZE = 10
# A notification ends the waiting at once; this is only how soon a closed or lost connection is noticed.
LOOK_SECONDS = 0.5

_APPEND = """SELECT outcome, first_position, last_position, refusal_code, refusal_sentence, moved, heads
    FROM append(%s, %s, %s, %b, %b, %b, %b, %b, %b, %b, %b, %b, %b, %b)"""
_REFUSE = """SELECT outcome, first_position, last_position, refusal_code, refusal_sentence
    FROM refuse(%s, %s, %s, %s, %s, %s, %s, %s, %s)"""
_ACKNOWLEDGE = "SELECT stream, owed, loud, acknowledged, since FROM acknowledge(%s, %s)"
_SEAL = "SELECT seal(%s, %s, %s, %s, %s, %s)"
# The inner ordering keeps the planner to one walk along the index per stream, whatever it believes about their number.
_SEVERAL = """SELECT e.position, e.stream, e.version, e.name, e.digest, e.body
    FROM unnest(%s::text[], %s::bigint[]) AS w (stream, after) CROSS JOIN LATERAL (
        SELECT * FROM events AS e WHERE e.stream = w.stream AND e.version > w.after ORDER BY e.version
    ) AS e"""
_LAST = "SELECT coalesce(max(position), 0) FROM events"
_AT = """SELECT e.position, e.stream, e.version, e.name, e.digest, e.body
    FROM unnest(%s::bigint[]) WITH ORDINALITY AS w (position, place) CROSS JOIN LATERAL (
        SELECT * FROM events AS e WHERE e.position = w.position LIMIT 1
    ) AS e ORDER BY w.place"""


def postgres_engine(url: URL, role: str | None, *, pinged: bool = False) -> Engine:
    """An engine on a PostgreSQL database.

    Args:
        url: the database.
        role: act as this role, whoever logs in; None: as whoever logs in.
        pinged: ask each connection whether it is alive before it is used, and take a new one where it is not: for
            whoever does not try again by themselves.
    """
    given = url.query.get("options", "")
    options = [f"-c lock_timeout={LOCK_WAIT}", given if isinstance(given, str) else " ".join(given)]
    options.append("-c search_path=assay")
    if role is not None:
        options += [f"-c role={role}", *PLANNING]
    arguments = {"options": " ".join(options), "application_name": "assay"}
    if "connect_timeout" not in url.query:
        arguments["connect_timeout"] = str(CONNECT_SECONDS)
    return create_engine(
        url.set(drivername="postgresql+psycopg"),
        connect_args=arguments,
        pool_pre_ping=pinged,
        pool_size=POOL_SIZE,
        max_overflow=POOL_SIZE,
        pool_reset_on_return=None if role else "rollback",
        isolation_level="AUTOCOMMIT" if role else "READ COMMITTED",
    )


class PostgresStore(LedgerReader):
    """An event store and ledger in PostgreSQL; see the ports of those names for what it promises."""

    def __init__(self, url: URL) -> None:
        self._url = url
        self._engine = postgres_engine(url, APPLICATION_ROLE)
        self._turns: Turns[Prepared, Outcome] = Turns(self._record)
        self._renewing = threading.Lock()
        super().__init__(self._engine.dialect)

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def arrivals(self) -> "PostgresArrivals":
        """Something to wait on for what is recorded next."""
        return PostgresArrivals(self._url)

    def append(self, append: Append) -> Outcome:
        """See :meth:`activities.ports.EventStore.append`."""
        return self._turns.take(prepare(append))

    def refuse(self, note: RefusalNote) -> Repeated | CommandIdReused | None:
        """See :meth:`activities.ports.EventStore.refuse`."""
        refuse_unkeepable(note.command_id)
        values = (
            note.command_id,
            note.command_digest,
            instant(note.at),
            note.stream,
            note.verb,
            note.actor,
            note.acting_role,
            note.refusal.code,
            note.refusal.sentence,
        )
        ((outcome, *answer),) = self._rows(_REFUSE, values)
        return None if outcome == "refused" else _earlier(outcome, answer)

    def acknowledge(self, stream: str, position: int) -> Attention:
        """See :meth:`activities.ports.EventStore.acknowledge`."""
        refuse_unkeepable(stream)
        (row,) = self._rows(_ACKNOWLEDGE, (stream, position))
        return as_attention(row)

    def seal(self, after: int, sealed: Sealed) -> bool:
        """See :meth:`activities.proof.ports.Ledger.seal`."""
        ((kept,),) = self._rows(_SEAL, (after, *sealed[1:]))
        return bool(kept)

    def at(self, positions: Sequence[int]) -> Sequence[Recorded]:
        """See :meth:`activities.ports.EventStore.at`."""
        return as_events(self._rows(_AT, (list(positions),)))

    def _load_several(self, wanted: Mapping[str, int]) -> Sequence[Sequence[Any]]:
        return self._rows(_SEVERAL, (texts(list(wanted)), bigints(list(wanted.values()))))

    def _rows(self, sql: str, values: Any) -> Sequence[Sequence[Any]]:
        return self._call(lambda connection: _ask(connection, sql, values).fetchall())

    def _record(self, batch: Sequence[Prepared]) -> Sequence[Outcome]:
        return self._call(lambda connection: _append(connection, batch))

    def _call(self, work: Callable[[Connection], T]) -> T:
        """Do some work on a connection; if it turns out to be a dead one from before, once more on a new one.

        That is safe for an append too: if the first try was recorded after all, the second gets its answer.
        """
        with faults():
            pool = self._engine.pool
            try:
                return self._on_a_connection(work, pool)
            except psycopg.Error as error:
                if not isinstance(as_fault(error), Vanished):
                    raise
            with self._renewing:
                if self._engine.pool is pool:  # else somebody else has done it
                    self._engine.dispose()  # the others are just as dead
            return self._on_a_connection(work, self._engine.pool)

    def _on_a_connection(self, work: Callable[[Connection], T], pool: Pool) -> T:
        pooled = self._engine.raw_connection()
        connection: Connection = pooled.driver_connection  # type: ignore[assignment]  # psycopg is the driver asked for
        try:
            return work(connection)
        finally:
            with self._renewing:
                if (
                    connection.closed or self._engine.pool is not pool
                ):  # nobody would ask the old pool for it again
                    pooled.invalidate()
                pooled.close()


def _ask(connection: Connection, sql: str, values: Any) -> psycopg.Cursor[tuple[Any, ...]]:
    return connection.cursor(binary=True).execute(sql, values, prepare=True)


def _append(connection: Connection, batch: Sequence[Prepared]) -> Sequence[Outcome]:
    """Record a batch in one transaction and one round trip; with autocommit, each trip is a transaction."""
    if len(batch) == 1:
        asked = [_ask(connection, _APPEND, _arguments(batch[0]))]
    else:
        with connection.pipeline():
            asked = [_ask(connection, _APPEND, _arguments(append)) for append in batch]
    return [_outcome(append, cursor.fetchone()) for append, cursor in zip(batch, asked, strict=True)]


def _arguments(append: Prepared) -> tuple[Any, ...]:
    writes = append.writes
    return (
        append.command_id,
        append.digest,
        append.at,
        texts([write.stream for write in writes]),
        bigints([write.version for write in writes]),
        byteas([write.digest for write in writes]),
        bigints([len(write.names) for write in writes]),
        texts([name for write in writes for name in write.names]),
        byteas([head for write in writes for head in write.heads]),
        byteas([tail for write in writes for tail in write.tails]),
        texts(list(append.reads)),
        bigints(append.reads.values()),
        texts(list(append.wakes)),
        booleans(append.wakes.values()),
    )


def _outcome(append: Prepared, row: tuple[Any, ...] | None) -> Outcome:
    assert row is not None  # the function always answers
    outcome, *answer, moved, digests = row
    if outcome == "appended":
        heads = zip(append.writes, digests or (), strict=False)  # a command without events has none
        return Appended(
            answer[0],
            answer[1],
            {w.stream: Head(w.version + len(w.names), digest) for w, digest in heads if w.names},
        )
    if outcome == "stale":
        return Stale(tuple(dict.fromkeys(moved)))
    return _earlier(outcome, answer)


def _earlier(outcome: str, answer: Sequence[Any]) -> Repeated | CommandIdReused:
    if outcome == "reused":
        return CommandIdReused()
    first, last, code, sentence = answer
    if code is not None:
        return Repeated(None, Refusal(code, sentence))
    return Repeated(Appended(first, last), None)


class PostgresArrivals:
    """Waits for what anybody records in PostgreSQL: every append notifies when it commits."""

    def __init__(self, url: URL) -> None:
        self._engine = postgres_engine(url, APPLICATION_ROLE)
        self._listening: Connection | None = None
        self._closed = threading.Event()
        self._waiting = threading.Lock()
        self._last = 0

    def wait(self, after: int, timeout: float) -> int:
        """See :meth:`activities.ports.Arrivals.wait`."""
        deadline = time.monotonic() + timeout
        with self._waiting, faults():
            while not self._closed.is_set():
                connection = self._connection()
                ((self._last,),) = _ask(connection, _LAST, ()).fetchall()
                left = deadline - time.monotonic()
                if self._last > after or left <= 0:
                    break
                for _ in connection.notifies(timeout=min(left, LOOK_SECONDS), stop_after=1):
                    pass
            return self._last

    def close(self) -> None:
        """See :meth:`activities.ports.Arrivals.close`."""
        self._closed.set()
        with self._waiting:
            if self._listening is not None:
                self._listening.close()

    def _connection(self) -> Connection:
        if self._listening is None or self._listening.closed:
            pooled = self._engine.raw_connection()
            connection: Connection = pooled.driver_connection  # type: ignore[assignment]  # it is psycopg's
            pooled.detach()
            connection.execute(f"LISTEN {CHANNEL}")
            self._listening = connection
        return self._listening
