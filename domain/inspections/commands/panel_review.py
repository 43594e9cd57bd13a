"""The ratings as derived, and as the panel decides them."""

from typing import ClassVar

from pydantic import Field

from domain.inspections.commands.order import InspectionOrder
from domain.messages import Message
from domain.text import (
    Digest,
    LevelId,
    Line,
    Prose,
    Reference,
    Subject,
)

__all__ = [
    "DecideRatings",
    "DepartureAsked",
    "ProposeRatings",
]


class ProposeRatings(InspectionOrder):
    """Derive all ratings under the pinned scheme and propose them to the panel."""

    verb: ClassVar[str] = "propose-ratings"


class DepartureAsked(Message):
    """A departure that the panel wants.

    Attributes:
        subject: ``overall`` or the number of a standard.
        decided: the rating the panel decides on.
        trigger: what prompted it.
        reason: the reasons.
    """

    subject: Subject
    decided: LevelId
    trigger: Line
    reason: Prose


class DecideRatings(InspectionOrder):
    """Record the panel's decision on the proposed ratings.

    Attributes:
        panel: the meeting.
        derivation: the digest of the derivation that the panel had before it.
        departures: where the panel departs from it; none if it agrees.
    """

    verb: ClassVar[str] = "decide-ratings"
    panel: Reference
    derivation: Digest
    departures: tuple[DepartureAsked, ...] = Field(default=(), max_length=50)
