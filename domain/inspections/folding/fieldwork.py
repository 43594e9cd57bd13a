"""What happens in fieldwork, and where the inspection stands after it."""

from dataclasses import replace
from typing import assert_never

from domain.inspections import events as e
from domain.inspections.folding.gates import passed
from domain.inspections.folding.tables import awaiting, without
from domain.inspections.stages import Stage
from domain.inspections.state import Inspection

__all__ = ["fold"]


def fold(state: Inspection, event: e.FieldworkEvent) -> Inspection:
    """Fold what happens in fieldwork."""
    match event:
        case e.FieldworkBegun():
            return replace(
                state,
                stage=Stage.FIELDWORK,
                begun_on=event.begun_on,
                deadlines=awaiting(
                    without(without(state.deadlines, Stage.ANNOUNCEMENT.value), "evidence"),
                    Stage.FIELDWORK,
                    event.due,
                    "the end of fieldwork",
                ),
            )
        case e.FieldworkEnded():
            over = replace(state, ended_on=event.ended_on)
            after = passed(over, Stage.FIELDWORK, event, event.due)
            if event.publication_due is None:
                return after
            return replace(
                after,
                deadlines=awaiting(
                    after.deadlines, Stage.PUBLICATION, event.publication_due, "publication of the report"
                ),
            )
        case _:
            assert_never(event)
