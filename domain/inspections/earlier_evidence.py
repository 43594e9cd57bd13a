"""Evidence, as earlier versions of Assay recorded it: for a standard, and without the time when it was true."""

from datetime import date
from typing import ClassVar

from domain.inspections.events import EvidenceItem, EvidenceReceived, EvidenceRequested
from domain.ledger.upcasting import upcaster
from domain.messages import Event, Message
from domain.text import Digest, Line, Reference, StandardId

__all__ = ["UPCASTERS"]


class EvidenceItemV1(Message):
    """One thing that the provider is asked for."""

    id: Reference
    title: Line
    standard: StandardId


class EvidenceRequestedV1(Event):
    """The provider was asked for documents and data in advance."""

    name: ClassVar[str] = "inspection.evidence-requested.v1"
    items: tuple[EvidenceItemV1, ...]
    due: date


class EvidenceReceivedV1(Event):
    """The provider handed in one item."""

    name: ClassVar[str] = "inspection.evidence-received.v1"
    item: Reference
    document: Digest | None


@upcaster(EvidenceRequestedV1, EvidenceRequested)
def items_were_for_a_standard(old: EvidenceRequestedV1) -> EvidenceRequested:
    """An item was evidence for one standard, and named neither key questions nor prompts.

    Since it may, an old one names none.
    """
    items = tuple(EvidenceItem(id=each.id, title=each.title, standard=each.standard) for each in old.items)
    return EvidenceRequested(items=items, due=old.due)


@upcaster(EvidenceReceivedV1, EvidenceReceived)
def nobody_said_when_it_was_true(old: EvidenceReceivedV1) -> EvidenceReceived:
    """It was on the record when an item came in, and not of which days it told; that stays open."""
    return EvidenceReceived(item=old.item, document=old.document, true_from=None, true_to=None)


UPCASTERS = (items_were_for_a_standard, nobody_said_when_it_was_true)
"""What each of them means today."""
