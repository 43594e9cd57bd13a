"""The first event of every record: that it was opened, and whether its time is real."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from domain.decider import Decided, Decider, rule, rules
from domain.given import Given
from domain.messages import Command, Event
from domain.refusals import Refusal
from domain.text import Opaque

__all__ = ["RECORD", "RECORD_STREAM", "OpenRecord", "Record", "RecordOpened"]

RECORD_STREAM = "record-0"


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
        """The stream that is commanded."""
        return RECORD_STREAM


class RecordOpened(Event):
    """A record was opened. It says of all that follows whether its time is real or simulated."""

    name: ClassVar[str] = "record.opened.v1"
    record: Opaque
    time: Literal["real", "simulated"]


@dataclass(frozen=True, slots=True)
class Record:
    """The record itself; ``opened`` is None before its first event."""

    opened: RecordOpened | None = None


@rule(OpenRecord, events=[RecordOpened], refusals=["record-opened"])
def open_record(state: Record, command: OpenRecord, _given: Given) -> Decided:
    """Opens a new record."""
    if state.opened is not None:
        return Refusal("record-opened", "This record has been opened already.")
    return (RecordOpened(record=command.record, time=command.time),)


def _evolve(_state: Record, event: RecordOpened) -> Record:
    return Record(opened=event)


RECORD = Decider(kind="record", initial=Record(), rules=rules([open_record]), evolve=_evolve)
"""The record itself."""
