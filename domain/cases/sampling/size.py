"""How many cases must be read to be so sure of a share, within so many points (004 §4.12)."""

from decimal import Decimal, localcontext
from fractions import Fraction
from functools import cache
from math import ceil

from domain.refusals import Refused

__all__ = ["normal_quantile", "sample_size"]

_DIGITS = 30


def sample_size(population: int, *, confidence: Fraction, margin: Fraction) -> int:
    """The cases to read so that a share is within ``margin`` of the whole file's with ``confidence``.

    Cochran's formula for a proportion, at the share that needs most cases (one half), with the finite-population
    correction, rounded up: n0 = z² / (4 margin²); n = n0 / (1 + (n0 - 1) / population).

    Args:
        population: the cases in the whole file.
        confidence: for example ``Fraction(80, 100)``; the inspectorate aims for 80 per cent in domain 2.
        margin: for example ``Fraction(5, 100)`` for five points either way. It is not published: a protocol's setting.

    Returns:
        At most ``population``; 0 for an empty file.

    Raises:
        Refused: ``bad-sample-size``, when the confidence is not from 0.5 to 0.9999, the margin not from 0.001 to
            0.5, or the population negative.
    """
    if isinstance(population, bool) or population < 0:
        raise Refused.because(
            "bad-sample-size", f"a case file holds a whole number of cases from 0, not {population!r}"
        )
    if not Fraction(1, 2) <= confidence <= Fraction(9999, 10000):
        raise Refused.because("bad-sample-size", "the confidence level must be from 50 to 99.99 per cent")
    if not Fraction(1, 1000) <= margin <= Fraction(1, 2):
        raise Refused.because("bad-sample-size", "the margin of error must be from 0.1 to 50 points")
    if population == 0:
        return 0
    z = Fraction(normal_quantile((1 + confidence) / 2))
    without_limit = z * z / (4 * margin * margin)
    return min(population, ceil(without_limit / (1 + (without_limit - 1) / population)))


@cache
def normal_quantile(probability: Fraction) -> Decimal:
    """The point below which a standard normal variable lies with this probability, to 20 decimal places.

    In decimal arithmetic, so that every machine draws the same number of cases.

    Args:
        probability: from 1/2 up to 1, 1 excluded.
    """
    with localcontext() as context:
        context.prec = _DIGITS
        wanted = Decimal(probability.numerator) / Decimal(probability.denominator) - Decimal("0.5")
        low, high = Decimal(0), Decimal(10)
        while high - low > Decimal("1e-22"):
            middle = (low + high) / 2
            if _area(middle) < wanted:
                low = middle
            else:
                high = middle
        return ((low + high) / 2).quantize(Decimal("1e-20"))


def _area(z: Decimal) -> Decimal:
    """The area under the standard normal curve from 0 to ``z``: exp(-z²/2)/√(2π) (z + z³/3 + z⁵/(3·5) + …)."""
    term = total = z
    odd = 1
    while abs(term) > Decimal(10) ** -(_DIGITS + 2):
        odd += 2
        term = term * z * z / odd
        total += term
    return total * (-z * z / 2).exp() / (2 * _PI).sqrt()


_PI = Decimal("3.14159265358979323846264338327950288")
