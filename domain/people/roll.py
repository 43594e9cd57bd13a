"""The roll: that there is a staff record, what each role needs, and how long a secondment goes on barring.

From the moment the roll is begun nobody acts but in a role that the record gives them. An installation that has begun
none works as if everybody held every role, which is what an example on one's own machine needs.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import ClassVar, assert_never

from pydantic import Field

from domain.dated_rules.library import Library
from domain.decider import Decided, Decider, On, rule, rules
from domain.given import Given
from domain.messages import Command, Event
from domain.people.roles import Role
from domain.people.staff.commands import StaffDetails
from domain.people.staff.events import RoleGiven, StaffRegistered
from domain.people.staff.state import Staff
from domain.people.staff.terms import StaffId
from domain.privacy.boxes import Plain
from domain.privacy.retention import months_after
from domain.refusals import Refusal
from domain.streams import staff_stream
from domain.text import Reference

__all__ = [
    "ROLL",
    "ROLL_STREAM",
    "BeginRoll",
    "CoolingOffSet",
    "DropTraining",
    "RequireTraining",
    "Roll",
    "RollBegun",
    "RollEvent",
    "SetCoolingOff",
    "TrainingDropped",
    "TrainingRequired",
]

ROLL_STREAM = "roll-0"


class _RollOrder(Command):
    @property
    def stream(self) -> str:
        """What roles need, of all staff."""
        return ROLL_STREAM


class BeginRoll(_RollOrder):
    """Begin the staff record with yourself, as an operations manager. From then on only who is on it acts.

    Attributes:
        staff: yourself, by the id under which you act.
        details: what you are called, and how you are reached.
    """

    verb: ClassVar[str] = "begin-roll"
    staff: StaffId
    details: StaffDetails

    @property
    def subject(self) -> str:
        """Whom the private texts are about."""
        return staff_stream(self.staff)


class RequireTraining(_RollOrder):
    """Require a course of everybody who holds a role.

    Attributes:
        held: the role.
        course: the course, by a code.
        months: how long it is good for once it was passed, in months; for ever if it is left out.
    """

    verb: ClassVar[str] = "require-training"
    held: Role
    course: Reference
    months: int | None = Field(default=None, ge=1, le=240)


class DropTraining(_RollOrder):
    """Require a course of a role no more.

    Attributes:
        held: the role.
        course: the course.
    """

    verb: ClassVar[str] = "drop-training"
    held: Role
    course: Reference


class SetCoolingOff(_RollOrder):
    """Set for how long after its end a secondment or an earlier employment goes on barring.

    Attributes:
        months: in months; interests that end, or are declared, from now on are counted by it.
    """

    verb: ClassVar[str] = "set-cooling-off"
    months: int = Field(ge=0, le=240)


class RollBegun(Event):
    """The staff record was begun; from then on only who is on it acts."""

    name: ClassVar[str] = "roll.begun.v1"


class TrainingRequired(Event):
    """A course is required of everybody who holds a role.

    Attributes:
        role: the role.
        course: the course.
        months: how long it is good for once it was passed; None for ever.
    """

    name: ClassVar[str] = "roll.training-required.v1"
    role: Role
    course: Reference
    months: int | None


class TrainingDropped(Event):
    """A course is required of a role no more."""

    name: ClassVar[str] = "roll.training-dropped.v1"
    role: Role
    course: Reference


class CoolingOffSet(Event):
    """For so many months after its end a secondment or an earlier employment goes on barring."""

    name: ClassVar[str] = "roll.cooling-off-set.v1"
    months: int


RollEvent = RollBegun | TrainingRequired | TrainingDropped | CoolingOffSet
"""What can happen to the roll."""


@dataclass(frozen=True, slots=True)
class Roll:
    """The roll.

    Attributes:
        begun: whether there is a staff record.
        required: the courses that each role needs, each with the months for which it is good.
        cooling_off: months for which a secondment goes on barring after its end.
    """

    begun: bool = False
    required: Mapping[tuple[Role, str], int | None] = field(default_factory=lambda: MappingProxyType({}))
    cooling_off: int = 12

    def lacking(self, role: Role, staff: Staff, day: date) -> tuple[str, ...]:
        """The courses that somebody lacks for a role on a day, because they never passed them or it is too long ago."""
        return tuple(
            course
            for (of, course), months in sorted(self.required.items())
            if of is role and not _good(staff.training.get(course), months, day)
        )

    def bars_until(self, until: date | None, *, lasts: bool) -> date | None:
        """The last day on which an interest bars, from its last day."""
        if until is None or not lasts:
            return until
        return months_after(until, self.cooling_off)


def _good(passed: date | None, months: int | None, day: date) -> bool:
    return passed is not None and (months is None or day < months_after(passed, months))


def _evolve(state: Roll, event: RollEvent) -> Roll:
    match event:
        case RollBegun():
            return replace(state, begun=True)
        case TrainingRequired():
            added = {**state.required, (event.role, event.course): event.months}
            return replace(state, required=MappingProxyType(added))
        case TrainingDropped():
            left = {
                each: months for each, months in state.required.items() if each != (event.role, event.course)
            }
            return replace(state, required=MappingProxyType(left))
        case CoolingOffSet():
            return replace(state, cooling_off=event.months)
        case _:
            assert_never(event)


def _oneself(_state: Roll, command: BeginRoll, _library: Library) -> tuple[str, ...]:
    return (command.subject,)


@rule(
    BeginRoll,
    events=[RollBegun, StaffRegistered, RoleGiven],
    refusals=["roll-begun", "not-yourself"],
    reads=_oneself,
)
def begin_roll(state: Roll, command: BeginRoll, given: Given) -> Decided:
    """Begins the staff record with whoever begins it, so that somebody can put the others on it."""
    if state.begun:
        return Refusal("roll-begun", "There is a staff record already.")
    if command.staff != given.actor.id:
        return Refusal(
            "not-yourself",
            f"You act as {given.actor.id}; whoever begins the staff record is the first on it.",
        )
    details = command.details
    registered = StaffRegistered(
        engagement="employee",
        area=None,
        body=None,
        person_name=Plain(str(details.person_name), command.subject, "staff"),
        email=Plain(str(details.email), command.subject, "staff") if details.email else None,
    )
    first = RoleGiven(role=Role.OPERATIONS_MANAGER, since=given.today, until=None)
    return (RollBegun(), On(command.subject, registered), On(command.subject, first))


_NONE = Refusal(
    "roll-not-begun", "There is no staff record yet; `assay people begin --help` shows how to begin one."
)


@rule(RequireTraining, events=[TrainingRequired], refusals=["roll-not-begun"])
def require_training(state: Roll, command: RequireTraining, _given: Given) -> Decided:
    """Requires a course of a role; who lacks it acts in that role no more."""
    if not state.begun:
        return _NONE
    wanted = (command.held, command.course)
    if wanted in state.required and state.required[wanted] == command.months:
        return ()
    return (TrainingRequired(role=command.held, course=command.course, months=command.months),)


@rule(DropTraining, events=[TrainingDropped], refusals=["not-required"])
def drop_training(state: Roll, command: DropTraining, _given: Given) -> Decided:
    """Requires a course of a role no more."""
    if (command.held, command.course) not in state.required:
        return Refusal("not-required", f"{command.course} is not required of the role {command.held.value}.")
    return (TrainingDropped(role=command.held, course=command.course),)


@rule(SetCoolingOff, events=[CoolingOffSet], refusals=["roll-not-begun"])
def set_cooling_off(state: Roll, command: SetCoolingOff, _given: Given) -> Decided:
    """Sets for how long a secondment goes on barring; what ended before is left as it was."""
    if not state.begun:
        return _NONE
    return () if state.cooling_off == command.months else (CoolingOffSet(months=command.months),)


ROLL = Decider(
    kind="roll",
    initial=Roll(),
    rules=rules([begin_roll, require_training, drop_training, set_cooling_off]),
    evolve=_evolve,
)
"""The roll."""
