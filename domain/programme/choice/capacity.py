"""Whether everybody can still be inspected in time: years have room for so many, and regions for so many in a year.

Services that have the same region and the same possible years are alike here, so only their numbers are looked at:
a flow from these groups through regions and years to years, which is as large as it can be.
"""

from collections import Counter, deque
from collections.abc import Hashable, Mapping

__all__ = ["Capacity", "even_spread", "in_time"]

Node = Hashable
Group = tuple[str, int, int]
"""A region, and the first and the last year (0 is this one) in which its services may be inspected."""


class Capacity:
    """How much room the years have.

    Attributes:
        years: how many services each year can take; 0 is this year.
        regions: how many of each region each year can take; a region that is not named has no limit.
    """

    def __init__(self, years: tuple[int, ...], regions: Mapping[tuple[str, int], int]) -> None:
        self.years = years
        self.regions = regions

    def taken(self, region: str) -> "Capacity":
        """The room that is left when this year takes one more service of a region."""
        regions = dict(self.regions)
        if (region, 0) in regions:
            regions[region, 0] = max(0, regions[region, 0] - 1)
        return Capacity((max(0, self.years[0] - 1), *self.years[1:]), regions)


def in_time(waiting: Mapping[Group, int], room: Capacity) -> int:
    """How many of the services that wait can be inspected by their last year, at most."""
    return _flow(waiting, room)[0]


def even_spread(waiting: Mapping[Group, int], room: Capacity) -> tuple[int, ...]:
    """How many are inspected in each year if as many as possible are, and no year has more than it must.

    Args:
        waiting: how many services there are of each group.
        room: the room; no year is filled beyond it.
    """
    most = in_time(waiting, room)
    height = 0
    level = room
    while height <= max(room.years, default=0):
        level = Capacity(tuple(min(each, height) for each in room.years), room.regions)
        if in_time(waiting, level) == most:
            break
        height += 1
    return _flow(waiting, level)[1]


def _flow(waiting: Mapping[Group, int], room: Capacity) -> tuple[int, tuple[int, ...]]:
    """The largest flow, by shortest augmenting paths, and what it puts into each year."""
    left: Counter[tuple[Node, Node]] = Counter()
    links: dict[Node, list[Node]] = {}

    def link(one: Node, other: Node, capacity: int) -> None:
        if (one, other) not in left and (other, one) not in left:
            links.setdefault(one, []).append(other)
            links.setdefault(other, []).append(one)
        left[one, other] += capacity

    total = sum(waiting.values())
    for (region, first, last), number in sorted(waiting.items()):
        link("source", ("waiting", region, first, last), number)
        for year in range(first, min(last + 1, len(room.years))):
            link(("waiting", region, first, last), ("region", region, year), number)
    for region in sorted({region for region, *_ in waiting}):
        for year in range(len(room.years)):
            link(("region", region, year), ("year", year), room.regions.get((region, year), total))
    for year, capacity in enumerate(room.years):
        link(("year", year), "sink", capacity)
    found = 0
    while path := _path(links, left):
        pushed = min(left[step] for step in path)
        for one, other in path:
            left[one, other] -= pushed
            left[other, one] += pushed
        found += pushed
    return found, tuple(capacity - left[("year", year), "sink"] for year, capacity in enumerate(room.years))


def _path(links: Mapping[Node, list[Node]], left: Counter[tuple[Node, Node]]) -> list[tuple[Node, Node]]:
    came: dict[Node, Node] = {"source": "source"}
    queue: deque[Node] = deque(["source"])
    while queue and "sink" not in came:
        one = queue.popleft()
        for other in links.get(one, ()):
            if other not in came and left[one, other] > 0:
                came[other] = one
                queue.append(other)
    path: list[tuple[Node, Node]] = []
    node: Node = "sink"
    while node in came and node != "source":
        path.append((came[node], node))
        node = came[node]
    return path
