"""Many who act in one time: each does what it does on a day, says until when it waits, and then the next one acts.

Everybody has a thread, so that a script reads from top to bottom, but only one of them runs at any time, in an order
that does not depend on the machine.
"""

import heapq
import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import date

__all__ = ["Player", "in_turn"]


class _Left(BaseException):
    """The play has been broken off."""


class Player:
    """Somebody who acts until a day, and then goes on."""

    def __init__(self, begins: date, act: Callable[["Player"], None]) -> None:
        """Set up somebody who begins on a day; ``act`` is everything that they do."""
        self.day = begins
        self.over = False
        self._act = act
        self._left = False
        self._go, self._done = threading.Semaphore(0), threading.Semaphore(0)
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)

    def wait_until(self, day: date) -> None:
        """Called by whoever acts: nothing more until a day; at once if that is today or past."""
        if day <= self.day:
            return
        self.day = day
        self._done.release()
        self._go.acquire()
        if self._left:
            raise _Left

    def resume(self) -> None:
        """Let it act on its day.

        Raises:
            BaseException: what went wrong in it.
        """
        if self._thread.ident is None:
            self._thread.start()
        self._go.release()
        self._done.acquire()
        if self._error is not None:
            raise self._error

    def leave(self) -> None:
        """Let it end where it stands."""
        if self._thread.ident is not None and not self.over:
            self._left = True
            self._go.release()
            self._thread.join()

    def _run(self) -> None:
        self._go.acquire()
        try:
            if not self._left:
                self._act(self)
        except _Left:
            pass
        except BaseException as error:  # noqa: BLE001 - carried over to whoever lets it act
            self._error = error
        finally:
            self.over = True
            self._done.release()


def in_turn(players: Sequence[Player], pass_until: Callable[[date], None]) -> Iterator[date]:
    """Let everybody act, day by day, in their order; yields each day once it is done.

    Args:
        players: who acts.
        pass_until: lets time pass until people act on a day.
    """
    waiting = [(each.day, number) for number, each in enumerate(players)]
    heapq.heapify(waiting)
    try:
        while waiting:
            today = waiting[0][0]
            pass_until(today)
            while waiting and waiting[0][0] == today:
                _, number = heapq.heappop(waiting)
                players[number].resume()
                if not players[number].over:
                    heapq.heappush(waiting, (players[number].day, number))
            yield today
    finally:
        for each in players:
            each.leave()
