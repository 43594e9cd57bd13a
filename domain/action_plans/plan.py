"""An action plan: the provider's answer to the recommendations, followed to its end (002 L215, L239)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import assert_never

from domain.action_plans.agreed import Change, Extension, Reminder, reminder_code
from domain.action_plans.events import (
    Action,
    ActionChangeAgreed,
    ActionChangeDeclined,
    ActionChangeProposed,
    ActionCompleted,
    ActionGivenUp,
    ActionOverdue,
    ActionPlanAccepted,
    ActionPlanEvent,
    ActionPlanFollowedUp,
    ActionPlanNotReceived,
    ActionPlanOverdue,
    ActionPlanRequested,
    ActionPlanReturned,
    ActionPlanSubmitted,
    ActionProgressed,
    PlanExtensionAsked,
    PlanExtensionGranted,
    PlanExtensionRefused,
    PlanNoticeSent,
    PlanNoticeUndelivered,
    PlanToldOtherwise,
    ReminderSent,
)
from domain.inspections.folding.tables import missed, put, still_untold, without

__all__ = [
    "PLAN_DEADLINE",
    "ActionPlan",
    "PlanStage",
    "action_deadline",
    "action_of",
    "evolve",
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


def evolve(state: ActionPlan, event: ActionPlanEvent) -> ActionPlan:
    """Fold one event into the state."""
    match event:
        case ActionPlanRequested() | ActionPlanReturned():
            return _asked(state, event)
        case ActionPlanSubmitted():
            return _submitted(state, event)
        case ActionPlanAccepted():
            return _accepted(state, event)
        case ActionProgressed():
            return state
        case ActionPlanOverdue() | ActionOverdue():
            return _overdue(state, event)
        case ActionCompleted():
            return replace(
                state,
                completed=(*state.completed, event.action),
                running=without(state.running, event.action),
                reminders=without(state.reminders, action_deadline(event.action)),
            )
        case PlanExtensionAsked() | PlanExtensionGranted() | PlanExtensionRefused():
            return _extended(state, event)
        case ActionChangeProposed() | ActionChangeAgreed() | ActionChangeDeclined():
            return _changed(state, event)
        case ActionGivenUp() | ActionPlanNotReceived() | ActionPlanFollowedUp():
            return _followed_no_further(state, event)
        case PlanNoticeSent() | ReminderSent() | PlanNoticeUndelivered() | PlanToldOtherwise():
            return _told(state, event)
        case _:
            assert_never(event)


def _told(
    state: ActionPlan, event: PlanNoticeSent | ReminderSent | PlanNoticeUndelivered | PlanToldOtherwise
) -> ActionPlan:
    match event:
        case PlanNoticeSent():
            untold = state.untold if event.to else (*state.untold, event.notice)
            return replace(state, notices=without(state.notices, event.notice), untold=untold)
        case ReminderSent():
            code = reminder_code(event.deadline, event.due)
            untold = state.untold if event.to else (*state.untold, code)
            return replace(state, reminders=without(state.reminders, event.deadline), untold=untold)
        case PlanNoticeUndelivered():
            return replace(state, undelivered=missed(state.undelivered, event.notice, event.reader))
        case PlanToldOtherwise():
            untold, missing = still_untold(state.untold, state.undelivered, event.notices, event.reader)
            return replace(state, untold=untold, undelivered=missing)
        case _:
            assert_never(event)


def _followed_no_further(
    state: ActionPlan, event: ActionGivenUp | ActionPlanNotReceived | ActionPlanFollowedUp
) -> ActionPlan:
    match event:
        case ActionGivenUp():
            return replace(
                state,
                given_up=put(state.given_up, event.action, event),
                running=without(state.running, event.action),
                reminders=without(state.reminders, action_deadline(event.action)),
                notices=_owe(state, f"given-up-{event.action}", event.action),
            )
        case ActionPlanNotReceived():
            return replace(_over(state), missing=event, notices=_owe(state, "not-received"))
        case ActionPlanFollowedUp():
            return _over(state)
        case _:
            assert_never(event)


def _over(state: ActionPlan) -> ActionPlan:
    """Nothing of the plan is awaited any more, and nobody is reminded of it."""
    nothing: Mapping[str, date] = MappingProxyType({})
    return replace(
        state, stage=PlanStage.FOLLOWED_UP, due=None, running=nothing, reminders=MappingProxyType({})
    )


def _asked(state: ActionPlan, event: ActionPlanRequested | ActionPlanReturned) -> ActionPlan:
    """The plan is awaited from now on: for the first time, or once more."""
    state = replace(
        state,
        stage=PlanStage.REQUESTED,
        due=event.due,
        reminders=_reminded(state, PLAN_DEADLINE, event.due, event.remind_on),
    )
    if isinstance(event, ActionPlanRequested):
        return replace(state, requested=event, notices=_owe(state, "requested"))
    number = state.returns + 1
    return replace(state, returns=number, returned=event, notices=_owe(state, f"returned-{number}"))


def _overdue(state: ActionPlan, event: ActionPlanOverdue | ActionOverdue) -> ActionPlan:
    if isinstance(event, ActionPlanOverdue):
        return replace(
            state,
            due=None,
            reminders=without(state.reminders, PLAN_DEADLINE),
            notices=_owe(state, f"plan-overdue-{event.due.isoformat()}"),
        )
    # Only the first notice of an action has its plain code: after more time, it may be late once more.
    again = f"-{event.due.isoformat()}" if event.action in state.late else ""
    return replace(
        state,
        running=without(state.running, event.action),
        late=state.late | {event.action},
        reminders=without(state.reminders, action_deadline(event.action)),
        notices=_owe(state, f"action-overdue-{event.action}{again}", event.action),
    )


def _submitted(state: ActionPlan, event: ActionPlanSubmitted) -> ActionPlan:
    listed = [(each, answer) for answer in event.answers for each in answer.actions]
    return replace(
        state,
        stage=PlanStage.SUBMITTED,
        submitted=event,
        due=None,
        returned=None,
        actions=MappingProxyType({each.id: each for each, _ in listed}),
        answering=MappingProxyType({each.id: answer.recommendation for each, answer in listed}),
        reminders=without(state.reminders, PLAN_DEADLINE),
    )


def _accepted(state: ActionPlan, event: ActionPlanAccepted) -> ActionPlan:
    running = {code: action.due for code, action in state.actions.items()}
    reminders = {
        action_deadline(code): Reminder(action_deadline(code), running[code], on)
        for code, on in event.reminders
    }
    return replace(
        state,
        stage=PlanStage.CARRYING_OUT,
        running=MappingProxyType(running),
        reminders=MappingProxyType(reminders),
        notices=_owe(state, "accepted"),
    )


def _extended(
    state: ActionPlan, event: PlanExtensionAsked | PlanExtensionGranted | PlanExtensionRefused
) -> ActionPlan:
    code = event.extension
    match event:
        case PlanExtensionAsked():
            return replace(state, extensions=put(state.extensions, code, Extension(event)))
        case PlanExtensionRefused():
            refused = replace(state.extensions[code], outcome="refused", reason=event.reason)
            return _more_time(state, code, refused)
        case PlanExtensionGranted():
            state = _more_time(state, code, replace(state.extensions[code], outcome="granted"))
            if event.action is None:
                reminders = _reminded(state, PLAN_DEADLINE, event.due, event.remind_on)
                return replace(state, due=event.due, reminders=reminders)
            action = state.actions[event.action].with_(due=event.due)
            return _standing(state, event.action, action, event.remind_on)
        case _:
            assert_never(event)


def _more_time(state: ActionPlan, code: str, answered: Extension) -> ActionPlan:
    owed = _owe(state, f"extension-{answered.outcome}-{code}", code)
    return replace(state, extensions=put(state.extensions, code, answered), notices=owed)


def _changed(
    state: ActionPlan, event: ActionChangeProposed | ActionChangeAgreed | ActionChangeDeclined
) -> ActionPlan:
    code = event.change
    match event:
        case ActionChangeProposed():
            change = Change(event, state.actions[event.action].due)
            return replace(state, changes=put(state.changes, code, change))
        case ActionChangeDeclined():
            declined = replace(state.changes[code], outcome="declined", reason=event.reason)
            return _other_actions(state, code, declined)
        case ActionChangeAgreed():
            becomes = state.as_changed(code)
            agreed = replace(state.changes[code], outcome="agreed")
            state = _other_actions(state, code, agreed)
            return _standing(state, agreed.proposed.action, becomes, event.remind_on)
        case _:
            assert_never(event)


def _other_actions(state: ActionPlan, code: str, answered: Change) -> ActionPlan:
    owed = _owe(state, f"change-{answered.outcome}-{code}", code)
    return replace(state, changes=put(state.changes, code, answered), notices=owed)


def _standing(state: ActionPlan, was: str, now: Action, remind_on: date | None) -> ActionPlan:
    """Replaces action ``was`` by ``now`` (another, or the same on another day) with its deadline and reminder."""
    actions = {
        (now.id if code == was else code): (now if code == was else each)
        for code, each in state.actions.items()
    }
    replaced = state.replaced if now.id == was else put(state.replaced, was, now.id)
    state = replace(state, reminders=without(state.reminders, action_deadline(was)))
    return replace(
        state,
        actions=MappingProxyType(actions),
        answering=put(without(state.answering, was), now.id, state.answering[was]),
        replaced=replaced,
        running=put(without(state.running, was), now.id, now.due),
        reminders=_reminded(state, action_deadline(now.id), now.due, remind_on),
    )


def _owe(state: ActionPlan, code: str, about: str | None = None) -> Mapping[str, str]:
    return put(state.notices, code, about or code)


def _reminded(state: ActionPlan, deadline: str, due: date, on: date | None) -> Mapping[str, Reminder]:
    """The reminders with the one of a deadline as it is from now on: on a day, or none."""
    left = without(state.reminders, deadline)
    return left if on is None else put(left, deadline, Reminder(deadline, due, on))
