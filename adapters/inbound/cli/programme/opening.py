"""`assay programme open|load|note`: a year is opened, and what is known comes in from tables, whole or not at all."""

from pathlib import Path
from typing import Annotated

import typer

from adapters.inbound.cli.building import as_command
from adapters.inbound.cli.ordering import AsRole, Circumstances, CommandId, IfVersion, give
from adapters.inbound.files.programme.tables import (
    AREA_COLUMNS,
    FACTS_COLUMNS,
    PAST_COLUMNS,
    read_table,
    source_of,
    with_risk,
)
from adapters.inbound.services import Summon
from adapters.inbound.speaking import AsJson
from domain.programme.year.commands import LoadHistory, NoteServices, OpenProgramme
from domain.programme.year.terms import Area, Facts
from domain.providers.past import PastInspection

__all__ = ["ProgrammeCode", "add_opening"]

ProgrammeCode = Annotated[
    str, typer.Argument(metavar="PROGRAMME", help="The programme, by its code.", show_default=False)
]


def add_opening(group: typer.Typer, summon: Summon) -> None:
    """Register the three commands.

    Args:
        group: the group ``programme``.
        summon: gives the installation.
    """
    _add_open(group, summon)
    _add_load(group, summon)
    _add_note(group, summon)


def _add_open(group: typer.Typer, summon: Summon) -> None:
    @group.command("open")
    def open_(
        programme: ProgrammeCode,
        title: Annotated[str, typer.Option(metavar="TEXT", help="What it is called.")],
        year: Annotated[int, typer.Option(metavar="YEAR", help="The year for which services are chosen.")],
        first_monday: Annotated[
            str, typer.Option(metavar="YYYY-MM-DD", help="The Monday of its first week.")
        ],
        areas: Annotated[
            Path,
            typer.Option(metavar="FILE", help="A CSV file: each area, as providers have it, and its region."),
        ],
        role: AsRole = None,
        command_id: CommandId = None,
        as_json: AsJson = False,
    ) -> None:
        """Open a year's programme.

        Providers and staff are on the record already (`assay provider`, `assay people`); the programme reads them
        there. `load` brings in inspections from before, `note` risk scores.

        Example: assay programme open 2027 --title 'The year 2027-28' --year 2027 --first-monday 2027-04-05
        --areas areas.csv
        """
        rows = read_table(areas, AREA_COLUMNS, Area, lambda each: each.area)
        values = {
            "programme": programme,
            "title": title,
            "year": year,
            "first_monday": first_monday,
            "areas": [area.model_dump(mode="json") for _, area in rows],
            "source": source_of(areas).model_dump(mode="json"),
        }
        give(summon(), as_command(OpenProgramme, values), Circumstances(role, command_id, None, as_json))


def _add_load(group: typer.Typer, summon: Summon) -> None:
    @group.command("load")
    def load(
        programme: ProgrammeCode,
        past: Annotated[
            Path,
            typer.Option(
                metavar="FILE", help="A CSV file of inspections (docs/programme.md says the columns)."
            ),
        ],
        role: AsRole = None,
        command_id: CommandId = None,
        if_version: IfVersion = None,
        as_json: AsJson = False,
    ) -> None:
        """Load inspections from before: with ratings, leads and follow-ups due, all of them or none.

        Each stands with its provider, with the file, its digest and its line. One that is loaded again is corrected.

        Example: assay programme load 2027 --past past.csv
        """
        key = lambda each: f"{each.inspection} of {each.provider}"  # noqa: E731 - a name for what it is
        rows = read_table(past, PAST_COLUMNS, PastInspection, key)
        command = as_command(
            LoadHistory,
            {
                "programme": programme,
                "past": [each.model_dump(mode="json") for _, each in rows],
                "lines": [line for line, _ in rows],
                "source": source_of(past).model_dump(mode="json"),
            },
        )
        give(summon(), command, Circumstances(role, command_id, if_version, as_json))


def _add_note(group: typer.Typer, summon: Summon) -> None:
    @group.command("note")
    def note(
        programme: ProgrammeCode,
        services: Annotated[
            Path,
            typer.Option(
                metavar="FILE", help="A CSV file of what is known (docs/programme.md says the columns)."
            ),
        ],
        role: AsRole = None,
        command_id: CommandId = None,
        if_version: IfVersion = None,
        as_json: AsJson = False,
    ) -> None:
        """Note what is known of services: risk scores with their evidence, day and author; performance, size, visits.

        Example: assay programme note 2027 --services scores.csv
        """
        rows = read_table(services, FACTS_COLUMNS, Facts, lambda each: each.provider, with_risk)
        command = as_command(
            NoteServices,
            {
                "programme": programme,
                "services": [each.model_dump(mode="json") for _, each in rows],
                "source": source_of(services).model_dump(mode="json"),
            },
        )
        give(summon(), command, Circumstances(role, command_id, if_version, as_json))
