"""The gate behind the case reads."""

from datetime import date
from typing import ClassVar

from domain.messages import Event, Message
from domain.text import (
    Digest,
    Opaque,
    Prose,
)

__all__ = [
    "CaseReadsClosed",
    "CaseReadsEvent",
    "CaseReadsReopened",
    "CaseUsed",
]


class CaseUsed(Message):
    """A case stream exactly as a decision used it.

    Attributes:
        stream: the case.
        version: its version at that moment.
        digest: the digest of its last event at that moment.
    """

    stream: Opaque
    version: int
    digest: Digest


class CaseReadsClosed(Event):
    """Every sampled case had been read; the gate lists them all as they stood.

    Attributes:
        cases: every sampled case.
        due: by when the next stage of its kind should be left; None where that stage has no date of its own.
    """

    name: ClassVar[str] = "inspection.case-reads-closed.v2"
    cases: tuple[CaseUsed, ...]
    due: date | None


class CaseReadsReopened(Event):
    """The case reads were opened again, so whatever was derived from them no longer stands."""

    name: ClassVar[str] = "inspection.case-reads-reopened.v1"
    reason: Prose
    due: date


CaseReadsEvent = CaseReadsClosed | CaseReadsReopened
