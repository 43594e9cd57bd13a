"""One thing that is wrong with a problem, and where."""

from dataclasses import dataclass

__all__ = ["Fault", "Place", "place_words"]

Place = tuple[str | int, ...]
"""Where in a problem: ``("inspections", 3, "kind")``; rows are counted from 0."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong.

    Attributes:
        place: where in the problem.
        sentence: what is wrong, a clause.
    """

    place: Place
    sentence: str


def place_words(place: Place) -> str:
    """A place as JSON people write it: ``inspections[3].kind``."""
    words = ""
    for part in place:
        words += f"[{part}]" if isinstance(part, int) else f".{part}" if words else part
    return words
