"""Both results of a follow-up as they are published: side by side, with small numbers hidden (003 L131).

A figure of fewer than five cases is not published, nor the difference that rests on it. It must not follow from
others that are: so where one part of a row is hidden, or so few cases lie outside the parts, no part of it is shown;
and a criterion under which a question is hidden is shown in whole per cent, without its numbers.
"""

from collections.abc import Iterable, Mapping, Sequence

from domain.cases.diversity.counting import SMALLEST_SHOWN
from domain.follow_ups.events import Row
from domain.follow_ups.figures import Difference, Figure, percent_of
from domain.follow_ups.reasons import known_again
from domain.messages import Message

__all__ = ["Shown", "ShownRow", "shown_rows"]


class Shown(Message):
    """A figure as it is published.

    Attributes:
        percent: in whole per cent; None where it is hidden, or was told in words.
        met: in how many answers the criterion was met; None where that is not published.
        of: of how many.
        words: what was said in the place of a number.
        hidden: whether it is of so few cases that it is not published.
    """

    percent: int | None = None
    met: int | None = None
    of: int | None = None
    words: str | None = None
    hidden: bool = False


class ShownRow(Message):
    """A criterion or key question as it is published.

    Attributes:
        subject: its number.
        whole: whether it is a criterion or standard, and no key question.
        first: the first inspection's figure; None where it has none.
        again: the follow-up's.
        difference: the difference; None where there is none, or a figure is hidden.
        why: the code of the reason why there is no difference, or no interval; None where it is given in full, or
            hidden, or the reason is in other words.
        values: what stands in the reason.
        reason: the reason in English; None where there is none.
        periods: the follow-up's figure for each period that is told apart.
    """

    subject: str
    whole: bool
    first: Shown | None
    again: Shown | None
    difference: Difference | None
    why: str | None
    values: tuple[tuple[str, str], ...]
    reason: str | None
    periods: tuple[Shown | None, ...]

    @property
    def hidden(self) -> bool:
        """Whether one of its two figures is not published."""
        return any(each is not None and each.hidden for each in (self.first, self.again))


def shown_rows(rows: Iterable[Row], whole: Sequence[str], periods: Sequence[str]) -> tuple[ShownRow, ...]:
    """The rows of a comparison as they are published.

    Args:
        rows: the rows as they were recorded.
        whole: the criteria or standards among them; the others are key questions.
        periods: the codes of the periods that are told apart, in order.
    """
    every = tuple(rows)
    sparse = {
        each.subject: any(_is_small(figure) for figure in (each.beside.first, each.beside.again))
        for each in every
    }
    return tuple(_row(each, each.subject in whole, sparse, periods) for each in every)


def _row(row: Row, whole: bool, sparse: Mapping[str, bool], periods: Sequence[str]) -> ShownRow:
    both = row.beside
    under = whole and any(small for subject, small in sparse.items() if subject.startswith(f"{row.subject}."))
    told = known_again(both.reason) if both.reason else None
    hidden = sparse[row.subject]
    return ShownRow(
        subject=row.subject,
        whole=whole,
        first=_shown(both.first, numbers=not under),
        again=_shown(both.again, numbers=not under),
        difference=None if hidden else both.difference,
        why=told[0] if told and not hidden else None,
        values=tuple(told[1].items()) if told and not hidden else (),
        reason=None if hidden else both.reason,
        periods=_parts(both.again, dict(row.periods), periods, numbers=not under),
    )


def _parts(
    all_of_it: Figure | None, parts: Mapping[str, Figure], periods: Sequence[str], *, numbers: bool
) -> tuple[Shown | None, ...]:
    counted = sum(each.of or 0 for each in parts.values())
    left = (all_of_it.of or 0) - counted if all_of_it is not None else 0
    telling = any(_is_small(each) for each in parts.values()) or 0 < left < SMALLEST_SHOWN
    return tuple(
        None if code not in parts else Shown(hidden=True) if telling else _shown(parts[code], numbers=numbers)
        for code in periods
    )


def _is_small(figure: Figure | None) -> bool:
    return figure is not None and figure.counted is not None and figure.counted < SMALLEST_SHOWN


def _shown(figure: Figure | None, *, numbers: bool) -> Shown | None:
    if figure is None:
        return None
    if _is_small(figure):
        return Shown(hidden=True)
    share = figure.share
    percent = figure.percent if figure.percent is not None or share is None else percent_of(share)
    if not numbers:
        return Shown(percent=percent, words=figure.words)
    return Shown(percent=percent, met=figure.met, of=figure.of, words=figure.words)
