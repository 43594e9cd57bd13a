"""Ways of writing commands down: the record, a bare insert of the same bytes, and the ``eventsourcing`` library."""

import hashlib
import os
import time
import uuid
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, ClassVar, Protocol

import sqlalchemy as sa

from activities.ports import Append, Appended, Head, Wake, Write
from adapters.outbound.store import open_store
from adapters.outbound.store.sqlite import sqlite_engine
from domain.canonical import leaf_digest
from domain.ledger.envelope import Draft, assemble, instant, pieces
from domain.messages import Event

__all__ = ["BARE", "CONTENDERS", "Contender", "bare_engine", "bare_row", "command", "tag", "their_settings"]

Writing = Callable[[int], None]


class CaseAnswered(Event):
    """An event of the size of a case read: twelve answers and a note."""

    name: ClassVar[str] = "benchmark.case-answered.v1"

    answers: dict[str, str]
    note: str


EVENT = CaseAnswered(
    answers={f"2.{standard}.{question}": "yes" for standard in range(1, 5) for question in range(1, 4)},
    note="The plan was made with the person, says what will be done and by when, and was looked at again in time.",
)

BARE = sa.Table(
    "bare_events",
    sa.MetaData(),
    sa.Column("position", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True),
    sa.Column("stream", sa.Text, nullable=False),
    sa.Column("version", sa.BigInteger, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("digest", sa.LargeBinary, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.UniqueConstraint("stream", "version"),
)


class Contender(Protocol):
    """One way of writing commands down."""

    def ready(self, commands: Sequence[Append]) -> Writing:
        """Make ready whatever is not measured; what is returned writes the command with that number."""
        ...

    def close(self) -> None: ...


class Record:
    """Assay's event store, with all that an append is: nothing is made ready beforehand."""

    def __init__(self, url: str) -> None:
        self.store = open_store(url)

    def ready(self, commands: Sequence[Append]) -> Writing:
        def write(number: int) -> None:
            answer = self.store.append(commands[number])
            assert isinstance(answer, Appended), answer

        return write

    def close(self) -> None:
        self.store.close()


class BareInsert:
    """One transaction a command, an insert with SQLAlchemy Core of bytes and digests made beforehand."""

    def __init__(self, url: str) -> None:
        self.engine = bare_engine(url)
        self.insert = sa.insert(BARE)

    def ready(self, commands: Sequence[Append]) -> Writing:
        rows = [[bare_row(draft) for write in each.writes for draft in write.drafts] for each in commands]

        def write(number: int) -> None:
            with self.engine.begin() as connection:
                connection.execute(self.insert, rows[number])

        return write

    def close(self) -> None:
        self.engine.dispose()


class EventSourcing:
    """The recorder that an application of the ``eventsourcing`` library uses if nothing else is set.

    It is given stored events with the same bytes, made beforehand; an id that it takes for a stream is a UUID.
    """

    def __init__(self, url: str) -> None:
        from eventsourcing.persistence import InfrastructureFactory
        from eventsourcing.utils import Environment

        self.factory = InfrastructureFactory.construct(Environment("", their_settings(url)))
        self.recorder = self.factory.application_recorder()

    def ready(self, commands: Sequence[Append]) -> Writing:
        from eventsourcing.persistence import StoredEvent

        stored = [
            [
                StoredEvent(
                    uuid.uuid5(uuid.NAMESPACE_OID, row["stream"]), row["version"], row["name"], row["body"]
                )
                for write in each.writes
                for row in map(bare_row, write.drafts)
            ]
            for each in commands
        ]

        def write(number: int) -> None:
            self.recorder.insert_events(stored[number])

        return write

    def close(self) -> None:
        self.factory.close()


CONTENDERS: dict[str, Callable[[str], Contender]] = {
    "record": Record,
    "bare insert": BareInsert,
    "eventsourcing": EventSourcing,
}


def their_settings(url: str) -> dict[str, str]:
    """The least that the ``eventsourcing`` library must be told to use a database; all else as it comes."""
    parsed = sa.make_url(url)
    if parsed.get_backend_name() == "sqlite":
        file = f"{parsed.database}-theirs"
        return {"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": file}
    return {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": parsed.database or "",
        "POSTGRES_HOST": str(parsed.query["host"]),
        "POSTGRES_USER": parsed.username or "",
        "POSTGRES_PASSWORD": "none is needed",
    }


def bare_engine(url: str) -> sa.Engine:
    """An engine beside the record: in the same PostgreSQL database, or in an SQLite file next to its own."""
    parsed = sa.make_url(url)
    if parsed.get_backend_name() == "postgresql":
        return sa.create_engine(parsed.set(drivername="postgresql+psycopg"), pool_size=10)
    return sqlite_engine(parsed.set(database=f"{parsed.database}-bare"), "rwc")


def bare_row(draft: Draft) -> dict[str, Any]:
    """What the record keeps of an event, for the bare table."""
    body = assemble(*pieces(draft, os.urandom(16)), os.urandom(32), instant(draft.occurred_at))
    return {
        "stream": draft.stream,
        "version": draft.version,
        "name": draft.event.name,
        "digest": leaf_digest(body),
        "body": body,
    }


def command(tag: str, events: int) -> Append:
    """A command of so many events on a new stream, which wakes a workflow."""
    now, stream = datetime.now(UTC), f"case-{tag}"
    drafts = tuple(
        Draft(
            event_id=f"{tag}-{n}",
            stream=stream,
            version=n + 1,
            occurred_at=now,
            actor="person-4711",
            acting_role="inspector",
            authenticated_by="os-user",
            command_id=tag,
            correlation_id="inspection-1",
            causation_id=None,
            event=EVENT,
        )
        for n in range(events)
    )
    digest = hashlib.sha256(tag.encode()).digest()
    write = Write(stream, Head(0, None), drafts)
    return Append(tag, digest, now, (write,), {}, (Wake("inspection-1", loud=False),))


def tag(contender: str) -> str:
    """What no other round's commands begin with."""
    return f"{contender.replace(' ', '-')}-{time.time_ns()}"
