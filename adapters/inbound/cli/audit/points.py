"""Points of the record as an auditor types them: positions, versions, and times that say in which zone they are."""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated

import typer

from activities.auditing.points import Point
from domain.refusals import Refused
from domain.working_days import LONDON

__all__ = ["AsOf", "AsRecorded", "At", "point_from", "point_of"]

At = Annotated[
    str | None,
    typer.Option(
        "--at",
        metavar="N|vN",
        help="After the event at position N of the record, or after version N of the inspection's own stream.",
    ),
]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="TIME",
        help="By what was so then, whenever it was recorded: a time with its zone, like 2026-03-02T12:00+00:00. Tells "
        "the same as --as-recorded unless something was entered afterwards.",
    ),
]
AsRecorded = Annotated[
    str | None,
    typer.Option("--as-recorded", metavar="TIME", help="By what had been recorded then, likewise."),
]

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_EVENT = re.compile(r"(v?)([1-9][0-9]{0,17})")


def point_of(at: str | None, as_of: str | None, as_recorded: str | None) -> Point:
    """The point that the options name; the end of the record if none is given.

    Raises:
        Refused: ``bad-value`` for what is no point, ``no-zone`` for a time without a zone, ``two-points``.
    """
    place = _event("--at", at) if at else Point()
    return Point(
        place.at,
        place.version,
        as_of=_instant("--as-of", as_of) if as_of else None,
        as_recorded=_instant("--as-recorded", as_recorded) if as_recorded else None,
    )


def point_from(option: str, typed: str) -> Point:
    """A point as one word: ``214``, ``v12``, a time when it was so, or ``recorded:`` and a time when it was recorded.

    Raises:
        Refused: as :func:`point_of`.
    """
    if _EVENT.fullmatch(typed):
        return _event(option, typed)
    if typed.startswith("recorded:"):
        return Point(as_recorded=_instant(option, typed.removeprefix("recorded:")))
    return Point(as_of=_instant(option, typed))


def _event(option: str, typed: str) -> Point:
    found = _EVENT.fullmatch(typed)
    if found is None:
        raise Refused.because(
            "bad-value", f"{option} must be a position like 214, or a version like v12; {typed} is neither."
        )
    number = int(found[2])
    return Point(version=number) if found[1] else Point(at=number)


def _instant(option: str, typed: str) -> datetime:
    """A time with its zone: an hour that comes twice in autumn, or never in spring, is nobody's to guess."""
    try:
        at = datetime.fromisoformat(typed)
        if at.utcoffset() is not None:
            at.astimezone(LONDON)
            return at
        meant = _in_a_day(date.fromisoformat(typed)) if _DAY.fullmatch(typed) else _in_london(at)
    except (ValueError, OverflowError):
        raise Refused.because(
            "bad-value",
            f"{option} must be a time with its zone like 2026-03-02T12:00+00:00; {typed} is none.",
        ) from None
    raise Refused.because("no-zone", f"{option} must be a moment, a time with its zone: {meant}.")


def _in_a_day(day: date) -> str:
    begins, ends = (datetime.combine(each, time(0), tzinfo=LONDON) for each in (day, day + timedelta(days=1)))
    return (
        f"{day} is a whole day, which begins in London at {begins.isoformat(timespec='minutes')} and is over at "
        f"{ends.isoformat(timespec='minutes')}"
    )


def _in_london(at: datetime) -> str:
    """What a time without a zone would be in London: one moment, or two in the hour that comes twice, or none."""
    both = (at.replace(tzinfo=LONDON, fold=each) for each in (0, 1))
    there = [each for each in both if each.astimezone(UTC).astimezone(LONDON).replace(tzinfo=None) == at]
    typed = at.isoformat(timespec="minutes")
    if not there:
        return f"there is no {typed} in London, where the clocks go forward over it"
    moments = " or, as the hour comes twice, ".join(
        dict.fromkeys(each.isoformat(timespec="minutes") for each in there)
    )
    return f"{typed} says no zone; in London's it would be {moments}"
