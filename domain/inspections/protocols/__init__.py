"""The kinds of inspection that ship with Assay, each a file beside this one."""

from domain.shipped import shipped_texts

__all__ = ["texts"]


def texts() -> dict[str, bytes]:
    """The bytes of each shipped protocol file, by file name."""
    return shipped_texts(__name__)
