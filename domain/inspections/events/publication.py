"""The report, its check by the provider, and its publication."""

from datetime import date
from typing import ClassVar, Literal

from domain.evidence.heard import Experience
from domain.evidence.terms import ClockTime
from domain.inspections.report.looked_again import LookedAgain
from domain.inspections.report.parts import Characteristics, Place
from domain.messages import Event, Message
from domain.people.deputising import Deputising
from domain.text import (
    Digest,
    Line,
    PlanStream,
    Prose,
    Reference,
)

__all__ = [
    "ChallengeAccepted",
    "ChallengeRaised",
    "ChallengeRejected",
    "DraftSent",
    "FactualAccuracyConfirmed",
    "FactualAccuracyWindowLapsed",
    "PrintedFile",
    "PublicationEvent",
    "PublicationScheduled",
    "Recommendation",
    "ReportDrafted",
    "ReportPublished",
    "ReportSignedOff",
    "ReportSubmitted",
]


class Recommendation(Message):
    """Something the provider, or a national body, should do.

    Attributes:
        id: short code, unique in the report.
        to: who should do it: ``provider`` for every provider that is inspected, the code of one of several for that
            one alone, or the code of a national body such as ``hmpps``.
        text: what.
    """

    id: Reference
    to: Reference
    text: Prose


class ReportDrafted(Event):
    """A draft report was ready; its digest covers ratings, findings, recommendations and every other part.

    Sections that were written for an earlier draft stand in this one too.

    Attributes:
        edition: counts the drafts.
        findings: what was found, in summary.
        recommendations: to whom and what.
        decision: the digest of what it reports.
        report: the digest of its content.
        experience: what service users and victims said, as the evidence room had it.
        characteristics: the protected characteristics of the cases, where they were reported by then.
        looked_again: what a follow-up found beside the first results; None where it follows nothing.
    """

    name: ClassVar[str] = "inspection.report-drafted.v3"
    edition: int
    findings: Prose
    recommendations: tuple[Recommendation, ...]
    decision: Digest
    report: Digest
    experience: tuple[Experience, ...] = ()
    characteristics: Characteristics | None = None
    looked_again: LookedAgain | None = None


class ReportSignedOff(Event):
    """The Chief Inspector signed the report as it stood, and the foreword with it (003 L22-33).

    Attributes:
        report: the digest of the report's content.
        foreword: the Chief Inspector's foreword, which is part of what is signed; None where there is none.
        deputising: where somebody signed in the Chief Inspector's place, for whom and why; else None.
        signed_on: the day, which is printed under the foreword; None where it was not kept.
    """

    name: ClassVar[str] = "inspection.report-signed-off.v3"
    report: Digest
    foreword: Prose | None = None
    deputising: Deputising | None = None
    signed_on: date | None = None


class ReportSubmitted(Event):
    """The signed report was submitted to the Secretary of State (000 L35; 003 L114-118).

    Attributes:
        report: the digest of the report's content, as signed.
        submitted_on: the day.
    """

    name: ClassVar[str] = "inspection.report-submitted.v1"
    report: Digest
    submitted_on: date


class DraftSent(Event):
    """The draft went to the provider, to be checked for factual accuracy only."""

    name: ClassVar[str] = "inspection.draft-sent.v1"
    report: Digest
    due: date


class ChallengeRaised(Event):
    """The provider raised a point of factual accuracy.

    Attributes:
        challenge: its code.
        about: what it is about, in one line.
        text: what is wrong, and what would be right.
        place: the place in the draft; None where it is about the whole of it.
        provider: whose point it is; None where one provider is inspected, and where that was not kept.
    """

    name: ClassVar[str] = "inspection.challenge-raised.v3"
    challenge: Reference
    about: Line
    text: Prose
    place: Place | None = None
    provider: Reference | None = None


class ChallengeAccepted(Event):
    """A point was accepted. If it touches a judgement, the inspection goes back to the panel.

    Attributes:
        report: the digest of the report as amended; an earlier signature no longer covers it.
        due: by when the panel must look at it again; None where only wording changes.
    """

    name: ClassVar[str] = "inspection.challenge-accepted.v1"
    challenge: Reference
    touches: Literal["wording", "judgement"]
    amendment: Prose
    report: Digest
    due: date | None


class ChallengeRejected(Event):
    """A point was rejected, with the reason."""

    name: ClassVar[str] = "inspection.challenge-rejected.v1"
    challenge: Reference
    reason: Prose


class FactualAccuracyConfirmed(Event):
    """A provider said that it had no further points.

    Attributes:
        provider: which of several; None for all that are inspected.
    """

    name: ClassVar[str] = "inspection.factual-accuracy-confirmed.v2"
    provider: Reference | None = None


class FactualAccuracyWindowLapsed(Event):
    """The date for points of factual accuracy passed."""

    name: ClassVar[str] = "inspection.factual-accuracy-window-lapsed.v1"
    due: date


class PublicationScheduled(Event):
    """The signed report was given its day of publication, and the time of that day.

    Attributes:
        report: the digest of what is cleared for publication.
        publish_on: the day.
        at: the time in London; None for the beginning of the day.
    """

    name: ClassVar[str] = "inspection.publication-scheduled.v2"
    report: Digest
    publish_on: date
    at: ClockTime | None = None


class PrintedFile(Message):
    """One file that was printed of a report.

    Attributes:
        language: in which language.
        form: as a page, or as a PDF.
        document: the digest of the file.
    """

    language: Literal["en", "cy"]
    form: Literal["html", "pdf"]
    document: Digest


class ReportPublished(Event):
    """The report was published; or it went to its distribution list, where it is not for the public.

    Attributes:
        edition: counts the drafts.
        report: the digest of the report's content, as signed.
        document: the digest of the first file that was printed of it.
        published_on: the day.
        plans: the streams of the action plans it asks for, one of each provider to which something was recommended.
        files: every file that was printed of it; none where only the first was kept.
        public: whether it was published.
        distribution: who is told of it besides the provider.
    """

    name: ClassVar[str] = "inspection.report-published.v3"
    edition: int
    report: Digest
    document: Digest
    published_on: date
    plans: tuple[PlanStream, ...]
    files: tuple[PrintedFile, ...] = ()
    public: bool = True
    distribution: tuple[Line, ...] = ()


PublicationEvent = (
    ReportDrafted
    | ReportSignedOff
    | ReportSubmitted
    | DraftSent
    | ChallengeRaised
    | ChallengeAccepted
    | ChallengeRejected
    | FactualAccuracyConfirmed
    | FactualAccuracyWindowLapsed
    | PublicationScheduled
    | ReportPublished
)
