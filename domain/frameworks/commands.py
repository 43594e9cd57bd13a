"""What may be asked about a framework: that it be proposed, consulted on, published, retired (004 §3.7, §6, §7)."""

from datetime import date
from typing import ClassVar, Literal

from pydantic import Field

from domain.frameworks.model import Framework, Slug, StandardNumber, Version
from domain.messages import Command
from domain.streams import framework_stream
from domain.text import Digest, Opaque, Prose

__all__ = [
    "ConsultationOutcome",
    "DecideOnConsultation",
    "FrameworkCommand",
    "OpenConsultation",
    "ProposeFramework",
    "PublishFramework",
    "PublishSummary",
    "RecordResponse",
    "RetireFramework",
]

ConsultationOutcome = Literal["proceed", "proceed-with-changes", "withdraw"]
"""What is decided after a consultation. After *proceed with changes* the proposal may be put once more, changed."""


class FrameworkOrder(Command):
    """A command about one framework."""

    framework: Slug

    @property
    def stream(self) -> str:
        """The framework, with every version of it."""
        return framework_stream(self.framework)


class ProposeFramework(FrameworkOrder):
    """Put forward a version of a framework; until it is published it may be put forward again, changed.

    Attributes:
        content: the version as proposed.
        significant: the numbers of the standards whose change is significant, so that it is consulted on first.
            A standard that comes or goes is significant without being named.
    """

    verb: ClassVar[str] = "propose-framework"
    content: Framework
    significant: tuple[StandardNumber, ...] = Field(default=(), max_length=200)


class OpenConsultation(FrameworkOrder):
    """Ask for views on the version that is proposed.

    Attributes:
        version: which one.
        closes_on: the last day on which responses are taken.
    """

    verb: ClassVar[str] = "open-consultation"
    version: Version
    closes_on: date


class RecordResponse(FrameworkOrder):
    """Record that a response came in. Who sent it is not recorded here: only a reference that means nothing.

    Attributes:
        version: the version consulted on.
        response: an opaque reference to the response.
        confidential: whether the sender asked for it to be kept confidential (004 §6).
        document: the digest of the response in the document store, if it is kept there.
    """

    verb: ClassVar[str] = "record-response"
    version: Version
    response: Opaque
    confidential: bool
    document: Digest | None = None


class PublishSummary(FrameworkOrder):
    """Publish the paper that sums up the responses (004 §7). It names nobody who asked for confidence.

    Attributes:
        version: the version consulted on.
        summary: the summary.
        document: the digest of the paper in the document store, if there is one.
    """

    verb: ClassVar[str] = "publish-summary"
    version: Version
    summary: Prose
    document: Digest | None = None


class DecideOnConsultation(FrameworkOrder):
    """Decide what follows from the consultation, with the reasons.

    Attributes:
        version: the version consulted on.
        outcome: what is decided.
        reasons: why.
    """

    verb: ClassVar[str] = "decide-on-consultation"
    version: Version
    outcome: ConsultationOutcome
    reasons: Prose


class PublishFramework(FrameworkOrder):
    """Publish the version that is proposed. From then on it is never changed.

    Attributes:
        version: which one.
        in_force_from: the first day on which inspections are announced under it.
    """

    verb: ClassVar[str] = "publish-framework"
    version: Version
    in_force_from: date


class RetireFramework(FrameworkOrder):
    """Retire a published version: no inspection is announced under it any more; those that pinned it go on.

    Attributes:
        version: which one.
        retired_on: the first day on which it no longer applies.
        reason: why.
    """

    verb: ClassVar[str] = "retire-framework"
    version: Version
    retired_on: date
    reason: Prose


FrameworkCommand = (
    ProposeFramework
    | OpenConsultation
    | RecordResponse
    | PublishSummary
    | DecideOnConsultation
    | PublishFramework
    | RetireFramework
)
