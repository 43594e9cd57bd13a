"""Putting workflows' time forward, on a Temporal server that can skip it (:class:`DevServerSettings.skipping`)."""

import asyncio
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from temporalio.api.enums.v1 import PendingActivityState
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode
from temporalio.testing import TimeSkipper, TimeSkippingConfig

from adapters.outbound.temporal.line import Line
from adapters.outbound.temporal.server import DevServer, DevServerSettings

__all__ = ["TimePassing", "throwaway_server"]

STEP_WITHIN_SECONDS = 180.0
"""A step in which a timer rings takes up to a second, one without some milliseconds; the rest is for a busy machine."""

ASK_EVERY_SECONDS = 0.01
"""How soon to ask again whether a workflow has done its work, which takes it some milliseconds."""


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

    def rest(self, streams: Iterable[str]) -> None:
        """Wait until no workflow of these streams is at work; one that does not run rests.

        Whoever puts our own clock forward does so after this. A workflow that looks at the record while our clock is
        ahead of its own sets its timers by that distance, and then wakes needlessly all along the way.

        Raises:
            LineDown: the server did not answer, or one of them was at work all the time.
        """
        wanted = tuple(streams)

        async def all_rest(client: Client) -> None:
            await asyncio.gather(*(_rest(client, each) for each in wanted))

        self.line.ask(all_rest, within=STEP_WITHIN_SECONDS)

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


async def _rest(client: Client, stream: str) -> None:
    while await _is_at_work(client, stream):
        await asyncio.sleep(ASK_EVERY_SECONDS)


async def _is_at_work(client: Client, stream: str) -> bool:
    """Whether a workflow has something to think about, or has asked for something that is being done."""
    try:
        described = (await client.get_workflow_handle(stream).describe()).raw_description
    except RPCError as error:
        if error.status is not RPCStatusCode.NOT_FOUND:
            raise
        return False
    return described.HasField("pending_workflow_task") or any(
        each.attempt <= 1 or each.state == PendingActivityState.PENDING_ACTIVITY_STATE_STARTED
        for each in described.pending_activities  # one that failed waits for the time of its next try
    )


async def _forward(client: Client, skipper: TimeSkipper, stream: str, by: timedelta) -> None:
    try:
        await skipper.fast_forward(client.get_workflow_handle(stream), by)
    except RPCError as error:
        if error.status is not RPCStatusCode.NOT_FOUND:  # it has not begun, or is over
            raise
