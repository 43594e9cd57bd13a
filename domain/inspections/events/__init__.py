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
    LeadChanged,
    NoticeSent,
    Pin,
    ProviderFollowed,
    StageOverdue,
)
from domain.inspections.events.evidence import (
    EvidenceChased,
    EvidenceEscalated,
    EvidenceEvent,
    EvidenceItem,
    EvidenceLinked,
    EvidenceOverdue,
    EvidenceReceived,
    EvidenceReplaced,
    EvidenceRequested,
    EvidenceWaived,
    ExtensionAsked,
    ExtensionGranted,
    ExtensionRefused,
    FurtherEvidenceRequested,
    PromptNumber,
    WaiverWithdrawn,
)
from domain.inspections.events.fieldwork import (
    FieldworkBegun,
    FieldworkEnded,
    FieldworkEvent,
)
from domain.inspections.events.judgements import (
    CorrelationChecked,
    EvidenceNamed,
    JudgementEvent,
    RatingProposed,
    StandardLookedAt,
)
from domain.inspections.events.kinds import (
    CriterionScored,
    KindsEvent,
    PartnerSigned,
    RatingsConfirmed,
    StandardLeftUnrated,
)
from domain.inspections.events.panel_review import (
    Barred,
    Bound,
    ConditionLifted,
    ConditionMet,
    ConditionOverdue,
    ConditionSet,
    Departure,
    PanelReviewEvent,
    RatingsDecided,
    RatingsDerived,
    Sitting,
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
from domain.inspections.events.sampling import (
    CaseListReceived,
    CaseReplaced,
    SampleDrawn,
    SampleWithdrawn,
    SamplingEvent,
)
from domain.inspections.events.second_reads import (
    SecondReadsDrawn,
    SecondReadsEvent,
    SecondReadsWaived,
)

__all__ = [
    "Barred",
    "Bound",
    "CaseListReceived",
    "CaseReadsClosed",
    "CaseReadsEvent",
    "CaseReadsReopened",
    "CaseReplaced",
    "CaseUsed",
    "ChallengeAccepted",
    "ChallengeRaised",
    "ChallengeRejected",
    "ConditionLifted",
    "ConditionMet",
    "ConditionOverdue",
    "ConditionSet",
    "CorrelationChecked",
    "CourseEvent",
    "CriterionScored",
    "DeadlineMoved",
    "Departure",
    "DraftSent",
    "EvidenceChased",
    "EvidenceEscalated",
    "EvidenceEvent",
    "EvidenceItem",
    "EvidenceLinked",
    "EvidenceNamed",
    "EvidenceOverdue",
    "EvidenceReceived",
    "EvidenceReplaced",
    "EvidenceRequested",
    "EvidenceWaived",
    "ExtensionAsked",
    "ExtensionGranted",
    "ExtensionRefused",
    "FactualAccuracyConfirmed",
    "FactualAccuracyWindowLapsed",
    "FieldworkBegun",
    "FieldworkEnded",
    "FieldworkEvent",
    "FurtherEvidenceRequested",
    "Inspected",
    "InspectionAnnounced",
    "InspectionCancelled",
    "InspectionClosed",
    "InspectionDeferred",
    "InspectionEvent",
    "InspectionResumed",
    "JudgementEvent",
    "KindsEvent",
    "LeadChanged",
    "NoticeSent",
    "PanelReviewEvent",
    "PartnerSigned",
    "Pin",
    "PromptNumber",
    "ProviderFollowed",
    "PublicationEvent",
    "PublicationScheduled",
    "RatingProposed",
    "RatingsConfirmed",
    "RatingsDecided",
    "RatingsDerived",
    "Recommendation",
    "ReportDrafted",
    "ReportPublished",
    "ReportSignedOff",
    "ReportSubmitted",
    "SampleDrawn",
    "SampleWithdrawn",
    "SamplingEvent",
    "SecondReadsDrawn",
    "SecondReadsEvent",
    "SecondReadsWaived",
    "Sitting",
    "StageOverdue",
    "StandardLeftUnrated",
    "StandardLookedAt",
    "StandardRating",
    "WaiverWithdrawn",
]

InspectionEvent = (
    CourseEvent
    | EvidenceEvent
    | FieldworkEvent
    | JudgementEvent
    | SamplingEvent
    | CaseReadsEvent
    | SecondReadsEvent
    | KindsEvent
    | PanelReviewEvent
    | PublicationEvent
)
"""Everything that can happen to an inspection."""
