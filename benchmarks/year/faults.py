"""What goes wrong in the year with faults; nothing of it is in the product, all of it is put around its parts here."""

import contextlib
import random
import threading
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from activities.ports import Clock, Documents, Nudger, StoreFault
from adapters.outbound.settings.settings import Settings
from worker import Assay

if TYPE_CHECKING:
    from adapters.outbound.documents import ShelvedDocuments

__all__ = ["Careless", "Killing", "Unlucky", "UnreliableDocuments"]

DOUBLED, DELAYED = 0.2, 0.2
LONGEST_DELAY_SECONDS = 2.0
FAILS = 0.1
PAUSE_SECONDS = (4.0, 15.0)


class Careless:
    """Sends some nudges twice, and some late."""

    def __init__(self, nudger: Nudger, chance: random.Random) -> None:
        self._nudger, self._chance = nudger, chance

    def nudge(self, stream: str, position: int) -> None:
        for _ in range(2 if self._chance.random() < DOUBLED else 1):
            if self._chance.random() >= DELAYED:
                self._nudger.nudge(stream, position)
                continue
            wait = self._chance.uniform(0, LONGEST_DELAY_SECONDS)
            late = threading.Timer(wait, self._late, (stream, position))
            late.daemon = True
            late.start()

    def _late(self, stream: str, position: int) -> None:
        with contextlib.suppress(RuntimeError):  # the process is ending, and its line has gone
            self._nudger.nudge(stream, position)


class UnreliableDocuments:
    """A document store that fails one time in ten: before it has kept anything, or after."""

    def __init__(self, documents: Documents, chance: random.Random) -> None:
        self._documents, self._chance = documents, chance

    def __getattr__(self, name: str) -> object:
        return getattr(self._documents, name)

    def keep(self, content: bytes) -> str:
        return self._unreliably(lambda: self._documents.keep(content))

    def keep_sealed(self, content: bytes) -> str:
        return self._unreliably(lambda: self._documents.keep_sealed(content))

    def fetch(self, digest: str) -> bytes | None:
        if self._chance.random() < FAILS:
            raise StoreFault("The document store does not answer.")
        return self._documents.fetch(digest)

    def _unreliably(self, keep: Callable[[], str]) -> str:
        fails = self._chance.random() < FAILS
        if fails and self._chance.random() < 0.5:
            raise StoreFault("The document store does not answer.")
        digest = keep()
        if fails:
            raise StoreFault("The document store did not say whether it has kept a file.")
        return digest


class Unlucky(Assay):
    """An installation whose nudges and documents go wrong."""

    def __init__(self, settings: Settings, *, clock: Clock, seed: str) -> None:
        super().__init__(settings, clock=clock)
        self._chance = random.Random(seed)

    @cached_property
    def nudger(self) -> Nudger:
        return Careless(super().nudger, self._chance)

    @cached_property
    def documents(self) -> "ShelvedDocuments":
        return UnreliableDocuments(super().documents, self._chance)  # type: ignore[return-value]  # the rest by __getattr__


class Killing:
    """Kills a worker now and then, as a power cut would, until it is told to stop."""

    def __init__(self, kill: Callable[[random.Random], None], seed: str) -> None:
        self.killed = 0
        self._kill, self._chance = kill, random.Random(seed)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> "Killing":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stop.wait(self._chance.uniform(*PAUSE_SECONDS)):
            self._kill(self._chance)
            self.killed += 1
