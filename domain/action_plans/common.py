"""What the rules of an action plan have in common."""

from collections.abc import Iterator
from datetime import date, timedelta

from domain.action_plans.events import PlanDateMoved
from domain.action_plans.plan import PLAN_DEADLINE, ActionPlan, action_deadline
from domain.decider import On
from domain.given import Given
from domain.holdings.commands import holdings_stream
from domain.holdings.events import ItemHeld, Source
from domain.refusals import Refusal, Refused
from domain.text import Digest, StandardId
from domain.working_days import end_of_day

__all__ = [
    "dates_moved",
    "held_for_the_next",
    "its_holdings",
    "must_be_open",
    "not_open",
    "reminder_on",
    "unclear",
]

_LONGEST_TITLE = 300
"""As long as a line of text may be."""


def its_holdings(state: ActionPlan) -> tuple[str, ...]:
    """The stream of what is held about the provider of a plan; none where the plan names no provider."""
    return () if state.provider is None else (holdings_stream(state.provider),)


def held_for_the_next(
    state: ActionPlan,
    action: str,
    came_to: str,
    given: Given,
    *,
    source: Source,
    of: str,
    about: str | None = None,
    key_questions: tuple[StandardId, ...] = (),
    document: Digest | None = None,
) -> tuple[On, ...]:
    """What the next inspection is offered of an action, and need not ask the provider for.

    Args:
        state: the plan.
        action: the code of the action.
        came_to: what it came to, before its own words: ``Completed``, ``Not completed``.
        given: the decision's surroundings, with the provider's holdings among what was seen.
        source: where what is held came from.
        of: which inspection or submission that was.
        about: the code of an item of evidence, under which inspections ask for it; the action's own if None.
        key_questions: the key questions it is evidence for.
        document: the digest of the file that shows it; None where there is none.

    Returns:
        One event on the provider's holdings, true on the day of the decision; none where the plan names no provider.
    """
    words = " ".join(state.actions[action].text.split())
    return tuple(
        On(
            stream,
            ItemHeld(
                holding=given.seen[stream].next_code,
                about=about or action,
                title=f"{came_to}: {words}"[:_LONGEST_TITLE],
                key_questions=key_questions,
                document=document,
                source=source,
                of=of,
                true_from=given.today,
                true_to=given.today,
                held_on=given.today,
                replaces=None,
            ),
        )
        for stream in its_holdings(state)
    )


def reminder_on(state: ActionPlan, due: date, given: Given) -> date | None:
    """The day on which the provider is reminded of a date; None where nobody is, or where that day is over.

    Raises:
        Refused: ``calendar-exhausted``.
    """
    days = state.known.remind_days
    if days is None or due - given.today <= timedelta(days=days):
        return None  # fewer days in all than working days would have to lie between
    on = given.calendar.before(due, days)
    return on if on > given.today else None


def dates_moved(state: ActionPlan, lost: int, given: Given) -> Iterator[PlanDateMoved]:
    """The dates of a plan that have not passed, each later by some working days that were lost.

    Raises:
        Refused: ``calendar-exhausted``.
    """
    running = {PLAN_DEADLINE: state.due} if state.due else {}
    running |= {action_deadline(code): due for code, due in state.running.items()}
    for deadline, due in running.items() if lost else ():
        if given.at < end_of_day(due):
            later = given.calendar.after(due, lost)
            yield PlanDateMoved(deadline=deadline, due=later, remind_on=reminder_on(state, later, given))


def not_open(state: ActionPlan, code: str) -> Refusal | None:
    """Why nothing can be done about an action: there is none, another took its place, or it is over."""
    if code in state.replaced and code not in state.actions:
        return Refusal("action-replaced", f"In the place of the action {code} stands {state.replaced[code]}.")
    if code not in state.actions:
        return Refusal("unknown-action", f"There is no action {code} in the plan.")
    if code in state.completed:
        return Refusal("action-completed", f"The action {code} has been completed already.")
    if code in state.given_up:
        return Refusal("action-given-up", f"The action {code} was given up: {state.given_up[code].reason}")
    return None


def must_be_open(sort: str, code: str, outcome: str, *, awaited: bool) -> None:
    """Refuse to answer a request for more time or a proposed change that was answered, or that came too late.

    Args:
        sort: ``extension`` or ``change``.
        code: its code.
        outcome: what was answered so far.
        awaited: whether what it is about is still awaited.

    Raises:
        Refused: ``extension-answered``, ``change-answered`` or ``not-awaited``.
    """
    if outcome != "open":
        raise Refused.because(f"{sort}-answered", f"{code} has been answered: {outcome}.")
    if not awaited:
        raise Refused.because("not-awaited", f"What {code} is about is not awaited any more.")


def unclear(code: str, agreed: str, which_part: str | None, reason: str | None) -> Refusal | None:
    """Why an answer to a recommendation does not say which part is agreed, or why the rest is not."""
    if (agreed == "partly-agreed") != (which_part is not None):
        return Refusal(
            "part-unclear", f"Say which part of {code} is agreed, exactly where it is partly agreed."
        )
    if agreed != "agreed" and reason is None:
        return Refusal("reason-missing", f"Say why {code} is not agreed, or not wholly.")
    return None
