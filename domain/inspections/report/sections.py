"""The sections of a report, by their codes (000 L41; 001 L24; 003)."""

from collections.abc import Sequence

__all__ = ["SECTIONS", "WRITTEN", "with_changes"]

SECTIONS: tuple[str, ...] = (
    "foreword",
    "ratings",
    "summary",
    "recommendations",
    "context",
    "why-and-how",
    "findings",
    "good-practice",
    "experience",
    "diversity",
    "acknowledgements",
    "team",
    "glossary",
    "derivation",
    "distribution",
    "comments",
)
"""The sections that a report may have, in the usual order; a kind of inspection may name its own choice and order."""

WRITTEN: tuple[str, ...] = (
    "summary",
    "context",
    "why-and-how",
    "experience",
    "diversity",
    "acknowledgements",
    "team",
)
"""The sections for which somebody writes a text; the others are put together from the record."""

_FOR_REFERENCE = frozenset({"glossary", "derivation", "distribution", "comments"})
"""What stands behind the report proper."""


def with_changes(sections: Sequence[str]) -> list[str]:
    """The sections with what was amended and corrected, behind the report proper: a few lines never end it alone."""
    behind = next((place for place, each in enumerate(sections) if each in _FOR_REFERENCE), len(sections))
    return [*sections[:behind], "amendments", "corrections", *sections[behind:]]
