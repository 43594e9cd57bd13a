"""Whom Assay tells of a comment or complaint: those who see to comments, and the contact who sent it; nobody else."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal

import pytest

from activities.commanding.desk import Accepted, Order
from adapters.outbound.store import Store
from domain.comments.commands import (
    AcknowledgeComment,
    AnswerComment,
    AssignComment,
    ReceiveComment,
    RecordCommentOverdue,
)
from domain.comments.events import CommentNoticeSent
from domain.given import Actor
from domain.messages import Command
from domain.people.contacts import ContactDetails, LeavePerson, RegisterPerson
from domain.people.roles import Role
from domain.people.roll import BeginRoll
from domain.people.staff.commands import GiveRole, RegisterStaff, StaffDetails
from domain.providers.changes import SetNoticeLanguages
from tests.support.example import AT_PUBLICATION, INSPECTION, LIBRARY, PROVIDER
from tests.support.house import House
from tests.support.office import Told, events, put
from tests.support.toy_matter import HandClock

ME, ADA, BEN = "os-1000", "os-1001", "os-1002"
SENDER, COLLEAGUE = "person-" + "a" * 32, "person-" + "b" * 32
COMMENT = "comment-" + "0a1b" * 8
SAID, ANSWER = "Zq7Canary-said", "Zq7Canary-answer"
TODAY = date(2018, 10, 1)


@pytest.fixture
def house(opened: Callable[[], Store], tmp_path: Path) -> House:
    """An inspection whose report is being made; its provider has two contacts; a manager and a quality lead."""
    clock = HandClock(datetime(2018, 10, 1, 9, tzinfo=UTC))
    store = opened()
    put(store, *AT_PUBLICATION)
    found = House.build(store, clock, Told(), tmp_path, library=lambda: LIBRARY)
    details = {who: StaffDetails(person_name=who, email=f"{who}@example.org") for who in (ME, ADA)}
    manager = Role.OPERATIONS_MANAGER
    give(found, BeginRoll(staff=ME, details=details[ME]), ME, manager)
    give(found, RegisterStaff(staff=ADA, engagement="employee", details=details[ADA]), ME, manager)
    give(found, GiveRole(staff=ADA, held=Role.QUALITY_LEAD, since=TODAY), ME, manager)
    for who in (SENDER, COLLEAGUE):
        person = ContactDetails(person_name=f"Zq7Canary {who[-1]}", email=f"{who[-1]}@example.org")
        give(found, RegisterPerson(person=who, provider=PROVIDER, details=person), ME, manager)
    return found


def give(house: House, command: Command, who: str, role: Role) -> None:
    order = Order(f"{command.verb}-{who}-{hash(command)}", command, Actor(who, role, "tests"))
    outcome = house.desk.give(order)
    assert isinstance(outcome, Accepted), outcome


def receive(house: House, who: str = SENDER, role: Role = Role.PROVIDER_CONTACT) -> None:
    came = ReceiveComment(
        comment=COMMENT,
        sort="complaint",
        about="inspection",
        inspection=INSPECTION,
        said=SAID,
        received_on=TODAY,
    )
    give(house, came, who, role)


def answer(house: House) -> None:
    give(house, AssignComment(comment=COMMENT, reviewer=ADA), ME, Role.OPERATIONS_MANAGER)
    give(house, AnswerComment(comment=COMMENT, outcome="upheld", answer=ANSWER), ADA, Role.QUALITY_LEAD)


def lapse(house: House, awaited: Literal["acknowledgement", "answer"], due: date) -> None:
    """A date of the complaint passes."""
    assert isinstance(house.clock, HandClock)
    house.clock.set(datetime(due.year, due.month, due.day + 1, 9, tzinfo=UTC))
    overdue = RecordCommentOverdue(comment=COMMENT, awaited=awaited, due=due)
    give(house, overdue, "assay", Role.MACHINERY)


def sent(house: House) -> list[tuple[str, tuple[str, ...]]]:
    """What is recorded of notices, after the office has done all that it must; and all again."""
    office = house.offices()["comment"]
    agenda = office.agenda(COMMENT)
    for duty in agenda.duties if agenda else ():
        office.carry_out(COMMENT, duty)
        office.carry_out(COMMENT, duty)
    recorded = [each for each in events(house.store, COMMENT) if isinstance(each, CommentNoticeSent)]
    return [(each.notice, each.to) for each in recorded]


def letters(tmp_path: Path, who: str) -> list[str]:
    return [each.read_text() for each in sorted((tmp_path / "notices").glob(f"{who}/*.txt"))]


def test_the_managers_are_told_that_one_came_and_is_late_and_its_sender_that_it_was_answered(
    house: House, tmp_path: Path
) -> None:
    receive(house)
    assert sent(house) == [("received", (f"staff-{ME}",))]
    lapse(house, "acknowledgement", date(2018, 10, 4))
    give(
        house,
        AcknowledgeComment(comment=COMMENT, acknowledged_on=date(2018, 10, 5)),
        ME,
        Role.OPERATIONS_MANAGER,
    )
    assert sent(house) == [("received", (f"staff-{ME}",))], "it was acknowledged before anybody was told"
    lapse(house, "answer", date(2018, 10, 29))
    answered_late = [("received", (f"staff-{ME}",)), ("answer-overdue", (f"staff-{ME}",))]
    assert sent(house) == answered_late
    answer(house)
    assert sent(house) == [*answered_late, ("answered", (SENDER,))]
    agenda = house.offices()["comment"].agenda(COMMENT)
    assert agenda is not None
    assert agenda.over
    assert len(letters(tmp_path, f"staff-{ME}")) == 2
    assert len(letters(tmp_path, SENDER)) == 1
    for who in (COLLEAGUE, f"staff-{ADA}"):
        # It was answered before she could be told that it is hers.
        assert letters(tmp_path, who) == [], "it is between the sender, those who see to it, and nobody else"
    for text in (*letters(tmp_path, f"staff-{ME}"), *letters(tmp_path, SENDER)):
        assert SAID not in text
        assert ANSWER not in text


def test_whoever_is_to_look_into_it_is_told_and_whoever_takes_it_over(house: House, tmp_path: Path) -> None:
    details = StaffDetails(person_name="Ben", email="ben@example.org")
    give(house, RegisterStaff(staff=BEN, engagement="employee", details=details), ME, Role.OPERATIONS_MANAGER)
    give(house, GiveRole(staff=BEN, held=Role.QUALITY_LEAD, since=TODAY), ME, Role.OPERATIONS_MANAGER)
    receive(house)
    assign = AssignComment(comment=COMMENT, reviewer=ADA)
    give(house, assign, ME, Role.OPERATIONS_MANAGER)
    assert sent(house) == [("assigned", (f"staff-{ADA}",))]
    assert sent(house) == [("assigned", (f"staff-{ADA}",))], "once"
    give(house, assign.with_(reviewer=BEN), ME, Role.OPERATIONS_MANAGER)
    assert sent(house)[1:] == [("assigned", (f"staff-{BEN}",))]
    for who in (ADA, BEN):
        (letter,) = letters(tmp_path, f"staff-{who}")
        assert "A complaint is given to you to look into" in letter
        assert COMMENT in letter
        assert SAID not in letter
    assert letters(tmp_path, f"staff-{ME}") == [], (
        "it was given to somebody before anybody was told that it came"
    )


def test_the_sender_is_written_to_as_their_provider_is(house: House, tmp_path: Path) -> None:
    give(house, SetNoticeLanguages(provider=PROVIDER, languages=("cy", "en")), ME, Role.OPERATIONS_MANAGER)
    receive(house)
    answer(house)
    assert sent(house) == [("answered", (SENDER,))]
    (letter,) = letters(tmp_path, SENDER)
    assert "Mae eich cwyn wedi'i hateb / Your complaint is answered" in letter


def test_a_sender_who_has_left_or_is_on_no_record_reads_nothing_and_that_is_on_the_record(
    house: House,
) -> None:
    receive(house)
    give(house, LeavePerson(person=SENDER), ME, Role.OPERATIONS_MANAGER)
    answer(house)
    assert sent(house) == [("answered", ())]


def test_whoever_recorded_a_letter_is_not_told_of_the_answer(house: House) -> None:
    receive(house, ME, Role.OPERATIONS_MANAGER)
    answer(house)
    assert sent(house) == []
