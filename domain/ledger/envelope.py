"""The envelope: what is written down about every event, and the bytes that are hashed and kept for ever.

The bytes of an envelope are the RFC 8785 form of one JSON object. Two of its members are known only at the
moment of recording: ``previous`` (the digest of the stream's last event) and ``recorded_at``. They stand next
to each other in the canonical order, so a database can put them in between two ready-made pieces while it
holds the lock that orders all events. That is why no event can carry a time earlier than the one before it.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any, Generic, NamedTuple, TypeVar

from pydantic import TypeAdapter, ValidationError

from domain.canonical import canonical
from domain.ledger.columns import LAYOUT, event_in
from domain.messages import Event, Message

__all__ = [
    "Draft",
    "Envelope",
    "Recorded",
    "Unreadable",
    "around",
    "event_reader",
    "instant",
    "pieces",
    "read",
]

E = TypeVar("E", bound=Event)
# Quotes a text as RFC 8785 does; the rules hold it to that. The members of an envelope are always the same and in the
# same order, so they are written out below, in half the time that sorting them anew would take.
_quoted = json.encoder.encode_basestring


class Unreadable(Exception):
    """A recorded event that this version of Assay cannot read without guessing: an unknown name, field or version.

    Attributes:
        position: its place among all events; 0 where that is not known.
        name: its stored name.
        newer: only a newer version of Assay can have recorded it; else its bytes may have been changed since.
    """

    def __init__(self, sentence: str, position: int = 0, name: str = "", *, newer: bool = False) -> None:
        """Say which event cannot be read, and why."""
        super().__init__(sentence)
        self.position = position
        self.name = name
        self.newer = newer

    @classmethod
    def of_newer(cls, recorded: "Recorded", why: str) -> "Unreadable":
        """Of an event that only a newer version of Assay can have recorded.

        Args:
            recorded: the event.
            why: what is not understood about it, to follow its name.
        """
        sentence = (
            f"Event {recorded.position} is called {recorded.name}, {why}; a newer Assay is needed to read it."
        )
        return cls(sentence, recorded.position, recorded.name, newer=True)


class Envelope(Message, Generic[E]):
    """What is recorded about one event.

    Attributes:
        event_id: unique; derived from the command and the event's place among the command's events.
        stream: the stream it belongs to, opaque.
        version: its place in the stream, from 1.
        name: the event's stable, versioned name.
        schema_version: the version of this envelope's own layout.
        occurred_at: when it was so, in UTC: the instant of the decision.
        recorded_at: when it was written down, in UTC; never earlier than that of any event before it.
        actor: who, opaque.
        acting_role: in which role.
        authenticated_by: how Assay came to believe that it was them.
        command_id: the command it came from.
        correlation_id: the stream of the matter it belongs to; for a case, its inspection.
        causation_id: the event or command that led to the command, where there is one.
        previous: the digest of the event before it in the stream, in hexadecimal; None for the first.
        salt: 16 random bytes in hexadecimal, so that nobody can guess an event from its digest.
        data: the event itself.
    """

    event_id: str
    stream: str
    version: int
    name: str
    schema_version: int
    occurred_at: datetime
    recorded_at: datetime
    actor: str
    acting_role: str
    authenticated_by: str
    command_id: str
    correlation_id: str
    causation_id: str | None
    previous: str | None
    salt: str
    data: E

    def meaning(self, event: Event) -> "Envelope[Event]":
        """The same envelope around what its event means today; all else stays as it was stored."""
        return _layout(type(event)).model_construct(**{**dict(self), "data": event})


@dataclass(frozen=True, slots=True)
class Draft:
    """An event that has been decided and waits to be recorded; the store adds previous, recorded_at and salt."""

    event_id: str
    stream: str
    version: int
    occurred_at: datetime
    actor: str
    acting_role: str
    authenticated_by: str
    command_id: str
    correlation_id: str
    causation_id: str | None
    event: Event


class Recorded(NamedTuple):
    """An event as the store keeps it. A tuple, because the record is read by the million and this is the quickest.

    Attributes:
        position: its place among all events, from 1, dense and in commit order.
        stream: the stream it belongs to.
        version: its place in the stream, from 1.
        name: the event's stored name.
        digest: the RFC 6962 leaf hash of ``body``, 32 bytes.
        body: the envelope's bytes, exactly as they were hashed.
    """

    position: int
    stream: str
    version: int
    name: str
    digest: bytes
    body: bytes


def instant(at: datetime) -> str:
    """An instant as it is written in the record: UTC with microseconds and a ``Z``.

    Raises:
        ValueError: the instant has no time zone.
    """
    if at.tzinfo is None:
        raise ValueError("an instant in the record must have a time zone")
    return at.astimezone(UTC).isoformat(timespec="microseconds")[: -len("+00:00")] + "Z"


def pieces(draft: Draft, salt: bytes) -> tuple[bytes, bytes]:
    """The two ready-made pieces of an envelope's bytes.

    The whole is ``head + P + b',"recorded_at":"' + T + b'"' + tail`` where ``P`` is ``null`` or the digest of the
    stream's last event in hexadecimal between quotation marks, and ``T`` is :func:`instant` of the time of recording.

    Args:
        draft: the event.
        salt: 16 random bytes.
    """
    head = (
        f'{{"acting_role":{_quoted(draft.acting_role)},"actor":{_quoted(draft.actor)},'
        f'"authenticated_by":{_quoted(draft.authenticated_by)},'
        f'"causation_id":{"null" if draft.causation_id is None else _quoted(draft.causation_id)},'
        f'"command_id":{_quoted(draft.command_id)},"correlation_id":{_quoted(draft.correlation_id)},"data":'
    ).encode()
    middle = (
        f',"event_id":{_quoted(draft.event_id)},"name":{_quoted(draft.event.name)},'
        f'"occurred_at":"{instant(draft.occurred_at)}","previous":'
    ).encode()
    tail = (
        f',"salt":"{salt.hex()}","schema_version":{LAYOUT},'
        f'"stream":{_quoted(draft.stream)},"version":{draft.version}}}'
    ).encode()
    return head + canonical(draft.event.model_dump(mode="json")) + middle, tail


def assemble(head: bytes, tail: bytes, previous: bytes | None, recorded_at: str) -> bytes:
    """Put an envelope's bytes together, as every store does it."""
    quoted = b"null" if previous is None else b'"' + previous.hex().encode() + b'"'
    return head + quoted + b',"recorded_at":"' + recorded_at.encode() + b'"' + tail


_AROUND: TypeAdapter[Envelope[Any]] = TypeAdapter(Envelope[Any])
"""Reads what is recorded about an event, whatever the event says."""


@cache
def _layout(event: type[Event]) -> type[Envelope[Any]]:
    return Envelope[event]  # type: ignore[valid-type]  # the class is chosen by the stored name, at run time


def read(recorded: Recorded, event: type[E]) -> Envelope[E]:
    """Read a recorded event's bytes as the given class of event.

    Raises:
        Unreadable: the bytes have a field, type or envelope version that this version of Assay does not know.
    """
    try:
        envelope: Envelope[E] = _layout(event).model_validate_json(recorded.body)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise Unreadable(
            f"Event {recorded.position} ({recorded.name}) is not what this version of Assay knows by that name "
            f"({place}: {first['msg']}); a newer Assay recorded it, or its bytes were changed since.",
            recorded.position,
            recorded.name,
        ) from None
    if envelope.schema_version != LAYOUT:
        raise Unreadable.of_newer(recorded, f"written in layout {envelope.schema_version}")
    if envelope.name != event.name:
        sentence = f"Event {recorded.position} is kept as {recorded.name}, and calls itself {envelope.name}."
        raise Unreadable(sentence, recorded.position, recorded.name)
    return envelope


def around(recorded: Recorded, event: E) -> Envelope[E]:
    """The envelope of an event that was read from the very same bytes, which is not read a second time.

    Raises:
        ValidationError: the envelope is none; it was not read before.
    """
    stored = dict(_AROUND.validate_json(recorded.body))
    return Envelope[Any].model_construct(**{**stored, "data": event})


@cache
def event_reader(event: type[E]) -> Callable[[Recorded], E]:
    """Reads the event alone, without what is recorded about it: quicker than :func:`read`, and as strict.

    Where everything around the event looks just as :func:`pieces` writes it, only the event is taken apart. All other
    bytes are left to :func:`read`, which finds out whether anything is wrong with them, and what; it raises
    :class:`Unreadable` if so.
    """
    find = event_in(event.name)
    validate: Callable[[bytes], E] = TypeAdapter(event).validator.validate_json

    def read_event(recorded: Recorded) -> E:
        found = find(recorded.body)
        if found is not None:
            try:
                return validate(found)
            except ValidationError:
                pass
        return read(recorded, event).data

    return read_event


def open_envelope(body: bytes) -> dict[str, Any]:
    """An envelope's members as plain JSON values, for showing and for proofs; nothing is interpreted."""
    members: dict[str, Any] = json.loads(body)
    return members
