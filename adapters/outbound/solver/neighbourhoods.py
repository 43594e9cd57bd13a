"""Which inspections to place anew together: those that compete for the same weeks, people and regions.

There are several ways to choose them, each with a size of its own, and what has gained most of late is tried most.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random

from adapters.outbound.solver.standing import Standing

__all__ = ["Choosing", "Neighbourhood", "Way"]

_NOT_SHARED = 6
"""Weeks of distance that two inspections without anybody in common count for, and half as many for two regions."""
_LUCK, _TIMES = 8, 4
"""Weeks of distance that chance adds, so that the same inspections do not always come together: at most so many, and no
more than have so many times the inspections that are chosen. In a very large year a few weeks have hundreds of them."""
SMALLEST, LARGEST = 3, 80
"""Bounds of the size, which follows what can be proved in time."""
GROWS, SHRINKS = 103, 95
"""Per cent of its size that a neighbourhood has after one that was solved to the end, and after one that was not."""
_MEMORY = 8
"""One part in so many of what a way is thought to gain is what it gained the last time."""


@dataclass
class Way:
    """A way to choose.

    Attributes:
        reach: how many weeks inspections may move; None: to wherever they may start.
        size_in_hundredths: how many inspections, times a hundred.
        gains: what it has gained of late, in points for each thousandth of a deterministic second, times a thousand.
    """

    reach: int | None
    size_in_hundredths: int
    gains: int = 1_000

    def learn(self, gain: int, work: int, *, whole: bool) -> None:
        """Keep in mind what a neighbourhood came to.

        Args:
            gain: points by which the plan became cheaper.
            work: what it took.
            whole: whether it was solved to the end.
        """
        self.gains += (1_000 * gain // max(1, work) - self.gains) // _MEMORY
        size = self.size_in_hundredths * (GROWS if whole else SHRINKS) // 100
        self.size_in_hundredths = min(LARGEST * 100, max(SMALLEST * 100, size))


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """Inspections to place anew together, in order, and the way in which they were chosen."""

    way: Way
    ats: list[int]


class Choosing:
    """Chooses neighbourhoods, and learns which way pays."""

    def __init__(self, chance: Random) -> None:
        """Begin without knowing.

        Args:
            chance: chooses among what is equal.
        """
        self.chance = chance
        self.waiting = Way(None, 500)
        self.ways = (Way(None, 500), Way(2, 700), Way(0, 1_500))

    def next(self, standing: Standing, taken: Iterable[int] = ()) -> Neighbourhood | None:
        """A neighbourhood; None if there is nothing left that could be placed anywhere.

        Half of the time it gathers around one without a place, if there is any, mandatory ones first; else around one
        that is dear, around somebody whose work is unfairly much or little, or around any.

        Args:
            standing: the plan.
            taken: inspections that are already being placed anew.
        """
        jobs = standing.possible.jobs
        away = set(taken)
        free = [at for at, job in enumerate(jobs) if at not in away and job.starts]
        if not free:
            return None
        waiting = [at for at in free if standing.places[at] is None]
        if waiting and self.chance.randrange(2):
            mandatory = [at for at in waiting if jobs[at].mandatory]
            at = self.chance.choice(mandatory or waiting)
            return Neighbourhood(
                self.waiting, self._around(standing, free, at, set(jobs[at].posts[0].fares), self.waiting)
            )
        least = 1 + sum(way.gains for way in self.ways) // 10
        way = self.chance.choices(self.ways, [way.gains + least for way in self.ways])[0]
        at, people = self._anchor(standing, free)
        return Neighbourhood(way, self._around(standing, free, at, people, way))

    def _around(
        self, standing: Standing, free: Sequence[int], anchor: int, people: set[int], way: Way
    ) -> list[int]:
        """The nearest to one inspection by week, people and region, with some luck."""
        jobs, chance = standing.possible.jobs, self.chance
        week = self._week(standing, anchor)
        region = jobs[anchor].region
        size = way.size_in_hundredths // 100
        luck = 10 * min(_LUCK, 1 + _TIMES * size * standing.possible.problem.weeks // len(jobs))
        ranked = []
        for at in free:
            place = standing.places[at]
            if at == anchor:
                continue
            start = week if place is None else place.start
            far = 10 * abs(start - week) + int(chance.random() * luck)
            if place is not None and people and all(people.isdisjoint(team) for team in place.team):
                far += 10 * _NOT_SHARED
            if jobs[at].region != region:
                far += 5 * _NOT_SHARED
            ranked.append((far, at))
        ranked.sort()
        return sorted([anchor, *(at for _, at in ranked[: size - 1])])

    def _anchor(self, standing: Standing, free: Sequence[int]) -> tuple[int, set[int]]:
        """The inspection in the middle, and the people that matter around it."""
        chance = self.chance
        kind = chance.randrange(3)
        if kind == 0:
            unfair = [
                person
                for person, worker in enumerate(standing.possible.workers)
                if worker.unfair(standing.loads[person])
            ]
            if unfair:
                person = chance.choice(unfair)
                own = [at for at in free if person in _team(standing, at)]
                if own:
                    return (at := chance.choice(own)), {person, *_team(standing, at)}
        at = chance.choice(free)
        if kind == 1:
            several = [at, *(chance.choice(free) for _ in range(4))]
            at = max(several, key=lambda each: (standing.cost_of(each), each))
        return at, _team(standing, at)

    def _week(self, standing: Standing, at: int) -> int:
        place = standing.places[at]
        return self.chance.choice(list(standing.possible.jobs[at].starts)) if place is None else place.start


def _team(standing: Standing, at: int) -> set[int]:
    place = standing.places[at]
    return set() if place is None else {person for people in place.team for person in people}
