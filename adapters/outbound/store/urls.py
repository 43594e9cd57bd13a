"""Which database a URL means, and which adapter that takes."""

from pathlib import Path

from sqlalchemy import URL, Engine, event, make_url
from sqlalchemy.exc import ArgumentError

from activities.ports import StoreFault
from adapters.outbound.store.faults import StoreMissing
from adapters.outbound.store.postgresql import APPLICATION_ROLE, PostgresStore, postgres_engine
from adapters.outbound.store.sqlite import SqliteStore, sqlite_engine

__all__ = ["adapter", "moment_engine", "owner_engine", "parse_url", "view_engine"]


def parse_url(url: str) -> URL:
    """A database URL, checked as far as it can be without opening it.

    Raises:
        StoreFault: it is not a URL, or of a database that Assay does not keep its record in.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise StoreFault(
            "The database URL cannot be read; it looks like sqlite:///path/to/assay.db "
            "or postgresql://user@host/name."
        ) from None
    if parsed.get_backend_name() not in ("sqlite", "postgresql"):
        raise StoreFault(
            f"Assay keeps its record in SQLite or PostgreSQL, not in {parsed.get_backend_name()}."
        )
    if parsed.get_backend_name() == "sqlite" and parsed.database in (None, "", ":memory:"):
        raise StoreFault("An SQLite record needs a file: sqlite:///path/to/assay.db")
    return parsed


def adapter(url: URL) -> SqliteStore | PostgresStore:
    """The adapter for a database that holds a store.

    Raises:
        StoreMissing: there is no such file.
        StoreFault: the URL names no database.
    """
    if url.get_backend_name() == "postgresql":
        return PostgresStore(url)
    if not Path(url.database or "").exists():
        raise _no_record(url)
    return SqliteStore(url)


def view_engine(url: URL, *, writing: bool) -> Engine:
    """An engine for the views beside the record, with the application's rights and no more.

    A database server that was restarted is not noticed by whoever looks next: connections are pinged.

    What it writes need not be on the disk when it is answered: rows and checkpoint go together, and what a fall of the
    machine takes is worked out again from the record. So appends wait less for views.

    Args:
        url: the database.
        writing: for bringing the views up to date; else for looking at them.
    """
    if url.get_backend_name() == "postgresql":
        if not writing:
            return postgres_engine(url, APPLICATION_ROLE, pinged=True)
        relaxed = url.update_query_pairs([("options", "-c synchronous_commit=off")], append=True)
        engine = postgres_engine(relaxed, APPLICATION_ROLE, pinged=True)
        return engine.execution_options(isolation_level="READ COMMITTED")
    engine = sqlite_engine(url, writing=writing)
    if writing:
        event.listen(
            engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous = NORMAL")
        )
    return engine


def moment_engine(url: URL) -> Engine:
    """An engine each of whose transactions looks at the record as it is at one moment, and changes nothing.

    Others go on recording meanwhile, however long it takes.
    """
    if url.get_backend_name() == "postgresql":
        return postgres_engine(url, APPLICATION_ROLE).execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
    engine = sqlite_engine(url, writing=False)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    return engine


def owner_engine(url: URL, new: bool) -> Engine:
    """An engine for whoever may change the schema.

    Args:
        url: the database.
        new: make the file and its folder, where there is one.

    Raises:
        StoreFault: the folder cannot be made.
    """
    if url.get_backend_name() == "postgresql":
        return postgres_engine(url, role=None)
    file = Path(url.database or "")
    if new:
        try:
            file.absolute().parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreFault(f"The folder for the record cannot be made ({error.strerror}).") from error
    elif not file.exists():
        raise _no_record(url)
    return sqlite_engine(url, "rwc" if new else "rw")


def _no_record(url: URL) -> StoreMissing:
    return StoreMissing(
        f"There is no record of Assay's at {url.database}; `assay run` or `assay db migrate` makes one."
    )
