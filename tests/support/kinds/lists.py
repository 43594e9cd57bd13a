"""Lists of cases on the way through a kind of inspection: made up, handed in, closed, and drawn from."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from activities.cases.lists import sort_of
from domain.canonical import sha256_hex
from domain.cases.lists.checking import Table
from domain.cases.lists.columns import REFERENCE, WEEKS, column_called, needed, tells_of_persons
from domain.cases.lists.commands import CloseCaseList, ExcludeCases
from domain.cases.lists.narrowing import outside, words_of
from domain.cases.sampling.frame import frame_of, rows_in_words
from domain.cases.sampling.plan import words_text
from domain.inspections.commands import DrawFromList, HandInCaseList
from domain.inspections.kinds.parts import Population
from domain.inspections.rules.cases.sampling import drawing_of
from domain.messages import Command

__all__ = ["CaseListAtHand", "cells_of"]

SALT, KEY = "5" * 32, "a2V5IG9mIHRoZSBsaXN0"
ENOUGH_TO_EXCLUDE = 10
"""Of so many cases one is too short, where the kind asks for weeks under supervision."""


FEW_ARE_NOT_MEANT = 5
"""One case in so many may be none of those that a kind means."""


def cells_of(population: Population, size: int) -> Mapping[str, tuple[str, ...]]:
    """What stands in each column that a kind needs, for so many cases."""
    return {name: tuple(_cell(population, name, row) for row in range(size)) for name in needed(population)}


def _cell(population: Population, name: str, row: int) -> str:
    least = population.minimum_weeks or 1
    if name == REFERENCE:
        return f"{population.id}/{row + 1:04}"
    if name == WEEKS:
        return str(least - 1 if row % ENOUGH_TO_EXCLUDE == ENOUGH_TO_EXCLUDE - 1 else least + row % 30)
    words = column_called(name).choices or (f"{name} 1", f"{name} 2", f"{name} 3")
    meant = [value for each in population.only_where if each.column == name for value in each.values]
    if meant and row % FEW_ARE_NOT_MEANT:
        words = tuple(meant)
    return words[row * row % 7 % len(words)]


@dataclass(frozen=True)
class CaseListAtHand:
    """A provider's list of one population.

    Attributes:
        inspection: for which it is.
        population: what the kind of inspection says of it.
        size: how many cases stand in it.
    """

    inspection: str
    population: Population
    size: int

    @property
    def stream(self) -> str:
        """The list's stream."""
        return "list-" + sha256_hex(f"{self.inspection} {self.population.id}".encode())[:32]

    @property
    def _cells(self) -> Mapping[str, tuple[str, ...]]:
        return cells_of(self.population, self.size)

    @property
    def _excluded(self) -> frozenset[int]:
        return frozenset().union(*(each.rows for each in outside(self.population, self._table)))

    @property
    def _table(self) -> Table:
        return Table({name: "\n".join(cells) for name, cells in self._cells.items()}, self.size)

    @property
    def _frame(self) -> tuple[str, str, tuple[tuple[str, ...], ...]]:
        """The frame and the words of its strata as texts, and these words."""
        words = words_of(self.population, self._table)
        key = SALT if tells_of_persons(self.population) else ""
        frame, named = frame_of(words, self._excluded, key=key, salt=SALT)
        return frame.text, words_text(named, SALT), named

    @property
    def digest(self) -> str:
        """Of the list."""
        return sha256_hex(json.dumps(self._cells).encode())

    def before_the_seed(self) -> Iterator[Command]:
        """It is handed in, who is none of those meant is excluded, and it is closed."""
        yield HandInCaseList(
            inspection=self.inspection,
            population=self.population.id,
            list=self.stream,
            list_digest=self.digest,
            rows=self.size,
            columns=tuple(self._cells),
            document="e" * 64,
            key=KEY,
        )
        left: frozenset[int] = frozenset()
        for each in outside(self.population, self._table):
            if rows := each.rows - left:
                yield ExcludeCases.model_validate(
                    {
                        "list": self.stream,
                        "rows": rows_in_words(rows),
                        "code": each.code,
                        "rule": each.rule,
                        "reason": each.reason,
                    }
                )
            left |= each.rows
        frame, words, _ = self._frame
        yield CloseCaseList(list=self.stream, frame=frame, document="f" * 64, frame_key=KEY, words=words)

    def draw(self, seed: str) -> Command:
        """Its sample is drawn by the seed that came of closing it."""
        frame, words, named = self._frame
        _, drawn = drawing_of(self.population, self.digest, frame, words, seed, None)
        references = self._cells[REFERENCE]
        cells = {
            row: [references[row - 1], sort_of(self.population.strata, named[stratum - 1])]
            for row, stratum in zip(drawn.rows, drawn.strata, strict=True)
        }
        return DrawFromList(
            inspection=self.inspection,
            population=self.population.id,
            list=self.stream,
            frame=frame,
            words=words,
            cells=json.dumps(cells),
            seed=seed,
        )
