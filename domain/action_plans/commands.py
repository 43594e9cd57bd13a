"""What may be asked of an action plan."""

from datetime import date
from typing import ClassVar

from pydantic import Field

from domain.action_plans.events import Answer
from domain.messages import Command
from domain.text import Code, Digest, PersonStream, Prose, Reference

__all__ = [
    "AcceptActionPlan",
    "ActionPlanCommand",
    "CompleteAction",
    "FollowUpActionPlan",
    "RecordPlanDeadlinePassed",
    "RecordPlanNoticeSent",
    "ReportProgress",
    "ReturnActionPlan",
    "SubmitActionPlan",
]


class ActionPlanOrder(Command):
    """A command to the action plan of one inspection."""

    inspection: Reference

    @property
    def stream(self) -> str:
        """The stream that is commanded."""
        return f"action-plan-{self.inspection}"


class SubmitActionPlan(ActionPlanOrder):
    """Hand in the plan: an answer to every recommendation."""

    verb: ClassVar[str] = "submit-action-plan"
    answers: tuple[Answer, ...] = Field(min_length=1, max_length=100)


class ReturnActionPlan(ActionPlanOrder):
    """Return the plan to be made better."""

    verb: ClassVar[str] = "return-action-plan"
    reason: Prose


class AcceptActionPlan(ActionPlanOrder):
    """Accept the plan."""

    verb: ClassVar[str] = "accept-action-plan"


class ReportProgress(ActionPlanOrder):
    """Report progress on an action."""

    verb: ClassVar[str] = "report-progress"
    action: Reference
    progress: Prose


class CompleteAction(ActionPlanOrder):
    """Say that an action is completed."""

    verb: ClassVar[str] = "complete-action"
    action: Reference


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


ActionPlanCommand = (
    SubmitActionPlan
    | ReturnActionPlan
    | AcceptActionPlan
    | ReportProgress
    | CompleteAction
    | FollowUpActionPlan
    | RecordPlanDeadlinePassed
    | RecordPlanNoticeSent
)
