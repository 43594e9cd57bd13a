"""What an inspector may do with a case."""

from datetime import date
from typing import ClassVar

from pydantic import Field

from domain.cases.events import Answered
from domain.messages import Command
from domain.text import CaseStream, Prose, StandardId

__all__ = ["CaseCommand", "CompleteCaseRead", "RecordAnswers", "RecordInterview", "ReopenCaseRead"]


class CaseOrder(Command):
    """A command to one case.

    Attributes:
        case: the case, by its code as listed, such as case-0f3a….
    """

    case: CaseStream

    @property
    def stream(self) -> str:
        """The stream that is commanded."""
        return self.case


class RecordInterview(CaseOrder):
    """Note the interview with the responsible officer, or why there was none.

    Attributes:
        held_on: the day it was held; None if there was none.
        reason: why there was none; needed exactly then.
    """

    verb: ClassVar[str] = "record-interview"
    held_on: date | None = None
    reason: Prose | None = None


class RecordAnswers(CaseOrder):
    """Answer key questions of a case, all or some.

    Attributes:
        answers: pairs of key question and answer.
    """

    verb: ClassVar[str] = "record-answers"
    answers: tuple[tuple[StandardId, Answered], ...] = Field(min_length=1, max_length=200)


class CompleteCaseRead(CaseOrder):
    """Finish the read of a case."""

    verb: ClassVar[str] = "complete-case-read"


class ReopenCaseRead(CaseOrder):
    """Open a finished read again."""

    verb: ClassVar[str] = "reopen-case-read"
    reason: Prose


CaseCommand = RecordInterview | RecordAnswers | CompleteCaseRead | ReopenCaseRead
