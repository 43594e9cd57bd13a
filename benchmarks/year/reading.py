"""How the cases of one inspection of the year are read: by whom, with what answers, and by whom again.

What is answered is drawn here, and kept here: from it the ratings are worked out beside Assay.
"""

from typing import TYPE_CHECKING

from benchmarks.year.ground import Deed
from domain.cases.commands import (
    AllocateCase,
    CompleteCaseRead,
    RecordAnswers,
    RecordInterview,
    ReopenCaseRead,
)
from domain.cases.events import Answered
from domain.cases.reading import CaseRead
from domain.cases.second_commands import (
    AllocateSecondRead,
    CompleteSecondRead,
    DecideDifference,
    RecordSecondAnswers,
)
from domain.inspections.commands import DrawSecondReads
from domain.messages import Command
from domain.people.roles import Role

if TYPE_CHECKING:
    from benchmarks.year.walking import YearWalk

__all__ = ["Reading"]

DAYS = 3
READERS = 6
NO_INTERVIEW = 0.1
NOT_APPLICABLE = 0.06
DIFFERS = 0.1
Answers = dict[str, Answered]


class Reading:
    """The case reads of one inspection.

    Attributes:
        answers: the answers that count, of each case.
        twice: the cases that are read twice.
        differences: how many answers were decided on.
    """

    def __init__(self, walk: "YearWalk") -> None:
        """Read for an inspection."""
        self.walk, self.chance = walk, walk.chance
        self.answers: dict[str, Answers] = {}
        self.twice: tuple[str, ...] = ()
        self.differences = 0
        self._good = self.chance.uniform(0.5, 0.95)
        self._often: dict[str, float] = {}

    def allot(self) -> None:
        """Draw which cases are read twice, and give every read to somebody."""
        walk = self.walk
        if walk.protocol.second_reads is not None:
            walk.give(DrawSecondReads(inspection=walk.reference), Role.LEAD_INSPECTOR)
        state = walk.state
        self.twice = state.twice
        chores: list[list[Deed]] = []
        for place, case in enumerate(state.sampled):
            deeds: list[Deed] = [(AllocateCase(case=case, reader=_reader(place)), Role.LEAD_INSPECTOR, None)]
            if case in self.twice:
                again = AllocateSecondRead(case=case, reader=_reader(place + 1))
                deeds.append((again, Role.LEAD_INSPECTOR, None))
            chores.append(deeds)
        walk.year.side_by_side(chores)

    def read_all(self) -> None:
        """Read what is still open, over some days; then decide where two readers differ."""
        sampled = list(self.walk.state.sampled)
        reads = self.walk.year.states(sampled)
        wanted = [(place, case) for place, case in enumerate(sampled) if not reads[case].complete]
        share = -(-len(wanted) // DAYS)
        for day in range(DAYS if wanted else 0):
            chores = []
            for place, case in wanted[day * share : (day + 1) * share]:
                deeds = self._read(case, reads[case], _reader(place))
                if case in self.twice:
                    deeds += self._read_again(case, _reader(place + 1))
                chores.append(deeds)
            self.walk.year.side_by_side(chores)
            self.walk.wait(1)

    def read_otherwise(self) -> None:
        """Open the first case that was read once again, and turn its answers round."""
        sampled = list(self.walk.state.sampled)
        place = next(place for place, case in enumerate(sampled) if case not in self.twice)
        case, who = sampled[place], _reader(place)
        other: dict[Answered, Answered] = {"yes": "no", "no": "yes", "not_applicable": "yes"}
        found = {question: other[answer] for question, answer in self.answers[case].items()}
        give = self.walk.give
        give(ReopenCaseRead(case=case, reason="It was misread."), Role.INSPECTOR, who)
        give(RecordAnswers(case=case, answers=tuple(found.items())), Role.INSPECTOR, who)
        give(CompleteCaseRead(case=case), Role.INSPECTOR, who)
        self.answers[case] = found

    def _read(self, case: str, read: CaseRead, who: str) -> list[Deed]:
        assert read.sampled is not None
        found = self._found(read.sampled.key_questions)
        held = self.chance.random() >= NO_INTERVIEW
        today = self.walk.year.today
        self.answers[case] = found
        deeds: list[Command] = [
            RecordInterview(case=case, held_on=today) if held else RecordInterview(case=case, reason="Left.")
        ]
        if found:
            deeds.append(RecordAnswers(case=case, answers=tuple(found.items())))
        deeds.append(CompleteCaseRead(case=case))
        return [(each, Role.INSPECTOR, who) for each in deeds]

    def _read_again(self, case: str, who: str) -> list[Deed]:
        first = self.answers[case]
        second = {
            question: _otherwise(answer) if self.chance.random() < DIFFERS else answer
            for question, answer in first.items()
        }
        deeds: list[Deed] = [
            (RecordSecondAnswers(case=case, answers=tuple(second.items())), Role.INSPECTOR, who),
            (CompleteSecondRead(case=case), Role.INSPECTOR, who),
        ]
        for question, answer in second.items():
            if answer == first[question]:
                continue
            self.differences += 1
            counts = self.chance.choice((answer, first[question]))
            decide = DecideDifference(case=case, question=question, answer=counts, reason="It was weighed.")
            deeds.append((decide, Role.QUALITY_LEAD, None))
            self.answers[case] = {**self.answers[case], question: counts}
        return deeds

    def _found(self, questions: tuple[str, ...]) -> Answers:
        return {question: self._answer(question) for question in questions}

    def _answer(self, question: str) -> Answered:
        if question not in self._often:
            self._often[question] = min(1.0, max(0.0, self._good + self.chance.uniform(-0.12, 0.12)))
        drawn = self.chance.random()
        if drawn < NOT_APPLICABLE:
            return "not_applicable"
        return "yes" if self.chance.random() < self._often[question] else "no"


def _reader(place: int) -> str:
    return f"inspector-{place % READERS + 1}"


def _otherwise(answer: Answered) -> Answered:
    return "no" if answer == "yes" else "yes"
