"""Proposals for what is judged, and the look at the case results before the panel."""

from typing import ClassVar, Literal

from pydantic import Field

from domain.inspections.commands.order import InspectionOrder
from domain.inspections.events.judgements import CharacteristicCode, Weight
from domain.messages import Message
from domain.text import (
    Digest,
    LevelId,
    Prose,
    Reference,
    StandardId,
)

__all__ = ["CheckCorrelation", "Interrogated", "ProposeRating"]


class ProposeRating(InspectionOrder):
    """Propose a rating for a standard that is judged from all evidence.

    Attributes:
        evidence: the entries of the register that it rests on; give it once for each.
        as_worded: whether the evidence meets the standard as it is worded, which describes good.
        weighed: pairs of a characteristic, such as outstanding-3, and whether it is present, partly or absent.
    """

    verb: ClassVar[str] = "propose-rating"
    standard: StandardId
    rating: LevelId
    reason: Prose
    evidence: tuple[Reference, ...] = Field(default=(), max_length=500)
    as_worded: Literal["met", "not-met"] | None = None
    weighed: tuple[tuple[CharacteristicCode, Weight], ...] = Field(default=(), max_length=100)


class Interrogated(Message):
    """What looking further into a standard showed.

    Attributes:
        standard: the judged standard.
        showed: what it showed, naming nobody.
    """

    standard: StandardId
    showed: Prose


class CheckCorrelation(InspectionOrder):
    """Note that the proposals were looked at beside the case results, and further where they diverge.

    Attributes:
        compared: the digest of what was looked at, as `assay correlation show` has it.
        interrogated: what looking further showed, for each standard that diverges.
    """

    verb: ClassVar[str] = "check-correlation"
    compared: Digest
    interrogated: tuple[Interrogated, ...] = Field(default=(), max_length=100)
