"""What people may ask of a follow-up."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from domain.follow_ups.events import PeriodOfCases
from domain.follow_ups.opening import GivenFigure
from domain.messages import Command, Message
from domain.text import Line, Prose, Reference, StandardId

__all__ = [
    "CompareResults",
    "ConcludeCriterion",
    "ConcludeFollowUp",
    "ListToo",
    "RecordOpeningFigures",
    "SetUpFollowUp",
    "follow_up_stream",
]


Read = Annotated[
    str, StringConstraints(pattern=r"^(case|second-read)-[a-z0-9]+(-[a-z0-9]+)*$", max_length=100)
]
"""The stream of a first or second read of a case."""


def follow_up_stream(inspection: str) -> str:
    """The stream of what a follow-up inspection looks at again."""
    return f"follow-up-{inspection}"


class ListToo(Message):
    """A row about a further list of which cases are looked at again; rows of the same list add up.

    Attributes:
        population: the list.
        stratum: a stratum of the first inspection's sample of it that is meant, by its number.
        aspect: as to what its cases are classified.
        classed: the class that is meant.
    """

    population: Reference
    stratum: int | None = Field(default=None, ge=1, le=1000)
    aspect: Reference | None = None
    classed: Reference | None = None


class _FollowUpOrder(Command):
    """A command about one follow-up.

    Attributes:
        inspection: the reference of the follow-up inspection.
    """

    inspection: Reference

    @property
    def stream(self) -> str:
        """The follow-up."""
        return follow_up_stream(self.inspection)


class SetUpFollowUp(_FollowUpOrder):
    """Lay down what a follow-up inspection follows, what prompted it, and what it looks at again.

    Attributes:
        standards: the standards or criteria that are scored again.
        recommendations: the recommendations of the first inspection that prompted it, by their codes.
        population: the list of cases that is looked at again, or the first of several.
        only: to which of them, in words.
        follows: the reference of the first inspection, where it is on the record.
        earlier: where it is not: its title, and when and where its report was published.
        wording: where it is not: the words of each recommendation.
        strata: the strata of the first inspection's sample that are meant, by their numbers.
        classified: how the cases meant are classified: an aspect with a class, once for each class.
        periods: the periods that are told apart in the follow-up's sample of that list.
        also: further lists of which cases are looked at again: all of a list where nothing else is said of it.
    """

    verb: ClassVar[str] = "set-up-follow-up"
    standards: tuple[StandardId, ...] = Field(min_length=1, max_length=100)
    recommendations: tuple[Reference, ...] = Field(min_length=1, max_length=100)
    population: Reference
    only: Prose
    follows: Reference | None = None
    earlier: Line | None = None
    wording: tuple[tuple[Reference, Prose], ...] = Field(default=(), max_length=100)
    strata: tuple[Reference, ...] = Field(default=(), max_length=1000)
    classified: tuple[tuple[Reference, Reference], ...] = Field(default=(), max_length=100)
    periods: tuple[PeriodOfCases, ...] = Field(default=(), max_length=20)
    also: tuple[ListToo, ...] = Field(default=(), max_length=200)


class RecordOpeningFigures(_FollowUpOrder):
    """Record the figures of a first inspection that is not on the record.

    Attributes:
        figures: the figures; not_met and sample, where they were printed too, are for checking the others.
        source: where they were published: title, day, page.
        recut: yes if they are of the very cases to which the follow-up is narrowed, no if they are of all.
    """

    verb: ClassVar[str] = "record-opening-figures"
    figures: tuple[GivenFigure, ...] = Field(min_length=1, max_length=500)
    source: Line
    recut: Literal["yes", "no"]


class CompareResults(_FollowUpOrder):
    """Put the results of the follow-up beside those of the first inspection, cut to the same cases.

    Attributes:
        first: every case read of the first inspection, by its stream; all there are where neither field names any.
        again: every case read of the follow-up; likewise.
    """

    verb: ClassVar[str] = "compare-results"
    first: tuple[Read, ...] = Field(default=(), max_length=10_000)
    again: tuple[Read, ...] = Field(default=(), max_length=10_000)


class ConcludeCriterion(_FollowUpOrder):
    """Conclude on one criterion, in words.

    Attributes:
        conclusion: what the follow-up found.
    """

    verb: ClassVar[str] = "conclude-criterion"
    standard: StandardId
    conclusion: Prose


class ConcludeFollowUp(_FollowUpOrder):
    """Conclude the follow-up as a whole, once there is a conclusion on each criterion.

    Attributes:
        conclusion: what the follow-up found.
    """

    verb: ClassVar[str] = "conclude-follow-up"
    conclusion: Prose
