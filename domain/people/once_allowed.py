"""What roles were once allowed and no longer are, so that nobody is accused by a later authority table.

An inspection is replayed for as long as its record is kept. Whoever did what their role then allowed did nothing
wrong because the table was narrowed afterwards. So a row that is taken out of :data:`AUTHORITY` is written here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

__all__ = ["ONCE_ALLOWED", "OnceAllowed"]


@dataclass(frozen=True, slots=True)
class OnceAllowed:
    """A row that the authority table had.

    Attributes:
        verb: the command, which may have gone with the row.
        role: the role that might give it, as it stands on the record.
        events: what might come of it, by the names of the events without their versions: ``case.allocated``.
        until: the last day on which any installation may have recorded it, in UTC: the day by which versions with the
            row are out of use, and not that on which the row was taken out.
    """

    verb: str
    role: str
    events: frozenset[str]
    until: date


ONCE_ALLOWED: Sequence[OnceAllowed] = ()
"""Every row that was ever taken out: none so far. Nothing is taken out of this table."""
