"""What has improved since last time, and measure 2.1: services rated low that improve when seen again (002 L356)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.follow_ups.improvement import LOW, RatedOnce, Succession, compared, improvement, measure

LEVELS = ("inadequate", "requires_improvement", "good", "outstanding")
RANK = {each: place for place, each in enumerate(LEVELS)}
FIRST = RatedOnce(
    inspection="north-2018",
    provider="north",
    kind="nps-division-2018",
    scheme="adult-nps-2018",
    framework="f" * 64,
    decided_on=date(2018, 8, 8),
    overall="requires_improvement",
    ratings={"1.1": "good", "1.2": "inadequate", "1.3": None},
    rank=RANK,
)
AGAIN = replace(
    FIRST,
    inspection="north-2019",
    decided_on=date(2019, 8, 7),
    overall="good",
    ratings={"1.1": "requires_improvement", "1.2": "inadequate", "1.3": "good"},
)
BEGINS, ENDS = date(2019, 4, 1), date(2020, 3, 31)


@pytest.mark.parametrize(
    ("was", "now", "movement"),
    [
        ("inadequate", "requires_improvement", "improved"),
        ("requires_improvement", "outstanding", "improved"),
        ("good", "good", "same"),
        ("good", "requires_improvement", "worse"),
        (None, "good", "not-comparable"),
        ("good", None, "not-comparable"),
    ],
)
def test_a_rating_then_and_now(was: str | None, now: str | None, movement: str) -> None:
    pair = compared(replace(FIRST, overall=was), replace(AGAIN, overall=now))
    assert pair.overall.movement == movement
    assert bool(pair.overall.reason) == (movement == "not-comparable")


def test_each_standard_has_its_own_movement() -> None:
    pair = compared(FIRST, AGAIN)
    assert [(each.subject, each.movement) for each in pair.standards] == [
        ("1.1", "worse"),
        ("1.2", "same"),
        ("1.3", "not-comparable"),
    ]
    assert pair.standards[2].reason == "not rated then"


@pytest.mark.parametrize(
    ("other", "saying"),
    [
        (replace(AGAIN, scheme="pdu-2021"), "under adult-nps-2018 then, and under pdu-2021 now"),
        (replace(AGAIN, scheme=None), "no scheme"),
        (replace(AGAIN, kind="pilot-2017"), "the second pilot-2017"),
        (replace(AGAIN, framework="e" * 64), "the standards have changed"),
        (replace(AGAIN, rank={"good": 0}), "the scale has changed"),
    ],
)
def test_what_was_rated_in_another_way_is_named_and_not_compared(other: RatedOnce, saying: str) -> None:
    pair = compared(FIRST, other)
    assert pair.overall.movement == "not-comparable"
    assert saying in pair.overall.reason
    found = measure([FIRST, other], BEGINS, ENDS)
    assert (found.improved, found.not_improved, len(found.not_comparable)) == ((), (), 1)


def test_only_the_next_inspection_counts_and_one_without_ratings_is_passed_over() -> None:
    thematic = replace(FIRST, inspection="thematic", decided_on=date(2019, 1, 9), overall=None, ratings={})
    third = replace(AGAIN, inspection="north-2020", decided_on=date(2020, 8, 5), overall="outstanding")
    pairs = improvement([third, thematic, AGAIN, FIRST])
    assert [(each.first.inspection, each.again.inspection) for each in pairs] == [
        ("north-2018", "north-2019"),
        ("north-2019", "north-2020"),
    ]


def test_the_measure_is_of_services_rated_low_and_seen_again_in_the_period() -> None:
    good = [replace(each, provider="south", overall="good") for each in (FIRST, AGAIN)]
    no_better = [replace(each, provider="east", overall="inadequate") for each in (FIRST, AGAIN)]
    not_yet = replace(FIRST, provider="west", inspection="west-2018")
    late = [
        replace(FIRST, provider="far", inspection="far-2018"),
        replace(AGAIN, provider="far", decided_on=ENDS + timedelta(days=1)),
    ]
    found = measure([FIRST, AGAIN, *good, *no_better, not_yet, *late], BEGINS, ENDS)
    assert [each.again.provider for each in found.improved] == ["north"]
    assert [each.again.provider for each in found.not_improved] == ["east"]
    # The last inspection of the east was low as well, and nobody has been there since.
    assert sorted(each.provider for each in found.awaited) == ["east", "far", "west"]


def seen(provider: str, year: int, overall: str = "inadequate") -> RatedOnce:
    """What a provider came to in one year."""
    when = date(year, 8, 7)
    return replace(
        FIRST, inspection=f"{provider}-{year}", provider=provider, decided_on=when, overall=overall
    )


@pytest.mark.parametrize(
    ("rated", "successions", "pairs"),
    [
        # merged into one that goes on: both histories lead to its next inspection, once
        (
            [seen("a", 2017), seen("b", 2018), seen("b", 2019), seen("b", 2020)],
            {"a": Succession(("b",), date(2018, 10, 1))},
            ["b-2018 b-2019", "a-2017 b-2019", "b-2019 b-2020"],
        ),
        # not before it has taken the place
        ([seen("a", 2017), seen("b", 2018)], {"a": Succession(("b",), date(2018, 10, 1))}, []),
        # split: one history leads to each
        (
            [seen("a", 2017), seen("b", 2018), seen("c", 2019)],
            {"a": Succession(("b", "c"), date(2018, 1, 1))},
            ["a-2017 b-2018", "a-2017 c-2019"],
        ),
        # through one that nobody saw; and not past one that somebody did
        (
            [seen("a", 2016), seen("c", 2019)],
            {"a": Succession(("b",), date(2017, 1, 1)), "b": Succession(("c",), date(2018, 1, 1))},
            ["a-2016 c-2019"],
        ),
        (
            [seen("a", 2016), seen("b", 2017), seen("c", 2019)],
            {"a": Succession(("b",), date(2017, 1, 1)), "b": Succession(("c",), date(2018, 1, 1))},
            ["a-2016 b-2017", "b-2017 c-2019"],
        ),
    ],
)
def test_a_provider_that_was_merged_or_split_keeps_its_history(
    rated: list[RatedOnce], successions: dict[str, Succession], pairs: list[str]
) -> None:
    found = improvement(rated, successions)
    assert [f"{each.first.inspection} {each.again.inspection}" for each in found] == pairs


def test_a_service_that_somebody_else_took_over_counts_for_the_measure() -> None:
    over = {"a": Succession(("b",), date(2019, 1, 1))}
    found = measure([seen("a", 2018), seen("b", 2019, "good")], BEGINS, ENDS, over)
    assert [each.first.provider for each in found.improved] == ["a"]
    assert found.awaited == ()
    alone = measure([seen("a", 2018), seen("b", 2019, "good")], BEGINS, ENDS)
    assert [each.provider for each in alone.awaited] == ["a"]


RATED = st.builds(
    RatedOnce,
    inspection=st.uuids().map(str),
    provider=st.sampled_from(["a", "b", "c"]),
    kind=st.sampled_from(["nps", "crc"]),
    scheme=st.sampled_from(["one", "two"]),
    framework=st.just("f" * 64),
    decided_on=st.dates(date(2018, 1, 1), date(2021, 12, 31)),
    overall=st.sampled_from(LEVELS),
    ratings=st.just({}),
    rank=st.just(RANK),
)


@given(st.lists(RATED, max_size=12, unique_by=lambda one: one.inspection))
def test_the_measure_counts_each_low_service_seen_again_once_as_counted_by_hand(
    rated: list[RatedOnce],
) -> None:
    found = measure(rated, BEGINS, ENDS)
    improved = of = 0
    for each in rated:
        later = [
            one
            for one in rated
            if one.provider == each.provider
            and (one.decided_on, one.inspection) > (each.decided_on, each.inspection)
        ]
        following = min(later, key=lambda one: (one.decided_on, one.inspection), default=None)
        if each.overall not in LOW or following is None or not BEGINS <= following.decided_on <= ENDS:
            continue
        if (each.scheme, each.kind) == (following.scheme, following.kind):
            of += 1
            improved += LEVELS.index(str(following.overall)) > LEVELS.index(str(each.overall))
    assert len(found.improved) == improved
    assert len(found.improved) + len(found.not_improved) == of
