"""The probability of a rating, given how probable each band of each key question is; and bounds that assume nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import prod

from domain.ratings.nearness.least_change import State, counts_by_level, counts_matter
from domain.ratings.overall import overall_of
from domain.ratings.scheme import Scheme

__all__ = ["OverallChance", "Spread", "certain", "lowest_of", "taken_as"]

_NONE, _ALL = Fraction(0), Fraction(1)


@dataclass(frozen=True, slots=True)
class Spread:
    """How probable each rank of the scale is for one standard.

    Attributes:
        questions: for each key question, the probability of each rank, lowest first; none where nothing is known.
        probabilities: of each rank for the standard, the lowest of its key questions, these being independent.
        reaching: for each rank, the most that the probability of being at it or higher can be, however they depend.
        below: for each rank, the most that the probability of being lower can be.
    """

    questions: tuple[tuple[Fraction, ...], ...]
    probabilities: tuple[Fraction, ...]
    reaching: tuple[Fraction, ...]
    below: tuple[Fraction, ...]

    @property
    def possible(self) -> list[int]:
        """The ranks that are not impossible."""
        last = len(self.probabilities)
        return [r for r in range(last) if self.reaching[r] and (r + 1 == last or self.below[r + 1])]

    def most(self, lowest: int, highest: int) -> Fraction:
        """The most that the probability of a rank from ``lowest`` to ``highest`` can be."""
        if not self.questions:
            return _ALL
        some_within = sum((sum(q[lowest : highest + 1], _NONE) for q in self.questions), _NONE)
        return min(self.reaching[lowest], some_within, _ALL)

    def least(self, rank: int) -> Fraction:
        """The least that the probability of exactly ``rank`` can be: one question at it, no other below it."""
        if not self.questions:
            return _NONE
        missing = [sum(question[:rank], _NONE) for question in self.questions]
        total = sum(missing, _NONE)
        sure = max(q[rank] - (total - lost) for q, lost in zip(self.questions, missing, strict=True))
        return max(_NONE, sure)


def certain(scheme: Scheme, rank: int) -> Spread:
    """A standard that is at ``rank`` for certain, such as one that is judged."""
    return lowest_of([tuple(Fraction(int(other == rank)) for other in range(len(scheme.levels)))])


def taken_as(scheme: Scheme, rank: int) -> Spread:
    """A standard of which nothing is known but its rank in the sample: taken as that, while the bounds allow any."""
    ranks = range(len(scheme.levels))
    probabilities = tuple(Fraction(int(other == rank)) for other in ranks)
    return Spread((), probabilities, tuple(_ALL for _ in ranks), tuple(Fraction(int(r > 0)) for r in ranks))


def lowest_of(questions: Sequence[tuple[Fraction, ...]]) -> Spread:
    """The standard that takes the lowest rank of these key questions."""
    ranks = range(len(questions[0]))
    reaching = [[sum(question[rank:], _NONE) for question in questions] for rank in ranks]
    together = [prod(chances, start=_ALL) for chances in reaching]
    return Spread(
        tuple(questions),
        tuple(here - after for here, after in zip(together, [*together[1:], _NONE], strict=True)),
        tuple(min(chances) for chances in reaching),
        tuple(min(_ALL, sum((1 - chance for chance in chances), _NONE)) for chances in reaching),
    )


@dataclass(frozen=True, slots=True)
class OverallChance:
    """How probable is this overall rating?

    Attributes:
        standards: weight and spread of each rated, counted standard.
        ranks: the rank of each as it was derived.
        facts: every fact of the scheme.
        rating: the overall rating asked about.
    """

    scheme: Scheme
    standards: tuple[tuple[int, Spread], ...]
    ranks: tuple[int, ...]
    facts: Mapping[str, bool]
    rating: str

    def independent(self) -> Fraction:
        """The probability with standards independent of each other."""
        states: dict[State, Fraction] = {self._start(): _ALL}
        for weight, spread in self.standards:
            following: dict[State, Fraction] = {}
            for state, chance in states.items():
                for rank, probability in enumerate(spread.probabilities):
                    after = self._after(state, weight, rank)
                    following[after] = following.get(after, _NONE) + chance * probability
            states = following
        return sum((chance for state, chance in states.items() if self._gives(state)), _NONE)

    def most(self) -> Fraction:
        """The most it can be: some one standard, by itself, rules the rating out so often, whatever the others are."""
        best = _ALL
        for position, (weight, spread) in enumerate(self.standards):
            if len(spread.possible) == 1:
                continue
            others = self._possible([*self.standards[:position], *self.standards[position + 1 :]])
            # The rank that was derived is always among them: the rating asked about is the one it gave.
            allowed = [
                rank
                for rank in spread.possible
                if any(self._gives(self._after(state, weight, rank)) for state in others)
            ]
            best = min(best, spread.most(allowed[0], allowed[-1]))
        return best

    def least(self) -> Fraction:
        """The least it can be: the better of two bounds, each of which assumes nothing.

        Either no standard differs at all; or, where only the score counts, the expected loss and gain of points are
        too small for the score to leave its band more often than this (Markov's inequality).
        """
        pairs = zip(self.standards, self.ranks, strict=True)
        union = 1 - sum((1 - spread.least(rank) for (_, spread), rank in pairs), _NONE)
        return max(_NONE, union, self._by_points())

    def _by_points(self) -> Fraction:
        if counts_matter(self.scheme):
            return _NONE
        scores = [level.score for level in self.scheme.levels]
        score, loss, gain = 0, _NONE, _NONE
        for (weight, spread), rank in zip(self.standards, self.ranks, strict=True):
            score += weight * scores[rank]
            steps = [later - earlier for earlier, later in pairwise(scores)]
            loss += weight * sum((steps[r - 1] * spread.below[r] for r in range(1, rank + 1)), _NONE)
            gain += weight * sum(
                (steps[r - 1] * spread.reaching[r] for r in range(rank + 1, len(scores))), _NONE
            )
        down, up = self._distance(score, -1), self._distance(score, 1)
        return 1 - (loss / down if down else _NONE) - (gain / up if up else _NONE)

    def _distance(self, score: int, step: int) -> int | None:
        """The points that must be lost (or gained) before the rating is another."""
        most = self.scheme.max_level_score * sum(weight for weight, _ in self.standards)
        other = score + step
        while 0 <= other <= most:
            if not self._gives((other, ())):
                return abs(other - score)
            other += step
        return None

    def _possible(self, standards: Sequence[tuple[int, Spread]]) -> list[State]:
        states: dict[State, None] = {self._start(): None}
        for weight, spread in standards:
            states = {self._after(state, weight, rank): None for state in states for rank in spread.possible}
        return list(states)

    def _start(self) -> State:
        return 0, ((0,) * len(self.scheme.levels) if counts_matter(self.scheme) else ())

    def _after(self, state: State, weight: int, rank: int) -> State:
        """The state with one more standard at ``rank``."""
        score, levels = state
        if levels:
            levels = (*levels[:rank], levels[rank] + 1, *levels[rank + 1 :])
        return score + weight * self.scheme.levels[rank].score, levels

    def _gives(self, state: State) -> bool:
        score, levels = state
        weight = sum(weight for weight, _ in self.standards)
        counts = counts_by_level(self.scheme, levels)
        return overall_of(self.scheme, counts, weight, score, self.facts) == self.rating
