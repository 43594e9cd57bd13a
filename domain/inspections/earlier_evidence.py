"""Evidence, as earlier versions of Assay recorded it: for a standard, and without the time when it was true."""

from datetime import date
from typing import ClassVar

from domain.inspections.events import (
    EvidenceEscalated,
    EvidenceItem,
    EvidenceOverdue,
    EvidenceReceived,
    EvidenceRequested,
)
from domain.ledger.upcasting import upcaster
from domain.messages import Event, Message
from domain.people.roles import Role
from domain.text import Digest, Line, Prose, Reference, StandardId

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


class EvidenceOverdueV1(Event):
    """The date for evidence passed with items missing."""

    name: ClassVar[str] = "inspection.evidence-overdue.v1"
    items: tuple[Reference, ...]
    due: date


class EvidenceEscalatedV1(Event):
    """Missing items were taken to somebody above the lead inspector."""

    name: ClassVar[str] = "inspection.evidence-escalated.v1"
    items: tuple[Reference, ...]
    to: Role
    escalated_on: date
    reason: Prose


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


@upcaster(EvidenceOverdueV1, EvidenceOverdue)
def what_was_late_waited_for_a_reminder(old: EvidenceOverdueV1) -> EvidenceOverdue:
    """What was overdue stayed so until somebody reminded the provider; no date ran by which it would go higher up.

    The provider was told nothing on the day, and is not told of it now.
    """
    return EvidenceOverdue(items=old.items, due=old.due, until=None)


@upcaster(EvidenceEscalatedV1, EvidenceEscalated)
def whoever_it_was_taken_to_was_not_told(old: EvidenceEscalatedV1) -> EvidenceEscalated:
    """Only the provider had a notice; whoever it was taken to saw it on the list of what is waited for."""
    return EvidenceEscalated(
        items=old.items, to=old.to, escalated_on=old.escalated_on, reason=old.reason, told=False
    )


UPCASTERS = (
    items_were_for_a_standard,
    nobody_said_when_it_was_true,
    what_was_late_waited_for_a_reminder,
    whoever_it_was_taken_to_was_not_told,
)
"""What each of them means today."""
