"""What happens to a planned year goes into its tables; what has been announced stays, but for what is taken from it."""

from typing import Any

import pytest
from pydantic import ValidationError

from domain.programme.changes import STANDS, Disruption, happened
from domain.programme.comparing import compared
from domain.programme.faults import faults
from domain.programme.neighbours import neighbours
from domain.programme.problem import Apart, Pin, Problem
from domain.programme.weeks import Span
from domain.refusals import Refused
from tests.support.programmes import A, B, placed, plan_of, small_plan, small_year

YEAR = small_year()
BEFORE, ANNOUNCED, BEGUN = 0, 6, 11


def disruption(change: str, of: str, *weeks: tuple[int, int], **other: Any) -> Disruption:
    spans = tuple(Span(first=first, last=last) for first, last in weeks)
    return Disruption.model_validate(
        {"change": change, "of": of, "weeks": spans, "why": "It happened", **other}
    )


def pins_of(problem: Problem, inspection: str) -> set[object]:
    found = [each for each in problem.pins if each.inspection == inspection and each.by == STANDS]
    return {each.start or each.panel or (each.person, each.role) for each in found}


TEAM = {("ann", "lead"), ("bob", "inspector"), ("cat", "inspector")}
WHAT_STANDS: list[tuple[Disruption, int, set[object]]] = [
    (disruption("away", "dan", (20, 20)), BEFORE, set()),
    (disruption("away", "dan", (20, 20)), ANNOUNCED, {10, "p1", *TEAM}),
    (disruption("away", "bob", (12, 12)), ANNOUNCED, {10, "p1"}),
    (disruption("away", "bob", (13, 13)), ANNOUNCED, {10, "p1", *TEAM}),
    (disruption("away", "ann", (8, 8)), ANNOUNCED, {10, "p1"}),
    (disruption("cancelled", "p1"), ANNOUNCED, {10, *TEAM}),
    (disruption("moves", "a", (12, 14)), ANNOUNCED, set()),
]


@pytest.mark.parametrize(("change", "now", "pinned"), WHAT_STANDS)
def test_what_was_announced_is_pinned_but_for_what_the_change_takes(
    change: Disruption, now: int, pinned: set[object]
) -> None:
    after = happened(YEAR, small_plan(YEAR), [change], now)
    assert pins_of(after.problem, "a") == pinned
    assert pins_of(after.problem, "b") == set()
    assert after.stands == (("a",) if pinned else ())
    announced = {each.id for each in after.problem.inspections if each.announced}
    assert announced == ({"a"} if now >= ANNOUNCED else set())
    assert not list(faults(after.problem))


ARRIVES = disruption("arrives", "fire", (30, 32), kind="pilot", providers=("crc-n",), length=1)
NEAR = neighbours(YEAR)
OTHER = Apart(first="b", second="a", gap=2, why="They share their premises.")


@pytest.mark.parametrize(
    ("apart", "pairs"),
    [
        (NEAR, {("a", "b"), ("a", "fire")}),
        ((*NEAR, OTHER), {("a", "b"), ("b", "a"), ("a", "fire")}),
        ((), set()),
        ((OTHER,), {("b", "a")}),
    ],
)
def test_what_arrives_is_kept_apart_where_neighbours_are_by_their_providers_and_areas(
    apart: tuple[Apart, ...], pairs: set[tuple[str, str]]
) -> None:
    year = YEAR.with_(apart=apart)
    after = happened(year, small_plan(year), [ARRIVES], BEFORE).problem
    assert {(each.first, each.second) for each in after.apart} == pairs


def test_each_change_is_in_the_tables_afterwards() -> None:
    what = [
        disruption("away", "bob", (30, 31), (40, 40)),
        disruption("moves", "b", (25, 27)),
        disruption("cancelled", "p2"),
        disruption(
            "arrives", "new", (8, 12), kind="crc", providers=("crc-n", "yot-n"), length=3, preferred=9
        ),
    ]
    after = happened(YEAR, small_plan(YEAR), what, 2).problem
    bob = next(each for each in after.staff if each.id == "bob")
    assert [(each.weeks.first, each.weeks.last, each.what) for each in bob.bookings] == [
        (30, 31, "It happened"),
        (40, 40, "It happened"),
    ]
    inspections = {each.id: each for each in after.inspections}
    assert (inspections["b"].windows, inspections["b"].preferred) == ((Span(first=25, last=27),), 25)
    new = inspections["new"]
    assert (new.mandatory, new.region, new.length, new.preferred) == (True, "north", 3, 9)
    assert [each.id for each in after.panels] == ["p1"]
    assert after.now == 2


def test_the_pins_of_the_time_before_are_made_anew() -> None:
    plan = small_plan(YEAR)
    once = happened(YEAR, plan, [disruption("away", "dan", (20, 20))], ANNOUNCED).problem
    again = happened(once, plan, [disruption("away", "bob", (12, 12))], ANNOUNCED).problem
    assert pins_of(again, "a") == {10, "p1"}


def test_a_pin_that_somebody_has_set_is_not_set_again() -> None:
    own = Pin(inspection="a", start=10, by="the chief", why="agreed")
    after = happened(YEAR.with_(pins=(own,)), small_plan(YEAR), [disruption("cancelled", "p2")], ANNOUNCED)
    assert [each.by for each in after.problem.pins if each.start == 10] == ["the chief"]


REFUSED: list[tuple[Disruption, int, str]] = [
    (disruption("away", "zoe", (1, 1)), 0, "no person on the staff zoe"),
    (disruption("moves", "z", (1, 1)), 0, "no inspection z"),
    (disruption("cancelled", "p9"), 0, "no panel p9"),
    (disruption("cancelled", "p1"), 17, "p1 has met in week 16, and cannot be cancelled"),
    (disruption("moves", "a", (20, 20)), BEGUN, "has begun in week 10"),
    (disruption("moves", "b", (9, 9)), 0, "the chief has fixed this about b"),
    (disruption("arrives", "a", (9, 9), kind="crc", providers=("crc-n",), length=1), 0, "already"),
    (disruption("arrives", "n", (9, 9), kind="odd", providers=("crc-n",), length=1), 0, "the kind odd"),
    (disruption("arrives", "n", (9, 9), kind="crc", providers=("x",), length=1), 0, "the provider x"),
]


@pytest.mark.parametrize(("change", "now", "said"), REFUSED)
def test_what_cannot_happen_is_refused_with_what_stands_against_it(
    change: Disruption, now: int, said: str
) -> None:
    year = YEAR.with_(pins=(Pin(inspection="b", start=20, by="the chief", why="agreed"),))
    with pytest.raises(Refused, match=said) as refused:
        happened(year, small_plan(year), [change], now)
    assert refused.value.refusal.code == "bad-changes"


@pytest.mark.parametrize(
    "wrong",
    [
        {"change": "away", "of": "bob"},
        {"change": "cancelled", "of": "p1", "weeks": ({"first": 1, "last": 2},)},
        {"change": "arrives", "of": "n", "weeks": ({"first": 1, "last": 2},), "kind": "crc"},
        {"change": "away", "of": "bob", "weeks": ({"first": 1, "last": 2},), "length": 2},
        {"change": "away", "of": "bob", "weeks": ({"first": 1, "last": 2},), "preferred": 2},
    ],
)
def test_a_change_says_all_that_it_must_and_nothing_else(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Disruption.model_validate({**wrong, "why": "It happened"})


def test_one_inspection_moves_once() -> None:
    what = [disruption("moves", "b", (35, 36)), disruption("moves", "b", (30, 31))]
    with pytest.raises(Refused, match="b moves twice, to weeks 35 to 36 and weeks 30 to 31"):
        happened(YEAR, small_plan(YEAR), what, BEFORE)


def test_a_panel_may_be_cancelled_in_the_week_in_which_it_would_meet() -> None:
    after = happened(YEAR, small_plan(YEAR), [disruption("cancelled", "p1")], 16).problem
    assert [each.id for each in after.panels] == ["p2"]


def test_a_difference_says_who_comes_who_goes_and_what_moves() -> None:
    other = placed("a", 11, "lead:ann inspector:bob inspector:dan", panel="p1", publication=20)
    (found,) = compared(plan_of(YEAR, A, B), plan_of(YEAR, other, B))
    assert (found.inspection, found.moved) == ("a", True)
    assert [each.person for each in found.joined] == ["dan"]
    assert [each.person for each in found.left] == ["cat"]
    new, gone = compared(plan_of(YEAR, B), plan_of(YEAR, A))
    assert (new.was, gone.now, new.moved) == (None, None, False)
