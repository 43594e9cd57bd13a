"""Each shipped scheme against its table of cases in `schemes/`, which a policy officer can read and correct.

In a table a judged standard has its rating; one that rests on cases has the share of yes of each key question, as a
percentage or as yes/answered, or one figure that holds for all of them. `ratings` gives what each standard comes to:
Inadequate, Requires improvement, Good, Outstanding, or - when it is not rated.
"""

import csv
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from domain.ratings import (
    Counts,
    Derivation,
    Inputs,
    Judgement,
    NotRated,
    Percentage,
    Rating,
    Scheme,
    derive,
    shipped_schemes,
)
from domain.ratings.inputs import QuestionInput, StandardInput
from domain.ratings.shares import shown

TABLES = Path(__file__).parent / "schemes"
SUMMED = (
    "adult-nps-2018",
    "adult-crc-2018",
    "youth-2018",
    "youth-2021",
    "delivery-unit-2021",
    "delivery-unit-2023",
)
LETTERS = {"I": "inadequate", "R": "requires_improvement", "G": "good", "O": "outstanding", "-": None}

Row = dict[str, str]


def rows(scheme: str) -> Iterator[Row]:
    with (TABLES / f"{scheme}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def share(text: str) -> QuestionInput:
    if text.endswith("%"):
        return Percentage(Fraction(text.removesuffix("%")))
    yes, answered = map(int, text.split("/"))
    return Counts(yes, answered - yes)


def standard_input(scheme: Scheme, id_: str, cell: str) -> StandardInput:
    if cell.startswith("not rated: "):
        return NotRated(cell.removeprefix("not rated: "))
    standard = scheme.by_id[id_]
    if standard.aggregator == "judgement":
        return Judgement(cell.replace(" ", "_"))
    shares = [share(text) for text in cell.split()]
    if len(shares) == 1:
        shares *= len(standard.key_questions)
    return dict(zip(standard.key_questions, shares, strict=True))


def derived(scheme: Scheme, row: Row) -> Derivation:
    return derive(scheme, Inputs({id_: standard_input(scheme, id_, row[id_]) for id_ in scheme.by_id}))


def test_every_shipped_scheme_has_its_table_and_every_table_its_scheme() -> None:
    assert {path.stem for path in TABLES.glob("*.csv")} == set(shipped_schemes())


@pytest.mark.parametrize(
    ("scheme", "row"),
    [pytest.param(s, row, id=f"{s}: {row['what the case shows']}") for s in SUMMED for row in rows(s)],
)
def test_a_scheme_that_sums_and_bands(scheme: str, row: Row) -> None:
    derivation = derived(shipped_schemes()[scheme], row)
    ratings = [result.rating for result in derivation.standards.values()]
    assert ratings == [LETTERS[letter] for letter in row["ratings"].split()]
    assert derivation.score == int(row["score"] or 0)
    assert derivation.max_score == int(row["out of"] or 0)
    expected = None if row["overall"] == "none" else row["overall"].replace(" ", "_")
    assert derivation.overall == expected


def care_service(row: Row, *, breach: bool) -> Derivation:
    scheme = shipped_schemes()["care-services-2015"]
    ratings = [rating for rating in Rating for _ in range(int(row[rating.value.replace("_", " ")]))]
    standards: dict[str, StandardInput] = dict.fromkeys(scheme.by_id, NotRated("not looked at"))
    standards.update({id_: Judgement(rating) for id_, rating in zip(scheme.by_id, ratings, strict=False)})
    return derive(scheme, Inputs(standards, facts={"breach_of_regulations": breach}))


def test_care_services_has_an_answer_for_every_combination() -> None:
    found = 0
    for row in rows("care-services-2015"):
        free, capped = care_service(row, breach=False), care_service(row, breach=True)
        assert free.overall == row["overall"].replace(" ", "_"), row
        assert capped.overall == row["overall with a breach"].replace(" ", "_"), row
        assert free.overall_result.rule == row["decided by"], row
        found += 1
    assert found == sum(56 if n == 5 else (n + 1) * (n + 2) * (n + 3) // 6 for n in range(1, 6))


def test_care_services_says_nothing_when_no_question_is_rated() -> None:
    nothing = dict.fromkeys(["inadequate", "requires improvement", "good", "outstanding"], "0")
    assert care_service(nothing, breach=True).overall is None


@pytest.mark.parametrize(
    "row", [pytest.param(row, id=f"{row['criterion']} {row['share']}") for row in rows("criteria-2003")]
)
def test_the_criteria_of_2003_have_a_percentage_and_no_word(row: Row) -> None:
    scheme = shipped_schemes()["criteria-2003"]
    standards: dict[str, StandardInput] = dict.fromkeys(scheme.by_id, NotRated("not looked at"))
    if row["share"].endswith("%"):
        standards[row["criterion"]] = Percentage(Fraction(row["share"].removesuffix("%")))
    else:
        standards[row["criterion"]] = standard_input(scheme, row["criterion"], row["share"])
    derivation = derive(scheme, Inputs(standards))
    result = derivation.standards[row["criterion"]]
    assert (shown(result.share) if result.share is not None else "") == row["shown"]
    assert (result.not_rated or "") == row["not rated"]
    assert (result.rating, result.band, derivation.overall, derivation.score) == (None, None, None, None)
