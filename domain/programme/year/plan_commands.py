"""What may be asked of a year's programme once there is a plan: to accept, publish, change and start it."""

from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from domain.programme.plan import Plan
from domain.programme.problem import MOST_INSPECTIONS, Problem
from domain.programme.year.commands import ProgrammeOrder
from domain.text import Digest, Opaque, Prose, ReaderStream, Reference

__all__ = [
    "AcceptPlan",
    "CloseProgramme",
    "IssueDraft",
    "ProposePlan",
    "PublishProgramme",
    "RecordConsultationClosed",
    "RecordInspectionStarted",
    "RecordProgrammeNoticeSent",
    "ReplanProgramme",
    "StartInspection",
    "WithdrawPlan",
    "WithdrawProgramme",
]


class ProposePlan(ProgrammeOrder):
    """Put a plan of the year forward; it comes onto the record if it keeps every hard rule.

    Attributes:
        problem: what it is a plan of: the tables of the year.
        plan: the plan.
        document: the digest of the file in which those tables are kept.
    """

    verb: ClassVar[str] = "propose-plan"
    problem: Problem
    plan: Plan
    document: Digest


class AcceptPlan(ProgrammeOrder):
    """Accept a plan that was put forward; another that was accepted before is so no more.

    Attributes:
        plan: the plan, by its digest.
    """

    verb: ClassVar[str] = "accept-plan"
    plan: Digest


class WithdrawPlan(ProgrammeOrder):
    """Withdraw a plan that was put forward, accepted or not.

    Attributes:
        plan: the plan, by its digest.
        reason: why.
    """

    verb: ClassVar[str] = "withdraw-plan"
    plan: Digest
    reason: Prose


class IssueDraft(ProgrammeOrder):
    """Issue the accepted plan as a draft programme, to be responded to.

    Attributes:
        closes_on: the last day for responses.
    """

    verb: ClassVar[str] = "issue-draft"
    closes_on: date


class PublishProgramme(ProgrammeOrder):
    """Publish the accepted plan: from now on its inspections start on their days.

    Attributes:
        plan: the plan, by its digest, as a check that it is the one that is meant.
    """

    verb: ClassVar[str] = "publish-programme"
    plan: Digest


class WithdrawProgramme(ProgrammeOrder):
    """Withdraw the published programme: nothing more starts until it is published again.

    Attributes:
        reason: why.
    """

    verb: ClassVar[str] = "withdraw-programme"
    reason: Prose


class ReplanProgramme(ProgrammeOrder):
    """Put another plan in the place of the published one, and tell whom it touches.

    Attributes:
        was: the digest of the published plan, as a check that nobody else has changed it.
        problem: what the new plan is a plan of.
        plan: the new plan.
        document: the digest of the file in which the tables of the year are kept.
        reason: why.
        leaving: the published inspections that have no place any more, by this decision and for its reason.
    """

    verb: ClassVar[str] = "replan-programme"
    was: Digest
    problem: Problem
    plan: Plan
    document: Digest
    reason: Prose
    leaving: Annotated[tuple[Reference, ...], Field(max_length=MOST_INSPECTIONS)] = ()


class StartInspection(ProgrammeOrder):
    """Start an inspection of the programme now: on its day, or after what kept it from starting was put right.

    Attributes:
        inspection: which inspection.
    """

    verb: ClassVar[str] = "start-inspection"
    inspection: Reference


class CloseProgramme(ProgrammeOrder):
    """Close a programme of which every inspection has started."""

    verb: ClassVar[str] = "close-programme"


class RecordInspectionStarted(ProgrammeOrder):
    """Start an inspection whose day has come; given by the machinery.

    Attributes:
        inspection: which inspection.
        due: its day.
    """

    verb: ClassVar[str] = "record-inspection-started"
    inspection: Reference
    due: date


class RecordConsultationClosed(ProgrammeOrder):
    """Note that the last day for responses has passed; given by the machinery.

    Attributes:
        due: that day.
    """

    verb: ClassVar[str] = "record-consultation-closed"
    due: date


class RecordProgrammeNoticeSent(ProgrammeOrder):
    """Note that a notice has gone out; given by the machinery."""

    verb: ClassVar[str] = "record-programme-notice-sent"
    notice: Opaque
    document: Digest
    to: tuple[ReaderStream, ...] = ()
