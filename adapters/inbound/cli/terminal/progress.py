"""How far a long work has come: a bar on a terminal, nothing where no person looks."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

__all__ = ["telling"]


@contextmanager
def telling(quiet: bool) -> Iterator[Callable[[str, int, int], None]]:
    """Something to be told how far a work has come: with what, how many of them are done, and of how many.

    Args:
        quiet: show nothing, because a program reads.
    """
    console = Console(stderr=True, highlight=False)
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Progress(
        *columns, console=console, transient=True, disable=quiet or not console.is_terminal
    ) as bars:
        known: dict[str, TaskID] = {}

        def tell(what: str, done: int, of: int) -> None:
            if what not in known:
                known[what] = bars.add_task(what, total=of)
            bars.update(known[what], completed=done, total=of)

        yield tell
