"""The record as rows: what the store keeps of each event, command, refusal and checkpoint."""

from typing import NamedTuple

__all__ = ["AttentionRow", "CheckpointRow", "CommandRow", "EventRow", "RefusalRow"]


class EventRow(NamedTuple):
    """An event with all that the store keeps about it."""

    position: int
    stream: str
    version: int
    name: str
    recorded_at: str
    command_id: str
    digest: bytes
    body: bytes


class CommandRow(NamedTuple):
    """That a command id was used, and for what: the positions of its events, both 0 if it had none; or a refusal."""

    command_id: str
    digest: bytes
    first_position: int
    last_position: int
    refusal: int | None


class RefusalRow(NamedTuple):
    """An entry of the refusals log."""

    number: int
    command_id: str
    digest: bytes
    at: str
    stream: str
    verb: str
    actor: str
    acting_role: str
    code: str
    sentence: str


class CheckpointRow(NamedTuple):
    """A signed checkpoint as it stands in its table: the note that was signed, with its root and size beside it."""

    number: int
    size: int
    root: bytes
    note: str
    at: str
    occasion: str


class AttentionRow(NamedTuple):
    """How far a workflow has attended to what concerns it."""

    stream: str
    owed: int
    loud: int
    acknowledged: int
    since: str | None
