"""What was written without a connection and brought back: recorded where nothing stands against it, else held in order.

A file that is brought back comes to one event here, with everything in it that was new to the record. What cannot be
recorded at once (somebody else has changed the same answer, the read was finished, the case has another reader by now)
is held in the order in which it came, word for word, until a person chooses. So no answer and no note is ever lost.

What is held is in a stream of its own, so that it can be brought back after the gate has closed as well.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Annotated, ClassVar, Literal, assert_never

from pydantic import Field, StringConstraints

from domain.cases.events import Answered
from domain.cases.streams import case_of, hold_on
from domain.messages import Command, Event, Message
from domain.privacy.boxes import Private
from domain.privacy.confidence import CaseNote
from domain.refusals import Refusal
from domain.text import Digest, PromptId, Reference, StandardId, counted

__all__ = [
    "BringBack",
    "ClassEdit",
    "Edit",
    "EditSettled",
    "FileBroughtBack",
    "Held",
    "HeldEdit",
    "HeldEvent",
    "InterviewToken",
    "PromptEdit",
    "ReadStream",
    "SettleEdit",
    "edits_held",
    "evolve",
]

ReadStream = Annotated[
    str, StringConstraints(pattern=r"^(case|second-read)-[a-z0-9]+(-[a-z0-9]+)*$", max_length=100)
]
"""The stream of a first or a second read."""

InterviewToken = Annotated[
    str, StringConstraints(pattern=r"^(held [0-9]{4}-[0-9]{2}-[0-9]{2}|not-held [0-9]{1,6})$")
]
"""What stood about the interview: the day on which it was held, or how often it was said why there was none."""


class Edit(Message):
    """One thing that a file says, and what stood when it was taken.

    Attributes:
        question: the key question.
        answer: the answer; None where this is a note.
        was: the answer that stood when the file was taken.
        note: the note, if this is one.
        notes_were: how many times something had been noted beside the answer when the file was taken.
    """

    question: StandardId
    answer: Answered | None = None
    was: Answered | None = None
    note: CaseNote | None = None
    notes_were: int = Field(default=0, ge=0)


class PromptEdit(Message):
    """An answer to a prompt that a file says, and what stood when it was taken.

    Attributes:
        prompt: the prompt.
        answer: the answer.
        was: the answer that stood when the file was taken.
    """

    prompt: PromptId
    answer: Answered
    was: Answered | None = None


class ClassEdit(Message):
    """How a file classifies the case as to one aspect, and what stood when it was taken.

    Attributes:
        aspect: the aspect.
        provider: the class that the provider gave.
        inspector: the class that the inspector would give.
        provider_was: the provider's class that stood when the file was taken.
        inspector_was: the inspector's class that stood when the file was taken.
    """

    aspect: Reference
    provider: Reference | None = None
    inspector: Reference | None = None
    provider_was: Reference | None = None
    inspector_was: Reference | None = None


class _HoldOrder(Command):
    """A command about what was written without a connection.

    Attributes:
        read: the stream of the read: of the case, or of its second read.
    """

    read: ReadStream

    @property
    def stream(self) -> str:
        """What was written of the read without a connection."""
        return hold_on(self.read)

    @property
    def subject(self) -> str:
        """Whom its private text is about."""
        return case_of(self.read)


class BringBack(_HoldOrder):
    """Bring back a file that was filled without a connection.

    Attributes:
        file: the digest of the file.
        taken_on: the day it was taken.
        taken: the digest of what was taken; the same for a file that was carried on with after it was brought back.
        interview_was: what was said about the interview when the file was taken, as ``interview_of`` tells it.
        held_on: the day of the interview, if the file says one.
        reason: why there was no interview, if the file says so.
        edits: what it says that it did not say when it was taken, in order.
        prompts: the answers to prompts that it says.
        classes: how it classifies the case.
    """

    verb: ClassVar[str] = "bring-back"
    file: Digest
    taken_on: date
    taken: Digest | None = None
    interview_was: InterviewToken | None = None
    held_on: date | None = None
    reason: CaseNote | None = None
    edits: tuple[Edit, ...] = Field(default=(), max_length=400)
    prompts: tuple[PromptEdit, ...] = Field(default=(), max_length=400)
    classes: tuple[ClassEdit, ...] = Field(default=(), max_length=40)


class SettleEdit(_HoldOrder):
    """Choose between what is held and what stands.

    Attributes:
        number: what is held, counted from 1 in the order in which it came.
        keep: mine for what is held, theirs for what stands.
        note: the words of a held note that is to stand.
        reason: why, where the quality lead settles it in a read that is over.
    """

    verb: ClassVar[str] = "settle-edit"
    number: int = Field(ge=1)
    keep: Literal["mine", "theirs"]
    note: CaseNote | None = None
    reason: CaseNote | None = None


class HeldEdit(Message):
    """One thing that is held.

    Attributes:
        number: counts what was ever held of this read.
        question: the key question; None for the interview, a prompt or a class.
        answer: the answer that is held; None for a note.
        was: the answer that stood when the file was taken.
        note: the note that is held, if it is one; of an interview, why there was none.
        held_on: the day of the interview, if it is one.
        prompt: the prompt, if it is an answer to one.
        aspect: the aspect as to which the case is classified, if it is that.
        provider: the provider's class that is held.
        inspector: the inspector's class that is held.
        why: why it could not be recorded at once, by a code.
    """

    number: int
    question: StandardId | None
    answer: Answered | None = None
    was: Answered | None = None
    note: Private | None = None
    held_on: date | None = None
    prompt: PromptId | None = None
    aspect: Reference | None = None
    provider: Reference | None = None
    inspector: Reference | None = None
    why: str

    @property
    def about(self) -> str:
        """What it is about: an answer and the notes beside it are about the same."""
        if self.prompt is not None:
            return f"prompt {self.prompt}"
        if self.aspect is not None:
            return f"class {self.aspect}"
        return self.question or "interview"


class FileBroughtBack(Event):
    """A file that was filled without a connection was brought back.

    Attributes:
        file: its digest.
        taken_on: the day it was taken.
        recorded: how many of its answers and notes were recorded at once.
        held: what is held of it, in order.
        taken: the digest of what was taken; None where that was not noted.
        dealt_with: what stands for what the file said, for each thing in it: an answer by its key question, of a note
            (``note 2.1.1``) how many there were with it, the ``interview``, an answer to a prompt (``prompt 2.1.1.a``),
            both classes as to an aspect (``class risk-of-harm``). With these a file that is carried on with is compared
            when it is brought back again.
    """

    name: ClassVar[str] = "hold.file-brought-back.v3"
    file: Digest
    taken_on: date
    recorded: int
    held: tuple[HeldEdit, ...]
    taken: Digest | None = None
    dealt_with: tuple[tuple[str, str], ...] = ()


class EditSettled(Event):
    """A person chose between what was held and what stands; what was held stays here to be read.

    Attributes:
        number: what was held.
        kept: mine for what was held, theirs for what stood.
        reason: why, where the quality lead settled it in a read that was over.
    """

    name: ClassVar[str] = "hold.edit-settled.v2"
    number: int
    kept: Literal["mine", "theirs"]
    reason: Private | None = None


HeldEvent = FileBroughtBack | EditSettled


@dataclass(frozen=True, slots=True)
class Held:
    """What is held of one read.

    Attributes:
        files: the digests of the files that were brought back.
        edits: everything that was ever held, by number.
        settled: what was chosen, by number.
        dealt_with: for each file as it was taken, what stands for what it said when it was brought back last.
    """

    files: frozenset[str] = frozenset()
    edits: Mapping[int, HeldEdit] = field(default_factory=lambda: MappingProxyType({}))
    settled: Mapping[int, str] = field(default_factory=lambda: MappingProxyType({}))
    dealt_with: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def open(self) -> tuple[HeldEdit, ...]:
        """What a person has yet to choose about, in the order in which it came."""
        return tuple(each for number, each in self.edits.items() if number not in self.settled)


def evolve(state: Held, event: HeldEvent) -> Held:
    """Fold what happens to what is held."""
    match event:
        case FileBroughtBack():
            edits = {**state.edits, **{each.number: each for each in event.held}}
            dealt = dict(state.dealt_with)
            if event.taken is not None:
                dealt[event.taken] = MappingProxyType(
                    {**dealt.get(event.taken, {}), **dict(event.dealt_with)}
                )
            return replace(
                state,
                files=state.files | {event.file},
                edits=MappingProxyType(edits),
                dealt_with=MappingProxyType(dealt),
            )
        case EditSettled():
            return replace(state, settled=MappingProxyType({**state.settled, event.number: event.kept}))
        case _:
            assert_never(event)


def edits_held(state: Held) -> Refusal | None:
    """Why a read cannot be finished: something that was written without a connection waits for a choice."""
    waiting = state.open
    if not waiting:
        return None
    return Refusal(
        "edits-held",
        f"{counted(len(waiting), 'thing')} written without a connection {'waits' if len(waiting) == 1 else 'wait'} "
        "for a choice: assay case held shows what.",
    )
