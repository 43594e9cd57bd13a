"""The evidence that the provider is asked for in advance, and what it need not be asked for."""

from datetime import date
from typing import Annotated, ClassVar

from pydantic import StringConstraints

from domain.messages import Event, Message
from domain.people.roles import Role
from domain.text import (
    Digest,
    Line,
    Prose,
    Reference,
    StandardId,
)

__all__ = [
    "EvidenceChased",
    "EvidenceEscalated",
    "EvidenceEvent",
    "EvidenceItem",
    "EvidenceLinked",
    "EvidenceOverdue",
    "EvidenceReceived",
    "EvidenceReplaced",
    "EvidenceRequested",
    "EvidenceWaived",
    "ExtensionAsked",
    "ExtensionGranted",
    "ExtensionRefused",
    "FurtherEvidenceRequested",
    "PromptNumber",
    "WaiverWithdrawn",
]

PromptNumber = Annotated[
    str, StringConstraints(pattern=r"^([1-9][0-9]?\.[1-9][0-9]?|[A-Z][1-9][0-9]?)\.[1-9][0-9]? [a-z]$")
]
"""A prompt as the framework letters it under its key question: ``1.1.1 a``."""


class EvidenceItem(Message):
    """One thing that the provider is asked for.

    Attributes:
        id: short code, unique in the inspection.
        title: what is asked for.
        standard: the standard it is evidence for; not needed where key questions or prompts are named.
        key_questions: the key questions it is evidence for.
        prompts: the prompts it is evidence for, as the framework letters them: 1.1.1 a.
        provider: which provider is asked, where several are inspected; not given, every one of them is.
        about: what it is, by the code under which it is held; its own, if not given.
    """

    id: Reference
    title: Line
    standard: StandardId | None = None
    key_questions: tuple[StandardId, ...] = ()
    prompts: tuple[PromptNumber, ...] = ()
    provider: Reference | None = None
    about: Reference | None = None

    @property
    def held_as(self) -> str:
        """What it is, by the code under which it is held about the provider."""
        return self.about or self.id

    @property
    def questions(self) -> tuple[str, ...]:
        """The key questions it is evidence for, those of its prompts among them."""
        return tuple(dict.fromkeys((*self.key_questions, *(each.partition(" ")[0] for each in self.prompts))))

    @property
    def serves(self) -> str:
        """What it is evidence for, in words; empty where nothing is named."""
        if self.key_questions or self.prompts:
            return ", ".join((*self.key_questions, *self.prompts))
        return f"standard {self.standard}" if self.standard else ""


class EvidenceRequested(Event):
    """The provider was asked for documents and data in advance (004 §4.15).

    Attributes:
        items: what it was asked for; empty where everything was held already.
        due: the last day for it.
    """

    name: ClassVar[str] = "inspection.evidence-requested.v3"
    items: tuple[EvidenceItem, ...]
    due: date


class FurtherEvidenceRequested(Event):
    """The provider was asked for more, after the first request."""

    name: ClassVar[str] = "inspection.further-evidence-requested.v2"
    items: tuple[EvidenceItem, ...]
    due: date


class EvidenceLinked(Event):
    """An item was not asked for, or not waited for any longer, because it was held already (002 measure 4.2).

    Attributes:
        item: what was wanted.
        holding: what is held, by its code.
        shelf: about whom it is held, where that is a provider whose place the one that is asked took; else None.
        document: the digest of its file; None where there is none.
        true_from: the first day of which it tells; None where nobody has said.
        true_to: the last day of which it tells.
        held_on: the day on which it came in.
    """

    name: ClassVar[str] = "inspection.evidence-linked.v3"
    item: EvidenceItem
    holding: Reference
    shelf: Reference | None
    document: Digest | None
    true_from: date | None
    true_to: date | None
    held_on: date


class EvidenceReceived(Event):
    """The provider handed in one item.

    Attributes:
        item: which.
        document: the digest of its file; None where there is none.
        true_from: the first day of which it tells; None where nobody has said.
        true_to: the last day of which it tells.
    """

    name: ClassVar[str] = "inspection.evidence-received.v2"
    item: Reference
    document: Digest | None
    true_from: date | None = None
    true_to: date | None = None


class EvidenceReplaced(Event):
    """What had come in for an item was replaced by something better; the first stays on the record."""

    name: ClassVar[str] = "inspection.evidence-replaced.v1"
    item: Reference
    was: Digest | None
    document: Digest
    true_from: date | None
    true_to: date | None
    reason: Prose


class EvidenceOverdue(Event):
    """The date for evidence passed with items missing.

    Attributes:
        items: what is missing.
        due: the date that passed.
        until: the last day for what the provider was never reminded of, before it is taken to somebody above the
            lead inspector; None where there is no such day.
    """

    name: ClassVar[str] = "inspection.evidence-overdue.v2"
    items: tuple[Reference, ...]
    due: date
    until: date | None = None


class EvidenceChased(Event):
    """The provider was reminded of missing items and given a new date."""

    name: ClassVar[str] = "inspection.evidence-chased.v1"
    items: tuple[Reference, ...]
    due: date


class EvidenceEscalated(Event):
    """Missing items were taken to somebody above the lead inspector.

    Attributes:
        items: what is missing.
        to: in which role that somebody acts.
        escalated_on: when.
        reason: why; that a date passed, where Assay did it.
        told: whether whoever acts in that role is told by a notice.
    """

    name: ClassVar[str] = "inspection.evidence-escalated.v2"
    items: tuple[Reference, ...]
    to: Role
    escalated_on: date
    reason: Prose
    told: bool = True


class EvidenceWaived(Event):
    """The lead inspector decided to go on without an item, and said why."""

    name: ClassVar[str] = "inspection.evidence-waived.v1"
    item: Reference
    reason: Prose


class WaiverWithdrawn(Event):
    """An item that the inspection was to go on without is wanted after all."""

    name: ClassVar[str] = "inspection.waiver-withdrawn.v1"
    item: Reference
    reason: Prose
    due: date


class ExtensionAsked(Event):
    """The provider asked for more time.

    Attributes:
        extension: the request's code: ``extension-1``.
        items: for what.
        until: the day that it asked for.
        reason: why it needs it.
    """

    name: ClassVar[str] = "inspection.extension-asked.v1"
    extension: Reference
    items: tuple[Reference, ...]
    until: date
    reason: Prose


class ExtensionGranted(Event):
    """The provider was given more time, for what had not come in meanwhile."""

    name: ClassVar[str] = "inspection.extension-granted.v1"
    extension: Reference
    items: tuple[Reference, ...]
    due: date


class ExtensionRefused(Event):
    """The provider was not given more time, and told why."""

    name: ClassVar[str] = "inspection.extension-refused.v1"
    extension: Reference
    reason: Prose


EvidenceEvent = (
    EvidenceRequested
    | FurtherEvidenceRequested
    | EvidenceLinked
    | EvidenceReceived
    | EvidenceReplaced
    | EvidenceOverdue
    | EvidenceChased
    | EvidenceEscalated
    | EvidenceWaived
    | WaiverWithdrawn
    | ExtensionAsked
    | ExtensionGranted
    | ExtensionRefused
)
