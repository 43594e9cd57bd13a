"""More time for an action plan or one of its actions: asked for, granted, refused."""

from datetime import date

from domain.action_plans.agreed import Extension
from domain.action_plans.commands import AskForPlanExtension, GrantPlanExtension, RefusePlanExtension
from domain.action_plans.common import must_be_open, not_open, reminder_on
from domain.action_plans.events import PlanExtensionAsked, PlanExtensionGranted, PlanExtensionRefused
from domain.action_plans.plan import ActionPlan, PlanStage
from domain.decider import Decided, rule
from domain.given import Given
from domain.refusals import Refusal, Refused

__all__ = ["RULES"]

_AWAITING = (PlanStage.REQUESTED, PlanStage.CARRYING_OUT)


@rule(
    AskForPlanExtension,
    stages=_AWAITING,
    events=[PlanExtensionAsked],
    refusals=[
        "not-awaited",
        "unknown-action",
        "action-replaced",
        "action-completed",
        "action-given-up",
        "already-asked",
        "not-later",
    ],
)
def ask_for_plan_extension(state: ActionPlan, command: AskForPlanExtension, given: Given) -> Decided:
    """Asks for more time for an action, or for the plan itself; the date stands until that is granted."""
    refusal = _not_awaited(state, command.action) or _not_later(
        state, command.action, command.until, given.today
    )
    if refusal is not None:
        return refusal
    for code in state.open_extensions:
        if state.extensions[code].asked.action == command.action:
            return Refusal("already-asked", f"More time has been asked for already, as {code}.")
    return (
        PlanExtensionAsked(
            extension=f"extension-{len(state.extensions) + 1}",
            action=command.action,
            until=command.until,
            reason=command.reason,
        ),
    )


_ANSWERING = ["unknown-extension", "extension-answered", "not-awaited"]


@rule(
    GrantPlanExtension,
    stages=list(PlanStage),
    events=[PlanExtensionGranted],
    refusals=[*_ANSWERING, "not-later", "calendar-exhausted"],
)
def grant_plan_extension(state: ActionPlan, command: GrantPlanExtension, given: Given) -> Decided:
    """Gives more time, until the day that was asked for or another one; what was overdue is awaited again."""
    asked = _open(state, command.extension).asked
    until = command.until or asked.until
    if refusal := _not_later(state, asked.action, until, given.today):
        return refusal
    return (
        PlanExtensionGranted(
            extension=command.extension,
            action=asked.action,
            due=until,
            remind_on=reminder_on(state, until, given),
        ),
    )


@rule(
    RefusePlanExtension,
    stages=list(PlanStage),
    events=[PlanExtensionRefused],
    refusals=_ANSWERING,
)
def refuse_plan_extension(state: ActionPlan, command: RefusePlanExtension, _given: Given) -> Decided:
    """Refuses more time, with the reason; the date stands."""
    _open(state, command.extension)
    return (PlanExtensionRefused(extension=command.extension, reason=command.reason),)


def _open(state: ActionPlan, code: str) -> Extension:
    """A request that can still be answered.

    Raises:
        Refused: ``unknown-extension``, ``extension-answered`` or ``not-awaited``.
    """
    found = state.extensions.get(code)
    if found is None:
        raise Refused.because("unknown-extension", f"Nobody has asked for more time as {code}.")
    must_be_open("extension", code, found.outcome, awaited=state.awaits(found.asked.action))
    return found


def _not_awaited(state: ActionPlan, action: str | None) -> Refusal | None:
    if (action is None) != (state.stage is PlanStage.REQUESTED):
        what = "the actions have no dates that run" if action else "the plan has come in; name an action"
        return Refusal("not-awaited", f"There is nothing to put off: {what}.")
    return None if action is None else not_open(state, action)


def _not_later(state: ActionPlan, action: str | None, until: date, today: date) -> Refusal | None:
    now = state.due if action is None else state.actions[action].due
    if until <= max(today, now or today):
        return Refusal(
            "not-later", f"{until} would give no more time: it must be after {max(today, now or today)}."
        )
    return None


RULES = (ask_for_plan_extension, grant_plan_extension, refuse_plan_extension)
