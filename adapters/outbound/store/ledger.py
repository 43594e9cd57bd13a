"""Reading the record as rows, for sealing and verifying: the same questions put to either database."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Dialect, Select, and_, bindparam, exists, func, literal_column, or_, select

from activities.proof.ports import AnsweredRefusal, EventColumns, EventsMissing, Named, Sealed
from adapters.outbound.store import schema
from adapters.outbound.store.reading import Question, RecordReader
from domain.ledger.rows import CommandRow, RefusalRow

__all__ = ["LedgerReader"]

_event = schema.events.c
_command = schema.commands.c
_refusal = schema.refusals.c
_checkpoint = schema.checkpoints.c
_COMMANDS = select(
    _command.command_id, _command.digest, _command.first_position, _command.last_position, _command.refusal
)
_CHECKPOINTS = select(*_checkpoint)
_HAS_FIRST = exists().where(
    _event.position == _command.first_position, _event.command_id == _command.command_id
)
_HAS_REFUSAL = exists().where(_refusal.number == _command.refusal, _refusal.command_id == _command.command_id)
_COUNTS: Any = select(
    func.count().filter(_command.first_position != literal_column("0")),
    func.count(_command.refusal),
    func.count().filter(_command.first_position == literal_column("0"), _command.refusal.is_(None)),
)
_QUERIES: Mapping[str, Select[Any]] = {
    "last_checkpoint": _CHECKPOINTS.order_by(_checkpoint.number.desc()).limit(literal_column("1")),
    "checkpoints": _CHECKPOINTS.where(_checkpoint.number > bindparam("after"))
    .order_by(_checkpoint.number)
    .limit(bindparam("most")),
    "last_refusal": select(func.coalesce(func.max(_refusal.number), literal_column("0"))),
    "digests": select(_event.digest)
    .where(_event.position > bindparam("start"), _event.position <= bindparam("end"))
    .order_by(_event.position),
    "event_rows": select(*_event)
    .where(_event.position > bindparam("after"))
    .order_by(_event.position)
    .limit(bindparam("most")),
    "commands_of": _COMMANDS.join(
        schema.events,
        and_(_event.command_id == _command.command_id, _event.position == _command.first_position),
    )
    .where(_event.position > bindparam("start"), _event.position <= bindparam("end"))
    .order_by(_event.position),
    "command": _COMMANDS.where(_command.command_id == bindparam("command_id")),
    "refusal_rows": select(
        *_refusal,
        _command.command_id.label("answered"),
        _command.digest.label("command_digest"),
        _command.first_position,
        _command.last_position,
        _command.refusal,
    )
    .select_from(schema.refusals.outerjoin(schema.commands, _refusal.command_id == _command.command_id))
    .where(_refusal.number > bindparam("after"))
    .order_by(_refusal.number)
    .limit(bindparam("most")),
    "command_counts": _COUNTS,
    "named": select(schema.identity.c.id, schema.identity.c.simulated),
    "stray_command": _COMMANDS.where(
        or_(
            and_(_command.first_position != literal_column("0"), ~_HAS_FIRST),
            and_(_command.refusal.is_not(None), ~_HAS_REFUSAL),
        )
    ).limit(literal_column("1")),
}

_UNTRUSTED = _QUERIES.keys() | {"identity"}


class LedgerReader(RecordReader):
    """The part of a ledger that only reads; see :class:`activities.proof.ports.Ledger` for what it promises."""

    def __init__(self, dialect: Dialect) -> None:
        super().__init__(dialect)
        self._questions |= {name: Question(query, dialect) for name, query in _QUERIES.items()}

    def _ask(self, name: str, **values: Any) -> Sequence[Sequence[Any]]:
        if name not in _UNTRUSTED:
            return super()._ask(name, **values)
        question = self._questions[name]
        return self._rows_as_they_are(question.sql, question.bind(values))

    def _rows_as_they_are(self, sql: str, values: Any) -> Sequence[Sequence[Any]]:
        """Ask one question of what nobody trusts; a text that is none must not stand in the way of saying so."""
        return self._rows(sql, values)

    def named(self) -> Named | None:
        """See :meth:`activities.proof.ports.Ledger.named`."""
        rows = self._ask("named")
        return Named(rows[0][0], bool(rows[0][1])) if rows else None

    def last_checkpoint(self) -> Sealed | None:
        """See :meth:`activities.proof.ports.Ledger.last_checkpoint`."""
        rows = self._ask("last_checkpoint")
        return Sealed._make(rows[0]) if rows else None

    def checkpoints(self, after: int = 0, limit: int = 1000) -> Sequence[Sealed]:
        """See :meth:`activities.proof.ports.Ledger.checkpoints`."""
        return list(map(Sealed._make, self._ask("checkpoints", after=after, most=limit)))

    def last_refusal(self) -> int:
        """See :meth:`activities.proof.ports.Ledger.last_refusal`."""
        return int(self._ask("last_refusal")[0][0])

    def digests(self, start: int, end: int) -> Sequence[bytes]:
        """See :meth:`activities.proof.ports.Ledger.digests`."""
        found = [row[0] for row in self._ask("digests", start=start, end=end)]
        if len(found) != end - start:
            raise EventsMissing(
                f"Of the events {start + 1} to {end} only {len(found)} are there; "
                "`assay audit verify` says which are missing."
            )
        return found

    def event_rows(self, after: int, limit: int) -> Sequence[EventColumns]:
        """See :meth:`activities.proof.ports.Ledger.event_rows`."""
        return cast("Sequence[EventColumns]", self._ask("event_rows", after=after, most=limit))

    def commands_of(self, start: int, end: int) -> Sequence[CommandRow]:
        """See :meth:`activities.proof.ports.Ledger.commands_of`."""
        return list(map(CommandRow._make, self._ask("commands_of", start=start, end=end)))

    def command(self, command_id: str) -> CommandRow | None:
        """See :meth:`activities.proof.ports.Ledger.command`."""
        rows = self._ask("command", command_id=command_id)
        return CommandRow._make(rows[0]) if rows else None

    def refusal_rows(self, after: int, limit: int) -> Sequence[AnsweredRefusal]:
        """See :meth:`activities.proof.ports.Ledger.refusal_rows`."""
        return [_answered(row) for row in self._ask("refusal_rows", after=after, most=limit)]

    def command_counts(self) -> tuple[int, int, int]:
        """See :meth:`activities.proof.ports.Ledger.command_counts`."""
        ((with_events, refused, neither),) = self._ask("command_counts")
        return int(with_events), int(refused), int(neither)

    def stray_command(self) -> CommandRow | None:
        """See :meth:`activities.proof.ports.Ledger.stray_command`."""
        rows = self._ask("stray_command")
        return CommandRow._make(rows[0]) if rows else None


def _answered(row: Sequence[Any]) -> AnsweredRefusal:
    entry = RefusalRow._make(row[: len(RefusalRow._fields)])
    command_id, *answer = row[len(RefusalRow._fields) :]
    return AnsweredRefusal(entry, None if command_id is None else CommandRow(command_id, *answer))
