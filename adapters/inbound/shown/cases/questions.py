"""The questions that were set for an inspection, and what its cases said to each once their reads are closed."""

from collections.abc import Iterator

from domain.dated_rules.library import Library
from domain.inspections.questions import framework_in
from domain.inspections.report.found import what_was_found
from domain.inspections.state import Inspection
from domain.messages import Message

__all__ = ["QuestionShown", "questions_in"]


class QuestionShown(Message):
    """A question that is asked of every case of a list.

    Attributes:
        number: its number.
        list: what the list is called.
        text: the question.
        applies_to: the cases to which alone it applies; None where it applies to every case.
        guidance: what a reader is told about answering it.
        prompts: the questions that help to answer it, each behind its letter.
        yes: in how many cases it was answered yes; None while the reads are not closed.
        no: in how many no.
        not_applicable: in how many it did not apply.
        share: the share of yes among yes and no, in per cent; None where there is none.
    """

    number: str
    list: str
    text: str
    applies_to: str | None
    guidance: str | None
    prompts: tuple[str, ...]
    yes: int | None
    no: int | None
    not_applicable: int | None
    share: str | None


def questions_in(state: Inspection, library: Library) -> Iterator[QuestionShown]:
    """The questions set for an inspection, list by list; none where a framework asks, or nothing is set yet.

    Args:
        state: an inspection that was announced.
        library: the dated rules, for what its lists are called.
    """
    framework = framework_in(state, library) if state.questions else None
    if framework is None:
        return
    found = what_was_found(state, framework, None)
    told = {
        each.number: each for domain in found for standard in domain.standards for each in standard.questions
    }
    for standard, asked in framework.key_questions():
        counted = told[asked.number]
        yield QuestionShown(
            number=asked.number,
            list=standard.title,
            text=asked.text,
            applies_to=asked.applies_to,
            guidance=asked.guidance,
            prompts=tuple(f"{each.letter}) {each.text}" for each in asked.prompts),
            yes=counted.yes,
            no=counted.no,
            not_applicable=counted.not_applicable,
            share=counted.shown,
        )
