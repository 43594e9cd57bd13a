"""The sections of a report, by their codes (000 L41; 001 L24; 003)."""

__all__ = ["SECTIONS", "WRITTEN"]

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
