"""Taking turns at a lock that only one can hold, several jobs to a turn.

Appends must go one after the other, and each must be on the disk before it is answered. Done singly, eight clients
wait for eight writes to the disk in a row. Here, while one turn is being written, the jobs that arrive gather, and
the next turn takes them all in one transaction: one write to the disk for all of them. A lone client waits for nobody.
"""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

__all__ = ["Turns"]

Job = TypeVar("Job")
Answer = TypeVar("Answer")

# More than the threads of any worker; it only keeps a transaction from growing without bound.
MOST_AT_ONCE = 64


class _Place(Generic[Job, Answer]):
    """One job's place in the queue. ``called`` is set when it is answered, or when its thread must take the turn."""

    __slots__ = ("answer", "called", "done", "error", "job")

    def __init__(self, job: Job) -> None:
        self.job = job
        self.called = threading.Event()
        self.done = False
        self.answer: Answer | None = None
        self.error: BaseException | None = None


class Turns(Generic[Job, Answer]):
    """Carries out jobs from many threads, one turn at a time, each turn with all the jobs that have gathered.

    Args:
        carry_out: does several jobs as one, all or none, and answers each in order; it is called by one thread at
            a time. If it fails for several, each is tried again alone, so that nobody fails for another's job.
    """

    def __init__(self, carry_out: Callable[[Sequence[Job]], Sequence[Answer]]) -> None:
        self._carry_out = carry_out
        self._lock = threading.Lock()
        self._waiting: deque[_Place[Job, Answer]] = deque()
        self._taken = False

    def take(self, job: Job) -> Answer:
        """Have a job done, by this thread or by another, and return its answer or raise its error."""
        place: _Place[Job, Answer] = _Place(job)
        with self._lock:
            self._waiting.append(place)
            mine = not self._taken
            self._taken = True
        if not mine:
            try:
                place.called.wait()
            except BaseException:  # interrupted from the keyboard: the others must not wait for this one
                self._leave(place)
                raise
        if not place.done:
            self._turn(place)
        if place.error is not None:
            raise place.error
        return place.answer  # type: ignore[return-value]  # set, as there was no error

    def _turn(self, mine: _Place[Job, Answer]) -> None:
        """Do everything that waits, which includes this thread's own job, then hand the turn on."""
        with self._lock:
            batch = [self._waiting.popleft() for _ in range(min(len(self._waiting), MOST_AT_ONCE))]
        assert batch[0] is mine
        try:
            self._do(batch)
        except BaseException as error:  # whatever it is, nobody may be left waiting
            for place in batch:
                if not place.done:
                    place.error, place.done = error, True
            raise
        finally:
            with self._lock:
                self._hand_on()
            for place in batch:
                if place is not mine:
                    place.called.set()

    def _hand_on(self) -> None:
        """Call whoever waits longest to take the next turn; the lock is held."""
        self._taken = bool(self._waiting)
        if self._waiting:
            self._waiting[0].called.set()

    def _leave(self, place: _Place[Job, Answer]) -> None:
        """Give up waiting. A job that somebody has already begun is carried out all the same."""
        with self._lock:
            if place not in self._waiting:
                return
            self._waiting.remove(place)
            if place.called.is_set():
                self._hand_on()

    def _do(self, batch: list[_Place[Job, Answer]]) -> None:
        try:
            answers = self._carry_out([place.job for place in batch])
        except Exception as error:  # noqa: BLE001  # each job is told, by its own thread
            if len(batch) == 1:
                batch[0].error, batch[0].done = error, True
                return
            for place in batch:
                self._do([place])
            return
        for place, answer in zip(batch, answers, strict=True):
            place.answer, place.done = answer, True
