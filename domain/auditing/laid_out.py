"""What is laid out only when it is asked for."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Generic, TypeVar, overload

__all__ = ["LaidOut"]

T = TypeVar("T")
N = TypeVar("N")


class LaidOut(Sequence[N], Generic[T, N]):
    """Many things, laid out when one of them is first asked for: how many there are is known before."""

    def __init__(self, things: Sequence[T], laid_out: Callable[[T], N]) -> None:
        """Lay out some things, each in the same way."""
        self._things = things
        self._laid_out = laid_out

    @cached_property
    def _all(self) -> tuple[N, ...]:
        return tuple(map(self._laid_out, self._things))

    @overload
    def __getitem__(self, at: int) -> N: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[N]: ...

    def __getitem__(self, at: int | slice) -> N | Sequence[N]:
        """One of them, or some."""
        return self._all[at]

    def __len__(self) -> int:
        """How many there are."""
        return len(self._things)

    def __eq__(self, other: object) -> bool:
        """Whether the same comes out."""
        return isinstance(other, Sequence) and self._all == tuple(other)

    __hash__ = None  # type: ignore[assignment]  # they are compared, and never looked up
