"""Fieldwork: its beginning and its end."""

from datetime import date
from typing import ClassVar

from domain.messages import Event

__all__ = [
    "FieldworkBegun",
    "FieldworkEnded",
    "FieldworkEvent",
]


class FieldworkBegun(Event):
    """Fieldwork began at the provider."""

    name: ClassVar[str] = "inspection.fieldwork-begun.v1"
    begun_on: date
    due: date


class FieldworkEnded(Event):
    """Fieldwork was over.

    Attributes:
        ended_on: the day.
        due: by when the next stage of its kind should be left, such as what remains of the case reads; None where
            that stage has no date of its own.
        publication_due: by when the report should be published; None for a kind that makes none.
    """

    name: ClassVar[str] = "inspection.fieldwork-ended.v2"
    ended_on: date
    due: date | None
    publication_due: date | None


FieldworkEvent = FieldworkBegun | FieldworkEnded
