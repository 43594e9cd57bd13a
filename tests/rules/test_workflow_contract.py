"""What the workflows are called, and that they tell the same story as the rules."""

import inspect
import re
from itertools import pairwise

import pytest

from adapters.outbound.temporal.working import process_identity
from domain.action_plans.plan import PlanStage
from domain.cases.alerts.alert import AlertStage
from domain.deciders import REACTIONS
from domain.inspections.stages import IN_PROGRESS, Stage
from domain.panels.react import PanelStage
from workflows.action_plan import ActionPlanWorkflow
from workflows.alert import AlertWorkflow
from workflows.contract import SEARCH_ATTRIBUTES, WORKFLOWS, kind_of
from workflows.inspection import InspectionWorkflow
from workflows.panel import PanelWorkflow


def stages_in_order(workflow: type, named: str) -> list[str]:
    """The stages that a workflow's ``run`` goes through, as they are written there."""
    source = inspect.getsource(workflow.run)  # type: ignore[attr-defined]  # every workflow has one
    return re.findall(rf"await life\.through\({named}\.(\w+)\)", source)


def test_the_workflow_names_every_stage_of_an_inspection_in_order() -> None:
    named = [Stage[name] for name in stages_in_order(InspectionWorkflow, "Stage")]
    assert tuple(named[: len(IN_PROGRESS)]) == IN_PROGRESS
    assert sorted(named) == sorted(Stage)


def test_the_workflow_names_every_stage_of_an_action_plan_in_order() -> None:
    assert [PlanStage[name] for name in stages_in_order(ActionPlanWorkflow, "PlanStage")] == list(PlanStage)


def test_the_workflow_names_every_stage_of_a_panel_in_order() -> None:
    assert [PanelStage[name] for name in stages_in_order(PanelWorkflow, "PanelStage")] == list(PanelStage)


def test_the_workflow_names_every_stage_of_an_alert_in_order() -> None:
    assert [AlertStage[name] for name in stages_in_order(AlertWorkflow, "AlertStage")] == list(AlertStage)


def test_every_stage_of_an_inspection_says_which_paragraph_it_implements_or_why_it_is_there() -> None:
    lines = [line.strip() for line in inspect.getsource(InspectionWorkflow.run).splitlines()]
    told = [before for before, line in pairwise(lines) if line.startswith("await life.through(")]
    assert len(told) == len(Stage)
    assert [each for each in told if not each.startswith("# ")] == []
    assert [
        each for each in told[: len(IN_PROGRESS)] if not re.search(r"\((001|002|004) (L\d+|§\d)", each)
    ] == []


def test_every_kind_of_stream_that_has_an_agenda_has_a_workflow() -> None:
    assert set(WORKFLOWS) == set(REACTIONS)


@pytest.mark.parametrize(
    ("stream", "kind"),
    [
        ("inspection-nps-2018-01", "inspection"),
        ("action-plan-nps-2018-01", "action-plan"),
        ("case-0123", None),
        ("panel-2018-09", "panel"),
        ("inspections", None),
    ],
)
def test_a_streams_id_says_which_workflow_it_has(stream: str, kind: str | None) -> None:
    assert kind_of(stream) == kind


def test_what_temporal_shows_carries_our_name_and_no_person() -> None:
    assert {key.name for key in SEARCH_ATTRIBUTES} == {"AssayStage", "AssayNextDeadline"}
    assert process_identity().startswith("assay-worker-")
