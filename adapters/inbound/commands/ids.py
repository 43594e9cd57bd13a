"""Ids that are drawn for what a command makes."""

from uuid import NAMESPACE_URL, uuid4, uuid5

__all__ = ["drawn"]


def drawn(command_id: str | None) -> str:
    """32 hexadecimal digits: drawn, or those that follow from a command's own id."""
    return (uuid5(NAMESPACE_URL, f"assay:person:{command_id}") if command_id else uuid4()).hex
