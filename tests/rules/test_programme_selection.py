"""Selection: each rule does what its source says; within a cycle the choice by risk is the best that leaves room."""

from datetime import date
from itertools import combinations, product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.programme.choice.capacity import Capacity, even_spread, in_time
from domain.programme.choice.lottery import draw_lots
from domain.programme.choice.rules import (
    SelectionRule,
    Step,
    parse_selection_rule,
    shipped_selection_rules,
)
from domain.programme.choice.selection import Selection, select
from domain.programme.choice.services import Risk, Service
from domain.refusals import Refused

YEAR = 2027
RULES = shipped_selection_rules()


def service(id_: str, **known: Any) -> Service:
    score = known.pop("risk", None)
    risk = (
        None if score is None else Risk(score=score, evidence="data", on=date(2027, 1, 10), by="operations")
    )
    return Service(id=id_, region=known.pop("region", "north"), risk=risk, **known)


def rule(*steps: Step, **changes: Any) -> SelectionRule:
    given_: dict[str, Any] = {
        "id": "a-rule", "version": "1", "title": "A rule", "citation": "a test", "in_force_from": date(2018, 4, 1),
        "steps": steps,
    }  # fmt: skip
    return SelectionRule(**{**given_, **changes})


def reasons(selection: Selection) -> dict[str, tuple[str | None, str]]:
    return {each.id: (each.chosen, each.reason) for each in selection.choices}


CYCLE = rule(Step(by="cycle"), Step(by="follow-up"), Step(by="risk"), cycle=4, regions=1, again=25, visits=2)


def test_every_service_learns_whether_it_is_chosen_by_what_and_why() -> None:
    services = [
        service("a", last=2023, risk=1),
        service("b", risk=2),
        service("c", last=2026, follow_up="rated inadequate"),
        service("d", last=2025, risk=80),
        service("e", last=2026, risk=90),
        service("f", last=2025, risk=40, visits=2),
        service("g", last=2025),
        *(service(f"h{at}", last=2026, risk=10) for at in range(13)),
    ]
    found = reasons(select(CYCLE, services, YEAR))
    assert found["a"] == ("cycle", "was last inspected in 2023; it is due at least every 4 years")
    assert found["b"] == ("cycle", "has never been inspected; it is due at least every 4 years")
    assert found["c"] == ("follow-up", "follow-up: rated inadequate")
    assert found["d"] == ("risk", "risk 80 (operations, 2027-01-10), rank 1 of 15")
    assert found["e"] == (
        "risk",
        "risk 90 less 25 for last year's inspection (operations, 2027-01-10), rank 2 of 15",
    )
    assert found["f"] == (None, "is visited 2 times this year already")
    assert found["g"] == (None, "has no risk score")
    assert found["h0"][0] is None
    assert "the last that was chosen has risk 90 less 25" in found["h0"][1]


def test_a_region_has_no_more_than_its_share() -> None:
    services = [
        *(service(f"n{at}", last=2025, risk=90 - at, region="north") for at in range(4)),
        *(service(f"s{at}", last=2025, risk=10, region="south") for at in range(12)),
    ]
    found = select(CYCLE, services, YEAR)
    north = [each for each in found.choices if each.id.startswith("n")]
    assert [each.id for each in north if each.chosen] == ["n0", "n1"]
    assert north[2].reason == "risk 88 (operations, 2027-01-10), rank 3: north has its share already"


def test_room_is_kept_for_those_who_must_come_in_time() -> None:
    """Next year six are due and there is room for two in each year: two of them must come now, whatever the others."""
    services = [*(service(f"due{at}", last=2024, risk=1 + at) for at in range(4)),
                *(service(f"new{at}", last=2026, risk=500) for at in range(4))]  # fmt: skip
    found = select(CYCLE.with_(regions=None), services, YEAR)
    assert found.wanted == 2
    assert found.chosen == ("due2", "due3")
    assert "others would no longer be inspected in time" in reasons(found)["new0"][1]
    assert found.outlook == (2, 2, 2)
    assert found.shortfalls == ()


def test_what_cannot_be_had_is_said() -> None:
    services = [service(f"due{at}", last=2020) for at in range(5)] + [
        service(f"next{at}", last=2024) for at in range(5)
    ]
    found = select(CYCLE.with_(regions=0), services, YEAR)
    assert len(found.chosen) == 5
    assert found.shortfalls == (
        "5 services must be inspected this year; the year has room for 3",
        "north has 5 services that are due; its share of the year is 3",
        "2 services cannot be inspected in time in the next years of the cycle",
        "5 services have no risk score, and cannot be chosen by it",
    )


def test_the_frame_of_the_lottery_holds_all_who_may_be_drawn_and_why_the_others_may_not() -> None:
    services = [service(f"s{at}", last=2025, risk=at) for at in range(11)] + [
        service("t", last=2025, visits=2)
    ]
    drawing = CYCLE.with_(steps=(Step(by="cycle"), Step(by="risk"), Step(by="lot", number=1)), regions=0)
    found = select(drawing, services, YEAR)
    assert found.wanted == 3
    assert found.chosen == ("s10", "s9")
    assert found.frame is not None
    assert found.frame.draw == 1
    assert [each.id for each in found.frame.entries] == [f"s{at}" for at in range(9)]
    assert [(each.region, each.most) for each in found.frame.shares] == [("north", 1)]
    assert {each.id: each.reason for each in found.frame.excluded} == {
        "s10": "chosen by risk: risk 10 (operations, 2027-01-10), rank 1 of 11",
        "s9": "chosen by risk: risk 9 (operations, 2027-01-10), rank 2 of 11",
        "t": "is visited 2 times this year already",
    }
    assert reasons(found)["s0"][1].endswith("; it may still be drawn")


def best_by_trying(services: list[Service], wanted: int, cycle: int) -> int | None:
    """The highest sum of scores of any choice that leaves everybody else a year in time; by trying all."""
    best = None
    for chosen in combinations(services, wanted):
        rest = [each for each in services if each not in chosen]
        last = [(each.last or 0) + cycle - YEAR for each in rest]
        if any(each <= 0 for each in last):
            continue
        for years in product(
            *(range(1, min(each, cycle - 1) + 1) if each < cycle else (0,) for each in last)
        ):
            if all(years.count(year) <= wanted for year in range(1, cycle)):
                score = sum(each.risk.score for each in chosen if each.risk)
                best = score if best is None else max(best, score)
                break
    return best


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(YEAR - 3, YEAR - 1), st.integers(0, 20)), min_size=3, max_size=7))
def test_no_choice_that_leaves_room_for_everybody_has_a_higher_sum_of_scores(
    known: list[tuple[int, int]],
) -> None:
    services = [service(f"s{at}", last=last, risk=score) for at, (last, score) in enumerate(known)]
    only_risk = rule(Step(by="cycle"), Step(by="risk"), cycle=3)
    found = select(only_risk, services, YEAR)
    best = best_by_trying(services, found.wanted, 3)
    if best is not None:
        scores = {each.id: each.risk.score for each in services if each.risk}
        assert len(found.chosen) == found.wanted
        assert sum(scores[id_] for id_ in found.chosen) == best
        assert found.shortfalls == ()


REGION = st.sampled_from(["north", "south"])


@given(
    st.dictionaries(st.tuples(REGION, st.just(0), st.integers(0, 2)), st.integers(0, 4), max_size=6),
    st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(0, 5)),
    st.dictionaries(st.tuples(REGION, st.integers(0, 2)), st.integers(0, 4), max_size=6),
)
def test_an_even_spread_inspects_as_many_as_can_be_and_keeps_within_the_room(
    waiting: dict[tuple[str, int, int], int], years: tuple[int, int, int], regions: dict[tuple[str, int], int]
) -> None:
    room = Capacity(years, regions)
    spread = even_spread(waiting, room)
    assert sum(spread) == in_time(waiting, room) <= sum(waiting.values())
    assert all(number <= most for number, most in zip(spread, years, strict=True))


def test_of_the_probation_services_every_one_is_inspected_every_year() -> None:
    found = select(RULES["probation-yearly-2018"], [service("crc-1"), service("nps-1", last=2026)], YEAR)
    assert found.chosen == ("crc-1", "nps-1")


def test_short_quality_screening_takes_a_fifth_spread_over_the_whole_range() -> None:
    services = [service(f"s{at:02}", performance=at * 3, last=2020 + at % 5) for at in range(50)]
    found = select(RULES["short-quality-screening-2012"], services, YEAR)
    tenths = [int(id_[1:]) // 5 for id_ in found.chosen]
    assert tenths == list(range(10)), "one from each tenth of the range"
    assert all(next(s for s in services if s.id == id_).last == 2020 for id_ in found.chosen), (
        "waited longest"
    )


def test_full_joint_inspection_takes_a_few_of_concern_and_a_strong_one() -> None:
    services = [service(f"s{at:02}", performance=at * 3) for at in range(30)]
    found = select(RULES["full-joint-inspection-2012"], services, YEAR)
    assert found.chosen == ("s00", "s01", "s02", "s03", "s04", "s29")
    assert reasons(found)["s29"] == ("highest-performance", "performance 87, number 1 from the highest")


def test_quality_and_impact_takes_up_to_eight_areas_by_risk() -> None:
    services = [service(f"s{at:02}", risk=at) for at in range(20)]
    assert select(RULES["quality-and-impact-2017"], services, YEAR).chosen == tuple(
        f"s{at}" for at in range(12, 20)
    )
    assert len(select(RULES["quality-and-impact-2017"], services[:3], YEAR).chosen) == 3


def test_the_three_year_cycle_inspects_each_of_42_areas_once_and_similar_ones_together() -> None:
    areas = [service(f"a{at:02}", size=100 * at, density=7 * at) for at in range(42)]
    years = []
    for year in (2003, 2004, 2005):
        years.append(select(RULES["effective-supervision-2003"], areas, year).chosen)
        areas = [each.with_(last=year) if each.id in years[-1] else each for each in areas]
    assert [len(each) for each in years] == [14, 14, 14]
    assert sorted(id_ for each in years for id_ in each) == [each.id for each in areas]
    for each in years:
        numbers = sorted(int(id_[1:]) for id_ in each)
        assert numbers == list(range(numbers[0], numbers[0] + 14)), "of similar size and density"


SIZES = st.lists(st.integers(0, 9), min_size=9, max_size=9)


@given(st.lists(SIZES, min_size=6, max_size=6))
def test_whatever_the_sizes_of_areas_become_none_misses_three_years_and_none_comes_twice_within_them(
    sizes: list[list[int]],
) -> None:
    """An area near the edge of a part can change its part every year; without a look at its last it could miss all."""
    rule_ = RULES["effective-supervision-2003"]
    last: dict[str, int] = {}
    for year, of in enumerate(sizes, start=2003):
        areas = [
            service(f"a{at}", size=size, density=size, last=last.get(f"a{at}")) for at, size in enumerate(of)
        ]
        for id_ in select(rule_, areas, year).chosen:
            assert last.get(id_, 0) <= year - 3, (id_, year)
            last[id_] = year
        if year >= 2005:
            assert all(last.get(each.id, 0) > year - 3 for each in areas), year


def test_an_area_whose_size_is_not_known_is_inspected_in_the_last_year_of_the_cycle_and_says_so() -> None:
    areas = [service("a", size=1, density=1), service("b"), service("c", last=2003, size=3, density=3)]
    found = {year: select(RULES["effective-supervision-2003"], areas, year) for year in (2004, 2005)}
    assert reasons(found[2004])["b"] == (None, "its size or its density is not known")
    assert "1 service has no known size and density, and cannot be chosen by it" in found[2004].shortfalls
    assert reasons(found[2005])["b"] == (
        "alike",
        "its size or its density is not known; has never been inspected, and all are at least every 3 years",
    )
    assert reasons(found[2005])["c"] == (
        None,
        "size rank 2, density rank 2: part 3 of 3, whose turn comes in 2006",
    )


def test_whoever_lost_in_its_part_of_the_spread_or_has_no_performance_learns_it() -> None:
    services = [
        service("a", performance=1, last=2020),
        service("b", performance=2, last=2019),
        service("c", performance=8, ended_on=date(2022, 5, 6), last=2022),
        service("d", performance=9),
        service("e"),
    ]
    found = select(rule(Step(by="spread-of-performance"), number=2), services, YEAR)
    low, high = "part 1 of 2 of the range", "part 2 of 2 of the range"
    by = "spread-of-performance"
    assert reasons(found) == {
        "a": (
            None,
            f"performance 1, {low}; last inspected in 2020; b, last inspected in 2019, comes first in its part",
        ),
        "b": (by, f"performance 2, {low}; last inspected in 2019, longest in its part"),
        "c": (
            None,
            f"performance 8, {high}; last inspected on 2022-05-06; d, never inspected, comes first in its part",
        ),
        "d": (by, f"performance 9, {high}; never inspected, longest in its part"),
        "e": (None, "has no published performance"),
    }
    assert found.shortfalls == ("1 service has no published performance, and cannot be chosen by it",)


def test_whoever_is_not_reached_from_either_end_of_performance_learns_how_far_that_was() -> None:
    services = [service(f"s{at}", performance=at) for at in range(4)]
    steps = (Step(by="highest-performance", number=1), Step(by="lowest-performance"))
    found = reasons(select(rule(*steps, number=2), services, YEAR))
    assert found["s2"] == (None, "performance 2, number 3 from the lowest; 1 were chosen from there")


def test_every_visit_that_the_record_knows_counts_and_is_named() -> None:
    at_two = rule(Step(by="risk"), number=2, visits=2)
    services = [
        service("a", risk=9, visits=1, booked=("t-2027 in the programme adult",)),
        service("b", risk=8, booked=("selected by x", "Health, from week 3 of the year")),
        service("c", risk=1, visits=1),
    ]
    found = reasons(select(at_two, services, YEAR))
    assert found["a"] == (None, "is visited 2 times this year already: t-2027 in the programme adult")
    assert found["b"] == (
        None,
        "is visited 2 times this year already: selected by x, Health, from week 3 of the year",
    )
    assert found["c"][0] == "risk"


def test_whoever_is_due_is_chosen_however_often_it_is_visited_and_that_is_said() -> None:
    found = select(CYCLE, [service("a", last=2020, visits=2)], YEAR)
    assert found.chosen == ("a",)
    assert "a is chosen all the same, and is visited 2 times this year already" in found.shortfalls


def test_nobody_is_left_without_a_reason_of_its_own() -> None:
    """By every rule that ships: whoever is not chosen learns more than that it was not."""
    services = [
        service(f"s{at}", last=2024 + at % 3, risk=at * 7 % 50 if at % 5 else None, performance=at if at % 4 else None,
                size=at, density=at, visits=at % 3, region=f"r{at % 4}")
        for at in range(40)
    ]  # fmt: skip
    for each in RULES.values():
        for choice in select(each, services, YEAR).choices:
            assert choice.chosen or len(choice.reason) > 15, choice
            assert "not reached" not in choice.reason


def test_the_youth_cycle_leaves_a_few_to_the_lot_and_nobody_waits_longer_than_four_years() -> None:
    services = [
        service(f"y{at:03}", last=2024 + at % 3, risk=(at * 37) % 100, region=f"r{at // 3 % 10}")
        for at in range(154)
    ]
    for year in range(YEAR, YEAR + 8):
        found = select(RULES["youth-cycle-2018"], services, year)
        assert found.frame is not None
        assert all("are drawn" in each for each in found.shortfalls), (
            "only lots give way to those who are due"
        )
        assert abs(len(found.chosen) + found.frame.draw - found.wanted) <= 1
        chosen = {*found.chosen, *draw_lots(found.frame, f"seed {year}").drawn}
        services = [each.with_(last=year) if each.id in chosen else each for each in services]
        assert all(each.last is not None and each.last > year - 4 for each in services)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (b"id = ", "line 1: this is no TOML"),
        (b"\xff", "line 1: the file is not UTF-8"),
        (b'id = "a"', "version is missing"),
        (
            TOML := b'id = "a"\nversion = "1"\ntitle = "t"\ncitation = "c"\nin_force_from = 2018-04-01\n',
            "steps is missing",
        ),
        (TOML + b'steps = [{ by = "taste" }]', "steps 1, by must be everyone"),
        (TOML + b'steps = [{ by = "cycle" }]', "a step by cycle or alike needs the length of the cycle"),
        (TOML + b'steps = [{ by = "lot" }, { by = "risk" }]', "lots are drawn last"),
        (TOML + b'number = 1\npercent = 2\nsteps = [{ by = "risk" }]', "a number or a percent, not both"),
    ],
)
def test_a_rule_that_does_not_say_what_it_must_is_refused(text: bytes, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_selection_rule(text, where="rule.toml")
    assert refused.value.refusal.code == "bad-selection-rule"
    assert sentence in str(refused.value)


@pytest.mark.parametrize("id_", RULES)
def test_every_shipped_rule_is_named_like_its_file_and_says_where_it_is_from(id_: str) -> None:
    assert RULES[id_].id == id_
    assert "HM Inspectorate" in RULES[id_].citation


def test_there_is_no_programme_of_no_services() -> None:
    for each in RULES.values():
        assert select(each, [], YEAR).chosen == ()
