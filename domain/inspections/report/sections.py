"""The sections of a report, by their codes (000 L41; 001 L24; 003)."""

from collections.abc import Sequence

__all__ = ["FOLLOW_UP", "SECTIONS", "WRITTEN", "with_changes", "with_follow_up"]

FOLLOW_UP = "follow-up"
"""What a follow-up found beside the first results (003)."""

SECTIONS: tuple[str, ...] = (
    "foreword",
    "ratings",
    "summary",
    FOLLOW_UP,
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


def with_follow_up(sections: Sequence[str]) -> list[str]:
    """The sections with that of a follow-up: before the first of those that usually stand behind it."""
    behind = frozenset(SECTIONS[SECTIONS.index(FOLLOW_UP) + 1 :])
    place = next((place for place, each in enumerate(sections) if each in behind), len(sections))
    return [*sections[:place], FOLLOW_UP, *sections[place:]]


def with_changes(sections: Sequence[str]) -> list[str]:
    """The sections with what was amended and corrected, behind the report proper: a few lines never end it alone."""
    behind = next((place for place, each in enumerate(sections) if each in _FOR_REFERENCE), len(sections))
    return [*sections[:behind], "amendments", "corrections", *sections[behind:]]
