"""Whom private text is about: erasing it, holding it, and giving a person what is held about them.

Each subject has a stream of its own for this, beside the one it is the subject of, so that what was done about its
data stays on the record when the data is gone. Authority and reason are written in clear for that: they name nobody.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Annotated, ClassVar, assert_never

from pydantic import Field, StringConstraints

from domain.dated_rules.library import Library
from domain.decider import Decided, Decider, rule, rules
from domain.given import Given
from domain.messages import Command, Event
from domain.privacy.boxes import CATEGORIES, Category
from domain.refusals import Refusal
from domain.text import Line, Prose, Reference

__all__ = [
    "CLASSES_OF",
    "PRIVACY",
    "EraseSubject",
    "GiveAccess",
    "HoldSubject",
    "PrivacyCommand",
    "PrivacyEvent",
    "Protected",
    "ReleaseSubject",
    "SubjectAccessGiven",
    "SubjectErased",
    "SubjectHeld",
    "SubjectReleased",
    "privacy_stream",
    "subject_in",
]

SUBJECT_KINDS = ("case", "person", "list", "account", "document", "staff", "comment", "response", "mailbox")
"""The kinds of stream that are about somebody."""

CLASSES_OF: Mapping[str, tuple[Category, ...]] = MappingProxyType(
    {
        "case": ("case-note", "case-reference", "protected-characteristic"),
        "person": ("contact",),
        "list": ("case-list", "sampling-frame"),
        "account": ("evidence-note",),
        "document": ("document",),
        "staff": ("staff",),
        "comment": ("comment",),
        "response": ("response",),
        "mailbox": ("contact",),
    }
)
"""The classes of data that there can be about each kind of subject."""

SubjectStream = Annotated[
    str,
    StringConstraints(pattern=rf"^({'|'.join(SUBJECT_KINDS)})-[a-z0-9]+(-[a-z0-9]+)*$", max_length=90),
]
"""The stream of whom something is about."""

_PREFIX = "privacy-"


def privacy_stream(subject: str) -> str:
    """The stream on which it is recorded what was done about a subject's data."""
    return f"{_PREFIX}{subject}"


def subject_in(stream: str) -> str:
    """The subject whose privacy stream this is."""
    return stream.removeprefix(_PREFIX)


class _About(Command):
    """A command about one subject's data.

    Attributes:
        subject: whom it is about: the stream of a case, such as case-0f3a….
    """

    subject: SubjectStream

    @property
    def stream(self) -> str:
        """What is recorded about private text on the subject."""
        return privacy_stream(self.subject)


class EraseSubject(_About):
    """Erase what is held about somebody, for good.

    Attributes:
        authority: by what right: the request, the schedule or the ruling, naming nobody.
        reason: why, naming nobody.
        categories: only these classes of data; all, and whatever might still come, if none is given.
    """

    verb: ClassVar[str] = "erase-subject"
    authority: Line
    reason: Prose
    categories: Annotated[tuple[Category, ...], Field(max_length=len(CATEGORIES))] = ()


class HoldSubject(_About):
    """Keep what is held about somebody from being erased.

    Attributes:
        hold: the hold, by a code of its own.
        reason: why it must be kept, naming nobody.
    """

    verb: ClassVar[str] = "hold-subject"
    hold: Reference
    reason: Prose


class ReleaseSubject(_About):
    """Let go of a hold.

    Attributes:
        hold: the hold, by its code.
        reason: why it need not be kept any longer, naming nobody.
    """

    verb: ClassVar[str] = "release-subject"
    hold: Reference
    reason: Prose


class GiveAccess(_About):
    """Note that everything held about somebody was opened, to be handed out.

    Attributes:
        purpose: what for, naming nobody.
        texts: how many private texts were opened.
    """

    verb: ClassVar[str] = "give-access"
    purpose: Line
    texts: int = Field(ge=0)


PrivacyCommand = EraseSubject | HoldSubject | ReleaseSubject | GiveAccess


class SubjectErased(Event):
    """What was held about somebody was erased: nobody can read it any more, and no more is recorded.

    Attributes:
        subject: whom it was about.
        categories: the classes of data; empty for all there are and might be.
        authority: by what right.
        reason: why.
    """

    name: ClassVar[str] = "privacy.subject-erased.v1"
    subject: SubjectStream
    categories: tuple[Category, ...]
    authority: Line
    reason: Prose


class SubjectHeld(Event):
    """What is held about somebody must not be erased until the hold is released."""

    name: ClassVar[str] = "privacy.subject-held.v1"
    subject: SubjectStream
    hold: Reference
    reason: Prose


class SubjectReleased(Event):
    """A hold was released."""

    name: ClassVar[str] = "privacy.subject-released.v1"
    subject: SubjectStream
    hold: Reference
    reason: Prose


class SubjectAccessGiven(Event):
    """Everything held about somebody was opened, to be handed out."""

    name: ClassVar[str] = "privacy.subject-access-given.v1"
    subject: SubjectStream
    purpose: Line
    texts: int


PrivacyEvent = SubjectErased | SubjectHeld | SubjectReleased | SubjectAccessGiven


@dataclass(frozen=True, slots=True)
class Protected:
    """Where a subject's data stands.

    Attributes:
        erased: the classes of data that were erased.
        whole: whether all was erased, with whatever might still have come.
        holds: the reasons why it must not be erased, by the code of each hold.
    """

    erased: frozenset[Category] = frozenset()
    whole: bool = False
    holds: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def has_erased(self, category: Category) -> bool:
        """Whether data of a class was erased."""
        return self.whole or category in self.erased


def _evolve(state: Protected, event: PrivacyEvent) -> Protected:
    match event:
        case SubjectErased(categories=()):
            return replace(state, whole=True)
        case SubjectErased():
            return replace(state, erased=state.erased | set(event.categories))
        case SubjectHeld():
            return replace(state, holds=MappingProxyType({**state.holds, event.hold: event.reason}))
        case SubjectReleased():
            left = {code: reason for code, reason in state.holds.items() if code != event.hold}
            return replace(state, holds=MappingProxyType(left))
        case SubjectAccessGiven():
            return state
        case _:
            assert_never(event)


def _the_subject(_state: Protected, command: PrivacyCommand, _library: Library) -> tuple[str, ...]:
    return (command.subject,)


def _unknown(command: PrivacyCommand, given: Given) -> Refusal | None:
    version, _ = given.heads[command.subject]
    if version:
        return None
    return Refusal("unknown-subject", f"Nothing is on the record about {command.subject}.")


@rule(
    EraseSubject,
    events=[SubjectErased],
    refusals=["unknown-subject", "subject-held", "category-twice"],
    reads=_the_subject,
)
def erase_subject(state: Protected, command: EraseSubject, given: Given) -> Decided:
    """Erases what is held about a case or person, unless it is held; it cannot be undone."""
    if (unknown := _unknown(command, given)) is not None:
        return unknown
    if len(set(command.categories)) != len(command.categories):
        return Refusal("category-twice", "Name each class of data once.")
    if state.holds:
        codes = ", ".join(sorted(state.holds))
        return Refusal("subject-held", f"{command.subject} is held ({codes}); release it first.")
    done = state.whole or (command.categories and all(map(state.has_erased, command.categories)))
    if done:
        return ()
    left = tuple(each for each in command.categories if not state.has_erased(each))
    return (
        SubjectErased(
            subject=command.subject, categories=left, authority=command.authority, reason=command.reason
        ),
    )


@rule(
    HoldSubject,
    events=[SubjectHeld],
    refusals=["unknown-subject", "hold-exists", "nothing-left"],
    reads=_the_subject,
)
def hold_subject(state: Protected, command: HoldSubject, given: Given) -> Decided:
    """Keeps what is held about a case or person from being erased."""
    if (unknown := _unknown(command, given)) is not None:
        return unknown
    if state.whole:
        return Refusal("nothing-left", f"What was held about {command.subject} has been erased.")
    if command.hold in state.holds:
        return Refusal("hold-exists", f"There is a hold {command.hold} on {command.subject} already.")
    return (SubjectHeld(subject=command.subject, hold=command.hold, reason=command.reason),)


@rule(ReleaseSubject, events=[SubjectReleased], refusals=["unknown-hold"])
def release_subject(state: Protected, command: ReleaseSubject, _given: Given) -> Decided:
    """Lets go of a hold, so that retention and requests count again."""
    if command.hold not in state.holds:
        return Refusal("unknown-hold", f"There is no hold {command.hold} on {command.subject}.")
    return (SubjectReleased(subject=command.subject, hold=command.hold, reason=command.reason),)


@rule(GiveAccess, events=[SubjectAccessGiven], refusals=["unknown-subject"], reads=_the_subject)
def give_access(_state: Protected, command: GiveAccess, given: Given) -> Decided:
    """Notes who opened everything that is held about a case or person, and what for."""
    if (unknown := _unknown(command, given)) is not None:
        return unknown
    return (SubjectAccessGiven(subject=command.subject, purpose=command.purpose, texts=command.texts),)


PRIVACY = Decider(
    kind="privacy",
    initial=Protected(),
    rules=rules([erase_subject, hold_subject, release_subject, give_access]),
    evolve=_evolve,
)
"""What was done about one subject's data."""
