"""The list of tasks says what can be done: what it offers is not refused, and what it locks is."""

from collections.abc import Callable, Iterator

import pytest

from domain.action_plans.commands import (
    AcceptActionPlan,
    CompleteAction,
    FollowUpActionPlan,
    GiveUpAction,
    NotePlanNotReceived,
    ReportProgress,
    ReturnActionPlan,
    SubmitActionPlan,
)
from domain.action_plans.events import (
    ActionCompleted,
    ActionOverdue,
    ActionPlanFollowedUp,
    ActionPlanOverdue,
    ActionPlanReturned,
)
from domain.cases.commands import RecordAnswers
from domain.cases.events import CaseAllocated
from domain.cases.offline.messages import FileBroughtBack, HeldEdit, SettleEdit
from domain.cases.reading import CaseRead
from domain.cases.streams import hold_on
from domain.decider import On
from domain.inspections.commands import (
    AcceptChallenge,
    BeginFieldwork,
    ChaseEvidence,
    CloseCaseReads,
    CloseInspection,
    ConfirmFactualAccuracy,
    DecideRatings,
    DraftReport,
    EndFieldwork,
    GrantExtension,
    MeetCondition,
    ProposeRating,
    ProposeRatings,
    ReceiveEvidence,
    RequestEvidence,
    ResumeInspection,
    SchedulePublication,
    SendDraft,
    SignOffReport,
    SubmitReport,
    WaiveSecondReads,
)
from domain.inspections.events import (
    CaseReadsReopened,
    ChallengeAccepted,
    ChallengeRaised,
    ConditionSet,
    EvidenceChased,
    EvidenceOverdue,
    ExtensionAsked,
    InspectionClosed,
    InspectionDeferred,
    InspectionResumed,
    ReportSubmitted,
)
from domain.inspections.state import Inspection, report_digest
from domain.inspections.tasks import Surroundings, Task, tasks
from domain.messages import Command
from domain.panels.commands import ConvenePanel, IssuePack, OpenPanel
from domain.panels.events import AgendaItem, ItemDeferred, MemberRecused, PackIssued, PanelClosed
from tests.support.example import (
    ACCEPTED,
    AGREED,
    ALL_READ,
    ALL_SAMPLED,
    AT_ACTION_PLAN,
    AT_ANNOUNCEMENT,
    AT_CASE_READS,
    AT_EVIDENCE,
    AT_FIELDWORK,
    AT_FIELDWORK_WITH_SAMPLES,
    AT_PANEL_REVIEW,
    AT_PUBLICATION,
    BEFORE_THE_PANEL,
    CASE,
    CASE_READS_CLOSED,
    CONVENED,
    DECIDED,
    DERIVED,
    FIELDWORK_ENDED,
    FINDINGS,
    IN_THE_WINDOW,
    INSPECTION,
    JUDGED,
    LIST_SIZE,
    OPENED,
    PANEL,
    PLAN_REQUESTED,
    POLICY,
    POLICY_RECEIVED,
    PROPOSALS,
    PROTOCOL,
    PUBLISHED,
    READY_FOR_FIELDWORK,
    READY_TO_PUBLISH,
    READY_TO_SCHEDULE,
    REPORT,
    ROTA,
    ROTA_RECEIVED,
    SUBMITTED,
    TO_HMPPS,
    TO_PROVIDER,
    TRAINING,
    UNDER,
    WITH_A_DRAFT,
    WITH_A_SIGNED_DRAFT,
    Facts,
    day,
    read_to_the_end,
    sample,
    sampled,
)
from tests.support.kinds.lists import CaseListAtHand
from tests.support.looking_around import tasks_in
from tests.support.specification import Story, given

STREAM = f"inspection-{INSPECTION}"
# A day on which nothing is too early, and all that is dated lies ahead or behind as the command needs it.
TODAY = "2018-10-16"
MORE_TIME = ExtensionAsked(
    extension="extension-1", items=("rota",), until=day("2018-12-03"), reason="Half the staff are away."
)
OVERDUE = EvidenceOverdue(items=("policy", "rota"), due=day("2018-06-27"))
POINT, OTHER = (ChallengeRaised(challenge=code, about="page 3", text="Not so.") for code in ("c1", "c2"))
AMENDMENTS = (("c1", "A word."),)
AMENDED = ChallengeAccepted(
    challenge="c1",
    touches="wording",
    amendment="A word.",
    report=report_digest(INSPECTION, FINDINGS, (TO_PROVIDER, TO_HMPPS), "d" * 64, AMENDMENTS),
    due=None,
)
TO_THE_PANEL = AMENDED.with_(touches="judgement", due=day("2018-12-14"))
RETURNED = ActionPlanReturned(reason="Say when.", due=day("2018-12-14"))
TRAINED = ActionCompleted(action="training", completed_on=day("2019-01-20"))
FOLLOWED_UP = ActionPlanFollowedUp(conclusion="It is done.", followed_up_on=day("2019-02-01"))
HANDED_IN: Facts = (*AT_ACTION_PLAN, SUBMITTED)
CARRYING_OUT: Facts = (*HANDED_IN, ACCEPTED)
ONE_SAMPLE: Facts = (sample("court-reports"), *sampled("court-reports"))
PUT_OFF = InspectionDeferred(reason="A merger.", until=day("2018-12-03"), deferred_on=day("2018-06-20"))
DECIDED_AGAIN = DECIDED.with_(decided_on=day("2018-10-15"))

HELD = (
    On(CASE, CaseAllocated(reader="lead-inspector-1")),
    On(
        hold_on(CASE),
        FileBroughtBack(
            file="f" * 64,
            taken_on=day("2018-07-11"),
            recorded=0,
            held=(HeldEdit(number=1, question="2.1.1", answer="yes", why="changed"),),
        ),
    ),
)

LIVES: dict[str, Facts] = {
    "announced": AT_ANNOUNCEMENT,
    "evidence asked for": AT_EVIDENCE,
    "put off": (*AT_EVIDENCE, PUT_OFF),
    "resumed": (*AT_EVIDENCE, PUT_OFF, InspectionResumed(deadlines=())),
    "one item in": (*AT_EVIDENCE, POLICY_RECEIVED),
    "evidence overdue": (*AT_EVIDENCE, OVERDUE),
    "evidence chased": (*AT_EVIDENCE, OVERDUE, EvidenceChased(items=("rota",), due=day("2018-12-03"))),
    "more time asked for": (*AT_EVIDENCE, MORE_TIME),
    "more time asked for, and not needed": (*AT_EVIDENCE, MORE_TIME, ROTA_RECEIVED),
    "evidence in": READY_FOR_FIELDWORK,
    "a list drawn early": (*AT_EVIDENCE, *ONE_SAMPLE),
    "fieldwork": AT_FIELDWORK,
    "one list drawn": (*AT_FIELDWORK, *ONE_SAMPLE),
    "all lists drawn": (*AT_FIELDWORK, *ALL_SAMPLED),
    "all proposed": AT_FIELDWORK_WITH_SAMPLES,
    "fieldwork ended, nothing proposed": (*AT_FIELDWORK, *ALL_SAMPLED, FIELDWORK_ENDED),
    "case reads": AT_CASE_READS,
    "one case read": (*AT_CASE_READS, *read_to_the_end(CASE)),
    "all cases read": (*AT_CASE_READS, *ALL_READ),
    "all cases read, and a file brought back": (*AT_CASE_READS, *ALL_READ, *HELD),
    "fieldwork, and a file brought back": (*AT_FIELDWORK_WITH_SAMPLES, *HELD),
    "reads closed, one judgement missing": (
        *AT_FIELDWORK,
        *ALL_SAMPLED,
        *PROPOSALS[1:],
        FIELDWORK_ENDED,
        *ALL_READ,
        CASE_READS_CLOSED,
    ),
    "reads closed": AT_PANEL_REVIEW,
    "reads opened again": (*AT_PANEL_REVIEW, CaseReadsReopened(reason="One more.", due=day("2018-12-03"))),
    "derived": (*AT_PANEL_REVIEW, DERIVED),
    "convened": (*AT_PANEL_REVIEW, DERIVED, CONVENED),
    "convened before it is derived": (*AT_PANEL_REVIEW, CONVENED),
    "the panel sits": BEFORE_THE_PANEL,
    "too few at the panel": (*AT_PANEL_REVIEW, DERIVED, CONVENED, OPENED.with_(present=("panel-chair-1",))),
    "the papers are out of date": (
        *BEFORE_THE_PANEL,
        PackIssued(
            inspection=INSPECTION,
            pack="6" * 64,
            document="7" * 64,
            under=UNDER.with_(cases="0" * 64),
        ),
    ),
    "the chair takes no part": (
        *BEFORE_THE_PANEL,
        MemberRecused(inspection=INSPECTION, member="panel-chair-1", ground="other"),
    ),
    "put off by the panel": (
        *BEFORE_THE_PANEL,
        ItemDeferred(inspection=INSPECTION, cause="panel", reason="More came in.", to=None, present=()),
    ),
    "the panel is over": (*BEFORE_THE_PANEL, PanelClosed(minutes="Nothing decided.")),
    "another inspection's panel": (
        *AT_PANEL_REVIEW,
        DERIVED,
        CONVENED.with_(agenda=(AgendaItem(inspection="south-2018"),)),
        OPENED,
    ),
    "decided": AT_PUBLICATION,
    "drafted": WITH_A_DRAFT,
    "signed": WITH_A_SIGNED_DRAFT,
    "draft sent": IN_THE_WINDOW,
    "a point raised": (*IN_THE_WINDOW, POINT),
    "a point accepted": (*IN_THE_WINDOW, POINT, AMENDED),
    "back before the panel": (*IN_THE_WINDOW, POINT, OTHER, TO_THE_PANEL),
    "decided again, a point open": (*IN_THE_WINDOW, POINT, OTHER, TO_THE_PANEL, DECIDED_AGAIN),
    "checked": READY_TO_SCHEDULE,
    "checked, a point open": (*IN_THE_WINDOW, POINT, *READY_TO_SCHEDULE[len(IN_THE_WINDOW) :]),
    "checked, a condition open": (
        *READY_TO_SCHEDULE,
        ConditionSet(
            condition="figures", panel=PANEL, what="Check page 3.", by="Lead inspector", due=day("2018-12-03")
        ),
    ),
    "scheduled": READY_TO_PUBLISH,
    "published": AT_ACTION_PLAN,
    "published without a plan": (*READY_TO_PUBLISH, PUBLISHED.with_(plans=())),
    "plan handed in": HANDED_IN,
    "plan returned": (*HANDED_IN, RETURNED),
    "plan accepted": CARRYING_OUT,
    "an action is late": (*CARRYING_OUT, ActionOverdue(action="training", due=TRAINING.due)),
    "the plan is late": (*AT_ACTION_PLAN, ActionPlanOverdue(due=PLAN_REQUESTED.due)),
    "actions done": (*CARRYING_OUT, TRAINED),
    "followed up": (*CARRYING_OUT, TRAINED, FOLLOWED_UP),
}
# The window for points is open until 5 September, and what is asked of it must be asked before.
DAYS = {"draft sent": "2018-09-03", "a point raised": "2018-09-03", "a point accepted": "2018-09-03"}


def listed(facts: Facts) -> tuple[Task, ...]:
    return tasks_in(given(*facts), STREAM)


def commands(story: Story, task: Task) -> list[Command]:
    """The commands that would do a task: all that are meant, where it does not name one."""
    state: Inspection = story.state(STREAM)
    makers = (_preparing(state, task), _reading(story, state, task), _judging(story, state, task))
    found = [each for maker in makers for each in maker]
    return [*found, *_reporting(state, task), *_following(task)] or [PLAIN[task.verb](inspection=INSPECTION)]


PLAIN: dict[str, Callable[..., Command]] = {
    each.verb: each
    for each in (
        ChaseEvidence,
        BeginFieldwork,
        EndFieldwork,
        CloseCaseReads,
        ProposeRatings,
        SendDraft,
        ConfirmFactualAccuracy,
        AcceptActionPlan,
        CloseInspection,
        ResumeInspection,
    )
}


def _preparing(state: Inspection, task: Task) -> Iterator[Command]:
    match task.verb:
        case "request-evidence":
            yield RequestEvidence(inspection=INSPECTION, items=(POLICY, ROTA))
        case "grant-extension":
            yield GrantExtension(inspection=INSPECTION, extension="extension-1", due=day("2018-12-03"))
        case "receive-evidence":
            for code in state.awaited:
                yield ReceiveEvidence(inspection=INSPECTION, item=code)
        case "hand-in-case-list":
            for each in PROTOCOL.populations:
                if each.title.lower() in task.title:
                    yield next(CaseListAtHand(INSPECTION, each, LIST_SIZE).before_the_seed())


def _reading(story: Story, state: Inspection, task: Task) -> Iterator[Command]:
    if task.verb == "waive-second-reads":
        yield WaiveSecondReads(inspection=INSPECTION, reason="One inspector reads them all.")
    if task.verb == "settle-edit":
        yield SettleEdit(read=task.read, number=1, keep="theirs")
    if task.verb != "record-answers":
        return
    for case in state.sampled or (CASE,):
        read: CaseRead = story.state(case)
        if not read.complete:
            question = read.sampled.key_questions[0] if read.sampled else "2.1.1"
            yield RecordAnswers(case=case, answers=((question, "no"),))


def _judging(story: Story, state: Inspection, task: Task) -> Iterator[Command]:
    members = ("panel-chair-1", "member-1")
    match task.verb:
        case "propose-rating":
            for standard in JUDGED:
                if standard in task.title:
                    yield ProposeRating(
                        inspection=INSPECTION, standard=standard, rating="good", reason="As seen."
                    )
        case "convene-panel":
            yield ConvenePanel(
                panel="another",
                meets_on=day(TODAY),
                chair="panel-chair-1",
                members=members,
                agenda=(INSPECTION,),
            )
        case "open-panel":
            yield OpenPanel(panel=PANEL if PANEL in task.title else "none", present=members)
        case "decide-ratings":
            derivation = state.derived.trace_digest if state.derived else "0" * 64
            yield DecideRatings(inspection=INSPECTION, panel=PANEL, derivation=derivation)


def _reporting(state: Inspection, task: Task) -> Iterator[Command]:
    match task.verb:
        case "draft-report":
            yield DraftReport(inspection=INSPECTION, findings=FINDINGS, recommendations=(TO_PROVIDER,))
        case "sign-off-report":
            digest = state.report.digest if state.report else "0" * 64
            yield SignOffReport(inspection=INSPECTION, report=digest)
        case "issue-pack":
            derivation = state.derived.trace_digest if state.derived else "0" * 64
            yield IssuePack(
                panel=PANEL,
                inspection=INSPECTION,
                pack="5" * 64,
                derivation=derivation,
                page="4" * 64,
                late_because="The cases have changed.",
            )
        case "meet-condition":
            yield MeetCondition(inspection=INSPECTION, condition="figures", how="They were checked.")
        case "submit-report":
            digest = state.report.digest if state.report else "0" * 64
            yield SubmitReport(inspection=INSPECTION, report=digest, submitted_on=day("2018-09-03"))
        case "accept-challenge":
            code = task.title.rsplit(" ", 1)[1]
            yield AcceptChallenge(
                inspection=INSPECTION, challenge=code, touches="wording", amendment="A word."
            )
        case "schedule-publication":
            yield SchedulePublication(inspection=INSPECTION, publish_on=day(TODAY))


def _following(task: Task) -> Iterator[Command]:
    match task.verb:
        case "submit-action-plan":
            yield SubmitActionPlan(inspection=INSPECTION, answers=(AGREED,))
        case "return-action-plan":
            yield ReturnActionPlan(inspection=INSPECTION, reason="Say when.")
        case "report-progress":
            yield ReportProgress(inspection=INSPECTION, action="training", progress="Half of it.")
        case "complete-action":
            yield CompleteAction(inspection=INSPECTION, action="training")
        case "give-up-action":
            yield GiveUpAction(
                inspection=INSPECTION, action="training", becomes="given-up", reason="It was wound up."
            )
        case "note-plan-not-received":
            yield NotePlanNotReceived(inspection=INSPECTION, reason="It was wound up.")
        case "follow-up-action-plan":
            yield FollowUpActionPlan(inspection=INSPECTION, conclusion="It is done.")


@pytest.mark.parametrize("life", LIVES)
def test_what_is_to_do_is_accepted_and_what_is_locked_is_refused(life: str) -> None:
    story = given(*LIVES[life])
    for task in tasks_in(story, STREAM):
        if task.status == "done":
            continue
        assert (task.status == "locked") == bool(task.why), task
        tried = [story.when(each, on=DAYS.get(life, TODAY)) for each in commands(story, task)]
        assert tried, task
        for result in tried:
            assert (result.refusal is not None) == (task.status == "locked"), (task, result.refusal)


@pytest.mark.parametrize("life", LIVES)
def test_there_is_something_to_do_as_long_as_an_inspection_goes_on(life: str) -> None:
    assert any(task.status == "to-do" for task in listed(LIVES[life]))


@pytest.mark.parametrize(
    ("facts", "verb", "title", "why"),
    [
        ((*AT_EVIDENCE, POLICY_RECEIVED), "receive-evidence", "Receive 1 more item of evidence", ""),
        (
            (*AT_EVIDENCE, POLICY_RECEIVED),
            "begin-fieldwork",
            "Begin fieldwork, on 9 July 2018 at the earliest",
            "1 item of evidence is missing",
        ),
        (
            (*AT_FIELDWORK, *ONE_SAMPLE),
            "end-fieldwork",
            "End fieldwork",
            "no sample has been drawn of supervised cases, victims",
        ),
        (
            (*AT_CASE_READS, *read_to_the_end(CASE)),
            "close-case-reads",
            "Close the case reads",
            "3 of 4 case reads are not finished",
        ),
        (
            (*AT_CASE_READS, *ALL_READ, *HELD),
            "close-case-reads",
            "Close the case reads",
            "1 thing written without a connection in 1 case read waits for a choice by lead-inspector-1",
        ),
        (
            (*AT_PANEL_REVIEW, DERIVED, CONVENED),
            "decide-ratings",
            "Decide the ratings",
            "the panel august has not been opened",
        ),
        (
            (*AT_PANEL_REVIEW, DERIVED, CONVENED, OPENED.with_(present=("panel-chair-1",))),
            "decide-ratings",
            "Decide the ratings",
            "1 of the 2 needed are present at the panel august",
        ),
        (
            CARRYING_OUT,
            "close-inspection",
            "Close the inspection",
            "the action plan has not been followed to its end",
        ),
        (
            CARRYING_OUT,
            "follow-up-action-plan",
            "Conclude the follow-up of the action plan",
            "1 action is not completed",
        ),
    ],
)
def test_a_task_says_in_words_what_it_is_and_why_it_must_wait(
    facts: Facts, verb: str, title: str, why: str
) -> None:
    found = next(task for task in listed(facts) if task.verb == verb)
    assert (found.title, found.why) == (title, why)


def test_without_the_rules_it_is_bound_to_the_list_says_so() -> None:
    found = tasks(given(*AT_FIELDWORK).state(STREAM), Surroundings())
    locked = {task.verb for task in found if "does not have the version of the rules" in task.why}
    assert locked == {"hand-in-case-list", "propose-rating", "end-fieldwork"}


REPORT_SUBMITTED = ReportSubmitted(report=REPORT, submitted_on=day("2018-09-18"))


@pytest.mark.parametrize(
    "facts", [(), (*AT_ACTION_PLAN, REPORT_SUBMITTED, InspectionClosed(closed_on=day("2019-02-11")))]
)
def test_before_an_inspection_is_announced_and_after_it_is_closed_nothing_is_listed(facts: Facts) -> None:
    assert listed(facts) == ()


def test_a_panel_that_too_few_attend_leaves_another_to_be_convened() -> None:
    few = listed((*AT_PANEL_REVIEW, DERIVED, CONVENED, OPENED.with_(present=("panel-chair-1",))))
    assert [task.verb for task in few if task.status == "to-do"] == ["convene-panel"]


def test_what_is_done_once_for_all_is_not_offered_again() -> None:
    done = {task.verb for task in listed(AT_FIELDWORK_WITH_SAMPLES) if task.status == "done"}
    assert {"draw-sample", "propose-rating"} <= done
    to_do = {task.verb for task in listed(AT_FIELDWORK_WITH_SAMPLES) if task.status == "to-do"}
    assert to_do == {"end-fieldwork", "record-answers", "waive-second-reads"}
