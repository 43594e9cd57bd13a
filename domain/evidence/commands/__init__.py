"""What may be asked of the evidence room of an inspection."""

from domain.evidence.commands.enquiries import (
    AssessPrompts,
    CarryEnquiry,
    CloseEnquiry,
    OpenEnquiry,
    WorkOnEnquiry,
)
from domain.evidence.commands.order import RoomOrder
from domain.evidence.commands.register import (
    CorrectEvidence,
    RegisterEvidence,
    TakeUpEvidence,
    WithdrawEvidence,
)
from domain.evidence.commands.timetable import CancelSession, HoldSession, MoveSession, PlanSessions
from domain.evidence.commands.voices import (
    GiveFeedback,
    NoteNoExperience,
    RecordSurvey,
    SummariseExperience,
    SurveyQuestion,
)

__all__ = [
    "AssessPrompts",
    "CancelSession",
    "CarryEnquiry",
    "CloseEnquiry",
    "CorrectEvidence",
    "GiveFeedback",
    "HoldSession",
    "MoveSession",
    "NoteNoExperience",
    "OpenEnquiry",
    "PlanSessions",
    "RecordSurvey",
    "RegisterEvidence",
    "RoomOrder",
    "SummariseExperience",
    "SurveyQuestion",
    "TakeUpEvidence",
    "WithdrawEvidence",
    "WorkOnEnquiry",
]
