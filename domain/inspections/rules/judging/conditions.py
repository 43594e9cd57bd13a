"""Conditions of a panel's decision: what must be done before publication, which waits for it."""

from domain.dated_rules.library import Library
from domain.decider import Decided, rule
from domain.given import Given
from domain.inspections.commands import LiftCondition, MeetCondition, SetCondition
from domain.inspections.events import ConditionLifted, ConditionMet, ConditionSet
from domain.inspections.rules.common import bad_due_date
from domain.inspections.stages import Stage
from domain.inspections.state import Inspection
from domain.panels.state import Panel
from domain.refusals import Refusal
from domain.streams import panel_stream

__all__ = ["RULES"]


def _panel(_state: Inspection, command: SetCondition, _library: Library) -> tuple[str, ...]:
    return (panel_stream(command.panel),)


@rule(
    SetCondition,
    stages=[Stage.PUBLICATION],
    events=[ConditionSet],
    refusals=[
        "not-decided",
        "panel-over",
        "condition-exists",
        "date-in-past",
        "not-a-working-day",
        "calendar-exhausted",
    ],
    reads=_panel,
)
def set_condition(state: Inspection, command: SetCondition, given: Given) -> Decided:
    """Sets a condition of the decision, while the panel that decided still sits; publication waits for it."""
    panel: Panel = given.seen[panel_stream(command.panel)]
    item = panel.items.get(command.inspection)
    if item is None or item.decision is None or item.decision != state.decision:
        return Refusal("not-decided", f"No decision of the panel {command.panel} on it stands.")
    if not panel.sitting:
        return Refusal("panel-over", f"The panel {command.panel} is over.")
    if command.condition in state.conditions:
        return Refusal("condition-exists", f"There is a condition {command.condition} already.")
    return bad_due_date(command.due, given) or (
        ConditionSet(
            condition=command.condition,
            panel=command.panel,
            what=command.what,
            by=command.by,
            due=command.due,
        ),
    )


@rule(
    MeetCondition,
    stages=[Stage.PUBLICATION, Stage.PANEL_REVIEW],
    events=[ConditionMet],
    refusals=["unknown-condition", "condition-done"],
)
def meet_condition(state: Inspection, command: MeetCondition, _given: Given) -> Decided:
    """Says that what a condition asks for was done, and how."""
    return _not_open(state, command.condition) or (
        ConditionMet(condition=command.condition, how=command.how),
    )


@rule(
    LiftCondition,
    stages=[Stage.PUBLICATION, Stage.PANEL_REVIEW],
    events=[ConditionLifted],
    refusals=["unknown-condition", "condition-done"],
)
def lift_condition(state: Inspection, command: LiftCondition, _given: Given) -> Decided:
    """Lifts a condition that is not met, with the reason."""
    return _not_open(state, command.condition) or (
        ConditionLifted(condition=command.condition, reason=command.reason),
    )


def _not_open(state: Inspection, code: str) -> Refusal | None:
    condition = state.conditions.get(code)
    if condition is None:
        return Refusal("unknown-condition", f"There is no condition {code}.")
    if condition.outcome != "open":
        return Refusal("condition-done", f"The condition {code} has been {condition.outcome} already.")
    return None


RULES = (set_condition, meet_condition, lift_condition)
