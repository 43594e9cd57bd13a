"""The evidence that the provider is asked for in advance."""

from datetime import date
from typing import ClassVar

from pydantic import Field

from domain.inspections.commands.order import InspectionOrder
from domain.inspections.events import EvidenceItem
from domain.text import (
    Digest,
    Prose,
    Reference,
)

__all__ = [
    "ChaseEvidence",
    "ReceiveEvidence",
    "RequestEvidence",
    "WaiveEvidence",
]


class RequestEvidence(InspectionOrder):
    """Ask the provider for documents and data in advance.

    Attributes:
        items: what is asked for.
        due: the last day for it; if not given, by the protocol's period.
    """

    verb: ClassVar[str] = "request-evidence"
    items: tuple[EvidenceItem, ...] = Field(min_length=1, max_length=500)
    due: date | None = None


class ReceiveEvidence(InspectionOrder):
    """Note that an item has come in."""

    verb: ClassVar[str] = "receive-evidence"
    item: Reference
    document: Digest | None = None


class ChaseEvidence(InspectionOrder):
    """Remind the provider of what is missing and set a new date."""

    verb: ClassVar[str] = "chase-evidence"
    due: date | None = None


class WaiveEvidence(InspectionOrder):
    """Go on without an item."""

    verb: ClassVar[str] = "waive-evidence"
    item: Reference
    reason: Prose
