"""Reading the record: the same questions put to either database."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from operator import itemgetter
from typing import Any

from sqlalchemy import Dialect, Select, bindparam, func, literal_column, select

from activities.ports import Appended, Attention, CommandIdReused, RefusalNote, Repeated
from adapters.outbound.store import schema
from adapters.outbound.store.faults import Nameless
from domain.ledger.envelope import Recorded
from domain.refusals import Refusal

__all__ = ["Question", "RecordReader", "StoreIdentity", "answered", "as_attention", "as_events", "moment"]

_FORMAT = "%Y-%m-%dT%H:%M:%S.%fZ"
_HIGHEST = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class StoreIdentity:
    """Which store this is.

    Attributes:
        id: unique to the store.
        created: when it was made.
        simulated: its time is made up, for a demonstration or a test; nothing in it has happened.
    """

    id: str
    created: datetime
    simulated: bool


class Question:
    """A query put into a database's own words once, so that asking costs nothing but the asking."""

    def __init__(self, query: Select[Any], dialect: Dialect) -> None:
        compiled = query.compile(dialect=dialect)
        self.sql = str(compiled)
        self._fixed = {name: value for name, value in compiled.params.items() if value is not None}
        self._order: Sequence[str] | None = compiled.positiontup if compiled.positional else None

    def bind(self, values: Mapping[str, Any]) -> Any:
        """The values in the form that the driver wants beside ``sql``."""
        if self._order is None:
            return values
        return tuple(values[name] if name in values else self._fixed[name] for name in self._order)


_event = schema.events.c
_command = schema.commands.c
_refusal = schema.refusals.c
_attention = schema.attention.c
EVENT_COLUMNS = (_event.position, _event.stream, _event.version, _event.name, _event.digest, _event.body)
_ATTENTION = select(
    _attention.stream, _attention.owed, _attention.loud, _attention.acknowledged, _attention.since
)
_QUERIES: Mapping[str, Select[Any]] = {
    "answer": select(
        _command.digest, _command.first_position, _command.last_position, _refusal.code, _refusal.sentence
    )
    .select_from(schema.commands.outerjoin(schema.refusals, _refusal.number == _command.refusal))
    .where(_command.command_id == bindparam("command_id")),
    "stream": select(*EVENT_COLUMNS)
    .where(_event.stream == bindparam("stream"), _event.version > bindparam("after"))
    .order_by(_event.version),
    "scan": select(*EVENT_COLUMNS)
    .where(_event.position > bindparam("after"))
    .order_by(_event.position)
    .limit(bindparam("most")),
    "last": select(func.coalesce(func.max(_event.position), literal_column("0"))),
    "streams": select(_event.stream)
    .where(
        _event.version == literal_column("1"),  # literal, or the partial index is not seen to fit
        _event.stream >= bindparam("first"),
        _event.stream < bindparam("beyond"),
    )
    .order_by(_event.stream),
    "refusals": select(*(column for column in _refusal))
    .where(_refusal.number > bindparam("after"))
    .order_by(_refusal.number)
    .limit(bindparam("most")),
    "attention": _ATTENTION.where(_attention.stream == bindparam("stream")),
    "lagging": _ATTENTION.where(_attention.owed > _attention.acknowledged).order_by(_attention.stream),
    "identity": select(schema.identity.c.id, schema.identity.c.created, schema.identity.c.simulated),
}


class RecordReader(ABC):
    """The part of an event store that only reads; see :class:`activities.ports.EventStore` for what it promises."""

    def __init__(self, dialect: Dialect) -> None:
        self._questions = {name: Question(query, dialect) for name, query in _QUERIES.items()}

    @abstractmethod
    def _rows(self, sql: str, values: Any) -> Sequence[Sequence[Any]]:
        """Ask one question in one moment.

        Raises:
            StoreFault: the database failed.
        """

    @abstractmethod
    def _load_several(self, wanted: Mapping[str, int]) -> Sequence[Sequence[Any]]:
        """The rows of several streams' events, each after its version, in one question."""

    @abstractmethod
    def at(self, positions: Sequence[int]) -> Sequence[Recorded]:
        """See :meth:`activities.ports.EventStore.at`."""

    def _ask(self, name: str, **values: Any) -> Sequence[Sequence[Any]]:
        question = self._questions[name]
        return self._rows(question.sql, question.bind(values))

    def schema_version(self) -> str:
        """The version of the store's schema.

        Raises:
            StoreMissing: there is no store there.
        """
        rows = self._rows("SELECT version_num FROM alembic_version", ())
        return str(rows[0][0]) if rows else "none"

    def identity(self) -> StoreIdentity:
        """Which store this is, and whether its time is made up.

        Raises:
            Nameless: it does not say.
            StoreFault: the database failed.
        """
        rows = self._ask("identity")
        if not rows:
            raise Nameless(
                "The database no longer says which record it holds. Keep it as it is, and put back a copy."
            )
        identifier, created, simulated = rows[0]
        return StoreIdentity(identifier, moment(created), bool(simulated))

    def answer(self, command_id: str, command_digest: bytes) -> Repeated | CommandIdReused | None:
        """See :meth:`activities.ports.EventStore.answer`."""
        rows = self._ask("answer", command_id=command_id)
        return answered(rows[0], command_digest) if rows else None

    def load(self, wanted: Mapping[str, int]) -> Mapping[str, Sequence[Recorded]]:
        """See :meth:`activities.ports.EventStore.load`."""
        found: dict[str, list[Recorded]] = {stream: [] for stream in wanted}
        if len(wanted) == 1:
            ((stream, after),) = wanted.items()
            found[stream] = as_events(self._ask("stream", stream=stream, after=after))
        elif wanted:
            for event in as_events(self._load_several(wanted)):
                found[event.stream].append(event)
            for events in found.values():
                events.sort(key=_version)
        return found

    def scan(self, after: int = 0, limit: int = 1000) -> Sequence[Recorded]:
        """See :meth:`activities.ports.EventStore.scan`."""
        return as_events(self._ask("scan", after=after, most=limit))

    def last_position(self) -> int:
        """See :meth:`activities.ports.EventStore.last_position`."""
        return int(self._ask("last")[0][0])

    def streams(self, prefix: str) -> Iterator[str]:
        """See :meth:`activities.ports.EventStore.streams`."""
        return iter([row[0] for row in self._ask("streams", first=prefix, beyond=prefix + _HIGHEST)])

    def refusals(self, after: int = 0, limit: int = 1000) -> Sequence[tuple[int, RefusalNote]]:
        """See :meth:`activities.ports.EventStore.refusals`."""
        return [_as_refusal(row) for row in self._ask("refusals", after=after, most=limit)]

    def attention(self, stream: str) -> Attention | None:
        """See :meth:`activities.ports.EventStore.attention`."""
        rows = self._ask("attention", stream=stream)
        return as_attention(rows[0]) if rows else None

    def lagging(self) -> Sequence[Attention]:
        """See :meth:`activities.ports.EventStore.lagging`."""
        return [as_attention(row) for row in self._ask("lagging")]


def moment(written: str) -> datetime:
    """The instant that the record writes as text."""
    return datetime.strptime(written, _FORMAT).replace(tzinfo=UTC)


def answered(row: Sequence[Any], command_digest: bytes) -> Repeated | CommandIdReused:
    """What an earlier use of a command id means for this one: digest, first and last position, code, sentence."""
    digest, first, last, code, sentence = row
    if digest != command_digest:
        return CommandIdReused()
    if code is not None:
        return Repeated(None, Refusal(code, sentence))
    return Repeated(Appended(first, last), None)


def as_attention(row: Sequence[Any]) -> Attention:
    """An attention row as the port says it: stream, owed, loud, acknowledged, since."""
    stream, owed, loud, acknowledged, since = row
    return Attention(
        stream, owed, acknowledged, loud > acknowledged, None if since is None else moment(since)
    )


def _as_refusal(row: Sequence[Any]) -> tuple[int, RefusalNote]:
    number, command_id, digest, at, stream, verb, actor, acting_role, code, sentence = row
    refusal = Refusal(code, sentence)
    return number, RefusalNote(command_id, digest, moment(at), stream, verb, actor, acting_role, refusal)


def as_events(rows: Sequence[Sequence[Any]]) -> list[Recorded]:
    """Rows of :data:`EVENT_COLUMNS` as recorded events."""
    return list(map(_as_event, rows))


_as_event: Callable[[Sequence[Any]], Recorded] = partial(tuple.__new__, Recorded)
"""As ``Recorded._make`` does it, without counting columns that each question names."""
_version = itemgetter(Recorded._fields.index("version"))
