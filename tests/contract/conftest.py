"""A new store on each database in turn: what holds for one holds for the other."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from adapters.outbound.store import Store, create, open_store
from tests.support.parts import Postgres


def _create(url: str) -> None:
    create(url, simulated=True)


@pytest.fixture
def sqlite_place(tmp_path: Path) -> str:
    """The URL of a new, empty store in an SQLite file."""
    url = f"sqlite:///{tmp_path}/assay.db"
    _create(url)
    return url


@pytest.fixture
def postgresql_place(postgres: Postgres) -> Iterator[str]:
    """The URL of a new, empty store in a PostgreSQL database."""
    database = postgres.create(postgres.template("store", _create))
    yield postgres.url(database)
    postgres.drop(database)


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest) -> str:
    """The URL of a new, empty store, on each database in turn."""
    return str(request.getfixturevalue(f"{request.param}_place"))


@pytest.fixture
def opened(place: str) -> Iterator[Callable[[], Store]]:
    """Opens the store as often as it is called, as so many processes would; closes them after the test."""
    stores: list[Store] = []

    def opening() -> Store:
        stores.append(open_store(place))
        return stores[-1]

    yield opening
    for store in stores:
        store.close()


@pytest.fixture
def store(opened: Callable[[], Store]) -> Store:
    """A new, empty store, on each database in turn."""
    return opened()
