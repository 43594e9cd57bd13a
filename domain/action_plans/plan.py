"""An action plan: the provider's answer to the recommendations, followed to its end (002 L215, L239)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import assert_never

from domain.action_plans.events import (
    Action,
    ActionCompleted,
    ActionOverdue,
    ActionPlanAccepted,
    ActionPlanEvent,
    ActionPlanFollowedUp,
    ActionPlanOverdue,
    ActionPlanRequested,
    ActionPlanReturned,
    ActionPlanSubmitted,
    ActionProgressed,
    PlanNoticeSent,
)
from domain.agenda import Agenda, Deadline, Duty
from domain.text import counted

__all__ = ["PLAN_DEADLINE", "ActionPlan", "PlanStage", "action_deadline", "evolve", "react"]

PLAN_DEADLINE = "plan"
"""The id of the deadline by which the plan itself is awaited."""

_NONE: Mapping[str, str] = MappingProxyType({})


class PlanStage(StrEnum):
    """Where an action plan stands."""

    REQUESTED = "requested"
    SUBMITTED = "submitted"
    CARRYING_OUT = "carrying-out"
    FOLLOWED_UP = "followed-up"


@dataclass(frozen=True, slots=True)
class ActionPlan:
    """An action plan.

    Attributes:
        stage: where it stands; None while nobody has asked for one.
        requested: what was asked for.
        due: until when the plan is awaited; None when it is not, or when the date has passed.
        returns: how often it was returned.
        submitted: the plan as last handed in.
        completed: the actions that are done.
        running: the actions whose date has neither been met nor passed, with that date.
        notices: notices that are owed, with what they are about.
    """

    stage: PlanStage | None = None
    requested: ActionPlanRequested | None = None
    due: date | None = None
    returns: int = 0
    submitted: ActionPlanSubmitted | None = None
    completed: tuple[str, ...] = ()
    running: Mapping[str, date] = field(default_factory=lambda: MappingProxyType({}))
    notices: Mapping[str, str] = field(default_factory=lambda: _NONE)

    @property
    def known(self) -> ActionPlanRequested:
        """What was asked for, of a plan that was asked for.

        Raises:
            LookupError: nobody has asked for one; no rule that needs it is reached then.
        """
        if self.requested is None:
            raise LookupError("no action plan has been asked for")
        return self.requested

    @property
    def actions(self) -> Mapping[str, Action]:
        """All actions of the plan as last handed in, by their code."""
        if self.submitted is None:
            return {}
        return {action.id: action for answer in self.submitted.answers for action in answer.actions}

    @property
    def outstanding(self) -> tuple[str, ...]:
        """The codes of the actions that are not completed, in the plan's order."""
        return tuple(code for code in self.actions if code not in self.completed)

    @property
    def followed_up(self) -> bool:
        """Whether the plan has been followed to its end."""
        return self.stage is PlanStage.FOLLOWED_UP


def action_deadline(action: str) -> str:
    """The id of an action's deadline. The provider chooses the action's code, which might be ``plan``."""
    return f"action-{action}"


def evolve(state: ActionPlan, event: ActionPlanEvent) -> ActionPlan:
    """Fold one event into the state."""
    match event:
        case ActionPlanRequested():
            return replace(
                state,
                stage=PlanStage.REQUESTED,
                requested=event,
                due=event.due,
                notices=_owe(state, "requested"),
            )
        case ActionPlanSubmitted():
            return replace(state, stage=PlanStage.SUBMITTED, submitted=event, due=None)
        case ActionPlanOverdue():
            return replace(state, due=None, notices=_owe(state, f"plan-overdue-{event.due.isoformat()}"))
        case ActionPlanReturned():
            return replace(
                state,
                stage=PlanStage.REQUESTED,
                due=event.due,
                returns=state.returns + 1,
                notices=_owe(state, f"returned-{state.returns + 1}"),
            )
        case ActionPlanAccepted():
            running = {code: action.due for code, action in state.actions.items()}
            return replace(
                state,
                stage=PlanStage.CARRYING_OUT,
                running=MappingProxyType(running),
                notices=_owe(state, "accepted"),
            )
        case ActionProgressed():
            return state
        case ActionOverdue():
            return replace(
                state,
                running=_without(state.running, event.action),
                notices=_owe(state, f"action-overdue-{event.action}"),
            )
        case ActionCompleted():
            return replace(
                state,
                completed=(*state.completed, event.action),
                running=_without(state.running, event.action),
            )
        case ActionPlanFollowedUp():
            return replace(state, stage=PlanStage.FOLLOWED_UP, running=MappingProxyType({}))
        case PlanNoticeSent():
            return replace(
                state,
                notices=MappingProxyType(
                    {code: n for code, n in state.notices.items() if code != event.notice}
                ),
            )
        case _:
            assert_never(event)


def react(state: ActionPlan) -> Agenda:
    """The deadlines and notices of a plan, and what people still have to do."""
    notices = tuple(Duty(id=f"notice-{code}", kind="send-notice", about=code) for code in state.notices)
    match state.stage:
        case None:
            return Agenda(stage="not-requested")
        case PlanStage.REQUESTED:
            plan = (Deadline(id=PLAN_DEADLINE, due=state.due, awaits="the action plan"),) if state.due else ()
            return Agenda(
                stage=state.stage, waiting_for=("the provider's action plan",), deadlines=plan, duties=notices
            )
        case PlanStage.SUBMITTED:
            return Agenda(
                stage=state.stage, waiting_for=("the plan to be accepted or returned",), duties=notices
            )
        case PlanStage.CARRYING_OUT:
            left = len(state.outstanding)
            deadlines = [
                Deadline(id=action_deadline(code), due=due, awaits=f"the action {code}")
                for code, due in state.running.items()
            ]
            to_do = f"{counted(left, 'action')} to be completed"
            late = tuple(
                f"the action {code} (overdue since {state.actions[code].due})"
                for code in state.outstanding
                if code not in state.running
            )
            return Agenda(
                stage=state.stage,
                waiting_for=(to_do if left else "the follow-up to be concluded", *late),
                deadlines=tuple(sorted(deadlines, key=lambda each: (each.due, each.id))),
                duties=notices,
            )
        case PlanStage.FOLLOWED_UP:
            return Agenda(stage=state.stage, duties=notices, over=not notices)


def _owe(state: ActionPlan, code: str) -> Mapping[str, str]:
    return MappingProxyType({**state.notices, code: code})


def _without(table: Mapping[str, date], code: str) -> Mapping[str, date]:
    return MappingProxyType({each: due for each, due in table.items() if each != code})
