"""Bringing a programme in and out: CSV and JSON say the same, and whatever is wrong is said with its row."""

import csv
import json
import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from activities.programme.ports import SolverOrder
from activities.programme.scheduling import Scheduling
from adapters.inbound.calendars.programme import as_calendar
from adapters.inbound.cli.programme.choosing import SERVICE_COLUMNS
from adapters.inbound.cli.programme.replanning import COLUMNS as CHANGE_COLUMNS
from adapters.inbound.cli.programme.reports import BURDEN_COLUMNS, USE_COLUMNS
from adapters.inbound.cli.programme.scheduling import write_plan
from adapters.inbound.files.programme.cells import GROUPS, MIX, SPAN, SPANS, WEEK, Cell
from adapters.inbound.files.programme.plans import read_plan
from adapters.inbound.files.programme.reading import BadProgramme, read_problem
from adapters.inbound.files.programme.sheets import PLAN_COLUMNS, SETTINGS, SHEETS, YEAR
from adapters.inbound.files.programme.tables import AREA_COLUMNS, FACTS_COLUMNS, PAST_COLUMNS
from adapters.inbound.files.programme.writing import plan_as_csv, plan_as_workbook, write_sheets, write_year
from adapters.inbound.shown.programme import SLOT_COLUMNS
from adapters.outbound.solver import CpSatSolver, ExactExplainer
from benchmarks.programme_instances import SIZES, Size, year
from domain.decider import On
from domain.messages import Message
from domain.programme.checker.checker import check
from domain.programme.faults import doubts
from domain.programme.problem import Apart, Booking, Conflict, Held, Pin, Problem, Visit
from domain.programme.shares import Availability, cap_of, with_usual
from domain.programme.weeks import Span
from domain.programme.weights import Reporting, Weights
from domain.programme.year.published.timetable import milestones, timetable
from domain.refusals import Refused
from tests.arch.tree import ROOT
from tests.support.programme_on_record import AT_PUBLISHED
from tests.support.programmes import changed, small_plan, small_year

PAGE = ROOT / "docs" / "programme-data.md"
FULL = changed(
    small_year(
        pins=(
            Pin(inspection="a", start=10, by="the chief", why="agreed"),
            Pin(inspection="a", person="ann", role="lead", by="the chief", why="agreed, twice"),
            Pin(inspection="a", panel="p1", by="the chief", why='the "first" panel'),
        ),
        apart=(Apart(first="a", second="b", gap=2, why="the same area"),),
        visits=(Visit(provider="crc-n", weeks=Span(first=30, last=31), gap=1, who="another inspectorate"),),
        blackouts=(Span(first=-2, last=0), Span(first=38, last=39)),
    ),
    "staff",
    "bob",
    leave=(Span(first=1, last=2), Span(first=30, last=30)),
    held=(Held(role="inspector", weeks=Span(first=-3, last=34)),),
    bookings=(Booking(weeks=Span(first=40, last=41), what="training, in two parts"),),
    conflicts=(
        Conflict(provider="crc-n", why="was seconded there", until=-4),
        Conflict(provider="yot-n", why="a relative"),
    ),
)
FULL = changed(
    FULL,
    "inspections",
    "a",
    partners=((Span(first=4, last=9), Span(first=10, last=12)), FULL.inspections[0].windows),
)


@pytest.mark.parametrize(
    "problem", [small_year(), FULL, year(3, SIZES["medium"])], ids=["small", "full", "made up"]
)
def test_what_is_written_as_csv_a_workbook_or_json_is_read_again_unchanged(
    problem: Problem, tmp_path: Path
) -> None:
    for form in ("year", "year.xlsx", "year.json"):
        write_year(problem, tmp_path / form)
        assert read_problem(tmp_path / form).problem == problem
        assert read_problem(tmp_path / form).problem.digest == problem.digest


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "json"])
def test_a_plan_is_read_again_as_it_was_written(suffix: str, tmp_path: Path) -> None:
    problem = small_year()
    plan = small_plan(problem)
    file = tmp_path / f"plan.{suffix}"
    written = {"csv": plan_as_csv(problem, plan), "json": plan.model_dump_json()}
    if suffix == "xlsx":
        file.write_bytes(plan_as_workbook(problem, plan))
    else:
        file.write_text(written[suffix])
    assert read_plan(file, problem) == plan
    assert check(problem, read_plan(file, problem)).holds


@given(st.integers(-150, 150))
def test_a_week_may_be_written_as_a_number_a_day_in_it_or_its_iso_name(week: int) -> None:
    monday = date(2027, 4, 5)
    iso = (monday + timedelta(weeks=week)).isocalendar()
    assert WEEK.read(str(week), monday) == week
    assert WEEK.read(f"{iso.year}-W{iso.week:02}", monday) == week
    for day in range(7):
        assert WEEK.read((monday + timedelta(weeks=week, days=day)).isoformat(), monday) == week


@given(st.lists(st.tuples(st.integers(-99, 99), st.integers(0, 9)), min_size=1, max_size=5))
def test_spans_are_read_as_they_are_written(pairs: list[tuple[int, int]]) -> None:
    spans = tuple(Span(first=first, last=first + more) for first, more in pairs)
    assert SPANS.read(SPANS.write(spans), date(2027, 4, 5)) == spans
    assert GROUPS.read(GROUPS.write((spans, spans)), date(2027, 4, 5)) == (spans, spans)


@pytest.mark.parametrize(
    ("cell", "text", "value"),
    [
        (SPAN, "4-20", Span(first=4, last=20)),
        (SPAN, "2027-04-12..2027-W20", Span(first=1, last=6)),
        (SPANS, "4; 6,8", (Span(first=4, last=4), Span(first=6, last=6), Span(first=8, last=8))),
    ],
)
def test_other_ways_of_writing_weeks_are_understood(cell: Cell, text: str, value: Any) -> None:
    assert cell.read(text, date(2027, 4, 5)) == value


@pytest.mark.parametrize(
    ("cell", "text", "sentence"),
    [
        (WEEK, "May", "must be a week like 14, 2027-07-12 or 2027-W28, not 'May'"),
        (WEEK, "2027-W60", "must be a week like 14, 2027-07-12 or 2027-W28, not '2027-W60'"),
        (SPAN, "9..3", "'9..3' ends before it begins"),
        (MIX, "adult", "must be skills with numbers like adult:3 youth:1, not 'adult'"),
    ],
)
def test_a_cell_that_cannot_be_read_says_how_it_is_meant(cell: Cell, text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=r"must|ends") as error:
        cell.read(text, date(2027, 4, 5))
    assert str(error.value) == sentence


def edit(folder: Path, file: str, row: int, column: str, value: str) -> None:
    """Change one cell of a table; rows are counted from 0, below the heading."""
    with (folder / file).open(newline="") as stream:
        rows = list(csv.reader(stream))
    rows[row + 1][rows[0].index(column)] = value
    with (folder / file).open("w", newline="") as stream:
        csv.writer(stream).writerows(rows)


Damage = Callable[[Path], Any]

WRONG_ROWS: list[tuple[Damage, str]] = [
    (lambda f: edit(f, "providers.csv", 1, "name", "CRC North"),
     "providers.csv, line 3, name: yot-n has the same name as crc-n, 'CRC North'; tell them apart"),
    (lambda f: edit(f, "staff.csv", 0, "roles", "lead chief"),
     "staff.csv, line 2, roles: must be lead, inspector or assistant"),
    (lambda f: edit(f, "staff.csv", 1, "home", ""), "staff.csv, line 3, home: is missing"),
    (lambda f: edit(f, "staff.csv", 1, "home", "west"), "staff.csv, line 3, home: there is no region west"),
    (lambda f: edit(f, "staff.csv", 3, "id", "Dan Smith"),
     "staff.csv, line 5, id: must be a short code of letters, digits, dots, _ and -, like yot-017"),
    (lambda f: edit(f, "staff.csv", 2, "leave", "1..2 soon"),
     "staff.csv, line 4, leave: must be a week like 14, 2027-07-12 or 2027-W28, not 'soon'"),
    (lambda f: edit(f, "staff.csv", 2, "fte", "0"),
     "staff.csv, line 4, fte: must be at least 1"),
    (lambda f: edit(f, "inspections.csv", 0, "providers", "crc-n crc-x"),
     "inspections.csv, line 2, providers: there is no provider crc-x"),
    (lambda f: edit(f, "inspections.csv", 1, "id", "a"),
     "inspections.csv, line 3, id: a stands here a second time; it is inspections[0] already"),
    (lambda f: edit(f, "inspections.csv", 1, "mandatory", "perhaps"),
     "inspections.csv, line 3, mandatory: must be yes or no, not 'perhaps'"),
    (lambda f: edit(f, "conflicts.csv", 0, "provider", "crc-x"),
     "conflicts.csv, line 2, provider: there is no provider crc-x"),
    (lambda f: edit(f, "bookings.csv", 0, "person", "zoe"), "bookings.csv, line 2, person: there is no person zoe"),
    (lambda f: edit(f, "pins.csv", 1, "role", ""),
     "pins.csv, line 3: a pin of a person says the role, and only such a pin does"),
    (lambda f: edit(f, "teams.csv", 1, "role", "lead"), "teams.csv, line 3, role: crc asks for the role of lead twice"),
    (lambda f: edit(f, "year.csv", 1, "value", "2027-04-06"), "first_monday, 2027-04-06, is not a Monday"),
    (lambda f: edit(f, "year.csv", 1, "value", "April"),
     "year.csv, line 3, first_monday: must be a date like 2027-04-05, not 'April'"),
    (lambda f: edit(f, "year.csv", 2, "value", "60"), "year.csv, line 4: must be at most 53"),
    (lambda f: edit(f, "year.csv", 3, "setting", "tale"), "year.csv, line 5: there is no setting 'tale'"),
    (lambda f: (f / "staff.csv").unlink(), "has no staff.csv"),
    (lambda f: (f / "panels.csv").write_text("id,week,place\n"), "panels.csv, line 1: there is no column place"),
]  # fmt: skip


@pytest.mark.parametrize(("damage", "sentence"), WRONG_ROWS)
def test_what_is_wrong_with_a_table_is_said_with_file_line_and_column(
    damage: Damage, sentence: str, tmp_path: Path
) -> None:
    write_sheets(FULL, tmp_path)
    damage(tmp_path)
    with pytest.raises(BadProgramme) as refused:
        read_problem(tmp_path)
    assert refused.value.refusal.code == "bad-programme"
    assert sentence in refused.value.wrong[0]


def test_every_row_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    write_sheets(FULL, tmp_path)
    edit(tmp_path, "staff.csv", 0, "fte", "all")
    edit(tmp_path, "staff.csv", 3, "trainee", "soon")
    edit(tmp_path, "panels.csv", 1, "slots", "few")
    with pytest.raises(BadProgramme) as refused:
        read_problem(tmp_path)
    assert [said.removeprefix(f"{tmp_path}/") for said in refused.value.wrong] == [
        "staff.csv, line 2, fte: must be a whole number, not 'all'",
        "staff.csv, line 5, trainee: must be yes or no, not 'soon'",
        "panels.csv, line 3, slots: must be a whole number, not 'few'",
    ]
    assert "(and 2 more)" in str(refused.value)


def test_a_doubt_is_said_with_its_row_and_does_not_stop_anybody(tmp_path: Path) -> None:
    write_sheets(changed(FULL, "staff", "dan", leave=(Span(first=0, last=51),)), tmp_path)
    source = read_problem(tmp_path)
    assert [source.said(each).removeprefix(f"{tmp_path}/") for each in doubts(source.problem)] == [
        "staff.csv, line 5, leave: dan is away all year, and will be on no team"
    ]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{", "is no JSON"),
        ('{"title": "a", "title": "b"}', "an object holds the name 'title' twice"),
        ("[]", "must be"),
        ('{"title": 5}', "title: must be text"),
        ("[" * 100_000, "is no JSON"),
    ],
)
def test_json_that_is_no_programme_is_refused_with_the_place(
    text: str, sentence: str, tmp_path: Path
) -> None:
    file = tmp_path / "year.json"
    file.write_text(text)
    with pytest.raises(Refused) as refused:
        read_problem(file)
    assert sentence in " ".join(getattr(refused.value, "wrong", [str(refused.value)]))


def test_fifty_thousand_inspections_are_refused_at_once(tmp_path: Path) -> None:
    write_sheets(FULL, tmp_path)
    row = (tmp_path / "inspections.csv").read_text().splitlines()[1]
    with (tmp_path / "inspections.csv").open("a") as stream:
        stream.writelines(f"x{number}{row[1:]}\n" for number in range(50_000))
    with pytest.raises(
        BadProgramme, match="line 5002: a year has 5,000 inspections at most, and these are 50,002"
    ):
        read_problem(tmp_path)


def test_caps_and_fair_shares_that_are_left_out_are_the_usual_ones(tmp_path: Path) -> None:
    write_sheets(FULL, tmp_path)
    for row in range(4):
        edit(tmp_path, "staff.csv", row, "cap", "")
        edit(tmp_path, "staff.csv", row, "target", "")
    staff = read_problem(tmp_path).problem.staff
    demand = 1 * (2 + 2 + 3) + 2 * (2 + 1) + 1
    assert [each.target for each in staff] == [demand // 4] * 4
    away = Availability(100, (*FULL.staff[1].leave, Span(first=40, last=41)))
    assert [each.cap for each in staff] == [46, cap_of(away, 52), 46, 46]


def test_usual_caps_and_shares_go_by_the_leave_that_is_known_after_filling(tmp_path: Path) -> None:
    write_sheets(FULL, tmp_path)
    edit(tmp_path, "staff.csv", 0, "cap", "")
    edit(tmp_path, "staff.csv", 0, "target", "")
    edit(tmp_path, "staff.csv", 2, "target", "")
    source = read_problem(tmp_path)
    assert (source.caps, source.targets) == ({"ann"}, {"ann", "cat"})
    assert with_usual(source.problem, source.caps, source.targets) == source.problem
    away = changed(source.problem, "staff", "ann", leave=(Span(first=1, last=50),))
    after = {each.id: each for each in with_usual(away, source.caps, source.targets).staff}
    assert (after["ann"].cap, after["ann"].target) == (1, 1)
    given = {each.id: (each.cap, each.target) for each in FULL.staff}
    assert [(after[who].cap, after[who].target) for who in ("bob", "dan")] == [given["bob"], given["dan"]]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("inspection,start\na,soon\n", "line 2: start must be a week like 14"),
        ("inspection,start\na,5\na,6\n", "line 3: a is placed a second time"),
        ("inspection,week\na,5\n", "line 1: there is no column week"),
        ("start\n5\n", "line 1: the column inspection is missing"),
        ("inspection,start,lead\na,5,Ann Smith!\n", "line 2, team[1].person: must be a short code"),
    ],
)
def test_what_is_wrong_with_a_plan_is_said_with_its_line(text: str, sentence: str, tmp_path: Path) -> None:
    file = tmp_path / "plan.csv"
    file.write_text(text)
    with pytest.raises(BadProgramme) as refused:
        read_plan(file, small_year())
    assert sentence in refused.value.wrong[0]


def test_the_page_names_every_setting_and_every_column_of_a_plan() -> None:
    page = PAGE.read_text(encoding="utf-8")
    grouped: dict[str, type[Message]] = {"reporting": Reporting, "weights": Weights}
    named = [
        *SETTINGS,
        *(f"{group}.{name}" for group, type_ in grouped.items() for name in type_.model_fields),
    ]
    assert [name for name in named if f"| `{name}`" not in page.split(f"### `{YEAR}`")[1]] == []
    assert [name for name in PLAN_COLUMNS if f"`{name}`" not in page] == []


def told_in(heading: str, page: str) -> list[str]:
    """The names in the first column of the first table of a section of the page."""
    section = page.split(f"{heading}", 1)[1].split("\n#", 1)[0]
    rows = [line for line in section.splitlines() if line.startswith("| `")]
    return [name for row in rows for name in re.findall("`([^`]+)`", row.split("|")[1])]


@pytest.mark.parametrize(
    ("heading", "names"),
    [
        ("### Areas", AREA_COLUMNS),
        ("### Inspections from before", PAST_COLUMNS),
        ("### What is known of services", FACTS_COLUMNS),
        ("## Services to select from", SERVICE_COLUMNS),
        ("### How a plan uses everybody", USE_COLUMNS),
        ("### What a plan asks of each provider", BURDEN_COLUMNS),
        ("### The published inspections", SLOT_COLUMNS),
        ("A table of changes has these columns", CHANGE_COLUMNS),
        *((f"### `{sheet.file}`", sheet.columns) for sheet in SHEETS),
    ],
)
def test_the_page_tells_of_every_column_and_of_no_other(heading: str, names: Iterable[str]) -> None:
    assert told_in(heading, PAGE.read_text(encoding="utf-8")) == list(names)


def test_the_page_says_of_every_column_what_may_stand_in_it_and_whether_it_may_be_empty() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for sheet in SHEETS:
        section = page.split(f"### `{sheet.file}`")[1].split("\n#", 1)[0]
        assert ("(may be missing)" in section.splitlines()[0]) == (not sheet.must_be)
        for column, cell in sheet.columns.items():
            optional = "" if column in sheet.required else " (may be empty)"
            assert f"| `{column}`{optional} | {cell.form} |" in section, f"{sheet.file}: {column}"


def test_the_page_tells_of_all_that_a_written_plan_has(tmp_path: Path) -> None:
    written = tmp_path / "plan.json"
    problem, order = small_year(), SolverOrder(work=0)
    scheduled = Scheduling(CpSatSolver(), ExactExplainer()).schedule(problem, order)
    write_plan(written, problem, scheduled, order)
    told = told_in("What Assay writes has more", PAGE.read_text(encoding="utf-8"))
    assert sorted(told) == sorted(json.loads(written.read_text()))


def test_the_page_tells_of_every_property_of_a_calendar_entry() -> None:
    moment = datetime(2018, 3, 12, 10, tzinfo=UTC)
    events: list[Any] = [each for each in AT_PUBLISHED if not isinstance(each, On)]
    happened = [(each, moment) for each in events]
    content = as_calendar("2018", {"2018": milestones(timetable(happened))})
    (event, *_) = Calendar.from_ical(content).walk("VEVENT")
    told = told_in("### Calendars", PAGE.read_text(encoding="utf-8"))
    assert sorted(told) == sorted(event)


def test_made_up_years_of_every_size_are_without_doubt() -> None:
    for size in (*list(SIZES.values())[:3], Size(30, 20)):
        assert list(doubts(year(1, size))) == []
