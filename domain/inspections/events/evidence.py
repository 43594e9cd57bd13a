"""The evidence that the provider is asked for in advance."""

from datetime import date
from typing import ClassVar

from domain.messages import Event, Message
from domain.text import (
    Digest,
    Line,
    Prose,
    Reference,
    StandardId,
)

__all__ = [
    "EvidenceChased",
    "EvidenceEvent",
    "EvidenceItem",
    "EvidenceOverdue",
    "EvidenceReceived",
    "EvidenceRequested",
    "EvidenceWaived",
]


class EvidenceItem(Message):
    """One thing that the provider is asked for.

    Attributes:
        id: short code, unique in the inspection.
        title: what is asked for.
        standard: the standard it is evidence for.
    """

    id: Reference
    title: Line
    standard: StandardId


class EvidenceRequested(Event):
    """The provider was asked for documents and data in advance (004 §4.15)."""

    name: ClassVar[str] = "inspection.evidence-requested.v1"
    items: tuple[EvidenceItem, ...]
    due: date


class EvidenceReceived(Event):
    """The provider handed in one item."""

    name: ClassVar[str] = "inspection.evidence-received.v1"
    item: Reference
    document: Digest | None


class EvidenceOverdue(Event):
    """The date for evidence passed with items missing."""

    name: ClassVar[str] = "inspection.evidence-overdue.v1"
    items: tuple[Reference, ...]
    due: date


class EvidenceChased(Event):
    """The provider was reminded of missing items and given a new date."""

    name: ClassVar[str] = "inspection.evidence-chased.v1"
    items: tuple[Reference, ...]
    due: date


class EvidenceWaived(Event):
    """The lead inspector decided to go on without an item, and said why."""

    name: ClassVar[str] = "inspection.evidence-waived.v1"
    item: Reference
    reason: Prose


EvidenceEvent = EvidenceRequested | EvidenceReceived | EvidenceOverdue | EvidenceChased | EvidenceWaived
