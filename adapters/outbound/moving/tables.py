"""The tables of a record within one transaction: read in order, page by page."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import Column, Connection, Select, Table, bindparam, func, select

from adapters.outbound.store import schema
from adapters.outbound.store.faults import faults
from domain.ledger.moving import Kind, Origin
from domain.ledger.rows import AttentionRow, CheckpointRow, CommandRow, EventRow, RefusalRow

__all__ = ["RecordTables"]

R = TypeVar("R")

PAGE = 1_000
DIGESTS = 20_000
"""Rows that are read at once."""

_TABLES: Mapping[Kind, Table] = {
    "events": schema.events,
    "commands": schema.commands,
    "refusals": schema.refusals,
    "checkpoints": schema.checkpoints,
    "attention": schema.attention,
}
_event, _command = schema.events.c, schema.commands.c


class RecordTables:
    """See :class:`activities.moving.ports.Tables` for what it promises."""

    def __init__(self, connection: Connection) -> None:
        """Read within a connection's transaction."""
        self._connection = connection

    def origin(self) -> Origin:
        """Which record it is."""
        table = schema.identity.c
        ((identifier, created, simulated),) = self._rows(select(table.id, table.created, table.simulated))
        return Origin(id=identifier, created=created, simulated=bool(simulated))

    def schema_version(self) -> str:
        """The version of its schema."""
        with faults():
            return str(
                self._connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one()
            )

    def last(self) -> tuple[int, str]:
        """The position of its last event and when that was recorded."""
        query = select(_event.position, _event.recorded_at).order_by(_event.position.desc()).limit(1)
        for position, recorded_at in self._rows(query):
            return position, recorded_at
        return 0, ""

    def count(self, kind: Kind) -> int:
        """How many rows of a kind there are."""
        ((counted,),) = self._rows(select(func.count()).select_from(_TABLES[kind]))
        return int(counted)

    def events(self, after: int) -> Iterator[Sequence[EventRow]]:
        """Events after a position."""
        return self._pages(select(schema.events), _event.position, after, EventRow._make)

    def digests(self, last: int) -> Iterator[Sequence[bytes]]:
        """The digests of the events up to a position."""
        query = select(_event.position, _event.digest).where(_event.position <= last)
        for page in self._pages(query, _event.position, 0, tuple, DIGESTS):
            yield [digest for _, digest in page]

    def digest_at(self, stream: str, version: int) -> bytes | None:
        """The digest of one event."""
        query = select(_event.digest).where(_event.stream == stream, _event.version == version)
        for (digest,) in self._rows(query):
            return bytes(digest)
        return None

    def commands(self, ids: Sequence[str]) -> Mapping[str, CommandRow]:
        """Commands by their ids."""
        query = select(schema.commands).where(_command.command_id.in_(ids))
        return {row[0]: CommandRow._make(row) for row in self._rows(query)}

    def idle_commands(self) -> Iterator[Sequence[CommandRow]]:
        """Commands that were accepted and changed nothing, by id."""
        query = select(schema.commands).where(_command.last_position == 0, _command.refusal.is_(None))
        return self._pages(query, _command.command_id, "", CommandRow._make)

    def refusals(self) -> Iterator[Sequence[RefusalRow]]:
        """The refusals log."""
        return self._pages(select(schema.refusals), schema.refusals.c.number, 0, RefusalRow._make)

    def checkpoints(self) -> Iterator[Sequence[CheckpointRow]]:
        """The signed checkpoints."""
        return self._pages(select(schema.checkpoints), schema.checkpoints.c.number, 0, CheckpointRow._make)

    def attention(self) -> Iterator[Sequence[AttentionRow]]:
        """How far the workflows have got."""
        return self._pages(select(schema.attention), schema.attention.c.stream, "", AttentionRow._make)

    def _pages(
        self,
        query: Select[Any],
        key: Column[Any],
        after: Any,
        make: Callable[[Any], R],
        most: int = PAGE,
    ) -> Iterator[Sequence[R]]:
        place = query.selected_columns.keys().index(key.name)
        paged = query.where(key > bindparam("after")).order_by(key).limit(most)
        while rows := self._rows(paged, {"after": after}):
            yield [make(row) for row in rows]
            after = rows[-1][place]

    def _rows(self, query: Select[Any], values: Mapping[str, Any] | None = None) -> Sequence[Any]:
        with faults():
            return self._connection.execute(query, values or {}).fetchall()
