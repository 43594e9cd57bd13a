"""The walk through the refusals log: each entry against the command that it answers."""

from collections.abc import Iterable

from activities.proof.ports import AnsweredRefusal, Ledger
from activities.proof.verdicts import Broken
from domain.ledger.merkle import EMPTY_ROOT, Tree
from domain.ledger.sealed import refusal_leaf

__all__ = ["RefusalWalk"]

PAGE = 5_000


class RefusalWalk:
    """Walks through the refusals log in order, and grows its tree as it goes.

    Attributes:
        roots: the tree's root at each size that was asked for, as far as the walk has come.
    """

    def __init__(self, ledger: Ledger, tree: Tree, sizes: Iterable[int] = ()) -> None:
        """Begin before the first entry.

        Args:
            ledger: the record.
            tree: grows with the walk; empty.
            sizes: at which sizes to note the root.
        """
        self._ledger = ledger
        self._tree = tree
        self._sizes = sorted(set(sizes), reverse=True)
        self.roots: dict[int, bytes] = {0: EMPTY_ROOT}

    def go(self, end: int) -> None:
        """Walk on to an entry; nothing is done if the walk has come further.

        Raises:
            Broken: an entry is missing, or does not fit the command that it answers.
        """
        while (start := self._tree.size) < end:
            while self._sizes and self._sizes[-1] <= start:
                self._sizes.pop()
            to = min(start + PAGE, end, *self._sizes[-1:])
            rows = self._ledger.refusal_rows(start, to - start)
            for expected, row in enumerate(rows, start + 1):
                _check(expected, row)
            if not rows:
                raise Broken("incomplete", f"Refusal {start + 1} is missing.", refusal=start + 1)
            self._tree.extend(refusal_leaf(row.entry) for row in rows)
            if self._sizes and self._tree.size == self._sizes[-1]:
                self.roots[self._tree.size] = self._tree.root


def _check(expected: int, row: AnsweredRefusal) -> None:
    entry, command = row
    if entry.number != expected:
        raise Broken("incomplete", f"Refusal {expected} is missing.", refusal=expected)
    if command is None:
        raise Broken(
            "incomplete",
            f"Refusal {expected} answers the command {entry.command_id}, which is missing.",
            refusal=expected,
            command_id=entry.command_id,
        )
    if command != (entry.command_id, entry.digest, 0, 0, expected):
        raise Broken(
            "changed",
            f"Refusal {expected} and the command {entry.command_id} that it answers do not fit together.",
            refusal=expected,
            command_id=entry.command_id,
        )
