"""A year's plan, held against what else could make one, and against a bound that no plan can be below.

- `by date`: as a spreadsheet is filled, each inspection in the nearest week with a team of the nearest who are free.
- `first plan`: our greedy, from which the search starts: the hardest to place first, teams made with an eye to skills.
- `whole model`: CP-SAT, given all inspections in one model, for the same work. It is given nothing of ours: the
  baseline is what one gets by modelling the year and no more; a start that the search makes is part of the search.
- `whole, hinted`: the same, with our first plan as a complete hint. Harder to beat, and not a way of its own: it is our
  greedy with whatever CP-SAT can add to it. Both are printed, and the target is said of both.
- `HiGHS`: an independent programme, which bounds every plan: solved for up to a minute; in a large year with people of
  one home taken together and everything divisible.

The soft cost is that without the penalty for what has no place. A plan that leaves out much is cheap in that sense, and
dear in the other (people without work are unfairly treated): total and soft cost are both compared.

Run as `python -m benchmarks.programme [SIZE...] [--full] [--work N] [--seeds N] [--bound SECONDS] [--lanes N]`. Without
`--full` budgets are short, and what is printed is compared with nothing but the checker; with it they are those of the
targets, each of which is said to be reached or not. Work is in thousandths of the solver's deterministic second, so
costs are the same on any machine; wall time, memory and load are of this one. Every way runs in a process of its own.
Ends with 1 if a plan breaks a rule, or a target is missed that some plan could reach.
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

from adapters.outbound.solver.preparing import possible
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
    "medium": Budget(3_000, 5, 60),
    "large": Budget(20_000, 1, 600),
    "very-large": Budget(20_000, 1, 0),
}
LEFT_OUT = {"large": {"whole model", "whole, hinted"}, "very-large": {"whole model", "whole, hinted"}}
"""Ways that find nothing in that time: the model of a large year takes a gigabyte."""


def bounded(seed: int, size: str, seconds: float) -> dict[str, Any]:
    """What HiGHS says of a year, in its own process; of a large one with the relaxation of the pooled programme."""
    pooled = size not in ("small", "medium")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "year.lp"
        write_programme(possible(year(seed, SIZES[size])), file, pooled=pooled)
        words = [sys.executable, "-m", "benchmarks.programme_highs", str(file), str(seconds)]
        done = subprocess.run(
            [*words, *(["--relaxed"] if pooled else [])], capture_output=True, text=True, check=True
        )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


Target = tuple[str, bool]
"""What is wanted, with what was found, and whether it is reached."""


def targets(size: str, found: dict[str, Measured], bound: dict[str, Any] | None) -> Iterator[Target]:
    """Each target of a size, and whether it is reached."""
    search, first = found["search"], found["first plan"]
    least = bound["bound"] if bound is not None else None
    if size != "very-large":
        yield "nothing mandatory without a place", search.mandatory == 0
    if size == "small" and bound is not None:
        yield "proved, and equal to HiGHS", search.proved and search.cost == round(bound["cost"])
    if size == "medium":
        if least is not None:
            times = search.soft / max(1, least)
            yield f"soft cost {times:.2f} of HiGHS's bound (at most {BOUND_TIMES})", times <= BOUND_TIMES
        for name in ("whole model", "whole, hinted"):
            yield _share(f"soft cost, as a share of {name}", search.soft, found[name].soft, HALF, least)
            yield _share(f"total cost, as a share of {name}", search.cost, found[name].cost, HALF, least)
    if size == "large":
        yield _share("cost, as a share of by date", search.cost, found["by date"].cost, OF_GREEDY, least)
        yield _share("cost, as a share of first plan", search.cost, first.cost, OF_GREEDY, least)
        yield f"{search.memory} MB (at most {PROCESS_MB})", search.memory <= PROCESS_MB
    if size == "very-large":
        for name in ("by date", "first plan"):
            yield _share(
                f"cost, as a share of {name}", search.cost, found[name].cost, OF_GREEDY_VERY_LARGE, least
            )
        yield f"{search.memory} MB (at most {VERY_LARGE_MB})", search.memory <= VERY_LARGE_MB
        yield (
            f"a first plan in {first.seconds:.1f} s of wall time (at most {FIRST_PLAN_SECONDS})",
            first.seconds <= FIRST_PLAN_SECONDS,
        )


def _share(what: str, cost: int, other: int, most: float, least: float | None) -> Target:
    """A target that is a share of another way's cost; the bound may rule it out for every plan."""
    share = cost / max(1, other)
    said = f"{what}: {share:.3f} (at most {most})"
    if share > most and least is not None and least > most * other:
        return f"{said}: no plan that places everything can, as the bound is {least / other:.3f} of it", True
    return said, share <= most


def planned(size: str, budget: Budget, lanes: int, *, full: bool) -> bool:
    """Plan some years of a size every way; whether all is well."""
    good = True
    for seed in range(1, budget.seeds + 1):
        print(f"{size}, seed {seed}, work {budget.work}, load {os.getloadavg()[0]:.1f}", flush=True)
        found = {}
        for name in WAYS:
            if name in LEFT_OUT.get(size, ()):
                continue
            found[name] = measure(name, seed, size, budget.work, lanes)
            print(f"  {found[name]}", flush=True)
            good = good and found[name].holds
        bound = bounded(seed, size, budget.bound) if budget.bound else None
        if bound is not None:
            found_by = f"cost {bound['cost']:,.0f}" if bound["has_plan"] else "no plan"
            least = "none" if bound["bound"] is None else f"{bound['bound']:,.1f}"
            print(
                f"  {'HiGHS':13} bound {least}, {found_by}, {bound['status']}, {bound['seconds']} s",
                flush=True,
            )
        for said, reached in targets(size, found, bound) if full else ():
            print(f"  {_word(said, reached=reached)}  {said}", flush=True)
            good = good and reached
    return good


def _word(said: str, *, reached: bool) -> str:
    return "ruled out" if ": no plan " in said else "reached  " if reached else "MISSED   "


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
        print(f"  {_word(said, reached=reached)}  {said}", flush=True)
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
