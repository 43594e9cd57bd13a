"""The frame of a draw: for each row of a list the stratum it belongs to, or that it cannot be drawn.

Written down as text, so that its digest stands for it:

    assay sampling frame 1
    5b1e0c0f9a6d4e7788a1f2c3d4b5a697
    0 2 1 1 0 2

A salt, so that nobody who knows much of a list can guess the rest by the digest; then a number for each row of the
list, in order: 0 for one that is excluded, otherwise its stratum. Strata are numbered from 1. Where they tell something
about persons, their order is a lottery too, by a key that is erased with the list.
"""

import hashlib
import hmac
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from domain.canonical import canonical, sha256_hex
from domain.refusals import Refused

__all__ = ["EXCLUDED", "Frame", "frame_of", "read_frame", "rows_in_words", "rows_of_words"]

EXCLUDED = 0
"""In place of a stratum: the row cannot be drawn."""

_TITLE = "assay sampling frame 1"
_SALT = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class Frame:
    """Which rows of a list can be drawn, and the stratum of each.

    Attributes:
        strata: the stratum of each row, in the order of the list.
        salt: 32 hexadecimal digits at random; empty where the frame hides nothing.
    """

    strata: tuple[int, ...]
    salt: str = ""

    @cached_property
    def sizes(self) -> Mapping[int, int]:
        """How many rows of each stratum can be drawn, by its number."""
        counts = Counter(self.strata)
        del counts[EXCLUDED]
        return dict(sorted(counts.items()))

    @property
    def eligible(self) -> int:
        """How many rows can be drawn."""
        return sum(self.sizes.values())

    @cached_property
    def text(self) -> str:
        """The frame as text, the same everywhere: a title, the salt if there is one, each row's stratum in order."""
        salt = f"{self.salt}\n" if self.salt else ""
        return f"{_TITLE}\n{salt}{' '.join(map(str, self.strata))}\n"

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the text, in hexadecimal."""
        return sha256_hex(self.text.encode())


def frame_of(
    words: Sequence[tuple[str, ...]], excluded: Iterable[int], *, key: str = "", salt: str = ""
) -> tuple[Frame, tuple[tuple[str, ...], ...]]:
    """The frame of a list, and the words of its strata in the order of their numbers.

    Args:
        words: what each row has in the columns by which the list is stratified.
        excluded: the rows that cannot be drawn, counted from 1.
        key: by which the strata are numbered, so that a number tells nothing without it; if empty, they are numbered
            in the alphabetical order of their words.
        salt: of the frame.
    """
    out = set(excluded)
    eligible = [EXCLUDED if row in out else 1 for row in range(1, len(words) + 1)]
    named = tuple(sorted({each for each, can in zip(words, eligible, strict=True) if can}))
    if key:
        named = tuple(
            sorted(named, key=lambda each: hmac.digest(key.encode(), canonical(list(each)), hashlib.sha256))
        )
    numbers = {each: number for number, each in enumerate(named, start=1)}
    return Frame(
        tuple(numbers[each] if can else EXCLUDED for each, can in zip(words, eligible, strict=True)), salt
    ), named


@lru_cache(maxsize=8)
def read_frame(text: str) -> Frame:
    """The frame that a text says.

    Raises:
        Refused: ``bad-frame``.
    """
    title, _, rest = text.partition("\n")
    first, _, after = rest.partition("\n")
    salt, numbers = (first, after) if _SALT.fullmatch(first) and after else ("", rest)
    try:
        frame = Frame(tuple(map(int, numbers.split())), salt)
    except ValueError:
        frame = None
    if frame is None or frame.text != text or title != _TITLE or list(frame.sizes) != _numbered(frame):
        raise Refused.because("bad-frame", "This is no sampling frame as Assay writes it.")
    return frame


def _numbered(frame: Frame) -> list[int]:
    return list(range(1, len(frame.sizes) + 1))


def rows_in_words(rows: Iterable[int]) -> str:
    """Some rows, written as numbers and ranges in order: ``3,7-9``."""
    parts: list[list[int]] = []
    for row in sorted(set(rows)):
        if parts and parts[-1][1] == row - 1:
            parts[-1][1] = row
        else:
            parts.append([row, row])
    return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in parts)


def rows_of_words(text: str, of: int) -> frozenset[int]:
    """The rows that numbers and ranges name.

    Args:
        text: numbers and ranges, with commas between.
        of: how many rows there are.

    Raises:
        Refused: ``bad-rows``, naming the part that is wrong.
    """
    rows: set[int] = set()
    for part in (each.strip() for each in text.split(",")):
        first, dash, last = part.partition("-")
        low, high = (_number(each) for each in (first, last if dash else first))
        if not 1 <= low <= high <= of:
            raise Refused.because(
                "bad-rows", f"{part[:40]!r} names no rows: give numbers from 1 to {of}, such as 3,7-9."
            )
        rows.update(range(low, high + 1))
    return frozenset(rows)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
