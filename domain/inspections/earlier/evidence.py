"""Evidence, as earlier versions of Assay recorded it: for a standard, and without the time when it was true."""

from datetime import date
from typing import ClassVar

from domain.inspections.events import (
    EvidenceEscalated,
    EvidenceItem,
    EvidenceLinked,
    EvidenceOverdue,
    EvidenceReceived,
    EvidenceRequested,
    FurtherEvidenceRequested,
    PromptNumber,
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


class EvidenceItemV2(Message):
    """One thing that the provider is asked for."""

    id: Reference
    title: Line
    standard: StandardId | None = None
    key_questions: tuple[StandardId, ...] = ()
    prompts: tuple[PromptNumber, ...] = ()


class EvidenceRequestedV2(Event):
    """The provider was asked for documents and data in advance."""

    name: ClassVar[str] = "inspection.evidence-requested.v2"
    items: tuple[EvidenceItemV2, ...]
    due: date


class FurtherEvidenceRequestedV1(Event):
    """The provider was asked for more, after the first request."""

    name: ClassVar[str] = "inspection.further-evidence-requested.v1"
    items: tuple[EvidenceItemV2, ...]
    due: date


class EvidenceLinkedV1(Event):
    """An item was not asked for, or not waited for any longer, because it was held already."""

    name: ClassVar[str] = "inspection.evidence-linked.v1"
    item: EvidenceItemV2
    holding: Reference
    document: Digest | None
    true_from: date | None
    true_to: date | None
    held_on: date


class EvidenceLinkedV2(Event):
    """An item was not asked for, or not waited for any longer, because it was held already."""

    name: ClassVar[str] = "inspection.evidence-linked.v2"
    item: EvidenceItem
    holding: Reference
    document: Digest | None
    true_from: date | None
    true_to: date | None
    held_on: date


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


@upcaster(EvidenceRequestedV1, EvidenceRequestedV2)
def items_were_for_a_standard(old: EvidenceRequestedV1) -> EvidenceRequestedV2:
    """An item was evidence for one standard, and named neither key questions nor prompts.

    Since it may, an old one names none.
    """
    items = tuple(EvidenceItemV2(id=each.id, title=each.title, standard=each.standard) for each in old.items)
    return EvidenceRequestedV2(items=items, due=old.due)


def _of_the_first(old: EvidenceItemV2) -> EvidenceItem:
    """An item that named no provider: the first one was asked, be there others or not."""
    return EvidenceItem(
        id=old.id,
        title=old.title,
        standard=old.standard,
        key_questions=old.key_questions,
        prompts=old.prompts,
        provider=None,
        about=None,
    )


@upcaster(EvidenceRequestedV2, EvidenceRequested)
def the_first_provider_was_asked(old: EvidenceRequestedV2) -> EvidenceRequested:
    """An inspection of several providers asked the first of them only.

    Since each item says whom it is asked of, an old one says nobody, which means the first.
    """
    return EvidenceRequested(items=tuple(map(_of_the_first, old.items)), due=old.due)


@upcaster(FurtherEvidenceRequestedV1, FurtherEvidenceRequested)
def the_first_provider_was_asked_for_more(old: FurtherEvidenceRequestedV1) -> FurtherEvidenceRequested:
    """As with the first request: it was asked of the first provider."""
    return FurtherEvidenceRequested(items=tuple(map(_of_the_first, old.items)), due=old.due)


@upcaster(EvidenceLinkedV1, EvidenceLinkedV2)
def what_the_first_provider_had_was_linked(old: EvidenceLinkedV1) -> EvidenceLinkedV2:
    """As with a request: only what was held about the first provider was linked."""
    return EvidenceLinkedV2(
        item=_of_the_first(old.item),
        holding=old.holding,
        document=old.document,
        true_from=old.true_from,
        true_to=old.true_to,
        held_on=old.held_on,
    )


@upcaster(EvidenceLinkedV2, EvidenceLinked)
def only_its_own_was_linked(old: EvidenceLinkedV2) -> EvidenceLinked:
    """What was held about a provider whose place another took was not looked for with that one, and not linked."""
    return EvidenceLinked(**dict(old), shelf=None)


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
    the_first_provider_was_asked,
    the_first_provider_was_asked_for_more,
    what_the_first_provider_had_was_linked,
    only_its_own_was_linked,
    nobody_said_when_it_was_true,
    what_was_late_waited_for_a_reminder,
    whoever_it_was_taken_to_was_not_told,
)
"""What each of them means today."""
