"""Checking the rows of a list of cases: every cell, and every fault by line and column.

A list may have a million rows. So it is gone through column by column: what stands in many rows, such as an office,
is looked at once, and only a list that has a fault is gone through cell by cell, to say where.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from domain.cases.lists_columns import (
    LONGEST,
    Column,
    column_called,
    columns_of,
    needed,
    wrong_with,
)
from domain.inspections.protocol_parts import Population

__all__ = ["Fault", "Table", "check", "header_faults", "named"]

_DOUBTFUL = re.compile(rf"(?m)^(?:[=+\-@]|$|.{{{LONGEST + 1}}})|[^\n -~\u00a1-\u00ac\u00ae-\u024f]")
"""Where one of many lines might be at fault: it is empty, long, like a formula, or has an unusual character."""


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """What is wrong with one cell, or one row.

    Attributes:
        line: the line of the file.
        column: the column; empty where it is the row.
        why: what is wrong, in words that repeat nothing of it.
    """

    line: int
    column: str
    why: str

    def __str__(self) -> str:
        """As a sentence's beginning."""
        return (
            f"line {self.line}, {self.column}: {self.why}" if self.column else f"line {self.line}: {self.why}"
        )


@dataclass(frozen=True, slots=True, repr=False)
class Table:
    """The rows of a list that are kept.

    Attributes:
        columns: by name what stands in each row, in order.
        rows: how many there are.
        left_out: the names of columns that nobody asked for; nothing of them is kept.
    """

    columns: Mapping[str, Sequence[str]]
    rows: int
    left_out: tuple[str, ...] = ()

    def words(self, strata: Sequence[str]) -> list[tuple[str, ...]]:
        """What each row has in the columns by which the list is stratified, so that spelling does not tell apart."""
        if not strata:
            return [()] * self.rows
        plain = [[cell.casefold() for cell in self.columns[name]] for name in strata]
        return list(zip(*plain, strict=True))


def named(header: Sequence[str]) -> tuple[str, ...]:
    """The names of columns as Assay writes them: ``Risk Level`` and ``risk_level`` are ``risk-level``."""
    return tuple("-".join(re.split(r"[\s_-]+", each.strip().casefold())) for each in header)


def header_faults(header: Sequence[str], population: Population) -> str | None:
    """What is wrong with the first line, in a sentence; None if nothing is."""
    names = named(header)
    twice = next((each for each in names if names.count(each) > 1), None)
    if twice is not None:
        return f"The column {twice or 'without a name'} is there twice."
    missing = [each for each in needed(population) if each not in names]
    if missing:
        there = ", ".join(each or "(no name)" for each in names)[:300]
        return f"The column {missing[0]} is missing; there are {there}."
    return None


def check(
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    population: Population,
    line_of: Callable[[int], int],
) -> tuple[Table, tuple[Fault, ...]]:
    """The rows of a list as they are kept, and everything that is wrong with them.

    Args:
        header: the first line; :func:`header_faults` has nothing against it.
        rows: the cells of each row, blank rows left out.
        population: what the kind of inspection says of the list.
        line_of: the line of the file on which a row stands, counted from 0; asked only for rows that are wrong.
    """
    names, width = named(header), len(header)
    faults: list[Fault] = []
    whole: Sequence[int] = range(len(rows))
    if set(map(len, rows)) - {width}:
        faults += [
            Fault(line_of(place), "", f"there are {len(row)} cells under {width} columns")
            for place, row in enumerate(rows)
            if len(row) != width
        ]
        whole = [place for place, row in enumerate(rows) if len(row) == width]
        rows = [rows[place] for place in whole]
    must = needed(population)
    wanted = {each.name for each in columns_of(population)}
    cells = dict(zip(names, zip(*rows, strict=True), strict=True)) if rows else dict.fromkeys(names, ())
    kept: dict[str, Sequence[str]] = {}
    for name in names:
        if name in wanted:
            kept[name] = list(map(str.strip, cells[name]))
            for place, why in _faults(column_called(name), kept[name], name in must):
                faults.append(Fault(line_of(whole[place]), name, why))
    return Table(kept, len(rows), tuple(each for each in names if each not in wanted)), tuple(sorted(faults))


def _faults(column: Column, cells: Sequence[str], must: bool) -> list[tuple[int, str]]:
    if column.kind != "reference":
        wrong = {cell: why for cell in set(cells) if (why := wrong_with(column, cell, must=must)) is not None}
        return [(place, wrong[cell]) for place, cell in enumerate(cells) if cell in wrong] if wrong else []
    faults: list[tuple[int, str]] = []
    if cells and _doubtful("\n".join(cells), len(cells)):
        faults += [
            (place, why)
            for place, cell in enumerate(cells)
            if (why := wrong_with(column, cell, must=must)) is not None
        ]
    return faults + _twice(cells)


def _doubtful(lines: str, cells: int) -> bool:
    return lines.count("\n") != cells - 1 or _DOUBTFUL.search(lines) is not None


def _twice(cells: Sequence[str]) -> list[tuple[int, str]]:
    """Where a reference is that stands further up already."""
    if len(set(cells)) == len(cells):
        return []
    first: dict[str, int] = {}
    return [
        (place, f"is in the list twice; the first time it is row {first[cell] + 1}")
        for place, cell in enumerate(cells)
        if first.setdefault(cell, place) != place and cell
    ]
