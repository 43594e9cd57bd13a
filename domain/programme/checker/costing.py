"""What a plan costs, term by term, in whole points. It shares no code with whatever made the plan."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from domain.programme.checker.rules import TERMS, Term
from domain.programme.plan import Placement, Plan
from domain.programme.problem import Inspection, Kind, Problem
from domain.text import counted

__all__ = ["Charge", "charges", "fair_band", "totals"]

_WHOLE = 100
"""Per cent."""


@dataclass(frozen=True, slots=True)
class Charge:
    """One shortfall of a plan.

    Attributes:
        term: what kind of shortfall.
        about: the inspection or person concerned, by its code.
        points: what it costs.
        sentence: what it is, for people.
    """

    term: Term
    about: str
    points: int
    sentence: str


def charges(problem: Problem, plan: Plan, before: Plan | None = None) -> Iterator[Charge]:
    """Every shortfall of a plan that costs something.

    Args:
        problem: what is planned.
        plan: the plan; what it says of inspections or people that the problem does not have costs nothing here.
        before: the plan that it replaces, where changes cost.
    """
    placed = {each.inspection: each for each in plan.placements}
    kinds = {each.id: each for each in problem.kinds}
    homes = {each.id: each.home for each in problem.staff}
    journeys = _journeys(problem)
    for inspection in problem.inspections:
        placement = placed.get(inspection.id)
        if placement is None:
            yield from _unplaced(problem, inspection)
            continue
        yield from _dates(problem, inspection, placement)
        if placement.panel is None and inspection.kind in kinds and kinds[inspection.kind].reported:
            yield from _waiting(problem, inspection)
        for member in placement.team:
            home = homes.get(member.person)
            if home is not None and home != inspection.region:
                cost = journeys.get((home, inspection.region), problem.other_travel)
                if points := cost * problem.weights.travel:
                    said = f"{member.person} travels from {home} to {inspection.region}"
                    yield Charge("travel", inspection.id, points, said)
    yield from _loads(problem, placed, kinds)
    if before is not None:
        yield from _changes(problem, placed, before)


def totals(problem: Problem, plan: Plan, before: Plan | None = None) -> Mapping[Term, int]:
    """The points of each term; their sum is what the plan costs."""
    found = dict.fromkeys(TERMS, 0)
    for charge in charges(problem, plan, before):
        found[charge.term] += charge.points
    return found


def work_of(kind: Kind, length: int) -> Mapping[str, int]:
    """The weeks that one person in each role works on an inspection: preparation, fieldwork and writing."""
    return {need.role: need.before + length + need.after for need in kind.needs}


def fair_band(target: int, cap: int, margin: int) -> tuple[int, int]:
    """The least and the most weeks of work that count as a fair share.

    Args:
        target: the fair share itself.
        cap: the most that the person may work; nobody is charged for not doing what they may not do.
        margin: per cent of the target, either way; broken weeks count in the person's favour.
    """
    low = target * (_WHOLE - margin) // _WHOLE
    high = -(-target * (_WHOLE + margin) // _WHOLE)
    return min(low, cap), high


def _journeys(problem: Problem) -> Mapping[tuple[str, str], int]:
    given = {(each.home, each.to): each.cost for each in problem.travel}
    back = {(to, home): cost for (home, to), cost in given.items()}
    return {**back, **given}


def _unplaced(problem: Problem, inspection: Inspection) -> Iterator[Charge]:
    weights = problem.weights
    if inspection.mandatory:
        if weights.unplaced_mandatory:
            said = f"{inspection.id} is mandatory and has no place"
            yield Charge("unplaced-mandatory", inspection.id, weights.unplaced_mandatory, said)
    elif points := weights.unplaced_risk * inspection.risk:
        said = f"{inspection.id}, of risk {inspection.risk}, has no place"
        yield Charge("unplaced-optional", inspection.id, points, said)


def _waiting(problem: Problem, inspection: Inspection) -> Iterator[Charge]:
    """What waits for a panel costs half of what it would cost if it had no place at all."""
    weights = problem.weights
    whole = weights.unplaced_mandatory if inspection.mandatory else weights.unplaced_risk * inspection.risk
    if points := whole // 2:
        yield Charge("no-panel", inspection.id, points, f"{inspection.id} has its dates and no panel")


def _dates(problem: Problem, inspection: Inspection, placement: Placement) -> Iterator[Charge]:
    weights, target = problem.weights, problem.reporting.target
    away = abs(placement.start - inspection.preferred)
    if points := away * weights.date:
        side = "after" if placement.start > inspection.preferred else "before"
        said = f"starts {counted(away, 'week')} {side} its preferred week {inspection.preferred}"
        yield Charge("date", inspection.id, points, said)
    if placement.publication is None:
        return
    waited = placement.publication - (placement.start + inspection.length - 1)
    if points := max(0, waited - target) * weights.late:
        said = f"is published {counted(waited, 'week')} after fieldwork; the target is {target}"
        yield Charge("late", inspection.id, points, said)


def _loads(problem: Problem, placed: Mapping[str, Placement], kinds: Mapping[str, Kind]) -> Iterator[Charge]:
    loads: dict[str, int] = defaultdict(int)
    for inspection in problem.inspections:
        if (placement := placed.get(inspection.id)) is None or inspection.kind not in kinds:
            continue
        work = work_of(kinds[inspection.kind], inspection.length)
        for member in placement.team:
            loads[member.person] += work.get(member.role, 0)
    for person in problem.staff:
        low, high = fair_band(person.target, person.cap, problem.weights.margin)
        load = loads[person.id]
        outside = max(0, low - load, load - high)
        if points := outside * problem.weights.load:
            said = f"works {counted(load, 'week')}; a fair share is {low} to {high}"
            yield Charge("load", person.id, points, said)


def _changes(problem: Problem, placed: Mapping[str, Placement], before: Plan) -> Iterator[Charge]:
    earlier = {each.inspection: each for each in before.placements}
    weights = problem.weights
    for inspection in problem.inspections:
        old, new = earlier.get(inspection.id), placed.get(inspection.id)
        if old is None or new is None:
            continue
        dearer = weights.announced if inspection.announced else 1
        if old.start != new.start and weights.moved:
            said = f"moves from week {old.start} to week {new.start}"
            yield Charge("moved", inspection.id, weights.moved * dearer, said)
        known = {member.person for member in old.team}
        for person in sorted({member.person for member in new.team} - known):
            if weights.swapped:
                said = f"{person} joins the team"
                yield Charge("swapped", inspection.id, weights.swapped * dearer, said)
