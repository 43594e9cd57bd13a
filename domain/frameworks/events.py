"""What happened to a framework. A change is told as a new version, never as an edit of one that was published."""

from datetime import date
from typing import ClassVar

from domain.frameworks.commands import ConsultationOutcome
from domain.frameworks.model import Framework, Slug, StandardNumber, Version
from domain.messages import Event
from domain.text import Digest, Opaque, Prose

__all__ = [
    "ConsultationDecided",
    "ConsultationOpened",
    "ConsultationSummaryPublished",
    "FrameworkEvent",
    "FrameworkProposed",
    "FrameworkPublished",
    "FrameworkRetired",
    "ResponseReceived",
]


class FrameworkProposed(Event):
    """A version of the framework was put forward.

    Attributes:
        content: the version, in full.
        digest: its digest.
        compared_with: the digest of the version that it would follow; ``None`` if it is the first.
        significant: the standards whose change is significant, so that publishing waits for a consultation.
    """

    name: ClassVar[str] = "framework.proposed.v1"
    content: Framework
    digest: Digest
    compared_with: Digest | None
    significant: tuple[StandardNumber, ...]


class ConsultationOpened(Event):
    """Views were asked for on the version proposed, exactly as it then was."""

    name: ClassVar[str] = "framework.consultation-opened.v1"
    framework: Slug
    version: Version
    digest: Digest
    significant: tuple[StandardNumber, ...]
    closes_on: date


class ResponseReceived(Event):
    """A response to the consultation came in.

    Attributes:
        version: the version consulted on.
        response: an opaque reference; it leads nowhere for whoever has only the record.
        confidential: whether its sender asked for confidence.
        document: the digest of the response, if it is kept.
    """

    name: ClassVar[str] = "framework.response-received.v1"
    version: Version
    response: Opaque
    confidential: bool
    document: Digest | None


class ConsultationSummaryPublished(Event):
    """The summary of the responses was published.

    Attributes:
        version: the version consulted on.
        summary: the summary.
        document: the digest of the paper, if there is one.
        responses: how many had come in.
        confidential: how many of them in confidence.
    """

    name: ClassVar[str] = "framework.consultation-summary-published.v1"
    version: Version
    summary: Prose
    document: Digest | None
    responses: int
    confidential: int


class ConsultationDecided(Event):
    """It was decided what follows from the consultation, and why."""

    name: ClassVar[str] = "framework.consultation-decided.v1"
    version: Version
    outcome: ConsultationOutcome
    reasons: Prose


class FrameworkPublished(Event):
    """A version of the framework was published; it stands for ever as its digest says."""

    name: ClassVar[str] = "framework.published.v1"
    version: Version
    digest: Digest
    in_force_from: date


class FrameworkRetired(Event):
    """A published version no longer applies to new inspections from a day on."""

    name: ClassVar[str] = "framework.retired.v1"
    version: Version
    digest: Digest
    retired_on: date
    reason: Prose


FrameworkEvent = (
    FrameworkProposed
    | ConsultationOpened
    | ResponseReceived
    | ConsultationSummaryPublished
    | ConsultationDecided
    | FrameworkPublished
    | FrameworkRetired
)
