"""Events and appends for the tests of the event store, which does not care what is in them."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import ClassVar

from activities.ports import Append, Appended, EventStore, Head, RefusalNote, Wake, Write
from domain.ledger.envelope import Draft
from domain.messages import Event
from domain.refusals import Refusal

__all__ = [
    "NOON",
    "NOTHING",
    "Noted",
    "append",
    "digest_of",
    "drafts",
    "head",
    "note_refused",
    "recorded",
    "write",
]

NOON = datetime(2018, 3, 5, 12, 0, tzinfo=UTC)
NOTHING = Head(0, None)


class Noted(Event):
    """Somebody noted something down."""

    name: ClassVar[str] = "test.noted.v1"

    text: str


def digest_of(command_id: str, content: str = "") -> bytes:
    """What stands for the keyed digest of a command with some content."""
    return hashlib.sha256(f"{command_id}|{content}".encode()).digest()


def drafts(command_id: str, stream: str, after: int, texts: Sequence[str]) -> tuple[Draft, ...]:
    """Events with the given texts, to follow a version of a stream."""
    return tuple(
        Draft(
            event_id=f"{command_id}/{stream}/{index}",
            stream=stream,
            version=after + index + 1,
            occurred_at=NOON,
            actor="person-1",
            acting_role="lead-inspector",
            authenticated_by="os-user",
            command_id=command_id,
            correlation_id=stream,
            causation_id=None,
            event=Noted(text=text),
        )
        for index, text in enumerate(texts)
    )


def write(command_id: str, stream: str, at: Head = NOTHING, *texts: str) -> Write:
    """A write to one stream; one event if no texts are given."""
    return Write(stream, at, drafts(command_id, stream, at.version, texts or ("noted",)))


def append(
    command_id: str,
    *writes: Write,
    reads: Mapping[str, int] | None = None,
    wakes: Sequence[Wake] = (),
    at: datetime = NOON,
    content: str = "",
) -> Append:
    """One command's outcome. Its content, and nothing else, makes its digest."""
    return Append(command_id, digest_of(command_id, content), at, writes, reads or {}, tuple(wakes))


def recorded(store: EventStore, command_id: str, *writes: Write, **more: object) -> Appended:
    """Append and insist that it was recorded."""
    answer = store.append(replace(append(command_id, *writes), **more))  # type: ignore[arg-type]  # named by the caller
    assert isinstance(answer, Appended), answer
    return answer


def head(store: EventStore, stream: str) -> Head:
    """Where a stream stands."""
    events = store.load({stream: 0})[stream]
    return Head(events[-1].version, events[-1].digest) if events else NOTHING


def note_refused(
    command_id: str,
    code: str = "wrong-stage",
    content: str = "",
    at: datetime = NOON,
    stream: str = "inspection-1",
) -> RefusalNote:
    """A refusal to log."""
    return RefusalNote(
        command_id=command_id,
        command_digest=digest_of(command_id, content),
        at=at,
        stream=stream,
        verb="announce-inspection",
        actor="person-1",
        acting_role="lead-inspector",
        refusal=Refusal(code, "That cannot be done at this stage."),
    )
