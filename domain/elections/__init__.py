"""The pre-election periods that ship with Assay: those before the general elections since 2015."""

from domain.shipped import shipped_texts

__all__ = ["shipped"]


def shipped() -> bytes:
    """The text of the file."""
    return shipped_texts(__name__)["general.toml"]
