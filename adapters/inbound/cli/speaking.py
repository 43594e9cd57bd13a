"""What the command line says: tables for people, one JSON object for programs, one sentence for what went wrong."""

import json
import sys
from collections.abc import Iterable, Sequence
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

UNFOLDED = 4_000
"""Wider than any row: Rich folds what is wider than its console."""

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
    """Print a table for people: folded to the terminal's width; for another program, a line for each row."""
    shown = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        shown.add_column(column, overflow="fold")
    for row in rows:
        shown.add_row(*(escape("" if cell is None else str(cell)) for cell in row))
    to_terminal = Console(highlight=False)
    if to_terminal.is_terminal:
        to_terminal.print(shown)
        return
    wide = Console(highlight=False, width=UNFOLDED)
    with wide.capture() as captured:
        wide.print(shown)
    sys.stdout.write("".join(f"{line.rstrip()}\n" for line in captured.get().splitlines()))


def complain(sentence: str) -> None:
    """Say on standard error what went wrong."""
    sys.stderr.write(f"{' '.join(sentence.split())}\n")
