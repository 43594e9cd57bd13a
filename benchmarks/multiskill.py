"""The core that makes teams and dates, on published instances of multi-skill project scheduling (MSPSP-InstLib).

Run as `python -m benchmarks.multiskill FOLDER [--work N] [--most N]`; FOLDER holds `.dzn` files, at any depth. They are
not ours to hand on: https://github.com/youngkd/MSPSP-InstLib. An activity is an inspection, a skill a role, a unit of
time a week; which activity follows which, and the length of the whole, which no year of ours has, are added to the
model. Work is in thousandths of the solver's deterministic second. Every schedule is checked by itself. Ends with 1 if
one is wrong.
"""

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from typing import cast

from ortools.sat.python import cp_model

from adapters.outbound.solver.model import build
from adapters.outbound.solver.possible import Job, Possible, Post, Worker
from adapters.outbound.solver.standing import Place, Standing
from benchmarks.multiskill_reading import BadInstance, Instance, read_instance
from domain.programme.problem import Problem, Region, Role

__all__ = ["Outcome", "solved", "wrong"]


@dataclass(frozen=True)
class Outcome:
    """What the core came to.

    Attributes:
        places: for each activity that takes time and people, its start and its people by skill; None: no schedule.
        length: of the whole project.
        bound: what it cannot be shorter than.
        impossible: whether it is proved that there is no schedule.
        done: work done.
    """

    places: dict[int, tuple[int, dict[int, tuple[int, ...]]]] | None
    length: int
    bound: int
    impossible: bool
    done: int


def solved(instance: Instance, work: int) -> Outcome:
    """Schedule a project with the programme's own core.

    Args:
        instance: the project.
        work: how much work, in thousandths of a deterministic second.
    """
    horizon = sum(instance.durations)
    real = [at for at, each in enumerate(instance.durations) if each]
    possible = _possible(instance, real, horizon)
    standing = Standing(possible)
    made = build(standing, range(len(real)), [None] * len(real), Random(1), most=len(instance.skills))
    model = made.model
    model.clear_hints()  # type: ignore[no-untyped-call] # of no place, which is none here
    begins = {at: piece.begin for at, piece in zip(real, made.pieces, strict=True)}
    for piece in made.pieces:
        model.add(piece.placed == 1)
    for one, other in _follows(instance, set(real)):
        model.add(begins[other] >= begins[one] + instance.durations[one])
    whole = model.new_int_var(min(instance.least, horizon), horizon, "whole")
    for at, begin in begins.items():
        model.add(whole >= begin + instance.durations[at])
    model.minimize(whole)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    solver.parameters.max_deterministic_time = work / 1000
    status = solver.solve(model)
    done = int(solver.deterministic_time * 1000)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Outcome(None, horizon, instance.least, status == cp_model.INFEASIBLE, done)
    places = {}
    for nth, place in made.places(solver):
        if place is not None:
            places[real[nth]] = _read(possible.jobs[nth], place)
    return Outcome(places, solver.value(whole), round(solver.best_objective_bound), False, done)


def _read(job: Job, place: Place) -> tuple[int, dict[int, tuple[int, ...]]]:
    teams = {int(post.role): people for post, people in zip(job.posts, place.team, strict=True)}
    return place.start, teams


def _follows(instance: Instance, real: set[int]) -> Iterator[tuple[int, int]]:
    """Which activity that takes time follows which: through those that take none, too."""
    after: dict[int, list[int]] = {}
    for one, other in instance.follows:
        after.setdefault(one, []).append(other)
    for first in real:
        left, seen = list(after.get(first, ())), set[int]()
        while left:
            each = left.pop()
            if each in seen:
                continue
            seen.add(each)
            if each in real:
                yield first, each
            else:
                left += after.get(each, ())


def _possible(instance: Instance, real: Sequence[int], horizon: int) -> Possible:
    people = range(len(instance.skills))
    jobs = []
    for at in real:
        length = instance.durations[at]
        posts = tuple(
            Post(
                role=cast("Role", str(skill)),
                number=number,
                before=0,
                work=length,
                fares={each: 0 for each in people if instance.skills[each][skill]},
                barred={},
                pinned=frozenset(),
                known=None,
                change=0,
            )
            for skill, number in enumerate(instance.asked[at])
            if number
        )
        starts = dict.fromkeys(range(horizon - length + 1), 0)
        jobs.append(
            Job(
                id=f"a-{at}",
                region=0,
                length=length,
                missing=0,
                mandatory=True,
                starts=starts,
                publications={},
                reported=False,
                posts=posts,
                mix=(),
                trainees=len(people),
                apart=(),
                kin=(),
            )
        )
    workers = tuple(
        Worker(
            id=f"p-{each}",
            away=0,
            skills=frozenset(),
            trainee=False,
            roles=1,
            cap=horizon,
            low=0,
            high=horizon,
        )
        for each in people
    )
    nothing = Problem(
        title="None", first_monday=date(2027, 4, 5), regions=(Region(id="r", cap=1_000),),
        providers=(), kinds=(), inspections=(), staff=(),
    )  # fmt: skip
    return Possible(nothing, tuple(jobs), workers, (len(jobs),), (), 0, None)


def wrong(instance: Instance, outcome: Outcome) -> list[str]:
    """Everything that a schedule breaks; nothing of the core's is asked."""
    if outcome.places is None:
        return []
    real = [at for at, length in enumerate(instance.durations) if length]
    found = [f"activity {at + 1} has no place" for at in real if at not in outcome.places]
    if found:
        return found
    starts = {at: outcome.places[at][0] for at in real}
    ends = {at: start + instance.durations[at] for at, start in starts.items()}
    busy: set[tuple[int, int]] = set()
    for at in real:
        teams = outcome.places[at][1]
        for skill, number in enumerate(instance.asked[at]):
            people = teams.get(skill, ())
            if len(set(people)) != number or not all(instance.skills[each][skill] for each in people):
                found.append(f"activity {at + 1} does not get what it asks for of skill {skill + 1}")
        working = {
            (one, moment) for team in teams.values() for one in team for moment in range(starts[at], ends[at])
        }
        if len(working) < sum(map(len, teams.values())) * instance.durations[at] or working & busy:
            found.append(f"somebody works on activity {at + 1} and on something else")
        busy |= working
    found += [
        f"activity {other + 1} does not wait for {one + 1}"
        for one, other in _follows(instance, set(real))
        if starts[other] < ends[one]
    ]
    if max(ends.values(), default=0) != outcome.length:
        found.append(f"it does not take {outcome.length}")
    return found


def main() -> int:
    """Run every instance of a folder."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument(
        "--work", type=int, default=2_000, help="thousandths of a deterministic second, for each"
    )
    parser.add_argument("--most", type=int, help="so many instances at most")
    chosen = parser.parse_args()
    files = sorted(chosen.folder.rglob("*.dzn"))[: chosen.most]
    if not files:
        parser.error(f"there is no .dzn file in {chosen.folder}")
    good, proved, over = True, 0, []
    for file in files:
        try:
            instance = read_instance(file)
        except (BadInstance, OSError) as error:
            print(f"  {error}")
            good = False
            continue
        began = time.perf_counter()
        outcome = solved(instance, chosen.work)
        seconds = time.perf_counter() - began
        broken = wrong(instance, outcome)
        said = (
            f"length {outcome.length}, bound {outcome.bound}" if outcome.places is not None else "no schedule"
        )
        print(f"  {instance.name}: {said}; work {outcome.done:,}, {seconds:.1f} s", flush=True)
        for each in broken:
            print(f"    WRONG: {each}")
        good = good and not broken
        if outcome.places is not None:
            proved += outcome.length == outcome.bound
            over.append(outcome.length / max(1, outcome.bound) - 1)
    share = 100 * sum(over) / len(over) if over else 0
    print(
        f"{len(files)} instances: {len(over)} scheduled, {proved} proved shortest, {share:.1f} % over the bound"
    )
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
