"""Announcing, deferring, resuming, cancelling and closing an inspection, and what befalls its deadlines and notices."""

from datetime import date
from typing import ClassVar

from domain.dated_rules.pins import Pin
from domain.inspections.stages import IN_PROGRESS, Stage
from domain.messages import Event, Message
from domain.text import (
    Code,
    Digest,
    Line,
    Opaque,
    Prose,
    ReaderStream,
    Reference,
)

__all__ = [
    "CourseEvent",
    "DeadlineMoved",
    "Inspected",
    "InspectionAnnounced",
    "InspectionCancelled",
    "InspectionClosed",
    "InspectionDeferred",
    "InspectionResumed",
    "NoticeSent",
    "NoticeUndelivered",
    "Pin",
    "StageOverdue",
    "ToldOtherwise",
]


class Inspected(Message):
    """A provider that an inspection looks at besides the first.

    Attributes:
        provider: its short code.
        provider_name: its name on that day.
    """

    provider: Reference
    provider_name: Line


class InspectionAnnounced(Event):
    """An inspection was announced; its rules are pinned from here on.

    Attributes:
        inspection: its reference.
        provider: the provider that is inspected; where there are several, the first.
        provider_name: its name on that day.
        others: the other providers, for a kind that looks at several or at an area.
        area: the area, for a kind that looks at one.
        subject: what it is about, for a kind that has a topic or an occasion of its own.
        requested_by: at whose request it is carried out; None where it is of the inspectorate's own programme.
        protocol: the kind of inspection.
        framework: the standards framework; None where the kind has none.
        scheme: the rating scheme; None where it is told in words alone.
        stages: the stages that the kind has, in order.
        signatories: the partners who must sign the report too.
        lead: the lead inspector, opaque.
        announced_on: the day.
        fieldwork_from: the first day of fieldwork.
        fieldwork_to: its last planned day.
        request_due: by when evidence is to be asked for; None where the kind asks for none.
    """

    name: ClassVar[str] = "inspection.announced.v2"
    inspection: Reference
    provider: Reference
    provider_name: Line
    others: tuple[Inspected, ...] = ()
    area: Line | None = None
    subject: Line | None = None
    requested_by: Line | None = None
    protocol: Pin
    framework: Pin | None
    scheme: Pin | None
    stages: tuple[Stage, ...] = IN_PROGRESS
    signatories: tuple[Reference, ...] = ()
    lead: Opaque
    announced_on: date
    fieldwork_from: date
    fieldwork_to: date
    request_due: date | None

    @property
    def providers(self) -> tuple[str, ...]:
        """Every provider that is inspected, by its short code, the first first."""
        return (self.provider, *(each.provider for each in self.others))


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
    """A running deadline was moved, with the reason.

    Attributes:
        deadline: which one, by its code.
        was: the day as it ran.
        due: the day as it runs from then on.
        reason: why; providers whose day it is are told it.
        told: whether they are told of it by a notice.
    """

    name: ClassVar[str] = "inspection.deadline-moved.v2"
    deadline: Code
    was: date
    due: date
    reason: Prose
    told: bool = True


class NoticeSent(Event):
    """A notice went out.

    Attributes:
        notice: which one; each is sent once.
        document: digest of what was sent.
        to: the persons to whom it was addressed, opaque: a provider's contacts, or those on the staff who act in a
            role; none where nobody's address is known.
    """

    name: ClassVar[str] = "inspection.notice-sent.v3"
    notice: Code
    document: Digest
    to: tuple[ReaderStream, ...]


class ToldOtherwise(Event):
    """Somebody was told by other means what Assay could tell nobody.

    Attributes:
        notices: the notices that nobody could be sent, by their codes.
        how: by which means, and to which post or body.
        told_on: the day on which that was noted.
        reader: who was told, of several whom they did not reach; None for all of them.
    """

    name: ClassVar[str] = "inspection.told-otherwise.v2"
    notices: tuple[Code, ...]
    how: Prose
    told_on: date
    reader: ReaderStream | None


class NoticeUndelivered(Event):
    """A notice did not reach one of its readers: the address was refused for good, or the notice came back.

    Attributes:
        notice: which notice, by its code.
        reader: whom it did not reach.
    """

    name: ClassVar[str] = "inspection.notice-undelivered.v1"
    notice: Code
    reader: ReaderStream


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
    | ToldOtherwise
    | NoticeUndelivered
    | InspectionDeferred
    | InspectionResumed
    | InspectionCancelled
)
