"""Who is on duty: told at once when a case shows that somebody is in danger, day by day."""

from collections.abc import Mapping
from datetime import date
from typing import ClassVar

from domain.decider import Decided, rule
from domain.given import Given
from domain.people.roles import Role
from domain.people.staff.commands import StaffOrder
from domain.people.staff.events import TakenOffDuty, WentOnDuty
from domain.people.staff.rules import not_here
from domain.people.staff.state import Staff
from domain.refusals import Refusal

__all__ = ["RULES", "PutOnDuty", "TakeOffDuty", "next_in_line", "on_duty"]

ON_DUTY_AS = (Role.OPERATIONS_MANAGER, Role.LEAD_INSPECTOR)
"""In one of these roles somebody is on duty: they are the ones who may acknowledge an alert."""


class PutOnDuty(StaffOrder):
    """Put somebody on duty for some days: whoever is on duty is told of every alert at once.

    Attributes:
        since: the first day.
        until: the last day.
    """

    verb: ClassVar[str] = "put-on-duty"
    since: date
    until: date


class TakeOffDuty(StaffOrder):
    """Take somebody off duty again.

    Attributes:
        since: the first day of the duty.
    """

    verb: ClassVar[str] = "take-off-duty"
    since: date


@rule(
    PutOnDuty,
    events=[WentOnDuty],
    refusals=["unknown-staff", "has-left", "dates-reversed", "duty-held", "role-missing"],
)
def put_on_duty(state: Staff, command: PutOnDuty, _given: Given) -> Decided:
    """Puts somebody on duty who may acknowledge an alert on those days."""
    if refusal := not_here(state, command.staff):
        return refusal
    if command.until < command.since:
        return Refusal("dates-reversed", f"The duty cannot end on {command.until}, before it begins.")
    if any(each.since <= command.until and command.since <= each.until for each in state.duty):
        return Refusal("duty-held", f"{command.staff} is on duty on some of these days already.")
    if not any(state.holds(role, day) for role in ON_DUTY_AS for day in (command.since, command.until)):
        return Refusal(
            "role-missing",
            f"{command.staff} is neither an operations manager nor a lead inspector on these days, and so could not "
            "acknowledge an alert.",
        )
    return (WentOnDuty(since=command.since, until=command.until),)


@rule(TakeOffDuty, events=[TakenOffDuty], refusals=["unknown-staff", "has-left", "no-such-duty"])
def take_off_duty(state: Staff, command: TakeOffDuty, _given: Given) -> Decided:
    """Takes somebody off duty, for the days that are named by the first of them."""
    if refusal := not_here(state, command.staff):
        return refusal
    if command.since not in {each.since for each in state.duty}:
        return Refusal("no-such-duty", f"{command.staff} has no duty that begins on {command.since}.")
    return (TakenOffDuty(since=command.since),)


def on_duty(staff: Mapping[str, Staff], day: date) -> tuple[str, ...]:
    """Who is on duty on a day, is not away, and may still acknowledge an alert; as they are named in the mapping."""
    return tuple(
        who
        for who, each in staff.items()
        if each.here
        and not each.away(day)
        and any(duty.since <= day <= duty.until for duty in each.duty)
        and any(each.holds(role, day) for role in ON_DUTY_AS)
    )


def next_in_line(staff: Mapping[str, Staff], day: date) -> tuple[str, ...]:
    """The operations managers of a day who are not away, and their deputies: told where nobody on duty can be."""
    manager = Role.OPERATIONS_MANAGER
    return tuple(
        who
        for who, each in staff.items()
        if each.here and not each.away(day) and (each.holds(manager, day) or each.deputises(manager, day))
    )


RULES = (put_on_duty, take_off_duty)
