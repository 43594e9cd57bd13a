"""What a chart, a table or a calendar is of: a plan in files with its year, or the plan of a recorded programme."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from adapters.inbound.cli.programme.scheduling import read
from adapters.inbound.files.programme.plans import read_plan
from adapters.inbound.files.programme.tables import in_programme
from adapters.inbound.services import Services, Summon
from domain.programme.plan import Plan
from domain.programme.problem import Problem
from domain.refusals import Refused

__all__ = ["PlanOrNothing", "Subject", "YearOrProgramme", "requests_of", "subject_of"]

YearOrProgramme = Annotated[
    Path,
    typer.Argument(
        metavar="YEAR|PROGRAMME",
        help="The year, a folder of CSV files, an .xlsx or a JSON file; or a recorded programme, by its code.",
    ),
]
PlanOrNothing = Annotated[
    Path | None,
    typer.Argument(
        metavar="[PLAN]",
        help="A plan of that year, as .csv, .xlsx or JSON; of a recorded programme, the published plan is taken, "
        "or else the accepted one.",
    ),
]


@dataclass(frozen=True, slots=True)
class Subject:
    """A plan and what it is a plan of.

    Attributes:
        name: the file's or the programme's name.
        problem: the year.
        plan: the plan of it.
    """

    name: str
    problem: Problem
    plan: Plan


def subject_of(summon: Summon, year: Path, plan: Path | None) -> Subject:
    """What was named.

    Raises:
        Refused: it cannot be read, is not on the record, or has no plan yet.
    """
    code = in_programme(year)
    if code is not None:
        if plan is not None:
            raise Refused.because(
                "bad-usage", f"{code} is a recorded programme, which has its own plan; name a year with PLAN."
            )
        return Subject(code, *summon().programme_record.planned(code))
    if plan is None:
        raise Refused.because("bad-usage", "Name a plan of this year too.")
    source = read(year)
    return Subject(year.name, source.problem, read_plan(plan, source.problem))


def requests_of(services: Services) -> dict[str, int]:
    """For each kind of inspection, how many pieces of evidence it usually asks for in advance."""
    return {each.id: len(each.evidence) for each in services.library().protocols()}
