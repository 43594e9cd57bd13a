"""How the parts of a programme are written in the cells of a table, and read from them again."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from adapters.inbound.files.spreadsheets import guarded, unguarded
from domain.programme.problem import Mix
from domain.programme.weeks import Span

__all__ = ["CODE", "DAY", "FLAG", "GROUPS", "MIX", "NAMES", "SPAN", "SPANS", "TEXT", "WEEK", "WHOLE", "Cell"]

_WHOLE: Final = re.compile(r"[+-]?[0-9]{1,9}")
_CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,59}")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ISO_WEEK: Final = re.compile(r"([0-9]{4})-W([0-9]{2})")
_RANGE: Final = re.compile(r"(.+?)\.\.(.+)|([0-9]+)-([0-9]+)")
_DAYS_OF_A_WEEK: Final = 7


@dataclass(frozen=True, slots=True)
class Cell:
    """A kind of cell.

    Attributes:
        form: what it looks like, for people.
        read: its value; the Monday of week 0 comes with it. Raises ValueError with a clause that says what is wrong.
        write: its text.
    """

    form: str
    read: Callable[[str, date], Any]
    write: Callable[[Any], str]


def _text(text: str, _: date) -> str:
    return text


def _code(text: str, _: date) -> str:
    if not _CODE.fullmatch(text):
        raise ValueError("must be a short code of letters, digits, dots, _ and -, like yot-017")
    return text


def _whole(text: str, _: date) -> int:
    if not _WHOLE.fullmatch(text):
        raise ValueError(f"must be a whole number, not {text[:40]!r}")
    return int(text)


def _flag(text: str, _: date) -> bool:
    words = {
        "yes": True,
        "y": True,
        "true": True,
        "1": True,
        "no": False,
        "n": False,
        "false": False,
        "0": False,
    }
    if text.lower() not in words:
        raise ValueError(f"must be yes or no, not {text[:40]!r}")
    return words[text.lower()]


def _day(text: str, _: date) -> date:
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise ValueError(f"must be a date like 2027-04-05, not {text[:40]!r}")


def _week(text: str, first_monday: date) -> int:
    """A week by its number, by a day in it, or by its ISO name."""
    if _WHOLE.fullmatch(text):
        return int(text)
    try:
        if found := _ISO_WEEK.fullmatch(text):
            day = date.fromisocalendar(int(found[1]), int(found[2]), 1)
        else:
            day = _day(text, first_monday)
    except ValueError:
        said = f"must be a week like 14, 2027-07-12 or 2027-W28, not {text[:40]!r}"
        raise ValueError(said) from None
    return (day - first_monday).days // _DAYS_OF_A_WEEK


def _span(text: str, first_monday: date) -> Span:
    found = _RANGE.fullmatch(text)
    first, last = (found[1] or found[3], found[2] or found[4]) if found else (text, text)
    one, other = _week(first, first_monday), _week(last, first_monday)
    if other < one:
        raise ValueError(f"{text[:40]!r} ends before it begins")
    return Span(first=one, last=other)


def _spans(text: str, first_monday: date) -> tuple[Span, ...]:
    return tuple(_span(each, first_monday) for each in _listed(text))


def _groups(text: str, first_monday: date) -> tuple[tuple[Span, ...], ...]:
    return tuple(_spans(each, first_monday) for each in text.split("|"))


def _listed(text: str) -> list[str]:
    return re.split(r"[\s;,]+", text.strip())


def _mix(text: str, _: date) -> tuple[Mix, ...]:
    found = []
    for each in _listed(text):
        skill, colon, number = each.partition(":")
        if not colon or not number.isdecimal() or not 1 <= int(number[:9]) <= 30:
            raise ValueError(f"must be skills with numbers like adult:3 youth:1, not {each[:40]!r}")
        found.append(Mix(skill=skill, at_least=int(number)))
    return tuple(found)


def _write_span(span: Span) -> str:
    return str(span.first) if span.first == span.last else f"{span.first}..{span.last}"


def _write_spans(spans: tuple[Span, ...]) -> str:
    return " ".join(_write_span(each) for each in spans)


def _safe(form: str, read: Callable[[str, date], Any], write: Callable[[Any], str]) -> Cell:
    """A kind of cell that no spreadsheet takes for a formula, whatever is in it; see :func:`guarded`."""
    return Cell(
        form,
        lambda text, monday: read(unguarded(text), monday),
        lambda value: guarded(write(value)),
    )


TEXT = _safe("text", _text, str)
CODE = _safe("a code", _code, str)
WHOLE = _safe("a whole number", _whole, str)
FLAG = _safe("yes or no", _flag, lambda value: "yes" if value else "no")
DAY = _safe("a date", _day, date.isoformat)
WEEK = _safe("a week", _week, str)
SPAN = _safe("weeks on end", _span, _write_span)
SPANS = _safe("weeks", _spans, _write_spans)
GROUPS = _safe("weeks of each, between bars", _groups, lambda value: " | ".join(map(_write_spans, value)))
NAMES = _safe("codes", lambda text, _: tuple(_listed(text)), " ".join)
MIX = _safe(
    "skills with numbers", _mix, lambda value: " ".join(f"{each.skill}:{each.at_least}" for each in value)
)
