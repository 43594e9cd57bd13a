"""``assay lists``: the lists of cases that providers hand in, until their samples are drawn."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError

from activities.case_lists import CaseLists, Held, PublicDraw
from activities.desk import Accepted, Declined
from adapters.inbound.cli.building import as_command
from adapters.inbound.cli.fields import refuse_invalid
from adapters.inbound.cli.files import write_file
from adapters.inbound.cli.lists_reading import SHOWN, FaultyList, ReadList, read_list, write_errors
from adapters.inbound.cli.lists_shown import receipt_of, tell_list, tell_lists
from adapters.inbound.cli.ordering import AsRole, Circumstances, CommandId, give, tell_outcome
from adapters.inbound.cli.services import Services, Summon
from adapters.inbound.cli.speaking import AsJson, complain, say, say_json, table
from domain.cases.lists_columns import columns_of, needed
from domain.cases.lists_commands import ExcludeCases
from domain.cases.lists_where import condition
from domain.inspections.protocol_parts import Population
from domain.messages import Command
from domain.refusals import Refused

__all__ = ["InspectionArgument", "PopulationOption", "add_to", "checked", "give_about_lists", "read_or_tell"]

InspectionArgument = Annotated[
    str, typer.Argument(metavar="INSPECTION", help="The reference of the inspection.")
]
PopulationOption = Annotated[str, typer.Option("--population", metavar="POPULATION", help="Which list.")]
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
    _add_handing_in(group, summon)
    _add_exclude(group, summon)
    _add_close(group, summon)
    _add_showing(group, summon)
    app.add_typer(group, name="lists")


def _population(services: Services, inspection: str, population: str) -> Population:
    lists = services.case_lists
    return lists.population(lists.inspection(inspection), population)


def _held(lists: CaseLists, inspection: str, population: str) -> tuple[Held, Population]:
    state = lists.inspection(inspection)
    asked = lists.population(state, population)
    return lists.held(state, population), asked


def read_or_tell(
    path: Path, population: Population, errors: Path | None, show: int, as_json: bool
) -> ReadList:
    """A list from its file; its faults are told, and written down where that is asked for, before it is refused.

    Raises:
        Refused: something is wrong with it; nothing of it was recorded.
    """
    try:
        return read_list(path, population)
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
        asked = _population(summon(), inspection, population)
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
        asked = _population(summon(), inspection, population)
        read = read_or_tell(list_, asked, errors, show, as_json)
        if as_json:
            say_json({"rows": read.table.rows, "digest": read.digest, "left_out": list(read.table.left_out)})
        else:
            say(f"Nothing is wrong with it. Cases: {read.table.rows}. Digest: {read.digest}.")
            _tell_left_out(read)


def _tell_left_out(read: ReadList) -> None:
    if read.table.left_out:
        say(f"Nobody asked for these columns, so nothing of them is kept: {', '.join(read.table.left_out)}.")


def _add_handing_in(group: typer.Typer, summon: Summon) -> None:
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
        cannot be read is replaced by rule: `assay samples replace`.

        May be given by: lead-inspector, assistant.

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
    asked = lists.population(lists.inspection(inspection), population)
    read = read_or_tell(path, asked, *telling, how.as_json)
    with checked():
        handed = lists.hand_in(inspection, population, read.digest, read.table, reason)
    give_about_lists(services, handed.command, how, handed.content)
    if not how.as_json:
        _tell_left_out(read)
        say(receipt_of(inspection, population, read.digest, read.table.rows, str(path)))


def give_about_lists(
    services: Services, command: Command, how: Circumstances, content: bytes | None = None
) -> None:
    """Give a command by which a list may be erased, and see its erasure through before saying what came of it.

    The file that it brings in is kept only if nothing stands in its way, so that what is refused leaves none behind.
    """
    order = how.order(command)
    if content is not None and services.desk.rehearse(order) is None:
        services.case_lists.keep(content)
    outcome = services.desk.give(order)
    if isinstance(outcome, Accepted):
        services.erasing.finish(stream for stream, _ in outcome.events)
    tell_outcome(order, outcome, as_json=how.as_json)


def _add_exclude(group: typer.Typer, summon: Summon) -> None:
    @group.command("exclude")
    def exclude(
        inspection: InspectionArgument,
        population: PopulationOption,
        code: Annotated[
            str,
            typer.Option(
                metavar="CODE",
                help="Why: not-in-population, too-short, duplicate, conflict, restricted or other.",
            ),
        ],
        reason: Annotated[str, typer.Option(metavar="TEXT", help="Why, in words that name nobody.")],
        rows: Annotated[
            str | None, typer.Option(metavar="ROWS", help="Their rows, as numbers and ranges: 3,7-9.")
        ] = None,
        where: Annotated[
            list[str] | None,
            typer.Option(
                metavar="RULE", help="A rule instead, such as 'weeks < 12'; of several, all must be met."
            ),
        ] = None,
        role: AsRole = None,
        command_id: CommandId = None,
        as_json: AsJson = False,
    ) -> None:
        """Exclude cases of a list from its draw, by their rows or by a rule. Row 1 is the first under the first line.

        It is on the record which rows, how many, why, by whom and when.

        May be given by: lead-inspector, assistant.

        Example: assay lists exclude nps-nw-2026 --population victims --code conflict --reason 'Known.' --rows 3,7-9
        """
        if (rows is None) == (not where):
            raise Refused.because(
                "bad-usage", "Give either --rows, or --where, once for each part of a rule."
            )
        services = summon()
        held, _ = _held(services.case_lists, inspection, population)
        conditions = [condition(each) for each in where or ()]
        named = "".join((rows or "").split()) or services.case_lists.rows_where(held, conditions)
        if not named:
            raise Refused.because(
                "no-such-rows", "No case of the list meets the rule, so nothing is excluded."
            )
        values = {
            "list": held.stream,
            "rows": named,
            "code": code,
            "rule": " and ".join(map(str, conditions)) or None,
            "reason": reason,
        }
        command = as_command(ExcludeCases, values)
        give(services, command, Circumstances(role, command_id, None, as_json))


@contextmanager
def checked() -> Iterator[None]:
    """Refuse what was typed where a command cannot be made of it, in a sentence that names the option.

    Raises:
        Refused: ``bad-value``.
    """
    try:
        yield
    except ValidationError as error:
        raise refuse_invalid(error, {}) from None


def _add_close(group: typer.Typer, summon: Summon) -> None:
    @group.command("close")
    def close(
        inspection: InspectionArgument,
        population: PopulationOption,
        size: Annotated[
            int | None,
            typer.Option(
                min=1, max=5000, metavar="N", help="How many to draw instead of what the kind asks for."
            ),
        ] = None,
        reason: Annotated[
            str | None, typer.Option(metavar="TEXT", help="Why another number, in words that name nobody.")
        ] = None,
        public_source: Annotated[
            str | None,
            typer.Option(
                metavar="TEXT",
                help="A public draw yet to come, such as a lottery's, whose numbers are to add to the seed.",
            ),
        ] = None,
        public_day: Annotated[
            datetime | None,
            typer.Option(formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help="The day of that draw."),
        ] = None,
        public_numbers: Annotated[
            int | None, typer.Option(min=1, max=20, metavar="N", help="How many numbers it gives.")
        ] = None,
        public_highest: Annotated[
            int | None, typer.Option(min=2, metavar="N", help="The highest number that it can give.")
        ] = None,
        role: AsRole = None,
        command_id: CommandId = None,
        as_json: AsJson = False,
    ) -> None:
        """Close a list for its draw; the seed is the digest of the entry that the record makes of this.

        Cases that were not under supervision for as long as the kind of inspection asks are excluded first. Nothing
        about the list changes afterwards, so nobody can choose cases by what the seed turned out to be.

        May be given by: lead-inspector, assistant.

        Another number than the kind asks for is settled here, with a reason, before there is a seed. Of a public draw
        say its name, its day, how many different numbers it gives and the highest.

        Example: assay lists close nps-nw-2026 --population supervised-cases
        """
        services, how = summon(), Circumstances(role, command_id, None, as_json)
        lists = services.case_lists
        held, asked = _held(lists, inspection, population)
        short = lists.too_short(held, asked) if held.state.closed is None else None
        if short is not None:
            order = how.order(short, suffix=":too-short")
            outcome = services.desk.give(order)
            if isinstance(outcome, Declined):
                raise Refused(outcome.refusal)
            if not as_json:
                tell_outcome(order, outcome, as_json=False)
            held, asked = _held(lists, inspection, population)
        day = public_day.date() if public_day else None
        with checked():
            closing = lists.close(
                held, asked, size, reason, PublicDraw(public_source, day, public_numbers, public_highest)
            )
        give_about_lists(services, closing.command, how, closing.content)


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
        held, _ = _held(summon().case_lists, inspection, population)
        received = held.received
        if as_json:
            say_json({"list": held.stream, "digest": received.list_digest, "rows": received.cases})
        else:
            say(receipt_of(inspection, population, received.list_digest, received.cases, "FILE"))
