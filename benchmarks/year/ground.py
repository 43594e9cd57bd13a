"""Where the year's commands are given: a whole installation, one clock, and a day until which each one waits."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

from activities.desk import Accepted, Declined, Order
from activities.ports import StoreFault
from adapters.inbound.demonstration.world import World
from benchmarks.year.turns import Player
from domain.given import Actor
from domain.inspections.state import Inspection
from domain.library import Library
from domain.messages import Command
from domain.people.authority import AUTHORITY
from domain.people.roles import Role
from domain.working_days import WorkingDays, london_date

__all__ = ["Deed", "Tally", "YearGround"]

Deed = tuple[Command, Role, str | None]
"""A command, the role in which it is given, and by whom; by the usual one of that role if nobody is named."""

AT_ONCE = 6
"""So many inspectors work at the same time, each on a case of their own."""

TRIES = 200
"""How often somebody tries again whose document could not be kept: one time in ten that is so, in the worst year."""


class Tally:
    """How many commands were given by people, and what was refused by the document store."""

    def __init__(self) -> None:
        self.commands = 0
        self.files_again = 0


class YearGround:
    """The ground on which one inspection of the year walks; see :class:`tests.support.kinds.Ground`."""

    def __init__(self, world: World, library: Library, reference: str, tally: Tally) -> None:
        self.world, self.library, self.tally = world, library, tally
        self.calendar: WorkingDays = world.calendar
        self.player: Player | None = None
        self._reference, self._count = reference, 0

    @property
    def today(self) -> date:
        return london_date(self.world.clock.now())

    def give(self, command: Command, by: Role | None = None, who: str | None = None) -> None:
        self._accepted(self._order(command, by, who))

    def _accepted(self, order: Order) -> None:
        outcome = self.world.desk.give(order)
        if not isinstance(outcome, Accepted):
            raise AssertionError(f"{self._reference}: {order.command.verb}: {outcome}")

    def give_in_vain(self, command: Command) -> str:
        """Give a command that must be refused; the code."""
        outcome = self.world.desk.give(self._order(command, None, None))
        if not isinstance(outcome, Declined):
            raise AssertionError(f"{self._reference}: {command.verb} should have been refused")
        return outcome.refusal.code

    def side_by_side(self, chores: Sequence[Sequence[Deed]]) -> None:
        """Several people at work at the same time; each chore is done in its order, by one after the other."""
        orders = [[self._order(*deed) for deed in deeds] for deeds in chores]
        with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="inspector") as pool:
            list(pool.map(self._carry_out, orders))

    def _carry_out(self, orders: Sequence[Order]) -> None:
        for order in orders:
            self._accepted(order)

    def hand_in(self, command: Command, content: bytes) -> None:
        """Hand in a file, again and again if it cannot be kept."""
        order = self._order(command, Role.PROVIDER_CONTACT, None)
        for _ in range(TRIES):
            try:
                outcome = self.world.handing_in.give(order, content)
            except StoreFault:
                self.tally.files_again += 1
                continue
            if not isinstance(outcome, Accepted):
                raise AssertionError(f"{self._reference}: {command.verb}: {outcome}")
            return
        raise AssertionError(f"{self._reference}: the document store never kept a file")

    def head(self, stream: str) -> str:
        """The digest of the latest entry of a stream."""
        digest = self.world.records.read([stream])[stream].head.digest
        return digest.hex() if digest else ""

    def state(self, stream: str) -> object:
        found: object = self.world.state(stream)
        return found

    def states(self, streams: Sequence[str]) -> dict[str, Any]:
        """Many streams at once."""
        return {stream: each.state for stream, each in self.world.records.read(streams).items()}

    def turn(self, day: date) -> None:
        assert self.player is not None
        self.player.wait_until(day)

    def publish(self, reference: str) -> None:
        """The machinery has done so by the time that people come to work."""
        state = self.state(f"inspection-{reference}")
        if not isinstance(state, Inspection) or state.published is None:
            raise AssertionError(f"{reference} should have been published by now")

    def _order(self, command: Command, by: Role | None, who: str | None) -> Order:
        role = by or sorted(AUTHORITY[command.verb])[0]
        self._count += 1
        self.tally.commands += 1
        actor = Actor(who or f"{role.value}-1", role, "year")
        return Order(f"year/{self._reference}/{self._count}", command, actor)
