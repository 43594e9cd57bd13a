"""A selection in the making: who has been chosen so far, who may not be, and what room the year still has."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from domain.programme.choice.capacity import Capacity, Group, in_time
from domain.programme.choice.rules import By, SelectionRule, Step
from domain.programme.choice.services import Joint, Service
from domain.text import counted

__all__ = ["Choice", "Selecting", "since"]


@dataclass(frozen=True, slots=True)
class Choice:
    """What became of one service.

    Attributes:
        id: its code.
        chosen: the step by which it was chosen; None: it was not.
        reason: why or why not, a clause.
    """

    id: str
    chosen: By | None
    reason: str


def since(service: Service) -> str:
    """When a service was last inspected, a clause."""
    if service.ended_on is not None:
        return f"was last inspected on {service.ended_on.isoformat()}"
    return "has never been inspected" if service.last is None else f"was last inspected in {service.last}"


@dataclass
class Selecting:
    """A selection in the making.

    Attributes:
        rule: the programme's rule.
        services: all services that it may choose, by code.
        year: the year.
        joint: what room the inspectorates that join have.
        chosen: who has been chosen so far.
        too_often: who is visited too often this year, and may be chosen only if it is due.
        barred: who may not be chosen any more, besides, and why.
        passed: whom a step has passed over and another may still choose, and why.
        shortfalls: what the rule asks for and cannot have.
    """

    rule: SelectionRule
    services: Sequence[Service]
    year: int
    joint: Sequence[Joint] = ()
    chosen: dict[str, Choice] = field(default_factory=dict)
    too_often: dict[str, str] = field(default_factory=dict)
    barred: dict[str, str] = field(default_factory=dict)
    passed: dict[str, str] = field(default_factory=dict)
    shortfalls: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Bar who is visited often enough already, all kinds of visit together."""
        for each in self.services:
            if self.rule.visits is not None and each.visited >= self.rule.visits:
                by = f": {', '.join(each.booked)}" if each.booked else ""
                said = f"is visited {counted(each.visited, 'time')} this year already{by}"
                self.too_often[each.id] = said

    @cached_property
    def wanted(self) -> int:
        """How many services the rule wants."""
        return self.rule.in_a_year(len(self.services))

    @cached_property
    def drawn(self) -> int:
        """How many are left to the lot."""
        return sum(step.number or 0 for step in self.rule.steps if step.by == "lot")

    @cached_property
    def shares(self) -> Mapping[str, int]:
        """The most services of each region in a year: its share, rounded up, and what the rule adds."""
        if self.rule.regions is None or not self.services:
            return {}
        sizes = Counter(each.region for each in self.services)
        whole = len(self.services)
        return {
            region: -(-self.wanted * size // whole) + self.rule.regions
            for region, size in sorted(sizes.items())
        }

    def taken(self) -> Counter[str]:
        """How many services of each region have been chosen so far."""
        return Counter(each.region for each in self.services if each.id in self.chosen)

    def last_year(self, service: Service) -> int:
        """How many years from now a service must be inspected at the latest; 0: this year."""
        cycle = self.rule.cycle or 0
        return 0 if service.last is None else max(0, service.last + cycle - self.year)

    def waiting(self, without: str = "") -> Mapping[Group, int]:
        """How many services that are not chosen must be inspected by when; not this year who cannot be chosen now."""
        if self.rule.cycle is None:
            return {}
        left = (each for each in self.services if each.id not in self.chosen and each.id != without)
        due = Counter(
            (each.region, 1 if self._out(each) or each.risk is None else 0, self.last_year(each))
            for each in left
        )
        return {group: number for group, number in due.items() if group[2] < self.rule.cycle}

    def room(self) -> Capacity:
        """The room of this year, without what is drawn, and of the others of the cycle."""
        years, taken = range(self.rule.cycle or 1), self.taken()
        regions = {
            (region, year): max(0, most - taken[region] if year == 0 else most)
            for region, most in self.shares.items()
            for year in years
        }
        now = max(0, self.wanted - self.drawn - len(self.chosen))
        return Capacity((now, *(self.wanted for _ in years[1:])), regions)

    def unmet(self, waiting: Mapping[Group, int], room: Capacity) -> int:
        """How many of those who wait cannot be inspected in time."""
        return sum(waiting.values()) - in_time(waiting, room)

    def take(self, service: Service, by: By, reason: str) -> None:
        """Choose a service; if it is visited too often and must be inspected all the same, that is said."""
        if (visited := self.too_often.pop(service.id, None)) is not None:
            self.shortfalls.append(f"{service.id} is chosen all the same, and {visited}")
        self.barred.pop(service.id, None)
        self.chosen[service.id] = Choice(service.id, by, reason)

    def free(self) -> list[Service]:
        """Whom a step may choose: not yet chosen, and not visited too often."""
        return [each for each in self.services if each.id not in self.chosen and not self._out(each)]

    def open(self, service: Service) -> bool:
        """Whether every inspectorate that joins at a service has room left; if not, that is why it was not chosen."""
        for each in self.joint:
            if service.id in each.services and each.joined(self.chosen) >= each.most:
                said = counted(each.most, "inspection")
                self.barred[service.id] = f"{each.partner} has room for {said} this year, which are taken"
                return False
        return True

    def number(self, step: Step) -> int:
        """How many a step may still choose."""
        left = max(0, self.wanted - self.drawn - len(self.chosen))
        return left if step.number is None else min(left, step.number)

    def why_not(self, service: Service) -> str:
        """Why a service has not been chosen, a clause."""
        for said in (self.too_often, self.barred, self.passed):
            if service.id in said:
                return said[service.id]
        if self.rule.cycle is None:
            return "no step of the rule chooses it"
        return f"{since(service)}; it is due in {self.year + self.last_year(service)} at the latest"

    def _out(self, service: Service) -> bool:
        return service.id in self.too_often or service.id in self.barred
