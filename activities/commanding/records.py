"""Streams as states: loading, folding, and remembering what has been folded.

What is remembered is never trusted by itself: a decision taken on it is recorded only if the store finds every
stream where the decision saw it, and a refusal is only given after reading again.
"""

import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from activities.ports import EventStore, Head
from domain.decider import Decider
from domain.deciders import EVENT_NAMES, decider_of
from domain.ledger.envelope import Recorded
from domain.messages import Event

__all__ = ["Records", "Standing"]

REMEMBERED = 20_000
"""How many streams are remembered at most: a busy week's inspections with all their cases, some tens of megabytes."""


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
        self._lock = threading.Lock()

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

    def read(self, streams: Iterable[str]) -> dict[str, Standing]:
        """The streams as they stand now, all from one moment."""
        wanted = dict.fromkeys(streams)
        with self._lock:
            begun = {stream: self._memory.get(stream) for stream in wanted}
        return self._load(
            {stream: known or Standing(_EMPTY, decider_of(stream).initial) for stream, known in begun.items()}
        )

    def advance(self, before: Standing, stream: str, event: Event, head: Head) -> None:
        """Remember a stream after one event that was just recorded on it."""
        state = decider_of(stream).evolve(before.state, event)
        digests = (*before.digests, head.digest) if head.digest else before.digests
        self._remember({stream: Standing(head, state, digests)})

    def forget(self, streams: Iterable[str]) -> None:
        """Forget streams of which not every new digest is known, so that they are loaded afresh."""
        with self._lock:
            for stream in streams:
                self._memory.pop(stream, None)

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
        found = self._store.load({stream: standing.head.version for stream, standing in begun.items()})
        loaded = {
            stream: self.fold(decider_of(stream), standing, found.get(stream, ()))
            for stream, standing in begun.items()
        }
        self._remember(loaded)
        return loaded

    def _remember(self, standings: Mapping[str, Standing]) -> None:
        with self._lock:
            for stream, standing in standings.items():
                known = self._memory.get(stream)
                if known is None or known.head.version < standing.head.version:
                    self._memory[stream] = standing
                self._memory.move_to_end(stream)
            while len(self._memory) > self._limit:
                self._memory.popitem(last=False)
