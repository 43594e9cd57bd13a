"""What went wrong with a database, as one sentence that somebody can act on."""

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
import sqlalchemy.exc

from activities.ports import StoreFault
from activities.proof.ports import TableMissing

__all__ = ["Nameless", "SchemaMisfit", "StoreExists", "StoreMissing", "Vanished", "as_fault", "faults"]


class StoreMissing(StoreFault):
    """There is no store where one was looked for."""


class Nameless(StoreFault):
    """The store does not say which record it holds."""


class StoreExists(StoreFault):
    """There is a store already where one was to be made."""


class SchemaMisfit(StoreFault):
    """The store's schema is older or newer than what this version of Assay reads and writes."""


class Vanished(StoreFault):
    """The connection was lost; on a new one the same call may succeed, and is safe to make again."""


# By the first letters of the SQLSTATE; the longest that fits counts.
_POSTGRESQL = {
    "08": "The database server cannot be reached or has closed the connection.",
    "22": "The database refused a value that it cannot hold.",
    "23": "The database refused the entry because it contradicts what is recorded.",
    "25006": "The database can only be read: it is a standby, or it has been set to read-only.",
    "26": "The database has forgotten a prepared statement; is a connection pooler in between?",
    "28": "The database server does not accept this user or password.",
    "3D000": "There is no such database on the server.",
    "42883": "The database's schema does not fit this version of Assay; `assay db migrate` may put that right.",
    "42501": "The database user lacks a privilege that Assay needs; was the application's role granted to it?",
    "53100": "The database server's disk is full.",
    "53200": "The database server is out of memory.",
    "53300": "The database server accepts no more connections at present.",
    "55P03": "The database was locked by somebody else for too long.",
    "57014": "The database was told to give up before it had finished.",
    "57P": "The database server is shutting down or starting up.",
    "58": "The database server met an error of its file system.",
    "P0001": "The database refused to change what is recorded.",
    "XX": "The database server reports that its files are damaged.",
}

# What a server says when it does not let somebody in.
_REFUSED: tuple[tuple[tuple[str, ...], Callable[[], StoreFault]], ...] = (
    (("permission denied to set role",), lambda: StoreFault(_POSTGRESQL["42501"])),
    (('role "assay_application" does not exist',), lambda: StoreMissing(_MISSING)),
    (("role", "does not exist"), lambda: StoreFault(_POSTGRESQL["28"])),
    (("password authentication failed",), lambda: StoreFault(_POSTGRESQL["28"])),
    (("no password supplied",), lambda: StoreFault(_POSTGRESQL["28"])),
    (("no pg_hba.conf entry",), lambda: StoreFault(_POSTGRESQL["28"])),
    (("database", "does not exist"), lambda: StoreFault(_POSTGRESQL["3D000"])),
    (("too many clients",), lambda: StoreFault(_POSTGRESQL["53300"])),
    (("remaining connection slots",), lambda: StoreFault(_POSTGRESQL["53300"])),
    (("starting up",), lambda: Vanished(_POSTGRESQL["57P"])),
    (("shutting down",), lambda: Vanished(_POSTGRESQL["57P"])),
)

_MISSING = "There is no record of Assay's in the database; `assay run` or `assay db migrate` makes one."

_NO_TABLE = re.compile(r"no such table: (?:\w+\.)?(\w+)")
_QUOTED = re.compile(r'"(?:\w+\.)?(\w+)"')

_FIRST_ASKED = "alembic_version"
"""Whoever opens a store asks for this table before any other: if it is there, so is a store."""

_SQLITE = {
    sqlite3.SQLITE_BUSY: "The record's file was locked by another program for too long.",
    sqlite3.SQLITE_LOCKED: "The record's file was locked by another program for too long.",
    sqlite3.SQLITE_CANTOPEN: "The record's file cannot be opened; is its folder there, and may it be written to?",
    sqlite3.SQLITE_CONSTRAINT: "The database refused the entry because it contradicts what is recorded.",
    sqlite3.SQLITE_CORRUPT: "The record's file is damaged; put back a copy, and keep the damaged file.",
    sqlite3.SQLITE_FULL: "The disk that holds the record is full.",
    sqlite3.SQLITE_IOERR: "The disk that holds the record reports an error, or is full.",
    sqlite3.SQLITE_NOTADB: "The file is not a database, or not one that Assay can read.",
    sqlite3.SQLITE_PERM: "The record's file may not be opened by this user.",
    sqlite3.SQLITE_READONLY: "The record's file can only be read, not written to, by this user.",
}


@contextmanager
def faults() -> Iterator[None]:
    """Turn any error of a database into a :class:`StoreFault` with one sentence; the cause stays attached."""
    try:
        yield
    except (sqlite3.Error, psycopg.Error, sqlalchemy.exc.SQLAlchemyError) as error:
        raise as_fault(error) from error


def as_fault(error: BaseException) -> StoreFault:
    """The fault that says what a driver's error means."""
    if isinstance(error, sqlalchemy.exc.DBAPIError) and error.orig is not None:
        error = error.orig
    if isinstance(error, sqlite3.Error):
        return _of_sqlite(error)
    if isinstance(error, psycopg.Error):
        return _of_postgresql(error)
    if isinstance(error, sqlalchemy.exc.TimeoutError):
        return StoreFault("Too many things want the database at once, and one waited too long for its turn.")
    return StoreFault(f"The database failed in a way Assay does not know ({type(error).__name__}).")


def _of_sqlite(error: sqlite3.Error) -> StoreFault:
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return StoreFault(f"The database driver was used wrongly or failed ({type(error).__name__}).")
    if lacking := _NO_TABLE.fullmatch(str(error)):  # SQLite has no code of its own for this
        return _without(lacking[1])
    name = getattr(error, "sqlite_errorname", "unknown")
    unknown = f"The record's file failed in a way Assay does not know ({name})."
    return StoreFault(_SQLITE.get(code & 0xFF, unknown))


def _without(table: str) -> StoreFault:
    """What it means that a table is not there."""
    if table == _FIRST_ASKED:
        return StoreMissing(_MISSING)
    return TableMissing(table)


def _of_postgresql(error: psycopg.Error) -> StoreFault:
    state = error.sqlstate
    if state is None:
        # libpq had no answer from a server: refused, cut off, or the host is unknown.
        if isinstance(error, psycopg.OperationalError | psycopg.InterfaceError):
            return _connecting(error)
        return StoreFault(f"The database driver was used wrongly or failed ({type(error).__name__}).")
    if state == "3F000":
        return StoreMissing(_MISSING)
    if state == "42P01":
        named = _QUOTED.search(str(error))
        return _without(named[1] if named else _FIRST_ASKED)
    for length in (5, 3, 2):
        if sentence := _POSTGRESQL.get(state[:length]):
            return Vanished(sentence) if state[:3] in ("57P", "080") else StoreFault(sentence)
    return StoreFault(f"The database failed in a way Assay does not know ({state}).")


def _connecting(error: psycopg.Error) -> StoreFault:
    # A refused connection carries no SQLSTATE, only the server's words; the first that fit count.
    words = str(error)
    for needed, fault in _REFUSED:
        if all(word in words for word in needed):
            return fault()
    return Vanished(_POSTGRESQL["08"])
