"""`assay programme explain`: reasons in plain words, and what would have to give."""

from pathlib import Path

import pytest

from domain.programme.plan import Plan
from tests.support.command_line import CommandLine
from tests.support.programmes import changed, small_plan, small_year


@pytest.fixture
def assay(tmp_path: Path) -> CommandLine:
    """The command line of an installation without a record: nothing here needs one."""
    return CommandLine(tmp_path / "home")


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    problem = changed(small_year(), "inspections", "a", windows=())
    (tmp_path / "year.json").write_text(problem.model_dump_json())
    plan = Plan(problem=problem.digest, placements=small_plan(problem).placements[1:])
    (tmp_path / "plan.json").write_text(plan.model_dump_json())
    return tmp_path / "year.json", tmp_path / "plan.json"


def test_why_not_is_said_with_what_would_have_to_give(assay: CommandLine, files: tuple[Path, Path]) -> None:
    said = assay("programme", "explain", *files, "a")
    assert said.status == 0
    assert "a cannot be placed in this plan, for one reason:\n  1. it may start in no week\n" in said.out
    assert "If it gave way, all else staying:\n  1. it could be in week " in said.out
    assert "with ann (lead), bob (inspector), cat (inspector)\n" in said.out
    assert "H1" not in said.out
    told = assay("programme", "explain", *files, "a", "--json").json
    assert [each["rule"] for each in told["reasons"]] == ["H1"]
    assert told["reasons"][0]["instead"]["inspection"] == "a"
    assert told["possible"] is None


def test_a_reason_that_is_not_enough_by_itself_is_said_with_what_else_stands_in_the_way(
    assay: CommandLine, files: tuple[Path, Path]
) -> None:
    said = assay("programme", "explain", *files, "a", "--start", "3")
    assert "a in week 3 cannot be placed in this plan, for one reason:\n" in said.out
    assert "  1. it could not be placed all the same: " in said.out


def test_then_and_with_her(assay: CommandLine, files: tuple[Path, Path]) -> None:
    assert assay(
        "programme", "explain", *files, "b", "--start", "2027-W35", "--person", "cat"
    ).out.startswith(
        "b in week 21 with cat can be placed: week 21 (from 30 August 2027) with cat (inspector)"
    )


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["c"], "unknown-inspection"),
        (["a", "--person", "zoe"], "unknown-person"),
        (["a", "--start", "May"], "bad-value"),
    ],
)
def test_what_is_not_there_is_refused(
    assay: CommandLine, files: tuple[Path, Path], words: list[str], code: str
) -> None:
    said = assay("programme", "explain", *files, *words)
    assert said.status == 2
    assert said.err.rstrip().endswith(f"[{code}]")
