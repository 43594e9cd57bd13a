"""A year's plan, held against what else could make one: our quick first plan, CP-SAT on the whole model, HiGHS's bound.

Run as `python -m benchmarks.programme [SIZE...] [--full] [--work N] [--seeds N] [--bound SECONDS] [--lanes N]`. Without
`--full` budgets are short, and what is printed is compared with nothing but the checker; with it they are those of the
targets, each of which is said to be reached or not. Work is in thousandths of the solver's deterministic second, so
costs are the same on any machine; wall time, memory and load are of this one. Every way runs in a process of its own.
Ends with 1 if a plan breaks a rule, or a target is missed.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from adapters.outbound.solver.possible import possible
from benchmarks.programme_instances import SIZES, year
from benchmarks.programme_relaxed import write_programme
from benchmarks.programme_ways import WAYS, Measured, measure, replanned

QUARTER, HALF = 0.25, 0.5
BOUND_TIMES, OF_GREEDY, OF_GREEDY_VERY_LARGE = 2.2, 0.10, 0.70
PROCESS_MB, VERY_LARGE_MB, FIRST_PLAN_SECONDS = 300, 500, 10
REPLAN_SECONDS = 10


@dataclass(frozen=True)
class Budget:
    """How much a size is given: work, years, and seconds for HiGHS."""

    work: int
    seeds: int
    bound: float


SHORT = {
    "small": Budget(500, 2, 10),
    "medium": Budget(100, 1, 0),
    "large": Budget(60, 1, 0),
    "very-large": Budget(0, 0, 0),
}
FULL = {
    "small": Budget(2_000, 5, 60),
    "medium": Budget(5_000, 5, 60),
    "large": Budget(12_000, 1, 0),
    "very-large": Budget(12_000, 1, 0),
}


def bounded(seed: int, size: str, seconds: float) -> dict[str, Any]:
    """What HiGHS says of a year, in its own process."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "year.lp"
        write_programme(possible(year(seed, SIZES[size])), file)
        words = [sys.executable, "-m", "benchmarks.programme_highs", str(file), str(seconds)]
        done = subprocess.run(words, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def targets(
    size: str, found: dict[str, Measured], bound: dict[str, Any] | None
) -> Iterator[tuple[str, bool]]:
    """Each target of a size, and whether it is reached."""
    search, first = found["search"], found["first plan"]
    if size != "very-large":
        yield "nothing mandatory without a place", search.mandatory == 0
    if size == "small" and bound is not None:
        yield "proved, and equal to HiGHS", search.proved and search.cost == round(bound["cost"])
    if size == "medium" and bound is not None:
        times = search.soft / max(1, bound["bound"])
        yield f"soft cost {times:.2f} of HiGHS's bound (at most {BOUND_TIMES})", times <= BOUND_TIMES
        whole = max(1, found["whole model"].soft)
        share, least = search.soft / whole, bound["bound"] / whole
        said = f"soft cost {share:.2f} of the whole model's for the same work (at most {HALF})"
        if least > HALF:
            said += f"; no plan that places everything can: the bound is {least:.2f} of it"
        yield said, share <= HALF or least > HALF
    if size == "large":
        share = search.cost / first.cost
        yield f"{share:.3f} of the first plan's cost (at most {OF_GREEDY})", share <= OF_GREEDY
        yield f"{search.memory} MB (at most {PROCESS_MB})", search.memory <= PROCESS_MB
    if size == "very-large":
        share = search.cost / first.cost
        yield (
            f"{share:.3f} of the first plan's cost (at most {OF_GREEDY_VERY_LARGE})",
            share <= OF_GREEDY_VERY_LARGE,
        )
        yield f"{search.memory} MB (at most {VERY_LARGE_MB})", search.memory <= VERY_LARGE_MB
        yield (
            f"a first plan in {first.seconds:.1f} s of wall time (at most {FIRST_PLAN_SECONDS})",
            first.seconds <= FIRST_PLAN_SECONDS,
        )


def planned(size: str, budget: Budget, lanes: int, *, full: bool) -> bool:
    """Plan some years of a size every way; whether all is well."""
    good = True
    for seed in range(1, budget.seeds + 1):
        print(f"{size}, seed {seed}, work {budget.work}, load {os.getloadavg()[0]:.1f}", flush=True)
        found = {}
        for name in WAYS:
            if name == "whole model" and size in ("large", "very-large"):
                continue  # it finds no plan better than its hint in that time, and takes a gigabyte
            found[name] = measure(name, seed, size, budget.work, lanes)
            print(f"  {found[name]}", flush=True)
            good = good and found[name].holds
        bound = bounded(seed, size, budget.bound) if budget.bound else None
        if bound is not None:
            cost = f"cost {bound['cost']:,.0f}" if bound["has_plan"] else "no plan"
            print(
                f"  {'HiGHS':12} bound {bound['bound']:,.1f}, {cost}, {bound['status']}, {bound['seconds']} s",
                flush=True,
            )
        for said, reached in targets(size, found, bound) if full else ():
            print(f"  {'reached' if reached else 'MISSED '}  {said}", flush=True)
            good = good and reached
    return good


def changed(size: str, work: int, *, full: bool) -> bool:
    """An inquiry arrives in a planned year: what a re-plan changes, and what a plan from scratch would."""
    print(f"re-plan of {size}, load {os.getloadavg()[0]:.1f}", flush=True)
    found = replanned(size, work, from_scratch=size == "medium")
    print(f"  {found}", flush=True)
    checks = [("the inquiry has a place and nothing is dropped", found.placed)]
    if size == "large":
        said = f"{found.seconds:.1f} s of wall time (about {REPLAN_SECONDS})"
        checks.append((said, found.seconds <= REPLAN_SECONDS))
    if found.scratch_moved is not None and found.scratch_swapped is not None:
        for what, now, scratch in (
            ("dates", found.moved, found.scratch_moved),
            ("people", found.swapped, found.scratch_swapped),
        ):
            said = f"{what}: {now} against {scratch} from scratch (at most a quarter)"
            checks.append((said, now <= scratch * QUARTER))
    for said, reached in checks if full else checks[:1]:
        print(f"  {'reached' if reached else 'MISSED '}  {said}", flush=True)
    return all(reached for _, reached in (checks if full else checks[:1]))


def main() -> int:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("sizes", nargs="*", metavar="SIZE", help=f"{', '.join(SIZES)} or replan; else all")
    parser.add_argument("--full", action="store_true", help="budgets and targets of a full run")
    parser.add_argument("--work", type=int, help="thousandths of a deterministic second")
    parser.add_argument("--seeds", type=int, help="how many years are made up")
    parser.add_argument("--bound", type=float, help="seconds for HiGHS; 0: not at all")
    parser.add_argument("--lanes", type=int, default=2, help="neighbourhoods side by side")
    chosen = parser.parse_args()
    for name in chosen.sizes:
        if name not in (*SIZES, "replan"):
            parser.error(f"there is no size {name}; there are {', '.join(SIZES)} and replan")
    good = True
    for size in SIZES:
        if chosen.sizes and size not in chosen.sizes:
            continue
        usual = (FULL if chosen.full or (size == "very-large" and chosen.sizes) else SHORT)[size]
        budget = Budget(
            usual.work if chosen.work is None else chosen.work,
            usual.seeds if chosen.seeds is None else chosen.seeds,
            usual.bound if chosen.bound is None else chosen.bound,
        )
        good = planned(size, budget, chosen.lanes, full=chosen.full) and good
    if not chosen.sizes or "replan" in chosen.sizes:
        for size in ("medium", "large") if chosen.full else ("medium",):
            good = changed(size, chosen.work or (3_000 if chosen.full else 300), full=chosen.full) and good
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
