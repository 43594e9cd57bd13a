"""Metrics: how the record, its views and its workflows fare, for an operator's Prometheus.

They are told where Temporal's own are, by every process that runs a worker. What concerns the record is the same
whoever is asked; commands are counted by each process for itself.
"""

import threading
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

import structlog

from activities.commanding.desk import Accepted, Desk, Order, Outcome
from activities.ports import Clock, EventStore, StoreFault
from activities.viewing.views import Standing

if TYPE_CHECKING:
    from temporalio.common import MetricCounter, MetricMeter

__all__ = ["Measuring", "Tally", "counting"]

MEASURED_EVERY_SECONDS = 5.0
"""Prometheus usually asks every fifteen seconds or more; four short questions to the database are no burden."""

log = structlog.get_logger(__name__)


class Tally:
    """Counts commands by what they asked for and what came of them. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: Counter[tuple[str, str]] = Counter()

    def note(self, verb: str, outcome: Outcome) -> None:
        """Count one command by its verb, as accepted, refused or repeated: an answer that was given before."""
        what = "accepted" if isinstance(outcome, Accepted) else "refused"
        with self._lock:
            self._counts[verb, "repeated" if outcome.repeated else what] += 1

    def taken(self) -> Mapping[tuple[str, str], int]:
        """What has been counted since this was last asked, by verb and outcome."""
        with self._lock:
            counts, self._counts = self._counts, Counter()
        return counts


def counting(desk: type[Desk], tally: Tally) -> type[Desk]:
    """A desk of the same kind that counts what it is given."""

    class Counting(desk):  # type: ignore[misc, valid-type]  # the kind of desk depends on the settings
        """A desk that counts."""

        def give(self, order: Order) -> Outcome:
            """Give a command; see :meth:`activities.commanding.desk.Desk.give`."""
            outcome: Outcome = super().give(order)
            tally.note(order.command.verb, outcome)
            return outcome

    return Counting


class Measuring:
    """Measures at intervals until told to stop; a loop beside a worker."""

    def __init__(
        self,
        meter: "MetricMeter",
        *,
        store: EventStore,
        views: Callable[[], Standing],
        sealed: Callable[[], datetime | None],
        consistent: Callable[[], bool],
        tally: Tally,
        clock: Clock,
    ) -> None:
        """Measure an installation.

        Args:
            meter: takes what is measured.
            store: the record.
            views: tells how the views stand to it.
            sealed: tells when it was last sealed with a checkpoint; None if it never was.
            consistent: tells whether the record began with what was sealed when this process last looked.
            tally: the commands that this process was given.
            clock: the time.
        """
        self._store = store
        self._views = views
        self._sealed = sealed
        self._consistent = consistent
        self._tally = tally
        self._clock = clock
        self._events = 0
        self._events_total: MetricCounter = meter.create_counter(
            "assay_events_total", "Events on the record, by whomever"
        )
        self._commands = meter.create_counter(
            "assay_commands_total", "Commands given to this process, by verb and outcome"
        )
        self._up = meter.create_gauge(
            "assay_record_up", "1 if the record could be read when this was measured, else 0"
        )
        self._behind = meter.create_gauge(
            "assay_projection_lag_events", "Events on the record that a projection has not taken in"
        )
        self._late = meter.create_gauge_float(
            "assay_projection_lag_seconds", "Age of the oldest event that a projection has not taken in"
        )
        self._stopped = meter.create_gauge(
            "assay_projection_stopped", "1 if a projection waits for a newer Assay, else 0"
        )
        self._workflows = meter.create_gauge(
            "assay_workflows_lagging", "Workflows with something to attend to at once"
        )
        self._age = meter.create_gauge_float(
            "assay_checkpoint_age_seconds", "Time since the record was last sealed with a signed checkpoint"
        )
        self._whole = meter.create_gauge(
            "assay_record_consistent", "0 if the record was found not to be what was sealed, else 1"
        )

    def run(self, stop: threading.Event) -> None:
        """Measure until told to stop."""
        said = False
        while not stop.is_set():
            try:
                self.measure()
                said = False
            except StoreFault as fault:
                self._up.set(0)
                if not said:
                    log.warning("cannot measure now", why=str(fault))
                said = True
            stop.wait(MEASURED_EVERY_SECONDS)

    def measure(self) -> None:
        """Measure once.

        Raises:
            StoreFault: the record could not be read.
        """
        for (verb, outcome), count in self._tally.taken().items():
            self._commands.add(count, {"verb": verb, "outcome": outcome})
        last = self._store.last_position()
        self._events_total.add(last - self._events)
        self._events = last
        self._measure_views()
        self._workflows.set(sum(each.loud for each in self._store.lagging()))
        sealed = self._sealed()
        if sealed is not None:
            self._age.set(self._seconds_since(sealed))
        self._whole.set(int(self._consistent()))
        self._up.set(1)

    def _measure_views(self) -> None:
        standing = self._views()
        which = {"projection": standing.name}
        self._behind.set(standing.behind, which)
        self._late.set(self._seconds_since(standing.since) if standing.since else 0.0, which)
        self._stopped.set(int(bool(standing.stopped_because)), which)

    def _seconds_since(self, then: datetime) -> float:
        return max(0.0, (self._clock.now() - then).total_seconds())
