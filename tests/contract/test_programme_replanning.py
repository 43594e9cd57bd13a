"""A plan that something has happened to: little changes, what was announced stays, nothing is dropped for points."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from activities.programme.ports import SolverOrder
from activities.programme.scheduling import Rescheduled, Scheduling
from adapters.inbound.shown.replanned import difference_said
from adapters.outbound.solver import CpSatSolver, ExactExplainer
from adapters.outbound.solver.waiting import without_panel
from domain.programme.changes import Disruption
from domain.programme.checker.checker import check
from domain.programme.plan import Plan
from domain.programme.problem import Apart, Inspection, Panel, Pin, Problem
from domain.programme.weeks import Span
from domain.refusals import Refused
from tests.support.programme_years import any_year
from tests.support.programmes import A, B, changed, person, placed, plan_of, small_plan, small_year

SCHEDULING = Scheduling(CpSatSolver(), ExactExplainer())
YEAR = small_year(panels=(Panel(id="p1", week=16, slots=1), Panel(id="p2", week=18, slots=2)))


def disruption(change: str, of: str, *weeks: tuple[int, int], **other: Any) -> Disruption:
    spans = tuple(Span(first=first, last=last) for first, last in weeks)
    return Disruption.model_validate(
        {"change": change, "of": of, "weeks": spans, "why": "It happened", **other}
    )


def replanned(problem: Problem, plan: Plan, *what: Disruption, now: int = 0) -> Rescheduled:
    return SCHEDULING.reschedule(problem, plan, what, now, work=2_000)


def test_somebody_who_falls_ill_is_replaced_on_the_same_date() -> None:
    year = YEAR.with_(staff=(*YEAR.staff, person("eve", "inspector")))
    found = replanned(year, small_plan(year), disruption("away", "cat", (10, 12)), now=6)
    (change,) = found.differences
    assert (change.inspection, change.moved) == ("a", False)
    assert [each.person for each in change.joined] == ["eve"]
    assert [each.person for each in change.left] == ["cat"]
    assert found.replanned.freed == ("a",)
    assert found.stands == ("a",)


def test_a_cancelled_panel_moves_the_report_and_nothing_else() -> None:
    found = replanned(YEAR, small_plan(YEAR), disruption("cancelled", "p1"), now=6)
    (change,) = found.differences
    assert change.now is not None
    assert (change.now.start, change.now.team, change.now.panel) == (10, A.team, "p2")


@pytest.mark.parametrize("now", [6, 12])
def test_the_report_of_what_stands_goes_to_the_next_panel_where_none_meets_in_time(now: int) -> None:
    late = Panel(
        id="p9", week=30, slots=1
    )  # 19 weeks after fieldwork; a panel considers others up to 10 later
    year = YEAR.with_(panels=(YEAR.panels[0], late))
    found = replanned(year, small_plan(year), disruption("cancelled", "p1"), now=now)
    (change,) = found.differences
    assert change.now is not None
    assert (change.now.start, change.now.team, change.now.panel) == (10, A.team, "p9")
    assert found.verdict.holds
    assert [(each.term, each.points) for each in found.verdict.charges if each.term == "late"] == [
        ("late", 50)
    ]


def test_what_is_not_announced_yet_has_its_panel_in_time() -> None:
    late = Panel(id="p9", week=30, slots=1)
    year = YEAR.with_(panels=(YEAR.panels[0], late))
    found = replanned(year, small_plan(year), disruption("cancelled", "p1"), now=0)
    (change,) = found.differences
    assert change.now is not None
    assert (change.moved, change.now.panel, change.now.start) == (True, "p9", 20)


def test_a_provider_that_asks_to_move_gets_one_of_its_weeks() -> None:
    found = replanned(YEAR, small_plan(YEAR), disruption("moves", "b", (30, 32)))
    (change,) = found.differences
    assert change.now is not None
    assert (change.inspection, change.now.start, change.now.team) == ("b", 30, B.team)


def test_if_the_change_alone_has_no_place_its_neighbours_make_room() -> None:
    # Only ann can lead, and the inquiry's weeks are those in which she leads "a".
    inquiry = disruption("arrives", "new", (10, 10), kind="crc", providers=("yot-n",), length=2)
    year = YEAR.with_(panels=(*YEAR.panels, Panel(id="p3", week=24, slots=2)))
    found = replanned(year, small_plan(year), inquiry)
    assert found.verdict.unplaced == ()
    assert found.replanned.freed == ("a", "b", "new")
    assert {each.inspection for each in found.differences} == {"a", "new"}


def test_what_has_no_place_even_if_all_went_moves_nobody() -> None:
    inquiry = disruption("arrives", "new", (3, 3), kind="crc", providers=("crc-n",), length=2)
    found = replanned(YEAR, small_plan(YEAR), inquiry)
    assert found.verdict.unplaced == ("new",)
    assert found.differences == ()
    assert found.replanned.freed == ("new",)


def test_what_is_announced_does_not_make_room() -> None:
    inquiry = disruption("arrives", "new", (10, 10), kind="crc", providers=("crc-n",), length=2)
    found = replanned(YEAR, small_plan(YEAR), inquiry, now=6)
    assert found.stands == ("a",)
    assert found.verdict.unplaced == ("new",)
    assert found.differences == ()


def test_an_optional_inspection_is_not_dropped_where_moving_is_dearer() -> None:
    cheap = Inspection(
        id="c", kind="pilot", providers=("yot-n",), region="north", mandatory=False, risk=0, length=1,
        windows=(Span(first=20, last=51),), preferred=20,
    )  # fmt: skip
    year = YEAR.with_(inspections=(*YEAR.inspections, cheap))
    plan = plan_of(year, A, B, placed("c", 21, "inspector:bob"))
    found = replanned(year, plan, disruption("away", "bob", (20, 22)))
    assert found.verdict.unplaced == ()
    assert [each.inspection for each in found.differences] == ["c"]


def test_if_nothing_is_touched_nothing_changes() -> None:
    found = replanned(YEAR, small_plan(YEAR), disruption("away", "dan", (40, 41)))
    assert found.differences == ()
    assert (found.replanned.freed, found.replanned.done) == ((), 0)


def test_a_plan_that_breaks_a_rule_is_not_changed() -> None:
    year = YEAR.with_(apart=(Apart(first="a", second="b", gap=40, why="neighbours"),))
    with pytest.raises(Refused, match="breaks a rule"):
        replanned(year, plan_of(year, A, B), disruption("away", "dan", (40, 41)))


def test_a_pinned_member_who_falls_ill_leaves_the_inspection_without_a_place() -> None:
    year = YEAR.with_(
        pins=(Pin(inspection="a", person="bob", role="inspector", by="the chief", why="agreed"),)
    )
    found = replanned(year, plan_of(year, A, B), disruption("away", "bob", (0, 51)))
    assert found.verdict.unplaced == ("a",)


@settings(max_examples=8)
@given(any_year(), st.integers(0, 2**32), st.integers(-5, 30))
def test_whatever_happens_the_plan_keeps_the_rules_and_what_was_not_freed_stays(
    problem: Problem, seed: int, now: int
) -> None:
    plan = SCHEDULING.schedule(problem, SolverOrder(work=0)).solved.plan
    ill = problem.staff[seed % len(problem.staff)].id
    what = [disruption("away", ill, (now, now + 6))]
    if to_meet := [each.id for each in problem.panels if each.week >= now]:
        what.append(disruption("cancelled", to_meet[seed % len(to_meet)]))
    found = replanned(problem, plan, *what, now=now)
    assert check(found.problem, found.replanned.plan, plan).holds
    assert {each.inspection for each in found.differences} <= set(found.replanned.freed)
    again = replanned(problem, plan, *what, now=now)
    assert again.replanned == found.replanned
    hit = {
        each.inspection
        for each in plan.placements
        if any(one.person == ill for one in each.team) or each.panel in {one.of for one in what}
    }
    for each in found.differences:
        if each.inspection in found.stands:
            assert each.inspection in hit
            assert not each.moved


CANCELLED = disruption("cancelled", "p1"), disruption("cancelled", "p2")


def test_what_was_announced_keeps_its_dates_where_no_panel_is_left_and_is_said_to_have_none() -> None:
    found = replanned(YEAR, small_plan(YEAR), *CANCELLED, now=9)
    a = next(each for each in found.replanned.plan.placements if each.inspection == "a")
    assert (a.start, a.team, a.panel, a.publication) == (10, A.team, None, None)
    assert (found.verdict.unplaced, found.verdict.pinned_unplaced) == ((), ())
    assert found.verdict.without_panel == ("a",)
    assert [(each.term, each.points) for each in found.verdict.charges if each.term == "no-panel"] == [
        ("no-panel", 10_000)
    ]
    assert "no panel instead of p1" in difference_said(found.problem, found.differences[0])
    later = found.problem.with_(panels=(Panel(id="p9", week=30, slots=1),))
    again = replanned(later, found.replanned.plan.with_(problem=later.digest), now=9)
    (change,) = again.differences
    assert change.now is not None
    assert (change.now.start, change.now.team, change.now.panel) == (10, A.team, "p9")
    assert again.verdict.without_panel == ()


def test_what_is_not_announced_yet_has_no_place_without_a_panel() -> None:
    found = replanned(YEAR, small_plan(YEAR), *CANCELLED, now=0)
    assert (found.verdict.unplaced, found.verdict.without_panel) == (("a",), ())
    year = YEAR.with_(panels=())
    bare = plan_of(year, A.with_(panel=None, publication=None), B)
    assert [each.rule for each in check(year, bare).violations] == ["H1"]


def test_one_of_two_that_were_announced_has_the_slot_that_is_left_and_what_is_to_come_gives_way() -> None:
    """Its own panel before another's; and a slot that something still to be announced has, before none at all."""
    two = changed(
        YEAR.with_(
            inspections=(*YEAR.inspections, YEAR.inspections[0].with_(id="c", preferred=10, mandatory=False)),
            regions=tuple(each.with_(cap=3) for each in YEAR.regions),
            staff=(*YEAR.staff, *(person(f"x-{each.id}", *each.roles) for each in YEAR.staff)),
            panels=(Panel(id="p1", week=16, slots=1), Panel(id="p2", week=18, slots=1)),
        ),
        "inspections",
        "a",
        announced=True,
    )
    c = placed(
        "c", 11, "lead:x-ann inspector:x-bob inspector:x-cat", panel="p2", publication=21
    )  # fmt: skip
    plan = plan_of(two, A, B, c)
    assert check(two, plan).holds
    both = replanned(two, plan, disruption("cancelled", "p1"), now=9)
    assert both.verdict.without_panel == ("a",)
    kept = next(each for each in both.replanned.plan.placements if each.inspection == "c")
    assert kept.panel == "p2"
    early = replanned(two, plan, disruption("cancelled", "p1"), now=1)
    taken = next(each for each in early.replanned.plan.placements if each.inspection == "a")
    assert (taken.panel, early.verdict.without_panel) == ("p2", ())


@given(
    st.dictionaries(st.sampled_from("abcdef"), st.lists(st.integers(0, 3), max_size=4, unique=True)),
    st.lists(st.integers(0, 2), min_size=4, max_size=4),
)
def test_as_few_are_left_without_a_panel_as_can_be(ways: dict[str, list[int]], slots: list[int]) -> None:
    """Tried against every way to send them, one by one."""

    def most(left: list[str], room: list[int]) -> int:
        if not left:
            return 0
        best = most(left[1:], room)
        for panel in ways[left[0]]:
            if room[panel]:
                best = max(best, 1 + most(left[1:], [each - (at == panel) for at, each in enumerate(room)]))
        return best

    assert len(ways) - len(without_panel(ways, slots)) == most(list(ways), slots)
