"""What may be asked of an action plan."""

from datetime import date
from typing import ClassVar, Literal

from pydantic import Field

from domain.action_plans.events import Answer, Point
from domain.messages import Command
from domain.streams import plan_stream
from domain.text import Code, Digest, Line, PersonStream, Prose, Reference, StandardId

__all__ = [
    "AcceptActionPlan",
    "AgreeActionChange",
    "AskForPlanExtension",
    "CompleteAction",
    "DeclineActionChange",
    "FollowUpActionPlan",
    "GiveUpAction",
    "GrantPlanExtension",
    "NotePlanNotReceived",
    "ProposeActionChange",
    "RecordPlanDeadlinePassed",
    "RecordPlanNoticeSent",
    "RefusePlanExtension",
    "ReportProgress",
    "ReturnActionPlan",
    "SubmitActionPlan",
]


class ActionPlanOrder(Command):
    """A command to the action plan of one inspection, or to that of one of the providers inspected together.

    Attributes:
        provider: whose plan, where each of several providers was asked for one: as it was called when it was asked.
    """

    inspection: Reference
    provider: Reference | None = None

    @property
    def stream(self) -> str:
        """The inspection's action plan, or the provider's own."""
        return plan_stream(self.inspection, self.provider)


class SubmitActionPlan(ActionPlanOrder):
    """Hand in the plan: an answer to every recommendation."""

    verb: ClassVar[str] = "submit-action-plan"
    answers: tuple[Answer, ...] = Field(min_length=1, max_length=100)


class ReturnActionPlan(ActionPlanOrder):
    """Return the plan to be made better.

    Attributes:
        points: what is to be made better, one by one, each about a recommendation or an action.
    """

    verb: ClassVar[str] = "return-action-plan"
    reason: Prose
    points: tuple[Point, ...] = Field(default=(), max_length=100)


class AcceptActionPlan(ActionPlanOrder):
    """Accept the plan."""

    verb: ClassVar[str] = "accept-action-plan"


class ReportProgress(ActionPlanOrder):
    """Report progress on an action."""

    verb: ClassVar[str] = "report-progress"
    action: Reference
    progress: Prose
    document: Digest | None = None


class CompleteAction(ActionPlanOrder):
    """Say that an action is completed, and show it.

    What shows it is held about the provider from then on: the next inspection is offered it and need not ask.

    Attributes:
        achieved: how it is seen that it is done, held against its measure of success.
        item: the code under which inspections ask for such evidence; the action's own, if not given.
        key_questions: the key questions it is evidence for.
    """

    verb: ClassVar[str] = "complete-action"
    action: Reference
    achieved: Prose | None = None
    document: Digest | None = None
    item: Reference | None = None
    key_questions: tuple[StandardId, ...] = ()


class AskForPlanExtension(ActionPlanOrder):
    """Ask for more time for an action, or for the plan itself.

    Attributes:
        until: until when it is wanted.
        action: the action; the plan itself, if not given.
    """

    verb: ClassVar[str] = "ask-for-plan-extension"
    until: date
    reason: Prose
    action: Reference | None = None


class GrantPlanExtension(ActionPlanOrder):
    """Give the time that was asked for, or other time.

    Attributes:
        extension: the request, by its code.
        until: until when; as it was asked for, if not given.
    """

    verb: ClassVar[str] = "grant-plan-extension"
    extension: Reference
    until: date | None = None


class RefusePlanExtension(ActionPlanOrder):
    """Refuse the time that was asked for.

    Attributes:
        extension: the request, by its code.
    """

    verb: ClassVar[str] = "refuse-plan-extension"
    extension: Reference
    reason: Prose


class ProposeActionChange(ActionPlanOrder):
    """Propose to change an action, or to do another in its place; what is not given stays as it is.

    Attributes:
        becomes: the code of the action that takes its place; its own, if it is only changed.
        text: what will be done.
        owner: the post that answers for it.
        due: by when.
        measure: how it will be seen that it is done and has worked.
    """

    verb: ClassVar[str] = "propose-action-change"
    action: Reference
    reason: Prose
    becomes: Reference | None = None
    text: Prose | None = None
    owner: Line | None = None
    due: date | None = None
    measure: Prose | None = None


class AgreeActionChange(ActionPlanOrder):
    """Agree to a change of an action.

    Attributes:
        change: the proposed change, by its code.
    """

    verb: ClassVar[str] = "agree-action-change"
    change: Reference


class DeclineActionChange(ActionPlanOrder):
    """Do not agree to a change of an action, which stays as it was.

    Attributes:
        change: the proposed change, by its code.
    """

    verb: ClassVar[str] = "decline-action-change"
    change: Reference
    reason: Prose


class FollowUpActionPlan(ActionPlanOrder):
    """Conclude the follow-up of a plan."""

    verb: ClassVar[str] = "follow-up-action-plan"
    conclusion: Prose


class RecordPlanDeadlinePassed(ActionPlanOrder):
    """Note that a deadline of the plan has passed; given by the machinery."""

    verb: ClassVar[str] = "record-plan-deadline-passed"
    deadline: Code
    due: date


class RecordPlanNoticeSent(ActionPlanOrder):
    """Note that a notice about the plan has gone out; given by the machinery."""

    verb: ClassVar[str] = "record-plan-notice-sent"
    notice: Code
    document: Digest
    to: tuple[PersonStream, ...] = ()


class GiveUpAction(ActionPlanOrder):
    """Follow an action no further, though it is not completed: for good, or because the next inspection looks at it.

    Attributes:
        becomes: given-up for good; or next-inspection, which is offered it among what is held about the provider.
    """

    verb: ClassVar[str] = "give-up-action"
    action: Reference
    becomes: Literal["given-up", "next-inspection"]
    reason: Prose


class NotePlanNotReceived(ActionPlanOrder):
    """Note that an action plan whose date has passed was never handed in, and is awaited no longer."""

    verb: ClassVar[str] = "note-plan-not-received"
    reason: Prose
