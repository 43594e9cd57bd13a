"""What goes wrong with databases: one clear sentence, never half an append, and well again when the database is."""

import os
import shutil
import sqlite3
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from activities.ports import Appended, Repeated, StoreFault, Wake
from adapters.outbound.store import Store, StoreMissing, check, create, open_store, sqlite
from adapters.outbound.store.faults import as_fault
from tests.support.notes import NOTHING, append, head, note_refused, recorded, write
from tests.support.parts import Postgres
from tests.support.servers.postgres import running_postgres
from tests.support.waiting import eventually

NOBODY = 65534


def _two_streams(command_id: str, store: Store) -> object:
    """An append of several events on two streams, with attention: whole or not at all."""
    return store.append(
        append(
            command_id,
            write(command_id, "case-1", head(store, "case-1"), "a" * 4000, "b" * 4000),
            write(command_id, "inspection-1", head(store, "inspection-1"), "c"),
            wakes=[Wake("inspection-1", loud=True)],
        )
    )


def _is_whole(store: Store, commands: int) -> None:
    """Each command recorded three events on two streams, and nothing is left of any other."""
    assert store.last_position() == 3 * commands
    assert [e.position for e in store.scan()] == list(range(1, 3 * commands + 1))
    loaded = store.load({"case-1": 0, "inspection-1": 0})
    assert {stream: len(events) for stream, events in loaded.items()} == {
        "case-1": 2 * commands,
        "inspection-1": commands,
    }
    found = store.attention("inspection-1")
    assert (found.owed if found else 0) == 3 * commands


def _until_refused(act: Callable[[int], object]) -> None:
    """Do something again and again; the disk has room for far fewer."""
    for n in range(500):
        act(n)


def _file(place: str) -> Path:
    return Path(make_url(place).database or "")


class TestSqlite:
    @pytest.fixture
    def store(self, sqlite_place: str) -> Iterator[Store]:
        opened = open_store(sqlite_place)
        yield opened
        opened.close()

    def test_a_full_disk_is_said_and_leaves_nothing_half_done(
        self, store: Store, sqlite_place: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """SQLite is told that the disk ends where the file ends; it then says what it says of a full disk."""
        assert _two_streams("c-1", store) == Appended(1, 3)
        set_up = sqlite._set_up

        def full(connection: sqlite3.Connection) -> None:
            set_up(connection)
            ((pages,),) = connection.execute("PRAGMA page_count")
            connection.execute(f"PRAGMA max_page_count = {pages + 1}")

        with monkeypatch.context() as disk:
            disk.setattr(sqlite, "_set_up", full)
            crowded = open_store(sqlite_place)
            with pytest.raises(StoreFault, match="The disk that holds the record is full"):
                _until_refused(
                    lambda n: recorded(
                        crowded, f"x-{n}", write(f"x-{n}", f"case-x{n}", NOTHING, "x" * 40_000)
                    )
                )
            before = crowded.last_position()
            with pytest.raises(StoreFault, match="is full"):
                _two_streams("c-2", crowded)
            with pytest.raises(StoreFault, match="is full"):
                _until_refused(lambda n: crowded.refuse(note_refused(f"r-{n}", stream="s" * 4000)))
            assert crowded.last_position() == before
            crowded.close()
        assert isinstance(_two_streams("c-2", store), Appended)  # there is room again
        assert len(store.load({"case-1": 0})["case-1"]) == 4

    def test_a_file_locked_by_another_program_is_waited_for(self, store: Store, sqlite_place: str) -> None:
        other = sqlite3.connect(_file(sqlite_place), isolation_level=None, check_same_thread=False)
        other.execute("BEGIN IMMEDIATE")
        answers: list[object] = []
        waiting = threading.Thread(target=lambda: answers.append(_two_streams("c-1", store)))
        waiting.start()
        waiting.join(timeout=0.2)
        assert answers == []
        other.execute("COMMIT")
        waiting.join()
        assert answers == [Appended(1, 3)]
        other.close()

    def test_a_file_that_stays_locked_is_said(
        self, sqlite_place: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sqlite, "LOCK_TRY_SECONDS", 0.05)
        monkeypatch.setattr(sqlite, "LOCK_WAIT_SECONDS", 0.1)
        store = open_store(sqlite_place)
        other = sqlite3.connect(_file(sqlite_place), isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreFault, match="locked by another program for too long"):
            _two_streams("c-1", store)
        assert store.last_position() == 0  # reading is not in anybody's way
        other.execute("ROLLBACK")
        other.close()
        assert _two_streams("c-1", store) == Appended(1, 3)
        store.close()

    @pytest.mark.parametrize("act", [open_store, check])
    @pytest.mark.parametrize("content", [b"not a database" * 500, b"SQLite format 3\x00" + b"\xff" * 8000])
    def test_a_file_that_is_no_database_is_said(
        self, tmp_path: Path, content: bytes, act: Callable[[str], object]
    ) -> None:
        (tmp_path / "notes.db").write_bytes(content)
        with pytest.raises(StoreFault, match=r"not a database|is damaged"):
            act(f"sqlite:///{tmp_path}/notes.db")
        with pytest.raises(StoreFault, match=r"not a database|is damaged"):
            create(f"sqlite:///{tmp_path}/notes.db", simulated=True)
        assert (tmp_path / "notes.db").read_bytes() == content

    def test_a_folder_is_no_file(self, tmp_path: Path) -> None:
        with pytest.raises(StoreFault, match="cannot be opened"):
            open_store(f"sqlite:///{tmp_path}")

    def test_a_place_where_no_folder_can_be_made_is_said(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("in the way")
        with pytest.raises(StoreFault, match="folder for the record cannot be made"):
            create(f"sqlite:///{tmp_path}/file/assay.db", simulated=True)

    def test_a_damaged_file_is_said(self, store: Store, sqlite_place: str) -> None:
        for n in range(50):
            recorded(store, f"c-{n}", write(f"c-{n}", f"case-{n}", NOTHING, "x" * 3000))
        store.close()
        file = _file(sqlite_place)
        content = bytearray(file.read_bytes())
        content[4096 * 3 :] = os.urandom(len(content) - 4096 * 3)
        file.write_bytes(content)
        with pytest.raises(StoreFault, match="is damaged"):
            open_store(sqlite_place).scan()

    @pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
    def test_a_file_that_may_only_be_read_is_said(self) -> None:
        folder = Path(tempfile.mkdtemp())
        try:
            place = f"sqlite:///{folder}/assay.db"
            create(place, simulated=True)
            folder.chmod(0o755)
            for file in folder.iterdir():
                file.chmod(0o644)
            with _as_user(NOBODY), pytest.raises(StoreFault, match=r"only be read|cannot be opened"):
                recorded(open_store(place), "c-1", write("c-1", "case-1"))
            store = open_store(place)
            assert store.last_position() == 0
            store.close()
        finally:
            shutil.rmtree(folder)

    def test_a_file_that_was_taken_away_is_missing(self, store: Store, sqlite_place: str) -> None:
        store.close()
        for file in _file(sqlite_place).parent.glob("assay.db*"):
            file.unlink()
        with pytest.raises(StoreMissing):
            open_store(sqlite_place)

    def test_a_lock_lost_half_way_leaves_nothing(self, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
        """Whatever fails between the first row and the commit, and whoever's fault it is."""
        assert _two_streams("c-1", store) == Appended(1, 3)
        with monkeypatch.context() as broken:
            broken.setattr(sqlite, "_WAKE", "INSERT INTO attention VALUES (?, ?, ?, 0, ?)")
            with pytest.raises(StoreFault, match="contradicts what is recorded"):
                _two_streams("c-2", store)
        _is_whole(store, 1)
        assert _two_streams("c-2", store) == Appended(4, 6)
        _is_whole(store, 2)


@contextmanager
def _as_user(user: int) -> Iterator[None]:
    os.seteuid(user)
    try:
        yield
    finally:
        os.seteuid(0)


class TestPostgresql:
    @pytest.fixture
    def store(self, postgresql_place: str) -> Iterator[Store]:
        opened = open_store(postgresql_place)
        yield opened
        opened.close()

    @staticmethod
    def _disconnect_all(place: str) -> None:
        with psycopg.connect(place, autocommit=True) as admin:
            admin.execute(
                "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )

    def test_connections_lost_while_idle_are_replaced_without_anybody_noticing(
        self, store: Store, postgresql_place: str
    ) -> None:
        assert _two_streams("c-1", store) == Appended(1, 3)
        self._disconnect_all(postgresql_place)
        assert _two_streams("c-2", store) == Appended(4, 6)
        self._disconnect_all(postgresql_place)
        assert store.last_position() == 6
        self._disconnect_all(postgresql_place)
        assert store.refuse(note_refused("c-3")) is None
        _is_whole(store, 2)

    def test_a_connection_cut_off_in_mid_append_is_tried_again_and_recorded_once(
        self, store: Store, postgresql_place: str
    ) -> None:
        answers: list[object] = []
        with psycopg.connect(postgresql_place) as other:
            other.execute("SELECT pg_advisory_xact_lock(7146823905)")
            appending = threading.Thread(target=lambda: answers.append(_two_streams("c-1", store)))
            appending.start()
            waiting = (
                "SELECT count(*), count(pg_terminate_backend(pid)) FROM pg_locks WHERE locktype = 'advisory'"
                " AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            )
            eventually(
                lambda: (other.execute(waiting).fetchone() or (0,))[0], "the append waits for the lock"
            )
            other.rollback()
            appending.join()
        assert answers == [Appended(1, 3)]
        _is_whole(store, 1)

    def test_a_connection_cut_off_for_good_is_a_fault_and_leaves_nothing(
        self, store: Store, postgresql_place: str
    ) -> None:
        """Both tries are cut off in the function's last statement, when all rows are written."""
        with psycopg.connect(postgresql_place) as owner:
            owner.execute(
                "CREATE FUNCTION assay.cut() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS"
                " 'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(10); RETURN NEW; END'"
            )
            owner.execute(
                "CREATE TRIGGER cut AFTER INSERT ON assay.commands FOR EACH ROW EXECUTE FUNCTION assay.cut()"
            )
        with pytest.raises(StoreFault, match=r"shutting down|closed the connection"):
            _two_streams("c-1", store)
        with psycopg.connect(postgresql_place) as owner:
            owner.execute("DROP TRIGGER cut ON assay.commands")
        _is_whole(store, 0)
        assert _two_streams("c-1", store) == Appended(1, 3)

    def test_an_append_whose_answer_was_lost_is_found_recorded(
        self, store: Store, postgresql_place: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The connection breaks after the commit and before the answer arrives: the second try is a repeat."""
        from adapters.outbound.store import postgresql

        real = postgresql._append

        def lost_once(connection: "psycopg.Connection[tuple[object, ...]]", batch: object) -> object:
            real(connection, batch)  # type: ignore[arg-type]  # passed on
            connection.close()
            monkeypatch.setattr(postgresql, "_append", real)
            raise psycopg.OperationalError(
                "consuming input failed: server closed the connection unexpectedly"
            )

        monkeypatch.setattr(postgresql, "_append", lost_once)
        assert _two_streams("c-1", store) == Repeated(Appended(1, 3), None)
        _is_whole(store, 1)

    @pytest.mark.parametrize(
        ("state", "sentence"),
        [
            ("53100", "disk is full"),
            ("53200", "out of memory"),
            ("25006", "can only be read"),
            ("58030", "error of its file system"),
            ("XX001", "files are damaged"),
            ("55P03", "locked by somebody else for too long"),
            ("57014", "told to give up"),
            ("ZZ999", r"in a way Assay does not know \(ZZ999\)"),
        ],
    )
    def test_what_the_server_reports_half_way_is_said_and_leaves_nothing(
        self, store: Store, postgresql_place: str, state: str, sentence: str
    ) -> None:
        """The server itself raises the error, when all rows of the append are written."""
        with psycopg.connect(postgresql_place) as owner:
            owner.execute(
                f"CREATE FUNCTION assay.fail() RETURNS trigger LANGUAGE plpgsql AS"
                f" $$ BEGIN RAISE EXCEPTION 'driver text' USING ERRCODE = '{state}'; END $$"
            )
            owner.execute(
                "CREATE TRIGGER fail AFTER INSERT ON assay.commands FOR EACH ROW EXECUTE FUNCTION assay.fail()"
            )
        with pytest.raises(StoreFault, match=sentence) as fault:
            _two_streams("c-1", store)
        assert "driver text" not in str(fault.value)
        with pytest.raises(StoreFault, match=sentence):
            store.refuse(note_refused("c-1"))
        with psycopg.connect(postgresql_place) as owner:
            owner.execute("DROP TRIGGER fail ON assay.commands")
        _is_whole(store, 0)
        assert store.refusals() == []
        assert _two_streams("c-1", store) == Appended(1, 3)

    def test_a_lock_held_for_too_long_is_said(self, postgresql_place: str) -> None:
        store = open_store(f"{postgresql_place}&options=-c%20lock_timeout=100ms")
        with psycopg.connect(postgresql_place) as other:
            other.execute("SELECT pg_advisory_xact_lock(7146823905)")
            with pytest.raises(StoreFault, match="locked by somebody else for too long"):
                _two_streams("c-1", store)
        assert _two_streams("c-1", store) == Appended(1, 3)
        store.close()

    def test_a_database_or_user_that_is_not_there_is_said(self, postgres: Postgres, tmp_path: Path) -> None:
        with pytest.raises(StoreFault, match="no such database"):
            open_store(postgres.url("no_such_database"))
        with pytest.raises(StoreFault, match="does not accept this user"):
            open_store(postgres.url("postgres", "no_such_user"))
        with pytest.raises(StoreFault, match="cannot be reached"):
            open_store(f"postgresql://postgres@/postgres?host={tmp_path}")

    def test_subscribers_listen_again_when_their_connection_was_lost(
        self, store: Store, postgresql_place: str
    ) -> None:
        arrivals = store.arrivals()
        assert arrivals.wait(0, timeout=0) == 0
        self._disconnect_all(postgresql_place)
        with pytest.raises(StoreFault):
            arrivals.wait(0, timeout=60)
        _two_streams("c-1", store)
        assert arrivals.wait(0, timeout=60) == 3
        arrivals.close()

    def test_a_server_that_goes_away_is_said_and_one_that_comes_back_is_used_again(self) -> None:
        with running_postgres() as server:
            place = server.url("postgres")
            create(place, simulated=True)
            store = open_store(place)
            assert _two_streams("c-1", store) == Appended(1, 3)
            server.crash()
            with pytest.raises(StoreFault, match="cannot be reached"):
                _two_streams("c-2", store)
            server.start_again()
            assert _two_streams("c-2", store) == Appended(4, 6)
            _is_whole(store, 2)
            store.close()


def test_an_error_of_no_known_kind_is_a_fault_that_names_its_kind() -> None:
    assert str(as_fault(sqlite3.ProgrammingError("x"))).endswith("(ProgrammingError).")
    assert str(as_fault(psycopg.ProgrammingError("x"))).endswith("(ProgrammingError).")
