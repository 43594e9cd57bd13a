"""An action is changed, or another takes its place, by agreement only."""

from domain.action_plans.agreed import Change
from domain.action_plans.commands import AgreeActionChange, DeclineActionChange, ProposeActionChange
from domain.action_plans.common import must_be_open, not_open, reminder_on
from domain.action_plans.events import ActionChangeAgreed, ActionChangeDeclined, ActionChangeProposed
from domain.action_plans.plan import ActionPlan, PlanStage
from domain.decider import Decided, rule
from domain.given import Given
from domain.refusals import Refusal, Refused

__all__ = ["RULES"]


@rule(
    ProposeActionChange,
    stages=[PlanStage.CARRYING_OUT],
    events=[ActionChangeProposed],
    refusals=[
        "unknown-action",
        "action-replaced",
        "action-completed",
        "action-given-up",
        "already-proposed",
        "listed-twice",
        "no-change",
        "date-in-past",
    ],
)
def propose_action_change(state: ActionPlan, command: ProposeActionChange, given: Given) -> Decided:
    """Proposes to change an action, or to do another in its place; it stands as it was until that is agreed."""
    if refusal := not_open(state, command.action):
        return refusal
    for code in state.open_changes:
        if state.changes[code].proposed.action == command.action:
            return Refusal(
                "already-proposed", f"A change of {command.action} is proposed already, as {code}."
            )
    was = state.actions[command.action]
    becomes = was.with_(
        id=command.becomes or was.id,
        text=command.text or was.text,
        owner=command.owner or was.owner,
        due=command.due or was.due,
        measure=command.measure or was.measure,
    )
    if becomes == was:
        return Refusal("no-change", f"The action {was.id} would stay as it is; say what would be different.")
    if becomes.id != was.id and (becomes.id in state.actions or becomes.id in state.replaced):
        return Refusal("listed-twice", f"There is, or was, an action {becomes.id} in the plan already.")
    if becomes.due <= given.today:
        return Refusal(
            "date-in-past", f"The action {becomes.id} cannot be due on {becomes.due}: that is not ahead."
        )
    return (
        ActionChangeProposed(
            change=f"change-{len(state.changes) + 1}",
            action=command.action,
            becomes=becomes,
            reason=command.reason,
        ),
    )


_ANSWERING = ["unknown-change", "change-answered", "not-awaited"]


@rule(
    AgreeActionChange,
    stages=[PlanStage.CARRYING_OUT],
    events=[ActionChangeAgreed],
    refusals=[*_ANSWERING, "listed-twice", "change-overtaken", "date-in-past", "calendar-exhausted"],
)
def agree_action_change(state: ActionPlan, command: AgreeActionChange, given: Given) -> Decided:
    """Agrees to a change of an action, which stands as changed from now on."""
    found = _open(state, command.change)
    becomes = state.as_changed(command.change)
    if becomes.id != found.proposed.action and (becomes.id in state.actions or becomes.id in state.replaced):
        return Refusal("listed-twice", f"There is an action {becomes.id} in the plan by now.")
    if becomes.due < state.actions[found.proposed.action].due != found.due:
        return Refusal(
            "change-overtaken",
            f"More time was given for {found.proposed.action} since the change was proposed, which asks for less; "
            "decline it, so that another is proposed.",
        )
    if becomes.due <= given.today:
        return Refusal(
            "date-in-past",
            f"{becomes.due} is not ahead any more; decline the change, so that another is proposed.",
        )
    return (ActionChangeAgreed(change=command.change, remind_on=reminder_on(state, becomes.due, given)),)


@rule(
    DeclineActionChange,
    stages=[PlanStage.CARRYING_OUT],
    events=[ActionChangeDeclined],
    refusals=_ANSWERING,
)
def decline_action_change(state: ActionPlan, command: DeclineActionChange, _given: Given) -> Decided:
    """Does not agree to a change of an action, with the reason; it stands as it was."""
    _open(state, command.change)
    return (ActionChangeDeclined(change=command.change, reason=command.reason),)


def _open(state: ActionPlan, code: str) -> Change:
    """A change that can still be answered.

    Raises:
        Refused: ``unknown-change``, ``change-answered`` or ``not-awaited``.
    """
    found = state.changes.get(code)
    if found is None:
        raise Refused.because("unknown-change", f"Nobody has proposed a change as {code}.")
    must_be_open("change", code, found.outcome, awaited=state.awaits(found.proposed.action))
    return found


RULES = (propose_action_change, agree_action_change, decline_action_change)
