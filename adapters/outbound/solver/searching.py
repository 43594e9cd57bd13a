"""Large-neighbourhood search: some inspections at a time are placed anew, everything else staying where it is.

The work is counted in CP-SAT's deterministic time and pieces are merged in a fixed order, so that the same order gives
the same plan on a loaded machine too. Wrong answers have been reported of solvers: what CP-SAT returns is tried on the
standing plan before it is taken, and the plan in hand is always one that the checker has passed.
"""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from random import Random
from time import monotonic

from ortools.sat.python import cp_model

from activities.programme.ports import Progress, Solved, SolverOrder, Watch
from adapters.outbound.solver.greedy import fill
from adapters.outbound.solver.model import Model, build
from adapters.outbound.solver.neighbourhoods import Choosing, Way
from adapters.outbound.solver.possible import Possible
from adapters.outbound.solver.standing import Place, Standing
from domain.programme.checker.checker import Verdict, check
from domain.programme.plan import Plan

__all__ = ["Search", "adopt"]

SMALL = 15
"""Up to so many inspections are also solved all at once, so that the plan can be proved to be the cheapest."""
PIECE = 50
"""Work that one neighbourhood may take, in thousandths of a deterministic second."""
LEAST = 10
"""Work that a neighbourhood is counted for at least, so that no search is endless."""
PEOPLE = 24
"""People considered for one post in a neighbourhood; with more, models are slow to build and no plan is better."""
CHECKED_EVERY = 10
"""Merges between two checks of the whole plan. A check of 2,000 inspections takes as long as a neighbourhood."""
TOLD_EVERY_SECONDS = 0.2
ASKED_EVERY_SECONDS = 0.05


@dataclass
class Task:
    """A neighbourhood that is being solved, and what the solver says of it."""

    ats: list[int]
    model: Model
    solver: cp_model.CpSolver
    status: cp_model.CpSolverStatus = cp_model.UNKNOWN

    def solve(self) -> None:
        self.status = self.solver.solve(self.model.model)


class Search:
    """One search, from a first plan to the end of the work."""

    def __init__(self, possible_: Possible, order: SolverOrder, watch: Watch) -> None:
        """Begin with nothing placed.

        Args:
            possible_: the problem, made ready.
            order: what is wanted.
            watch: is told how far it has come, and may stop it.
        """
        self.possible = possible_
        self.order = order
        self.watch = watch
        self.chance = Random(order.seed)  # noqa: S311 - chooses among equals, and must be the same again
        self.standing = Standing(possible_)
        self.choosing = Choosing(self.chance)
        self.done = self.steps = self.improved = self.merged = 0
        self.proved = self.interrupted = False
        self.told = 0.0
        self.in_hand: Plan = self.standing.plan()
        self.verdict: Verdict = check(possible_.problem, self.in_hand, order.before)
        self.kept: list[Place | None] = list(self.standing.places)

    def run(self) -> Solved:
        """Make a plan."""
        if self.order.start is not None:
            adopt(self.standing, self.order.start)
        fill(self.standing)
        self.check()
        self.tell("first-plan")
        with ThreadPoolExecutor(max_workers=self.order.lanes) as threads:
            if len(self.possible.jobs) <= SMALL and self.order.work:
                self._whole(threads)
            while not self.proved and not self.interrupted and self.done < self.order.work:
                self._round(threads)
        self.check()
        self.told = 0.0
        self.tell("done")
        return Solved(self.in_hand, self.proved, self.interrupted, self.steps, self.improved, self.done)

    def _whole(self, threads: ThreadPoolExecutor) -> None:
        """All inspections at once."""
        ats = [at for at, job in enumerate(self.possible.jobs) if job.starts]
        if ats:
            task = self.task(ats, most=len(self.possible.workers), limit=self.order.work)
            self.solve([task], threads)
            self.proved = self.merge(task) and task.model.complete
        else:
            self.proved = True

    def _round(self, threads: ThreadPoolExecutor) -> None:
        """A neighbourhood for each lane, solved side by side and merged in their order."""
        tasks: list[tuple[Way, Task]] = []
        for _ in range(self.order.lanes):
            taken = [at for _, task in tasks for at in task.ats]
            chosen = self.choosing.next(self.standing, taken)
            if chosen is not None:
                task = self.task(chosen.ats, most=PEOPLE, limit=PIECE, reach=chosen.way.reach)
                tasks.append((chosen.way, task))
        if not tasks:
            self.proved = True  # nothing can be placed anywhere
            return
        self.solve([task for _, task in tasks], threads)
        for way, task in tasks:
            before, done = self.standing.total, self.done
            whole = self.merge(task)
            way.learn(before - self.standing.total, self.done - done, whole=whole)
        self.tell("improving")

    def task(self, ats: list[int], most: int, limit: int, reach: int | None = None) -> Task:
        """A neighbourhood, ready to be solved.

        Args:
            ats: its inspections.
            most: how many people to consider for a post.
            limit: the most work, in thousandths of a deterministic second.
            reach: how many weeks they may move; None: to wherever they may start.
        """
        was = [self.standing.take(at) for at in ats]
        model = build(self.standing, ats, was, self.chance, most, reach)
        self.put(ats, was)
        solver = cp_model.CpSolver()
        parameters = solver.parameters
        parameters.num_workers = 1
        # Small models again and again: relaxing them well pays, preparing them at length does not (measured).
        parameters.linearization_level = 2
        parameters.cp_model_probing_level = 0
        parameters.symmetry_level = 0
        parameters.max_presolve_iterations = 1
        parameters.random_seed = self.chance.randrange(1 << 30)
        parameters.max_deterministic_time = min(limit, max(LEAST, self.order.work - self.done)) / 1000
        parameters.catch_sigint_signal = False  # Ctrl-C is ours: it ends the search with the plan in hand
        return Task(ats, model, solver)

    def put(self, ats: Sequence[int], places: Sequence[Place | None]) -> None:
        """Put inspections where they were."""
        for at, place in zip(ats, places, strict=True):
            if place is not None:
                self.standing.put(at, place)

    def solve(self, tasks: Sequence[Task], threads: ThreadPoolExecutor) -> None:
        """Solve side by side; while that goes on, listen for whether to stop."""
        pending: set[Future[None]] = {threads.submit(task.solve) for task in tasks}
        try:
            while pending:
                finished, pending = wait(pending, timeout=ASKED_EVERY_SECONDS)
                for each in finished:
                    each.result()
                if pending and not self.tell("improving"):
                    for task in tasks:
                        task.solver.stop_search()
        except BaseException:
            for task in tasks:
                task.solver.stop_search()
            raise

    def merge(self, task: Task) -> bool:
        """Take what a neighbourhood came to, if it makes the plan cheaper; whether it was solved to the end."""
        self.steps += 1
        solver = task.solver
        self.done += max(LEAST, int(solver.deterministic_time * 1000))
        if task.status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return False
        before = self.standing.total
        was = [self.standing.take(at) for at in task.ats]
        put: list[int] = []
        for at, place in task.model.places(solver):
            if place is None:
                continue
            if not self.standing.fits(at, place):
                break  # another lane has taken somebody or something that this needed
            self.standing.put(at, place)
            put.append(at)
        else:
            if self.standing.total < before:
                self.improved += 1
                self.merged += 1
                if self.merged % CHECKED_EVERY == 0:
                    self.check()
                return bool(task.status == cp_model.OPTIMAL)
        for at in put:
            self.standing.take(at)
        self.put(task.ats, was)
        return bool(task.status == cp_model.OPTIMAL)

    def check(self) -> None:
        """Take the standing plan in hand if the checker passes it; else go back to the one in hand."""
        plan = self.standing.plan()
        verdict = check(self.possible.problem, plan, self.order.before)
        if verdict.holds and verdict.cost <= self.verdict.cost:
            self.in_hand, self.verdict = plan, verdict
            self.kept = list(self.standing.places)
            return
        self.standing = Standing(self.possible)
        self.put(range(len(self.kept)), self.kept)

    def tell(self, phase: str) -> bool:
        """Say how far it has come, now and then; whether to go on."""
        now = monotonic()
        if now - self.told < TOLD_EVERY_SECONDS:
            return not self.interrupted
        self.told = now
        waiting = self.standing.unplaced()
        progress = Progress(
            phase=phase,
            done=min(self.done, self.order.work),
            work=self.order.work,
            steps=self.steps,
            improved=self.improved,
            cost=self.standing.total,
            unplaced=len(waiting),
            mandatory=sum(self.possible.jobs[at].mandatory for at in waiting),
        )
        if not self.watch(progress):
            self.interrupted = True
        return not self.interrupted


def adopt(standing: Standing, plan: Plan) -> None:
    """Place what a plan places, as far as it can be placed so; what breaks a rule is left out."""
    jobs = {job.id: at for at, job in enumerate(standing.possible.jobs)}
    people = {worker.id: at for at, worker in enumerate(standing.possible.workers)}
    panels = {panel.id: at for at, panel in enumerate(standing.possible.problem.panels)}
    for placement in plan.placements:
        at = jobs.get(placement.inspection)
        if at is None:
            continue
        job = standing.possible.jobs[at]
        ways = job.publications.get(placement.start, ())
        none = len(panels)  # an announced inspection that waits for a panel
        out = next((way for way in ways if way.panel == panels.get(placement.panel or "", none)), None)
        team = tuple(
            tuple(
                sorted(people.get(member.person, -1) for member in placement.team if member.role == post.role)
            )
            for post in job.posts
        )
        place = Place(placement.start, team, out)
        if (out is not None or not job.reported) and _whole(standing, at, place) and standing.fits(at, place):
            standing.put(at, place)


def _whole(standing: Standing, at: int, place: Place) -> bool:
    """Whether a team has everybody it must have, each of whom may be on it."""
    job, workers = standing.possible.jobs[at], standing.possible.workers
    team = [person for people in place.team for person in people]
    if len(set(team)) < len(team) or any(person < 0 for person in team):
        return False
    return (
        all(
            len(people) == post.number
            and post.pinned <= set(people)
            and all(person in post.fares and post.may(person, place.start) for person in people)
            for post, people in zip(job.posts, place.team, strict=True)
        )
        and all(
            sum(skill in workers[person].skills for person in team) >= number for skill, number in job.mix
        )
        and sum(workers[person].trainee for person in team) <= job.trainees
    )
