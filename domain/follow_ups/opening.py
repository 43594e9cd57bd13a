"""The figures of a first inspection that is older than the record: whether each can be so, row by row.

They are copied from a printed report by hand, so a slip of the pen is likely, and whatever is compared with a wrong
figure is wrong. What contradicts itself is refused before anything is recorded.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from pydantic import Field

from domain.follow_ups.events import OpeningFigure
from domain.frameworks.model import Framework

__all__ = ["GivenFigure", "faults"]

HALF_A_POINT = Fraction(1, 200)
"""A share in whole per cent was rounded, so it may be off by so much, whichever way a half was rounded."""


class GivenFigure(OpeningFigure):
    """A figure as somebody hands it in, with what else was printed beside it, by which it can be checked.

    Attributes:
        not_met: in how many it was not met, where that was printed.
        sample: of how many cases the whole inspection, or what it was cut to, consisted.
    """

    not_met: int | None = Field(default=None, ge=0)
    sample: int | None = Field(default=None, ge=1)

    @property
    def recorded(self) -> OpeningFigure:
        """What of it goes on the record."""
        return OpeningFigure(standard=self.standard, percent=self.percent, met=self.met, of=self.of)


def faults(figures: Sequence[GivenFigure], framework: Framework) -> Iterator[str]:
    """What cannot be so, a sentence for each row that is wrong, in their order.

    Args:
        figures: the figures.
        framework: says how many key questions a criterion has, each of which is answered once in a case.
    """
    questions = {each.number: len(each.key_questions) for each in framework.standards()}
    samples = {each.sample for each in figures if each.sample is not None}
    for each in figures:
        why = _impossible(each, questions.get(each.standard, 1) or 1)
        if why is None and each.sample is not None and len(samples) > 1:
            why = f"its sample is {each.sample}, and other rows have another; all figures are of the same cases."
        if why is not None:
            yield f"{each.standard}: {why}"


def _impossible(each: GivenFigure, questions: int) -> str | None:
    met, of = each.met, each.of
    if met is None and of is None and each.not_met is None:
        return None if each.percent is not None else "give a per cent, or how many were met and of how many."
    if met is None or of is None:
        return "met and of go together: how many were met, and of how many."
    if met > of:
        return f"{met} cannot be met of {of}."
    if each.not_met is not None and met + each.not_met != of:
        return f"{met} met and {each.not_met} not met make {met + each.not_met}, and not {of}."
    if each.sample is not None and of > each.sample * questions:
        most = f"{each.sample} cases" + (f" with {questions} key questions each" if questions > 1 else "")
        return f"{of} answers cannot come of {most}."
    return _another_share(each.percent, Fraction(met, of), f"{met} of {of}")


def _another_share(percent: int | None, share: Fraction, numbers: str) -> str | None:
    if percent is None or abs(share - Fraction(percent, 100)) <= HALF_A_POINT:
        return None
    tenths = (2000 * share + 1) // 2
    return f"{numbers} is {tenths // 10}.{tenths % 10} per cent, and not {percent}."
