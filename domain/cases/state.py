"""One case as far as it has been read. What is said about the person is not in it: no decision rests on that."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from types import MappingProxyType

from domain.cases.events import Answered, CaseSampled
from domain.refusals import Refusal

__all__ = ["COMPLETE", "NO_CASE", "CaseRead", "not_open"]


@dataclass(frozen=True, slots=True)
class CaseRead:
    """One case as far as it has been read.

    Attributes:
        sampled: the draw that put it into the sample; None if it is not in any.
        answers: the latest answer to each key question.
        interviewed: whether the interview was held; None while nobody has said.
        complete: whether the read is finished.
        referenced: whether the reference under which the provider knows the case has been noted.
    """

    sampled: CaseSampled | None = None
    answers: MappingProxyType[str, Answered] = field(default_factory=lambda: MappingProxyType({}))
    interviewed: bool | None = None
    complete: bool = False
    referenced: bool = False

    def answered(self, answers: Iterable[tuple[str, Answered]]) -> "CaseRead":
        """With further answers, of which each replaces an earlier one to the same question."""
        latest = self.answers.copy()
        latest.update(answers)
        # Spelled out, for this is folded more often than all else together, and ``replace`` takes twice as long.
        return CaseRead(
            self.sampled, MappingProxyType(latest), self.interviewed, self.complete, self.referenced
        )

    @property
    def status(self) -> str:
        """``to-read``, ``begun`` or ``complete``."""
        if self.complete:
            return "complete"
        return "begun" if self.answers or self.interviewed is not None else "to-read"

    @property
    def unanswered(self) -> tuple[str, ...]:
        """The key questions that have no answer yet, in order."""
        questions = self.sampled.key_questions if self.sampled else ()
        return tuple(question for question in questions if question not in self.answers)


NO_CASE = Refusal("unknown-case", "There is no such case in any sample.")
COMPLETE = Refusal("read-complete", "The read of this case is finished; re-open it to change anything.")


def not_open(state: CaseRead) -> Refusal | None:
    """Why nothing can be said about a case at present: it is in no sample, or its read is finished."""
    if state.sampled is None:
        return NO_CASE
    return COMPLETE if state.complete else None
