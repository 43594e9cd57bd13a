"""Plans in the making: one after another, each in a thread of its own, and stopped with the plan in hand.

They live as long as the process: nothing of them is on the record before somebody puts the plan there, and a page of
one from before a new start says so. Who serves the pages from several processes has each session answered by the
same one.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import structlog

from activities.programme.ports import Progress, Watch
from activities.programme.scheduling import PlanBroken
from domain.refusals import Refused

__all__ = ["MOST_WAITING", "Work", "Workshop"]

MOST_KEPT = 30
"""The most runs kept once they are done; the oldest goes first."""
MOST_WAITING = 5
"""The most runs that wait for their turn."""
_MARK = 8
"""So many characters of each id say which process made it."""
SOON_SECONDS = 2.0
"""A page waits so long for what was begun: a small year is planned by then, and nobody watches an empty page."""

log = structlog.get_logger(__name__)


@dataclass(eq=False)
class Work:
    """A plan in the making.

    Attributes:
        id: drawn at random, but for the mark of the process.
        programme: for which programme.
        title: what is made, in a few words.
        by: who asked for it, by id.
        about: what it is made of, for the page that shows what came of it.
        progress: how far it has come; None before it has begun.
        result: what came of it; None while it is being made, and if nothing did.
        trouble: why nothing came of it, in a sentence; empty if something did.
    """

    id: str
    programme: str
    title: str
    by: str
    about: Any
    progress: Progress | None = None
    result: Any = None
    trouble: str = ""
    _done: threading.Event = field(default_factory=threading.Event)
    _stopped: threading.Event = field(default_factory=threading.Event)

    @property
    def done(self) -> bool:
        """Whether it is over, one way or the other."""
        return self._done.is_set()

    @property
    def stopped(self) -> bool:
        """Whether somebody has asked for the plan in hand."""
        return self._stopped.is_set()

    def stop(self) -> None:
        """Stop at the next step, with the plan in hand."""
        self._stopped.set()

    def end(self) -> None:
        """It is over, one way or the other."""
        self._done.set()

    def wait(self, seconds: float = SOON_SECONDS) -> bool:
        """Wait until it is over, or for so long; whether it is."""
        return self._done.wait(seconds)

    def watch(self, progress: Progress) -> bool:
        """Take note of how far it has come; whether to go on."""
        self.progress = progress
        return not self.stopped


class Workshop:
    """Makes plans, one after another. Safe to use from several threads."""

    def __init__(self) -> None:
        """Nothing is being made yet."""
        self._lock = threading.Lock()
        self._turn = threading.Lock()
        self._works: OrderedDict[str, Work] = OrderedDict()
        self._mark = uuid4().hex[:_MARK]

    def began(self, id_: str) -> bool:
        """Whether something was begun here, and not before a new start or in another process."""
        return id_.startswith(self._mark)

    def begin(
        self, programme: str, title: str, by: str, about: object, make: Callable[[Watch], object]
    ) -> Work:
        """Begin to make something; it waits for its turn.

        Args:
            programme: for which programme.
            title: what is made, in a few words.
            by: who asks for it, by id.
            about: what it is made of.
            make: makes it, and tells how far it has come.

        Raises:
            Refused: ``too-much-work``: others wait already.
        """
        work = Work(f"{self._mark}{uuid4().hex[_MARK:]}", programme, title, by, about)
        with self._lock:
            if sum(not each.done for each in self._works.values()) >= MOST_WAITING:
                raise Refused.because(
                    "too-much-work",
                    f"{MOST_WAITING} plans are being made already; wait for one of them, or stop it.",
                )
            self._works[work.id] = work
            for old in [key for key, each in self._works.items() if each.done][
                : len(self._works) - MOST_KEPT
            ]:
                del self._works[old]
        threading.Thread(target=self._run, args=(work, make), name=f"plan-{work.id[:8]}", daemon=True).start()
        return work

    def found(self, id_: str) -> Work | None:
        """One of them; None if there is none, or it is kept no longer."""
        with self._lock:
            return self._works.get(id_)

    def of(self, programme: str) -> tuple[Work, ...]:
        """Those of a programme, the latest first."""
        with self._lock:
            return tuple(each for each in reversed(self._works.values()) if each.programme == programme)

    def _run(self, work: Work, make: Callable[[Watch], object]) -> None:
        began = time.monotonic()
        try:
            with self._turn:
                work.result = make(work.watch)
        except Refused as refused:
            work.trouble = refused.refusal.sentence
        except (
            PlanBroken
        ) as broken:  # a fault of the machine: the plan is withheld, and somebody looks into it
            work.trouble = "The plan that was made breaks a rule, so it is withheld. Tell whoever runs Assay."
            log.error("plan withheld", programme=work.programme, error=str(broken))
        except Exception:  # whatever went wrong, the page must say that it is over
            work.trouble = "Something went wrong while the plan was made. Nothing was recorded; try it again."
            log.exception("plan failed", programme=work.programme)
        finally:
            work.end()
            log.info("plan made", programme=work.programme, seconds=round(time.monotonic() - began, 1))
