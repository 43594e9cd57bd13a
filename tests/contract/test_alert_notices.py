"""Whom Assay tells that somebody is in danger: whoever is on duty, else the managers; where there is nobody, loudly."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from activities.commanding.desk import Accepted, Order
from activities.conducting.offices import AlertOffice
from adapters.outbound.store import Store
from domain.cases.alerts.alert import Alerts
from domain.cases.alerts.commands import RaiseAlert, RecordAlertUnacknowledged
from domain.cases.alerts.events import AlertNoticeSent
from domain.cases.events import CaseSetAside
from domain.cases.streams import alerts_on
from domain.decider import On
from domain.given import Actor
from domain.inspections.events import InspectionCancelled
from domain.messages import Command
from domain.people.duty import PutOnDuty
from domain.people.roles import Role
from domain.people.roll import BeginRoll
from domain.people.staff.commands import GiveRole, PlanLeave, RegisterStaff, StaffDetails
from tests.support.example import AT_FIELDWORK_WITH_SAMPLES, CASE, CASES, INSPECTION, LIBRARY
from tests.support.house import House
from tests.support.logged import every_log
from tests.support.office import Told, events, put
from tests.support.toy_matter import HandClock

Opening = Callable[[], Store]

ME, ADA, READER = "os-1000", "os-1001", "os-1002"
TODAY = date(2018, 7, 11)
WHAT = "Zq7Canary-danger"
REPLACED = CASES[1]


@pytest.fixture
def house(opened: Opening, tmp_path: Path) -> House:
    clock = HandClock(datetime(2018, 7, 11, 9, tzinfo=UTC))
    store = opened()
    gone = (
        On(f"inspection-{INSPECTION}", InspectionCancelled(reason="They have merged.")),
        On(CASE, CaseSetAside(code="inspection-cancelled")),
        On(REPLACED, CaseSetAside(code="file-missing")),
    )
    put(store, *AT_FIELDWORK_WITH_SAMPLES, *gone)
    return House.build(store, clock, Told(), tmp_path, library=lambda: LIBRARY)


def give(house: House, command: Command, who: str, role: Role) -> None:
    order = Order(f"{command.verb}-{who}-{hash(command)}", command, Actor(who, role, "tests"))
    outcome = house.desk.give(order)
    assert isinstance(outcome, Accepted), outcome


def staff(house: House, *, duty: bool = True) -> None:
    """An operations manager; a lead inspector, perhaps on duty; and an inspector."""
    details = {who: StaffDetails(person_name=who, email=f"{who}@example.org") for who in (ME, ADA, READER)}
    give(house, BeginRoll(staff=ME, details=details[ME]), ME, Role.OPERATIONS_MANAGER)
    for who, role in ((ADA, Role.LEAD_INSPECTOR), (READER, Role.INSPECTOR)):
        register = RegisterStaff(staff=who, engagement="employee", details=details[who])
        give(house, register, ME, Role.OPERATIONS_MANAGER)
        give(house, GiveRole(staff=who, held=role, since=TODAY), ME, Role.OPERATIONS_MANAGER)
    if duty:
        give(house, PutOnDuty(staff=ADA, since=TODAY, until=TODAY), ME, Role.OPERATIONS_MANAGER)


def sent(house: House, case: str = CASE) -> list[AlertNoticeSent]:
    """What is recorded of notices, after the office has done all that it must."""
    office, stream = house.offices()["alert"], alerts_on(case)
    assert isinstance(office, AlertOffice)
    while (agenda := office.agenda(stream)) and agenda.duties:
        office.carry_out(stream, agenda.duties[0])
    return [each for each in events(house.store, stream) if isinstance(each, AlertNoticeSent)]


def lapse(house: House, case: str = CASE) -> None:
    """The alert's day ends."""
    assert isinstance(house.clock, HandClock)
    house.clock.set(datetime(2018, 7, 11, 23, 0, 1, tzinfo=UTC))
    give(house, RecordAlertUnacknowledged(case=case, number=1, due=TODAY), "assay", Role.MACHINERY)


@pytest.mark.parametrize("case", [CASE, REPLACED], ids=["of-a-cancelled-inspection", "that-was-replaced"])
def test_whoever_is_on_duty_is_told_at_once_and_the_managers_too_when_its_day_has_ended(
    house: House, tmp_path: Path, case: str
) -> None:
    staff(house)
    give(house, RaiseAlert(case=case, what=WHAT), READER, Role.INSPECTOR)
    (first,) = sent(house, case)
    assert ([each.who for each in first.told], first.on_duty) == ([ADA], True)
    assert first.told[0].at == house.clock.now()
    lapse(house, case)
    _, late = sent(house, case)
    assert {each.who for each in late.told} == {ME}, "her day of duty is over"
    letters = [each.read_text() for each in (tmp_path / "notices").glob("staff-*/*.txt")]
    assert len(letters) == 2
    assert all(case in each and "Alert 1" in each and WHAT not in each for each in letters)
    state: Alerts = house.records.read([alerts_on(case)])[alerts_on(case)].state
    assert [each.who for each in state.all[1].told] == [ADA, ME]


def test_where_nobody_is_on_duty_or_they_raised_it_themselves_the_managers_are_told(house: House) -> None:
    staff(house)
    give(house, RaiseAlert(case=CASE, what=WHAT), ADA, Role.LEAD_INSPECTOR)
    (found,) = sent(house)
    assert ([each.who for each in found.told], found.on_duty) == ([ME], False)


def test_where_nobody_can_be_told_that_stands_on_the_record_and_in_the_log(house: House) -> None:
    staff(house, duty=False)
    give(house, PlanLeave(staff=ME, since=TODAY, until=TODAY), ME, Role.OPERATIONS_MANAGER)
    give(house, RaiseAlert(case=CASE, what=WHAT), READER, Role.INSPECTOR)
    with every_log() as logged:
        (found,) = sent(house)
    assert (found.told, found.on_duty) == ((), False)
    assert "nobody could be told of an alert" in str(logged)
    assert WHAT not in str(logged)
