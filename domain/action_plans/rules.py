"""How the commands of an action plan are decided."""

from domain.action_plans import changing, extending, giving_up
from domain.action_plans.agreed import reminder_code
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
from domain.action_plans.common import held_for_the_next, its_holdings, not_open, reminder_on, unclear
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
    PlanNoticeUndelivered,
    PlanToldOtherwise,
    ReminderSent,
)
from domain.action_plans.evolve import evolve
from domain.action_plans.plan import ActionPlan, PlanStage, action_of
from domain.dated_rules.library import Library
from domain.decider import Decided, Decider, rule, rules
from domain.given import Given
from domain.holdings.document import DocumentKept, document_of, keeps
from domain.holdings.events import ItemHeld
from domain.refusals import Refusal
from domain.streams import inspection_stream
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
        "measure-missing",
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
    if refusal := unclear(code, answer.agreed, answer.which_part, answer.reason):
        return refusal
    if answer.agreed == "not-agreed" and answer.actions:
        return Refusal("actions-not-wanted", f"{code} is not agreed, so it has no actions.")
    if answer.agreed != "not-agreed" and not answer.actions:
        return Refusal("actions-missing", f"Say what will be done about {code}, by whom and by when.")
    for action in answer.actions:
        if action.due <= given.today:
            return Refusal(
                "date-in-past", f"The action {action.id} cannot be due on {action.due}: that is not ahead."
            )
        if action.measure is None:
            return Refusal(
                "measure-missing", f"Say of the action {action.id} how it will be seen that it has worked."
            )
    return None


@rule(
    ReturnActionPlan,
    stages=[PlanStage.SUBMITTED],
    events=[ActionPlanReturned],
    refusals=["unknown-point", "calendar-exhausted"],
)
def return_action_plan(state: ActionPlan, command: ReturnActionPlan, given: Given) -> Decided:
    """Returns the plan to be made better, with the reason, point by point, and a new date."""
    known = {each.id for each in state.known.recommendations} | set(state.actions)
    for point in command.points:
        if point.about not in known:
            return Refusal(
                "unknown-point", f"The plan has no recommendation and no action with the code {point.about}."
            )
    due = given.calendar.after(given.today, state.known.days_when_returned)
    return (
        ActionPlanReturned(
            reason=command.reason, due=due, points=command.points, remind_on=reminder_on(state, due, given)
        ),
    )


@rule(
    AcceptActionPlan,
    stages=[PlanStage.SUBMITTED],
    events=[ActionPlanAccepted],
    refusals=["calendar-exhausted"],
)
def accept_action_plan(state: ActionPlan, _command: AcceptActionPlan, given: Given) -> Decided:
    """Accepts the plan; its actions are followed from here on."""
    days = ((code, reminder_on(state, action.due, given)) for code, action in state.actions.items())
    return (
        ActionPlanAccepted(
            accepted_on=given.today, reminders=tuple((code, on) for code, on in days if on is not None)
        ),
    )


def _file(_state: ActionPlan, command: ReportProgress, _library: Library) -> tuple[str, ...]:
    return document_of(command.document)


@rule(
    ReportProgress,
    stages=[PlanStage.CARRYING_OUT],
    events=[ActionProgressed, DocumentKept],
    refusals=["unknown-action", "action-replaced", "action-completed", "action-given-up"],
    reads=_file,
)
def report_progress(state: ActionPlan, command: ReportProgress, given: Given) -> Decided:
    """Reports progress on an action, with a file that shows it if there is one."""
    return not_open(state, command.action) or (
        ActionProgressed(action=command.action, progress=command.progress, document=command.document),
        *keeps(command.document, given),
    )


def _holdings_and_file(state: ActionPlan, command: CompleteAction, _library: Library) -> tuple[str, ...]:
    return (*its_holdings(state), *document_of(command.document))


@rule(
    CompleteAction,
    stages=[PlanStage.CARRYING_OUT],
    events=[ActionCompleted, ItemHeld, DocumentKept],
    refusals=["unknown-action", "action-replaced", "action-completed", "action-given-up"],
    reads=_holdings_and_file,
)
def complete_action(state: ActionPlan, command: CompleteAction, given: Given) -> Decided:
    """Says that an action is completed; what shows it is held for the next inspection, which need not ask for it."""
    if refusal := not_open(state, command.action):
        return refusal
    completed = ActionCompleted(
        action=command.action,
        completed_on=given.today,
        achieved=command.achieved,
        document=command.document,
    )
    held = held_for_the_next(
        state,
        command.action,
        "Completed",
        given,
        source="submission",
        of=f"Action plan after the inspection {state.known.inspection}, action {command.action}",
        about=command.item,
        key_questions=command.key_questions,
        document=command.document,
    )
    return (completed, *held, *keeps(command.document, given))


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
    action = action_of(command.deadline)
    running = state.due if action is None else state.running.get(action)
    if running != command.due:
        return ()
    if given.at < end_of_day(command.due):
        return Refusal(
            "not-yet", f"The deadline {command.deadline} passes at the end of {command.due}, not before."
        )
    if action is None:
        return (ActionPlanOverdue(due=command.due),)
    return (ActionOverdue(action=action, due=command.due),)


@rule(
    RecordPlanNoticeSent,
    events=[PlanNoticeSent, ReminderSent],
    refusals=["unknown-action-plan"],
)
def record_plan_notice_sent(state: ActionPlan, command: RecordPlanNoticeSent, _given: Given) -> Decided:
    """Notes that a notice about the plan, or a reminder, has gone out; each is recorded once."""
    if state.requested is None:
        return _NO_PLAN
    for each in state.reminders.values():
        if reminder_code(each.deadline, each.due) == command.notice:
            return (
                ReminderSent(deadline=each.deadline, due=each.due, document=command.document, to=command.to),
            )
    if command.notice not in state.notices:
        return ()
    return (PlanNoticeSent(notice=command.notice, document=command.document, to=command.to),)


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
        ],
        extending.RULES,
        changing.RULES,
        giving_up.RULES,
    ),
    evolve=evolve,
    silent=(PlanNoticeUndelivered, PlanToldOtherwise),
    stage=lambda state: state.stage,
    matter=lambda stream, state: inspection_stream(state.requested.inspection) if state.requested else stream,
)
"""The action plan of one inspection."""
