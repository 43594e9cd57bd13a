"""Fieldwork: samples, and proposals for what is judged."""

from datetime import date
from typing import ClassVar

from domain.messages import Event
from domain.text import (
    Digest,
    LevelId,
    Line,
    Opaque,
    Prose,
    Reference,
    StandardId,
)

__all__ = [
    "FieldworkBegun",
    "FieldworkEnded",
    "FieldworkEvent",
    "RatingProposed",
    "SampleDrawn",
]


class FieldworkBegun(Event):
    """Fieldwork began at the provider."""

    name: ClassVar[str] = "inspection.fieldwork-begun.v1"
    begun_on: date
    due: date


class SampleDrawn(Event):
    """Cases were drawn from a list; anyone with the list and the seed draws the same ones (004 §4.12).

    Attributes:
        population: which kind of case: ``supervised-cases``.
        list_digest: digest of the list the provider handed in.
        list_size: how many cases stand in it.
        seed: the seed of the draw, in words or digits.
        rows: the drawn rows of the list, in order of drawing, counted from 1.
        cases: the stream of each drawn case, in the same order.
    """

    name: ClassVar[str] = "inspection.sample-drawn.v1"
    population: Reference
    list_digest: Digest
    list_size: int
    seed: Line
    rows: tuple[int, ...]
    cases: tuple[Opaque, ...]


class FieldworkEnded(Event):
    """Fieldwork was over; what remains of the case reads is due by a date."""

    name: ClassVar[str] = "inspection.fieldwork-ended.v1"
    ended_on: date
    due: date
    publication_due: date


class RatingProposed(Event):
    """The lead inspector proposed a rating for a standard that is judged, not counted (004 §4.15)."""

    name: ClassVar[str] = "inspection.rating-proposed.v1"
    standard: StandardId
    rating: LevelId
    reason: Prose


FieldworkEvent = FieldworkBegun | SampleDrawn | FieldworkEnded | RatingProposed
