"""`assay programme replan`: something has happened to a planned year, and the plan changes as little as can be."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError

from activities.programme.scheduling import Rescheduled
from adapters.inbound.cli.ordering import AsRole, Circumstances, CommandId, IfVersion, tell_outcome
from adapters.inbound.cli.programme.display import stoppable, watching
from adapters.inbound.cli.programme.scheduling import YearFile, read
from adapters.inbound.commands.fields import explain
from adapters.inbound.files.handed_in import read_rows
from adapters.inbound.files.programme.cells import CODE, NAMES, SPANS, TEXT, WEEK, WHOLE, Cell
from adapters.inbound.files.programme.plans import read_plan
from adapters.inbound.files.programme.reading import BadProgramme
from adapters.inbound.files.programme.writing import plan_as_csv, verdict_as_data, write_sheets
from adapters.inbound.services import Services, Summon
from adapters.inbound.shown.replanned import difference_said, replacing, waiting_said
from adapters.inbound.speaking import AsJson, say, say_json
from domain.programme.changes import Disruption
from domain.programme.fault import place_words
from domain.programme.problem import Problem
from domain.refusals import Refused
from domain.text import counted

__all__ = ["COLUMNS", "Leaving", "add_replanning"]

Leaving = Annotated[
    list[str] | None,
    typer.Option(
        "--leaving",
        metavar="INSPECTION",
        help="A published inspection that has no place any more, by this decision; may be given again.",
    ),
]
_Now = Annotated[
    str | None,
    typer.Option(metavar="WEEK", help="The week it is: 14, 2027-07-12 or 2027-W28; else the tables' own."),
]
_Out = Annotated[
    Path | None, typer.Option(metavar="FOLDER", help="Write the tables and plan.csv here; a new folder.")
]
_Work = Annotated[
    int,
    typer.Option(
        metavar="N",
        min=10,
        max=10_000_000,
        help="How much work to do, in thousandths of the solver's deterministic second.",
    ),
]

COLUMNS: dict[str, Cell] = {
    "change": TEXT,
    "of": CODE,
    "weeks": SPANS,
    "why": TEXT,
    "kind": CODE,
    "providers": NAMES,
    "length": WHOLE,
    "region": CODE,
    "preferred": WEEK,
}
"""The columns of a table of changes."""


def add_replanning(group: typer.Typer, summon: Summon) -> None:
    """Register the command.

    Args:
        group: the group ``programme``.
        summon: gives the installation, for its solver and its record.
    """

    @group.command("replan")
    def replan(
        year: YearFile,
        plan: Annotated[
            Path, typer.Argument(metavar="PLAN", help="The plan that is in force, as .csv or JSON.")
        ],
        changes: Annotated[
            Path,
            typer.Argument(metavar="CHANGES", help="What has happened, as .csv (docs/programme-data.md)."),
        ],
        now: _Now = None,
        out: _Out = None,
        work: _Work = 3_000,
        yes: Annotated[
            bool, typer.Option("--yes", help="Accept the difference without being asked.")
        ] = False,
        record: Annotated[
            str | None,
            typer.Option(
                metavar="PROGRAMME", help="Put it in the place of this published programme's plan too."
            ),
        ] = None,
        leaving: Leaving = None,
        role: AsRole = None,
        command_id: CommandId = None,
        if_version: IfVersion = None,
        as_json: AsJson = False,
    ) -> None:
        """Change a plan as little as can be after something has happened, and show the difference before it counts.

        Somebody is away, an inspection moves, a panel is cancelled, a new inspection arrives. What has been announced
        stays. First the change alone is placed anew; while something has no place, its nearest 5, 15, 30 and 60
        neighbours are too. Nothing is written or recorded before the difference is accepted.

        Ends with 0 whether it is accepted or not, whatever has no place; with 2 if it cannot be worked out or recorded.

        Example: assay programme replan year-2027 plan.csv changes.csv --now 2027-06-14 --out year-2027-2
        """
        _refuse_to_write_over(out)
        source = read(year)
        week = _week(now, source.problem)
        what = _changes(changes, source.problem)
        before = read_plan(plan, source.problem)
        services = summon()
        with stoppable() as is_stopped, watching(is_stopped, lines=not as_json) as watch:
            found = services.scheduling.reschedule(source.problem, before, what, week, work=work, watch=watch)
        if not as_json:
            _tell(found)
        accepted = _accepted(yes=yes, as_json=as_json)
        if accepted and out is not None:
            _write(found, out)
        if as_json:
            say_json({**_as_data(found), "accepted": accepted})
        elif accepted and out is not None:
            say(f"The tables and the plan are in {out}.")
        if accepted and record is not None:
            circumstances = Circumstances(role, command_id, if_version, False)
            _record(services, record, found, what, circumstances, tuple(leaving or ()), quiet=as_json)


def _refuse_to_write_over(folder: Path | None) -> None:
    if folder is not None and folder.exists():
        raise Refused.because("file-exists", f"There is {folder} already; it is not written over.")


def _week(now: str | None, problem: Problem) -> int:
    """The week that was typed; else the tables' own.

    Raises:
        Refused: ``bad-value``.
    """
    try:
        return problem.now if now is None else WEEK.read(now, problem.first_monday)
    except ValueError as error:
        raise Refused.because("bad-value", f"--now {error}.") from None


def _write(found: Rescheduled, folder: Path) -> None:
    """Write the tables of the year after what happened, and the plan of it."""
    write_sheets(found.problem, folder)
    text = plan_as_csv(found.problem, found.replanned.plan)
    (folder / "plan.csv").write_text(text, encoding="utf-8", newline="")


def _changes(path: Path, problem: Problem) -> tuple[Disruption, ...]:
    """What a table says has happened.

    Raises:
        Refused: ``bad-programme`` with everything that is wrong; ``bad-file``, ``unreadable-file``, ``too-large``.
    """
    header, rows = read_rows(path)
    wrong = [
        f"{path}, line 1: there is no column {name}; there are {', '.join(COLUMNS)}"
        for name in header
        if name not in COLUMNS
    ]
    found: list[Disruption] = []
    for row in rows if not wrong else ():
        values: dict[str, Any] = {}
        for name, cell in COLUMNS.items():
            if name in row.cells:
                try:
                    values[name] = cell.read(row.cells[name], problem.first_monday)
                except ValueError as error:
                    wrong.append(f"{path}, line {row.line}, {name}: {error}")
        try:
            found.append(Disruption.model_validate(values))
        except ValidationError as error:
            wrong += [
                f"{path}, line {row.line}{', ' if each['loc'] else ''}{place_words(each['loc'])}: {explain(each)}"
                for each in error.errors(include_url=False, include_input=False)
                if not each["loc"] or each["loc"][0] in values or each["loc"][0] not in row.cells
            ]
    if wrong:
        raise BadProgramme(wrong)
    return tuple(found)


def _accepted(*, yes: bool, as_json: bool) -> bool:
    if yes or as_json:
        return yes
    if not sys.stdin.isatty():
        say("Nothing has been written; --yes accepts it.")
        return False
    return typer.confirm("Accept it?", default=False, err=True)


def _record(
    services: Services,
    programme: str,
    found: Rescheduled,
    what: tuple[Disruption, ...],
    circumstances: Circumstances,
    leaving: tuple[str, ...],
    *,
    quiet: bool,
) -> None:
    """Put the plan in the published one's place: whoever it touches is told by the machinery."""
    state = services.programme_record.programme(programme)
    reason = "; ".join(dict.fromkeys(each.why for each in what))
    command = replacing(programme, state, found.problem, found.replanned.plan, reason, leaving)
    order = circumstances.order(command)
    outcome = services.programme_record.give(order, command.problem)
    if not quiet:
        tell_outcome(order, outcome, as_json=False)


def _as_data(found: Rescheduled) -> dict[str, Any]:
    done = found.replanned
    return {
        "problem": done.plan.problem,
        "plan": done.plan.digest,
        "placements": done.plan.model_dump(mode="json")["placements"],
        "differences": [
            {
                "inspection": each.inspection,
                "was": None if each.was is None else each.was.model_dump(mode="json"),
                "now": None if each.now is None else each.now.model_dump(mode="json"),
                "joined": [one.person for one in each.joined],
                "left": [one.person for one in each.left],
            }
            for each in found.differences
        ],
        "stands": list(found.stands),
        "freed": list(done.freed),
        "proved": done.proved,
        "interrupted": done.interrupted,
        "work_done": done.done,
        **verdict_as_data(found.verdict),
    }


def _tell(found: Rescheduled) -> None:
    differences = found.differences
    moved = sum(each.moved for each in differences)
    joined = sum(len(each.joined) for each in differences if each.was is not None)
    if differences:
        people = "person joins" if joined == 1 else "people join"
        say(
            f"{counted(len(differences), 'inspection')} would stand otherwise: "
            f"{counted(moved, 'date')} moved, {joined} {people} another team."
        )
    elif not found.verdict.unplaced:
        say("It changes nothing.")
    else:
        say("It moves nothing, and leaves something without a place.")
    for each in differences:
        say(f"  {each.inspection}: {'; '.join(difference_said(found.problem, each))}")
    say(f"Announced before, and pinned where it stands: {counted(len(found.stands), 'inspection')}.")
    old = {each.inspection for each in differences if each.was is not None and each.now is None}
    for unplaced in found.verdict.unplaced:
        dropped = " now" if unplaced in old else ""
        say(f"{unplaced} has no place{dropped}; `assay programme explain` says why.")
    for waiting in found.verdict.without_panel:
        say(waiting_said(waiting))
