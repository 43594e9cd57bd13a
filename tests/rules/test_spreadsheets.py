"""Tables for spreadsheets: nothing in them becomes a formula, and all of it is read again as it was."""

import csv
import io
import zipfile
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.inbound.files.handed_in import read_rows
from adapters.inbound.files.programme.reading import BadProgramme, read_problem
from adapters.inbound.files.programme.writing import write_year
from adapters.inbound.files.spreadsheets import (
    Grid,
    as_csv,
    as_workbook,
    guarded,
    tables_of_workbook,
    unguarded,
)
from domain.refusals import Refused
from tests.support.programmes import changed, small_year

FORMULAS = [
    "=1+1",
    "+44 20 7946 0000",
    "-2+3",
    "@SUM(A1)",
    '=HYPERLINK("http://evil.example","x")',
    "\t=1",
    "'=1",
]
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@given(st.text(max_size=20) | st.from_regex(r"'{0,2}[=+@-][0-9.]{0,4}", fullmatch=True))
def test_what_is_guarded_is_read_again_as_it_was(text: str) -> None:
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_of_a_table_begins_as_a_formula_does(text: str) -> None:
    assert guarded(text).startswith("'")
    (_, (cell,)) = csv.reader(io.StringIO(as_csv(["a"], [[text]])))
    assert cell == f"'{text}"


@pytest.mark.parametrize("number", ["-2", "14", "-2..3"])
def test_numbers_and_weeks_stay_as_they_are(number: str) -> None:
    assert guarded(number) == number


def test_a_workbook_has_text_as_text_and_numbers_and_days_as_such(tmp_path: Path) -> None:
    rows: list[list[str | int | date | None]] = [[each, -2, date(2027, 7, 12)] for each in FORMULAS]
    book = as_workbook([Grid("a", ["text", "number", "day"], rows)])
    assert book == as_workbook([Grid("a", ["text", "number", "day"], rows)]), "the same tables, the same file"
    with zipfile.ZipFile(io.BytesIO(book)) as packed:
        sheet = ET.fromstring(packed.read("xl/worksheets/sheet1.xml"))
    assert list(sheet.iter(f"{SHEET}f")) == []
    file = tmp_path / "a.xlsx"
    file.write_bytes(book)
    header, read = read_rows(file)
    assert header == ("text", "number", "day")
    assert [unguarded(each.cells["text"]).strip() for each in read] == [each.strip() for each in FORMULAS]
    assert {(each.cells["number"], each.cells["day"]) for each in read} == {("-2", "2027-07-12")}


@pytest.mark.parametrize("form", ["year", "year.xlsx"])
@pytest.mark.parametrize(
    "name", ["=cmd|' /C calc'!A0", "+1 -1", "'quoted", "'=twice", "007", "1e5", "2027-04-05"]
)
def test_a_year_with_names_that_look_like_formulas_comes_back_as_it_was(
    name: str, form: str, tmp_path: Path
) -> None:
    problem = changed(small_year(title=name), "providers", "crc-n", name=name)
    write_year(problem, tmp_path / form)
    assert read_problem(tmp_path / form).problem == problem


def test_what_is_wrong_in_a_workbook_is_said_with_its_sheet_and_row(tmp_path: Path) -> None:
    file = tmp_path / "year.xlsx"
    write_year(changed(small_year(), "providers", "crc-n", name="Youth North"), file)
    content = tables_of_workbook(file)
    grids = [Grid(name, *_rows(text)) for name, text in content.items()]
    broken = [
        Grid(
            each.name,
            each.columns,
            [["ann smith" if cell == "ann" else cell for cell in row] for row in each.rows],
        )
        for each in grids
    ]
    file.write_bytes(as_workbook(broken))
    with pytest.raises(BadProgramme) as refused:
        read_problem(file)
    assert "year.xlsx/staff.csv, line 2, id: must be a short code" in refused.value.wrong[0]


def _rows(text: str) -> tuple[list[str], list[list[str]]]:
    columns, *rows = csv.reader(io.StringIO(text))
    return columns, rows


def test_what_is_no_workbook_is_refused(tmp_path: Path) -> None:
    for content in (b"", b"PK\x03\x04 and nothing else", b"a,b\n1,2\n"):
        (tmp_path / "a.xlsx").write_bytes(content)
        with pytest.raises(Refused, match="is no workbook that can be read"):
            read_problem(tmp_path / "a.xlsx")


def test_a_workbook_that_unpacks_to_too_much_is_not_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"\0" * (201 * 1024 * 1024))
    with pytest.raises(Refused, match="unpacks to more"):
        read_problem(tmp_path / "a.xlsx")
