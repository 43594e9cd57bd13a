"""Reading one case: its state, and how its commands are decided (004 §4.6-4.7)."""

from dataclasses import replace
from typing import assert_never

from domain.cases.commands import CompleteCaseRead, RecordAnswers, RecordInterview, ReopenCaseRead
from domain.cases.events import (
    AnswerNoted,
    AnswersRecorded,
    CaseEvent,
    CaseReadCompleted,
    CaseReadReopened,
    CaseReferenceNoted,
    CaseSampled,
    CharacteristicsRecorded,
    InterviewHeld,
    InterviewNotHeld,
)
from domain.cases.personal import RULES as PERSONAL
from domain.cases.state import COMPLETE, NO_CASE, CaseRead
from domain.decider import Decided, Decider, rule, rules
from domain.given import Given
from domain.inspections.stages import Stage
from domain.library import Library
from domain.privacy.boxes import Plain
from domain.refusals import Refusal

__all__ = ["CASE", "CaseRead"]


def _evolve(state: CaseRead, event: CaseEvent) -> CaseRead:
    match event:
        case AnswersRecorded():  # first, because nearly all are
            return state.answered(event.answers)
        case CaseSampled():
            return replace(state, sampled=event)
        case InterviewHeld():
            return replace(state, interviewed=True)
        case InterviewNotHeld():
            return replace(state, interviewed=False)
        case CaseReadCompleted():
            return replace(state, complete=True)
        case CaseReadReopened():
            return replace(state, complete=False)
        case CaseReferenceNoted():
            return replace(state, referenced=True)
        case AnswerNoted() | CharacteristicsRecorded():
            return state
        case _:
            assert_never(event)


@rule(
    RecordInterview,
    events=[InterviewHeld, InterviewNotHeld],
    refusals=["unknown-case", "read-complete", "interview-unclear", "date-in-future"],
)
def record_interview(state: CaseRead, command: RecordInterview, given: Given) -> Decided:
    """Notes the interview with the responsible officer, or the reason why there was none."""
    if state.sampled is None:
        return NO_CASE
    if state.complete:
        return COMPLETE
    if command.held_on is None and command.reason is not None:
        return (InterviewNotHeld(reason=Plain(command.reason, command.case, "case-note")),)
    if command.held_on is None or command.reason is not None:
        return Refusal(
            "interview-unclear", "Give either the day of the interview or the reason why there was none."
        )
    if command.held_on > given.today:
        return Refusal("date-in-future", f"An interview on {command.held_on} cannot have been held yet.")
    return (InterviewHeld(held_on=command.held_on),)


@rule(
    RecordAnswers,
    events=[AnswersRecorded],
    refusals=["unknown-case", "read-complete", "unknown-key-question", "answered-twice"],
)
def record_answers(state: CaseRead, command: RecordAnswers, _given: Given) -> Decided:
    """Records yes, no or not applicable for key questions of the case."""
    if state.sampled is None:
        return NO_CASE
    if state.complete:
        return COMPLETE
    asked = [question for question, _ in command.answers]
    for question in asked:
        if question not in state.sampled.key_questions:
            return Refusal("unknown-key-question", f"Key question {question} is not asked of this case.")
    if len(set(asked)) != len(asked):
        twice = next(question for question in asked if asked.count(question) > 1)
        return Refusal("answered-twice", f"Key question {twice} is answered twice.")
    changed = tuple(
        (question, answer) for question, answer in command.answers if state.answers.get(question) != answer
    )
    return (AnswersRecorded(answers=changed),) if changed else ()


@rule(
    CompleteCaseRead,
    events=[CaseReadCompleted],
    refusals=["unknown-case", "questions-unanswered", "interview-missing"],
)
def complete_case_read(state: CaseRead, _command: CompleteCaseRead, _given: Given) -> Decided:
    """Finishes the read once every question is answered and the interview is accounted for."""
    if state.sampled is None:
        return NO_CASE
    if state.complete:
        return ()
    if state.unanswered:
        return Refusal("questions-unanswered", f"Still to be answered: {', '.join(state.unanswered)}.")
    if state.interviewed is None:
        return Refusal(
            "interview-missing",
            "Record the interview with the responsible officer, or why there was none, first.",
        )
    return (CaseReadCompleted(),)


def _its_inspection(state: CaseRead, _command: ReopenCaseRead, _library: Library) -> tuple[str, ...]:
    return (f"inspection-{state.sampled.inspection}",) if state.sampled else ()


@rule(
    ReopenCaseRead,
    events=[CaseReadReopened],
    refusals=["unknown-case", "read-not-complete", "gate-closed"],
    reads=_its_inspection,
)
def reopen_case_read(state: CaseRead, command: ReopenCaseRead, given: Given) -> Decided:
    """Opens a finished read again, as long as the inspection's gate behind the case reads is open."""
    if state.sampled is None:
        return NO_CASE
    if not state.complete:
        return Refusal(
            "read-not-complete", "The read of this case is not finished, so it need not be re-opened."
        )
    inspection = given.seen[f"inspection-{state.sampled.inspection}"]
    if inspection.standing not in (Stage.FIELDWORK, Stage.CASE_READS):
        return Refusal(
            "gate-closed",
            f"The inspection is at {inspection.standing}; a case can be re-opened only while its case reads are open.",
        )
    return (CaseReadReopened(reason=Plain(command.reason, command.case, "case-note")),)


CASE = Decider(
    kind="case",
    initial=CaseRead(),
    rules=rules([record_interview, record_answers, complete_case_read, reopen_case_read], PERSONAL),
    evolve=_evolve,
    matter=lambda stream, state: f"inspection-{state.sampled.inspection}" if state.sampled else stream,
    quiet=(CaseReadCompleted,),
    silent=(
        CaseSampled,
        InterviewHeld,
        InterviewNotHeld,
        AnswersRecorded,
        CaseReferenceNoted,
        AnswerNoted,
        CharacteristicsRecorded,
    ),
)
"""One case read."""
