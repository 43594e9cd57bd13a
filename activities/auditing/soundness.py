"""Whether a stream is what was recorded: nothing is understood before its bytes and its chain were found sound."""

import hashlib
import threading
from array import array
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import chain
from typing import Any, Literal

from activities.commanding.records import Standing
from activities.ports import Head
from domain.auditing.warrants import may_have_done
from domain.canonical import leaf_digest
from domain.deciders import EVENT_NAMES, decider_of
from domain.ledger.columns import acting_role_in, command_in, in_its_place, times_in
from domain.ledger.envelope import Envelope, Recorded, Unreadable, around, open_envelope
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
    "in_order",
    "recorded_on",
    "sound_part",
]

REMEMBERED = 20_000
"""Events that are remembered at most: seven inspections of the largest kind, some tens of megabytes."""

SEALED = 100_000
"""Streams of which one digest over all their bytes is remembered: those of ten years, some tens of megabytes."""

Verdict = Literal["verified", "changed", "incomplete", "rating-differs", "newer", "not-authorised"]
"""What a replay comes to: everything holds; bytes are not what was recorded; something that was used is missing;
the ratings that were recorded do not follow from the record; it goes on with what only a newer Assay can read; or
something was recorded in a role that may not do it. The verifiers of a dossier use the same words."""


@dataclass(frozen=True, slots=True)
class Fault(Exception):
    """Something that does not hold, and where."""

    verdict: Verdict
    place: str


class Sound:
    """An event whose bytes are what was recorded, and that follows the one before it in its stream.

    Attributes:
        recorded: as it is kept.
        as_today: whether its bytes are written as they are today.
    """

    __slots__ = ("_envelope", "_event", "_times", "as_today", "recorded")

    def __init__(
        self,
        recorded: Recorded,
        event: Event | None = None,
        times: tuple[str, str] | None = None,
        *,
        as_today: bool = True,
    ) -> None:
        """Take an event that was found to hold.

        Args:
            recorded: as it is kept.
            event: what it means today; None where the very same bytes were read before, and are read again once that is
                asked for.
            times: when it was so and when it was written down; None where they can be looked up, as it is written as it
                is today.
            as_today: whether it is.
        """
        self.recorded = recorded
        self._event = event
        self._envelope: Envelope[Event] | None = None
        self._times = times
        self.as_today = as_today

    def __eq__(self, other: object) -> bool:
        """Two are the same that are kept the same."""
        return isinstance(other, Sound) and self.recorded == other.recorded

    def __hash__(self) -> int:
        """As what is kept."""
        return hash(self.recorded)

    @property
    def event(self) -> Event:
        """What it means today."""
        if self._event is None:
            self._event = EVENT_NAMES.event(self.recorded)
        return self._event

    @property
    def envelope(self) -> Envelope[Event]:
        """It with who, when and in which role."""
        if self._envelope is None:
            self._envelope = around(self.recorded, self.event)
        return self._envelope

    @property
    def kind(self) -> type[Event]:
        """The class of that, for which it need not be read."""
        return type(self._event) if self._event is not None else EVENT_NAMES.kind(self.recorded.name)

    @property
    def occurred_at(self) -> str:
        """When it was so, as written in the record; such texts are in the order of the times they name."""
        return self._written()[0]

    @property
    def recorded_at(self) -> str:
        """When it was written down, likewise."""
        return self._written()[1]

    def _written(self) -> tuple[str, str]:
        if self._times is None:
            self._times = times_in(self.recorded.body)
        return self._times


@dataclass(frozen=True)
class Part:
    """A stream as far as it holds.

    Attributes:
        sound: its events up to the first that does not hold.
        fault: what is wrong with that one; None if all hold.
        broken_at: the position of that one; 0 if all hold.
        authorised: whether it was found before that each was recorded in a role that might do it.
    """

    sound: Sequence[Sound]
    fault: Fault | None = None
    broken_at: int = 0
    authorised: bool = False

    @classmethod
    def of(cls, events: Sequence[Recorded]) -> "Part":
        """A stream as it is kept."""
        sound, fault = sound_part(events)
        return cls(sound, fault, events[len(sound)].position if fault else 0)

    @cached_property
    def not_authorised(self) -> Sequence[Sound]:
        """Those of its events that were recorded in a role that might not do it on that day.

        Of events to which no command leads the role is not looked at.
        """
        if self.authorised:
            return ()
        return tuple(
            each
            for each in self.sound
            if not may_have_done(each.kind, acting_role_of(each), recorded_on(each))
        )


class FoundSound:
    """Streams as far as they were found to hold, by the very bytes that were looked at. Safe for several threads.

    The record is read anew whoever asks. Only where every byte of a stream is what it was is it not gone through again,
    so that what is changed behind our back is found as if nothing were remembered. What is sealed stays sealed in it.
    Of a stream that holds from end to end a digest over all of it is remembered for longer than its events: where it is
    the same again they are taken as sound, and each is read once somebody asks what it means.
    """

    def __init__(self, remembered: int = REMEMBERED) -> None:
        """Remember at most so many events."""
        self._limit = remembered
        self._known: OrderedDict[str, tuple[Sequence[Recorded], Part]] = OrderedDict()
        self._seals: OrderedDict[str, bytes] = OrderedDict()
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
            sealed = self._seals.get(stream)
        if known is not None and known[0] == events:
            return known[1]
        if sealed is not None and sealed == _seal(events):
            part = Part([Sound(each) for each in events], authorised=True)
        else:
            part = self._looked_at(events)
        self._remember(stream, events, part)
        return part

    def seal(self, events: Sequence[Recorded]) -> None:
        """Look at a stream before anybody asks for it, and remember no more than that it holds."""
        if events:
            self._looked_at(events)

    def _looked_at(self, events: Sequence[Recorded]) -> Part:
        part, stream = Part.of(events), events[0].stream
        holds = part.fault is None and not part.not_authorised
        with self._lock:
            self._seals.pop(stream, None)
            # Of what is written in another way than today the times have to be read with all of it.
            if holds and all(each.as_today for each in part.sound):
                self._seals[stream] = _seal(events)
            while len(self._seals) > SEALED:
                self._seals.popitem(last=False)
        return part

    def _remember(self, stream: str, events: Sequence[Recorded], part: Part) -> None:
        with self._lock:
            before, _ = self._known.pop(stream, ((), part))
            self._known[stream] = events, part
            self._number += len(events) - len(before)
            while self._number > self._limit:
                _, (gone, _) = self._known.popitem(last=False)
                self._number -= len(gone)


def _seal(events: Sequence[Recorded]) -> bytes:
    """One digest over everything that is kept of a stream."""
    positions, streams, versions, names, digests, bodies = zip(*events, strict=True)
    text = "\n".join((*streams, *names)).encode()
    numbers = len(events), len(text), *positions, *versions, *map(len, digests), *map(len, bodies)
    return hashlib.sha256(b"".join((array("q", numbers), text, *digests, *bodies))).digest()


def in_order(*several: Iterable[Sound]) -> tuple[Sound, ...]:
    """Some events in the order of the record."""
    return tuple(sorted(chain.from_iterable(several), key=lambda each: each.recorded.position))


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
        opened = open_envelope(each.body)
        times = opened["occurred_at"], opened["recorded_at"]
        return Sound(each, event, times, as_today=False)
    return Sound(each, event, times)


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
