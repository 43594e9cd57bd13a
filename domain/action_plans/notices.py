"""The words of the notices that Assay sends about an action plan."""

from domain.action_plans.plan import ActionPlan
from domain.inspections.notices import Notice

__all__ = ["plan_notice"]


def plan_notice(provider: str, state: ActionPlan, code: str) -> Notice:
    """The notice with this code, as the plan stands.

    Args:
        provider: the provider it goes to, by its short code.
        state: where the plan stands.
        code: the code under which the notice is owed.
    """
    inspection = state.requested.inspection if state.requested else ""
    subject, body = _words(state, code)
    return Notice(
        id=f"action-plan-{inspection}/{code}",
        to=provider,
        subject=f"{subject} ({inspection})",
        body=f"Inspection: {inspection}\n\n{body}\n",
    )


def _words(state: ActionPlan, code: str) -> tuple[str, str]:
    due = f" by the end of {state.due.isoformat()}" if state.due else ""
    if code == "requested":
        asked = state.requested.recommendations if state.requested else ()
        listed = "\n".join(f"- {each.id}: {each.text}" for each in asked)
        return "An action plan is asked for", f"Please answer each recommendation{due}:\n\n{listed}"
    if code == "accepted":
        return (
            "Your action plan is accepted",
            "Please report progress on its actions as they are carried out.",
        )
    if code.startswith("returned-"):
        return "Your action plan is returned", f"Please hand it in again{due}."
    action = state.actions.get(code.removeprefix("action-overdue-"))
    if action is not None:
        return (
            "An action is overdue",
            f"The action {action.id} was due on {action.due.isoformat()}: {action.text}",
        )
    return "Your action plan is overdue", "Please hand it in without delay."
