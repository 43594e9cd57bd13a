"""`assay programme utilisation|burden`: how a plan uses everybody, and what it asks of every provider."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from adapters.inbound.cli.programme.scheduling import read
from adapters.inbound.cli.programme.subject import (
    PlanOrNothing,
    YearOrProgramme,
    requests_of,
    subject_of,
)
from adapters.inbound.files.named import write_file
from adapters.inbound.files.programme.tables import in_programme
from adapters.inbound.files.programme.writing import write_year
from adapters.inbound.files.spreadsheets import ENDINGS, Grid, as_csv, as_workbook
from adapters.inbound.services import Summon
from adapters.inbound.speaking import AsJson, say, say_json, table
from domain.programme.burden import Burden, burdens
from domain.programme.weeks import Span
from domain.programme.workload import LONG_STRETCH_WEEKS, Use, uses
from domain.refusals import Refused
from domain.text import counted

__all__ = ["BURDEN_COLUMNS", "USE_COLUMNS", "TableFile", "add_reports", "write_table"]

MOST_NAMED: Final = 10
"""People named in a sentence; the table has everybody."""

TableFile = Annotated[
    Path | None,
    typer.Option("--out", "-o", metavar="FILE", help="Write the table to a new file, as .csv or .xlsx."),
]

USE_COLUMNS: Final = (
    "person",
    "inspections",
    "leads",
    "weeks",
    "cap",
    "per_cent",
    "fair_from",
    "fair_to",
    "share",
    "away",
    "too_much",
    "nothing",
    "nothing_in",
    "longest",
)
BURDEN_COLUMNS: Final = (
    "provider",
    "name",
    "visits",
    "of_others",
    "days",
    "person_days",
    "requests",
    "inspections",
    "unplaced",
)


def add_reports(group: typer.Typer, summon: Summon) -> None:
    """Register the two commands.

    Args:
        group: the group ``programme``.
        summon: gives the installation.
    """
    _add_utilisation(group, summon)
    _add_burden(group, summon)
    _add_tables(group, summon)


def _add_utilisation(group: typer.Typer, summon: Summon) -> None:
    @group.command("utilisation")
    def utilisation(
        year: YearOrProgramme, plan: PlanOrNothing = None, out: TableFile = None, as_json: AsJson = False
    ) -> None:
        """Show how a plan uses everybody: weeks of work, share of what they can do, and weeks with too much or nothing.

        Example: assay programme utilisation year-2027 plan.csv --out utilisation.xlsx
        """
        subject = subject_of(summon, year, plan)
        found = uses(subject.problem, subject.plan)
        if out is not None:
            write_table(out, Grid("utilisation", USE_COLUMNS, [_use_row(each) for each in found]))
        if as_json:
            say_json({"staff": [_use_as_data(each) for each in found]})
            return
        if out is not None:
            say(f"The table is in {out}.")
            return
        table(
            ("person", "inspections", "leads", "weeks", "of", "%", "fair share", "too much in", "nothing in"),
            [
                (
                    each.person,
                    each.inspections,
                    each.leads,
                    each.load,
                    each.cap,
                    each.per_cent,
                    f"{each.low} to {each.high}{'' if each.band == 'within' else f', {each.band}'}",
                    _weeks(each.too_much),
                    counted(_number(each.nothing), "week"),
                )
                for each in found
            ],
        )
        load, cap = sum(each.load for each in found), sum(each.cap for each in found)
        share = f", {100 * load // cap} % of it" if cap else ""
        say(f"{counted(load, 'week')} of work in all, of at most {cap}{share}.")
        for band in ("below", "above"):
            if number := sum(each.band == band for each in found):
                say(f"{number} of {len(found)} have {band} their fair share.")
        if long := [each.person for each in found if each.longest > LONG_STRETCH_WEEKS]:
            more = f" and {len(long) - MOST_NAMED} more" if len(long) > MOST_NAMED else ""
            named = f"{', '.join(long[:MOST_NAMED])}{more}"
            say(f"More than {LONG_STRETCH_WEEKS} weeks on end without a free one: {named}.")


def _add_burden(group: typer.Typer, summon: Summon) -> None:
    @group.command("burden")
    def burden(
        year: YearOrProgramme, plan: PlanOrNothing = None, out: TableFile = None, as_json: AsJson = False
    ) -> None:
        """Show what a plan asks of each provider: visits, days of fieldwork, and evidence that it is asked to send.

        Requests are what the kind of inspection usually asks for in advance; they are left empty for a kind that this
        installation does not know. Visits count those that other inspectorates have announced.

        Example: assay programme burden year-2027 plan.csv --json
        """
        subject, services = subject_of(summon, year, plan), summon()
        found = burdens(subject.problem, subject.plan, requests_of(services), services.calendar)
        names = {each.id: each.name for each in subject.problem.providers}
        rows = [_burden_row(each, names[each.provider]) for each in found]
        if out is not None:
            write_table(out, Grid("burden", BURDEN_COLUMNS, rows))
        if as_json:
            data = [{**asdict(each), "name": names[each.provider], "visits": each.visits} for each in found]
            say_json({"providers": data})
        elif out is not None:
            say(f"The table is in {out}.")
        else:
            heavy = sorted(rows, key=lambda row: (-int(row[2]), -int(row[4]), row[0]))
            table([each.replace("_", " ") for each in BURDEN_COLUMNS], heavy)


def _add_tables(group: typer.Typer, summon: Summon) -> None:
    @group.command("tables")
    def tables(
        year: YearOrProgramme,
        out: Annotated[
            Path,
            typer.Option(
                "--out", "-o", metavar="OUT", help="A new folder for CSV files, or an .xlsx or .json file."
            ),
        ],
        as_json: AsJson = False,
    ) -> None:
        """Write the tables of a year in another form: CSV files, a workbook, or JSON; all of them say the same.

        Of a recorded programme these are the tables of its published plan, or else of the accepted one.

        Example: assay programme tables year-2027 -o year-2027.xlsx
        """
        code = in_programme(year)
        problem = read(year).problem if code is None else summon().programme_record.planned(code)[0]
        write_year(problem, out)
        if as_json:
            say_json({"out": str(out), "problem": problem.digest})
        else:
            say(f"The tables are in {out}.")


def write_table(out: Path, *grids: Grid) -> None:
    """Write tables into a new file: one as CSV, any number as a workbook.

    Raises:
        Refused: ``bad-usage`` for another ending, ``file-exists``, ``unwritable-file``.
    """
    ending = out.suffix.lower()
    if ending not in ENDINGS:
        raise Refused.because("bad-usage", f"{out} must end in .csv or .xlsx.")
    write_file(out, as_csv(grids[0].columns, grids[0].rows) if ending == ".csv" else as_workbook(grids))


def _use_row(use: Use) -> list[str | int | None]:
    return [
        use.person,
        use.inspections,
        use.leads,
        use.load,
        use.cap,
        use.per_cent,
        use.low,
        use.high,
        use.band,
        _weeks(use.away),
        _weeks(use.too_much),
        _number(use.nothing),
        _weeks(use.nothing),
        use.longest,
    ]


def _use_as_data(use: Use) -> dict[str, Any]:
    spans = {
        name: [each.model_dump(mode="json") for each in getattr(use, name)]
        for name in ("away", "too_much", "nothing")
    }
    plain = {name: getattr(use, name) for name in ("inspections", "leads", "load", "cap", "low", "high")}
    shares = {"per_cent": use.per_cent, "share": use.band}
    return {"person": use.person, **plain, **shares, **spans, "longest": use.longest}


def _burden_row(burden: Burden, name: str) -> list[Any]:
    return [
        burden.provider,
        name,
        burden.visits,
        burden.others,
        burden.days,
        burden.person_days,
        burden.requests,
        " ".join(burden.inspections),
        " ".join(burden.unplaced),
    ]


def _number(spans: Sequence[Span]) -> int:
    return sum(each.last - each.first + 1 for each in spans)


def _weeks(spans: Sequence[Span]) -> str:
    """Weeks as tables of a year have them."""
    return " ".join(
        f"{each.first}" if each.first == each.last else f"{each.first}..{each.last}" for each in spans
    )
