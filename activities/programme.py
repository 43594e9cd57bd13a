"""Making plans of a programme, and checking them: no plan leaves without the checker."""

from dataclasses import dataclass

from activities.programme_ports import Order, Solved, Solver, Watch
from domain.programme.checking import Verdict, check
from domain.programme.faults import faults, place_words
from domain.programme.problem import Problem
from domain.refusals import Refused

__all__ = ["PlanBroken", "Scheduled", "Scheduling"]


class PlanBroken(RuntimeError):
    """A solver has made a plan that breaks a rule: a fault of the machine, and the plan is withheld."""


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A plan, with what the checker says of it.

    Attributes:
        solved: what the solver came to.
        verdict: what the checker found; it holds.
    """

    solved: Solved
    verdict: Verdict


class Scheduling:
    """The use case of placing a year's inspections, teams and panels."""

    def __init__(self, solver: Solver) -> None:
        """Compose it.

        Args:
            solver: makes plans.
        """
        self._solver = solver

    def schedule(self, problem: Problem, order: Order, watch: Watch = lambda _: True) -> Scheduled:
        """Make a plan of a problem, as good as the ordered work allows.

        Args:
            problem: what is to be planned.
            order: how much work, from which seed, and what it begins with.
            watch: is told how far it has come, and may stop it with the plan in hand.

        Raises:
            Refused: ``bad-programme``: the problem contradicts itself.
            PlanBroken: what the solver made breaks a rule.
        """
        for fault in faults(problem):
            raise Refused.because("bad-programme", f"{place_words(fault.place)}: {fault.sentence}.")
        solved = self._solver.solve(problem, order, watch)
        verdict = check(problem, solved.plan, order.before)
        if not verdict.holds:
            raise PlanBroken(f"the solver's plan breaks a rule: {verdict.violations[0]}")
        return Scheduled(solved, verdict)
