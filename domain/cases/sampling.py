"""Drawing a sample from a list, so that anyone with the list's digest and the seed can draw it again."""

import hashlib
import hmac

from domain.canonical import canonical, sha256_hex

__all__ = ["case_stream", "draw"]


def draw(list_digest: str, list_size: int, seed: str, size: int) -> tuple[int, ...]:
    """The rows of a list that are drawn, in order of drawing, counted from 1.

    Every row is given the number HMAC-SHA-256(seed, ``list_digest:row``); the rows with the smallest numbers are
    drawn. If the list is shorter than the sample, all of it is drawn.

    Args:
        list_digest: the digest of the list, in hexadecimal.
        list_size: how many rows it has.
        seed: the seed, as UTF-8 text.
        size: how many rows are wanted.
    """
    key = seed.encode()

    def lot(row: int) -> bytes:
        return hmac.digest(key, f"{list_digest}:{row}".encode(), hashlib.sha256)

    return tuple(sorted(range(1, list_size + 1), key=lot)[:size])


def case_stream(inspection: str, population: str, list_digest: str, row: int) -> str:
    """The stream of a drawn case: opaque, and the same whenever the same case is drawn for the same inspection."""
    return f"case-{sha256_hex(canonical([inspection, population, list_digest, row]))[:32]}"
