"""Small numbers of people are hidden, and cannot be worked out from what is shown beside them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.cases.diversity.characteristics import CHARACTERISTICS, NOT_RECORDED, WITHHELD
from domain.cases.diversity.counting import SMALLEST_SHOWN, aggregate, hidden_groups

COUNTS = st.dictionaries(
    st.sampled_from("abcdefgh"), st.one_of(st.integers(0, 6), st.integers(0, 60)), min_size=3
)

EXAMPLES: tuple[tuple[tuple[int, ...], tuple[int | None, ...]], ...] = (
    # as counted, as shown
    ((12, 9, 8), (12, 9, 8)),
    ((40, 3, 9), (40, None, None)),  # 3 alone would be what the others leave of the total
    ((40, 3, 2), (40, None, None)),  # two that differ, and five in all
    ((40, 3, 1), (None, None, None)),  # four in all are too few to be told
    ((40, 2, 2, 2), (None, None, None, None)),  # alike, so each would be a third of what is missing
    ((30, 20, 2, 2, 2), (30, None, None, None, None)),
    ((40, 0, 0), (None, None, None)),  # that all belong to one group is not told either
    ((40, 30, 0), (40, None, None)),
    ((7, 7, 7, 0), (None, None, None, None)),  # of those alike, none is singled out
)


@pytest.mark.parametrize(("counted", "shown"), EXAMPLES)
def test_examples(counted: tuple[int, ...], shown: tuple[int | None, ...]) -> None:
    assert as_shown(dict(enumerate_letters(counted))) == dict(zip("abcdefgh", shown, strict=False))


@given(COUNTS)
def test_no_small_number_is_shown_nor_nobody(counts: dict[str, int]) -> None:
    assert all(count is None or count >= SMALLEST_SHOWN for count in as_shown(counts).values())


@given(COUNTS)
def test_what_is_shown_leaves_no_single_count_and_no_small_sum_to_be_worked_out(
    counts: dict[str, int],
) -> None:
    hidden = [counts[group] for group in hidden_groups(counts)]
    if hidden and len(hidden) < len(counts):
        assert len(hidden) > 1
        assert sum(hidden) >= SMALLEST_SHOWN


@given(COUNTS)
def test_nothing_is_hidden_that_need_not_be(counts: dict[str, int]) -> None:
    hidden = hidden_groups(counts)
    small = {group for group, count in counts.items() if count < SMALLEST_SHOWN}
    assert bool(hidden) == bool(small)
    if not hidden > small:
        return
    largest = max(counts[group] for group in hidden)
    fewer = [counts[group] for group in hidden if counts[group] < largest]
    assert len(set(fewer)) == 1 or sum(fewer) < SMALLEST_SHOWN


@pytest.mark.parametrize(("groups", "most"), [(2, 24), (3, 18), (4, 13)])
def test_a_reader_who_knows_the_rule_and_the_total_cannot_tell_any_hidden_count(
    groups: int, most: int
) -> None:
    """By exhaustion: of all tables that show the same, each hidden group has at least two counts."""
    seen: dict[tuple[object, ...], dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for total in range(1, most + 1):
        for counted in parts(total, groups):
            counts = dict(enumerate_letters(counted))
            shown = as_shown(counts)
            for group, count in shown.items():
                if count is None:
                    seen[total, *shown.values()][group].add(counts[group])
    assert seen
    told = [(shown, group) for shown, by in seen.items() for group, counts in by.items() if len(counts) < 2]
    assert told == []


def test_every_case_is_counted_once_in_every_characteristic() -> None:
    cases = [{"sex": "female"}] * 20 + [{"sex": "male", "age": WITHHELD}] * 30 + [{}] * 10
    tables = {each.characteristic: {g.group: g.cases for g in each.groups} for each in aggregate(cases)}
    assert set(tables) == set(CHARACTERISTICS)
    # That nobody withheld it is hidden, and so is the smallest count beside it.
    assert tables["sex"] == {"female": 20, "male": 30, WITHHELD: None, NOT_RECORDED: None}
    assert tables["age"][WITHHELD] is None or tables["age"][WITHHELD] == 30


def as_shown(counts: Mapping[str, int]) -> dict[str, int | None]:
    hidden = hidden_groups(counts)
    return {group: None if group in hidden else count for group, count in counts.items()}


def enumerate_letters(counted: tuple[int, ...]) -> Iterator[tuple[str, int]]:
    return zip("abcdefgh", counted, strict=False)


def parts(total: int, groups: int) -> Iterator[tuple[int, ...]]:
    """Every way to put so many cases into so many groups."""
    if groups == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in parts(total - first, groups - 1):
            yield (first, *rest)
