"""How the cases of one inspection of the year are read: by whom, with what answers, and by whom again.

What is answered is drawn here, and kept here: from it the ratings are worked out beside Assay.
"""

import random
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.year.ground import Deed
from domain.cases.alerts.commands import AcknowledgeAlert, RaiseAlert
from domain.cases.commands import (
    AllocateCase,
    CompleteCaseRead,
    RecordAnswers,
    RecordInterview,
    ReopenCaseRead,
)
from domain.cases.events import Answered
from domain.cases.quality import Quality, double_reads, low_agreement
from domain.cases.reading import CaseRead
from domain.cases.second_reads.commands import (
    AllocateSecondRead,
    CompleteSecondRead,
    DecideDifference,
    RecordSecondAnswers,
)
from domain.cases.streams import second_read_of
from domain.inspections.commands import DrawSecondReads, ReviewAgreement
from domain.messages import Command
from domain.people.roles import Role

if TYPE_CHECKING:
    from benchmarks.year.walking import YearWalk

__all__ = ["Lot", "Reading", "lots_of"]

DAYS = 3
NO_INTERVIEW = 0.1
NOT_APPLICABLE = 0.06
DIFFERS = 0.1
Answers = dict[str, Answered]


@dataclass(frozen=True)
class Lot:
    """What befalls a case, whichever one it is that was drawn: so a year can be played again, though no draw can.

    Attributes:
        number: its place among all drawn cases of the inspection; by it readers take turns.
        name: its population, whether it is read twice, and its place among those of which both are so.
    """

    number: int
    name: str


def lots_of(samples: Mapping[str, Sequence[str]], twice: Collection[str]) -> dict[str, Lot]:
    """The lot of each drawn case, in order.

    Args:
        samples: the cases of each population, in order of drawing.
        twice: those of them that are read twice.
    """
    found: dict[str, Lot] = {}
    for population, cases in sorted(samples.items()):
        for how, these in (
            ("once", [each for each in cases if each not in twice]),
            ("twice", [each for each in cases if each in twice]),
        ):
            for place, case in enumerate(these):
                found[case] = Lot(len(found), f"{population} {how} {place}")
    return found


class Reading:
    """The case reads of one inspection.

    Attributes:
        lots: what befalls each drawn case.
        answers: the answers that count, of each case.
        again: what the second reader answered, of each case that is read twice.
        twice: the cases that are read twice.
        differences: how many answers were decided on.
        reviewed: how many times a low agreement was looked into.
        alerts: how many alerts were raised.
    """

    def __init__(self, walk: "YearWalk") -> None:
        """Read for an inspection."""
        self.walk = walk
        self.lots: dict[str, Lot] = {}
        self.answers: dict[str, Answers] = {}
        self.again: dict[str, Answers] = {}
        self.twice: tuple[str, ...] = ()
        self.differences = self.reviewed = self.alerts = 0
        self._first: dict[str, list[str]] = {}
        self._second: dict[str, list[str]] = {}
        self._good = self._chance("all").uniform(0.5, 0.95)

    def _chance(self, *of: str) -> random.Random:
        """Chance that is the same whenever the year is played, whatever else was drawn before."""
        return random.Random(" ".join((self.walk.part_seed, *of)))

    def allot(self) -> None:
        """Draw which cases are read twice, and give every read to somebody."""
        walk = self.walk
        if walk.protocol.second_reads is not None:
            walk.give(DrawSecondReads(inspection=walk.reference), Role.LEAD_INSPECTOR)
        state = walk.state
        self.twice = state.twice
        self.lots = lots_of({code: each.cases for code, each in state.samples.items()}, set(self.twice))
        readers = walk.people.name_readers()
        chores: list[list[Deed]] = []
        for case, lot in self.lots.items():
            self._first[case] = [readers[lot.number % len(readers)]]
            first = AllocateCase(case=case, reader=self._first[case][-1])
            deeds: list[Deed] = [(first, Role.LEAD_INSPECTOR, None)]
            if case in self.twice:
                self._second[case] = [readers[(lot.number + 1) % len(readers)]]
                again = AllocateSecondRead(case=case, reader=self._second[case][-1])
                deeds.append((again, Role.LEAD_INSPECTOR, None))
            chores.append(deeds)
        if self.lots:
            walk.people.keep_from_reading(next(iter(self.lots)))
        walk.year.side_by_side(chores)

    def read_all(self) -> None:
        """Read what is still open, over some days; then decide where two readers differ, and look into it."""
        reads = self.walk.year.states(list(self.lots))
        wanted = [each for each in self.lots if not reads[each].complete]
        share = -(-len(wanted) // DAYS)
        if wanted and self.walk.once("reader-away"):
            self.walk.people.falls_away(self._first[wanted[0]][-1], 5)
        for day in range(DAYS if wanted else 0):
            chores = []
            for case in wanted[day * share : (day + 1) * share]:
                deeds = self._handed_over(case)
                deeds += self._read(case, reads[case])
                if case in self.twice:
                    deeds += self._read_again(case)
                chores.append(deeds)
            self.walk.year.side_by_side(chores)
            self._raise_alarm(wanted[day * share : (day + 1) * share])
            self.walk.wait(1)
        self._look_into_low_agreement()

    def _handed_over(self, case: str) -> list[Deed]:
        """Another reader for whoever cannot read today."""
        deeds: list[Deed] = []
        for hands, command in ((self._first, AllocateCase), (self._second, AllocateSecondRead)):
            if case not in hands or self.walk.people.can_read(hands[case][-1]):
                continue
            had = (*self._first[case], *self._second.get(case, ()))
            other = next(
                each
                for each in self.walk.people.team.next_readers(self.walk.year.today, 20)
                if each not in had
            )
            hands[case].append(other)
            deeds.append(
                (command(case=case, reader=other, reason="They are away."), Role.LEAD_INSPECTOR, None)
            )
        return deeds

    def _raise_alarm(self, read: Sequence[str]) -> None:
        """A case that is read once shows somebody in danger: whoever is on duty is told, and takes it up that day."""
        case = next((each for each in read if each not in self.twice), None)
        if case is None or not self.walk.once("danger"):
            return
        self.alerts += 1
        raised = RaiseAlert(case=case, what="Somebody is in danger.")
        self.walk.give(raised, Role.INSPECTOR, self._first[case][-1])
        self.walk.year.world.settle()
        taken_up = AcknowledgeAlert(case=case, number=1, action="The police were told.")
        self.walk.give(
            taken_up, Role.OPERATIONS_MANAGER, self.walk.people.staff.on_duty(self.walk.year.today)
        )

    def read_otherwise(self) -> None:
        """Open the first case that was read once again, and turn its answers round."""
        case = next(each for each in self.lots if each not in self.twice)
        had = self._first[case][-1]
        other: dict[Answered, Answered] = {"yes": "no", "no": "yes", "not_applicable": "yes"}
        found = {question: other[answer] for question, answer in self.answers[case].items()}
        give = self.walk.give
        reopened = ReopenCaseRead(case=case, reason="It was misread.")
        if self.walk.people.can_read(had):
            give(reopened, Role.INSPECTOR, had)
        else:
            give(reopened, Role.LEAD_INSPECTOR)
            for deed in self._handed_over(case):
                give(*deed)
        who = self._first[case][-1]
        give(RecordAnswers(case=case, answers=tuple(found.items())), Role.INSPECTOR, who)
        give(CompleteCaseRead(case=case), Role.INSPECTOR, who)
        self.answers[case] = found

    def _read(self, case: str, read: CaseRead) -> list[Deed]:
        assert read.sampled is not None
        lot = self.lots[case]
        chance = self._chance(lot.name, "first")
        found = {each: self._answer(each, chance) for each in read.sampled.key_questions}
        held = chance.random() >= NO_INTERVIEW
        self.answers[case] = found
        deeds: list[Command] = [
            RecordInterview(case=case, held_on=self.walk.year.today)
            if held
            else RecordInterview(case=case, reason="They have left.")
        ]
        if found:
            deeds.append(RecordAnswers(case=case, answers=tuple(found.items())))
        deeds.append(CompleteCaseRead(case=case))
        return [(each, Role.INSPECTOR, self._first[case][-1]) for each in deeds]

    def _read_again(self, case: str) -> list[Deed]:
        first, lot = self.answers[case], self.lots[case]
        chance, who = self._chance(lot.name, "second"), self._second[case][-1]
        second = {
            question: _otherwise(answer) if chance.random() < DIFFERS else answer
            for question, answer in first.items()
        }
        self.again[case] = second
        deeds: list[Deed] = [
            (RecordSecondAnswers(case=case, answers=tuple(second.items())), Role.INSPECTOR, who),
            (CompleteSecondRead(case=case), Role.INSPECTOR, who),
        ]
        for question, answer in second.items():
            if answer == first[question]:
                continue
            self.differences += 1
            counts = chance.choice((answer, first[question]))
            decide = DecideDifference(case=case, question=question, answer=counts, reason="It was weighed.")
            deeds.append((decide, Role.QUALITY_LEAD, None))
            self.answers[case] = {**self.answers[case], question: counts}
        return deeds

    def _look_into_low_agreement(self) -> None:
        """The quality lead looks into whatever agreement was too low."""
        walk, rule = self.walk, self.walk.protocol.second_reads
        if rule is None or not self.twice:
            return
        quality = walk.year.state(f"quality-{walk.reference}")
        assert isinstance(quality, Quality)
        seconds = {case: second_read_of(case) for case in self.twice}
        reads = walk.year.states([*seconds, *seconds.values()])
        pairs = [(reads[case], reads[second]) for case, second in seconds.items()]
        low = low_agreement(tuple(double_reads(pairs)), rule.lowest_agreement, rule.fewest_pairs)
        for group, found in sorted(low.items()):
            if not quality.looked_into(group, found):
                said = ReviewAgreement(inspection=walk.reference, group=group, conclusion="They met on it.")
                walk.give(said, Role.QUALITY_LEAD)
                self.reviewed += 1

    def _answer(self, question: str, chance: random.Random) -> Answered:
        often = min(1.0, max(0.0, self._good + self._chance(question).uniform(-0.12, 0.12)))
        if chance.random() < NOT_APPLICABLE:
            return "not_applicable"
        return "yes" if chance.random() < often else "no"


def _otherwise(answer: Answered) -> Answered:
    return "no" if answer == "yes" else "yes"
