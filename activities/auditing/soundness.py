"""Whether a stream is what was recorded: nothing is understood before its bytes and its chain were found sound."""

import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, NamedTuple

from activities.commanding.records import Standing
from activities.ports import Head
from domain.canonical import leaf_digest
from domain.deciders import EVENT_NAMES, decider_of
from domain.ledger.columns import acting_role_in, command_in, in_its_place
from domain.ledger.envelope import Recorded, Unreadable, open_envelope
from domain.messages import Event

__all__ = [
    "Fault",
    "Folds",
    "FoundSound",
    "Part",
    "Sound",
    "Verdict",
    "acting_role_of",
    "command_of",
    "recorded_on",
    "sound_part",
]

REMEMBERED = 20_000
"""Events that are remembered at most: seven inspections of the largest kind, some tens of megabytes."""

Verdict = Literal["verified", "changed", "incomplete", "rating-differs", "newer", "not-authorised"]
"""What a replay comes to: everything holds; bytes are not what was recorded; something that was used is missing;
the ratings that were recorded do not follow from the record; it goes on with what only a newer Assay can read; or
something was recorded in a role that may not do it. The verifiers of a dossier use the same words."""


@dataclass(frozen=True, slots=True)
class Fault(Exception):
    """Something that does not hold, and where."""

    verdict: Verdict
    place: str


class Sound(NamedTuple):
    """An event whose bytes are what was recorded, and that follows the one before it in its stream.

    Attributes:
        recorded: as it is kept.
        event: what it means today.
        occurred_at: when it was so, as written in the record; such texts are in the order of the times they name.
        recorded_at: when it was written down, likewise.
    """

    recorded: Recorded
    event: Event
    occurred_at: str
    recorded_at: str


@dataclass(frozen=True, slots=True)
class Part:
    """A stream as far as it holds.

    Attributes:
        sound: its events up to the first that does not hold.
        fault: what is wrong with that one; None if all hold.
        broken_at: the position of that one; 0 if all hold.
    """

    sound: Sequence[Sound]
    fault: Fault | None = None
    broken_at: int = 0

    @classmethod
    def of(cls, events: Sequence[Recorded]) -> "Part":
        """A stream as it is kept."""
        sound, fault = sound_part(events)
        return cls(sound, fault, events[len(sound)].position if fault else 0)


class FoundSound:
    """Streams as far as they were found to hold, by the very bytes that were looked at. Safe for several threads.

    The record is read anew whoever asks. Only where every byte of a stream is what it was is it not gone through again,
    so that what is changed behind our back is found as if nothing were remembered. What is sealed stays sealed in it.
    """

    def __init__(self, remembered: int = REMEMBERED) -> None:
        """Remember at most so many events."""
        self._limit = remembered
        self._known: OrderedDict[str, tuple[Sequence[Recorded], Part]] = OrderedDict()
        self._number = 0
        self._lock = threading.Lock()

    @property
    def remembered(self) -> int:
        """How many events are remembered."""
        return self._number

    def part_of(self, events: Sequence[Recorded]) -> Part:
        """A stream as it is kept."""
        if not events:
            return Part(())
        stream = events[0].stream
        with self._lock:
            known = self._known.get(stream)
            if known is not None:
                self._known.move_to_end(stream)
        if known is not None and known[0] == events:
            return known[1]
        part = Part.of(events)
        self._remember(stream, events, part)
        return part

    def _remember(self, stream: str, events: Sequence[Recorded], part: Part) -> None:
        with self._lock:
            before, _ = self._known.pop(stream, ((), part))
            self._known[stream] = events, part
            self._number += len(events) - len(before)
            while self._number > self._limit:
                _, (gone, _) = self._known.popitem(last=False)
                self._number -= len(gone)


def acting_role_of(each: Sound) -> str:
    """The role in which an event was recorded; a deputy's says in whose place."""
    return acting_role_in(each.recorded.body) or EVENT_NAMES.read(each.recorded).acting_role


def command_of(each: Sound) -> str:
    """The command that an event came of."""
    return command_in(each.recorded.body) or EVENT_NAMES.read(each.recorded).command_id


def recorded_on(each: Sound) -> date:
    """The day on which an event was recorded, in UTC, as the record has it."""
    return date.fromisoformat(each.recorded_at[:10])


def sound_part(events: Sequence[Recorded]) -> tuple[Sequence[Sound], Fault | None]:
    """A stream up to the first event that does not hold, and what is wrong with that; None if all hold.

    Nothing is read before its bytes have been found to be the recorded ones and to follow those before them.
    """
    found: list[Sound] = []
    previous: bytes | None = None
    for number, each in enumerate(events, start=1):
        try:
            found.append(_sound(each, number, previous))
        except Fault as fault:
            return found, fault
        previous = each.digest
    return found, None


def _sound(each: Recorded, number: int, previous: bytes | None) -> Sound:
    place = f"event {each.position}"
    if each.version != number:
        raise Fault("incomplete", f"{place}: version {number} of {each.stream} is missing")
    if leaf_digest(each.body) != each.digest:
        raise Fault("changed", f"{place}: its bytes are not what was recorded")
    times = in_its_place(each.body, previous, each.stream, each.version)
    try:
        event = EVENT_NAMES.event(each)
    except Unreadable as unreadable:
        raise _unreadable(each, previous, unreadable) from None
    if times is None:  # said in another way than it is written today, or not so at all
        stored = dict(EVENT_NAMES.read(each))
        _placed(each, previous, stored)
        times = open_envelope(each.body)["occurred_at"], open_envelope(each.body)["recorded_at"]
    return Sound(each, event, *times)


def _unreadable(each: Recorded, previous: bytes | None, unreadable: Unreadable) -> Fault:
    place = f"event {each.position}"
    if not unreadable.newer:
        return Fault("changed", f"{place}: it cannot be read; it was changed, or a newer Assay wrote it")
    try:
        _placed(each, previous, open_envelope(each.body))
    except Fault as fault:
        return fault
    return Fault("newer", str(unreadable))


def _placed(each: Recorded, previous: bytes | None, stored: Mapping[str, object]) -> None:
    place = f"event {each.position}"
    if (stored.get("stream"), stored.get("version")) != (each.stream, each.version):
        raise Fault("changed", f"{place}: it is not of {each.stream}, version {each.version}")
    if stored.get("previous") != (previous.hex() if previous else None):
        raise Fault("changed", f"{place}: it does not follow the event before it in {each.stream}")


class Folds:
    """Streams as they stood after any of their events; what has been folded once is gone on from."""

    def __init__(self, streams: Mapping[str, Sequence[Sound]], standings: Mapping[str, Standing]) -> None:
        """Fold these.

        Args:
            streams: the events.
            standings: streams as they were folded before. What ends in the same digest has the same events, for each is
                bound to those before it, and is not folded again; anything else that is said there is passed over.
        """
        self._streams = streams
        self._known: dict[str, dict[int, Any]] = {
            stream: {standing.head.version: standing.state}
            for stream, standing in standings.items()
            if (events := streams.get(stream)) and standing.head == _head(events)
        }

    def events(self, stream: str) -> Sequence[Sound]:
        """The events of a stream; none if it is not here."""
        return self._streams.get(stream, ())

    def after(self, stream: str, version: int) -> tuple[Any, Head]:
        """The state of a stream after so many of its events, with the version and last digest that it then had."""
        known = self._known.setdefault(stream, {})
        events = self.events(stream)
        if version not in known:
            decider = decider_of(stream)
            # A copy: another thread may fold on meanwhile.
            begun = max((each for each in list(known) if each < version), default=0)
            state = known.get(begun, decider.initial)
            for each in events[begun:version]:
                state = decider.evolve(state, each.event)
            known[version] = state
        return known[version], _head(events[:version])


def _head(events: Sequence[Sound]) -> Head:
    return Head(events[-1].recorded.version, events[-1].recorded.digest) if events else Head(0, None)
