"""The kinds of text that messages may carry. Whatever comes from outside is checked against these first."""

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, StringConstraints

__all__ = ["Digest", "LevelId", "Line", "Opaque", "Prose", "Reference", "StandardId"]

_ALLOWED_CONTROLS = frozenset("\n\t")


def _clean(value: str) -> str:
    for character in value:
        if character in _ALLOWED_CONTROLS:
            continue
        category = unicodedata.category(character)
        if category in {"Cc", "Cs", "Cn", "Co"} or character in "\u2028\u2029":
            raise ValueError(f"the text has a control character (U+{ord(character):04X})")
    return value


def _one_line(value: str) -> str:
    if "\n" in value or "\t" in value:
        raise ValueError("the text must be on one line")
    return _clean(value)


Reference = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
"""A short code that people use and that says nothing personal: ``nps-nw-2018``."""

Opaque = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9:.-]*$", max_length=100)]
"""An identity that means nothing by itself: an actor, a stream."""

Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
"""SHA-256 as 64 lower-case hexadecimal digits."""

Line = Annotated[
    str, StringConstraints(min_length=1, max_length=300, strip_whitespace=True), AfterValidator(_one_line)
]
"""One line of text for people."""

Prose = Annotated[
    str, StringConstraints(min_length=1, max_length=8000, strip_whitespace=True), AfterValidator(_clean)
]
"""Some sentences for people."""

StandardId = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9][0-9]{0,2}(\.[0-9]{1,2}){0,2}$")]
"""The official number of a standard or key question: ``2.1``, ``2.1.3``, ``B4``."""

LevelId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([_-][a-z0-9]+)*$", max_length=60)]
"""A step of a scheme's scale: ``requires_improvement``."""
