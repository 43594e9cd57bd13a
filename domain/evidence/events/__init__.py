"""What can happen in the evidence room of an inspection. Each event is stored for ever under its name."""

from domain.evidence.events.enquiries import (
    EnquiriesEvent,
    EnquiryCarried,
    EnquiryClosed,
    EnquiryOpened,
    EnquiryWorkedOn,
    PromptAssessed,
    PromptsAssessed,
)
from domain.evidence.events.register import (
    Entry,
    EvidenceCorrected,
    EvidenceRegistered,
    EvidenceWithdrawn,
    RegisterEvent,
)
from domain.evidence.events.timetable import (
    SessionCancelled,
    SessionHeld,
    SessionMoved,
    SessionPlan,
    SessionPlanned,
    TimetableEvent,
)
from domain.evidence.events.voices import (
    ExperienceMissing,
    ExperienceSummarised,
    FeedbackGiven,
    ShownOption,
    ShownQuestion,
    SurveyRecorded,
    VoicesEvent,
)

__all__ = [
    "EnquiriesEvent",
    "EnquiryCarried",
    "EnquiryClosed",
    "EnquiryOpened",
    "EnquiryWorkedOn",
    "Entry",
    "EvidenceCorrected",
    "EvidenceRegistered",
    "EvidenceRoomEvent",
    "EvidenceWithdrawn",
    "ExperienceMissing",
    "ExperienceSummarised",
    "FeedbackGiven",
    "PromptAssessed",
    "PromptsAssessed",
    "RegisterEvent",
    "SessionCancelled",
    "SessionHeld",
    "SessionMoved",
    "SessionPlan",
    "SessionPlanned",
    "ShownOption",
    "ShownQuestion",
    "SurveyRecorded",
    "TimetableEvent",
    "VoicesEvent",
]

EvidenceRoomEvent = RegisterEvent | TimetableEvent | VoicesEvent | EnquiriesEvent
"""Everything that can happen in the evidence room."""
