"""What people, and the machinery, may ask of an inspection."""

from domain.inspections.commands.case_reads import (
    CloseCaseReads,
    ReopenCaseReads,
)
from domain.inspections.commands.changes import (
    ChangeLead,
    FollowProvider,
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
    AskForExtension,
    ChaseEvidence,
    EscalateEvidence,
    GrantExtension,
    LinkEvidence,
    ReceiveEvidence,
    RefuseExtension,
    ReplaceEvidence,
    RequestEvidence,
    RequestFurtherEvidence,
    WaiveEvidence,
    WithdrawWaiver,
)
from domain.inspections.commands.fieldwork import (
    BeginFieldwork,
    EndFieldwork,
)
from domain.inspections.commands.judgements import (
    CheckCorrelation,
    Interrogated,
    ProposeRating,
)
from domain.inspections.commands.kinds import (
    ConfirmRatings,
    LeaveUnrated,
    ScoreCriterion,
    SignForPartner,
)
from domain.inspections.commands.panel_review import (
    DecideRatings,
    DepartureAsked,
    LiftCondition,
    MeetCondition,
    ProposeRatings,
    SetCondition,
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
from domain.inspections.commands.sampling import (
    DrawFromList,
    DrawSample,
    HandInCaseList,
    NotReadable,
    ReplaceCase,
    ReplaceCaseList,
)
from domain.inspections.commands.second_reads import (
    DrawDipSample,
    DrawSecondReads,
    WaiveSecondReads,
)

__all__ = [
    "AcceptChallenge",
    "AnnounceInspection",
    "AskForExtension",
    "BeginFieldwork",
    "CancelInspection",
    "ChangeLead",
    "ChaseEvidence",
    "CheckCorrelation",
    "CloseCaseReads",
    "CloseInspection",
    "ConfirmFactualAccuracy",
    "ConfirmRatings",
    "DecideRatings",
    "DeferInspection",
    "DepartureAsked",
    "DraftReport",
    "DrawDipSample",
    "DrawFromList",
    "DrawSample",
    "DrawSecondReads",
    "EndFieldwork",
    "EscalateEvidence",
    "FollowProvider",
    "GrantExtension",
    "HandInCaseList",
    "Interrogated",
    "LeaveUnrated",
    "LiftCondition",
    "LinkEvidence",
    "MeetCondition",
    "MoveDeadline",
    "NotReadable",
    "ProposeRating",
    "ProposeRatings",
    "RaiseChallenge",
    "ReceiveEvidence",
    "RecordDeadlinePassed",
    "RecordNoticeSent",
    "RecordPublication",
    "RefuseExtension",
    "RejectChallenge",
    "ReopenCaseReads",
    "ReplaceCase",
    "ReplaceCaseList",
    "ReplaceEvidence",
    "RequestEvidence",
    "RequestFurtherEvidence",
    "ResumeInspection",
    "SchedulePublication",
    "ScoreCriterion",
    "SendDraft",
    "SetCondition",
    "SignForPartner",
    "SignOffReport",
    "SubmitReport",
    "WaiveEvidence",
    "WaiveSecondReads",
    "WithdrawWaiver",
]


"""Everything that can happen to an inspection."""
