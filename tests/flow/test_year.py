"""A year of inspections, very small, on the parts that ``make year`` has: every rating is worked out a second time."""

from fractions import Fraction
from pathlib import Path

import pytest

from benchmarks.year.cast import Edition
from benchmarks.year.facts import differences
from benchmarks.year.playing import Year, play

pytestmark = pytest.mark.long

SMALL = Edition(adult=1, youth=0, thematic=0, follow_ups=0, cancelled=0, cases=Fraction(1, 50))


def test_a_small_year_goes_to_its_end_and_comes_out_as_reckoned_beside_it(
    tmp_path: Path, postgres_url: str
) -> None:
    year = play(SMALL, 2018, tmp_path, database=postgres_url, workers=1)
    assert year.checked["inspections ended as they should"] == 1
    assert year.checked["overall ratings as decided"] == 1
    # Whatever befalls an inspection befell one, and what was derived again was checked again.
    assert year.checked["decisions on papers and proposals that were stale, refused"] == 1
    assert year.checked["scores"] > 2
    assert year.checked["ratings of standards"] >= 10 * year.checked["scores"]
    assert year.checked["shares of key questions, with yes and no"] > 0
    assert year.differences > 0
    # Nobody acted, or was named, outside the staff record; who may not was tried, and turned away.
    assert year.checked["deeds in a role that was held that day"] > 300
    assert year.checked["people who were named and could do it"] >= 9
    assert year.checked["judgements by the lead or the lead's deputy"] > 10
    assert year.checked["alerts told to whoever is on duty"] == 1
    assert (year.happened["deputies named"], year.happened["interests accepted"]) == (3, 1)
    for code in ("cooling-off", "conflict-of-interest", "not-trained", "not-the-lead"):
        assert year.happened[f"people turned away by the staff record: {code}"] == 1
    assert year.histories[-1] > 0


def test_a_thematic_inspection_of_the_year_ends_with_the_answers_to_its_questions_counted(
    tmp_path: Path, postgres_url: str
) -> None:
    edition = Edition(adult=0, youth=0, thematic=1, follow_ups=0, cancelled=0, cases=Fraction(1, 10))
    year = play(edition, 2018, tmp_path, database=postgres_url, workers=1)
    assert year.checked["inspections ended as they should"] == 1
    assert year.checked["answers to questions that were set"] == 2


def test_a_follow_up_of_the_year_ends_with_its_results_beside_the_first_ones(
    tmp_path: Path, postgres_url: str
) -> None:
    edition = Edition(adult=0, youth=0, thematic=0, follow_ups=1, cancelled=0, cases=Fraction(1, 5))
    year = play(edition, 2018, tmp_path, database=postgres_url, workers=1)
    assert year.checked["inspections ended as they should"] == 1
    assert year.checked["follow-ups concluded on every standard"] == 1
    assert year.checked["shares beside the first ones, and the difference"] == 12
    assert year.happened["results put beside those of an earlier inspection"] == 1


@pytest.mark.timeout(480)  # workers that are killed are put up anew, time and again
def test_a_small_year_with_faults_ends_in_the_same_facts_as_one_without(
    tmp_path: Path, postgres_url: str
) -> None:
    def played(name: str, faults: str | None) -> Year:
        folder = tmp_path / name
        folder.mkdir()
        database = postgres_url if faults is None else None  # a server of its own, as it crashes
        return play(SMALL, 2018, folder, database=database, workers=1, faults=faults)

    without, with_faults = played("without", None), played("with", "7")
    assert without.faults == {}
    struck = (
        "workers killed",
        "processes that take commands killed",
        "crashes of PostgreSQL",
        "crashes of Temporal",
        "connections to PostgreSQL ended",
    )
    assert all(with_faults.faults[each] > 0 for each in struck)
    assert list(differences(without.facts, with_faults.facts)) == []
    assert with_faults.digest == without.digest
