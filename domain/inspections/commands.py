"""What people, and the machinery, may ask of an inspection."""

from datetime import date
from typing import ClassVar, Literal

from pydantic import Field

from domain.inspections.events import EvidenceItem, Recommendation
from domain.messages import Command, Message
from domain.text import (
    Code,
    Digest,
    LevelId,
    Line,
    Opaque,
    PersonStream,
    Prose,
    Reference,
    StandardId,
    Subject,
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
    "InspectionCommand",
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
    "WaiveEvidence",
]


class InspectionOrder(Command):
    """A command to one inspection.

    Attributes:
        inspection: the reference of the inspection.
    """

    inspection: Reference

    @property
    def stream(self) -> str:
        """The stream that is commanded."""
        return f"inspection-{self.inspection}"


class AnnounceInspection(InspectionOrder):
    """Announce an inspection to a provider and pin its rules.

    Attributes:
        provider: which provider.
        protocol: which kind of inspection, by the id of its protocol.
        lead: the lead inspector's user id, such as os-1000.
        fieldwork_from: first day of fieldwork.
        fieldwork_to: last planned day of fieldwork.
    """

    verb: ClassVar[str] = "announce-inspection"
    provider: Reference
    protocol: Reference
    lead: Opaque
    fieldwork_from: date
    fieldwork_to: date


class RequestEvidence(InspectionOrder):
    """Ask the provider for documents and data in advance.

    Attributes:
        items: what is asked for.
        due: the last day for it; if not given, by the protocol's period.
    """

    verb: ClassVar[str] = "request-evidence"
    items: tuple[EvidenceItem, ...] = Field(min_length=1, max_length=500)
    due: date | None = None


class ReceiveEvidence(InspectionOrder):
    """Note that an item has come in."""

    verb: ClassVar[str] = "receive-evidence"
    item: Reference
    document: Digest | None = None


class ChaseEvidence(InspectionOrder):
    """Remind the provider of what is missing and set a new date."""

    verb: ClassVar[str] = "chase-evidence"
    due: date | None = None


class WaiveEvidence(InspectionOrder):
    """Go on without an item."""

    verb: ClassVar[str] = "waive-evidence"
    item: Reference
    reason: Prose


class BeginFieldwork(InspectionOrder):
    """Begin fieldwork."""

    verb: ClassVar[str] = "begin-fieldwork"


class DrawSample(InspectionOrder):
    """Draw the cases to be read from the provider's list.

    Attributes:
        population: which list.
        list_digest: digest of the list.
        list_size: how many cases stand in it; 0 where the provider has no such case, so that nothing is drawn.
        seed: the seed of the draw.
        size: how many to draw; if not given, the protocol's number.
    """

    verb: ClassVar[str] = "draw-sample"
    population: Reference
    list_digest: Digest
    list_size: int = Field(ge=0, le=1_000_000)
    seed: Line
    size: int | None = Field(default=None, ge=1, le=5_000)


class EndFieldwork(InspectionOrder):
    """End fieldwork; case reads go on."""

    verb: ClassVar[str] = "end-fieldwork"


class ProposeRating(InspectionOrder):
    """Propose a rating for a standard that is judged from all evidence."""

    verb: ClassVar[str] = "propose-rating"
    standard: StandardId
    rating: LevelId
    reason: Prose


class CloseCaseReads(InspectionOrder):
    """Close the gate behind the case reads."""

    verb: ClassVar[str] = "close-case-reads"


class ReopenCaseReads(InspectionOrder):
    """Open the gate again; what was derived and decided no longer stands."""

    verb: ClassVar[str] = "reopen-case-reads"
    reason: Prose


class ProposeRatings(InspectionOrder):
    """Derive all ratings under the pinned scheme and propose them to the panel."""

    verb: ClassVar[str] = "propose-ratings"


class DepartureAsked(Message):
    """A departure that the panel wants.

    Attributes:
        subject: ``overall`` or the number of a standard.
        decided: the rating the panel decides on.
        trigger: what prompted it.
        reason: the reasons.
    """

    subject: Subject
    decided: LevelId
    trigger: Line
    reason: Prose


class DecideRatings(InspectionOrder):
    """Record the panel's decision on the proposed ratings.

    Attributes:
        panel: the meeting.
        derivation: the digest of the derivation that the panel had before it.
        departures: where the panel departs from it; none if it agrees.
    """

    verb: ClassVar[str] = "decide-ratings"
    panel: Reference
    derivation: Digest
    departures: tuple[DepartureAsked, ...] = Field(default=(), max_length=50)


class DraftReport(InspectionOrder):
    """Draft the report on the decided ratings.

    Attributes:
        findings: what was found, in summary.
        recommendations: to whom and what.
    """

    verb: ClassVar[str] = "draft-report"
    findings: Prose
    recommendations: tuple[Recommendation, ...] = Field(default=(), max_length=100)


class SignOffReport(InspectionOrder):
    """Sign the report as it stands.

    Attributes:
        report: the digest of what is signed.
    """

    verb: ClassVar[str] = "sign-off-report"
    report: Digest


class SendDraft(InspectionOrder):
    """Send the signed draft to the provider for a check of factual accuracy."""

    verb: ClassVar[str] = "send-draft"


class RaiseChallenge(InspectionOrder):
    """Raise a point of factual accuracy."""

    verb: ClassVar[str] = "raise-challenge"
    challenge: Reference
    about: Line
    text: Prose


class AcceptChallenge(InspectionOrder):
    """Accept a point and amend the report.

    Attributes:
        challenge: which point.
        touches: whether only wording changes or a judgement must be looked at again.
        amendment: what now stands in the report.
    """

    verb: ClassVar[str] = "accept-challenge"
    challenge: Reference
    touches: Literal["wording", "judgement"]
    amendment: Prose


class RejectChallenge(InspectionOrder):
    """Reject a point, with the reason."""

    verb: ClassVar[str] = "reject-challenge"
    challenge: Reference
    reason: Prose


class ConfirmFactualAccuracy(InspectionOrder):
    """Say that the provider has no further points."""

    verb: ClassVar[str] = "confirm-factual-accuracy"


class SchedulePublication(InspectionOrder):
    """Set the day of publication of the signed report."""

    verb: ClassVar[str] = "schedule-publication"
    publish_on: date


class CloseInspection(InspectionOrder):
    """Close an inspection whose action plan has been followed to its end."""

    verb: ClassVar[str] = "close-inspection"


class MoveDeadline(InspectionOrder):
    """Move a running deadline.

    Attributes:
        deadline: which one.
        due: the new date.
        reason: why.
    """

    verb: ClassVar[str] = "move-deadline"
    deadline: Code
    due: date
    reason: Prose


class DeferInspection(InspectionOrder):
    """Put the inspection off."""

    verb: ClassVar[str] = "defer-inspection"
    reason: Prose
    until: date


class ResumeInspection(InspectionOrder):
    """Go on with a deferred inspection."""

    verb: ClassVar[str] = "resume-inspection"


class CancelInspection(InspectionOrder):
    """Give the inspection up for good."""

    verb: ClassVar[str] = "cancel-inspection"
    reason: Prose


class RecordDeadlinePassed(InspectionOrder):
    """Note that a deadline has passed; given by the machinery.

    Attributes:
        deadline: which one.
        due: the date that passed.
    """

    verb: ClassVar[str] = "record-deadline-passed"
    deadline: Code
    due: date


class RecordNoticeSent(InspectionOrder):
    """Note that a notice has gone out; given by the machinery."""

    verb: ClassVar[str] = "record-notice-sent"
    notice: Code
    document: Digest
    to: tuple[PersonStream, ...] = ()


class RecordPublication(InspectionOrder):
    """Note that the report is out; given by the machinery.

    Attributes:
        report: the digest of the report's content that was published.
        document: the digest of the published file.
    """

    verb: ClassVar[str] = "record-publication"
    report: Digest
    document: Digest


InspectionCommand = (
    AnnounceInspection
    | RequestEvidence
    | ReceiveEvidence
    | ChaseEvidence
    | WaiveEvidence
    | BeginFieldwork
    | DrawSample
    | EndFieldwork
    | ProposeRating
    | CloseCaseReads
    | ReopenCaseReads
    | ProposeRatings
    | DecideRatings
    | DraftReport
    | SignOffReport
    | SendDraft
    | RaiseChallenge
    | AcceptChallenge
    | RejectChallenge
    | ConfirmFactualAccuracy
    | SchedulePublication
    | CloseInspection
    | MoveDeadline
    | DeferInspection
    | ResumeInspection
    | CancelInspection
    | RecordDeadlinePassed
    | RecordNoticeSent
    | RecordPublication
)
