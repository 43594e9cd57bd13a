"""Weeks: a year is counted in ISO weeks from its first Monday, week 0; days come afterwards.

Weeks before the year are negative; the weeks after it, in which the last reports are published, go on counting.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Annotated, Self

from pydantic import Field, model_validator

from domain.messages import Message
from domain.text import counted
from domain.working_days import in_words

__all__ = [
    "Span",
    "Week",
    "clear_weeks",
    "count_in",
    "covered",
    "distance",
    "spoken",
    "spoken_spans",
    "week_of",
]

_FIVE_YEARS = 260
Week = Annotated[int, Field(ge=-_FIVE_YEARS, le=_FIVE_YEARS)]
"""A week, counted from the Monday on which the programme's year begins; five years either way at most."""


class Span(Message):
    """Some weeks on end, both ends included.

    Attributes:
        first: the first week.
        last: the last week.
    """

    first: Week
    last: Week

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last < self.first:
            raise ValueError(f"the weeks {self.first} to {self.last} end before they begin")
        return self

    @classmethod
    def on_end(cls, first: int, length: int) -> Self:
        """So many weeks from one on, as far as weeks are counted."""
        return cls(first=first, last=min(first + length - 1, _FIVE_YEARS))

    def holds(self, week: int) -> bool:
        """Whether a week is one of these."""
        return self.first <= week <= self.last

    def touches(self, first: int, last: int) -> bool:
        """Whether any week from ``first`` to ``last`` is one of these."""
        return self.first <= last and first <= self.last


def covered(spans: Iterable[Span], first: int, last: int) -> set[int]:
    """The weeks from ``first`` to ``last`` that are in any of some spans."""
    return {week for span in spans for week in range(max(span.first, first), min(span.last, last) + 1)}


def count_in(spans: Iterable[Span], weeks: int) -> int:
    """How many weeks of a year of so many weeks are in any of some spans."""
    return len(covered(spans, 0, weeks - 1))


def clear_weeks(one: Span, other: Span) -> int:
    """How many whole weeks lie between two spans; below 0 where they overlap."""
    return max(one.first, other.first) - min(one.last, other.last) - 1


def distance(gap: int) -> str:
    """How far two pieces of fieldwork must be from each other, a clause."""
    if gap == 0:
        return "they must not overlap"
    return f"there must be {counted(gap, 'clear week')} between them"


def week_of(first_monday: date, day: date) -> int:
    """The week of a day, as far as weeks are counted."""
    return max(-_FIVE_YEARS, min(_FIVE_YEARS, (day - first_monday).days // 7))


def spoken(first_monday: date, week: int) -> str:
    """A week as it is said to people: ``week 14 (from 5 July 2027)``."""
    return f"week {week} (from {in_words(first_monday + timedelta(weeks=week))})"


def spoken_spans(spans: Iterable[Span]) -> str:
    """Spans in a few words: ``weeks 3 to 7, 20``; ``no week`` where there is none."""
    said = [f"{each.first}" if each.first == each.last else f"{each.first} to {each.last}" for each in spans]
    if not said:
        return "no week"
    return f"{'week' if said == [said[0]] and ' ' not in said[0] else 'weeks'} {', '.join(said)}"
