"""What is different between two versions of dated rules that are no framework: place by place."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from domain.text import words_of

__all__ = ["different", "placed"]

_NAMES = ("id", "number", "code", "title", "letter")
"""By what an entry of a list is known, if it has one of these."""


def placed(document: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Everything that a document says, as places and values.

    Args:
        document: as JSON has it.
        place: where it stands in a larger one.
    """
    if isinstance(document, Mapping):
        for name, value in document.items():
            yield from placed(value, f"{place}, {words_of(str(name))}" if place else words_of(str(name)))
    elif isinstance(document, Sequence) and not isinstance(document, str):
        if all(isinstance(each, str | int | float | bool) for each in document):
            yield place, ", ".join(str(each) for each in document)
            return
        for at, each in enumerate(document, start=1):
            yield from placed(each, f"{place} {_named(each) or at}")
    elif isinstance(document, bool):
        yield place, "yes" if document else "no"
    elif document is not None:
        yield place, str(document)


def different(earlier: Any, later: Any) -> tuple[tuple[str, str, str], ...]:
    """What two documents say differently: the place, what the first says there, and what the second does."""
    before, after = dict(placed(earlier)), dict(placed(later))
    return tuple(
        (place, before.get(place, "nothing"), after.get(place, "nothing"))
        for place in dict.fromkeys((*before, *after))
        if before.get(place) != after.get(place)
    )


def _named(entry: Any) -> str:
    if not isinstance(entry, Mapping):
        return ""
    return next((str(entry[name]) for name in _NAMES if name in entry), "")
