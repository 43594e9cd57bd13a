"""Selecting the services of a year by a rule: every service learns whether it was chosen, by which step, and why."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from domain.programme.capacity import Group, Room, even_spread, in_time
from domain.programme.lottery import Entry, Exclusion, Frame, Share
from domain.programme.selection_rules import By, SelectionRule, Step
from domain.programme.services import Joint, Service
from domain.text import counted

__all__ = ["Choice", "Selection", "select"]


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


@dataclass(frozen=True, slots=True)
class Selection:
    """A proposal for a year.

    Attributes:
        wanted: how many services the rule wants.
        choices: every service, by code.
        frame: what is still to be drawn from, where the rule draws lots.
        outlook: how many services must be inspected in each of the next years of the cycle, evenly spread.
        shortfalls: what the rule asks for and cannot have.
    """

    wanted: int
    choices: tuple[Choice, ...]
    frame: Frame | None
    outlook: tuple[int, ...]
    shortfalls: tuple[str, ...]

    @property
    def chosen(self) -> tuple[str, ...]:
        """The services that were chosen."""
        return tuple(each.id for each in self.choices if each.chosen is not None)


def select(
    rule: SelectionRule, services: Sequence[Service], year: int, joint: Sequence[Joint] = ()
) -> Selection:
    """Select the services of a year.

    Within a cycle, the choice by risk is the one with the highest sum of scores of all those that leave room for
    everybody else in time: services are taken in the order of their scores, unless one would take the room that the
    rest need (the sets that leave enough room are a matroid, for which that is best).

    Args:
        rule: the programme's rule.
        services: all services that it may choose, in any order.
        year: the year.
        joint: what room the inspectorates that join have. Whoever is due or whose turn it is is chosen all the same,
            and that there is no room is said; others are passed over, and by risk in the order of their scores.
    """
    return _Selecting(rule, sorted(services, key=lambda each: each.id), year, joint).selection()


@dataclass
class _Selecting:
    rule: SelectionRule
    services: Sequence[Service]
    year: int
    joint: Sequence[Joint] = ()
    chosen: dict[str, Choice] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    shortfalls: list[str] = field(default_factory=list)

    def selection(self) -> Selection:
        for service in self.services:
            if self.rule.visits is not None and service.visits >= self.rule.visits:
                self.refused[service.id] = f"is visited {counted(service.visits, 'time')} this year already"
        frame = None
        for step in self.rule.steps:
            if step.by == "lot":
                frame = self._frame(step)
            else:
                _STEPS[step.by](self, step)
        self._say_shortfalls(frame)
        return Selection(
            self.wanted,
            tuple(self.chosen.get(each.id) or self._left(each, frame) for each in self.services),
            frame,
            self._outlook(),
            tuple(self.shortfalls),
        )

    @cached_property
    def wanted(self) -> int:
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

    def _last_year(self, service: Service) -> int:
        """How many years from now a service must be inspected at the latest; 0: this year."""
        cycle = self.rule.cycle or 0
        return 0 if service.last is None else max(0, service.last + cycle - self.year)

    def _waiting(self, without: str = "") -> Mapping[Group, int]:
        """How many services that are not chosen must be inspected by when; not this year who cannot be chosen now."""
        if self.rule.cycle is None:
            return {}
        left = (each for each in self.services if each.id not in self.chosen and each.id != without)
        due = Counter(
            (each.region, 1 if each.id in self.refused or each.risk is None else 0, self._last_year(each))
            for each in left
        )
        return {group: number for group, number in due.items() if group[2] < self.rule.cycle}

    def _room(self) -> Room:
        """The room of this year, without what is drawn, and of the others of the cycle."""
        years = range(self.rule.cycle or 1)
        taken = Counter(each.region for each in self.services if each.id in self.chosen)
        regions = {
            (region, year): max(0, most - taken[region] if year == 0 else most)
            for region, most in self.shares.items()
            for year in years
        }
        now = max(0, self.wanted - self.drawn - len(self.chosen))
        return Room((now, *(self.wanted for _ in years[1:])), regions)

    def _take(self, service: Service, by: By, reason: str) -> None:
        self.refused.pop(service.id, None)
        self.chosen[service.id] = Choice(service.id, by, reason)

    def _free(self) -> list[Service]:
        """Whom a step may choose: not yet chosen, and not visited too often."""
        return [each for each in self.services if each.id not in self.chosen and each.id not in self.refused]

    def _open(self, service: Service) -> bool:
        """Whether every inspectorate that joins at a service has room left; if not, that is why it was not chosen."""
        for each in self.joint:
            if service.id in each.services and each.joined(self.chosen) >= each.most:
                said = counted(each.most, "inspection")
                self.refused[service.id] = f"{each.partner} has room for {said} this year, which are taken"
                return False
        return True

    def _number(self, step: Step) -> int:
        left = max(0, self.wanted - self.drawn - len(self.chosen))
        return left if step.number is None else min(left, step.number)

    def everyone(self, _: Step) -> None:
        for service in self.services:
            self._take(service, "everyone", "everybody is inspected every year")

    def cycle(self, _: Step) -> None:
        """Those whose last possible year is this one; too many visits or a full region excuse nobody."""
        for service in self.services:
            if service.id not in self.chosen and self._last_year(service) == 0:
                since = (
                    "has never been inspected"
                    if service.last is None
                    else f"was last inspected in {service.last}"
                )
                self._take(service, "cycle", f"{since}; it is due at least every {self.rule.cycle} years")

    def follow_up(self, _: Step) -> None:
        for service in self._free():
            if service.follow_up is not None and self._open(service):
                self._take(service, "follow-up", f"follow-up: {service.follow_up}")

    def risk(self, step: Step) -> None:
        """The highest scores that leave room for everybody else in time."""
        scored = [each for each in self._free() if each.risk is not None]
        for service in self._free():
            if service.risk is None:
                self.refused.setdefault(service.id, "has no risk score")
        ranked = sorted(scored, key=lambda each: (-self._weight(each), each.id))
        number = self._number(step)
        unmet = self._unmet(self._waiting(), self._room())
        taken: list[Service] = []
        for rank, service in enumerate(ranked, start=1):
            if len(taken) == number:
                break
            score = self._said(service)
            room = self._room()
            if not self._open(service):
                self.refused[service.id] = f"{score}, rank {rank}: {self.refused[service.id]}"
            elif room.regions.get((service.region, 0), 1) == 0:
                self.refused[service.id] = f"{score}, rank {rank}: {service.region} has its share already"
            elif self._unmet(self._waiting(service.id), room.taken(service.region)) > unmet:
                self.refused[service.id] = (
                    f"{score}, rank {rank}: others would no longer be inspected in time"
                )
            else:
                self._take(service, "risk", f"{score}, rank {rank} of {len(ranked)}")
                taken.append(service)
        if taken:
            lowest = self._said(taken[-1])
            for service in ranked:
                if service.id not in self.chosen:
                    self.refused.setdefault(
                        service.id, f"{self._said(service)}; the last that was chosen has {lowest}"
                    )

    def _unmet(self, waiting: Mapping[Group, int], room: Room) -> int:
        return sum(waiting.values()) - in_time(waiting, room)

    def _weight(self, service: Service) -> int:
        score = service.risk.score if service.risk is not None else 0
        return score - (self.rule.again if service.last == self.year - 1 else 0)

    def _said(self, service: Service) -> str:
        if service.risk is None:
            return "no risk score"
        again = self.rule.again if service.last == self.year - 1 else 0
        less = f" less {again} for last year's inspection" if again else ""
        return f"risk {service.risk.score}{less} ({service.risk.by}, {service.risk.on.isoformat()})"

    def lowest(self, step: Step) -> None:
        self._by_performance(step, "lowest-performance", 1)

    def highest(self, step: Step) -> None:
        self._by_performance(step, "highest-performance", -1)

    def _by_performance(self, step: Step, by: By, sign: int) -> None:
        known = [
            (sign * each.performance, each.id, each) for each in self._free() if each.performance is not None
        ]
        left = self._number(step)
        for rank, (value, _, service) in enumerate(sorted(known), start=1):
            if left == 0:
                break
            if not self._open(service):
                continue
            left -= 1
            end = "highest" if sign < 0 else "lowest"
            self._take(service, by, f"performance {sign * value}, number {rank} from the {end}")

    def spread(self, step: Step) -> None:
        """One from each of as many equal parts of the range: the one that has waited longest."""
        known = sorted(
            (each.performance, each.id, each) for each in self._free() if each.performance is not None
        )
        number = min(self._number(step), len(known))
        for part in range(number):
            whole = known[part * len(known) // number : (part + 1) * len(known) // number]
            group = [each for each in whole if self._open(each[2])]
            if not group:
                continue
            performance, _, service = min(group, key=lambda each: (each[2].last or 0, each[1]))
            since = "never inspected" if service.last is None else f"last inspected in {service.last}"
            said = f"performance {performance}, part {part + 1} of {number} of the range; {since}, longest in its part"
            self._take(service, "spread-of-performance", said)

    def alike(self, _step: Step) -> None:
        """The part of the cycle whose turn it is, services of similar size and density together."""
        cycle = self.rule.cycle or 1
        sizes, densities = self._ranks(lambda each: each.size), self._ranks(lambda each: each.density)
        known = sorted(
            (sizes[each.id] + densities[each.id], each.id, each)
            for each in self.services
            if each.id in sizes and each.id in densities
        )
        turn = self.year % cycle
        first, end = turn * len(known) // cycle, (turn + 1) * len(known) // cycle
        for _sum, id_, service in known[first:end]:
            ranks = f"size rank {sizes[id_]}, density rank {densities[id_]}"
            self._take(service, "alike", f"{ranks}: part {turn + 1} of {cycle}, whose turn it is")

    def _ranks(self, of: Callable[[Service], int | None]) -> Mapping[str, int]:
        known = sorted((value, each.id) for each in self.services if (value := of(each)) is not None)
        return {id_: rank for rank, (_, id_) in enumerate(known, start=1)}

    def _frame(self, step: Step) -> Frame:
        """All who have not been chosen and may be; everybody else with the reason."""
        free = {each.id for each in self._free()}
        number = min(
            step.number if step.number is not None else len(free), max(0, self.wanted - len(self.chosen))
        )
        visited = {id_: said for id_, said in self.refused.items() if said.startswith("is visited")}
        visited.update(self._could_be_too_many(number))
        open_ = [each for each in self.services if each.id not in self.chosen and each.id not in visited]
        taken = Counter(each.region for each in self.services if each.id in self.chosen)
        return Frame(
            title=f"{self.rule.id} {self.rule.version}, {self.year}",
            draw=number,
            entries=tuple(Entry(id=each.id, region=each.region) for each in open_),
            shares=tuple(
                Share(region=region, most=max(0, most - taken[region]))
                for region, most in self.shares.items()
            ),
            excluded=tuple(
                Exclusion(id=each.id, reason=self._why_excluded(each, visited))
                for each in self.services
                if each.id in self.chosen or each.id in visited
            ),
        )

    def _could_be_too_many(self, drawn: int) -> Mapping[str, str]:
        """Who is not drawn, as a lot knows nothing of the room that an inspectorate has."""
        return {
            id_: f"{each.partner} has room for {each.most} this year, and the lot could take more"
            for each in self.joint
            if each.most - each.joined(self.chosen) < drawn
            for id_ in each.services
            if id_ not in self.chosen
        }

    def _why_excluded(self, service: Service, visited: Mapping[str, str]) -> str:
        choice = self.chosen.get(service.id)
        return visited[service.id] if choice is None else f"chosen by {choice.chosen}: {choice.reason}"

    def _left(self, service: Service, frame: Frame | None) -> Choice:
        reason = self.refused.get(service.id, "was not reached")
        if frame is not None and any(each.id == service.id for each in frame.entries):
            reason += "; it may still be drawn"
        return Choice(service.id, None, reason)

    def _outlook(self) -> tuple[int, ...]:
        if self.rule.cycle is None:
            return ()
        return even_spread(self._later(), Room((0, *self._room().years[1:]), self._room().regions))[1:]

    def _later(self) -> Mapping[Group, int]:
        return {
            (region, 1, last): number
            for (region, last), number in Counter(
                (each.region, self._last_year(each)) for each in self.services if each.id not in self.chosen
            ).items()
            if 0 < last < (self.rule.cycle or 0)
        }

    def _say_shortfalls(self, frame: Frame | None) -> None:
        if len(self.chosen) > self.wanted + 1:
            said = f"{len(self.chosen)} services must be inspected this year"
            self.shortfalls.append(f"{said}; the year has room for {self.wanted}")
        if frame is not None and frame.draw < self.drawn:
            self.shortfalls.append(
                f"{frame.draw} instead of {self.drawn} are drawn: so many must be inspected anyway"
            )
        self._say_regions()
        for each in self.joint:
            if (joined := each.joined(self.chosen)) > each.most:
                said = f"{each.partner} would join {counted(joined, 'inspection')}"
                self.shortfalls.append(f"{said}; it has room for {each.most}")
        # Those who are still to be drawn will be inspected this year too; which ones, nobody knows.
        drawn, room = frame.draw if frame is not None else 0, self._room()
        waiting = {(region, 0, last): number for (region, _, last), number in self._later().items()}
        if unmet := self._unmet(waiting, Room((drawn, *room.years[1:]), room.regions)):
            said = "service cannot" if unmet == 1 else "services cannot"
            self.shortfalls.append(f"{unmet} {said} be inspected in time in the next years of the cycle")
        if (
            "everyone" not in (each.by for each in self.rule.steps)
            and len(self.chosen) + self.drawn < self.wanted
        ):
            self.shortfalls.append(
                f"only {len(self.chosen)} of {self.wanted - self.drawn} services could be chosen"
            )

    def _say_regions(self) -> None:
        taken = Counter(each.region for each in self.services if each.id in self.chosen)
        for region, most in self.shares.items():
            if taken[region] > most:
                said = f"{region} has {taken[region]} services that are due; its share of the year is {most}"
                self.shortfalls.append(said)


_STEPS: Mapping[By, Callable[[_Selecting, Step], None]] = {
    "everyone": _Selecting.everyone,
    "cycle": _Selecting.cycle,
    "follow-up": _Selecting.follow_up,
    "risk": _Selecting.risk,
    "lowest-performance": _Selecting.lowest,
    "highest-performance": _Selecting.highest,
    "spread-of-performance": _Selecting.spread,
    "alike": _Selecting.alike,
}
