"""Attacks on what a record is called, on all of it at once, and on whether it can be read at all."""

import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from activities.proof.sealing import NotConsistent
from adapters.outbound.running.founding import open_record
from adapters.outbound.running.hosting import sealing_loop
from adapters.outbound.store import open_store
from tests.support.command_line import CommandLine
from tests.support.sealed_record import Owner, SealedRecord
from worker import compose, settings_of


class FirstSweep(threading.Event):
    """Is set at the end of the first sweep."""

    def wait(self, timeout: float | None = None) -> bool:
        self.set()
        return True


@pytest.fixture
def line(tmp_path: Path) -> CommandLine:
    """The command line of a record that has been opened."""
    line = CommandLine(tmp_path)
    line.done("db", "migrate")
    Owner(f"sqlite:///{tmp_path}/assay.db").unguard()
    return line


@pytest.fixture
def sqlite_sealed(sealed_originals: Path, tmp_path: Path) -> Iterator[SealedRecord]:
    """A sealed record in an SQLite file; the other database lets nothing in that is no text."""
    shutil.copy(sealed_originals / "assay.db", tmp_path / "assay.db")
    shutil.copytree(sealed_originals / "keys-sqlite", tmp_path / "keys")
    Owner(f"sqlite:///{tmp_path}/assay.db").unguard()
    store = open_store(f"sqlite:///{tmp_path}/assay.db")
    yield SealedRecord.of(store, tmp_path / "keys")
    store.close()


def do(folder: Path, *statements: str) -> None:
    with closing(sqlite3.connect(folder / "assay.db")) as connection:
        for each in statements:
            connection.execute(each)
        connection.commit()


@pytest.mark.parametrize(
    ("statement", "verdict", "status", "words"),
    [
        ("UPDATE identity SET id = 'another'", "changed", 10, "the database calls itself another"),
        ("UPDATE identity SET id = cast(x'ff00' AS text)", "changed", 10, "the database calls itself"),
        ("UPDATE identity SET simulated = 1 - simulated", "changed", 10, "the database says the opposite"),
        ("DELETE FROM identity", "incomplete", 11, "no longer says which record it holds"),
    ],
)
def test_what_the_database_calls_itself(
    line: CommandLine, tmp_path: Path, statement: str, verdict: str, status: int, words: str
) -> None:
    do(tmp_path, statement)
    said = line("audit", "verify", "--json")
    assert said.status == status
    assert (said.json["verdict"], said.json["finding"]["position"]) == (verdict, 1)
    assert words in said.json["finding"]["sentence"]


def test_an_emptied_record_is_incomplete_from_its_first_event_on(line: CommandLine, tmp_path: Path) -> None:
    do(tmp_path, *(f"DELETE FROM {table}" for table in ("events", "commands", "refusals", "checkpoints")))
    said = line("audit", "verify", "--json")
    assert said.status == 11
    assert (said.json["verdict"], said.json["finding"]["position"]) == ("incomplete", 1)
    with compose(settings_of({"ASSAY_HOME": str(tmp_path)})) as installation:
        with pytest.raises(NotConsistent, match="now it is empty"):
            open_record(installation)
        assert not installation.store.last_position(), "it is not opened anew as if nothing had been"


@pytest.mark.parametrize("table", ["identity", "events", "commands", "refusals", "checkpoints"])
def test_a_table_that_is_gone_is_named_and_the_record_is_not_said_to_be_missing(
    line: CommandLine, tmp_path: Path, table: str
) -> None:
    handed_out = tmp_path / "out.txt"
    line.done("audit", "checkpoint", "publish", "-o", handed_out, "--no-notices")
    do(tmp_path, f"DROP TABLE {table}")
    said = line("audit", "verify")
    assert said.status == 11
    assert f"The table {table} is missing from the database" in said.out
    assert "Verdict: incomplete" in said.out
    assert line("audit", "verify", "--json").json["verdict"] == "incomplete"
    if table != "identity":
        witnessed = line("audit", "checkpoint", "witness", handed_out, "--json")
        assert (witnessed.status, witnessed.json["verdict"]) == (11, "incomplete")


@pytest.mark.parametrize("table", ["identity", "events", "commands", "refusals", "checkpoints"])
def test_a_table_that_is_gone_from_either_database_makes_the_record_incomplete_and_nothing_is_signed(
    record: SealedRecord, owner: Owner, table: str
) -> None:
    sealing = record.sealing()
    owner.do(f"DROP TABLE {table} CASCADE" if owner.on_postgresql else f"DROP TABLE {table}")
    finding = record.verify().finding
    assert finding is not None
    assert (finding.verdict, finding.sentence.split(" is missing")[0]) == ("incomplete", f"The table {table}")
    if table != "identity":
        with pytest.raises(NotConsistent, match=f"The table {table} is missing"):
            sealing.seal("test")


@pytest.mark.parametrize("emptied", [("events",), ("events", "commands", "refusals", "checkpoints")])
def test_an_emptied_record_on_either_database(
    record: SealedRecord, owner: Owner, emptied: tuple[str, ...]
) -> None:
    for table in emptied:
        owner.do(f"DELETE FROM {table}")
    finding = record.verify().finding
    assert finding is not None
    assert (finding.verdict, finding.position) == ("incomplete", 1)


@pytest.mark.parametrize(
    ("column", "attack"),
    [
        (column, f"UPDATE events SET {column} = cast(x'{'ff' * 27}' AS text) WHERE position = 6")
        for column in ("stream", "name", "recorded_at", "command_id")
    ],
)
def test_a_text_that_is_none(sqlite_sealed: SealedRecord, tmp_path: Path, column: str, attack: str) -> None:
    do(tmp_path, attack)
    finding = sqlite_sealed.verify().finding
    assert finding is not None
    assert (finding.verdict, finding.position) == ("changed", 6), column


def test_a_refusal_whose_text_is_none(sqlite_sealed: SealedRecord, tmp_path: Path) -> None:
    do(tmp_path, "UPDATE refusals SET sentence = cast(x'ff00' AS text) WHERE number = 1")
    finding = sqlite_sealed.verify().finding
    assert finding is not None
    assert (finding.verdict, finding.refusal) == ("changed", 1)


def test_who_uses_a_record_that_was_changed_is_told(line: CommandLine, tmp_path: Path) -> None:
    do(tmp_path, "UPDATE events SET digest = zeroblob(32) WHERE position = 1")
    told: list[str] = []
    with compose(settings_of({"ASSAY_HOME": str(tmp_path)})) as installation:
        sealing_loop(installation, told.append).run(FirstSweep())
    assert ["THE RECORD IS NOT WHAT WAS SEALED" in each for each in told] == [True]
    checks = {each["name"]: each for each in line("doctor", "--json").json["checks"]}
    assert checks["checkpoints"]["verdict"] == "wrong"
    assert "THE RECORD IS NOT WHAT WAS SEALED" in checks["checkpoints"]["found"]
    said = line("audit", "checkpoint", "publish", "-o", tmp_path / "checkpoint.txt")
    assert said.status == 1
    assert "The record no longer begins with what checkpoint 1 says" in said.sentence
    assert not (tmp_path / "checkpoint.txt").exists()
