"""The timetable of fieldwork as an iCalendar file (RFC 5545), for the calendars that inspectors keep."""

from collections.abc import Iterable
from datetime import date, datetime, time
from pathlib import Path

from icalendar import Calendar, Event

from adapters.inbound.files.named import write_file
from domain.evidence.state import Session
from domain.working_days import LONDON

__all__ = ["as_calendar", "write_calendar"]


def write_calendar(file: Path, inspection: str, sessions: Iterable[Session], made_at: datetime) -> None:
    """Write the sessions that stand into a new file.

    Raises:
        Refused: ``file-exists`` or ``unwritable-file``.
    """
    write_file(file, as_calendar(inspection, sessions, made_at))


def as_calendar(inspection: str, sessions: Iterable[Session], made_at: datetime) -> str:
    """The sessions that were not cancelled, with their times in London.

    Args:
        inspection: the inspection's reference.
        sessions: its timetable.
        made_at: the instant at which the calendar is made.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Assay//fieldwork//EN")
    calendar.add("version", "2.0")
    for each in sessions:
        if each.outcome != "cancelled":
            calendar.add_component(_event(inspection, each, made_at))
    calendar.add_missing_timezones()
    written: bytes = calendar.to_ical()
    return written.decode("utf-8")


def _event(inspection: str, session: Session, made_at: datetime) -> Event:
    plan = session.plan
    whom = ", ".join(each.replace("-", " ") for each in plan.with_whom)
    event = Event()
    event.add("uid", f"{plan.session}.{inspection}@assay.invalid")
    event.add("dtstamp", made_at)
    event.add("dtstart", _at(plan.on, plan.begins))
    event.add("dtend", _at(plan.on, plan.ends))
    kind = plan.kind.replace("-", " ").capitalize()
    event.add("summary", f"{kind}: {whom}" if whom else kind)
    event.add("location", plan.place)
    if plan.inspectors:
        event.add("description", f"Inspectors: {', '.join(plan.inspectors)}")
    return event


def _at(day: date, clock: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), tzinfo=LONDON)
