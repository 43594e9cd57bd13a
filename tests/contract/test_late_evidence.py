"""Late evidence as the machinery sees to it: dates that pass each by itself, notices once each, and who is told."""

import re
from datetime import UTC, date, datetime, time
from pathlib import Path

from activities.commanding.desk import Accepted, Order
from adapters.outbound.store import open_store
from domain.deciders import EVENT_NAMES
from domain.given import Actor
from domain.inspections.commands import (
    AskForExtension,
    ChaseEvidence,
    GrantExtension,
    ReceiveEvidence,
    RequestFurtherEvidence,
)
from domain.inspections.events import (
    EvidenceEscalated,
    EvidenceItem,
    EvidenceOverdue,
    NoticeSent,
)
from domain.inspections.stages import Stage
from domain.messages import Event
from domain.people.roles import Role
from domain.people.roll import BeginRoll
from domain.people.staff.commands import StaffDetails
from tests.support.hands import Hands, NoNudges
from tests.support.house import CALENDAR, House
from tests.support.life import Life
from tests.support.toy_matter import HandClock


def test_what_is_late_is_noted_date_by_date_chased_and_taken_higher_up(
    sqlite_place: str, tmp_path: Path
) -> None:
    store = open_store(sqlite_place)
    clock = HandClock(datetime(2018, 5, 1, 12, tzinfo=UTC))
    life = Life(House.build(store, clock, NoNudges(), tmp_path), clock, "north-2018")
    hands = Hands(life.house)

    def see(events: type[Event]) -> list[Event]:
        found = (EVENT_NAMES.event(each) for each in store.load({life.stream: 0})[life.stream])
        return [each for each in found if isinstance(each, events)]

    def turn(day: date) -> None:
        clock.set(datetime.combine(day, time(12), UTC))
        hands.see_to(life.stream)
        hands.see_to(life.stream)  # whoever looks again finds nothing left to do

    life.until(Stage.EVIDENCE_REQUEST)
    due = life.state.deadlines["evidence"].due
    later, soon = CALENDAR.after(due, 2), CALENDAR.after(due, 5)
    contact = Role.PROVIDER_CONTACT
    ask = AskForExtension(inspection="north-2018", items=("e3",), until=later, reason="A strike.")
    life.give(ask, contact)
    life.give(GrantExtension(inspection="north-2018", extension="extension-1"))
    more = EvidenceItem(id="e4", title="Item 4", standard="1.1")
    life.give(RequestFurtherEvidence(inspection="north-2018", items=(more,), due=soon))

    turn(CALENDAR.after(due, 1))
    assert see(EvidenceOverdue) == [
        EvidenceOverdue(items=("e1", "e2"), due=due, until=CALENDAR.after(due, 6))
    ]
    life.give(ChaseEvidence(inspection="north-2018", due=CALENDAR.after(due, 4)))
    life.give(ReceiveEvidence(inspection="north-2018", item="e1"), contact)
    turn(CALENDAR.after(due, 3))
    assert see(EvidenceOverdue)[1:] == [
        EvidenceOverdue(items=("e3",), due=later, until=CALENDAR.after(due, 8))
    ]
    assert see(EvidenceEscalated) == [], "neither has come to its second date"
    turn(CALENDAR.after(due, 8))
    assert see(EvidenceEscalated) == [
        EvidenceEscalated(
            items=("e2",),
            to=Role.OPERATIONS_MANAGER,
            escalated_on=CALENDAR.after(due, 8),
            reason=f"They were not handed in by {CALENDAR.after(due, 4)} either, of which the provider had been "
            "reminded.",
        )
    ]
    assert see(EvidenceOverdue)[-1] == EvidenceOverdue(items=("e4",), due=soon, until=CALENDAR.after(due, 13))
    details = StaffDetails(person_name="Ann Howe", email="ann.howe@example.org")
    begun = Order(
        "begin", BeginRoll(staff="os-1", details=details), Actor("os-1", Role.OPERATIONS_MANAGER, "test")
    )
    assert isinstance(life.house.desk.give(begun), Accepted)
    turn(CALENDAR.after(due, 14))
    assert [each.items for each in see(EvidenceEscalated) if isinstance(each, EvidenceEscalated)] == [
        ("e2",),
        ("e3",),
        ("e4",),
    ], "what nobody chased went higher up as well"
    sent = [
        re.sub(r"-\d+$", "", each.notice)
        if each.notice.startswith(("evidence-overdue", "evidence-taken-up", "evidence-escalation"))
        else each.notice
        for each in see(NoticeSent)
        if isinstance(each, NoticeSent)
    ]
    assert sorted(sent) == sorted(
        [
            "announcement",
            "evidence-request",
            "evidence-request-2",
            "extension-granted-1",
            f"evidence-chase-{CALENDAR.after(due, 4)}",
            f"evidence-escalation-{CALENDAR.after(due, 8)}",
            f"evidence-escalation-{CALENDAR.after(due, 14)}",
            f"evidence-escalation-{CALENDAR.after(due, 14)}",
            f"evidence-overdue-{due}",
            f"evidence-overdue-{later}",
            f"evidence-overdue-{soon}",
            *["evidence-taken-up-operations-manager"] * 3,
        ]
    )
    waiting, [*read] = tmp_path.rglob("role-operations-manager/*.txt"), tmp_path.rglob("staff-os-1/*.txt")
    assert len(list(waiting)) == 1, "while nobody is on the staff record it lies in a folder of the role"
    assert len(read) == 2
    assert all(
        "To: Ann Howe <ann.howe@example.org>\nSubject: Evidence is missing" in each.read_text()
        for each in read
    )
    to = [each.to for each in see(NoticeSent) if isinstance(each, NoticeSent) and "taken-up" in each.notice]
    assert to == [(), ("staff-os-1",), ("staff-os-1",)]
    store.close()
