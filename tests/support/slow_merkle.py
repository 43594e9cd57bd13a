"""RFC 6962 §2.1 word for word: recursive, slow, and written without looking at the quick one, which is held to it."""

import hashlib
from collections.abc import Sequence

__all__ = ["slow_path", "slow_proof", "slow_root", "slow_several"]


def slow_root(leaves: Sequence[bytes]) -> bytes:
    """MTH of §2.1, over leaf hashes."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = _split(len(leaves))
    return hashlib.sha256(b"\x01" + slow_root(leaves[:split]) + slow_root(leaves[split:])).digest()


def slow_path(index: int, leaves: Sequence[bytes]) -> list[bytes]:
    """PATH of §2.1.1."""
    if len(leaves) == 1:
        return []
    split = _split(len(leaves))
    if index < split:
        return [*slow_path(index, leaves[:split]), slow_root(leaves[split:])]
    return [*slow_path(index - split, leaves[split:]), slow_root(leaves[:split])]


def slow_proof(old: int, leaves: Sequence[bytes], whole: bool) -> list[bytes]:
    """SUBPROOF of §2.1.2."""
    if old == len(leaves):
        return [] if whole else [slow_root(leaves)]
    split = _split(len(leaves))
    if old <= split:
        return [*slow_proof(old, leaves[:split], whole), slow_root(leaves[split:])]
    return [*slow_proof(old - split, leaves[split:], False), slow_root(leaves[:split])]


def slow_several(wanted: Sequence[int], leaves: Sequence[bytes]) -> list[bytes]:
    """The roots of the largest subtrees that hold none of the wanted leaves, from left to right."""
    if not wanted:
        return [slow_root(leaves)]
    if len(leaves) == 1:
        return []
    split = _split(len(leaves))
    left = slow_several([each for each in wanted if each < split], leaves[:split])
    return left + slow_several([each - split for each in wanted if each >= split], leaves[split:])


def _split(size: int) -> int:
    split = 1
    while split * 2 < size:
        split *= 2
    return split
