"""Who looked at what: kept apart from the record, for a while, and never without being able to keep it.

A look changes nothing, so it is no event. But what is private to an inspection is shown to nobody whose looking at it
cannot be written down first.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from activities.ports import Clock, StoreFault
from domain.refusals import Refused

__all__ = ["Look", "LookLog", "Looking"]


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
            if isinstance(each, str) or (
                about in (None, *each.about)
                and who in (None, each.who)
                and (not years or each.at.year in years)
            ):
                yield each
