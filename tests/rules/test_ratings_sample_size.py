"""How many cases a sample must have, for a population, a confidence and a margin."""

from fractions import Fraction
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.cases.sampling.size import normal_quantile, sample_size
from domain.ratings import shipped_schemes
from domain.refusals import Refused

CONFIDENCE, MARGIN = Fraction(80, 100), Fraction(5, 100)


@pytest.mark.parametrize(
    ("population", "expected"),
    [
        (0, 0),
        (1, 1),
        (2, 2),
        (14, 13),
        (50, 39),
        (100, 63),
        (330, 110),
        (500, 124),
        (10**6, 165),
        (10**7, 165),
    ],
)
def test_the_sample_for_80_per_cent_and_5_points(population: int, expected: int) -> None:
    assert sample_size(population, confidence=CONFIDENCE, margin=MARGIN) == expected


@pytest.mark.parametrize(("confidence", "margin", "expected"), [(95, 5, 218), (99, 5, 286), (90, 10, 60)])
def test_the_sample_of_500_cases_at_other_levels(confidence: int, margin: int, expected: int) -> None:
    """Cochran's formula with z of 1.960, 2.576 and 1.645, worked on paper."""
    assert sample_size(500, confidence=Fraction(confidence, 100), margin=Fraction(margin, 100)) == expected


@pytest.mark.parametrize(
    "probability", ["0.5", "0.6", "0.75", "0.9", "0.95", "0.975", "0.995", "0.9995", "0.99995"]
)
def test_the_normal_quantiles_are_those_of_the_standard_library(probability: str) -> None:
    expected = NormalDist().inv_cdf(float(probability))
    assert abs(float(normal_quantile(Fraction(probability))) - expected) < 1e-12


def test_the_normal_quantile_for_80_per_cent_is_that_of_the_tables() -> None:
    assert str(normal_quantile(Fraction(9, 10))) == "1.28155156554460046697"  # 1.2815515655446004669651...


@given(st.integers(1, 3000), st.integers(50, 99), st.integers(1, 20))
def test_a_larger_file_more_confidence_and_a_smaller_margin_never_need_fewer_cases(
    population: int, confidence: int, margin: int
) -> None:
    def needed(n: int, c: int, m: int) -> int:
        return sample_size(n, confidence=Fraction(c, 100), margin=Fraction(m, 100))

    here = needed(population, confidence, margin)
    assert 0 < here <= population
    assert needed(population + 1, confidence, margin) >= here
    assert needed(population, min(99, confidence + 1), margin) >= here
    assert needed(population, confidence, margin + 1) <= here


@pytest.mark.parametrize(
    ("population", "confidence", "margin", "words"),
    [
        (-1, CONFIDENCE, MARGIN, "a case file holds a whole number of cases from 0, not -1"),
        (True, CONFIDENCE, MARGIN, "a case file holds a whole number of cases from 0, not True"),
        (10, Fraction(49, 100), MARGIN, "the confidence level must be from 50 to 99.99 per cent"),
        (10, Fraction(99991, 100000), MARGIN, "the confidence level must be from 50 to 99.99 per cent"),
        (10, CONFIDENCE, Fraction(9, 10000), "the margin of error must be from 0.1 to 50 points"),
        (10, CONFIDENCE, Fraction(51, 100), "the margin of error must be from 0.1 to 50 points"),
    ],
)
def test_a_sample_that_cannot_be_meant_is_refused(
    population: int, confidence: Fraction, margin: Fraction, words: str
) -> None:
    with pytest.raises(Refused) as caught:
        sample_size(population, confidence=confidence, margin=margin)
    assert (caught.value.refusal.code, caught.value.refusal.sentence) == ("bad-sample-size", words)


def test_the_bounds_of_confidence_and_margin_are_themselves_accepted() -> None:
    assert sample_size(100, confidence=Fraction(1, 2), margin=Fraction(1, 2)) == 1
    assert sample_size(100, confidence=Fraction(9999, 10000), margin=Fraction(1, 1000)) == 100


def test_the_divisions_of_2018_would_have_read_about_110_of_330() -> None:
    assert shipped_schemes()["adult-nps-2018"].populations["supervised-cases"]
    assert sample_size(330, confidence=CONFIDENCE, margin=MARGIN) == 110
