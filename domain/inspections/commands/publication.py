"""The report, its check by the provider, and its publication."""

from datetime import date
from typing import ClassVar, Literal

from pydantic import Field

from domain.evidence.terms import ClockTime
from domain.inspections.commands.order import InspectionOrder
from domain.inspections.events import PrintedFile, Recommendation
from domain.inspections.report.parts import Place
from domain.people.deputising import Why
from domain.text import (
    Digest,
    Line,
    Opaque,
    Prose,
    Reference,
)

__all__ = [
    "AcceptChallenge",
    "ConfirmFactualAccuracy",
    "DraftReport",
    "RaiseChallenge",
    "RecordPublication",
    "RejectChallenge",
    "SchedulePublication",
    "SendDraft",
    "SignOffReport",
    "SubmitReport",
]


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
    """Sign the report as it stands, with its foreword.

    Attributes:
        report: the digest of what is signed.
        foreword: the Chief Inspector's foreword, which is signed with it; may be left out.
        in_place_of: for a deputy, the Chief Inspector in whose place it is signed.
        why: for a deputy, why.
    """

    verb: ClassVar[str] = "sign-off-report"
    report: Digest
    foreword: Prose | None = None
    in_place_of: Opaque | None = None
    why: Why | None = None


class SubmitReport(InspectionOrder):
    """Note that the signed report was submitted to the Secretary of State.

    Attributes:
        report: the digest of the report that was submitted.
        submitted_on: the day on which it was.
    """

    verb: ClassVar[str] = "submit-report"
    report: Digest
    submitted_on: date


class SendDraft(InspectionOrder):
    """Send the signed draft to the provider for a check of factual accuracy."""

    verb: ClassVar[str] = "send-draft"


class RaiseChallenge(InspectionOrder):
    """Raise a point of factual accuracy.

    Attributes:
        challenge: the point, by a code of its own.
        about: what it is about, in one line.
        text: what is wrong, and what would be right.
        place: the place in the draft, as `assay report places` lists them; none for the whole of it.
        provider: where several are inspected, whose point it is.
    """

    verb: ClassVar[str] = "raise-challenge"
    challenge: Reference
    about: Line
    text: Prose
    place: Place | None = None
    provider: Reference | None = None


class AcceptChallenge(InspectionOrder):
    """Accept a point and amend the report.

    Attributes:
        challenge: which point.
        touches: what it touches: the wording only, a judgement that the panel must look at again, or case reads that
            must be opened again.
        amendment: what now stands in the report.
    """

    verb: ClassVar[str] = "accept-challenge"
    challenge: Reference
    touches: Literal["wording", "judgement", "case-reads"]
    amendment: Prose


class RejectChallenge(InspectionOrder):
    """Reject a point, with the reason."""

    verb: ClassVar[str] = "reject-challenge"
    challenge: Reference
    reason: Prose


class ConfirmFactualAccuracy(InspectionOrder):
    """Say that the provider has no further points.

    Attributes:
        provider: where several are inspected, which of them has none.
    """

    verb: ClassVar[str] = "confirm-factual-accuracy"
    provider: Reference | None = None


class SchedulePublication(InspectionOrder):
    """Set the day of publication of the signed report.

    Attributes:
        publish_on: the day of publication.
        at: the time of that day in London, such as 09:30; its beginning if nothing is said.
    """

    verb: ClassVar[str] = "schedule-publication"
    publish_on: date
    at: ClockTime | None = None


class RecordPublication(InspectionOrder):
    """Note that the report is out; given by the machinery.

    Attributes:
        report: the digest of the report's content that was published.
        document: the digest of the first file that was printed.
        files: every file that was printed.
    """

    verb: ClassVar[str] = "record-publication"
    report: Digest
    document: Digest
    files: tuple[PrintedFile, ...] = Field(default=(), max_length=10)
