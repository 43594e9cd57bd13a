"""Late evidence as the machinery sees to it: dates that pass each by itself, notices once each, and who is told."""

from datetime import UTC, date, datetime, time
from pathlib import Path

from adapters.outbound.store import open_store
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
from domain.rooms import EVENT_NAMES
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
    assert see(EvidenceOverdue) == [EvidenceOverdue(items=("e1", "e2"), due=due)]
    life.give(ChaseEvidence(inspection="north-2018", due=CALENDAR.after(due, 4)))
    life.give(ReceiveEvidence(inspection="north-2018", item="e1"), contact)
    turn(CALENDAR.after(due, 3))
    assert see(EvidenceOverdue)[1:] == [EvidenceOverdue(items=("e3",), due=later)]
    assert see(EvidenceEscalated) == [], "nobody was reminded of it yet"
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
    assert see(EvidenceOverdue)[-1] == EvidenceOverdue(items=("e4",), due=soon)
    sent = [each.notice for each in see(NoticeSent) if isinstance(each, NoticeSent)]
    assert sorted(sent) == sorted(
        [
            "announcement",
            "evidence-request",
            "evidence-request-2",
            "extension-granted-1",
            f"evidence-chase-{CALENDAR.after(due, 4)}",
            f"evidence-escalation-{CALENDAR.after(due, 8)}",
        ]
    )
    store.close()
