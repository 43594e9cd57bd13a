"""A calendar of one's own: the inspections that somebody is planned for, at an address that nobody can guess.

The record has the digest of what the address hides, never that itself. Another may be drawn at any time: the one
before is then worth nothing, as after it was closed.
"""

from typing import ClassVar

from domain.decider import Decided, rule
from domain.given import Given
from domain.people.roles import Role
from domain.people.staff.commands import StaffOrder
from domain.people.staff.events import CalendarClosed, CalendarOpened
from domain.people.staff.rules import not_here
from domain.people.staff.state import Staff
from domain.refusals import Refusal
from domain.text import Digest

__all__ = ["RULES", "CloseCalendar", "OpenCalendar"]


class OpenCalendar(StaffOrder):
    """Open a private calendar feed at a new random address. The previous address stops working.

    Attributes:
        token: the digest of the secret part of the address.
    """

    verb: ClassVar[str] = "open-calendar"
    token: Digest


class CloseCalendar(StaffOrder):
    """Close somebody's calendar: its address is worth nothing any more."""

    verb: ClassVar[str] = "close-calendar"


@rule(OpenCalendar, events=[CalendarOpened], refusals=["unknown-staff", "has-left", "not-their-calendar"])
def open_calendar(state: Staff, command: OpenCalendar, given: Given) -> Decided:
    """Opens a calendar for whoever it is of; at another address than before, if it was open."""
    if refusal := not_here(state, command.staff):
        return refusal
    if command.staff != given.actor.id:  # whoever draws an address has seen it
        return Refusal(
            "not-their-calendar", "An address is drawn by whoever the calendar is of, and by nobody else."
        )
    return () if state.calendar == command.token else (CalendarOpened(token=command.token),)


@rule(CloseCalendar, events=[CalendarClosed], refusals=["unknown-staff", "has-left", "not-their-calendar"])
def close_calendar(state: Staff, command: CloseCalendar, given: Given) -> Decided:
    """Closes a calendar for whoever it is of, or for an operations manager who has heard that its address is known."""
    if refusal := not_here(state, command.staff):
        return refusal
    if command.staff != given.actor.id and given.actor.role is not Role.OPERATIONS_MANAGER:
        return Refusal(
            "not-their-calendar", "A calendar is closed by whoever it is of, or by an operations manager."
        )
    return () if state.calendar is None else (CalendarClosed(),)


RULES = (open_calendar, close_calendar)
