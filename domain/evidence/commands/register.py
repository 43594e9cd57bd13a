"""What may be asked of the register of evidence."""

from datetime import date
from typing import ClassVar

from pydantic import Field

from domain.evidence.commands.order import EntryOrder, RoomOrder
from domain.evidence.terms import EvidenceKind, EvidenceNote, FrameworkPlace, Voice
from domain.text import Digest, Line, Prose

__all__ = ["CorrectEvidence", "RegisterEvidence", "TakeUpEvidence", "WithdrawEvidence"]


class RegisterEvidence(EntryOrder):
    """Take a piece of evidence into the register.

    Attributes:
        kind: what it is.
        title: what it is called, naming nobody.
        bears_on: the standards, key questions and prompts that it bears on; give it once for each.
        true_from: the day, or the first day, of which it tells.
        true_to: the last day of which it tells, where there are several.
        source: where it comes from: a body or a capacity, never a name.
        document: the file; Assay keeps a copy of it under its digest.
        voice: whose experience of the service it tells, where it tells one.
        note: what was said or seen, kept sealed.
    """

    verb: ClassVar[str] = "register-evidence"
    kind: EvidenceKind
    title: Line
    bears_on: tuple[FrameworkPlace, ...] = Field(default=(), max_length=100)
    true_from: date
    true_to: date | None = None
    source: Line
    document: Digest | None = None
    voice: Voice | None = None
    note: EvidenceNote | None = None


class TakeUpEvidence(RoomOrder):
    """Take into the register whatever was asked for in advance and has come in since the last time."""

    verb: ClassVar[str] = "take-up-evidence"


class CorrectEvidence(EntryOrder):
    """Put right what the register says of a piece of evidence; what is not given stays as it is.

    Attributes:
        reason: what was wrong, naming nobody.
        title: what it is called, naming nobody.
        bears_on: all that it bears on, in place of what was there; give it once for each.
        true_from: the day, or the first day, of which it tells.
        true_to: the last day of which it tells.
        source: where it comes from: a body or a capacity, never a name.
        document: the file, in place of the one that was there.
        note: what was said or seen, in place of what was written down, kept sealed.
    """

    verb: ClassVar[str] = "correct-evidence"
    reason: Prose
    title: Line | None = None
    bears_on: tuple[FrameworkPlace, ...] = Field(default=(), max_length=100)
    true_from: date | None = None
    true_to: date | None = None
    source: Line | None = None
    document: Digest | None = None
    note: EvidenceNote | None = None


class WithdrawEvidence(EntryOrder):
    """Withdraw a piece of evidence, so that nothing may rest on it any more.

    Attributes:
        reason: why it is none, naming nobody.
    """

    verb: ClassVar[str] = "withdraw-evidence"
    reason: Prose
