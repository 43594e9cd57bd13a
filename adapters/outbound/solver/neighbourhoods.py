"""Which inspections to place anew together: those that compete for the same weeks, people and regions."""

from collections.abc import Iterable
from random import Random

from adapters.outbound.solver.standing import Standing

__all__ = ["neighbourhood"]

_NOT_SHARED = 6
"""Weeks of distance that two inspections without anybody in common count for, and half as many for two regions."""
_LUCK = 8
"""Weeks of distance that chance adds, so that the same inspections do not always come together."""


def neighbourhood(standing: Standing, size: int, chance: Random, taken: Iterable[int] = ()) -> list[int]:
    """Some inspections to place anew together, at most ``size`` of them, in order.

    Half of the time they gather around one without a place, if there is any; else around one that is dear, around
    somebody whose work is unfairly much or little, or around any.

    Args:
        standing: the plan.
        size: how many.
        chance: chooses.
        taken: inspections that are already being placed anew.
    """
    jobs = standing.possible.jobs
    away = set(taken)
    free = [at for at, job in enumerate(jobs) if at not in away and job.starts]
    if not free:
        return []
    anchor, people = _anchor(standing, free, chance)
    week = _week(standing, anchor, chance)
    region = jobs[anchor].region
    ranked = []
    for at in free:
        place = standing.places[at]
        if at == anchor:
            continue
        start = week if place is None else place.start
        far = 10 * abs(start - week) + chance.randrange(10 * _LUCK)
        if place is not None and people and people.isdisjoint(one for team in place.team for one in team):
            far += 10 * _NOT_SHARED
        if jobs[at].region != region:
            far += 5 * _NOT_SHARED
        ranked.append((far, at))
    ranked.sort()
    return sorted([anchor, *(at for _, at in ranked[: size - 1])])


def _anchor(standing: Standing, free: list[int], chance: Random) -> tuple[int, set[int]]:
    """The inspection in the middle, and the people that matter around it."""
    waiting = [at for at in free if standing.places[at] is None]
    if waiting and chance.randrange(2):
        at = chance.choice(waiting)
        leading = standing.possible.jobs[at].posts[0]
        return at, set(leading.fares)
    way = chance.randrange(3)
    if way == 0:
        unfair = [
            person
            for person, worker in enumerate(standing.possible.workers)
            if not worker.low <= standing.loads[person] <= worker.high
        ]
        if unfair:
            person = chance.choice(unfair)
            own = [at for at in free if person in _team(standing, at)]
            if own:
                return (at := chance.choice(own)), {person, *_team(standing, at)}
    at = chance.choice(free)
    if way == 1:
        several = [at, *(chance.choice(free) for _ in range(4))]
        at = max(several, key=lambda each: (standing.cost_of(each), each))
    return at, _team(standing, at)


def _team(standing: Standing, at: int) -> set[int]:
    place = standing.places[at]
    return set() if place is None else {person for people in place.team for person in people}


def _week(standing: Standing, at: int, chance: Random) -> int:
    place = standing.places[at]
    return chance.choice(list(standing.possible.jobs[at].starts)) if place is None else place.start
