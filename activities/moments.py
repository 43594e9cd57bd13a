"""One look at the record: whoever makes one page asks where the record stands once, and not for every part of it.

A look begins with a request and sees everything that was recorded before it, by whichever process. It lasts for a
moment: what takes longer asks again. Nothing that is remembered is handed from one look to the next unasked.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

__all__ = ["LASTING_SECONDS", "Moment", "one_moment", "present"]

LASTING_SECONDS = 1.0
"""Pages take some hundredths of this; whoever works for longer is to see what others did meanwhile."""


class Moment:
    """What was found out during one look, by whoever found it out."""

    def __init__(self, seconds: Callable[[], float]) -> None:
        """Begin now, by a clock that counts seconds, with nothing known."""
        self._seconds = seconds
        self._until = seconds() + LASTING_SECONDS
        self._found: dict[int, Any] = {}
        self.stood_at: int | None = None
        """The position of the last event on the record, when it was looked at; None until it was."""

    @property
    def lasts(self) -> bool:
        """Whether it is not over yet."""
        return self._seconds() < self._until

    def note(self, whose: object, what: Any) -> None:
        """Note what somebody found out, for themselves."""
        self._found[id(whose)] = what

    def noted(self, whose: object) -> Any:
        """What they noted; None for nothing."""
        return self._found.get(id(whose))


_PRESENT: ContextVar[Moment | None] = ContextVar("_PRESENT", default=None)


@contextmanager
def one_moment(seconds: Callable[[], float]) -> Iterator[None]:
    """Look at the record once for everything that is read within, as long as a moment lasts.

    For whoever only reads: a decision is taken outside, on what is read for it.

    Args:
        seconds: a clock that counts them, from whenever.
    """
    token = _PRESENT.set(Moment(seconds))
    try:
        yield
    finally:
        _PRESENT.reset(token)


def present() -> Moment | None:
    """The look that is being taken; None outside one, and when it has lasted long enough."""
    moment = _PRESENT.get()
    return moment if moment is not None and moment.lasts else None
