"""From the standards' ratings to the overall rating (004 §4.22)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from domain.ratings.count_rules import deciding_rule
from domain.ratings.parts import Limiter
from domain.ratings.scheme import Scheme

__all__ = ["OverallResult", "limited", "overall_of", "rate_overall", "score_edge"]


@dataclass(frozen=True, slots=True)
class OverallResult:
    """How the overall rating came out.

    Attributes:
        weight: the summed weight of the rated, counted standards; ``n`` where no standard weighs more than one.
        score: the sum of points, for schemes that add them up.
        max_score: the most that the rated standards could have scored.
        counts: how many counted standards have each level, for schemes that count them.
        before_limits: the rating before any limiter.
        rule: the id of the rule that decided, for schemes with count rules.
        limited_by: the limiters that applied, whether or not they changed anything.
        rating: the overall rating, or ``None``.
        reason: why there is none.
    """

    weight: int
    score: int | None
    max_score: int | None
    counts: Mapping[str, int]
    before_limits: str | None
    rule: str | None
    limited_by: tuple[str, ...]
    rating: str | None
    reason: str | None


def rate_overall(
    scheme: Scheme,
    ratings: Iterable[tuple[str | None, int]],
    facts: Mapping[str, bool],
    judged: str | None,
) -> OverallResult:
    """The overall rating.

    Args:
        scheme: the scheme that says how.
        ratings: rating and weight of each *counted* standard; a rating is ``None`` when it is not rated.
        facts: every fact of the scheme.
        judged: the overall judgement, where the scheme has one.
    """
    rated = [(rating, weight) for rating, weight in ratings if rating is not None]
    counts = Counter(rating for rating, _ in rated)
    weight = sum(weight for _, weight in rated)
    aggregator = scheme.overall.aggregator
    score = max_score = None
    if aggregator == "sum_and_band":
        score = sum(scheme.score[rating] * weight for rating, weight in rated)
        max_score = scheme.max_level_score * weight
    before, rule, reason = _before_limits(scheme, counts, weight, score, judged)
    if before is None:
        return OverallResult(weight, score, max_score, counts, None, None, (), None, reason)
    rating, applied = limited(scheme, before, counts, facts)
    return OverallResult(weight, score, max_score, counts, before, rule, applied, rating, None)


def overall_of(
    scheme: Scheme, counts: Mapping[str, int], weight: int, score: int, facts: Mapping[str, bool]
) -> str | None:
    """The overall rating that these numbers give, after limiters; what nearness asks many times."""
    before, _, _ = _before_limits(scheme, counts, weight, score, None)
    return None if before is None else limited(scheme, before, counts, facts)[0]


def score_edge(up_to: Fraction, weight: int) -> Fraction:
    """The highest total that still lies in a band: the mean's edge times the weight that is rated."""
    return up_to * weight


def _before_limits(
    scheme: Scheme, counts: Mapping[str, int], weight: int, score: int | None, judged: str | None
) -> tuple[str | None, str | None, str | None]:
    """Rating, rule and reason for none."""
    aggregator = scheme.overall.aggregator
    if aggregator == "none":
        return None, None, "the scheme rates standards independently"
    if aggregator == "narrative":
        return None, None, "the scheme reports in words only"
    if aggregator == "judgement":
        return judged, None, None
    if not weight:
        return None, None, "no counted standard is rated"
    if aggregator == "count_rules":
        rule = deciding_rule(scheme.overall.rules, counts)
        assert rule is not None, "a scheme is only accepted when its rules are total"
        return rule.rating, rule.id, None
    assert score is not None
    for band in scheme.overall.bands:
        if band.up_to is None or score <= score_edge(band.up_to, weight):
            return band.rating, None, None
    raise AssertionError("the last band has no upper edge")


def limited(
    scheme: Scheme, rating: str, counts: Mapping[str, int], facts: Mapping[str, bool]
) -> tuple[str, tuple[str, ...]]:
    """The rating after every limiter, and the limiters that applied."""
    applied = [limiter for limiter in scheme.overall.limiters if _applies(limiter, counts, facts)]
    for limiter in applied:
        if scheme.rank[rating] > scheme.rank[limiter.at_most]:
            rating = limiter.at_most
    return rating, tuple(limiter.id for limiter in applied)


def _applies(limiter: Limiter, counts: Mapping[str, int], facts: Mapping[str, bool]) -> bool:
    if limiter.fact is not None and not facts[limiter.fact]:
        return False
    return all(condition.holds(counts) for condition in limiter.conditions)
