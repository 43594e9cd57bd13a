"""Streams as states: loading, folding, and remembering what has been folded.

What is remembered is never trusted by itself: a decision taken on it is recorded only if the store finds every
stream where the decision saw it, and a refusal is only given after reading again.
"""

import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from activities.moments import Moment, present
from activities.ports import EventStore, Head
from domain.decider import Decider
from domain.deciders import DECIDERS, EVENT_NAMES, decider_of, kind_of
from domain.ledger.envelope import Recorded, Unreadable
from domain.messages import Event

__all__ = ["Records", "Standing"]

S = TypeVar("S")

REMEMBERED = 20_000
"""How many streams are remembered at most: a busy week's inspections with all their cases, some tens of megabytes."""


MANY = 10
"""As few as these are asked for by themselves; more are followed all together."""

AT_ONCE = 1_000
"""Events that are followed in one go; a page hardly ever finds more than a few that it has not seen."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a stream stands.

    Attributes:
        head: its version and last digest.
        state: the fold of its events.
        digests: the digest of each of its events, in order; the last is the head's.
    """

    head: Head
    state: Any
    digests: tuple[bytes, ...] = ()


_EMPTY = Head(0, None)


class Records:
    """The streams of one store, as states. Safe to use from several threads."""

    def __init__(self, store: EventStore, remembered: int = REMEMBERED) -> None:
        """Read from a store, remembering at most so many streams."""
        self._store = store
        self._limit = remembered
        self._memory: OrderedDict[str, Standing] = OrderedDict()
        self._followed: int | None = None
        """Whatever is remembered takes in every event of its stream up to this position, if not more."""
        self._changes = 0
        """How often something has been remembered or forgotten: whoever saw all of it at one number may rely on it."""
        self._names: dict[str, tuple[str, ...]] = {}
        """By the letters with which they begin, the streams that had begun by the position that was followed to."""
        self._lock = threading.Lock()
        self._following = threading.Lock()

    def recall(self, streams: Iterable[str]) -> tuple[dict[str, Standing], bool]:
        """The streams as last known here, loading those that are not known.

        Returns:
            The standings, and whether any of them came from memory and may be out of date.
        """
        wanted = dict.fromkeys(streams)
        with self._lock:
            known = {stream: self._memory[stream] for stream in wanted if stream in self._memory}
            for stream in known:
                self._memory.move_to_end(stream)
        unknown = [stream for stream in wanted if stream not in known]
        loaded = self._load({stream: Standing(_EMPTY, decider_of(stream).initial) for stream in unknown})
        return {stream: known.get(stream) or loaded[stream] for stream in wanted}, bool(known)

    def at_hand(self, streams: Iterable[str]) -> dict[str, Standing]:
        """Those of some streams that are remembered, as they are: they may be out of date, and nothing is loaded."""
        with self._lock:
            return {stream: self._memory[stream] for stream in streams if stream in self._memory}

    def read(self, streams: Iterable[str]) -> dict[str, Standing]:
        """The streams as they stand now, all from one moment; within one look (see moments), that of the look."""
        wanted, look = dict.fromkeys(streams), present()
        with self._lock:
            begun = {stream: self._memory.get(stream) for stream in wanted}
            seen = look is not None and look.noted(self) == self._changes
            if seen:
                for stream, known in begun.items():
                    if known is not None:
                        self._memory.move_to_end(stream)
        if None not in begun.values():
            if seen:
                return {stream: known for stream, known in begun.items() if known is not None}
            if (look or len(begun) >= MANY) and (found := self._followed_to_now(begun, look)):
                return found
        return self._load(
            {stream: known or Standing(_EMPTY, decider_of(stream).initial) for stream, known in begun.items()}
        )

    def every(self, kind: str, state: type[S]) -> dict[str, S]:
        """The states of all streams of a kind, by stream, all from one moment; those of a look within one.

        Args:
            kind: as the streams' ids begin: ``panel``.
            state: of what class its states are.

        Raises:
            LookupError: there is no such kind.
            TypeError: its states are of another class.
        """
        if not isinstance(DECIDERS[kind].initial, state):
            raise TypeError(f"the state of a {kind} is no {state.__name__}")
        streams = [each for each in self.named(f"{kind}-") if kind_of(each) == kind]
        return {stream: each.state for stream, each in self.read(streams).items()} if streams else {}

    def named(self, prefix: str) -> tuple[str, ...]:
        """The streams whose names begin with some letters; within one look (see moments), those of the look."""
        look = present()
        if look is None:
            return tuple(self._store.streams(prefix))
        known: dict[str, tuple[str, ...]] | None = look.noted(self._names)
        if known is None:
            if look.stood_at is None:
                self._followed_to_now((), look)
            with self._lock:
                known = dict(self._names)
            look.note(self._names, known)
        if prefix not in known:
            known[prefix] = self._asked_for(prefix)
        return known[prefix]

    def _asked_for(self, prefix: str) -> tuple[str, ...]:
        """The streams whose names begin with some letters, as the store has them; later ones are followed."""
        since = self._begun()
        names = tuple(self._store.streams(prefix))
        with self._lock:
            # Whatever was followed meanwhile may have begun after it was asked.
            if self._followed == since and len(names) <= self._limit:
                self._names[prefix] = names
        return names

    def _followed_to_now(self, wanted: Iterable[str], look: Moment | None) -> dict[str, Standing] | None:
        """Streams that are all remembered, with whatever was recorded since: one question, however many they are.

        Args:
            wanted: the streams.
            look: notes that everything that is remembered was seen as it stands now; None for no look.

        Returns:
            Their standings, all from the moment of that question; None where one is not remembered any more.
        """
        with self._following:
            with self._lock:
                found = {stream: self._memory[stream] for stream in wanted if stream in self._memory}
                for stream in found:
                    self._memory.move_to_end(stream)
                changes = self._changes
            while self._followed is not None:
                recorded = self._store.scan(self._followed, AT_ONCE)
                with self._lock:
                    self._follow(recorded)
                changes += bool(recorded)
                self._onto(found, recorded)
                if len(recorded) < AT_ONCE:
                    if look:
                        look.note(self, changes)
                        look.stood_at = self._followed
                    return found if all(stream in found for stream in wanted) else None
        return None

    def _follow(self, recorded: Sequence[Recorded]) -> None:
        """Take events that follow on each other in the record into what is remembered."""
        try:
            self._onto(self._memory, recorded)
        except Unreadable:
            self._memory.clear()  # whoever asks for that stream is told why when it is loaded
        if begun := [each.stream for each in recorded if each.version == 1]:
            for prefix, names in self._names.items():
                new = (each for each in begun if each.startswith(prefix))
                self._names[prefix] = tuple(sorted({*names, *new}))
        if recorded:
            self._followed = recorded[-1].position
            self._changes += 1

    def _onto(self, standings: MutableMapping[str, Standing], recorded: Iterable[Recorded]) -> None:
        """Take events into the standings of their streams, unless these have them already."""
        for event in recorded:
            known = standings.get(event.stream)
            if known is not None and event.version == known.head.version + 1:
                standings[event.stream] = self.fold(decider_of(event.stream), known, [event])
            elif known is not None and event.version > known.head.version:
                del standings[event.stream]

    def advance(self, before: Standing, stream: str, event: Event, head: Head) -> None:
        """Remember a stream after one event that was just recorded on it."""
        state = decider_of(stream).evolve(before.state, event)
        digests = (*before.digests, head.digest) if head.digest else before.digests
        self._remember({stream: Standing(head, state, digests)}, None)

    def forget(self, streams: Iterable[str]) -> None:
        """Forget streams of which not every new digest is known, so that they are loaded afresh."""
        with self._lock:
            for stream in streams:
                self._memory.pop(stream, None)
            self._changes += 1

    def fold(self, decider: Decider, begun: Standing, recorded: Iterable[Recorded]) -> Standing:
        """Fold recorded events onto a standing.

        Raises:
            Unreadable: an event is of a newer version of Assay.
        """
        state, last, digests = begun.state, None, list(begun.digests)
        for last in recorded:
            state = decider.evolve(state, EVENT_NAMES.event(last))
            digests.append(last.digest)
        return Standing(Head(last.version, last.digest) if last else begun.head, state, tuple(digests))

    def _load(self, begun: Mapping[str, Standing]) -> dict[str, Standing]:
        if not begun:
            return {}
        since = self._begun()
        found = self._store.load({stream: standing.head.version for stream, standing in begun.items()})
        loaded = {
            stream: self.fold(decider_of(stream), standing, found.get(stream, ()))
            for stream, standing in begun.items()
        }
        self._remember(loaded, since)
        return loaded

    def _begun(self) -> int:
        """The position up to which what is remembered is followed; begins with where the record is now."""
        if self._followed is None:  # so nothing is remembered yet
            position = self._store.last_position()
            with self._lock:
                if self._followed is None:
                    self._followed = position
        return self._followed

    def _remember(self, standings: Mapping[str, Standing], since: int | None) -> None:
        """Remember standings that were loaded when a position had been followed to; None: they were not loaded.

        Whatever was not remembered until now has missed the events that somebody followed meanwhile, and is left out.
        """
        with self._lock:
            for stream, standing in standings.items():
                known = self._memory.get(stream)
                if known is None and self._followed != since:
                    continue
                if known is None or known.head.version < standing.head.version:
                    self._memory[stream] = standing
                    self._changes += 1
                self._memory.move_to_end(stream)
            while len(self._memory) > self._limit:
                self._memory.popitem(last=False)
