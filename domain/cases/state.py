"""One case as far as it has been read. What is said about the person is not in it: no decision rests on that."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from domain.cases.events import Answered, CaseAllocated, CaseEvent, CaseSampled
from domain.cases.readers import NOBODY, Readers
from domain.cases.streams import NO_CASE
from domain.refusals import Refusal
from domain.streams import inspection_stream

__all__ = [
    "NOTHING",
    "NO_CASE",
    "UNANSWERABLE",
    "Beside",
    "CaseRead",
    "inspection_of_case",
    "not_answerable",
    "not_open",
    "said",
]


@dataclass(frozen=True, slots=True)
class Beside:
    """What a read says besides its answers.

    Attributes:
        prompts: the latest answer to each prompt.
        classified: for each aspect the provider's class and the inspector's own.
        notes: how many times something was noted beside the answer to each key question.
        interview_on: the day of the interview, where the latest word is that it was held.
        reasons: how many times it was said why there was none.
    """

    prompts: Mapping[str, Answered] = field(default_factory=lambda: MappingProxyType({}))
    classified: Mapping[str, tuple[str | None, str | None]] = field(
        default_factory=lambda: MappingProxyType({})
    )
    notes: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    interview_on: date | None = None
    reasons: int = 0


NOTHING = Beside()


@dataclass(frozen=True, slots=True)
class CaseRead:
    """One case as far as it has been read.

    Attributes:
        sampled: the draw that put it into the sample; None if it is not in any, or not any more.
        answers: the latest answer to each key question.
        interviewed: whether the interview was held; None while nobody has said.
        complete: whether the read is finished.
        referenced: whether the reference under which the provider knows the case has been noted.
        readers: who reads it.
        beside: what the read says besides its answers.
        set_aside: the draw that once put it into a sample, where it was taken out again.
        had_by: to whom the case was allocated when the answer that stands was given, by key question.
    """

    sampled: CaseSampled | None = None
    answers: MappingProxyType[str, Answered] = field(default_factory=lambda: MappingProxyType({}))
    interviewed: bool | None = None
    complete: bool = False
    referenced: bool = False
    readers: Readers = NOBODY
    beside: Beside = NOTHING
    set_aside: CaseSampled | None = None
    had_by: MappingProxyType[str, str | None] = field(default_factory=lambda: MappingProxyType({}))

    def answered(self, answers: Iterable[tuple[str, Answered]]) -> "CaseRead":
        """With further answers, of which each replaces an earlier one to the same question."""
        latest, had_by, reader = self.answers.copy(), self.had_by.copy(), self.readers.reader
        for question, answer in answers:
            latest[question], had_by[question] = answer, reader
        # Spelled out, for this is folded more often than all else together, and ``replace`` takes twice as long.
        return CaseRead(
            self.sampled,
            MappingProxyType(latest),
            self.interviewed,
            self.complete,
            self.referenced,
            self.readers,
            self.beside,
            self.set_aside,
            MappingProxyType(had_by),
        )

    @property
    def status(self) -> str:
        """``to-read``, ``begun``, ``complete`` or ``set-aside``."""
        if self.set_aside:
            return "set-aside"
        if self.complete:
            return "complete"
        return "begun" if self.begun else "to-read"

    @property
    def begun(self) -> bool:
        """Whether anything has been said in its read: an answer, prompt, class or note, or of the interview."""
        beside = self.beside
        said_beside = beside.prompts or beside.classified or beside.notes
        return bool(self.answers or said_beside or self.complete or self.interviewed is not None)

    @property
    def drawn(self) -> CaseSampled | None:
        """The draw that put it into a sample, whether it is still in it or not."""
        return self.sampled or self.set_aside

    @property
    def unanswered(self) -> tuple[str, ...]:
        """The key questions that have no answer yet, in order."""
        questions = self.sampled.key_questions if self.sampled else ()
        return tuple(question for question in questions if question not in self.answers)

    @property
    def blind(self) -> bool:
        """Whether its two reads are still to be kept from each other: until both are in, or it is read no further."""
        return (
            self.sampled is not None
            and self.readers.paired
            and not (self.complete and self.readers.second_in)
        )

    @property
    def both_in(self) -> bool:
        """Whether it was read twice, to the end."""
        return self.readers.paired and self.complete and self.readers.second_in


COMPLETE = Refusal("read-complete", "The read of this case is finished; re-open it to change anything.")


def inspection_of_case(state: CaseRead, _command: object, _library: object) -> tuple[str, ...]:
    """What is read for a command about a case: the stream of the inspection that it was drawn for."""
    return (inspection_stream(state.sampled.inspection),) if state.sampled else ()


def not_open(state: CaseRead) -> Refusal | None:
    """Why nothing can be said about a case at present: it is in no sample, or its read is finished."""
    if state.sampled is None:
        return NO_CASE
    return COMPLETE if state.complete else None


UNANSWERABLE = ("unknown-case", "not-allocated", "not-reader", "read-complete")
"""The codes that :func:`not_answerable` may give."""


def not_answerable(state: CaseRead, person: str) -> Refusal | None:
    """Why somebody cannot answer anything in a case: it is not theirs to read, or not open."""
    if state.sampled is None:
        return NO_CASE
    return state.readers.barred(person) or not_open(state)


def said(state: CaseRead, person: str, event: CaseEvent) -> tuple[CaseEvent, ...]:
    """What is said in a read, as it is recorded: whoever says the first thing in a case that nobody has, has it then.

    So it stands on the case who read it, for every rule by which a reader may not do something else.
    """
    nobodys = state.readers.reader is None and not state.begun
    return (CaseAllocated(reader=person), event) if nobodys else (event,)
