"""Which inspections are kept apart where nobody has said: those that would come to the same people soon after another.

The areas of providers say who is whose neighbour. Two inspections of different kinds in one area (a probation provider
and a division of the national service, say) have six clear weeks between them, and so have any two of one provider.
"""

from collections import defaultdict
from itertools import combinations

from domain.areas import as_compared
from domain.programme.problem import Apart, Problem

__all__ = ["neighbours"]

_GAP = 6
"""Clear weeks between neighbours, as the inspectorate's programme keeps them."""
_MOST = 50_000
"""As many as a year may have. Where areas are so large that there would be more, they say nothing of neighbours."""


def neighbours(problem: Problem) -> tuple[Apart, ...]:
    """The pairs of inspections to be kept apart by their providers and areas; none where there would be too many.

    Args:
        problem: the year.
    """
    areas = {each.id: each.area for each in problem.providers}
    whom: dict[str, list[int]] = defaultdict(list)
    where: dict[str, set[int]] = defaultdict(set)
    called: dict[str, str] = {}
    for at, inspection in enumerate(problem.inspections):
        for provider in inspection.providers:
            whom[provider].append(at)
            if (area := areas.get(provider)) is not None:
                where[as_compared(area)].add(at)
                called.setdefault(as_compared(area), area)
    why = {pair: f"the same provider, {each}" for each, ats in whom.items() for pair in combinations(ats, 2)}
    for area, near in where.items():
        for one, other in combinations(sorted(near), 2):
            if problem.inspections[one].kind != problem.inspections[other].kind:
                why.setdefault((one, other), f"the same area, {called[area][:200]}")
            if len(why) > _MOST:
                return ()
    codes = [each.id for each in problem.inspections]
    return tuple(
        Apart(first=codes[one], second=codes[other], gap=_GAP, why=said)
        for (one, other), said in sorted(why.items())
        if codes[one] != codes[other]
    )
