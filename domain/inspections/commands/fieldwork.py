"""Fieldwork: samples, and proposals for what is judged."""

from typing import ClassVar

from pydantic import Field

from domain.inspections.commands.order import InspectionOrder
from domain.text import (
    Digest,
    LevelId,
    Line,
    Prose,
    Reference,
    StandardId,
)

__all__ = [
    "BeginFieldwork",
    "DrawSample",
    "EndFieldwork",
    "ProposeRating",
]


class BeginFieldwork(InspectionOrder):
    """Begin fieldwork."""

    verb: ClassVar[str] = "begin-fieldwork"


class DrawSample(InspectionOrder):
    """Draw the cases to be read from the provider's list.

    Attributes:
        population: which list.
        list_digest: digest of the list.
        list_size: how many cases stand in it; 0 where the provider has no such case, so that nothing is drawn.
        seed: the seed of the draw.
        size: how many to draw; if not given, the protocol's number.
    """

    verb: ClassVar[str] = "draw-sample"
    population: Reference
    list_digest: Digest
    list_size: int = Field(ge=0, le=1_000_000)
    seed: Line
    size: int | None = Field(default=None, ge=1, le=5_000)


class EndFieldwork(InspectionOrder):
    """End fieldwork; case reads go on."""

    verb: ClassVar[str] = "end-fieldwork"


class ProposeRating(InspectionOrder):
    """Propose a rating for a standard that is judged from all evidence."""

    verb: ClassVar[str] = "propose-rating"
    standard: StandardId
    rating: LevelId
    reason: Prose
