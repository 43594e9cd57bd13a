"""Totals over several inspections: no hidden count can be worked out from them. Held against every possible table."""

from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.cases.diversity.counting import SMALLEST_SHOWN, hidden_groups
from domain.cases.diversity.inference import pinned, protected_totals

GROUPS = "abc"
TABLES = st.lists(
    st.tuples(*[st.one_of(st.integers(0, 7), st.integers(5, 12))] * 3).map(
        lambda each: dict(zip(GROUPS, each, strict=True))
    ),
    min_size=1,
    max_size=3,
)


def hidden_in(tables: Sequence[Mapping[str, int]]) -> list[Set[str]]:
    return [hidden_groups(each) for each in tables]


def possible(
    tables: Sequence[Mapping[str, int]], hidden: Sequence[Set[str]], unshown: Set[str]
) -> Iterator[list[dict[str, int]]]:
    """Every set of tables in which all that is shown is the same: numbers of cases, counts and totals."""
    of_each = [list(_same(each, groups)) for each, groups in zip(tables, hidden, strict=True)]
    for found in product(*of_each):
        if all(
            sum(one[group] for one in found) == sum(one[group] for one in tables)
            for group in GROUPS
            if group not in unshown
        ):
            yield list(found)


def _same(table: Mapping[str, int], hidden: Set[str]) -> Iterator[dict[str, int]]:
    names, together = sorted(hidden), sum(table[group] for group in hidden)
    for counts in product(range(together + 1), repeat=max(len(names) - 1, 0)):
        rest = together - sum(counts)
        if rest >= 0:
            yield {**table, **(dict(zip(names, (*counts, rest), strict=True)) if names else {})}


def pinned_by_hand(
    tables: Sequence[Mapping[str, int]], hidden: Sequence[Set[str]], unshown: Set[str], least: int
) -> bool:
    all_ = list(possible(tables, hidden, unshown))
    for place, groups in enumerate(hidden):
        enough = min(least, sum(tables[place][group] for group in groups))
        for group in groups:
            values = [each[place][group] for each in all_]
            if max(values) - min(values) < enough:
                return True
    for group in unshown:
        totals = [sum(one[group] for one in each) for each in all_]
        if sum(one[group] for one in tables) < least and max(totals) - min(totals) < least:
            return True
    return False


@settings(max_examples=40)  # each goes through every possible table
@given(TABLES, st.sets(st.sampled_from(GROUPS)))
def test_what_could_be_worked_out_is_found_exactly(tables: list[dict[str, int]], unshown: set[str]) -> None:
    hidden = hidden_in(tables)
    veiled = {group for group in unshown if any(group in each for each in hidden)}
    assert pinned(tables, hidden, veiled, SMALLEST_SHOWN) == pinned_by_hand(
        tables, hidden, veiled, SMALLEST_SHOWN
    )


@settings(max_examples=40)
@given(TABLES)
def test_no_hidden_count_is_pinned_by_the_totals_that_are_shown(tables: list[dict[str, int]]) -> None:
    hidden = hidden_in(tables)
    unshown = protected_totals(tables, hidden, SMALLEST_SHOWN)
    veiled = {group for group in GROUPS if any(group in each for each in hidden)}
    assert unshown <= veiled, "a total that everybody can add up is not hidden"
    assert unshown == veiled or not pinned_by_hand(tables, hidden, unshown, SMALLEST_SHOWN)
    for group in veiled - unshown:
        assert sum(each[group] for each in tables) >= SMALLEST_SHOWN


@pytest.mark.parametrize(
    ("tables", "unshown"),
    [
        # Shown everywhere: everybody can add it up.
        ([(9, 8, 7), (9, 8, 7)], ""),
        # One table hides two counts; with the total of either, both would be known.
        ([(40, 3, 9), (40, 20, 20)], "bc"),
        # Two tables hide the same two groups: their totals leave open which has what.
        ([(40, 3, 9), (40, 2, 30)], ""),
        # Nobody at all in a group: its total is small, and another's is hidden with it.
        ([(40, 0, 9), (40, 0, 9)], "bc"),
        ([], ""),
    ],
)
def test_examples(tables: list[tuple[int, ...]], unshown: str) -> None:
    counted = [dict(zip(GROUPS, each, strict=True)) for each in tables]
    assert protected_totals(counted, hidden_in(counted), SMALLEST_SHOWN) == set(unshown)
