"""The reconciling loop: whatever a nudge, a worker or a Temporal server has lost, comes back by itself.

Every worker runs it, at its start and from then on. It compares the record with what the workflows have
acknowledged and with the workflows that are open, and nudges. A nudge too many is harmless.
"""

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

import structlog

from activities.ports import Attention, Clock, EventStore, Nudger, StoreFault
from domain.ledger.envelope import Unreadable

__all__ = ["ConductorUnreachable", "Oversight", "Reconciling", "Swept"]

SWEEP_SECONDS = 2.0
"""How often the record is compared with the acknowledgements: one indexed query. A lost nudge is made up for within
two sweeps, which is soon enough for work that is counted in days."""

COMPARE_EVERY = 150
"""Sweeps between two comparisons with the open workflows (five minutes): they only differ when somebody ended a
workflow by hand. A Temporal server that has lost its memory is noticed at the next sweep, by its new namespace."""

GATHER = timedelta(hours=4)
"""How long quiet events, such as the end of one case read, may gather before the workflow is told. Nothing hangs on
them but what an operator sees; a fieldwork week of 180 reads then costs some ten wake-ups and not 360."""

LONGEST_PATIENCE = 300
"""Sweeps between two nudges of a workflow that does not acknowledge (ten minutes): it is told already, and every
nudge is kept in its history."""

log = structlog.get_logger(__name__)


class ConductorUnreachable(Exception):
    """Temporal did not answer. The record is not touched by that; what is missed is made up for later."""


class Oversight(Protocol):
    """What the loop needs of Temporal."""

    def memory(self) -> str:
        """An id that changes when the server has lost what it knew.

        Raises:
            ConductorUnreachable: it did not answer.
        """
        ...

    def furnish(self) -> None:
        """Put back what the server must have before a workflow runs on it.

        Raises:
            ConductorUnreachable: it did not answer.
        """
        ...

    def running(self) -> frozenset[str]:
        """The streams whose workflows are open.

        Raises:
            ConductorUnreachable: it did not answer.
        """
        ...


@dataclass(frozen=True, slots=True)
class Swept:
    """What one sweep did.

    Attributes:
        nudged: streams whose workflows lagged behind the record.
        restored: streams that should have had a workflow and had none; it was asked for.
    """

    nudged: tuple[str, ...] = ()
    restored: tuple[str, ...] = ()


@dataclass(slots=True)
class _Lag:
    """How often a lag has been met, and when it is next nudged, both in sweeps."""

    acknowledged: int
    seen: int = 0
    next_nudge: int = 1
    patience: int = 1


class Reconciling:
    """Compares and nudges. One instance per worker; not shared between threads."""

    def __init__(
        self,
        *,
        store: EventStore,
        nudger: Nudger,
        clock: Clock,
        oversight: Oversight,
        kinds: Iterable[str],
        over: Callable[[str], bool],
    ) -> None:
        """Reconcile a record with a Temporal server.

        Args:
            store: the record.
            nudger: wakes workflows.
            clock: by which quiet events have gathered long enough.
            oversight: what Temporal remembers.
            kinds: the prefixes of the streams that have workflows.
            over: whether a stream will never have to be seen to again
                (:meth:`activities.conducting.attending.Attending.over`).
        """
        self._store = store
        self._nudger = nudger
        self._clock = clock
        self._oversight = oversight
        self._kinds = tuple(kinds)
        self._over = over
        self._memory: str | None = None
        self._sweeps = 0
        self._lags: dict[str, _Lag] = {}
        self._finished: set[str] = set()
        self._missing: frozenset[str] = frozenset()

    def run(self, stop: threading.Event) -> None:
        """Sweep until told to stop. A store or server that is down is tried again at the next sweep."""
        while not stop.is_set():
            try:
                swept = self.sweep()
            except (ConductorUnreachable, StoreFault) as error:
                log.warning("cannot reconcile now", error=str(error))
            else:
                if swept.restored:
                    log.info("workflows asked for from the record", streams=len(swept.restored))
            stop.wait(SWEEP_SECONDS)

    def sweep(self) -> Swept:
        """Compare once, and nudge what lags or is missing.

        Raises:
            ConductorUnreachable: Temporal did not answer.
            StoreFault: the record could not be read.
        """
        restored = self._compare_workflows()
        nudged = tuple(
            each.stream for each in self._lagging() if each.stream not in restored and self._nudge(each)
        )
        self._sweeps += 1
        return Swept(nudged=nudged, restored=restored)

    def _compare_workflows(self) -> tuple[str, ...]:
        memory = self._oversight.memory()
        if memory == self._memory and self._sweeps % COMPARE_EVERY:
            return ()
        self._oversight.furnish()
        running = self._oversight.running()
        missing = tuple(
            stream
            for kind in self._kinds
            for stream in self._store.streams(f"{kind}-")
            if stream not in running and not self._is_over(stream)
        )
        for stream in missing:
            owed = self._store.attention(stream)
            self._nudger.nudge(stream, owed.owed if owed else 0)
        still = sorted(self._missing.intersection(missing)) if memory == self._memory else []
        if still:
            log.warning("workflows asked for before are still missing", streams=len(still), first=still[0])
        self._missing = frozenset(missing)
        self._memory = memory
        return missing

    def _is_over(self, stream: str) -> bool:
        """What is over stays over unless something new is recorded, and then it lags and is nudged anyway."""
        if stream in self._finished:
            return True
        try:
            over = self._over(stream)
        except Unreadable:
            return False  # its workflow says that it waits for a newer Assay
        if over:
            self._finished.add(stream)
        return over

    def _lagging(self) -> tuple[Attention, ...]:
        lagging = tuple(self._store.lagging())
        streams = {each.stream for each in lagging}
        self._lags = {stream: lag for stream, lag in self._lags.items() if stream in streams}
        return lagging

    def _nudge(self, attention: Attention) -> bool:
        """Nudge a workflow that lags, at the second meeting (the first may be under way), then ever more rarely."""
        if not attention.loud and not self._gathered(attention):
            return False
        lag = self._lags.get(attention.stream)
        if lag is None or lag.acknowledged != attention.acknowledged:
            # At a worker's start nothing is under way that it knows of: what lags then is nudged at once.
            lag = self._lags[attention.stream] = _Lag(
                attention.acknowledged, next_nudge=1 if self._sweeps else 0
            )
        due = lag.seen >= lag.next_nudge
        if due:
            self._nudger.nudge(attention.stream, attention.owed)
            lag.patience = min(lag.patience * 2, LONGEST_PATIENCE)
            lag.next_nudge = lag.seen + lag.patience
        lag.seen += 1
        return due

    def _gathered(self, attention: Attention) -> bool:
        return attention.since is not None and self._clock.now() - attention.since >= GATHER
