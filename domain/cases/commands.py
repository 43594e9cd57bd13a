"""What an inspector may do with a case."""

from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from domain.cases.events import Answered
from domain.messages import Command
from domain.privacy.confidence import CaseNote, InConfidence
from domain.text import CaseStream, Line, Opaque, PromptId, Reference, StandardId

__all__ = [
    "AllocateCase",
    "CaseCommand",
    "CaseOrder",
    "CompleteCaseRead",
    "NoteAnswer",
    "NoteCaseReference",
    "NoteReadsShown",
    "RecordAnswers",
    "RecordCharacteristics",
    "RecordClassification",
    "RecordInterview",
    "RecordPrompts",
    "ReopenCaseRead",
    "StandIn",
]


class CaseOrder(Command):
    """A command to one case.

    Attributes:
        case: the case, by its code as listed, such as case-0f3a….
    """

    case: CaseStream

    @property
    def stream(self) -> str:
        """The case."""
        return self.case


class RecordInterview(CaseOrder):
    """Note the interview with the responsible officer, or why there was none.

    Attributes:
        held_on: the day it was held; None if there was none.
        reason: why there was none; needed exactly then.
    """

    verb: ClassVar[str] = "record-interview"
    held_on: date | None = None
    reason: CaseNote | None = None


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
    reason: CaseNote


class NoteCaseReference(CaseOrder):
    """Note the reference under which the provider knows a case.

    Attributes:
        reference: the reference, as the provider's list has it.
    """

    verb: ClassVar[str] = "note-reference"
    reference: Annotated[Line, InConfidence("case-reference")]


class NoteAnswer(CaseOrder):
    """Note something beside the answer to a key question.

    Attributes:
        question: the key question, by its number.
        note: what was seen.
    """

    verb: ClassVar[str] = "note-answer"
    question: StandardId
    note: CaseNote


class RecordCharacteristics(CaseOrder):
    """Record protected characteristics of the person that a case is about, all that were given, at once.

    Attributes:
        characteristics: pairs of a characteristic and the group, or prefer-not-to-say.
    """

    verb: ClassVar[str] = "record-characteristics"
    characteristics: tuple[
        tuple[Reference, Annotated[Line, InConfidence("protected-characteristic")]], ...
    ] = Field(min_length=1, max_length=20)


class AllocateCase(CaseOrder):
    """Give a case to an inspector to read.

    Attributes:
        reader: the inspector, opaque.
        proposed: whom the allocation by skill, load and conflict proposed, if anybody.
        reason: why it is another than proposed, or than before; needed exactly then.
    """

    verb: ClassVar[str] = "allocate-case"
    reader: Opaque
    proposed: Opaque | None = None
    reason: CaseNote | None = None


class StandIn(CaseOrder):
    """Take up a case oneself, beside the inspector who has it."""

    verb: ClassVar[str] = "stand-in"
    reason: CaseNote


class RecordPrompts(CaseOrder):
    """Answer prompts under the key questions of a case, all or some.

    Attributes:
        prompts: pairs of prompt and answer.
    """

    verb: ClassVar[str] = "record-prompts"
    prompts: tuple[tuple[PromptId, Answered], ...] = Field(min_length=1, max_length=400)


class RecordClassification(CaseOrder):
    """Record how a case is classified, by the provider, by the inspector, or by both.

    Attributes:
        aspect: what is classified: risk-of-serious-harm.
        provider: the class that the provider gave.
        inspector: the class that the inspector would give.
    """

    verb: ClassVar[str] = "record-classification"
    aspect: Reference
    provider: Reference | None = None
    inspector: Reference | None = None


class NoteReadsShown(CaseOrder):
    """Note that reads of a case, which are kept apart, came into the hands of somebody who reads neither.

    Attributes:
        to: to whom.
        first: whether anything had been said in the first read by then; or an alert may tell what it says.
        second: whether anything had been said in the second; or an alert may tell what it says.
    """

    verb: ClassVar[str] = "note-reads-shown"
    to: Opaque
    first: bool
    second: bool


CaseCommand = (
    RecordInterview
    | RecordAnswers
    | CompleteCaseRead
    | ReopenCaseRead
    | NoteCaseReference
    | NoteAnswer
    | RecordCharacteristics
    | AllocateCase
    | StandIn
    | RecordPrompts
    | RecordClassification
    | NoteReadsShown
)
