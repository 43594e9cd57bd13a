"""From answers to a share of yes, and from a share to its band (004 §4.8)."""

from dataclasses import dataclass
from fractions import Fraction

from domain.ratings.inputs import Counts, Percentage, QuestionInput
from domain.ratings.parts import Band, Place, ShareRules

__all__ = [
    "QuestionResult",
    "band_at",
    "between_edges",
    "out_of",
    "question_result",
    "rounded",
    "share_of",
    "shown",
]


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """What came out for one key question.

    Attributes:
        counts: the answers, unless only a percentage is known.
        share: the share of yes, from 0 to 1; ``None`` when nothing is in its denominator.
        band: the band of the share; ``None`` where the scheme has no bands or the question was left out.
        between_edges: whether the share lies between two whole per cents of which the upper one is a band's edge, so
            that the printed bands ("50-64", "65-79") do not say where it belongs.
    """

    id: str
    counts: Counts | None
    share: Fraction | None
    band: Band | None
    between_edges: bool


def out_of(given: Counts, not_applicable: Place) -> int:
    """Of how many cases a share of yes is; what is printed beside a share is this number, and no other.

    Args:
        given: how the cases answered.
        not_applicable: whether the scheme counts "not applicable" in or out.
    """
    return given.yes + given.no + (given.not_applicable if not_applicable == "in" else 0)


def share_of(given: QuestionInput, rules: ShareRules) -> Fraction | None:
    """The share of yes in the denominator that the scheme chose; ``None`` when that is empty."""
    if isinstance(given, Percentage):
        return given.percent / 100
    of = out_of(given, rules.not_applicable)
    return Fraction(given.yes, of) if of else None


def rounded(share: Fraction) -> int:
    """A share in whole per cent, a half rounded up."""
    return (200 * share.numerator + share.denominator) // (2 * share.denominator)


def band_at(share: Fraction, bands: tuple[Band, ...], rules: ShareRules) -> Band | None:
    """The highest band whose lower edge the share reaches, exactly or rounded half up as the scheme says."""
    compared = Fraction(rounded(share), 100) if rules.rounding == "half_up" else share
    found: Band | None = None
    for band in bands:
        if _below(compared, band.at_least):
            break
        found = band
    return found


def between_edges(share: Fraction, bands: tuple[Band, ...]) -> bool:
    """Whether the share is less than one per cent below a band's edge: 64.6 is neither in "50-64" nor in "65-79"."""
    edge = _next_edge(share, bands)
    if edge is None:
        return False
    return 100 * share.numerator * edge.denominator > (edge.numerator - edge.denominator) * share.denominator


def shown(share: Fraction, bands: tuple[Band, ...] = ()) -> str:
    """A share in per cent with at most one decimal, as screens and reports print it.

    A half is rounded up; but a share below a band's edge is never shown as having reached it: 64.96 is "64.9".
    """
    upper, lower = 1000 * share.numerator, share.denominator
    tenths = (2 * upper + lower) // (2 * lower)
    edge = _next_edge(share, bands)
    if edge is not None and tenths * edge.denominator >= 10 * edge.numerator:
        tenths = upper // lower
    whole, tenth = divmod(tenths, 10)
    return f"{whole}.{tenth}" if tenth else str(whole)


def question_result(
    id_: str, given: QuestionInput, bands: tuple[Band, ...], rules: ShareRules
) -> QuestionResult:
    """The share and band of one key question; an empty denominator has neither."""
    counts = given if isinstance(given, Counts) else None
    share = share_of(given, rules)
    if share is None:
        return QuestionResult(id_, counts, None, None, between_edges=False)
    return QuestionResult(id_, counts, share, band_at(share, bands, rules), between_edges(share, bands))


def _next_edge(share: Fraction, bands: tuple[Band, ...]) -> Fraction | None:
    """The first edge that the share has not reached; the other edges above it are farther still."""
    for band in bands:
        if _below(share, band.at_least):
            return band.at_least
    return None


def _below(share: Fraction, percent: Fraction) -> bool:
    """Whether a share lies below a percentage; in whole numbers, for it is asked for every share and edge."""
    return 100 * share.numerator * percent.denominator < percent.numerator * share.denominator
