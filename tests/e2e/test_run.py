"""`assay run` and `assay worker` as processes: started, stopped, started again, killed, and in each other's way."""

import json
import re
import resource
import shutil
import signal
import socket
import sqlite3
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from adapters.outbound.temporal.ports import free_ports, is_taken
from tests.support.command_line import CommandLine
from tests.support.running_assay import RunningAssay, port_of
from tests.support.waiting import eventually

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]

# Each test's servers get free ports, except where a test is about the usual ones.
FREE = {"ASSAY_TEMPORAL_PORT": "0", "ASSAY_TEMPORAL_UI_PORT": "0"}


def count(home: Path, what: str = "events") -> int:
    connection = sqlite3.connect(home / "assay.db")
    try:
        found: int = connection.execute(f"SELECT count(*) FROM {what}").fetchone()[0]
        return found
    finally:
        connection.close()


def attended(home: Path) -> bool:
    """Whether workflows have acted on everything that they are to be told at once."""
    return count(home, "attention WHERE acknowledged < loud") == 0


def nothing_is_wrong(home: Path) -> None:
    """Wait for the doctor to be content: what is in a home may have waited until one that runs sees to it."""
    eventually(lambda: CommandLine(home)("doctor").status == 0, "nothing is wrong")


@pytest.fixture
def home(homes: Path, tmp_path: Path) -> Path:
    """A home whose record somebody has made by hand; nothing has run there yet."""
    shutil.copytree(homes / "new", tmp_path / "home")
    return tmp_path / "home"


@pytest.fixture
def running(home: Path) -> Iterator[RunningAssay]:
    with RunningAssay(home, environment=FREE) as assay:
        yield assay.ready()


@pytest.fixture(scope="module")
def at_work(homes: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningAssay]:
    """One that runs all the while, for tests that record and stop nothing."""
    home = shutil.copytree(homes / "new", tmp_path_factory.mktemp("at-work") / "home")
    with RunningAssay(home, environment=FREE) as assay:
        yield assay.ready()


def register(home: Path, code: str = "nps-east") -> None:
    line = CommandLine(home)
    words = ("--title", "NPS East", "--kind", "nps-division", "--area", "East")
    line.done("provider", "register", code, *words)


def announce(home: Path, reference: str, provider: str = "nps-east") -> None:
    words = ("--provider", provider, "--protocol", "nps-division-2018", "--lead", "os-1")
    days = ("--fieldwork-from", "2032-06-07", "--fieldwork-to", "2032-06-18")
    CommandLine(home).done("inspection", "announce", reference, *words, *days)


@pytest.fixture(scope="module")
def first_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which a first start has been made, in full, and stopped."""
    home = tmp_path_factory.mktemp("first") / "new" / "home"
    with RunningAssay(home, environment=FREE) as assay:
        assay.ready()
        assert assay.until("Record  ").endswith(f"sqlite:///{home}/assay.db")
        assert "13 inspections" in assay.until("Entering an example")
        with socket.create_connection(("127.0.0.1", port_of(assay.temporal)), timeout=60):
            pass
        eventually(lambda: attended(home), "the workflows know of everything")
        assert assay.end() == 0
        assert assay.lines[-1] == "Stopped; nothing was left running."
        assay.nothing_is_left()
    return home


def test_a_first_start_makes_everything_with_an_example_at_every_stage(first_home: Path) -> None:
    listed = CommandLine(first_home).done("inspection", "list")["inspections"]
    assert {each["stage"] for each in listed} == {
        "announcement", "evidence-request", "fieldwork", "case-reads", "panel-review", "publication",
        "action-plan", "closed", "deferred", "cancelled",
    }  # fmt: skip
    assert not (first_home / "run.json").exists()
    assert not (first_home / "first-start").exists()


@pytest.mark.long
def test_a_second_start_goes_on_where_it_was(first_home: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(first_home, home)
    before = count(home)
    with RunningAssay(home, environment=FREE) as assay:
        assay.ready()
        assert not any("Entering an example" in line for line in assay.lines)
        assert assay.end() == 0
    assert count(home) == before, "nothing is entered or noted twice"


@pytest.mark.long
def test_a_record_that_has_moved_house_goes_on_where_it_was_on_an_empty_temporal_server(
    first_home: Path, tmp_path: Path
) -> None:
    there = tmp_path / "there"
    assert CommandLine(first_home)("backup", tmp_path / "backup").status == 0
    shutil.copytree(first_home / "keys", there / "keys")
    shutil.copy(first_home / "vault.db", there / "vault.db")
    assert CommandLine(there)("restore", tmp_path / "backup").status == 0
    before = count(there)
    with RunningAssay(there, environment=FREE) as assay:
        assay.ready()
        assert not any("Entering an example" in line for line in assay.lines)
        eventually(lambda: attended(there), "the workflows know of everything")
        assert count(there) == before, "nothing is entered or noted twice"
        listed = [CommandLine(home).done("inspection", "list") for home in (first_home, there)]
        assert listed[0] == listed[1]
        register(there, "nps-moved")
        announce(there, "nps-after-the-move", "nps-moved")
        known = "attention WHERE stream = 'inspection-nps-after-the-move' AND acknowledged >= owed"
        eventually(lambda: count(there, known), "what is new is attended to, too")
        assert assay.end() == 0


def test_no_example_is_put_into_a_record_that_was_there_before(at_work: RunningAssay) -> None:
    assert not any("Entering an example" in line for line in at_work.lines)
    assert count(at_work.home) == 1


@pytest.mark.long
def test_no_example_is_put_into_a_database_that_somebody_named(tmp_path: Path) -> None:
    database = tmp_path / "elsewhere" / "assay.db"
    named = {**FREE, "ASSAY_DATABASE_URL": f"sqlite:///{database}"}
    with RunningAssay(tmp_path / "home", environment=named) as assay:
        assay.ready()
        assert not any("Entering an example" in line for line in assay.lines)
        assert assay.end() == 0
    assert count(database.parent) == 1


@pytest.mark.parametrize("number", [signal.SIGTERM, pytest.param(signal.SIGHUP, marks=pytest.mark.long)])
def test_it_stops_cleanly_at_the_end_of_the_terminal_and_of_the_machine(
    running: RunningAssay, number: signal.Signals
) -> None:
    port = port_of(running.temporal)
    assert running.end(number) == 0
    running.nothing_is_left()
    assert not is_taken(port)


def test_a_command_is_seen_to_at_once_while_it_runs_and_made_up_for_when_it_does_not(
    running: RunningAssay, home: Path
) -> None:
    register(home)
    announce(home, "while-running")
    eventually(lambda: (home / "notices").is_dir() and attended(home), "its notice has gone out")
    assert running.end() == 0
    announce(home, "while-stopped")
    assert not attended(home)
    with RunningAssay(home, environment=FREE) as again:
        again.ready()
        eventually(lambda: attended(home), "what was missed has been made up for")
    notices = [each.read_text() for each in (home / "notices").rglob("*.txt")]
    assert len(notices) == 2


def test_a_command_does_not_wait_for_a_temporal_server_that_does_not_answer(home: Path) -> None:
    (port,) = free_ports(1)
    line = CommandLine(home, more={"ASSAY_TEMPORAL_TARGET": f"127.0.0.1:{port}"})
    line.done("provider", "register", "nps-east", "--title", "x", "--kind", "nps-division", "--area", "East")
    said = line(
        "inspection", "announce", "east", "--provider", "nps-east", "--protocol", "nps-division-2018",
        "--lead", "os-1", "--fieldwork-from", "2032-06-07", "--fieldwork-to", "2032-06-18",
    )  # fmt: skip
    assert (said.status, said.err) == (0, "")
    assert line("doctor").status == 1


def test_a_second_one_in_the_same_home_is_refused_and_the_first_goes_on(at_work: RunningAssay) -> None:
    with RunningAssay(at_work.home, environment=FREE) as second:
        assert second.ended() == 2
        assert second.sentence().endswith("[home-in-use]")
        assert str(at_work.process.pid) in second.sentence()
    nothing_is_wrong(at_work.home)
    assert at_work.process.poll() is None


@pytest.mark.long
def test_a_second_one_in_another_home_runs_beside_the_first(homes: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        shutil.copytree(homes / "new", tmp_path / name)
    with RunningAssay(tmp_path / "one") as one, RunningAssay(tmp_path / "two") as two:
        one.ready()
        two.ready()
        assert one.temporal != two.temporal
        assert two.end() == 0
        assert one.end() == 0


def test_a_port_that_was_asked_for_and_is_taken_is_said(home: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with RunningAssay(home, environment={**FREE, "ASSAY_TEMPORAL_PORT": str(port)}) as assay:
            assert assay.ended() == 2
            assert f"Port {port} is taken" in assay.sentence()
            assert assay.sentence().endswith("[port-taken]")
            assay.nothing_is_left()
    with RunningAssay(home, environment=FREE) as assay:
        assay.ready()
        assert assay.end() == 0


@pytest.mark.long
def test_a_first_start_that_was_cut_short_is_made_whole_by_the_next(first_home: Path, tmp_path: Path) -> None:
    cut = tmp_path / "cut"
    with RunningAssay(cut, environment=FREE) as assay:
        assay.until("Entering an example")
        eventually(lambda: count(cut) > 300, "a part of the example is in")
        assay.process.kill()
        assay.ended()
    assert (cut / "first-start").exists()
    with RunningAssay(cut, environment=FREE) as assay:
        assay.ready()
        eventually(lambda: attended(cut), "the workflows know of everything")
        assay.end()
    assert not (cut / "first-start").exists()
    assert names(cut) == names(first_home)


def names(home: Path) -> Counter[tuple[str, str]]:
    """What is on the record but for reads, by event and stream: which cases are drawn follows from each record."""
    connection = sqlite3.connect(home / "assay.db")
    try:
        found = connection.execute(
            "SELECT name, stream FROM events WHERE stream NOT LIKE 'case-%' AND stream NOT LIKE 'second-read-%'"
        ).fetchall()
    finally:
        connection.close()
    return Counter((name, re.sub("[0-9a-f]{32}$", "*", stream)) for name, stream in found)


@pytest.mark.long
def test_killed_outright_it_leaves_nothing_that_keeps_the_next_from_starting(home: Path) -> None:
    with RunningAssay(home, environment=FREE) as assay:
        assay.ready()
        assay.end(signal.SIGKILL)
        with RunningAssay(home, environment=FREE) as again:
            again.ready()
            nothing_is_wrong(home)
            assert again.end() == 0
        assay.nothing_is_left()


@pytest.mark.long
def test_its_temporal_server_is_started_again_when_it_dies(running: RunningAssay, home: Path) -> None:
    register(home)
    first = running.server
    first.kill()
    eventually(lambda: not first.is_running() and running.server.pid != first.pid, "another server runs")
    announce(home, "after-the-death")
    eventually(lambda: count(home, "attention") and attended(home), "its workflow knows")
    assert running.end() == 0
    running.nothing_is_left()


@pytest.mark.long
def test_a_full_disk_is_said_in_one_sentence(tmp_path: Path) -> None:
    def hardly_any_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    with RunningAssay(tmp_path / "home", environment=FREE, before=hardly_any_room) as assay:
        assert assay.ended() == 1
        assert "full" in assay.sentence()
        assay.nothing_is_left()
    with RunningAssay(tmp_path / "home", environment=FREE) as again:
        again.until("Entering an example")
        assert again.end() == 130
        assert again.lines[-1] == "Interrupted while starting; nothing was left running."
        again.nothing_is_left()


def test_a_home_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with RunningAssay(tmp_path / "file" / "home") as assay:
        assert assay.ended() == 1
        assert str(tmp_path / "file") in assay.sentence()


def test_its_log_is_json_and_names_nobody(running: RunningAssay, home: Path) -> None:
    register(home)
    announce(home, "logged")
    eventually(lambda: count(home, "attention") and attended(home), "its workflow knows")
    assert running.end() == 0
    lines = [json.loads(line) for line in (home / "log" / "assay.log").read_text().splitlines()]
    assert any(line["event"] == "accepted" and line["verb"] == "record-notice-sent" for line in lines)
    assert "NPS East" not in (home / "log" / "assay.log").read_text()


@pytest.mark.long
def test_more_workers_run_beside_it_and_stop_when_told(running: RunningAssay, home: Path) -> None:
    with RunningAssay(home, "worker") as one, RunningAssay(home, "worker") as two:
        one.ready()
        two.ready()
        assert running.end() == 0, "the server goes; the workers try on"
        assert one.end(signal.SIGTERM) == 0
        assert two.end() == 0


def test_a_worker_without_a_temporal_server_says_so(home: Path) -> None:
    with RunningAssay(home, "worker") as assay:
        assert assay.ended() == 2
        assert assay.sentence().endswith("[no-temporal]")
    (port,) = free_ports(1)
    nowhere = {"ASSAY_TEMPORAL_TARGET": f"127.0.0.1:{port}"}
    with RunningAssay(home, "worker", environment=nowhere) as assay:
        assert assay.ended() == 1
        assert "did not answer" in assay.sentence()


def test_a_worker_without_a_record_says_so(tmp_path: Path) -> None:
    (port,) = free_ports(1)
    nowhere = {"ASSAY_TEMPORAL_TARGET": f"127.0.0.1:{port}"}
    with RunningAssay(tmp_path / "home", "worker", environment=nowhere) as assay:
        assert assay.ended() == 1
        assert "assay db migrate" in assay.sentence()


def test_nothing_listens_beyond_this_machine(at_work: RunningAssay) -> None:
    for process in (psutil.Process(at_work.process.pid), at_work.server):
        for connection in process.net_connections():
            if connection.status == psutil.CONN_LISTEN:
                assert connection.laddr.ip in ("127.0.0.1", "::1"), connection
