"""What can happen to an action plan."""

from datetime import date
from typing import ClassVar, Literal

from domain.inspections.events import Recommendation
from domain.messages import Event, Message
from domain.text import Code, Digest, Line, PersonStream, Prose, Reference

__all__ = [
    "Action",
    "ActionCompleted",
    "ActionOverdue",
    "ActionPlanAccepted",
    "ActionPlanEvent",
    "ActionPlanFollowedUp",
    "ActionPlanOverdue",
    "ActionPlanRequested",
    "ActionPlanReturned",
    "ActionPlanSubmitted",
    "ActionProgressed",
    "Answer",
    "PlanNoticeSent",
]


class Action(Message):
    """One thing the provider will do.

    Attributes:
        id: short code, unique in the plan.
        text: what will be done, specific and measurable.
        owner: the post that answers for it, not a person's name.
        due: by when.
    """

    id: Reference
    text: Prose
    owner: Line
    due: date


class Answer(Message):
    """The provider's answer to one recommendation.

    Attributes:
        recommendation: which one.
        agreed: agreed, partly agreed or not agreed.
        which_part: for a partly agreed one, the part that is agreed; else None.
        reason: for one that is not wholly agreed, why; else None.
        actions: what will be done; none for one that is not agreed.
    """

    recommendation: Reference
    agreed: Literal["agreed", "partly-agreed", "not-agreed"]
    which_part: Prose | None = None
    reason: Prose | None = None
    actions: tuple[Action, ...] = ()


class ActionPlanRequested(Event):
    """The report was published and the provider was asked for an action plan (002 L215)."""

    name: ClassVar[str] = "action-plan.requested.v1"
    inspection: Reference
    recommendations: tuple[Recommendation, ...]
    requested_on: date
    due: date
    days_when_returned: int


class ActionPlanSubmitted(Event):
    """The provider handed in its plan."""

    name: ClassVar[str] = "action-plan.submitted.v1"
    answers: tuple[Answer, ...]
    submitted_on: date


class ActionPlanOverdue(Event):
    """The date for the plan passed without one."""

    name: ClassVar[str] = "action-plan.overdue.v1"
    due: date


class ActionPlanReturned(Event):
    """The plan was returned to be made better, with the reason and a new date."""

    name: ClassVar[str] = "action-plan.returned.v1"
    reason: Prose
    due: date


class ActionPlanAccepted(Event):
    """The plan was accepted; its actions are followed from here on."""

    name: ClassVar[str] = "action-plan.accepted.v1"
    accepted_on: date


class ActionProgressed(Event):
    """The provider reported progress on an action."""

    name: ClassVar[str] = "action-plan.action-progressed.v1"
    action: Reference
    progress: Prose


class ActionOverdue(Event):
    """The date of an action passed before it was completed."""

    name: ClassVar[str] = "action-plan.action-overdue.v1"
    action: Reference
    due: date


class ActionCompleted(Event):
    """An action was completed."""

    name: ClassVar[str] = "action-plan.action-completed.v1"
    action: Reference
    completed_on: date


class ActionPlanFollowedUp(Event):
    """The inspectorate followed the plan to its end, and says with what result."""

    name: ClassVar[str] = "action-plan.followed-up.v1"
    conclusion: Prose
    followed_up_on: date


class PlanNoticeSent(Event):
    """A notice about the plan went out.

    Attributes:
        notice: which one; each is sent once.
        document: digest of what was sent.
        to: the persons to whom it was addressed, opaque; none where the provider has no contact.
    """

    name: ClassVar[str] = "action-plan.notice-sent.v2"
    notice: Code
    document: Digest
    to: tuple[PersonStream, ...]


ActionPlanEvent = (
    ActionPlanRequested
    | ActionPlanSubmitted
    | ActionPlanOverdue
    | ActionPlanReturned
    | ActionPlanAccepted
    | ActionProgressed
    | ActionOverdue
    | ActionCompleted
    | ActionPlanFollowedUp
    | PlanNoticeSent
)
