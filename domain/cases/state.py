"""One case as far as it has been read. What is said about the person is not in it: no decision rests on that."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from domain.cases.events import Answered, CaseSampled
from domain.cases.readers import NOBODY, Readers
from domain.cases.streams import NO_CASE
from domain.refusals import Refusal

__all__ = [
    "COMPLETE",
    "NOTHING",
    "NO_CASE",
    "UNANSWERABLE",
    "Beside",
    "CaseRead",
    "not_answerable",
    "not_open",
]


@dataclass(frozen=True, slots=True)
class Beside:
    """What a read says besides its answers.

    Attributes:
        prompts: the latest answer to each prompt.
        classified: for each aspect the provider's class and the inspector's own.
        notes: how many times something was noted beside the answer to each key question.
    """

    prompts: Mapping[str, Answered] = field(default_factory=lambda: MappingProxyType({}))
    classified: Mapping[str, tuple[str | None, str | None]] = field(
        default_factory=lambda: MappingProxyType({})
    )
    notes: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))


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
    """

    sampled: CaseSampled | None = None
    answers: MappingProxyType[str, Answered] = field(default_factory=lambda: MappingProxyType({}))
    interviewed: bool | None = None
    complete: bool = False
    referenced: bool = False
    readers: Readers = NOBODY
    beside: Beside = NOTHING
    set_aside: CaseSampled | None = None

    def answered(self, answers: Iterable[tuple[str, Answered]]) -> "CaseRead":
        """With further answers, of which each replaces an earlier one to the same question."""
        latest = self.answers.copy()
        latest.update(answers)
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
        )

    @property
    def status(self) -> str:
        """``to-read``, ``begun``, ``complete`` or ``set-aside``."""
        if self.set_aside:
            return "set-aside"
        if self.complete:
            return "complete"
        return "begun" if self.answers or self.interviewed is not None else "to-read"

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
        """Whether its two reads are still to be kept from each other: until both are in."""
        return self.readers.paired and not (self.complete and self.readers.second_in)

    @property
    def both_in(self) -> bool:
        """Whether it was read twice, to the end."""
        return self.readers.paired and self.complete and self.readers.second_in


COMPLETE = Refusal("read-complete", "The read of this case is finished; re-open it to change anything.")


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
