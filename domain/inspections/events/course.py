"""Announcing, deferring, resuming, cancelling and closing an inspection, and what befalls its deadlines and notices."""

from datetime import date
from typing import ClassVar

from domain.inspections.stages import Stage
from domain.messages import Event, Message
from domain.text import (
    Code,
    Digest,
    Line,
    Opaque,
    PersonStream,
    Prose,
    Reference,
)

__all__ = [
    "CourseEvent",
    "DeadlineMoved",
    "InspectionAnnounced",
    "InspectionCancelled",
    "InspectionClosed",
    "InspectionDeferred",
    "InspectionResumed",
    "NoticeSent",
    "Pin",
    "StageOverdue",
]


class Pin(Message):
    """A dated rule that the inspection is bound to for ever, whatever is published later.

    Attributes:
        id: which framework, scheme or protocol.
        version: its version.
        digest: the digest of its content, so that nothing else can be put in its place.
    """

    id: str
    version: str
    digest: Digest


class InspectionAnnounced(Event):
    """An inspection was announced to a provider; its rules are pinned from here on."""

    name: ClassVar[str] = "inspection.announced.v1"
    inspection: Reference
    provider: Reference
    provider_name: Line
    protocol: Pin
    framework: Pin
    scheme: Pin
    lead: Opaque
    announced_on: date
    fieldwork_from: date
    fieldwork_to: date
    request_due: date


class InspectionClosed(Event):
    """The action plan was followed to its end and the inspection was closed."""

    name: ClassVar[str] = "inspection.closed.v1"
    closed_on: date


class StageOverdue(Event):
    """The date by which a stage should have been left passed."""

    name: ClassVar[str] = "inspection.stage-overdue.v1"
    stage: Stage
    due: date


class DeadlineMoved(Event):
    """A running deadline was moved, with the reason."""

    name: ClassVar[str] = "inspection.deadline-moved.v1"
    deadline: Code
    was: date
    due: date
    reason: Prose


class NoticeSent(Event):
    """A notice went out.

    Attributes:
        notice: which one; each is sent once.
        document: digest of what was sent.
        to: the persons to whom it was addressed, opaque; none where the provider has no contact.
    """

    name: ClassVar[str] = "inspection.notice-sent.v2"
    notice: Code
    document: Digest
    to: tuple[PersonStream, ...]


class InspectionDeferred(Event):
    """The inspection was put off; it stays where it was until it is resumed."""

    name: ClassVar[str] = "inspection.deferred.v1"
    reason: Prose
    deferred_on: date
    until: date


class InspectionResumed(Event):
    """A deferred inspection went on; running deadlines were moved by the working days lost.

    Attributes:
        deadlines: each deadline that still ran when the inspection was put off, with its new date.
    """

    name: ClassVar[str] = "inspection.resumed.v1"
    deadlines: tuple[tuple[Code, date], ...]


class InspectionCancelled(Event):
    """The inspection was given up for good, with the reason."""

    name: ClassVar[str] = "inspection.cancelled.v1"
    reason: Prose


CourseEvent = (
    InspectionAnnounced
    | InspectionClosed
    | StageOverdue
    | DeadlineMoved
    | NoticeSent
    | InspectionDeferred
    | InspectionResumed
    | InspectionCancelled
)
