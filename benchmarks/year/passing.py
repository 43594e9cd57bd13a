"""How a year passes: one clock for all processes, and a Temporal server whose time is put forward with it."""

import mmap
import struct
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from activities.ports import EventStore, Nudger
from adapters.inbound.demonstration.world import OutOfStep
from adapters.outbound.temporal.line import LineDown
from adapters.outbound.temporal.skipping import TimePassing
from domain.agenda import Agenda

__all__ = ["Passing", "SharedClock"]

SETTLED_WITHIN_SECONDS = 600.0
"""For the machinery to do what is due, with workers that are killed meanwhile, on a machine that is busy."""

WOKEN_AFTER_SECONDS = 15.0
"""After which whoever has not seen to what is due is told to look again. In real life nobody need: a workflow whose
worker was killed has a timer that still rings. Here a step of skipped time may have been cut short."""

ASK_EVERY_SECONDS = 0.02


class SharedClock:
    """The machine's clock, put forward by what stands in a file: one time for every process that reads it."""

    def __init__(self, file: Path) -> None:
        """Read the time by a file; one that is new says that nothing has been put forward."""
        if not file.exists():
            file.write_bytes(struct.pack("<q", 0))
        with file.open("r+b") as opened:
            self._ahead = mmap.mmap(opened.fileno(), 8)

    def now(self) -> datetime:
        """The time."""
        return datetime.now(UTC) + self._by()

    def advance(self, by: timedelta) -> None:
        """Put the clock forward, or back before anybody reads it."""
        self._ahead[:] = struct.pack("<q", (self._by() + by) // timedelta(microseconds=1))

    def _by(self) -> timedelta:
        (microseconds,) = struct.unpack("<q", self._ahead[:])
        return timedelta(microseconds=microseconds)


class Passing:
    """The machinery of the year: real workflows, which are waited for."""

    def __init__(self, passing: TimePassing, store: EventStore, nudger: Nudger) -> None:
        """Let time pass in workflows that write to a store and are woken by a nudger."""
        self._passing, self._store, self._nudger = passing, store, nudger
        self.cut_short = self.woken = 0
        self.forwarding = self.settling = 0.0

    def rest(self, streams: Iterable[str]) -> None:
        """Not waited for: the year has hundreds of workflows, and workers that are killed at work."""

    def forward(self, streams: Iterable[str], by: timedelta) -> None:
        """Put the workflows' time forward."""
        begun = time.monotonic()
        try:
            self._passing.forward(streams, by)
        except LineDown:
            self.cut_short += 1  # no worker was there; whoever is left behind is woken when that shows
        self.forwarding += time.monotonic() - begun

    def settle(self, due: Callable[[], Mapping[str, Agenda]]) -> None:
        """Wait until nothing is due and every workflow has acknowledged what it was told.

        Raises:
            OutOfStep: that took too long.
        """
        begun = time.monotonic()
        woken_at = begun
        while (behind := [each.stream for each in self._store.lagging() if each.loud]) or (left := due()):
            now = time.monotonic()
            if now - begun > SETTLED_WITHIN_SECONDS:
                raise OutOfStep(f"Not seen to in time: {', '.join(behind or left)}.")
            if now - woken_at > WOKEN_AFTER_SECONDS:
                woken_at = now
                for stream in behind or left:
                    self.woken += 1
                    self._nudger.nudge(stream, -1)
            time.sleep(ASK_EVERY_SECONDS)
        self.settling += time.monotonic() - begun
