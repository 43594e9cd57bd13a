"""What is derived and decided, and where the inspection stands after it."""

from dataclasses import replace
from typing import Literal, assert_never

from domain.inspections import events as e
from domain.inspections.folding.gates import digest_of, passed
from domain.inspections.folding.tables import awaiting, put, without
from domain.inspections.stages import Stage
from domain.inspections.state import Condition, Inspection

__all__ = ["decision_digest", "fold"]


def decision_digest(event: e.RatingsDecided) -> str:
    """The digest by which a report is bound to the panel's decision."""
    return digest_of(event)


def fold(state: Inspection, event: e.PanelReviewEvent) -> Inspection:
    """Fold what is derived and decided."""
    match event:
        case e.RatingsDerived():
            return replace(state, derived=event, decided=None, decision=None)
        case e.RatingsDecided():
            decided = replace(
                state, decided=event, decision=decision_digest(event), last_sitting=event.sitting
            )
            return passed(decided, Stage.PANEL_REVIEW, event)
        case e.ConditionSet():
            code = f"condition-{event.condition}"
            return replace(
                state,
                conditions=put(state.conditions, event.condition, Condition(event.what, event.by, event.due)),
                deadlines=awaiting(state.deadlines, code, event.due, f"the condition {event.condition}"),
                publish_on=None,
                publish=None,
            )
        case e.ConditionMet():
            return _condition(state, event.condition, "met")
        case e.ConditionLifted():
            return _condition(state, event.condition, "lifted")
        case e.ConditionOverdue():
            return replace(state, deadlines=without(state.deadlines, f"condition-{event.condition}"))
        case _:
            assert_never(event)


def _condition(state: Inspection, code: str, outcome: Literal["met", "lifted"]) -> Inspection:
    done = replace(state.conditions[code], outcome=outcome)
    return replace(
        state,
        conditions=put(state.conditions, code, done),
        deadlines=without(state.deadlines, f"condition-{code}"),
    )
