"""The references of drawn cases: taken from the provider's list, row by row, and noted as private texts."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from activities.commanding.desk import Declined
from adapters.inbound.cli.building import as_command
from adapters.inbound.cli.ordering import AsRole, Circumstances, CommandId
from adapters.inbound.files.handed_in import Row, read_document, read_rows
from adapters.inbound.services import Services, Summon
from adapters.inbound.speaking import AsJson, say, say_json
from domain.canonical import sha256_hex
from domain.cases.commands import NoteCaseReference
from domain.cases.state import CaseRead
from domain.inspections.events import SampleDrawn
from domain.inspections.state import Inspection
from domain.messages import Command
from domain.refusals import Refused
from domain.streams import inspection_stream

__all__ = ["COLUMN", "Column", "Noted", "add_note_references", "check_column", "note_references"]

COLUMN = "reference"

Column = Annotated[
    str,
    typer.Option(
        "--reference-column",
        metavar="COLUMN",
        help="The column of the list that has the reference under which the provider knows a case.",
    ),
]


@dataclass(frozen=True, slots=True)
class Noted:
    """What came of noting references.

    Attributes:
        noted: how many were noted now.
        missing: how many drawn rows have none in the list.
    """

    noted: int
    missing: int

    @property
    def sentence(self) -> str:
        """In words."""
        missing = f" {self.missing} drawn rows of the list have none." if self.missing else ""
        return f"References noted: {self.noted}.{missing}"


def note_references(
    services: Services,
    inspection: str,
    population: str,
    path: Path,
    rows: Sequence[Row],
    column: str,
    how: Circumstances,
) -> Noted:
    """Note the references of the rows that were drawn, and of no others.

    Those that are noted already are left as they are, so what was interrupted is simply done again.

    Args:
        services: the installation.
        inspection: its reference.
        population: which list.
        path: where the list is, for what is said of it.
        rows: the rows of the list, blank ones left out.
        column: which column has the references.
        how: who gives the commands.

    Raises:
        Refused: ``sample-missing``, ``another-list``, or what the rules or the shape of a reference refuse.
    """
    drawn = _drawn(services, inspection, population, path)
    standings = services.records.read(drawn.cases)
    missing = noted = 0
    for row, case in zip(drawn.rows, drawn.cases, strict=True):
        state: CaseRead = standings[case].state
        reference = rows[row - 1].cells.get(column)
        if reference is None:
            missing += 1
        elif not state.referenced:
            _give(services, _command(case, reference, path, rows[row - 1].line), how, row)
            noted += 1
    return Noted(noted, missing)


def _drawn(services: Services, inspection: str, population: str, path: Path) -> SampleDrawn:
    stream = inspection_stream(inspection)
    state: Inspection = services.records.read([stream])[stream].state
    drawn = state.samples.get(population)
    if drawn is None:
        raise Refused.because(
            "sample-missing", f"No sample of {population} has been drawn for {inspection} yet."
        )
    if drawn.list_digest != sha256_hex(read_document(path)):
        raise Refused.because(
            "another-list", f"{path} is not the list from which the sample of {population} was drawn."
        )
    return drawn


def _command(case: str, reference: str, path: Path, line: int) -> Command:
    try:
        return as_command(NoteCaseReference, {"case": case, "reference": reference}, {"reference": "it"})
    except Refused as refused:
        raise Refused.because(
            refused.refusal.code,
            f"{path}, line {line}: the reference cannot be noted: {refused.refusal.sentence}",
        ) from None


def _give(services: Services, command: Command, how: Circumstances, row: int) -> None:
    outcome = services.desk.give(how.order(command, suffix=f":reference:{row}"))
    if isinstance(outcome, Declined):
        raise Refused(outcome.refusal)


def add_note_references(group: typer.Typer, summon: Summon) -> None:
    """Add ``assay case note-references``."""

    @group.command("note-references")
    def note_references_(
        inspection: Annotated[
            str, typer.Argument(metavar="INSPECTION", help="The reference of the inspection.")
        ],
        population: Annotated[str, typer.Option(metavar="POPULATION", help="Which list.")],
        list_: Annotated[
            Path, typer.Option("--list", metavar="FILE", help="The list from which the sample was drawn.")
        ],
        reference_column: Column = COLUMN,
        role: AsRole = None,
        command_id: CommandId = None,
        as_json: AsJson = False,
    ) -> None:
        """Note the references of the drawn cases from the provider's list, where draw-sample has not done so.

        Each is kept encrypted, under a key that can be destroyed; those of rows that were not drawn are not recorded.
        What is noted already stays as it is.

        May be given by: lead-inspector, inspector, assistant.

        Example: assay case note-references nps-nw-2026 --population supervised-cases --list cases.csv
        """
        how = Circumstances(role, command_id, None, as_json)
        header, rows = read_rows(list_, may_be_empty=True)
        check_column(list_, header, reference_column)
        noted = note_references(summon(), inspection, population, list_, rows, reference_column, how)
        if as_json:
            say_json({"inspection": inspection, "noted": noted.noted, "missing": noted.missing})
        else:
            say(noted.sentence)


def check_column(path: Path, header: Sequence[str], column: str) -> None:
    """See that a list has the column of the references.

    Raises:
        Refused: ``bad-file`` if it has not.
    """
    if column not in header:
        raise Refused.because(
            "bad-file", f"{path}, line 1: there is no column {column}; there are {', '.join(header)}."
        )
