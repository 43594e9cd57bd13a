"""Traces: one for each command, from whoever gives it through the store to the workflow, sent by OTLP."""

from collections.abc import Sequence

from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from temporalio.client import Plugin
from temporalio.contrib.opentelemetry import (
    OpenTelemetryPlugin,
    ReplaySafeTracerProvider,
    create_tracer_provider,
)

__all__ = ["Tracing"]

FLUSH_WITHIN_MS = 2_000
"""A command is never held up for long by a collector that is slow or down."""


class Tracing:
    """Tracing for this process; switched on once."""

    def __init__(self, endpoint: str, service: str) -> None:
        """Send traces to a collector.

        Args:
            endpoint: its address, without the path.
            service: what this process is called in a trace.
        """
        self._provider: ReplaySafeTracerProvider = create_tracer_provider(
            resource=Resource.create({"service.name": service})
        )
        exporter = OTLPSpanExporter(endpoint=f"{endpoint.rstrip('/')}/v1/traces")
        self._provider.add_span_processor(BatchSpanProcessor(exporter))
        trace.set_tracer_provider(self._provider)

    def plugins(self) -> Sequence[Plugin]:
        """What a Temporal client needs so that a trace goes on in workflows and activities."""
        return (OpenTelemetryPlugin(),)

    def close(self) -> None:
        """Send what is left."""
        self._provider.force_flush(FLUSH_WITHIN_MS)
        self._provider.shutdown()
