"""Working days: the dated calendar by which deadlines are counted, and when a due date is over.

A deadline is a date. It is met by anything that happens before the end of that day in London, so a change of
clocks moves the instant, never the date.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.refusals import Refused

__all__ = ["LONDON", "WorkingDays", "end_of_day", "in_words", "london_date"]

LONDON = ZoneInfo("Europe/London")
_SATURDAY = 5
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def london_date(at: datetime) -> date:
    """The date in London at an instant.

    Args:
        at: a zone-aware instant.
    """
    return at.astimezone(LONDON).date()


def end_of_day(day: date) -> datetime:
    """The instant at which a date is over in London, in UTC: midnight at the start of the next day."""
    return datetime.combine(day + timedelta(days=1), time(0), tzinfo=LONDON).astimezone(UTC)


def in_words(day: date) -> str:
    """A date as it is written to people, in any locale: 1 April 2018."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """A calendar of working days: Monday to Friday, without the days on which the office is closed.

    Attributes:
        name: says which calendar it is, for example ``england-and-wales``.
        first: the first day the calendar knows.
        last: the last day the calendar knows.
        closed: bank holidays and office closures between the two.
    """

    name: str
    first: date
    last: date
    closed: frozenset[date]

    @classmethod
    def of(cls, name: str, first: date, last: date, closed: Iterable[date] = ()) -> "WorkingDays":
        """Make a calendar; closures outside its span are dropped."""
        return cls(name, first, last, frozenset(day for day in closed if first <= day <= last))

    def is_working(self, day: date) -> bool:
        """Whether the office is open on a day.

        Raises:
            Refused: ``calendar-exhausted`` when the calendar does not reach that day.
        """
        if not self.first <= day <= self.last:
            raise Refused.because(
                "calendar-exhausted",
                f"The calendar {self.name} covers {self.first} to {self.last} and cannot place {day}.",
            )
        return day.weekday() < _SATURDAY and day not in self.closed

    def after(self, start: date, days: int) -> date:
        """The date that is so many working days after a start; the start itself is never counted.

        With ``days`` 0 it is the start itself if that is a working day, else the next one.

        Args:
            start: the day from which is counted; it need not be a working day.
            days: how many working days, 0 or more.

        Raises:
            Refused: ``calendar-exhausted`` when the calendar ends first.
        """
        day = start
        if days == 0:
            while not self.is_working(day):
                day += timedelta(days=1)
            return day
        left = days
        while left:
            day += timedelta(days=1)
            left -= self.is_working(day)
        return day

    def before(self, end: date, days: int) -> date:
        """The date that is so many working days before an end; the end itself is never counted.

        With ``days`` 0 it is the end itself if that is a working day, else the last one before it.

        Args:
            end: the day from which is counted back; it need not be a working day.
            days: how many working days, 0 or more.

        Raises:
            Refused: ``calendar-exhausted`` when the calendar begins later.
        """
        day = end
        if days == 0:
            while not self.is_working(day):
                day -= timedelta(days=1)
            return day
        left = days
        while left:
            day -= timedelta(days=1)
            left -= self.is_working(day)
        return day

    def between(self, start: date, end: date) -> int:
        """How many working days lie after ``start`` and up to and including ``end``; 0 if ``end`` is not later."""
        count, day = 0, start
        while day < end:
            day += timedelta(days=1)
            count += self.is_working(day)
        return count
