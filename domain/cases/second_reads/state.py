"""The second read of a case: what happens in it, and where it stands (004 §4.13).

Its answers are in a stream of their own. Until both reads are in, nobody but its reader is shown them, and its reader
is not shown those of the first.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import ClassVar, assert_never

from domain.cases.events import Answered
from domain.cases.state import CaseRead
from domain.messages import Event
from domain.privacy.boxes import Private
from domain.text import CaseStream, Opaque, Reference, StandardId

__all__ = [
    "DifferenceDecided",
    "SecondAnswerNoted",
    "SecondAnswersRecorded",
    "SecondRead",
    "SecondReadAbandoned",
    "SecondReadAllocated",
    "SecondReadCompleted",
    "SecondReadDrawn",
    "SecondReadEvent",
    "SecondReadReopened",
    "SecondReadSetAside",
    "answers_that_count",
    "differences",
    "undecided",
    "whose",
]


class SecondReadDrawn(Event):
    """The case was drawn to be read a second time.

    Attributes:
        inspection: the inspection.
        case: the case.
        population: which list it stands in.
        key_questions: the questions that are asked of it, in order.
    """

    name: ClassVar[str] = "second-read.drawn.v1"
    inspection: Reference
    case: CaseStream
    population: Reference
    key_questions: tuple[StandardId, ...]


class SecondReadAllocated(Event):
    """The second read was given to an inspector who has no hand in the first."""

    name: ClassVar[str] = "second-read.allocated.v1"
    reader: Opaque
    proposed: Opaque | None = None
    reason: Private | None = None


class SecondAnswersRecorded(Event):
    """The second reader answered some of the key questions; a later answer replaces an earlier one."""

    name: ClassVar[str] = "second-read.answers-recorded.v1"
    answers: tuple[tuple[StandardId, Answered], ...]


class SecondAnswerNoted(Event):
    """The second reader noted something beside the answer to a key question."""

    name: ClassVar[str] = "second-read.answer-noted.v1"
    question: StandardId
    note: Private


class SecondReadCompleted(Event):
    """The second read was finished: every question is answered."""

    name: ClassVar[str] = "second-read.completed.v1"


class SecondReadReopened(Event):
    """The finished second read was opened again before the first was in, and why."""

    name: ClassVar[str] = "second-read.reopened.v1"
    reason: Private


class SecondReadAbandoned(Event):
    """The second read was given up, and why; the first read counts alone."""

    name: ClassVar[str] = "second-read.given-up.v1"
    reason: Private


class SecondReadSetAside(Event):
    """The second read is not going to be read any further, for the case is not.

    Attributes:
        code: why, as it is said of the case.
    """

    name: ClassVar[str] = "second-read.set-aside.v1"
    code: Reference


class DifferenceDecided(Event):
    """The quality lead decided which answer counts, and why; a later decision replaces an earlier one."""

    name: ClassVar[str] = "second-read.difference-decided.v1"
    question: StandardId
    answer: Answered
    reason: Private


SecondReadEvent = (
    SecondReadDrawn
    | SecondReadAllocated
    | SecondAnswersRecorded
    | SecondAnswerNoted
    | SecondReadCompleted
    | SecondReadReopened
    | SecondReadAbandoned
    | SecondReadSetAside
    | DifferenceDecided
)


@dataclass(frozen=True, slots=True)
class SecondRead:
    """One second read.

    Attributes:
        drawn: the draw; None if the case was not drawn for one.
        reader: who has it.
        former: who had it before.
        answers: the latest answer to each key question.
        notes: how many times something was noted beside the answer to each.
        complete: whether it is finished.
        given_up: whether it is not going to be read after all.
        set_aside: whether its case is not going to be read any further.
        decided: what the quality lead decided, by key question.
    """

    drawn: SecondReadDrawn | None = None
    reader: str | None = None
    former: frozenset[str] = frozenset()
    answers: Mapping[str, Answered] = field(default_factory=lambda: MappingProxyType({}))
    notes: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    complete: bool = False
    given_up: bool = False
    set_aside: bool = False
    decided: Mapping[str, Answered] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def over(self) -> bool:
        """Whether nothing of it is awaited any more: it is finished, given up, or set aside."""
        return self.complete or self.given_up or self.set_aside

    @property
    def begun(self) -> bool:
        """Whether anything has been said in it: an answer, or a note."""
        return bool(self.answers or self.notes or self.complete)

    @property
    def status(self) -> str:
        """``to-read``, ``begun``, ``complete``, ``given-up`` or ``set-aside``."""
        if self.set_aside:
            return "set-aside"
        if self.given_up:
            return "given-up"
        return "complete" if self.complete else "begun" if self.begun else "to-read"

    @property
    def unanswered(self) -> tuple[str, ...]:
        """The key questions that have no answer yet, in order."""
        questions = self.drawn.key_questions if self.drawn else ()
        return tuple(each for each in questions if each not in self.answers)


def evolve(state: SecondRead, event: SecondReadEvent) -> SecondRead:
    """Fold what happens to a second read."""
    match event:
        case SecondAnswersRecorded():
            return replace(state, answers=MappingProxyType(dict(state.answers) | dict(event.answers)))
        case SecondReadDrawn():
            return replace(state, drawn=event)
        case SecondReadAllocated():
            former = state.former | ({state.reader} if state.reader else frozenset())
            return replace(state, reader=event.reader, former=former)
        case SecondAnswerNoted():
            times = state.notes.get(event.question, 0) + 1
            return replace(state, notes=MappingProxyType({**state.notes, event.question: times}))
        case SecondReadCompleted():
            return replace(state, complete=True)
        case SecondReadReopened():
            return replace(state, complete=False)
        case SecondReadAbandoned():
            return replace(state, given_up=True)
        case SecondReadSetAside():
            return replace(state, set_aside=True)
        case DifferenceDecided():
            return replace(state, decided=MappingProxyType({**state.decided, event.question: event.answer}))
        case _:
            assert_never(event)


def differences(first: CaseRead, second: SecondRead) -> tuple[str, ...]:
    """The key questions that the two readers answered differently, in order; none while either read is open."""
    if not first.both_in or second.drawn is None:
        return ()
    return tuple(
        each for each in second.drawn.key_questions if first.answers.get(each) != second.answers.get(each)
    )


def undecided(first: CaseRead, second: SecondRead) -> tuple[str, ...]:
    """The differences on which the quality lead has yet to decide, in order."""
    return tuple(each for each in differences(first, second) if each not in second.decided)


def whose(first: CaseRead, second: SecondRead) -> Mapping[str, str]:
    """For each key question that was answered twice and differently, or decided on: whose answer counts.

    ``first``, ``second``, ``both`` where a decision confirms what both said, or ``quality-lead`` where it is neither's.
    """
    if second.given_up:
        return {}
    found: dict[str, str] = {}
    for question in sorted({*differences(first, second), *second.decided}):
        decided = second.decided.get(question, first.answers.get(question))
        same = [first.answers.get(question) == decided, second.answers.get(question) == decided]
        found[question] = {(True, True): "both", (True, False): "first", (False, True): "second"}.get(
            (same[0], same[1]), "quality-lead"
        )
    return found


def answers_that_count(first: CaseRead, second: SecondRead | None) -> Mapping[str, Answered]:
    """The answers from which ratings are derived: the first reader's, with what the quality lead decided instead."""
    if second is None or second.given_up or not second.decided:
        return first.answers
    return {**first.answers, **second.decided}
