"""Codes, days and instants as people write them."""

import re
from datetime import date, datetime

from domain.text import words_of
from domain.working_days import LONDON

__all__ = ["dated", "day", "moment", "words"]


def words(code: str | None) -> str:
    """A code as words: ``requires_improvement`` as 'requires improvement', ``nps-division`` as 'NPS division'."""
    return _INITIALS.sub(lambda found: found.group().upper(), words_of(code))


def day(when: date | datetime | str | None) -> str:
    """A date as people write it: 3 August 2026."""
    if when is None or when == "":
        return ""
    if isinstance(when, str):
        when = date.fromisoformat(when[:10])
    return f"{when.day} {when:%B %Y}"


def moment(when: datetime | str) -> str:
    """An instant as people write it, in London: 3 August 2026, 14:05."""
    if isinstance(when, str):
        when = datetime.fromisoformat(when)
    local = when.astimezone(LONDON)
    return f"{day(local)}, {local:%H:%M}"


_INITIALS = re.compile(r"\b(?:crc|hmi|nps|pdu|yot)\b")
"""What is said by its initials, and written in capitals wherever people read it."""

_ISO_DAY = re.compile(r"(?<![\w-])\d{4}-\d{2}-\d{2}(?![\w-])")


def dated(sentence: str) -> str:
    """A sentence of the record with its days as people write them: 'by 2019-04-03' as 'by 3 April 2019'."""
    return _ISO_DAY.sub(_as_day, sentence)


def _as_day(found: re.Match[str]) -> str:
    try:
        return day(date.fromisoformat(found[0]))
    except ValueError:  # digits that are no day
        return found[0]
