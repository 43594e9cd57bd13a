"""What other inspection systems, event stores and audit logs were found to do, each tried here and found not so."""

import json
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import worker
from activities.auditing.points import Point
from activities.auditing.replaying import Replay, Replaying
from adapters.outbound.store import open_store
from domain.deciders import EVENT_NAMES, decider_of
from domain.inspections.events import RatingProposed
from domain.inspections.stages import Stage
from domain.refusals import Refused
from tests.support.audited import REFERENCE, Audited, lived, rules_lived_by
from tests.support.command_line import CommandLine
from tests.support.toy_matter import HandClock

STREAM = f"inspection-{REFERENCE}"


@pytest.fixture(scope="module")
def home(homes: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation with an inspection, to look at or to copy."""
    folder = tmp_path_factory.mktemp("peers")
    shutil.copytree(homes / "new", folder / "home")
    return folder / "home"


@pytest.fixture(scope="module")
def walk(home: Path) -> Audited:
    return lived(home)


@pytest.fixture
def line(home: Path, walk: Audited, tmp_path: Path) -> CommandLine:
    """A command line on a copy of it."""
    shutil.copytree(home, tmp_path / "home")
    line = CommandLine(tmp_path / "home", HandClock())
    line.on(date(2018, 7, 2))
    return line


def replayed(home: Path, point: Point = Point()) -> Replay:  # noqa: B008 - a point cannot be changed
    with closing(open_store(f"sqlite:///{home}/assay.db")) as store:
        return Replaying(store=store, library=rules_lived_by).replay(REFERENCE, point)


def database(line: CommandLine) -> Any:
    return closing(sqlite3.connect(line.home / "assay.db"))


def events(line: CommandLine) -> list[Any]:
    with database(line) as connection:
        return list(connection.execute("SELECT * FROM events ORDER BY position"))


def stage(line: CommandLine) -> str:
    said: str = line.done("inspection", "show", REFERENCE)["stage"]
    return said


def test_a_stage_moved_back_deletes_nothing(home: Path, walk: Audited) -> None:
    """Where a stage is a field, moving it back takes the later stages' entries with it."""
    with closing(open_store(f"sqlite:///{home}/assay.db")) as store:
        after = store.scan(0, 100_000)
    before = walk.before_reopening
    assert tuple(after[: len(before)]) == before, "to the byte"
    assert [each.position for each in after] == list(range(1, len(after) + 1))
    then, now = replayed(home, Point(at=before[-1].position)), replayed(home)
    assert then.state.decided is not None
    assert now.state.decided is not None
    assert then.state.decided.departures == ()
    assert now.state.decided.departures != ()
    names = [each.envelope.name for each in now.steps]
    assert names.count("inspection.ratings-decided.v2") == 2, (
        "the decision that was undone stands where it was taken"
    )
    assert (then.verdict, now.verdict) == ("verified", "verified")


def test_an_identical_entry_twice_is_kept_twice(home: Path, walk: Audited) -> None:
    """Where entries are kept as a set, or by their content, the second of two equal ones is lost."""
    said = [
        each
        for each in replayed(home).steps
        if isinstance(each.envelope.data, RatingProposed) and each.envelope.data.standard == "1.1"
    ]
    one, other = said[-2:]
    assert one.envelope.data == other.envelope.data
    assert (one.position, one.version) != (other.position, other.version)
    assert one.envelope.event_id != other.envelope.event_id
    assert one.envelope.salt != other.envelope.salt, "nor do equal words have equal digests"
    derivation = replayed(home).derivation
    assert derivation is not None
    judgement = derivation.standards["1.1"].judgement
    assert judgement is not None
    assert judgement.reference == f"{STREAM}/{other.version}", "and the rating rests on the later one"


def test_state_and_event_cannot_part(line: CommandLine) -> None:
    """Where the state is a row and the event a copy of it, either can be changed without the other."""
    with database(line) as connection, connection:
        tables = [
            each
            for (each,) in connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table'"
            ).fetchall()
        ]
        assert not {"inspections", "cases", "ratings", "states"} & set(tables), (
            "there is no state to be changed"
        )
    assert stage(line) == "publication"
    with database(line) as connection, connection:
        changed = connection.execute(
            "UPDATE view_inspections SET row = CAST(replace(CAST(row AS TEXT), 'publication', 'closed') AS BLOB)"
        ).rowcount
    assert changed == 1, "a view can be changed, by whoever has the database"
    assert replayed(line.home).state.standing is Stage.PUBLICATION
    refused = line("inspection", "close", REFERENCE)
    assert (refused.code, "it is at publication" in refused.err) == ("wrong-stage", True), (
        "decisions go by events"
    )
    assert line("db", "projections", "rebuild").status == 0
    assert stage(line) == "publication"
    with worker.compose(worker.settings_of(line.environment), clock=line.clock) as house:
        streams = tuple(house.store.streams(""))
        known = house.records.read(streams)
        for stream, recorded in house.store.load(dict.fromkeys(streams, 0)).items():
            told = (EVENT_NAMES.read(each).data for each in recorded)
            assert known[stream].state == decider_of(stream).fold(told), (
                "the state is the fold, and nothing else"
            )


def test_no_audit_write_is_best_effort(line: CommandLine) -> None:
    """Where the log is written beside what it tells of, and errors are passed over, it has gaps that nobody sees."""
    before = events(line)
    with database(line) as connection, connection:
        for table in ("events", "refusals"):
            connection.execute(
                f"CREATE TRIGGER full_{table} BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'disk full'); END"
            )
    said = line("report", "section", REFERENCE, "--place", "2.1", "--text", "Assessment is strong.")
    assert (said.status, said.out) == (1, ""), "what cannot be recorded does not happen"
    refused = line("inspection", "begin-fieldwork", REFERENCE)
    assert (refused.status, refused.out) == (1, ""), "nor is anybody refused without a trace"
    assert events(line) == before
    shutil.rmtree(line.home / "looks", ignore_errors=True)
    (line.home / "looks").write_text("A file where the folder should be.")
    looked = line("inspection", "show", REFERENCE)
    assert (looked.code, looked.out) == ("look-not-noted", ""), "nor does anybody look without a trace"


def test_nothing_is_pruned(line: CommandLine) -> None:
    """Where an audit log is thinned out after some days, or by its size, what an old rating rests on is gone."""
    before = events(line)
    line("inspection", "begin-fieldwork", REFERENCE)
    line("inspection", "show", REFERENCE)
    line.on(date(2038, 7, 2))
    assert line.done("audit", "looks")["number"] == 1, "looks are let go of, and only they"
    assert line("db", "projections", "rebuild").status == 0
    assert events(line)[: len(before)] == before, "twenty years on, to the byte"
    assert replayed(line.home).verdict == "verified"
    for statement in ("DELETE FROM events", "UPDATE events SET body = x'00'", "DELETE FROM refusals"):
        with database(line) as connection, pytest.raises(sqlite3.IntegrityError):
            connection.execute(statement)
    assert events(line)[: len(before)] == before


def test_a_point_in_time_is_a_position_and_a_zone_aware_time(line: CommandLine) -> None:
    """Where a moment is a local time, an hour of autumn comes twice; where it is a time alone, equal times are one."""
    for option in ("--as-of", "--as-recorded"):
        said = line("audit", "replay", REFERENCE, option, "2018-10-28T01:30")
        assert said.code == "no-zone"
        assert (
            "in London's it would be 2018-10-28T01:30+01:00 or, as the hour comes twice, 2018-10-28T01:30+00:00."
            in (said.sentence)
        )
        whole = line("audit", "replay", REFERENCE, option, "2018-05-04")
        assert whole.code == "no-zone"
        assert (
            "2018-05-04 is a whole day, which "
            "begins in London at 2018-05-04T00:00+01:00 and is over at 2018-05-05T00:00+01:00."
        ) in whole.sentence
        skipped = line("audit", "replay", REFERENCE, option, "2018-03-25T01:30")
        assert (skipped.code, "there is no 2018-03-25T01:30 in London" in skipped.sentence) == (
            "no-zone",
            True,
        )
        noon = line("audit", "replay", REFERENCE, option, "2018-05-04T12:00")
        assert "in London's it would be 2018-05-04T12:00+01:00." in noon.sentence
        assert line("audit", "replay", REFERENCE, option, "yesterday").code == "bad-value"
    with pytest.raises(Refused, match="no-zone"):
        Point(as_of=datetime(2018, 5, 4, 12))  # noqa: DTZ001 - that is what is refused
    steps = replayed(line.home).steps
    same = [each for each in steps if each.envelope.recorded_at == steps[-1].envelope.recorded_at]
    assert len(same) > 10, "here many events were recorded at one instant"
    with closing(open_store(f"sqlite:///{line.home}/assay.db")) as store:
        points = [Point(at=each.position) for each in same]
        stood = Replaying(store=store, library=rules_lived_by).several(REFERENCE, points)
    assert [each.position for each in stood] == [each.position for each in same]
    at = steps[-1].envelope.recorded_at
    assert replayed(line.home, Point(as_recorded=at)).position == steps[-1].position
    with pytest.raises(Refused, match="not-recorded-then"):
        replayed(line.home, Point(as_recorded=at - timedelta(microseconds=1)))
    before = replayed(line.home, Point(as_of=at - timedelta(days=14)))
    assert before.state.standing is Stage.FIELDWORK, "it was entered afterwards, and was so before"
    one, other = (
        Point(as_of=datetime.fromisoformat(f"2018-10-28T01:30:00{zone}")) for zone in ("+01:00", "+00:00")
    )
    assert one.as_of != other.as_of
    assert one.as_of == datetime(2018, 10, 28, 0, 30, tzinfo=UTC)


def test_statistics_come_from_events_and_not_from_logs(line: CommandLine) -> None:
    """Where figures are counted from log lines or from views, they change with a log level, a rotation or a rebuild."""
    asked = ("departures", "judgements", "overdue", "reopened", "stale-approvals")
    before = {each: line.done("audit", "find", each) for each in asked}
    assert before["judgements"]["number"] > 20
    with database(line) as connection, connection:
        views = [
            each
            for (each,) in connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table'"
            ).fetchall()
            if each.startswith("view_")
        ]
        assert views
        for each in views:
            connection.execute(f"DELETE FROM {each}")
    shutil.rmtree(line.home / "looks")
    log = line.home / "assay.log"
    log.write_text(json.dumps({"event": "accepted", "verb": "decide-ratings"}) + "\n")
    line.environment |= {"ASSAY_LOG_FILE": str(log), "ASSAY_LOG_LEVEL": "error"}
    assert {each: line.done("audit", "find", each) for each in asked} == before
    with worker.compose(worker.settings_of(line.environment), clock=line.clock) as house:
        recorded = [
            each
            for each in house.store.scan(0, 100_000)
            if each.name.startswith("inspection.rating-proposed")
        ]
    proposed = [each for each in before["judgements"]["found"] if "rating-proposed" in each["event"]]
    assert len(proposed) == len(recorded)
