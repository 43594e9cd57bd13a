"""Pre-election periods: the weeks before an election in which an inspectorate publishes nothing.

They are dated, cited data of an installation. Which elections count is for the inspectorate to say; those that ship
are the general elections since 2015.
"""

from datetime import date
from typing import Self

from pydantic import Field, model_validator

from domain.messages import Message
from domain.text import Line, Prose
from domain.toml_files import read_toml
from domain.working_days import WorkingDays, in_words

__all__ = ["PreElectionPeriod", "next_day_to_publish", "parse_periods"]


class PreElectionPeriod(Message):
    """One period in which nothing is published.

    Attributes:
        title: before which election.
        first: its first day.
        last: its last day, which is the day of the vote.
        citation: where its days are laid down, or that they are a setting.
    """

    title: Line
    first: date
    last: date
    citation: Prose

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last < self.first:
            raise ValueError("the last day is before the first")
        return self


class _File(Message):
    period: tuple[PreElectionPeriod, ...] = Field(default=(), max_length=500)


def parse_periods(text: bytes, *, where: str) -> tuple[PreElectionPeriod, ...]:
    """Read pre-election periods from the text of a TOML file.

    Args:
        text: the file's bytes: a table ``[[period]]`` for each, with title, first, last and citation.
        where: the file's name, for messages.

    Raises:
        Refused: ``bad-periods`` with a sentence for each entry that is wrong, and its line.
    """
    return read_toml(text, _File, where=where, code="bad-periods").period


def period_on(periods: tuple[PreElectionPeriod, ...], day: date) -> PreElectionPeriod | None:
    """The period that a day lies in, if it lies in one."""
    return next((each for each in periods if each.first <= day <= each.last), None)


def next_day_to_publish(
    periods: tuple[PreElectionPeriod, ...], day: date, calendar: WorkingDays
) -> tuple[date, str]:
    """The first working day, from a day on, that lies in no period; and in words why it is not the day itself.

    Raises:
        Refused: ``calendar-exhausted``.
    """
    why = ""
    while (found := period_on(periods, day)) is not None:
        why = why or f"{in_words(day)} lies in the pre-election period before the {found.title}"
        day = calendar.after(found.last, 1)
    return day, why
