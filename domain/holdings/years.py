"""The inspectorate's year, within which nothing is asked for twice."""

from datetime import date

__all__ = ["year_in_words", "year_of"]

_BEGINS = (4, 1)
"""The inspectorate's year begins on 1 April (002: the plan for 2017-18)."""


def year_of(day: date) -> int:
    """The inspectorate's year in which a day lies, by the calendar year in which it began."""
    return day.year if (day.month, day.day) >= _BEGINS else day.year - 1


def year_in_words(year: int) -> str:
    """A year as it is written: ``2018-19``."""
    return f"{year}-{(year + 1) % 100:02}"
