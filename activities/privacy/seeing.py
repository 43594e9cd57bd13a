"""Who may be shown what is private, by the staff record; where there is none, whoever looks in a role that may."""

from datetime import date

from activities.commanding.concerning import for_somebody
from activities.commanding.records import Records
from domain.people.authority import DUTY_SIGHT, SIGHT
from domain.people.roles import Role
from domain.people.roll import ROLL_STREAM, Roll
from domain.people.staff.state import Staff
from domain.people.standing import Concern, acting, conflicting, missing
from domain.privacy.boxes import Category
from domain.refusals import Refusal
from domain.streams import staff_stream

__all__ = ["may_be_shown", "may_be_shown_who_is_on_duty", "not_on_staff"]


def not_on_staff(records: Records, who: str) -> Refusal | None:
    """Why somebody is shown nothing of what is read in a case, whatever is private in it; None where they may be.

    Args:
        records: the record's streams as states.
        who: who looks, by id.
    """
    seen = records.read([ROLL_STREAM, staff_stream(who)])
    return missing(who, seen[staff_stream(who)].state) if seen[ROLL_STREAM].state.begun else None


def may_be_shown(
    records: Records,
    who: str,
    role: Role | None,
    category: Category,
    day: date,
    about: Concern | None = None,
) -> Refusal | None:
    """Why somebody is not shown a class of personal data; None if they are.

    Args:
        records: the record's streams as states.
        who: who looks, by id.
        role: in which role; None for any that they hold.
        category: the class of data.
        day: today.
        about: the inspection that it belongs to, and the case; None for what belongs to none.
    """
    seen = records.read([ROLL_STREAM, staff_stream(who)])
    roll: Roll = seen[ROLL_STREAM].state
    shown = [each for each in Role if each in SIGHT[category] and role in (None, each)]
    what = category.replace("-", " ")
    if not roll.begun:
        return None if shown else Refusal("not-authorised", f"The role {role} may not be shown a {what}.")
    staff: Staff = seen[staff_stream(who)].state
    refusals = [acting(who, staff, roll, each, day) for each in shown]
    if None not in refusals:
        return refusals[0] if len(refusals) == 1 else _nobody(who, what)
    if category not in staff.engaged.sees:
        return _nobody(who, what)
    if about is None:
        return None
    return conflicting(who, staff, for_somebody(records, staff, about, afresh=True), day)


def may_be_shown_who_is_on_duty(records: Records, who: str, day: date) -> bool:
    """Whether somebody is shown by name who is told of an alert, whatever else of the staff is kept from them.

    However they are engaged: a contractor who finds somebody in danger telephones, too.

    Args:
        records: the record's streams as states.
        who: who looks, by id.
        day: today.
    """
    seen = records.read([ROLL_STREAM, staff_stream(who)])
    roll: Roll = seen[ROLL_STREAM].state
    staff: Staff = seen[staff_stream(who)].state
    if not roll.begun:
        return False  # nobody is known by a name
    return any(acting(who, staff, roll, each, day) is None for each in DUTY_SIGHT)


def _nobody(who: str, what: str) -> Refusal:
    return Refusal("not-authorised", f"{who} holds no role today in which a {what} may be shown to them.")
