"""Protected characteristics in the aggregate: how many cases in each group, small numbers hidden (004 §5.6-5.9).

A count below five could point at a person, so it is hidden. A single hidden count could be worked out from the total
and the others; so further counts, the smallest first, are hidden with it until what is hidden

- comes to five or more in all, and
- is not the same in every hidden group.

The rule looks at the counts alone and never at which group is which. So the hidden counts could stand in any order
and the same would be shown; as they are not all the same, each hidden one could have had another value. That holds
against a reader who knows this rule, the total, and every other table of the same cases.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from domain.cases.diversity.characteristics import CHARACTERISTICS, NOT_RECORDED
from domain.messages import Message

__all__ = [
    "SMALLEST_SHOWN",
    "Aggregate",
    "Group",
    "aggregate",
    "aggregate_of",
    "counts",
    "hidden_groups",
    "hidden_rows",
]

SMALLEST_SHOWN = 5
"""Counts below this are hidden, none at all among them: nobody in a group may say something about everybody."""


class Group(Message):
    """One group of a characteristic.

    Attributes:
        group: its code.
        cases: how many cases; None where it is hidden.
    """

    group: str
    cases: int | None


class Aggregate(Message):
    """One characteristic of all cases of an inspection.

    Attributes:
        characteristic: its code.
        groups: its groups, with those who preferred not to say, and those where nothing is recorded.
    """

    characteristic: str
    groups: tuple[Group, ...]


def aggregate(recorded: Iterable[Mapping[str, str]]) -> tuple[Aggregate, ...]:
    """Every characteristic in the aggregate.

    Args:
        recorded: for each case the answer by characteristic; empty where nothing was recorded or it was erased.
    """
    return aggregate_of(counts(recorded))


def aggregate_of(counted: Mapping[str, Mapping[str, int]]) -> tuple[Aggregate, ...]:
    """The same from what was counted by characteristic and group."""
    return tuple(_shown(code, groups) for code, groups in counted.items())


def counts(recorded: Iterable[Mapping[str, str]]) -> Mapping[str, Mapping[str, int]]:
    """By characteristic how many cases are in each group, nothing hidden.

    Args:
        recorded: as for :func:`aggregate`.
    """
    cases = tuple(recorded)
    found: dict[str, Mapping[str, int]] = {}
    for code, known in CHARACTERISTICS.items():
        counted = Counter(case.get(code, NOT_RECORDED) for case in cases)
        found[code] = {group: counted[group] for group in (*known.answers, NOT_RECORDED)}
    return found


def hidden_groups(counts: Mapping[str, int]) -> frozenset[str]:
    """The groups whose counts are not shown.

    Args:
        counts: how many cases are in each group.
    """
    shown = sorted({count for count in counts.values() if count >= SMALLEST_SHOWN})
    hidden = {group for group, count in counts.items() if count < SMALLEST_SHOWN}
    while hidden and shown and _tells(counts[group] for group in hidden):
        next_ = shown.pop(0)
        hidden |= {group for group, count in counts.items() if count == next_}
    return frozenset(hidden)


def hidden_rows(rows: Mapping[str, Sequence[int]]) -> frozenset[str]:
    """The rows of a table that are not shown, where the totals of its columns are known.

    A row is hidden as a whole if one of its counts is small; and with it as many more, the smallest first, as it takes
    until no column of what is hidden can be worked out from its total and the rows that are shown.

    Args:
        rows: the counts of each row, column by column.
    """
    hidden = {row for row, cells in rows.items() if min(cells) < SMALLEST_SHOWN}
    shown = sorted({(min(cells), tuple(cells)) for row, cells in rows.items() if row not in hidden})
    while (
        hidden
        and shown
        and any(_tells(column) for column in zip(*(rows[each] for each in hidden), strict=True))
    ):
        _, next_ = shown.pop(0)
        hidden |= {row for row, cells in rows.items() if tuple(cells) == next_}
    return frozenset(hidden)


def _tells(hidden: Iterable[int]) -> bool:
    """Whether hidden counts could be worked out, or come to so few that their sum points at somebody."""
    values = tuple(hidden)
    return len(set(values)) == 1 or sum(values) < SMALLEST_SHOWN


def _shown(code: str, counted: Mapping[str, int]) -> Aggregate:
    hidden = hidden_groups(counted)
    return Aggregate(
        characteristic=code,
        groups=tuple(
            Group(group=group, cases=None if group in hidden else count) for group, count in counted.items()
        ),
    )
