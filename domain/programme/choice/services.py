"""Services as a programme chooses among them: when they were last inspected, and what is known of them."""

from collections.abc import Collection
from datetime import date
from typing import Annotated

from pydantic import Field

from domain.messages import Message
from domain.programme.problem import Name
from domain.text import Line

__all__ = ["Joint", "Risk", "Service"]


class Risk(Message):
    """A risk score.

    Attributes:
        score: the score; higher is worse.
        evidence: what it rests on.
        on: the day of the score.
        by: who gave it.
    """

    score: Annotated[int, Field(ge=0, le=1_000)]
    evidence: Line
    on: date
    by: Line


class Service(Message):
    """A service that a programme may choose.

    Attributes:
        id: its code.
        region: where it is.
        last: the year of its last inspection, by the programme's years; None: it has had none.
        ended_on: the last day of that inspection; None: it is not known.
        risk: its risk score, if it has one.
        performance: its published performance; higher is better.
        size: how large it is, in whatever unit all have.
        density: how dense its area is.
        follow_up: why a follow-up is due this year; None: none is.
        visits: how many visits of other programmes it already has this year that the record does not know of.
        booked: the visits of this year that the record knows of, each in a few words.
    """

    id: Name
    region: Name
    last: Annotated[int, Field(ge=1900, le=2200)] | None = None
    ended_on: date | None = None
    risk: Risk | None = None
    performance: Annotated[int, Field(ge=-100_000, le=100_000)] | None = None
    size: Annotated[int, Field(ge=0, le=100_000_000)] | None = None
    density: Annotated[int, Field(ge=0, le=100_000_000)] | None = None
    follow_up: Line | None = None
    visits: Annotated[int, Field(ge=0, le=52)] = 0
    booked: Annotated[tuple[Line, ...], Field(max_length=200)] = ()

    @property
    def visited(self) -> int:
        """How many visits it has this year, all kinds together, before anything is chosen."""
        return self.visits + len(self.booked)


class Joint(Message):
    """How many inspections an inspectorate that joins has room for in a year.

    Attributes:
        partner: the inspectorate.
        most: how many.
        services: the services at which it joins.
    """

    partner: Name
    most: Annotated[int, Field(ge=0, le=5_000)]
    services: Annotated[tuple[Name, ...], Field(min_length=1, max_length=5_000)]

    def joined(self, chosen: Collection[str]) -> int:
        """At how many services it joins, of those that were chosen."""
        return sum(each in chosen for each in self.services)
