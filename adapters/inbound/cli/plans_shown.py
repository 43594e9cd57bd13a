"""An action plan and the answers of national bodies, as tables and as JSON."""

from typing import Any

from adapters.inbound.speaking import say, table
from domain.action_plans.national import BodyAnswers
from domain.action_plans.plan import ActionPlan

__all__ = ["plan_as_json", "tell_plan"]


def plan_as_json(inspection: str, plan: ActionPlan, national: BodyAnswers, version: int) -> dict[str, Any]:
    """A plan for a machine to read."""
    asked = plan.requested.recommendations if plan.requested else ()
    answers = plan.submitted.answers if plan.submitted else ()
    return {
        "inspection": inspection,
        "version": version,
        "stage": plan.stage and str(plan.stage),
        "due": plan.due,
        "not_received": plan.missing and plan.missing.reason,
        "recommendations": [each.model_dump(mode="json") for each in asked],
        "answers": [each.model_dump(mode="json", exclude={"actions"}) for each in answers],
        "actions": [
            {
                **each.model_dump(mode="json"),
                "recommendation": plan.answering[code],
                "completed": code in plan.completed,
                "given_up": plan.given_up[code].model_dump(mode="json") if code in plan.given_up else None,
                "overdue": _overdue(plan, code),
            }
            for code, each in plan.actions.items()
        ],
        "replaced": dict(plan.replaced),
        "points": [each.model_dump(mode="json") for each in (plan.returned.points if plan.returned else ())],
        "extensions": [
            {**each.asked.model_dump(mode="json"), "outcome": each.outcome, "answer": each.reason}
            for each in plan.extensions.values()
        ],
        "changes": [
            {**each.proposed.model_dump(mode="json"), "outcome": each.outcome, "answer": each.reason}
            for each in plan.changes.values()
        ],
        "national": [each.model_dump(mode="json") for each in national.answers.values()],
    }


def tell_plan(inspection: str, plan: ActionPlan, national: BodyAnswers, version: int) -> None:
    """A plan for a person to read."""
    if plan.requested is not None:
        due = f", due {plan.due}" if plan.due else ""
        say(f"Action plan of {inspection}: {plan.stage}{due}, version {version}")
        if plan.missing:
            say(f"It was never handed in: {plan.missing.reason}")
        _recommendations(plan)
        _actions(plan)
        _asked_for(plan)
    if national.answers:
        say("\nAnswers of national bodies:")
        table(
            ("recommendation", "to", "answer", "which part", "why", "will do", "by", "on"),
            [
                (
                    each.recommendation,
                    each.body,
                    each.agreed,
                    each.which_part or "",
                    each.reason or "",
                    each.doing or "",
                    each.answered_by,
                    each.answered_on,
                )
                for each in national.answers.values()
            ],
        )


def _recommendations(plan: ActionPlan) -> None:
    answers = {each.recommendation: each for each in (plan.submitted.answers if plan.submitted else ())}
    shown = []
    for each in plan.known.recommendations:
        answer = answers.get(each.id)
        said = (answer.agreed, answer.which_part or "", answer.reason or "") if answer else ("", "", "")
        shown.append((each.id, each.text, *said))
    table(("recommendation", "what", "answer", "which part", "why"), shown)
    if plan.returned:
        say(f"\nReturned: {plan.returned.reason}")
        table(("about", "to be made better"), [(each.about, each.text) for each in plan.returned.points])


def _actions(plan: ActionPlan) -> None:
    if plan.actions:
        table(
            ("action", "for", "what", "owner", "due", "measure of success", "stands"),
            [
                (
                    code,
                    plan.answering[code],
                    each.text,
                    each.owner,
                    each.due,
                    each.measure or "",
                    _stands(plan, code),
                )
                for code, each in plan.actions.items()
            ],
        )


def _asked_for(plan: ActionPlan) -> None:
    if plan.extensions:
        table(
            ("more time", "for", "until", "why", "answer"),
            [
                (
                    code,
                    each.asked.action or "the plan",
                    each.asked.until,
                    each.asked.reason,
                    f"{each.outcome}: {each.reason}" if each.reason else each.outcome,
                )
                for code, each in plan.extensions.items()
            ],
        )
    if plan.changes:
        table(
            ("change", "of", "would be", "why", "answer"),
            [
                (
                    code,
                    each.proposed.action,
                    f"{each.proposed.becomes.id}, due {each.proposed.becomes.due}: {each.proposed.becomes.text}",
                    each.proposed.reason,
                    f"{each.outcome}: {each.reason}" if each.reason else each.outcome,
                )
                for code, each in plan.changes.items()
            ],
        )


def _overdue(plan: ActionPlan, code: str) -> bool:
    return code in plan.late and code not in plan.running and code in plan.outstanding


def _stands(plan: ActionPlan, code: str) -> str:
    if over := plan.given_up.get(code):
        return "given up" if over.becomes == "given-up" else "left to the next inspection"
    return "done" if code in plan.completed else "overdue" if _overdue(plan, code) else ""
