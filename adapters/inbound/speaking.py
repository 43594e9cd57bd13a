"""What is said in a terminal: tables for people, one JSON object for programs, one sentence for what went wrong."""

import json
import sys
from collections.abc import Iterable, Sequence
from typing import Annotated, Any

import typer
from rich.cells import cell_len
from rich.console import Console
from rich.markup import escape
from rich.table import Table

UNFOLDED = 4_000
"""Wider than any row: Rich folds what is wider than its console."""

GAP = 2
"""Spaces that Rich puts between two columns."""

__all__ = ["AsJson", "complain", "console", "say", "say_json", "table"]

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of text.")]


def console() -> Console:
    """Standard output, as wide as the terminal; plain where it is no terminal."""
    return Console(highlight=False, soft_wrap=True)


def say(text: str) -> None:
    """Print a line for people."""
    console().print(escape(text))


def say_json(value: Any) -> None:
    """Print one JSON object and nothing else."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, default=str) + "\n")


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table for people: folded to the terminal's width; for another program, a line for each row.

    Where the terminal is too narrow even for the words, each row becomes a block with a line for each cell.
    """
    cells = [["" if cell is None else str(cell) for cell in row] for row in rows]
    to_terminal = Console(highlight=False)
    if to_terminal.is_terminal:
        widths = _widths([columns, *cells], to_terminal.width)
        to_terminal.print(_blocks(columns, cells) if widths is None else _grid(columns, cells, widths))
        return
    wide = Console(highlight=False, width=UNFOLDED)
    with wide.capture() as captured:
        wide.print(_grid(columns, cells, [None] * len(columns)))
    sys.stdout.write("".join(f"{line.rstrip()}\n" for line in captured.get().splitlines()))


def _widths(rows: Sequence[Sequence[str]], width: int) -> list[int | None] | None:
    """How wide each column is to be, so that no word is broken; ``None`` where there is no room for that."""
    columns = list(zip(*rows, strict=True))
    whole = [max(map(cell_len, cells)) for cells in columns]
    found = [max(cell_len(word) for cell in cells for word in (cell.split() or [""])) for cells in columns]
    spare = width - sum(found) - GAP * (len(columns) - 1)
    if spare < 0:
        return None
    while spare and found != whole:
        # The narrowest column that is folded gains most from a little more.
        narrowest = min(
            (each for each in range(len(columns)) if found[each] < whole[each]), key=found.__getitem__
        )
        found[narrowest] += 1
        spare -= 1
    return list(found)


def _grid(columns: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[int | None]) -> Table:
    shown = Table(box=None, pad_edge=False, header_style="bold")
    for column, width in zip(columns, widths, strict=True):
        shown.add_column(column, overflow="fold", width=width)
    for row in rows:
        shown.add_row(*map(escape, row))
    return shown


def _blocks(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    shown = Table(box=None, pad_edge=False, show_header=False)
    shown.add_column(style="bold", no_wrap=True)
    shown.add_column(overflow="fold")
    for row in rows:
        for column, cell in zip(columns, row, strict=True):
            if cell:
                shown.add_row(column, escape(cell))
        shown.add_row()
    return shown


def complain(sentence: str) -> None:
    """Say on standard error what went wrong."""
    sys.stderr.write(f"{' '.join(sentence.split())}\n")
