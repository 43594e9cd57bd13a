"""The people of one example inspection: who acts, and what they look at before they do."""

import itertools
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime, time

from adapters.inbound.demonstration.material import Material, Reading
from adapters.inbound.demonstration.world import World
from domain.cases.commands import CompleteCaseRead, RecordAnswers, RecordInterview
from domain.given import Actor
from domain.inspections.state import Inspection
from domain.messages import Command
from domain.people.roles import Role
from domain.working_days import LONDON, london_date

__all__ = ["Hands", "Part"]


@dataclass(frozen=True, slots=True)
class Part:
    """Somebody in a role, who gives commands as the script says."""

    hands: "Hands"
    actor: Actor

    def __call__(self, command: Command, content: bytes | None = None) -> None:
        """Give a command that is to be accepted, with the file that it brings in, if it brings in one."""
        self.hands.world.give(self.hands.next_id(), command, self.actor, content)

    def in_vain(self, command: Command, code: str) -> None:
        """Give a command that is to be refused."""
        self.hands.world.give_in_vain(self.hands.next_id(), command, self.actor, code)


class Hands:
    """Everybody who works on one inspection, and its dates."""

    def __init__(self, world: World, material: Material) -> None:
        """Gather the people of an inspection.

        Args:
            world: in which they act.
            material: who they are and what they find.
        """
        self.world = world
        self.material = material
        self.story = material.story
        self.reference = material.story.reference
        people = material.story.people
        self.manager = self._part(people.manager, Role.OPERATIONS_MANAGER)
        self.lead = self._part(people.lead, Role.LEAD_INSPECTOR)
        self.assistant = self._part(people.assistant, Role.ASSISTANT)
        self.chair = self._part(people.chair, Role.PANEL_CHAIR)
        self.chief = self._part(people.chief, Role.CHIEF_INSPECTOR)
        self.contact = self._part(people.contact, Role.PROVIDER_CONTACT)
        self._inspectors = [self._actor(each, Role.INSPECTOR) for each in people.inspectors]
        self._numbers = itertools.count(1)

    @property
    def inspection(self) -> Inspection:
        """Where the inspection stands."""
        state: Inspection = self.world.state(f"inspection-{self.reference}")
        return state

    @property
    def today(self) -> date:
        """The date in London."""
        return london_date(self.world.clock.now())

    def next_id(self) -> str:
        """The id of the next command: the same in every run of the example."""
        return f"example/{self.reference}/{next(self._numbers)}"

    def day(self, days: int, since: date | None = None) -> date:
        """The date so many working days after the announcement, or after another date."""
        return self.world.calendar.after(since or self.story.announced_on, days)

    def at(self, day: date, hour: int, minute: int = 0) -> datetime:
        """A time of day in London."""
        return datetime.combine(day, time(hour, minute), tzinfo=LONDON)

    def read_cases(self, day: int) -> None:
        """Everybody reads the cases that are theirs on a day of reading, side by side.

        Args:
            day: the day, as the answers' files number it; 1 is the first day of fieldwork.
        """
        wanted = list(self._to_read(day))
        shares = [wanted[number :: len(self._inspectors)] for number in range(len(self._inspectors))]
        with ThreadPoolExecutor(len(self._inspectors), thread_name_prefix="inspector") as pool:
            list(pool.map(self._read, self._inspectors, shares))

    @property
    def reading_days(self) -> int:
        """On how many days cases are read."""
        return max(
            (each.day for cases in self.material.lists.values() for each in cases.readings.values()),
            default=0,
        )

    def _to_read(self, day: int) -> Sequence[tuple[str, Reading]]:
        wanted: list[tuple[str, Reading]] = []
        for population, drawn in self.inspection.samples.items():
            readings = self.material.lists[population].readings
            for row, case in zip(drawn.rows, drawn.cases, strict=True):
                if readings[row].day == day:
                    wanted.append((case, readings[row]))
        return wanted

    def _read(self, inspector: Actor, share: Sequence[tuple[str, Reading]]) -> None:
        for case, reading in share:
            held = reading.no_interview_because is None
            for what, command in (
                (
                    "interview",
                    RecordInterview(
                        case=case,
                        held_on=self.today if held else None,
                        reason=reading.no_interview_because,
                    ),
                ),
                ("answers", RecordAnswers(case=case, answers=reading.answers)),
                ("completion", CompleteCaseRead(case=case)),
            ):
                self.world.give(f"example/{case}/{what}", command, inspector)

    def _part(self, who: str, role: Role) -> Part:
        return Part(self, self._actor(who, role))

    def _actor(self, who: str, role: Role) -> Actor:
        return Actor(who, role, self.world.authenticated_by)
