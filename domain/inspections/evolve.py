"""How each event changes where an inspection stands. Nothing is decided here and nothing is refused."""

from dataclasses import replace

from domain.inspections import events as e
from domain.inspections.folding import (
    case_reads,
    changes,
    course,
    evidence,
    fieldwork,
    judgements,
    panel_review,
    publication,
    reporting,
    sampling,
    second_reads,
    some_kinds,
)
from domain.inspections.folding.sharing import shared
from domain.inspections.state import Inspection

__all__ = ["evolve"]


def evolve(state: Inspection, event: e.InspectionEvent) -> Inspection:
    """Fold one event into the state."""
    return shared(state, _folded(replace(state, version=state.version + 1), event))


def _folded(after: Inspection, event: e.InspectionEvent) -> Inspection:
    if isinstance(event, e.CourseEvent):
        return course.fold(after, event)
    if isinstance(event, e.ChangeEvent):
        return changes.fold(after, event)
    if isinstance(event, e.EvidenceEvent):
        return evidence.fold(after, event)
    if isinstance(event, e.FieldworkEvent):
        return fieldwork.fold(after, event)
    if isinstance(event, e.JudgementEvent):
        return judgements.fold(after, event)
    if isinstance(event, e.SamplingEvent):
        return sampling.fold(after, event)
    if isinstance(event, e.CaseReadsEvent):
        return case_reads.fold(after, event)
    if isinstance(event, e.SecondReadsEvent):
        return second_reads.fold(after, event)
    if isinstance(event, e.SomeKindsEvent):
        return some_kinds.fold(after, event)
    if isinstance(event, e.PanelReviewEvent):
        return panel_review.fold(after, event)
    if isinstance(event, e.ReportingEvent):
        return reporting.fold(after, event)
    return publication.fold(after, event)
