"""Traces: one for each command, from whoever gives it through the store to the workflow, sent by OTLP.

A span names the command, its id and its stream: all opaque, and nothing of what the command says.
"""

import logging
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter
from temporalio.client import Plugin
from temporalio.contrib.opentelemetry import (
    OpenTelemetryPlugin,
    ReplaySafeTracerProvider,
    create_tracer_provider,
)

from activities.commanding.desk import Accepted, Desk, Order, Outcome
from activities.ports import Append, Appended, CommandIdReused, Repeated, Stale
from domain.ledger.envelope import Recorded

if TYPE_CHECKING:
    from adapters.outbound.store import Store

__all__ = ["TracedDesk", "Tracing"]

FLUSH_WITHIN_MS = 2_000
"""A command is never held up for long by a collector that is slow or down."""


class Tracing:
    """Tracing for this process; switched on once."""

    def __init__(self, endpoint: str, service: str, exporter: SpanExporter | None = None) -> None:
        """Send traces to a collector.

        Args:
            endpoint: its address, without the path.
            service: what this process is called in a trace.
            exporter: instead of one that speaks OTLP to the endpoint.
        """
        self._provider: ReplaySafeTracerProvider = create_tracer_provider(
            resource=Resource.create({"service.name": service})
        )
        exporter = exporter or OTLPSpanExporter(endpoint=f"{endpoint.rstrip('/')}/v1/traces")
        self._provider.add_span_processor(BatchSpanProcessor(exporter))
        trace.set_tracer_provider(self._provider)
        # A workflow that leaves a worker's memory leaves its span in another context, which is said with a traceback
        # and means nothing.
        logging.getLogger("opentelemetry.context").setLevel(logging.CRITICAL)

    def plugins(self) -> Sequence[Plugin]:
        """What a Temporal client needs so that a trace goes on in workflows and activities."""
        return (OpenTelemetryPlugin(add_temporal_spans=True),)

    def store(self, store: "Store") -> "Store":
        """The same store, whose reading and recording show in traces."""
        return cast("Store", _TracedStore(store))

    def flush(self) -> None:
        """Send what has gathered."""
        self._provider.force_flush(FLUSH_WITHIN_MS)

    def close(self) -> None:
        """Send what is left."""
        self.flush()
        self._provider.shutdown()


class TracedDesk(Desk):
    """A desk at which each command begins a span, and with it a trace if there is none yet."""

    def give(self, order: Order) -> Outcome:
        """Give a command; see :meth:`activities.commanding.desk.Desk.give`."""
        named = {"assay.command_id": order.command_id, "assay.stream": _stream(order)}
        with _tracer().start_as_current_span(order.command.verb, attributes=named) as span:
            outcome = super().give(order)
            if isinstance(outcome, Accepted):
                span.set_attributes({"assay.outcome": "accepted", "assay.position": outcome.last})
            else:
                span.set_attributes({"assay.outcome": "refused", "assay.refusal": outcome.refusal.code})
            return outcome


class _TracedStore:
    """A store that shows in a trace what a command spends there; all else goes straight through."""

    def __init__(self, store: "Store") -> None:
        self._store = store

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def append(self, append: Append) -> Appended | Repeated | Stale | CommandIdReused:
        with _tracer().start_as_current_span("record") as span:
            answer = self._store.append(append)
            span.set_attributes(
                {"assay.answer": type(answer).__name__.lower(), "assay.streams": len(append.writes)}
            )
            return answer

    def load(self, wanted: Mapping[str, int]) -> Mapping[str, Sequence[Recorded]]:
        with _tracer().start_as_current_span("read", attributes={"assay.streams": len(wanted)}):
            return self._store.load(wanted)


def _tracer() -> trace.Tracer:
    return trace.get_tracer("assay")


def _stream(order: Order) -> str:
    return str(getattr(order.command, "stream", ""))
