"""The year in tables: what the chart shows, in words, by week, by provider and by person."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from itertools import groupby

from adapters.inbound.charts.year import By
from adapters.inbound.shown.words import day
from adapters.inbound.web.forms.checked import Table
from domain.programme.plan import Placement, Plan
from domain.programme.problem import Inspection, Problem
from domain.programme.weeks import Span, spoken_spans
from domain.programme.workload import stints, uses
from domain.text import counted

__all__ = ["BY", "week_said", "year_table"]

BY: Mapping[str, By] = {"week": "inspection", "provider": "provider", "person": "person"}
"""How a year is looked at, and what each row of its chart is then."""


def year_table(problem: Problem, plan: Plan, by: str) -> Table:
    """A plan of a year as a table, a row for each row of its chart.

    Args:
        problem: the year.
        plan: a plan of it.
        by: one of :data:`BY`.
    """
    if by == "person":
        return Table("By person", _PERSON, tuple(_people(problem, plan)))
    if by == "provider":
        return Table("By provider", _PROVIDER, tuple(_providers(problem, plan)))
    return Table("By week", _WEEK, tuple(_weeks(problem, plan)))


_WEEK = ("Week", "Inspection", "Region", "Fieldwork until", "Team", "Panel", "Published")
_PROVIDER = ("Provider", "Inspection", "Fieldwork", "Team", "Panel", "Published")
_PERSON = ("Person", "Roles", "Weeks of work", "At most", "Work", "Away")


def week_said(problem: Problem, week: int | None) -> str:
    """A week as people find it in a calendar: its number and its Monday."""
    if week is None:
        return ""
    return f"{week}: {day(problem.first_monday + timedelta(weeks=week))}"


def _friday(problem: Problem, inspection: Inspection, placement: Placement) -> str:
    return day(problem.first_monday + timedelta(weeks=placement.start + inspection.length, days=-3))


def _weeks(problem: Problem, plan: Plan) -> Iterator[tuple[str, ...]]:
    known = {each.id: each for each in problem.inspections}
    placements = sorted(plan.placements, key=lambda each: (each.start, each.inspection))
    for placement in placements:
        inspection = known[placement.inspection]
        mandatory = ", mandatory" if inspection.mandatory else ""
        yield (
            week_said(problem, placement.start),
            f"{inspection.id}{mandatory}",
            inspection.region,
            _friday(problem, inspection, placement),
            placement.spoken_team,
            placement.panel or "None",
            week_said(problem, placement.publication) or "No report",
        )


def _providers(problem: Problem, plan: Plan) -> Iterator[tuple[str, ...]]:
    placed = {each.inspection: each for each in plan.placements}
    names = {each.id: each.name for each in problem.providers}
    of = [(names.get(code, code), each) for each in _by_id(problem) for code in each.providers]
    of.sort(key=lambda each: each[0])
    for name, several in groupby(of, key=lambda each: each[0]):
        for _, inspection in several:
            placement = placed.get(inspection.id)
            if placement is None:
                yield name, inspection.id, "No place", "", "", ""
                continue
            yield (
                name,
                inspection.id,
                f"{week_said(problem, placement.start)} to {_friday(problem, inspection, placement)}",
                placement.spoken_team,
                placement.panel or "None",
                week_said(problem, placement.publication) or "No report",
            )


def _by_id(problem: Problem) -> list[Inspection]:
    return sorted(problem.inspections, key=lambda each: each.id)


def _people(problem: Problem, plan: Plan) -> Iterator[tuple[object, ...]]:
    work = stints(problem, plan)
    for person, use in zip(problem.staff, uses(problem, plan), strict=True):
        mine = [each for each in work if each.person == person.id]
        done = "; ".join(f"{each.inspection} as {each.role}, {_spoken(each.whole)}" for each in mine)
        yield (
            person.id,
            ", ".join(person.roles),
            counted(use.load, "week"),
            counted(use.cap, "week"),
            done or "None",
            spoken_spans(use.away) if use.away else "Never",
        )


def _spoken(span: Span) -> str:
    return spoken_spans([span])
