"""What somebody has to see to for the staff record: addresses that take nothing, training and roles that run out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from domain.people.authority import AUTHORITY
from domain.people.body_state import Body
from domain.people.contacts import Person
from domain.people.roles import Role
from domain.people.roll import Roll
from domain.people.staff.state import Staff
from domain.privacy.retention import months_after
from domain.working_days import in_words

__all__ = ["AHEAD", "PeopleTask", "people_tasks"]

AHEAD = timedelta(days=30)
"""How long beforehand it is said that something runs out: a course is booked about a month ahead."""

_NEEDS_DEPUTY = (Role.PANEL_CHAIR, Role.CHIEF_INSPECTOR)
"""The roles without which an inspection stands still."""


@dataclass(frozen=True, slots=True)
class PeopleTask:
    """Something to see to.

    Attributes:
        about: whom, by stream.
        verb: the command that does it.
        title: what is to be done.
        due: by when; None for at once.
        inspections: the inspections that it is about; none for what is about the staff record alone.
    """

    about: str
    verb: str
    title: str
    due: date | None = None
    inspections: tuple[str, ...] = ()

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles in one of which it is done, from the authority table."""
        return tuple(sorted(role.value for role in AUTHORITY[self.verb]))


def people_tasks(
    roll: Roll,
    staff: Mapping[str, Staff],
    contacts: Mapping[str, Person],
    bodies: Mapping[str, Body],
    day: date,
) -> tuple[PeopleTask, ...]:
    """What there is to see to on a day, what is due at once first.

    Args:
        roll: what roles need.
        staff: everybody on the staff record, by stream.
        contacts: the contacts of providers, by stream.
        bodies: those beside the provider to whom reports go, by stream.
        day: today.
    """
    found = [each for stream, state in contacts.items() for each in _of_contact(stream, state)]
    found += [each for stream, body in bodies.items() for each in _of_body(stream, body, day)]
    for stream, person in staff.items():
        if person.here:
            found += [*_of_staff(stream, person, day), *_of_training(stream, person, roll, day)]
    found += _without_deputy(staff, day)
    return tuple(sorted(found, key=lambda each: (each.due or date.min, each.about, each.verb, each.title)))


def _of_contact(stream: str, state: Person) -> Iterator[PeopleTask]:
    if state.unreachable and not state.left:
        yield PeopleTask(
            stream,
            "change-person",
            f"Find out how a contact of {state.provider} is reached; notices come back",
        )


def _of_body(stream: str, body: Body, day: date) -> Iterator[PeopleTask]:
    reached = body.reached_on(day)
    if reached is not None and reached.refused:
        yield PeopleTask(
            stream, "change-body", f"Find out how {body.title} is reached; its address takes no notices"
        )


def _of_staff(stream: str, staff: Staff, day: date) -> Iterator[PeopleTask]:
    if staff.unreachable:
        yield PeopleTask(stream, "change-staff", "Find out the address; notices come back")
    for held in staff.roles:
        if held.until is not None and day <= held.until <= day + AHEAD:
            yield PeopleTask(
                stream, "give-role", f"The role {held.role.value} ends on {in_words(held.until)}", held.until
            )


def _of_training(stream: str, staff: Staff, roll: Roll, day: date) -> Iterator[PeopleTask]:
    for (role, course), months in roll.required.items():
        if not staff.holds(role, day):
            continue
        passed = staff.training.get(course)
        if course in roll.lacking(role, staff, day):
            yield PeopleTask(stream, "record-training", f"Needs the course {course} to act as {role.value}")
        elif (
            passed is not None
            and months is not None
            and (ends := months_after(passed, months)) <= day + AHEAD
        ):
            title = f"The course {course}, for the role {role.value}, is good until {in_words(ends)}"
            yield PeopleTask(stream, "record-training", title, ends)


def _without_deputy(staff: Mapping[str, Staff], day: date) -> Iterator[PeopleTask]:
    """Whoever holds a role that nobody else holds, and is going to be away without a deputy."""
    for stream, person in staff.items():
        for leave in person.leave:
            begins = max(leave.since, day)
            if leave.until < day or begins > day + AHEAD:
                continue
            for role in _NEEDS_DEPUTY:
                if not person.holds(role, begins):
                    continue
                others = (
                    each
                    for other, each in staff.items()
                    if other != stream and (each.holds(role, begins) or each.deputises(role, begins))
                )
                if not any(not each.away(begins) for each in others):
                    title = f"Name a deputy as {role.value}, away from {in_words(begins)}"
                    yield PeopleTask(stream, "name-deputy", title, begins)
