"""Events of an action plan as they were recorded before, and what each of them means today."""

from datetime import date
from typing import ClassVar, Literal

from domain.action_plans.events import (
    Action,
    ActionCompleted,
    ActionPlanAccepted,
    ActionPlanRequested,
    ActionPlanReturned,
    ActionPlanSubmitted,
    ActionProgressed,
    Answer,
)
from domain.inspections.events import Recommendation
from domain.ledger.upcasting import upcaster
from domain.messages import Event, Message
from domain.text import Line, Prose, Reference

__all__ = ["UPCASTERS"]


class ActionV1(Message):
    """An action as it was answered before."""

    id: Reference
    text: Prose
    owner: Line
    due: date


class AnswerV1(Message):
    """An answer as it was before."""

    recommendation: Reference
    agreed: Literal["agreed", "partly-agreed", "not-agreed"]
    which_part: Prose | None = None
    reason: Prose | None = None
    actions: tuple[ActionV1, ...] = ()


class ActionPlanRequestedV1(Event):
    """The report was published and the provider was asked for an action plan."""

    name: ClassVar[str] = "action-plan.requested.v1"
    inspection: Reference
    recommendations: tuple[Recommendation, ...]
    requested_on: date
    due: date
    days_when_returned: int


class ActionPlanSubmittedV1(Event):
    """The provider handed in its plan."""

    name: ClassVar[str] = "action-plan.submitted.v1"
    answers: tuple[AnswerV1, ...]
    submitted_on: date


class ActionPlanReturnedV1(Event):
    """The plan was returned to be made better, with the reason and a new date."""

    name: ClassVar[str] = "action-plan.returned.v1"
    reason: Prose
    due: date


class ActionPlanAcceptedV1(Event):
    """The plan was accepted."""

    name: ClassVar[str] = "action-plan.accepted.v1"
    accepted_on: date


class ActionProgressedV1(Event):
    """The provider reported progress on an action."""

    name: ClassVar[str] = "action-plan.action-progressed.v1"
    action: Reference
    progress: Prose


class ActionCompletedV1(Event):
    """An action was completed."""

    name: ClassVar[str] = "action-plan.action-completed.v1"
    action: Reference
    completed_on: date


@upcaster(ActionPlanRequestedV1, ActionPlanRequested)
def nobody_was_reminded(old: ActionPlanRequestedV1) -> ActionPlanRequested:
    """Nobody was reminded before a date, and the plan did not say whose it is: its inspection does."""
    return ActionPlanRequested(
        inspection=old.inspection,
        recommendations=old.recommendations,
        requested_on=old.requested_on,
        due=old.due,
        days_when_returned=old.days_when_returned,
    )


@upcaster(ActionPlanSubmittedV1, ActionPlanSubmitted)
def actions_had_no_measure(old: ActionPlanSubmittedV1) -> ActionPlanSubmitted:
    """An action said what, who and by when, and not how its success would be seen."""
    return ActionPlanSubmitted(answers=tuple(map(_answer, old.answers)), submitted_on=old.submitted_on)


def _answer(old: AnswerV1) -> Answer:
    return Answer(
        recommendation=old.recommendation,
        agreed=old.agreed,
        which_part=old.which_part,
        reason=old.reason,
        actions=tuple(
            Action(id=each.id, text=each.text, owner=each.owner, due=each.due) for each in old.actions
        ),
    )


@upcaster(ActionPlanReturnedV1, ActionPlanReturned)
def returned_without_points(old: ActionPlanReturnedV1) -> ActionPlanReturned:
    """A plan was returned with one reason, and not point by point."""
    return ActionPlanReturned(reason=old.reason, due=old.due)


@upcaster(ActionPlanAcceptedV1, ActionPlanAccepted)
def accepted_without_reminders(old: ActionPlanAcceptedV1) -> ActionPlanAccepted:
    """Nobody was reminded of an action before it was due."""
    return ActionPlanAccepted(accepted_on=old.accepted_on)


@upcaster(ActionProgressedV1, ActionProgressed)
def progress_had_no_file(old: ActionProgressedV1) -> ActionProgressed:
    """Progress was told in words, without a file that shows it."""
    return ActionProgressed(action=old.action, progress=old.progress)


@upcaster(ActionCompletedV1, ActionCompleted)
def completed_without_evidence(old: ActionCompletedV1) -> ActionCompleted:
    """Nobody said how it is seen that an action is completed."""
    return ActionCompleted(action=old.action, completed_on=old.completed_on)


UPCASTERS = (
    nobody_was_reminded,
    actions_had_no_measure,
    returned_without_points,
    accepted_without_reminders,
    progress_had_no_file,
    completed_without_evidence,
)
"""What earlier events of an action plan mean today."""
