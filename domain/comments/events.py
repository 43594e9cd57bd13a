"""What can happen to a comment or complaint. Each event is stored for ever under its name."""

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import StringConstraints

from domain.messages import Event
from domain.privacy.boxes import Private
from domain.text import Opaque, Reference

__all__ = [
    "About",
    "CommentAcknowledged",
    "CommentAnswered",
    "CommentAssigned",
    "CommentEvent",
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
    """

    name: ClassVar[str] = "comment.received.v1"
    sort: Sort
    about: About
    inspection: Reference | None
    received_on: date
    said: Private
    whom: Private | None
    acknowledge_by: date
    answer_by: date


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


CommentEvent = CommentReceived | CommentAcknowledged | CommentAssigned | CommentAnswered | CommentOverdue
"""Everything that can happen to a comment."""
