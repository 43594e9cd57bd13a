"""Everything that is wrong with a scheme's file, told at once: each part is read though another could not be."""

import re
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from domain.refusals import Refusal, Refused

__all__ = ["Mistakes", "known"]

MOST_NAMED = 20
"""So many are named; of more it is said how many there are."""

_PLACE = re.compile(r"^(.*?), (line (\d+): .*?)\.?$", re.DOTALL)

P = ParamSpec("P")
R = TypeVar("R")


class Mistakes:
    """What could not be read, in the order in which that was seen."""

    def __init__(self) -> None:
        """Begin with none."""
        self._found: list[Refusal] = []

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self._found)

    def of(self, read: Callable[P, R], *args: P.args, **named: P.kwargs) -> R | None:
        """What is read; None where that is refused, which is remembered."""
        try:
            return read(*args, **named)
        except Refused as refused:
            self._found.append(refused.refusal)
            return None

    def refuse(self) -> None:
        """Refuse the file for all of them, from its beginning.

        Raises:
            Refused: where there is any; with the code and file of the first, and a clause for each.
        """
        if not self._found:
            return
        said = {each.sentence: _PLACE.match(each.sentence) for each in self._found}
        if len(said) == 1 or not all(said.values()):
            raise Refused(self._found[0])
        placed = sorted((int(found[3]), found[2], found[1]) for found in said.values() if found)
        more = [f"and {len(placed) - MOST_NAMED} more"] if len(placed) > MOST_NAMED else []
        clauses = "; ".join([*(clause for _, clause, _ in placed[:MOST_NAMED]), *more])
        sentence = f"{placed[0][2]}, {clauses} ({len(placed)} entries are wrong)."
        raise Refused(Refusal(self._found[0].code, sentence))


def known(value: R | None) -> R:
    """A value that could be read, as nothing was wrong.

    Raises:
        LookupError: it could not; a file with mistakes is refused before.
    """
    if value is None:
        raise LookupError("a part of a scheme that could not be read")
    return value
