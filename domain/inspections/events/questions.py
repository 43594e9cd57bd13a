"""The questions that were set for an inspection, and what its cases said to them."""

from datetime import date
from typing import ClassVar

from domain.messages import Event, Message
from domain.text import LongLine, Prose, Reference, StandardId

__all__ = ["AnswersCounted", "QuestionAsked", "QuestionCounted", "QuestionsSet"]


class QuestionAsked(Message):
    """A question that is asked of every case of a list.

    Attributes:
        number: ``Q2.1`` is the first question about the second list of its kind of inspection.
        population: of which list.
        text: the question.
        applies_to: the cases to which alone it applies; None where it applies to every case.
        guidance: what a reader is told about answering it.
        prompts: yes or no questions that help to answer it, in the order of their letters.
    """

    number: StandardId
    population: Reference
    text: LongLine
    applies_to: LongLine | None = None
    guidance: LongLine | None = None
    prompts: tuple[LongLine, ...] = ()


class QuestionsSet(Event):
    """Whoever leads an inspection set the questions that are asked of its cases; they take the place of earlier ones.

    Attributes:
        questions: all of them, list by list.
        reason: why they took the place of others; None for the first.
        set_on: the day.
    """

    name: ClassVar[str] = "inspection.questions-set.v1"
    questions: tuple[QuestionAsked, ...]
    reason: Prose | None
    set_on: date


class QuestionCounted(Message):
    """What the cases of a list said to one question.

    Attributes:
        number: the question's number.
        population: of which list.
        yes: in how many cases it was answered yes.
        no: in how many no.
        not_applicable: in how many it did not apply.
    """

    number: StandardId
    population: Reference
    yes: int
    no: int
    not_applicable: int


class AnswersCounted(Event):
    """The answers of all cases were counted, as the gate of the case reads closed; no rating rests on them.

    Attributes:
        counts: question by question; of a case that was read twice, the answer that counts.
    """

    name: ClassVar[str] = "inspection.answers-counted.v1"
    counts: tuple[QuestionCounted, ...]
