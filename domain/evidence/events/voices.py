"""What those who use the service, and victims, say of it; and what the provider is told at the end of fieldwork."""

from datetime import date
from typing import ClassVar

from domain.evidence.terms import Capacity, FrameworkPlace, Voice
from domain.messages import Event, Message
from domain.text import Line, Opaque, Prose, Reference

__all__ = [
    "ExperienceMissing",
    "ExperienceSummarised",
    "FeedbackGiven",
    "ShownOption",
    "ShownQuestion",
    "SurveyRecorded",
    "VoicesEvent",
]


class ShownOption(Message):
    """How many gave one answer.

    Attributes:
        option: the answer.
        number: how many gave it; None where so few did that the number could point at somebody.
    """

    option: Line
    number: int | None


class ShownQuestion(Message):
    """One question of a survey as it may be shown.

    Attributes:
        question: its code.
        text: what was asked.
        bears_on: the standards, key questions and prompts that it bears on.
        options: the answers on a scale; empty for a question that is answered in words.
        texts: how many answered in words; None where they are few, or where it is answered on a scale.
    """

    question: Reference
    text: Line
    bears_on: tuple[FrameworkPlace, ...]
    options: tuple[ShownOption, ...]
    texts: int | None


class SurveyRecorded(Event):
    """The results of a survey were recorded: here with small numbers hidden, and whole in a sealed account.

    Attributes:
        survey: the code of its entry in the register.
        asked: how many were asked; None where they were few.
        answered: how many answered; None where they were few.
        questions: the answers, small numbers hidden.
        account: the stream that keeps the answers whole, sealed.
    """

    name: ClassVar[str] = "fieldwork.survey-recorded.v1"
    survey: Reference
    asked: int | None
    answered: int | None
    questions: tuple[ShownQuestion, ...]
    account: Opaque


class ExperienceSummarised(Event):
    """What service users, or victims, experienced was summed up for the report; a later summary replaces this one."""

    name: ClassVar[str] = "fieldwork.experience-summarised.v1"
    voice: Voice
    summary: Prose
    evidence: tuple[Reference, ...]


class ExperienceMissing(Event):
    """A group was not heard whose experience the kind of inspection asks for, and why; a later word replaces it."""

    name: ClassVar[str] = "fieldwork.experience-missing.v1"
    voice: Voice
    reason: Prose


class FeedbackGiven(Event):
    """The provider was told at the end of fieldwork what had been found, before anything was rated.

    Attributes:
        given_on: the day on which it was.
        to: in what capacity those who heard it were there.
        inspectors: who gave it, by opaque id.
        said: what was said.
    """

    name: ClassVar[str] = "fieldwork.feedback-given.v1"
    given_on: date
    to: tuple[Capacity, ...]
    inspectors: tuple[Opaque, ...]
    said: Prose


VoicesEvent = SurveyRecorded | ExperienceSummarised | ExperienceMissing | FeedbackGiven
