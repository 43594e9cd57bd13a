"""The composition root: settings to adapters, adapters to use cases, use cases to the worker or the command line.

Only here are things built. Each is built when it is first needed, so `assay --help` opens no database and connects
to nobody. `assay` is :func:`main`.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import cache, cached_property
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from activities.attending import Attending
    from activities.desk import Desk
    from activities.framework_shelf import FrameworkShelf
    from activities.ports import Clock, Documents, Nudger
    from activities.records import Records
    from activities.replaying import Replaying
    from activities.views import Views
    from adapters.outbound.checking import Check
    from adapters.outbound.installation import FirstStart
    from adapters.outbound.settings import SettingLine, Settings
    from adapters.outbound.store import Store
    from adapters.outbound.temporal.connecting import TemporalAddress
    from adapters.outbound.temporal.line import Line
    from adapters.outbound.temporal.serving import Loop
    from adapters.outbound.tracing import Tracing
    from domain.library import Library
    from domain.working_days import WorkingDays

__all__ = ["Assay", "compose", "main", "run_cli", "settings_of"]

ROOT = Path(__file__).parent

NUDGED_WITHIN_SECONDS = 2.0
"""A command that was given by hand waits this long at most for its nudges; those that are lost are made up for."""


class Assay:
    """One installation, put together as far as it is needed; close it when done."""

    def __init__(
        self, settings: "Settings", *, clock: "Clock | None" = None, nudger: "Nudger | None" = None
    ) -> None:
        """Compose an installation.

        Args:
            settings: from :func:`settings_of`.
            clock: instead of the machine's.
            nudger: instead of one that tells the Temporal server.
        """
        self.settings = settings
        self._clock = clock
        self._nudger = nudger
        self._stack = ExitStack()

    def __enter__(self) -> "Assay":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Send what is left to send, and let go of everything that was opened."""
        self._stack.close()

    @cached_property
    def clock(self) -> "Clock":
        """The time."""
        from adapters.outbound.clock import SystemClock

        return self._clock or SystemClock()

    @cached_property
    def calendar(self) -> "WorkingDays":
        """The working days."""
        from adapters.outbound.calendars import england_and_wales

        return england_and_wales(self.settings.office_closures)

    @cached_property
    def library(self) -> "Callable[[], Library]":
        """The dated rules, as they are whenever it is called."""
        from adapters.outbound.catalogue import Catalogue

        return Catalogue(self.settings.home).library

    @cached_property
    def framework_shelf(self) -> "FrameworkShelf":
        """The installation's own framework files."""
        from adapters.outbound.framework_folder import FrameworkFolder

        return FrameworkFolder(self.settings.home / "frameworks")

    @cached_property
    def store(self) -> "Store":
        """The record.

        Raises:
            StoreFault: there is none, or it does not fit, or it cannot be opened.
        """
        from adapters.outbound.store import open_store

        store = open_store(self.settings.database_url)
        self._stack.callback(store.close)
        return store

    @cached_property
    def records(self) -> "Records":
        """The record's streams as states."""
        from activities.records import Records

        return Records(self.store)

    @cached_property
    def views(self) -> "Views":
        """What people look at."""
        from activities.views import Views
        from adapters.outbound.projections import ProjectionTables

        kept = ProjectionTables(self.settings.database_url)
        self._stack.callback(kept.close)
        return Views(store=self.store, records=self.records, kept=kept)

    @cached_property
    def replaying(self) -> "Replaying":
        """The auditor's replay."""
        from activities.replaying import Replaying

        return Replaying(store=self.store, library=self.library)

    @cached_property
    def documents(self) -> "Documents":
        """Files by their digest."""
        from adapters.outbound.documents import FolderDocuments

        return FolderDocuments(self.settings.documents_folder)

    @cached_property
    def desk(self) -> "Desk":
        """Takes commands."""
        from activities.desk import Desk
        from adapters.outbound.keys import read_command_key

        return Desk(
            store=self.store,
            records=self.records,
            clock=self.clock,
            nudger=self.nudger,
            library=self.library,
            calendar=self.calendar,
            command_key=read_command_key(self.settings.command_key_file),
        )

    @cached_property
    def attending(self) -> "Attending":
        """What workflows ask for."""
        from activities.attending import Attending
        from activities.offices import offices
        from adapters.outbound.notices import FolderNotices
        from adapters.outbound.press import HtmlPress

        return Attending(
            self.store,
            self.clock,
            offices(
                desk=self.desk,
                records=self.records,
                library=self.library,
                documents=self.documents,
                press=HtmlPress(),
                notices=FolderNotices(self.settings.notices_folder),
            ),
        )

    @cached_property
    def temporal(self) -> "TemporalAddress | None":
        """Where the Temporal server is: as configured, or the one that a running Assay has; None if there is none."""
        from adapters.outbound.installation import running
        from adapters.outbound.temporal.connecting import TemporalAddress

        settings = self.settings
        if settings.temporal_target is None:
            here = running(settings.home)
            return (
                TemporalAddress(target=here.temporal, task_queue=settings.temporal_task_queue)
                if here
                else None
            )
        return TemporalAddress(
            target=settings.temporal_target,
            namespace=settings.temporal_namespace,
            task_queue=settings.temporal_task_queue,
            tls=settings.temporal_tls,
            ca=settings.temporal_ca_file,
            certificate=settings.temporal_certificate_file,
            key=settings.temporal_key_file,
            api_key=settings.temporal_api_key,
        )

    @cached_property
    def tracing(self) -> "Tracing | None":
        """Traces, where there is somebody to send them to."""
        if self.settings.otlp_endpoint is None:
            return None
        from adapters.outbound.tracing import Tracing

        tracing = Tracing(self.settings.otlp_endpoint, "assay")
        self._stack.callback(tracing.close)
        return tracing

    @cached_property
    def line(self) -> "Line":
        """A line to the Temporal server.

        Raises:
            Refused: ``no-temporal`` when nobody has said where one is and none runs here.
        """
        from adapters.outbound.temporal.connecting import connect
        from adapters.outbound.temporal.line import Line
        from adapters.outbound.temporal.working import process_identity
        from domain.refusals import Refused

        address = self.temporal
        if address is None:
            raise Refused.because(
                "no-temporal",
                "No Temporal server is known: start `assay run`, or set ASSAY_TEMPORAL_TARGET to one.",
            )
        plugins = self.tracing.plugins() if self.tracing else ()
        line = Line(lambda: connect(address, identity=process_identity(), plugins=plugins))
        self._stack.callback(line.close)
        return line

    @cached_property
    def nudger(self) -> "Nudger":
        """Tells workflows that there is something new; nobody, where no Temporal server is known."""
        if self._nudger is not None:
            return self._nudger
        if self.temporal is None:
            return _NobodyToTell()
        from adapters.outbound.temporal.nudging import TemporalNudger

        nudger = TemporalNudger(self.line, task_queue=self.temporal.task_queue)
        self._stack.callback(nudger.flush, NUDGED_WITHIN_SECONDS)
        return nudger

    @property
    def config(self) -> "Sequence[SettingLine]":
        """Every setting, with where it comes from; secrets are masked."""
        return self.settings.lines

    def examine(self) -> "Iterator[Check]":
        """What is right and wrong with this installation, one check after another."""
        from adapters.outbound.checking import checks

        yield from checks(self.settings, lambda: self.temporal, lambda: self.library())

    def migrate(self) -> tuple[str | None, str]:
        """Make the store if there is none, else bring its schema up to date; its version before and after.

        Raises:
            StoreFault: it could not be made, or was last used by a newer version.
        """
        from adapters.outbound.store import StoreMissing, migrate

        before: str | None = None
        try:
            before, _ = migrate(self.settings.database_url)
        except StoreMissing:
            self.found()
        self.open_record()
        return before, self.store.schema_version()

    def found(self) -> None:
        """Make a new store and, before it, the command key. A key that is there already stays.

        Raises:
            StoreFault: one of them could not be made.
        """
        from adapters.outbound.keys import make_command_key
        from adapters.outbound.store import create

        make_command_key(self.settings.command_key_file)
        create(self.settings.database_url, simulated=False)

    def open_record(self) -> None:
        """Record that the record was opened, as its first event; nothing happens if it was."""
        from activities.desk import Declined, Order
        from activities.offices import MACHINERY
        from domain.ledger.opening import OpenRecord

        if self.store.last_position():
            return
        identity = self.store.identity()
        command = OpenRecord(record=identity.id, time="simulated" if identity.simulated else "real")
        outcome = self.desk.give(Order(f"open-record/{identity.id}", command, MACHINERY))
        if isinstance(outcome, Declined) and outcome.refusal.code != "record-opened":
            raise RuntimeError(str(outcome.refusal))

    def run(self, tell: Callable[[str], None], ready: Callable[[Mapping[str, str]], None]) -> None:
        """Run everything on this machine until interrupted: Temporal, unless one is configured, and a worker.

        Args:
            tell: is told what goes on, a line at a time.
            ready: is told where everything is, once it runs.

        Raises:
            Refused: another Assay runs in this home folder, or a port is taken.
            StoreFault: the record cannot be used.
            ServerFault: the Temporal server cannot be started.
        """
        from adapters.outbound.installation import Running, hold, note_running
        from adapters.outbound.temporal.connecting import TemporalAddress
        from adapters.outbound.temporal.hosting import ServerKeeper, embedded_server

        settings = self.settings
        with _ended_by_signals(), hold(settings.home), ExitStack() as stack:
            self.log_to(settings.log_file or settings.home / "log" / "assay.log")
            first = self._first_start(tell)
            loops: tuple[Loop, ...] = ()
            pages = None
            if settings.embedded_temporal:
                tell("Starting the Temporal server …")
                server = stack.enter_context(
                    embedded_server(
                        settings.home / "temporal", settings.temporal_port, settings.temporal_ui_port
                    )
                )
                self.temporal = TemporalAddress(
                    target=server.address, task_queue=settings.temporal_task_queue
                )
                pages, loops = server.ui_url, (ServerKeeper(server),)
            assert self.temporal is not None
            stack.enter_context(
                note_running(settings.home, Running(os.getpid(), self.temporal.target, pages))
            )
            stack.callback(self.close)  # before the server goes, so that the last nudges reach it
            if first.begun:
                first.end()
            self.work(lambda: ready(self._places(pages)), loops)

    def work_alone(self, ready: Callable[[], None]) -> None:
        """Run a worker until interrupted; see :meth:`work`."""
        with _ended_by_signals():
            self.log_to(self.settings.log_file)
            self.work(ready)

    def work(self, ready: Callable[[], None], loops: "tuple[Loop, ...]" = ()) -> None:
        """Work until interrupted, beside any number of other workers.

        Raises:
            Refused: ``no-temporal`` when no Temporal server is known.
            LineDown: it cannot be reached.
            StoreFault: the record cannot be used.
        """
        from activities.reconciling import Reconciling
        from adapters.outbound.temporal.hosting import work_until_told
        from adapters.outbound.temporal.overseeing import TemporalOversight
        from workflows.action_plan import ActionPlanWorkflow
        from workflows.contract import WORKFLOWS
        from workflows.inspection import InspectionWorkflow

        line, attending = self.line, self.attending
        assert self.temporal is not None
        queue = self.temporal.task_queue
        oversight = TemporalOversight(line, task_queue=queue)
        oversight.furnish()
        reconciling = Reconciling(
            store=self.store,
            nudger=self.nudger,
            clock=self.clock,
            oversight=oversight,
            kinds=WORKFLOWS,
            over=attending.over,
        )
        asyncio.run(
            work_until_told(
                self.temporal,
                plugins=self.tracing.plugins() if self.tracing else (),
                workflows=[InspectionWorkflow, ActionPlanWorkflow],
                activities=[attending.look, attending.record_lapse, attending.carry_out],
                loops=(reconciling, *loops),
                ready=ready,
            )
        )

    def log_to(self, file: Path | None, level: str | None = None) -> None:
        """Log to a file, or to standard error, from now on."""
        from adapters.outbound.logs import configure_logs

        configure_logs(level or self.settings.log_level, file)

    def _first_start(self, tell: Callable[[str], None]) -> "FirstStart":
        """Make the store if there is none. A mark says from before to after that this is a first start."""
        from adapters.outbound.installation import FirstStart
        from adapters.outbound.store import StoreMissing, check

        first = FirstStart(self.settings.home)
        try:
            check(self.settings.database_url)
        except StoreMissing:
            if self.settings.embedded_store:
                first.begin()
            tell("Making a new record …")
            self.found()
        self.open_record()
        return first

    def _places(self, pages: str | None) -> Mapping[str, str]:
        settings = self.settings
        shown = {line.name: line.value for line in settings.lines}
        places = {
            "Record": shown["database_url"],
            "Temporal server": self.temporal.target if self.temporal else "",
            "Temporal's own pages": pages or "",
            "Documents": str(settings.documents_folder),
            "Notices": str(settings.notices_folder),
            "Log": str(settings.log_file or settings.home / "log" / "assay.log"),
        }
        return {name: place for name, place in places.items() if place}


class _NobodyToTell:
    """A nudger for when no Temporal server is known; the reconciling loop of the next worker makes up for it."""

    def nudge(self, stream: str, position: int) -> None:
        """Leave it to the reconciling loop."""


def settings_of(environment: Mapping[str, str] | None = None) -> "Settings":
    """The settings of this installation, from the environment and its file.

    Raises:
        Refused: one of them is wrong.
    """
    from adapters.outbound.settings import read_settings

    return read_settings(os.environ if environment is None else environment, beside=ROOT)


def compose(settings: "Settings", *, clock: "Clock | None" = None, nudger: "Nudger | None" = None) -> Assay:
    """Put an installation together; see :class:`Assay`."""
    return Assay(settings, clock=clock, nudger=nudger)


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Let the end of the terminal, or of the machine, end us as Ctrl-C does: whatever was started is stopped."""

    def end(_signal: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = {each: signal.signal(each, end) for each in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def _faults() -> tuple[type[BaseException], ...]:
    """The errors that mean a fault of the machine, and say so in a sentence."""
    from activities.desk import TooBusy
    from activities.ports import StoreFault
    from activities.reconciling import ConductorUnreachable
    from adapters.outbound.temporal.line import LineDown
    from adapters.outbound.temporal.server import ServerFault
    from domain.ledger.envelope import Unreadable

    return StoreFault, TooBusy, ConductorUnreachable, LineDown, ServerFault, Unreadable


def run_cli(arguments: Sequence[str] | None = None, environment: Mapping[str, str] | None = None) -> int:
    """Run one ``assay`` command in this process; its exit status.

    Args:
        arguments: what would be typed after ``assay``; the process's own if not given.
        environment: the variables to read the settings from; the process's own if not given.
    """
    from adapters.inbound.cli.application import run

    with ExitStack() as stack:

        @cache
        def summon() -> Assay:
            assay = stack.enter_context(compose(settings_of(environment)))
            # A person at a terminal is told what matters by the command itself.
            assay.log_to(None, "debug" if os.environ.get("ASSAY_DEBUG") else "error")
            return assay

        return run(summon, _faults, arguments)


def main() -> None:
    """The command ``assay``."""
    sys.exit(run_cli())


if __name__ == "__main__":
    main()
