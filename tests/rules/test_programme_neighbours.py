"""Which inspections are kept apart where nobody has said: by their providers and the areas in which these lie."""

from pathlib import Path

from adapters.inbound.files.programme.reading import read_problem
from adapters.inbound.files.programme.writing import write_sheets
from domain.programme.neighbours import neighbours
from domain.programme.problem import Problem, Provider
from tests.support.programmes import changed, small_year

YEAR = small_year()


def pairs(problem: Problem) -> list[tuple[str, str, int, str]]:
    return [(each.first, each.second, each.gap, each.why) for each in neighbours(problem)]


def elsewhere(problem: Problem, area: str | None) -> Problem:
    return changed(problem, "providers", "yot-n", area=area)


def test_two_kinds_of_inspection_in_one_area_are_kept_apart() -> None:
    assert pairs(YEAR) == [("a", "b", 6, "the same area, Northshire")]
    assert pairs(changed(YEAR, "inspections", "b", kind="crc")) == [], "the same kind"
    assert pairs(elsewhere(YEAR, "Southshire")) == []
    assert pairs(elsewhere(YEAR, " northshire")) == pairs(YEAR), "capitals and blanks say nothing"
    assert pairs(elsewhere(changed(YEAR, "providers", "crc-n", area=None), None)) == [], "no area is nobody's"


def test_two_inspections_of_one_provider_are_kept_apart_whatever_their_kind_and_said_once() -> None:
    several = Provider(id="yot-m", name="Youth service Middle", region="north", area="Northshire")
    year = YEAR.with_(providers=(*YEAR.providers, several))
    same = changed(
        changed(year, "inspections", "b", kind="crc"), "inspections", "b", providers=("yot-m", "crc-n")
    )
    assert pairs(same) == [("a", "b", 6, "the same provider, crc-n")]


def test_areas_that_are_too_large_to_say_anything_say_nothing() -> None:
    many = tuple(YEAR.inspections[at % 2].with_(id=f"i-{at}") for at in range(500))
    spread = YEAR.with_(inspections=many)
    assert neighbours(spread) == ()


def test_tables_without_apart_keep_neighbours_apart_and_an_empty_one_keeps_nothing(tmp_path: Path) -> None:
    write_sheets(YEAR, tmp_path)
    empty = read_problem(tmp_path)
    assert (empty.problem.apart, empty.apart_given, empty.problem.digest) == ((), True, YEAR.digest)
    (tmp_path / "apart.csv").unlink()
    derived = read_problem(tmp_path)
    assert (derived.problem.apart, derived.apart_given) == (neighbours(YEAR), False)


def test_areas_that_the_record_fills_in_count_and_a_table_that_was_given_stays_as_it_is(
    tmp_path: Path,
) -> None:
    write_sheets(elsewhere(YEAR, None), tmp_path)
    assert read_problem(tmp_path).completed(YEAR).apart == ()
    (tmp_path / "apart.csv").unlink()
    source = read_problem(tmp_path)
    assert source.problem.apart == ()
    assert source.completed(YEAR).apart == neighbours(YEAR)
