"""What is followed no further: an action that is never completed, and a plan that is never handed in.

A provider may end, or do something else than it said it would. Without these the inspection would stay open for ever,
as it is closed only once its plan has been followed to its end.
"""

from domain.action_plans.commands import GiveUpAction, NotePlanNotReceived
from domain.action_plans.common import held_for_the_next, its_holdings, not_open
from domain.action_plans.events import ActionGivenUp, ActionPlanNotReceived
from domain.action_plans.plan import ActionPlan, PlanStage
from domain.dated_rules.library import Library
from domain.decider import Decided, rule
from domain.given import Given
from domain.holdings.events import ItemHeld
from domain.refusals import Refusal

__all__ = ["RULES"]


def _holdings(state: ActionPlan, command: GiveUpAction, _library: Library) -> tuple[str, ...]:
    return its_holdings(state) if command.becomes == "next-inspection" else ()


@rule(
    GiveUpAction,
    stages=[PlanStage.CARRYING_OUT],
    events=[ActionGivenUp, ItemHeld],
    refusals=["unknown-action", "action-replaced", "action-completed", "action-given-up"],
    reads=_holdings,
)
def give_up_action(state: ActionPlan, command: GiveUpAction, given: Given) -> Decided:
    """Follows an action no further, for good or because the next inspection looks at it, with the reason."""
    if refusal := not_open(state, command.action):
        return refusal
    given_up = ActionGivenUp(
        action=command.action, becomes=command.becomes, reason=command.reason, given_up_on=given.today
    )
    if command.becomes != "next-inspection":
        return (given_up,)
    inspection = state.known.inspection
    held = held_for_the_next(
        state, command.action, "Not completed", given, source="inspection", of=inspection
    )
    return (given_up, *held)


@rule(
    NotePlanNotReceived,
    stages=[PlanStage.REQUESTED],
    events=[ActionPlanNotReceived],
    refusals=["still-awaited"],
)
def note_plan_not_received(state: ActionPlan, command: NotePlanNotReceived, given: Given) -> Decided:
    """Notes that a plan whose date has passed was never handed in; the inspection can be closed without it."""
    if state.due is not None:
        return Refusal("still-awaited", f"The action plan is awaited until the end of {state.due}.")
    return (ActionPlanNotReceived(reason=command.reason, noted_on=given.today),)


RULES = (give_up_action, note_plan_not_received)
