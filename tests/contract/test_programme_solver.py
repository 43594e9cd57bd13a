"""The solver: whatever the year, a plan that the checker passes, the same for the same order; always to be stopped."""

import hashlib
import os
import subprocess
import sys
from contextlib import ExitStack
from itertools import combinations, product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from activities.programme.ports import Progress, Replanned, Solved, SolverOrder, Watch
from activities.programme.scheduling import PlanBroken, Scheduling
from adapters.outbound.solver import CpSatSolver, ExactExplainer
from benchmarks.programme_instances import Size, year
from domain.programme.checker.checker import check
from domain.programme.plan import Member, Placement, Plan
from domain.programme.problem import Panel, Pin, PreElection, Problem
from domain.programme.weeks import Span
from domain.refusals import Refused
from tests.arch.tree import ROOT
from tests.support.programme_years import TEN, any_year
from tests.support.programmes import changed, person, placed, plan_of, small_plan, small_year

THIRTY = Size(30, 18)
SCHEDULING = Scheduling(CpSatSolver(), ExactExplainer())


def solve(problem: Problem, **order: Any) -> Solved:
    return SCHEDULING.schedule(problem, SolverOrder(**{"work": 150, **order})).solved


def test_the_small_year_gets_the_plan_that_costs_nothing_and_it_is_proved() -> None:
    problem = small_year()
    solved = solve(problem)
    assert solved.proved
    assert check(problem, solved.plan).cost == 0


def every_plan(problem: Problem, weeks: range) -> Any:
    """Every plan of the small year that starts its first inspection in some weeks, and its second in week 20."""
    people = [each.id for each in problem.staff]
    for start, lead, *pair in product(weeks, people, combinations(people, 2)):
        for panel in problem.panels:
            for published in range(start + 9, start + 20):
                team = f"lead:{lead} " + " ".join(f"inspector:{each}" for each in pair[0])
                yield placed("a", start, team, panel=panel.id, publication=published)


TIGHT = {
    "bob away": lambda year: changed(year, "staff", "bob", leave=(Span(first=8, last=13),)),
    "ann led before": lambda year: changed(year, "providers", "crc-n", last_lead="ann"),
    "ann from the south": lambda year: changed(year, "staff", "ann", home="south"),
    "an election": lambda year: year.with_(
        pre_election=(PreElection(weeks=Span(first=17, last=21), what="local elections"),)
    ),
    "a full panel": lambda year: changed(year, "panels", "p1", slots=0),
    "a pin": lambda year: year.with_(pins=(Pin(inspection="a", start=12, by="the chief", why="agreed"),)),
}


@pytest.mark.parametrize("change", TIGHT.values(), ids=TIGHT)
def test_what_is_proved_to_be_the_cheapest_is_the_cheapest_of_all_plans(change: Any) -> None:
    problem = change(small_year(staff=(*small_year().staff, person("eve", "lead", target=0))))
    problem = changed(problem, "inspections", "a", windows=(Span(first=9, last=12),))
    only = problem.with_(inspections=problem.inspections[:1])
    solved = solve(only)
    verdicts = (check(only, plan_of(only, each)) for each in every_plan(only, range(9, 13)))
    costs = [each.cost for each in verdicts if each.holds]
    assert solved.proved
    assert check(only, solved.plan).cost == min([*costs, check(only, plan_of(only)).cost])


@settings(max_examples=40)
@given(any_year(), st.sampled_from([0, 20]))
def test_whatever_the_year_there_is_a_plan_that_holds_and_costs_what_the_solver_says(
    problem: Problem, work: int
) -> None:
    told: list[Progress] = []

    def watch(progress: Progress) -> bool:
        told.append(progress)
        return True

    scheduled = SCHEDULING.schedule(problem, SolverOrder(work=work), watch)
    assert scheduled.verdict.holds
    assert told[-1].phase == "done"
    assert told[-1].cost == scheduled.verdict.cost, "solver and checker count alike"
    assert told[-1].unplaced == len(scheduled.verdict.unplaced)
    costs = [each.cost for each in told]
    assert costs == sorted(costs, reverse=True), "a plan never becomes dearer"


def test_two_inspections_of_one_provider_are_led_by_two_people() -> None:
    one = small_year().inspections[0]
    other = one.with_(id="c", windows=(Span(first=30, last=40),), preferred=34)
    year = small_year(
        inspections=(one, other), panels=(*small_year().panels, Panel(id="p4", week=42, slots=1))
    )
    alone = SCHEDULING.schedule(year, SolverOrder(work=200))
    assert alone.solved.proved
    assert len(alone.verdict.unplaced) == 1, "only ann can lead, and she leads one of them"
    two = SCHEDULING.schedule(
        year.with_(staff=(*year.staff, person("eve", "lead", "inspector", home="south"))),
        SolverOrder(work=200),
    )
    assert two.verdict.unplaced == ()
    leads = [
        each.person for place in two.solved.plan.placements for each in place.team if each.role == "lead"
    ]
    assert sorted(leads) == ["ann", "eve"]


HOPELESS = {
    "no staff for a role": lambda year: year.with_(
        staff=tuple(each.with_(roles=("inspector",)) for each in year.staff)
    ),
    "nobody at all": lambda year: year.with_(staff=()),
    "leave all year": lambda year: year.with_(
        staff=tuple(each.with_(leave=(Span(first=-10, last=80),)) for each in year.staff)
    ),
    "windows that are over": lambda year: year.with_(now=51),
    "no panel": lambda year: year.with_(panels=()),
    "panels without slots": lambda year: year.with_(
        panels=tuple(each.with_(slots=0) for each in year.panels)
    ),
    "always an election": lambda year: year.with_(
        pre_election=(PreElection(weeks=Span(first=0, last=200), what="a long campaign"),)
    ),
    "no inspections": lambda year: year.with_(inspections=(), apart=()),
}


@pytest.mark.parametrize("change", HOPELESS.values(), ids=HOPELESS)
def test_what_cannot_be_placed_is_said_and_what_can_is_placed(change: Any) -> None:
    problem = change(year(1, TEN))
    scheduled = SCHEDULING.schedule(problem, SolverOrder(work=50))
    names = {each.id for each in problem.inspections}
    pilots = {each.id for each in problem.inspections if each.kind == "pilot"}
    assert names - pilots <= set(scheduled.verdict.unplaced)
    assert scheduled.verdict.holds


def test_a_problem_that_contradicts_itself_is_refused() -> None:
    pins = tuple(Pin(inspection="a", start=week, by="the chief", why="agreed") for week in (10, 11))
    with pytest.raises(Refused, match="contradicts") as refused:
        SCHEDULING.schedule(small_year(pins=pins), SolverOrder())
    assert refused.value.refusal.code == "bad-programme"


def test_improving_places_what_the_first_plan_could_not_or_makes_it_cheaper() -> None:
    problem = year(2, THIRTY)
    first, better = solve(problem, work=0), solve(problem, work=300)
    costs = [check(problem, each.plan).cost for each in (first, better)]
    assert costs[1] < costs[0]
    assert better.improved > 0


def test_stopped_at_once_there_is_a_plan_in_hand() -> None:
    problem = year(2, THIRTY)
    scheduled = SCHEDULING.schedule(problem, SolverOrder(work=10_000_000), lambda _: False)
    assert scheduled.solved.interrupted
    assert scheduled.solved.done < 10_000
    assert scheduled.solved.plan.placements


DIGEST = """
import hashlib, sys
from activities.programme.ports import SolverOrder
from adapters.outbound.solver import CpSatSolver
from benchmarks.programme_instances import Size, year
order = SolverOrder(seed=3, work=100, lanes=int(sys.argv[1]))
solved = CpSatSolver().solve(year(5, Size(30, 18)), order, lambda _: True)
print(hashlib.sha256(solved.plan.model_dump_json().encode()).hexdigest(), solved.steps, solved.done)
"""


@pytest.mark.parametrize("lanes", [pytest.param(1, marks=pytest.mark.long), 2])
def test_the_same_order_gives_the_same_plan_in_another_process(lanes: int) -> None:
    said = {
        subprocess.run(
            [sys.executable, "-c", DIGEST, str(lanes)],
            cwd=ROOT,
            env={"PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for hash_seed in ("1", "2")
    }
    assert len(said) == 1


@pytest.mark.long
def test_the_same_order_gives_the_same_plan_on_a_busy_machine() -> None:
    """Lanes finish in another order then, and each takes longer: neither may show."""
    words = [sys.executable, "-c", DIGEST, "2"]
    env = {"PYTHONPATH": str(ROOT)}
    alone = subprocess.run(words, cwd=ROOT, env=env, capture_output=True, text=True, check=True).stdout
    with ExitStack() as stack:
        for _ in range(2 * (os.cpu_count() or 1)):
            hog = stack.enter_context(subprocess.Popen([sys.executable, "-c", "while True: pass"]))
            stack.callback(hog.kill)
        busy = subprocess.run(words, cwd=ROOT, env=env, capture_output=True, text=True, check=True).stdout
    assert busy == alone


def test_another_seed_may_give_another_plan_and_both_hold() -> None:
    problem = year(5, THIRTY)
    plans = [solve(problem, seed=seed, work=100).plan for seed in (1, 2)]
    digests = {hashlib.sha256(plan.model_dump_json().encode()).hexdigest() for plan in plans}
    assert len(digests) == 2
    assert all(check(problem, plan).holds for plan in plans)


def test_a_plan_to_begin_with_is_kept_as_far_as_it_keeps_the_rules() -> None:
    problem = year(2, THIRTY)
    good = solve(problem, work=200).plan
    again = solve(problem, work=0, start=good)
    assert again.plan == good
    broken = good.with_(placements=tuple(each.with_(start=each.start + 40) for each in good.placements))
    assert check(problem, solve(problem, work=0, start=broken).plan).holds


@pytest.mark.parametrize(
    "wrong",
    [
        placed("a", 10, "lead:bob inspector:ann inspector:cat", panel="p1", publication=19),
        placed("a", 10, "lead:ann inspector:bob inspector:dan", panel="p1", publication=19),
        placed("a", 10, "lead:ann inspector:ann inspector:bob", panel="p1", publication=19),
        placed("a", 10, "lead:ann inspector:bob", panel="p1", publication=19),
        placed("a", 10, "lead:zoe inspector:bob inspector:cat", panel="p1", publication=19),
        placed("a", 3, "lead:ann inspector:bob inspector:cat", panel="p1", publication=19),
        placed("a", 10, "lead:ann inspector:bob inspector:cat", panel="nowhere", publication=19),
        placed("a", 10, "lead:ann inspector:bob inspector:cat"),
        placed("nothing", 10, "lead:ann"),
    ],
)
def test_nothing_of_a_plan_to_begin_with_that_breaks_a_rule_is_taken(wrong: Placement) -> None:
    problem = small_year()
    assert not check(problem, plan_of(problem, wrong)).holds
    assert solve(problem, work=0, start=plan_of(problem, wrong)).plan == solve(problem, work=0).plan


def test_in_a_plan_that_replaces_another_few_dates_and_people_change() -> None:
    before_year = year(2, THIRTY)
    before = solve(before_year, work=150).plan
    busiest = max(
        before_year.staff, key=lambda each: sum(each.id in str(one.team) for one in before.placements)
    )
    ill = changed(before_year, "staff", busiest.id, leave=(Span(first=20, last=40),))
    old = before.with_(problem=ill.digest)
    new = solve(ill, work=150, start=old, before=old).plan
    fresh = solve(ill, work=150).plan

    def changes(plan: Plan) -> int:
        terms = check(ill, plan, old).terms
        return terms["moved"] // ill.weights.moved + terms["swapped"] // ill.weights.swapped

    assert check(ill, new).holds
    assert changes(new) * 4 <= changes(fresh)


def test_people_and_dates_that_are_fixed_are_kept_or_the_inspection_has_no_place() -> None:
    year_ = small_year(
        pins=(
            Pin(inspection="a", start=13, by="the chief", why="agreed"),
            Pin(inspection="b", person="cat", role="inspector", by="the chief", why="to learn"),
        )
    )
    placements = {each.inspection: each for each in solve(year_).plan.placements}
    assert placements["a"].start == 13
    assert placements["b"].team == (Member(person="cat", role="inspector"),)
    barred = changed(year_, "staff", "cat", leave=(Span(first=0, last=51),))
    assert "b" not in {each.inspection for each in solve(barred).plan.placements}


class Dishonest:
    """A solver that places somebody who is not there."""

    def solve(self, problem: Problem, order: SolverOrder, watch: Watch) -> Solved:
        plan = plan_of(problem, placed("b", 20, "inspector:zoe"))
        return Solved(plan, proved=True, interrupted=False, steps=0, improved=0, done=0)

    def replan(self, problem: Problem, order: SolverOrder, watch: Watch) -> Replanned:
        plan = self.solve(problem, order, watch).plan
        return Replanned(plan, freed=("b",), proved=True, interrupted=False, done=0)


def test_no_plan_leaves_that_the_checker_does_not_pass() -> None:
    scheduling = Scheduling(Dishonest(), ExactExplainer())
    with pytest.raises(PlanBroken, match="zoe is on its team and not on the staff"):
        scheduling.schedule(small_year(), SolverOrder())
    with pytest.raises(PlanBroken, match="zoe is on its team and not on the staff"):
        scheduling.reschedule(small_year(), small_plan(small_year()), [], 0, work=10)


def test_the_plan_of_the_small_year_is_found_again_when_it_is_given_to_begin_with() -> None:
    problem = small_year()
    assert solve(problem, work=0, start=small_plan(problem)).plan == small_plan(problem)
