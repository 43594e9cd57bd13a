"""Events of the staff record, of bodies and of notices on their way as earlier versions of Assay recorded them."""

from datetime import date
from typing import ClassVar

from domain.languages import Language
from domain.ledger.upcasting import upcaster
from domain.messages import Event
from domain.people.bodies import BodyRegistered, CopyOffered
from domain.people.postings import NoticeHandedOver
from domain.people.staff.events import InterestEnded
from domain.privacy.boxes import Private
from domain.text import Code, Digest, Line, ReaderStream, Reference

__all__ = ["UPCASTERS"]


class InterestEndedV1(Event):
    """An interest ended."""

    name: ClassVar[str] = "staff.interest-ended.v1"
    interest: Reference
    until: date
    bars_until: date


@upcaster(InterestEndedV1, InterestEnded)
def nobody_was_asked_why_an_interest_was_over_already(old: InterestEndedV1) -> InterestEnded:
    """Whoever had an interest could say that it was over already, and nobody asked how that was known."""
    return InterestEnded(interest=old.interest, until=old.until, bars_until=old.bars_until)


class BodyRegisteredV1(Event):
    """A body was registered to which reports and notices are sent."""

    name: ClassVar[str] = "mailbox.registered.v1"
    title: Line
    email: Private
    since: date
    languages: tuple[Language, ...]


@upcaster(BodyRegisteredV1, BodyRegistered)
def every_body_had_one_address(old: BodyRegisteredV1) -> BodyRegistered:
    """A body had one address for the whole country; since, a post may have one in each area."""
    return BodyRegistered(
        title=old.title, area=None, email=old.email, since=old.since, languages=old.languages
    )


class CopyOfferedV1(Event):
    """A body was given an address of its own at which it reads a report under embargo."""

    name: ClassVar[str] = "mailbox.copy-offered.v1"
    inspection: Reference
    notice: Code
    report: Digest
    token: Private
    digest: Digest


@upcaster(CopyOfferedV1, CopyOffered)
def a_copy_outlived_the_address_it_was_sent_to(old: CopyOfferedV1) -> CopyOffered:
    """A copy could be read for as long as nobody closed it, also once the body was reached elsewhere.

    Since it cannot, the event says at which of the body's addresses it was reached. Of an old one that is not known.
    """
    return CopyOffered(
        inspection=old.inspection,
        notice=old.notice,
        report=old.report,
        token=old.token,
        digest=old.digest,
        place=None,
    )


class NoticeHandedOverV1(Event):
    """A notice was handed over to whoever delivers it."""

    name: ClassVar[str] = "posting.handed-over.v1"
    notice: Line
    reader: ReaderStream


@upcaster(NoticeHandedOverV1, NoticeHandedOver)
def whatever_address_held_was_taken_to_be_wrong(old: NoticeHandedOverV1) -> NoticeHandedOver:
    """A notice that came back spoke against whichever address its reader had by then.

    Since it speaks only against the one to which it went, the event says which that was. Of an old one it is not known.
    """
    return NoticeHandedOver(notice=old.notice, reader=old.reader, place=None)


UPCASTERS = (
    every_body_had_one_address,
    nobody_was_asked_why_an_interest_was_over_already,
    a_copy_outlived_the_address_it_was_sent_to,
    whatever_address_held_was_taken_to_be_wrong,
)
"""What each of them means today."""
