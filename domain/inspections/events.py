"""What can happen to an inspection. Each event is stored for ever under its name."""

from datetime import date
from typing import ClassVar, Literal

from domain.inspections.stages import Stage
from domain.messages import Event, Message
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
    "CaseReadsClosed",
    "CaseReadsReopened",
    "CaseUsed",
    "ChallengeAccepted",
    "ChallengeRaised",
    "ChallengeRejected",
    "DeadlineMoved",
    "Departure",
    "DraftSent",
    "EvidenceChased",
    "EvidenceItem",
    "EvidenceOverdue",
    "EvidenceReceived",
    "EvidenceRequested",
    "EvidenceWaived",
    "FactualAccuracyConfirmed",
    "FactualAccuracyWindowLapsed",
    "FieldworkBegun",
    "FieldworkEnded",
    "InspectionAnnounced",
    "InspectionCancelled",
    "InspectionClosed",
    "InspectionDeferred",
    "InspectionEvent",
    "InspectionResumed",
    "NoticeSent",
    "Pin",
    "PublicationScheduled",
    "RatingProposed",
    "RatingsDecided",
    "RatingsDerived",
    "Recommendation",
    "ReportDrafted",
    "ReportPublished",
    "ReportSignedOff",
    "SampleDrawn",
    "StageOverdue",
    "StandardRating",
]


class Pin(Message):
    """A dated rule that the inspection is bound to for ever, whatever is published later.

    Attributes:
        id: which framework, scheme or protocol.
        version: its version.
        digest: the digest of its content, so that nothing else can be put in its place.
    """

    id: str
    version: str
    digest: Digest


class InspectionAnnounced(Event):
    """An inspection was announced to a provider; its rules are pinned from here on."""

    name: ClassVar[str] = "inspection.announced.v1"
    inspection: Reference
    provider: Reference
    provider_name: Line
    protocol: Pin
    framework: Pin
    scheme: Pin
    lead: Opaque
    announced_on: date
    fieldwork_from: date
    fieldwork_to: date
    request_due: date


class EvidenceItem(Message):
    """One thing that the provider is asked for.

    Attributes:
        id: short code, unique in the inspection.
        title: what is asked for.
        standard: the standard it is evidence for.
    """

    id: Reference
    title: Line
    standard: StandardId


class EvidenceRequested(Event):
    """The provider was asked for documents and data in advance (004 §4.15)."""

    name: ClassVar[str] = "inspection.evidence-requested.v1"
    items: tuple[EvidenceItem, ...]
    due: date


class EvidenceReceived(Event):
    """The provider handed in one item."""

    name: ClassVar[str] = "inspection.evidence-received.v1"
    item: Reference
    document: Digest | None


class EvidenceOverdue(Event):
    """The date for evidence passed with items missing."""

    name: ClassVar[str] = "inspection.evidence-overdue.v1"
    items: tuple[Reference, ...]
    due: date


class EvidenceChased(Event):
    """The provider was reminded of missing items and given a new date."""

    name: ClassVar[str] = "inspection.evidence-chased.v1"
    items: tuple[Reference, ...]
    due: date


class EvidenceWaived(Event):
    """The lead inspector decided to go on without an item, and said why."""

    name: ClassVar[str] = "inspection.evidence-waived.v1"
    item: Reference
    reason: Prose


class FieldworkBegun(Event):
    """Fieldwork began at the provider."""

    name: ClassVar[str] = "inspection.fieldwork-begun.v1"
    begun_on: date
    due: date


class SampleDrawn(Event):
    """Cases were drawn from a list; anyone with the list and the seed draws the same ones (004 §4.12).

    Attributes:
        population: which kind of case: ``supervised-cases``.
        list_digest: digest of the list the provider handed in.
        list_size: how many cases stand in it.
        seed: the seed of the draw, in words or digits.
        rows: the drawn rows of the list, in order of drawing, counted from 1.
        cases: the stream of each drawn case, in the same order.
    """

    name: ClassVar[str] = "inspection.sample-drawn.v1"
    population: Reference
    list_digest: Digest
    list_size: int
    seed: Line
    rows: tuple[int, ...]
    cases: tuple[Opaque, ...]


class FieldworkEnded(Event):
    """Fieldwork was over; what remains of the case reads is due by a date."""

    name: ClassVar[str] = "inspection.fieldwork-ended.v1"
    ended_on: date
    due: date
    publication_due: date


class RatingProposed(Event):
    """The lead inspector proposed a rating for a standard that is judged, not counted (004 §4.15)."""

    name: ClassVar[str] = "inspection.rating-proposed.v1"
    standard: StandardId
    rating: LevelId
    reason: Prose


class CaseUsed(Message):
    """A case stream exactly as a decision used it.

    Attributes:
        stream: the case.
        version: its version at that moment.
        digest: the digest of its last event at that moment.
    """

    stream: Opaque
    version: int
    digest: Digest


class CaseReadsClosed(Event):
    """Every sampled case had been read; the gate lists them all as they stood."""

    name: ClassVar[str] = "inspection.case-reads-closed.v1"
    cases: tuple[CaseUsed, ...]
    due: date


class CaseReadsReopened(Event):
    """The case reads were opened again, so whatever was derived from them no longer stands."""

    name: ClassVar[str] = "inspection.case-reads-reopened.v1"
    reason: Prose
    due: date


class StandardRating(Message):
    """A standard and its rating; None where it is not rated or only told in words."""

    standard: StandardId
    rating: LevelId | None


class RatingsDerived(Event):
    """The pinned scheme derived every rating from what was on the record (004 §4.8-4.10, §4.22).

    Attributes:
        cases: every case stream used, as it stood; leaving one out shows.
        ratings: the rating of every standard, in order.
        score: points of the counted standards; None where the scheme gives none.
        max_score: the most they could have.
        overall: the overall rating by the scoring rules; None where the scheme has none.
        trace: the trace of the derivation, as its canonical text.
        trace_digest: SHA-256 of that text.
    """

    name: ClassVar[str] = "inspection.ratings-derived.v1"
    cases: tuple[CaseUsed, ...]
    ratings: tuple[StandardRating, ...]
    score: int | None
    max_score: int | None
    overall: LevelId | None
    trace: str
    trace_digest: Digest


class Departure(Message):
    """The panel's departure from what the rule gives; both ratings are kept and shown (004 §4.24).

    Attributes:
        subject: ``overall`` or the number of a standard.
        derived: the rating by the rule; for ``overall``, on the standards' ratings as decided.
        decided: the rating that the panel decided.
        trigger: what prompted it, one of the scheme's examples or in the panel's words.
        reason: the reasons, set out in full.
    """

    subject: Subject
    derived: LevelId
    decided: LevelId
    trigger: Line
    reason: Prose


class RatingsDecided(Event):
    """The ratings panel decided, on exactly what it saw (004 §4.16-4.17).

    Attributes:
        panel: the meeting.
        decided_on: its day.
        present: who was there.
        derivation: the digest of the trace that the panel had before it.
        ratings: the rating of every standard as decided.
        overall: the overall rating as decided.
        departures: where the panel departed from the rule; both ratings stand in each.
    """

    name: ClassVar[str] = "inspection.ratings-decided.v1"
    panel: Reference
    decided_on: date
    present: tuple[Opaque, ...]
    derivation: Digest
    ratings: tuple[StandardRating, ...]
    overall: LevelId | None
    departures: tuple[Departure, ...]


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
    """The Chief Inspector signed the report as it stood."""

    name: ClassVar[str] = "inspection.report-signed-off.v1"
    report: Digest


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


class InspectionClosed(Event):
    """The action plan was followed to its end and the inspection was closed."""

    name: ClassVar[str] = "inspection.closed.v1"
    closed_on: date


class StageOverdue(Event):
    """The date by which a stage should have been left passed."""

    name: ClassVar[str] = "inspection.stage-overdue.v1"
    stage: Stage
    due: date


class DeadlineMoved(Event):
    """A running deadline was moved, with the reason."""

    name: ClassVar[str] = "inspection.deadline-moved.v1"
    deadline: Code
    was: date
    due: date
    reason: Prose


class NoticeSent(Event):
    """A notice went out.

    Attributes:
        notice: which one; each is sent once.
        document: digest of what was sent.
        to: the persons to whom it was addressed, opaque; none where the provider has no contact.
    """

    name: ClassVar[str] = "inspection.notice-sent.v2"
    notice: Code
    document: Digest
    to: tuple[PersonStream, ...]


class InspectionDeferred(Event):
    """The inspection was put off; it stays where it was until it is resumed."""

    name: ClassVar[str] = "inspection.deferred.v1"
    reason: Prose
    deferred_on: date
    until: date


class InspectionResumed(Event):
    """A deferred inspection went on; running deadlines were moved by the working days lost.

    Attributes:
        deadlines: each deadline that still ran when the inspection was put off, with its new date.
    """

    name: ClassVar[str] = "inspection.resumed.v1"
    deadlines: tuple[tuple[Code, date], ...]


class InspectionCancelled(Event):
    """The inspection was given up for good, with the reason."""

    name: ClassVar[str] = "inspection.cancelled.v1"
    reason: Prose


InspectionEvent = (
    InspectionAnnounced
    | EvidenceRequested
    | EvidenceReceived
    | EvidenceOverdue
    | EvidenceChased
    | EvidenceWaived
    | FieldworkBegun
    | SampleDrawn
    | FieldworkEnded
    | RatingProposed
    | CaseReadsClosed
    | CaseReadsReopened
    | RatingsDerived
    | RatingsDecided
    | ReportDrafted
    | ReportSignedOff
    | DraftSent
    | ChallengeRaised
    | ChallengeAccepted
    | ChallengeRejected
    | FactualAccuracyConfirmed
    | FactualAccuracyWindowLapsed
    | PublicationScheduled
    | ReportPublished
    | InspectionClosed
    | StageOverdue
    | DeadlineMoved
    | NoticeSent
    | InspectionDeferred
    | InspectionResumed
    | InspectionCancelled
)
