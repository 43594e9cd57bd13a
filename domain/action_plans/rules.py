"""How the commands of an action plan are decided."""

from domain.action_plans.commands import (
    AcceptActionPlan,
    CompleteAction,
    FollowUpActionPlan,
    RecordPlanDeadlinePassed,
    RecordPlanNoticeSent,
    ReportProgress,
    ReturnActionPlan,
    SubmitActionPlan,
)
from domain.action_plans.events import (
    ActionCompleted,
    ActionOverdue,
    ActionPlanAccepted,
    ActionPlanFollowedUp,
    ActionPlanOverdue,
    ActionPlanReturned,
    ActionPlanSubmitted,
    ActionProgressed,
    Answer,
    PlanNoticeSent,
)
from domain.action_plans.plan import PLAN_DEADLINE, ActionPlan, PlanStage, action_deadline, evolve
from domain.decider import Decided, Decider, rule, rules
from domain.given import Given
from domain.refusals import Refusal
from domain.working_days import end_of_day

__all__ = ["ACTION_PLAN"]

_NO_PLAN = Refusal("unknown-action-plan", "No action plan has been asked for.")


@rule(
    SubmitActionPlan,
    stages=[PlanStage.REQUESTED],
    events=[ActionPlanSubmitted],
    refusals=[
        "recommendation-unanswered",
        "unknown-recommendation",
        "answered-twice",
        "part-unclear",
        "reason-missing",
        "actions-missing",
        "actions-not-wanted",
        "listed-twice",
        "date-in-past",
    ],
)
def submit_action_plan(state: ActionPlan, command: SubmitActionPlan, given: Given) -> Decided:
    """Hands in the plan: every recommendation agreed, partly agreed or not agreed, with dated actions and owners."""
    asked = [each.id for each in state.known.recommendations]
    answered = [each.recommendation for each in command.answers]
    for code in answered:
        if code not in asked:
            return Refusal("unknown-recommendation", f"There is no recommendation {code} to the provider.")
        if answered.count(code) > 1:
            return Refusal("answered-twice", f"The recommendation {code} is answered twice.")
    for code in asked:
        if code not in answered:
            return Refusal("recommendation-unanswered", f"The recommendation {code} is not answered.")
    for answer in command.answers:
        refusal = _incomplete(answer, given)
        if refusal is not None:
            return refusal
    codes = [action.id for answer in command.answers for action in answer.actions]
    if len(set(codes)) != len(codes):
        return Refusal("listed-twice", "Two actions have the same code.")
    return (ActionPlanSubmitted(answers=command.answers, submitted_on=given.today),)


def _incomplete(answer: Answer, given: Given) -> Refusal | None:
    code = answer.recommendation
    if (answer.agreed == "partly-agreed") != (answer.which_part is not None):
        return Refusal(
            "part-unclear", f"Say which part of {code} is agreed, exactly where it is partly agreed."
        )
    if answer.agreed != "agreed" and answer.reason is None:
        return Refusal("reason-missing", f"Say why {code} is not agreed, or not wholly.")
    if answer.agreed == "not-agreed" and answer.actions:
        return Refusal("actions-not-wanted", f"{code} is not agreed, so it has no actions.")
    if answer.agreed != "not-agreed" and not answer.actions:
        return Refusal("actions-missing", f"Say what will be done about {code}, by whom and by when.")
    for action in answer.actions:
        if action.due <= given.today:
            return Refusal(
                "date-in-past", f"The action {action.id} cannot be due on {action.due}: that is not ahead."
            )
    return None


@rule(
    ReturnActionPlan,
    stages=[PlanStage.SUBMITTED],
    events=[ActionPlanReturned],
    refusals=["calendar-exhausted"],
)
def return_action_plan(state: ActionPlan, command: ReturnActionPlan, given: Given) -> Decided:
    """Returns the plan to be made better, with the reason and a new date."""
    due = given.calendar.after(given.today, state.known.days_when_returned)
    return (ActionPlanReturned(reason=command.reason, due=due),)


@rule(AcceptActionPlan, stages=[PlanStage.SUBMITTED], events=[ActionPlanAccepted])
def accept_action_plan(_state: ActionPlan, _command: AcceptActionPlan, given: Given) -> Decided:
    """Accepts the plan; its actions are followed from here on."""
    return (ActionPlanAccepted(accepted_on=given.today),)


@rule(
    ReportProgress,
    stages=[PlanStage.CARRYING_OUT],
    events=[ActionProgressed],
    refusals=["unknown-action", "action-completed"],
)
def report_progress(state: ActionPlan, command: ReportProgress, _given: Given) -> Decided:
    """Reports progress on an action."""
    return _not_open(state, command.action) or (
        ActionProgressed(action=command.action, progress=command.progress),
    )


@rule(
    CompleteAction,
    stages=[PlanStage.CARRYING_OUT],
    events=[ActionCompleted],
    refusals=["unknown-action", "action-completed"],
)
def complete_action(state: ActionPlan, command: CompleteAction, given: Given) -> Decided:
    """Says that an action is completed."""
    return _not_open(state, command.action) or (
        ActionCompleted(action=command.action, completed_on=given.today),
    )


@rule(
    FollowUpActionPlan,
    stages=[PlanStage.CARRYING_OUT],
    events=[ActionPlanFollowedUp],
    refusals=["actions-outstanding"],
)
def follow_up_action_plan(state: ActionPlan, command: FollowUpActionPlan, given: Given) -> Decided:
    """Concludes the follow-up once every action is completed."""
    if state.outstanding:
        return Refusal("actions-outstanding", f"Not completed yet: {', '.join(state.outstanding)}.")
    return (ActionPlanFollowedUp(conclusion=command.conclusion, followed_up_on=given.today),)


@rule(
    RecordPlanDeadlinePassed,
    events=[ActionPlanOverdue, ActionOverdue],
    refusals=["unknown-action-plan", "not-yet"],
)
def record_plan_deadline_passed(
    state: ActionPlan, command: RecordPlanDeadlinePassed, given: Given
) -> Decided:
    """Notes that the date of the plan, or of one action, has passed."""
    if state.requested is None:
        return _NO_PLAN
    if command.deadline == PLAN_DEADLINE:
        action, running = None, state.due
    else:
        action = command.deadline.removeprefix(action_deadline(""))
        running = state.running.get(action)
    if running != command.due:
        return ()
    if given.at < end_of_day(command.due):
        return Refusal(
            "not-yet", f"The deadline {command.deadline} passes at the end of {command.due}, not before."
        )
    if action is None:
        return (ActionPlanOverdue(due=command.due),)
    return (ActionOverdue(action=action, due=command.due),)


@rule(RecordPlanNoticeSent, events=[PlanNoticeSent], refusals=["unknown-action-plan"])
def record_plan_notice_sent(state: ActionPlan, command: RecordPlanNoticeSent, _given: Given) -> Decided:
    """Notes that a notice about the plan has gone out; each is recorded once."""
    if state.requested is None:
        return _NO_PLAN
    if command.notice not in state.notices:
        return ()
    return (PlanNoticeSent(notice=command.notice, document=command.document, to=command.to),)


def _not_open(state: ActionPlan, code: str) -> Refusal | None:
    if code not in state.actions:
        return Refusal("unknown-action", f"There is no action {code} in the plan.")
    if code in state.completed:
        return Refusal("action-completed", f"The action {code} has been completed already.")
    return None


ACTION_PLAN = Decider(
    kind="action-plan",
    initial=ActionPlan(),
    rules=rules(
        [
            submit_action_plan,
            return_action_plan,
            accept_action_plan,
            report_progress,
            complete_action,
            follow_up_action_plan,
            record_plan_deadline_passed,
            record_plan_notice_sent,
        ]
    ),
    evolve=evolve,
    stage=lambda state: state.stage,
    matter=lambda stream, state: f"inspection-{state.requested.inspection}" if state.requested else stream,
)
"""The action plan of one inspection."""
