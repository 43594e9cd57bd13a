"""What can happen in a follow-up of an inspection."""

from datetime import date
from typing import ClassVar

from pydantic import Field

from domain.follow_ups.figures import Beside, Figure
from domain.messages import Event, Message
from domain.text import Digest, Line, Prose, Reference, StandardId

__all__ = [
    "CriterionConcluded",
    "FollowUpConcluded",
    "FollowUpEvent",
    "FollowUpSetUp",
    "NarrowedList",
    "OpeningFigure",
    "OpeningFiguresRecorded",
    "PeriodOfCases",
    "Prompting",
    "ResultsCompared",
    "Row",
]


class Prompting(Message):
    """A recommendation of the first inspection that prompted the follow-up."""

    id: Reference
    text: Prose


class PeriodOfCases(Message):
    """Cases that began in one period, told apart from the others.

    Attributes:
        id: a short code: ``earlier``.
        title: what it is called.
        minimum_weeks: for how many weeks at least its cases have been supervised.
        stratum: the stratum of the follow-up's own sample that its cases were drawn from, by its number.
    """

    id: Reference
    title: Line
    minimum_weeks: int = Field(ge=1, le=260)
    stratum: int = Field(ge=1, le=1000)


class NarrowedList(Message):
    """A further list whose cases are looked at again, and which of the first inspection's cases of it are meant.

    Attributes:
        population: the list.
        strata: by the strata of the first inspection's sample of it; none means any.
        classified: by how its cases are classified: an aspect, with a class; none means any.
    """

    population: Reference
    strata: tuple[int, ...] = ()
    classified: tuple[tuple[Reference, Reference], ...] = ()


class OpeningFigure(Message):
    """One result of a first inspection that was made before this record began, as its printed report gives it.

    Attributes:
        standard: the criterion, standard or key question.
        percent: in whole per cent.
        met: in how many cases it was met, where that was printed.
        of: of how many.
    """

    standard: StandardId
    percent: int | None = Field(default=None, ge=0, le=100)
    met: int | None = Field(default=None, ge=0)
    of: int | None = Field(default=None, ge=1)

    @property
    def figure(self) -> Figure:
        """It as a figure.

        Raises:
            ValidationError: it says nothing, or cannot be so; the rule refuses such a one first.
        """
        return Figure(percent=self.percent, met=self.met, of=self.of)


class Row(Message):
    """One criterion or key question: both figures, and the follow-up's by period."""

    subject: StandardId
    beside: Beside
    periods: tuple[tuple[Reference, Figure], ...] = ()


class FollowUpSetUp(Event):
    """It was laid down what a follow-up inspection follows and looks at again.

    Attributes:
        inspection: the follow-up inspection.
        follows: the first inspection; None where it is not on the record.
        earlier: the first inspection by its title and day, where it is not on the record; else None.
        recommendations: those that prompted it.
        standards: the standards that are looked at and scored again.
        not_rescored: the standards that are told in words and not scored again, because the focus is narrower.
        population: the list of cases that is narrowed.
        only: to which of them, in words.
        strata: by the strata of the first inspection's sample.
        classified: by how the cases are classified: an aspect, with a class.
        periods: the periods that the follow-up tells apart.
        also: the further lists whose cases are looked at again, each narrowed for itself.
    """

    name: ClassVar[str] = "follow-up.set-up.v2"
    inspection: Reference
    follows: Reference | None
    earlier: Line | None
    recommendations: tuple[Prompting, ...]
    standards: tuple[StandardId, ...]
    not_rescored: tuple[StandardId, ...]
    population: Reference
    only: Prose
    strata: tuple[int, ...]
    classified: tuple[tuple[Reference, Reference], ...]
    periods: tuple[PeriodOfCases, ...]
    also: tuple[NarrowedList, ...] = ()

    @property
    def lists(self) -> tuple[NarrowedList, ...]:
        """Every list whose cases are looked at again, with those of the first inspection's that are meant."""
        first = NarrowedList(population=self.population, strata=self.strata, classified=self.classified)
        return (first, *self.also)


class OpeningFiguresRecorded(Event):
    """The figures of a first inspection that is not on the record were recorded, with where they come from.

    Attributes:
        figures: the figures.
        source: where they were published.
        recut: whether they are of the very cases to which the follow-up is narrowed.
    """

    name: ClassVar[str] = "follow-up.opening-figures-recorded.v1"
    figures: tuple[OpeningFigure, ...]
    source: Line
    recut: bool


class ResultsCompared(Event):
    """The results of both inspections were put beside each other.

    Attributes:
        rows: every standard, and every key question of it.
        first_cases: how many of the first inspection's cases were meant; None where it is not on the record.
        again_cases: how many of the follow-up's.
        used: the digest of the case streams that both were recomputed from, each with its version and digest.
        compared_on: the day.
        gate: the digest of the follow-up's cases as its closed gate listed them: where they are read again after it,
            the results are not of what counts any more; None where that was not kept.
    """

    name: ClassVar[str] = "follow-up.results-compared.v2"
    rows: tuple[Row, ...]
    first_cases: int | None
    again_cases: int
    used: Digest
    compared_on: date
    gate: Digest | None = None


class CriterionConcluded(Event):
    """The lead inspector concluded on one criterion, in words."""

    name: ClassVar[str] = "follow-up.criterion-concluded.v1"
    standard: StandardId
    conclusion: Prose


class FollowUpConcluded(Event):
    """The follow-up was concluded as a whole, in words."""

    name: ClassVar[str] = "follow-up.concluded.v1"
    conclusion: Prose
    concluded_on: date


FollowUpEvent = (
    FollowUpSetUp | OpeningFiguresRecorded | ResultsCompared | CriterionConcluded | FollowUpConcluded
)
"""What can happen in a follow-up."""
