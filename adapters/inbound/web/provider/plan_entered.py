"""An action plan as it is entered on a page: an answer to each recommendation, each with actions one under another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from adapters.inbound.web.forms.forms import Entered, Problem
from domain.action_plans.plan import ActionPlan
from domain.inspections.events import Recommendation

__all__ = ["ActionEntered", "AnswerEntered", "as_answers", "entered_plan", "with_another"]

MOST_ACTIONS = 20
_PARTS = ("text", "owner", "measure", "due-day", "due-month", "due-year")


@dataclass(frozen=True, slots=True)
class ActionEntered:
    """One action, as typed.

    Attributes:
        name: what the names of its inputs begin with.
        number: its place under its recommendation, from 1.
        values: what was typed, by part: ``text``, ``owner``, ``measure``, ``due-day`` and so on.
    """

    name: str
    number: int
    values: Mapping[str, str]

    @property
    def empty(self) -> bool:
        """Whether nothing was typed."""
        return not any(each.strip() for each in self.values.values())


@dataclass(frozen=True, slots=True)
class AnswerEntered:
    """The answer to one recommendation, as typed."""

    recommendation: Recommendation
    name: str
    agreed: str
    which_part: str
    reason: str
    actions: tuple[ActionEntered, ...]


def entered_plan(plan: ActionPlan, entered: Entered) -> tuple[AnswerEntered, ...]:
    """The form of a plan, with what was entered; at first with the plan that was returned, if one was."""
    given = entered if any(key.startswith("r1-") for key in entered) else _as_submitted(plan)
    return tuple(
        _answer(each, f"r{number}", given) for number, each in enumerate(plan.known.recommendations, start=1)
    )


def _answer(recommendation: Recommendation, name: str, given: Entered) -> AnswerEntered:
    count = given.get(f"{name}-actions", "1")
    several = min(int(count), MOST_ACTIONS) if count.isascii() and count.isdigit() else 1
    actions = (
        ActionEntered(
            f"{name}-a{number}",
            number,
            {part: given.get(f"{name}-a{number}-{part}", "") for part in _PARTS},
        )
        for number in range(1, max(several, 1) + 1)
    )
    return AnswerEntered(
        recommendation,
        name,
        given.get(f"{name}-agreed", ""),
        given.get(f"{name}-which_part", ""),
        given.get(f"{name}-reason", ""),
        tuple(actions),
    )


def _as_submitted(plan: ActionPlan) -> dict[str, str]:
    found: dict[str, str] = {}
    answers = {each.recommendation: each for each in (plan.submitted.answers if plan.submitted else ())}
    for number, asked in enumerate(plan.known.recommendations, start=1):
        answer = answers.get(asked.id)
        if answer is None:
            continue
        name = f"r{number}"
        found |= {
            f"{name}-agreed": answer.agreed,
            f"{name}-which_part": answer.which_part or "",
            f"{name}-reason": answer.reason or "",
            f"{name}-actions": str(len(answer.actions) or 1),
        }
        for place, action in enumerate(answer.actions, start=1):
            found |= {
                f"{name}-a{place}-text": action.text,
                f"{name}-a{place}-owner": action.owner,
                f"{name}-a{place}-measure": action.measure or "",
                f"{name}-a{place}-due-day": str(action.due.day),
                f"{name}-a{place}-due-month": str(action.due.month),
                f"{name}-a{place}-due-year": str(action.due.year),
            }
    return found


def with_another(entered: Entered, name: str) -> dict[str, str]:
    """What was entered, with room for one more action under an answer."""
    count = entered.get(f"{name}-actions", "1")
    more = int(count) + 1 if count.isascii() and count.isdigit() and int(count) < MOST_ACTIONS else 1
    return {**entered, f"{name}-actions": str(more)}


def as_answers(answers: Sequence[AnswerEntered]) -> tuple[list[dict[str, Any]], tuple[Problem, ...]]:
    """The answers as the command has them, and everything that is missing or wrong."""
    made: list[dict[str, Any]] = []
    problems: list[Problem] = []
    for each in answers:
        what = each.recommendation.id
        if not each.agreed:
            problems.append(
                Problem(f"{each.name}-agreed", f"Say whether you agree with recommendation {what}")
            )
        actions = [_action(each, one, problems) for one in each.actions if not one.empty]
        made.append(
            {
                "recommendation": what,
                "agreed": each.agreed,
                "which_part": each.which_part.strip() or None,
                "reason": each.reason.strip() or None,
                "actions": actions,
            }
        )
    return made, tuple(problems)


def _action(answer: AnswerEntered, action: ActionEntered, problems: list[Problem]) -> dict[str, Any]:
    which = f"action {action.number} of recommendation {answer.recommendation.id}"
    for part, words in (
        ("text", "what will be done"),
        ("owner", "who answers for it"),
        ("measure", "its measure"),
    ):
        if not action.values[part].strip():
            problems.append(Problem(f"{action.name}-{part}", f"Enter {words}, in {which}"))
    due = _due(action.values)
    if due is None:
        problems.append(Problem(f"{action.name}-due", f"Enter a real date, like 27 3 2026, in {which}"))
    return {
        "id": f"{answer.recommendation.id}-{action.number}",
        "text": action.values["text"].strip(),
        "owner": action.values["owner"].strip(),
        "measure": action.values["measure"].strip() or None,
        "due": due,
    }


def _due(values: Mapping[str, str]) -> str | None:
    parts = [values[f"due-{part}"].strip() for part in ("year", "month", "day")]
    if not all(each.isascii() and each.isdigit() for each in parts):
        return None
    try:
        return date(*(int(each) for each in parts)).isoformat()
    except (ValueError, OverflowError):
        return None
