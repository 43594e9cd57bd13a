"""The vault's database: SQLite by default, PostgreSQL where several machines share it. The same tables in both."""

import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import sqlalchemy.exc
from sqlalchemy import (
    URL,
    Column,
    Connection,
    Engine,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    create_engine,
    event,
    inspect,
    make_url,
    text,
)
from sqlalchemy.pool import QueuePool

from activities.privacy.vault import VaultFault
from adapters.outbound.store.faults import as_fault

__all__ = [
    "SCHEMA_VERSION",
    "destroyed",
    "engine_of",
    "keys",
    "make_tables",
    "parsed",
    "vault",
    "vault_faults",
]

SCHEMA_VERSION = 1
SCHEMA = "assay_vault"
"""On PostgreSQL, the schema that the tables are in."""

LOCK_SECONDS = 30.0
CONNECT_SECONDS = 10
SWEEP_SECONDS = 0.2
"""Between two attempts to sweep up while somebody still reads."""

_FIRST = re.compile(r"\D*(\d+)")

metadata = MetaData()

vault = Table(
    "vault",
    metadata,
    Column("place", Integer, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("master", Text, nullable=False),
    Column("made", Text, nullable=False),
)
keys = Table(
    "subject_keys",
    metadata,
    Column("subject", Text, primary_key=True),
    Column("category", Text, primary_key=True),
    Column("locked", LargeBinary, nullable=False),
    Column("commitment", Text, nullable=False),
    Column("made", Text, nullable=False),
)
# An empty category stands for all classes: a null cannot be part of a key.
destroyed = Table(
    "destroyed",
    metadata,
    Column("subject", Text, primary_key=True),
    Column("category", Text, primary_key=True),
    Column("at", Text, nullable=False),
)


def parsed(url: str) -> URL:
    """The URL of a vault.

    Raises:
        VaultFault: it is none, or of a database in which no vault is kept.
    """
    try:
        found = make_url(url)
    except (sqlalchemy.exc.ArgumentError, ValueError):
        raise VaultFault(
            "ASSAY_VAULT_URL cannot be read; it looks like sqlite:///path/to/vault.db or postgresql://user@host/name."
        ) from None
    backend = found.get_backend_name()
    if backend not in ("sqlite", "postgresql") or (
        backend == "sqlite" and found.database in (None, "", ":memory:")
    ):
        raise VaultFault("The vault must be a file, sqlite:///path/to/vault.db, or a PostgreSQL database.")
    return found


def engine_of(url: URL, *, new: bool = False) -> Engine:
    """An engine for the vault.

    Args:
        url: from :func:`parsed`.
        new: make the file where there is none.
    """
    if url.get_backend_name() == "postgresql":
        return _postgresql(url)
    return _sqlite(Path(url.database or ""), "rwc" if new else "rw")


def make_tables(engine: Engine, master: str, made: str) -> None:
    """Make the tables, and the vault's own row, where there are none; two who do so at once make one vault.

    Args:
        engine: the database.
        master: the name of the master key that it is locked with.
        made: the present instant.
    """
    with engine.execution_options(vault_writing=True).begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(hashtext(:name))"), {"name": SCHEMA})
            connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}"))
        metadata.create_all(connection)
        if connection.execute(vault.select()).first() is None:
            connection.execute(
                vault.insert().values(place=1, version=SCHEMA_VERSION, master=master, made=made)
            )


def has_tables(engine: Engine) -> bool:
    """Whether the tables are there."""
    return inspect(engine).has_table(vault.name)


def lock_row(connection: Connection, *, alone: bool) -> Any:
    """The vault's own row, held until the end of the transaction: shared by who makes keys, alone by who destroys."""
    return connection.execute(vault.select().with_for_update(read=not alone)).one()


def sweep_up(engine: Engine) -> None:
    """See to it that what was deleted or written over is not left in the database's files.

    Raises:
        VaultFault: somebody has been reading for so long that it could not be done, or the login may not do it.
    """
    with vault_faults(), engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        driver = connection.connection.driver_connection
        if isinstance(driver, psycopg.Connection):
            done = _rewritten(driver)
        else:
            assert isinstance(driver, sqlite3.Connection)
            ((busy, *_),) = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            done = not busy
    if not done:
        raise VaultFault(
            "The vault was read by others for so long that a destroyed key could not be swept up."
        )


def _rewritten(driver: psycopg.Connection[Any]) -> bool:
    """Write the table of keys anew; whether nothing of what was deleted is in it any more.

    A plain VACUUM only forgets where a deleted row was, and leaves its bytes in the file. A full one writes a new
    file, but takes along what an older transaction might still look at: so it is asked what it took, and done again.
    """
    left: list[int] = []

    def told(said: psycopg.errors.Diagnostic) -> None:
        # "0 dead row versions cannot be removed yet.", in the server's language; a refusal is a warning without.
        if found := _FIRST.match(said.message_detail or ""):
            left.append(int(found[1]))

    driver.add_notice_handler(told)
    try:
        until = time.monotonic() + LOCK_SECONDS
        while True:
            left.clear()
            driver.execute(f"VACUUM (FULL, VERBOSE) {keys.name}".encode())
            if not left:
                raise VaultFault(
                    f"The login of ASSAY_VAULT_URL may not sweep up {SCHEMA}.{keys.name}, so a destroyed key is still "
                    "in its file: make it the table's owner, or grant it MAINTAIN (from PostgreSQL 17)."
                )
            if not any(left):
                return True
            if time.monotonic() > until:
                return False
            time.sleep(SWEEP_SECONDS)
    finally:
        driver.remove_notice_handler(told)


@contextmanager
def vault_faults() -> Iterator[None]:
    """Turn an error of the database into a :class:`VaultFault` that speaks of the vault."""
    try:
        yield
    except (sqlite3.Error, psycopg.Error, sqlalchemy.exc.SQLAlchemyError) as error:
        said = str(as_fault(error))
        for words in ("The record's file", "the record", "Assay's record"):
            said = said.replace(words, words.replace("record", "vault"))
        raise VaultFault(f"The vault failed: {said}") from error


def _postgresql(url: URL) -> Engine:
    options = f"-c search_path={SCHEMA} -c lock_timeout={int(LOCK_SECONDS)}s"
    given = url.query.get("options", "")
    arguments = {"application_name": "assay-vault", "options": f"{options} {given}".strip()}
    if "connect_timeout" not in url.query:
        arguments["connect_timeout"] = str(CONNECT_SECONDS)
    return create_engine(
        url.set(drivername="postgresql+psycopg"),
        connect_args=arguments,
        pool_pre_ping=True,
        hide_parameters=True,
    )


def _sqlite(file: Path, mode: str) -> Engine:
    address = f"{file.absolute().as_uri()}?mode={mode}"

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(
            address, uri=True, timeout=LOCK_SECONDS, isolation_level=None, check_same_thread=False
        )
        connection.execute(
            "PRAGMA journal_mode = WAL"
        )  # a key is made with one write to the disk, and not with five
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = ON")  # what is deleted is overwritten with zeros
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("PRAGMA trusted_schema = OFF")
        return connection

    engine = create_engine(
        "sqlite://", creator=connect, poolclass=QueuePool, pool_size=8, max_overflow=64, hide_parameters=True
    )

    def begin(connection: Connection) -> None:
        # Who only looks needs no transaction; who writes takes the lock first, and not after having read.
        if connection.get_execution_options().get("vault_writing", False):
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    event.listen(engine, "begin", begin)
    return engine
