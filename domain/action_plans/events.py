"""What can happen to an action plan."""

from datetime import date
from typing import ClassVar, Literal

from domain.inspections.events import Recommendation
from domain.messages import Event, Message
from domain.text import Code, Digest, Line, PersonStream, Prose, ReaderStream, Reference

__all__ = [
    "Action",
    "ActionChangeAgreed",
    "ActionChangeDeclined",
    "ActionChangeProposed",
    "ActionCompleted",
    "ActionGivenUp",
    "ActionOverdue",
    "ActionPlanAccepted",
    "ActionPlanEvent",
    "ActionPlanFollowedUp",
    "ActionPlanNotReceived",
    "ActionPlanOverdue",
    "ActionPlanRequested",
    "ActionPlanReturned",
    "ActionPlanSubmitted",
    "ActionProgressed",
    "Answer",
    "PlanDateMoved",
    "PlanExtensionAsked",
    "PlanExtensionGranted",
    "PlanExtensionRefused",
    "PlanNoticeSent",
    "PlanNoticeUndelivered",
    "PlanProviderFollowed",
    "PlanToldOtherwise",
    "Point",
    "ReminderSent",
]


class Action(Message):
    """One thing the provider will do.

    Attributes:
        id: short code, unique in the plan.
        text: what will be done, specific and measurable.
        owner: the post that answers for it, not a person's name.
        due: by when.
        measure: how it will be seen that it is done and has worked; None in a plan from before that was asked for.
    """

    id: Reference
    text: Prose
    owner: Line
    due: date
    measure: Prose | None = None


class Point(Message):
    """One thing to be made better in a plan that is returned.

    Attributes:
        about: the recommendation or the action that it is about, by its code.
        text: what is to be made better.
    """

    about: Reference
    text: Prose


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
    """The report was published and the provider was asked for an action plan (002 L215).

    Attributes:
        days_when_returned: how many working days a returned plan may take.
        provider: who was asked, by its short code; None where that was not kept.
        remind_days: how many working days before a date the provider is reminded of it; None for never.
        remind_on: the day of the reminder of the plan itself; None for none.
    """

    name: ClassVar[str] = "action-plan.requested.v2"
    inspection: Reference
    recommendations: tuple[Recommendation, ...]
    requested_on: date
    due: date
    days_when_returned: int
    provider: Reference | None = None
    remind_days: int | None = None
    remind_on: date | None = None


class ActionPlanSubmitted(Event):
    """The provider handed in its plan."""

    name: ClassVar[str] = "action-plan.submitted.v2"
    answers: tuple[Answer, ...]
    submitted_on: date


class ActionPlanOverdue(Event):
    """The date for the plan passed without one."""

    name: ClassVar[str] = "action-plan.overdue.v1"
    due: date


class ActionPlanReturned(Event):
    """The plan was returned to be made better, with the reason, point by point, and a new date."""

    name: ClassVar[str] = "action-plan.returned.v2"
    reason: Prose
    due: date
    points: tuple[Point, ...] = ()
    remind_on: date | None = None


class ActionPlanAccepted(Event):
    """The plan was accepted; its actions are followed from here on.

    Attributes:
        accepted_on: the day.
        reminders: the actions of which the provider is reminded, each with the day.
    """

    name: ClassVar[str] = "action-plan.accepted.v2"
    accepted_on: date
    reminders: tuple[tuple[Reference, date], ...] = ()


class ActionProgressed(Event):
    """The provider reported progress on an action, with the digest of a file that shows it, if there is one."""

    name: ClassVar[str] = "action-plan.action-progressed.v2"
    action: Reference
    progress: Prose
    document: Digest | None = None


class ActionOverdue(Event):
    """The date of an action passed before it was completed."""

    name: ClassVar[str] = "action-plan.action-overdue.v1"
    action: Reference
    due: date


class ActionCompleted(Event):
    """An action was completed.

    Attributes:
        action: which.
        completed_on: the day.
        achieved: how it is seen, held against the measure of success; None where that was not said.
        document: the digest of a file that shows it.
    """

    name: ClassVar[str] = "action-plan.action-completed.v2"
    action: Reference
    completed_on: date
    achieved: Prose | None = None
    document: Digest | None = None


class PlanExtensionAsked(Event):
    """The provider asked for more time.

    Attributes:
        extension: its code in the plan: ``extension-1``.
        action: for which action; None for the plan itself.
        until: until when.
        reason: why.
    """

    name: ClassVar[str] = "action-plan.extension-asked.v1"
    extension: Reference
    action: Reference | None
    until: date
    reason: Prose


class PlanExtensionGranted(Event):
    """More time was given, until a day that need not be the one that was asked for."""

    name: ClassVar[str] = "action-plan.extension-granted.v1"
    extension: Reference
    action: Reference | None
    due: date
    remind_on: date | None


class PlanExtensionRefused(Event):
    """More time was refused, and why."""

    name: ClassVar[str] = "action-plan.extension-refused.v1"
    extension: Reference
    reason: Prose


class ActionChangeProposed(Event):
    """The provider proposed to do something else than it had said.

    Attributes:
        change: its code in the plan: ``change-1``.
        action: the action that is to be changed or replaced.
        becomes: the action as it would be; one with another code takes its place.
        reason: why.
    """

    name: ClassVar[str] = "action-plan.change-proposed.v1"
    change: Reference
    action: Reference
    becomes: Action
    reason: Prose


class ActionChangeAgreed(Event):
    """The inspectorate agreed to a change of an action."""

    name: ClassVar[str] = "action-plan.change-agreed.v1"
    change: Reference
    remind_on: date | None


class ActionChangeDeclined(Event):
    """The inspectorate did not agree to a change of an action, and why; the action stays as it was."""

    name: ClassVar[str] = "action-plan.change-declined.v1"
    change: Reference
    reason: Prose


class ActionPlanFollowedUp(Event):
    """The inspectorate followed the plan to its end, and says with what result."""

    name: ClassVar[str] = "action-plan.followed-up.v1"
    conclusion: Prose
    followed_up_on: date


class ActionGivenUp(Event):
    """An action is followed no further, though it was not completed.

    Attributes:
        action: which.
        becomes: given up for good, or left to the next inspection.
        reason: why.
        given_up_on: the day.
    """

    name: ClassVar[str] = "action-plan.action-given-up.v1"
    action: Reference
    becomes: Literal["given-up", "next-inspection"]
    reason: Prose
    given_up_on: date


class ActionPlanNotReceived(Event):
    """The plan was never handed in and is awaited no longer; nothing of it is left to follow."""

    name: ClassVar[str] = "action-plan.not-received.v1"
    reason: Prose
    noted_on: date


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


class PlanNoticeUndelivered(Event):
    """A notice about the plan, or a reminder, did not reach one of its readers.

    Attributes:
        notice: which one, by its code.
        reader: whom it did not reach.
    """

    name: ClassVar[str] = "action-plan.notice-undelivered.v1"
    notice: Code
    reader: ReaderStream


class PlanToldOtherwise(Event):
    """The provider was told by other means what Assay could not send it.

    Attributes:
        notices: the notices, by their codes.
        how: by which means, and to which post.
        told_on: the day on which that was noted.
        reader: who was told, of several whom they did not reach; None for all of them.
    """

    name: ClassVar[str] = "action-plan.told-otherwise.v2"
    notices: tuple[Code, ...]
    how: Prose
    told_on: date
    reader: ReaderStream | None


class PlanDateMoved(Message):
    """A date of the plan that is later than it was.

    Attributes:
        deadline: what is due: ``plan``, or ``action-`` and the action's code.
        due: when by now.
        remind_on: the day of its reminder; None for none.
    """

    deadline: Code
    due: date
    remind_on: date | None


class PlanProviderFollowed(Event):
    """Another provider took the place of the one whose plan it is, or dates moved because that one has a new name.

    Attributes:
        was: whose plan it was.
        provider: whose it is from now on.
        moved: the dates that are later by the working days that were lost.
    """

    name: ClassVar[str] = "action-plan.provider-followed.v1"
    was: Reference
    provider: Reference
    moved: tuple[PlanDateMoved, ...]


class ReminderSent(Event):
    """The provider was reminded that a date is near.

    Attributes:
        deadline: what is due: ``plan``, or ``action-`` and the action's code.
        due: when.
        document: the digest of what was sent.
        to: the persons to whom it was addressed, opaque.
    """

    name: ClassVar[str] = "action-plan.reminder-sent.v1"
    deadline: Code
    due: date
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
    | PlanExtensionAsked
    | PlanExtensionGranted
    | PlanExtensionRefused
    | ActionChangeProposed
    | ActionChangeAgreed
    | ActionChangeDeclined
    | ActionPlanFollowedUp
    | ActionGivenUp
    | ActionPlanNotReceived
    | PlanNoticeSent
    | ReminderSent
    | PlanNoticeUndelivered
    | PlanToldOtherwise
    | PlanProviderFollowed
)
