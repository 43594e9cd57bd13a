"""Surveys, what they come to, and the feedback at the end of fieldwork."""

from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from domain.evidence.account import account_stream
from domain.evidence.commands.order import RoomOrder
from domain.evidence.terms import Capacity, EvidenceNote, FrameworkPlace, Voice
from domain.messages import Message
from domain.text import Line, Opaque, Prose, Reference

__all__ = ["GiveFeedback", "NoteNoExperience", "RecordSurvey", "SummariseExperience", "SurveyQuestion"]


class SurveyQuestion(Message):
    """One question of a survey with its answers.

    Attributes:
        question: its code.
        text: what was asked.
        bears_on: the standards, key questions and prompts that it bears on.
        scale: the answers that could be given, in order; none for a question that is answered in words.
        counts: how many gave each of them.
        answers: the answers in words.
    """

    question: Reference
    text: Line
    bears_on: tuple[FrameworkPlace, ...] = Field(default=(), max_length=100)
    scale: tuple[Line, ...] = Field(default=(), max_length=20)
    counts: tuple[Annotated[int, Field(ge=0, le=1_000_000)], ...] = Field(default=(), max_length=20)
    answers: tuple[EvidenceNote, ...] = Field(default=(), max_length=10_000)


class RecordSurvey(RoomOrder):
    """Record the results of a survey; those of service users and victims go into the report.

    Attributes:
        survey: its code, which is also that of its entry in the register.
        title: what it is called.
        voice: whose experience it tells; left out for another survey, of staff for instance.
        source: who was asked, and by whom it was carried out.
        true_from: the first day on which it was answered.
        true_to: the last day.
        asked: how many were asked.
        answered: how many answered.
        questions: the questions with their answers.
    """

    verb: ClassVar[str] = "record-survey"
    survey: Reference
    title: Line
    voice: Voice | None = None
    source: Line
    true_from: date
    true_to: date | None = None
    asked: int = Field(ge=0, le=1_000_000)
    answered: int = Field(ge=0, le=1_000_000)
    questions: tuple[SurveyQuestion, ...] = Field(min_length=1, max_length=200)

    @property
    def subject(self) -> str:
        """Whom its private text is about: those who answered."""
        return account_stream(self.inspection, self.survey)


class SummariseExperience(RoomOrder):
    """Sum up for the report what service users, or victims, experienced.

    Attributes:
        voice: whose experience it is.
        summary: what it was, in words that point at nobody.
        evidence: the entries of the register that it rests on; give it once for each.
    """

    verb: ClassVar[str] = "summarise-experience"
    voice: Voice
    summary: Prose
    evidence: tuple[Reference, ...] = Field(min_length=1, max_length=500)


class NoteNoExperience(RoomOrder):
    """Note why a group was not heard whose experience the kind of inspection asks for.

    Attributes:
        voice: whose experience it is.
        reason: why they were not heard, in words that point at nobody; the report says so.
    """

    verb: ClassVar[str] = "note-no-experience"
    voice: Voice
    reason: Prose


class GiveFeedback(RoomOrder):
    """Note that the provider was told at the end of fieldwork what had been found.

    Attributes:
        given_on: the day.
        to: in what capacity those who heard it were there; give it once for each.
        inspectors: who gave it; give it once for each.
        said: what was said, naming nobody.
    """

    verb: ClassVar[str] = "give-feedback"
    given_on: date
    to: tuple[Capacity, ...] = Field(min_length=1, max_length=20)
    inspectors: tuple[Opaque, ...] = Field(min_length=1, max_length=50)
    said: Prose
