"""What may be asked about an alert: that a case shows somebody in danger."""

from datetime import date, datetime
from typing import ClassVar, Literal

from pydantic import Field

from domain.cases.commands import CaseOrder
from domain.cases.streams import alerts_on
from domain.privacy.confidence import CaseNote
from domain.text import Digest, Opaque

__all__ = [
    "AcknowledgeAlert",
    "AlertOrder",
    "Occasion",
    "RaiseAlert",
    "RecordAlertNotice",
    "RecordAlertUnacknowledged",
    "TellOfAlert",
]

Occasion = Literal["raised", "unacknowledged"]
"""On what Assay sends a notice of an alert: that it was raised, or that its day ended before anybody took it up."""


class AlertOrder(CaseOrder):
    """A command about an alert of one case."""

    @property
    def stream(self) -> str:
        """The case's alerts."""
        return alerts_on(self.case)

    @property
    def subject(self) -> str:
        """Whom its private text is about."""
        return self.case


class RaiseAlert(AlertOrder):
    """Raise an alert: the case shows that somebody is in danger.

    Attributes:
        what: what it shows.
        told: who has been told, by role or opaque id.
        told_at: when they were told, with the time; now if nothing is said.
    """

    verb: ClassVar[str] = "raise-alert"
    what: CaseNote
    told: tuple[Opaque, ...] = Field(default=(), max_length=20)
    told_at: datetime | None = None


class TellOfAlert(AlertOrder):
    """Note who else was told of an alert.

    Attributes:
        number: the alert, counted from 1 within the case.
        told: who was told, by role or opaque id.
        told_at: when, with the time; now if nothing is said.
    """

    verb: ClassVar[str] = "tell-of-alert"
    number: int = Field(ge=1)
    told: tuple[Opaque, ...] = Field(min_length=1, max_length=20)
    told_at: datetime | None = None


class AcknowledgeAlert(AlertOrder):
    """Acknowledge an alert: somebody else than who raised it has taken it up.

    Attributes:
        number: the alert, counted from 1 within the case.
        action: what is done about it.
    """

    verb: ClassVar[str] = "acknowledge-alert"
    number: int = Field(ge=1)
    action: CaseNote


class RecordAlertUnacknowledged(AlertOrder):
    """Note that the day of an alert is over and nobody has acknowledged it."""

    verb: ClassVar[str] = "record-alert-unacknowledged"
    number: int = Field(ge=1)
    due: date


class RecordAlertNotice(AlertOrder):
    """Note to whom a notice of an alert went, or that it could go to nobody.

    Attributes:
        number: the alert, counted from 1 within the case.
        occasion: that it was raised, or that its day ended and nobody had acknowledged it.
        to: to whom it was handed over; empty where nobody could be told.
        on_duty: whether they were on duty by the rota; else they are operations managers.
        document: the digest of the notice.
    """

    verb: ClassVar[str] = "record-alert-notice"
    number: int = Field(ge=1)
    occasion: Occasion
    to: tuple[Opaque, ...] = Field(max_length=200)
    on_duty: bool
    document: Digest
