"""How `assay programme schedule` shows itself while it works: on standard error, so that the plan stands alone."""

import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from types import FrameType

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from activities.programme.ports import Progress, Watch
from domain.text import counted

__all__ = ["said", "stoppable", "watching"]

LINE_EVERY_SECONDS = 5.0
"""Between two lines where there is no terminal: enough to see that it works."""
LATEST = 24
"""Costs in the picture of how the plan became cheaper."""
_STEPS = "▁▂▃▄▅▆▇█"
_PLAIN_STEPS = ".:-=+*#%"


@contextmanager
def stoppable() -> Iterator[Callable[[], bool]]:
    """Let Ctrl-C, or a polite end of the process, stop the work and keep the plan; a second Ctrl-C ends it at once."""
    stopped = threading.Event()
    handled = (signal.SIGINT, signal.SIGTERM)
    if threading.current_thread() is not threading.main_thread():
        yield stopped.is_set
        return
    before = {number: signal.getsignal(number) for number in handled}

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopped.set()
        signal.signal(signal.SIGINT, signal.default_int_handler)

    for number in handled:
        signal.signal(number, stop)
    try:
        yield stopped.is_set
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def watching(is_stopped: Callable[[], bool], *, lines: bool) -> Iterator[Watch]:
    """Show how far a solver has come: a picture on a terminal, a line now and then anywhere else.

    Args:
        is_stopped: whether somebody has asked to stop.
        lines: whether to print these lines; a program that reads JSON wants none.
    """
    console = Console(stderr=True, highlight=False)
    if console.is_terminal:
        picture = _Picture(plain=not (sys.stderr.encoding or "").lower().startswith("utf"))
        with Live(console=console, get_renderable=picture.shown, refresh_per_second=8, transient=True):
            yield lambda progress: picture.take(progress) and not is_stopped()
        return
    last = [-LINE_EVERY_SECONDS]

    def line(progress: Progress) -> bool:
        now = monotonic()
        if lines and (progress.phase != "improving" or now - last[0] >= LINE_EVERY_SECONDS):
            last[0] = now
            sys.stderr.write(f"{said(progress)}\n")
            sys.stderr.flush()
        return not is_stopped()

    yield line


def said(progress: Progress) -> str:
    """How far a solver has come, in a line."""
    share = 100 * progress.done // max(1, progress.work)
    waiting = "everything has a place"
    if progress.unplaced:
        waiting = (
            f"{counted(progress.unplaced, 'inspection')} without a place, {progress.mandatory} mandatory"
        )
    phase = {"first-plan": "first plan", "improving": f"{share:3} % of the work", "done": "done"}[
        progress.phase
    ]
    return f"{phase}: cost {progress.cost:,}, {waiting}; {progress.improved} of {progress.steps} steps made it cheaper"


class _Picture:
    """What is on the terminal."""

    def __init__(self, *, plain: bool) -> None:
        self._signs = _PLAIN_STEPS if plain else _STEPS
        self._last: Progress | None = None
        self._costs: list[int] = []

    def take(self, progress: Progress) -> bool:
        self._last = progress
        self._costs.append(progress.cost)
        return True

    def shown(self) -> RenderableType:
        if self._last is None:
            return Text("Making a first plan ...")
        last = self._last
        table = Table.grid(padding=(0, 2))
        table.add_row("work", ProgressBar(total=max(1, last.work), completed=last.done, width=40))
        table.add_row("cost", f"{last.cost:,}   {self._course()}")
        table.add_row("without a place", f"{last.unplaced}, of which {last.mandatory} mandatory")
        table.add_row("steps", f"{last.steps}, of which {last.improved} made it cheaper")
        return Group(table, Text("Ctrl-C stops with the plan in hand.", style="dim"))

    def _course(self) -> str:
        """The latest costs as a row of steps, high to low."""
        costs = self._costs[-LATEST:]
        low, high = min(costs), max(costs)
        top = len(self._signs) - 1
        return "".join(self._signs[(cost - low) * top // max(1, high - low)] for cost in costs)
