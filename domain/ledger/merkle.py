"""The tree over all recorded events, as RFC 6962 and RFC 9162 define it: roots and proofs.

A leaf is an event's digest, which is its leaf hash already (:func:`domain.canonical.leaf_digest`). Everything
here works on a *compact range*: the roots of the perfect subtrees that cover a run of leaves. Appending keeps at most
one per bit of the number of leaves, so a million events are sealed with twenty hashes in hand.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

__all__ = [
    "EMPTY_ROOT",
    "Tree",
    "check_consistency",
    "check_several",
    "consistency",
    "node",
    "root_of",
    "several",
]

_AT_ONCE = 1 << 16
"""So many leaves are appended at a time, two megabytes of them."""

EMPTY_ROOT = hashlib.sha256(b"").digest()
"""The root of a tree without leaves."""

Leaves = Callable[[int, int], Iterable[bytes]]
"""Gives the leaf digests from one index up to and without another, counted from 0."""


def node(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node: SHA-256 of a one byte and the two hashes below it."""
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass(slots=True)
class Tree:
    """A tree that grows at its right edge.

    Attributes:
        size: how many leaves it has.
        peaks: the roots of its perfect subtrees, the largest first; one per bit set in ``size``.
    """

    size: int = 0
    peaks: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Refuse peaks that are not a tree's of that size."""
        if len(self.peaks) != self.size.bit_count():
            raise ValueError(
                f"a tree of {self.size} leaves has {self.size.bit_count()} peaks, not {len(self.peaks)}"
            )

    def extend(self, leaves: Iterable[bytes]) -> None:
        """Append leaves, which are hashes of 32 bytes, at the right edge (RFC 6962 §2.1).

        They are taken some at a time, so there may be more of them than fit into memory.
        """
        rest = iter(leaves)
        while some := list(islice(rest, _AT_ONCE)):
            self._extend(some)

    def _extend(self, leaves: list[bytes]) -> None:
        """Append leaves level by level: what stands alone at a level is a peak, and waits there for its neighbour."""
        sha256, bits, row = hashlib.sha256, self.size, leaves
        alone: list[bytes] = []
        self.size += len(leaves)
        while row:
            if bits & 1:
                row = [self.peaks.pop(), *row]
            if len(row) & 1:
                alone.append(row[-1])
            row = [
                sha256(b"\x01" + left + right).digest()
                for left, right in zip(row[::2], row[1::2], strict=False)
            ]
            bits >>= 1
        self.peaks += reversed(alone)

    @property
    def root(self) -> bytes:
        """The root: the peaks folded together from the right."""
        if not self.peaks:
            return EMPTY_ROOT
        *left, root = self.peaks
        for peak in reversed(left):
            root = node(peak, root)
        return root


def root_of(leaves: Iterable[bytes]) -> bytes:
    """The root of a tree over some leaves."""
    tree = Tree()
    tree.extend(leaves)
    return tree.root


def consistency(leaves: Leaves, old: int, new: int) -> list[bytes]:
    """The proof that a tree of ``new`` leaves begins with the tree of ``old`` leaves (RFC 9162 §2.1.4.1).

    Raises:
        ValueError: the older tree is empty or larger than the newer one.
    """
    if not 0 < old <= new:
        raise ValueError(f"a tree of {new} leaves cannot be shown to begin with one of {old}")
    proof: list[bytes] = []
    start, end, whole = 0, new, True
    while old != end:
        split = _split(end - start) + start
        if old <= split:
            proof.append(_root(leaves, split, end))
            end = split
        else:
            proof.append(_root(leaves, start, split))
            start, whole = split, False
    if not whole:
        proof.append(_root(leaves, start, end))
    return proof[::-1]


def check_consistency(old: int, old_root: bytes, new: int, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether a proof shows one tree to begin with another (RFC 9162 §2.1.4.2)."""
    if not 0 < old <= new:
        return False
    if old == new:
        return not proof and old_root == new_root
    steps = list(proof)
    if old & (old - 1) == 0:
        steps.insert(0, old_root)
    if not steps:
        return False
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    older = newer = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            older, newer = node(step, older), node(step, newer)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            newer = node(newer, step)
        place, last = place >> 1, last >> 1
    return last == 0 and older == old_root and newer == new_root


def several(leaves: Leaves, indexes: Iterable[int], size: int) -> list[bytes]:
    """One proof for several leaves: the roots of the largest subtrees that hold none of them, from left to right.

    Args:
        leaves: gives the tree's leaves.
        indexes: the places of the leaves, from 0.
        size: the tree's number of leaves.

    Raises:
        ValueError: there is no such leaf, or none is asked for.
    """
    wanted = sorted(set(indexes))
    if not wanted or wanted[0] < 0 or wanted[-1] >= size:
        raise ValueError(f"leaves {wanted[:3]} are not all in a tree of {size}")
    return [_root(leaves, start, end) for start, end in _without(wanted, 0, size)]


def check_several(found: Sequence[tuple[int, bytes]], size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether one proof shows all these leaves to stand at their indexes of the tree with this root.

    Args:
        found: pairs of index and leaf digest, by index, each index once.
        size: the tree's number of leaves.
        proof: from :func:`several`.
        root: the tree's root.
    """
    indexes = [index for index, _ in found]
    if not found or indexes != sorted(set(indexes)) or indexes[0] < 0 or indexes[-1] >= size:
        return False
    leaves, steps = dict(found), iter(proof)

    def hash_of(start: int, end: int, wanted: Sequence[int]) -> bytes | None:
        if not wanted:
            return next(steps, None)
        if end - start == 1:
            return leaves[start]
        split = _split(end - start) + start
        cut = _below(wanted, split)
        left = hash_of(start, split, wanted[:cut])
        right = hash_of(split, end, wanted[cut:])
        return None if left is None or right is None else node(left, right)

    return hash_of(0, size, indexes) == root and next(steps, None) is None


def _without(wanted: Sequence[int], start: int, end: int) -> Iterator[tuple[int, int]]:
    """The largest subtrees of a range that hold none of the wanted leaves, from left to right."""
    if not wanted:
        yield start, end
    elif end - start > 1:
        split = _split(end - start) + start
        cut = _below(wanted, split)
        yield from _without(wanted[:cut], start, split)
        yield from _without(wanted[cut:], split, end)


def _below(wanted: Sequence[int], split: int) -> int:
    """How many of the sorted places lie before a split."""
    return sum(each < split for each in wanted)


def _split(size: int) -> int:
    """The largest power of two smaller than a size of at least two."""
    return 1 << ((size - 1).bit_length() - 1)


def _root(leaves: Leaves, start: int, end: int) -> bytes:
    return root_of(leaves(start, end))
