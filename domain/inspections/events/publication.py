"""The report, its check by the provider, and its publication."""

from datetime import date
from typing import ClassVar, Literal

from domain.messages import Event, Message
from domain.people.deputising import Deputising
from domain.text import (
    Digest,
    Line,
    Opaque,
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
        to: who should do it: ``provider``, or the code of a national body such as ``hmpps``.
        text: what.
    """

    id: Reference
    to: Reference
    text: Prose


class ReportDrafted(Event):
    """A draft report was ready; its digest covers ratings, findings and recommendations."""

    name: ClassVar[str] = "inspection.report-drafted.v1"
    edition: int
    findings: Prose
    recommendations: tuple[Recommendation, ...]
    decision: Digest
    report: Digest


class ReportSignedOff(Event):
    """The Chief Inspector signed the report as it stood, and the foreword with it (003 L22-33).

    Attributes:
        report: the digest of the report's content.
        foreword: the Chief Inspector's foreword, which is part of what is signed; None where there is none.
        deputising: where somebody signed in the Chief Inspector's place, for whom and why; else None.
    """

    name: ClassVar[str] = "inspection.report-signed-off.v2"
    report: Digest
    foreword: Prose | None = None
    deputising: Deputising | None = None


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
    """The provider raised a point of factual accuracy."""

    name: ClassVar[str] = "inspection.challenge-raised.v1"
    challenge: Reference
    about: Line
    text: Prose


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
    """The provider said that it had no further points."""

    name: ClassVar[str] = "inspection.factual-accuracy-confirmed.v1"


class FactualAccuracyWindowLapsed(Event):
    """The date for points of factual accuracy passed."""

    name: ClassVar[str] = "inspection.factual-accuracy-window-lapsed.v1"
    due: date


class PublicationScheduled(Event):
    """The signed report was given its day of publication."""

    name: ClassVar[str] = "inspection.publication-scheduled.v1"
    report: Digest
    publish_on: date


class ReportPublished(Event):
    """The report was published.

    Attributes:
        report: the digest of the report's content, as signed.
        document: the digest of the published file.
        plan: the stream of the action plan it asks for; None where nothing was recommended to the provider.
    """

    name: ClassVar[str] = "inspection.report-published.v1"
    edition: int
    report: Digest
    document: Digest
    published_on: date
    plan: Opaque | None


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
