"""The record in an SQLite file: the embedded default. Any number of processes on one machine may use it at once."""

import json
import sqlite3
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event
from sqlalchemy.pool import QueuePool

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
from adapters.outbound.store.faults import faults
from adapters.outbound.store.ledger import LedgerReader
from adapters.outbound.store.preparing import Prepared, PreparedWrite, prepare, refuse_unkeepable
from adapters.outbound.store.reading import answered, as_attention, as_events
from adapters.outbound.store.turns import Turns
from domain.canonical import leaf_digest
from domain.ledger.envelope import Recorded, assemble, instant

__all__ = ["SqliteArrivals", "SqliteStore", "sqlite_engine"]

Outcome = Appended | Repeated | Stale | CommandIdReused
Beginnings = Mapping[str, tuple[int, bytes | None]]

# How long to wait for another process to finish its append before calling it a fault. Appends take milliseconds;
# whoever holds the lock for this long is copying or repairing the file.
LOCK_WAIT_SECONDS = 30.0
LOCK_TRY_SECONDS = 5.0
# How often to look whether another process has recorded something. A look reads a few bytes of shared memory.
LOOK_SECONDS = 0.01

_ANSWER = """SELECT c.digest, c.first_position, c.last_position, r.code, r.sentence
    FROM commands AS c LEFT JOIN refusals AS r ON r.number = c.refusal WHERE c.command_id = ?"""
_TIP = "SELECT position, recorded_at FROM events ORDER BY position DESC LIMIT 1"
_HEAD = "SELECT version, digest FROM events WHERE stream = ? ORDER BY version DESC LIMIT 1"
_COMMAND = (
    "INSERT INTO commands (command_id, digest, first_position, last_position, refusal) VALUES (?, ?, ?, ?, ?)"
)
_EVENT = """INSERT INTO events (position, stream, version, name, recorded_at, command_id, digest, body)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)"""
_REFUSAL = """INSERT INTO refusals
    (number, command_id, digest, at, stream, verb, actor, acting_role, code, sentence)
    VALUES ((SELECT coalesce(max(number), 0) + 1 FROM refusals), ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_WAKE = """INSERT INTO attention (stream, owed, loud, acknowledged, since) VALUES (?, ?, ?, 0, ?)
    ON CONFLICT (stream) DO UPDATE SET
        owed = excluded.owed,
        loud = max(attention.loud, excluded.loud),
        since = CASE WHEN attention.owed <= attention.acknowledged THEN excluded.since ELSE attention.since END"""
# An acknowledgement never claims more than has been recorded, and what is still owed is owed since the next event.
_ACKNOWLEDGE = """INSERT INTO attention (stream, owed, loud, acknowledged, since)
    VALUES (:stream, 0, 0, min(:position, (SELECT coalesce(max(position), 0) FROM events)), NULL)
    ON CONFLICT (stream) DO UPDATE SET
        acknowledged = max(attention.acknowledged, excluded.acknowledged),
        since = CASE WHEN attention.owed > max(attention.acknowledged, excluded.acknowledged) THEN max(
            attention.since,
            (SELECT recorded_at FROM events
                WHERE position = max(attention.acknowledged, excluded.acknowledged) + 1)) END
    RETURNING stream, owed, loud, acknowledged, since"""
_LAST_CHECKPOINT = "SELECT coalesce(max(number), 0) FROM checkpoints"
_SEAL = "INSERT INTO checkpoints (number, size, root, note, at, occasion) VALUES (?, ?, ?, ?, ?, ?)"
_SEVERAL = """SELECT e.position, e.stream, e.version, e.name, e.digest, e.body
    FROM json_each(?) AS w CROSS JOIN events AS e
    ON e.stream = json_extract(w.value, '$[0]') AND e.version > json_extract(w.value, '$[1]')"""
_AT = """SELECT e.position, e.stream, e.version, e.name, e.digest, e.body
    FROM json_each(?) AS w CROSS JOIN events AS e ON e.position = w.value ORDER BY w.key"""
_MANY_HEADS = """SELECT w.value, e.version, e.digest FROM json_each(?) AS w CROSS JOIN events AS e
    ON e.stream = w.value AND e.version = (SELECT max(version) FROM events WHERE stream = w.value)"""


def sqlite_engine(url: URL, mode: str = "rw", *, writing: bool = True) -> Engine:
    """An engine on an SQLite file whose transactions really begin by taking the write lock.

    Args:
        url: names the file.
        mode: ``rw`` opens a file that must be there, ``rwc`` makes it.
        writing: its transactions take the write lock; not wanted by those who only look.
    """
    address = f"{Path(url.database or '').absolute().as_uri()}?mode={mode}"

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(
            address, uri=True, timeout=LOCK_TRY_SECONDS, isolation_level=None, check_same_thread=False
        )
        try:
            _set_up(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    engine = create_engine("sqlite://", creator=connect, poolclass=QueuePool, pool_size=8, max_overflow=64)
    # The driver would begin only at the first statement that writes, having read before: two such transactions that
    # have both read cannot both go on, and no waiting helps. Taking the lock first, they simply queue.
    if writing:
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def _readable(text: bytes) -> str:
    """A text, also where its bytes are none, as only somebody with the file itself in hand can have put there."""
    return text.decode("utf-8", "replace")


def _set_up(connection: sqlite3.Connection) -> None:
    ((mode,),) = connection.execute("PRAGMA journal_mode")
    if mode != "wal":
        connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA recursive_triggers = ON")
    connection.execute("PRAGMA trusted_schema = OFF")


class SqliteStore(LedgerReader):
    """An event store and ledger in an SQLite file; see the ports of those names for what it promises."""

    def __init__(self, url: URL) -> None:
        self._url = url
        self._engine = sqlite_engine(url)
        self._turns: Turns[Prepared, Outcome] = Turns(self._record)
        super().__init__(self._engine.dialect)

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    def arrivals(self) -> "SqliteArrivals":
        """Something to wait on for what is recorded next."""
        return SqliteArrivals(self._url)

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
        with self._writing() as connection:
            earlier = connection.execute(_ANSWER, (note.command_id,)).fetchone()
            if earlier is not None:
                return answered(earlier, note.command_digest)
            number = connection.execute(_REFUSAL, values).lastrowid
            connection.execute(_COMMAND, (note.command_id, note.command_digest, 0, 0, number))
        return None

    def acknowledge(self, stream: str, position: int) -> Attention:
        """See :meth:`activities.ports.EventStore.acknowledge`."""
        refuse_unkeepable(stream)
        with self._writing() as connection:
            (row,) = connection.execute(_ACKNOWLEDGE, {"stream": stream, "position": position}).fetchall()
        return as_attention(row)

    def seal(self, after: int, sealed: Sealed) -> bool:
        """See :meth:`activities.proof.ports.Ledger.seal`."""
        with self._writing() as connection:
            ((last,),) = connection.execute(_LAST_CHECKPOINT)
            if last != after:
                return False
            connection.execute(_SEAL, (after + 1, *sealed[1:]))
        return True

    def at(self, positions: Sequence[int]) -> Sequence[Recorded]:
        """See :meth:`activities.ports.EventStore.at`."""
        return as_events(self._rows(_AT, (json.dumps(list(positions)),)))

    def _load_several(self, wanted: Mapping[str, int]) -> Sequence[Sequence[Any]]:
        return self._rows(_SEVERAL, (json.dumps(list(wanted.items())),))

    def _rows(self, sql: str, values: Any) -> Sequence[Sequence[Any]]:
        with self._connection() as connection:
            return connection.execute(sql, values).fetchall()

    def _rows_as_they_are(self, sql: str, values: Any) -> Sequence[Sequence[Any]]:
        with self._connection() as connection:
            try:
                return connection.execute(sql, values).fetchall()
            except sqlite3.OperationalError as error:
                if "decode" not in str(error):  # the driver has no code of its own for this
                    raise
            connection.text_factory = _readable
            try:
                return connection.execute(sql, values).fetchall()
            finally:
                connection.text_factory = str

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        with faults():
            pooled = self._engine.raw_connection()
            try:
                connection = pooled.driver_connection
                assert isinstance(connection, sqlite3.Connection)
                yield connection
            finally:
                pooled.close()

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._connection() as connection:
            _begin(connection)
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                # After some errors (disk full) SQLite has already rolled back by itself.
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def _record(self, batch: Sequence[Prepared]) -> Sequence[Outcome]:
        with self._writing() as connection:
            tip: tuple[int, str] = connection.execute(_TIP).fetchone() or (0, "")
            outcomes: list[Outcome] = []
            for append in batch:
                outcome, tip = _record_one(connection, append, tip)
                outcomes.append(outcome)
            return outcomes


def _begin(connection: sqlite3.Connection) -> None:
    deadline = time.monotonic() + LOCK_WAIT_SECONDS
    while True:
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
        else:
            return


def _record_one(
    connection: sqlite3.Connection, append: Prepared, tip: tuple[int, str]
) -> tuple[Outcome, tuple[int, str]]:
    """Record one append within the transaction that holds the lock; also where the record ends now, and when."""
    earlier = connection.execute(_ANSWER, (append.command_id,)).fetchone()
    if earlier is not None:
        return answered(earlier, append.digest), tip
    stale = _stale(connection, append)
    if stale:
        return Stale(stale), tip
    position, recorded_at = tip[0], max(tip[1], append.at)
    rows: list[tuple[Any, ...]] = []
    heads: dict[str, Head] = {}
    for write in append.writes:
        rows += _rows_of(write, append.command_id, position + len(rows), recorded_at)
        if write.names:
            heads[write.stream] = Head(rows[-1][2], rows[-1][6])
    first, last = (position + 1, position + len(rows)) if rows else (0, 0)
    connection.execute(_COMMAND, (append.command_id, append.digest, first, last, None))
    if not rows:
        return Appended(0, 0), tip
    connection.executemany(_EVENT, rows)
    for stream, loud in append.wakes.items():
        connection.execute(_WAKE, (stream, last, last if loud else 0, recorded_at))
    return Appended(first, last, heads), (last, recorded_at)


def _rows_of(write: PreparedWrite, command_id: str, position: int, recorded_at: str) -> list[tuple[Any, ...]]:
    """One stream's events as rows; each names the digest of the one before it."""
    rows = []
    previous, version = write.digest, write.version
    for name, head, tail in zip(write.names, write.heads, write.tails, strict=True):
        body = assemble(head, tail, previous, recorded_at)
        previous = leaf_digest(body)
        position += 1
        version += 1
        rows.append((position, write.stream, version, name, recorded_at, command_id, previous, body))
    return rows


def _stale(connection: sqlite3.Connection, append: Prepared) -> tuple[str, ...]:
    """The streams that do not stand where the command saw them, in the order it named them."""
    names = {write.stream: None for write in append.writes} | dict.fromkeys(append.reads)
    heads = _heads(connection, tuple(names))
    moved = {
        write.stream: None
        for write in append.writes
        if heads.get(write.stream, (0, None)) != (write.version, write.digest)
    }
    for stream, version in append.reads.items():
        if heads.get(stream, (0, None))[0] != version:
            moved[stream] = None
    return tuple(moved)


def _heads(connection: sqlite3.Connection, streams: Sequence[str]) -> Beginnings:
    if len(streams) < 4:  # the database's own loop over a list pays only for more
        found = ((stream, connection.execute(_HEAD, (stream,)).fetchone()) for stream in streams)
        return {stream: row for stream, row in found if row is not None}
    rows = connection.execute(_MANY_HEADS, (json.dumps(streams),))
    return {stream: (version, digest) for stream, version, digest in rows}


class SqliteArrivals:
    """Waits for what other connections, of this or any process, record in an SQLite file."""

    def __init__(self, url: URL) -> None:
        self._engine = sqlite_engine(url)
        self._closed = threading.Event()
        self._waiting = threading.Lock()
        with faults():
            self._pooled = self._engine.raw_connection()
        connection = self._pooled.driver_connection
        assert isinstance(connection, sqlite3.Connection)
        self._connection = connection
        self._seen, self._last = -1, 0

    def wait(self, after: int, timeout: float) -> int:
        """See :meth:`activities.ports.Arrivals.wait`."""
        deadline = time.monotonic() + timeout
        with self._waiting, faults():
            while not self._closed.is_set():
                self._look()
                left = deadline - time.monotonic()
                if self._last > after or left <= 0:
                    break
                self._closed.wait(min(LOOK_SECONDS, left))
            return self._last

    def close(self) -> None:
        """See :meth:`activities.ports.Arrivals.close`."""
        self._closed.set()
        with self._waiting:
            self._pooled.close()
            self._engine.dispose()

    def _look(self) -> None:
        ((version,),) = self._connection.execute("PRAGMA data_version")
        if version != self._seen:  # another connection has written since the last look
            ((self._last,),) = self._connection.execute("SELECT coalesce(max(position), 0) FROM events")
            self._seen = version
