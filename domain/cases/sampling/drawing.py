"""Drawing a sample from a list, so that anyone with the list's digest and the seed can draw it again.

The arithmetic is in docs/samples.md too, in a few lines that need nothing but a hash function.
"""

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from domain.canonical import canonical, sha256_hex
from domain.cases.sampling.frame import EXCLUDED, Frame
from domain.cases.sampling.strata import allocate

__all__ = ["Allocation", "Drawing", "case_stream", "draw", "drawing", "next_in_order"]

Allocation = tuple[tuple[int, int, int], ...]
"""For each stratum its number, how many cases it has, and how many of them are drawn."""


def draw(list_digest: str, list_size: int, seed: str, size: int) -> tuple[int, ...]:
    """The rows of a list without strata that are drawn, in order of drawing, counted from 1.

    Every row is given the number HMAC-SHA-256(seed, ``list_digest:row``); the rows with the smallest numbers are
    drawn. If the list is shorter than the sample, all of it is drawn.

    Args:
        list_digest: the digest of the list, in hexadecimal.
        list_size: how many rows it has.
        seed: the seed, as UTF-8 text.
        size: how many rows are wanted.
    """
    return drawing_order(list_digest, list_size, seed)[:size]


@lru_cache(maxsize=8)
def drawing_order(list_digest: str, list_size: int, seed: str) -> tuple[int, ...]:
    """All rows of a list in the order in which they come up, counted from 1; see :func:`draw`."""
    key = seed.encode()

    def lot(row: int) -> bytes:
        return hmac.digest(key, f"{list_digest}:{row}".encode(), hashlib.sha256)

    return tuple(sorted(range(1, list_size + 1), key=lot))


@dataclass(frozen=True, slots=True)
class Drawing:
    """What comes of a draw.

    Attributes:
        rows: the drawn rows, in order of drawing.
        strata: the stratum of each of them, in the same order.
        allocation: how the sample was shared out over the strata.
        sub_samples: for each sub-sample the rows that are in it, in order of drawing.
    """

    rows: tuple[int, ...]
    strata: tuple[int, ...]
    allocation: Allocation
    sub_samples: tuple[tuple[int, ...], ...]


def drawing(
    list_digest: str,
    frame: Frame,
    seed: str,
    size: int,
    at_least: tuple[tuple[int, int], ...] = (),
    sub_samples: tuple[int, ...] = (),
) -> Drawing:
    """Draw from a list with strata.

    The sample is shared out over the strata (:func:`domain.cases.sampling.strata.allocate`); of each stratum the
    rows that come up first are drawn. A sub-sample is shared out over the drawn cases of each stratum in the same
    way, and is made of those that came up first.

    Args:
        list_digest: the digest of the list, in hexadecimal.
        frame: which rows can be drawn, and the stratum of each.
        seed: the seed.
        size: how many are wanted.
        at_least: the least number from some strata.
        sub_samples: the sizes of the sub-samples.

    Raises:
        ValueError: the least numbers do not fit.
    """
    order = drawing_order(list_digest, len(frame.strata), seed)
    numbers = allocate(size, frame.sizes, dict(at_least))
    rows = _first(order, frame, numbers)
    drawn = {number: count for number, count in numbers.items() if count}
    return Drawing(
        rows=rows,
        strata=tuple(frame.strata[row - 1] for row in rows),
        allocation=tuple((number, count, numbers[number]) for number, count in frame.sizes.items()),
        sub_samples=tuple(_first(rows, frame, allocate(each, drawn)) for each in sub_samples),
    )


def _first(order: Iterable[int], frame: Frame, numbers: dict[int, int]) -> tuple[int, ...]:
    """The first so many rows of each stratum."""
    left = dict(numbers)
    taken = []
    for row in order:
        stratum = frame.strata[row - 1]
        if left.get(stratum):
            left[stratum] -= 1
            taken.append(row)
    return tuple(taken)


def next_in_order(list_digest: str, seed: str, frame: Frame, of: int, used: Iterable[int]) -> int | None:
    """The next row in drawing order of the same stratum that has not been used yet; None if none is left.

    Args:
        list_digest: the digest of the list.
        seed: the seed of its draw.
        frame: which rows can be drawn, and the stratum of each.
        of: the row whose place is to be taken.
        used: the rows that were drawn already, at first or as replacements.
    """
    stratum, gone = frame.strata[of - 1], set(used)
    if stratum == EXCLUDED:
        return None
    order = drawing_order(list_digest, len(frame.strata), seed)
    return next((row for row in order if frame.strata[row - 1] == stratum and row not in gone), None)


def case_stream(inspection: str, population: str, of_list: str, row: int) -> str:
    """The stream of a drawn case: opaque, and the same whenever the same case is drawn for the same inspection.

    Args:
        inspection: the reference of the inspection.
        population: which list.
        of_list: the stream of the list; of one that was not handed in, its digest.
        row: its row.
    """
    return f"case-{sha256_hex(canonical([inspection, population, of_list, row]))[:32]}"
