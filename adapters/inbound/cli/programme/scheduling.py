"""`assay programme schedule|check`: a plan of the year from files, and what the checker says of any plan."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from activities.programme.ports import SolverOrder
from activities.programme.scheduling import Scheduled
from adapters.inbound.cli.ordering import one_of
from adapters.inbound.cli.programme.display import stoppable, watching
from adapters.inbound.cli.programme.unplaced import why_not
from adapters.inbound.files.programme.plans import read_plan
from adapters.inbound.files.programme.reading import BadProgramme, Source, read_problem
from adapters.inbound.files.programme.writing import (
    plan_as_csv,
    plan_as_data,
    plan_as_workbook,
    verdict_as_data,
)
from adapters.inbound.files.spreadsheets import is_workbook
from adapters.inbound.services import Summon
from adapters.inbound.shown.replanned import waiting_said
from adapters.inbound.speaking import AsJson, complain, say, say_json, table
from domain.programme.checker.checker import Verdict, check
from domain.programme.checker.rules import RULES
from domain.programme.faults import doubts
from domain.programme.keeping import KEPT
from domain.programme.plan import Placement
from domain.programme.problem import Problem
from domain.refusals import Refused
from domain.text import counted

__all__ = ["YearFile", "add_scheduling", "read", "write_plan"]

MOST_SHOWN = 20
"""Lines of one sort that people are shown; JSON has them all."""

YearFile = Annotated[
    Path,
    typer.Argument(
        metavar="YEAR",
        help="The year: a folder of CSV files, an .xlsx or a JSON file (docs/programme-data.md).",
    ),
]


def add_scheduling(group: typer.Typer, summon: Summon) -> None:
    """Register the two commands.

    Args:
        group: the group ``programme``.
        summon: gives the installation, for its solver.
    """
    _add_schedule(group, summon)
    _add_check(group, summon)


def _add_schedule(group: typer.Typer, summon: Summon) -> None:
    @group.command("schedule")
    def schedule(
        year: YearFile,
        out: Annotated[
            Path | None, typer.Option(metavar="FILE", help="Write the plan here, as .csv, .xlsx or .json.")
        ] = None,
        work: Annotated[
            int,
            typer.Option(
                metavar="N",
                min=0,
                max=10_000_000,
                help="How much work to do, in thousandths of the solver's deterministic second.",
            ),
        ] = 10_000,
        seed: Annotated[int, typer.Option(metavar="N", min=0, help="Chooses among equals.")] = 1,
        lanes: Annotated[
            int,
            typer.Option(
                metavar="N", min=1, max=64, help="Pieces of work side by side; no more than processors."
            ),
        ] = 1,
        start: Annotated[
            Path | None,
            typer.Option(metavar="PLAN", help="Begin with this plan, as far as it keeps the rules."),
        ] = None,
        before: Annotated[
            Path | None,
            typer.Option(metavar="PLAN", help="The plan that is replaced: other dates and people cost."),
        ] = None,
        keep: Annotated[
            list[str] | None,
            typer.Option(
                metavar="dates|teams|panels",
                help="Keep these of the plan that it begins with, and make the rest anew; give it once for each.",
            ),
        ] = None,
        as_json: AsJson = False,
    ) -> None:
        """Place a year's inspections, teams and panels, and say what has no place.

        Every plan has passed a checker that shares no code with the solver. The same year, seed, work and lanes give
        the same plan, however loaded the machine. Ctrl-C stops with the plan in hand. With --keep, later decisions are
        made anew on earlier ones: --keep dates finds other teams and panels, --keep dates --keep teams other panels.

        Ends with 0 if there is a plan, whatever has no place in it; with 2 if the year cannot be planned.

        Example: assay programme schedule year-2027 --work 20000 --out plan.csv
        """
        if out is not None and out.suffix.lower() not in (".csv", ".xlsx", ".json"):
            raise Refused.because("bad-usage", f"{out} must end in .csv, .xlsx or .json.")
        source = read(year)
        earlier = read_plan(before, source.problem) if before is not None else None
        begin = read_plan(start, source.problem) if start is not None else earlier
        kept = frozenset(
            each for each in KEPT if each in [one_of(one, list(KEPT), "part") for one in keep or ()]
        )
        if kept and begin is None:
            raise Refused.because(
                "bad-usage", "Give with --start or --before the plan of which that is kept."
            )
        order = SolverOrder(seed=seed, work=work, lanes=lanes, start=begin, before=earlier, keep=kept)
        with stoppable() as is_stopped, watching(is_stopped, lines=not as_json) as watch:
            scheduled = summon().scheduling.schedule(source.problem, order, watch)
        if out is not None:
            write_plan(out, source.problem, scheduled, order)
        if as_json:
            say_json(_as_data(source.problem, scheduled, order))
        else:
            missing = scheduled.verdict.unplaced
            why = why_not(summon, source.problem, scheduled.solved.plan, missing, MOST_SHOWN)
            _tell(scheduled, out, why)


def _add_check(group: typer.Typer, summon: Summon) -> None:
    @group.command("check")
    def check_plan(
        year: YearFile,
        plan: Annotated[
            Path, typer.Argument(metavar="PLAN", help="A plan, as .csv or JSON, whoever made it.")
        ],
        before: Annotated[
            Path | None,
            typer.Option(metavar="PLAN", help="The plan that it replaces: other dates and people cost."),
        ] = None,
        as_json: AsJson = False,
    ) -> None:
        """Check a plan: every rule it breaks, everything it costs, and what it does not place.

        Ends with 2 if a rule is broken or what somebody has fixed has no place, and with 0 otherwise, also where
        something mandatory has no place: mandatory_unplaced of --json says so.

        Example: assay programme check year-2027 plan.csv
        """
        source = read(year)
        earlier = read_plan(before, source.problem) if before is not None else None
        made = read_plan(plan, source.problem)
        verdict = check(source.problem, made, earlier)
        if as_json:
            charges = [
                {"term": each.term, "about": each.about, "points": each.points, "sentence": each.sentence}
                for each in verdict.charges
            ]
            say_json({**verdict_as_data(verdict), "charges": charges})
        else:
            missing = () if verdict.violations else verdict.unplaced  # of a broken plan nothing is explained
            _tell_verdict(verdict, why_not(summon, source.problem, made, missing, MOST_SHOWN))
            dearest = sorted(verdict.charges, key=lambda each: -each.points)
            _listed("cost", [f"{each.points} {each.about}: {each.sentence}" for each in dearest])
        if found := (*verdict.violations, *verdict.pinned_unplaced):
            broken = sorted({each.rule for each in found}, key=list(RULES).index)
            raise Refused.because(
                "plan-broken", f"The plan breaks {', '.join(broken)}, {counted(len(found), 'time')} in all."
            )


def read(year: Path) -> Source:
    """Read a year, saying every doubt about it, and everything that is wrong with it.

    Raises:
        Refused: it cannot be read.
    """
    try:
        source = read_problem(year)
    except BadProgramme as error:
        for each in error.wrong[1:MOST_SHOWN]:
            complain(f"{each}.")
        raise
    if not source.apart_given and source.problem.apart:
        pairs = counted(len(source.problem.apart), "pair")
        complain(
            f"Note: there is no apart.csv; {pairs} of inspections are kept apart by their providers and areas."
        )
    for doubt in doubts(source.problem):
        complain(f"Note: {source.said(doubt)}.")
    return source


def _as_data(problem: Problem, scheduled: Scheduled, order: SolverOrder) -> dict[str, Any]:
    solved = scheduled.solved
    return {
        **plan_as_data(problem, solved.plan, scheduled.verdict),
        "seed": order.seed,
        "work": order.work,
        "lanes": order.lanes,
        "work_done": solved.done,
        "steps": solved.steps,
        "proved": solved.proved,
        "interrupted": solved.interrupted,
    }


def write_plan(out: Path, problem: Problem, scheduled: Scheduled, order: SolverOrder) -> None:
    """Write a plan whole or not at all.

    Args:
        out: the file, as .csv, .xlsx or .json.
        problem: the year.
        scheduled: the plan.
        order: with what it was ordered.
    """
    part = out.with_name(f"{out.name}.part")
    if out.suffix.lower() == ".csv":
        content = plan_as_csv(problem, scheduled.solved.plan).encode()
    elif is_workbook(out):
        content = plan_as_workbook(problem, scheduled.solved.plan)
    else:
        content = _json(_as_data(problem, scheduled, order)).encode()
    part.write_bytes(content)
    os.replace(part, out)


def _json(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _tell(scheduled: Scheduled, out: Path | None, why: Mapping[str, str]) -> None:
    solved = scheduled.solved
    if out is None and solved.plan.placements:
        table(
            ["inspection", "starts", "team", "panel", "published"],
            [
                _row(each)
                for each in sorted(solved.plan.placements, key=lambda each: (each.start, each.inspection))
            ],
        )
    if solved.interrupted:
        say("Stopped before the work was done; this is the plan in hand.")
    _tell_verdict(scheduled.verdict, why)
    if why:
        say(
            "`assay programme explain YEAR PLAN INSPECTION` says who and what it is about, and what would have to give."
        )
    say(
        "No plan costs less: that is proved."
        if solved.proved
        else f"{solved.improved} of {solved.steps} steps made it cheaper; more work may make it cheaper still."
    )
    if out is not None:
        say(f"The plan is in {out}.")


def _row(placement: Placement) -> tuple[str, ...]:
    return (
        placement.inspection,
        f"week {placement.start}",
        placement.spoken_team,
        placement.panel or "-",
        _week(placement.publication),
    )


def _week(week: int | None) -> str:
    return "-" if week is None else f"week {week}"


def _tell_verdict(verdict: Verdict, why: Mapping[str, str]) -> None:
    _listed("broken rule", [str(each) for each in (*verdict.violations, *verdict.pinned_unplaced)])
    if verdict.unplaced:
        mandatory = f"{verdict.mandatory_unplaced} of them mandatory"
        say(f"{counted(len(verdict.unplaced), 'inspection')} without a place, {mandatory}:")
        _listed("", [f"{each}: {why[each]}" if each in why else each for each in verdict.unplaced])
    else:
        say("Every inspection has a place.")
    for each in verdict.without_panel:
        say(waiting_said(each))
    terms = ", ".join(f"{term} {points:,}" for term, points in verdict.terms.items() if points)
    say(f"Cost {verdict.cost:,}{f': {terms}' if terms else ''}.")


def _listed(heading: str, lines: list[str]) -> None:
    if not lines:
        return
    if heading:
        say(f"{counted(len(lines), heading)}:")
    for each in lines[:MOST_SHOWN]:
        say(f"  {each}")
    if len(lines) > MOST_SHOWN:
        say(f"  and {len(lines) - MOST_SHOWN} more; --json has them all")
