"""What there is to see to for the staff record, by a table; and how long training and cooling-off periods last."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.messages import Event
from domain.people.bodies import BodyAddressChanged, BodyAddressRefused, BodyEnded, BodyRegistered
from domain.people.body_rules import MAILBOX
from domain.people.body_state import Body
from domain.people.contacts import Person
from domain.people.people_tasks import AHEAD, people_tasks
from domain.people.roles import Role
from domain.people.roll import ROLL, Roll, TrainingRequired
from domain.people.staff.decider import STAFF
from domain.people.staff.events import (
    DeputyNamed,
    LeavePlanned,
    RoleEnded,
    RoleGiven,
    StaffAddressRefused,
    StaffLeft,
    TrainingRecorded,
)
from domain.people.staff.state import Staff
from domain.people.standing import acting
from tests.support.golden.people import PEOPLE

TODAY = date(2018, 6, 4)
(REGISTERED,) = (each for each in PEOPLE if each.name == "staff.registered.v1")
NEEDS: Roll = ROLL.fold([TrainingRequired(role=Role.LEAD_INSPECTOR, course="leading", months=12)])
LEAD = RoleGiven(role=Role.LEAD_INSPECTOR, since=date(2018, 1, 1), until=None)
CHAIR = RoleGiven(role=Role.PANEL_CHAIR, since=date(2018, 1, 1), until=None)
AWAY = LeavePlanned(since=date(2018, 6, 11), until=date(2018, 6, 22))


def staff(*events: Event) -> Staff:
    state: Staff = STAFF.fold([REGISTERED, *events])
    return state


def told(roll: Roll, **people: Staff) -> list[tuple[str, str, date | None]]:
    return [(each.about, each.verb, each.due) for each in people_tasks(roll, people, {}, {}, TODAY)]


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ((), []),
        ((LEAD,), [("ada", "record-training", None)]),
        ((LEAD, TrainingRecorded(course="leading", passed_on=date(2018, 1, 8))), []),
        (
            (LEAD, TrainingRecorded(course="leading", passed_on=date(2017, 6, 29))),
            [("ada", "record-training", date(2018, 6, 29))],
        ),
        (
            (LEAD, TrainingRecorded(course="leading", passed_on=date(2017, 6, 4))),
            [("ada", "record-training", None)],
        ),
        ((LEAD, RoleEnded(role=Role.LEAD_INSPECTOR, last_day=None)), []),
        (
            (CHAIR, RoleEnded(role=Role.PANEL_CHAIR, last_day=TODAY + AHEAD)),
            [("ada", "give-role", TODAY + AHEAD)],
        ),
        ((CHAIR, RoleEnded(role=Role.PANEL_CHAIR, last_day=TODAY + AHEAD + timedelta(days=1))), []),
        ((StaffAddressRefused(posting="posting-1", cause="bounced"),), [("ada", "change-staff", None)]),
        ((LEAD, StaffAddressRefused(posting="posting-1", cause="bounced"), StaffLeft(left_on=TODAY)), []),
        ((CHAIR, AWAY), [("ada", "name-deputy", AWAY.since)]),
        ((AWAY,), []),
    ],
)
def test_what_there_is_to_see_to_for_somebody(
    events: tuple[Event, ...], expected: list[tuple[str, str, date | None]]
) -> None:
    assert told(NEEDS, ada=staff(*events)) == expected


def test_with_a_deputy_or_another_who_is_there_nobody_needs_one() -> None:
    deputy = DeputyNamed(place_of="ada", role=Role.PANEL_CHAIR, since=AWAY.since, until=AWAY.until)
    assert told(Roll(), ada=staff(CHAIR, AWAY), ben=staff(deputy)) == []
    assert told(Roll(), ada=staff(CHAIR, AWAY), ben=staff(CHAIR)) == []
    both_away = told(Roll(), ada=staff(CHAIR, AWAY), ben=staff(CHAIR, AWAY))
    assert [each[1] for each in both_away] == ["name-deputy", "name-deputy"]


def test_a_contact_whose_address_takes_nothing_is_among_the_tasks_until_they_leave() -> None:
    unreachable = {"person-1": Person(provider="north", unreachable=True)}
    (task,) = people_tasks(Roll(), {}, unreachable, {}, TODAY)
    assert (task.about, task.verb) == ("person-1", "change-person")
    gone = {"person-1": Person("north", left=True, unreachable=True)}
    assert people_tasks(Roll(), {}, gone, {}, TODAY) == ()


def test_a_body_whose_address_takes_nothing_is_among_the_tasks_until_it_is_reached_elsewhere_or_ends() -> (
    None
):
    registered = next(each for each in PEOPLE if isinstance(each, BodyRegistered))
    refusal = next(each for each in PEOPLE if isinstance(each, BodyAddressRefused))
    refused = refusal.model_copy(update={"refused_on": TODAY})
    elsewhere = BodyAddressChanged(email=registered.email, since=TODAY, languages=("en",))
    ended = BodyEnded(since=TODAY)

    def tasks(*events: Event) -> list[tuple[str, str]]:
        body: Body = MAILBOX.fold([registered, *events])
        return [
            (each.about, each.verb) for each in people_tasks(Roll(), {}, {}, {"mailbox-police": body}, TODAY)
        ]

    assert tasks() == []
    assert tasks(refused) == [("mailbox-police", "change-body")]
    assert tasks(refused, elsewhere) == []
    assert tasks(refused, ended) == []


DAYS = st.dates(date(2017, 1, 1), date(2020, 12, 31))
ROLES = st.sampled_from([Role.INSPECTOR, Role.LEAD_INSPECTOR, Role.PANEL_CHAIR])
GIVEN = st.builds(
    lambda role, since, days: RoleGiven(role=role, since=since, until=since + timedelta(days=days)),
    ROLES,
    DAYS,
    st.integers(0, 400),
)
ENDED = st.builds(RoleEnded, role=ROLES, last_day=st.none() | DAYS)


@given(st.lists(GIVEN | ENDED, max_size=8), ROLES, DAYS)
def test_a_role_is_held_on_the_days_on_which_it_was_given_and_not_yet_taken_away(
    events: list[RoleGiven | RoleEnded], role: Role, day: date
) -> None:
    """Held against a second way of counting: each day by itself, event after event."""
    days: list[bool] = []
    for event in events:
        if event.role is not role:
            continue
        if isinstance(event, RoleGiven):
            assert event.until is not None
            days.append(event.since <= day <= event.until)
        elif event.last_day is None or day > event.last_day:
            days = [False for _ in days]
        else:
            continue
    begun = [
        each for place, each in enumerate(events) if isinstance(each, RoleGiven) and _kept(events, place)
    ]
    state = staff(*events)
    held = any(days) and any(each.role is role and each.since <= day <= (each.until or day) for each in begun)
    assert state.holds(role, day) == held
    assert (acting("os-1", state, Roll(), role, day) is None) == held


def _kept(events: list[RoleGiven | RoleEnded], place: int) -> bool:
    """Whether a role had begun by the day after which it was taken away later, if it was."""
    given_ = events[place]
    assert isinstance(given_, RoleGiven)
    return all(
        each.last_day is not None and given_.since <= each.last_day
        for each in events[place + 1 :]
        if isinstance(each, RoleEnded) and each.role is given_.role
    )
