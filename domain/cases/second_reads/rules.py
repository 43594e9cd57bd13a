"""How the commands to a second read are decided: blind until both reads are in, then for the quality lead to settle."""

from dataclasses import replace

from domain.cases.answering import MISANSWERED, misanswered
from domain.cases.commands import CaseOrder
from domain.cases.events import (
    CaseEvent,
    SecondReadCalledBack,
    SecondReaderNamed,
    SecondReadGivenUp,
    SecondReadReceived,
)
from domain.cases.offline.messages import edits_held
from domain.cases.readers import was_shown
from domain.cases.second_reads.commands import (
    AllocateSecondRead,
    CompleteSecondRead,
    DecideDifference,
    GiveUpSecondRead,
    NoteSecondAnswer,
    RecordSecondAnswers,
    ReopenSecondRead,
)
from domain.cases.second_reads.state import (
    DifferenceDecided,
    SecondAnswerNoted,
    SecondAnswersRecorded,
    SecondRead,
    SecondReadAbandoned,
    SecondReadAllocated,
    SecondReadCompleted,
    SecondReadDrawn,
    SecondReadReopened,
    SecondReadSetAside,
    evolve,
)
from domain.cases.state import CaseRead
from domain.cases.streams import hold_on
from domain.dated_rules.library import Library
from domain.decider import Decided, Decider, On, rule, rules
from domain.given import Given
from domain.inspections.stages import Stage
from domain.privacy.boxes import Plain
from domain.refusals import Refusal
from domain.streams import inspection_stream

__all__ = ["DECIDING", "SECOND_READ"]

_NONE = Refusal("unknown-second-read", "This case was not drawn to be read a second time.")
_NOT_YOURS = Refusal("not-reader", "The second read of this case is allocated to somebody else.")
_COMPLETE = Refusal(
    "read-complete", "This second read is finished; re-open it to change anything, while the first is open."
)
_GIVEN_UP = Refusal("given-up", "The second read of this case was given up.")
_SET_ASIDE = Refusal(
    "set-aside", "This case is not going to be read any further, so its second read is not either."
)
_IN = Refusal("read-complete", "This second read is in, so it stands; nobody gives it up.")
_OWN = Refusal("own-read", "Whoever has, or had, a read of the case does not give up its second read.")
_IDLE = Refusal(
    "reason-idle",
    "A reason is needed where it is another inspector than before, or than proposed, and only there.",
)
_BOTH_IN = Refusal(
    "both-in",
    "Both reads of this case are in, so neither is changed any more; the quality lead decides what counts.",
)
DECIDING = (Stage.FIELDWORK, Stage.CASE_READS)
"""The stages in which it is decided which answer counts: until the gate behind the case reads is closed."""

UNANSWERABLE = ("unknown-second-read", "set-aside", "given-up", "not-reader", "read-complete")


def _case(_state: SecondRead, command: CaseOrder, _library: Library) -> tuple[str, ...]:
    return (command.case,)


def _on(command: CaseOrder, event: CaseEvent) -> On:
    return On(command.case, event)


def _not_answerable(state: SecondRead, given: Given) -> Refusal | None:
    if state.drawn is None:
        return _NONE
    if state.reader != given.actor.id:
        return _NOT_YOURS
    if state.set_aside or state.given_up:
        return _SET_ASIDE if state.set_aside else _GIVEN_UP
    return _COMPLETE if state.complete else None


@rule(
    AllocateSecondRead,
    events=[SecondReadAllocated, SecondReaderNamed],
    refusals=[
        "unknown-second-read",
        "set-aside",
        "given-up",
        "first-reader",
        "was-shown",
        "read-begun",
        "reason-missing",
        "reason-idle",
    ],
    reads=_case,
)
def allocate_second_read(state: SecondRead, command: AllocateSecondRead, given: Given) -> Decided:
    """Gives the second read to an inspector who has no hand in the first, and has not begun before another."""
    if state.drawn is None or state.given_up:
        return _NONE if state.drawn is None else _GIVEN_UP
    if state.set_aside:
        return _SET_ASIDE
    if state.reader == command.reader:
        # What is recorded already needs no reason; one that is given would be lost.
        return () if command.reason is None else _IDLE
    first: CaseRead = given.seen[command.case]
    if command.reader in first.readers.first:
        return Refusal("first-reader", "Whoever has, or had, the first read of a case cannot read it again.")
    if command.reader in first.readers.shown_first:
        return was_shown(command.reader)
    if state.begun:
        return Refusal("read-begun", "This second read has been begun, so it stays with its reader.")
    changed = state.reader is not None or command.proposed not in (None, command.reader)
    if changed != (command.reason is not None):
        return replace(_IDLE, code="reason-missing") if changed else _IDLE
    reason = Plain(command.reason, command.case, "case-note") if command.reason else None
    return (
        SecondReadAllocated(reader=command.reader, proposed=command.proposed, reason=reason),
        _on(command, SecondReaderNamed(reader=command.reader)),
    )


@rule(
    RecordSecondAnswers,
    events=[SecondAnswersRecorded],
    refusals=[*UNANSWERABLE, *MISANSWERED],
)
def record_second_answers(state: SecondRead, command: RecordSecondAnswers, given: Given) -> Decided:
    """Records the second reader's answers, which nobody else is shown until both reads are in."""
    if (refusal := _not_answerable(state, given)) or state.drawn is None:
        return refusal or _NONE
    if refusal := misanswered(command.answers, state.drawn.key_questions):
        return refusal
    # All as given: what is left out would tell what stood there before.
    return (SecondAnswersRecorded(answers=command.answers),)


@rule(
    NoteSecondAnswer,
    events=[SecondAnswerNoted],
    refusals=[*UNANSWERABLE, "unknown-key-question"],
)
def note_second_answer(state: SecondRead, command: NoteSecondAnswer, given: Given) -> Decided:
    """Notes what the second reader saw beside an answer; a later note replaces an earlier one."""
    if (refusal := _not_answerable(state, given)) or state.drawn is None:
        return refusal or _NONE
    if command.question not in state.drawn.key_questions:
        return Refusal("unknown-key-question", f"Key question {command.question} is not asked of this case.")
    note = Plain(str(command.note), command.case, "case-note")
    return (SecondAnswerNoted(question=command.question, note=note),)


def _case_and_held(_state: SecondRead, command: CompleteSecondRead, _library: Library) -> tuple[str, ...]:
    return (command.case, hold_on(command.stream))


@rule(
    CompleteSecondRead,
    events=[SecondReadCompleted, SecondReadReceived],
    refusals=[
        "unknown-second-read",
        "set-aside",
        "given-up",
        "not-reader",
        "questions-unanswered",
        "edits-held",
    ],
    reads=_case_and_held,
)
def complete_second_read(state: SecondRead, command: CompleteSecondRead, given: Given) -> Decided:
    """Finishes the second read once every question is answered."""
    refusal = _not_answerable(state, given)
    if refusal is _COMPLETE:
        return ()
    if refusal:
        return refusal
    if state.unanswered:
        return Refusal("questions-unanswered", f"Still to be answered: {', '.join(state.unanswered)}.")
    held = edits_held(given.seen[hold_on(command.stream)])
    return held or (SecondReadCompleted(), _on(command, SecondReadReceived()))


@rule(
    ReopenSecondRead,
    events=[SecondReadReopened, SecondReadCalledBack],
    refusals=["unknown-second-read", "set-aside", "given-up", "not-reader", "read-not-complete", "both-in"],
    reads=_case,
)
def reopen_second_read(state: SecondRead, command: ReopenSecondRead, given: Given) -> Decided:
    """Opens a finished second read again, as long as the first is not in."""
    refusal = _not_answerable(state, given)
    if refusal not in (None, _COMPLETE):
        assert refusal is not None
        return refusal
    if refusal is None:
        return Refusal("read-not-complete", "This second read is not finished, so it need not be re-opened.")
    if given.seen[command.case].both_in:
        return _BOTH_IN
    reason = Plain(str(command.reason), command.case, "case-note")
    return (SecondReadReopened(reason=reason), _on(command, SecondReadCalledBack()))


@rule(
    GiveUpSecondRead,
    events=[SecondReadAbandoned, SecondReadGivenUp],
    refusals=["unknown-second-read", "set-aside", "own-read", "read-complete"],
    reads=_case,
)
def give_up_second_read(state: SecondRead, command: GiveUpSecondRead, given: Given) -> Decided:
    """Gives up a second read that cannot be carried out, with the reason; not one that is in, nor by its readers."""
    if state.drawn is None:
        return _NONE
    if state.set_aside or state.given_up:
        return _SET_ASIDE if state.set_aside else ()
    if given.actor.id in given.seen[command.case].readers.everybody:
        return _OWN
    if state.complete:
        return _IN
    reason = Plain(str(command.reason), command.case, "case-note")
    return (SecondReadAbandoned(reason=reason), _on(command, SecondReadGivenUp()))


def _case_and_inspection(state: SecondRead, command: DecideDifference, _library: Library) -> tuple[str, ...]:
    return (command.case, inspection_stream(state.drawn.inspection)) if state.drawn else (command.case,)


@rule(
    DecideDifference,
    events=[DifferenceDecided],
    refusals=["unknown-second-read", "reads-not-in", "own-read", "unknown-key-question", "gate-closed"],
    reads=_case_and_inspection,
)
def decide_difference(state: SecondRead, command: DecideDifference, given: Given) -> Decided:
    """Decides which answer counts where a case was read twice; by somebody who read it neither time."""
    if state.drawn is None:
        return _NONE
    first: CaseRead = given.seen[command.case]
    if not first.both_in:
        return Refusal("reads-not-in", "What counts is decided once both reads of the case are in.")
    if given.actor.id == state.reader or given.actor.id in first.readers.first:
        return Refusal("own-read", "Whoever read the case does not decide which answer counts.")
    if command.question not in state.drawn.key_questions:
        return Refusal("unknown-key-question", f"Key question {command.question} is not asked of this case.")
    standing = given.seen[inspection_stream(state.drawn.inspection)].standing
    if standing not in DECIDING:
        return Refusal(
            "gate-closed",
            f"The inspection is at {standing}; what counts is decided while its case reads are open.",
        )
    if state.decided.get(command.question) == command.answer:
        return ()
    reason = Plain(str(command.reason), command.case, "case-note")
    return (DifferenceDecided(question=command.question, answer=command.answer, reason=reason),)


SECOND_READ = Decider(
    kind="second-read",
    initial=SecondRead(),
    rules=rules(
        [
            allocate_second_read,
            record_second_answers,
            note_second_answer,
            complete_second_read,
            reopen_second_read,
            give_up_second_read,
            decide_difference,
        ]
    ),
    evolve=evolve,
    matter=lambda stream, state: inspection_stream(state.drawn.inspection) if state.drawn else stream,
    quiet=(SecondReadCompleted,),
    silent=(
        SecondReadDrawn,
        SecondReadAllocated,
        SecondAnswersRecorded,
        SecondAnswerNoted,
        SecondReadReopened,
        SecondReadAbandoned,
        SecondReadSetAside,
        DifferenceDecided,
    ),
)
"""One second read."""
