"""The bodies beside the provider to which a report goes: where each is reached, since when, and until when.

A body is known by its name as it stands on distribution lists; its code follows from that. Its address is most often a
mailbox that several people read. It may be one person's all the same, so it is as private as any other address.

What a body may read before publication it reads at an address of its own that nobody can guess. The record has the
digest of its secret part, and the part itself only in a sealed box, so that a notice that is sent again says the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Annotated, ClassVar, Literal, assert_never

from pydantic import StringConstraints

from domain.languages import Language, Languages
from domain.messages import Command, Event
from domain.notices.words import ENGLISH
from domain.people.contacts import Email
from domain.privacy.boxes import Private
from domain.privacy.confidence import InConfidence
from domain.streams import mailbox_stream
from domain.text import Code, Digest, Line, Opaque, Prose, Reference, slug

__all__ = [
    "Body",
    "BodyAddressChanged",
    "BodyAddressRefused",
    "BodyEnded",
    "BodyEvent",
    "BodyLanguagesChanged",
    "BodyOrder",
    "BodyRegistered",
    "ChangeBody",
    "CloseCopies",
    "CopiesClosed",
    "Copy",
    "CopyOffered",
    "EndBody",
    "OfferCopy",
    "Reached",
    "RegisterBody",
    "evolve",
]


class RegisterBody(Command):
    """Register a body to which reports and notices are sent, with its address.

    Attributes:
        title: its name as it stands on the distribution list, such as "Secretary of State for Justice".
        email: the address to which notices go.
        since: from which day on; today, if not given.
        languages: in which languages, en or cy; give it once for each, in the order in which they are to be read.
    """

    verb: ClassVar[str] = "register-body"
    title: Annotated[Line, StringConstraints(pattern=r"[A-Za-z0-9]")]
    email: Email
    since: date | None = None
    languages: Languages = ("en",)

    @property
    def stream(self) -> str:
        """The body, by the code that follows from its name."""
        return mailbox_stream(slug(self.title))


class BodyOrder(Command):
    """A command about one body.

    Attributes:
        body: the body, by its code: secretary-of-state-for-justice.
    """

    body: Reference

    @property
    def stream(self) -> str:
        """The body."""
        return mailbox_stream(self.body)


class ChangeBody(BodyOrder):
    """Change where a body is reached, or in which languages. What is left out stays as it is.

    Attributes:
        email: the address to which notices go; with one, what was sent to the address before can be opened no more.
        since: from which day on; today, if not given.
        languages: in which languages, en or cy; give it once for each, in the order in which they are to be read.
    """

    verb: ClassVar[str] = "change-body"
    email: Email | None = None
    since: date | None = None
    languages: Languages | None = None


class EndBody(BodyOrder):
    """Send nothing more to a body.

    Attributes:
        since: from which day on; today, if not given.
    """

    verb: ClassVar[str] = "end-body"
    since: date | None = None


class OfferCopy(BodyOrder):
    """Set up the address at which a body reads a report under embargo; given by the machinery.

    Attributes:
        inspection: of which inspection.
        notice: the notice that tells of it, by its code.
        report: the digest of the report.
        token: the secret part of the address.
    """

    verb: ClassVar[str] = "offer-copy"
    inspection: Reference
    notice: Code
    report: Digest
    token: Annotated[Line, InConfidence("contact")]


class CloseCopies(BodyOrder):
    """Close the addresses at which a body reads a report under embargo: they show nothing any more.

    Attributes:
        inspection: of which inspection.
        reason: why, naming nobody.
    """

    verb: ClassVar[str] = "close-copies"
    inspection: Reference
    reason: Prose


class BodyRegistered(Event):
    """A body was registered to which reports and notices are sent.

    Attributes:
        title: its name as it stands on distribution lists.
        email: its address.
        since: from which day on notices go there.
        languages: in which languages, the first to be read first.
    """

    name: ClassVar[str] = "mailbox.registered.v1"
    title: Line
    email: Private
    since: date
    languages: tuple[Language, ...]


class BodyAddressChanged(Event):
    """A body is reached elsewhere.

    Attributes:
        email: its address.
        since: from which day on notices go there.
        languages: in which languages, the first to be read first.
    """

    name: ClassVar[str] = "mailbox.address-changed.v1"
    email: Private
    since: date
    languages: tuple[Language, ...]


class BodyLanguagesChanged(Event):
    """A body is written to in other languages, and reached where it was.

    Attributes:
        since: from which day on.
        languages: in which languages, the first to be read first.
    """

    name: ClassVar[str] = "mailbox.languages-changed.v1"
    since: date
    languages: tuple[Language, ...]


class BodyEnded(Event):
    """Nothing more is sent to a body.

    Attributes:
        since: from which day on.
    """

    name: ClassVar[str] = "mailbox.ended.v1"
    since: date


class BodyAddressRefused(Event):
    """A notice could not be delivered to a body, and no other is sent to the same address.

    Attributes:
        posting: the notice's way to its readers.
        cause: refused when it was handed over, or sent back later.
        refused_on: the day.
    """

    name: ClassVar[str] = "mailbox.address-refused.v1"
    posting: Opaque
    cause: Literal["refused", "bounced"]
    refused_on: date


class CopyOffered(Event):
    """A body was given an address of its own at which it reads a report under embargo.

    Attributes:
        inspection: of which inspection.
        notice: the notice that tells of it, by its code.
        report: the digest of the report.
        token: the secret part of the address.
        digest: the digest of that.
        place: at which of the body's own addresses, counted from none, notices reached it then; None if that is not
            known.
    """

    name: ClassVar[str] = "mailbox.copy-offered.v2"
    inspection: Reference
    notice: Code
    report: Digest
    token: Private
    digest: Digest
    place: int | None


class CopiesClosed(Event):
    """The addresses at which a body read a report under embargo show nothing any more.

    Attributes:
        inspection: of which inspection.
        reason: why.
    """

    name: ClassVar[str] = "mailbox.copies-closed.v1"
    inspection: Reference
    reason: Prose


BodyEvent = (
    BodyRegistered
    | BodyAddressChanged
    | BodyLanguagesChanged
    | BodyEnded
    | BodyAddressRefused
    | CopyOffered
    | CopiesClosed
)
"""What can happen to a body."""


@dataclass(frozen=True, slots=True)
class Reached:
    """Where a body is reached from a day on.

    Attributes:
        since: that day.
        refused: whether the address took no notice the last time.
        until: the day from which on it holds no more, as the body was ended then; None where it was not.
    """

    since: date
    refused: bool = False
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Copy:
    """A report under embargo, as a body may read it.

    Attributes:
        inspection: of which inspection.
        notice: the notice that told of it, by its code.
        report: the digest of the report.
        digest: the digest of the secret part of its address.
        place: at which of its own addresses the body was reached then; None if that is not known.
        closed: whether it was closed, and shows nothing any more.
    """

    inspection: str
    notice: str
    report: str
    digest: str
    place: int | None = None
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Body:
    """A body beside the provider to which reports go.

    Attributes:
        title: its name; empty for one that nobody has registered.
        addresses: where it is reached, in the order in which it was said.
        written_in: in which languages it is written to from which day on, in the order in which it was said.
        ended: from which day on nothing more is sent there; None while that has no end.
        copies: what it may read under embargo, by inspection and notice.
    """

    title: str = ""
    addresses: tuple[Reached, ...] = ()
    written_in: tuple[tuple[date, tuple[Language, ...]], ...] = ()
    ended: date | None = None
    copies: Mapping[tuple[str, str], Copy] = field(default_factory=lambda: MappingProxyType({}))

    def place_on(self, day: date) -> int | None:
        """Which of its addresses holds on a day; of several since the same day, what was said last."""
        if self.ended is not None and self.ended <= day:
            return None
        begun = [(each.since, place) for place, each in enumerate(self.addresses) if each.since <= day]
        if not begun:
            return None
        place = max(begun)[1]
        until = self.addresses[place].until
        return place if until is None or day < until else None

    def reached_on(self, day: date) -> Reached | None:
        """Where it is reached on a day; None where it is not."""
        place = self.place_on(day)
        return None if place is None else self.addresses[place]

    def languages_on(self, day: date) -> tuple[Language, ...]:
        """In which languages it is written to on a day; before the first such day, in those of what was said last."""
        begun = [(since, place) for place, (since, _) in enumerate(self.written_in) if since <= day]
        if begun:
            return self.written_in[max(begun)[1]][1]
        return self.written_in[-1][1] if self.written_in else ENGLISH

    def may_read(self, copy: Copy, day: date) -> bool:
        """Whether a copy can be opened on a day: it was not closed, and notices still go where its address was sent."""
        place = self.place_on(day)
        return not copy.closed and place is not None and copy.place in (None, place)

    def copy_at(self, digest: str, day: date) -> Copy | None:
        """What it may read on a day at an address whose secret part has this digest; None for nothing."""
        found = (each for each in self.copies.values() if each.digest == digest)
        return next((each for each in found if self.may_read(each, day)), None)


def evolve(state: Body, event: BodyEvent) -> Body:
    """Fold one event into the state."""
    match event:
        case BodyRegistered():
            before = tuple(replace(each, until=each.until or state.ended) for each in state.addresses)
            addresses = (*before, Reached(event.since))
            return replace(
                state, title=event.title, addresses=addresses, written_in=_said(state, event), ended=None
            )
        case BodyAddressChanged():
            addresses = (*state.addresses, Reached(event.since))
            return replace(state, addresses=addresses, written_in=_said(state, event))
        case BodyLanguagesChanged():
            return replace(state, written_in=_said(state, event))
        case BodyEnded():
            return replace(state, ended=event.since)
        case BodyAddressRefused():
            refused = state.place_on(event.refused_on)
            return replace(
                state,
                addresses=tuple(
                    replace(each, refused=each.refused or place == refused)
                    for place, each in enumerate(state.addresses)
                ),
            )
        case CopyOffered():
            copy = Copy(event.inspection, event.notice, event.report, event.digest, event.place)
            key = (event.inspection, event.notice)
            return replace(state, copies=MappingProxyType({**state.copies, key: copy}))
        case CopiesClosed():
            left = {
                key: replace(each, closed=each.closed or each.inspection == event.inspection)
                for key, each in state.copies.items()
            }
            return replace(state, copies=MappingProxyType(left))
        case _:
            assert_never(event)


def _said(
    state: Body, event: BodyRegistered | BodyAddressChanged | BodyLanguagesChanged
) -> tuple[tuple[date, tuple[Language, ...]], ...]:
    """What was said of its languages so far, and with an event."""
    return (*state.written_in, (event.since, event.languages))
