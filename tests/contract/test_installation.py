"""The small parts that an installation stands on: keys, clock, calendar, catalogue, lock and logs, on a real disk."""

import json
import os
import stat
import subprocess
import sys
import threading
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import structlog

from activities.ports import StoreFault
from adapters.outbound.calendars import england_and_wales
from adapters.outbound.catalogue import Catalogue
from adapters.outbound.clocks.system import SystemClock
from adapters.outbound.keys import make_command_key, read_command_key
from adapters.outbound.logs import configure_logs
from adapters.outbound.running.installation import FirstStart, Running, hold, note_running, running
from adapters.outbound.temporal.connecting import TemporalAddress
from adapters.outbound.temporal.nudging import TemporalNudger
from domain.refusals import Refused
from worker import compose, settings_of

# The command key.


def test_a_key_is_made_once_and_is_its_owners_alone(tmp_path: Path) -> None:
    file = tmp_path / "keys" / "command.key"
    make_command_key(file)
    key = read_command_key(file)
    assert len(key) == 32
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    make_command_key(file)
    assert read_command_key(file) == key
    assert [each.name for each in file.parent.iterdir()] == ["command.key"]


def test_two_that_make_a_key_at_once_have_the_same_one(tmp_path: Path) -> None:
    file = tmp_path / "command.key"
    program = f"from pathlib import Path\nfrom adapters.outbound.keys import *\nmake_command_key(Path({str(file)!r}))"
    makers = [subprocess.Popen([sys.executable, "-c", program]) for _ in range(3)]
    assert [each.wait() for each in makers] == [0, 0, 0]
    assert len(read_command_key(file)) == 32
    assert [each.name for each in tmp_path.iterdir()] == ["command.key"]


@pytest.mark.parametrize("content", [b"", b"short", b"\xff" * 64, b"g" * 64, b"0" * 62])
def test_a_damaged_key_is_never_used(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "command.key").write_bytes(content)
    with pytest.raises(StoreFault, match="damaged"):
        read_command_key(tmp_path / "command.key")


def test_a_key_that_is_missing_or_cannot_be_made_is_said(tmp_path: Path) -> None:
    with pytest.raises(StoreFault, match="put it back from a copy"):
        read_command_key(tmp_path / "command.key")
    (tmp_path / "file").touch()
    with pytest.raises(StoreFault, match="could not be written"):
        make_command_key(tmp_path / "file" / "command.key")


# The clock.


def test_the_clock_never_goes_back() -> None:
    noon, one = datetime(2026, 3, 2, 12, tzinfo=UTC), datetime(2026, 3, 2, 13, tzinfo=UTC)
    readings = iter([noon, noon - timedelta(hours=1), one])
    clock = SystemClock(lambda: next(readings))
    assert [clock.now() for _ in range(3)] == [noon, noon, one]


def test_the_clock_tells_the_machines_time_in_utc() -> None:
    assert abs(SystemClock().now() - datetime.now(UTC)) < timedelta(minutes=1)
    assert SystemClock().now().tzinfo is UTC


# The calendar.


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2018, 12, 25), "Christmas Day"),
        (date(2021, 12, 28), "Boxing Day moved"),
        (date(2022, 6, 2), "spring holiday moved for the jubilee"),
        (date(2022, 9, 19), "the Queen's funeral"),
        (date(2023, 5, 8), "the coronation"),
        (date(2026, 4, 3), "Good Friday"),
        (date(2026, 12, 24), "an office closure"),
        (date(2026, 11, 22), "a Sunday"),
    ],
)
def test_the_office_is_closed(day: date, why: str) -> None:
    assert not england_and_wales([date(2026, 12, 24)]).is_working(day), why


def test_scotlands_holidays_are_working_days_here() -> None:
    calendar = england_and_wales()
    assert calendar.is_working(date(2026, 1, 2))
    assert calendar.is_working(date(2026, 11, 30))
    assert calendar.is_working(date(2026, 12, 24))


def test_the_calendar_says_where_it_ends() -> None:
    with pytest.raises(Refused) as refused:
        england_and_wales().after(date(2060, 12, 1), 60)
    assert refused.value.refusal.code == "calendar-exhausted"


# The catalogue.


def own_kind(id_: str) -> str:
    shipped = Path("domain/inspections/protocols/crc-2018.toml").read_text()
    return shipped.replace('id = "crc-2018"', f'id = "{id_}"')


def test_a_file_of_our_own_is_found_as_soon_as_it_is_there(tmp_path: Path) -> None:
    library = Catalogue(tmp_path).library
    assert library().protocol("our-own") is None
    assert library() is library(), "nothing has changed, so nothing is read again"
    (tmp_path / "protocols").mkdir()
    (tmp_path / "protocols" / "our-own.toml").write_text(own_kind("our-own"))
    assert library().protocol("our-own") is not None
    assert library().protocol("crc-2018") is not None


def test_a_file_that_says_otherwise_under_a_version_that_ships_is_left_out_and_only_that_file(
    tmp_path: Path,
) -> None:
    for folder in ("protocols", "schemes", "frameworks"):
        (tmp_path / folder).mkdir()
    framework = Path("domain/frameworks/catalogue/criteria-2003.toml").read_text()
    changed = framework.replace('title = "', 'title = "Another ', 1)
    (tmp_path / "frameworks" / "again.toml").write_text(changed)
    own = framework.replace('id = "criteria-2003"', 'id = "our-own"', 1)
    (tmp_path / "frameworks" / "first.toml").write_text(own)
    (tmp_path / "frameworks" / "second.toml").write_text(own.replace('title = "', 'title = "Another ', 1))
    another = own_kind("crc-2018").replace('title = "', 'title = "Another ')
    (tmp_path / "protocols" / "again.toml").write_text(another)
    (tmp_path / "protocols" / "own.toml").write_text(own_kind("our-own"))
    scheme = Path("domain/ratings/schemes/adult-crc-2018.toml").read_text()
    (tmp_path / "schemes" / "again.toml").write_text(scheme.replace('title = "', 'title = "Another ', 1))
    (tmp_path / "schemes" / "later.toml").write_text(scheme.replace('version = "1.0"', 'version = "1.1"'))
    library = Catalogue(tmp_path).library()
    assert {each.code for each in library.left_out} == {"same-version-twice"}
    kinds, frameworks, second, schemes = (each.sentence for each in library.left_out)
    assert str(tmp_path / "frameworks" / "again.toml") in frameworks
    assert "a different standards framework criteria-2003 version 1 already" in frameworks
    # Of two files of our own, the one whose name sorts first stays.
    assert str(tmp_path / "frameworks" / "second.toml") in second
    assert str(tmp_path / "protocols" / "again.toml") in kinds
    assert str(tmp_path / "schemes" / "again.toml") in schemes
    assert library.protocol("our-own") is not None
    for id_ in ("criteria-2003", "our-own"):
        standing = library.framework(id_)
        assert standing is not None
        assert not standing.title.startswith("Another")
    found = library.protocol("crc-2018")
    assert found is not None
    assert not found.title.startswith("Another")
    assert [each.version for each in library.schemes() if each.id == "adult-crc-2018"] == ["1.0", "1.1"]


def test_a_shipped_file_is_retired_by_a_copy_that_says_so(tmp_path: Path) -> None:
    (tmp_path / "schemes").mkdir()
    shipped = Path("domain/ratings/schemes/adult-crc-2018.toml").read_text()
    retired = shipped.replace('status = "in-force"', 'status = "retired"\nin_force_to = 2021-06-25')
    (tmp_path / "schemes" / "retired.toml").write_text(retired)
    library = Catalogue(tmp_path).library()
    assert library.left_out == ()
    assert library.scheme("adult-crc-2018", on=date(2021, 6, 25)) is not None
    assert library.scheme("adult-crc-2018", on=date(2021, 6, 26)) is None


# The lock, the note and the mark.


def test_one_runs_in_a_home_at_a_time_and_is_found_by_others(tmp_path: Path) -> None:
    home, note = tmp_path / "home", Running(os.getpid(), "127.0.0.1:7233", "http://127.0.0.1:8233")
    assert running(home) is None
    with hold(home), note_running(home, note):
        assert running(home) == note
        with pytest.raises(Refused, match=f"process {os.getpid()}") as refused, hold(home):
            pass
        assert refused.value.refusal.code == "home-in-use"
    assert running(home) is None
    with hold(home):
        assert running(home) is None


def test_a_note_that_a_killed_one_left_behind_is_not_believed(tmp_path: Path) -> None:
    with hold(tmp_path):
        pass
    (tmp_path / "run.json").write_text('{"pid": 1, "temporal": "127.0.0.1:1", "pages": null}')
    assert running(tmp_path) is None
    with hold(tmp_path):
        (tmp_path / "run.json").write_text("half a no")
        assert running(tmp_path) is None


def test_those_who_ask_whether_one_runs_do_not_keep_one_from_starting(tmp_path: Path) -> None:
    with hold(tmp_path):
        pass
    stop = threading.Event()
    answered: list[object] = []

    def ask() -> None:
        while not stop.is_set():
            answered.append(running(tmp_path))

    asking = [threading.Thread(target=ask) for _ in range(4)]
    for each in asking:
        each.start()
    try:
        for _ in range(50):
            with hold(tmp_path):
                pass
    finally:
        stop.set()
        for each in asking:
            each.join()
    assert set(answered) == {None}, "nobody has said where it is to be found"


def test_a_first_start_is_marked_until_it_has_ended(tmp_path: Path) -> None:
    first = FirstStart(tmp_path / "home")
    assert not first.begun
    first.begin()
    assert FirstStart(tmp_path / "home").begun
    first.end()
    first.end()
    assert not FirstStart(tmp_path / "home").begun


# The logs.


@pytest.fixture
def _logs_as_before() -> object:
    yield
    structlog.reset_defaults()


@pytest.mark.usefixtures("_logs_as_before")
def test_a_log_is_a_json_object_a_line_and_a_large_one_is_put_aside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "log" / "assay.log"
    configure_logs("info", file)
    log = structlog.get_logger("here")
    log.info("accepted", stream="inspection-x")
    log.debug("not this")
    try:
        raise ValueError("wrong")
    except ValueError:
        log.exception("failed")
    first, second = (json.loads(line) for line in file.read_text().splitlines())
    assert (first["event"], first["level"], first["stream"]) == ("accepted", "info", "inspection-x")
    assert "timestamp" in first
    assert "ValueError: wrong" in second["exception"]
    monkeypatch.setattr("adapters.outbound.logs.LARGEST_LOG_BYTES", 10)
    configure_logs("info", file)
    structlog.get_logger("here").info("afresh")
    assert json.loads(file.read_text())["event"] == "afresh"
    assert len(file.with_name("assay.log.1").read_text().splitlines()) == 2


def test_a_log_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreFault, match="cannot be written"):
        configure_logs("info", tmp_path / "file" / "assay.log")


# Which Temporal server it uses.


@pytest.mark.parametrize("early", ["nudger", "line"])
def test_a_temporal_server_that_comes_too_late_for_somebody_is_an_error_and_never_silence(
    tmp_path: Path, early: str
) -> None:
    server = TemporalAddress(target="127.0.0.1:1", task_queue="assay")
    with compose(settings_of({"ASSAY_HOME": str(tmp_path)})) as assay:
        if early == "line":
            assay.conducted_by(server)
        getattr(assay, early)
        with pytest.raises(RuntimeError, match=f"too late for: {early}"):
            assay.conducted_by(server)


def test_a_temporal_server_that_comes_in_time_is_told(tmp_path: Path) -> None:
    with compose(settings_of({"ASSAY_HOME": str(tmp_path)})) as assay:
        assay.conducted_by(TemporalAddress(target="127.0.0.1:1", task_queue="assay"))
        assert isinstance(assay.nudger, TemporalNudger)
