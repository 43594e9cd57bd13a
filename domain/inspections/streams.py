"""Under which name an inspection stands on the record."""

__all__ = ["inspection_stream"]


def inspection_stream(inspection: str) -> str:
    """The stream of an inspection, by its reference."""
    return f"inspection-{inspection}"
