"""A record where its URL says: looked at in one moment, made whole from an export, or added to."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from activities.ports import StoreFault
from adapters.outbound.moving.tables import RecordTables
from adapters.outbound.moving.writing import PostgresTarget, SqliteTarget, target
from adapters.outbound.store import StoreExists, StoreIdentity, open_store
from adapters.outbound.store.faults import faults
from adapters.outbound.store.migrating import adding, founding
from adapters.outbound.store.reading import moment
from adapters.outbound.store.urls import moment_engine, parse_url
from domain.ledger.moving import Origin
from domain.refusals import Refused

__all__ = ["Databases"]


class Databases:
    """See :class:`activities.moving.ports.Source` for what it promises."""

    def __init__(self, url: str) -> None:
        """Records at a URL."""
        self._url = url

    @contextmanager
    def looking(self) -> Iterator[RecordTables]:
        """Look at the record as it is now, with the application's rights; nobody has to wait for us."""
        open_store(self._url).close()  # says in a sentence what is wrong with it, if anything is
        with faults():
            engine = moment_engine(parse_url(self._url))
            try:
                with engine.connect() as connection, connection.begin():
                    yield RecordTables(connection)
            finally:
                engine.dispose()

    @contextmanager
    def founding(self, origin: Origin) -> Iterator[SqliteTarget | PostgresTarget]:
        """Make a record, with the owner's rights."""
        identity = StoreIdentity(origin.id, moment(origin.created), origin.simulated)
        try:
            with _as_owner(), founding(self._url, identity) as connection:
                yield target(connection)
        except StoreExists:
            raise Refused.because(
                "store-exists",
                "There is a record here already, and none is ever written over: name a new place with ASSAY_HOME or "
                "ASSAY_DATABASE_URL, or move the old record away and keep it.",
            ) from None

    @contextmanager
    def following(self) -> Iterator[SqliteTarget | PostgresTarget]:
        """Add to the record, with the owner's rights; whoever wants to append waits."""
        with _as_owner(), adding(self._url) as connection:
            yield target(connection)


@contextmanager
def _as_owner() -> Iterator[None]:
    """Say of somebody who may not, whose rights it takes."""
    try:
        yield
    except StoreFault as fault:
        cause = fault.__cause__
        if isinstance(getattr(cause, "orig", cause), psycopg.errors.InsufficientPrivilege):
            raise StoreFault(
                "Importing takes the rights of the database's owner, which this user lacks; give the owner's name in "
                "ASSAY_DATABASE_URL for this one command."
            ) from fault
        raise
