"""What people wrote, among lines of ours: it may have several lines, and none of them may pass for one of ours."""

__all__ = ["quoted"]


def quoted(text: str) -> str:
    """A text in which every line after the first begins with a bar, as none of ours does."""
    return text.replace("\n", "\n      | ")
