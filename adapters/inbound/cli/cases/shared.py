"""What the commands about reads take: a case, which of its reads, and who can be given some."""

from pathlib import Path
from typing import Annotated

import typer

__all__ = ["Case", "Inspectors", "Most", "Second"]

Case = Annotated[str, typer.Argument(metavar="CASE", help="The case, as `assay case list` shows it.")]
Second = Annotated[bool, typer.Option("--second", help="The second read of the case.")]


Inspectors = Annotated[
    Path | None,
    typer.Option(
        "--inspectors",
        metavar="FILE",
        help="A CSV file that adds to the staff record, with the columns inspector,(populations),(most),(load),"
        "(conflicts); populations and the providers of conflicts are parted by semicolons.",
    ),
]


Most = Annotated[
    int | None,
    typer.Option(
        "--most",
        metavar="N",
        min=1,
        max=500,
        help="How many cases anybody has at most; the file may say otherwise.",
    ),
]
