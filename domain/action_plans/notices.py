"""The words of the notices that Assay sends about an action plan."""

from domain.action_plans.events import Point
from domain.action_plans.plan import ActionPlan, action_of
from domain.action_plans.react import REMINDER, reminder_code
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
        points = "".join(f"\n- {each.about}: {each.text}" for each in _points(state))
        better = f"\n\nTo be made better:\n{points}" if points else ""
        return "Your action plan is returned", f"Please hand it in again{due}.{better}"
    if code.startswith("plan-overdue-"):
        return "Your action plan is overdue", "Please hand it in without delay."
    if code == "not-received":
        return "Your action plan is awaited no longer", (
            f"It was never handed in, and the inspection goes on without it: {state.missing.reason}"
            if state.missing
            else "It was never handed in."
        )
    if code.startswith("given-up-") and (over := state.given_up.get(state.notices.get(code, ""))):
        left = " The next inspection looks at it." if over.becomes == "next-inspection" else ""
        return "An action is followed no further", (
            f"You need not report on the action {over.action} any more, for this reason: {over.reason}{left}"
        )
    if code.startswith(REMINDER):
        return _reminding(state, code)
    return _answered(state, code) or _late(state, code)


def _points(state: ActionPlan) -> tuple[Point, ...]:
    return state.returned.points if state.returned else ()


def _reminding(state: ActionPlan, code: str) -> tuple[str, str]:
    found = next((each for each in state.reminders.values() if reminder_code(each) == code), None)
    action = state.actions.get(action_of(found.deadline) or "") if found else None
    until = f" by the end of {found.due.isoformat()}" if found else ""
    if action is None:
        return "Your action plan is due soon", f"Please hand it in{until}, or ask for more time."
    return (
        "An action is due soon",
        f"The action {action.id} is to be completed{until}, or ask for more time: {action.text}",
    )


def _answered(state: ActionPlan, code: str) -> tuple[str, str] | None:
    """The words of an answer to a request for more time, or to a proposed change."""
    about = state.notices.get(code, "")
    if code.startswith("extension-") and about in state.extensions:
        extension = state.extensions[about]
        action = extension.asked.action
        what = f"the action {action}" if action else "the action plan"
        if extension.outcome == "refused":
            return (
                "More time is not given",
                f"The date of {what} stands, for this reason: {extension.reason}",
            )
        now = state.actions[action].due if action and action in state.actions else state.due
        until = f" It is due by the end of {now.isoformat()}." if now else ""
        return "More time is given", f"There is more time for {what}.{until}"
    if code.startswith("change-") and about in state.changes:
        change = state.changes[about]
        if change.outcome == "declined":
            return (
                "A change of an action is not agreed",
                f"The action {change.proposed.action} stands as it was, for this reason: {change.reason}",
            )
        was, becomes = change.proposed.action, change.proposed.becomes
        return (
            "A change of an action is agreed",
            f"In the place of {was} stands {becomes.id}, due on {becomes.due.isoformat()}: {becomes.text}",
        )
    return None


def _late(state: ActionPlan, code: str) -> tuple[str, str]:
    action = state.actions.get(state.notices.get(code, code.removeprefix("action-overdue-")))
    what = f"The action {action.id} was due on {action.due.isoformat()}: {action.text}" if action else ""
    return "An action is overdue", what or "The action has been replaced by another since."
