"""What one group said of the service, as a report tells of it: no number so small that it could point at somebody."""

from domain.evidence.events import ShownQuestion
from domain.evidence.terms import Voice
from domain.messages import Message

__all__ = ["Experience", "SurveyShown"]


class SurveyShown(Message):
    """A survey as a report tells of it.

    Attributes:
        title: what it is called.
        source: who was asked, and by whom.
        asked: how many were asked; None where they were few.
        answered: how many answered; None where they were few.
        questions: the questions with their answers, small numbers hidden.
    """

    title: str
    source: str
    asked: int | None
    answered: int | None
    questions: tuple[ShownQuestion, ...]


class Experience(Message):
    """What one group said of the service.

    Attributes:
        voice: whose experience it is.
        summary: what it was, in words; None where nobody has summed it up yet. Of a group that was not heard: why not.
        heard: how many interviews and meetings it rests on; None where they were few, 0 where there was none.
        surveys: the surveys.
    """

    voice: Voice
    summary: str | None
    heard: int | None
    surveys: tuple[SurveyShown, ...]
