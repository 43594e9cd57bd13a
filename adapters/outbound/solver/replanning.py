"""A plan that something has happened to, changed as little as can be.

What cannot stay where it was is placed anew, at first with everything else fixed. While something still has no place,
its nearest neighbours are freed too: 5 of them, then 15, 30, 60. What was announced is pinned, and is never freed.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Final

from ortools.sat.python import cp_model

from activities.programme.ports import Replanned, SolverOrder, Watch
from adapters.outbound.solver.possible import Possible
from adapters.outbound.solver.preparing import possible
from adapters.outbound.solver.searching import Search, adopt
from domain.programme.problem import Problem

__all__ = ["Replanning"]

FREED: Final = (0, 5, 15, 30, 60)
"""How many neighbours are freed, one step after the other."""
_SHARE = 3
"""A step may take one part in so many of the work that is left, so that a hard one leaves some for the next."""
_NOBODY_SHARED, _ELSEWHERE = 6, 3
"""Weeks of distance that an inspection counts for which shares nobody, or which is in another region."""


class Replanning:
    """One plan that is changed."""

    def __init__(self, problem: Problem, order: SolverOrder, watch: Watch) -> None:
        """Begin with the plan that is replaced, as far as it still keeps the rules.

        Args:
            problem: the year as it is now; what stands is pinned.
            order: what is wanted; its ``before`` is the plan that is replaced.
            watch: is told how far it has come, and may stop it.
        """
        self.before = order.before
        self.old = {each.inspection: each for each in order.before.placements} if order.before else {}
        self.held = {each.id for each in problem.inspections if each.announced}
        self.possible = self._keeping(possible(problem, order.before))
        self.search = Search(self.possible, order, watch)
        if order.before is not None:
            adopt(self.search.standing, order.before)
        jobs = self.possible.jobs
        self.wanted = [
            at for at in self.search.standing.unplaced() if jobs[at].mandatory or jobs[at].id in self.old
        ]
        self.hopeless: set[int] = set()

    def _keeping(self, made: Possible) -> Possible:
        """Whatever had a place counts as much as what is mandatory: nothing is dropped to save a few points.

        What was announced counts twice that: what is still to be announced gives it its panel, and not the other way.
        """
        most = max(1, made.problem.weights.unplaced_mandatory)
        jobs = tuple(
            replace(job, missing=max(job.missing, 2 * most if job.id in self.held else most))
            if job.id in self.old
            else job
            for job in made.jobs
        )
        return replace(made, jobs=jobs)

    def run(self) -> Replanned:
        """Free more and more until everything has a place that must have one, or had one."""
        search, freed, proved = self.search, self.wanted, True
        with ThreadPoolExecutor(max_workers=1) as threads:
            for neighbours in FREED if self.wanted else ():
                nearest = self._nearest()[:neighbours] if neighbours else []
                if neighbours and len(self.wanted) + len(nearest) == len(freed):
                    break  # there is nobody else
                freed = sorted([*self.wanted, *nearest])
                proved = self._step(freed, threads)
                if search.interrupted or search.done >= search.order.work or not self._hopeful(threads):
                    break
        search.check()
        search.told = 0.0
        search.tell("done")
        ids = tuple(self.possible.jobs[at].id for at in freed)
        return Replanned(search.in_hand, ids, proved, search.interrupted, search.done)

    def _step(self, freed: Sequence[int], threads: ThreadPoolExecutor) -> bool:
        """Place some inspections anew; whether nothing cheaper can be made of them."""
        search = self.search
        ats = [at for at in freed if self.possible.jobs[at].starts]
        if not ats:
            return True
        left = search.order.work - search.done
        task = search.task(ats, most=len(self.possible.workers), limit=left // _SHARE)
        search.solve([task], threads)
        return search.merge(task)

    def _hopeful(self, threads: ThreadPoolExecutor) -> bool:
        """Whether something still has no place that would have one if all went that may go."""
        standing, jobs = self.search.standing, self.possible.jobs
        waiting = [at for at in self.wanted if standing.places[at] is None and at not in self.hopeless]
        if not waiting:
            return False
        gone = [
            at for at, job in enumerate(jobs) if standing.places[at] is not None and job.id not in self.held
        ]
        was = [standing.take(at) for at in gone]
        for at in waiting:
            task = self.search.task([at], most=len(self.possible.workers), limit=self.search.order.work)
            self.search.solve([task], threads)
            if task.status == cp_model.OPTIMAL and task.model.places(task.solver)[0][1] is None:
                self.hopeless.add(at)
        self.search.put(gone, was)
        return any(at not in self.hopeless for at in waiting)

    def _nearest(self) -> list[int]:
        """What may be freed besides, the nearest to what is placed anew first."""
        standing, jobs = self.search.standing, self.possible.jobs
        near = [at for at in self.wanted if standing.places[at] is None and at not in self.hopeless]
        own = set(self.wanted)
        ranked = []
        for at, place in enumerate(standing.places):
            if at in own or place is None or jobs[at].id in self.held:
                continue
            team = {person for people in place.team for person in people}
            ranked.append((min((self._far(at, place.start, team, to) for to in near), default=0), at))
        return [at for _, at in sorted(ranked)]

    def _far(self, at: int, start: int, team: set[int], to: int) -> int:
        jobs = self.possible.jobs
        starts = jobs[to].starts
        if not starts:
            return 0
        cheapest = min(starts.values())
        # What could be dear of the weeks in which it may start is far too: it will rather not start then.
        weeks = min(abs(start - week) + (cost - cheapest) // 4 for week, cost in starts.items())
        shared = any(not team.isdisjoint(post.fares) for post in jobs[to].posts)
        return (
            weeks
            + (0 if shared else _NOBODY_SHARED)
            + (0 if jobs[at].region == jobs[to].region else _ELSEWHERE)
        )
