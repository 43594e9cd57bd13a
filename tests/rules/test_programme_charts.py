"""The chart of a year: everything in it is said in words, and nothing runs over its place."""

import xml.etree.ElementTree as ET

import pytest

from activities.programme.ports import Explanation, Reason
from adapters.inbound.charts.drawing import LETTER, squeezed, wrapped
from adapters.inbound.charts.year import By, Unplaced, year_chart
from domain.programme.plan import Plan
from domain.programme.problem import PreElection
from domain.programme.weeks import Span
from tests.support.programmes import A, changed, plan_of, small_plan, small_year

SVG = "{http://www.w3.org/2000/svg}"
YEAR = changed(
    small_year(
        blackouts=(Span(first=38, last=39),),
        pre_election=(
            PreElection(weeks=Span(first=2, last=6), regions=("north",), what="local <elections> & more"),
        ),
    ),
    "staff",
    "bob",
    leave=(Span(first=30, last=32),),
)
NOTHING = Plan(problem=YEAR.digest, placements=())


def titles(svg: str) -> list[str]:
    return [each.text or "" for each in ET.fromstring(svg).iter(f"{SVG}title")]


def words(svg: str) -> list[str]:
    return [each.text or "" for each in ET.fromstring(svg).iter(f"{SVG}text")]


def test_by_inspection_every_place_is_said_in_words() -> None:
    svg = year_chart(YEAR, small_plan(YEAR), (), "inspection").whole
    root = ET.fromstring(svg)
    assert (root[0].tag, root[1].tag) == (f"{SVG}title", f"{SVG}desc")
    assert "2 inspections placed, 0 not" in (root[1].text or "")
    said = "\n".join(titles(svg))
    assert "a in north: fieldwork in weeks 10 to 11, from week 10 (from 14 June 2027)" in said
    assert "ann (lead)" in said
    assert "panel p1; published in week 19" in said
    assert "Panel p1 meets in week 16" in said
    assert "1 of 1 slot taken" in said
    assert "No fieldwork in weeks 38 to 39" in said
    assert "Nothing is published in weeks 2 to 6: local <elections> & more, north" in said
    assert {"a*", "ann", "10-11", "closed", "panel", "published"} <= set(words(svg))


def test_by_provider_every_inspection_of_it_has_a_row_under_its_name() -> None:
    joint = changed(YEAR, "inspections", "a", providers=("yot-n", "crc-n"))
    svg = year_chart(joint, small_plan(joint), (), "provider").whole
    said = [each for each in titles(svg) if " in north: fieldwork in" in each]
    assert [each.split(" in north", 1)[0] for each in said] == [
        "CRC North: a",
        "Youth service North: a",
        "Youth service North: b",
    ]
    assert {"crc-n*", "yot-n*", "yot-n", "ann"} <= set(words(svg))


def test_by_person_work_and_absence_are_said_in_words() -> None:
    svg = year_chart(YEAR, small_plan(YEAR), (), "person").whole
    (bob,) = [each for each in titles(svg) if each.startswith("bob")]
    assert bob.endswith("a as inspector in weeks 10 to 12; away in weeks 30 to 32")
    assert {"bob", "leave", "fieldwork"} <= set(words(svg))


@pytest.mark.parametrize("by", ["inspection", "person", "provider"])
def test_what_has_no_place_is_listed_with_its_reason(by: By) -> None:
    missing = Unplaced(
        "b", "risk 30", "nobody is there who could lead it in any of the weeks in which it may start"
    )
    chart = year_chart(YEAR, plan_of(YEAR, A), (missing,), by, "a4")
    shown = " ".join(words(chart.whole))
    assert "1 inspection without a place: b (risk 30): nobody is there who could lead it" in shown
    assert "Every inspection has a place." in words(year_chart(YEAR, small_plan(YEAR), (), by).whole)


@pytest.mark.parametrize("paper", ["a3", "a4"])
def test_a_long_year_goes_on_several_sheets_each_with_its_head(paper: str) -> None:
    many = tuple(YEAR.inspections[0].with_(id=f"inspection-of-the-year-{each:03}") for each in range(120))
    year = YEAR.with_(inspections=many)
    plan = plan_of(year, *(A.with_(inspection=each.id) for each in many))
    reasons = [Unplaced(f"x-{each}", "mandatory", "there is no room " * 20) for each in range(60)]
    chart = year_chart(year, plan, reasons, "inspection", "a4" if paper == "a4" else "a3")
    rows = [[each for each in titles(page) if each.startswith("inspection-of")] for page in chart.pages]
    assert sum(map(len, rows)) == 120
    for number, page in enumerate(chart.pages, start=1):
        assert f"(sheet {number} of {len(chart.pages)})" in titles(page)[0]
        assert ("Week" in words(page)) == bool(rows[number - 1])
        height = float(ET.fromstring(page).attrib["viewBox"].split()[3])
        assert all(float(each.attrib["y"]) <= height for each in ET.fromstring(page).iter(f"{SVG}text"))
    assert sum(word.startswith("x-") for page in chart.pages for word in words(page)) == 60


def test_a_year_without_a_plan_is_drawn_too() -> None:
    assert "0 inspections placed" in year_chart(YEAR, NOTHING, (), "inspection").whole


def test_codes_keep_their_ends_as_they_differ_there() -> None:
    for room in range(1, 30):
        short = squeezed("youth-screening-0035", room * 2.5 * LETTER + 0.001, 2.5)
        assert len(short) <= room
        assert room < 2 or short.endswith("35")
    assert wrapped("one two three", 10 * 2.5 * LETTER + 0.001, 2.5) == ["one two", "three"]


def test_reasons_are_put_on_one_line() -> None:
    reasons = (
        Reason(rule="H1", about="b", sentence="it may start in week 4"),
        Reason(rule="H4", about="ann", sentence="ann is on leave in week 4"),
    )
    assert Explanation(None, reasons).in_short == "it may start in week 4; ann is on leave in week 4"
    assert Explanation(A, ()).in_short.startswith("it can be placed")
