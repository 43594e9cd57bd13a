"""A day as somebody types it after an option."""

from datetime import date

from domain.refusals import Refused

__all__ = ["as_day"]


def as_day(typed: str, option: str) -> date:
    """A day that was typed.

    Args:
        typed: such as 2026-03-02.
        option: after which one, such as ``--from``.

    Raises:
        Refused: ``bad-value``.
    """
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise Refused.because("bad-value", f"{option} must be a date like 2026-03-02.") from None
