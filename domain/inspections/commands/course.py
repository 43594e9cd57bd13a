"""Announcing, deferring, resuming, cancelling and closing an inspection, and what befalls its deadlines and notices."""

from datetime import date
from typing import ClassVar, Literal

from pydantic import Field

from domain.inspections.commands.order import InspectionOrder
from domain.text import (
    Code,
    Digest,
    Line,
    NoticeCode,
    Opaque,
    Prose,
    ReaderStream,
    Reference,
)

__all__ = [
    "AnnounceInspection",
    "CancelInspection",
    "CloseInspection",
    "DeferInspection",
    "MoveDeadline",
    "NoteTold",
    "RecordDeadlinePassed",
    "RecordNoticeSent",
    "ResumeInspection",
]


class AnnounceInspection(InspectionOrder):
    """Announce an inspection to a provider and pin its rules.

    Attributes:
        provider: which provider; where there are several, the first.
        protocol: which kind of inspection, by the id of its protocol.
        lead: the lead inspector's user id, such as os-1000.
        fieldwork_from: first day of fieldwork.
        fieldwork_to: last planned day of fieldwork.
        also: another provider that it looks at, for a kind that looks at several or at an area.
        area: the area, for a kind that looks at one.
        subject: what it is about, for a kind that has a topic or an occasion of its own; never who.
        requested_by: at whose request it is carried out, for a kind that needs one: a post or a body.
    """

    verb: ClassVar[str] = "announce-inspection"
    provider: Reference
    protocol: Reference
    lead: Opaque
    fieldwork_from: date
    fieldwork_to: date
    also: tuple[Reference, ...] = Field(default=(), max_length=100)
    area: Line | None = None
    subject: Line | None = None
    requested_by: Line | None = None


class CloseInspection(InspectionOrder):
    """Close an inspection whose action plan has been followed to its end."""

    verb: ClassVar[str] = "close-inspection"


class MoveDeadline(InspectionOrder):
    """Move a running deadline.

    Attributes:
        deadline: which one.
        due: the new date.
        reason: why; a provider whose own day moves, for evidence or points of factual accuracy, is told it.
    """

    verb: ClassVar[str] = "move-deadline"
    deadline: Code
    due: date
    reason: Prose


class DeferInspection(InspectionOrder):
    """Put the inspection off."""

    verb: ClassVar[str] = "defer-inspection"
    reason: Prose
    until: date


class ResumeInspection(InspectionOrder):
    """Go on with a deferred inspection."""

    verb: ClassVar[str] = "resume-inspection"


class CancelInspection(InspectionOrder):
    """Cancel the inspection for good."""

    verb: ClassVar[str] = "cancel-inspection"
    reason: Prose


class RecordDeadlinePassed(InspectionOrder):
    """Note that a deadline has passed; given by the machinery.

    Attributes:
        deadline: which one.
        due: the date that passed.
    """

    verb: ClassVar[str] = "record-deadline-passed"
    deadline: Code
    due: date


class RecordNoticeSent(InspectionOrder):
    """Note that a notice has gone out; given by the machinery."""

    verb: ClassVar[str] = "record-notice-sent"
    notice: Code
    document: Digest
    to: tuple[ReaderStream, ...] = ()


class NoteTold(InspectionOrder):
    """Note that somebody was told by other means what no notice told them.

    Attributes:
        how: by which means, and to which post or body; never a person's name.
        notice: the notice, by its code, where several reached nobody or not everybody. That of a notice about
            the action plan begins with action-plan-; of several plans, it ends with -to- and whose it is.
        reader: who was told, where the notice missed several.
        everything: yes, if everybody was told so whom this notice, or any if none is given, did not reach.
    """

    verb: ClassVar[str] = "note-told"
    how: Prose
    notice: NoticeCode | None = None
    reader: ReaderStream | None = None
    everything: Literal["yes"] | None = None
