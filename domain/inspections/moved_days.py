"""Days of a provider's own that were moved, as whoever they concern is told of them."""

from dataclasses import dataclass
from datetime import date

__all__ = ["MovedDay"]


@dataclass(frozen=True, slots=True)
class MovedDay:
    """A day that a provider waits for or keeps, and that was moved.

    Attributes:
        was: the day as it ran.
        due: the day as it ran from then on.
        reason: why, as the providers are told.
        to: the providers that were told, by their codes as they were.
        items: the evidence that waited for that day, by the codes of the items; none where it is not about evidence.
        rising: whether it is the day after which missing evidence is taken above the lead inspector.
    """

    was: date
    due: date
    reason: str
    to: tuple[str, ...]
    items: tuple[str, ...] = ()
    rising: bool = False
