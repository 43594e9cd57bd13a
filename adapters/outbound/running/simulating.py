"""A throwaway installation whose time is simulated, with its Temporal server and its worker."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import datetime
from typing import Protocol, TypeVar

from activities.ports import Clock
from adapters.outbound.clocks.simulated import SimulatedClock
from adapters.outbound.logs import configure_logs
from adapters.outbound.running.founding import found, open_record
from adapters.outbound.running.hosting import (
    Conducting,
    Installation,
    conducted,
    ended_by_signals,
    sealing_loop,
)
from adapters.outbound.settings.settings import Settings
from adapters.outbound.temporal.background import working
from adapters.outbound.temporal.connecting import TemporalAddress
from adapters.outbound.temporal.skipping import TimePassing, throwaway_server

__all__ = ["simulating"]

Put = TypeVar("Put", bound=Installation, covariant=True)


class Make(Protocol[Put]):
    """Puts an installation together."""

    def __call__(self, settings: Settings, *, clock: Clock) -> AbstractContextManager[Put]:
        """Put it together around a clock."""
        ...


@contextmanager
def simulating(
    settings: Settings,
    start: datetime,
    make: Make[Put],
    conducting: Conducting,
) -> Iterator[tuple[Put, SimulatedClock, TimePassing]]:
    """Put up an installation in a home folder that has nothing in it; all that was started ends with it.

    Args:
        settings: of the installation; only its home folder need be its own.
        start: where its clock begins.
        make: puts it together around a clock.
        conducting: its workflows.

    Raises:
        StoreFault: the record cannot be made.
        Refused: the Temporal server's program is missing.
        ServerFault: the Temporal server did not start.
    """
    clock = SimulatedClock(start)
    with ended_by_signals(), ExitStack() as stack:
        server = stack.enter_context(throwaway_server())
        installation = stack.enter_context(make(settings, clock=clock))
        stack.callback(configure_logs, "error")
        installation.log_to(settings.home / "log" / "assay.log")
        installation.conducted_by(
            TemporalAddress(target=server.address, task_queue=settings.temporal_task_queue)
        )
        found(settings, simulated=True)
        open_record(installation)
        activities, reconciling = conducted(installation, conducting)
        assert installation.temporal is not None
        stack.enter_context(
            working(
                installation.temporal,
                codec=installation.codec,
                workflows=conducting.workflows,
                activities=activities,
                loops=(reconciling, sealing_loop(installation)),
            )
        )
        yield installation, clock, TimePassing(installation.line)
