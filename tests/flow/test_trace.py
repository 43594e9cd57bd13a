"""One trace follows a command from the desk through the store to the workflow, and what the workflow does about it."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from adapters.outbound.temporal.connecting import TemporalAddress
from adapters.outbound.tracing import TracedDesk, Tracing
from domain.inspections.stages import Stage
from tests.support.house import House
from tests.support.life import Life
from tests.support.rig import Rig, new_store
from tests.support.toy_matter import HandClock
from tests.support.waiting import PATIENCE_SECONDS, eventually


@pytest.fixture(scope="module")
def spans() -> InMemorySpanExporter:
    return InMemorySpanExporter()


@pytest.fixture(scope="module")
def tracing(spans: InMemorySpanExporter) -> Iterator[Tracing]:
    """Tracing is switched on once per process: whatever runs after this is traced too, into memory."""
    tracing = Tracing("http://127.0.0.1:1", "assay-under-test", exporter=spans)
    yield tracing
    tracing.flush()


@pytest.fixture
def rig(address: TemporalAddress, tmp_path: Path, clock: HandClock, tracing: Tracing) -> Iterator[Rig]:
    with Rig(address, new_store(tmp_path), clock, plugins=tracing.plugins()) as made:
        made.store = tracing.store(made.store)
        yield made


@pytest.fixture
def life(rig: Rig, clock: HandClock, tmp_path: Path) -> Life:
    house = House.build(rig.store, clock, rig.nudger, tmp_path, desk=TracedDesk)
    return Life(house, clock, f"nps-{uuid4().hex[:8]}")


def test_one_trace_goes_from_the_command_to_the_workflow_and_to_what_it_does(
    rig: Rig, life: Life, tracing: Tracing, spans: InMemorySpanExporter
) -> None:
    with rig.worker(rig.attending(life.house.offices())):
        life.until(Stage.ANNOUNCEMENT)
        eventually(lambda: rig.acknowledged(life.stream), "the announcement is attended to")
        life.until(Stage.EVIDENCE_REQUEST)  # by then the workflow runs, begun in the trace of another command
        eventually(lambda: rig.acknowledged(life.stream), "the request is attended to")
    assert rig.nudger.flush(PATIENCE_SECONDS)
    tracing.flush()
    for verb in ("announce-inspection", "request-evidence"):
        told = trace_of(spans, verb, life.stream)
        names = [span.name for span in told]
        assert "record" in names, "the store"
        assert any(name.startswith("SignalWithStartWorkflow") for name in names), "the nudge"
        assert "HandleSignal:nudge" in names, "the workflow"
        assert "RunActivity:look" in names, "what it asked"
        assert "RunActivity:carry_out" in names, "what it did"
        assert "record-notice-sent" in names, "the command that came of it"
    announced = {
        span.context.trace_id for span in trace_of(spans, "announce-inspection", life.stream) if span.context
    }
    requested = {
        span.context.trace_id for span in trace_of(spans, "request-evidence", life.stream) if span.context
    }
    assert announced != requested, "each command has a trace of its own"


def test_a_span_says_nothing_of_what_a_command_says(
    rig: Rig, life: Life, tracing: Tracing, spans: InMemorySpanExporter
) -> None:
    life.until(Stage.ANNOUNCEMENT)
    tracing.flush()
    (span,) = (
        each
        for each in trace_of(spans, "announce-inspection", life.stream)
        if each.name == "announce-inspection"
    )
    assert set(span.attributes or {}) == {
        "assay.command_id",
        "assay.stream",
        "assay.outcome",
        "assay.position",
    }


def trace_of(spans: InMemorySpanExporter, verb: str, stream: str) -> list[ReadableSpan]:
    """All spans of the trace that a command began."""
    finished = spans.get_finished_spans()
    (first,) = (
        span
        for span in finished
        if span.name == verb and span.parent is None and (span.attributes or {}).get("assay.stream") == stream
    )
    assert first.context
    return [span for span in finished if span.context and span.context.trace_id == first.context.trace_id]
