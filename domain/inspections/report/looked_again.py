"""What a report tells of a follow-up: what prompted it, both results, and what was concluded (003)."""

from datetime import date

from domain.follow_ups.events import PeriodOfCases, Prompting, Row
from domain.messages import Message
from domain.text import Line, Prose, Reference, StandardId

__all__ = ["LookedAgain"]


class LookedAgain(Message):
    """A follow-up as a draft took it up; what is small in it is hidden only where it is printed.

    Attributes:
        follows: the first inspection; None where it is not on the record.
        earlier: the first inspection by its title and day, where it is not on the record; else None.
        first_published: when the first report came out; None where it is not on the record.
        sources: where the first figures were published, where they are not recomputed.
        recommendations: those that prompted it.
        standards: what was scored again.
        not_rescored: what was not, because the focus was narrower.
        only: which cases were looked at again, in words.
        periods: the periods that were told apart.
        rows: every standard, and every key question of it.
        first_cases: how many of the first inspection's cases were meant; None where it is not on the record.
        again_cases: how many of the follow-up's.
        compared_on: when they were put beside each other.
        conclusions: what was concluded on each standard.
        conclusion: what was concluded on the whole.
    """

    follows: Reference | None
    earlier: Line | None
    first_published: date | None
    sources: tuple[Line, ...]
    recommendations: tuple[Prompting, ...]
    standards: tuple[StandardId, ...]
    not_rescored: tuple[StandardId, ...]
    only: Prose
    periods: tuple[PeriodOfCases, ...]
    rows: tuple[Row, ...]
    first_cases: int | None
    again_cases: int
    compared_on: date
    conclusions: tuple[tuple[StandardId, Prose], ...]
    conclusion: Prose
