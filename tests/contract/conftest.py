"""A new store on each database in turn, or a copy of one that is sealed: what holds for one holds for the other."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import make_url

from adapters.outbound.store import Store, create, open_store
from adapters.outbound.vault import KeyVault, make_vault
from tests.support.noted_case import VaultFolder
from tests.support.parts import Postgres
from tests.support.sealed_record import Owner, SealedRecord, make_sealed


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


@pytest.fixture(scope="session")
def sealed_originals(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one filled record of each database, to be copied; made once, for filling takes longer."""
    folder = tmp_path_factory.mktemp("sealed")
    make_sealed(f"sqlite:///{folder}/assay.db", folder / "keys-sqlite")
    return folder


@pytest.fixture(params=["sqlite", "postgresql"])
def sealed_place(request: pytest.FixtureRequest, sealed_originals: Path, tmp_path: Path) -> Iterator[str]:
    """The URL of a copy of the filled record, on each database in turn."""
    if request.param == "sqlite":
        shutil.copy(sealed_originals / "assay.db", tmp_path / "assay.db")
        yield f"sqlite:///{tmp_path}/assay.db"
        return
    postgres: Postgres = request.getfixturevalue("postgres")
    keys = sealed_originals / "keys-postgresql"
    database = postgres.create(postgres.template("sealed", lambda url: make_sealed(url, keys)))
    yield postgres.url(database)
    postgres.drop(database)


@pytest.fixture
def record(sealed_place: str, sealed_originals: Path, tmp_path: Path) -> Iterator[SealedRecord]:
    """A sealed record, on each database in turn, with keys of its own."""
    backend = make_url(sealed_place).get_backend_name()
    shutil.copytree(sealed_originals / f"keys-{backend}", tmp_path / "keys")
    store = open_store(sealed_place)
    yield SealedRecord.of(store, tmp_path / "keys")
    store.close()


@pytest.fixture
def owner(sealed_place: str, record: SealedRecord) -> Owner:
    """Somebody whom no trigger stops."""
    owner = Owner(sealed_place)
    owner.unguard()
    return owner


@pytest.fixture
def vault_place(tmp_path: Path) -> VaultFolder:
    """A new vault in a folder of its own."""
    place = VaultFolder(tmp_path / "vault")
    make_vault(place.url, place.folder / "keys")
    return place


@pytest.fixture
def vault(vault_place: VaultFolder) -> Iterator[KeyVault]:
    """That vault, opened."""
    found = vault_place.open()
    yield found
    found.close()
