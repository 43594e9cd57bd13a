"""Notices to contacts: opened while they are sent, in a folder for each person, and gone when it is time."""

import os
import sqlite3
import stat
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from activities.commanding.desk import Accepted, Order
from activities.conducting.outbox import OutboxKeeping
from activities.ports import Addressee
from activities.privacy.vault import Destroyed
from adapters.outbound.notices import FolderNotices
from adapters.outbound.store import create, open_store
from domain.given import Actor
from domain.inspections.notices import Notice
from domain.messages import Command
from domain.people.contacts import ContactDetails, LeavePerson, RegisterPerson
from domain.people.roles import Role
from domain.providers.provider import RegisterProvider
from tests.support.hands import NoNudges
from tests.support.house import House
from tests.support.logged import every_log
from tests.support.toy_matter import HandClock
from tests.support.vaults import vault_in

ADA, BOB = "person-" + "a" * 32, "person-" + "b" * 32
NOTICE = Notice(id="inspection-east/draft", to="p-east", subject="Draft", body="Please check it.\n")
ADDRESSED = (
    Addressee(ADA, "Ada Example", "ada@example.org"),
    Addressee(BOB, "Bob Example", "bob@example.org"),
)


def written(folder: Path) -> dict[str, str]:
    """Every notice by its folder."""
    return {
        each.parent.name: each.read_text(encoding="utf-8") for each in folder.rglob("*") if each.is_file()
    }


def test_a_notice_is_written_once_for_each_contact_readable_by_its_owner_only(tmp_path: Path) -> None:
    notices = FolderNotices(tmp_path)
    notices.send(NOTICE, ADDRESSED)
    notices.send(NOTICE, ADDRESSED)
    assert written(tmp_path) == {
        ADA: "To: Ada Example <ada@example.org>\nSubject: Draft\nPlease check it.\n",
        BOB: "To: Bob Example <bob@example.org>\nSubject: Draft\nPlease check it.\n",
    }
    for each in tmp_path.rglob("*.txt"):
        assert stat.S_IMODE(each.stat().st_mode) == 0o600
        assert stat.S_IMODE(each.parent.stat().st_mode) == 0o700
        assert "Ada" not in str(each)


def test_without_a_contact_it_goes_to_the_provider(tmp_path: Path) -> None:
    FolderNotices(tmp_path).send(NOTICE)
    assert written(tmp_path) == {"provider-p-east": "Subject: Draft\nPlease check it.\n"}


def test_what_names_somebody_goes_after_some_days_and_what_names_nobody_stays(tmp_path: Path) -> None:
    notices = FolderNotices(tmp_path)
    notices.send(NOTICE)
    notices.send(NOTICE, ADDRESSED)
    (old,) = (tmp_path / ADA).glob("*.txt")
    long_ago = datetime(2018, 5, 14, tzinfo=UTC)
    for each in (old, next((tmp_path / "provider-p-east").glob("*.txt"))):
        os.utime(each, (long_ago.timestamp(), long_ago.timestamp()))
    assert notices.tidy(long_ago, ()) == 0
    assert notices.tidy(long_ago + timedelta(days=1), ()) == 1
    assert set(written(tmp_path)) == {"provider-p-east", BOB}


@pytest.mark.parametrize(("category", "gone"), [(None, True), ("contact", True), ("case-note", False)])
def test_what_names_somebody_who_was_erased_goes_at_once(
    tmp_path: Path, category: object, gone: bool
) -> None:
    notices, vault = FolderNotices(tmp_path / "out"), vault_in(tmp_path / "vault")
    notices.send(NOTICE, ADDRESSED)
    vault().destroy([Destroyed(ADA, category, datetime(2018, 5, 14, tzinfo=UTC))])  # type: ignore[arg-type]  # one of each
    keeping = OutboxKeeping(notices, vault, HandClock(), timedelta(days=30))
    assert keeping.look() == int(gone)
    assert set(written(tmp_path / "out")) == ({BOB} if gone else {ADA, BOB})


def test_notices_go_to_those_who_are_contacts_and_can_be_reached(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/assay.db"
    create(url, simulated=True)
    store = open_store(url)
    try:
        house = House.build(store, HandClock(), NoNudges(), tmp_path)
        give(house, RegisterProvider(provider="p-east", title="East", kind="crc", area="East"))
        assert house.personal.addressees("p-east") == ()
        for person, name in ((ADA, "ada"), (BOB, "bob")):
            details = ContactDetails(person_name=name, email=f"{name}@example.org")
            give(house, RegisterPerson(person=person, provider="p-east", details=details))
        assert [each.email for each in house.personal.addressees("p-east")] == [
            "ada@example.org",
            "bob@example.org",
        ]
        assert "ada@" not in repr(house.personal.addressees("p-east"))
        give(house, LeavePerson(person=ADA))
        assert [each.person for each in house.personal.addressees("p-east")] == [BOB]
        vault_in(tmp_path / "vault")().destroy([Destroyed(BOB, "contact", datetime(2018, 5, 14, tzinfo=UTC))])
        assert house.personal.addressees("p-east") == (), "who was erased is written to no more"
    finally:
        store.close()


def test_notices_go_on_to_the_others_where_one_contact_cannot_be_opened_and_that_is_said(
    tmp_path: Path,
) -> None:
    url = f"sqlite:///{tmp_path}/assay.db"
    create(url, simulated=True)
    store = open_store(url)
    try:
        house = House.build(store, HandClock(), NoNudges(), tmp_path)
        give(house, RegisterProvider(provider="p-east", title="East", kind="crc", area="East"))
        for person, name in ((ADA, "ada"), (BOB, "bob")):
            details = ContactDetails(person_name=name, email=f"{name}@example.org")
            give(house, RegisterPerson(person=person, provider="p-east", details=details))
        with closing(sqlite3.connect(tmp_path / "vault" / "vault.db")) as vault, vault:
            vault.execute("UPDATE subject_keys SET locked = x'00' WHERE subject = ?", (ADA,))
        with every_log() as logged:
            assert [each.email for each in house.personal.addressees("p-east")] == ["bob@example.org"]
        assert f"contact of {ADA} does not unlock" in str(logged)
        assert f"'person': '{ADA}'" in str(logged), "and that the notice did not go there"
    finally:
        store.close()


def give(house: House, command: Command) -> None:
    actor = Actor("os-1", Role.OPERATIONS_MANAGER, "test")
    stream = getattr(command, "stream", "")
    outcome = house.desk.give(Order(f"{command.verb}-{stream}", command, actor))
    assert isinstance(outcome, Accepted), outcome
