"""What can happen at any time: deferral, cancellation, deadlines that move or pass, notices; and the end."""

from collections.abc import Iterable

from domain.action_plans.events import PlanToldOtherwise
from domain.action_plans.plan import ActionPlan
from domain.cases.events import CaseSetAside
from domain.cases.second_reads.state import SecondReadSetAside
from domain.dated_rules.library import Library
from domain.decider import Decided, On, rule
from domain.given import Given
from domain.inspections.commands import (
    CancelInspection,
    CloseInspection,
    DeferInspection,
    MoveDeadline,
    NoteTold,
    RecordDeadlinePassed,
    RecordNoticeSent,
    ResumeInspection,
)
from domain.inspections.events import (
    ConditionOverdue,
    DeadlineMoved,
    EvidenceEscalated,
    EvidenceOverdue,
    FactualAccuracyWindowLapsed,
    InspectionCancelled,
    InspectionClosed,
    InspectionDeferred,
    InspectionResumed,
    NoticeSent,
    StageOverdue,
    ToldOtherwise,
)
from domain.inspections.rules.cases.case_reads import sampled_cases
from domain.inspections.rules.cases.second_reads import reads_set_aside
from domain.inspections.rules.common import bad_due_date
from domain.inspections.rules.evidence.dates import (
    evidence_passed,
    goes_higher_up,
    rises_with,
    runs_for_evidence,
)
from domain.inspections.stages import IN_PROGRESS, Stage
from domain.inspections.state import Inspection
from domain.inspections.told import not_told, of_the_plan
from domain.inspections.whose import title_of
from domain.refusals import Refusal
from domain.streams import plan_in
from domain.working_days import end_of_day

__all__ = ["RULES"]

_UNTIL_PUBLISHED = tuple(stage for stage in IN_PROGRESS if stage is not Stage.ACTION_PLAN)


@rule(
    DeferInspection,
    stages=_UNTIL_PUBLISHED,
    events=[InspectionDeferred],
    refusals=["date-in-past", "not-a-working-day", "calendar-exhausted"],
)
def defer_inspection(_state: Inspection, command: DeferInspection, given: Given) -> Decided:
    """Puts the inspection off; no deadline runs until it is resumed."""
    return bad_due_date(command.until, given) or (
        InspectionDeferred(reason=command.reason, until=command.until, deferred_on=given.today),
    )


@rule(ResumeInspection, stages=[Stage.DEFERRED], events=[InspectionResumed], refusals=["calendar-exhausted"])
def resume_inspection(state: Inspection, _command: ResumeInspection, given: Given) -> Decided:
    """Goes on with a deferred inspection; running deadlines move by the working days that were lost."""
    since = state.deferred_on or given.today
    lost = given.calendar.between(since, given.today)
    return (
        InspectionResumed(
            deadlines=tuple(
                (code, given.calendar.after(deadline.due, lost))
                for code, deadline in sorted(state.deadlines.items())
                if deadline.due >= since  # an earlier one had passed before; that has yet to be noted
            )
        ),
    )


@rule(
    CancelInspection,
    stages=[*_UNTIL_PUBLISHED, Stage.DEFERRED],
    events=[InspectionCancelled, CaseSetAside, SecondReadSetAside],
    refusals=["already-published"],
    reads=sampled_cases,
)
def cancel_inspection(state: Inspection, command: CancelInspection, given: Given) -> Decided:
    """Cancels the inspection for good, before it is published; none of its cases is read any further.

    Each case is told by an event of its own, once. So no answer has to look at the inspection's stream, and readers
    do not get in the way of each other, nor of the inspection.
    """
    if state.editions:
        return Refusal(
            "already-published",
            "Its report is published, and is being corrected; withdraw the report instead.",
        )
    return (
        InspectionCancelled(reason=command.reason),
        *reads_set_aside(state.sampled, state, "inspection-cancelled", given),
    )


@rule(
    MoveDeadline,
    stages=_UNTIL_PUBLISHED,
    events=[DeadlineMoved],
    refusals=[
        "no-such-deadline",
        "deadline-passed",
        "date-in-past",
        "not-a-working-day",
        "calendar-exhausted",
    ],
)
def move_deadline(state: Inspection, command: MoveDeadline, given: Given) -> Decided:
    """Moves a running deadline to another working day, with the reason; a provider whose own day moves is told both."""
    running = state.deadlines.get(command.deadline)
    if running is None:
        known = ", ".join(sorted(state.deadlines)) or "none"
        return Refusal("no-such-deadline", f"No deadline {command.deadline} is running; running: {known}.")
    if given.at >= running.passes_at:
        return Refusal(
            "deadline-passed", f"The deadline {command.deadline} passed at the end of {running.due}."
        )
    refusal = bad_due_date(command.due, given)
    if refusal is not None:
        return refusal
    if running.due == command.due:
        return ()
    return (
        DeadlineMoved(deadline=command.deadline, was=running.due, due=command.due, reason=command.reason),
    )


@rule(
    RecordDeadlinePassed,
    events=[
        EvidenceOverdue,
        EvidenceEscalated,
        FactualAccuracyWindowLapsed,
        ConditionOverdue,
        StageOverdue,
    ],
    refusals=["unknown-inspection", "not-yet"],
)
def record_deadline_passed(state: Inspection, command: RecordDeadlinePassed, given: Given) -> Decided:
    """Notes that a deadline has passed; one that has been met or moved meanwhile passes without a word."""
    if state.announced is None:
        return Refusal("unknown-inspection", f"There is no inspection {command.inspection}.")
    running = state.deadlines.get(command.deadline)
    if running is None or running.due != command.due or state.deferred is not None:
        return ()
    if given.at < end_of_day(command.due):
        return Refusal(
            "not-yet", f"The deadline {command.deadline} passes at the end of {command.due}, not before."
        )
    match command.deadline:
        case code if runs_for_evidence(state, code):
            return evidence_passed(state, code, command.due, given)
        case code if rises_with(state, code):
            return goes_higher_up(state, code, command.due, given)
        case "factual-accuracy":
            return (FactualAccuracyWindowLapsed(due=command.due),)
        case code if code.startswith("condition-"):
            return (ConditionOverdue(condition=code.removeprefix("condition-"), due=command.due),)
        case stage:
            return (StageOverdue(stage=Stage(stage), due=command.due),)


@rule(RecordNoticeSent, events=[NoticeSent], refusals=["unknown-inspection"])
def record_notice_sent(state: Inspection, command: RecordNoticeSent, _given: Given) -> Decided:
    """Notes that a notice has gone out; each is recorded once."""
    if state.announced is None:
        return Refusal("unknown-inspection", f"There is no inspection {command.inspection}.")
    if command.notice not in state.notices:
        return ()
    return (NoticeSent(notice=command.notice, document=command.document, to=command.to),)


def _its_plans(state: Inspection, _command: NoteTold | CloseInspection, _library: Library) -> tuple[str, ...]:
    return state.plans


@rule(
    NoteTold,
    events=[ToldOtherwise, PlanToldOtherwise],
    refusals=["unknown-inspection", "not-untold", "say-which"],
    reads=_its_plans,
)
def note_told(state: Inspection, command: NoteTold, given: Given) -> Decided:
    """Notes that somebody was told by other means, such as by post, what no notice told them.

    Where several are still to be told, it says who was told of what; or that all of them were.
    """
    if state.announced is None:
        return Refusal("unknown-inspection", f"There is no inspection {command.inspection}.")
    plans: list[tuple[str, ActionPlan]] = [(each, given.seen[each]) for each in state.plans]
    every = [
        *((None, each, each, state.undelivered.get(each, ())) for each in not_told(state)),
        *(
            (stream, each, of_the_plan(stream, each), plan.undelivered.get(each, ()))
            for stream, plan in plans
            for each in not_told(plan)
        ),
    ]
    chosen = [each for each in every if command.notice in (None, each[2])]
    if not chosen:
        known = _listed(called for _, _, called, _ in every)
        return Refusal(
            "not-untold", f"There is no such notice that did not reach its readers; there is: {known}."
        )
    readers = [reader for *_, missed in chosen for reader in missed]
    if command.reader is not None and command.reader not in readers:
        return Refusal(
            "not-untold", f"No such notice missed {command.reader}; missed were: {_listed(readers)}."
        )
    if command.everything is None and command.notice is None and len(chosen) > 1:
        known = _listed(called for _, _, called, _ in chosen)
        return Refusal(
            "say-which", f"Say of which notice somebody was told, or that it was everything: {known}."
        )
    if command.everything is None and command.reader is None and len(readers) > 1:
        return Refusal("say-which", f"Say who was told, or that it was everybody: {_listed(readers)}.")
    return tuple(
        _told(command, given, stream, tuple(code for where, code, *_ in chosen if where == stream))
        for stream in dict.fromkeys(where for where, *_ in chosen)
    )


def _told(command: NoteTold, given: Given, plan: str | None, notices: tuple[str, ...]) -> ToldOtherwise | On:
    """That some notices were told by other means, where they were owed: in the inspection, or in a plan."""
    if plan is None:
        return ToldOtherwise(notices=notices, how=command.how, told_on=given.today, reader=command.reader)
    return On(
        plan,
        PlanToldOtherwise(notices=notices, how=command.how, told_on=given.today, reader=command.reader),
    )


def _listed(codes: Iterable[str]) -> str:
    return ", ".join(codes) or "none"


@rule(
    CloseInspection,
    stages=[Stage.ACTION_PLAN],
    events=[InspectionClosed],
    refusals=["plan-not-followed-up"],
    reads=_its_plans,
)
def close_inspection(state: Inspection, _command: CloseInspection, given: Given) -> Decided:
    """Closes an inspection whose action plans, if it asked for any, have been followed to their end."""
    left = [each for each in state.plans if not given.seen[each].followed_up]
    if left:
        whose = " and ".join(title_of(state, plan_in(each)[1]) for each in left if plan_in(each)[1])
        of = f" of {whose}" if whose else ""
        return Refusal("plan-not-followed-up", f"The action plan{of} has not been followed to its end yet.")
    return (InspectionClosed(closed_on=given.today),)


RULES = (
    defer_inspection,
    resume_inspection,
    cancel_inspection,
    move_deadline,
    record_deadline_passed,
    record_notice_sent,
    note_told,
    close_inspection,
)
