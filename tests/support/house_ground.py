"""A whole installation with its worker, as the ground on which an inspection of any kind is walked."""

from datetime import UTC, date, datetime, time
from functools import partial

from activities.commanding.desk import Accepted, Order
from domain.dated_rules.library import Library
from domain.given import Actor
from domain.inspections.state import Inspection
from domain.messages import Command
from domain.people.authority import AUTHORITY
from domain.people.roles import Role
from domain.working_days import WorkingDays
from tests.support.house import CALENDAR, House, shipped_library
from tests.support.rig import Rig
from tests.support.toy_matter import HandClock
from tests.support.waiting import eventually, seldom

__all__ = ["HouseGround"]


class HouseGround:
    """A whole installation with its worker; see :class:`tests.support.kinds.walk.Ground`."""

    def __init__(self, house: House, rig: Rig, clock: HandClock, today: date) -> None:
        self.house, self.rig, self.clock = house, rig, clock
        self.library: Library = shipped_library()
        self.calendar: WorkingDays = CALENDAR
        self._count = 0
        self.turn(today)

    @property
    def today(self) -> date:
        return self.clock.now().date()

    def give(self, command: Command, by: Role | None = None, who: str | None = None) -> None:
        role = by or sorted(AUTHORITY[command.verb])[0]
        self._count += 1
        order = Order(f"kinds-{self._count}", command, Actor(who or f"{role.value}-1", role, "test"))
        outcome = self.house.desk.give(order)
        assert isinstance(outcome, Accepted), f"{command.verb}: {outcome}"

    def head(self, stream: str) -> str:
        """The digest of the latest entry of a stream."""
        digest = self.house.records.read([stream])[stream].head.digest
        assert digest is not None
        return digest.hex()

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
