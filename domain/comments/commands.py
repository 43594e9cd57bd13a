"""What may be asked of a comment or complaint."""

from datetime import date
from typing import Annotated, ClassVar, Literal

from domain.comments.events import About, CommentNotice, CommentStream, Outcome, Sort
from domain.messages import Command
from domain.privacy.confidence import InConfidence
from domain.text import Digest, Opaque, Prose, ReaderStream, Reference

__all__ = [
    "AcknowledgeComment",
    "AnswerComment",
    "AssignComment",
    "CommentOrder",
    "ReceiveComment",
    "RecordCommentNoticeSent",
    "RecordCommentOverdue",
]

_InConfidence = Annotated[Prose, InConfidence("comment")]


class CommentOrder(Command):
    """A command about one comment.

    Attributes:
        comment: the comment, as `assay comments list` shows it.
    """

    comment: CommentStream

    @property
    def stream(self) -> str:
        """The comment or complaint."""
        return self.comment


class ReceiveComment(CommentOrder):
    """Record a comment or complaint; anyone may make one.

    Attributes:
        comment: the id of the comment, drawn at random.
        sort: whether it is a comment or a complaint.
        about: what it is about.
        said: what it says.
        received_on: when it came.
        whom: who said it, and how they are reached; may be left out.
        inspection: the inspection, where it is about one or its report.
    """

    verb: ClassVar[str] = "receive-comment"
    sort: Sort
    about: About
    said: _InConfidence
    received_on: date
    whom: _InConfidence | None = None
    inspection: Reference | None = None


class AcknowledgeComment(CommentOrder):
    """Note that whoever commented was told that it came.

    Attributes:
        acknowledged_on: when they were told.
    """

    verb: ClassVar[str] = "acknowledge-comment"
    acknowledged_on: date


class AssignComment(CommentOrder):
    """Give it to somebody to look into who took no part in the matter.

    Attributes:
        reviewer: who looks into it, by opaque id.
    """

    verb: ClassVar[str] = "assign-comment"
    reviewer: Opaque


class AnswerComment(CommentOrder):
    """Answer it; given by whoever looked into it.

    Attributes:
        outcome: what came of it; a comment is noted, a complaint upheld or not.
        answer: the answer.
    """

    verb: ClassVar[str] = "answer-comment"
    outcome: Outcome
    answer: _InConfidence


class RecordCommentOverdue(CommentOrder):
    """Note that a date passed; given by the machinery."""

    verb: ClassVar[str] = "record-comment-overdue"
    awaited: Literal["acknowledgement", "answer"]
    due: date


class RecordCommentNoticeSent(CommentOrder):
    """Note that a notice of it has gone out, or could go to nobody; given by the machinery.

    Attributes:
        notice: what it tells.
        document: the digest of the notice.
        to: the readers to whom it was handed over.
        assignment: of the notice to whoever looks into it: how often it had been given to somebody by then.
    """

    verb: ClassVar[str] = "record-comment-notice-sent"
    notice: CommentNotice
    document: Digest
    to: tuple[ReaderStream, ...] = ()
    assignment: int | None = None
