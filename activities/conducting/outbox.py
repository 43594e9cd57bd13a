"""Keeping the outbox: notices with an address in plain go after some days, and with the person who is erased."""

import threading
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from activities.ports import Clock, StoreFault
from activities.privacy.vault import Destroyed, Vault

__all__ = ["Outbox", "OutboxKeeping"]

LOOK_SECONDS = 5.0
"""How soon after an erasure the person's notices go. The folder is small, and looking at it costs nothing."""

log = structlog.get_logger(__name__)


class Outbox(Protocol):
    """Where notices wait to be sent on, or were kept after."""

    def tidy(self, before: datetime, erased: Iterable[str]) -> int:
        """Remove what was written before an instant, and what is for these persons; how much went.

        Raises:
            StoreFault: it could not be removed.
        """
        ...


class OutboxKeeping:
    """Removes notices that name somebody from the outbox, once their time is over or whom they name is erased."""

    def __init__(
        self,
        outbox: Outbox,
        vault: Callable[[], Vault],
        clock: Clock,
        kept: timedelta,
        every: float = LOOK_SECONDS,
    ) -> None:
        """Keep an outbox.

        Args:
            outbox: where notices lie.
            vault: knows who was erased.
            clock: the time, by which files are dated too.
            kept: how long a notice with an address in it may lie.
            every: seconds between two looks.
        """
        self._outbox = outbox
        self._vault = vault
        self._clock = clock
        self._kept = kept
        self._every = every

    def look(self) -> int:
        """Tidy once; how many notices went.

        Raises:
            StoreFault: the vault or the outbox failed.
        """
        return self._outbox.tidy(self._clock.now() - self._kept, _persons(self._vault().destroyed()))

    def forget(self, erased: Iterable[Destroyed]) -> int:
        """Remove the notices to persons who were just erased; how many went.

        Raises:
            StoreFault: the outbox failed; the worker's next look removes them.
        """
        persons = _persons(erased)
        return self._outbox.tidy(self._clock.now() - self._kept, persons) if persons else 0

    def run(self, stop: threading.Event) -> None:
        """Tidy from time to time until told to stop."""
        while not stop.is_set():
            try:
                removed = self.look()
            except StoreFault as fault:
                log.warning("the outbox could not be tidied; it is tried again", error=str(fault))
            else:
                if removed:
                    log.info("notices removed from the outbox", notices=removed)
            stop.wait(self._every)


def _persons(erased: Iterable[Destroyed]) -> list[str]:
    """Those whose name and address are gone."""
    return [
        each.subject
        for each in erased
        if (each.subject.startswith(("person-", "mailbox-")) and each.category in (None, "contact"))
        or (each.subject.startswith("staff-") and each.category in (None, "staff"))
    ]
