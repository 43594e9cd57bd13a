"""Subscriptions: whoever follows the record, event by event, from a checkpoint of its own.

A subscription catches up in batches and then waits for what is recorded next. It moves its checkpoint in the same step
in which it does its work, and only from where it believed it to be; so any number of processes may run the same one,
each event is taken in once, and one that was killed is gone on with where it was.
"""

import threading
from collections.abc import Callable, Sequence
from typing import Protocol

import structlog

from activities.ports import Arrivals, EventStore, StoreFault
from domain.ledger.envelope import Recorded, Unreadable

__all__ = ["BATCH", "Subscriber", "Subscription", "catch_up"]

BATCH = 1000
"""How many events are taken in at a time: a few hundred milliseconds of work between two checkpoints."""

LISTEN_SECONDS = 0.25
"""How long to listen for what is recorded next before looking whether to stop."""

FAULT_SECONDS = 2.0
"""Between two tries while the database is down: soon enough for a list, and no burden on a server that is starting."""

NEWER_SECONDS = 60.0
"""Between two tries while the next event is of a newer Assay: a worker of that version, when there is one, goes on with
the same subscription from the same checkpoint, and past that event this one can follow again."""

log = structlog.get_logger(__name__)


class Subscriber(Protocol):
    """Who takes in events, in the order of the record, and keeps how far it has got."""

    @property
    def name(self) -> str:
        """What the subscription is called."""
        ...

    def reached(self) -> int:
        """The position up to which everything has been taken in.

        Raises:
            StoreFault: the database failed.
        """
        ...

    def take(self, batch: Sequence[Recorded], reached: int) -> None:
        """Take in the events after a position and move on from it, in one step.

        Takes at least the first of them; does nothing if the subscription is no longer at that position, because
        another process has taken them in.

        Raises:
            Unreadable: the first event is of a newer version of Assay.
            StoreFault: the database failed; nothing was taken in.
        """
        ...


def catch_up(store: EventStore, subscriber: Subscriber, target: int) -> int:
    """Let a subscriber take in everything up to a position; the position that it has reached then.

    Raises:
        Unreadable: an event is of a newer version of Assay; everything before it has been taken in.
        StoreFault: the database failed.
    """
    while (at := subscriber.reached()) < target:
        subscriber.take(store.scan(at, BATCH), at)
    return at


class Subscription:
    """Runs a subscription until told to stop; a loop beside a worker."""

    def __init__(self, store: EventStore, subscriber: Subscriber, arrivals: Callable[[], Arrivals]) -> None:
        """Subscribe to a record.

        Args:
            store: the record.
            subscriber: takes in its events.
            arrivals: opens something to wait on; closed here.
        """
        self._store = store
        self._subscriber = subscriber
        self._arrivals = arrivals
        self._said: str | None = None

    def run(self, stop: threading.Event) -> None:
        """Follow the record until told to stop. A database that is lost is looked for until it is back."""
        while not stop.is_set():
            try:
                self._follow(stop)
            except StoreFault as fault:
                self._say("cannot follow the record now", str(fault))
                stop.wait(FAULT_SECONDS)
            except Unreadable as unreadable:
                self._say("stopped before an event of a newer Assay", str(unreadable))
                stop.wait(NEWER_SECONDS)
            except Exception as error:
                # A fault of one subscriber's own must not end the worker that others run beside.
                log.exception("a subscription met a fault of its own", subscription=self._subscriber.name)
                self._said = str(error)
                stop.wait(NEWER_SECONDS)

    def _follow(self, stop: threading.Event) -> None:
        arrivals = self._arrivals()
        try:
            last = self._store.last_position()
            while not stop.is_set():
                reached = self._step(last)
                if reached >= last:
                    last = arrivals.wait(reached, LISTEN_SECONDS)
        finally:
            arrivals.close()

    def _step(self, last: int) -> int:
        """Take in one batch, if there is anything to take in, so that a stop is heard between two."""
        at = self._subscriber.reached()
        if at < last:
            self._subscriber.take(self._store.scan(at, BATCH), at)
            at = self._subscriber.reached()
        self._said = None
        return at

    def _say(self, event: str, why: str) -> None:
        """Say what is in the way once, and again only when it has been out of the way."""
        if why != self._said:
            log.warning(event, subscription=self._subscriber.name, why=why)
            self._said = why
