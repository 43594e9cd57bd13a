"""What is recorded about the record itself: that it was opened, whether its time is real, and who signs for it."""

from dataclasses import dataclass, replace
from typing import Annotated, ClassVar, Literal

from pydantic import StringConstraints

from domain.decider import Decided, Decider, rule, rules
from domain.given import Given
from domain.messages import Command, Event
from domain.refusals import Refusal
from domain.text import Line, Opaque

__all__ = [
    "RECORD",
    "RECORD_STREAM",
    "SIMULATED",
    "OpenRecord",
    "Record",
    "RecordOpened",
    "RotateSealingKey",
    "SealingKeyRotated",
]

RECORD_STREAM = "record-0"

SIMULATED = (
    "The time of this record is simulated: it was made to show or try something, and is the record of no real "
    "inspection."
)
"""What is said of a record whose time is simulated, wherever something of it is told to an auditor."""

SignedNote = Annotated[str, StringConstraints(pattern=r"^[^\x00-\x09\x0b-\x1f\x7f]+\n$", max_length=4000)]
"""A signed note, kept to the letter: what is signed includes its last line break."""


SignedNoteKept = Annotated[str, StringConstraints(pattern=r"^[^\x00-\x09\x0b-\x1f\x7f]+$", max_length=4000)]
"""A signed note as it stands in the record: the first ones lost their last line break, and so vouch for nothing."""


class OpenRecord(Command):
    """Open a new record.

    Attributes:
        record: its identity, opaque.
        time: ``simulated`` for a throwaway record whose clock is driven by hand.
    """

    verb: ClassVar[str] = "open-record"
    record: Opaque
    time: Literal["real", "simulated"]

    @property
    def stream(self) -> str:
        """The record itself."""
        return RECORD_STREAM


class RotateSealingKey(Command):
    """Sign checkpoints with another key from now on.

    Attributes:
        number: which key the new one is, the first being 1.
        old: the verifier key that signed until now.
        new: the verifier key that signs from now on.
        note: a note that names the new key, signed with the old one.
    """

    verb: ClassVar[str] = "rotate-sealing-key"
    number: int
    old: Line
    new: Line
    note: SignedNote

    @property
    def stream(self) -> str:
        """The record itself."""
        return RECORD_STREAM


class RecordOpened(Event):
    """A record was opened. It says of all that follows whether its time is real or simulated."""

    name: ClassVar[str] = "record.opened.v1"
    record: Opaque
    time: Literal["real", "simulated"]


class SealingKeyRotated(Event):
    """Checkpoints that include this event are signed with the new key; the old one vouches for it in the note."""

    name: ClassVar[str] = "record.sealing-key-rotated.v1"
    number: int
    old: Line
    new: Line
    note: SignedNoteKept


@dataclass(frozen=True, slots=True)
class Record:
    """The record itself; ``opened`` is None before its first event, ``sealing_key`` until the first rotation."""

    opened: RecordOpened | None = None
    sealing_key: str | None = None
    sealing_keys: int = 1


@rule(OpenRecord, events=[RecordOpened], refusals=["record-opened"])
def open_record(state: Record, command: OpenRecord, _given: Given) -> Decided:
    """Opens a new record."""
    if state.opened is not None:
        return Refusal("record-opened", "This record has been opened already.")
    return (RecordOpened(record=command.record, time=command.time),)


@rule(RotateSealingKey, events=[SealingKeyRotated], refusals=["record-not-opened", "not-the-next-key"])
def rotate_sealing_key(state: Record, command: RotateSealingKey, _given: Given) -> Decided:
    """Signs checkpoints with another key from now on."""
    if state.opened is None:
        return Refusal("record-not-opened", "This record has not been opened yet.")
    follows = state.sealing_key in (None, command.old) and command.number == state.sealing_keys + 1
    if not follows or command.new == command.old:
        return Refusal(
            "not-the-next-key",
            f"The record is sealed with its key number {state.sealing_keys}, and only that one names the next.",
        )
    return (SealingKeyRotated(number=command.number, old=command.old, new=command.new, note=command.note),)


def _evolve(state: Record, event: RecordOpened | SealingKeyRotated) -> Record:
    match event:
        case RecordOpened():
            return replace(state, opened=event)
        case SealingKeyRotated():
            return replace(state, sealing_key=event.new, sealing_keys=event.number)


RECORD = Decider(
    kind="record", initial=Record(), rules=rules([open_record, rotate_sealing_key]), evolve=_evolve
)
"""The record itself."""
