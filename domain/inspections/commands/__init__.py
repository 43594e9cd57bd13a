"""What people, and the machinery, may ask of an inspection."""

from domain.inspections.commands.case_reads import (
    CloseCaseReads,
    ReopenCaseReads,
)
from domain.inspections.commands.course import (
    AnnounceInspection,
    CancelInspection,
    CloseInspection,
    DeferInspection,
    MoveDeadline,
    RecordDeadlinePassed,
    RecordNoticeSent,
    ResumeInspection,
)
from domain.inspections.commands.evidence import (
    ChaseEvidence,
    ReceiveEvidence,
    RequestEvidence,
    WaiveEvidence,
)
from domain.inspections.commands.fieldwork import (
    BeginFieldwork,
    DrawSample,
    EndFieldwork,
    ProposeRating,
)
from domain.inspections.commands.panel_review import (
    DecideRatings,
    DepartureAsked,
    ProposeRatings,
)
from domain.inspections.commands.publication import (
    AcceptChallenge,
    ConfirmFactualAccuracy,
    DraftReport,
    RaiseChallenge,
    RecordPublication,
    RejectChallenge,
    SchedulePublication,
    SendDraft,
    SignOffReport,
    SubmitReport,
)

__all__ = [
    "AcceptChallenge",
    "AnnounceInspection",
    "BeginFieldwork",
    "CancelInspection",
    "ChaseEvidence",
    "CloseCaseReads",
    "CloseInspection",
    "ConfirmFactualAccuracy",
    "DecideRatings",
    "DeferInspection",
    "DepartureAsked",
    "DraftReport",
    "DrawSample",
    "EndFieldwork",
    "MoveDeadline",
    "ProposeRating",
    "ProposeRatings",
    "RaiseChallenge",
    "ReceiveEvidence",
    "RecordDeadlinePassed",
    "RecordNoticeSent",
    "RecordPublication",
    "RejectChallenge",
    "ReopenCaseReads",
    "RequestEvidence",
    "ResumeInspection",
    "SchedulePublication",
    "SendDraft",
    "SignOffReport",
    "SubmitReport",
    "WaiveEvidence",
]


"""Everything that can happen to an inspection."""
