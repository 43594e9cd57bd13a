"""The register of evidence: what there is, what it bears on, when it was true and when it was recorded."""

from datetime import date
from typing import ClassVar

from domain.evidence.terms import EvidenceKind, FrameworkPlace, Voice
from domain.messages import Event, Message
from domain.text import Digest, Line, Opaque, Prose, Reference

__all__ = ["Entry", "EvidenceCorrected", "EvidenceRegistered", "EvidenceWithdrawn", "RegisterEvent"]


class Entry(Message):
    """One piece of evidence as the register has it.

    Attributes:
        kind: what it is.
        title: what it is called, in words that name nobody.
        bears_on: the standards, key questions and prompts that it bears on.
        true_from: the day, or the first day, of which it tells; None where nobody has said.
        true_to: the last day of which it tells; None for a single day.
        source: where it comes from: a body or a capacity, never a name.
        document: the digest of the file, where there is one.
        voice: whose experience of the service it tells; None where it tells nobody's.
    """

    kind: EvidenceKind
    title: Line
    bears_on: tuple[FrameworkPlace, ...]
    true_from: date | None
    true_to: date | None
    source: Line
    document: Digest | None
    voice: Voice | None


class EvidenceRegistered(Event):
    """A piece of evidence was taken into the register.

    Attributes:
        entry: its code.
        content: what it is.
        recorded_on: the day on which it was recorded, which is another than the day of which it tells.
        account: the stream that keeps what people said, sealed; None where nothing is kept.
    """

    name: ClassVar[str] = "evidence.registered.v1"
    entry: Reference
    content: Entry
    recorded_on: date
    account: Opaque | None


class EvidenceCorrected(Event):
    """What the register said of a piece of evidence was put right; what it said before stays on the record."""

    name: ClassVar[str] = "evidence.corrected.v1"
    entry: Reference
    content: Entry
    recorded_on: date
    account: Opaque | None
    reason: Prose


class EvidenceWithdrawn(Event):
    """A piece of evidence was found not to be one, so nothing may rest on it any more."""

    name: ClassVar[str] = "evidence.withdrawn.v1"
    entry: Reference
    recorded_on: date
    reason: Prose


RegisterEvent = EvidenceRegistered | EvidenceCorrected | EvidenceWithdrawn
