"""Putting workflows' time forward, on a Temporal server that can skip it (:class:`DevServerSettings.skipping`)."""

import asyncio
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode
from temporalio.testing import TimeSkipper, TimeSkippingConfig

from adapters.outbound.temporal.line import Line
from adapters.outbound.temporal.server import DevServer, DevServerSettings

__all__ = ["TimePassing", "throwaway_server"]

STEP_WITHIN_SECONDS = 60.0
"""A step in which a timer rings takes up to a second, one without some milliseconds; the rest is for a busy machine."""


@contextmanager
def throwaway_server() -> Iterator[DevServer]:
    """A server that skips time, on free ports, with a database that goes with it.

    Raises:
        Refused: the program is missing.
        ServerFault: it did not start.
    """
    with tempfile.TemporaryDirectory(prefix="assay-temporal-", ignore_cleanup_errors=True) as folder:
        server = DevServer(DevServerSettings(home=Path(folder), ui=False, skipping=True))
        try:
            server.start()
            yield server
        finally:
            server.kill()  # nothing is kept, so nothing needs to be closed, which takes a second


class TimePassing:
    """Lets the same time pass in many workflows at once, over a line.

    A server that skips time gives each workflow a clock of its own, so all that are open are put forward alike. What
    rings on the way is handled, with the activities it leads to, before the step is over.
    """

    def __init__(self, line: Line) -> None:
        """Put time forward over a line."""
        self.line = line
        self._skipper: TimeSkipper | None = None

    def forward(self, streams: Iterable[str], by: timedelta) -> None:
        """Let time pass in the workflows of these streams; one that does not run is passed over.

        Raises:
            LineDown: the server did not answer, or no worker runs what must be run on the way.
        """
        wanted = tuple(streams)

        async def all_forward(client: Client) -> None:
            # Nothing skips by itself: people act between the timers.
            self._skipper = self._skipper or TimeSkipper(
                client, config=TimeSkippingConfig(enabled=False, disable_propagation=True)
            )
            await asyncio.gather(*(_forward(client, self._skipper, each, by) for each in wanted))

        self.line.ask(all_forward, within=STEP_WITHIN_SECONDS)


async def _forward(client: Client, skipper: TimeSkipper, stream: str, by: timedelta) -> None:
    try:
        await skipper.fast_forward(client.get_workflow_handle(stream), by)
    except RPCError as error:
        if error.status is not RPCStatusCode.NOT_FOUND:  # it has not begun, or is over
            raise
