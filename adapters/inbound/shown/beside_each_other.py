"""Two results beside each other as they are read: of an inspection and of its follow-up."""

from fractions import Fraction

from domain.follow_ups.figures import Beside, Figure

__all__ = ["cells_of", "figure_shown", "points_shown"]


def cells_of(each: Beside) -> tuple[str, str, str]:
    """The first figure, the later one, and what may be said of both."""
    return figure_shown(each.first), figure_shown(each.again), _difference(each)


def figure_shown(figure: Figure | None) -> str:
    """A figure as it is read: in per cent with its numbers, or in words; nothing where there is none."""
    if figure is None:
        return ""
    if figure.words:
        return figure.words
    share = f"{_whole(figure)}%"
    return f"{share} ({figure.met} of {figure.of})" if figure.of else share


def _whole(figure: Figure) -> int:
    if figure.percent is not None:
        return figure.percent
    share = figure.share or Fraction(0)
    return (200 * share.numerator + share.denominator) // (2 * share.denominator)


def _difference(each: Beside) -> str:
    found = each.difference
    if found is None:
        return f"not compared: {each.reason}"
    points = f"{points_shown(found.tenths, '+')} points"
    if found.low is None or found.high is None:
        return f"{points}; {each.reason}"
    chance = "" if found.beyond_chance else "; may be chance"
    return f"{points} ({points_shown(found.low, '+')} to {points_shown(found.high, '+')}){chance}"


def points_shown(tenths: int, plus: str = "") -> str:
    """Tenths of a point as they are read: ``25``, ``-6.9``."""
    whole, tenth = divmod(abs(tenths), 10)
    sign = "-" if tenths < 0 else plus
    return f"{sign}{whole}.{tenth}" if tenth else f"{sign}{whole}"
