"""What must hold of the answers that somebody gives in a case, whichever read they are for."""

from collections.abc import Container, Sequence

from domain.cases.events import Answered
from domain.refusals import Refusal

__all__ = ["MISANSWERED", "misanswered"]

MISANSWERED = ("unknown-key-question", "answered-twice")
"""The codes that :func:`misanswered` may give."""


def misanswered(answers: Sequence[tuple[str, Answered]], questions: Container[str]) -> Refusal | None:
    """Why answers cannot be recorded as they are given; None if they can.

    Args:
        answers: pairs of key question and answer.
        questions: the key questions that are asked of the case.
    """
    asked: set[str] = set()
    for question, _ in answers:
        if question not in questions:
            return Refusal("unknown-key-question", f"Key question {question} is not asked of this case.")
        if question in asked:
            return Refusal("answered-twice", f"Key question {question} is answered twice.")
        asked.add(question)
    return None
