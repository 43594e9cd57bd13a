"""What is proposed for the judged standards, and where the inspection stands after it."""

from dataclasses import replace
from typing import assert_never

from domain.inspections import events as e
from domain.inspections.folding.tables import put
from domain.inspections.state import Inspection

__all__ = ["fold"]


def fold(state: Inspection, event: e.JudgementEvent) -> Inspection:
    """Fold what is proposed, and what was looked at before the panel."""
    match event:
        case e.RatingProposed():
            return replace(
                state,
                proposals=put(state.proposals, event.standard, event),
                proposed_at=put(state.proposed_at, event.standard, state.version),
                proposers=state.proposers | {event.by} if event.by else state.proposers,
                derived=None,
                decided=None,
                decision=None,
            )
        case e.CorrelationChecked():
            return replace(state, correlation=event)
        case _:
            assert_never(event)
