"""A plan counts only while everybody on its teams may do what it asks of them, by what the record says today."""

from typing import Any

import pytest

from domain.decider import On
from domain.people.roles import Role
from domain.people.roll import ROLL_STREAM, RollBegun
from domain.people.staff.events import (
    InterestAccepted,
    InterestDeclared,
    LeavePlanned,
    RoleEnded,
    RoleGiven,
    StaffLeft,
    StaffRegistered,
)
from domain.privacy.boxes import Plain
from domain.programme.year.events import InspectionStarted, PlanAccepted, ProgrammePublished
from domain.programme.year.plan_commands import AcceptPlan, PublishProgramme, ReplanProgramme
from domain.providers.changes import ProviderMerged
from tests.support.example import ANNOUNCED, day
from tests.support.programme_on_record import (
    ACCEPTED,
    AT_PUBLISHED,
    CLOSED,
    DRAFTED,
    NORTH,
    PLAN,
    PROPOSE,
    PROPOSED,
    SOUTH,
    YEAR,
    content_of,
    opened,
)
from tests.support.programmes import plan_of
from tests.support.specification import given

LEAD, OTHER, MEMBER = "os-1001", "os-1002", "os-1003"


def on_staff(who: str) -> tuple[On, ...]:
    """Somebody on the staff record who leads and inspects."""
    stream = f"staff-{who}"
    registered = StaffRegistered(
        engagement="employee",
        area=None,
        body=None,
        person_name=Plain("Somebody", stream, "staff"),
        email=None,
    )
    roles = (
        RoleGiven(role=role, since=day("2018-01-01"), until=None)
        for role in (Role.LEAD_INSPECTOR, Role.INSPECTOR)
    )
    return (On(stream, registered), *(On(stream, each) for each in roles))


STAFF = (On(ROLL_STREAM, RollBegun()), *(each for who in (LEAD, OTHER, MEMBER) for each in on_staff(who)))


def interest(provider: str, **other: Any) -> On:
    said = {"kind": "family", "case": None, "since": day("2018-01-05"), "until": None, "bars_until": None}
    event = InterestDeclared.model_validate(
        {"interest": "theirs", "provider": provider, "account": None, **said, **other}
    )
    return On(f"staff-{MEMBER}", event)


def leave(who: str, since: str, until: str) -> On:
    return On(f"staff-{who}", LeavePlanned(since=day(since), until=day(until)))


MERGED_ON = (
    On("provider-east", ProviderMerged(into="west", reason="One will do.", since=day("2017-01-01"))),
    On("provider-west", ProviderMerged(into="north", reason="One will do.", since=day("2018-01-01"))),
)
AGAINST: list[tuple[str, tuple[On, ...], str, str]] = [
    ("not-on-staff", (On(f"staff-{LEAD}", StaffLeft(left_on=day("2018-02-01"))),), LEAD, "H2"),
    (
        "role-not-held",
        (On(f"staff-{LEAD}", RoleEnded(role=Role.LEAD_INSPECTOR, last_day=day("2018-07-10"))),),
        LEAD,
        "H3",
    ),
    (
        "role-not-held",
        (On(f"staff-{MEMBER}", RoleEnded(role=Role.INSPECTOR, last_day=day("2018-03-30"))),),
        MEMBER,
        "H3",
    ),
    (
        "role-not-held",
        (
            On(f"staff-{LEAD}", RoleEnded(role=Role.LEAD_INSPECTOR, last_day=day("2018-03-30"))),
            On(f"staff-{LEAD}", RoleGiven(role=Role.LEAD_INSPECTOR, since=day("2018-06-12"), until=None)),
        ),
        LEAD,
        "H3",
    ),
    ("on-leave", (leave(MEMBER, "2018-07-13", "2018-07-20"),), MEMBER, "H4"),
    ("conflict-of-interest", (interest("north"),), MEMBER, "H3"),
    ("conflict-of-interest", (*MERGED_ON, interest("east")), MEMBER, "H3"),
]
ACCEPT = AcceptPlan(programme="2018", plan=PLAN.digest)
PUBLISH = PublishProgramme(programme="2018", plan=PLAN.digest)
LATER = plan_of(YEAR, NORTH, SOUTH.with_(start=25))
REPLAN = ReplanProgramme(
    programme="2018", was=PLAN.digest, problem=YEAR, plan=LATER, document="e" * 64, reason="It is better so."
)


@pytest.mark.parametrize(("code", "known", "who", "rule"), AGAINST)
def test_a_plan_is_held_against_the_record_whenever_it_is_to_count(
    code: str, known: tuple[On, ...], who: str, rule: str
) -> None:
    staff = (*STAFF, *known)
    steps: list[tuple[Any, tuple[Any, ...], str]] = [
        (ACCEPT, opened(PROPOSED), "2018-02-21"),
        (PUBLISH, opened(PROPOSED, ACCEPTED, DRAFTED, CLOSED), "2018-03-12"),
    ]
    if code != "not-on-staff":  # whoever is no longer there is found sooner where tables come in
        steps += [(PROPOSE, opened(), "2018-02-20"), (REPLAN, AT_PUBLISHED, "2018-05-01")]
    for command, before, on in steps:
        given(*before, *staff).when(command, on=on).then_refused(code, who)
        result = given(*before, *staff).when(command, on=on)
        assert result.refusal is not None
        assert f"({rule})" in result.refusal.sentence


def test_where_nothing_stands_against_it_a_plan_counts() -> None:
    outside = (
        *STAFF,
        leave(MEMBER, "2018-07-16", "2018-07-20"),
        interest("north", interest="over", bars_until=day("2018-07-01")),
        interest("north"),
        On(
            f"staff-{MEMBER}",
            InterestAccepted(
                interest="theirs",
                inspection="north-2018",
                reason=Plain("Long ago.", f"staff-{MEMBER}", "staff"),
            ),
        ),
    )
    given(*opened(PROPOSED), *outside).when(ACCEPT, on="2018-02-21").then(PlanAccepted(plan=PLAN.digest))
    at_consultation = opened(PROPOSED, ACCEPTED, DRAFTED, CLOSED)
    given(*at_consultation, *outside).when(PUBLISH, on="2018-03-12").then(
        ProgrammePublished(plan=PLAN.digest, published_on=day("2018-03-12"))
    )


def test_weeks_of_preparation_and_writing_count_where_the_tables_tell_of_them() -> None:
    writing = (*STAFF, leave(LEAD, "2018-07-23", "2018-07-24"))
    given(*opened(), *writing).when(PROPOSE, on="2018-02-20").then_refused("on-leave", LEAD)
    preparing = (*STAFF, leave(LEAD, "2018-07-06", "2018-07-06"))
    given(*AT_PUBLISHED, *preparing).when(REPLAN, on="2018-05-01").then_refused("on-leave", LEAD)
    before = (*STAFF, leave(LEAD, "2018-06-29", "2018-06-29"))
    assert given(*opened(), *before).when(PROPOSE, on="2018-02-20").refusal is None


def test_what_has_started_is_not_asked_about_again() -> None:
    started = InspectionStarted(inspection="north-2018", slot=content_of().slots[0], announced_before=False)
    known = (*STAFF, leave(MEMBER, "2018-07-13", "2018-07-20"))
    back = opened(PROPOSED, ACCEPTED, DRAFTED, CLOSED, started)
    given(*back, *known).when(PUBLISH, on="2018-07-23").then(
        ProgrammePublished(plan=PLAN.digest, published_on=day("2018-07-23"))
    )


def test_whoever_has_left_since_an_inspection_started_holds_no_other_plan_up() -> None:
    started = InspectionStarted(inspection="north-2018", slot=content_of().slots[0], announced_before=False)
    announced = ANNOUNCED.with_(lead=LEAD, announced_on=day("2018-06-11"), request_due=day("2018-06-18"))
    left = On(f"staff-{LEAD}", StaffLeft(left_on=day("2018-07-31")))
    history = (*AT_PUBLISHED, *STAFF, started, announced, left)
    assert given(*history).when(REPLAN, on="2018-08-01").refusal is None
