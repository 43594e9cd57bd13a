"""The checker: whether a plan keeps every hard rule, and what it costs.

It shares no code with the solver and looks at a plan as a stranger would, whoever made it. Any plan can be checked,
also one that names inspections, people or panels that do not exist.
"""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass

from domain.programme.checker.costing import Charge, charges
from domain.programme.checker.people import broken_by_people
from domain.programme.checker.rules import TERMS, Term
from domain.programme.checker.violation import Violation
from domain.programme.checker.weeks import broken_by_weeks
from domain.programme.plan import Plan
from domain.programme.problem import Problem

__all__ = ["Verdict", "check", "waiting"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the checker found.

    Attributes:
        violations: every hard rule that is broken, and how.
        charges: every shortfall that costs something.
        unplaced: the inspections without a place, mandatory ones first, each group in the problem's order.
        mandatory_unplaced: how many of them are mandatory.
        pinned_unplaced: which of them somebody has fixed something of, in breach of H10. A plan that is made has such a
            gap where nothing else can be had; none with one comes onto the record.
        without_panel: the announced inspections that keep their dates and have no panel, in the problem's order.
    """

    violations: tuple[Violation, ...]
    charges: tuple[Charge, ...]
    unplaced: tuple[str, ...]
    mandatory_unplaced: int
    pinned_unplaced: tuple[Violation, ...] = ()
    without_panel: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether no hard rule is broken."""
        return not self.violations

    @property
    def cost(self) -> int:
        """What the plan costs, in points."""
        return sum(each.points for each in self.charges)

    @property
    def terms(self) -> Mapping[Term, int]:
        """The points of each term."""
        found = dict.fromkeys(TERMS, 0)
        for charge in self.charges:
            found[charge.term] += charge.points
        return found


def check(problem: Problem, plan: Plan, before: Plan | None = None) -> Verdict:
    """Check a plan.

    Args:
        problem: what it is said to be a plan of.
        plan: the plan.
        before: the plan that it replaces, where changes cost.
    """
    placed = {each.inspection for each in plan.placements}
    missing = [each for each in problem.inspections if each.id not in placed]
    mandatory = [each.id for each in missing if each.mandatory]
    return Verdict(
        violations=(*broken_by_weeks(problem, plan), *broken_by_people(problem, plan)),
        charges=tuple(charges(problem, plan, before)),
        unplaced=(*mandatory, *(each.id for each in missing if not each.mandatory)),
        mandatory_unplaced=len(mandatory),
        pinned_unplaced=tuple(_gaps(problem, {each.id for each in missing})),
        without_panel=tuple(waiting(problem, plan)),
    )


def waiting(problem: Problem, plan: Plan) -> Iterator[str]:
    """The inspections that a plan places and that are reported, and go to no panel in it.

    Args:
        problem: what it is a plan of.
        plan: the plan.
    """
    reported = {each.id for each in problem.kinds if each.reported}
    none = {each.inspection for each in plan.placements if each.panel is None}
    return (each.id for each in problem.inspections if each.id in none and each.kind in reported)


def _gaps(problem: Problem, missing: Set[str]) -> Iterator[Violation]:
    """H10, for what has no place: each inspection once, by the first pin of it."""
    first = {pin.inspection: pin for pin in reversed(problem.pins) if pin.inspection in missing}
    for code, pin in sorted(first.items()):
        yield Violation("H10", code, f"has no place, and {pin.by} has fixed something of it: {pin.why}")
