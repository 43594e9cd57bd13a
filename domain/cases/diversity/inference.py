"""What a reader could work out of hidden counts from totals, when the tables of several inspections are put together.

Of each inspection a reader knows the number of cases, and the counts that are shown. A total over all of them tells
more: what the shown counts leave of it. Here it is worked out exactly between which values each hidden count may still
lie, given all that is shown. The hidden counts of an inspection have a known sum, and so have those of a group whose
total is shown: they are a flow from inspections to groups, and one of them may move as far as flow goes round it.
"""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence, Set

__all__ = ["pinned", "protected_totals"]

Counts = Sequence[Mapping[str, int]]
"""For each inspection the count of each group."""

Hidden = Sequence[Set[str]]
"""For each inspection the groups whose counts are hidden."""

_ELSEWHERE = "-"
"""Stands for all groups whose totals are hidden: what one of them loses, another may have gained."""


def protected_totals(counts: Counts, hidden: Hidden, least: int) -> frozenset[str]:
    """The groups whose totals are not shown.

    Those are hidden that are small and not known already; and with them as many more, the smallest first, as it takes
    until no hidden count is pinned to fewer values than its own inspection's table leaves it.

    Args:
        counts: for each inspection the count of each group; all have the same groups.
        hidden: for each inspection the groups whose counts are hidden.
        least: counts below this are small; a hidden one must be able to move as far.
    """
    groups = list(counts[0]) if counts else []
    totals = {group: sum(each[group] for each in counts) for group in groups}
    veiled = [group for group in groups if any(group in each for each in hidden)]
    chosen = {group for group in veiled if totals[group] < least}
    more = sorted((group for group in veiled if group not in chosen), key=lambda each: (totals[each], each))
    while pinned(counts, hidden, chosen, least) and more:
        chosen.add(more.pop(0))
    return frozenset(chosen)


def pinned(counts: Counts, hidden: Hidden, unshown: Set[str], least: int) -> bool:
    """Whether a hidden count, or a small hidden total, can be told to within fewer than ``least`` values.

    A hidden count of an inspection whose hidden counts come to less than that anyway need only move as far as these.

    Args:
        counts: for each inspection the count of each group.
        hidden: for each inspection the groups whose counts are hidden.
        unshown: the groups whose totals are hidden.
        least: how far one must be able to move.
    """
    flow = _Flow(counts, hidden, unshown)
    for place, groups in enumerate(hidden):
        enough = min(least, sum(counts[place][group] for group in groups))
        if any(flow.span(place, group, enough) < enough for group in groups):
            return True
    return any(
        flow.span_of_total(group, least) < least
        for group in unshown
        if sum(each[group] for each in counts) < least
    )


Node = int | str


class _Flow:
    """The hidden counts as a flow from inspections (by their place) to groups."""

    def __init__(self, counts: Counts, hidden: Hidden, unshown: Set[str]) -> None:
        self._cells = {
            (place, group): counts[place][group] for place, groups in enumerate(hidden) for group in groups
        }
        self._rows = [sorted(groups) for groups in hidden]
        self._columns: dict[str, list[int]] = {}
        for place, group in sorted(self._cells):
            self._columns.setdefault(group, []).append(place)
        self._unshown = sorted(unshown & self._columns.keys())

    def span(self, place: int, group: str, enough: int) -> int:
        """How far one count can move, up and down together; ``enough`` if it is at least that."""
        without = (place, group)
        up = self._most(group, place, without, enough)
        down = self._most(place, group, without, min(enough, self._cells[without]))
        return min(enough, up + down)

    def span_of_total(self, group: str, enough: int) -> int:
        """How far a hidden total can move."""
        if group not in self._unshown:
            return 0
        up = self._most(_ELSEWHERE, group, (_ELSEWHERE, group), enough)
        down = self._most(group, _ELSEWHERE, (_ELSEWHERE, group), enough)
        return min(enough, up + down)

    def _most(self, source: Node, sink: Node, without: tuple[Node, str], enough: int) -> int:
        """The most that flows from one to another, up to enough, by ways other than the one between them."""
        moved: dict[tuple[Node, str], int] = {}
        flowing = 0
        while flowing < enough:
            way = self._way(source, sink, without, moved)
            if way is None:
                break
            room = min([enough - flowing, *(self._room(one, other, moved) for one, other in way)])
            for one, other in way:
                key, sign = (
                    ((other, one), -1) if isinstance(one, str) and one != _ELSEWHERE else ((one, other), 1)
                )
                moved[key] = moved.get(key, 0) + sign * room  # type: ignore[index, arg-type]  # a node and a group
            flowing += room
        return flowing

    def _room(self, one: Node, other: Node, moved: Mapping[tuple[Node, str], int]) -> int:
        """How much more can flow along one step."""
        if isinstance(one, int) or one == _ELSEWHERE or other == _ELSEWHERE:
            return 10**9
        assert isinstance(other, int)
        return self._cells[other, one] + moved.get((other, one), 0)

    def _way(
        self, source: Node, sink: Node, without: tuple[Node, str], moved: Mapping[tuple[Node, str], int]
    ) -> list[tuple[Node, Node]] | None:
        """A shortest way with room on every step; None if there is none."""
        came: dict[Node, Node] = {source: source}
        waiting = deque([source])
        while waiting:
            one = waiting.popleft()
            for other in self._next(one):
                if other in came or {one, other} == set(without) or not self._room(one, other, moved):
                    continue
                came[other] = one
                if other == sink:
                    return _walked(came, source, sink)
                waiting.append(other)
        return None

    def _next(self, node: Node) -> Iterator[Node]:
        if isinstance(node, int):
            yield from self._rows[node]
        elif node == _ELSEWHERE:
            yield from self._unshown
        else:
            yield from self._columns[node]
            if node in self._unshown:
                yield _ELSEWHERE


def _walked(came: Mapping[Node, Node], source: Node, sink: Node) -> list[tuple[Node, Node]]:
    steps, node = [], sink
    while node != source:
        steps.append((came[node], node))
        node = came[node]
    return steps[::-1]
