"""A disk that is really full: said in one sentence, nothing half recorded, and well again when there is room."""

import os
import resource
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
import pytest

from activities.ports import Appended, Repeated, StoreFault
from adapters.outbound.store import Store, create, open_store
from tests.support.notes import NOTHING, append, note_refused, recorded, write
from tests.support.parts import Postgres
from tests.support.together import whole

SMALL = 4 * 1024 * 1024
ROOM = 1024 * 1024
"""Kept by a file beside the record that is taken away when the disk is to have room again."""

TEXT = "x" * 50_000


@contextmanager
def _small_disk(owner: int) -> Iterator[Path]:
    """A file system of a few megabytes, in memory, that a user may write to."""
    folder = Path(tempfile.mkdtemp(prefix="assay-small-disk-"))
    words = ["mount", "-t", "tmpfs", "-o", f"size={SMALL},uid={owner},mode=0700", "tmpfs", str(folder)]
    try:
        if subprocess.run(words, capture_output=True, check=False).returncode:
            pytest.skip("a small file system can only be mounted by root")
        try:
            yield folder
        finally:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _until_full(store: Store) -> tuple[str, int]:
    """Record until there is no room; the command that was not recorded, and how many were."""
    for number in range(200):
        command = f"c-{number}"
        with suppress(StoreFault):
            recorded(store, command, write(command, f"case-{number}", NOTHING, TEXT, TEXT))
            continue
        return command, number
    raise AssertionError("there is room for all of it")


def _fill_and_make_room(store: Store, make_room: Callable[[], None]) -> None:
    """What must hold while there is no room, and once there is."""
    lost, answered = _until_full(store)
    again = append(lost, write(lost, f"case-{answered}", NOTHING, TEXT, TEXT))
    with pytest.raises(StoreFault, match="is full"):
        store.append(again)
    whole(store.scan())
    assert store.last_position() == 2 * answered
    assert store.answer(lost, again.command_digest) is None
    for number in range(answered):  # who was answered finds it recorded, although nothing can be written
        answer = Repeated(Appended(2 * number + 1, 2 * number + 2), None)
        assert store.answer(f"c-{number}", append(f"c-{number}").command_digest) == answer
    make_room()
    assert store.append(again) == Appended(2 * answered + 1, 2 * answered + 2)
    assert store.refuse(note_refused("c-refused")) is None
    whole(store.scan())


def test_an_sqlite_record_on_a_full_disk() -> None:
    with _small_disk(os.geteuid()) as disk:
        (disk / "ballast").write_bytes(bytes(ROOM))
        place = f"sqlite:///{disk}/assay.db"
        create(place, simulated=True)
        store = open_store(place)
        try:
            _fill_and_make_room(store, (disk / "ballast").unlink)
        finally:
            store.close()


def test_an_sqlite_record_that_may_not_grow(sqlite_place: str) -> None:
    """The system refuses to let any file of this process grow beyond a size, which needs no privilege to arrange."""
    store = open_store(sqlite_place)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (SMALL, hard))
    try:
        _fill_and_make_room(store, lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard)))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        store.close()


def test_a_postgresql_record_in_a_full_tablespace(postgres: Postgres, postgresql_place: str) -> None:
    with (
        _small_disk(postgres.socket.stat().st_uid) as disk,
        psycopg.connect(postgresql_place, autocommit=True) as admin,
    ):
        ballast = disk / "ballast"
        ballast.write_bytes(bytes(ROOM))
        (disk / "space").mkdir()
        os.chown(disk / "space", postgres.socket.stat().st_uid, -1)
        admin.execute(f"CREATE TABLESPACE small LOCATION '{disk}/space'")  # a parameter is not possible here
        admin.execute("ALTER TABLE assay.events SET TABLESPACE small")
        store = open_store(postgresql_place)
        try:
            _fill_and_make_room(store, ballast.unlink)
        finally:
            store.close()
            admin.execute("ALTER TABLE assay.events SET TABLESPACE pg_default")
            admin.execute("DROP TABLESPACE small")
