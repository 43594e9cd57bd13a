"""The composition root: settings to adapters, adapters to use cases, use cases to the worker or the command line.

Only here are things built. Each is built when it is first needed, so `assay --help` opens no database and connects
to nobody. `assay` is :func:`main`.
"""

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import cache, cached_property
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

from assembly.auditing import Auditing
from assembly.case_reading import CaseReading
from assembly.conducting import Conducts
from assembly.confidence import Confidence
from assembly.documents import DocumentKeeping
from assembly.here import Here
from assembly.panel_papers import PanelPapers
from assembly.planning import Planning
from assembly.post import Posts
from assembly.proofs import Proofs
from assembly.relocation import Relocation
from assembly.reporting import Reporting
from assembly.rules import Rules
from assembly.sampling import Sampling
from assembly.temporal import NobodyToTell, ToTemporal

if TYPE_CHECKING:
    from datetime import datetime

    from activities.commanding.desk import Desk
    from activities.commanding.records import Records
    from activities.ports import Clock, Nudger
    from activities.viewing.views import Views
    from adapters.inbound.demonstration.command import Simulation
    from adapters.inbound.services import Services
    from adapters.outbound.doctor.checks import Check
    from adapters.outbound.metrics import Tally
    from adapters.outbound.running.hosting import Conducting
    from adapters.outbound.settings.settings import Settings
    from adapters.outbound.store import Store
    from adapters.outbound.tracing import Tracing

__all__ = ["Assay", "compose", "conducting", "faults", "main", "run_cli", "settings_of"]

ROOT = Path(__file__).parent
STYLES = ROOT / ".venv" / "web" / "node_modules" / "govuk-frontend" / "dist" / "govuk"
"""What the pages are dressed in, as requirements/install.sh fetches it."""


class Assay(
    Rules,
    ToTemporal,
    Confidence,
    DocumentKeeping,
    Proofs,
    Relocation,
    CaseReading,
    Sampling,
    PanelPapers,
    Planning,
    Reporting,
    Posts,
    Conducts,
    Auditing,
    Here,
):
    """One installation, put together as far as it is needed; close it when done."""

    def __init__(
        self,
        settings: "Settings",
        *,
        clock: "Clock | None" = None,
        nudger: "Nudger | None" = None,
        recorder: "Clock | None" = None,
    ) -> None:
        """Put an installation together; each of its parts is built when it is first needed.

        Args:
            settings: from :func:`settings_of`.
            clock: tells the time of events; the machine's own if it is None.
            nudger: tells workflows that there is something new; the Temporal server's if it is None.
            recorder: tells when something was entered, if later than when it happened; as ``clock`` if it is None.
        """
        self.settings = settings
        self._clock = clock
        self._nudger = nudger
        self._recorder = recorder
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
        from adapters.outbound.clocks.system import SystemClock

        return self._clock or SystemClock()

    @cached_property
    def store(self) -> "Store":
        """The record.

        Raises:
            StoreFault: there is none, or it does not fit, or it cannot be opened.
        """
        from adapters.outbound.store import open_store

        store = open_store(self.settings.database_url)
        self._stack.callback(store.close)
        return self.tracing.store(store) if self.tracing else store

    @cached_property
    def records(self) -> "Records":
        """The record's streams as states."""
        from activities.commanding.records import Records

        return Records(self.store)

    @cached_property
    def views(self) -> "Views":
        """What people look at."""
        from activities.viewing.views import Views
        from adapters.outbound.projections import ProjectionTables

        kept = ProjectionTables(self.settings.database_url)
        self._stack.callback(kept.close)
        return Views(store=self.store, kept=kept, library=self.library)

    @cached_property
    def desk(self) -> "Desk":
        """Takes commands."""
        from activities.commanding.desk import Desk
        from adapters.outbound.keys import read_command_key
        from adapters.outbound.metrics import counting

        kind = Desk
        if self.tracing:
            from adapters.outbound.tracing import TracedDesk

            kind = TracedDesk
        return counting(kind, self.tally)(
            store=self.store,
            records=self.records,
            clock=self.clock,
            nudger=self.nudger,
            library=self.library,
            calendar=self.calendar,
            command_key=read_command_key(self.settings.command_key_file),
            vault=lambda: self.vault,
            recorder=self._recorder,
        )

    @cached_property
    def tally(self) -> "Tally":
        """The commands that this process was given."""
        from adapters.outbound.metrics import Tally

        return Tally()

    @cached_property
    def tracing(self) -> "Tracing | None":
        """Traces, where there is somebody to send them to."""
        if self.settings.otlp_endpoint is None:
            return None
        from adapters.outbound.tracing import Tracing

        tracing = Tracing(self.settings.otlp_endpoint, "assay")
        self._stack.callback(tracing.close)
        return tracing

    def examine(self) -> "Iterator[Check]":
        """What is right and wrong with this installation, one check after another."""
        from adapters.outbound.doctor.checks import checks

        yield from checks(self.settings, lambda: self.temporal, lambda: self.library())

    def migrate(self, *, new_vault: bool = False) -> tuple[str | None, str]:
        """Make the store if there is none, else bring its schema up to date; its version before and after.

        With ``new_vault``, a vault takes the place of one that is lost for good.

        Raises:
            StoreFault: it could not be made, or was last used by a newer version.
        """
        from adapters.outbound.running.founding import migrate_or_found, open_record

        before = migrate_or_found(self.settings, new_vault=new_vault)
        open_record(self)
        return before, self.store.schema_version()

    def load_example(self, tell: Callable[[str], None]) -> None:
        """Enter the example programme into a record that has nothing else in it."""
        from adapters.inbound.demonstration.releasing import load_released_example
        from adapters.inbound.demonstration.world import Played, World
        from adapters.outbound.clocks.simulated import SimulatedClock

        def put_up(start: "datetime") -> World:
            clock = SimulatedClock(start)
            past = Assay(self.settings, clock=clock, nudger=NobodyToTell(), recorder=self.clock)
            past.store, past.records = self.store, self.records
            return World.of(past, clock, Played(past.offices), "example", again=True)

        load_released_example(self, put_up, ROOT / "examples", tell)

    @contextmanager
    def simulated(self, folder: Path, start: "datetime") -> "Iterator[Simulation]":
        """Put up another installation, in a folder of its own, whose time is simulated and begins at an instant."""
        from adapters.inbound.demonstration.command import Simulation
        from adapters.inbound.demonstration.world import Conducted, World
        from adapters.outbound.running.simulating import simulating

        settings = settings_of({"ASSAY_HOME": str(folder)})
        with simulating(settings, start, compose, conducting()) as (inner, clock, passing):
            world = World.of(inner, clock, Conducted(passing, inner.store), "demonstration")
            yield Simulation(world, inner.replaying, inner.library, inner.reports)

    def run(self, tell: Callable[[str], None], ready: Callable[[Mapping[str, str]], None]) -> None:
        """Run everything on this machine until interrupted; see :func:`adapters.outbound.running.hosting.run`."""
        from adapters.outbound.running.hosting import run

        run(self, conducting(), tell, ready)

    @contextmanager
    def pages(self) -> "Iterator[str]":
        """Serve the pages for as long as this lasts; their address.

        Raises:
            Refused: the address is taken, or is not for whoever may choose who they are.
            StoreFault: there is no record.
        """
        from adapters.inbound.api import application as api
        from adapters.inbound.visiting.house import House, OpenId, PageSettings
        from adapters.inbound.web.application import build
        from adapters.inbound.web.example import example_people
        from adapters.inbound.web.serving import bound, served
        from adapters.outbound.keys import read_command_key

        settings, issuer = self.settings, self.settings.openid_issuer
        at = bound(settings.pages_address, anybody=issuer is None)
        shown = PageSettings(
            origin=(settings.pages_origin or "http://{}:{}".format(*at.getsockname())).rstrip("/"),
            sign_in="open-id" if issuer else "example",
            open_id=OpenId.at(issuer, settings.openid_client_id, settings.openid_client_secret),
            key=read_command_key(settings.command_key_file),
            idle_minutes=settings.pages_idle_minutes,
            example_beside_staff=settings.pages_example_sign_in,
        )
        house = House(self, shown, str(STYLES), example_people(self))
        with served(api.beside(build(house), api.build(house)), at, settings.pages_trusted_proxies):
            yield shown.origin

    def warm_pages(self) -> None:
        """Read ahead what the pages need; see :func:`adapters.inbound.web.warming.warm`."""
        from adapters.inbound.web.warming import warm

        warm(self, example=self.settings.openid_issuer is None)

    def work_alone(self, ready: Callable[[], None]) -> None:
        """Run a worker until interrupted; see :func:`adapters.outbound.running.hosting.work_alone`."""
        from adapters.outbound.running.hosting import work_alone

        work_alone(self, conducting(), ready)

    def serve_alone(self, ready: Callable[[str], None]) -> None:
        """Serve the pages until interrupted; see :func:`adapters.outbound.running.hosting.serve_alone`."""
        from adapters.outbound.running.hosting import serve_alone

        serve_alone(self, ready)

    def log_to(self, file: Path | None, level: str | None = None) -> None:
        """Log to a file, or to standard error, from now on."""
        from adapters.outbound.logs import configure_logs

        configure_logs(level or self.settings.log_level, file)


def settings_of(environment: Mapping[str, str] | None = None) -> "Settings":
    """The settings of this installation, from the environment and its file.

    Raises:
        Refused: one of them is wrong.
    """
    from adapters.outbound.settings.settings import read_settings

    return read_settings(os.environ if environment is None else environment, beside=ROOT)


def compose(settings: "Settings", *, clock: "Clock | None" = None, nudger: "Nudger | None" = None) -> Assay:
    """Put an installation together; see :class:`Assay`."""
    return Assay(settings, clock=clock, nudger=nudger)


def conducting() -> "Conducting":
    """Every workflow that a worker conducts."""
    from adapters.outbound.running.hosting import Conducting
    from workflows.action_plan import ActionPlanWorkflow
    from workflows.alert import AlertWorkflow
    from workflows.comment import CommentWorkflow
    from workflows.contract import WORKFLOWS
    from workflows.inspection import InspectionWorkflow
    from workflows.panel import PanelWorkflow
    from workflows.programme import ProgrammeWorkflow

    every = (
        InspectionWorkflow,
        ActionPlanWorkflow,
        AlertWorkflow,
        PanelWorkflow,
        CommentWorkflow,
        ProgrammeWorkflow,
    )
    return Conducting(every, tuple(WORKFLOWS))


def faults() -> tuple[type[BaseException], ...]:
    """The errors that mean a fault of the machine, and say so in a sentence."""
    from activities.commanding.desk import TooBusy
    from activities.conducting.reconciling import ConductorUnreachable
    from activities.ports import StoreFault
    from activities.proof.sealing import NotConsistent, SigningKeyMissing
    from adapters.inbound.demonstration.world import OutOfStep, ScriptFault
    from adapters.outbound.temporal.line import LineDown
    from adapters.outbound.temporal.server import ServerFault
    from domain.ledger.envelope import Unreadable

    return (
        StoreFault,
        TooBusy,
        ConductorUnreachable,
        NotConsistent,
        SigningKeyMissing,
        LineDown,
        ServerFault,
        Unreadable,
        OutOfStep,
        ScriptFault,
    )


def run_cli(
    arguments: Sequence[str] | None = None,
    environment: Mapping[str, str] | None = None,
    clock: "Clock | None" = None,
) -> int:
    """Run one ``assay`` command in this process; its exit status.

    Args:
        arguments: what would be typed after ``assay``; the process's own if not given.
        environment: the variables to read the settings from; the process's own if not given.
        clock: instead of the machine's.
    """
    from adapters.inbound.cli.application import run

    with ExitStack() as stack:

        @cache
        def summon() -> "Services":
            settings = settings_of(environment)
            if settings.api is not None:
                from adapters.inbound.cli.through import through

                return stack.enter_context(through(settings.api, settings.token))
            assay = stack.enter_context(compose(settings, clock=clock))
            # A person at a terminal is told what matters by the command itself.
            assay.log_to(None, "debug" if os.environ.get("ASSAY_DEBUG") else "error")
            return assay

        return run(summon, faults, arguments)


def main() -> None:
    """The command ``assay``."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A terminal that lacks a character, or a file whose name is no text, must not end in a traceback.
            stream.reconfigure(errors="backslashreplace")
    sys.exit(run_cli())


if __name__ == "__main__":
    main()
