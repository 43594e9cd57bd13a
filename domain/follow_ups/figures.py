"""Two figures beside each other: one of the first inspection, one of the follow-up, and what may be said of both."""

from fractions import Fraction
from typing import Literal, Self

from pydantic import Field, model_validator

from domain.follow_ups.intervals import METHOD, difference
from domain.follow_ups.reasons import because
from domain.messages import Message
from domain.text import Line

__all__ = ["Beside", "Difference", "Figure", "Outcome", "beside", "percent_of"]

Outcome = Literal["compared", "numbers-not-published", "not-compared"]
"""What may be said: the difference with its interval, the difference alone, or nothing."""


class Figure(Message):
    """A figure as an inspection has it.

    Attributes:
        percent: the share in whole per cent, as printed; None where only numbers are known, or words.
        met: in how many answers the criterion was met; None where that is not known.
        of: of how many answers.
        cases: in how many cases these answers were given, where one case has several; None where each has one.
        words: what was said in the place of a number: ``all but one case``.
    """

    percent: int | None = Field(default=None, ge=0, le=100)
    met: int | None = Field(default=None, ge=0)
    of: int | None = Field(default=None, ge=1)
    cases: int | None = Field(default=None, ge=1)
    words: Line | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if (self.met is None) != (self.of is None):
            raise ValueError("met and of go together: give both, or neither")
        if self.met is not None and self.of is not None and self.met > self.of:
            raise ValueError(f"{self.met} cannot be met of {self.of}")
        if self.percent is None and self.met is None and self.words is None:
            raise ValueError("there must be a per cent, numbers, or words")
        return self

    @property
    def share(self) -> Fraction | None:
        """The share, from 0 to 1: exact where the numbers are known; None where there are only words."""
        if self.met is not None and self.of is not None:
            return Fraction(self.met, self.of)
        return None if self.percent is None else Fraction(self.percent, 100)

    @property
    def counted(self) -> int | None:
        """How many cases stand behind it; None where that is not known.

        Several answers in one case go together, so a case counts once: for a mean over cases that is the most that
        its uncertainty can be.
        """
        return None if self.of is None else self.cases or self.of


class Difference(Message):
    """The second figure less the first, in tenths of a percentage point.

    Attributes:
        tenths: the difference.
        low: the lower end of its interval, rounded down; None where the numbers are not known.
        high: the upper end, rounded up.
        method: how the interval was reckoned.
    """

    tenths: int
    low: int | None = None
    high: int | None = None
    method: Line | None = None

    @property
    def beyond_chance(self) -> bool | None:
        """Whether the interval leaves out "no difference"; None where there is no interval."""
        if self.low is None or self.high is None:
            return None
        return self.low > 0 or self.high < 0


class Beside(Message):
    """Two figures beside each other.

    Attributes:
        first: the first inspection's, cut to the same cases; None where it has none.
        again: the follow-up's.
        outcome: what may be said of both.
        reason: why they are not compared, or no interval is given; None where they are compared in full.
        difference: the difference; None where they are not compared.
    """

    first: Figure | None
    again: Figure | None
    outcome: Outcome
    reason: Line | None = None
    difference: Difference | None = None


def beside(first: Figure | None, again: Figure | None, not_comparable: str | None = None) -> Beside:
    """Put two figures beside each other.

    Args:
        first: the first inspection's.
        again: the follow-up's.
        not_comparable: why they must not be compared, where method or focus differs.
    """
    why = not_comparable or _no_pair(first, again)
    if why is not None or first is None or again is None:
        return Beside(first=first, again=again, outcome="not-compared", reason=why)
    was, now = first.share, again.share
    if was is None or now is None:
        return Beside(first=first, again=again, outcome="not-compared", reason=because("in_words"))
    tenths = _nearest(1000 * (now - was))
    if first.counted is None or again.counted is None:
        whose = [name for name, each in (("first", first), ("follow-up", again)) if each.counted is None]
        return Beside(
            first=first,
            again=again,
            outcome="numbers-not-published",
            reason=because("unpublished", whose=" and ".join(whose)),
            difference=Difference(tenths=tenths),
        )
    low, high = difference(was, first.counted, now, again.counted)
    return Beside(
        first=first,
        again=again,
        outcome="compared",
        difference=Difference(
            tenths=tenths,
            low=_down(1000 * low),
            high=-_down(-1000 * high),
            method=METHOD,
        ),
    )


def percent_of(share: Fraction) -> int:
    """A share in whole per cent, a half rounded up."""
    return _nearest(100 * share)


def _no_pair(first: Figure | None, again: Figure | None) -> str | None:
    if first is None and again is None:
        return because("neither")
    if first is None:
        return because("no_first")
    return because("no_again") if again is None else None


def _down(value: Fraction) -> int:
    return value.numerator // value.denominator


def _nearest(value: Fraction) -> int:
    return _down(value + Fraction(1, 2))
