"""What can happen to an inspection. Each event is stored for ever under its name."""

from domain.inspections.events.case_reads import (
    CaseReadsClosed,
    CaseReadsEvent,
    CaseReadsReopened,
    CaseUsed,
)
from domain.inspections.events.course import (
    CourseEvent,
    DeadlineMoved,
    Inspected,
    InspectionAnnounced,
    InspectionCancelled,
    InspectionClosed,
    InspectionDeferred,
    InspectionResumed,
    NoticeSent,
    Pin,
    StageOverdue,
)
from domain.inspections.events.evidence import (
    EvidenceChased,
    EvidenceEvent,
    EvidenceItem,
    EvidenceOverdue,
    EvidenceReceived,
    EvidenceRequested,
    EvidenceWaived,
)
from domain.inspections.events.fieldwork import (
    FieldworkBegun,
    FieldworkEnded,
    FieldworkEvent,
    RatingProposed,
    SampleDrawn,
)
from domain.inspections.events.panel_review import (
    Departure,
    PanelReviewEvent,
    RatingsDecided,
    RatingsDerived,
    StandardRating,
)
from domain.inspections.events.publication import (
    ChallengeAccepted,
    ChallengeRaised,
    ChallengeRejected,
    DraftSent,
    FactualAccuracyConfirmed,
    FactualAccuracyWindowLapsed,
    PublicationEvent,
    PublicationScheduled,
    Recommendation,
    ReportDrafted,
    ReportPublished,
    ReportSignedOff,
    ReportSubmitted,
)

__all__ = [
    "CaseReadsClosed",
    "CaseReadsEvent",
    "CaseReadsReopened",
    "CaseUsed",
    "ChallengeAccepted",
    "ChallengeRaised",
    "ChallengeRejected",
    "CourseEvent",
    "DeadlineMoved",
    "Departure",
    "DraftSent",
    "EvidenceChased",
    "EvidenceEvent",
    "EvidenceItem",
    "EvidenceOverdue",
    "EvidenceReceived",
    "EvidenceRequested",
    "EvidenceWaived",
    "FactualAccuracyConfirmed",
    "FactualAccuracyWindowLapsed",
    "FieldworkBegun",
    "FieldworkEnded",
    "FieldworkEvent",
    "Inspected",
    "InspectionAnnounced",
    "InspectionCancelled",
    "InspectionClosed",
    "InspectionDeferred",
    "InspectionEvent",
    "InspectionResumed",
    "NoticeSent",
    "PanelReviewEvent",
    "Pin",
    "PublicationEvent",
    "PublicationScheduled",
    "RatingProposed",
    "RatingsDecided",
    "RatingsDerived",
    "Recommendation",
    "ReportDrafted",
    "ReportPublished",
    "ReportSignedOff",
    "ReportSubmitted",
    "SampleDrawn",
    "StageOverdue",
    "StandardRating",
]

InspectionEvent = (
    CourseEvent | EvidenceEvent | FieldworkEvent | CaseReadsEvent | PanelReviewEvent | PublicationEvent
)
"""Everything that can happen to an inspection."""
