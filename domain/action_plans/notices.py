"""The notices that Assay sends about an action plan."""

from collections.abc import Sequence

from domain.action_plans.agreed import REMINDER, Reminder, reminder_code
from domain.action_plans.plan import ActionPlan, action_of
from domain.inspections.notices import Notice
from domain.languages import Catalogue, Language
from domain.notices.words import ENGLISH, said_in
from domain.streams import plan_stream

__all__ = ["plan_notice"]


def plan_notice(
    provider: str,
    state: ActionPlan,
    code: str,
    languages: Sequence[Language] = ENGLISH,
    stream: str | None = None,
) -> Notice:
    """The notice with this code, as the plan stands.

    Args:
        provider: the provider it goes to, by its short code.
        state: where the plan stands.
        code: the code under which the notice is owed.
        languages: in which languages the provider is written to, the first to be read first.
        stream: the plan's stream, by which its notices are told from another plan's; that of a provider inspected
            alone, if not given.
    """
    inspection = state.requested.inspection if state.requested else ""

    def words(say: Catalogue) -> tuple[str, str]:
        subject, text = _words(state, code, say)
        return subject, say("head.plan", inspection=inspection, text=text)

    subject, body = said_in(languages, words)
    return Notice(
        id=f"{stream or plan_stream(inspection)}/{code}",
        to=provider,
        subject=f"{subject} ({inspection})",
        body=body,
        languages=tuple(languages),
    )


def _words(state: ActionPlan, code: str, say: Catalogue) -> tuple[str, str]:
    until = say("plan.part.until", due=say.day(state.due)) if state.due else ""
    if code == "requested":
        asked = state.requested.recommendations if state.requested else ()
        listed = "\n".join(f"- {each.id}: {each.text}" for each in asked)
        return _said("requested", say, until=until, asked=listed)
    if code == "accepted":
        return _said("accepted", say)
    if code.startswith("returned-"):
        found = state.returned.points if state.returned else ()
        points = "".join(f"\n- {each.about}: {each.text}" for each in found)
        better = say("plan.returned.better", points=points) if points else ""
        return _said("returned", say, until=until, better=better)
    if code.startswith("plan-overdue-"):
        return _said("overdue", say)
    if code == "not-received":
        return _said("not-received", say, reason=state.missing.reason if state.missing else "")
    if code.startswith("given-up-") and (over := state.given_up.get(state.notices.get(code, ""))):
        left = say("plan.given-up.left") if over.becomes == "next-inspection" else ""
        return _said("given-up", say, action=over.action, reason=over.reason, left=left)
    if code.startswith(REMINDER):
        return _reminding(state, code, say)
    return _answered(state, code, say) or _late(state, code, say)


def _said(kind: str, say: Catalogue, **values: object) -> tuple[str, str]:
    return say(f"plan.{kind}.subject"), say(f"plan.{kind}.text", **values)


def _reminding(state: ActionPlan, code: str, say: Catalogue) -> tuple[str, str]:
    found: Reminder | None = next(
        (each for each in state.reminders.values() if reminder_code(each.deadline, each.due) == code), None
    )
    action = state.actions.get(action_of(found.deadline) or "") if found else None
    until = say("plan.part.until", due=say.day(found.due)) if found else ""
    if action is None:
        return _said("due-soon", say, until=until)
    return _said("action-due-soon", say, action=action.id, until=until, what=action.text)


def _answered(state: ActionPlan, code: str, say: Catalogue) -> tuple[str, str] | None:
    """The words of an answer to a request for more time, or to a proposed change."""
    about = state.notices.get(code, "")
    if code.startswith("extension-") and about in state.extensions:
        extension = state.extensions[about]
        action = extension.asked.action
        what = say("plan.part.the_action", action=action) if action else say("plan.part.the_plan")
        if extension.outcome == "refused":
            return _said("extension-refused", say, what=what, reason=extension.reason)
        now = state.actions[action].due if action and action in state.actions else state.due
        until = say("plan.extension-granted.now", due=say.day(now)) if now else ""
        return _said("extension-granted", say, what=what, until=until)
    if code.startswith("change-") and about in state.changes:
        change = state.changes[about]
        was, becomes = change.proposed.action, change.proposed.becomes
        if change.outcome == "declined":
            return _said("change-declined", say, action=was, reason=change.reason)
        due = say.day(becomes.due)
        return _said("change-agreed", say, was=was, action=becomes.id, due=due, what=becomes.text)
    return None


def _late(state: ActionPlan, code: str, say: Catalogue) -> tuple[str, str]:
    action = state.actions.get(state.notices.get(code, code.removeprefix("action-overdue-")))
    if action is None:
        return say("plan.action-overdue.subject"), say("plan.action-overdue.replaced")
    return _said("action-overdue", say, action=action.id, due=say.day(action.due), what=action.text)
