"""The ratings as derived, and as the panel decides them."""

from datetime import date
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
    "LiftCondition",
    "MeetCondition",
    "ProposeRatings",
    "SetCondition",
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
        pack: the digest of the pack that was before the panel; may be left out only where none was issued.
        consistency: how the ratings stand beside those of other inspections, in the panel's words.
    """

    verb: ClassVar[str] = "decide-ratings"
    panel: Reference
    derivation: Digest
    departures: tuple[DepartureAsked, ...] = Field(default=(), max_length=50)
    pack: Digest | None = None
    consistency: Prose | None = None


class SetCondition(InspectionOrder):
    """Make it a condition of the panel's decision that something is done before publication.

    Attributes:
        condition: a code of its own.
        panel: the meeting that decided.
        what: what must be done.
        by: the post that must do it, not a person's name.
        due: by when.
    """

    verb: ClassVar[str] = "set-condition"
    condition: Reference
    panel: Reference
    what: Prose
    by: Line
    due: date


class MeetCondition(InspectionOrder):
    """Say that what a condition asks for was done.

    Attributes:
        condition: which one, by its code.
        how: what was done.
    """

    verb: ClassVar[str] = "meet-condition"
    condition: Reference
    how: Prose


class LiftCondition(InspectionOrder):
    """Lift a condition that is not met.

    Attributes:
        condition: which one, by its code.
    """

    verb: ClassVar[str] = "lift-condition"
    condition: Reference
    reason: Prose
