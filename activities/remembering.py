"""What was worked out, remembered for as long as what it follows from is the same; never more than so many things."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

__all__ = ["Remembered"]

T = TypeVar("T")


class Remembered(Generic[T]):
    """Remembers some things of one kind. Safe to use from several threads; what is handed out is never changed."""

    def __init__(self, most: int) -> None:
        """Remember at most so many; whatever has not been asked for the longest gives way."""
        self._most = most
        self._known: OrderedDict[Hashable, tuple[object, T]] = OrderedDict()
        self._lock = threading.Lock()

    def given(self, what: Hashable, follows_from: object, work_out: Callable[[], T]) -> T:
        """A thing: as it is remembered, or worked out now.

        Args:
            what: which one.
            follows_from: all that it follows from besides; what was remembered for anything else is worked out anew.
            work_out: works it out; what it raises is not remembered.
        """
        with self._lock:
            known = self._known.get(what)
            if known is not None and known[0] == follows_from:
                self._known.move_to_end(what)
                return known[1]
        found = work_out()
        with self._lock:
            self._known[what] = follows_from, found
            self._known.move_to_end(what)
            while len(self._known) > self._most:
                self._known.popitem(last=False)
        return found
