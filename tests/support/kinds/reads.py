"""The case reads on the way through a kind of inspection: who reads what, answers that differ, and second reads."""

from collections.abc import Callable

from domain.canonical import sha256_hex
from domain.cases.commands import (
    AllocateCase,
    CompleteCaseRead,
    NoteAnswer,
    RecordAnswers,
    RecordInterview,
    RecordPrompts,
)
from domain.cases.events import Answered
from domain.cases.reading import CaseRead
from domain.cases.second_reads.commands import (
    AllocateSecondRead,
    CompleteSecondRead,
    DecideDifference,
    RecordSecondAnswers,
)
from domain.messages import Command
from domain.people.roles import Role

__all__ = ["allocations", "answer_of", "first_read", "second_read"]

READER, SECOND_READER = "reader-1", "reader-2"

Give = Callable[[Command, Role, str | None], None]
"""Gives a command in a role, as somebody who is named, or as the usual one."""

NOT_APPLICABLE_BELOW, NO_BELOW = 1, 4
"""Of sixteen answers: one is not applicable, three are no."""


def answer_of(case: str, question: str) -> Answered:
    """What is found in a case: as good as drawn, and the same each time."""
    lot = int(sha256_hex(f"{case} {question}".encode())[0], 16)
    return "not_applicable" if lot < NOT_APPLICABLE_BELOW else "no" if lot < NO_BELOW else "yes"


def allocations(cases: tuple[str, ...]) -> list[Command]:
    """Each case that is read twice goes to two readers."""
    given: list[Command] = []
    for case in cases:
        given += [AllocateCase(case=case, reader=READER), AllocateSecondRead(case=case, reader=SECOND_READER)]
    return given


def first_read(case: str, read: CaseRead, give: Give, prompts: tuple[str, ...] = ()) -> None:
    """A case is read to the end: every question that is asked of it and, where some are given, prompts and a note."""
    questions = read.sampled.key_questions if read.sampled else ()
    assert questions, f"nothing is asked of {case}"
    give(RecordInterview(case=case, reason="The officer has left."), Role.INSPECTOR, READER)
    answers = tuple((each, answer_of(case, each)) for each in questions)
    give(RecordAnswers(case=case, answers=answers), Role.INSPECTOR, READER)
    if prompts:
        met = tuple((each, "no" if answer_of(case, each) == "no" else "yes") for each in prompts)
        give(RecordPrompts.model_validate({"case": case, "prompts": met}), Role.INSPECTOR, READER)
        give(NoteAnswer(case=case, question=questions[0], note="As the file has it."), Role.INSPECTOR, READER)
    give(CompleteCaseRead(case=case), Role.INSPECTOR, READER)


def second_read(case: str, read: CaseRead, give: Give, *, differs: bool) -> None:
    """It is read again to the end; where the readers differ, the quality lead decides for the first."""
    assert read.sampled is not None
    questions = read.sampled.key_questions
    found = {each: answer_of(case, each) for each in questions}
    first = found[questions[0]]
    if differs:
        found[questions[0]] = "yes" if first == "no" else "no"
    give(RecordSecondAnswers(case=case, answers=tuple(found.items())), Role.INSPECTOR, SECOND_READER)
    give(CompleteSecondRead(case=case), Role.INSPECTOR, SECOND_READER)
    if differs:
        settled = DecideDifference(case=case, question=questions[0], answer=first, reason="As recorded.")
        give(settled, Role.QUALITY_LEAD, None)
