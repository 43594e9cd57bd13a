"""Every history that a released version left behind replays with the workflows as they are now."""

import asyncio
from pathlib import Path

import pytest
from temporalio import workflow
from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer

from adapters.outbound.temporal.encrypting import converter
from adapters.outbound.temporal.working import workflow_runner
from domain.inspections.stages import IN_PROGRESS
from tests.replay.save import HISTORIES
from tests.support.altered_workflows import HastyWorkflow, ReorderedWorkflow
from tests.support.payloads import CODEC
from workflows.action_plan import ActionPlanWorkflow
from workflows.alert import AlertWorkflow
from workflows.comment import CommentWorkflow
from workflows.inspection import InspectionWorkflow
from workflows.panel import PanelWorkflow
from workflows.programme import ProgrammeWorkflow

SAVED = sorted(HISTORIES.glob("*/*.json"))


def replay(path: Path, *workflows: type) -> Exception | None:
    """What a replay of a saved history runs into; None if it replays."""
    history = WorkflowHistory.from_json(path.stem, path.read_text(encoding="utf-8"))
    replayer = Replayer(
        workflows=workflows, data_converter=converter(CODEC), workflow_runner=workflow_runner()
    )
    result = asyncio.run(replayer.replay_workflow(history, raise_on_replay_failure=False))
    return result.replay_failure


@pytest.mark.parametrize("path", SAVED, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_saved_history_replays(path: Path) -> None:
    every = (InspectionWorkflow, ActionPlanWorkflow, AlertWorkflow, PanelWorkflow, CommentWorkflow)
    assert replay(path, *every, ProgrammeWorkflow) is None


def test_there_is_a_history_of_every_stage() -> None:
    saved = {path.stem for path in SAVED}
    assert {f"inspection-{number}-{stage}" for number, stage in enumerate(IN_PROGRESS, start=1)} <= saved
    assert {"inspection-8-closed", "inspection-deferred", "inspection-cancelled"} <= saved
    assert "inspection-of-a-short-kind" in saved
    # Before version 2 a workflow ended with its last deed under way.
    late = {path.parent.name for path in SAVED if path.stem == "inspection-late-deed"}
    assert late >= {"1", "2"}
    assert {"panel-1-convened", "panel-2-sitting", "panel-3-over"} <= saved
    assert {"alert-1-raised", "alert-2-escalated", "alert-3-acknowledged"} <= saved
    assert {"comment-1-received", "comment-2-acknowledged-late", "comment-3-answered"} <= saved
    assert {"programme-1-consultation", "programme-2-published-with-1-started", "programme-3-closed"} <= saved


def test_a_change_that_would_break_inspections_in_flight_is_caught() -> None:
    for path in SAVED:
        if path.stem.startswith("inspection-"):
            failure = replay(path, HastyWorkflow)
            assert isinstance(failure, workflow.NondeterminismError), path.stem


def test_stages_may_be_reordered_or_renamed_while_inspections_are_in_flight() -> None:
    """The conductor's promise: what it asks of Temporal hangs on the record, not on the walk over the stages."""
    for path in SAVED:
        if path.stem.startswith("inspection-"):
            assert replay(path, ReorderedWorkflow) is None, path.stem
