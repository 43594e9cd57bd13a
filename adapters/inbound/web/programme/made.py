"""What was made in the workshop: a plan beside the one it came from, and the command that puts it on the record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from activities.programme.ports import SolverOrder, Watch
from activities.programme.record import tables_of
from activities.programme.scheduling import Scheduling
from adapters.inbound.shown.replanned import difference_said, recorded_pins, replacing
from adapters.inbound.web.forms.checked import Table
from domain.canonical import sha256_hex
from domain.dated_rules.library import Library
from domain.programme.changes import Disruption
from domain.programme.checker.checker import Verdict
from domain.programme.comparing import Difference, compared
from domain.programme.plan import Plan
from domain.programme.problem import Problem as Year
from domain.programme.year.plan_commands import ProposePlan, ReplanProgramme
from domain.programme.year.plans.complete import unless_taken_out
from domain.programme.year.state import Programme

__all__ = [
    "Made",
    "command_for",
    "difference_table",
    "planned",
    "planned_around",
    "week_of",
    "what_if",
    "without_a_place",
]

REPLANNING_WORK = 3_000
"""As much as the command line does for it, in thousandths of the solver's deterministic second."""


@dataclass(frozen=True, slots=True)
class Made:
    """A plan that was made, and of which nothing is on the record yet.

    Attributes:
        year: what it is a plan of.
        plan: the plan.
        verdict: what the checker says of it; it holds.
        proved: whether no plan costs less.
        interrupted: whether it was stopped with the plan in hand.
        before: the plan that it came from; None where there was none.
        differences: every inspection that stands otherwise than in that one.
        stands: the inspections that were announced, and stay where they are.
        why: what has happened, in the words of whoever said so; empty where nothing has.
    """

    year: Year
    plan: Plan
    verdict: Verdict
    proved: bool
    interrupted: bool
    before: Plan | None
    differences: tuple[Difference, ...]
    stands: tuple[str, ...] = ()
    why: str = ""


def week_of(year: Year, day: date) -> int:
    """The week of a day, counted from the year's first Monday."""
    return (day - year.first_monday).days // 7


def planned(scheduling: Scheduling, year: Year, start: Plan | None, work: int, watch: Watch) -> Made:
    """Plan a year.

    Args:
        scheduling: the use case.
        year: what is to be planned.
        start: a plan to begin with, as far as it keeps the rules.
        work: how much work to do at most.
        watch: is told how far it has come.
    """
    begin = start.with_(problem=year.digest) if start else None
    done = scheduling.schedule(year, SolverOrder(work=work, start=begin), watch)
    solved = done.solved
    differences = compared(start, solved.plan) if start else ()
    return Made(year, solved.plan, done.verdict, solved.proved, solved.interrupted, start, differences)


def planned_around(scheduling: Scheduling, year: Year, before: Plan, watch: Watch) -> Made:
    """Plan a year anew, as the record has it now, and change of an earlier plan as little as can be."""
    earlier = before.with_(problem=year.digest)
    done = scheduling.schedule(year, SolverOrder(work=REPLANNING_WORK, start=earlier, before=earlier), watch)
    solved = done.solved
    differences = compared(before, solved.plan)
    return Made(year, solved.plan, done.verdict, solved.proved, solved.interrupted, before, differences)


def what_if(
    scheduling: Scheduling, year: Year, before: Plan, what: Sequence[Disruption], now: int, watch: Watch
) -> Made:
    """Change a copy of a plan as little as can be after something has happened, or as if it had."""
    earlier = before.with_(problem=year.digest)
    found = scheduling.reschedule(year, earlier, what, now, work=REPLANNING_WORK, watch=watch)
    done = found.replanned
    return Made(
        found.problem,
        done.plan,
        found.verdict,
        done.proved,
        done.interrupted,
        before,
        found.differences,
        found.stands,
        "; ".join(dict.fromkeys(each.why for each in what)),
    )


def without_a_place(state: Programme, made: Made, library: Library) -> tuple[str, ...]:
    """The published inspections that a plan has no place for, but for those whose service was taken out."""
    placed = {each.inspection for each in made.plan.placements}
    return tuple(
        each.inspection for each in unless_taken_out(state, library) if each.inspection not in placed
    )


def command_for(
    code: str, state: Programme, made: Made, reason: str, leaving: tuple[str, ...] = ()
) -> ProposePlan | ReplanProgramme:
    """The command that puts a plan on the record: forward, or in the place of the published one.

    Args:
        code: the programme.
        state: where it stands.
        made: the plan.
        reason: why; for a plan that takes another's place.
        leaving: the published inspections that have no place any more, by this decision.
    """
    if state.plan is not None:
        return replacing(code, state, made.year, made.plan, reason, leaving)
    year = recorded_pins(made.year, state)
    plan = made.plan.with_(problem=year.digest)
    return ProposePlan(programme=code, problem=year, plan=plan, document=sha256_hex(tables_of(year)))


def difference_table(made: Made) -> Table:
    """What is different, inspection by inspection."""
    rows = [(each.inspection, "; ".join(difference_said(made.year, each))) for each in made.differences]
    return Table("What would be different", ("Inspection", "How"), rows)
