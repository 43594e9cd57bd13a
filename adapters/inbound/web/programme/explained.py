"""Explanations of what has no place in a plan: each is worked out once, beside the pages, and kept for a while.

What is asked is a question about one plan of one year, and neither ever changes, so whoever asks the same again is
answered at once. A page does not wait for what takes longer than a page may.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet

from activities.programme.ports import Explanation

__all__ = ["Explanations"]

MOST_KEPT = 200
"""Answers are some kilobytes each."""
SOON_SECONDS = 0.005
"""A page waits so long: for what is kept, it does not wait at all."""

Key = tuple[object, ...]


class Explanations:
    """Works explanations out one after another. Safe to use from several threads."""

    def __init__(self) -> None:
        """Nothing has been asked yet."""
        self._lock = threading.Lock()
        self._asked: OrderedDict[Key, Future[Explanation]] = OrderedDict()
        self._working = ThreadPoolExecutor(1, thread_name_prefix="explaining")

    def answer(self, key: Key, work_out: Callable[[], Explanation]) -> Explanation | None:
        """An explanation; None while it is being worked out.

        Args:
            key: what is asked, of which plan of which year.
            work_out: works it out.

        Raises:
            Refused: there is none; the same again for the same question.
        """
        with self._lock:
            asked = self._asked.get(key)
            if asked is None:
                asked = self._asked[key] = self._working.submit(work_out)
                while len(self._asked) > MOST_KEPT:
                    self._asked.popitem(last=False)[1].cancel()
        try:
            return asked.result(SOON_SECONDS)
        except NotYet:
            return None
