"""The ports through which the programme reaches a solver."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from domain.programme.checker.rules import Rule
from domain.programme.keeping import Kept
from domain.programme.plan import Placement, Plan
from domain.programme.problem import Problem

__all__ = [
    "Explainer",
    "Explanation",
    "Progress",
    "Question",
    "Reason",
    "Replanned",
    "Solved",
    "Solver",
    "SolverOrder",
    "Watch",
]


@dataclass(frozen=True, slots=True)
class SolverOrder:
    """What is wanted of a solver.

    The same problem, order and version of the solver give the same plan on any machine, however loaded, unless it is
    interrupted.

    Attributes:
        seed: chooses among equals.
        work: how much work to do at most, in thousandths of the solver's deterministic second. What a thousandth takes
            depends on the machine: some milliseconds.
        lanes: how many pieces of work are done side by side; part of what decides the plan.
        start: a plan to begin with; None: a quick one of the solver's own.
        before: the plan that is to be replaced, where changes cost.
        keep: what of the plan that it begins with stays as it is, so that the other decisions alone are made anew.
    """

    seed: int = 1
    work: int = 30_000
    lanes: int = 1
    start: Plan | None = None
    before: Plan | None = None
    keep: frozenset[Kept] = frozenset()


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a solver has come; the plan it has in hand keeps every rule.

    Attributes:
        phase: ``first-plan``, ``improving`` or ``done``.
        done: work done, in the order's unit.
        work: work to do at most.
        steps: neighbourhoods tried.
        improved: how many of them gave a cheaper plan.
        cost: what the plan in hand costs.
        unplaced: inspections that it does not place.
        mandatory: how many of these are mandatory.
    """

    phase: str
    done: int
    work: int
    steps: int
    improved: int
    cost: int
    unplaced: int
    mandatory: int


Watch = Callable[[Progress], bool]
"""Is told how far a solver has come, several times a second at most, and says whether to go on."""


@dataclass(frozen=True, slots=True)
class Solved:
    """What a solver came to.

    Attributes:
        plan: the plan.
        proved: whether no plan is cheaper.
        interrupted: whether it was told to stop.
        steps: neighbourhoods tried.
        improved: how many of them gave a cheaper plan.
        done: work done, in the order's unit.
    """

    plan: Plan
    proved: bool
    interrupted: bool
    steps: int
    improved: int
    done: int


@dataclass(frozen=True, slots=True)
class Replanned:
    """What became of a plan that something has happened to.

    Attributes:
        plan: the new plan.
        freed: the inspections that were placed anew; everything else stayed where it was.
        proved: whether nothing cheaper can be made of these.
        interrupted: whether it was told to stop.
        done: work done, in the order's unit.
    """

    plan: Plan
    freed: tuple[str, ...]
    proved: bool
    interrupted: bool
    done: int


class Solver(Protocol):
    """Makes plans of a year, and makes them anew after something has happened.

    The same problem and the same :class:`SolverOrder` give the same plan. No plan may break a hard rule; whether
    one does is found out by the checker, which shares nothing with a solver.
    """

    def solve(self, problem: Problem, order: SolverOrder, watch: Watch) -> Solved:
        """Make a plan, as good as the ordered work allows; there is always one, if only of what can be placed.

        Args:
            problem: a problem without faults.
            order: what is wanted.
            watch: is told how far it has come, and may stop it.
        """
        ...

    def replan(self, problem: Problem, order: SolverOrder, watch: Watch) -> Replanned:
        """Change the plan that is replaced as little as can be, until all that must has a place, or had one.

        Args:
            problem: the year as it is now, without faults; what stands is pinned in it.
            order: what is wanted; ``before`` is the plan that is replaced.
            watch: is told how far it has come, and may stop it.
        """
        ...


@dataclass(frozen=True, slots=True)
class Question:
    """Why can an inspection not be placed in a plan?

    Attributes:
        inspection: which inspection; if the plan places it, it is asked as if it did not.
        start: in this week; None: at all.
        person: with this person on the team; None: with anybody.
    """

    inspection: str
    start: int | None = None
    person: str | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason why not.

    Attributes:
        rule: the hard rule behind it.
        about: the inspection, person, panel or region concerned, by its code.
        sentence: the reason, a clause.
        instead: where the inspection could be placed if this reason alone gave way and everything else stayed; None:
            nowhere, as there are other reasons besides.
        parts: where it sums up several of one sort, each of them: whom or what it is about, and a clause. None could be
            left out.
        besides: where nothing would be possible if this reason alone gave way: what would stand in the way then.
    """

    rule: Rule
    about: str
    sentence: str
    instead: Placement | None = None
    parts: tuple[tuple[str, str], ...] = ()
    besides: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """The answer.

    Attributes:
        possible: where it can be placed after all; None: nowhere.
        reasons: reasons that together leave no place; if any one of them is left out, the others leave one. What is of
            one sort (everybody who is on leave, for one role) is one reason.
    """

    possible: Placement | None
    reasons: tuple[Reason, ...]

    @property
    def in_short(self) -> str:
        """Why it has no place, in one line."""
        if self.possible is not None:
            return "it can be placed as the plan stands; more work would have placed it"
        return "; ".join(each.sentence for each in self.reasons)


class Explainer(Protocol):
    """Says why an inspection has no place in a plan: which hard rules, of whom, leave it none together."""

    def explain(self, problem: Problem, plan: Plan, question: Question) -> Explanation:
        """Say why an inspection cannot be placed in a plan as it stands.

        Args:
            problem: a problem without faults.
            plan: a plan of it that keeps every rule.
            question: what is asked; its names are known.
        """
        ...
