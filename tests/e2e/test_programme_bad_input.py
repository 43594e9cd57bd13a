"""Years that cannot be planned as they stand: a plan that names what has no place, or one clear sentence."""

from pathlib import Path

import pytest

from adapters.inbound.files.programme.writing import write_sheets
from domain.programme.problem import Need, Panel, Pin, Problem, Provider
from domain.programme.weeks import Span
from tests.support.command_line import CommandLine, Said
from tests.support.programmes import changed, small_year

YEAR = small_year()
ALL_YEAR = (Span(first=0, last=51),)
NO_ASSISTANT = (Need(role="lead", number=1), Need(role="assistant", number=1))


@pytest.fixture
def assay(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path / "home")


def schedule(assay: CommandLine, folder: Path, problem: Problem, *more: str) -> Said:
    (folder / "year.json").write_text(problem.model_dump_json())
    return assay("programme", "schedule", folder / "year.json", "--work", "200", *more)


NOT_PLACED: list[tuple[str, Problem, str]] = [
    (
        "no staff for a role",
        changed(YEAR, "kinds", "crc", needs=NO_ASSISTANT),
        "crc takes 1 in the role of assistant; the staff has 0, so no inspection of this kind can be placed",
    ),
    ("leave all year", changed(YEAR, "staff", "ann", leave=ALL_YEAR), "ann is away all year"),
    (
        "a window that is over",
        changed(YEAR, "inspections", "a", windows=(Span(first=1, last=2),)),
        "its window is over",
    ),
    (
        "a panel with no slots",
        YEAR.with_(panels=(Panel(id="p1", week=16, slots=0),)),
        "p1 has no slots, so nothing can go to it",
    ),
]


@pytest.mark.parametrize(
    ("problem", "noted"), [each[1:] for each in NOT_PLACED], ids=[each[0] for each in NOT_PLACED]
)
def test_what_cannot_be_placed_is_named_beside_the_plan_of_the_rest_and_explained(
    assay: CommandLine, tmp_path: Path, problem: Problem, noted: str
) -> None:
    plan = tmp_path / "plan.csv"
    said = schedule(assay, tmp_path, problem, "--out", str(plan))
    assert said.status == 0, said.err
    assert noted in said.err
    assert "1 inspection without a place, 1 of them mandatory:\n  a: " in said.out
    assert assay("programme", "check", tmp_path / "year.json", plan).status == 0
    why = assay("programme", "explain", tmp_path / "year.json", plan, "a", "--json").json
    assert why["possible"] is None
    assert why["reasons"]
    changes = tmp_path / "changes.csv"
    changes.write_text("change,of,weeks,why\naway,dan,40,Ill\n")
    again = assay("programme", "replan", tmp_path / "year.json", plan, changes, "--json").json
    assert (again["unplaced"], again["differences"]) == (["a"], [])


def fixed(*starts: int) -> tuple[Pin, ...]:
    return tuple(Pin(inspection="a", start=start, by="the chief", why="agreed") for start in starts)


REFUSED: list[tuple[str, Problem, str]] = [
    ("contradictory pins", YEAR.with_(pins=fixed(10, 11)), "the chief contradicts the chief"),
    (
        "two providers with one name",
        YEAR.with_(providers=(*YEAR.providers, Provider(id="crc-2", name="CRC north", region="north"))),
        "crc-2 has the same name as crc-n",
    ),
]


@pytest.mark.parametrize(
    ("problem", "words"), [each[1:] for each in REFUSED], ids=[each[0] for each in REFUSED]
)
@pytest.mark.parametrize("written", ["json", "csv"])
def test_a_year_that_contradicts_itself_is_refused_with_the_place(
    assay: CommandLine, tmp_path: Path, problem: Problem, words: str, written: str
) -> None:
    if written == "json":
        said = schedule(assay, tmp_path, problem)
    else:
        write_sheets(problem, tmp_path / "year")
        said = assay("programme", "schedule", tmp_path / "year", "--work", "10")
    assert (said.status, said.code) == (2, "bad-programme")
    assert words in said.err
    assert ("pins[1]" if "contradicts" in words else "providers[2]") in said.err or ", line " in said.err
