"""What the machinery has to see to for an action plan: its dates, its notices, and the reminders before a date."""

from domain.action_plans.agreed import reminder_code
from domain.action_plans.plan import PLAN_DEADLINE, ActionPlan, PlanStage, action_deadline
from domain.agenda import Agenda, Deadline, Duty
from domain.text import counted

__all__ = ["react"]


def react(state: ActionPlan) -> Agenda:
    """The deadlines, reminders and notices of a plan, and what people still have to do."""
    match state.stage:
        case None:
            return Agenda(stage="not-requested")
        case PlanStage.REQUESTED:
            plan = (Deadline(id=PLAN_DEADLINE, due=state.due, awaits="the action plan"),) if state.due else ()
            return Agenda(
                stage=state.stage,
                waiting_for=("the provider's action plan", *_to_answer(state)),
                deadlines=plan,
                duties=_duties(state),
            )
        case PlanStage.SUBMITTED:
            return Agenda(
                stage=state.stage, waiting_for=("the plan to be accepted or returned",), duties=_duties(state)
            )
        case PlanStage.CARRYING_OUT:
            return _carrying_out(state, state.stage)
        case PlanStage.FOLLOWED_UP:
            duties = _duties(state)
            return Agenda(stage=state.stage, duties=duties, over=not duties)


def _carrying_out(state: ActionPlan, stage: PlanStage) -> Agenda:
    left = len(state.outstanding)
    deadlines = [
        Deadline(id=action_deadline(code), due=due, awaits=f"the action {code}")
        for code, due in state.running.items()
    ]
    to_do = f"{counted(left, 'action')} to be completed"
    late = tuple(
        f"the action {code} (overdue since {state.actions[code].due})"
        for code in state.outstanding
        if code not in state.running
    )
    return Agenda(
        stage=stage,
        waiting_for=(to_do if left else "the follow-up to be concluded", *late, *_to_answer(state)),
        deadlines=tuple(sorted(deadlines, key=lambda each: (each.due, each.id))),
        duties=_duties(state),
    )


def _to_answer(state: ActionPlan) -> tuple[str, ...]:
    return (
        *(f"an answer to the request for more time {code}" for code in state.open_extensions),
        *(f"an answer to the proposed change {code}" for code in state.open_changes),
    )


def _duties(state: ActionPlan) -> tuple[Duty, ...]:
    """The notices that are owed now, then the reminders, each on its day."""
    notices = (Duty(id=f"notice-{code}", kind="send-notice", about=code) for code in state.notices)
    reminders = sorted(state.reminders.values(), key=lambda each: (each.on, each.deadline))
    return (
        *notices,
        *(
            Duty(id=f"notice-{code}", kind="send-notice", about=code, not_before=each.on)
            for each in reminders
            for code in (reminder_code(each.deadline, each.due),)
        ),
    )
