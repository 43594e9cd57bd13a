"""Inspections drawn at random from a seed, with everything that bears on a rating in one or another of them."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Literal

from domain.canonical import sha256_hex
from domain.cases.commands import (
    AllocateCase,
    CompleteCaseRead,
    RecordAnswers,
    RecordInterview,
    ReopenCaseRead,
)
from domain.cases.events import Answered
from domain.cases.lists.commands import CloseCaseList
from domain.cases.second_reads.commands import (
    AllocateSecondRead,
    CompleteSecondRead,
    DecideDifference,
    GiveUpSecondRead,
    RecordSecondAnswers,
)
from domain.cases.second_reads.state import SecondRead, undecided
from domain.cases.state import CaseRead
from domain.cases.streams import second_read_of
from domain.inspections.commands import (
    AcceptChallenge,
    AgreeToNewList,
    CloseCaseReads,
    DecideRatings,
    DepartureAsked,
    DrawSecondReads,
    HandInCaseList,
    LeaveUnrated,
    RaiseChallenge,
    ReopenCaseReads,
    ReplaceCase,
    ReplaceCaseList,
    ScoreCriterion,
    WaiveSecondReads,
)
from domain.inspections.kinds.protocol import Population, Protocol
from domain.messages import Command
from domain.panels.commands import ClosePanel
from domain.people.roles import Role
from tests.support.dossiers.drawn import FIRST, SECOND, DossierHouse
from tests.support.kinds.lists import CaseListAtHand
from tests.support.kinds.walk import KindWalk

__all__ = ["RandomWalk"]


@dataclass(frozen=True)
class Corrected(CaseListAtHand):
    """A corrected list, in the place of one that was faulty."""

    @property
    def stream(self) -> str:
        return "list-" + sha256_hex(f"{self.inspection} {self.population.id} corrected".encode())[:32]

    @property
    def digest(self) -> str:
        return sha256_hex(super().digest.encode())

    def before_the_seed(self) -> Iterator[Command]:
        for each in super().before_the_seed():
            if isinstance(each, HandInCaseList):
                yield ReplaceCaseList(**dict(each), reason="Cases were missing.")
            else:
                yield each


class RandomWalk(KindWalk):
    """An inspection whose samples, answers and judgements are drawn; it goes as far as a decision."""

    ground: DossierHouse

    def __init__(
        self, protocol: Protocol, house: DossierHouse, reference: str, random: Random, cases: int = 6
    ) -> None:
        """Set out; ``cases`` is the longest list there may be."""
        super().__init__(protocol, house, reference)
        self.random, self.cases = random, cases
        self.leaning = random.choice([0.2, 0.5, 0.65, 0.8, 0.95])
        self.met: Counter[str] = Counter()
        """What came about on the way, by a word for it."""
        house.turn(house.calendar.after(protocol.in_force_from, 1))

    def _now_and_then(self, share: float, what: str) -> bool:
        """Whether something comes about, in so many of all; noted if it does."""
        if self.random.random() >= share:
            return False
        self.met[what] += 1
        return True

    def listed(self, population: Population) -> int:
        number = self.random.choice([0, 1, self.cases, self.random.randint(1, self.cases)])
        if number == 0:
            self.met["empty list"] += 1
        return number

    def draw_samples(self) -> None:
        """Draw from every list, and now and then replace a case, and then a whole list."""
        super().draw_samples()
        if not self.protocol.populations or self.random.random() >= 0.25:
            return
        population = self.random.choice(self.protocol.populations)
        if (
            self.state.sampled
            and self.protocol.second_reads
            and self._now_and_then(0.5, "second reads again")
        ):
            self._draw_twice()
        agreed = AgreeToNewList(inspection=self.reference, population=population.id, reason="It is faulty.")
        self.give(agreed, Role.QUALITY_LEAD)
        self._draw_from(Corrected(self.reference, population, self.listed(population)))
        self.met["list replaced"] += 1

    def draw(self, population: Population) -> None:
        cases = CaseListAtHand(self.reference, population, self.listed(population))
        self._draw_from(cases)
        frame = next(
            (each.frame for each in cases.before_the_seed() if isinstance(each, CloseCaseList)), None
        )
        while len(present := self._present(population)) > 1 and self._now_and_then(0.2, "case replaced"):
            case = self.random.choice(present)
            self.give(ReplaceCase(inspection=self.reference, case=case, code="file-missing", frame=frame))

    def _present(self, population: Population) -> list[str]:
        """The cases that stand in a sample now."""
        drawn = self.state.samples[population.id].cases
        return [case for case in map(self.state.in_place_of, drawn) if case is not None]

    def _draw_from(self, cases: CaseListAtHand) -> None:
        for command in cases.before_the_seed():
            self.give(command)
        self.give(cases.draw(self.ground.head(cases.stream)))

    def draw_second_reads(self) -> None:
        """They are drawn, or waived, when reading begins."""

    def _judged(self) -> list[tuple[str, str]]:
        scheme = self.ground.library.scheme(self.protocol.scheme or "")
        assert scheme is not None
        return [(id_, self.random.choice(scheme.levels).id) for id_, _ in super()._judged()]

    def leave(self, standard: str) -> None:
        super().leave(standard)
        self.met["left unrated"] += 1

    def _scored(self, criterion: str) -> Command:
        """A criterion gets any percentage, or none."""
        if self._now_and_then(0.2, "left unrated"):
            return LeaveUnrated(inspection=self.reference, standard=criterion, reason="Nobody could say.")
        percent = self.random.randint(0, 100)
        return ScoreCriterion(
            inspection=self.reference, standard=criterion, percent=percent, reason="As met."
        )

    def answers(self, questions: tuple[str, ...]) -> tuple[tuple[str, Answered], ...]:
        def one() -> Answered:
            if self.random.random() < 0.15:
                return "not_applicable"
            return "yes" if self.random.random() < self.leaning else "no"

        return tuple((each, one()) for each in questions)

    def read_cases(self) -> None:
        """Read them all and close the gate; now and then open it again and put an answer right."""
        super().read_cases()
        alone = [case for case in self.state.sampled if case not in self.state.twice]
        if alone and self._now_and_then(0.2, "reads reopened"):
            self.give(ReopenCaseReads(inspection=self.reference, reason="An answer was wrong."))
            self._put_right(self.random.choice(alone))
            self.give(CloseCaseReads(inspection=self.reference))
            self.look_back()

    def _put_right(self, case: str, *, every: bool = False) -> None:
        """Answer the first question of a case anew, or every one."""
        read = self.ground.state(case)
        assert isinstance(read, CaseRead)
        assert read.sampled is not None
        self.ground.give(ReopenCaseRead(case=case, reason="It was Zq7Canary-wrong."), who=FIRST)
        if read.sampled.key_questions:
            asked = read.sampled.key_questions if every else read.sampled.key_questions[:1]
            self.ground.give(RecordAnswers(case=case, answers=self.answers(asked)), who=FIRST)
        self.ground.give(CompleteCaseRead(case=case), who=FIRST)

    def read_cases_but_not_close(self) -> None:
        twice = self._drawn_twice() if self.protocol.settles_second_reads else ()
        for case in self.state.sampled:
            read = self.ground.state(case)
            assert isinstance(read, CaseRead)
            assert read.sampled is not None
            questions = read.sampled.key_questions
            if case in twice:
                self.ground.give(AllocateCase(case=case, reader=FIRST))
            self.ground.give(RecordInterview(case=case, reason="There was Zq7Canary-interview."), who=FIRST)
            if questions:
                self.record_answers(case, questions)
            self.ground.give(CompleteCaseRead(case=case), who=FIRST)
            if case in twice:
                self._read_again(case, questions)

    def record_answers(self, case: str, questions: tuple[str, ...]) -> None:
        """Answer all questions; now and then one of them is put right."""
        self.ground.give(RecordAnswers(case=case, answers=self.answers(questions)), who=FIRST)
        if self.random.random() < 0.2:
            self.ground.give(RecordAnswers(case=case, answers=self.answers(questions[:1])), who=FIRST)

    def _drawn_twice(self) -> tuple[str, ...]:
        again = bool(self.state.twice_again)
        if self.state.read_twice is None and (
            not self.state.sampled
            or not self.protocol.percent_read_twice
            or self._now_and_then(0.2, "second reads waived")
        ):
            self.give(WaiveSecondReads(inspection=self.reference, reason="There is nobody."))
            return ()
        if self.state.read_twice is None or again:
            self._draw_twice()
        if self.state.twice:
            self.met["read twice"] += 1
        return self.state.twice

    def _draw_twice(self) -> None:
        self.give(DrawSecondReads(inspection=self.reference))

    def _read_again(self, case: str, questions: tuple[str, ...]) -> None:
        if self._now_and_then(0.2, "second read given up"):
            self.ground.give(GiveUpSecondRead(case=case, reason="They are Zq7Canary-ill."))
            return
        self.ground.give(AllocateSecondRead(case=case, reader=SECOND))
        self.ground.give(RecordSecondAnswers(case=case, answers=self.answers(questions)), who=SECOND)
        self.ground.give(CompleteSecondRead(case=case), who=SECOND)
        first, second = self.ground.state(case), self.ground.state(second_read_of(case))
        assert isinstance(first, CaseRead)
        assert isinstance(second, SecondRead)
        open_ = undecided(first, second)
        for question in (*open_, *(questions[:1] if self.random.random() < 0.3 else ())):
            ((_, answer),) = self.answers((question,))
            self.met["difference decided"] += 1
            self.ground.give(
                DecideDifference(case=case, question=question, answer=answer, reason="It is Zq7Canary-so."),
                who="quality-1",
            )

    def decide(self) -> None:
        """Decide as the rule gives it; or, where the kind has a panel, now and then depart from it."""
        if self.protocol.panel is None or self.random.random() < 0.5:
            super().decide()
            return
        self.derive()
        derived = self.state.derived
        assert derived is not None
        panel, rule = self.convene(), self.protocol.panel
        self.give(
            DecideRatings(
                inspection=self.reference,
                panel=panel,
                derivation=derived.trace_digest,
                departures=tuple(self._departures(derived.overall)),
                pack=self.issue_pack(panel, derived.trace_digest) if rule.pack else None,
                consistency="As elsewhere this year.",
            )
        )
        self.ground.give(ClosePanel(panel=panel, minutes="Said of others."))

    def _departures(self, overall: str | None) -> Iterator[DepartureAsked]:
        """From a standard, where the scheme lets a panel depart from one, and from the overall rating."""
        scheme, derived = self.ground.library.scheme(self.protocol.scheme or ""), self.state.derived
        assert scheme is not None
        assert derived is not None
        trigger = next(iter(scheme.departures.triggers), "What was seen.")
        rated = [each for each in derived.ratings if each.rating is not None]
        open_ = [each for each in rated if each.standard in scheme.departures.standards]
        for each in open_[:1] if self._now_and_then(0.4, "departure from a standard") else ():
            decided = self.random.choice([level.id for level in scheme.levels if level.id != each.rating])
            yield DepartureAsked(
                subject=each.standard,
                decided=decided,
                trigger=trigger,
                reason=f"As was said of {each.standard}.",
            )
            return  # what the rule then gives overall is for the verifiers to find
        if overall is not None and scheme.departures.overall and self._now_and_then(0.7, "departure overall"):
            decided = self.random.choice([each.id for each in scheme.levels if each.id != overall])
            yield DepartureAsked(
                subject="overall",
                decided=decided,
                trigger=trigger,
                reason=f"As was said of {rated[0].standard}.",
            )

    def to_a_decision(self) -> None:
        """Go on until the ratings have been decided."""
        self.announce()
        while self.state.decided is None:
            step = self._next()
            assert step is not None, "it has come to its end without a decision"
            step()

    def point_accepted(self, touches: Literal["wording", "judgement"], place: str | None = None) -> None:
        """Draft and send the report, and accept a point that the provider raises on it."""
        self.draft_and_send()
        self.give(
            RaiseChallenge(
                inspection=self.reference, challenge=touches, about="Staff", text="Not so.", place=place
            )
        )
        self.give(
            AcceptChallenge(
                inspection=self.reference, challenge=touches, touches=touches, amendment="There are forty."
            )
        )
