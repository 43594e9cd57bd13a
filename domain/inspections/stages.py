"""The stages in the life of an inspection, in order."""

from enum import StrEnum

__all__ = ["IN_PROGRESS", "READS_CLOSED", "Stage"]


class Stage(StrEnum):
    """Where an inspection stands. The order is that of the gates; fieldwork and case reads overlap in time."""

    ANNOUNCEMENT = "announcement"
    EVIDENCE_REQUEST = "evidence-request"
    FIELDWORK = "fieldwork"
    CASE_READS = "case-reads"
    PANEL_REVIEW = "panel-review"
    PUBLICATION = "publication"
    ACTION_PLAN = "action-plan"
    CLOSED = "closed"
    DEFERRED = "deferred"
    CANCELLED = "cancelled"


IN_PROGRESS = (
    Stage.ANNOUNCEMENT,
    Stage.EVIDENCE_REQUEST,
    Stage.FIELDWORK,
    Stage.CASE_READS,
    Stage.PANEL_REVIEW,
    Stage.PUBLICATION,
    Stage.ACTION_PLAN,
)
"""The stages in which an inspection is under way."""

READS_CLOSED = frozenset({Stage.PANEL_REVIEW, Stage.PUBLICATION, Stage.ACTION_PLAN, Stage.CLOSED})
"""The stages behind the gate of the case reads, whether or not any case was left to be read when it was passed."""
