"""What a year's plan costs: our quick first plan, CP-SAT on the whole model, and our search, with the same work each.

Run as `python -m benchmarks.programme [SIZE] [--work N] [--seeds N]`. Work is in the solver's deterministic time, so
the costs are the same on any machine; wall time and memory are of this one. Every plan is checked. Ends with 1 if one
breaks a rule, or if the search leaves more mandatory inspections without a place than the first plan.
"""

import argparse
import resource
import sys
import time
from collections.abc import Callable
from random import Random

from ortools.sat.python import cp_model

from activities.programme_ports import Order
from adapters.outbound.solver import CpSatSolver
from adapters.outbound.solver.greedy import fill
from adapters.outbound.solver.model import build
from adapters.outbound.solver.possible import possible
from adapters.outbound.solver.standing import Standing
from benchmarks.programme_instances import SIZES, year
from domain.programme.checking import Verdict, check
from domain.programme.plan import Plan
from domain.programme.problem import Problem

Way = Callable[[Problem, int], Plan]


def first_plan(problem: Problem, _work: int) -> Plan:
    standing = Standing(possible(problem))
    fill(standing)
    return standing.plan()


def whole_model(problem: Problem, work: int) -> Plan:
    """All inspections in one model, from the first plan as a hint."""
    standing = Standing(possible(problem))
    fill(standing)
    ats = [at for at, job in enumerate(standing.possible.jobs) if job.starts]
    was = [standing.take(at) for at in ats]
    model = build(standing, ats, was, Random(1), most=len(standing.possible.workers))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = work / 1000
    found = solver.solve(model.model) in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    for at, place in model.places(solver) if found else zip(ats, was, strict=True):
        if place is not None:
            standing.put(at, place)
    return standing.plan()


def search(problem: Problem, work: int) -> Plan:
    return CpSatSolver().solve(problem, Order(work=work), lambda _: True).plan


WAYS: dict[str, Way] = {"first plan": first_plan, "whole model": whole_model, "search": search}


def measured(name: str, way: Way, problem: Problem, work: int) -> Verdict:
    began = time.perf_counter()
    plan = way(problem, work)
    seconds = time.perf_counter() - began
    verdict = check(problem, plan)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    broken = "" if verdict.holds else "  BREAKS A RULE"
    print(
        f"  {name:12} cost {verdict.cost:>9,}  without a place {len(verdict.unplaced):>3}, mandatory "
        f"{verdict.mandatory_unplaced:>3}  {seconds:6.1f} s  {memory} MB so far{broken}"
    )
    return verdict


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("size", choices=SIZES, nargs="?", default="medium")
    parser.add_argument("--work", type=int, default=2_000, help="thousandths of a deterministic second")
    parser.add_argument("--seeds", type=int, default=1, help="how many years are made up")
    chosen = parser.parse_args()
    good = True
    for seed in range(1, chosen.seeds + 1):
        problem = year(seed, SIZES[chosen.size])
        print(f"{problem.title}; work {chosen.work}")
        found = {name: measured(name, way, problem, chosen.work) for name, way in WAYS.items()}
        good = good and all(each.holds for each in found.values())
        good = good and found["search"].mandatory_unplaced <= found["first plan"].mandatory_unplaced
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
