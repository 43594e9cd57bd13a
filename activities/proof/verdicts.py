"""What verifying comes to: one word, and the first place where something does not hold."""

from dataclasses import dataclass, replace
from typing import Literal

from domain.ledger.sealed import Seal

__all__ = ["Broken", "Finding", "HandedOut", "Verdict", "Verification"]

Verdict = Literal["verified", "changed", "incomplete", "forked", "unsigned"]
"""Everything holds; something is not what it was; something is missing; two signed histories contradict each other;
nobody whose key is trusted has signed."""


@dataclass(frozen=True, slots=True)
class Finding:
    """The first thing that does not hold.

    Attributes:
        verdict: what that makes of the record.
        sentence: what was found, for people.
        position: the place among all events, where it is about one, or the first of several.
        until: the last of several.
        stream: the stream, where it is about one.
        version: the place in the stream.
        checkpoint: the number of the checkpoint that does not hold.
        refusal: the number of the entry of the refusals log.
        command_id: the command.
    """

    verdict: Verdict
    sentence: str
    position: int | None = None
    until: int | None = None
    stream: str | None = None
    version: int | None = None
    checkpoint: int | None = None
    refusal: int | None = None
    command_id: str | None = None


class Broken(Exception):
    """Something does not hold; the walk ends here."""

    def __init__(self, verdict: Verdict, sentence: str, **place: object) -> None:
        super().__init__(sentence)
        self.finding = replace(Finding(verdict, sentence), **place)  # type: ignore[arg-type]  # named by the caller

    @classmethod
    def of(cls, finding: Finding) -> "Broken":
        """The end of a walk with a finding that was made elsewhere."""
        broken = cls(finding.verdict, finding.sentence)
        broken.finding = finding
        return broken


@dataclass(frozen=True, slots=True)
class HandedOut:
    """A checkpoint that somebody outside has kept.

    Attributes:
        label: what to call it: the name of its file.
        note: the signed note.
        seal: what the note says.
    """

    label: str
    note: str
    seal: Seal


@dataclass(frozen=True, slots=True)
class Verification:
    """What was verified, and what came of it.

    Attributes:
        finding: the first thing that does not hold; None if everything does.
        origin: the record's name.
        events: how many were walked through.
        streams: how many streams they belong to.
        commands: how many answered commands they came from.
        refusals: how many entries the refusals log has.
        without_events: how many commands were answered with no event and no refusal, for nothing was left to do. No
            tree has them, so nothing vouches for how many there are.
        checkpoints: how many checkpoints hold.
        sealed: how many events the last of them covers.
        sealed_at: when it was signed.
        keys: the public keys that signed, oldest first.
        against: the checkpoints from outside that hold.
    """

    finding: Finding | None
    origin: str
    events: int
    streams: int
    commands: int
    refusals: int
    without_events: int
    checkpoints: int
    sealed: int
    sealed_at: str | None
    keys: tuple[str, ...]
    against: tuple[str, ...]

    @property
    def verdict(self) -> Verdict:
        """The one word."""
        return self.finding.verdict if self.finding else "verified"
