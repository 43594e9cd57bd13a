"""``assay lists``: the lists of cases that providers hand in, until their samples are drawn."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from adapters.inbound.cli.building import as_command
from adapters.inbound.cli.lists.closing import add_close, add_exclude
from adapters.inbound.cli.lists.giving import (
    InspectionArgument,
    PopulationOption,
    checked,
    give_about_lists,
    held_list,
)
from adapters.inbound.cli.lists.shown import receipt_of, tell_list, tell_lists
from adapters.inbound.cli.ordering import AsRole, Circumstances, CommandId, give
from adapters.inbound.files.case_lists import SHOWN, FaultyList, ReadList, read_list, write_errors
from adapters.inbound.files.named import write_file
from adapters.inbound.services import Services, Summon
from adapters.inbound.speaking import AsJson, complain, say, say_json, table
from domain.cases.lists.columns import columns_of, needed
from domain.inspections.commands import AgreeToNewList
from domain.inspections.kinds.parts import Population

__all__ = ["add_to", "read_or_tell"]

FromFile = Annotated[
    Path,
    typer.Option("--list", metavar="FILE", help="The list: a CSV file with a first line of column names."),
]
_Errors = Annotated[
    Path | None, typer.Option("--errors", metavar="FILE", help="Write every fault to this new CSV file.")
]
_Show = Annotated[int, typer.Option("--show", metavar="N", min=1, help="How many faults to show.")]


def add_to(app: typer.Typer, summon: Summon) -> None:
    """Add the group ``lists``."""
    group = typer.Typer(
        no_args_is_help=True,
        help="Lists of cases: hand them in, exclude what cannot be drawn, and close them for their draw.",
    )
    _add_template(group, summon)
    _add_check(group, summon)
    _add_submit(group, summon)
    _add_agreeing_to_new(group, summon)
    _add_replace(group, summon)
    add_exclude(group, summon)
    add_close(group, summon)
    _add_showing(group, summon)
    app.add_typer(group, name="lists")


def _population(services: Services, inspection: str, population: str) -> tuple[Population, tuple[str, ...]]:
    """What the kind of an inspection says of a list, and the codes of the inspection's providers."""
    lists = services.case_lists
    state = lists.inspection(inspection)
    return lists.population(state, population), state.known.providers


def read_or_tell(
    path: Path,
    population: Population,
    providers: Sequence[str],
    telling: tuple[Path | None, int],
    as_json: bool,
) -> ReadList:
    """A list from its file; its faults are told, and written down where that is asked for, before it is refused.

    Args:
        path: the file.
        population: what the kind of inspection says of the list.
        providers: the codes of the inspection's providers.
        telling: the file that all faults are written to, if any, and how many are shown.
        as_json: whether they are told as JSON.

    Raises:
        Refused: something is wrong with it; nothing of it was recorded.
    """
    errors, show = telling
    try:
        return read_list(path, population, providers)
    except FaultyList as faulty:
        if errors is not None:
            write_errors(errors, faulty.faults)
        if as_json:
            say_json(
                {
                    "outcome": "refused",
                    "faults": [
                        {"line": each.line, "column": each.column, "why": each.why} for each in faulty.faults
                    ],
                }
            )
        else:
            for each in faulty.faults[:show]:
                complain(str(each))
            if len(faulty.faults) > show:
                rest = len(faulty.faults) - show
                complain(
                    f"and {rest} more{f', all in {errors}' if errors else '; --errors FILE writes all down'}"
                )
        raise


def _add_template(group: typer.Typer, summon: Summon) -> None:
    @group.command("template")
    def template(
        inspection: InspectionArgument,
        population: PopulationOption,
        output: Annotated[
            Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write it to this new file.")
        ] = None,
        as_json: AsJson = False,
    ) -> None:
        """Show which columns a list has, and write a file to begin with: the first line and one example row.

        Example: assay lists template nps-nw-2026 --population supervised-cases -o cases.csv
        """
        asked, _ = _population(summon(), inspection, population)
        columns, must = columns_of(asked), needed(asked)
        if output is not None:
            lines = (",".join(each.name for each in columns), ",".join(each.example for each in columns))
            write_file(output, "\n".join(lines) + "\n")
        if as_json:
            say_json(
                {
                    "columns": [
                        {"name": each.name, "needed": each.name in must, "meaning": each.meaning}
                        for each in columns
                    ]
                }
            )
            return
        table(
            ("column", "needed", "what stands in it"),
            [(each.name, "yes" if each.name in must else "", each.meaning) for each in columns],
        )
        if output is not None:
            say(f"Written: {output}. The example row is to be taken out.")


def _add_check(group: typer.Typer, summon: Summon) -> None:
    @group.command("check")
    def check(
        inspection: InspectionArgument,
        population: PopulationOption,
        list_: FromFile,
        errors: _Errors = None,
        show: _Show = SHOWN,
        as_json: AsJson = False,
    ) -> None:
        """Check the file of a list without handing it in: every fault by line and column. Nothing is recorded.

        Example: assay lists check nps-nw-2026 --population supervised-cases --list cases.csv --errors faults.csv
        """
        read = read_or_tell(list_, *_population(summon(), inspection, population), (errors, show), as_json)
        if as_json:
            say_json({"rows": read.table.rows, "digest": read.digest, "left_out": list(read.table.left_out)})
        else:
            say(f"Nothing is wrong with it. Cases: {read.table.rows}. Digest: {read.digest}.")
            _tell_left_out(read)


def _tell_left_out(read: ReadList) -> None:
    if read.table.left_out:
        say(f"Nobody asked for these columns, so nothing of them is kept: {', '.join(read.table.left_out)}.")


def _add_submit(group: typer.Typer, summon: Summon) -> None:
    @group.command("submit")
    def submit(
        inspection: InspectionArgument,
        population: PopulationOption,
        list_: FromFile,
        errors: _Errors = None,
        show: _Show = SHOWN,
        role: AsRole = None,
        command_id: CommandId = None,
        as_json: AsJson = False,
    ) -> None:
        """Hand in the list of a population.

        Takes the list whole, or not at all: if a cell is wrong, every fault is named and nothing is recorded. The
        rows are kept encrypted until the sample is drawn; the digest that is shown is the provider's receipt.

        May be given by: lead-inspector, assistant, provider-contact.

        Stage: announcement, evidence-request, fieldwork.

        Example: assay lists submit nps-nw-2026 --population supervised-cases --list cases.csv --errors faults.csv
        """
        how = Circumstances(role, command_id, None, as_json)
        _hand_in(summon(), inspection, population, list_, None, (errors, show), how)


def _add_agreeing_to_new(group: typer.Typer, summon: Summon) -> None:
    @group.command("agree-to-new")
    def agree_to_new(
        inspection: InspectionArgument,
        population: PopulationOption,
        reason: Annotated[
            str,
            typer.Option(metavar="TEXT", help="Why the list cannot stay, in words that name nobody."),
        ],
        role: AsRole = None,
        command_id: CommandId = None,
        as_json: AsJson = False,
    ) -> None:
        """Agree that another list takes the place of one whose seed is known; somebody else then hands it in.

        Another list has another seed, and so other cases. Nobody gets that alone: one person agrees, another hands the
        list in. The sample that was drawn, or could be, is counted and named wherever the new one is shown.

        May be given by: operations-manager, lead-inspector, quality-lead.

        Stage: announcement, evidence-request, fieldwork.

        Example: assay lists agree-to-new nps-nw-2026 --population victims --reason 'Two were missing.'
        """
        values = {"inspection": inspection, "population": population, "reason": reason}
        command = as_command(AgreeToNewList, values, {"inspection": "INSPECTION"})
        give(summon(), command, Circumstances(role, command_id, None, as_json))


def _add_replace(group: typer.Typer, summon: Summon) -> None:
    @group.command("replace")
    def replace(
        inspection: InspectionArgument,
        population: PopulationOption,
        list_: FromFile,
        reason: Annotated[
            str,
            typer.Option(
                metavar="TEXT", help="What was wrong with the earlier one, in words that name nobody."
            ),
        ],
        errors: _Errors = None,
        show: _Show = SHOWN,
        role: AsRole = None,
        command_id: CommandId = None,
        as_json: AsJson = False,
    ) -> None:
        """Hand in a corrected list in place of a faulty one; a sample that was drawn from that no longer stands.

        It can be done until the read of a drawn case has begun. From then on the sample stands, and a case that
        cannot be read is replaced by rule: `assay samples replace`. Once the list was closed and its seed is known,
        somebody else must have agreed first: `assay lists agree-to-new`.

        May be given by: lead-inspector, assistant, provider-contact.

        Stage: announcement, evidence-request, fieldwork.

        Example: assay lists replace nps-nw-2026 --population victims --list new.csv --reason 'Two were missing.'
        """
        how = Circumstances(role, command_id, None, as_json)
        _hand_in(summon(), inspection, population, list_, reason, (errors, show), how)


def _hand_in(
    services: Services,
    inspection: str,
    population: str,
    path: Path,
    reason: str | None,
    telling: tuple[Path | None, int],
    how: Circumstances,
) -> None:
    lists = services.case_lists
    read = read_or_tell(path, *_population(services, inspection, population), telling, how.as_json)
    with checked():
        handed = lists.hand_in(inspection, population, read.digest, read.table, reason)
    give_about_lists(services, handed.command, how, handed.content)
    if not how.as_json:
        _tell_left_out(read)
        say(receipt_of(inspection, population, read.digest, read.table.rows, str(path)))


def _add_showing(group: typer.Typer, summon: Summon) -> None:
    @group.command("list")
    def list_(inspection: InspectionArgument, as_json: AsJson = False) -> None:
        """List the lists of an inspection: what came in, what is excluded, and what is still to be done.

        Example: assay lists list nps-nw-2026
        """
        tell_lists(summon(), inspection, as_json)

    @group.command("show")
    def show(inspection: InspectionArgument, population: PopulationOption, as_json: AsJson = False) -> None:
        """Show a list: its digest, what is excluded and why, and what a draw would come to. No row is shown.

        Example: assay lists show nps-nw-2026 --population supervised-cases
        """
        tell_list(summon(), inspection, population, as_json)

    @group.command("receipt")
    def receipt(
        inspection: InspectionArgument, population: PopulationOption, as_json: AsJson = False
    ) -> None:
        """Show the receipt of a list: its digest, by which the provider knows that it is theirs, unaltered.

        Example: assay lists receipt nps-nw-2026 --population supervised-cases
        """
        held, _ = held_list(summon().case_lists, inspection, population)
        received = held.received
        if as_json:
            say_json({"list": held.stream, "digest": received.list_digest, "rows": received.cases})
        else:
            say(receipt_of(inspection, population, received.list_digest, received.cases, "FILE"))
