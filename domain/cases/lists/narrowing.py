"""To which cases of a list a kind of inspection is narrowed, and which of its strata are told by a number (003 L131).

What the file of the kind says is applied when the list is closed, and worked out again whenever the draw is checked.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.cases.lists.checking import Table
from domain.cases.lists.columns import WEEKS
from domain.inspections.kinds.parts import Narrowing, Population, Range

__all__ = ["Outside", "outside", "words_of"]

NO_RANGE = ""
"""The word of a case that is in no range of its stratum; such a case is never drawn."""


@dataclass(frozen=True, slots=True)
class Outside:
    """Cases that the file of the kind keeps from being drawn, by one of its rules.

    Attributes:
        rule: the rule, in words.
        code: why, as exclusions are coded.
        reason: the same in a sentence.
        rows: their rows, counted from 1.
    """

    rule: str
    code: str
    reason: str
    rows: frozenset[int]


def outside(population: Population, table: Table) -> Iterator[Outside]:
    """The rows that each narrowing rule of the kind excludes. A row excluded by two rules is listed under both.

    Args:
        population: what the kind of inspection says of the list.
        table: its rows, which have every column that is needed.
    """
    least = population.minimum_weeks
    if least is not None:
        short = _rows(int(each) < least for each in table.cells(WEEKS))
        why = f"The kind of inspection asks for at least {least} weeks under supervision."
        yield Outside(f"{WEEKS} < {least}", "too-short", why, short)
    for narrowing in population.only_where:
        rule = f"only {_in_words(narrowing)}"
        others = _rows(not _meant(narrowing, each) for each in table.cells(narrowing.column))
        yield Outside(
            rule, "not-in-population", f"The kind of inspection is narrowed: {narrowing.citation}", others
        )
    for stratum in dict.fromkeys(each.stratum for each in population.ranges):
        ranges = [each for each in population.ranges if each.stratum == stratum]
        nowhere = _rows(each == NO_RANGE for each in _ranged(ranges, table))
        said = ", ".join(f"{each.id} ({_span(each.column, each.at_least, each.at_most)})" for each in ranges)
        yield Outside(
            f"only {stratum}: {said}",
            "not-in-population",
            f"The kind of inspection looks at these alone: {ranges[0].citation}",
            nowhere,
        )


def words_of(population: Population, table: Table) -> list[tuple[str, ...]]:
    """What each row has in the strata of a population: a word of the list, or the range that its number is in."""
    ranged = {each.stratum for each in population.ranges}
    if not ranged:
        return table.words(population.strata)
    columns: list[Sequence[str]] = [
        _ranged([one for one in population.ranges if one.stratum == each], table)
        if each in ranged
        else [words for (words,) in table.words([each])]
        for each in population.strata
    ]
    return list(zip(*columns, strict=True)) if table.rows else []


def _ranged(ranges: Sequence[Range], table: Table) -> list[str]:
    """The range that each row is in."""
    return [
        next((each.id for each in ranges if _within(int(cell), each.at_least, each.at_most)), NO_RANGE)
        for cell in table.cells(ranges[0].column)
    ]


def _meant(narrowing: Narrowing, cell: str) -> bool:
    if narrowing.values:
        return cell.casefold() in {each.casefold() for each in narrowing.values}
    return _within(int(cell), narrowing.at_least or 0, narrowing.at_most)


def _within(number: int, least: int, most: int | None) -> bool:
    return least <= number and (most is None or number <= most)


def _in_words(narrowing: Narrowing) -> str:
    if narrowing.values:
        return f"{narrowing.column} = {' or '.join(narrowing.values)}"
    return _span(narrowing.column, narrowing.at_least, narrowing.at_most)


def _span(column: str, least: int | None, most: int | None) -> str:
    low = f"{column} >= {least}" if least else ""
    high = f"{column} <= {most}" if most is not None else ""
    return " and ".join(filter(None, (low, high))) or f"any {column}"


def _rows(marks: Iterator[bool] | Sequence[bool]) -> frozenset[int]:
    return frozenset(row for row, marked in enumerate(marks, start=1) if marked)
