"""The views from the command line: how far they are, building them anew, and an older Assay beside a newer one."""

import re
import sqlite3
from datetime import date
from pathlib import Path

import pytest

from adapters.outbound.running.founding import found
from tests.support.by_hand import not_knowing
from tests.support.command_line import CommandLine
from tests.support.toy_matter import HandClock
from worker import settings_of

NEW = "inspection.evidence-requested.v3"
ITEMS = "id,title,standard\nplan,Staffing plan,1.3\n"
NEEDED = re.compile(rf"Event \d+ is called {NEW}, which .* a newer Assay is needed to read it\.")


def status(line: CommandLine, expected: int = 0) -> dict[str, object]:
    said = line("db", "projections", "status", "--json")
    assert said.status == expected
    (found,) = said.json["projections"]
    assert isinstance(found, dict)
    return found


def test_it_says_how_far_they_are_behind_and_a_list_takes_them_up_to_date(announced: CommandLine) -> None:
    before = status(announced)
    assert (before["position"], before["lag_events"]) == (0, 3)
    announced.done("inspection", "list")
    assert status(announced) == {
        "name": "views",
        "generation": 1,
        "layout": before["layout"],
        "position": 3,
        "lag_events": 0,
        "lag_seconds": 0.0,
        "stopped_at": None,
        "stopped_because": None,
        "building": None,
    }
    assert re.search(
        r"^views +1 +3 +0 events +0 seconds$", announced("db", "projections", "status").out, re.M
    )


@pytest.mark.parametrize("simulated", [True, False])
def test_how_long_they_are_behind_is_told_by_the_record_s_own_time(tmp_path: Path, simulated: bool) -> None:
    found(settings_of({"ASSAY_HOME": str(tmp_path)}), simulated=simulated)
    line = CommandLine(tmp_path, HandClock())
    line.on(date(2018, 5, 14))
    assert line("db", "migrate").status == 0
    register = ("provider", "register", "--kind", "crc", "--area", "North", "--title", "CRC")
    line.done(*register, "crc-1")
    line.on(date(2018, 5, 15))
    line.done(*register, "crc-2")
    line.on(date(2026, 5, 15))
    lag = status(line)["lag_seconds"]
    assert isinstance(lag, float)
    assert (lag == 24 * 3600) is simulated
    assert (lag > 7 * 365 * 24 * 3600) is not simulated


def test_they_are_built_anew_and_compared(announced: CommandLine) -> None:
    listed = announced.done("inspection", "list")
    assert announced.done("db", "projections", "rebuild", "--check")["differing"] == []
    assert "what the record says" in announced("db", "projections", "rebuild", "--check").out
    assert announced.done("db", "projections", "rebuild")["live"] is True
    assert announced.done("inspection", "list") == listed


def test_views_that_were_meddled_with_are_found_and_put_right(announced: CommandLine) -> None:
    listed = announced.done("inspection", "list")
    connection = sqlite3.connect(announced.home / "assay.db")
    with connection:
        connection.execute("UPDATE view_inspections SET row = replace(row, 'North', 'South')")
    connection.close()
    assert announced.done("inspection", "list") != listed
    said = announced("db", "projections", "rebuild", "--check")
    assert said.status == 1
    assert "are not what the record says, up to position 3: inspections." in said.out
    assert "in use" in announced("db", "projections", "rebuild").out
    assert announced.done("inspection", "list") == listed


@pytest.fixture
def upgraded(announced: CommandLine) -> CommandLine:
    """An installation in which a newer Assay has asked for evidence, which the older one has no word for."""
    announced.done("evidence", "request", "nps-nw", "--items", announced.file("items.csv", ITEMS))
    return announced


@pytest.mark.parametrize(
    "words",
    [
        ("evidence", "submit", "nps-nw", "--item", "plan"),
        ("inspection", "defer", "nps-nw", "--reason", "A strike.", "--until", "2018-07-02"),
        ("inspection", "list"),
        ("inspection", "timeline", "nps-nw"),
        ("provider", "list"),
        ("db", "projections", "rebuild"),
        ("db", "projections", "rebuild", "--check"),
    ],
    ids=" ".join,
)
def test_an_older_assay_refuses_what_it_would_have_to_guess(
    upgraded: CommandLine, words: tuple[str, ...]
) -> None:
    before = events_and_refusals(upgraded)
    with not_knowing(NEW):
        said = upgraded(*words)
    assert said.status == 1
    assert NEEDED.fullmatch(said.sentence)
    assert events_and_refusals(upgraded) == before


def test_an_older_assay_goes_on_with_all_else(upgraded: CommandLine) -> None:
    announce = (
        "inspection", "announce", "nps-other", "--provider", "nps-north-west", "--protocol", "nps-division-2018",
        "--lead", "os-1000", "--fieldwork-from", "2018-06-18", "--fieldwork-to", "2018-06-29",
    )  # fmt: skip
    with not_knowing(NEW):
        upgraded.done(*announce)
        assert (
            upgraded(
                "inspection", "defer", "nps-other", "--reason", "Snow fell.", "--until", "2018-07-02"
            ).status
            == 0
        )
        assert upgraded.done("audit", "replay", "nps-other")["replay"] == "verified"
    listed = upgraded.done("inspection", "list")["inspections"]
    assert {each["reference"]: each["stage"] for each in listed} == {
        "nps-nw": "evidence-request",
        "nps-other": "deferred",
    }


def test_an_older_assay_says_where_the_views_stopped_and_what_is_needed(upgraded: CommandLine) -> None:
    with not_knowing(NEW):
        assert upgraded("inspection", "list").status == 1
        found = status(upgraded, expected=1)
        told = upgraded("db", "projections", "status")
        checks = {each["name"]: each for each in upgraded("doctor", "--json").json["checks"]}
        replay = upgraded("audit", "replay", "nps-nw", "--json")
    assert (found["position"], found["stopped_at"]) == (3, 4)
    assert NEEDED.fullmatch(str(found["stopped_because"]))
    assert NEEDED.search(told.out)
    assert checks["views"]["verdict"] == "wrong"
    assert NEEDED.search(checks["views"]["found"])
    assert "newer Assay" in checks["views"]["remedy"]
    assert (replay.status, replay.json["replay"]) == (1, "newer")
    assert status(upgraded)["stopped_at"] is None, "nothing is in the newer one's way"


def events_and_refusals(line: CommandLine) -> tuple[int, ...]:
    connection = sqlite3.connect(line.home / "assay.db")
    try:
        return tuple(
            connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("events", "refusals", "commands")
        )
    finally:
        connection.close()
