"""Where the year's commands are given: a whole installation, one clock, and a day until which each one waits."""

import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any, TypeVar

from activities.cases.lists import WithFile
from activities.commanding.desk import Accepted, Declined, Order, Outcome, TooBusy
from activities.ports import StoreFault
from adapters.inbound.demonstration.world import World
from adapters.outbound.store.faults import Vanished
from benchmarks.year import taking
from benchmarks.year.meetings import Meetings
from benchmarks.year.taking import Gone, Taking
from benchmarks.year.team import Team
from benchmarks.year.turns import Player
from domain.dated_rules.library import Library
from domain.given import Actor
from domain.inspections.state import Inspection
from domain.messages import Command
from domain.panels.commands import IssuePack
from domain.people.authority import AUTHORITY
from domain.people.roles import Role
from domain.working_days import WorkingDays, london_date

__all__ = ["Deed", "Tally", "YearGround"]

T = TypeVar("T")

Deed = tuple[Command, Role, str | None]
"""A command, the role in which it is given, and by whom; by the usual one of that role if nobody is named."""

AT_ONCE = 6
"""So many inspectors work at the same time, each on a case of their own."""

AGAIN_WITHIN_SECONDS = 600.0
"""So long somebody gives the same order again that was not answered, in the worst year: a database that crashes is away
for seconds, a process that takes commands is there again in seconds, and a document fails one time in ten."""

AGAIN_AFTER_SECONDS = 0.2

FAILED = "the document store had failed"
AWAY = "the database was away"
KILLED = "the process that takes commands was killed"


class Tally:
    """How many commands were given by people, and how often one had to be given again.

    Attributes:
        commands: given by people.
        again: how often something was done again, by why.
        known: how many commands that were given again were on the record already, and were answered from there.
    """

    def __init__(self) -> None:
        self.commands = self.known = 0
        self.again: Counter[str] = Counter()


class YearGround:
    """The ground on which one inspection of the year walks; see :class:`tests.support.kinds.walk.Ground`."""

    def __init__(
        self, world: World, desk: Taking, library: Library, reference: str, tally: Tally, meetings: Meetings
    ) -> None:
        self.world, self.library, self.tally, self.meetings = world, library, tally, meetings
        self.desk = desk
        self.calendar: WorkingDays = world.calendar
        self.player: Player | None = None
        self.team: Team | None = None
        self._reference, self._count = reference, 0

    @property
    def today(self) -> date:
        return london_date(self.world.clock.now())

    def give(self, command: Command, by: Role | None = None, who: str | None = None) -> None:
        self._accepted(taking.Deed(self._order(command, by, who)))

    def _accepted(self, deed: taking.Deed) -> None:
        outcome = self._taken(deed)
        if not isinstance(outcome, Accepted):
            raise AssertionError(f"{self._reference}: {deed.order.command.verb}: {outcome}")

    def _taken(self, deed: taking.Deed) -> Outcome:
        """What comes of an order; it is given again, as it is, until somebody says so."""
        outcome = self.again_and_again(lambda: self.desk.take(deed))
        self.tally.known += outcome.repeated
        return outcome

    def refusal(self, command: Command, by: Role | None = None, who: str | None = None) -> str | None:
        """The code with which a command would be refused; None if it would be accepted."""
        order = Order("year/rehearsed", command, self._actor(command, by, who))
        found = self.again_and_again(lambda: self.world.desk.rehearse(order))
        return found.code if found else None

    def give_in_vain(self, command: Command) -> str:
        """Give a command that must be refused; the code."""
        outcome = self._taken(taking.Deed(self._order(command, None, None)))
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
            self._accepted(taking.Deed(order))

    def hand_in(self, command: Command, content: bytes) -> None:
        """Hand in a file, again and again if it cannot be kept."""
        self._accepted(taking.Deed(self._order(command, Role.PROVIDER_CONTACT, None), content))

    def give_about_list(self, given: Command | WithFile, by: Role) -> None:
        """Give a command about a list of cases, with the file that it brings in, by which the list may be erased."""
        command, content = (given.command, given.content) if isinstance(given, WithFile) else (given, None)
        self._accepted(taking.Deed(self._order(command, by, None), content, about_list=True))

    def papers(self, panel: str) -> IssuePack:
        """Print and keep the papers that a panel has on this inspection; the command that issues them."""
        printed = self.again_and_again(lambda: self.world.packs.make(panel, self._reference))
        pack, page = self.again_and_again(lambda: self.world.packs.keep(printed))
        under = printed.pack.under
        return IssuePack(
            panel=panel,
            inspection=self._reference,
            pack=pack,
            derivation=under.derivation,
            page=page,
            beside=under.beside,
        )

    def again_and_again(self, do: Callable[[], T]) -> T:
        """Do something that may fail, as machines do, until it does not."""
        give_up = time.monotonic() + AGAIN_WITHIN_SECONDS
        while True:
            try:
                return do()
            except (StoreFault, TooBusy, Gone) as fault:
                self.tally.again[_why(fault)] += 1
                if time.monotonic() > give_up:
                    raise AssertionError(f"{self._reference}: it failed again and again: {fault}") from fault
                if isinstance(fault, Vanished):
                    time.sleep(AGAIN_AFTER_SECONDS)

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
        self._count += 1
        self.tally.commands += 1
        return Order(f"year/{self._reference}/{self._count}", command, self._actor(command, by, who))

    def _actor(self, command: Command, by: Role | None, who: str | None) -> Actor:
        role = by or sorted(AUTHORITY[command.verb])[0]
        if who is None:
            assert self.team is not None, "nobody works on it yet"
            state = self.state(f"inspection-{self._reference}") if role is Role.PROVIDER_CONTACT else None
            inspection = state if isinstance(state, Inspection) and state.announced is not None else None
            who = self.team.who(role, command, inspection, self.today)
        return Actor(who, role, "year")


def _why(fault: Exception) -> str:
    match fault:
        case Gone():
            return KILLED
        case Vanished():
            return AWAY
        case StoreFault():
            return FAILED
        case _:
            return "others were quicker, time and again"
