"""The views as they are kept, and rows of them that are remembered for as long as no event moves the views on."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol, TypeVar

from activities.viewing.rows import CaseRow, InspectionRow, MomentRow, ProviderRow, Rows

__all__ = ["Generation", "RowShelf", "ViewRows", "ViewStore"]

T = TypeVar("T")

ROWS_SHELVED = 20_000
"""Rows that are remembered at most, of all views together: some tens of megabytes."""


@dataclass(frozen=True, slots=True)
class Generation:
    """The views as they were built once, and kept up since.

    Attributes:
        number: its number, from 1.
        layout: what its rows look like; see :data:`activities.viewing.rows.LAYOUT`.
        purpose: it is what people see, is to be, or is only built to be compared.
        position: everything up to here has been taken in.
    """

    number: int
    layout: int
    purpose: Literal["live", "building", "checking"]
    position: int


class ViewRows(Protocol):
    """The rows of the live generation, as people look at them."""

    def inspections(self) -> Sequence[InspectionRow]:
        """All inspections in the live generation, in order of their references, whatever stage they are at."""
        ...

    def inspection(self, reference: str) -> InspectionRow | None:
        """One inspection by its reference; None if the view knows none by it."""
        ...

    def cases(self, inspection: str) -> Sequence[CaseRow]:
        """The sampled cases of an inspection, by population and row."""
        ...

    def timeline(self, matter: str) -> Sequence[MomentRow]:
        """Everything that happened in a matter, oldest first."""
        ...

    def providers(self) -> Sequence[ProviderRow]:
        """All providers in the live generation, in order of their codes."""
        ...

    def digest(self) -> str:
        """A digest over all rows of all views, to tell whether two are equal."""
        ...


class ViewStore(ViewRows, Protocol):
    """Where the views are kept. They are no part of the record. What is read is the live generation's."""

    def generations(self) -> Sequence[Generation]:
        """Those that are live, being built or being checked: at most one of each."""
        ...

    def begin(self, layout: int, purpose: Literal["building", "checking"]) -> Generation:
        """Begin an empty generation.

        One that is being built already in the same layout is gone on with; a check always begins afresh. What was
        being built in another layout, or checked, is put aside.
        """
        ...

    def reached(self, generation: int) -> int | None:
        """The position up to which a generation is up to date; None if it has been put aside."""
        ...

    def keep(self, generation: int, rows: Rows, before: int, after: int) -> bool:
        """Replace rows and move the generation's position, in one step; False, and nothing, if it is not ``before``."""
        ...

    def go_live(self, generation: int) -> bool:
        """Put a generation that is being built in the live one's place, in one step, and put that one aside.

        Returns:
            Whether it is live now; False while it is behind the one that is.
        """
        ...

    def put_aside(self, generation: int) -> None:
        """Have done with a generation that is not live."""
        ...

    def tidy(self) -> None:
        """Throw away the rows of what has been put aside, a little at a time."""
        ...

    def compare(self, one: int, other: int) -> Mapping[str, tuple[str, str]] | None:
        """The digests of two generations by view, from one moment; None if they are not at the same position."""
        ...


_Place = tuple[int, int]
"""A generation's number and the position that it has reached: its rows are the same whenever it stands there."""


class RowShelf:
    """Remembers rows by where the live generation stood when they were read. Safe to use from several threads.

    A generation's rows change in the same step as its position, and its number is never used again. So what was read
    while it stood at a place is what is there whenever it stands at that place; and who asks finds out first where it
    stands now.
    """

    def __init__(self, kept: ViewStore, most: int = ROWS_SHELVED) -> None:
        """Remember rows of what is kept, at most so many."""
        self._kept = kept
        self._most = most
        self._shelved: OrderedDict[Hashable, tuple[_Place, Any, int]] = OrderedDict()
        self._rows = 0
        self._lock = threading.Lock()

    def at(self, live: Generation) -> ViewRows:
        """The rows of the live generation, which was just seen to stand here."""
        return _At(self, self._kept, (live.number, live.position))

    def given(self, place: _Place, what: Hashable, read: Callable[[], T]) -> T:
        """Some rows: remembered, or read now and remembered if the generation still stands where it stood."""
        with self._lock:
            known = self._shelved.get(what)
            if known is not None and known[0] == place:
                self._shelved.move_to_end(what)
                found: T = known[1]
                return found
        found = read()
        if any(
            (each.number, each.position) == place
            for each in self._kept.generations()
            if each.purpose == "live"
        ):
            self._keep(place, what, found)
        return found

    def known(self, place: _Place, what: Hashable) -> Any:
        """Some rows if they are remembered; None if not."""
        with self._lock:
            known = self._shelved.get(what)
        return known[1] if known is not None and known[0] == place else None

    def _keep(self, place: _Place, what: Hashable, found: Any) -> None:
        weight = max(1, len(found)) if isinstance(found, Sequence) else 1
        with self._lock:
            before = self._shelved.pop(what, None)
            self._shelved[what] = (place, found, weight)
            self._rows += weight - (before[2] if before else 0)
            while self._rows > self._most and len(self._shelved) > 1:
                self._rows -= self._shelved.popitem(last=False)[1][2]


@dataclass(frozen=True, slots=True)
class _At:
    """The live rows, remembered where they can be."""

    shelf: RowShelf
    kept: ViewStore
    place: _Place

    def inspections(self) -> Sequence[InspectionRow]:
        return self.shelf.given(self.place, "inspections", lambda: tuple(self.kept.inspections()))

    def inspection(self, reference: str) -> InspectionRow | None:
        every: Sequence[InspectionRow] | None = self.shelf.known(self.place, "inspections")
        if every is not None:
            return next((each for each in every if each.reference == reference), None)
        return self.shelf.given(
            self.place, ("inspection", reference), lambda: self.kept.inspection(reference)
        )

    def cases(self, inspection: str) -> Sequence[CaseRow]:
        return self.shelf.given(self.place, ("cases", inspection), lambda: tuple(self.kept.cases(inspection)))

    def timeline(self, matter: str) -> Sequence[MomentRow]:
        return self.shelf.given(self.place, ("timeline", matter), lambda: tuple(self.kept.timeline(matter)))

    def providers(self) -> Sequence[ProviderRow]:
        return self.shelf.given(self.place, "providers", lambda: tuple(self.kept.providers()))

    def digest(self) -> str:
        return self.kept.digest()
