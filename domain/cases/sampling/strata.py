"""Sharing a sample out over strata: in proportion, by largest remainder, with a least number for some of them.

Whole numbers only. Of a sample of ``n`` from strata of ``N1, N2, …`` cases (``N`` in all) each stratum's share is
``n · Nh / N``. It gets the whole part of its share; the cases that are then left over go, one each, to the strata with
the largest remainder, of two that are equal to the larger stratum, and of two that are equally large to the one with
the smaller number.

Where strata must have a least number (:func:`lower_bounds`), those whose share would be below it get that number, and
what is left of the sample is shared among the others in the same way; again, until none is below.
"""

from collections.abc import Iterable, Mapping, Sequence

__all__ = ["allocate", "lower_bounds"]


def allocate(
    size: int, strata: Mapping[int, int], at_least: Mapping[int, int] | None = None
) -> dict[int, int]:
    """How many cases each stratum gives to a sample.

    Args:
        size: how many cases are wanted; all are taken where there are no more.
        strata: how many cases each stratum has, by its number.
        at_least: the least number from some of them; none has more than there are, and together they fit the size.

    Returns:
        A number for each stratum; they come to ``size``, or to all cases where there are no more.

    Raises:
        ValueError: the least numbers do not fit.
    """
    floors = {number: count for number, count in (at_least or {}).items() if count}
    if any(count > strata.get(number, 0) for number, count in floors.items()) or sum(floors.values()) > size:
        raise ValueError("the least numbers do not fit the strata or the size")
    size = min(size, sum(strata.values()))
    fixed: dict[int, int] = {}
    while True:
        free = {number: count for number, count in strata.items() if number not in fixed}
        left = size - sum(fixed.values())
        shares = _by_largest_remainder(left, free)
        # Held against the exact share, not the rounded one: so the order in which they are looked at does not matter.
        everything = sum(free.values())
        below = {
            number: floor
            for number, floor in floors.items()
            if number in free and left * free[number] < floor * everything
        }
        if not below:
            return {number: fixed.get(number, shares.get(number, 0)) for number in strata}
        fixed |= below


def lower_bounds(strata: Mapping[int, int], quotas: Iterable[tuple[Sequence[int], int]]) -> dict[int, int]:
    """The least number from each stratum so that every quota is met.

    A quota is shared over its strata in proportion, by largest remainder; where a stratum stands in several quotas,
    the largest number counts. A quota larger than all the cases of its sort asks for all of them.

    Args:
        strata: how many cases each stratum has, by its number.
        quotas: for each quota its strata, and how many cases it asks for.
    """
    bounds: dict[int, int] = {}
    for numbers, at_least in quotas:
        of_its_sort = {number: strata[number] for number in numbers if number in strata}
        wanted = min(at_least, sum(of_its_sort.values()))
        for number, count in _by_largest_remainder(wanted, of_its_sort).items():
            bounds[number] = max(bounds.get(number, 0), count)
    return {number: count for number, count in bounds.items() if count}


def _by_largest_remainder(size: int, strata: Mapping[int, int]) -> dict[int, int]:
    everything = sum(strata.values())
    if not everything:
        return dict.fromkeys(strata, 0)
    parts = {number: divmod(size * count, everything) for number, count in strata.items()}
    shares = {number: whole for number, (whole, _) in parts.items()}
    order = sorted(strata, key=lambda number: (-parts[number][1], -strata[number], number))
    for number in order[: size - sum(shares.values())]:
        shares[number] += 1
    return shares
