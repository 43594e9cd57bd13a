"""Making plans of a programme, and checking them: no plan leaves without the checker."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from activities.programme.ports import (
    Explainer,
    Explanation,
    Question,
    Replanned,
    Solved,
    Solver,
    SolverOrder,
    Watch,
)
from domain.programme.changes import Disruption, brought_up, happened
from domain.programme.checker.checker import Verdict, check
from domain.programme.comparing import Difference, compared
from domain.programme.fault import place_words
from domain.programme.faults import faults
from domain.programme.keeping import keeping
from domain.programme.plan import Placement, Plan
from domain.programme.problem import Problem
from domain.refusals import Refused

__all__ = ["PlanBroken", "Rescheduled", "Scheduled", "Scheduling", "with_placement"]


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


@dataclass(frozen=True, slots=True)
class Rescheduled:
    """A plan in the place of another, with what the checker says of it.

    Attributes:
        problem: the year after what happened.
        stands: the inspections that were announced and stay.
        replanned: what the solver came to.
        verdict: what the checker found; it holds.
        differences: every inspection that stands otherwise than before.
    """

    problem: Problem
    stands: tuple[str, ...]
    replanned: Replanned
    verdict: Verdict
    differences: tuple[Difference, ...]


class Scheduling:
    """The use cases of placing a year's inspections, teams and panels, and of saying why one has no place."""

    def __init__(self, solver: Solver, explainer: Explainer) -> None:
        """Make plans with a solver, and explain what has no place.

        Args:
            solver: makes plans.
            explainer: says why not.
        """
        self._solver = solver
        self._explainer = explainer

    def schedule(self, problem: Problem, order: SolverOrder, watch: Watch = lambda _: True) -> Scheduled:
        """Make a plan of a problem, as good as the ordered work allows.

        Where something of the plan that it begins with is kept, the solver sees it as fixed; the plan is one of the
        problem as it is, and is checked against that.

        Args:
            problem: what is to be planned.
            order: how much work, from which seed, and what it begins with.
            watch: is told how far it has come, and may stop it with the plan in hand.

        Raises:
            Refused: ``bad-programme``: the problem contradicts itself.
            PlanBroken: what the solver made breaks a rule.
        """
        begin = order.start
        asked = keeping(problem, begin, order.keep) if begin is not None and order.keep else problem
        _refuse_faulty(asked)
        solved = self._solver.solve(asked, order, watch)
        solved = replace(solved, plan=solved.plan.with_(problem=problem.digest))
        verdict = check(problem, solved.plan, order.before)
        if not verdict.holds:
            raise PlanBroken(f"the solver's plan breaks a rule: {verdict.violations[0]}")
        return Scheduled(solved, verdict)

    def reschedule(
        self,
        problem: Problem,
        before: Plan,
        what: Sequence[Disruption],
        now: int,
        *,
        work: int,
        watch: Watch = lambda _: True,
    ) -> Rescheduled:
        """Make a plan that takes another's place after something has happened, and changes little.

        Args:
            problem: the year as it was planned.
            before: its plan; what has started since stands where the tables have it.
            what: what has happened.
            now: the week in which it is planned anew.
            work: how much work to do at most, as in an order.
            watch: is told how far it has come, and may stop it with the plan in hand.

        Raises:
            Refused: ``bad-programme``, ``bad-changes``, or ``plan-broken``: the plan broke a rule before.
            PlanBroken: what the solver made breaks a rule.
        """
        _refuse_faulty(problem)
        before = brought_up(problem, before)
        for violation in check(problem, before).violations:
            raise Refused.because("plan-broken", f"The plan breaks a rule: {violation}.")
        changed = happened(problem, before, what, now)
        _refuse_faulty(changed.problem)
        replanned = self._solver.replan(changed.problem, SolverOrder(work=work, before=before), watch)
        verdict = check(changed.problem, replanned.plan, before)
        if not verdict.holds:
            raise PlanBroken(f"the solver's plan breaks a rule: {verdict.violations[0]}")
        differences = compared(before, replanned.plan)
        return Rescheduled(changed.problem, changed.stands, replanned, verdict, differences)

    def explain(self, problem: Problem, plan: Plan, question: Question) -> Explanation:
        """Say why an inspection cannot be placed in a plan, in that week or with that person; or where it can.

        What is answered is tried: where it is said to have a place, it has one by the checker's rules too.

        Args:
            problem: what is planned.
            plan: a plan of it.
            question: what is asked.

        Raises:
            Refused: ``bad-programme``, ``plan-broken`` (a plan that breaks rules explains nothing),
                ``unknown-inspection``, ``unknown-person``.
            PlanBroken: the place that was found breaks a rule.
        """
        _refuse_faulty(problem)
        if all(each.id != question.inspection for each in problem.inspections):
            raise Refused.because("unknown-inspection", f"There is no inspection {question.inspection}.")
        if question.person is not None and all(each.id != question.person for each in problem.staff):
            raise Refused.because("unknown-person", f"There is nobody called {question.person} on the staff.")
        for violation in check(problem, plan).violations:
            raise Refused.because("plan-broken", f"The plan breaks a rule: {violation}.")
        explanation = self._explainer.explain(problem, plan, question)
        if explanation.possible is not None:
            for violation in check(problem, with_placement(plan, explanation.possible)).violations:
                raise PlanBroken(f"the place that was found breaks a rule: {violation}")
        return explanation


def with_placement(plan: Plan, placement: Placement) -> Plan:
    """A plan in which one inspection is placed so, wherever it was before."""
    others = [each for each in plan.placements if each.inspection != placement.inspection]
    return plan.with_(placements=tuple(sorted([*others, placement], key=lambda each: each.inspection)))


def _refuse_faulty(problem: Problem) -> None:
    for fault in faults(problem):
        raise Refused.because("bad-programme", f"{place_words(fault.place)}: {fault.sentence}.")
