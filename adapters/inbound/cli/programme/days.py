"""`assay programme days`: what a plan comes to in days."""

from dataclasses import asdict
from typing import Any, Final

import typer

from adapters.inbound.cli.programme.reports import TableFile, write_table
from adapters.inbound.cli.programme.subject import (
    PlanOrNothing,
    Subject,
    YearOrProgramme,
    subject_of,
)
from adapters.inbound.files.spreadsheets import Grid
from adapters.inbound.services import Services, Summon
from adapters.inbound.speaking import AsJson, say, say_json, table
from domain.programme.year.plans.days import Days, days_of

__all__ = ["DAYS_COLUMNS", "add_days"]

DAYS_COLUMNS: Final = (
    "inspection",
    "announce_on",
    "fieldwork_from",
    "fieldwork_to",
    "panel",
    "panel_week",
    "draft_by",
    "accuracy_by",
    "publish_on",
)


def add_days(group: typer.Typer, summon: Summon) -> None:
    """Register the command.

    Args:
        group: the group ``programme``.
        summon: gives the installation, whose calendar and kinds of inspection it counts by.
    """

    @group.command("days")
    def days(
        year: YearOrProgramme, plan: PlanOrNothing = None, out: TableFile = None, as_json: AsJson = False
    ) -> None:
        """Show what a plan comes to in days: announcement, fieldwork, panel, draft, factual accuracy, publication.

        Plans count in weeks; days follow from them by the calendar of working days and the periods of each kind. The
        draft and the points of factual accuracy have the last day that leaves time for what follows; for a kind that
        this installation does not know they are left empty.

        Example: assay programme days year-2027 plan.csv --out days.xlsx
        """
        subject = subject_of(summon, year, plan)
        found = _in_order(subject, summon())
        rows = [[_cell(getattr(each, column)) for column in DAYS_COLUMNS] for each in found]
        if out is not None:
            write_table(out, Grid("days", DAYS_COLUMNS, rows))
        if as_json:
            say_json({"inspections": [_as_data(each) for each in found]})
        elif out is not None:
            say(f"The table is in {out}.")
        else:
            table([each.replace("_", " ") for each in DAYS_COLUMNS], rows)


def _in_order(subject: Subject, services: Services) -> list[Days]:
    """The days of every inspection that has a place, as they are announced."""
    library, kinds = services.library(), {each.id: each.kind for each in subject.problem.inspections}
    found = [
        days_of(subject.problem, each, library.protocol(kinds[each.inspection]), services.calendar)
        for each in subject.plan.placements
    ]
    return sorted(found, key=lambda each: (each.announce_on, each.inspection))


def _cell(value: object) -> str:
    return "" if value is None else str(value)


def _as_data(days: Days) -> dict[str, Any]:
    return {name: None if value is None else str(value) for name, value in asdict(days).items()}
