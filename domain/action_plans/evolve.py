"""What each event makes of an action plan."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
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
    PlanProviderFollowed,
    PlanToldOtherwise,
    ReminderSent,
)
from domain.action_plans.plan import PLAN_DEADLINE, ActionPlan, PlanStage, action_deadline, action_of
from domain.inspections.folding.tables import missed, put, still_untold, without

__all__ = ["evolve"]


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
        case PlanProviderFollowed():
            return _passed_on(state, event)
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


def _passed_on(state: ActionPlan, event: PlanProviderFollowed) -> ActionPlan:
    """The plan is another provider's, and what is awaited of it may be so until later days."""
    state = replace(state, provider=event.provider)
    for each in event.moved:
        action = action_of(each.deadline)
        if action is None:
            reminders = _reminded(state, PLAN_DEADLINE, each.due, each.remind_on)
            state = replace(state, due=each.due, reminders=reminders)
        else:
            later = state.actions[action].with_(due=each.due)
            state = _standing(state, action, later, each.remind_on)
    return state


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
        return replace(state, requested=event, provider=event.provider, notices=_owe(state, "requested"))
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
