"""How many answers must change for a key question, or a standard, to reach each rating of the scale."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from domain.ratings.parts import Band, ShareRules
from domain.ratings.scheme import Scheme
from domain.ratings.shares import QuestionResult, out_of
from domain.ratings.standards import StandardResult

__all__ = ["QuestionReach", "Target", "fewest_yes", "rank_edges", "standard_targets"]


@dataclass(frozen=True, slots=True)
class QuestionReach:
    """What one key question can be moved to by turning noes to yes, or yeses to no.

    Attributes:
        yes: the cases that answer yes.
        movable: the cases that answer yes or no; "not applicable" is no judgement that could be turned.
        needed: for each rank of the scale, the fewest yeses with which the question is at that rank or higher;
            ``None`` when no number of yeses is enough.
    """

    id: str
    yes: int
    movable: int
    needed: tuple[int | None, ...]

    def to_at_least(self, rank: int) -> int | None:
        """The yes answers that must be gained, from 0, to be at ``rank`` or higher; ``None`` when it cannot be."""
        needed = self.needed[rank]
        return None if needed is None or needed > self.movable else max(0, needed - self.yes)

    def to_exactly(self, rank: int) -> int | None:
        """The yes answers that must be gained, or lost if negative, to be at ``rank``; ``None`` when it cannot be."""
        lowest = self.needed[rank]
        above = self.needed[rank + 1] if rank + 1 < len(self.needed) else None
        highest = self.movable if above is None else min(self.movable, above - 1)
        if lowest is None or lowest > highest:
            return None
        return min(max(self.yes, lowest), highest) - self.yes


@dataclass(frozen=True, slots=True)
class Target:
    """One rating that a standard can be moved to, at its lowest cost.

    Attributes:
        rank: the position of the rating on the scale.
        cost: the least number of changes.
        moves: by key question, how many yes answers are gained (or lost, if negative).
    """

    rank: int
    cost: int
    moves: tuple[tuple[str, int], ...]


def fewest_yes(edge: Fraction, denominator: int, rules: ShareRules) -> int:
    """The fewest yeses out of ``denominator`` whose share reaches a band's lower edge, in per cent."""
    if rules.rounding == "half_up":
        return max(0, ceil(Fraction((2 * ceil(edge) - 1) * denominator, 200)))
    return ceil(edge * denominator / 100)


def rank_edges(scheme: Scheme) -> tuple[Fraction | None, ...]:
    """For each rank of the scale, the edge at which a band of that rank or higher begins."""
    return tuple(_edge(scheme.bands, scheme, rank) for rank in range(len(scheme.levels)))


def _edge(bands: Sequence[Band], scheme: Scheme, rank: int) -> Fraction | None:
    for band in bands:
        if band.rating is not None and scheme.rank[band.rating] >= rank:
            return band.at_least
    return None


def standard_targets(scheme: Scheme, result: StandardResult) -> list[Target] | None:
    """Every rating that a ``lowest_band`` standard can have, with the least changes that give it, by rank.

    ``None`` when changes cannot be counted, because only percentages are known.
    """
    rank = scheme.rank[result.rating] if result.rating is not None else 0
    if any(question.share is None and question.band is not None for question in result.questions):
        return [Target(rank, 0, ())]  # an empty denominator counts as the lowest band, whatever the others do
    if any(question.share is not None and question.counts is None for question in result.questions):
        return None
    edges = rank_edges(scheme)
    possible = (_reach(scheme, question, edges) for question in result.questions)
    reaches = [reach for reach in possible if reach is not None]
    found = (_least(reaches, rank) for rank in range(len(scheme.levels)))
    return [target for target in found if target is not None]


def _reach(
    scheme: Scheme, question: QuestionResult, edges: tuple[Fraction | None, ...]
) -> QuestionReach | None:
    counts = question.counts
    if counts is None:
        return None
    movable = counts.yes + counts.no
    denominator = out_of(counts, scheme.shares.not_applicable)
    if not denominator:
        return None
    needed = tuple(None if edge is None else fewest_yes(edge, denominator, scheme.shares) for edge in edges)
    return QuestionReach(question.id, counts.yes, movable, needed)


def _least(reaches: Sequence[QuestionReach], rank: int) -> Target | None:
    """The least changes after which the lowest key question is exactly at ``rank``: one is at it, none below it."""
    lifts = [reach.to_at_least(rank) for reach in reaches]
    if any(lift is None for lift in lifts):
        return None
    total = sum(lift for lift in lifts if lift is not None)
    best: Target | None = None
    for position, reach in enumerate(reaches):
        exact = reach.to_exactly(rank)
        lift = lifts[position]
        if exact is None or lift is None:
            continue
        cost = total - lift + abs(exact)
        if best is None or cost < best.cost:
            moves = [(other.id, lifts[n] or 0) for n, other in enumerate(reaches)]
            moves[position] = (reach.id, exact)
            best = Target(rank, cost, tuple((id_, move) for id_, move in moves if move))
    return best
