"""Which answers decided the band of a share, and how few others would have put it into another (004 §4.8)."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from domain.ratings.inputs import Counts
from domain.ratings.parts import Band
from domain.ratings.scale import Answer
from domain.ratings.scheme import Scheme
from domain.ratings.shares import QuestionResult, band_at, out_of

__all__ = ["Deciding", "deciding"]


@dataclass(frozen=True, slots=True)
class Deciding:
    """How near a share is to other bands, counted in answers that would have had to be others.

    Attributes:
        counts: the answers.
        up: how many answers of no, turned to yes, would have lifted the share into a higher band; None if none would.
        higher: that band.
        down: how many answers of yes, turned to no, would have let it fall into a lower band; None if none would.
        lower: that band.
    """

    counts: Counts
    up: int | None
    higher: Band | None
    down: int | None
    lower: Band | None

    def words(self) -> Iterator[str]:
        """A sentence for each way, up and down."""
        if self.up is not None and self.higher is not None:
            yield _sentence(self.up, self.counts.no, "no", "yes", self.higher)
        if self.down is not None and self.lower is not None:
            yield _sentence(self.down, self.counts.yes, "yes", "no", self.lower)

    def mark(self, answer: Answer) -> str:
        """What an answer did to the band; empty for one that by itself did nothing.

        Every answer of no kept the share from the next higher band. Of those of yes only such are marked as kept it,
        each by itself, from falling into a lower one: otherwise nearly all would be.
        """
        if answer is Answer.NO and self.higher is not None:
            return f"kept it from {self.higher.title}"
        if answer is Answer.YES and self.down == 1 and self.lower is not None:
            return f"kept it from falling to {self.lower.title}"
        return ""


def _sentence(enough: int, of: int, answer: str, other: str, band: Band) -> str:
    if enough == 1:
        each = f"Each of its {of} answers" if of > 1 else "Its one answer"
        return f"{each} of {answer} decided alone: were it {other}, the share would be in {band.title}."
    which = f"All {of}" if enough == of else f"Any {enough} of its {of}"
    return f"{which} answers of {answer} together decided: were they {other}, the share would be in {band.title}."


def deciding(question: QuestionResult, scheme: Scheme) -> Deciding | None:
    """Which answers to a key question decided its band; None where it has no band, or only its share is known.

    Args:
        question: what came out for it.
        scheme: the rules, which have the bands.
    """
    counts, band = question.counts, question.band
    if counts is None or band is None:
        return None
    rules, bands = scheme.shares, scheme.bands
    below = out_of(counts, rules.not_applicable)

    def moved(number: int) -> Band | None:
        return band_at(Fraction(counts.yes + number, below), bands, rules)

    up = bisect_left(range(1, counts.no + 1), True, key=lambda number: moved(number) != band) + 1
    down = bisect_left(range(1, counts.yes + 1), True, key=lambda number: moved(-number) != band) + 1
    return Deciding(
        counts,
        up if up <= counts.no else None,
        moved(up) if up <= counts.no else None,
        down if down <= counts.yes else None,
        moved(-down) if down <= counts.yes else None,
    )
