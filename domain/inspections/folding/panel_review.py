"""What is derived and decided, and where the inspection stands after it."""

from dataclasses import replace
from typing import assert_never

from domain.canonical import canonical, sha256_hex
from domain.inspections import events as e
from domain.inspections.folding.tables import without
from domain.inspections.stages import Stage
from domain.inspections.state import Inspection

__all__ = ["decision_digest", "fold"]


def decision_digest(event: e.RatingsDecided) -> str:
    """The digest by which a report is bound to the panel's decision."""
    return sha256_hex(canonical(event.model_dump(mode="json")))


def fold(state: Inspection, event: e.PanelReviewEvent) -> Inspection:
    """Fold what is derived and decided."""
    match event:
        case e.RatingsDerived():
            return replace(state, derived=event, decided=None, decision=None)
        case e.RatingsDecided():
            return replace(
                state,
                stage=Stage.PUBLICATION,
                decided=event,
                decision=decision_digest(event),
                deadlines=without(state.deadlines, Stage.PANEL_REVIEW.value),
            )
        case _:
            assert_never(event)
