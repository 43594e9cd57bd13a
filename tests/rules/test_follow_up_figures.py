"""Two figures beside each other: the interval of their difference, reckoned apart, and its coverage."""

from decimal import Decimal, localcontext
from fractions import Fraction
from itertools import product
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from domain.follow_ups.figures import Figure, beside, percent_of
from domain.follow_ups.intervals import difference, wilson

# Newcombe (1998), table II, method 10: the examples that the paper itself works out.
PUBLISHED = (
    (56, 70, 48, 80, "0.0524", "0.3339"),
    (9, 10, 3, 10, "0.1705", "0.8090"),
    (6, 7, 2, 7, "0.0582", "0.8062"),
    (5, 56, 0, 29, "-0.0381", "0.1926"),
    (0, 10, 0, 20, "-0.1611", "0.2775"),
    (0, 10, 0, 10, "-0.2775", "0.2775"),
    (10, 10, 0, 20, "0.6791", "1.0000"),
    (10, 10, 0, 10, "0.6075", "1.0000"),
)
_Z = Decimal("1.959963984540054")


def slowly(first: Decimal, n: int, again: Decimal, m: int) -> tuple[Decimal, Decimal]:
    """The same interval in another way: Wilson's ends as the roots of their equation, in 50 decimals."""
    with localcontext() as context:
        context.prec = 50

        def ends(share: Decimal, cases: int) -> tuple[Decimal, Decimal]:
            # (p - t)^2 = z^2 t (1 - t) / n, as a t^2 + b t + c = 0.
            a, b, c = 1 + _Z**2 / cases, -(2 * share + _Z**2 / cases), share**2
            root = max(b * b - 4 * a * c, Decimal(0)).sqrt()
            return (-b - root) / (2 * a), (-b + root) / (2 * a)

        (low, high), (low_again, high_again) = ends(first, n), ends(again, m)
        found = again - first
        down = ((again - low_again) ** 2 + (high - first) ** 2).sqrt()
        up = ((high_again - again) ** 2 + (first - low) ** 2).sqrt()
        return found - down, found + up


@pytest.mark.parametrize(("met", "of", "met_before", "of_before", "low", "high"), PUBLISHED)
def test_the_published_examples_come_out(
    met: int, of: int, met_before: int, of_before: int, low: str, high: str
) -> None:
    ends = difference(Fraction(met_before, of_before), of_before, Fraction(met, of), of)
    assert [f"{Decimal(each.numerator) / each.denominator:.4f}" for each in ends] == [low, high]


SHARES = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(SHARES, SHARES)
def test_the_interval_is_that_of_an_independent_reckoning(
    first: tuple[int, int], again: tuple[int, int]
) -> None:
    (x, n), (y, m) = first, again
    low, high = difference(Fraction(x, n), n, Fraction(y, m), m)
    was, now = slowly(Decimal(x) / n, n, Decimal(y) / m, m)
    assert abs(Decimal(low.numerator) / low.denominator - was) < Decimal("1e-6")
    assert abs(Decimal(high.numerator) / high.denominator - now) < Decimal("1e-6")


@given(SHARES, SHARES)
def test_the_interval_has_the_difference_in_it_and_turns_round_with_its_sides(
    first: tuple[int, int], again: tuple[int, int]
) -> None:
    (x, n), (y, m) = first, again
    low, high = difference(Fraction(x, n), n, Fraction(y, m), m)
    assert -1 <= low <= Fraction(y, m) - Fraction(x, n) <= high <= 1
    back_low, back_high = difference(Fraction(y, m), m, Fraction(x, n), n)
    assert (back_low, back_high) == (-high, -low)


@given(SHARES)
def test_more_cases_of_the_same_share_make_the_interval_of_a_share_no_wider(share: tuple[int, int]) -> None:
    x, n = share
    few, many = wilson(Fraction(x, n), n), wilson(Fraction(x, n), 2 * n)
    tiny = Fraction(1, 10**8)
    assert many[1] - many[0] <= few[1] - few[0] + tiny
    assert few[0] <= Fraction(x, n) <= few[1]


def test_it_covers_the_truth_as_often_as_it_says_counted_out_over_every_outcome() -> None:
    """Every outcome of 12 and 15 cases, weighed by how often it comes: no simulation, no chance."""
    n, m = 12, 15
    ends = {
        (x, y): difference(Fraction(x, n), n, Fraction(y, m), m)
        for x, y in product(range(n + 1), range(m + 1))
    }
    covered = []
    for p, q in product((Fraction(k, 10) for k in range(1, 10)), repeat=2):
        right = sum(
            (
                comb(n, x) * p**x * (1 - p) ** (n - x) * comb(m, y) * q**y * (1 - q) ** (m - y)
                for (x, y), (low, high) in ends.items()
                if low <= q - p <= high
            ),
            Fraction(0),
        )
        covered.append(right)
    assert sum(covered) / len(covered) > Fraction(94, 100)
    assert min(covered) > Fraction(86, 100)


# What may be said


@pytest.mark.parametrize(
    ("first", "again", "why", "outcome", "tenths"),
    [
        (Figure(percent=46), Figure(percent=71), None, "numbers-not-published", 250),
        (Figure(percent=46), Figure(met=5, of=7), None, "numbers-not-published", 254),
        (Figure(met=2, of=4), Figure(met=5, of=7), None, "compared", 214),
        (Figure(met=5, of=7), Figure(met=2, of=4), None, "compared", -214),
        (Figure(met=2, of=4), Figure(met=5, of=7), "the focus is narrower", "not-compared", None),
        (None, Figure(percent=71), None, "not-compared", None),
        (Figure(percent=71), None, None, "not-compared", None),
        (None, None, None, "not-compared", None),
        (Figure(words="all but one case"), Figure(percent=71), None, "not-compared", None),
    ],
)
def test_what_may_be_said_of_two_figures(
    first: Figure | None, again: Figure | None, why: str | None, outcome: str, tenths: int | None
) -> None:
    found = beside(first, again, why)
    assert found.outcome == outcome
    assert (found.difference.tenths if found.difference else None) == tenths
    assert (found.reason is None) == (outcome == "compared")
    has_interval = found.difference is not None and found.difference.low is not None
    assert has_interval == (outcome == "compared")


@given(SHARES, SHARES)
def test_an_interval_is_rounded_outwards(first: tuple[int, int], again: tuple[int, int]) -> None:
    (x, n), (y, m) = first, again
    found = beside(Figure(met=x, of=n), Figure(met=y, of=m)).difference
    low, high = difference(Fraction(x, n), n, Fraction(y, m), m)
    assert found is not None
    assert found.low is not None
    assert found.high is not None
    assert Fraction(found.low, 1000) <= low
    assert high <= Fraction(found.high, 1000)
    assert found.beyond_chance == (found.low > 0 or found.high < 0)


def test_several_answers_in_one_case_count_once_for_the_uncertainty() -> None:
    alone = beside(Figure(met=10, of=40), Figure(met=30, of=40)).difference
    together = beside(Figure(met=10, of=40, cases=10), Figure(met=30, of=40, cases=10)).difference
    assert alone is not None
    assert together is not None
    assert alone.tenths == together.tenths
    assert together.low is not None
    assert alone.low is not None
    assert together.low < alone.low


@pytest.mark.parametrize(
    "fields",
    [{}, {"met": 3}, {"of": 3}, {"met": 4, "of": 3}, {"percent": 101}, {"percent": -1}, {"met": 0, "of": 0}],
)
def test_a_figure_that_cannot_be_is_none(fields: dict[str, int]) -> None:
    with pytest.raises(ValidationError):
        Figure(**fields)  # type: ignore[arg-type]  # on purpose


@pytest.mark.parametrize(("share", "percent"), [("1/2", 50), ("1/3", 33), ("2/3", 67), ("1/200", 1)])
def test_a_half_per_cent_is_rounded_up(share: str, percent: int) -> None:
    assert percent_of(Fraction(share)) == percent
