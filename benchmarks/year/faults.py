"""What goes wrong in the year with faults; nothing of it is in the product, all of it is put around its parts here."""

import contextlib
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from activities.ports import Clock, Documents, EventStore, Nudger, StoreFault
from adapters.outbound.settings.settings import Settings
from adapters.outbound.store.faults import Vanished
from worker import Assay

if TYPE_CHECKING:
    from adapters.outbound.documents import ShelvedDocuments
    from adapters.outbound.store import Store

__all__ = ["Careless", "Onlooker", "Patient", "Strike", "Striking", "Unlucky", "UnreliableDocuments"]

DOUBLED, DELAYED = 0.2, 0.2
LONGEST_DELAY_SECONDS = 2.0
FAILS = 0.1
PAUSE_SECONDS = (4.0, 15.0)

BACK_WITHIN_SECONDS = 300.0
"""For a database server that has crashed to be back: seconds, on a machine that has nothing else to do."""

LOOK_AGAIN_SECONDS = 0.2


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


class Patient:
    """A record that is looked at again until its database is back; for whoever only looks, and gives no commands."""

    def __init__(self, store: EventStore) -> None:
        self._store = store

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._store, name)
        if not callable(found):
            return found

        def again(*given: Any, **named: Any) -> Any:
            give_up = time.monotonic() + BACK_WITHIN_SECONDS
            while True:
                try:
                    return found(*given, **named)
                except Vanished:
                    if time.monotonic() > give_up:
                        raise
                time.sleep(LOOK_AGAIN_SECONDS)

        return again


class Onlooker(Unlucky):
    """Whoever plays the year with faults: looks at the record, while a process of its own takes the commands."""

    @cached_property
    def store(self) -> "Store":
        return cast("Store", Patient(super().store))  # it has the rest by __getattr__


Strike = Callable[[random.Random], None]


class Striking:
    """Now and then something is struck, until it is told to stop: first each once, then each as often as it is named.

    Attributes:
        struck: how often each was.
    """

    def __init__(self, strikes: Mapping[str, tuple[int, Strike]], seed: str) -> None:
        """Strike.

        Args:
            strikes: what is struck, how often in a round, and how.
            seed: of what is struck when.
        """
        self.struck: Counter[str] = Counter(dict.fromkeys(strikes, 0))
        self._strikes = {what: strike for what, (_, strike) in strikes.items()}
        self._round = [what for what, (often, _) in strikes.items() for _ in range(often)]
        self._chance = random.Random(seed)
        self._failed: BaseException | None = None
        self._stop, self._soon = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> "Striking":
        self._thread.start()
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        self._stop.set()
        self._soon.set()
        self._thread.join()
        if kind is None:
            self.check()

    def strike_soon(self) -> None:
        """Strike now, and not only when some time has passed; whatever else goes on meanwhile."""
        self._soon.set()

    def strike_the_rest(self) -> None:
        """Wait until everything has been struck once; for a year that was over before that."""
        while self._failed is None and not all(self.struck.values()):
            self._soon.set()
            time.sleep(LOOK_AGAIN_SECONDS)

    def check(self) -> None:
        """Say so if something could not be struck, or not be put up again.

        Raises:
            RuntimeError: it could not.
        """
        if self._failed is not None:
            raise RuntimeError(f"what goes wrong went wrong: {self._failed!r}") from self._failed

    def _run(self) -> None:
        left = self._chance.sample(sorted(self._strikes), len(self._strikes))
        while True:
            self._soon.wait(self._chance.uniform(*PAUSE_SECONDS))
            self._soon.clear()
            if self._stop.is_set():
                return
            if not left:
                left = self._chance.sample(self._round, len(self._round))
            what = left.pop()
            try:
                self._strikes[what](self._chance)
            except Exception as error:  # noqa: BLE001 - told by whoever looks after it
                self._failed = error
                return
            self.struck[what] += 1
