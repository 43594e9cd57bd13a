"""Reading one case: its state, and how its commands are decided (004 §4.6-4.7)."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, assert_never

from domain.cases.allocating import RULES as ALLOCATING
from domain.cases.answering import MISANSWERED, misanswered
from domain.cases.commands import CompleteCaseRead, RecordAnswers, RecordInterview, ReopenCaseRead
from domain.cases.events import (
    AnswerNoted,
    AnswersRecorded,
    CaseAllocated,
    CaseEvent,
    CaseReadCompleted,
    CaseReadReopened,
    CaseReferenceNoted,
    CaseSampled,
    CaseSetAside,
    CaseSetForSecondRead,
    CharacteristicsRecorded,
    ClassificationRecorded,
    InterviewHeld,
    InterviewNotHeld,
    PromptsAnswered,
    ReaderStoodIn,
    ReadsShown,
    SecondReadCalledBack,
    SecondReaderNamed,
    SecondReadGivenUp,
    SecondReadReceived,
)
from domain.cases.offline.messages import edits_held
from domain.cases.personal import RULES as PERSONAL
from domain.cases.prompts import RULES as PROMPTS
from domain.cases.readers import NOT_READER, Readers
from domain.cases.state import (
    NO_CASE,
    UNANSWERABLE,
    Beside,
    CaseRead,
    inspection_of_case,
    not_answerable,
    said,
)
from domain.cases.streams import hold_on
from domain.dated_rules.library import Library
from domain.decider import Decided, Decider, rule, rules
from domain.given import Given
from domain.inspections.stages import Stage
from domain.inspections.state import Inspection
from domain.people.roles import Role
from domain.privacy.boxes import Plain
from domain.refusals import Refusal
from domain.replacing import NOTHING_STANDS, Standing
from domain.streams import inspection_stream

__all__ = ["CASE", "CaseRead"]


def _evolve(state: CaseRead, event: CaseEvent) -> CaseRead:
    match event:
        case AnswersRecorded():  # first, because nearly all are
            return state.answered(event.answers)
        case CaseSampled():
            return replace(state, sampled=event, set_aside=None)
        case CaseSetAside():
            return replace(state, sampled=None, set_aside=state.drawn)
        case InterviewHeld() | InterviewNotHeld():
            held = isinstance(event, InterviewHeld)
            return replace(state, interviewed=held, beside=_beside(state.beside, event))
        case CaseReadCompleted():
            return replace(state, complete=True)
        case CaseReadReopened():
            return replace(state, complete=False)
        case CaseReferenceNoted():
            return replace(state, referenced=True)
        case CharacteristicsRecorded():
            return state
        case PromptsAnswered() | ClassificationRecorded() | AnswerNoted():
            return replace(state, beside=_beside(state.beside, event))
        case _:
            return replace(state, readers=_readers(state.readers, event))


def _beside(
    beside: Beside,
    event: PromptsAnswered | ClassificationRecorded | AnswerNoted | InterviewHeld | InterviewNotHeld,
) -> Beside:
    match event:
        case InterviewHeld():
            return replace(beside, interview_on=event.held_on)
        case InterviewNotHeld():
            return replace(beside, interview_on=None, reasons=beside.reasons + 1)
        case PromptsAnswered():
            return replace(beside, prompts=MappingProxyType(dict(beside.prompts) | dict(event.prompts)))
        case ClassificationRecorded():
            provider, inspector = beside.classified.get(event.aspect, (None, None))
            now = (event.provider or provider, event.inspector or inspector)
            return replace(beside, classified=MappingProxyType({**beside.classified, event.aspect: now}))
        case AnswerNoted():
            times = beside.notes.get(event.question, 0) + 1
            return replace(beside, notes=MappingProxyType({**beside.notes, event.question: times}))
        case _:
            assert_never(event)


def _readers(
    readers: Readers,
    event: CaseAllocated
    | ReaderStoodIn
    | CaseSetForSecondRead
    | SecondReaderNamed
    | SecondReadReceived
    | SecondReadCalledBack
    | SecondReadGivenUp
    | ReadsShown,
) -> Readers:
    match event:
        case CaseAllocated():
            return readers.allocated(event.reader)
        case ReaderStoodIn():
            return replace(readers, beside=readers.beside | {event.reader})
        case CaseSetForSecondRead():
            return replace(readers, twice=True)
        case SecondReaderNamed():
            return replace(readers, second=event.reader, seconds=readers.seconds | {event.reader})
        case SecondReadReceived():
            return replace(readers, second_in=True)
        case SecondReadCalledBack():
            return replace(readers, second_in=False)
        case SecondReadGivenUp():
            return replace(readers, given_up=True)
        case ReadsShown():
            return readers.shown(event.to, first=event.first, second=event.second)
        case _:
            assert_never(event)


def _interview(state: CaseRead, _asked: Mapping[str, Any]) -> Standing:
    """What was last said of it: the day, or how often it was said why there was none, as the reason is sealed."""
    match state.interviewed, state.beside.interview_on:
        case None, _:
            return NOTHING_STANDS
        case True, on if on is not None:
            return {"held_on": on.isoformat()}
        case _:
            return {"reasons": state.beside.reasons}


@rule(
    RecordInterview,
    events=[CaseAllocated, InterviewHeld, InterviewNotHeld],
    refusals=[*UNANSWERABLE, "interview-unclear", "date-in-future", "before-announcement"],
    reads=inspection_of_case,
    replaces=_interview,
)
def record_interview(state: CaseRead, command: RecordInterview, given: Given) -> Decided:
    """Notes the interview with the responsible officer, or the reason why there was none."""
    if refusal := not_answerable(state, given.actor.id):
        return refusal
    if command.held_on is None and command.reason is not None:
        why = InterviewNotHeld(reason=Plain(command.reason, command.case, "case-note"))
        return said(state, given.actor.id, why)
    if command.held_on is None or command.reason is not None:
        return Refusal(
            "interview-unclear", "Give either the day of the interview or the reason why there was none."
        )
    if command.held_on > given.today:
        return Refusal("date-in-future", f"An interview on {command.held_on} cannot have been held yet.")
    assert state.sampled is not None, "what cannot be answered was refused above"
    inspection: Inspection = given.seen[inspection_stream(state.sampled.inspection)]
    announced = inspection.announced
    if announced is not None and command.held_on < announced.announced_on:
        return Refusal(
            "before-announcement",
            f"The inspection was announced on {announced.announced_on}, so an interview on {command.held_on} "
            "was not for it; say with a reason why none was held.",
        )
    return said(state, given.actor.id, InterviewHeld(held_on=command.held_on))


@rule(
    RecordAnswers,
    events=[CaseAllocated, AnswersRecorded],
    refusals=[*UNANSWERABLE, *MISANSWERED],
)
def record_answers(state: CaseRead, command: RecordAnswers, given: Given) -> Decided:
    """Records yes, no or not applicable for key questions of the case."""
    refusal = not_answerable(state, given.actor.id)
    if refusal or state.sampled is None:
        return refusal or NO_CASE
    if refusal := misanswered(command.answers, state.sampled.key_questions):
        return refusal
    # All is recorded as given, for the case may be read twice, or may yet be drawn for it: what is left out would tell
    # what stood there before.
    return said(state, given.actor.id, AnswersRecorded(answers=command.answers))


def _held(_state: CaseRead, command: CompleteCaseRead, _library: Library) -> tuple[str, ...]:
    return (hold_on(command.case),)


@rule(
    CompleteCaseRead,
    events=[CaseReadCompleted],
    refusals=[
        "unknown-case",
        "not-allocated",
        "not-reader",
        "questions-unanswered",
        "interview-missing",
        "edits-held",
    ],
    reads=_held,
)
def complete_case_read(state: CaseRead, command: CompleteCaseRead, given: Given) -> Decided:
    """Finishes the read once every question is answered and the interview is accounted for."""
    if state.sampled is None:
        return NO_CASE
    if refusal := state.readers.barred(given.actor.id):
        return refusal
    if state.complete:
        return ()
    if state.unanswered:
        return Refusal("questions-unanswered", f"Still to be answered: {', '.join(state.unanswered)}.")
    if state.interviewed is None:
        return Refusal(
            "interview-missing",
            "Record the interview with the responsible officer, or why there was none, first.",
        )
    return edits_held(given.seen[hold_on(command.case)]) or (CaseReadCompleted(),)


@rule(
    ReopenCaseRead,
    events=[CaseReadReopened],
    refusals=["unknown-case", "not-reader", "read-not-complete", "both-in", "gate-closed"],
    reads=inspection_of_case,
)
def reopen_case_read(state: CaseRead, command: ReopenCaseRead, given: Given) -> Decided:
    """Opens a finished read again, as long as the inspection's gate behind the case reads is open."""
    if state.sampled is None:
        return NO_CASE
    if state.readers.barred(given.actor.id) and given.actor.role is not Role.LEAD_INSPECTOR:
        return NOT_READER
    if not state.complete:
        return Refusal(
            "read-not-complete", "The read of this case is not finished, so it need not be re-opened."
        )
    if state.both_in:
        return Refusal(
            "both-in",
            "Both reads of this case are in, so neither is changed any more; the quality lead decides what counts.",
        )
    inspection = given.seen[inspection_stream(state.sampled.inspection)]
    if inspection.standing not in (Stage.FIELDWORK, Stage.CASE_READS):
        return Refusal(
            "gate-closed",
            f"The inspection is at {inspection.standing}; a case can be re-opened only while its case reads are open.",
        )
    return (CaseReadReopened(reason=Plain(command.reason, command.case, "case-note")),)


CASE = Decider(
    kind="case",
    initial=CaseRead(),
    rules=rules(
        [record_interview, record_answers, complete_case_read, reopen_case_read],
        PERSONAL,
        ALLOCATING,
        PROMPTS,
    ),
    evolve=_evolve,
    matter=lambda stream, state: inspection_stream(state.drawn.inspection) if state.drawn else stream,
    quiet=(CaseReadCompleted,),
    silent=(
        CaseSampled,
        CaseSetAside,
        InterviewHeld,
        InterviewNotHeld,
        AnswersRecorded,
        CaseReferenceNoted,
        AnswerNoted,
        CharacteristicsRecorded,
        CaseAllocated,
        ReaderStoodIn,
        PromptsAnswered,
        ClassificationRecorded,
        CaseSetForSecondRead,
        SecondReaderNamed,
        SecondReadReceived,
        SecondReadCalledBack,
        SecondReadGivenUp,
        ReadsShown,
    ),
)
"""One case read."""
