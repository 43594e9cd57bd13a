"""What is derived and decided, and where the inspection stands after it."""

from dataclasses import replace
from typing import assert_never

from domain.inspections import events as e
from domain.inspections.folding.gates import digest_of, passed
from domain.inspections.stages import Stage
from domain.inspections.state import Inspection

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
            decided = replace(state, decided=event, decision=decision_digest(event))
            return passed(decided, Stage.PANEL_REVIEW, event)
        case _:
            assert_never(event)
