"""The ways to make a plan that are measured, each in a process of its own, so that its memory is its own too."""

import resource
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from random import Random
from typing import Final

from ortools.sat.python import cp_model

from activities.programme.ports import SolverOrder
from activities.programme.scheduling import Scheduling
from adapters.outbound.solver import CpSatSolver, ExactExplainer
from adapters.outbound.solver.greedy import fill
from adapters.outbound.solver.model import build
from adapters.outbound.solver.preparing import possible
from adapters.outbound.solver.standing import Place, Standing
from benchmarks.programme_instances import SIZES, year
from domain.programme.changes import Disruption, happened
from domain.programme.checker.checker import check
from domain.programme.comparing import compared
from domain.programme.plan import Plan
from domain.programme.problem import Problem
from domain.programme.weeks import Span

__all__ = ["WAYS", "Measured", "Replan", "measure", "replanned"]

Made = tuple[Plan, bool, int]
"""A plan, whether it is proved, and the work that it took."""
Way = Callable[[Problem, int, int], Made]

NOW: Final = 10
"""The week in which the inquiry of the re-plan arrives."""


@dataclass(frozen=True)
class Measured:
    """What one way came to. ``soft`` is the cost without that of what has no place; memory is in MB."""

    name: str
    cost: int
    soft: int
    unplaced: int
    mandatory: int
    proved: bool
    holds: bool
    done: int
    seconds: float
    memory: int

    def __str__(self) -> str:
        proved = ", proved" if self.proved else ""
        broken = "" if self.holds else "  BREAKS A RULE"
        return (
            f"{self.name:13} cost {self.cost:>9,} (soft {self.soft:,}{proved}), without a place {self.unplaced}, "
            f"mandatory {self.mandatory}; work {self.done:,}, {self.seconds:.1f} s, {self.memory} MB{broken}"
        )


@dataclass(frozen=True)
class Replan:
    """What a re-plan came to, and what a plan from scratch would have changed."""

    placed: bool
    moved: int
    swapped: int
    freed: int
    proved: bool
    done: int
    seconds: float
    scratch_moved: int | None
    scratch_swapped: int | None

    def __str__(self) -> str:
        proved = ", proved" if self.proved else ""
        return (
            f"{self.freed} freed{proved}: {self.moved} dates moved, {self.swapped} people swapped; "
            f"work {self.done:,}, {self.seconds:.1f} s"
        )


def _first_plan(problem: Problem, _work: int, _lanes: int) -> Made:
    standing = Standing(possible(problem))
    fill(standing)
    return standing.plan(), False, 0


def _by_date(problem: Problem, _work: int, _lanes: int) -> Made:
    """As a spreadsheet is filled: by preferred date, mandatory first, each in the nearest week with a team.

    The team is of those who live nearest and are free; whether it has the skills is seen only when it is made.
    """
    standing = Standing(possible(problem))
    jobs, preferred = standing.possible.jobs, [each.preferred for each in problem.inspections]
    for at in sorted(range(len(jobs)), key=lambda at: (not jobs[at].mandatory, preferred[at], at)):
        for start, _ in sorted(standing.open_starts(at), key=lambda each: (each[1], each[0])):
            team, out = _nearest_team(standing, at, start), standing.publication(at, start)
            if team is not None and (out is not None or not jobs[at].reported):
                standing.put(at, Place(start, team, out))
                break
    return standing.plan(), False, 0


def _nearest_team(standing: Standing, at: int, start: int) -> tuple[tuple[int, ...], ...] | None:
    job, workers = standing.possible.jobs[at], standing.possible.workers
    kin = standing.kin_leads(at)
    team: list[tuple[int, ...]] = []
    for post in job.posts:
        taken = {person for people in team for person in people}
        free = [
            each
            for each in post.fares
            if each not in taken
            and not (post.role == "lead" and each in kin)
            and not standing.busy[each] & post.busy(start)
            and post.may(each, start)
            and standing.loads[each] + post.work <= workers[each].cap
        ]
        if len(free) < post.number:
            return None
        team.append(tuple(sorted(free[: post.number])))
    people = [workers[person] for post in team for person in post]
    able = all(sum(skill in each.skills for each in people) >= number for skill, number in job.mix)
    return tuple(team) if able and sum(each.trainee for each in people) <= job.trainees else None


def _whole_model(problem: Problem, work: int, _lanes: int) -> Made:
    """All inspections in one model, given to CP-SAT as it is."""
    return _all_at_once(problem, work, hinted=False)


def _whole_hinted(problem: Problem, work: int, _lanes: int) -> Made:
    """The same with our first plan as a complete hint, so that it cannot be worse than that."""
    return _all_at_once(problem, work, hinted=True)


def _all_at_once(problem: Problem, work: int, *, hinted: bool) -> Made:
    standing = Standing(possible(problem))
    if hinted:
        fill(standing)
    ats = [at for at, job in enumerate(standing.possible.jobs) if job.starts]
    was = [standing.take(at) for at in ats]
    model = build(standing, ats, was, Random(1), most=len(standing.possible.workers))
    if not hinted:
        model.model.clear_hints()  # type: ignore[no-untyped-call]  # OR-Tools has no types for it
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = work / 1000
    status = solver.solve(model.model)
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    for at, place in model.places(solver) if found else zip(ats, was, strict=True):
        if place is not None:
            standing.put(at, place)
    return standing.plan(), status == cp_model.OPTIMAL, int(solver.deterministic_time * 1000)


def _search(problem: Problem, work: int, lanes: int) -> Made:
    solved = CpSatSolver().solve(problem, SolverOrder(work=work, lanes=lanes), lambda _: True)
    return solved.plan, solved.proved, solved.done


WAYS: Mapping[str, Way] = {
    "by date": _by_date,
    "first plan": _first_plan,
    "whole model": _whole_model,
    "whole, hinted": _whole_hinted,
    "search": _search,
}


def measure(name: str, seed: int, size: str, work: int, lanes: int) -> Measured:
    """Make a plan one way, in a process of its own.

    Args:
        name: the way.
        seed: of the year.
        size: of the year.
        work: how much work, in thousandths of a deterministic second.
        lanes: neighbourhoods side by side, where there are any.
    """
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        return process.submit(_measured, name, seed, size, work, lanes).result()


def _measured(name: str, seed: int, size: str, work: int, lanes: int) -> Measured:
    problem = year(seed, SIZES[size])
    began = time.perf_counter()
    plan, proved, done = WAYS[name](problem, work, lanes)
    seconds = time.perf_counter() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    verdict = check(problem, plan)
    terms = verdict.terms
    soft = sum(points for term, points in terms.items() if not term.startswith("unplaced"))
    return Measured(
        name,
        verdict.cost,
        soft,
        len(verdict.unplaced),
        verdict.mandatory_unplaced,
        proved,
        verdict.holds,
        done,
        seconds,
        memory,
    )


def replanned(size: str, work: int, *, from_scratch: bool) -> Replan:
    """Plan a year, let an inquiry arrive, and plan it anew.

    Args:
        size: of the year.
        work: how much work for each plan.
        from_scratch: whether to make a plan from nothing as well.
    """
    problem = year(1, SIZES[size])
    scheduling = Scheduling(CpSatSolver(), ExactExplainer())
    plan = scheduling.schedule(problem, SolverOrder(work=work)).solved.plan
    inquiry = Disruption(
        change="arrives",
        of="inquiry",
        why="A special inquiry was asked for",
        kind="quality-and-impact",
        providers=(problem.providers[0].id,),
        length=3,
        weeks=(Span(first=24, last=27),),
    )
    began = time.perf_counter()
    found = scheduling.reschedule(problem, plan, [inquiry], NOW, work=work)
    seconds = time.perf_counter() - began
    before = {each.inspection for each in plan.placements}
    after = {each.inspection for each in found.replanned.plan.placements}
    moved, swapped = _changes(plan, found.replanned.plan)
    scratch: tuple[int, int] | tuple[None, None] = (None, None)
    if from_scratch:
        problem_after = happened(problem, plan, [inquiry], NOW).problem
        scratch = _changes(plan, scheduling.schedule(problem_after, SolverOrder(work=work)).solved.plan)
    return Replan(
        "inquiry" in after and before <= after,
        moved,
        swapped,
        len(found.replanned.freed),
        found.replanned.proved,
        found.replanned.done,
        seconds,
        *scratch,
    )


def _changes(before: Plan, after: Plan) -> tuple[int, int]:
    """Dates moved and people swapped, among what both plans place."""
    differences = compared(before, after)
    return (
        sum(each.moved for each in differences),
        sum(len(each.joined) for each in differences if each.was is not None),
    )
