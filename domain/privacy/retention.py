"""How long personal data is kept: dated, cited schedules by class of data, and the day on which something is due."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import Field

from domain.messages import Message
from domain.privacy.boxes import Category
from domain.privacy.schedules import texts
from domain.refusals import Refused
from domain.text import Line, Prose, Reference
from domain.toml_files import read_toml

__all__ = ["Keeping", "RetentionRule", "Schedule", "months_after", "parse_schedule", "shipped_schedules"]

Keeping = Literal["inspection-ended", "person-left", "comment-answered"]
"""What a period is counted from: the day an inspection was closed or cancelled, or a programme closed, for what was
handed in with it; the day a person left; the day a comment or a response was answered."""


class RetentionRule(Message):
    """How long one class of data is kept.

    Attributes:
        category: the class of data.
        of: the kind of subject that it is about.
        purpose: what it is held for, as a person who asks is told.
        counted_from: what the period is counted from.
        months: how long it is kept from then, in calendar months.
        citation: by what right.
    """

    category: Category
    of: Literal["case", "person", "list", "account", "document", "staff", "comment", "response"]
    purpose: Line
    counted_from: Keeping
    months: Annotated[int, Field(ge=1, le=1200)]
    citation: Line

    def due(self, counted_from: date) -> date:
        """The first day on which the data is no longer to be kept."""
        return months_after(counted_from, self.months)


class Schedule(Message):
    """A retention schedule.

    Attributes:
        id: its short code.
        version: its version.
        title: what it is called.
        status: where it stands.
        in_force_from: the day from which on it is applied.
        citation: by what right.
        rules: one for each class of data.
    """

    id: Reference
    version: Line
    title: Line
    status: Literal["proposed", "in-force", "retired"]
    in_force_from: date
    citation: Prose
    rules: Annotated[tuple[RetentionRule, ...], Field(min_length=1)]

    @property
    def authority(self) -> str:
        """As it stands as the authority of an erasure."""
        return f"retention schedule {self.id} {self.version}"

    def rule_for(self, category: Category) -> RetentionRule | None:
        """The rule for a class of data; None where the schedule has none."""
        return next((each for each in self.rules if each.category == category), None)


def months_after(day: date, months: int) -> date:
    """The same day some calendar months later, or the last of that month where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def parse_schedule(text: bytes, *, where: str) -> Schedule:
    """Read a schedule from the text of its TOML file.

    Args:
        text: the file's bytes.
        where: the file's name, for messages.

    Raises:
        Refused: ``bad-schedule`` with the file and the place when something in it is wrong.
    """
    schedule = read_toml(text, Schedule, where=where, code="bad-schedule")
    classes = [rule.category for rule in schedule.rules]
    twice = next((each for each in classes if classes.count(each) > 1), None)
    if twice is not None:
        raise Refused.because("bad-schedule", f"{where}: rules: there are two for {twice}")
    return schedule


@cache
def shipped_schedules() -> Mapping[str, Schedule]:
    """Every shipped schedule by its id."""
    found = (parse_schedule(text, where=name) for name, text in sorted(texts().items()))
    return MappingProxyType({each.id: each for each in found})
