"""What happens to an alert."""

from datetime import date, datetime
from typing import ClassVar

from domain.cases.alerts.commands import Occasion
from domain.messages import Event, Message
from domain.privacy.boxes import Private
from domain.text import CaseStream, Digest, Opaque, Reference

__all__ = [
    "AlertAcknowledged",
    "AlertEvent",
    "AlertNoticeSent",
    "AlertRaised",
    "AlertTold",
    "AlertUnacknowledged",
    "Told",
]


class Told(Message):
    """Somebody who was told of an alert.

    Attributes:
        who: the person or the role, opaque: ``os-1002``, ``duty-manager``.
        at: when, in UTC.
    """

    who: Opaque
    at: datetime


class AlertRaised(Event):
    """The case showed that somebody is in danger.

    Attributes:
        inspection: the inspection.
        case: the case.
        number: counts the alerts of the case.
        what: what it shows.
        by: who raised it.
        told: who had been told by then, and when.
        due: the day by whose end somebody must have acknowledged it.
    """

    name: ClassVar[str] = "alert.raised.v1"
    inspection: Reference
    case: CaseStream
    number: int
    what: Private
    by: Opaque
    told: tuple[Told, ...]
    due: date


class AlertTold(Event):
    """More were told of an alert."""

    name: ClassVar[str] = "alert.told.v1"
    number: int
    told: tuple[Told, ...]


class AlertAcknowledged(Event):
    """Somebody has taken the alert up, and what is done about it."""

    name: ClassVar[str] = "alert.acknowledged.v1"
    number: int
    action: Private


class AlertUnacknowledged(Event):
    """The day of the alert ended and nobody had acknowledged it: it is escalated to the operations manager."""

    name: ClassVar[str] = "alert.unacknowledged.v1"
    number: int
    due: date


class AlertNoticeSent(Event):
    """A notice of the alert was sent, with the case and the number and nothing of what it shows; or it had no reader.

    Attributes:
        number: the alert.
        occasion: that it was raised, or that its day ended and nobody had acknowledged it.
        told: who was told, and when; empty where nobody could be.
        on_duty: whether they were on duty by the rota; else they are operations managers.
        document: the digest of the notice.
    """

    name: ClassVar[str] = "alert.notice-sent.v1"
    number: int
    occasion: Occasion
    told: tuple[Told, ...]
    on_duty: bool
    document: Digest


AlertEvent = AlertRaised | AlertTold | AlertAcknowledged | AlertUnacknowledged | AlertNoticeSent
