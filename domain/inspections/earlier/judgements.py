"""What was judged as earlier versions of Assay recorded it."""

from typing import ClassVar, Literal

from domain.inspections.events import CriterionScored, EvidenceNamed, RatingProposed
from domain.inspections.events.judgements import CharacteristicCode, Weight
from domain.ledger.upcasting import upcaster
from domain.messages import Event
from domain.text import LevelId, Prose, StandardId

__all__ = ["UPCASTERS"]


class RatingProposedV1(Event):
    """The lead inspector proposed a rating for a standard that is judged, not counted."""

    name: ClassVar[str] = "inspection.rating-proposed.v1"
    standard: StandardId
    rating: LevelId
    reason: Prose


class RatingProposedV2(Event):
    """The lead inspector proposed a rating for a standard that is judged, not counted (004 §4.15)."""

    name: ClassVar[str] = "inspection.rating-proposed.v2"
    standard: StandardId
    rating: LevelId
    reason: Prose
    evidence: tuple[EvidenceNamed, ...] = ()
    as_worded: Literal["met", "not-met"] | None = None
    weighed: tuple[tuple[CharacteristicCode, Weight], ...] = ()


class CriterionScoredV1(Event):
    """A criterion that rests on all evidence was given a percentage, in a scheme of percentages (003)."""

    name: ClassVar[str] = "inspection.criterion-scored.v1"
    standard: StandardId
    percent: int
    reason: Prose


@upcaster(RatingProposedV1, RatingProposedV2)
def proposals_named_no_evidence(old: RatingProposedV1) -> RatingProposedV2:
    """There was no register of evidence that a proposal could name, nor were characteristics weighed on the record.

    An old proposal rests on what its reason says.
    """
    return RatingProposedV2(standard=old.standard, rating=old.rating, reason=old.reason)


@upcaster(RatingProposedV2, RatingProposed)
def proposals_named_nobody(old: RatingProposedV2) -> RatingProposed:
    """Only whoever led the inspection was kept from verifying it, so a proposal did not say whose it was.

    Who gave the command stands beside the event and not in it; an old proposal bars nobody but the leads.
    """
    return RatingProposed(
        standard=old.standard,
        rating=old.rating,
        reason=old.reason,
        evidence=old.evidence,
        as_worded=old.as_worded,
        weighed=old.weighed,
    )


@upcaster(CriterionScoredV1, CriterionScored)
def scores_named_nobody(old: CriterionScoredV1) -> CriterionScored:
    """As with proposals: a percentage did not say who gave it, and bars nobody but the leads."""
    return CriterionScored(standard=old.standard, percent=old.percent, reason=old.reason)


UPCASTERS = (proposals_named_no_evidence, proposals_named_nobody, scores_named_nobody)
"""What each of them means today."""
