"""What happens in some kinds of inspection only, and where the inspection stands after it."""

from dataclasses import replace
from typing import assert_never

from domain.inspections import events as e
from domain.inspections.folding.gates import passed
from domain.inspections.folding.tables import put
from domain.inspections.stages import Stage
from domain.inspections.state import Inspection

__all__ = ["fold"]


def fold(state: Inspection, event: e.SomeKindsEvent) -> Inspection:
    """Fold what happens in some kinds of inspection only."""
    match event:
        case e.PartnerSigned():
            return replace(state, partners=put(state.partners, event.partner, event.report))
        case e.CriterionScored() | e.StandardLeftUnrated():
            by = event.by if isinstance(event, e.CriterionScored) else None
            return replace(
                state,
                proposers=state.proposers | {by} if by else state.proposers,
                settled=put(state.settled, event.standard, event),
                derived=None,
                decided=None,
                decision=None,
            )
        case e.QuestionsSet():
            return replace(state, questions=event)
        case e.AnswersCounted():
            return replace(state, counted=event.counts)
        case e.RatingsConfirmed():
            return passed(replace(state, decided=event), Stage.PANEL_REVIEW, event)
        case _:
            assert_never(event)
