"""The working days of England and Wales."""

from collections.abc import Iterable
from datetime import date
from functools import cache

from domain.working_days import WorkingDays

__all__ = ["england_and_wales"]

FIRST_YEAR = 2000
LAST_YEAR = 2060
"""Bank holidays of years ahead follow from the law as it stands; one that is added by proclamation comes with a newer
``holidays`` package, or is set as an office closure. Due dates that were recorded before stay as they are."""


def england_and_wales(closures: Iterable[date] = ()) -> WorkingDays:
    """The calendar by which deadlines are counted.

    Args:
        closures: days on which the office is closed besides.
    """
    return WorkingDays.of(
        "england-and-wales", date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31), _bank_holidays() | {*closures}
    )


@cache
def _bank_holidays() -> frozenset[date]:
    import holidays  # slow to import: it knows the whole world

    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=range(FIRST_YEAR, LAST_YEAR + 1)))
