"""What people told the inspectors, on a real record and vault: kept apart, opened, due and erased alone."""

from datetime import timedelta

import pytest

from activities.commanding.desk import Accepted, Order
from activities.privacy.erasing import Erasing
from activities.privacy.personal import Personal
from activities.privacy.retention import Retention
from adapters.outbound.store import Store
from adapters.outbound.vault import KeyVault
from domain.evidence.account import account_stream
from domain.evidence.commands import CorrectEvidence, RegisterEvidence
from domain.given import Actor
from domain.inspections.commands import CancelInspection
from domain.people.roles import Role
from domain.privacy.retention import Schedule, months_after, shipped_schedules
from domain.privacy.subjects import EraseSubject
from domain.working_days import london_date
from tests.support.evidence_room import ROOM
from tests.support.example import ALL_READ, AT_CASE_READS, INSPECTION, day
from tests.support.noted_case import OFFICER, ON_ONE
from tests.support.office import Office, put

SCHEDULE: Schedule = shipped_schedules()["retention-2026"].with_(status="in-force")
LEAD = Actor("os-1", Role.LEAD_INSPECTOR, "tests")
STAFF, MANAGERS = (account_stream(INSPECTION, each) for each in ("staff", "managers"))


def told(office: Office, entry: str, note: str) -> None:
    """Somebody tells the inspectors something."""
    command = RegisterEvidence(
        inspection=INSPECTION,
        entry=entry,
        kind="interview",
        title="Interview",
        bears_on=("1.1",),
        true_from=day("2018-01-02"),
        source="Staff",
        note=note,
    )
    outcome = office.desk.give(Order(f"tell-{entry}", command, LEAD))
    assert isinstance(outcome, Accepted), outcome


@pytest.fixture
def office(store: Store, vault: KeyVault) -> Office:
    put(store, *AT_CASE_READS, *ALL_READ)
    office = Office(store, vault=lambda: vault)
    told(office, "staff", "Nobody listens.")
    told(office, "managers", "Everybody listens.")
    return office


@ON_ONE
def test_an_account_is_opened_as_it_was_last_written_down(
    store: Store, vault: KeyVault, office: Office
) -> None:
    corrected = CorrectEvidence(
        inspection=INSPECTION, entry="staff", reason="A slip.", note="Hardly anybody listens."
    )
    assert isinstance(office.desk.give(Order("correct-1", corrected, LEAD)), Accepted)
    personal = Personal(store, lambda: vault)
    assert personal.account(STAFF) == ("Hardly anybody listens.",)
    assert personal.account(MANAGERS) == ("Everybody listens.",)
    assert personal.account(account_stream(INSPECTION, "nobody")) == ()


@ON_ONE
def test_one_account_is_erased_and_the_others_of_the_inspection_stay(
    store: Store, vault: KeyVault, office: Office
) -> None:
    erase = EraseSubject(subject=STAFF, authority="Request 17", reason="Asked for.")
    Erasing(store, office.desk, office.vault).give(Order("erase-1", erase, OFFICER))
    personal = Personal(store, lambda: vault)
    assert personal.account(STAFF) == ("erased",)
    assert personal.account(MANAGERS) == ("Everybody listens.",)
    assert office.records.read([ROOM])[ROOM].state.stands("staff"), "the entry stands, without its words"


@ON_ONE
def test_accounts_are_due_so_long_after_the_end_of_their_inspection(store: Store, office: Office) -> None:
    retention = Retention(store, office.records, office.vault, Erasing(store, office.desk, office.vault))
    assert retention.due(SCHEDULE, day("2030-01-01")) == ()
    cancel = CancelInspection(inspection=INSPECTION, reason="The provider was merged.")
    manager = Actor("os-2", Role.OPERATIONS_MANAGER, "tests")
    assert isinstance(office.desk.give(Order("cancel-1", cancel, manager)), Accepted)
    since = months_after(london_date(office.desk.now()), 36)
    assert retention.due(SCHEDULE, since - timedelta(days=1)) == ()
    found = {(each.subject, each.category) for each in retention.due(SCHEDULE, since)}
    assert found == {(STAFF, "evidence-note"), (MANAGERS, "evidence-note")}
