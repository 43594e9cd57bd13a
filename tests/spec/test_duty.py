"""Who is on duty, and so told at once that somebody is in danger."""

from datetime import date

from domain.decider import On
from domain.people.duty import PutOnDuty, TakeOffDuty, next_in_line, on_duty
from domain.people.roles import Role
from domain.people.staff.events import (
    DeputyNamed,
    LeavePlanned,
    RoleGiven,
    StaffLeft,
    StaffRegistered,
    TakenOffDuty,
    WentOnDuty,
)
from domain.privacy.boxes import Plain
from tests.support.example import day
from tests.support.specification import Story, given

ADA, TODAY = "0a1b" * 8, "2018-06-04"
HERS = f"staff-{ADA}"
PUT = PutOnDuty(staff=ADA, since=day("2018-06-04"), until=day("2018-06-10"))
PUT_ON = WentOnDuty(since=PUT.since, until=PUT.until)
HERE = StaffRegistered(
    engagement="employee", area=None, body=None, person_name=Plain("Ada", HERS, "staff"), email=None
)


def staffed(role: Role = Role.LEAD_INSPECTOR) -> Story:
    return given(On(HERS, HERE), On(HERS, RoleGiven(role=role, since=day(TODAY), until=None)))


def test_somebody_who_may_acknowledge_an_alert_is_put_on_duty_for_some_days_and_taken_off() -> None:
    after = staffed().when(PUT, on=TODAY).then(On(HERS, PUT_ON))
    after.when(PUT.with_(since=day("2018-06-10"), until=day("2018-06-12")), on=TODAY).then_refused(
        "duty-held"
    )
    off = TakeOffDuty(staff=ADA, since=PUT.since)
    gone = after.when(off, on=TODAY).then(On(HERS, TakenOffDuty(since=PUT.since)))
    gone.when(off, on=TODAY).then_refused("no-such-duty")
    assert gone.state(HERS).duty == ()


def test_whoever_could_not_acknowledge_an_alert_is_not_put_on_duty() -> None:
    staffed(Role.ASSISTANT).when(PUT, on=TODAY).then_refused("role-missing")
    staffed().when(PUT.with_(until=day("2018-06-03")), on=TODAY).then_refused("dates-reversed")
    off = TakeOffDuty(staff=ADA, since=PUT.since)
    for command in (PUT, off):
        given().when(command, on=TODAY).then_refused("unknown-staff")
        left = staffed().and_(On(HERS, StaffLeft(left_on=day(TODAY))))
        left.when(command, on=TODAY).then_refused("has-left")


def told(on: str, *more: object) -> tuple[tuple[str, ...], tuple[str, ...]]:
    facts = [On(HERS, each) for each in more]  # type: ignore[arg-type]  # each is an event
    staff = {HERS: staffed().and_(*facts).state(HERS)}
    return on_duty(staff, date.fromisoformat(on)), next_in_line(staff, date.fromisoformat(on))


def test_those_on_duty_are_told_first_and_operations_managers_and_their_deputies_where_they_cannot_be() -> (
    None
):
    assert told(TODAY) == ((), ())
    assert told("2018-06-10", PUT_ON) == ((HERS,), ())
    assert told("2018-06-11", PUT_ON) == ((), ())
    manager = RoleGiven(role=Role.OPERATIONS_MANAGER, since=day(TODAY), until=None)
    assert told(TODAY, PUT_ON, manager) == ((HERS,), (HERS,))
    deputy = DeputyNamed(place_of="os-1", role=Role.OPERATIONS_MANAGER, since=day(TODAY), until=day(TODAY))
    assert told(TODAY, deputy) == ((), (HERS,))
    assert told(TODAY, PUT_ON, manager, LeavePlanned(since=day(TODAY), until=day(TODAY))) == ((), ())
    assert told(TODAY, PUT_ON, manager, StaffLeft(left_on=day(TODAY))) == ((), ())
