"""A subscriber that writes down every event it takes in, in a table of its own beside the record."""

import random
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import psycopg
import sqlalchemy as sa

from activities.ports import StoreFault
from adapters.outbound.projections import Checkpoints
from domain.ledger.envelope import Recorded

__all__ = ["Seen", "make_table"]

_SEEN = sa.Table(
    "view_of_tests",
    sa.MetaData(),
    sa.Column("line", sa.Integer, primary_key=True),
    sa.Column("position", sa.BigInteger),
    sa.Column("stream", sa.Text),
)


def make_table(place: str) -> None:
    """Make the table, as a migration would."""
    columns = "position BIGINT NOT NULL, stream TEXT NOT NULL"
    url = sa.make_url(place)
    if url.get_backend_name() == "sqlite":
        connection = sqlite3.connect(url.database or "")
        connection.execute(f"CREATE TABLE view_of_tests (line INTEGER PRIMARY KEY, {columns})")
        connection.close()
        return
    with psycopg.connect(place) as owner:
        owner.execute(
            f"CREATE TABLE assay.view_of_tests (line INTEGER GENERATED ALWAYS AS IDENTITY PRIMARY KEY, {columns})"
        )
        owner.execute("GRANT SELECT, INSERT ON assay.view_of_tests TO assay_application")


class Seen:
    """One process's part in the subscription ``tests``; its rows and its checkpoint go together."""

    name = "tests"

    def __init__(self, place: str, chance: random.Random | None = None, clumsiness: float = 0.0) -> None:
        self._checkpoints = Checkpoints(place)
        self._checkpoints.begin(self.name)
        self._chance = chance or random.Random(0)
        self._clumsiness = clumsiness
        self.given_up = 0

    def close(self) -> None:
        self._checkpoints.close()

    def reached(self) -> int:
        return self._checkpoints.reached(self.name) or 0

    def take(self, batch: Sequence[Recorded], reached: int) -> None:
        """Take in some of a batch; now and then fail after having written, so that all must be undone."""
        some = batch[: self._chance.randint(1, len(batch))]
        with self._checkpoints.moving(self.name, reached, some[-1].position) as connection:
            if connection is None:
                return
            rows = [{"position": each.position, "stream": each.stream} for each in some]
            connection.execute(sa.insert(_SEEN), rows)
            if self._chance.random() < self._clumsiness:
                self.given_up += 1
                raise StoreFault("given up on purpose")

    def lines(self) -> list[tuple[int, str]]:
        """What has been written down, in the order of writing."""
        with self._reading() as connection:
            query = sa.select(_SEEN.c.position, _SEEN.c.stream).order_by(_SEEN.c.line)
            return [(position, stream) for position, stream in connection.execute(query)]

    @contextmanager
    def _reading(self) -> Iterator[sa.Connection]:
        with self._checkpoints.reading.connect() as connection:
            yield connection
