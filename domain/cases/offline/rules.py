"""How a file that was filled without a connection is brought back, and how what is held of it is settled."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from domain.cases.commands import (
    CaseOrder,
    NoteAnswer,
    RecordAnswers,
    RecordClassification,
    RecordInterview,
    RecordPrompts,
)
from domain.cases.events import (
    AnswerNoted,
    AnswersRecorded,
    CaseAllocated,
    ClassificationRecorded,
    InterviewHeld,
    InterviewNotHeld,
    PromptsAnswered,
)
from domain.cases.offline.merging import Change, classes_as, counted_notes, fate_of, interview_of
from domain.cases.offline.messages import (
    BringBack,
    ClassEdit,
    Edit,
    EditSettled,
    FileBroughtBack,
    Held,
    HeldEdit,
    PromptEdit,
    SettleEdit,
    evolve,
)
from domain.cases.reading import CASE
from domain.cases.second_reads.commands import NoteSecondAnswer, RecordSecondAnswers
from domain.cases.second_reads.rules import SECOND_READ
from domain.cases.second_reads.state import SecondAnswerNoted, SecondAnswersRecorded, SecondRead
from domain.cases.state import CaseRead
from domain.cases.streams import case_of
from domain.dated_rules.library import Library
from domain.decider import Decided, Decider, On, rule, rules
from domain.given import Given
from domain.messages import Event
from domain.people.roles import Role
from domain.privacy.boxes import Plain
from domain.refusals import Refusal
from domain.streams import inspection_stream

__all__ = ["HOLD"]

Read = CaseRead | SecondRead

_RECORDED: tuple[type[Event], ...] = (
    CaseAllocated,
    AnswersRecorded,
    AnswerNoted,
    InterviewHeld,
    InterviewNotHeld,
    PromptsAnswered,
    ClassificationRecorded,
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
    "before-announcement",
    "date-in-future",
    "unknown-prompt",
    "prompt-applies",
    "unknown-aspect",
    "unknown-class",
]
_NEVER_YOURS = Refusal("not-reader", "This case was never allocated to whoever brings the file back.")


def _its_read(_state: Held, command: BringBack | SettleEdit, _library: Library) -> tuple[str, ...]:
    return (command.read,)


def _its_inspection(command: BringBack | SettleEdit, seen: Mapping[str, Any]) -> tuple[str, ...]:
    """The inspection, for its prompts and classes."""
    drawn = seen[command.read].drawn
    return (inspection_stream(drawn.inspection),) if drawn else ()


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
        if fate == "at-odds" or "interview" in self._waiting():
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

    def prompt(self, edit: PromptEdit) -> None:
        """Record an answer to a prompt, or hold it."""
        if isinstance(self.read, SecondRead):
            return
        order = RecordPrompts(case=self.case, prompts=((edit.prompt, edit.answer),))
        change = Change(edit.was, edit.answer, self.read.beside.prompts.get(edit.prompt))
        self._beside(
            f"prompt {edit.prompt}", change, order, prompt=edit.prompt, answer=edit.answer, was=edit.was
        )

    def classify(self, edit: ClassEdit) -> None:
        """Record the classes as to one aspect, or hold them. What the file leaves out is what it was."""
        if isinstance(self.read, SecondRead):
            return
        said = {"aspect": edit.aspect, "provider": edit.provider, "inspector": edit.inspector}
        mine = classes_as(edit.provider or edit.provider_was, edit.inspector or edit.inspector_was)
        change = Change(
            classes_as(edit.provider_was, edit.inspector_was),
            mine,
            classes_as(*self.read.beside.classified.get(edit.aspect, (None, None))),
        )
        order = RecordClassification.model_validate({"case": self.case, **said})
        self._beside(f"class {edit.aspect}", change, order, **said)

    def _beside(self, about: str, change: Change, order: CaseOrder, **what: object) -> None:
        """Record something beside the answers, or hold it."""
        fate = fate_of(Change(self._was(about, change.was), change.mine, change.theirs))
        if fate == "there":
            return
        if fate == "at-odds" or about in self._waiting():
            self._hold(None, "changed", **what)
        elif why := self._try(order):
            self._hold(None, why, **what)
        self.dealt_with[about] = str(change.mine)

    def _waiting(self) -> set[str]:
        """Behind something that is held, everything about the same question waits too: the order is kept."""
        return {each.about for each in (*self.state.open, *self.held)}

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
    further=_its_inspection,
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
    for prompt in command.prompts:
        merging.prompt(prompt)
    for classes in command.classes:
        merging.classify(classes)
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
    refusals=[
        "nothing-held",
        "out-of-order",
        "note-missing",
        "note-idle",
        "reason-missing",
        "reason-idle",
        "read-over",
        *_FROM_THE_READ,
    ],
    reads=_its_read,
    further=_its_inspection,
)
def settle_edit(state: Held, command: SettleEdit, given: Given) -> Decided:
    """Chooses between what is held and what stands, in the order in which it came; what was held is kept either way.

    In a read that is over, and into which nothing more can come, the quality lead may do so too, with the reason.
    """
    read: Read = given.seen[command.read]
    theirs_to_settle = given.actor.role is Role.QUALITY_LEAD and _over(read)
    # Whether anything is held, and how much, is told to nobody else: it says that what stood there was changed.
    if not theirs_to_settle and not _ever_read_by(read, given.actor.id):
        return _NEVER_YOURS
    held = state.edits.get(command.number)
    if held is None or command.number in state.settled:
        return Refusal("nothing-held", "Nothing is held under this number any more, or ever was.")
    if theirs_to_settle != (command.reason is not None):
        return Refusal(
            "reason-missing" if theirs_to_settle else "reason-idle",
            "A reason is given where the quality lead settles what is held of a read that is over, and only there.",
        )
    if theirs_to_settle and command.keep == "mine":
        return Refusal(
            "read-over", "Nothing more comes into a read that is over; what was held stays here to be read."
        )
    first = next(each for each in state.open if each.about == held.about)
    if first.number != held.number:
        return Refusal("out-of-order", f"Number {first.number} came before it and is about the same.")
    wants_note = command.keep == "mine" and held.note is not None
    if wants_note != (command.note is not None):
        return Refusal(
            "note-missing" if wants_note else "note-idle",
            "The words of a note are given where a held note is to stand, and only there.",
        )
    reason = Plain(command.reason, case_of(command.read), "case-note") if command.reason else None
    settled = EditSettled(number=command.number, kept=command.keep, reason=reason)
    if command.keep == "theirs":
        return (settled,)
    decided = _decide(read, next(_orders(read, held, command)), given)
    if isinstance(decided, Refusal):
        return decided
    return (settled, *(On(command.read, each) for each in decided if isinstance(each, Event)))


def _over(read: Read) -> bool:
    """Whether a read came to nothing: it was given up, or its case is read no further."""
    return (read.given_up or read.set_aside) if isinstance(read, SecondRead) else read.sampled is None


def _orders(read: Read, held: HeldEdit, command: SettleEdit) -> Iterator[CaseOrder]:
    """The command that lets something held stand."""
    case, second = case_of(command.read), isinstance(read, SecondRead)
    if held.prompt is not None and held.answer is not None:
        yield RecordPrompts(case=case, prompts=((held.prompt, held.answer),))
    elif held.aspect is not None:
        yield RecordClassification(
            case=case, aspect=held.aspect, provider=held.provider, inspector=held.inspector
        )
    elif held.question is None:
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
