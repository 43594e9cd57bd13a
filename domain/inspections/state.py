"""Where an inspection stands: the fold of its events."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Literal

from domain.agenda import Deadline
from domain.canonical import canonical, sha256_hex
from domain.inspections.events import (
    CaseUsed,
    EvidenceItem,
    InspectionAnnounced,
    RatingProposed,
    RatingsDecided,
    RatingsDerived,
    Recommendation,
    SampleDrawn,
)
from domain.inspections.stages import Stage
from domain.people.deputising import Deputising

__all__ = ["Challenge", "Evidence", "Inspection", "Report", "report_digest"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One requested item and what became of it."""

    item: EvidenceItem
    outcome: Literal["awaited", "received", "waived"] = "awaited"


@dataclass(frozen=True, slots=True)
class Challenge:
    """A point of factual accuracy and what became of it."""

    about: str
    text: str
    outcome: Literal["open", "accepted", "rejected"] = "open"


@dataclass(frozen=True, slots=True)
class Report:
    """The report as it stands.

    Attributes:
        edition: counts the drafts.
        findings: what was found, in summary.
        recommendations: to whom and what.
        decision: the digest of the panel's decision it reports.
        amendments: what accepted points of factual accuracy changed.
        digest: the digest of all this.
        signed: the digest that the Chief Inspector signed; a signature that is not the report's digest is stale.
        foreword: the foreword that was signed with it.
        deputising: in whose place it was signed, where it was not the Chief Inspector.
        submitted: the digest that the Secretary of State was given; None before.
        submitted_on: when.
        sent: the digest that the provider was sent; None before.
        checked: the provider has no (further) points, or the window for them has lapsed.
    """

    edition: int
    findings: str
    recommendations: tuple[Recommendation, ...]
    decision: str
    amendments: tuple[tuple[str, str], ...]
    digest: str
    signed: str | None = None
    sent: str | None = None
    checked: bool = False
    foreword: str | None = None
    deputising: Deputising | None = None
    submitted: str | None = None
    submitted_on: date | None = None

    @property
    def signature_stands(self) -> bool:
        """Whether what was signed is what now stands."""
        return self.signed == self.digest

    @property
    def signature(self) -> str | None:
        """The digest of all that was signed: the report's content and the foreword; None while no signature stands."""
        if not self.signature_stands:
            return None
        return sha256_hex(canonical({"foreword": self.foreword, "report": self.digest}))

    @property
    def submission_stands(self) -> bool:
        """Whether the Secretary of State was given what now stands."""
        return self.submitted == self.digest


def report_digest(
    inspection: str,
    findings: str,
    recommendations: tuple[Recommendation, ...],
    decision: str,
    amendments: tuple[tuple[str, str], ...],
) -> str:
    """The digest of a report's content: whatever is signed, sent or published is named by it."""
    return sha256_hex(
        canonical(
            {
                "amendments": [list(each) for each in amendments],
                "decision": decision,
                "findings": findings,
                "inspection": inspection,
                "recommendations": [each.model_dump(mode="json") for each in recommendations],
            }
        )
    )


_NOTHING: Mapping[str, Evidence] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Inspection:
    """One inspection.

    Attributes:
        stage: where it stands; deferral and cancellation are kept apart, in ``deferred`` and ``cancelled``.
        announced: the announcement with the pinned rules; None before.
        evidence: requested items by their code, in the order of asking.
        evidence_overdue: the date that passed without all of it, until the provider is reminded; else None.
        begun_on: first day of fieldwork.
        samples: the drawn samples by population.
        version: how many events it has.
        proposals: the latest proposal for each judged standard.
        proposed_at: the version at which each of them was recorded.
        cases: the cases as the closed gate lists them; empty while it is open.
        derived: the ratings as derived, while they stand.
        decided: the panel's decision, while it stands.
        decision: digest of that decision.
        report: the report as it stands.
        challenges: points of factual accuracy by their code.
        publish_on: the day set for publication.
        publish: the digest that was cleared for publication.
        published: the digest of the published document.
        plan: the stream of the action plan.
        deadlines: what is running, by its code.
        notices: notices that are owed, by their code, with what they are about.
        deferred: until when it is put off; None if it is not.
        deferred_on: since when.
        cancelled: given up for good.
    """

    version: int = 0
    stage: Stage | None = None
    announced: InspectionAnnounced | None = None
    evidence: Mapping[str, Evidence] = field(default_factory=lambda: _NOTHING)
    evidence_overdue: date | None = None
    begun_on: date | None = None
    samples: Mapping[str, SampleDrawn] = field(default_factory=lambda: MappingProxyType({}))
    proposals: Mapping[str, RatingProposed] = field(default_factory=lambda: MappingProxyType({}))
    proposed_at: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    cases: tuple[CaseUsed, ...] = ()
    derived: RatingsDerived | None = None
    decided: RatingsDecided | None = None
    decision: str | None = None
    report: Report | None = None
    challenges: Mapping[str, Challenge] = field(default_factory=lambda: MappingProxyType({}))
    publish_on: date | None = None
    publish: str | None = None
    published: str | None = None
    plan: str | None = None
    deadlines: Mapping[str, Deadline] = field(default_factory=lambda: MappingProxyType({}))
    notices: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    deferred: date | None = None
    deferred_on: date | None = None
    cancelled: bool = False

    @property
    def known(self) -> InspectionAnnounced:
        """The announcement of an inspection that has been announced.

        Raises:
            LookupError: it has not; no rule that needs it is reached then.
        """
        if self.announced is None:
            raise LookupError("the inspection has not been announced")
        return self.announced

    @property
    def standing(self) -> Stage | None:
        """The stage as people speak of it: a deferred inspection is at no other stage."""
        if self.cancelled:
            return Stage.CANCELLED
        return Stage.DEFERRED if self.deferred is not None else self.stage

    @property
    def sampled(self) -> tuple[str, ...]:
        """The streams of all sampled cases, in the order of populations and of drawing."""
        return tuple(case for sample in self.samples.values() for case in sample.cases)

    @property
    def awaited(self) -> tuple[str, ...]:
        """The codes of the requested items that are still to come."""
        return tuple(code for code, each in self.evidence.items() if each.outcome == "awaited")

    @property
    def open_challenges(self) -> tuple[str, ...]:
        """The codes of the points of factual accuracy that nobody has answered yet."""
        return tuple(code for code, each in self.challenges.items() if each.outcome == "open")
