"""Heartbeats for every activity, so that the work of a worker that was killed is taken up within seconds."""

import asyncio
from datetime import timedelta
from typing import Any

from temporalio import activity
from temporalio.worker import (
    ActivityInboundInterceptor,
    ActivityOutboundInterceptor,
    ExecuteActivityInput,
    Interceptor,
)

__all__ = ["KeepingAlive"]

BEATS_PER_TIMEOUT = 4
"""One heartbeat may be late and one lost before the server takes the worker for dead."""


class KeepingAlive(Interceptor):
    """Beats for activities while they run; they themselves need not know."""

    def intercept_activity(
        self,
        next: ActivityInboundInterceptor,  # noqa: A002 - the SDK's name
    ) -> ActivityInboundInterceptor:
        """Put the heartbeat around each activity."""
        return _Beating(next)


class _Beating(ActivityInboundInterceptor):
    def init(self, outbound: ActivityOutboundInterceptor) -> None:
        self._outbound = outbound
        super().init(outbound)

    async def execute_activity(self, input: ExecuteActivityInput) -> Any:  # noqa: A002 - the SDK's name
        timeout = activity.info().heartbeat_timeout
        if not timeout:
            return await super().execute_activity(input)
        beating = asyncio.create_task(self._beat(timeout / BEATS_PER_TIMEOUT))
        try:
            return await super().execute_activity(input)
        finally:
            beating.cancel()

    async def _beat(self, every: timedelta) -> None:
        # We are on the worker's loop. `activity.heartbeat` is for the activity's own thread: it waits for this loop.
        while True:
            await asyncio.sleep(every.total_seconds())
            self._outbound.heartbeat()
