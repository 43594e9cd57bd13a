"""The questions that are set for an inspection whose kind has no standards framework."""

from typing import ClassVar

from pydantic import Field

from domain.inspections.commands.order import InspectionOrder
from domain.messages import Message
from domain.text import LongLine, Prose, Reference

__all__ = ["QuestionWanted", "SetQuestions"]

MOST_QUESTIONS, MOST_PROMPTS = 99, 26
"""A question has a number of at most two digits, and a prompt a letter."""


class QuestionWanted(Message):
    """A question that is to be asked of every case of a list.

    Attributes:
        text: the question, answered with yes, no or not applicable; it names nobody.
        population: of which list; may be left out where the kind of inspection has one.
        applies_to: the cases to which alone it applies; left out where it applies to every case.
        guidance: what a reader is told about answering it.
        prompts: yes or no questions that help to answer it.
    """

    text: LongLine
    population: Reference | None = None
    applies_to: LongLine | None = None
    guidance: LongLine | None = None
    prompts: tuple[LongLine, ...] = Field(default=(), max_length=MOST_PROMPTS)


class SetQuestions(InspectionOrder):
    """Set the questions that are asked of the cases, where the kind of inspection has no standards framework.

    Attributes:
        questions: the questions, in the order in which they are asked; they are numbered by it.
        reason: why others take the place of those that stand; left out the first time.
    """

    verb: ClassVar[str] = "set-questions"
    questions: tuple[QuestionWanted, ...] = Field(min_length=1, max_length=MOST_QUESTIONS)
    reason: Prose | None = None
