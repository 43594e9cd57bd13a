"""Running an installation until it is told to stop: all of it on this machine, or a worker by itself."""

import asyncio
import os
import signal
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any, Protocol

from activities.commanding.desk import Desk
from activities.commanding.records import Records
from activities.conducting.attending import Attending
from activities.conducting.deliveries import Deliveries, Tracks
from activities.conducting.outbox import OutboxKeeping
from activities.conducting.reconciling import Reconciling
from activities.ports import Notices, Nudger
from activities.privacy.erasing import ErasureLoop
from activities.privacy.vault import Vault
from activities.proof.ports import SealingKeys
from activities.proof.sealing import SealingLoop
from adapters.outbound.running.following import Followed, following
from adapters.outbound.running.founding import found, open_record
from adapters.outbound.running.installation import FirstStart, Running, hold, note_running
from adapters.outbound.settings.settings import Settings
from adapters.outbound.store import StoreMissing, check
from adapters.outbound.temporal.connecting import TemporalAddress
from adapters.outbound.temporal.encrypting import EncryptingCodec
from adapters.outbound.temporal.hosting import ServerKeeper, embedded_server, work_until_told
from adapters.outbound.temporal.line import Line
from adapters.outbound.temporal.overseeing import TemporalOversight
from adapters.outbound.temporal.serving import Loop
from adapters.outbound.tracing import Tracing

__all__ = [
    "Conducting",
    "Installation",
    "conducted",
    "ended_by_signals",
    "run",
    "sealing_loop",
    "serve_alone",
    "work_alone",
]

Tell = Callable[[str], None]
Ready = Callable[[Mapping[str, str]], None]


class Installation(Followed, Protocol):
    """An installation that is put together as far as it is needed."""

    @property
    def temporal(self) -> TemporalAddress | None:
        """Where the Temporal server is."""
        ...

    @property
    def desk(self) -> Desk:
        """Takes commands."""
        ...

    @property
    def records(self) -> Records:
        """The streams as states."""
        ...

    @property
    def notices(self) -> Notices:
        """The way that notices go."""
        ...

    @property
    def line(self) -> Line:
        """A line to the Temporal server."""
        ...

    @property
    def outbox_keeping(self) -> OutboxKeeping:
        """Removes notices that name somebody, when it is time."""
        ...

    @property
    def codec(self) -> EncryptingCodec:
        """Encrypts what Temporal is given to keep."""
        ...

    @property
    def nudger(self) -> Nudger:
        """Tells workflows that there is something new."""
        ...

    @property
    def sealing_keys(self) -> SealingKeys:
        """The keys that checkpoints are signed with."""
        ...

    @property
    def attending(self) -> Attending:
        """What workflows ask for."""
        ...

    @property
    def tracing(self) -> Tracing | None:
        """Traces, where there is somebody to send them to."""
        ...

    @property
    def vault(self) -> Vault:
        """The keys under which personal text is sealed."""
        ...

    def conducted_by(self, address: TemporalAddress) -> None:
        """Use this Temporal server from now on."""
        ...

    def load_example(self, tell: Tell) -> None:
        """Enter the example programme."""
        ...

    def pages(self) -> AbstractContextManager[str]:
        """Serve the pages for as long as this lasts; their address."""
        ...

    def warm_pages(self) -> None:
        """Read ahead what the pages need."""
        ...

    def log_to(self, file: Path | None) -> None:
        """Log to a file, or to standard error, from now on."""
        ...

    def close(self) -> None:
        """Let go of everything that was opened."""
        ...


@dataclass(frozen=True, slots=True)
class Conducting:
    """What is conducted: the workflow classes, and the kinds of stream that have one."""

    workflows: Sequence[type]
    kinds: Sequence[str]


def run(installation: Installation, conducting: Conducting, tell: Tell, ready: Ready) -> None:
    """Run everything on this machine until interrupted: Temporal, unless one is configured, and a worker.

    Args:
        installation: what to run.
        conducting: its workflows.
        tell: is told what goes on, a line at a time.
        ready: is told where everything is, once it runs.

    Raises:
        Refused: another Assay runs in this home folder, or a port is taken.
        StoreFault: the record cannot be used.
        ServerFault: the Temporal server cannot be started.
    """
    settings = installation.settings
    with ended_by_signals(), hold(settings.home), ExitStack() as stack:
        log = settings.log_file or settings.home / "log" / "assay.log"
        installation.log_to(log)
        first = _first_start(installation, tell)
        pages, loops = _conductor(installation, stack, tell)
        assert installation.temporal is not None
        note = Running(os.getpid(), installation.temporal.target, pages)
        stack.enter_context(note_running(settings.home, note))
        stack.callback(installation.close)  # before the server goes, so that the last nudges reach it
        open_record(installation)
        if first.begun and settings.embedded_store:
            installation.load_example(tell)
            first.end()
        address = stack.enter_context(installation.pages())
        _warm(installation)
        places = {"Pages": address, **_places(settings, note, log)}
        _work(installation, conducting, lambda: ready(places), loops, tell)


def work_alone(installation: Installation, conducting: Conducting, ready: Callable[[], None]) -> None:
    """Work until interrupted, beside any number of other workers.

    Raises:
        Refused: ``no-temporal`` when no Temporal server is known.
        ConductorUnreachable: it cannot be reached.
        StoreFault: the record cannot be used.
    """
    with ended_by_signals():
        installation.log_to(installation.settings.log_file)
        _work(installation, conducting, ready, (), None)


def serve_alone(installation: Installation, ready: Callable[[str], None]) -> None:
    """Serve the pages until interrupted, beside any number of workers.

    Raises:
        Refused: the address is taken, or is not for whoever may choose who they are.
        StoreFault: the record cannot be used.
    """
    with ended_by_signals():
        installation.log_to(installation.settings.log_file)
        open_record(installation)
        with installation.pages() as address:
            _warm(installation)
            ready(address)
            with suppress(KeyboardInterrupt):
                threading.Event().wait()


def _warm(installation: Installation) -> None:
    """Beside the first visitors; it need not be waited for, nor ended."""
    threading.Thread(target=installation.warm_pages, name="warming", daemon=True).start()


def _first_start(installation: Installation, tell: Tell) -> FirstStart:
    """Make the store if there is none. A mark says from before to after that this is a first start."""
    settings = installation.settings
    first = FirstStart(settings.home)
    try:
        check(settings.database_url)
    except StoreMissing:
        if settings.embedded_store:
            first.begin()
        tell("Making a new record …")
        found(settings)
    return first


def _conductor(
    installation: Installation, stack: ExitStack, tell: Tell
) -> tuple[str | None, tuple[Loop, ...]]:
    """Start the embedded Temporal server, unless another is configured; its pages, and who looks after it."""
    settings = installation.settings
    if not settings.embedded_temporal:
        return None, ()
    tell("Starting the Temporal server …")
    server = stack.enter_context(
        embedded_server(settings.home / "temporal", settings.temporal_port, settings.temporal_ui_port)
    )
    installation.conducted_by(TemporalAddress(target=server.address, task_queue=settings.temporal_task_queue))
    return server.ui_url, (ServerKeeper(server),)


def _work(
    installation: Installation,
    conducting: Conducting,
    ready: Callable[[], None],
    loops: tuple[Loop, ...],
    tell: Tell | None,
) -> None:
    activities, reconciling = conducted(installation, conducting)
    assert installation.temporal is not None
    asyncio.run(
        work_until_told(
            installation.temporal,
            codec=installation.codec,
            plugins=installation.tracing.plugins() if installation.tracing else (),
            workflows=conducting.workflows,
            activities=activities,
            loops=(
                reconciling,
                sealing_loop(installation, tell),
                erasure_loop(installation),
                installation.outbox_keeping,
                *deliveries(installation),
                *following(installation),
                *loops,
            ),
            ready=ready,
            metrics=installation.settings.metrics_address,
        )
    )


def conducted(
    installation: Installation, conducting: Conducting
) -> tuple[Sequence[Callable[..., Any]], Reconciling]:
    """What a worker's workflows ask for, and the loop beside it, once the server has what it must have before.

    Raises:
        ConductorUnreachable: the Temporal server did not answer.
        StoreFault: there is no key to encrypt under what it is given to keep.
    """
    installation.codec.check()
    line, attending = installation.line, installation.attending
    assert installation.temporal is not None
    oversight = TemporalOversight(line, task_queue=installation.temporal.task_queue)
    oversight.furnish()
    reconciling = Reconciling(
        store=installation.store,
        nudger=installation.nudger,
        clock=installation.clock,
        oversight=oversight,
        kinds=conducting.kinds,
        over=attending.over,
    )
    return (attending.look, attending.record_lapse, attending.carry_out), reconciling


def sealing_loop(installation: Installation, tell: Tell | None = None) -> SealingLoop:
    """Seals the record, at the interval that is set and after publications.

    Args:
        installation: the installation.
        tell: is told what cannot wait until somebody reads the log; nobody is if None, as where the log is on screen.
    """
    every = 60.0 * installation.settings.checkpoint_minutes
    return SealingLoop(installation.sealing, installation.store, every, tell or (lambda _: None))


def erasure_loop(installation: Installation) -> ErasureLoop:
    """Destroys the keys of whom the record says that they were erased, should that have been cut short."""
    return ErasureLoop(installation.store, lambda: installation.vault)


def deliveries(installation: Installation) -> tuple[Loop, ...]:
    """Asks what became of notices, where the way that they go can tell."""
    tracks = installation.notices
    if not isinstance(tracks, Tracks):
        return ()
    return (Deliveries(installation.desk, installation.records, installation.store, tracks),)


def _places(settings: Settings, note: Running, log: Path) -> Mapping[str, str]:
    shown = {line.name: line.value for line in settings.lines}
    places = {
        "Record": shown["database_url"],
        "Temporal server": note.temporal,
        "Temporal's own pages": note.pages or "",
        "Documents": settings.documents_bucket or str(settings.documents_folder),
        "Notices": str(settings.notices_folder),
        "Log": str(log),
    }
    return {name: place for name, place in places.items() if place}


@contextmanager
def ended_by_signals() -> Iterator[None]:
    """Let the end of the terminal, or of the machine, end us as Ctrl-C does: whatever was started is stopped."""

    def end(_signal: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = {each: signal.signal(each, end) for each in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
