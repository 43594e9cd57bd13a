"""A store of which somebody has changed something behind our back."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from adapters.outbound.store import Store
from domain.canonical import leaf_digest
from domain.ledger.envelope import Recorded

__all__ = ["Altered", "Change", "a_byte_of", "other", "rewritten"]

Change = Callable[[list[Recorded]], list[Recorded]]


class Altered:
    """The part of a store that a replay reads, with some streams changed; everything else is passed on."""

    def __init__(self, store: Store, stream_prefix: str, change: Change) -> None:
        self._store, self._prefix, self._change = store, stream_prefix, change

    def streams(self, prefix: str) -> Iterator[str]:
        return self._store.streams(prefix)

    def last_position(self) -> int:
        return self._store.last_position()

    def load(self, wanted: Mapping[str, int]) -> dict[str, Sequence[Recorded]]:
        found = self._store.load(wanted)
        return {
            stream: self._change(list(events)) if stream.startswith(self._prefix) else events
            for stream, events in found.items()
        }


def other(each: Recorded, body: bytes, digest: bytes) -> Recorded:
    """The same event with other bytes and another digest beside them."""
    return Recorded(each.position, each.stream, each.version, each.name, digest, body)


def a_byte_of(number: int) -> Change:
    """The last byte of one event is gone, counted from 0, and from the end if it is negative."""

    def change(events: list[Recorded]) -> list[Recorded]:
        if events:
            each = events[number]
            events[number] = other(each, each.body[:-1], each.digest)
        return events

    return change


def rewritten(old: bytes, new: bytes, of: bytes = b"ratings-decided") -> Change:
    """The whole chain made anew with other words in one event: only what follows from it can tell."""

    def change(events: list[Recorded]) -> list[Recorded]:
        made: list[Recorded] = []
        moved: dict[bytes, bytes] = {}
        for each in events:
            body = each.body
            if of in body:
                body = body.replace(old, new)
            for was, now in moved.items():
                body = body.replace(b'"previous":"' + was, b'"previous":"' + now)
            digest = leaf_digest(body)
            moved[each.digest.hex().encode()] = digest.hex().encode()
            made.append(other(each, body, digest))
        return made

    return change
