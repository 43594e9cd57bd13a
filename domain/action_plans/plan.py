"""An action plan: the provider's answer to the recommendations, followed to its end (002 L215, L239)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from domain.action_plans.agreed import Change, Extension, Reminder
from domain.action_plans.events import (
    Action,
    ActionGivenUp,
    ActionPlanNotReceived,
    ActionPlanRequested,
    ActionPlanReturned,
    ActionPlanSubmitted,
)

__all__ = [
    "PLAN_DEADLINE",
    "ActionPlan",
    "PlanStage",
    "action_deadline",
    "action_of",
]

PLAN_DEADLINE = "plan"
"""The id of the deadline by which the plan itself is awaited."""


class PlanStage(StrEnum):
    """Where an action plan stands."""

    REQUESTED = "requested"
    SUBMITTED = "submitted"
    CARRYING_OUT = "carrying-out"
    FOLLOWED_UP = "followed-up"


def _empty() -> Mapping[str, str]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ActionPlan:
    """An action plan.

    Attributes:
        stage: where it stands; None while nobody has asked for one.
        requested: what was asked for.
        provider: whose plan it is by now, by the provider's code; None where that was not kept.
        due: until when the plan is awaited; None when it is not, or when the date has passed.
        returns: how often it was returned.
        returned: how it was last returned; None while it was not, or once it has come again.
        submitted: the plan as last handed in.
        actions: the actions as they stand, agreed changes among them, by their code, in the plan's order.
        answering: for each of them the recommendation that it answers.
        replaced: the actions in whose place another one was agreed, with the code of that one.
        completed: the actions that are done.
        given_up: the actions that are followed no further though they are not done, with what was said.
        missing: that the plan never came and is awaited no longer; None otherwise.
        running: the actions whose date has neither been met nor passed, with that date.
        late: the actions whose date has passed before.
        extensions: the requests for more time, by code, oldest first.
        changes: the changes that were proposed, by code, oldest first.
        reminders: the reminders that are still to go out, by the deadline.
        notices: notices that are owed, with what they are about.
        untold: the notices that could be sent to nobody, until it is noted that they were told by other means.
        undelivered: the readers whom a notice did not reach for good, by its code, until that is noted as well.
    """

    stage: PlanStage | None = None
    requested: ActionPlanRequested | None = None
    provider: str | None = None
    due: date | None = None
    returns: int = 0
    returned: ActionPlanReturned | None = None
    submitted: ActionPlanSubmitted | None = None
    actions: Mapping[str, Action] = field(default_factory=lambda: MappingProxyType({}))
    answering: Mapping[str, str] = field(default_factory=_empty)
    replaced: Mapping[str, str] = field(default_factory=_empty)
    completed: tuple[str, ...] = ()
    given_up: Mapping[str, ActionGivenUp] = field(default_factory=lambda: MappingProxyType({}))
    missing: ActionPlanNotReceived | None = None
    running: Mapping[str, date] = field(default_factory=lambda: MappingProxyType({}))
    late: frozenset[str] = frozenset()
    extensions: Mapping[str, Extension] = field(default_factory=lambda: MappingProxyType({}))
    changes: Mapping[str, Change] = field(default_factory=lambda: MappingProxyType({}))
    reminders: Mapping[str, Reminder] = field(default_factory=lambda: MappingProxyType({}))
    notices: Mapping[str, str] = field(default_factory=_empty)
    untold: tuple[str, ...] = ()
    undelivered: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))

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
    def outstanding(self) -> tuple[str, ...]:
        """The codes of the actions that are neither completed nor given up, in the plan's order."""
        over = {*self.completed, *self.given_up}
        return tuple(code for code in self.actions if code not in over)

    @property
    def open_extensions(self) -> tuple[str, ...]:
        """The codes of the requests for more time that can still be answered."""
        return tuple(
            code
            for code, each in self.extensions.items()
            if each.outcome == "open" and self.awaits(each.asked.action)
        )

    def as_changed(self, code: str) -> Action:
        """An action as it would stand if a change that is open were agreed now.

        A change that leaves the date alone leaves it as it is by now: more time may have been given since.
        """
        change = self.changes[code]
        becomes = change.proposed.becomes
        now = self.actions[change.proposed.action].due
        return becomes.with_(due=now) if becomes.due == change.due else becomes

    @property
    def open_changes(self) -> tuple[str, ...]:
        """The codes of the proposed changes that can still be answered."""
        return tuple(
            code
            for code, each in self.changes.items()
            if each.outcome == "open" and self.awaits(each.proposed.action)
        )

    def awaits(self, action: str | None) -> bool:
        """Whether an action is still to be completed; of None, whether the plan itself is still to come."""
        if action is None:
            return self.stage is PlanStage.REQUESTED
        return self.stage is PlanStage.CARRYING_OUT and action in self.outstanding

    @property
    def followed_up(self) -> bool:
        """Whether the plan has been followed to its end: or to where it is known that it never came."""
        return self.stage is PlanStage.FOLLOWED_UP


def action_deadline(action: str) -> str:
    """The id of an action's deadline. The provider chooses the action's code, which might be ``plan``."""
    return f"action-{action}"


def action_of(deadline: str) -> str | None:
    """The action that a deadline is of; None for the plan's own."""
    return None if deadline == PLAN_DEADLINE else deadline.removeprefix(action_deadline(""))
