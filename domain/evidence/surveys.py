"""A survey's results as they may be shown: small numbers hidden, as with protected characteristics."""

from collections.abc import Iterable, Iterator

from domain.canonical import canonical
from domain.cases.diversity.counting import SMALLEST_SHOWN, hidden_groups
from domain.evidence.commands import RecordSurvey, SurveyQuestion
from domain.evidence.events import ShownOption, ShownQuestion
from domain.refusals import Refused

__all__ = ["LONGEST", "check_counts", "kept", "shown", "shown_number"]

NO_ANSWER = "no answer"
"""The group of those who answered the survey and not the question."""

LONGEST = 30_000
"""Bytes of answers to one question, in words, that one box holds."""


def shown_number(number: int) -> int | None:
    """A number of people, or None where it is so small that it could point at somebody."""
    return number if number >= SMALLEST_SHOWN else None


def check_counts(survey: RecordSurvey) -> None:
    """See that the numbers of a survey can be true.

    Raises:
        Refused: ``miscounted``, or ``listed-twice`` for a question or an answer that is there twice.
    """
    if survey.answered > survey.asked:
        raise Refused.because(
            "miscounted", f"{survey.answered} cannot have answered where {survey.asked} were asked."
        )
    codes = [each.question for each in survey.questions]
    for listed in (codes, *(each.scale for each in survey.questions)):
        if len(set(listed)) != len(listed):
            raise Refused.because("listed-twice", "A question, or an answer of its scale, is there twice.")
    for each in survey.questions:
        _check_question(each, survey.answered)


def _check_question(question: SurveyQuestion, answered: int) -> None:
    code = question.question
    if bool(question.scale) == bool(question.answers):
        raise Refused.because(
            "miscounted", f"The question {code} has either a scale with counts, or answers in words."
        )
    if len(question.scale) != len(question.counts):
        raise Refused.because("miscounted", f"The question {code} needs one count for each answer.")
    if sum(question.counts) > answered or len(question.answers) > answered:
        raise Refused.because("miscounted", f"The question {code} has more answers than people answered.")
    if any(len(text) > LONGEST for text in kept((question,))):
        raise Refused.because(
            "survey-too-long", f"The answers to the question {code} come to more than {LONGEST} bytes."
        )


def shown(survey: RecordSurvey) -> Iterator[ShownQuestion]:
    """The questions of a survey as they may be shown. What is hidden cannot be worked out from what is not."""
    for each in survey.questions:
        yield ShownQuestion(
            question=each.question,
            text=each.text,
            bears_on=each.bears_on,
            options=tuple(_options(each, survey.answered)),
            texts=shown_number(len(each.answers)) if each.answers else None,
        )


def _options(question: SurveyQuestion, answered: int) -> Iterator[ShownOption]:
    if not question.scale:
        return
    counts = dict(zip(question.scale, question.counts, strict=True))
    silent = answered - sum(question.counts)
    if silent:
        counts[NO_ANSWER] = counts.get(NO_ANSWER, 0) + silent
    hidden = hidden_groups(counts)
    for option, number in counts.items():
        yield ShownOption(option=option, number=None if option in hidden else number)


def kept(questions: Iterable[SurveyQuestion]) -> tuple[bytes, ...]:
    """What is kept whole and sealed of some questions, one text for each, as canonical JSON."""
    return tuple(
        canonical(
            {
                "answers": [str(text) for text in each.answers],
                "counts": dict(zip(each.scale, each.counts, strict=False)),
                "question": each.question,
            }
        )
        for each in questions
    )
