"""Who looked at what: kept apart from the record, for a while, and never without being able to keep it.

A look changes nothing, so it is no event. But what is private to an inspection is shown to nobody whose looking at it
cannot be written down first.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from activities.ports import Clock, StoreFault
from domain.refusals import Refused

__all__ = ["Look", "LookLog", "Looking", "PageOfLooks"]

THROUGH = 20_000
"""Looks that are gone through for one page at most: a second or less; what is older is asked for anew."""

_PLACE = re.compile(r"[0-9]{4}-[0-9]{2}:[0-9]{1,18}")


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody looked at something.

    Attributes:
        at: when, in UTC.
        who: by id, opaque.
        what: what was asked for: ``audit explain``, ``case show``.
        about: what it was about: references and streams, opaque.
        role: in which role, where one was named.
    """

    at: datetime
    who: str
    what: str
    about: tuple[str, ...]
    role: str | None = None


@dataclass(frozen=True, slots=True)
class PageOfLooks:
    """Some looks that follow on each other, newest first.

    Attributes:
        rows: the looks that were asked for.
        unreadable: a sentence for each entry between them that cannot be read.
        older: the place from which to go on; None where nothing older was asked for.
        through: how many looks were gone through.
    """

    rows: tuple[Look, ...]
    unreadable: tuple[str, ...]
    older: str | None
    through: int


class LookLog(Protocol):
    """Keeps looks. Nothing of it is on the record, in a view, or in an export."""

    def add(self, look: Look) -> None:
        """Keep a look, before this returns.

        Raises:
            StoreFault: it could not be kept.
        """
        ...

    def looks(self) -> Iterator[Look | str]:
        """Every look that is kept, oldest first; where an entry cannot be read, a sentence that says which.

        Raises:
            StoreFault: they could not be read.
        """
        ...

    def back(self, place: str | None = None) -> Iterator[tuple[Look | str, str]]:
        """The looks that are kept, newest first, each with its place; no more of them is read than is asked for.

        Args:
            place: begin with what is older than the look at this place; ``2026-12:0`` names the beginning of a month.

        Raises:
            StoreFault: they could not be read.
        """
        ...

    def forget(self, before: datetime) -> None:
        """Let go of what is older, in whole months.

        Raises:
            StoreFault: it could not be removed.
        """
        ...


class Looking:
    """Notes who was shown what that is private, and tells an auditor; kept apart from the record, for some time."""

    def __init__(self, log: LookLog, clock: Clock, kept: timedelta) -> None:
        """Note looks in a log that is kept apart from the record.

        Args:
            log: keeps them.
            clock: the time.
            kept: for how long at least.
        """
        self._log = log
        self._clock = clock
        self._kept = kept

    def note(self, who: str, what: str, about: Sequence[str], role: str | None = None) -> None:
        """Note a look, before anything is shown; and let go of those that have been kept for long enough.

        Raises:
            Refused: ``look-not-noted``: it could not be, so nothing is shown.
        """
        now = self._clock.now()
        try:
            self._log.add(Look(now, who, what, tuple(about), role))
            self._log.forget(now - self._kept)
        except StoreFault as fault:
            raise Refused.because(
                "look-not-noted", f"It is not shown, because that you looked cannot be noted: {fault}"
            ) from None

    def looks(
        self, about: str | None = None, who: str | None = None, years: range | None = None
    ) -> Iterator[Look | str]:
        """Who looked at what, oldest first; entries that cannot be read are told whatever is asked.

        Args:
            about: only at this.
            who: only this person.
            years: only in one of these years, in UTC.

        Raises:
            StoreFault: they could not be read.
        """
        for each in self._log.looks():
            if isinstance(each, str) or _asked_for(each, about, who, years):
                yield each

    def page(
        self,
        most: int,
        place: str | None = None,
        *,
        about: str | None = None,
        who: str | None = None,
        years: range | None = None,
        told: Callable[[str], bool] = lambda _: True,
    ) -> PageOfLooks:
        """A page of looks, newest first: the log is read from its end, and no further than the page needs.

        Args:
            most: the most looks on a page.
            place: where an earlier page ended; the end of the log if none is given, or it is no place.
            about: only at this.
            who: only this person.
            years: only in one of these years, in UTC.
            told: whether whoever asks may be told of something; what is about anything else is left out.

        Raises:
            StoreFault: they could not be read.
        """
        if place is None or not _PLACE.fullmatch(place):
            place = f"{min(years[-1] + 1, 9999)}-00:0" if years else None
        rows: list[Look] = []
        unreadable: list[str] = []
        older, through = place, 0
        for each, at in self._log.back(place):
            if through == THROUGH:
                return PageOfLooks(tuple(rows), tuple(unreadable), older, through)
            through += 1
            if isinstance(each, str):
                unreadable.append(each)
            elif years and each.at.year < years[0]:
                break
            elif _asked_for(each, about, who, years) and all(map(told, each.about)):
                if len(rows) == most:
                    return PageOfLooks(tuple(rows), tuple(unreadable), older, through)
                rows.append(each)
            older = at
        return PageOfLooks(tuple(rows), tuple(unreadable), None, through)


def _asked_for(look: Look, about: str | None, who: str | None, years: range | None) -> bool:
    return about in (None, *look.about) and who in (None, look.who) and (not years or look.at.year in years)
