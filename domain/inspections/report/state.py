"""The report as it stands: its content, who signed it, what the provider pointed out, and the editions that are out."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from domain.canonical import canonical, sha256_hex
from domain.inspections.events.publication import PrintedFile, Recommendation
from domain.inspections.report.parts import Parts
from domain.people.deputising import Deputising

__all__ = ["Challenge", "Edition", "Report", "Response", "report_digest"]


@dataclass(frozen=True, slots=True)
class Challenge:
    """A point of factual accuracy and what became of it.

    Attributes:
        about: what it is about, in the provider's words.
        text: what is wrong.
        place: the place in the draft; None where it is about the whole of it.
        outcome: whether and how it was answered.
        reason: why it was rejected; empty where it was not.
        provider: whose point it is; None where one provider is inspected, and where that was not kept.
    """

    about: str
    text: str
    outcome: Literal["open", "accepted", "rejected"] = "open"
    place: str | None = None
    reason: str = ""
    provider: str | None = None


@dataclass(frozen=True, slots=True)
class Response:
    """What the provider, or a national body, said to the published report.

    Attributes:
        by: the provider's or the body's code.
        title: who that is.
        text: what it said.
        received_on: when it came.
    """

    by: str
    title: str
    text: str
    received_on: date


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition of the report that is out.

    Attributes:
        number: counts the drafts; editions that never came out leave gaps.
        report: the digest of its content, as signed.
        document: the digest of the first file that was printed of it.
        files: all files that were printed of it.
        published_on: when.
        public: whether it was published; one that was not went to the distribution list alone.
        ratings: the decided ratings that it tells of, overall and by standard; none where nothing is rated.
    """

    number: int
    report: str
    document: str
    files: tuple[PrintedFile, ...]
    published_on: date
    public: bool
    ratings: tuple[tuple[str, str | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """The report as it stands.

    Attributes:
        edition: counts the drafts.
        findings: what was found, in summary, as it was drafted.
        recommendations: to whom and what.
        decision: the digest of the panel's decision it reports.
        amendments: what accepted points of factual accuracy changed.
        digest: the digest of all this.
        signed: the digest that the Chief Inspector signed; a signature that is not the report's digest is stale.
        foreword: the foreword that was signed with it.
        deputising: in whose place it was signed, where it was not the Chief Inspector.
        signed_on: when it was signed; None where that was not kept.
        submitted: the digest that the Secretary of State was given; None before.
        submitted_on: when.
        sent: the digest that the provider was sent; None before.
        checked: no provider has (further) points, or the window for them has lapsed.
        no_more: the providers that have said that they have no further points.
        parts: what else it is made of.
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
    no_more: frozenset[str] = frozenset()
    foreword: str | None = None
    deputising: Deputising | None = None
    submitted: str | None = None
    submitted_on: date | None = None
    signed_on: date | None = None
    parts: Parts = field(default_factory=Parts)

    @property
    def summary(self) -> str:
        """What was found, in summary, as it stands."""
        return self.parts.section("summary") or self.findings

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

    def digest_with(
        self,
        inspection: str,
        *,
        parts: Parts | None = None,
        amendments: tuple[tuple[str, str], ...] | None = None,
    ) -> str:
        """The digest of its content, with other parts or amendments if they are given."""
        return report_digest(
            inspection,
            self.findings,
            self.recommendations,
            self.decision,
            self.amendments if amendments is None else amendments,
            self.parts if parts is None else parts,
        )


_NO_PARTS = Parts()


def report_digest(
    inspection: str,
    findings: str,
    recommendations: tuple[Recommendation, ...],
    decision: str,
    amendments: tuple[tuple[str, str], ...],
    parts: Parts = _NO_PARTS,
) -> str:
    """The digest of a report's content: whatever is signed, sent or published is named by it."""
    content = {
        "amendments": [list(each) for each in amendments],
        "decision": decision,
        "findings": findings,
        "inspection": inspection,
        "recommendations": [each.model_dump(mode="json") for each in recommendations],
    }
    # A report without these parts has the digest that it had before there were any.
    return sha256_hex(canonical(content | parts.digested))
