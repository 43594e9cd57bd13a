"""``assay provider import``: many providers from a file, all of it or nothing."""

from pathlib import Path
from typing import Annotated, Final

import typer

from activities.commanding.desk import Declined
from adapters.inbound.cli.ordering import AsRole, Circumstances, CommandId
from adapters.inbound.files.handed_in import bad_rows
from adapters.inbound.files.programme.cells import TEXT
from adapters.inbound.files.programme.tables import read_table
from adapters.inbound.services import Services, Summon
from adapters.inbound.speaking import AsJson, say, say_json
from domain.providers.provider import Provider, RegisterProvider
from domain.refusals import Refused
from domain.text import counted

__all__ = ["add_import"]

COLUMNS: Final = {"provider": TEXT, "title": TEXT, "kind": TEXT, "area": TEXT}
"""The columns of the file; all are filled."""


def add_import(group: typer.Typer, summon: Summon) -> None:
    """Add ``import``."""

    @group.command("import")
    def import_(
        file: Annotated[
            Path,
            typer.Argument(metavar="FILE", help=f"A CSV file with the columns {','.join(COLUMNS)}."),
        ],
        role: AsRole = None,
        command_id: CommandId = None,
        as_json: AsJson = False,
    ) -> None:
        """Register providers from a file.

        If one row is wrong, every wrong row is named and nothing is recorded. What is on the record already as a row
        says is left as it is, so a file that was cut short is given again.

        May be given by: operations-manager.

        Example: assay provider import providers.csv
        """
        rows = read_table(file, COLUMNS, RegisterProvider, lambda each: each.provider)
        how, services = Circumstances(role, command_id, None, False), summon()
        new = [(line, command) for line, command in rows if not _there(services, command)]
        orders = [(line, how.order(command, suffix=f":{line}")) for line, command in new]
        tried = ((line, services.desk.rehearse(order)) for line, order in orders)
        faults = [(line, str(refusal)) for line, refusal in tried if refusal is not None]
        if faults:
            raise bad_rows(file, faults, len(rows))
        for line, order in orders:
            outcome = services.desk.give(order)
            if isinstance(outcome, Declined):
                raise Refused.because(
                    outcome.refusal.code,
                    f"{file}, line {line}: {outcome.refusal.sentence} Something changed meanwhile; the rows before it "
                    "are on the record. Put this right and give the file again.",
                )
        if as_json:
            say_json({"rows": len(rows), "registered": len(orders)})
        else:
            say(f"{counted(len(rows), 'row')} read; {counted(len(orders), 'provider')} registered.")


def _there(services: Services, command: RegisterProvider) -> bool:
    state: Provider = services.records.read([command.stream])[command.stream].state
    known = state.registered
    return known is not None and (known.title, known.kind, known.area) == (
        command.title,
        command.kind,
        command.area,
    )
