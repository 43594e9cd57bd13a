"""How far each subscription has got: one row each, moved in the same transaction as the work that it stands for."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from adapters.outbound.store.faults import faults
from adapters.outbound.store.urls import parse_url, view_engine

__all__ = ["SUBSCRIPTIONS", "Checkpoints"]

_metadata = sa.MetaData()
SUBSCRIPTIONS = sa.Table(
    "subscriptions",
    _metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("position", sa.BigInteger, nullable=False),
)


class Checkpoints:
    """The checkpoints of all subscriptions to one record, kept in its database but no part of it."""

    def __init__(self, url: str) -> None:
        """Keep checkpoints in the store's database."""
        self.writing = view_engine(parse_url(url), writing=True)
        self.reading = view_engine(parse_url(url), writing=False)

    def close(self) -> None:
        """Let go of the database."""
        self.writing.dispose()
        self.reading.dispose()

    def reached(self, name: str) -> int | None:
        """The position that a subscription has reached; None if it has not begun."""
        with faults(), self.reading.connect() as connection:
            return position(connection, name)

    def begin(self, name: str) -> None:
        """Let a subscription stand before the first event, if it stands nowhere yet."""
        with faults(), self.writing.begin() as connection:
            begin(connection, name)

    @contextmanager
    def moving(self, name: str, before: int, after: int) -> Iterator[sa.Connection | None]:
        """Move a subscription on, together with whatever is written within.

        Gives:
            The connection of the transaction in which it moves; None if the subscription was not at ``before``, so
            that nothing is to be done. Whatever is raised within undoes the move.
        """
        with faults(), self.writing.begin() as connection:
            moved = connection.execute(
                sa.update(SUBSCRIPTIONS)
                .where(SUBSCRIPTIONS.c.name == name, SUBSCRIPTIONS.c.position == before)
                .values(position=after)
            )
            yield connection if moved.rowcount == 1 else None


def begin(connection: sa.Connection, name: str) -> None:
    """Let a subscription stand before the first event, if it stands nowhere yet."""
    insert = (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(SUBSCRIPTIONS)
    connection.execute(insert.on_conflict_do_nothing(), {"name": name, "position": 0})


def end(connection: sa.Connection, name: str) -> None:
    """Let a subscription stand nowhere any more; whoever still runs it can move it no further."""
    connection.execute(sa.delete(SUBSCRIPTIONS).where(SUBSCRIPTIONS.c.name == name))


def position(connection: sa.Connection, name: str, *, held: bool = False) -> int | None:
    """Where a subscription stands; None if nowhere.

    Args:
        connection: within its transaction.
        name: which subscription.
        held: let nobody move it before the end of the transaction.
    """
    query = sa.select(SUBSCRIPTIONS.c.position).where(SUBSCRIPTIONS.c.name == name)
    found: int | None = connection.execute(query.with_for_update() if held else query).scalar()
    return found
