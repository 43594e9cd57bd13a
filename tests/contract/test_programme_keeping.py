"""Later decisions made anew on the earlier ones of a plan: other teams on its dates, other panels for its teams."""

from typing import Any

import pytest

from activities.programme.ports import SolverOrder
from activities.programme.scheduling import Scheduled, Scheduling
from adapters.outbound.solver import CpSatSolver, ExactExplainer
from benchmarks.programme_instances import Size, year
from domain.programme.checker.checker import check
from domain.programme.keeping import Kept, keeping
from domain.programme.plan import Plan
from domain.programme.problem import Panel, Pin, Problem
from domain.programme.weeks import Span
from tests.support.programmes import changed, person, small_plan, small_year

SCHEDULING = Scheduling(CpSatSolver(), ExactExplainer())
YEAR = small_year(staff=(*small_year().staff, person("eve", "lead", "inspector", target=0)))


def anew(problem: Problem, plan: Plan, *keep: Kept, work: int = 150) -> Scheduled:
    return SCHEDULING.schedule(problem, SolverOrder(work=work, start=plan, keep=frozenset(keep)))


def dates(plan: Plan) -> dict[str, int]:
    return {each.inspection: each.start for each in plan.placements}


def teams(plan: Plan) -> dict[str, set[tuple[str, str]]]:
    return {each.inspection: {(one.person, one.role) for one in each.team} for each in plan.placements}


def test_somebody_who_is_away_is_replaced_and_every_date_stays() -> None:
    plan = SCHEDULING.schedule(YEAR, SolverOrder(work=150)).solved.plan
    away = changed(YEAR, "staff", "ann", leave=(Span(first=0, last=51),))
    found = anew(away, plan, "dates")
    assert found.verdict.holds
    assert dates(found.solved.plan) == dates(plan)
    assert "ann" not in {one for each in teams(found.solved.plan).values() for one, _ in each}
    assert found.solved.plan.problem == away.digest, "it is a plan of the year, and of no year with more pins"


def test_a_panel_that_falls_away_is_replaced_and_every_date_and_team_stays() -> None:
    plan = small_plan(small_year())
    [panel] = {each.panel for each in plan.placements if each.panel}
    other = small_year(panels=(Panel(id="other", week=18, slots=1),))
    found = anew(other, plan, "dates", "teams", "panels")
    assert found.verdict.holds
    assert (dates(found.solved.plan), teams(found.solved.plan)) == (dates(plan), teams(plan))
    assert {each.panel for each in found.solved.plan.placements if each.panel} == {"other"}
    assert panel != "other"


def test_what_cannot_stay_so_has_no_place_and_that_is_said() -> None:
    plan = small_plan(small_year())
    away = changed(small_year(), "staff", "ann", leave=(Span(first=0, last=51),))
    found = anew(away, plan, "dates", "teams")
    assert "a" in found.verdict.unplaced
    assert dates(found.solved.plan) == {"b": dates(plan)["b"]}


@pytest.mark.parametrize("keep", [("dates",), ("teams",), ("dates", "teams"), ("dates", "teams", "panels")])
def test_in_a_year_of_thirty_what_is_kept_stays_and_nothing_is_dropped(keep: tuple[Kept, ...]) -> None:
    problem = year(2, Size(30, 18))
    first = SCHEDULING.schedule(problem, SolverOrder(work=60))
    found = anew(problem, first.solved.plan, *keep, work=60)
    assert check(problem, found.solved.plan).holds
    was, now = first.solved.plan, found.solved.plan
    assert {each.inspection for each in was.placements} <= {each.inspection for each in now.placements}
    for each in was.placements:
        if "dates" in keep:
            assert dates(now)[each.inspection] == each.start
        if "teams" in keep:
            assert teams(now)[each.inspection] == teams(was)[each.inspection]


def test_what_somebody_has_fixed_stays_as_they_fixed_it_and_who_is_gone_is_nobody() -> None:
    plan = small_plan(small_year())
    mine = Pin(inspection="a", start=12, by="the chief", why="agreed")
    found = keeping(YEAR.with_(pins=(mine,)), plan, frozenset({"dates", "teams"}))
    assert [each for each in found.pins if each.inspection == "a" and each.start is not None] == [mine]
    without = YEAR.with_(staff=tuple(each for each in YEAR.staff if each.id != "ann"))
    kept: set[Any] = {each.person for each in keeping(without, plan, frozenset({"teams"})).pins}
    assert "ann" not in kept
    assert kept
    assert keeping(YEAR, plan, frozenset()) == YEAR
