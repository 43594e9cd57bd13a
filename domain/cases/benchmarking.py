"""A benchmarking exercise: many inspectors read one anonymised case, then compare and learn (004 §4.13).

Nobody is shown another's answers before the exercise is closed. It belongs to no inspection and changes no rating.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from types import MappingProxyType
from typing import ClassVar, assert_never

from pydantic import Field

from domain.cases.events import Answered
from domain.decider import Decided, Decider, rule, rules
from domain.given import Given
from domain.messages import Command, Event
from domain.ratings.consistency import krippendorffs_alpha
from domain.refusals import Refusal
from domain.streams import benchmark_stream
from domain.text import Digest, Line, Opaque, Prose, Reference, StandardId

__all__ = [
    "BENCHMARK",
    "AnswerBenchmark",
    "Benchmark",
    "BenchmarkAnswered",
    "BenchmarkClosed",
    "BenchmarkEvent",
    "BenchmarkOpened",
    "CloseBenchmark",
    "OpenBenchmark",
    "Outcome",
    "outcome",
]


class _BenchmarkOrder(Command):
    """A command to one exercise.

    Attributes:
        benchmark: its code.
    """

    benchmark: Reference

    @property
    def stream(self) -> str:
        """The exercise."""
        return benchmark_stream(self.benchmark)


class OpenBenchmark(_BenchmarkOrder):
    """Open an exercise: many inspectors read one anonymised case.

    Attributes:
        title: what it is called; it says nothing about a person.
        document: the anonymised case, a file.
        key_questions: those that are asked of it; give it once for each.
        readers: the inspectors who are to read it, opaque; at least two.
    """

    verb: ClassVar[str] = "open-benchmark"
    title: Line
    document: Digest
    key_questions: tuple[StandardId, ...] = Field(min_length=1, max_length=200)
    readers: tuple[Opaque, ...] = Field(min_length=1, max_length=200)


class AnswerBenchmark(_BenchmarkOrder):
    """Hand in one's own answers to an exercise, once, all of them.

    Attributes:
        answers: pairs of key question and answer.
    """

    verb: ClassVar[str] = "answer-benchmark"
    answers: tuple[tuple[StandardId, Answered], ...] = Field(min_length=1, max_length=200)


class CloseBenchmark(_BenchmarkOrder):
    """Close an exercise with what was learnt; from then on the answers are shown.

    Attributes:
        learning: what was learnt, point by point; it names nobody.
    """

    verb: ClassVar[str] = "close-benchmark"
    learning: tuple[Prose, ...] = Field(min_length=1, max_length=50)


class BenchmarkOpened(Event):
    """An exercise was opened."""

    name: ClassVar[str] = "benchmark.opened.v1"
    title: Line
    document: Digest
    key_questions: tuple[StandardId, ...]
    readers: tuple[Opaque, ...]


class BenchmarkAnswered(Event):
    """One of the inspectors handed in their answers."""

    name: ClassVar[str] = "benchmark.answered.v1"
    reader: Opaque
    answers: tuple[tuple[StandardId, Answered], ...]


class BenchmarkClosed(Event):
    """The exercise was closed, with what was learnt."""

    name: ClassVar[str] = "benchmark.closed.v1"
    learning: tuple[Prose, ...]


BenchmarkEvent = BenchmarkOpened | BenchmarkAnswered | BenchmarkClosed


@dataclass(frozen=True, slots=True)
class Benchmark:
    """One exercise.

    Attributes:
        opened: how it was opened; None before.
        answers: the answers of each reader who handed them in.
        closed: what was learnt; None while it is open.
    """

    opened: BenchmarkOpened | None = None
    answers: Mapping[str, Mapping[str, Answered]] = field(default_factory=lambda: MappingProxyType({}))
    closed: BenchmarkClosed | None = None

    @property
    def awaited(self) -> tuple[str, ...]:
        """The readers who have not handed in their answers."""
        readers = self.opened.readers if self.opened else ()
        return tuple(each for each in readers if each not in self.answers)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one key question of an exercise.

    Attributes:
        question: its number.
        counts: how many gave each answer.
        commonest: the part of the readers who gave the commonest answer.
    """

    question: str
    counts: Mapping[str, int]
    commonest: Fraction


def outcome(state: Benchmark) -> tuple[tuple[Outcome, ...], Fraction | None]:
    """What came of an exercise, by key question, and Krippendorff's alpha over all of them."""
    questions = state.opened.key_questions if state.opened else ()
    units = [[each.get(question) for each in state.answers.values()] for question in questions]
    found = []
    for question, given in zip(questions, units, strict=True):
        counts: Counter[str] = Counter(answer for answer in given if answer is not None)
        found.append(
            Outcome(question, dict(counts), Fraction(max(counts.values(), default=0), len(given) or 1))
        )
    return tuple(found), krippendorffs_alpha(units)


def _evolve(state: Benchmark, event: BenchmarkEvent) -> Benchmark:
    match event:
        case BenchmarkOpened():
            return replace(state, opened=event)
        case BenchmarkAnswered():
            given = MappingProxyType({**state.answers, event.reader: dict(event.answers)})
            return replace(state, answers=given)
        case BenchmarkClosed():
            return replace(state, closed=event)
        case _:
            assert_never(event)


def _not_open(state: Benchmark) -> Refusal | None:
    if state.opened is None:
        return Refusal("unknown-benchmark", "There is no such exercise.")
    return Refusal("benchmark-closed", "This exercise is closed.") if state.closed else None


@rule(
    OpenBenchmark, events=[BenchmarkOpened], refusals=["benchmark-exists", "listed-twice", "too-few-readers"]
)
def open_benchmark(state: Benchmark, command: OpenBenchmark, _given: Given) -> Decided:
    """Opens an exercise in which many inspectors read one anonymised case."""
    if state.opened is not None:
        return Refusal("benchmark-exists", f"There is an exercise {command.benchmark} already.")
    for named in (command.key_questions, command.readers):
        if len(set(named)) != len(named):
            return Refusal("listed-twice", "A key question or a reader is listed twice.")
    if len(command.readers) < 2:
        return Refusal("too-few-readers", "An exercise is for at least two inspectors.")
    return (
        BenchmarkOpened(
            title=command.title,
            document=command.document,
            key_questions=command.key_questions,
            readers=command.readers,
        ),
    )


@rule(
    AnswerBenchmark,
    events=[BenchmarkAnswered],
    refusals=["unknown-benchmark", "benchmark-closed", "not-reader", "handed-in", "questions-unanswered"],
)
def answer_benchmark(state: Benchmark, command: AnswerBenchmark, given: Given) -> Decided:
    """Takes an inspector's own answers, once; nobody is shown them before the exercise is closed."""
    if (refusal := _not_open(state)) or state.opened is None:
        return refusal or ()
    if given.actor.id not in state.opened.readers:
        return Refusal("not-reader", "Only those who were asked to can take part in this exercise.")
    if given.actor.id in state.answers:
        return Refusal("handed-in", "These answers have been handed in already, and are not changed.")
    asked = [question for question, _ in command.answers]
    if sorted(asked) != sorted(state.opened.key_questions):
        return Refusal(
            "questions-unanswered", f"Answer each of these once: {', '.join(state.opened.key_questions)}."
        )
    return (BenchmarkAnswered(reader=given.actor.id, answers=command.answers),)


@rule(
    CloseBenchmark,
    events=[BenchmarkClosed],
    refusals=["unknown-benchmark", "benchmark-closed", "too-few-answers"],
)
def close_benchmark(state: Benchmark, command: CloseBenchmark, _given: Given) -> Decided:
    """Closes an exercise that at least two inspectors took part in, with what was learnt."""
    if refusal := _not_open(state):
        return refusal
    if len(state.answers) < 2:
        return Refusal(
            "too-few-answers", "With fewer than two inspectors' answers there is nothing to compare."
        )
    return (BenchmarkClosed(learning=command.learning),)


BENCHMARK = Decider(
    kind="benchmark",
    initial=Benchmark(),
    rules=rules([open_benchmark, answer_benchmark, close_benchmark]),
    evolve=_evolve,
    silent=(BenchmarkOpened, BenchmarkAnswered, BenchmarkClosed),
)
"""One benchmarking exercise."""
