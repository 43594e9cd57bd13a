"""What a year comes to, as one digest: two years with the same digest have the same facts on their record.

The digest is SHA-256 over the canonical form of, for every stream by its id and every day of it in order: what people
did, in order, and what the machinery did. Of each event it has the name, the data, the actor and the role.

Left out, because it is different in every run and says nothing about what happened:

- ids of events and commands, digests and salts: they are drawn, or seal what is drawn. Of data, every value that is a
  SHA-256 digest is left out for the same reason; what it seals is in here by itself.
- times of day, and when something was written down: they tell how fast the machine was. The days stay.
- the boxes of private text, which are encrypted under keys that are drawn; that there is a box stays.
- which row of a list was drawn: nobody can choose it, so it is another one in every run. A case is called by its
  inspection and population, by whether it is read twice, and by its place among those of which all that is so; what
  befalls a case in a year goes by that (:mod:`benchmarks.year.reading`). How many were drawn, and what became of each,
  stays. A notice's way to its readers is called by the notice, which may be about a case.
- the streams that tell of the record itself (its opening, its keys), and how often a machine tried something.

What the machinery did on one day in one stream is sorted, and stands after what people did: a notice that goes out
while people go on working may be recorded before or after their next deed, and neither is more right.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import zip_longest
from typing import Any

from activities.ports import EventStore
from benchmarks.year.reading import lots_of
from domain.canonical import canonical, sha256_hex
from domain.cases.events import CaseSampled
from domain.deciders import EVENT_NAMES, kind_of
from domain.inspections.events import CaseListReceived, SampleDrawn, SecondReadsDrawn
from domain.ledger.envelope import Envelope
from domain.messages import Event
from domain.people.postings import NoticeHandedOver
from domain.people.roles import Role
from domain.working_days import london_date

__all__ = ["Facts", "differences", "digest_of", "facts_of", "recorded"]

LEFT_OUT_STREAMS = frozenset({"record", "checkpoint"})
ROWS: Mapping[type[Event], tuple[str, ...]] = {
    SampleDrawn: ("rows", "sub_samples"),
    CaseSampled: ("row", "stratum"),
}
"""The fields that name rows as they were drawn, or what goes with them."""

_ID = re.compile(r"(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])")
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


Facts = dict[str, list[list[Any]]]
"""For each stream, for each of its days: the day, what people did, and what the machinery did."""


def digest_of(found: Facts) -> str:
    """The digest of what happened; see the module."""
    return sha256_hex(canonical(found))


def differences(one: Facts, other: Facts) -> Iterator[str]:
    """Where two years differ: the stream, and the first day on which they do, as each year has it."""
    for stream in sorted({*one, *other}):
        here, there = one.get(stream, []), other.get(stream, [])
        for first, second in zip_longest(here, there):
            if first != second:
                yield f"{stream}:\n  {json.dumps(first)}\n  {json.dumps(second)}"
                break


def facts_of(events: Sequence[Envelope[Event]]) -> Facts:
    """What happened, by stream and day; see the module."""
    naming = _Naming(events)
    streams: dict[str, dict[date, tuple[list[object], list[object]]]] = {}
    for each in events:
        if kind_of(each.stream) in LEFT_OUT_STREAMS:
            continue
        days = streams.setdefault(naming.named(each.stream), {})
        people, machinery = days.setdefault(london_date(each.occurred_at), ([], []))
        data = each.data.model_dump(mode="json", exclude=set(ROWS.get(type(each.data), ())))
        fact = [each.name, _bare(data, naming), each.actor, each.acting_role]
        (machinery if each.acting_role == Role.MACHINERY.value else people).append(fact)
    return {
        stream: [
            [day.isoformat(), people, sorted(machinery, key=canonical)]
            for day, (people, machinery) in days.items()
        ]
        for stream, days in sorted(streams.items())
    }


class _Naming:
    """What cases and lists are called, whichever rows were drawn and whatever ids were."""

    def __init__(self, events: Iterable[Envelope[Event]]) -> None:
        """Learn it from the whole record."""
        self._names: dict[str, str] = {}
        samples: dict[str, dict[str, tuple[str, ...]]] = {}
        notices: dict[str, str] = {}
        twice: dict[str, set[str]] = {}
        for each in events:
            match each.data:
                case CaseListReceived() as received:
                    self._learn(received.list, f"{each.stream} {received.population}")
                case SampleDrawn() as drawn:
                    samples.setdefault(each.stream, {})[drawn.population] = drawn.cases
                case SecondReadsDrawn() as again:
                    twice.setdefault(each.stream, set()).update(again.cases)
                case NoticeHandedOver() as posted:
                    notices[each.stream] = posted.notice
                case _:
                    pass
        for stream, cases in samples.items():
            for case, lot in lots_of(cases, twice.get(stream, set())).items():
                self._learn(case, f"{stream} {lot.name}")
        for stream, notice in notices.items():
            self._learn(stream, f"way of {self.named(notice)}")  # a notice may be called by a case

    def _learn(self, stream: str, name: str) -> None:
        self._names[stream.rpartition("-")[2]] = f"<{name}>"

    def named(self, text: str) -> str:
        """A text in which every case and list is called by what it is."""
        return _ID.sub(lambda found: self._names.get(found[0], found[0]), text)


def _bare(value: object, naming: _Naming) -> object:
    """Data without what is different in every run."""
    match value:
        case Mapping():
            if "box" in value or "nonce" in value or "ciphertext" in value:
                return _BOX
            return {naming.named(key): _bare(each, naming) for key, each in value.items()}
        case list() | tuple():
            bare = [_bare(each, naming) for each in value]
            # Cases stand in the order of drawing, which is another one in every run.
            return sorted(bare, key=canonical) if _ID.search(str(value)) else bare
        case str() if _DIGEST.fullmatch(value):
            return None
        case str() if found := _INSTANT.match(value):
            return found.group(1)
        case str() if value.startswith("{"):
            return None  # the text of a trace, which is made of digests and of what is in here by itself
        case str():
            return naming.named(value)
        case _:
            return value
