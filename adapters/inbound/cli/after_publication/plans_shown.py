"""An action plan and the answers of national bodies, as tables and as JSON."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from adapters.inbound.speaking import say, table
from domain.action_plans.national import BodyAnswers
from domain.action_plans.plan import ActionPlan

__all__ = ["PlanShown", "plans_as_json", "tell_plans"]


@dataclass(frozen=True, slots=True)
class PlanShown:
    """An action plan, as it is shown.

    Attributes:
        inspection: the inspection that asked for it.
        provider: whose it is, where each of several has one; else None.
        title: that provider's name; empty where there is one plan.
        plan: the plan.
        version: how many events it has.
    """

    inspection: str
    provider: str | None
    title: str
    plan: ActionPlan
    version: int


def plans_as_json(plans: Sequence[PlanShown], national: BodyAnswers) -> dict[str, Any]:
    """One plan for a machine to read; or those of several providers, each under ``plans``."""
    bodies = [each.model_dump(mode="json") for each in national.answers.values()]
    shown = [
        {**_plan_as_json(each), **({"provider": each.provider} if each.provider else {})} for each in plans
    ]
    if len(shown) == 1:
        return {**shown[0], "national": bodies}
    return {"inspection": plans[0].inspection, "plans": shown, "national": bodies}


def _plan_as_json(shown: PlanShown) -> dict[str, Any]:
    plan = shown.plan
    asked = plan.requested.recommendations if plan.requested else ()
    answers = plan.submitted.answers if plan.submitted else ()
    return {
        "inspection": shown.inspection,
        "version": shown.version,
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
    }


def tell_plans(plans: Sequence[PlanShown], national: BodyAnswers) -> None:
    """Plans for a person to read."""
    for place, each in enumerate(plans):
        if each.plan.requested is not None:
            if place:
                say("")
            _tell_plan(each)
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


def _tell_plan(shown: PlanShown) -> None:
    plan = shown.plan
    due = f", due {plan.due}" if plan.due else ""
    whose = f", {shown.title} ({shown.provider})" if shown.provider else ""
    say(f"Action plan of {shown.inspection}{whose}: {plan.stage}{due}, version {shown.version}")
    if plan.missing:
        say(f"It was never handed in: {plan.missing.reason}")
    _recommendations(plan)
    _actions(plan)
    _asked_for(plan)


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
