"""Events about the report as they were recorded before, and what each of them means today."""

from datetime import date
from typing import ClassVar

from domain.evidence.heard import Experience
from domain.inspections.events import (
    ChallengeRaised,
    FactualAccuracyConfirmed,
    PrintedFile,
    PublicationScheduled,
    Recommendation,
    ReportDrafted,
    ReportPublished,
    ReportSignedOff,
)
from domain.inspections.report.parts import Characteristics, Place
from domain.ledger.upcasting import upcaster
from domain.messages import Event
from domain.people.deputising import Deputising
from domain.text import Digest, Line, Opaque, Prose, Reference

__all__ = ["UPCASTERS", "ReportSignedOffV2"]


class ReportDraftedV1(Event):
    """A draft report was ready; its digest covers ratings, findings and recommendations."""

    name: ClassVar[str] = "inspection.report-drafted.v1"
    edition: int
    findings: Prose
    recommendations: tuple[Recommendation, ...]
    decision: Digest
    report: Digest


class ReportDraftedV2(Event):
    """A draft report was ready; its digest covers ratings, findings, recommendations and every other part."""

    name: ClassVar[str] = "inspection.report-drafted.v2"
    edition: int
    findings: Prose
    recommendations: tuple[Recommendation, ...]
    decision: Digest
    report: Digest
    experience: tuple[Experience, ...] = ()
    characteristics: Characteristics | None = None


class ReportSignedOffV1(Event):
    """The Chief Inspector signed the report as it stood."""

    name: ClassVar[str] = "inspection.report-signed-off.v1"
    report: Digest


class ReportSignedOffV2(Event):
    """The Chief Inspector signed the report as it stood, and the foreword with it (003 L22-33)."""

    name: ClassVar[str] = "inspection.report-signed-off.v2"
    report: Digest
    foreword: Prose | None = None
    deputising: Deputising | None = None


class ChallengeRaisedV1(Event):
    """The provider raised a point of factual accuracy."""

    name: ClassVar[str] = "inspection.challenge-raised.v1"
    challenge: Reference
    about: Line
    text: Prose


class ChallengeRaisedV2(Event):
    """The provider raised a point of factual accuracy, at a place of the draft."""

    name: ClassVar[str] = "inspection.challenge-raised.v2"
    challenge: Reference
    about: Line
    text: Prose
    place: Place | None = None


class FactualAccuracyConfirmedV1(Event):
    """The provider said that it had no further points."""

    name: ClassVar[str] = "inspection.factual-accuracy-confirmed.v1"


class PublicationScheduledV1(Event):
    """The signed report was given its day of publication."""

    name: ClassVar[str] = "inspection.publication-scheduled.v1"
    report: Digest
    publish_on: date


class ReportPublishedV1(Event):
    """The report was published."""

    name: ClassVar[str] = "inspection.report-published.v1"
    edition: int
    report: Digest
    document: Digest
    published_on: date
    plan: Opaque | None


class ReportPublishedV2(Event):
    """The report was published; or it went to its distribution list, where it is not for the public."""

    name: ClassVar[str] = "inspection.report-published.v2"
    edition: int
    report: Digest
    document: Digest
    published_on: date
    plan: Opaque | None
    files: tuple[PrintedFile, ...] = ()
    public: bool = True
    distribution: tuple[Line, ...] = ()


@upcaster(ReportDraftedV1, ReportDraftedV2)
def drafts_were_summaries(old: ReportDraftedV1) -> ReportDraftedV2:
    """A draft had a summary and recommendations; it took up nothing of what people had said of the service."""
    return ReportDraftedV2(
        edition=old.edition,
        findings=old.findings,
        recommendations=old.recommendations,
        decision=old.decision,
        report=old.report,
    )


@upcaster(ReportDraftedV2, ReportDrafted)
def drafts_of_follow_ups_told_nothing_of_the_first_results(old: ReportDraftedV2) -> ReportDrafted:
    """A follow-up was compared and concluded on the record alone, and its report said nothing of that."""
    return ReportDrafted(
        edition=old.edition,
        findings=old.findings,
        recommendations=old.recommendations,
        decision=old.decision,
        report=old.report,
        experience=old.experience,
        characteristics=old.characteristics,
    )


@upcaster(ReportSignedOffV1, ReportSignedOffV2)
def reports_were_signed_without_a_foreword(old: ReportSignedOffV1) -> ReportSignedOffV2:
    """A report had no foreword, and nobody could sign in the Chief Inspector's place."""
    return ReportSignedOffV2(report=old.report)


@upcaster(ReportSignedOffV2, ReportSignedOff)
def the_day_of_signing_was_not_kept(old: ReportSignedOffV2) -> ReportSignedOff:
    """The day of a signature stood beside the event alone, and not in what a report is printed from."""
    return ReportSignedOff(report=old.report, foreword=old.foreword, deputising=old.deputising)


@upcaster(ChallengeRaisedV1, ChallengeRaisedV2)
def points_had_no_place(old: ChallengeRaisedV1) -> ChallengeRaisedV2:
    """A point said in words alone what it was about; since drafts have places, it is bound to one of them."""
    return ChallengeRaisedV2(challenge=old.challenge, about=old.about, text=old.text)


@upcaster(ChallengeRaisedV2, ChallengeRaised)
def points_were_nobodys(old: ChallengeRaisedV2) -> ChallengeRaised:
    """Which of several providers a point came from stood in its envelope alone, as the contact who raised it."""
    return ChallengeRaised(challenge=old.challenge, about=old.about, text=old.text, place=old.place)


@upcaster(FactualAccuracyConfirmedV1, FactualAccuracyConfirmed)
def one_provider_said_it_for_all(_old: FactualAccuracyConfirmedV1) -> FactualAccuracyConfirmed:
    """Whichever of several providers had no further points closed the window for every one of them."""
    return FactualAccuracyConfirmed()


@upcaster(PublicationScheduledV1, PublicationScheduled)
def days_of_publication_had_no_time(old: PublicationScheduledV1) -> PublicationScheduled:
    """A report came out with the beginning of its day."""
    return PublicationScheduled(report=old.report, publish_on=old.publish_on)


@upcaster(ReportPublishedV1, ReportPublishedV2)
def one_file_was_printed(old: ReportPublishedV1) -> ReportPublishedV2:
    """One page was printed and published, and nobody besides the provider was told of it by Assay."""
    return ReportPublishedV2(
        edition=old.edition,
        report=old.report,
        document=old.document,
        published_on=old.published_on,
        plan=old.plan,
    )


@upcaster(ReportPublishedV2, ReportPublished)
def one_plan_was_asked_for(old: ReportPublishedV2) -> ReportPublished:
    """Of several providers that were inspected together, the first alone was asked for an action plan."""
    return ReportPublished(
        edition=old.edition,
        report=old.report,
        document=old.document,
        published_on=old.published_on,
        plans=(old.plan,) if old.plan else (),
        files=old.files,
        public=old.public,
        distribution=old.distribution,
    )


UPCASTERS = (
    drafts_were_summaries,
    drafts_of_follow_ups_told_nothing_of_the_first_results,
    reports_were_signed_without_a_foreword,
    the_day_of_signing_was_not_kept,
    points_had_no_place,
    points_were_nobodys,
    one_provider_said_it_for_all,
    days_of_publication_had_no_time,
    one_file_was_printed,
    one_plan_was_asked_for,
)
"""What each of them means today."""
