"""A published follow-up in a file: its figures and those of the first inspection, as they were printed."""

from typing import Literal

from pydantic import Field

from domain.follow_ups.figures import Beside, Figure, beside
from domain.messages import Message
from domain.refusals import Refused
from domain.text import Line, Prose, Reference, StandardId
from domain.toml_files import read_toml

__all__ = ["PublishedCriterion", "PublishedFigure", "PublishedFollowUp", "parse_published"]


class _Told(Message):
    """An inspection as its report names it."""

    title: Line
    published: Line


class _Recommendation(Message):
    """A recommendation of the first inspection that prompted the follow-up."""

    id: Reference
    text: Prose


class _Period(Message):
    """A part of the follow-up's cases."""

    id: Reference
    title: Line
    minimum_weeks: int = Field(ge=1, le=260)


class PublishedFigure(Message):
    """A figure of something that is asked under a criterion.

    Attributes:
        what: what it is the share of.
        question: the key question in the framework; None where it has none.
        first: the first inspection's; None where it is not printed.
        again: the follow-up's.
        not_compared: why the two must not be held against each other.
        citation: where it stands.
    """

    what: Line
    question: StandardId | None = None
    first: Figure | None = None
    again: Figure | None = None
    not_compared: Line | None = None
    citation: Line

    @property
    def beside(self) -> Beside:
        """Both beside each other."""
        return beside(self.first, self.again, self.not_compared)


class PublishedCriterion(Message):
    """A criterion: scored again, or told in words.

    Attributes:
        conclusion: what was concluded, in our words; None where nothing was.
        figures: what is asked under it.
    """

    id: StandardId
    title: Line
    first: Figure | None = None
    again: Figure | None = None
    not_compared: Line | None = None
    conclusion: Prose | None = None
    citation: Line
    figures: tuple[PublishedFigure, ...] = ()

    @property
    def beside(self) -> Beside:
        """Both figures beside each other."""
        return beside(self.first, self.again, self.not_compared)


class PublishedFollowUp(Message):
    """A follow-up as it was published.

    Attributes:
        format: what this file is.
        only: to which cases the follow-up is narrowed, and the first figures with it.
        first: the first inspection.
        again: the follow-up.
        periods: the parts of its cases.
        recommendations: what prompted it.
        criteria: the criteria in the report's order.
    """

    format: Literal["assay.follow-up.v1"]
    title: Line
    citation: Prose
    only: Prose
    first: _Told
    again: _Told
    periods: tuple[_Period, ...] = ()
    recommendations: tuple[_Recommendation, ...] = ()
    criteria: tuple[PublishedCriterion, ...] = Field(min_length=1)


def parse_published(text: bytes, *, where: str) -> PublishedFollowUp:
    """Read a published follow-up from the text of its TOML file.

    Args:
        text: the file's bytes.
        where: the file's name, for messages.

    Raises:
        Refused: ``bad-file`` with a sentence for each entry that is wrong, and its line.
    """
    found = read_toml(text, PublishedFollowUp, where=where, code="bad-file")
    named = [each.id for each in found.criteria]
    twice = next((each for each in named if named.count(each) > 1), None)
    if twice is not None:
        raise Refused.because("bad-file", f"{where}: the criterion {twice} is there twice.")
    return found
