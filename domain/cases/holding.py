"""How a file that was filled without a connection is brought back, and how what is held of it is settled."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from domain.cases.commands import CaseOrder, NoteAnswer, RecordAnswers, RecordInterview
from domain.cases.events import AnswerNoted, AnswersRecorded, CaseAllocated, InterviewHeld, InterviewNotHeld
from domain.cases.held import (
    BringBack,
    Edit,
    EditSettled,
    FileBroughtBack,
    Held,
    HeldEdit,
    SettleEdit,
    evolve,
)
from domain.cases.merging import Change, counted_notes, fate_of, interview_of
from domain.cases.reading import CASE
from domain.cases.second_commands import NoteSecondAnswer, RecordSecondAnswers
from domain.cases.second_reading import SECOND_READ
from domain.cases.second_reads import SecondAnswerNoted, SecondAnswersRecorded, SecondRead
from domain.cases.state import CaseRead
from domain.cases.streams import case_of
from domain.decider import Decided, Decider, On, rule, rules
from domain.given import Given
from domain.library import Library
from domain.messages import Event
from domain.privacy.boxes import Plain
from domain.refusals import Refusal

__all__ = ["HOLD"]

Read = CaseRead | SecondRead

_RECORDED: tuple[type[Event], ...] = (
    CaseAllocated,
    AnswersRecorded,
    AnswerNoted,
    InterviewHeld,
    InterviewNotHeld,
    SecondAnswersRecorded,
    SecondAnswerNoted,
)
_FROM_THE_READ = [
    "unknown-case",
    "set-aside",
    "not-allocated",
    "not-reader",
    "given-up",
    "read-complete",
    "date-in-future",
]
_NEVER_YOURS = Refusal("not-reader", "This case was never allocated to whoever brings the file back.")


def _its_read(_state: Held, command: BringBack | SettleEdit, _library: Library) -> tuple[str, ...]:
    return (command.read,)


def _ever_read_by(read: Read, person: str) -> bool:
    if isinstance(read, SecondRead):
        return person == read.reader or person in read.former
    return read.readers.reader is None or person in read.readers.first


def _asked(read: Read) -> tuple[str, ...]:
    # Of a case that was taken out of its sample too: what was written about it meanwhile is held, not turned away.
    return read.drawn.key_questions if read.drawn else ()


def _notes(read: Read) -> dict[str, int]:
    return dict(read.notes if isinstance(read, SecondRead) else read.beside.notes)


def _decide(read: Read, command: CaseOrder, given: Given) -> Decided:
    decider = SECOND_READ if isinstance(read, SecondRead) else CASE
    return decider.decide(read, command, given)


def _fold(read: Read, events: tuple[Event | On, ...]) -> Read:
    decider = SECOND_READ if isinstance(read, SecondRead) else CASE
    folded: Read = decider.fold((each for each in events if isinstance(each, Event)), read)
    return folded


@dataclass
class _Merging:
    """One file being brought back, step by step: what is recorded, what is held, and how the read stands by then."""

    state: Held
    command: BringBack
    given: Given
    read: Read
    recorded: list[Event] = field(default_factory=list)
    held: list[HeldEdit] = field(default_factory=list)
    dealt_with: dict[str, str] = field(default_factory=dict)
    things: int = 0

    @property
    def case(self) -> str:
        return case_of(self.command.read)

    def interview(self) -> None:
        """Record the interview, or why there was none; hold it where something else was recorded meanwhile."""
        held_on, reason = self.command.held_on, self.command.reason
        if isinstance(self.read, SecondRead) or (held_on is None and reason is None):
            return
        # Why there was none is sealed, so its words are taken for others than those that stand.
        mine = f"held {held_on.isoformat()}" if held_on else "not-held"
        was = self._was("interview", self.command.interview_was)
        fate = fate_of(Change(was, mine, interview_of(self.read.beside)))
        if fate == "there":
            return
        if fate == "at-odds" or None in self._waiting():
            self._hold(None, "changed", note=reason, held_on=held_on)
        elif why := self._try(RecordInterview(case=self.case, held_on=held_on, reason=reason)):
            self._hold(None, why, note=reason, held_on=held_on)
        if held_on:
            self.dealt_with["interview"] = mine
        elif not self.held:
            self.dealt_with["interview"] = interview_of(self.read.beside) or mine

    def edit(self, edit: Edit) -> None:
        """Record one answer or note, or hold it."""
        fate = fate_of(self._change(edit))
        if fate == "there":
            return
        held = len(self.held)
        if fate == "at-odds" or edit.question in self._waiting():
            self._hold(edit.question, "changed", answer=edit.answer, was=edit.was, note=edit.note)
        elif why := self._try(self._order(edit)):
            self._hold(edit.question, why, answer=edit.answer, was=edit.was, note=edit.note)
        if edit.answer is not None:
            self.dealt_with[edit.question] = edit.answer
        elif held == len(self.held):
            noted = counted_notes(_notes(self.read), edit.question)
            self.dealt_with[f"note {edit.question}"] = noted or ""

    def _waiting(self) -> set[str | None]:
        """Behind something that is held, everything about the same question waits too: the order is kept."""
        return {each.question for each in (*self.state.open, *self.held)}

    def _was(self, thing: str, was: str | None) -> str | None:
        """What stood when the file was taken; for a file that is carried on with, what was made of it the last time."""
        return self.state.dealt_with.get(self.command.taken or "", {}).get(thing, was)

    def _change(self, edit: Edit) -> Change:
        if edit.note is None:
            was = self._was(edit.question, edit.was)
            return Change(was, edit.answer, self.read.answers.get(edit.question))
        were = counted_notes({edit.question: edit.notes_were}, edit.question)
        # A note in a file is always another than what was noted before, so its words need not be compared.
        theirs = counted_notes(_notes(self.read), edit.question)
        return Change(self._was(f"note {edit.question}", were), "note", theirs)

    def _order(self, edit: Edit) -> CaseOrder:
        second = isinstance(self.read, SecondRead)
        if edit.note is not None:
            noting = NoteSecondAnswer if second else NoteAnswer
            return noting(case=self.case, question=edit.question, note=edit.note)
        assert edit.answer is not None
        answering = RecordSecondAnswers if second else RecordAnswers
        return answering(case=self.case, answers=((edit.question, edit.answer),))

    def _try(self, order: CaseOrder) -> str:
        """Record something by the read's own rules; the code of the refusal if they do not allow it, else nothing."""
        decided = _decide(self.read, order, self.given)
        if isinstance(decided, Refusal):
            return "set-aside" if decided.code == "unknown-case" else decided.code
        self.read = _fold(self.read, decided)
        self.recorded += [each for each in decided if isinstance(each, Event)]
        self.things += 1
        return ""

    def _hold(self, question: str | None, why: str, **what: object) -> None:
        note = what.pop("note", None)
        sealed = Plain(str(note), self.case, "case-note") if note is not None else None
        number = len(self.state.edits) + len(self.held) + 1
        self.held.append(
            HeldEdit.model_validate(
                {"number": number, "question": question, "why": why, "note": sealed, **what}
            )
        )


@rule(
    BringBack,
    events=[FileBroughtBack, *_RECORDED],
    refusals=["unknown-case", "unknown-second-read", "not-reader", "edit-unclear", "unknown-key-question"],
    reads=_its_read,
)
def bring_back(state: Held, command: BringBack, given: Given) -> Decided:
    """Records what a file says, and holds in order what somebody must choose about; a file does nothing twice."""
    read: Read = given.seen[command.read]
    if not _asked(read):
        second = isinstance(read, SecondRead)
        return Refusal(
            "unknown-second-read" if second else "unknown-case", "There is no such case in any sample."
        )
    if not _ever_read_by(read, given.actor.id):
        return _NEVER_YOURS
    if command.file in state.files:
        return ()
    for edit in command.edits:
        if (edit.answer is None) == (edit.note is None):
            return Refusal("edit-unclear", f"What the file says of {edit.question} is no answer and no note.")
        if edit.question not in _asked(read):
            return Refusal("unknown-key-question", f"Key question {edit.question} is not asked of this case.")
    merging = _Merging(state, command, given, read)
    merging.interview()
    for edit in command.edits:
        merging.edit(edit)
    return (
        FileBroughtBack(
            file=command.file,
            taken_on=command.taken_on,
            recorded=merging.things,
            held=tuple(merging.held),
            taken=command.taken,
            dealt_with=tuple(merging.dealt_with.items()) if command.taken else (),
        ),
        *(On(command.read, each) for each in merging.recorded),
    )


@rule(
    SettleEdit,
    events=[EditSettled, *_RECORDED],
    refusals=["nothing-held", "out-of-order", "note-missing", "note-idle", *_FROM_THE_READ],
    reads=_its_read,
)
def settle_edit(state: Held, command: SettleEdit, given: Given) -> Decided:
    """Chooses between what is held and what stands, in the order in which it came; what was held is kept either way."""
    held = state.edits.get(command.number)
    if held is None or command.number in state.settled:
        return Refusal("nothing-held", "Nothing is held under this number any more, or ever was.")
    read: Read = given.seen[command.read]
    if not _ever_read_by(read, given.actor.id):
        return _NEVER_YOURS
    first = next(each for each in state.open if each.question == held.question)
    if first.number != held.number:
        return Refusal("out-of-order", f"Number {first.number} came before it and is about the same.")
    wants_note = command.keep == "mine" and held.note is not None
    if wants_note != (command.note is not None):
        return Refusal(
            "note-missing" if wants_note else "note-idle",
            "The words of a note are given where a held note is to stand, and only there.",
        )
    settled = EditSettled(number=command.number, kept=command.keep)
    if command.keep == "theirs":
        return (settled,)
    decided = _decide(read, next(_orders(read, held, command)), given)
    if isinstance(decided, Refusal):
        return decided
    return (settled, *(On(command.read, each) for each in decided if isinstance(each, Event)))


def _orders(read: Read, held: HeldEdit, command: SettleEdit) -> Iterator[CaseOrder]:
    """The command that lets something held stand."""
    case, second = case_of(command.read), isinstance(read, SecondRead)
    if held.question is None:
        yield RecordInterview(case=case, held_on=held.held_on, reason=command.note)
    elif command.note is not None:
        noting = NoteSecondAnswer if second else NoteAnswer
        yield noting(case=case, question=held.question, note=command.note)
    else:
        assert held.answer is not None
        answering = RecordSecondAnswers if second else RecordAnswers
        yield answering(case=case, answers=((held.question, held.answer),))


HOLD = Decider(
    kind="hold",
    initial=Held(),
    rules=rules([bring_back, settle_edit]),
    evolve=evolve,
    silent=(FileBroughtBack, EditSettled),
)
"""What was written about one read without a connection."""
