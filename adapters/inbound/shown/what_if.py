"""What ratings would have been otherwise, row by row."""

from collections.abc import Iterator
from typing import Any

from domain.auditing.what_if import WhatIf
from domain.ratings.derivation import Derivation
from domain.ratings.words import level_title

__all__ = ["what_if_rows"]


def what_if_rows(would: WhatIf) -> Iterator[dict[str, Any]]:
    """Each rating as it was and as it would have been, by code and in words; every row says that it is no result."""
    was, other = would.was, would.would
    for id_ in dict.fromkeys([*was.standards, *other.standards]):
        one, two = was.standards.get(id_), other.standards.get(id_)
        yield _row(
            f"Standard {id_}",
            (was, one.rating if one else None),
            (other, two.rating if two else None),
        )
    yield _row("Overall", (was, was.overall), (other, other.overall))


def _row(
    what: str, was: tuple[Derivation, str | None], would: tuple[Derivation, str | None]
) -> dict[str, Any]:
    return {
        "what_if": True,
        "what": what,
        "was": was[1],
        "would": would[1],
        "was_called": _called(*was),
        "would_be": _called(*would),
    }


def _called(derivation: Derivation, rating: str | None) -> str:
    return level_title(derivation.scheme, rating) if rating else "not rated"
