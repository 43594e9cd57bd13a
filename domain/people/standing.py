"""Whether somebody may act: the role they hold today, its training, and what they have to do with whom they inspect.

The authority table says what a role may do at a stage; this says whether a role is somebody's, here and today.
"""

from dataclasses import dataclass
from datetime import date

from domain.areas import as_compared
from domain.people.roles import Role
from domain.people.roll import Roll
from domain.people.staff.state import Staff
from domain.people.staff.terms import INTERESTS
from domain.refusals import Refusal

__all__ = ["Concern", "acting", "conflicting", "is_bound", "missing", "named"]


@dataclass(frozen=True, slots=True)
class Concern:
    """What a command is about, as far as it matters who gives it.

    Attributes:
        inspection: its reference; empty for what concerns no inspection.
        providers: whom it inspects.
        areas: the areas in which they work.
        bodies: the bodies that take part in it, by their codes.
        case: the case that is worked on, by its stream; empty for none.
    """

    inspection: str = ""
    providers: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    case: str = ""


def acting(
    who: str, staff: Staff, roll: Roll, role: Role, day: date, place_of: str | None = None
) -> Refusal | None:
    """Why somebody may not act in a role today; None if they may.

    Args:
        who: their id.
        staff: what the record has of them.
        roll: what roles need.
        role: in which role they mean to act.
        day: today.
        place_of: in whose place, if they say so.
    """
    if refusal := missing(who, staff):
        return refusal
    if not staff.holds(role, day):
        places = staff.deputises(role, day)
        if not places:
            held = ", ".join(each.value for each in staff.roles_on(day)) or "none"
            return Refusal("role-not-held", f"{who} does not hold the role {role.value} today; held: {held}.")
        if place_of is not None and place_of not in places:
            return Refusal(
                "not-a-deputy", f"{who} acts as {role.value} in the place of {' or '.join(places)} only."
            )
    return _untrained(who, staff, roll, role, day)


def missing(who: str, staff: Staff) -> Refusal | None:
    """Why somebody is nobody on the staff: they were never put on its record, or have left; None if they are."""
    if staff.registered is None:
        return Refusal(
            "not-on-staff", f"{who} is not on the staff record; an operations manager puts people on it."
        )
    return Refusal("has-left", f"{who} left on {staff.left_on}.") if staff.left_on else None


def _untrained(who: str, staff: Staff, roll: Roll, role: Role, day: date) -> Refusal | None:
    lacking = roll.lacking(role, staff, day)
    if not lacking:
        return None
    return Refusal(
        "not-trained",
        f"{who} lacks a valid course {' and '.join(lacking)}, which the role {role.value} needs.",
    )


def named(
    who: str, staff: Staff, roll: Roll, role: Role | None, day: date, on: date | None = None
) -> Refusal | None:
    """Why somebody may not be named for work in a role from today on; None if they may.

    Args:
        who: their id.
        staff: what the record has of them.
        roll: what roles need.
        role: for what; None where it needs no role.
        day: today.
        on: the day of the work, on which they must be there; today, if not given.
    """
    if refusal := missing(who, staff):
        return refusal
    there = on or day
    if staff.away(there):
        back = max(each.until for each in staff.leave if each.since <= there <= each.until)
        return Refusal("on-leave", f"{who} is away until {back}; name somebody else, or wait.")
    return acting(who, staff, roll, role, day) if role is not None else None


def conflicting(who: str, staff: Staff, concern: Concern, day: date) -> Refusal | None:
    """Why somebody takes no part in an inspection, or in one of its cases; None if they may.

    Args:
        who: their id.
        staff: what the record has of them; they are on it.
        concern: what is to be done.
        day: today.
    """
    for each in staff.barring(day):
        if each.case is not None and each.case == concern.case:
            return Refusal("own-case", f"{who} has worked on this case, and takes no part in reading it.")
        if each.provider not in concern.providers or (each.interest, concern.inspection) in staff.accepted:
            continue
        if each.until is not None and each.until < day:
            return Refusal(
                "cooling-off",
                f"{who} has been with {each.provider}, and takes no part there until {each.bars_until}.",
            )
        may = (
            "; an operations manager may accept it, with a reason" if INTERESTS[each.kind].acceptable else ""
        )
        return Refusal(
            "conflict-of-interest",
            f"{who} has declared an interest in {each.provider} ({each.interest}){may}.",
        )
    return _out_of_bounds(who, staff, concern)


def is_bound(staff: Staff) -> bool:
    """Whether somebody works in one area alone, or only where the body that they come from takes part."""
    return staff.engaged.area_only or staff.engaged.body_only


def _out_of_bounds(who: str, staff: Staff, concern: Concern) -> Refusal | None:
    registered = staff.registered
    assert registered is not None, "whoever is asked about is on the record"
    if not concern.inspection:
        return None
    areas = {as_compared(each) for each in concern.areas}
    if staff.engaged.area_only and as_compared(registered.area or "") not in areas:
        return Refusal("not-their-area", f"{who} is a local assessor, and works in {registered.area} only.")
    if staff.engaged.body_only and registered.body not in concern.bodies:
        return Refusal(
            "not-their-inspection",
            f"{who} comes from {registered.body}, which takes no part in this inspection.",
        )
    return None
