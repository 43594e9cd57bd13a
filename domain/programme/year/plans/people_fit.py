"""Whether the people of a plan can do what it asks of them, by what the record says of them today.

A plan is made of tables, and the record may know more than they say, or more than it did when they were filled. Leave,
roles and interests of everybody on a team are held against the record whenever a plan is put forward, accepted or
published, or takes another's place. What has started goes by its own rules, and is not asked about again.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from domain.given import Given
from domain.people.roles import Role
from domain.people.roll import ROLL_STREAM, Roll
from domain.people.staff.events import InterestDeclared
from domain.people.staff.state import Staff
from domain.people.staff.terms import INTERESTS
from domain.programme.problem import Problem
from domain.programme.problem import Role as Post
from domain.programme.year.state import Programme
from domain.programme.year.terms import Slot
from domain.providers.past import followed
from domain.refusals import Refusal
from domain.streams import by_code, provider_stream, staff_stream

__all__ = ["UNABLE", "family", "people_of", "people_unable", "whoever_followed", "working_weeks"]

UNABLE = ("role-not-held", "on-leave", "conflict-of-interest")
"""The codes under which a plan is refused because of somebody on one of its teams, besides ``not-on-staff``."""

Worked = Callable[[Slot, Post], tuple[date, date]]
"""The first and the last day of what somebody in a role does for an inspection."""

_ROLES: Mapping[Post, Role] = {
    "lead": Role.LEAD_INSPECTOR,
    "inspector": Role.INSPECTOR,
    "assistant": Role.ASSISTANT,
}
_SUNDAY = timedelta(days=6)


def people_of(slots: Iterable[Slot]) -> tuple[str, ...]:
    """The streams that tell of everybody on some teams, and whether there is a staff record."""
    return (ROLL_STREAM, *dict.fromkeys(stream for slot in slots for stream in slot.staff))


def whoever_followed(_command: object, seen: Mapping[str, Any]) -> tuple[str, ...]:
    """The streams of providers in which somebody has an interest, and of whoever took their places since."""
    states = by_code(seen, provider_stream)
    found = (
        code
        for staff in seen.values()
        if isinstance(staff, Staff)
        for interest in staff.interests.values()
        if interest.provider is not None
        for code in followed(states, interest.provider)
    )
    return tuple(provider_stream(each) for each in dict.fromkeys(found))


def working_weeks(problem: Problem) -> Worked:
    """From the Monday of the first week of preparation to the Sunday of the last of writing, by the tables.

    Args:
        problem: the tables, whose kinds say how long people prepare and write.
    """
    needs = {(kind.id, need.role): need for kind in problem.kinds for need in kind.needs}

    def worked(slot: Slot, role: Post) -> tuple[date, date]:
        need = needs[slot.protocol, role]
        first, last = _fieldwork(slot, role)
        return first - timedelta(weeks=need.before), last + timedelta(weeks=need.after)

    return worked


def _fieldwork(slot: Slot, _role: Post) -> tuple[date, date]:
    """The weeks of fieldwork; how long somebody prepares and writes stands in the tables alone."""
    first, last = slot.fieldwork_from, slot.fieldwork_to
    return first - timedelta(days=first.weekday()), last - timedelta(days=last.weekday()) + _SUNDAY


def people_unable(
    state: Programme, slots: Iterable[Slot], given: Given, worked: Worked = _fieldwork
) -> Iterator[Refusal]:
    """Everything that the record has against somebody's work as it is planned: the person, and the rule.

    Args:
        state: the programme.
        slots: the inspections with their teams, as they are planned.
        given: the circumstances, with the streams of :func:`people_of` and :func:`whoever_followed`.
        worked: when somebody works on an inspection; else the weeks of its fieldwork.
    """
    roll: Roll = given.seen[ROLL_STREAM]
    if not roll.begun:
        return
    for slot in slots:
        if slot.inspection in state.started:
            continue
        for member in slot.team:
            staff: Staff = given.seen[staff_stream(member.person)]
            for code, rule, said in _against(slot, member.role, staff, given, worked(slot, member.role)):
                who = f"{member.person}, planned as {member.role} of {slot.inspection}"
                yield Refusal(code, f"{who}, {said} ({rule}); fill the tables from the record and plan anew.")


def _against(
    slot: Slot, role: Post, staff: Staff, given: Given, days: tuple[date, date]
) -> Iterator[tuple[str, str, str]]:
    first, last = days
    if not staff.here:
        yield "not-on-staff", "H2", "is not on the staff record, or has left"
        return
    held = _ROLES[role]
    if not (staff.holds(held, slot.fieldwork_from) and staff.holds(held, slot.fieldwork_to)):
        yield "role-not-held", "H3", f"does not hold the role {held.value} during its fieldwork"
    elif role == "lead" and not staff.holds(held, slot.announce_on):
        yield "role-not-held", "H3", f"does not hold the role {held.value} yet when it is announced"
    for leave in staff.leave:
        if leave.since <= last and first <= leave.until:
            yield "on-leave", "H4", f"is away from {leave.since} to {leave.until}"
    for interest in staff.interests.values():
        accepted = (interest.interest, slot.inspection) in staff.accepted
        if not accepted and _bars(interest, first, last) and (about := _in(interest, slot, given)):
            meaning = INTERESTS[interest.kind].meaning
            yield "conflict-of-interest", "H3", f"has declared an interest in {about}: {meaning}"


def _bars(interest: InterestDeclared, first: date, last: date) -> bool:
    return interest.since <= last and (interest.bars_until is None or first <= interest.bars_until)


def _in(interest: InterestDeclared, slot: Slot, given: Given) -> str | None:
    """The provider in which somebody has an interest, if it or one that has followed it is inspected."""
    return interest.provider if interest.provider in family(slot.providers, given) else None


def family(providers: Iterable[str], given: Given) -> tuple[str, ...]:
    """Some providers, and those among all that were looked at whose places they have taken, by whatever steps.

    Args:
        providers: the providers.
        given: the circumstances, with the streams of :func:`whoever_followed`.
    """
    now = tuple(providers)
    states = by_code(given.seen, provider_stream)
    return (
        *now,
        *(each for each in states if each not in now and not set(now).isdisjoint(followed(states, each))),
    )
