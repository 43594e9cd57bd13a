"""What a printed report is made of, before it is set: blocks, one after another."""

from typing import Any

__all__ = ["Block", "plain"]

Block = dict[str, Any]
"""A heading, a paragraph, a table or a chart, as the typesetter's template reads it."""


def plain(text: str) -> Block:
    """A paragraph of Assay's own words, in the language of the report."""
    return {"kind": "paragraph", "text": text, "language": ""}
