"""Checking the rows of a list of cases: every cell, and every fault by line and column.

A list may have a million rows. So it is gone through column by column, some thousands of rows at a time: what stands
in many rows, such as an office, is looked at once, and cell by cell only rows among which there is a fault.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from domain.cases.lists.columns import (
    FORMULA,
    LONGEST,
    PROVIDER,
    Column,
    column_called,
    columns_of,
    needed,
    wrong_with,
)
from domain.inspections.kinds.parts import Population

__all__ = ["Checking", "Fault", "Table", "header_faults", "named"]


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
        columns: by name what stands in each row, a line for each: no cell has a line end in it.
        rows: how many there are.
        left_out: the names of columns that nobody asked for; nothing of them is kept.
    """

    columns: Mapping[str, str]
    rows: int
    left_out: tuple[str, ...] = ()

    def cells(self, column: str) -> list[str]:
        """What stands in each row of a column."""
        return self.columns[column].split("\n") if self.rows else []

    def words(self, strata: Sequence[str]) -> list[tuple[str, ...]]:
        """What each row has in the columns by which the list is stratified, so that spelling does not tell apart."""
        if not strata:
            return [()] * self.rows
        plain = (self.columns[name].casefold().split("\n") for name in strata)
        return list(zip(*plain, strict=True)) if self.rows else []


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


class Checking:
    """Goes through the rows of a list, some thousands at a time."""

    def __init__(self, header: Sequence[str], population: Population, providers: Sequence[str] = ()) -> None:
        """Begin with the first line; :func:`header_faults` has nothing against it.

        Args:
            header: the names of the columns, as they stand in the first line.
            population: what the kind of inspection says of the list.
            providers: the codes that a column of providers may have; any if there are none.
        """
        self._names, must = named(header), needed(population)
        wanted = {each.name for each in columns_of(population)}
        known = {name: column_called(name) for name in self._names}
        if PROVIDER in known:
            known[PROVIDER] = replace(known[PROVIDER], choices=tuple(providers))
        self._columns = [
            _ColumnChecking(known[name], must=name in must) if name in wanted else None
            for name in self._names
        ]
        self._faults: list[tuple[int, str, str]] = []
        self._rows = self._sound = 0

    def take(self, rows: Sequence[Sequence[str]]) -> None:
        """Take the next rows in, blank ones left out."""
        places: Sequence[int] = range(self._rows, self._rows + len(rows))
        self._rows += len(rows)
        width = len(self._names)
        if set(map(len, rows)) - {width}:
            self._faults += [
                (place, "", f"there are {len(row)} cells under {width} columns")
                for place, row in zip(places, rows, strict=True)
                if len(row) != width
            ]
            places = [place for place, row in zip(places, rows, strict=True) if len(row) == width]
            rows = [row for row in rows if len(row) == width]
        if not rows:
            return
        self._sound += len(rows)
        for name, column, cells in zip(self._names, self._columns, zip(*rows, strict=True), strict=True):
            if column is not None:
                self._faults += [(places[place], name, why) for place, why in column.take(cells, places)]

    def done(self, line_of: Callable[[int], int]) -> tuple[Table, tuple[Fault, ...]]:
        """The rows as they are kept, and everything that is wrong with them.

        Args:
            line_of: the line of the file on which a row stands, counted from 0; asked only for rows that are wrong.
        """
        kept = {
            name: column
            for name, column in zip(self._names, self._columns, strict=True)
            if column is not None
        }
        for name, column in kept.items():
            self._faults += [(place, name, why) for place, why in column.twice()]
        faults = sorted(Fault(line_of(place), name, why) for place, name, why in self._faults)
        left_out = tuple(name for name in self._names if name not in kept)
        return Table({name: column.text for name, column in kept.items()}, self._sound, left_out), tuple(
            faults
        )


class _ColumnChecking:
    """One column: what was found good in it once is not looked at again."""

    def __init__(self, column: Column, *, must: bool) -> None:
        self._column, self._must = column, must
        self._unique = column.kind == "reference"
        self._good: set[str] = set()
        self._wrong: dict[str, str] = {}
        self._parts: list[str] = []
        self._cells: list[tuple[Sequence[int], Sequence[str]]] = []

    def take(self, cells: Sequence[str], places: Sequence[int]) -> list[tuple[int, str]]:
        """What is wrong with some cells, each by its place among them."""
        new = set(cells) - self._good
        if new and set(map(str.strip, new)) != new:
            cells = list(map(str.strip, cells))
            new = set(cells) - self._good
        self._parts.append("\n".join(cells))
        if self._unique:
            self._cells.append((places, cells))
        if not self._unique or _doubtful(new):
            wrong = {cell: why for cell in new if (why := wrong_with(self._column, cell, must=self._must))}
            self._wrong |= wrong
        self._good |= new - self._wrong.keys()
        if not self._wrong or self._wrong.keys().isdisjoint(cells):
            return []
        return [(place, self._wrong[cell]) for place, cell in enumerate(cells) if cell in self._wrong]

    @property
    def text(self) -> str:
        """All that stands in it, a line for each row."""
        return "\n".join(self._parts)

    def twice(self) -> Iterator[tuple[int, str]]:
        """Where a reference is that stands further up already."""
        if len(self._good) == sum(len(cells) for _, cells in self._cells):
            return
        first: dict[str, int] = {}
        for places, cells in self._cells:
            for place, cell in zip(places, cells, strict=True):
                if first.setdefault(cell, place) != place and cell:
                    yield place, f"is in the list twice; the first time it is row {first[cell] + 1}"


def _doubtful(cells: Collection[str]) -> bool:
    """Whether one of many references might be wrong."""
    if not cells:
        return False
    together = "".join(cells)
    firsts = {cell[:1] for cell in cells}
    return (
        "" in firsts
        or bool(firsts & set(FORMULA))
        or max(map(len, cells)) > LONGEST
        or not together.isprintable()
    )
