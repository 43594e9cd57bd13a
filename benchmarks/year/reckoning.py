"""The ratings of a year, worked out a second time, from the answers that the script gave and by nothing of Assay's.

Only what the published texts say is in here (004 §4.8-4.10, §4.22): the share of yes among yes and no, four bands, the
lowest band of a standard's key questions, and the sum of points held against the number of standards.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

__all__ = ["Reckoned", "reckon"]

LEVELS = ("inadequate", "requires_improvement", "good", "outstanding")
EDGES = (Fraction(1, 2), Fraction(65, 100), Fraction(8, 10))


@dataclass(frozen=True)
class Reckoned:
    """What comes out.

    Attributes:
        ratings: of each standard; None where it is not rated.
        shares: of each key question, with the yes and no that it comes from.
        score: the sum of points.
        most: the most there could have been.
        overall: the overall rating.
    """

    ratings: Mapping[str, str | None]
    shares: Mapping[str, tuple[int, int, Fraction]]
    score: int
    most: int
    overall: str


def reckon(
    answers: Iterable[Mapping[str, str]], judged: Mapping[str, str], unrated: Iterable[str] = ()
) -> Reckoned:
    """Work ratings out.

    Args:
        answers: of each case: key question to yes, no or not_applicable. A key question 2.1.3 belongs to standard 2.1.
        judged: the ratings that were judged, by standard.
        unrated: standards that are not rated at all.
    """
    yes: dict[str, int] = {}
    no: dict[str, int] = {}
    asked: set[str] = set()
    for case in answers:
        for question, answer in case.items():
            asked.add(question)
            yes[question] = yes.get(question, 0) + (answer == "yes")
            no[question] = no.get(question, 0) + (answer == "no")
    shares = {
        each: (yes[each], no[each], Fraction(yes[each], yes[each] + no[each]))
        for each in sorted(asked)
        if yes[each] + no[each]
    }
    ratings: dict[str, str | None] = {**dict.fromkeys(unrated), **judged}
    for standard in sorted({each.rpartition(".")[0] for each in asked}):
        levels = [
            sum(share >= edge for edge in EDGES)
            for question, (_, _, share) in shares.items()
            if question.rpartition(".")[0] == standard
        ]
        ratings[standard] = LEVELS[min(levels)] if levels else None
    points = [LEVELS.index(each) for each in ratings.values() if each is not None]
    return Reckoned(ratings, shares, sum(points), 3 * len(points), _overall(sum(points), len(points)))


def _overall(score: int, standards: int) -> str:
    """Ten standards: 0-5, 6-15, 16-25, 26-30; in proportion where there are more or fewer."""
    for level, up_to in zip(LEVELS, (Fraction(1, 2), Fraction(3, 2), Fraction(5, 2)), strict=False):
        if score <= up_to * standards:
            return level
    return LEVELS[-1]
