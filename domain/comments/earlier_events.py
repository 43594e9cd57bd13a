"""Events of comments as they were recorded before, and what each of them means today."""

from datetime import date
from typing import ClassVar, Literal

from domain.comments.events import CommentNoticeSent, CommentReceived
from domain.ledger.upcasting import upcaster
from domain.messages import Event
from domain.privacy.boxes import Private
from domain.text import Digest, ReaderStream, Reference

__all__ = ["UPCASTERS"]


class CommentReceivedV1(Event):
    """Somebody commented, or complained."""

    name: ClassVar[str] = "comment.received.v1"
    sort: Literal["comment", "complaint"]
    about: Literal["inspection", "report", "other"]
    inspection: Reference | None
    received_on: date
    said: Private
    whom: Private | None
    acknowledge_by: date
    answer_by: date


@upcaster(CommentReceivedV1, CommentReceived)
def nobody_was_told_by_a_notice_that_it_was_answered(old: CommentReceivedV1) -> CommentReceived:
    """No notice told a contact of the answer; none is sent now of what was answered long ago."""
    return CommentReceived(
        sort=old.sort,
        about=old.about,
        inspection=old.inspection,
        received_on=old.received_on,
        said=old.said,
        whom=old.whom,
        acknowledge_by=old.acknowledge_by,
        answer_by=old.answer_by,
        sender=None,
    )


class CommentNoticeSentV1(Event):
    """A notice of it went out; or there was nobody to whom it could go."""

    name: ClassVar[str] = "comment.notice-sent.v1"
    notice: Literal["received", "acknowledgement-overdue", "answer-overdue", "answered"]
    document: Digest
    to: tuple[ReaderStream, ...]


@upcaster(CommentNoticeSentV1, CommentNoticeSent)
def no_notice_told_whoever_looks_into_it(old: CommentNoticeSentV1) -> CommentNoticeSent:
    """Whoever looked into a comment got no notice of it, so none of these told which time it was given to somebody."""
    return CommentNoticeSent(notice=old.notice, assignment=None, document=old.document, to=old.to)


UPCASTERS = (nobody_was_told_by_a_notice_that_it_was_answered, no_notice_told_whoever_looks_into_it)
