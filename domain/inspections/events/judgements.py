"""What the lead inspector proposes for the judged standards, and how that was prepared (004 §4.14-4.20)."""

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from domain.messages import Event, Message
from domain.text import (
    Digest,
    LevelId,
    Opaque,
    Prose,
    Reference,
    StandardId,
)

__all__ = [
    "CharacteristicCode",
    "CorrelationChecked",
    "EvidenceNamed",
    "JudgementEvent",
    "RatingProposed",
    "StandardLookedAt",
    "Weight",
]

CharacteristicCode = Annotated[str, StringConstraints(pattern=r"^(outstanding|inadequate)-[1-9][0-9]?$")]
"""A characteristic of outstanding or inadequate, by its place in the framework: ``outstanding-3``."""

Weight = Literal["present", "partly", "absent"]
"""How far a characteristic was found to be there."""


class EvidenceNamed(Message):
    """An entry of the register as a proposal rests on it.

    Attributes:
        entry: the entry.
        version: the version of the evidence room at which it was last recorded or put right by then.
    """

    entry: Reference
    version: int = Field(ge=1)


class RatingProposed(Event):
    """The lead inspector proposed a rating for a standard that is judged, not counted (004 §4.15).

    Attributes:
        standard: the standard.
        rating: the rating.
        reason: why, in words.
        evidence: what it rests on; empty where that was not asked.
        as_worded: whether the evidence meets the standard as it is worded, which describes good (004 §4.18).
        weighed: the characteristics that were weighed, as a guide and no checklist (004 §4.20).
        by: who proposed it, opaque, and so takes no part in verifying it (004 §4.16-4.17); None where it was not kept.
    """

    name: ClassVar[str] = "inspection.rating-proposed.v3"
    standard: StandardId
    rating: LevelId
    reason: Prose
    evidence: tuple[EvidenceNamed, ...] = ()
    as_worded: Literal["met", "not-met"] | None = None
    weighed: tuple[tuple[CharacteristicCode, Weight], ...] = ()
    by: Opaque | None = None


class StandardLookedAt(Message):
    """A judged standard as it stood beside the case results.

    Attributes:
        standard: the standard.
        diverges: whether its proposal lay further from a case standard than the protocol lets pass.
        interrogated: what looking further showed; None where nothing called for it.
    """

    standard: StandardId
    diverges: bool
    interrogated: Prose | None


class CorrelationChecked(Event):
    """Somebody looked at the proposals beside the case results, and further where they diverge (004 §4.14).

    Attributes:
        compared: the digest of exactly what was looked at.
        checked_on: the day.
        standards: each judged standard.
    """

    name: ClassVar[str] = "inspection.correlation-checked.v1"
    compared: Digest
    checked_on: date
    standards: tuple[StandardLookedAt, ...]


JudgementEvent = RatingProposed | CorrelationChecked
