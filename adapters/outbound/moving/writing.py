"""Writing a record's rows, in one transaction that becomes whole or does not happen."""

import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, cast

import psycopg
import sqlalchemy.exc
from sqlalchemy import Connection, select

from activities.proof.ports import RecordLedger
from activities.proof.verdicts import Broken
from adapters.outbound.moving.tables import RecordTables
from adapters.outbound.store import schema
from adapters.outbound.store.faults import faults
from adapters.outbound.store.ledger import LedgerReader
from adapters.outbound.store.reading import EVENT_COLUMNS, as_events
from domain.ledger.envelope import Recorded
from domain.ledger.rows import AttentionRow, CheckpointRow, CommandRow, EventRow, RefusalRow

__all__ = ["PostgresTarget", "SqliteTarget", "target"]

_CONTRADICTIONS = (sqlite3.IntegrityError, psycopg.IntegrityError, sqlalchemy.exc.IntegrityError)
_event = schema.events.c
_ATTENTION = """INSERT INTO attention (stream, owed, loud, acknowledged, since) VALUES ({}, {}, {}, {}, {})
    ON CONFLICT (stream) DO UPDATE SET owed = excluded.owed, loud = excluded.loud,
        acknowledged = excluded.acknowledged, since = excluded.since"""


class _Writer(RecordTables, ABC):
    """See :class:`activities.moving.ports.Target` for what it promises."""

    @abstractmethod
    def _insert(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Insert rows into a table."""

    @abstractmethod
    def put_attention(self, rows: Sequence[AttentionRow]) -> None:
        """Set how far workflows have got."""

    def add_events(self, rows: Sequence[EventRow]) -> None:
        """Add events after the last."""
        self._insert("events", EventRow._fields, rows)

    def add_commands(self, rows: Sequence[CommandRow]) -> None:
        """Add commands."""
        self._insert("commands", CommandRow._fields, rows)

    def add_refusals(self, rows: Sequence[RefusalRow]) -> None:
        """Add refusals, and that they were the answers to their commands."""
        self._insert("refusals", RefusalRow._fields, rows)
        self.add_commands([CommandRow(row.command_id, row.digest, 0, 0, row.number) for row in rows])

    def add_checkpoints(self, rows: Sequence[CheckpointRow]) -> None:
        """Add checkpoints."""
        self._insert("checkpoints", CheckpointRow._fields, rows)

    def ledger(self) -> RecordLedger:
        """The same, to be verified before anybody sees it."""
        # Verifying reads and does nothing else; that which records is not here, and nobody is to be able to.
        return cast("RecordLedger", _Within(self._connection))


class _Within(LedgerReader):
    """Reads the record as rows within the transaction that writes it."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection.dialect)
        self._connection = connection

    def at(self, positions: Sequence[int]) -> Sequence[Recorded]:
        """Events by their positions."""
        found = self._connection.execute(select(*EVENT_COLUMNS).where(_event.position.in_(positions)))
        events = {event.position: event for event in as_events(found.fetchall())}
        return [events[position] for position in positions if position in events]

    def _load_several(self, wanted: Mapping[str, int]) -> Sequence[Sequence[Any]]:
        return [
            row for stream, after in wanted.items() for row in self._ask("stream", stream=stream, after=after)
        ]

    def _rows(self, sql: str, values: Any) -> Sequence[Sequence[Any]]:
        connection: Any = self._connection.connection.driver_connection
        with faults():
            found: Sequence[Sequence[Any]] = connection.execute(sql, values).fetchall()
            return found


class SqliteTarget(_Writer):
    """A record that is being written in an SQLite file."""

    def put_attention(self, rows: Sequence[AttentionRow]) -> None:
        """Set how far workflows have got."""
        with _contradictions():
            self._driver.executemany(_ATTENTION.format(*"?????"), rows)

    def _insert(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        words = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"  # noqa: S608 - the names are ours
        with _contradictions():
            self._driver.executemany(words, rows)

    @property
    def _driver(self) -> sqlite3.Connection:
        connection = self._connection.connection.driver_connection
        assert isinstance(connection, sqlite3.Connection)
        return connection


class PostgresTarget(_Writer):
    """A record that is being written in PostgreSQL."""

    def put_attention(self, rows: Sequence[AttentionRow]) -> None:
        """Set how far workflows have got."""
        with _contradictions(), self._driver.cursor() as cursor:
            cursor.executemany(_ATTENTION.format(*["%s"] * 5), rows)

    def _insert(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        words = f"COPY {table} ({', '.join(columns)}) FROM STDIN (FORMAT BINARY)"
        with _contradictions(), self._driver.cursor() as cursor, cursor.copy(words) as copy:
            copy.set_types([_TYPES.get(column, "text") for column in columns])
            for row in rows:
                copy.write_row(row)

    @property
    def _driver(self) -> psycopg.Connection[Any]:
        connection = self._connection.connection.driver_connection
        assert isinstance(connection, psycopg.Connection)
        return connection


_TYPES = {
    **dict.fromkeys(
        ("position", "version", "first_position", "last_position", "refusal", "number", "size"), "int8"
    ),
    **dict.fromkeys(("digest", "body", "root"), "bytea"),
}


def target(connection: Connection) -> PostgresTarget | SqliteTarget:
    """The record that is being written within a connection's transaction."""
    return PostgresTarget(connection) if connection.dialect.name == "postgresql" else SqliteTarget(connection)


@contextmanager
def _contradictions() -> Iterator[None]:
    """What the database's own rules refuse contradicts what came before it."""
    with faults():
        try:
            yield
        except _CONTRADICTIONS as error:
            raise Broken(
                "changed", "An entry contradicts what was recorded before it: its place is taken."
            ) from error
