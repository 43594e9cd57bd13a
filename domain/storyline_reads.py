"""What happened to the reads of a case, in words. No answer is told: time lines are read by those who must not see it."""

from collections.abc import Sequence

from domain.cases import events as case
from domain.cases import second_reads as second
from domain.inspections import events as inspection
from domain.messages import Event
from domain.text import counted

__all__ = ["told_of_reads"]


def told_of_reads(event: Event) -> str | None:
    """One sentence about an event of a read; None if it is none."""
    return _first(event) or _pair(event) or _second(event)


def _numbers(questions: Sequence[tuple[str, str]]) -> str:
    return ", ".join(number for number, _ in questions)


def _first(event: Event) -> str | None:
    match event:
        case case.AnswersRecorded():
            return f"Answered: {_numbers(event.answers)}."
        case case.PromptsAnswered():
            return f"{counted(len(event.prompts), 'prompt')} answered: {_numbers(event.prompts)}."
        case case.ClassificationRecorded():
            return f"The case was classified, as to {event.aspect.replace('-', ' ')}."
        case case.CaseAllocated():
            changed = "" if event.reason is None else "; the reason is with the case"
            return f"The case was allocated to {event.reader}{changed}."
        case case.ReaderStoodIn():
            return f"{event.reader} took up the case as well; the reason is with the case."
        case _:
            return None


def _pair(event: Event) -> str | None:
    match event:
        case inspection.SecondReadsDrawn():
            return f"{counted(len(event.cases), 'case')} were drawn to be read a second time ({event.percent} %)."
        case inspection.SecondReadsWaived():
            return f"No case is read a second time: {event.reason}"
        case case.CaseSetForSecondRead():
            return "The case was drawn to be read a second time."
        case case.SecondReadGivenUp():
            return "The second read of the case was given up; the reason is with the second read."
        case _:
            return None


def _second(event: Event) -> str | None:
    match event:
        case second.SecondReadAllocated():
            return f"The second read of the case was allocated to {event.reader}."
        case second.SecondAnswersRecorded():
            return f"The second reader answered: {_numbers(event.answers)}."
        case second.SecondAnswerNoted():
            return f"The second reader noted something beside the answer to {event.question}."
        case second.SecondReadCompleted():
            return "The second read of the case was finished."
        case second.SecondReadReopened():
            return "The second read of the case was opened again; the reason is with it."
        case second.DifferenceDecided():
            return f"The quality lead decided which answer to {event.question} counts; the reason is with the case."
        case _:
            return None
