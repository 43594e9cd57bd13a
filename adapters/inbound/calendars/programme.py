"""Inspections of the year as an iCalendar file (RFC 5545): as a file to take in, and as a feed to subscribe to.

What is in it follows from the record alone, so the same record gives the same bytes. An entry keeps its identity
whatever moves; its number in sequence rises with every change, and what is off is said to be cancelled.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from icalendar import Calendar, Event

from domain.programme.year.published.timetable import Milestone, What

__all__ = ["as_calendar"]

REFRESH = timedelta(hours=6)
"""How often a calendar may ask again."""
_DAY = timedelta(days=1)
_SAID: Mapping[What, str] = {
    "announcement": "Announcement",
    "fieldwork": "Fieldwork",
    "panel": "Panel this week",
    "publication": "Publication",
}


def as_calendar(title: str, programmes: Mapping[str, Sequence[Milestone]]) -> bytes:
    """A calendar.

    Args:
        title: what calendars show it as.
        programmes: by the code of the programme, what is in it.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Assay//programme//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", title)
    calendar.add("refresh-interval", REFRESH)
    calendar.add("x-published-ttl", "PT6H")
    for programme, milestones in sorted(programmes.items()):
        for each in milestones:
            calendar.add_component(_event(programme, each))
    written: bytes = calendar.to_ical()
    return written


def uid_of(programme: str, milestone: Milestone) -> str:
    """The identity of an entry, which stays as it is wherever it moves."""
    return f"{milestone.what}.{milestone.slot.inspection}.programme-{programme}@assay.invalid"


def _event(programme: str, milestone: Milestone) -> Event:
    slot = milestone.slot
    event = Event()
    event.add("uid", uid_of(programme, milestone))
    event.add("sequence", milestone.sequence)
    event.add("dtstamp", milestone.changed_at)
    event.add("last-modified", milestone.changed_at)
    event.add("dtstart", milestone.first)
    event.add("dtend", milestone.last + _DAY)  # the end of a whole day is the day after
    role = f" ({milestone.role})" if milestone.role else ""
    event.add("summary", f"{_SAID[milestone.what]}: {slot.inspection}{role}")
    event.add("status", "CONFIRMED" if milestone.stands else "CANCELLED")
    busy = milestone.what == "fieldwork" and milestone.stands
    event.add("transp", "OPAQUE" if busy else "TRANSPARENT")
    event.add("categories", [milestone.what])
    if milestone.stands:
        event.add("description", _described(milestone))
    return event


def _described(milestone: Milestone) -> str:
    slot = milestone.slot
    lines = [f"Inspects {', '.join(slot.providers)}", f"Kind: {slot.protocol}"]
    if milestone.what == "panel":
        lines.append(f"Panel: {slot.panel}")
    if milestone.role is None or milestone.what == "fieldwork":
        lines.append("Team: " + ", ".join(f"{each.person} ({each.role})" for each in slot.team))
    return "\n".join(lines)
