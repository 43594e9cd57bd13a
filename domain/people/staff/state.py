"""Somebody on the staff: which roles they hold on a day, for whom they act, and what they have to do with whom."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import assert_never

from domain.people.roles import Role
from domain.people.staff.events import (
    CalendarClosed,
    CalendarOpened,
    DeputyEnded,
    DeputyNamed,
    InterestAccepted,
    InterestDeclared,
    InterestEnded,
    LeaveCancelled,
    LeavePlanned,
    RoleEnded,
    RoleGiven,
    SkillsNoted,
    StaffAddressRefused,
    StaffChanged,
    StaffEvent,
    StaffLeft,
    StaffRegistered,
    TakenOffDuty,
    TrainingRecorded,
    WentOnDuty,
)
from domain.people.staff.terms import ENGAGEMENTS, Engaged

__all__ = ["Staff", "evolve"]


@dataclass(frozen=True, slots=True)
class Staff:
    """Somebody on the staff.

    Attributes:
        registered: how they were registered; None for somebody whom nobody has.
        left_on: the day on which they left; None while they are here.
        roles: the roles that were given, each with its days.
        deputies: for whom they act, each with its days.
        interests: what they have to do with whom, by code, each as it was last said to end.
        accepted: the interests that were accepted, each with the inspection.
        leave: when they are away.
        duty: when they are on duty.
        calendar: the digest of the secret part of their calendar's address; None while it is not open.
        training: when each course was passed last.
        skills: the lists of cases that they are trained to read.
        unreachable: whether their address took no notice the last time.
        addresses: how many addresses were given, the one that holds among them.
    """

    registered: StaffRegistered | None = None
    left_on: date | None = None
    roles: tuple[RoleGiven, ...] = ()
    deputies: tuple[DeputyNamed, ...] = ()
    interests: Mapping[str, InterestDeclared] = field(default_factory=lambda: MappingProxyType({}))
    accepted: frozenset[tuple[str, str]] = frozenset()
    leave: tuple[LeavePlanned, ...] = ()
    duty: tuple[WentOnDuty, ...] = ()
    calendar: str | None = None
    training: Mapping[str, date] = field(default_factory=lambda: MappingProxyType({}))
    skills: tuple[str, ...] = ()
    unreachable: bool = False
    addresses: int = 0

    @property
    def here(self) -> bool:
        """Whether they are on the staff record and have not left."""
        return self.registered is not None and self.left_on is None

    @property
    def engaged(self) -> Engaged:
        """What the way in which they are engaged allows."""
        assert self.registered is not None, "nobody asks this of somebody who is not on the record"
        return ENGAGEMENTS[self.registered.engagement]

    def holds(self, role: Role, day: date) -> bool:
        """Whether a role is theirs on a day."""
        return any(each.role is role and _within(day, each.since, each.until) for each in self.roles)

    def roles_on(self, day: date) -> tuple[Role, ...]:
        """The roles that are theirs on a day, in the order in which roles are listed."""
        held = {each.role for each in self.roles if _within(day, each.since, each.until)}
        return tuple(role for role in Role if role in held)

    def deputises(self, role: Role, day: date) -> tuple[str, ...]:
        """In whose place they may act in a role on a day."""
        return tuple(
            each.place_of
            for each in self.deputies
            if each.role is role and _within(day, each.since, each.until)
        )

    def away(self, day: date) -> bool:
        """Whether they are on leave on a day."""
        return any(_within(day, each.since, each.until) for each in self.leave)

    def barring(self, day: date) -> tuple[InterestDeclared, ...]:
        """The interests that bar on a day, those in their cooling-off period among them."""
        return tuple(each for each in self.interests.values() if _within(day, each.since, each.bars_until))

    def interests_on(self, day: date) -> frozenset[str]:
        """The providers in which they have an interest that bars on a day."""
        return frozenset(each.provider for each in self.barring(day) if each.provider is not None)


def _within(day: date, since: date, until: date | None) -> bool:
    return since <= day and (until is None or day <= until)


def evolve(state: Staff, event: StaffEvent) -> Staff:
    """Fold one event into the state."""
    match event:
        case StaffRegistered():
            return replace(state, registered=event, addresses=state.addresses + 1)
        case StaffChanged():
            return replace(state, unreachable=False, addresses=state.addresses + 1)
        case StaffLeft():
            return replace(state, left_on=event.left_on, roles=(), deputies=(), calendar=None)
        case RoleGiven():
            return replace(state, roles=(*state.roles, event))
        case RoleEnded():
            return replace(state, roles=tuple(_ended(state.roles, event)))
        case DeputyNamed():
            return replace(state, deputies=(*state.deputies, event))
        case DeputyEnded():
            left = (
                each for each in state.deputies if (each.place_of, each.role) != (event.place_of, event.role)
            )
            return replace(state, deputies=tuple(left))
        case _:
            return _more(state, event)


def _more(
    state: Staff,
    event: InterestDeclared
    | InterestEnded
    | InterestAccepted
    | LeavePlanned
    | LeaveCancelled
    | WentOnDuty
    | TakenOffDuty
    | CalendarOpened
    | CalendarClosed
    | TrainingRecorded
    | SkillsNoted
    | StaffAddressRefused,
) -> Staff:
    match event:
        case InterestDeclared():
            return replace(state, interests=MappingProxyType({**state.interests, event.interest: event}))
        case InterestEnded():
            ended = state.interests[event.interest].with_(until=event.until, bars_until=event.bars_until)
            return replace(state, interests=MappingProxyType({**state.interests, event.interest: ended}))
        case InterestAccepted():
            return replace(state, accepted=state.accepted | {(event.interest, event.inspection)})
        case LeavePlanned():
            return replace(state, leave=(*state.leave, event))
        case LeaveCancelled():
            return replace(state, leave=tuple(each for each in state.leave if each.since != event.since))
        case WentOnDuty():
            return replace(state, duty=(*state.duty, event))
        case TakenOffDuty():
            return replace(state, duty=tuple(each for each in state.duty if each.since != event.since))
        case CalendarOpened() | CalendarClosed():
            return replace(state, calendar=event.token if isinstance(event, CalendarOpened) else None)
        case TrainingRecorded():
            passed = max(event.passed_on, state.training.get(event.course, event.passed_on))
            return replace(state, training=MappingProxyType({**state.training, event.course: passed}))
        case SkillsNoted():
            return replace(state, skills=event.skills)
        case StaffAddressRefused():
            return replace(state, unreachable=True)
        case _:
            assert_never(event)


def _ended(roles: tuple[RoleGiven, ...], event: RoleEnded) -> list[RoleGiven]:
    """The roles as they are once one was taken away; what had not begun by then never does."""
    kept = []
    for each in roles:
        if each.role is not event.role:
            kept.append(each)
        elif event.last_day is not None and each.since <= event.last_day:
            last = event.last_day if each.until is None else min(each.until, event.last_day)
            kept.append(each.with_(until=last))
    return kept
