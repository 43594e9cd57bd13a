"""The evidence that the provider is asked for in advance."""

from datetime import date
from typing import ClassVar, Literal

from pydantic import Field

from domain.inspections.commands.order import InspectionOrder
from domain.inspections.events import EvidenceItem
from domain.text import (
    Digest,
    HeldCode,
    Prose,
    Reference,
)

__all__ = [
    "AskForExtension",
    "ChaseEvidence",
    "EscalateEvidence",
    "GrantExtension",
    "LinkEvidence",
    "ReceiveEvidence",
    "RefuseExtension",
    "ReplaceEvidence",
    "RequestEvidence",
    "RequestFurtherEvidence",
    "WaiveEvidence",
    "WithdrawWaiver",
]


class _Asking(InspectionOrder):
    """A request for evidence.

    Attributes:
        items: what is wanted.
        due: the last day for it; if not given, by the protocol's period.
        links: what is held already and therefore not asked for: the item, and the holding's code; of a provider whose
            place this one took, with that provider before it: nps-old/h1.
        again: why an item is asked for that came in or was asked for in the same year: the item, and the reason.
    """

    items: tuple[EvidenceItem, ...] = Field(min_length=1, max_length=500)
    due: date | None = None
    links: tuple[tuple[Reference, HeldCode], ...] = ()
    again: tuple[tuple[Reference, Prose], ...] = ()


class RequestEvidence(_Asking):
    """Ask the provider for documents and data in advance."""

    verb: ClassVar[str] = "request-evidence"


class RequestFurtherEvidence(_Asking):
    """Ask the provider for more, after the first request."""

    verb: ClassVar[str] = "request-further-evidence"


class LinkEvidence(InspectionOrder):
    """Take what is held about the provider, or one whose place it took, for an item that is awaited.

    Attributes:
        holding: what is held, by its code; with that other provider before it, as in nps-old/h1.
    """

    verb: ClassVar[str] = "link-evidence"
    item: Reference
    holding: HeldCode


class ReceiveEvidence(InspectionOrder):
    """Note that an item has come in.

    Attributes:
        true_from: the first day of which it tells.
        true_to: the last day of which it tells; the first, if not given.
    """

    verb: ClassVar[str] = "receive-evidence"
    item: Reference
    document: Digest | None = None
    true_from: date | None = None
    true_to: date | None = None


class ReplaceEvidence(InspectionOrder):
    """Put a better document in the place of the one that came in.

    Attributes:
        true_from: the first day of which it tells.
        true_to: the last day of which it tells; the first, if not given.
    """

    verb: ClassVar[str] = "replace-evidence"
    item: Reference
    document: Digest
    reason: Prose
    true_from: date | None = None
    true_to: date | None = None


class ChaseEvidence(InspectionOrder):
    """Remind the provider of what is missing and set a new date."""

    verb: ClassVar[str] = "chase-evidence"
    due: date | None = None


class EscalateEvidence(InspectionOrder):
    """Take what is overdue to somebody above the lead inspector.

    Attributes:
        to: in which role that somebody acts.
    """

    verb: ClassVar[str] = "escalate-evidence"
    to: Literal["operations-manager", "panel-chair", "chief-inspector"]
    reason: Prose


class WaiveEvidence(InspectionOrder):
    """Go on without an item."""

    verb: ClassVar[str] = "waive-evidence"
    item: Reference
    reason: Prose


class WithdrawWaiver(InspectionOrder):
    """Want an item after all that the inspection was to go on without."""

    verb: ClassVar[str] = "withdraw-waiver"
    item: Reference
    reason: Prose
    due: date | None = None


class AskForExtension(InspectionOrder):
    """Ask for more time to hand evidence in.

    Attributes:
        items: for what, by their codes; everything that is awaited, if none is named.
        provider: where several are inspected, for everything that is awaited of this one.
        until: the day until which it is needed.
    """

    verb: ClassVar[str] = "ask-for-extension"
    items: tuple[Reference, ...] = ()
    provider: Reference | None = None
    until: date
    reason: Prose


class GrantExtension(InspectionOrder):
    """Give the provider more time.

    Attributes:
        extension: the request for it, by its code.
        due: the new date; the one asked for, if not given.
    """

    verb: ClassVar[str] = "grant-extension"
    extension: Reference
    due: date | None = None


class RefuseExtension(InspectionOrder):
    """Give the provider no more time.

    Attributes:
        extension: the request for it, by its code.
    """

    verb: ClassVar[str] = "refuse-extension"
    extension: Reference
    reason: Prose
