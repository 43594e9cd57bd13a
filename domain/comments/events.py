"""What can happen to a comment or complaint. Each event is stored for ever under its name."""

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import StringConstraints

from domain.messages import Event
from domain.privacy.boxes import Private
from domain.text import Digest, Opaque, ReaderStream, Reference

__all__ = [
    "About",
    "CommentAcknowledged",
    "CommentAnswered",
    "CommentAssigned",
    "CommentEvent",
    "CommentNotice",
    "CommentNoticeSent",
    "CommentOverdue",
    "CommentReceived",
    "CommentStream",
    "Outcome",
    "Sort",
]

CommentStream = Annotated[str, StringConstraints(pattern=r"^comment-[0-9a-f]{32}$")]
"""The stream of one comment. Its id is drawn at random."""

Sort = Literal["comment", "complaint"]
"""A complaint is looked into and upheld or not; a comment is answered."""

About = Literal["inspection", "report", "other"]
"""What it is about: how an inspection was carried out, what a report says, or any other matter."""

Outcome = Literal["upheld", "partly-upheld", "not-upheld", "noted"]
"""What came of it; a comment is noted."""

CommentNotice = Literal["received", "acknowledgement-overdue", "answer-overdue", "assigned", "answered"]
"""On what Assay sends a notice of a comment: those who see to comments are told that it came, and what is overdue;
whoever is to look into it, that it is theirs; the provider's contact who sent it, that it was answered."""


class CommentReceived(Event):
    """Somebody commented, or complained.

    Attributes:
        sort: whether it is a comment or a complaint.
        about: what it is about.
        inspection: the inspection, where it is about one or its report.
        received_on: when it came.
        said: what it says.
        whom: who said it, and how they are reached; None where they did not say.
        acknowledge_by: by when it is to be acknowledged.
        answer_by: by when it is to be answered.
        sender: the provider's contact who sent it about an inspection of theirs, and is told of the answer by a notice;
            None where it came by letter or by telephone, and of all that was recorded before contacts were told.
    """

    name: ClassVar[str] = "comment.received.v2"
    sort: Sort
    about: About
    inspection: Reference | None
    received_on: date
    said: Private
    whom: Private | None
    acknowledge_by: date
    answer_by: date
    sender: Opaque | None


class CommentAcknowledged(Event):
    """Whoever commented was told that it came."""

    name: ClassVar[str] = "comment.acknowledged.v1"
    acknowledged_on: date


class CommentAssigned(Event):
    """Somebody who took no part in the matter looks into it; another may take it over.

    Attributes:
        reviewer: who, opaque.
    """

    name: ClassVar[str] = "comment.assigned.v1"
    reviewer: Opaque


class CommentAnswered(Event):
    """It was answered.

    Attributes:
        outcome: what came of it.
        answer: the answer.
        answered_on: when.
    """

    name: ClassVar[str] = "comment.answered.v1"
    outcome: Outcome
    answer: Private
    answered_on: date


class CommentOverdue(Event):
    """A date passed before it was acknowledged, or answered.

    Attributes:
        awaited: what had been awaited.
        due: the date.
    """

    name: ClassVar[str] = "comment.overdue.v1"
    awaited: Literal["acknowledgement", "answer"]
    due: date


class CommentNoticeSent(Event):
    """A notice of it went out, with nothing of what it says; or there was nobody to whom it could go.

    Attributes:
        notice: what it told.
        assignment: whom it told that they look into it, by how often it had been given to somebody by then; None of
            what is told otherwise.
        document: the digest of the notice.
        to: the readers to whom it was handed over; empty where it reached nobody.
    """

    name: ClassVar[str] = "comment.notice-sent.v2"
    notice: CommentNotice
    assignment: int | None
    document: Digest
    to: tuple[ReaderStream, ...]


CommentEvent = (
    CommentReceived
    | CommentAcknowledged
    | CommentAssigned
    | CommentAnswered
    | CommentOverdue
    | CommentNoticeSent
)
"""Everything that can happen to a comment."""
