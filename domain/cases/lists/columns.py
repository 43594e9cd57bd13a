"""The columns of a list of cases: what each is for, what may stand in it, and which a population has."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Literal

from domain.inspections.kinds.parts import Population

__all__ = [
    "COLUMNS",
    "FORMULA",
    "LONGEST",
    "PROVIDER",
    "REFERENCE",
    "WEEKS",
    "Column",
    "column_called",
    "columns_of",
    "needed",
    "tells_of_persons",
    "wrong_with",
]

REFERENCE = "reference"
WEEKS = "weeks"
PROVIDER = "provider"

LONGEST = 100
"""Characters of a cell. What is longer is no reference and no code, but a text that belongs into the case's file."""

_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
FORMULA = "=+-@"
"""With which a cell begins that a spreadsheet would work out."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        name: as it stands in the first line.
        kind: a reference (no two are the same), a word or code, a whole number, or a day.
        meaning: what is to be put in it.
        choices: the words that it may have; empty for any.
        populations: the populations that have it; empty for all.
        example: a cell for the template.
        personal: whether it tells something about the person, and not about the work alone.
    """

    name: str
    kind: Literal["reference", "word", "number", "day"]
    meaning: str
    choices: tuple[str, ...] = ()
    populations: tuple[str, ...] = ()
    example: str = ""
    personal: bool = False


_OF_THE_WORK = frozenset({"period", PROVIDER})
"""Columns that kinds of inspection name, and that say nothing about the person."""

COLUMNS: Mapping[str, Column] = MappingProxyType(
    {
        each.name: each
        for each in (
            Column(
                REFERENCE,
                "reference",
                "the reference under which the provider knows the case and finds its file; no two are the same",
                example="NW/12/0815",
                personal=True,
            ),
            Column(
                "gender",
                "word",
                "the gender of the person, as the provider has it",
                ("female", "male", "other", "not-known"),
                example="female",
                personal=True,
            ),
            Column(
                "disposal",
                "word",
                "the sentence or disposal, in the provider's own codes, the same for the same sentence",
                populations=("supervised-cases", "court-reports", "unpaid-work", "court-disposals"),
                example="community-order",
                personal=True,
            ),
            Column(
                "risk-level",
                "word",
                "the risk of serious harm, as the provider classifies it",
                ("low", "medium", "high", "very-high", "not-known"),
                example="medium",
                personal=True,
            ),
            Column("office", "word", "the office or team that has the case", example="Lancaster"),
            Column(
                "start-date",
                "day",
                "the day on which supervision, or the work, began",
                example="2026-01-14",
            ),
            Column(WEEKS, "number", "how many whole weeks the case has been supervised by now", example="21"),
            Column(
                "report-type",
                "word",
                "the kind of report for the court",
                populations=("court-reports",),
                example="short-format",
            ),
            Column(
                "hours",
                "number",
                "how many hours of unpaid work were ordered",
                populations=("unpaid-work",),
                example="120",
            ),
            Column(
                "prison",
                "word",
                "the prison from which the person is or was released",
                populations=("through-the-gate",),
                example="Preston",
            ),
            Column(
                "release-date",
                "day",
                "the day of release",
                populations=("through-the-gate",),
                example="2026-03-02",
            ),
        )
    }
)
"""The columns that are known, by name."""


def column_called(name: str) -> Column:
    """A column by its name; one that only a kind of inspection names holds words."""
    return COLUMNS.get(name) or Column(
        name, "word", "as this kind of inspection asks for it", personal=name not in _OF_THE_WORK
    )


def tells_of_persons(population: Population) -> bool:
    """Whether the strata of a population tell something about the persons in them."""
    return any(column_called(each).personal for each in stratified_by(population))


def stratified_by(population: Population) -> tuple[str, ...]:
    """The columns by which a list is stratified: a stratum that has ranges is told by the column of numbers."""
    ranged = {each.stratum: each.column for each in population.ranges}
    return tuple(dict.fromkeys(ranged.get(each, each) for each in population.strata))


def columns_of(population: Population) -> tuple[Column, ...]:
    """The columns that a population may have, those that it needs first."""
    must = needed(population)
    more = [
        each.name
        for each in COLUMNS.values()
        if each.name not in must and (not each.populations or population.id in each.populations)
    ]
    return tuple(column_called(name) for name in (*must, *more))


def needed(population: Population) -> tuple[str, ...]:
    """The columns that a list of a population must have: by which it is drawn, or cases are excluded."""
    weeks = (WEEKS,) if population.minimum_weeks is not None else ()
    narrowed = (each.column for each in population.only_where)
    return tuple(dict.fromkeys((REFERENCE, *stratified_by(population), *weeks, *narrowed)))


def wrong_with(column: Column, cell: str, *, must: bool) -> str | None:
    """What is wrong with a cell, in words that do not repeat it; None if nothing is.

    Args:
        column: its column.
        cell: what stands in it, without blanks around.
        must: whether it may not be empty.
    """
    if not cell:
        return "is empty" if must else None
    if len(cell) > LONGEST:
        return f"has {len(cell)} characters; {LONGEST} are the most"
    if not cell.isprintable():
        return "has a character that cannot be printed"
    if cell[0] in FORMULA:
        return f"begins with {cell[0]}, as a formula does; give the value itself"
    match column.kind:
        case "number":
            good = cell.isascii() and cell.isdigit() and len(cell) <= 5
            return None if good else "is no whole number from 0 to 99999"
        case "day":
            return None if _is_day(cell) else "is no day such as 2026-03-31"
        case _:
            if column.choices and cell.casefold() not in column.choices:
                return f"is none of {', '.join(column.choices)}"
            return None


def _is_day(cell: str) -> bool:
    try:
        return bool(_ISO_DAY.fullmatch(cell)) and date.fromisoformat(cell).year >= 1900
    except ValueError:
        return False
