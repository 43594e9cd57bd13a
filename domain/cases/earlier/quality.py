"""Events of how consistently cases were read as earlier versions of Assay recorded them."""

from typing import ClassVar

from domain.cases.quality import AgreementReviewed, Group
from domain.ledger.upcasting import upcaster
from domain.messages import Event
from domain.text import Prose

__all__ = ["UPCASTERS"]


class AgreementReviewedV1(Event):
    """The quality lead looked into an agreement, of how many answers was not noted."""

    name: ClassVar[str] = "quality.agreement-reviewed.v1"
    group: Group
    conclusion: Prose


@upcaster(AgreementReviewedV1, AgreementReviewed)
def reviews_were_for_good(old: AgreementReviewedV1) -> AgreementReviewed:
    """With more answers given twice a low agreement is looked into again, so it is noted how many there were.

    An old review closed the matter for good, and of how many answers it was is not known.
    """
    return AgreementReviewed(group=old.group, conclusion=old.conclusion, pairs=None)


UPCASTERS = (reviews_were_for_good,)
"""What it means today."""
