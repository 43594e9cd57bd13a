"""What may be asked for about the second read of a case."""

from typing import ClassVar

from pydantic import Field

from domain.cases.commands import CaseOrder
from domain.cases.events import Answered
from domain.cases.streams import second_read_of
from domain.privacy.confidence import CaseNote
from domain.text import Opaque, StandardId

__all__ = [
    "AllocateSecondRead",
    "CompleteSecondRead",
    "DecideDifference",
    "GiveUpSecondRead",
    "NoteSecondAnswer",
    "RecordSecondAnswers",
    "ReopenSecondRead",
]


class SecondOrder(CaseOrder):
    """A command to the second read of one case."""

    @property
    def stream(self) -> str:
        """The case's second read."""
        return second_read_of(self.case)

    @property
    def subject(self) -> str:
        """Whom its private text is about: the same person as the first read is."""
        return self.case


class AllocateSecondRead(SecondOrder):
    """Give the second read of a case to an inspector.

    Attributes:
        reader: the inspector, opaque.
        proposed: whom the allocation by skill, load and conflict proposed, if anybody.
        reason: why it is another than proposed, or than before; needed exactly then.
    """

    verb: ClassVar[str] = "allocate-second-read"
    reader: Opaque
    proposed: Opaque | None = None
    reason: CaseNote | None = None


class RecordSecondAnswers(SecondOrder):
    """Answer key questions in the second read of a case, all or some.

    Attributes:
        answers: pairs of key question and answer.
    """

    verb: ClassVar[str] = "record-second-answers"
    answers: tuple[tuple[StandardId, Answered], ...] = Field(min_length=1, max_length=200)


class NoteSecondAnswer(SecondOrder):
    """Note something beside an answer in the second read of a case.

    Attributes:
        question: the key question, by its number.
        note: what was seen.
    """

    verb: ClassVar[str] = "note-second-answer"
    question: StandardId
    note: CaseNote


class CompleteSecondRead(SecondOrder):
    """Finish the second read of a case."""

    verb: ClassVar[str] = "complete-second-read"


class ReopenSecondRead(SecondOrder):
    """Open a finished second read again, before the first is in."""

    verb: ClassVar[str] = "reopen-second-read"
    reason: CaseNote


class GiveUpSecondRead(SecondOrder):
    """Give up the second read of a case; the first then counts alone."""

    verb: ClassVar[str] = "give-up-second-read"
    reason: CaseNote


class DecideDifference(SecondOrder):
    """Decide which answer counts in a case that was read twice.

    Attributes:
        question: the key question, by its number.
        answer: the answer that counts.
        reason: why.
    """

    verb: ClassVar[str] = "decide-difference"
    question: StandardId
    answer: Answered
    reason: CaseNote
