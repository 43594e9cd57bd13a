"""How what a sample can bear is shown: percentages, bounds that still hold, and points."""

from fractions import Fraction

import pytest

from domain.ratings.nearness.as_json import decimals, percent, percent_down, percent_up


@pytest.mark.parametrize(
    ("chance_", "text"),
    [
        (Fraction(0), "0.0"),
        (Fraction(1), "100.0"),
        (Fraction(1, 10**9), "0.1"),
        (1 - Fraction(1, 10**9), "99.9"),
        (Fraction(1, 2), "50.0"),
        (Fraction(1, 3), "33.3"),
        (Fraction(2, 3), "66.7"),
        (Fraction(5, 10000), "0.1"),
        (Fraction(25, 10000), "0.3"),
        (Fraction(999, 1000), "99.9"),
    ],
)
def test_a_probability_is_shown_with_one_decimal(chance_: Fraction, text: str) -> None:
    assert percent(chance_) == text


@pytest.mark.parametrize(
    ("bound", "down", "up"),
    [
        (Fraction(0), "0.0", "0.0"),
        (Fraction(1), "100.0", "100.0"),
        (Fraction(1, 10**9), "0.0", "0.1"),
        (1 - Fraction(1, 10**9), "99.9", "100.0"),
        (Fraction(2, 3), "66.6", "66.7"),
        (Fraction(1, 3), "33.3", "33.4"),
        (Fraction(1, 2), "50.0", "50.0"),
    ],
)
def test_a_bound_is_rounded_so_that_it_still_holds(bound: Fraction, down: str, up: str) -> None:
    assert (percent_down(bound), percent_up(bound)) == (down, up)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (Fraction(0), "0.00"),
        (Fraction(50, 7), "7.14"),
        (Fraction(1, 200), "0.01"),
        (Fraction(12), "12.00"),
        (Fraction(201, 200), "1.01"),
    ],
)
def test_points_are_shown_with_two_decimals(number: Fraction, text: str) -> None:
    assert decimals(number) == text
