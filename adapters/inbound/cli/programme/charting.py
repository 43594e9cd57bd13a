"""`assay programme chart`: a year as a picture, for a screen or for paper."""

from html import escape
from pathlib import Path
from typing import Annotated, Final

import typer

from adapters.inbound.charts.weeks_across import PAPERS, PaperName
from adapters.inbound.charts.year import By, Chart, Unplaced, year_chart
from adapters.inbound.cli.ordering import one_of
from adapters.inbound.cli.programme.subject import PlanOrNothing, Subject, YearOrProgramme, subject_of
from adapters.inbound.cli.programme.unplaced import why_not
from adapters.inbound.files.named import write_file
from adapters.inbound.services import Summon
from adapters.inbound.speaking import AsJson, say, say_json
from domain.refusals import Refused

__all__ = ["add_charting"]

_BY: Final[dict[str, By]] = {"inspection": "inspection", "person": "person", "provider": "provider"}


def add_charting(group: typer.Typer, summon: Summon) -> None:
    """Register the command.

    Args:
        group: the group ``programme``.
        summon: gives the installation.
    """

    @group.command("chart")
    def chart(
        year: YearOrProgramme,
        plan: PlanOrNothing = None,
        out: Annotated[
            Path | None,
            typer.Option(
                "--out",
                "-o",
                metavar="FILE",
                help="A new file: .svg, one picture; or .html, sheets to print.",
            ),
        ] = None,
        by: Annotated[
            str, typer.Option(metavar="inspection|person|provider", help="What each row is.")
        ] = "inspection",
        paper: Annotated[str, typer.Option(metavar="a3|a4", help="The sheets, on their sides.")] = "a3",
        as_json: AsJson = False,
    ) -> None:
        """Draw a plan of the year: fieldwork, panels and publication, or who works on what; and what has no place.

        Closures and pre-election periods are shown. Nothing is said by colour alone, and everything also in words for
        whoever does not see it.

        Example: assay programme chart year-2027 plan.csv --by person -o year-2027.svg
        """
        if out is None or out.suffix.lower() not in (".svg", ".html"):
            raise Refused.because("bad-usage", "Name a file to write with -o, which ends in .svg or .html.")
        rows: By = _BY[one_of(by, list(_BY), "row")]
        sheet: PaperName = "a4" if one_of(paper, list(PAPERS), "paper") == "a4" else "a3"
        subject = subject_of(summon, year, plan)
        unplaced = _unplaced(summon, subject)
        drawn = year_chart(subject.problem, subject.plan, unplaced, rows, sheet)
        write_file(out, drawn.whole if out.suffix.lower() == ".svg" else _printed(drawn, sheet))
        if as_json:
            missing = [{"inspection": each.inspection, "reason": each.reason} for each in unplaced]
            say_json({"file": str(out), "sheets": len(drawn.pages), "unplaced": missing})
        else:
            say(f"The chart is in {out}.")


def _printed(chart: Chart, paper: str) -> str:
    sheets = "".join(f'<section class="sheet">{each}</section>\n' for each in chart.pages)
    return (
        f'<!doctype html>\n<html lang="en-GB"><head><meta charset="utf-8"><title>{escape(chart.title)}</title>\n'
        f"<style>@page {{ size: {paper.upper()} landscape; margin: 10mm }} body {{ margin: 0 }} "
        ".sheet + .sheet { break-before: page } svg { display: block }</style></head>\n"
        f"<body>\n{sheets}</body></html>\n"
    )


def _unplaced(summon: Summon, subject: Subject) -> list[Unplaced]:
    placed = {each.inspection for each in subject.plan.placements}
    missing = [each for each in subject.problem.inspections if each.id not in placed]
    missing.sort(key=lambda each: (not each.mandatory, -each.risk, each.id))
    why = why_not(summon, subject.problem, subject.plan, [each.id for each in missing])
    return [
        Unplaced(each.id, "mandatory" if each.mandatory else f"risk {each.risk}", why[each.id])
        for each in missing
    ]
