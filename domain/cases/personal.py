"""What is said about the person behind a case: the reference, notes beside answers, protected characteristics.

None of it bears on a rating. All of it is private, and only as long as the read is open can anything be said, so that
what a panel has before it stays as it was.
"""

from domain.canonical import canonical
from domain.cases.commands import NoteAnswer, NoteCaseReference, RecordCharacteristics
from domain.cases.diversity.characteristics import CHARACTERISTICS
from domain.cases.events import AnswerNoted, CaseAllocated, CaseReferenceNoted, CharacteristicsRecorded
from domain.cases.state import UNANSWERABLE, CaseRead, not_answerable, not_open, said
from domain.decider import Decided, rule
from domain.given import Given
from domain.privacy.boxes import Plain
from domain.refusals import Refusal

__all__ = ["RULES"]


@rule(
    NoteCaseReference,
    events=[CaseReferenceNoted],
    refusals=["unknown-case", "read-complete"],
)
def note_case_reference(state: CaseRead, command: NoteCaseReference, _given: Given) -> Decided:
    """Notes the reference under which the provider knows the case, so that its file can be found."""
    reference = Plain(str(command.reference), command.stream, "case-reference")
    return not_open(state) or (CaseReferenceNoted(reference=reference),)


@rule(
    NoteAnswer,
    events=[CaseAllocated, AnswerNoted],
    refusals=[*UNANSWERABLE, "unknown-key-question"],
)
def note_answer(state: CaseRead, command: NoteAnswer, given: Given) -> Decided:
    """Notes what an inspector saw beside the answer to a key question; a later note replaces an earlier one."""
    refusal = not_answerable(state, given.actor.id)
    if refusal or state.sampled is None:
        return refusal or ()
    if command.question not in state.sampled.key_questions:
        return Refusal("unknown-key-question", f"Key question {command.question} is not asked of this case.")
    note = Plain(str(command.note), command.stream, "case-note")
    return said(state, given.actor.id, AnswerNoted(question=command.question, note=note))


@rule(
    RecordCharacteristics,
    events=[CharacteristicsRecorded],
    refusals=["unknown-case", "read-complete", "unknown-characteristic", "unknown-group", "answered-twice"],
)
def record_characteristics(state: CaseRead, command: RecordCharacteristics, _given: Given) -> Decided:
    """Records protected characteristics, each as the person gave it or preferred not to; replaces what was recorded."""
    if refusal := not_open(state):
        return refusal
    answers = {code: str(answer) for code, answer in command.characteristics}
    for code, answer in answers.items():
        known = CHARACTERISTICS.get(code)
        if known is None:
            return Refusal(
                "unknown-characteristic",
                f"That is none of the protected characteristics: {', '.join(CHARACTERISTICS)}.",
            )
        if answer not in known.answers:  # which is not said: a slip may well be about the person
            return Refusal("unknown-group", f"{known.title} is given by one of: {', '.join(known.answers)}.")
    if len(answers) != len(command.characteristics):
        return Refusal("answered-twice", "A characteristic is given twice.")
    # All in one text: not even which of them were given can be read from the record.
    text = canonical(answers).decode()
    return (CharacteristicsRecorded(answers=Plain(text, command.stream, "protected-characteristic")),)


RULES = (note_case_reference, note_answer, record_characteristics)
