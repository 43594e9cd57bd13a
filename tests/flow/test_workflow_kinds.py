"""Contrasting kinds of inspection through the real worker: each passes at once what its protocol does not have."""

from collections import Counter
from datetime import UTC, date, datetime, time
from functools import partial
from pathlib import Path
from uuid import uuid4

import pytest

from activities.desk import Accepted, Order
from domain.given import Actor
from domain.inspections.events import NoticeSent
from domain.inspections.stages import Stage
from domain.inspections.state import Inspection
from domain.library import Library
from domain.messages import Command
from domain.people.authority import AUTHORITY
from domain.people.roles import Role
from domain.rooms import EVENT_NAMES
from domain.working_days import WorkingDays
from tests.support.house import CALENDAR, House, shipped_library
from tests.support.kinds import KindWalk
from tests.support.life import events_of
from tests.support.rig import Rig
from tests.support.toy_matter import HandClock
from tests.support.waiting import eventually, seldom


class HouseGround:
    """A whole installation with its worker; see :class:`tests.support.kinds.Ground`."""

    def __init__(self, house: House, rig: Rig, clock: HandClock, today: date) -> None:
        self.house, self.rig, self.clock = house, rig, clock
        self.library: Library = shipped_library()
        self.calendar: WorkingDays = CALENDAR
        self._count = 0
        self.turn(today)

    @property
    def today(self) -> date:
        return self.clock.now().date()

    def give(self, command: Command, by: Role | None = None) -> None:
        role = by or sorted(AUTHORITY[command.verb])[0]
        self._count += 1
        order = Order(f"kinds-{self._count}", command, Actor(f"{role.value}-1", role, "test"))
        outcome = self.house.desk.give(order)
        assert isinstance(outcome, Accepted), f"{command.verb}: {outcome}"

    def state(self, stream: str) -> object:
        return self.house.records.read([stream])[stream].state

    def turn(self, day: date) -> None:
        self.clock.set(datetime.combine(day, time(12), tzinfo=UTC))

    def publish(self, reference: str) -> None:
        """Wait until the machinery has done so; its timers run in real time, so it is woken."""
        stream = f"inspection-{reference}"
        wake = seldom(partial(self.rig.nudger.nudge, stream, -1))

        def published() -> bool:
            wake()
            state = self.state(stream)
            assert isinstance(state, Inspection)
            return state.published is not None

        eventually(published, "the report is published")


@pytest.mark.parametrize(
    ("kind", "from_", "notices", "reported"),
    [
        ("thematic", date(2018, 5, 14), {"announcement", "evidence-request", "draft", "publication"}, True),
        ("special-inquiry", date(2018, 5, 14), {"announcement", "draft", "publication"}, True),
        ("pilot-2017", date(2018, 1, 15), {"announcement", "evidence-request"}, False),
    ],
)
def test_a_kind_is_conducted_through_the_stages_that_it_has_to_its_end(
    rig: Rig,
    clock: HandClock,
    tmp_path: Path,
    kind: str,
    from_: date,
    notices: set[str],
    reported: bool,
) -> None:
    protocol = shipped_library().protocol(kind)
    assert protocol is not None
    house = House.build(rig.store, clock, rig.nudger, tmp_path)
    ground = HouseGround(house, rig, clock, from_)
    walk = KindWalk(protocol, ground, f"k-{uuid4().hex[:8]}")
    with rig.worker(rig.attending(house.offices())):
        assert walk.to_the_end().stages == [*protocol.stages, Stage.CLOSED]
        rig.until_over(walk.stream)
        assert rig.acknowledged(walk.stream)
    names = Counter(events_of(house, [walk.stream]))
    assert sum(count for name, count in names.items() if "report-published" in name) == reported
    assert names["inspection.closed.v1"] == 1
    assert names["inspection.partner-signed.v1"] == len(protocol.signatories)
    sent = notices_sent(house, walk.stream)
    assert len(sent) == len(set(sent)), "each notice goes out once"
    # Who else is told that a report is out follows from the kind's distribution.
    assert any(each.startswith("distribution") for each in sent) == reported
    # What concerns every provider goes to each of them.
    others = {each for each in sent if "-to-" in each}
    assert bool(others) == (protocol.whom == "providers")
    first = [each for each in sent if each not in others and not each.startswith("distribution")]
    assert {notice for notice in notices for each in first if each.startswith(notice)} == notices
    assert len(first) == len(notices)
    assert not [name for name in names if "overdue" in name or "lapsed" in name]


def notices_sent(house: House, stream: str) -> list[str]:
    """The codes of the notices that went out, in order."""
    events = [EVENT_NAMES.read(each).data for each in house.store.load({stream: 0})[stream]]
    return [each.notice for each in events if isinstance(each, NoticeSent)]
