"""What is different after a plan was made anew, and the command that puts it in the published one's place."""

from activities.programme.record import tables_of
from domain.canonical import sha256_hex
from domain.programme.changes import STANDS
from domain.programme.comparing import Difference
from domain.programme.plan import Placement, Plan
from domain.programme.problem import Problem
from domain.programme.weeks import spoken
from domain.programme.year.plan_commands import ReplanProgramme
from domain.programme.year.state import Programme
from domain.refusals import Refused

__all__ = ["difference_said", "recorded_pins", "replacing", "waiting_said"]


def replacing(
    programme: str,
    state: Programme,
    problem: Problem,
    plan: Plan,
    reason: str,
    leaving: tuple[str, ...] = (),
) -> ReplanProgramme:
    """The command that puts a plan that was made anew in the published one's place.

    Args:
        programme: the programme, by its code.
        state: where it stands.
        problem: the year after what happened.
        plan: the plan of it.
        reason: why; as much of it as the record takes.
        leaving: the published inspections that have no place any more, by this decision.

    Raises:
        Refused: ``wrong-stage``: the programme has not been published.
    """
    if state.plan is None:
        raise Refused.because("wrong-stage", f"The programme {programme} has not been published.")
    problem = recorded_pins(problem, state)
    return ReplanProgramme(
        programme=programme,
        was=state.plan.digest,
        problem=problem,
        plan=plan.with_(problem=problem.digest),
        document=sha256_hex(tables_of(problem)),
        reason=reason[:2000],
        leaving=leaving,
    )


def recorded_pins(problem: Problem, state: Programme) -> Problem:
    """The tables of a year as they may come onto the record.

    There every pin is somebody's decision, but for those of what has started.
    """
    pins = tuple(each for each in problem.pins if each.by != STANDS or each.inspection in state.started)
    return problem.with_(pins=pins)


def difference_said(problem: Problem, each: Difference) -> list[str]:
    """What is different for one inspection, in clauses."""
    if each.now is None:
        return ["has no place now"]
    if each.was is None:
        return [f"new, {_place(problem, each.now)}"]
    found = []
    if each.moved:
        found.append(f"{spoken(problem.first_monday, each.now.start)} instead of week {each.was.start}")
    found += [f"{one.person} comes ({one.role})" for one in each.joined]
    found += [f"{one.person} goes ({one.role})" for one in each.left]
    if each.was.panel != each.now.panel:
        found.append(f"{_panel(each.now)} instead of {each.was.panel or 'none'}")
    elif each.was.publication != each.now.publication:
        found.append(f"published in week {each.now.publication} instead of {each.was.publication}")
    return found


def waiting_said(inspection: str) -> str:
    """What is said of an announced inspection that has its dates in a plan, and no panel."""
    return f"{inspection} keeps its dates and has no panel: none with a slot is left for it; put one into the tables."


def _place(problem: Problem, placement: Placement) -> str:
    team = ", ".join(f"{each.person} ({each.role})" for each in placement.team)
    return f"{spoken(problem.first_monday, placement.start)} with {team}"


def _panel(placement: Placement) -> str:
    return f"panel {placement.panel}" if placement.panel is not None else "no panel"
