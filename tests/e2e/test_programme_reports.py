"""What comes out of a plan at the command line: a picture, tables, workbooks."""

import csv
import io
import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from adapters.inbound.cli.programme.days import DAYS_COLUMNS
from adapters.inbound.cli.programme.reports import BURDEN_COLUMNS, USE_COLUMNS
from adapters.inbound.files.programme.writing import plan_as_csv
from adapters.inbound.files.spreadsheets import tables_of_workbook
from domain.programme.plan import Plan
from domain.programme.problem import Visit
from domain.programme.weeks import Span
from tests.support.command_line import CommandLine
from tests.support.programmes import A, plan_of, small_year
from tests.support.servers.chromium import chromium

YEAR = small_year(
    title="=cmd|' /C calc'!A0",
    visits=(Visit(provider="crc-n", weeks=Span(first=30, last=31), gap=1, who="another inspectorate"),),
)


@pytest.fixture(scope="module")
def assay(tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """The command line of an installation without a record: nothing here needs one."""
    return CommandLine(tmp_path_factory.mktemp("reports") / "home")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("year")
    (folder / "year.json").write_text(YEAR.model_dump_json())
    (folder / "plan.csv").write_text(plan_as_csv(YEAR, plan_of(YEAR, A)))
    return folder / "year.json", folder / "plan.csv"


def test_a_chart_is_drawn_as_one_picture_and_printed_on_as_many_sheets_as_it_says(
    assay: CommandLine, files: tuple[Path, Path], tmp_path: Path
) -> None:
    svg = tmp_path / "year.svg"
    drawn = assay.done("programme", "chart", *files, "-o", svg)
    assert (drawn["sheets"], [each["inspection"] for each in drawn["unplaced"]]) == (1, ["b"])
    assert "1 inspection without a place:" in svg.read_text()
    assert "it can be placed as the plan stands" in svg.read_text()
    assert assay("programme", "chart", *files, "-o", svg).code == "file-exists"
    assert assay("programme", "chart", *files, "-o", "year.pdf").code == "bad-usage"
    assert assay("programme", "chart", *files, "--by", "week", "-o", tmp_path / "a.svg").code == "unknown-row"
    page = tmp_path / "year.html"
    assert assay("programme", "chart", *files, "--by", "person", "--paper", "a4", "-o", page).status == 0
    with chromium() as browser:
        opened = browser.new_page()
        opened.goto(page.as_uri())
        assert opened.evaluate("document.querySelectorAll('.sheet').length") == 1
        widest = "Math.max(...[...document.querySelectorAll('svg text')].map(e => e.getBoundingClientRect().right))"
        assert opened.evaluate(widest) <= opened.evaluate(
            "document.querySelector('svg').getBoundingClientRect().right"
        )
        assert opened.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == 1


def test_how_everybody_is_used_is_told_and_written(
    assay: CommandLine, files: tuple[Path, Path], tmp_path: Path
) -> None:
    told = assay("programme", "utilisation", *files)
    assert "weeks of work in all, of at most" in told.out
    data = assay.done("programme", "utilisation", *files, "--out", tmp_path / "use.csv")
    assert [each["person"] for each in data["staff"]] == ["ann", "bob", "cat", "dan"]
    assert data["staff"][3]["nothing"] == [{"first": 0, "last": 51}]
    rows = list(csv.DictReader(io.StringIO((tmp_path / "use.csv").read_text())))
    assert tuple(rows[0]) == USE_COLUMNS
    assert (rows[0]["weeks"], rows[3]["nothing_in"]) == ("7", "0..51")


def test_what_is_asked_of_providers_is_told_and_written(
    assay: CommandLine, files: tuple[Path, Path], tmp_path: Path
) -> None:
    book = tmp_path / "burden.xlsx"
    assert f"The table is in {book}." in assay("programme", "burden", *files, "-o", book).out
    rows = list(csv.DictReader(io.StringIO(tables_of_workbook(book)["burden"])))
    assert tuple(rows[0]) == BURDEN_COLUMNS
    assert (rows[0]["provider"], rows[0]["visits"], rows[0]["of_others"]) == ("crc-n", "2", "1")
    said = assay("programme", "burden", *files, "--json")
    assert json.loads(said.out)["providers"][0]["inspections"] == ["a"]
    assert assay("programme", "burden", *files, "-o", "burden.ods").code == "bad-usage"
    assert assay("programme", "burden", files[0]).code == "bad-usage"


def test_the_tables_of_a_year_are_written_in_another_form(
    assay: CommandLine, files: tuple[Path, Path], tmp_path: Path
) -> None:
    for form in ("year", "year.xlsx", "again.json"):
        assert assay.done("programme", "tables", files[0], "-o", tmp_path / form)["problem"] == YEAR.digest
        assert assay("programme", "tables", files[0], "-o", tmp_path / form).code == "file-exists"
    assert assay.done("programme", "check", tmp_path / "year.xlsx", files[1])["holds"]


def test_of_a_plan_of_nothing_there_is_a_chart_and_a_table(
    assay: CommandLine, files: tuple[Path, Path], tmp_path: Path
) -> None:
    nothing = tmp_path / "nothing.json"
    nothing.write_text(Plan(problem=YEAR.digest, placements=()).model_dump_json())
    assert assay("programme", "chart", files[0], nothing, "-o", tmp_path / "nothing.svg").status == 0
    staff = assay.done("programme", "utilisation", files[0], nothing)["staff"]
    assert [each["load"] for each in staff] == [0, 0, 0, 0]


def test_a_plan_in_files_comes_to_days(assay: CommandLine, files: tuple[Path, Path], tmp_path: Path) -> None:
    [found] = assay.done("programme", "days", *files)["inspections"]
    assert set(found) == set(DAYS_COLUMNS)
    monday = YEAR.first_monday + timedelta(weeks=A.start)
    assert date.fromisoformat(found["fieldwork_from"]) == monday
    assert (found["draft_by"], found["accuracy_by"]) == (None, None)  # no such kind comes with Assay
    written = tmp_path / "days.csv"
    assert f"The table is in {written}." in assay("programme", "days", *files, "--out", written).out
    [row] = csv.DictReader(io.StringIO(written.read_text()))
    assert {name: text or None for name, text in row.items()} == found


def test_a_kind_that_ships_has_a_day_for_the_draft_and_one_for_factual_accuracy(
    assay: CommandLine, tmp_path: Path
) -> None:
    known = YEAR.with_(
        kinds=tuple(
            each.with_(id="yot-2021") if each.id == YEAR.inspections[0].kind else each for each in YEAR.kinds
        ),
        inspections=tuple(each.with_(kind="yot-2021") for each in YEAR.inspections),
    )
    (tmp_path / "year.json").write_text(known.model_dump_json())
    (tmp_path / "plan.csv").write_text(plan_as_csv(known, plan_of(known, A)))
    [found] = assay.done("programme", "days", tmp_path / "year.json", tmp_path / "plan.csv")["inspections"]
    days = [
        found[each] for each in ("announce_on", "fieldwork_from", "panel_week", "draft_by", "accuracy_by")
    ]
    assert days == sorted(days)
    assert found["accuracy_by"] < found["publish_on"]
