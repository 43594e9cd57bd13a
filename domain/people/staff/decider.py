"""Somebody on the staff as a decider: every rule about them, and how their events add up."""

from domain.decider import Decider, rules
from domain.people import calendars, duty, interests
from domain.people.staff.rules import RULES
from domain.people.staff.state import Staff, evolve

__all__ = ["STAFF"]

STAFF = Decider(
    kind="staff",
    initial=Staff(),
    rules=rules(RULES, duty.RULES, calendars.RULES, interests.RULES),
    evolve=evolve,
)
"""Somebody on the staff."""
