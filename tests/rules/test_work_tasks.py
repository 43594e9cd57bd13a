"""Who cannot do what they have to do in an inspection that runs, by a table; and who is inspected twice at once."""

from dataclasses import replace
from datetime import date

import pytest

from domain.inspections.at_once import at_once
from domain.inspections.decider import INSPECTION
from domain.inspections.events import InspectionCancelled, InspectionDeferred
from domain.inspections.kinds.parts import PanelRule
from domain.inspections.state import Inspection
from domain.messages import Event
from domain.people.people_tasks import PeopleTask
from domain.people.roles import Role
from domain.people.roll import ROLL, Roll, RollBegun, TrainingRequired
from domain.people.staff.decider import STAFF
from domain.people.staff.events import (
    InterestAccepted,
    InterestDeclared,
    LeavePlanned,
    RoleGiven,
    StaffLeft,
)
from domain.people.staff.state import Staff
from domain.people.standing import Concern
from domain.people.work_tasks import Part, Work, work_tasks
from tests.support.example import ANNOUNCED
from tests.support.golden.people import PEOPLE

TODAY = date(2018, 6, 4)
MONDAY, FRIDAY = date(2018, 7, 9), date(2018, 7, 13)
NORTH = Concern(inspection="north-2018", providers=("north",))
SOUTH = Concern(inspection="south-2018", providers=("south",))
(REGISTERED,) = (each for each in PEOPLE if each.name == "staff.registered.v1")
BEGUN: Roll = ROLL.fold([RollBegun()])
NEEDS: Roll = ROLL.fold(
    [RollBegun(), TrainingRequired(role=Role.LEAD_INSPECTOR, course="leading", months=12)]
)

LEADS = RoleGiven(role=Role.LEAD_INSPECTOR, since=date(2018, 1, 1), until=None)
READS = RoleGiven(role=Role.INSPECTOR, since=date(2018, 1, 1), until=None)
LENT = RoleGiven(role=Role.INSPECTOR, since=date(2018, 1, 1), until=date(2018, 6, 1))
CHAIRS = RoleGiven(role=Role.PANEL_CHAIR, since=date(2018, 1, 1), until=None)
THIS_WEEK = LeavePlanned(since=TODAY, until=date(2018, 6, 8))
IN_FIELDWORK = LeavePlanned(since=date(2018, 7, 12), until=date(2018, 7, 20))
FRIEND = InterestDeclared(
    interest="friend", kind="friendship", provider="north", case=None, since=date(2018, 5, 1), until=None,
    bars_until=None, account=None,
)  # fmt: skip
OWN_CASE = FRIEND.with_(interest="mine", kind="own-case", provider=None, case="case-1")
(ACCEPTED,) = (each for each in PEOPLE if isinstance(each, InterestAccepted))
LEFT = StaffLeft(left_on=date(2018, 6, 1))

LEAD = Work("ada", "lead", NORTH, MONDAY, FRIDAY)
READER = Work("ada", "reader", replace(NORTH, case="case-1"), TODAY, TODAY)
SECOND = Work("ada", "second-reader", replace(NORTH, case="case-1"), TODAY, TODAY)
USUAL = PanelRule(quorum=3, citation="A setting")
MEMBER = Work("ada", "member", NORTH, MONDAY, MONDAY, "july", USUAL.members)
CHAIR = Work("ada", "chair", NORTH, MONDAY, MONDAY, "july", USUAL.chairs)
OF_ITS_OWN = replace(CHAIR, roles=(Role.CHIEF_INSPECTOR,))
TEAM = Work("ada", "team", NORTH, MONDAY, FRIDAY)


def staff(*events: Event) -> Staff:
    state: Staff = STAFF.fold([REGISTERED, *events])
    return state


def told(works: list[Work], *events: Event, roll: Roll = BEGUN) -> tuple[PeopleTask, ...]:
    return work_tasks(works, {"staff-ada": staff(*events)}, roll, TODAY)


@pytest.mark.parametrize(
    ("work", "events", "verb", "title", "due"),
    [
        (LEAD, (LEADS, IN_FIELDWORK), "change-lead",
         "Give north-2018 another lead: ada is away from 12 July 2018 to 20 July 2018", date(2018, 7, 12)),
        (LEAD, (LEADS, FRIEND), "change-lead",
         ("Give north-2018 another lead: ada has declared an interest in north (friend); an operations manager may "
          "accept it, with a reason"), None),
        (LEAD, (READS,), "change-lead",
         "Give north-2018 another lead: ada does not hold the role lead-inspector today; held: inspector", None),
        (LEAD, (LEADS, LEFT), "change-lead", "Give north-2018 another lead: ada left on 2018-06-01", None),
        (TEAM, (READS, IN_FIELDWORK), "set-team",
         "Settle the team of north-2018 anew: ada is away from 12 July 2018 to 20 July 2018", date(2018, 7, 12)),
        (READER, (READS, THIS_WEEK), "allocate-case",
         "Allocate 1 case of north-2018 to another: ada is away from 4 June 2018 to 8 June 2018", None),
        (READER, (LENT,), "allocate-case",
         "Allocate 1 case of north-2018 to another: ada does not hold the role inspector today; held: none", None),
        (READER, (READS, OWN_CASE), "allocate-case",
         "Allocate 1 case of north-2018 to another: ada has worked on this case, and takes no part in reading it",
         None),
        (SECOND, (READS, THIS_WEEK), "allocate-second-read",
         "Allocate 1 second read of north-2018 to another: ada is away from 4 June 2018 to 8 June 2018", None),
        (MEMBER, (), "invite-member",
         "See to a member of the panel july, for north-2018: ada holds none of the roles in which they could do this",
         None),
        (MEMBER, (READS, FRIEND), "recuse-member",
         ("See to a member of the panel july, for north-2018: ada has declared an interest in north (friend); an "
          "operations manager may accept it, with a reason"), None),
        (MEMBER, (LEFT,), "invite-member", "See to a member of the panel july, for north-2018: ada left on 2018-06-01",
         None),
        (CHAIR, (), "take-chair",
         ("Let another take the chair of the panel july for north-2018: ada does not hold the role panel-chair today; "
          "held: none"), None),
        (OF_ITS_OWN, (CHAIRS,), "take-chair",
         ("Let another take the chair of the panel july for north-2018: ada does not hold the role chief-inspector "
          "today; held: panel-chair"), None),
    ],
)  # fmt: skip
def test_whoever_cannot_do_their_part_is_told_of_with_what_to_do(
    work: Work, events: tuple[Event, ...], verb: str, title: str, due: date | None
) -> None:
    assert told([work], *events) == (PeopleTask("staff-ada", verb, title, due, ("north-2018",)),)


@pytest.mark.parametrize(
    ("part", "verb", "roles"),
    [
        (LEAD, "change-lead", ("operations-manager",)),
        (READER, "allocate-case", ("lead-inspector", "operations-manager")),
        (SECOND, "allocate-second-read", ("lead-inspector", "quality-lead")),
        (CHAIR, "take-chair", ("panel-chair",)),
    ],
)
def test_it_is_for_those_who_may_give_the_command(part: Work, verb: str, roles: tuple[str, ...]) -> None:
    (task,) = told([part], LEFT)
    assert (task.verb, task.roles) == (verb, roles)


@pytest.mark.parametrize("work", [LEAD, TEAM, READER, SECOND, MEMBER, CHAIR])
def test_whoever_can_is_not_told_of(work: Work) -> None:
    assert told([work], LEADS, READS, CHAIRS) == ()
    accepted = (LEADS, READS, CHAIRS, FRIEND, ACCEPTED)
    assert told([work], *accepted) == (), "it was accepted for this inspection"
    before = LeavePlanned(since=date(2018, 5, 1), until=date(2018, 6, 1))
    assert told([work], LEADS, READS, CHAIRS, before) == ()


def test_a_course_that_ran_out_is_told_of_and_only_to_whom_it_is_needed() -> None:
    (task,) = told([LEAD], LEADS, roll=NEEDS)
    assert task.title == (
        "Give north-2018 another lead: ada lacks a valid course leading, which the role lead-inspector needs"
    )
    (member,) = told([MEMBER], LEADS, roll=NEEDS)
    assert member.title.endswith("ada lacks a valid course leading, which the role lead-inspector needs")
    assert told([MEMBER], LEADS, READS, roll=NEEDS) == ()


def test_somebody_who_is_not_on_the_record_is_told_of() -> None:
    (task,) = work_tasks([READER], {}, BEGUN, TODAY)
    assert (task.about, task.verb) == ("staff-ada", "allocate-case")
    assert "ada is not on the staff record" in task.title


def test_the_cases_of_one_reader_are_one_task() -> None:
    several = [replace(READER, concern=replace(NORTH, case=f"case-{number}")) for number in range(1, 4)]
    (task,) = told(several, READS, THIS_WEEK)
    assert task.title.startswith("Allocate 3 cases of north-2018 to another: ")


def test_without_a_staff_record_nobody_is_told_of() -> None:
    assert told([LEAD, READER, MEMBER], roll=Roll()) == ()


@pytest.mark.parametrize(("one", "other"), [("lead", "lead"), ("lead", "team"), ("team", "team")])
def test_whoever_is_in_two_fieldworks_on_the_same_days_is_told_of_once(one: Part, other: Part) -> None:
    here = replace(LEAD, part=one)
    there = Work("ada", other, SOUTH, date(2018, 7, 12), date(2018, 7, 19))
    (task,) = told([here, there], LEADS, READS)
    assert task.inspections == ("north-2018", "south-2018")
    assert task.title.endswith(
        "ada is in the fieldwork of north-2018 and of south-2018 from 12 July 2018 to 13 July 2018"
    )
    assert task.verb == {"lead": "change-lead", "team": "set-team"}[other]
    assert task.due == date(2018, 7, 12)
    after = replace(there, since=date(2018, 7, 16))
    assert told([here, after], LEADS, READS) == ()


# Two inspections of one provider


def inspection(code: str, *events: Event, provider: str = "north") -> Inspection:
    announced = ANNOUNCED.with_(inspection=code, provider=provider)
    state: Inspection = INSPECTION.fold([announced, *events])
    return state


def test_two_inspections_of_one_provider_under_way_are_told_of() -> None:
    first = inspection("first").announced
    assert first is not None
    early: Inspection = INSPECTION.fold([first.with_(announced_on=date(2018, 5, 1))])
    (found,) = at_once([inspection("a-later"), early, inspection("elsewhere", provider="south")])
    assert (found.provider, found.inspections) == ("north", ("first", "a-later"))
    assert found.sentence.startswith("north is inspected by first and by a-later at the same time")


@pytest.mark.parametrize(
    ("event", "both"),
    [
        (
            InspectionDeferred(reason="A strike.", until=date(2018, 12, 3), deferred_on=date(2018, 6, 20)),
            True,
        ),
        (InspectionCancelled(reason="They have merged."), False),
    ],
)
def test_one_that_is_put_off_counts_and_one_that_is_over_does_not(event: Event, both: bool) -> None:
    assert bool(at_once([inspection("first", event), inspection("second")])) is both
