"""Re-planning at the command line: the difference is shown first, and nothing is written before it is accepted."""

from pathlib import Path

import pytest

from adapters.inbound.files.programme.plans import read_plan
from adapters.inbound.files.programme.reading import read_problem
from adapters.inbound.files.programme.writing import plan_as_csv, write_sheets
from domain.programme.checker.checker import check
from domain.programme.problem import Panel
from tests.support.command_line import CommandLine, Said
from tests.support.programmes import person, small_plan, small_year

YEAR = small_year(
    panels=(Panel(id="p1", week=16, slots=1), Panel(id="p2", week=18, slots=2)),
)
YEAR = YEAR.with_(staff=(*YEAR.staff, person("eve", "inspector")))
HEADER = "change,of,weeks,why,kind,providers,length,region,preferred\n"


@pytest.fixture
def assay(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path / "home")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_sheets(YEAR, tmp_path / "year")
    (tmp_path / "plan.csv").write_text(plan_as_csv(YEAR, small_plan(YEAR)))
    return tmp_path


def replan(assay: CommandLine, folder: Path, rows: str, *more: str) -> Said:
    (folder / "changes.csv").write_text(HEADER + rows)
    words = ("programme", "replan", folder / "year", folder / "plan.csv", folder / "changes.csv")
    return assay(*words, *more)


ROWS = "away,cat,2027-06-14..2027-06-27,Ill,,,,,\narrives,fire,30..32,A fire,pilot,yot-n,2,,\n"


def test_the_difference_is_shown_and_nothing_written_until_it_is_accepted(
    assay: CommandLine, folder: Path
) -> None:
    out = str(folder / "after")
    said = replan(assay, folder, ROWS, "--now", "6", "--out", out)
    assert said.status == 0, said.err
    assert said.out.startswith(
        "2 inspections would stand otherwise: 0 dates moved, 1 person joins another team.\n"
    )
    assert "  a: eve comes (inspector); cat goes (inspector)\n" in said.out
    assert "  fire: new, week 30 (from 1 November 2027) with " in said.out
    assert "Announced before, and pinned where it stands: 1 inspection.\n" in said.out
    assert said.out.endswith("Nothing has been written; --yes accepts it.\n")
    assert not (folder / "after").exists()
    assert not assay.done("programme", "replan", folder / "year", folder / "plan.csv",
                          folder / "changes.csv", "--now", "6", "--out", out)["accepted"]  # fmt: skip
    assert not (folder / "after").exists()

    accepted = replan(assay, folder, ROWS, "--now", "6", "--out", out, "--yes", "--json")
    assert accepted.status == 0
    found = accepted.json
    assert found["accepted"]
    assert found["holds"]
    assert found["stands"] == ["a"]
    assert found["freed"] == ["a", "fire"]
    (ill, new) = found["differences"]
    assert (ill["inspection"], ill["joined"], ill["left"]) == ("a", ["eve"], ["cat"])
    assert (new["inspection"], new["was"], new["now"]["start"]) == ("fire", None, 30)
    after = read_problem(folder / "after").problem
    assert after.digest == found["problem"]
    plan = read_plan(folder / "after" / "plan.csv", after)
    assert plan.digest == found["plan"]
    assert check(after, plan).holds
    again = replan(assay, folder, ROWS, "--out", out)
    assert (again.status, again.code) == (2, "file-exists")


def test_what_has_no_place_is_said(assay: CommandLine, folder: Path) -> None:
    said = replan(assay, folder, "arrives,fire,30..32,A fire,crc,crc-n,2,,\n", "--now", "6")
    assert "fire has no place; `assay programme explain` says why.\n" in said.out
    assert "It moves nothing, and leaves something without a place.\n" in said.out


@pytest.mark.parametrize(
    ("rows", "code", "words"),
    [
        ("away,zoe,3,Ill,,,,,\n", "bad-changes", "There is no person on the staff zoe."),
        ("away,bob,,Ill,,,,,\n", "bad-programme", "changes.csv, line 2: a row with away must say its weeks"),
        ("flies,bob,3,Ill,,,,,\n", "bad-programme", "changes.csv, line 2, change: "),
        ("away,bob,3-1,Ill,,,,,\n", "bad-programme", "changes.csv, line 2, weeks: "),
        ("", "bad-file", "changes.csv has no rows under its first line."),
    ],
)
def test_what_is_wrong_in_the_table_is_said_with_its_line(
    assay: CommandLine, folder: Path, rows: str, code: str, words: str
) -> None:
    said = replan(assay, folder, rows)
    assert (said.status, said.code) == (2, code)
    assert words in said.err


def test_a_week_that_is_none_is_refused(assay: CommandLine, folder: Path) -> None:
    said = replan(assay, folder, ROWS, "--now", "soon")
    assert (said.status, said.code) == (2, "bad-value")
