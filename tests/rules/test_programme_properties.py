"""What holds of the checker for any plan, also a senseless one."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from benchmarks.programme_instances import Size, year
from domain.programme.checker.checker import check
from domain.programme.checker.costing import totals
from domain.programme.checker.rules import RULES
from domain.programme.faults import doubts, faults
from domain.programme.plan import Member, Placement, Plan
from domain.programme.problem import Problem
from tests.support.programmes import small_plan, small_year

SMALL = Size(10, 6, full_teams=False)
YEARS = [year(seed, SMALL) for seed in range(5)]


@st.composite
def any_plan(draw: st.DrawFn) -> tuple[Problem, Plan]:
    """A year, and a plan of it that may break every rule there is."""
    problem = draw(st.sampled_from(YEARS))
    people = [*(each.id for each in problem.staff), "nobody"]
    panels = [None, "nowhere", *(each.id for each in problem.panels)]
    names = draw(st.sets(st.sampled_from([*(each.id for each in problem.inspections), "nothing"])))
    member = st.builds(
        Member, person=st.sampled_from(people), role=st.sampled_from(["lead", "inspector", "assistant"])
    )
    placements = tuple(
        Placement(
            inspection=name,
            start=draw(st.integers(-20, 260)),
            team=tuple(draw(st.lists(member, max_size=3))),
            panel=draw(st.sampled_from(panels)),
            publication=draw(st.none() | st.integers(-20, 260)),
        )
        for name in sorted(names)
    )
    return problem, Plan(problem=problem.digest, placements=placements)


@given(any_plan())
def test_any_plan_can_be_checked_and_every_violation_has_a_rule_and_a_sentence(
    case: tuple[Problem, Plan],
) -> None:
    problem, plan = case
    verdict = check(problem, plan)
    for each in verdict.violations:
        assert each.rule in RULES
        assert each.sentence
    assert verdict.cost == sum(totals(problem, plan).values()) == sum(verdict.terms.values())
    placed = {each.inspection for each in plan.placements}
    assert sorted(verdict.unplaced) == sorted({each.id for each in problem.inspections} - placed)


@given(any_plan(), st.data())
def test_taking_an_inspection_out_of_a_plan_breaks_no_new_rule(
    case: tuple[Problem, Plan], data: st.DataObject
) -> None:
    problem, plan = case
    kept = tuple(each for each in plan.placements if data.draw(st.booleans()))
    whole = {(each.rule, each.about) for each in check(problem, plan).violations}
    less = {(each.rule, each.about) for each in check(problem, plan.with_(placements=kept)).violations}
    assert less <= whole


@given(any_plan())
def test_the_order_of_the_lists_changes_nothing(case: tuple[Problem, Plan]) -> None:
    problem, plan = case
    turned = problem.with_(
        inspections=problem.inspections[::-1], staff=problem.staff[::-1], panels=problem.panels[::-1]
    )
    one, other = check(problem, plan), check(turned, plan.with_(problem=turned.digest))
    assert sorted(map(str, one.violations)) == sorted(map(str, other.violations))
    assert one.terms == other.terms


@given(st.integers(-500, 500))
def test_a_year_that_begins_some_weeks_later_has_the_same_plan(moved: int) -> None:
    problem = small_year(first_monday=small_year().first_monday + timedelta(weeks=moved))
    assert check(problem, small_plan(problem)).holds


def test_made_up_years_have_no_fault_and_are_the_same_for_the_same_seed() -> None:
    for seed, problem in enumerate(YEARS):
        assert list(faults(problem)) == []
        assert list(doubts(problem)) == []
        assert year(seed, SMALL).digest == problem.digest
    assert len({problem.digest for problem in YEARS}) == len(YEARS)
