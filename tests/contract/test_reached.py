"""What people are called, on a real record and vault: remembered sealed, up to date, and gone at once when erased."""

from collections.abc import Mapping, Sequence

import pytest

from activities.commanding.desk import Accepted, Order
from activities.privacy import reached
from activities.privacy.erasing import Erasing
from activities.privacy.personal import Personal
from adapters.outbound.store import Store
from adapters.outbound.vault import KeyVault
from domain.given import Actor
from domain.ledger.envelope import Recorded
from domain.messages import Command
from domain.people.contacts import ContactDetails, RegisterPerson
from domain.people.roles import Role
from domain.people.roll import BeginRoll
from domain.people.staff.commands import ChangeStaff, GiveRole, RegisterStaff, StaffDetails
from domain.privacy.boxes import ERASED
from domain.privacy.subjects import EraseSubject
from domain.streams import staff_stream
from tests.support.example import A_PROVIDER, PROVIDER, day
from tests.support.noted_case import ON_ONE
from tests.support.office import Office, put

ME, ADA = "os-1000", "os-1001"
CONTACT = "person-" + "a" * 32
MANAGER = Actor(ME, Role.OPERATIONS_MANAGER, "tests")
EVERYBODY = [staff_stream(ADA), CONTACT, staff_stream("os-9999"), staff_stream(ME)]


def details(name: str) -> StaffDetails:
    return StaffDetails(person_name=name, email="somebody@example.org")


def give(office: Office, command: Command) -> None:
    outcome = office.desk.give(Order(f"{command.verb}-{hash(command)}", command, MANAGER))
    assert isinstance(outcome, Accepted), outcome


class Counting:
    """A store that notes which events of people are asked for."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.asked: list[Mapping[str, int]] = []
        self.read: list[str] = []

    def load(self, wanted: Mapping[str, int]) -> Mapping[str, Sequence[Recorded]]:
        self.asked.append(dict(wanted))
        found = self._store.load(wanted)
        self.read += [each.name for several in found.values() for each in several]
        return found


@pytest.fixture
def office(store: Store, vault: KeyVault) -> Office:
    put(store, A_PROVIDER)
    office = Office(store, vault=lambda: vault)
    give(office, BeginRoll(staff=ME, details=details("Mo")))
    give(office, RegisterStaff(staff=ADA, engagement="employee", details=details("Ada")))
    contact = ContactDetails(person_name="Cy", email="cy@example.org")
    give(office, RegisterPerson(person=CONTACT, provider=PROVIDER, details=contact))
    return office


@ON_ONE
def test_people_are_called_as_the_record_says_now_and_strangers_are_left_out(
    store: Store, vault: KeyVault, office: Office
) -> None:
    counting = Counting(store)
    personal = Personal(counting, lambda: vault)  # type: ignore[arg-type]  # all of a store that names need
    names = {staff_stream(ADA): "Ada", CONTACT: "Cy", staff_stream(ME): "Mo"}
    assert personal.names(EVERYBODY) == names
    assert list(personal.names(EVERYBODY)) == [each for each in EVERYBODY if each in names]
    before = len(counting.read)
    assert personal.names(EVERYBODY) == names
    assert len(counting.read) == before, "what was read is not read again"
    give(office, ChangeStaff(staff=ADA, details=details("Ada Byron")))
    assert personal.names(EVERYBODY) == {**names, staff_stream(ADA): "Ada Byron"}
    assert counting.read[before:] == ["staff.changed.v1"]
    assert [each.name for each in personal.contacts(EVERYBODY)] == ["Ada Byron", "Cy", "Mo"]
    assert personal.names([]) == {}


@ON_ONE
def test_whoever_is_erased_is_nameless_at_once(store: Store, vault: KeyVault, office: Office) -> None:
    personal = Personal(store, lambda: vault)
    assert personal.names([CONTACT]) == {CONTACT: "Cy"}
    officer = Role.DATA_PROTECTION_OFFICER
    give(office, GiveRole(staff=ADA, held=officer, since=day("2018-06-20")))
    erase = EraseSubject(subject=CONTACT, authority="Request 17", reason="Asked for.")
    outcome = Erasing(store, office.desk, office.vault).give(
        Order("erase-1", erase, Actor(ADA, officer, "tests"))
    )
    assert isinstance(outcome, Accepted), outcome
    assert personal.names([CONTACT]) == {CONTACT: ERASED}
    assert {each.name for each in personal.contacts([CONTACT])} == {ERASED}


@ON_ONE
def test_only_some_persons_are_remembered(
    store: Store, vault: KeyVault, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reached, "REMEMBERED", 1)
    counting = Counting(store)
    personal = Personal(counting, lambda: vault)  # type: ignore[arg-type]  # all of a store that names need
    assert len(personal.names(EVERYBODY)) == 3
    assert len(personal.names(EVERYBODY)) == 3
    assert sorted(each > 0 for each in counting.asked[1].values()) == [False, False, False, True]
