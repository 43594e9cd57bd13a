"""What every worker does beside its workflows: it keeps the views up with the record, and measures how it fares."""

from datetime import datetime
from typing import Protocol

from activities.ports import Clock
from activities.proof.sealing import Sealing
from activities.subscriptions import Subscription
from activities.viewing.views import Views
from adapters.outbound.metrics import Measuring, Tally
from adapters.outbound.settings.settings import Settings
from adapters.outbound.store import Store
from adapters.outbound.temporal.connecting import meter
from adapters.outbound.temporal.serving import Loop

__all__ = ["Followed", "following"]


class Followed(Protocol):
    """What is needed of an installation."""

    @property
    def settings(self) -> Settings:
        """All settings."""
        ...

    @property
    def store(self) -> Store:
        """The record."""
        ...

    @property
    def views(self) -> Views:
        """What people look at."""
        ...

    @property
    def clock(self) -> Clock:
        """The time."""
        ...

    @property
    def sealing(self) -> Sealing:
        """Makes checkpoints."""
        ...

    @property
    def tally(self) -> Tally:
        """The commands that this process was given."""
        ...


def following(installation: Followed) -> tuple[Loop, ...]:
    """The loops that follow the record: the views', and one that measures, if there is somebody to tell.

    Raises:
        Refused: ``metrics-address`` when nothing can be served there.
    """
    store, views = installation.store, installation.views
    kept_up = Subscription(store, views, store.arrivals)
    if installation.settings.metrics_address is None:
        return (kept_up,)

    def sealed() -> datetime | None:
        last = store.last_checkpoint()
        return datetime.fromisoformat(last.at) if last else None

    measuring = Measuring(
        meter(installation.settings.metrics_address),
        store=store,
        views=views.standing,
        sealed=sealed,
        consistent=lambda: installation.sealing.consistent,
        tally=installation.tally,
        clock=installation.clock,
    )
    return kept_up, measuring
