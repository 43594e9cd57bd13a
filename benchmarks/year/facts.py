"""What a year comes to, as one digest: two years with the same digest have the same facts on their record.

The digest is SHA-256 over the canonical form of, for every stream by its id and every day of it in order: what people
did, in order, and what the machinery did. Of each event it has the name, the data, the actor and the role.

Left out, because it is different in every run and says nothing about what happened:

- ids of events and commands, digests and salts: they are drawn, or seal what is drawn. Of data, every value that is a
  SHA-256 digest is left out for the same reason; what it seals is in here by itself.
- times of day, and when something was written down: they tell how fast the machine was. The days stay.
- the boxes of private text, which are encrypted under keys that are drawn; that there is a box stays.
- the streams that tell of the record itself (its opening, its keys), and how often a machine tried something.

What the machinery did on one day in one stream is sorted, and stands after what people did: a notice that goes out
while people go on working may be recorded before or after their next deed, and neither is more right.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from activities.ports import EventStore
from domain.canonical import canonical, sha256_hex
from domain.ledger.envelope import Envelope
from domain.messages import Event
from domain.people.roles import Role
from domain.rooms import EVENT_NAMES, kind_of
from domain.working_days import london_date

__all__ = ["facts_digest", "recorded"]

LEFT_OUT_STREAMS = frozenset({"record", "checkpoint"})
_DIGEST = re.compile(r"[0-9a-f]{64}")
_INSTANT = re.compile(r"(\d{4}-\d\d-\d\d)T\d\d:\d\d")
_BOX = "a box"
BATCH = 2000


def recorded(store: EventStore) -> Iterator[Envelope[Event]]:
    """Every event of a record, in order of recording."""
    position = 0
    while batch := store.scan(position, BATCH):
        for each in batch:
            yield EVENT_NAMES.read(each)
        position = batch[-1].position


def facts_digest(events: Iterable[Envelope[Event]]) -> str:
    """The digest of what happened; see the module."""
    streams: dict[str, dict[date, tuple[list[object], list[object]]]] = {}
    for each in events:
        if kind_of(each.stream) in LEFT_OUT_STREAMS:
            continue
        days = streams.setdefault(each.stream, {})
        people, machinery = days.setdefault(london_date(each.occurred_at), ([], []))
        fact = [each.name, _bare(each.data.model_dump(mode="json")), each.actor, each.acting_role]
        (machinery if each.acting_role == Role.MACHINERY.value else people).append(fact)
    told = {
        stream: [
            [day.isoformat(), people, sorted(machinery, key=_key)]
            for day, (people, machinery) in days.items()
        ]
        for stream, days in streams.items()
    }
    return sha256_hex(canonical(told))


def _key(fact: object) -> bytes:
    return canonical(fact)


def _bare(value: object) -> object:
    """Data without what is different in every run."""
    match value:
        case Mapping():
            if "box" in value or "nonce" in value or "ciphertext" in value:
                return _BOX
            return {key: _bare(each) for key, each in value.items()}
        case list() | tuple():
            return [_bare(each) for each in value]
        case str() if _DIGEST.fullmatch(value):
            return None
        case str() if found := _INSTANT.match(value):
            return found.group(1)
        case str() if value.startswith("{"):
            return None  # the text of a trace, which is made of digests and of what is in here by itself
        case _:
            return value
