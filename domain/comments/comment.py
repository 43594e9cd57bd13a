"""One comment or complaint: acknowledged and answered within working days, by somebody who took no part in the matter.

What is said, who said it and the answer are private, and about nobody but whoever said it: they can be erased alone.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import assert_never

from domain.agenda import Agenda, Deadline, Duty
from domain.comments.commands import (
    AcknowledgeComment,
    AnswerComment,
    AssignComment,
    ReceiveComment,
    RecordCommentNoticeSent,
    RecordCommentOverdue,
)
from domain.comments.events import (
    CommentAcknowledged,
    CommentAnswered,
    CommentAssigned,
    CommentEvent,
    CommentNotice,
    CommentNoticeSent,
    CommentOverdue,
    CommentReceived,
    Outcome,
)
from domain.dated_rules.library import Library
from domain.decider import Decided, Decider, rule, rules
from domain.given import Given
from domain.inspections.state import Inspection
from domain.messages import Command
from domain.people.roles import Role
from domain.privacy.boxes import Plain
from domain.refusals import Refusal
from domain.streams import inspection_stream
from domain.working_days import end_of_day

__all__ = ["COMMENT", "Comment", "CommentStage", "concerned", "react"]


class CommentStage(StrEnum):
    """Where a comment stands."""

    RECEIVED = "received"
    ACKNOWLEDGED = "acknowledged"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment.

    Attributes:
        received: how it came; None before.
        acknowledged: whether whoever made it was told that it came.
        reviewer: who looks into it; None while nobody does.
        assigned: how often it was given to somebody to look into.
        outcome: what came of it; None before.
        overdue: what was not done by its date.
        answered_on: when it was answered; None before.
        told: to whom each notice of it was handed over, by what it is about; to nobody where it reached none.
    """

    received: CommentReceived | None = None
    acknowledged: bool = False
    reviewer: str | None = None
    assigned: int = 0
    outcome: Outcome | None = None
    overdue: tuple[str, ...] = ()
    answered_on: date | None = None
    told: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def stage(self) -> CommentStage | None:
        """Where it stands; None before it came."""
        if self.received is None:
            return None
        if self.outcome is not None:
            return CommentStage.ANSWERED
        return CommentStage.ACKNOWLEDGED if self.acknowledged else CommentStage.RECEIVED

    @property
    def deadlines(self) -> tuple[Deadline, ...]:
        """The dates that run for it, earliest first."""
        if self.received is None or self.outcome is not None:
            return ()
        wanted = [("answer", self.received.answer_by, "the answer to it")]
        if not self.acknowledged:
            wanted.insert(0, ("acknowledgement", self.received.acknowledge_by, "that it is acknowledged"))
        return tuple(
            Deadline(id=code, due=due, awaits=awaits)
            for code, due, awaits in wanted
            if code not in self.overdue
        )

    @property
    def owed(self) -> tuple[CommentNotice, ...]:
        """The notices that are still to be sent, each once; of what was seen to meanwhile none is."""
        return tuple(each for each in self._to_tell if self.about(each) not in self.told)

    def about(self, notice: CommentNotice) -> str:
        """What a notice is about, by which it is sent once: also to each who looks into it, after somebody else."""
        return _about(notice, self.assigned if notice == "assigned" else None)

    @property
    def _to_tell(self) -> Iterator[CommentNotice]:
        if self.received is None:
            return
        if self.outcome is not None:
            if self.received.sender is not None:
                yield "answered"
            return
        if not self.acknowledged:
            if self.reviewer is None:
                yield "received"
            if "acknowledgement" in self.overdue:
                yield "acknowledgement-overdue"
        if "answer" in self.overdue:
            yield "answer-overdue"
        if self.reviewer is not None:
            yield "assigned"


def _about(notice: CommentNotice, assignment: int | None) -> str:
    return notice if assignment is None else f"{notice}-{assignment}"


def react(state: Comment) -> Agenda:
    """The dates by which it must be acknowledged and answered, and the notices that are owed of it."""
    stage = state.stage
    if stage is None:
        return Agenda(stage="not-received")
    owed = map(state.about, state.owed)
    notices = tuple(Duty(id=f"notice-{about}", kind="send-notice", about=about) for about in owed)
    if stage is CommentStage.ANSWERED:
        return Agenda(stage=stage, duties=notices, over=not notices)
    waiting = "somebody to look into it" if state.reviewer is None else "the answer to it"
    return Agenda(
        stage=stage,
        waiting_for=(waiting,) if state.acknowledged else ("that it is acknowledged", waiting),
        deadlines=state.deadlines,
        duties=notices,
    )


def concerned(inspection: Inspection) -> frozenset[str]:
    """Who took a part in an inspection that keeps them from looking into a complaint about it."""
    if inspection.announced is None:
        return frozenset()
    decided = inspection.decided
    panel = getattr(decided, "present", ()) if decided else ()
    return inspection.judges | frozenset(panel)


def _evolve(state: Comment, event: CommentEvent) -> Comment:
    match event:
        case CommentReceived():
            return replace(state, received=event)
        case CommentAcknowledged():
            return replace(state, acknowledged=True)
        case CommentAssigned():
            return replace(state, reviewer=event.reviewer, assigned=state.assigned + 1)
        case CommentAnswered():
            return replace(state, outcome=event.outcome, acknowledged=True, answered_on=event.answered_on)
        case CommentOverdue():
            return replace(state, overdue=(*state.overdue, event.awaited))
        case CommentNoticeSent():
            about = _about(event.notice, event.assignment)
            return replace(state, told=MappingProxyType({**state.told, about: event.to}))
        case _:
            assert_never(event)


def _named(_state: Comment, command: ReceiveComment, _library: Library) -> tuple[str, ...]:
    return (inspection_stream(command.inspection),) if command.inspection else ()


def _its_inspection(state: Comment, _command: Command, _library: Library) -> tuple[str, ...]:
    about = state.received.inspection if state.received else None
    return (inspection_stream(about),) if about else ()


@rule(
    ReceiveComment,
    events=[CommentReceived],
    refusals=[
        "comment-exists",
        "unknown-inspection",
        "inspection-missing",
        "date-ahead",
        "calendar-exhausted",
    ],
    reads=_named,
)
def receive_comment(state: Comment, command: ReceiveComment, given: Given) -> Decided:
    """Records a comment or complaint, with the dates by which it is acknowledged and answered."""
    if state.received is not None:
        return Refusal("comment-exists", "There is a comment with this id already.")
    if command.inspection is None and command.about != "other":
        return Refusal("inspection-missing", f"Say which {command.about} it is about, by its inspection.")
    if command.inspection and given.seen[inspection_stream(command.inspection)].announced is None:
        return Refusal("unknown-inspection", f"There is no inspection {command.inspection}.")
    if command.received_on > given.today:
        return Refusal(
            "date-ahead", f"It cannot have come on {command.received_on}: that day is still ahead."
        )
    days = given.library.office
    # What is about no inspection stands on no page of theirs, where they could read the answer.
    of_a_contact = given.actor.role is Role.PROVIDER_CONTACT
    return (
        CommentReceived(
            sort=command.sort,
            about=command.about,
            inspection=command.inspection,
            received_on=command.received_on,
            said=Plain(str(command.said), command.comment, "comment"),
            whom=Plain(str(command.whom), command.comment, "comment") if command.whom else None,
            acknowledge_by=given.calendar.after(command.received_on, days.acknowledged_within),
            answer_by=given.calendar.after(command.received_on, days.answered_within),
            sender=given.actor.id if of_a_contact and command.inspection else None,
        ),
    )


@rule(
    AcknowledgeComment,
    stages=[CommentStage.RECEIVED, CommentStage.ACKNOWLEDGED],
    events=[CommentAcknowledged],
    refusals=["date-ahead"],
)
def acknowledge_comment(state: Comment, command: AcknowledgeComment, given: Given) -> Decided:
    """Notes that whoever commented was told that it came."""
    if command.acknowledged_on > given.today:
        return Refusal(
            "date-ahead", f"It cannot have been on {command.acknowledged_on}: that day is still ahead."
        )
    return () if state.acknowledged else (CommentAcknowledged(acknowledged_on=command.acknowledged_on),)


@rule(
    AssignComment,
    stages=[CommentStage.RECEIVED, CommentStage.ACKNOWLEDGED],
    events=[CommentAssigned],
    refusals=["reviewer-concerned"],
    reads=_its_inspection,
)
def assign_comment(state: Comment, command: AssignComment, given: Given) -> Decided:
    """Gives it to somebody to look into; nobody looks into a matter in which they took a part."""
    about = state.received.inspection if state.received else None
    if about and command.reviewer in concerned(given.seen[inspection_stream(about)]):
        return Refusal(
            "reviewer-concerned",
            f"{command.reviewer} led that inspection, or proposed or decided its ratings; name somebody else.",
        )
    if state.reviewer == command.reviewer:
        return ()
    return (CommentAssigned(reviewer=command.reviewer),)


@rule(
    AnswerComment,
    stages=[CommentStage.RECEIVED, CommentStage.ACKNOWLEDGED],
    events=[CommentAnswered],
    refusals=["not-assigned", "not-the-reviewer", "wrong-outcome"],
)
def answer_comment(state: Comment, command: AnswerComment, given: Given) -> Decided:
    """Answers it, by whoever looked into it; a complaint is upheld or not, a comment is noted."""
    if state.reviewer is None:
        return Refusal("not-assigned", "Nobody has been asked to look into it yet.")
    if state.reviewer != given.actor.id:
        return Refusal("not-the-reviewer", f"It is answered by who looks into it: {state.reviewer}.")
    complaint = state.received is not None and state.received.sort == "complaint"
    if complaint is (command.outcome == "noted"):
        fitting = "upheld, partly-upheld or not-upheld" if complaint else "noted"
        return Refusal("wrong-outcome", f"What comes of it can only be: {fitting}.")
    answer = Plain(str(command.answer), command.comment, "comment")
    return (CommentAnswered(outcome=command.outcome, answer=answer, answered_on=given.today),)


@rule(RecordCommentOverdue, events=[CommentOverdue], refusals=["unknown-comment", "not-yet"])
def record_comment_overdue(state: Comment, command: RecordCommentOverdue, given: Given) -> Decided:
    """Notes that a date has passed; what was done meanwhile passes without a word."""
    if state.received is None:
        return Refusal("unknown-comment", "There is no such comment.")
    running = {each.id: each.due for each in state.deadlines}
    if running.get(command.awaited) != command.due:
        return ()
    if given.at < end_of_day(command.due):
        return Refusal("not-yet", f"The date passes at the end of {command.due}, not before.")
    return (CommentOverdue(awaited=command.awaited, due=command.due),)


@rule(RecordCommentNoticeSent, events=[CommentNoticeSent], refusals=["unknown-comment", "nothing-to-tell"])
def record_comment_notice_sent(state: Comment, command: RecordCommentNoticeSent, _given: Given) -> Decided:
    """Notes that a notice of it went out, each once; also where it was seen to while the notice was on its way."""
    if state.received is None:
        return Refusal("unknown-comment", "There is no such comment.")
    if _about(command.notice, command.assignment) in state.told:
        return ()
    if not _happened(state, command.notice, command.assignment):
        return Refusal("nothing-to-tell", "What the notice says of it is not on the record.")
    return (
        CommentNoticeSent(
            notice=command.notice, assignment=command.assignment, document=command.document, to=command.to
        ),
    )


def _happened(state: Comment, notice: CommentNotice, assignment: int | None) -> bool:
    """Whether what a notice tells has come to pass, and there is somebody whom it is to be told."""
    if notice == "assigned":
        return assignment is not None and 1 <= assignment <= state.assigned
    if assignment is not None:
        return False
    match notice:
        case "received":
            return True
        case "acknowledgement-overdue" | "answer-overdue":
            return notice.removesuffix("-overdue") in state.overdue
        case "answered":
            return (
                state.outcome is not None and state.received is not None and state.received.sender is not None
            )


COMMENT = Decider(
    kind="comment",
    initial=Comment(),
    rules=rules(
        [
            receive_comment,
            acknowledge_comment,
            assign_comment,
            answer_comment,
            record_comment_overdue,
            record_comment_notice_sent,
        ]
    ),
    evolve=_evolve,
    stage=lambda state: state.stage,
)
"""One comment or complaint."""
