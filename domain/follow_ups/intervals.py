"""How far a difference of two shares may be chance: Newcombe's interval from Wilson's, in whole numbers and fractions.

E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal of the American
Statistical Association 22 (1927), 209-212; R. G. Newcombe, "Interval estimation for the difference between
independent proportions: comparison of eleven methods", Statistics in Medicine 17 (1998), 873-890, method 10: the
hybrid of two score intervals, without a correction for continuity. Roots are taken of whole numbers and rounded
outwards in the ninth decimal, so an interval is never too narrow by reckoning.
"""

from fractions import Fraction
from math import isqrt

__all__ = ["METHOD", "difference", "wilson"]

METHOD = "95 per cent interval of the difference of two shares (Newcombe 1998, method 10)"
"""The method in words, as it is shown beside its results."""

_Z = Fraction(1_959_964, 1_000_000)
"""The quantile of the normal distribution that leaves 2.5 per cent on either side, to six decimals."""

_SCALE = 10**9


def wilson(share: Fraction, cases: int) -> tuple[Fraction, Fraction]:
    """The score interval of a share.

    Args:
        share: from 0 to 1; it need not be a whole number of cases.
        cases: of how many, 1 or more.

    Returns:
        Its lower and its upper end, from 0 to 1.
    """
    square = _Z * _Z
    middle = share + square / (2 * cases)
    reach = _Z * _root_up(share * (1 - share) / cases + square / (4 * cases * cases))
    below = 1 + square / cases
    return max(Fraction(0), (middle - reach) / below), min(Fraction(1), (middle + reach) / below)


def difference(
    first: Fraction, first_cases: int, again: Fraction, again_cases: int
) -> tuple[Fraction, Fraction]:
    """The interval of the second share less the first, for two samples that do not depend on each other.

    Returns:
        Its lower and its upper end, from -1 to 1.
    """
    low, high = wilson(first, first_cases)
    low_again, high_again = wilson(again, again_cases)
    found = again - first
    down = _root_up((again - low_again) ** 2 + (high - first) ** 2)
    up = _root_up((high_again - again) ** 2 + (first - low) ** 2)
    return max(Fraction(-1), found - down), min(Fraction(1), found + up)


def _root_up(value: Fraction) -> Fraction:
    """The root, never less than it is and by less than two billionths more."""
    if value <= 0:
        return Fraction(0)
    return Fraction(isqrt(value.numerator * _SCALE * _SCALE // value.denominator) + 1, _SCALE)
