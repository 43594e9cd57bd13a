"""The part of an installation that has to do with Temporal: where it is, what it is given to keep, who is nudged.

The composition root takes it in. Like everything there, each thing is built when it is first needed.
"""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from contextlib import ExitStack

    from activities.ports import Nudger
    from adapters.outbound.settings.settings import Settings
    from adapters.outbound.temporal.connecting import TemporalAddress
    from adapters.outbound.temporal.encrypting import EncryptingCodec
    from adapters.outbound.temporal.histories import PlainHistory
    from adapters.outbound.temporal.line import Line
    from adapters.outbound.tracing import Tracing

__all__ = ["NobodyToTell", "ToTemporal"]

NUDGED_WITHIN_SECONDS = 1.0
"""A command that was given by hand waits this long at most for its nudges; those that are lost are made up for."""


class NobodyToTell:
    """A nudger for when no Temporal server is known; the reconciling loop of the next worker makes up for it."""

    def nudge(self, stream: str, position: int) -> None:
        """Leave it to the reconciling loop."""


class ToTemporal:
    """The way of an installation to Temporal, which gives its settings and traces."""

    settings: "Settings"
    _nudger: "Nudger | None"
    _stack: "ExitStack"

    if TYPE_CHECKING:

        @property
        def tracing(self) -> Tracing | None:
            """Traces, where there is somebody to send them to."""

    @cached_property
    def temporal(self) -> "TemporalAddress | None":
        """Where the Temporal server is: as configured, or the one that a running Assay has; None if there is none."""
        from adapters.outbound.running.installation import temporal_address

        return temporal_address(self.settings)

    def conducted_by(self, address: "TemporalAddress") -> None:
        """Use this Temporal server from now on; to be said before it is first needed.

        Raises:
            RuntimeError: something was already put together that knows of another server, or of none, and would
                go on telling nobody.
        """
        knowing = [
            each for each in ("line", "nudger", "desk", "offices", "attending") if each in self.__dict__
        ]
        if knowing:
            raise RuntimeError(f"the Temporal server comes too late for: {', '.join(knowing)}")
        self.temporal = address

    @cached_property
    def codec(self) -> "EncryptingCodec":
        """Encrypts what Temporal is given to keep."""
        from adapters.outbound.keys.payload import PayloadKeys
        from adapters.outbound.temporal.encrypting import EncryptingCodec

        return EncryptingCodec(PayloadKeys(self.settings.keys_folder))

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
        codec = self.codec
        line = Line(lambda: connect(address, identity=process_identity(), codec=codec, plugins=plugins))
        self._stack.callback(line.close)
        return line

    @cached_property
    def nudger(self) -> "Nudger":
        """Tells workflows that there is something new; nobody, where no Temporal server is known."""
        if self._nudger is not None:
            return self._nudger
        if self.temporal is None:
            return NobodyToTell()
        from adapters.outbound.temporal.nudging import TemporalNudger

        nudger = TemporalNudger(self.line, task_queue=self.temporal.task_queue)
        self._stack.callback(nudger.flush, NUDGED_WITHIN_SECONDS)
        return nudger

    def workflow_history(self, stream: str) -> "PlainHistory":
        """What Temporal keeps of a stream's workflow, decrypted."""
        from adapters.outbound.temporal.histories import history_of

        return history_of(self.line, stream, self.codec)

    def decode_page(self, page: str | None, port: int, ready: Callable[[str], None]) -> None:
        """Decrypt for Temporal's own pages until interrupted.

        Args:
            page: their address; those of a running Assay if None.
            port: where to listen on this machine; 0 for any free port.
            ready: is told the address that is to be entered there.

        Raises:
            Refused: see :func:`adapters.outbound.temporal.decoding.decode_until_interrupted`.
            StoreFault: there is no payload key.
        """
        from adapters.outbound.running.installation import running
        from adapters.outbound.temporal.decoding import decode_until_interrupted

        here = running(self.settings.home)
        self.codec.check()
        decode_until_interrupted(self.codec, page or (here.pages if here else None), port, ready)
