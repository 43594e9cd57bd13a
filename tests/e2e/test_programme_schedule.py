"""Scheduling at the command line: from files to a plan and its check; Ctrl-C keeps the plan in hand."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from adapters.inbound.files.programme.writing import write_sheets
from benchmarks.programme_instances import Size, year
from domain.programme.checker.checker import check
from domain.programme.plan import Plan
from domain.programme.problem import Problem
from tests.arch.tree import ROOT
from tests.support.command_line import CommandLine
from tests.support.programmes import changed, small_plan, small_year

YEAR = year(2, Size(30, 18))


@pytest.fixture
def assay(tmp_path: Path) -> CommandLine:
    """The command line of an installation without a record: nothing here needs one."""
    return CommandLine(tmp_path / "home")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_sheets(YEAR, tmp_path / "year")
    return tmp_path / "year"


def written(path: Path, problem: Problem) -> Path:
    path.write_text(problem.model_dump_json())
    return path


def test_a_plan_is_made_from_a_folder_written_as_csv_and_passes_the_check(
    assay: CommandLine, folder: Path, tmp_path: Path
) -> None:
    plan = tmp_path / "plan.csv"
    said = assay("programme", "schedule", folder, "--work", "60", "--out", plan)
    assert said.status == 0, said.err
    assert "first plan: cost" in said.err
    assert "Cost " in said.out
    checked = assay.done("programme", "check", folder, plan)
    assert checked["holds"]
    assert checked["cost"] == sum(each["points"] for each in checked["charges"])
    rows = plan.read_text().splitlines()
    assert len(rows) == 1 + 30 - len(checked["unplaced"])


def test_json_says_all_that_the_plan_was_made_under_and_is_taken_as_a_start(
    assay: CommandLine, folder: Path, tmp_path: Path
) -> None:
    plan = tmp_path / "plan.json"
    said = assay.done("programme", "schedule", folder, "--work", "60", "--seed", "4", "--out", plan)
    assert json.loads(plan.read_text()) == said
    assert (said["seed"], said["work"], said["lanes"], said["interrupted"]) == (4, 60, 1, False)
    assert said["weights"]["unplaced_mandatory"] == 20_000
    assert Plan(problem=said["problem"], placements=()).problem == YEAR.digest
    again = assay.done("programme", "schedule", folder, "--work", "0", "--start", plan)
    assert again["placements"] == said["placements"]
    replaced = assay.done("programme", "schedule", folder, "--work", "0", "--before", plan)
    assert (replaced["terms"]["moved"], replaced["terms"]["swapped"]) == (0, 0)


def test_people_see_the_plan_and_what_has_no_place(assay: CommandLine, tmp_path: Path) -> None:
    problem = changed(small_year(), "inspections", "b", windows=())
    said = assay("programme", "schedule", written(tmp_path / "year.json", problem), "--work", "20")
    assert said.status == 0
    assert "ann (lead), bob (inspector), cat (inspector)" in said.out
    assert "1 inspection without a place, 0 of them mandatory:\n  b: it may start in no week\n" in said.out
    assert "`assay programme explain YEAR PLAN INSPECTION` says who and what it is about" in said.out
    assert "No plan costs less: that is proved." in said.out
    assert "Note: " in said.err
    assert "its window is over" in said.err


def test_a_plan_that_places_nothing_has_no_heading_over_nothing(assay: CommandLine, tmp_path: Path) -> None:
    problem = small_year(staff=())
    said = assay("programme", "schedule", written(tmp_path / "year.json", problem), "--work", "0")
    assert said.out.startswith("2 inspections without a place, 1 of them mandatory:\n  a: its team takes 3, ")


def test_a_plan_that_breaks_a_rule_is_told_with_the_rule_and_ends_with_2(
    assay: CommandLine, tmp_path: Path
) -> None:
    problem = small_year()
    file = written(tmp_path / "year.json", problem)
    plan = tmp_path / "plan.csv"
    plan.write_text(
        "inspection,start,lead,inspector,panel,publication\na,10,bob,ann cat,p1,19\nb,20,,ann cat,,\n"
    )
    said = assay("programme", "check", file, plan)
    assert said.status == 2
    assert "The plan breaks H2, H3, 2 times in all. [plan-broken]" in said.err
    assert "H3 a: bob does not hold the role of lead" in said.out
    told = assay("programme", "check", file, plan, "--json")
    assert told.status == 2
    assert [each["rule"] for each in told.json["violations"]] == ["H3", "H2"]


def test_a_year_that_cannot_be_read_says_everything_that_is_wrong(assay: CommandLine, folder: Path) -> None:
    staff = folder / "staff.csv"
    staff.write_text(staff.read_text().replace("p-001,", "p 001,").replace("p-002,", "p 002,"))
    said = assay("programme", "schedule", folder)
    assert said.status == 2
    assert "staff.csv, line 3, id: must be a short code" in said.err
    assert "staff.csv, line 4, id: must be a short code" in said.err
    assert said.err.rstrip().endswith("[bad-programme]")


def test_a_plan_is_written_as_csv_or_json_and_nothing_else(assay: CommandLine, folder: Path) -> None:
    said = assay("programme", "schedule", folder, "--out", "plan.ods")
    assert (said.status, said.code) == (2, "bad-usage")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_the_work_and_keeps_the_plan(number: int, folder: Path, tmp_path: Path) -> None:
    plan = tmp_path / "plan.json"
    words = ["programme", "schedule", str(folder), "--work", "10000000", "--out", str(plan)]
    running = subprocess.Popen(
        [sys.executable, "-c", f"import sys, worker; sys.exit(worker.run_cli({words!r}))"],
        cwd=ROOT,
        env={**os.environ, "ASSAY_HOME": str(tmp_path / "home")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert running.stderr is not None
    assert running.stderr.readline().startswith("first plan: cost")
    running.send_signal(number)
    out, _ = running.communicate(timeout=300)
    assert running.returncode == 0
    assert "Stopped before the work was done; this is the plan in hand." in out
    data = json.loads(plan.read_text())
    assert data["interrupted"]
    kept = Plan.model_validate_json(json.dumps({name: data[name] for name in ("problem", "placements")}))
    assert check(YEAR, kept).holds
    assert kept.placements


def test_a_plan_by_hand_that_keeps_every_rule_is_told_so(assay: CommandLine, tmp_path: Path) -> None:
    problem = small_year()
    plan = tmp_path / "plan.json"
    plan.write_text(small_plan(problem).model_dump_json())
    said = assay("programme", "check", written(tmp_path / "year.json", problem), plan)
    assert (said.status, said.out) == (0, "Every inspection has a place.\nCost 0.\n")


def test_a_later_decision_is_made_anew_on_the_earlier_ones_of_a_plan(
    assay: CommandLine, folder: Path, tmp_path: Path
) -> None:
    plan, again = tmp_path / "plan.csv", tmp_path / "again.csv"
    assert assay("programme", "schedule", folder, "--work", "30", "--out", plan).status == 0
    words = ("programme", "schedule", folder, "--work", "30", "--out", again, "--keep", "dates")
    assert assay(*words).code == "bad-usage"
    assert assay(*words, "--start", plan, "--keep", "weather").code == "unknown-part"
    assert assay(*words, "--start", plan).status == 0
    starts = [
        {line.split(",")[0]: line.split(",")[1] for line in file.read_text().splitlines()}
        for file in (plan, again)
    ]
    assert starts[0].items() <= starts[1].items()
