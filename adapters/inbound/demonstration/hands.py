"""The people of one example inspection: who acts, and what they look at before they do."""

import csv
import io
import itertools
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime, time

from activities.cases.lists import WithFile
from adapters.inbound.demonstration.material import DifferenceStory, Material, Reading
from adapters.inbound.demonstration.world import World
from domain.cases.commands import (
    AllocateCase,
    CaseOrder,
    CompleteCaseRead,
    RecordAnswers,
    RecordCharacteristics,
    RecordClassification,
    RecordInterview,
)
from domain.cases.events import Answered
from domain.cases.second_reads.commands import (
    AllocateSecondRead,
    CompleteSecondRead,
    DecideDifference,
    RecordSecondAnswers,
)
from domain.given import Actor
from domain.inspections.kinds.protocol import Protocol
from domain.inspections.state import Inspection
from domain.messages import Command
from domain.people.roles import Role
from domain.streams import inspection_stream
from domain.working_days import LONDON, london_date

__all__ = ["RISK_OF_HARM", "Hands", "Part"]

RISK_OF_HARM = "risk-of-harm"
"""The aspect by which cases are classified."""


@dataclass(frozen=True, slots=True)
class _Case:
    """A drawn case: what is found in it, who reads it, and who would read it again.

    Attributes:
        case: its stream.
        reading: what is found in it.
        first: who reads it.
        second: who reads it again, if it is read twice.
        twice: whether it is.
        differs: to which question the second reader gives another answer, if to any.
        risk: the risk of harm as the list has it, where cases are classified by it.
    """

    case: str
    reading: Reading
    first: Actor
    second: Actor
    twice: bool
    differs: DifferenceStory | None
    risk: str | None


@dataclass(frozen=True, slots=True)
class Part:
    """Somebody in a role, who gives commands as the script says."""

    hands: "Hands"
    actor: Actor

    def __call__(self, command: Command, content: bytes | None = None) -> None:
        """Give a command that is to be accepted, with the file that it brings in, if it brings in one."""
        self.hands.world.give(self.hands.next_id(), command, self.actor, content)

    def about_list(self, population: str, given: Command | WithFile) -> None:
        """Give a command about the list of a population; each has one of a kind."""
        command = given.command if isinstance(given, WithFile) else given
        name = f"example/{self.hands.reference}/{population}/{command.verb}"
        self.hands.world.give_about_list(name, given, self.actor)

    def in_vain(self, command: Command, code: str) -> None:
        """Give a command that is to be refused."""
        self.hands.world.give_in_vain(self.hands.next_id(), command, self.actor, code)


class Hands:
    """Everybody who works on one inspection, and its dates."""

    def __init__(self, world: World, material: Material, *, classify: bool = False) -> None:
        """Gather the people of an inspection.

        Args:
            world: in which they act.
            material: who they are and what they find.
            classify: whether cases are classified by their risk of harm, where their list says it: by that a follow-up
                tells which of them it looks at again.
        """
        self._classify = classify
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
        self.quality = self._part(people.quality, Role.QUALITY_LEAD)
        self._inspectors = [self._actor(each, Role.INSPECTOR) for each in people.inspectors]
        self._numbers = itertools.count(1)

    @property
    def inspection(self) -> Inspection:
        """Where the inspection stands."""
        state: Inspection = self.world.state(inspection_stream(self.reference))
        return state

    @property
    def protocol(self) -> Protocol:
        """The kind of inspection that it is bound to."""
        found = self.world.library().protocol_with(self.inspection.known.protocol.digest)
        assert found is not None, "the kinds of the examples ship"
        return found

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

    def give_out(self) -> None:
        """Each case that is read twice goes to two inspectors; any other is whoever's turn it is."""
        cases = self._cases()
        for each in cases:
            if each.twice:
                self.lead(AllocateCase(case=each.case, reader=each.first.id))
                self.lead(AllocateSecondRead(case=each.case, reader=each.second.id))

    def read_cases(self, day: int) -> None:
        """Everybody reads the cases that are theirs on a day of reading, side by side; then those of others again.

        Args:
            day: the day, as the answers' files number it; 1 is the first day of fieldwork.
        """
        cases = [each for each in self._cases() if each.reading.day == day]
        self._side_by_side(self._read, [(each.first, each) for each in cases])
        again = [each for each in cases if each.twice]
        self._side_by_side(self._read_again, [(each.second, each) for each in again])
        for each in again:
            self._settle(each)

    @property
    def reading_days(self) -> int:
        """On how many days cases are read."""
        return max(
            (each.day for cases in self.material.lists.values() for each in cases.readings.values()),
            default=0,
        )

    def _cases(self) -> Sequence[_Case]:
        """Every drawn case, in the order of drawing: what is found in it goes by that.

        Each of the story's differences is in the first case of its list that is read twice.
        """
        state, those = self.inspection, self._inspectors
        twice, open_ = set(state.twice), {each.population: each for each in self.story.differences}
        cases: list[_Case] = []
        for population, drawn in state.samples.items():
            risks = self._risks(population)
            for place, (case, row) in enumerate(zip(drawn.cases, drawn.rows, strict=True), start=1):
                turn = len(cases)
                cases.append(
                    _Case(
                        case,
                        self.material.lists[population].readings[place],
                        those[turn % len(those)],
                        those[(turn + 1) % len(those)],
                        case in twice,
                        open_.pop(population, None) if case in twice else None,
                        risks[row - 1] if risks else None,
                    )
                )
        return cases

    def _risks(self, population: str) -> Sequence[str]:
        """The risk of harm of each case of a list, where they are classified by it and the list says it."""
        if not self._classify:
            return ()
        rows = csv.DictReader(io.StringIO(self.material.lists[population].content.decode()))
        return [row["risk_level"] for row in rows if "risk_level" in row]

    def _side_by_side(self, do: Callable[[_Case], None], wanted: Sequence[tuple[Actor, _Case]]) -> None:
        """Everybody's cases one after the other, all people at once."""

        def work_off(inspector: Actor) -> None:
            for who, case in wanted:
                if who is inspector:
                    do(case)

        with ThreadPoolExecutor(len(self._inspectors), thread_name_prefix="inspector") as pool:
            list(pool.map(work_off, self._inspectors))

    def _read(self, each: _Case) -> None:
        because = each.reading.no_interview_because
        held_on = self.today if because is None else None
        self._do(
            each.first,
            RecordInterview(case=each.case, held_on=held_on, reason=because),
            RecordAnswers(case=each.case, answers=each.reading.answers),
            *_characteristics(each),
            *_classification(each),
            CompleteCaseRead(case=each.case),
        )

    def _read_again(self, each: _Case) -> None:
        """As it was read before, of which the second reader sees nothing; but for what differs."""
        question = each.differs.question if each.differs else None
        answers: tuple[tuple[str, Answered], ...] = tuple(
            (number, _otherwise(answer) if number == question else answer)
            for number, answer in each.reading.answers
        )
        self._do(
            each.second,
            RecordSecondAnswers(case=each.case, answers=answers),
            CompleteSecondRead(case=each.case),
        )

    def _settle(self, each: _Case) -> None:
        """Where the two readers differ, the quality lead decides."""
        differs = each.differs
        if differs is not None:
            first = dict(each.reading.answers)[differs.question]
            decide = DecideDifference(
                case=each.case, question=differs.question, answer=first, reason=differs.reason
            )
            self._do(self.quality.actor, decide)

    def _do(self, who: Actor, *commands: CaseOrder) -> None:
        for command in commands:
            self.world.give(f"example/{command.case}/{command.verb}", command, who)

    def _part(self, who: str, role: Role) -> Part:
        return Part(self, self._actor(who, role))

    def _actor(self, who: str, role: Role) -> Actor:
        return Actor(who, role, self.world.authenticated_by)


def _otherwise(answer: Answered) -> Answered:
    return "no" if answer == "yes" else "yes"


def _characteristics(each: _Case) -> tuple[RecordCharacteristics, ...]:
    """What the person told of themselves, where they were asked."""
    told = each.reading.characteristics
    return (RecordCharacteristics(case=each.case, characteristics=told),) if told else ()


def _classification(each: _Case) -> tuple[RecordClassification, ...]:
    """How the provider classified the case, which the inspector leaves as it is."""
    if each.risk is None:
        return ()
    return (RecordClassification(case=each.case, aspect=RISK_OF_HARM, provider=each.risk),)
