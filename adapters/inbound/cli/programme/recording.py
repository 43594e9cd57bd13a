"""`assay programme fill|submit|replace|respond` and the plain commands: plans, drafts and changes on the record."""

from pathlib import Path
from typing import Annotated
from uuid import uuid4

import typer

from activities.programme.record import tables_of
from adapters.inbound.cli.building import add_commands, as_command, help_of
from adapters.inbound.cli.ordering import AsRole, Circumstances, CommandId, IfVersion, give, tell_outcome
from adapters.inbound.cli.places import named_in
from adapters.inbound.cli.programme.opening import ProgrammeCode
from adapters.inbound.cli.programme.replanning import Leaving
from adapters.inbound.cli.programme.scheduling import YearFile, read
from adapters.inbound.cli.programme.shown import changes_as_data, tell_changes
from adapters.inbound.cli.terminal.standard_input import PRIVATE_HELP, from_standard_input
from adapters.inbound.commands.ids import response_of
from adapters.inbound.files.programme.plans import read_plan
from adapters.inbound.files.programme.writing import write_year
from adapters.inbound.services import Services, Summon
from adapters.inbound.speaking import AsJson, say, say_json
from domain.canonical import sha256_hex
from domain.programme.fault import place_words
from domain.programme.faults import doubts, faults
from domain.programme.year.decider import PROGRAMME
from domain.programme.year.plan_commands import AcceptPlan, ProposePlan, ReplanProgramme
from domain.programme.year.published.responses import RESPONSE, DecideOnResponse, ReceiveResponse
from domain.refusals import Refused

__all__ = ["add_recording"]

PlanFile = Annotated[Path, typer.Argument(metavar="PLAN", help="A plan, as .csv or JSON, whoever made it.")]

_OWN = {
    "open-programme",
    "load-history",
    "note-services",
    "propose-selection",
    "freeze-frame",
    "draw-lots",
    "propose-plan",
    "replan-programme",
}
"""What has a subcommand written for it."""


def add_recording(group: typer.Typer, summon: Summon) -> None:
    """Register the commands.

    Args:
        group: the group ``programme``.
        summon: gives the installation.
    """
    names = named_in("programme")
    plain = [each for each in PROGRAMME.rules.values() if each.command.verb not in _OWN]
    rules = [*plain, RESPONSE.rules[DecideOnResponse]]
    add_commands(group, "programme", rules, summon, names, {AcceptPlan.verb: _say_which_it_replaces})
    _add_fill(group, summon)
    _add_submit(group, summon)
    _add_replace(group, summon)
    _add_respond(group, summon)


def _say_which_it_replaces(services: Services, command: AcceptPlan) -> None:
    before = services.programme_record.accepted_before(command.programme, command.plan)
    if before is not None:
        say(f"It takes the place of plan {before[:12]}, which was accepted before and is so no more.")


def _add_fill(group: typer.Typer, summon: Summon) -> None:
    @group.command("fill")
    def fill(
        programme: ProgrammeCode,
        year: YearFile,
        out: Annotated[
            Path,
            typer.Option(metavar="FOLDER", help="Write the tables here: a new folder, .xlsx or .json file."),
        ],
        as_json: AsJson = False,
    ) -> None:
        """Fill the tables of a year from the record, and write them as a folder to plan with.

        Providers get their names, areas, regions and last leads; people their roles, leave and interests; panels their
        weeks; and the pins are those on the record. What has started is pinned where it runs, and what was cancelled is
        left out. Planning is done in the week that begins next. What the record does not know stays as the tables have
        it; who has left or inspects in no role is left out. What was selected and is not in the tables is named.

        Example: assay programme fill 2027 tables-2027 --out year-2027
        """
        record = summon().programme_record
        source = read(year)
        state, problem = record.programme(programme), record.filled(programme, source.problem)
        problem = source.completed(problem)
        for fault in faults(problem):
            raise Refused.because("bad-programme", f"{place_words(fault.place)}: {fault.sentence}.")
        if out.exists():
            raise Refused.because("file-exists", f"There is {out} already; it is not written over.")
        inspected = {code for each in problem.inspections for code in each.providers}
        missing = [
            service
            for _, choice in sorted(state.selections.items())
            for service in choice.selected
            if service not in inspected
        ]
        write_year(problem, out)
        if as_json:
            doubted = [f"{place_words(each.place)}: {each.sentence}" for each in doubts(problem)]
            say_json({"problem": problem.digest, "not_among_the_inspections": missing, "doubts": doubted})
            return
        say(f"The tables are in {out}.")
        for service in missing:
            say(f"{service} was selected and has no row in inspections.csv.")


def _add_submit(group: typer.Typer, summon: Summon) -> None:
    @group.command("submit")
    def submit(
        programme: ProgrammeCode,
        year: YearFile,
        plan: PlanFile,
        role: AsRole = None,
        command_id: CommandId = None,
        if_version: IfVersion = None,
        as_json: AsJson = False,
    ) -> None:
        """Put a plan forward: it comes onto the record if it keeps every hard rule, with its tables.

        Inspections, providers, kinds and people in it go by the codes that they have on the record.

        Example: assay programme submit 2027 year-2027 plan.csv
        """
        source = read(year)
        command = ProposePlan.model_validate(
            {
                "programme": programme,
                "problem": source.problem,
                "plan": read_plan(plan, source.problem),
                "document": sha256_hex(tables_of(source.problem)),
            }
        )
        order = Circumstances(role, command_id, if_version, as_json).order(command)
        outcome = summon().programme_record.give(order, source.problem)
        tell_outcome(order, outcome, as_json=as_json)
        if not as_json:
            say(f"The plan is {command.plan.digest}.")


def _add_replace(group: typer.Typer, summon: Summon) -> None:
    @group.command("replace")
    def replace(
        programme: ProgrammeCode,
        year: YearFile,
        plan: PlanFile,
        reason: Annotated[str, typer.Option(metavar="TEXT", help="Why the programme changes.")],
        leaving: Leaving = None,
        accept: Annotated[
            bool,
            typer.Option("--accept", help="Record it. Without this the difference is shown, and no more."),
        ] = False,
        role: AsRole = None,
        command_id: CommandId = None,
        if_version: IfVersion = None,
        as_json: AsJson = False,
    ) -> None:
        """Put another plan in the published one's place: show what it changes and, with --accept, record it.

        Whoever it touches is sent a notice of what touches them. Deadlines of inspections that have started move by it.

        Example: assay programme replace 2027 year-2027 plan-2.csv --reason 'A special inquiry was asked for.' --accept
        """
        source, record = read(year), summon().programme_record
        published = record.programme(programme).plan
        if published is None:
            raise Refused.because("wrong-stage", f"The programme {programme} has not been published.")
        command = ReplanProgramme.model_validate(
            {
                "programme": programme,
                "was": published.digest,
                "problem": source.problem,
                "plan": read_plan(plan, source.problem),
                "document": sha256_hex(tables_of(source.problem)),
                "reason": reason,
                "leaving": tuple(leaving or ()),
            }
        )
        order = Circumstances(role, command_id, if_version, as_json).order(command)
        if accept:
            outcome = record.give(order, source.problem)
            tell_outcome(order, outcome, as_json=as_json)
            return
        changes = record.changes(order)
        if as_json:
            say_json(
                {"was": published.digest, "plan": command.plan.digest, "changes": changes_as_data(changes)}
            )
        else:
            tell_changes(changes)
            say("Nothing has been recorded; --accept records it.")


def _add_respond(group: typer.Typer, summon: Summon) -> None:
    example = "2027 --received-on 2027-02-10 --said 'April is too early for us.' --confidential"

    @group.command(
        "respond", help=help_of(RESPONSE.rules[ReceiveResponse], "assay programme respond", example)
    )
    def respond(
        programme: ProgrammeCode,
        said: Annotated[str, typer.Option(metavar="TEXT", help=f"What it says.{PRIVATE_HELP}")],
        received_on: Annotated[str, typer.Option(metavar="YYYY-MM-DD", help="When it came.")],
        whom: Annotated[
            str | None,
            typer.Option(metavar="TEXT", help=f"Who sent it, and how they are reached.{PRIVATE_HELP}"),
        ] = None,
        confidential: Annotated[
            bool, typer.Option("--confidential", help="It was made in confidence.")
        ] = False,
        role: AsRole = None,
        command_id: CommandId = None,
        as_json: AsJson = False,
    ) -> None:
        command_id = command_id or f"cli-{uuid4()}"
        texts = {"said": said, "whom": whom}
        texts |= from_standard_input(texts)
        response = response_of(command_id)
        values = {
            "response": response,
            "programme": programme,
            "received_on": received_on,
            "confidential": confidential,
            **texts,
        }
        give(summon(), as_command(ReceiveResponse, values), Circumstances(role, command_id, None, as_json))
        if not as_json:
            say(f"It is known as {response}.")
