"""What happens at the gate behind the case reads, and where the inspection stands after it."""

from dataclasses import replace
from typing import assert_never

from domain.inspections import events as e
from domain.inspections.folding.gates import passed
from domain.inspections.folding.tables import awaiting, without
from domain.inspections.folding.undoing import undecided
from domain.inspections.stages import Stage
from domain.inspections.state import Inspection

__all__ = ["fold"]


def fold(state: Inspection, event: e.CaseReadsEvent) -> Inspection:
    """Fold what happens at the gate behind the case reads."""
    match event:
        case e.CaseReadsClosed():
            return passed(replace(state, cases=event.cases), Stage.CASE_READS, event, event.due)
        case e.CaseReadsReopened():
            back = undecided(state)
            from_ = state.stage if state.stage in (Stage.ACTION_PLAN, Stage.CLOSED) else state.reopened_from
            return replace(
                back,
                stage=Stage.CASE_READS,
                reopened_from=from_,
                cases=(),
                derived=None,
                counted=(),
                deadlines=awaiting(
                    without(back.deadlines, Stage.PANEL_REVIEW.value),
                    Stage.CASE_READS,
                    event.due,
                    "the last case reads",
                ),
            )
        case _:
            assert_never(event)
