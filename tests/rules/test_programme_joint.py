"""Joint inspections: an inspectorate that joins is not asked for more than it has room for, and that is said."""

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from domain.programme.choice.rules import SelectionRule, Step
from domain.programme.choice.selection import Selection, select
from domain.programme.choice.services import Joint, Risk, Service

YEAR = 2027


def service(id_: str, score: int = 0, **known: Any) -> Service:
    risk = Risk(score=score, evidence="data", on=date(2027, 1, 10), by="operations")
    return Service(id=id_, region="north", risk=risk, **known)


def rule(*steps: Step, **changes: Any) -> SelectionRule:
    values = {
        "id": "r",
        "version": "1",
        "title": "A rule",
        "citation": "a test",
        "in_force_from": date(2018, 4, 1),
    }
    return SelectionRule.model_validate({**values, "steps": steps, **changes})


def why(selection: Selection) -> dict[str, tuple[str | None, str]]:
    return {each.id: (each.chosen, each.reason) for each in selection.choices}


def test_by_risk_the_next_is_taken_where_an_inspectorate_has_no_room_left() -> None:
    services = [service(id_, score) for id_, score in (("a", 90), ("b", 80), ("c", 70), ("d", 60))]
    joint = [Joint(partner="health", most=1, services=("a", "b"))]
    found = select(rule(Step(by="risk"), number=2), services, YEAR, joint)
    assert found.chosen == ("a", "c")
    assert why(found)["b"] == (
        None,
        "risk 80 (operations, 2027-01-10), rank 2: health has room for 1 inspection this year, which are taken",
    )
    assert found.shortfalls == ()


def test_whoever_is_due_is_chosen_all_the_same_and_that_there_is_no_room_is_said() -> None:
    services = [
        service("a", last=2023),
        service("b", last=2023),
        service("c", 9, last=2026),
        service("d", last=2026),
    ]
    joint = [Joint(partner="health", most=1, services=("a", "b", "c"))]
    found = select(
        rule(Step(by="cycle"), Step(by="follow-up"), Step(by="risk"), cycle=4, number=3),
        services,
        YEAR,
        joint,
    )
    assert found.chosen == ("a", "b", "d")
    assert "health would join 2 inspections; it has room for 1" in found.shortfalls


def test_by_performance_and_over_its_range_others_take_the_place() -> None:
    services = [service(f"s{at}", performance=at) for at in range(6)]
    joint = [Joint(partner="health", most=0, services=("s0", "s2"))]
    lowest = select(rule(Step(by="lowest-performance"), number=2), services, YEAR, joint)
    assert lowest.chosen == ("s1", "s3")
    spread = select(rule(Step(by="spread-of-performance"), number=3), services, YEAR, joint)
    assert spread.chosen == ("s1", "s3", "s4")
    follow = select(rule(Step(by="follow-up"), number=2), [service("s0", follow_up="due")], YEAR,
                    [Joint(partner="health", most=0, services=("s0",))])  # fmt: skip
    assert follow.chosen == ()


def test_a_lot_cannot_take_more_than_an_inspectorate_has_room_for() -> None:
    services = [service(f"s{at}") for at in range(6)]
    joint = [
        Joint(partner="health", most=1, services=("s0", "s1", "s2")),
        Joint(partner="police", most=2, services=("s3", "s4")),
    ]
    frame = select(rule(Step(by="lot", number=2), number=2), services, YEAR, joint).frame
    assert frame is not None
    assert [each.id for each in frame.entries] == ["s3", "s4", "s5"]
    assert [each.reason for each in frame.excluded] == [
        "health has room for 1 this year, and the lot could take more"
    ] * 3


many = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 40)), min_size=1, max_size=12)


@given(many, st.sets(st.integers(0, 11)), st.sets(st.integers(0, 11)), st.integers(0, 3), st.integers(1, 8))
def test_no_inspectorate_is_asked_too_often_and_room_enough_changes_nothing(
    drawn: list[tuple[int, int]], one: set[int], two: set[int], most: int, number: int
) -> None:
    services = [service(f"s{at:02}", risk, performance=how) for at, (risk, how) in enumerate(drawn)]
    ids = [each.id for each in services]
    joint = [
        Joint(partner=name, most=most, services=tuple(ids[at] for at in sorted(each) if at < len(ids)))
        for name, each in (("health", one), ("police", two))
        if any(at < len(ids) for at in each)
    ]
    own = rule(Step(by="highest-performance", number=1), Step(by="risk"), number=number)
    found = select(own, services, YEAR, joint)
    for each in joint:
        assert len(set(found.chosen) & set(each.services)) <= most
    barred = {id_ for each in joint for id_ in each.services}
    free = [each.id for each in services if each.id not in barred]
    assert len(found.chosen) >= min(number, len(free))
    wide = [each.with_(most=len(ids)) for each in joint]
    assert select(own, services, YEAR, wide) == select(own, services, YEAR)
