"""Hindsight: streams as they stood at a position of the record, for one who reads the record in order.

What a view says at a position must not depend on when it was worked out, or a rebuilt view would differ from one that
was kept up live. So the states that its rows are made of are folded up to that position and not beyond it.
"""

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from activities.ports import EventStore
from domain.deciders import EVENT_NAMES, decider_of
from domain.ledger.envelope import Envelope, Recorded, Unreadable
from domain.messages import Event

__all__ = ["Hindsight", "Read", "readable"]

REMEMBERED = 20_000
"""How many streams are remembered at most: a busy week's inspections with all their cases, some tens of megabytes."""

WORTH_READING = 1000
"""Events that somebody else has dealt with meanwhile and that are read to keep what is remembered; when there are more,
loading afresh the few streams that come up is less work."""

Read = tuple[Recorded, Envelope[Event]]
"""An event as it was stored, and as it is understood."""


def readable(batch: Sequence[Recorded]) -> list[Read]:
    """A batch as far as it can be read: all of it, or what is before the first event of a newer Assay.

    Raises:
        Unreadable: the very first event cannot be read.
    """
    found: list[Read] = []
    for each in batch:
        try:
            found.append((each, EVENT_NAMES.read(each)))
        except Unreadable:
            if not found:
                raise
            break
    return found


@dataclass(frozen=True, slots=True)
class _Known:
    version: int
    state: Any


class Hindsight:
    """The streams of a record as they stood at the last position that was moved to. Not to be shared by threads."""

    def __init__(self, store: EventStore, remembered: int = REMEMBERED) -> None:
        """Look back on a store's streams, remembering at most so many."""
        self._store = store
        self._limit = remembered
        self._memory: OrderedDict[str, _Known] = OrderedDict()
        self._position = 0

    def move_to(self, batch: Sequence[Read]) -> None:
        """Take the position of a batch's last event.

        Args:
            batch: events that follow on each other in the record; not empty.
        """
        first, last = batch[0][0].position, batch[-1][0].position
        missed = first - 1 - self._position
        if last < self._position or missed > WORTH_READING:
            self._memory.clear()
        elif missed > 0:
            self._catch_up(missed)
        self._take_in([each for each in batch if each[0].position > self._position])
        self._position = last

    def states(self, streams: Iterable[str]) -> dict[str, Any]:
        """The states of some streams at that position; of one without events by then, the initial one."""
        wanted = dict.fromkeys(streams)
        unknown = {stream: 0 for stream in wanted if stream not in self._memory}
        loaded = self._store.load(unknown) if unknown else {}
        for stream in wanted:
            if stream in unknown:
                by_then = [each for each in loaded.get(stream, ()) if each.position <= self._position]
                self._memory[stream] = _Known(len(by_then), self._folded(stream, by_then))
            self._memory.move_to_end(stream)
        found = {stream: self._memory[stream].state for stream in wanted}
        while len(self._memory) > self._limit:
            self._memory.popitem(last=False)
        return found

    def _catch_up(self, missed: int) -> None:
        try:
            read = readable(self._store.scan(self._position, missed))
        except Unreadable:
            read = []
        if len(read) == missed:
            self._take_in(read)
        else:  # a newer Assay has been past here: what is remembered no longer leads on
            self._memory.clear()

    def _take_in(self, batch: Sequence[Read]) -> None:
        for recorded, envelope in batch:
            known = self._memory.get(recorded.stream)
            if known is not None:
                state = decider_of(recorded.stream).evolve(known.state, envelope.data)
                self._memory[recorded.stream] = _Known(recorded.version, state)

    def _folded(self, stream: str, events: Iterable[Recorded]) -> Any:
        return decider_of(stream).fold(EVENT_NAMES.event(each) for each in events)
