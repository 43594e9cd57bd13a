"""Areas by their names: the record has them as somebody typed them, with whatever capitals and blanks."""

__all__ = ["as_compared"]


def as_compared(area: str) -> str:
    """An area as it is compared: capitals and blanks say nothing."""
    return " ".join(area.casefold().split())
