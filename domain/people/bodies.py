"""The bodies beside the provider to which a report goes: where each is reached, since when, and until when.

A body is known by its name as it stands on distribution lists; its code follows from that. Its address is most often a
mailbox that several people read. It may be one person's all the same, so it is as private as any other address.

What a body may read before publication it reads at an address of its own that nobody can guess. The record has the
digest of its secret part, and the part itself only in a sealed box, so that a notice that is sent again says the same.
"""

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import StringConstraints

from domain.languages import Language, Languages
from domain.messages import Command, Event
from domain.people.contacts import Email
from domain.privacy.boxes import Private
from domain.privacy.confidence import InConfidence
from domain.streams import mailbox_stream
from domain.text import Code, Digest, Line, Opaque, Prose, Reference, slug

__all__ = [
    "BodyAddressChanged",
    "BodyAddressRefused",
    "BodyAreaNamed",
    "BodyEnded",
    "BodyEvent",
    "BodyLanguagesChanged",
    "BodyOrder",
    "BodyRegistered",
    "ChangeBody",
    "CloseCopies",
    "CopiesClosed",
    "CopyOffered",
    "EndBody",
    "OfferCopy",
    "RegisterBody",
    "in_area",
]


def in_area(title: str, area: str | None) -> str:
    """What a body is called that there is one of in each area; its name alone, where no area is named."""
    return title if area is None else f"{title} in {area}"


class RegisterBody(Command):
    """Register a body to which reports and notices are sent, with its address.

    Attributes:
        title: its name as it stands on the distribution list, such as "Secretary of State for Justice".
        area: of a post of which each area has one, the area that this address is for, as providers' areas are called.
        email: the address to which notices go.
        since: from which day on; today, if not given.
        languages: in which languages, en or cy; give it once for each, in the order in which they are to be read.
    """

    verb: ClassVar[str] = "register-body"
    title: Annotated[Line, StringConstraints(pattern=r"[A-Za-z0-9]")]
    area: Annotated[Line, StringConstraints(pattern=r"[A-Za-z0-9]")] | None = None
    email: Email
    since: date | None = None
    languages: Languages = ("en",)

    @property
    def stream(self) -> str:
        """The body, by the code that follows from its name."""
        return mailbox_stream(slug(in_area(self.title, self.area)))


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
        area: of a post of which each area has one, which area's it is; None where there is one for the whole country.
        email: its address.
        since: from which day on notices go there.
        languages: in which languages, the first to be read first.
    """

    name: ClassVar[str] = "mailbox.registered.v2"
    title: Line
    area: Line | None
    email: Private
    since: date
    languages: tuple[Language, ...]


class BodyAreaNamed(Event):
    """A post differs by area, and has an address of its own in one.

    Attributes:
        area: the area.
        body: the post of that area, by its code.
    """

    name: ClassVar[str] = "mailbox.area-named.v1"
    area: Line
    body: Reference


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
    | BodyAreaNamed
    | BodyAddressChanged
    | BodyLanguagesChanged
    | BodyEnded
    | BodyAddressRefused
    | CopyOffered
    | CopiesClosed
)
"""What can happen to a body."""
