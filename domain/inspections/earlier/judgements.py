"""Proposals of the judged standards as earlier versions of Assay recorded them."""

from typing import ClassVar

from domain.inspections.events import RatingProposed
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


@upcaster(RatingProposedV1, RatingProposed)
def proposals_named_no_evidence(old: RatingProposedV1) -> RatingProposed:
    """There was no register of evidence that a proposal could name, nor were characteristics weighed on the record.

    An old proposal rests on what its reason says.
    """
    return RatingProposed(standard=old.standard, rating=old.rating, reason=old.reason)


UPCASTERS = (proposals_named_no_evidence,)
"""What each of them means today."""
