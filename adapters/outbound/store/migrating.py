"""Making a store, bringing its schema up to date, and telling whether it fits this version of Assay."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import Connection

from adapters.outbound.store import schema
from adapters.outbound.store.faults import SchemaMisfit, StoreExists, StoreMissing, faults
from adapters.outbound.store.migrations.statements import statements
from adapters.outbound.store.reading import StoreIdentity
from adapters.outbound.store.urls import owner_engine, parse_url
from domain.ledger.envelope import instant

__all__ = ["adding", "create", "founding", "migrate", "refuse_misfit"]

_HAS_VERSION = {
    "sqlite": "SELECT count(*) FROM sqlite_master WHERE name = 'alembic_version'",
    "postgresql": "SELECT to_regclass('assay.alembic_version') IS NOT NULL",
}
_SCHEMA_LOCK = 7146823906
_APPEND_LOCK = 7146823905  # the one that the append function takes


def create(url: str, simulated: bool, at: datetime | None = None) -> StoreIdentity:
    """Make a new, empty store: its schema and its identity, in one transaction.

    The store's first event, which says so in the record itself, is the caller's to append.

    Args:
        url: where; for PostgreSQL, of a user who may create roles and schemas in that database.
        simulated: its time is made up, for a demonstration or a test.
        at: when it is made; the machine's time if not given.

    Raises:
        StoreExists: there is a store already.
        StoreFault: the database failed.
    """
    made = StoreIdentity(secrets.token_hex(16), at or datetime.now(UTC), simulated)
    with founding(url, made):
        return made


@contextmanager
def founding(url: str, identity: StoreIdentity) -> Iterator[Connection]:
    """Make a new store with an identity, and fill it before anybody sees it: all in one transaction.

    Raises:
        StoreExists: there is a store already.
        StoreFault: the database failed.
    """
    with _changing(url, new=True) as connection:
        if _version(connection) is not None:
            raise StoreExists("There is a store already; a new one needs a place of its own.")
        _make_owner(connection)
        _upgrade(connection)
        _plan_by_index(connection)
        row = {
            "place": 1,
            "id": identity.id,
            "created": instant(identity.created),
            "simulated": identity.simulated,
        }
        connection.execute(sa.insert(schema.identity), row)
        yield connection


@contextmanager
def adding(url: str) -> Iterator[Connection]:
    """Add to a store what its owner brings from elsewhere, in one transaction; whoever wants to append waits.

    Raises:
        StoreMissing: there is no store.
        SchemaMisfit: its schema is older or newer.
        StoreFault: the database failed.
    """
    with _changing(url, new=False) as connection:
        version = _version(connection)
        if version is None:
            raise StoreMissing("There is no record of Assay's in the database to add to.")
        refuse_misfit(version)
        _act_as_owner(connection)
        _plan_by_index(connection)
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_APPEND_LOCK})")
        yield connection
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SELECT pg_notify('assay', max(position)::text) FROM events")


def migrate(url: str) -> tuple[str, str]:
    """Bring a store's schema up to date; nothing happens if it is.

    Args:
        url: the store; for PostgreSQL, of the user who created it or another owner.

    Returns:
        The schema version before and after.

    Raises:
        StoreMissing: there is no store.
        SchemaMisfit: it was written by a newer version of Assay.
        StoreFault: the database failed.
    """
    with _changing(url, new=False) as connection:
        before = _version(connection)
        if before is None:
            raise StoreMissing("There is no record of Assay's in the database to bring up to date.")
        if before in schema.KNOWN_VERSIONS:
            _act_as_owner(connection)
            _upgrade(connection)
        refuse_misfit(_version(connection) or before)
        return before, schema.SCHEMA_VERSION


def refuse_misfit(version: str) -> None:
    """Make sure that a store's schema version is the one that this version of Assay reads and writes.

    Raises:
        SchemaMisfit: it is older or newer; the sentence says what to do.
    """
    if version not in schema.KNOWN_VERSIONS:
        raise SchemaMisfit(
            f"The store was last used by a newer version of Assay (its schema is version {version}); use that one."
        )
    if version != schema.SCHEMA_VERSION:
        raise SchemaMisfit(
            f"The store's schema is version {version}, older than this version of Assay needs "
            f"({schema.SCHEMA_VERSION}); `assay db migrate` brings it up to date."
        )


def _version(connection: Connection) -> str | None:
    """The schema version, having made sure that nobody else changes it meanwhile; None if there is no store."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_SCHEMA_LOCK})")
    if not connection.exec_driver_sql(_HAS_VERSION[connection.dialect.name]).scalar():
        return None
    return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()


def _make_owner(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        for statement in statements("owner", "postgresql"):
            connection.exec_driver_sql(statement)
    _act_as_owner(connection)


def _act_as_owner(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL ROLE assay_owner")


def _plan_by_index(connection: Connection) -> None:
    """Answer from indexes although nothing is known yet about how much there is."""
    if connection.dialect.name == "postgresql":
        for setting in ("enable_seqscan = off", "plan_cache_mode = force_generic_plan", "jit = off"):
            connection.exec_driver_sql(f"SET LOCAL {setting}")


def _upgrade(connection: Connection) -> None:
    # Alembic is slow to import, and only those who change a schema need it.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, schema.SCHEMA_VERSION)


@contextmanager
def _changing(url: str, new: bool) -> Iterator[Connection]:
    """One transaction that changes the schema whole or not at all, and that no second one can run beside."""
    with faults():
        engine = owner_engine(parse_url(url), new)
        try:
            with engine.begin() as connection:
                yield connection
        finally:
            engine.dispose()
