"""Keeping the embedded server up for as long as Assay runs, and a worker until it is told to stop."""

import asyncio
import contextlib
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import structlog
from temporalio.client import Plugin
from temporalio.converter import PayloadCodec

from adapters.outbound.temporal.connecting import TemporalAddress, connect
from adapters.outbound.temporal.ports import is_taken
from adapters.outbound.temporal.server import DevServer, DevServerSettings, ServerFault
from adapters.outbound.temporal.serving import Loop, serve
from adapters.outbound.temporal.working import build_worker, process_identity
from domain.refusals import Refused

__all__ = ["ServerKeeper", "embedded_server", "work_until_told"]

PORT, UI_PORT = 7233, 8233
"""Where Temporal is usually found. If these are taken and nobody has asked for them, free ones are used."""

LOOK_AFTER_SECONDS = 1.0
"""How often the embedded server is looked after: it is missed by nobody for that long, as nothing hangs on seconds."""

log = structlog.get_logger(__name__)


@contextlib.contextmanager
def embedded_server(home: Path, port: int | None, ui_port: int | None) -> Iterator[DevServer]:
    """Run the embedded server of an installation.

    Args:
        home: the folder for its database and log.
        port: of its frontend; 0 for a free one, None for the usual one or a free one.
        ui_port: of its web pages, likewise.

    Raises:
        Refused: a port that was asked for is taken, or the program is missing.
        ServerFault: it did not start.
    """
    server = _started(home, port, ui_port)
    try:
        yield server
    finally:
        server.stop()


def _started(home: Path, port: int | None, ui_port: int | None) -> DevServer:
    server = DevServer(DevServerSettings(home=home, port=_wish(port, PORT), ui_port=_wish(ui_port, UI_PORT)))
    try:
        server.start()
    except (ServerFault, Refused):
        if not _lost_a_port(server, port, ui_port):
            raise
        # Another Assay that was started at the same moment took a usual port first; nobody has asked for that one.
        server = DevServer(DevServerSettings(home=home, port=port or None, ui_port=ui_port or None))
        server.start()
    return server


def _lost_a_port(server: DevServer, port: int | None, ui_port: int | None) -> bool:
    """Whether a port that was only wished for belongs to somebody else, now that our server has ended."""
    wished = ((port, server.port), (ui_port, server.ui_port))
    return any(asked is None and got and is_taken(got) for asked, got in wished)


def _wish(port: int | None, usual: int) -> int | None:
    if port is None:
        return None if is_taken(usual) else usual
    return port or None


class ServerKeeper:
    """Starts the embedded server again when it has died; a loop beside the worker."""

    def __init__(self, server: DevServer) -> None:
        """Look after a server that has been started."""
        self._server = server

    def run(self, stop: threading.Event) -> None:
        """Look after it until told to stop."""
        while not stop.wait(LOOK_AFTER_SECONDS):
            if self._server.pid is not None:
                continue
            log.warning("the Temporal server has ended; starting it again")
            self._server.stop()  # lets go of the folder, which start takes again
            try:
                self._server.start()
            except (ServerFault, Refused) as error:
                log.error("the Temporal server cannot be started; trying again", error=str(error))


async def work_until_told(
    address: TemporalAddress,
    *,
    codec: PayloadCodec,
    plugins: Sequence[Plugin],
    workflows: Sequence[type],
    activities: Sequence[Callable[..., Any]],
    loops: tuple[Loop, ...],
    ready: Callable[[], None],
    metrics: str | None = None,
) -> None:
    """Work until a signal says to stop (Ctrl-C, the end of the terminal or of the machine).

    Args:
        address: of the Temporal server.
        codec: encrypts what it is given to keep.
        plugins: telemetry, where it is switched on.
        workflows: the workflow classes.
        activities: bound methods that are activities.
        loops: run beside the worker.
        ready: called when everything has been started.
        metrics: host and port for Prometheus; None for nowhere.
    """
    stop = asyncio.Event()
    with _told_by_signals(stop):
        client = await connect(
            address, identity=process_identity(), codec=codec, plugins=plugins, metrics=metrics
        )
        worker = build_worker(
            client, workflows=workflows, activities=activities, task_queue=address.task_queue
        )
        ready()
        await serve(worker, loops, stop)


@contextlib.contextmanager
def _told_by_signals(stop: asyncio.Event) -> Iterator[None]:
    loop = asyncio.get_running_loop()
    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    for each in signals:
        loop.add_signal_handler(each, stop.set)
    try:
        yield
    finally:
        for each in signals:
            loop.remove_signal_handler(each)
