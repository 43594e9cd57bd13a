"""Events of the staff record as earlier versions of Assay recorded them."""

from datetime import date
from typing import ClassVar

from domain.ledger.upcasting import upcaster
from domain.messages import Event
from domain.people.staff.events import InterestEnded
from domain.text import Reference

__all__ = ["UPCASTERS"]


class InterestEndedV1(Event):
    """An interest ended."""

    name: ClassVar[str] = "staff.interest-ended.v1"
    interest: Reference
    until: date
    bars_until: date


@upcaster(InterestEndedV1, InterestEnded)
def nobody_was_asked_why_an_interest_was_over_already(old: InterestEndedV1) -> InterestEnded:
    """Whoever had an interest could say that it was over already, and nobody asked how that was known."""
    return InterestEnded(interest=old.interest, until=old.until, bars_until=old.bars_until)


UPCASTERS = (nobody_was_asked_why_an_interest_was_over_already,)
"""What each of them means today."""
