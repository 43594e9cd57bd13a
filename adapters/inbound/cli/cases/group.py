"""``assay case``: everything about reading cases, one by one, from a file with many, and as a whole."""

from pathlib import Path
from typing import Annotated

import typer

from activities.commanding.desk import Declined
from adapters.inbound.cli.building import add_commands
from adapters.inbound.cli.cases.files import plan_reads
from adapters.inbound.cli.cases.reads import add_reads
from adapters.inbound.cli.cases.shown import add_show
from adapters.inbound.cli.consistency import add_sample_size
from adapters.inbound.cli.inspections.group import Reference
from adapters.inbound.cli.lists.case_references import add_note_references
from adapters.inbound.cli.ordering import AsRole, Circumstances, CommandId, one_of
from adapters.inbound.cli.places import named_in
from adapters.inbound.cli.privacy.sights import Sight, sees
from adapters.inbound.services import Summon
from adapters.inbound.shown.inspections import row_of
from adapters.inbound.speaking import AsJson, say, say_json, table
from domain.cases.reading import CASE
from domain.refusals import Refused
from domain.streams import inspection_stream

__all__ = ["add_to"]


def add_to(app: typer.Typer, summon: Summon) -> None:
    """Add the group ``case``."""
    group = typer.Typer(
        no_args_is_help=True,
        help="Case reads: who reads what, the answers case by case, alerts, second reads, work offline, quality.",
    )
    _add_list(group, summon)
    add_show(group, summon)
    add_commands(group, "case", CASE.rules.values(), summon, named_in("case"))
    add_note_references(group, summon)
    _add_record_reads(group, summon)
    add_sample_size(group)
    add_reads(group, summon)
    app.add_typer(group, name="case")


def _add_list(group: typer.Typer, summon: Summon) -> None:
    @group.command("list")
    def list_(
        inspection: Reference,
        population: Annotated[
            str | None, typer.Option(metavar="POPULATION", help="Only those of this list.")
        ] = None,
        status: Annotated[
            str | None, typer.Option(metavar="STATUS", help="Only those that are to-read, begun or complete.")
        ] = None,
        role: Sight = None,
        as_json: AsJson = False,
    ) -> None:
        """List the sampled cases of an inspection, by their row in the provider's list, with the provider's reference.

        The reference is left out for a role that may not be shown it.

        Example: assay case list nps-nw-2026 --status to-read
        """
        if status is not None:
            one_of(status, ("to-read", "begun", "complete"), "status")
        shown = sees(role, "case-reference", inspection_stream(inspection))
        services = summon()
        row_of(services, inspection)
        found = [
            each
            for each in services.views.catch_up().cases(inspection)
            if population in (None, each.population) and status in (None, each.status)
        ]
        about = services.personal.cases(each.case for each in found) if shown else None
        if as_json:
            cases = [
                {
                    **each.model_dump(mode="json"),
                    **({"reference": about[each.case].reference} if about else {}),
                }
                for each in found
            ]
            say_json({"inspection": inspection, "cases": cases})
        elif not found:
            say("There is none.")
        else:
            table(
                ("case", "list", "row", *(("reference",) if about else ()), "status", "unanswered"),
                [
                    (
                        each.case,
                        each.population,
                        each.row,
                        *((about[each.case].reference,) if about else ()),
                        each.status,
                        each.unanswered,
                    )
                    for each in found
                ],
            )


def _add_record_reads(group: typer.Typer, summon: Summon) -> None:
    @group.command("record-reads")
    def record_reads(
        inspection: Reference,
        file: Annotated[
            Path, typer.Option("--file", metavar="FILE", help="A CSV file with a row for each case.")
        ],
        population: Annotated[
            str | None,
            typer.Option(metavar="POPULATION", help="The list, where the file has no column population."),
        ] = None,
        complete: Annotated[
            bool, typer.Option("--complete", help="Also finish each read; it must then be whole.")
        ] = False,
        role: AsRole = None,
        command_id: CommandId = None,
        as_json: AsJson = False,
    ) -> None:
        """Record interviews and answers of many cases from a CSV file.

        Columns: row (in the provider's list) or case; population; interviewed_on (a day) or no_interview_because;
        and one for each key question, headed by its number, with yes, no or not_applicable; one for a note beside an
        answer, headed note 2.1.1; one for each protected characteristic, headed by its name. A column reference is for
        your own use and is not recorded. What the record says already is left as it is, so a file that was
        interrupted is simply given again. If one row is wrong, nothing is recorded.

        May be given by: inspector, lead-inspector.

        Example: assay case record-reads nps-nw-2026 --file answers.csv --population supervised-cases --complete
        """
        how = Circumstances(role, command_id, None, as_json)
        services = summon()
        row_of(services, inspection)
        planned = plan_reads(services, inspection, file, population, how, complete=complete)
        done = 0
        for line, order in planned.orders:
            outcome = services.desk.give(order)
            if isinstance(outcome, Declined):
                raise Refused.because(
                    outcome.refusal.code,
                    f"{file}, line {line}: {outcome.refusal.sentence} {done} commands before it were recorded; "
                    "give the file again when this is put right.",
                )
            done += 1
        if as_json:
            say_json({"inspection": inspection, "cases": planned.cases, "commands": done})
        else:
            say(f"{planned.cases} cases as the file says; {done} commands were recorded.")
