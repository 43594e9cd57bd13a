"""The fewest changes that move an overall rating: exact, over every way in which the standards could come out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.ratings.overall import overall_of
from domain.ratings.scheme import Scheme

__all__ = ["Option", "Way", "combine", "least_ways"]

State = tuple[int, tuple[int, ...]]
"""What the overall rule looks at: the score, and how many standards are at each level where a rule counts them."""


@dataclass(frozen=True, slots=True)
class Option:
    """One level that a standard could have, and the changes that this takes."""

    rank: int
    cost: int


@dataclass(frozen=True, slots=True)
class Way:
    """One way to another overall rating: its cost and the rank chosen for each standard, in order."""

    cost: int
    rank: int
    choices: tuple[int, ...]


Chain = tuple[int, "Chain"] | None
"""The ranks chosen so far, last one first; a way is written out only if it wins."""


def least_ways(
    scheme: Scheme,
    standards: Sequence[tuple[int, Sequence[Option]]],
    facts: Mapping[str, bool],
    current: str,
) -> tuple[Way | None, Way | None]:
    """The cheapest way to any higher overall rating, and to any lower one.

    Args:
        scheme: the scheme.
        standards: weight and options of each rated, counted standard.
        facts: every fact of the scheme.
        current: the overall rating as it is.
    """
    weight = sum(weight for weight, _ in standards)
    rank = scheme.rank[current]
    up: tuple[int, int, Chain] | None = None
    down: tuple[int, int, Chain] | None = None
    for (score, levels), (cost, chain) in combine(scheme, standards).items():
        rating = overall_of(scheme, counts_by_level(scheme, levels), weight, score, facts)
        if rating is None:
            continue
        reached = scheme.rank[rating]
        if reached > rank and (up is None or (cost, reached) < up[:2]):
            up = (cost, reached, chain)
        if reached < rank and (down is None or (cost, -reached) < (down[0], -down[1])):
            down = (cost, reached, chain)
    return _way(up), _way(down)


def combine(
    scheme: Scheme, standards: Sequence[tuple[int, Sequence[Option]]]
) -> dict[State, tuple[int, Chain]]:
    """Every state that the standards can be in together, with the least cost of it and the choices that give it.

    Many combinations lead to one state and only the cheapest of them is kept, so the work grows with the number of
    states, not of combinations.
    """
    counting = counts_matter(scheme)
    scores = [level.score for level in scheme.levels]
    nobody = (0,) * len(scores) if counting else ()
    states: dict[State, tuple[int, Chain]] = {(0, nobody): (0, None)}
    for weight, options in standards:
        following: dict[State, tuple[int, Chain]] = {}
        for (score, levels), (cost, chain) in states.items():
            for option in options:
                rank = option.rank
                after = (*levels[:rank], levels[rank] + 1, *levels[rank + 1 :]) if counting else ()
                state = (score + weight * scores[rank], after)
                total = cost + option.cost
                known = following.get(state)
                if known is None or total < known[0]:
                    following[state] = (total, (rank, chain))
        states = following
    return states


def counts_matter(scheme: Scheme) -> bool:
    """Whether the overall rule looks at how many standards are at a level, and not only at the score."""
    return scheme.overall.aggregator == "count_rules" or any(
        limiter.conditions for limiter in scheme.overall.limiters
    )


def counts_by_level(scheme: Scheme, levels: tuple[int, ...]) -> Mapping[str, int]:
    """The counts of a state by the levels' ids; empty where no rule looks at them."""
    return {level.id: count for level, count in zip(scheme.levels, levels, strict=False)}


def _way(found: tuple[int, int, Chain] | None) -> Way | None:
    if found is None:
        return None
    cost, rank, chain = found
    choices: list[int] = []
    while chain is not None:
        choice, chain = chain
        choices.append(choice)
    return Way(cost, rank, tuple(reversed(choices)))
