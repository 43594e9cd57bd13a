"""The provider's answer to the recommendations, and its follow-up (002 L215, L239)."""

from domain.action_plans.commands import (
    AcceptActionPlan,
    AskForPlanExtension,
    CompleteAction,
    FollowUpActionPlan,
    GiveUpAction,
    NotePlanNotReceived,
    ProposeActionChange,
    RecordPlanDeadlinePassed,
    RecordPlanNoticeSent,
    ReportProgress,
    ReturnActionPlan,
    SubmitActionPlan,
)
from domain.action_plans.events import (
    ActionChangeAgreed,
    ActionChangeProposed,
    ActionCompleted,
    ActionGivenUp,
    ActionOverdue,
    ActionPlanFollowedUp,
    ActionPlanNotReceived,
    ActionPlanOverdue,
    ActionPlanReturned,
    ActionPlanSubmitted,
    ActionProgressed,
    Answer,
    PlanNoticeSent,
)
from domain.action_plans.notices import plan_notice
from domain.action_plans.react import react
from domain.decider import On
from domain.holdings.events import ItemHeld
from domain.inspections.commands import CloseInspection
from domain.inspections.events import InspectionClosed
from domain.people.roles import Role
from domain.storyline.telling import sentence
from tests.support.example import (
    ACCEPTED,
    AGREED,
    AT_ACTION_PLAN,
    INSPECTION,
    PLAN,
    PLAN_REQUESTED,
    SHORT_CALENDAR,
    SUBMITTED,
    TO_PROVIDER,
    TRAINING,
    WITH_A_PLAN,
    WITH_AN_ACCEPTED_PLAN,
    day,
)
from tests.support.specification import given

SUBMIT = SubmitActionPlan(inspection=INSPECTION, answers=(AGREED,))
RETURN = ReturnActionPlan(inspection=INSPECTION, reason="Say who pays.")
RETURNED = ActionPlanReturned(reason="Say who pays.", due=day("2018-10-23"))
ACCEPT = AcceptActionPlan(inspection=INSPECTION)
PROGRESS = ReportProgress(inspection=INSPECTION, action="training", progress="Half are trained.")
COMPLETE = CompleteAction(inspection=INSPECTION, action="training")
COMPLETED = ActionCompleted(action="training", completed_on=day("2019-01-15"))
FOLLOW_UP = FollowUpActionPlan(inspection=INSPECTION, conclusion="All done.")
FOLLOWED_UP = ActionPlanFollowedUp(conclusion="All done.", followed_up_on=day("2019-02-11"))
SECOND = TO_PROVIDER.with_(id="r3", text="Keep better records.")
PARTLY = Answer(
    recommendation="r1",
    agreed="partly-agreed",
    which_part="For managers.",
    reason="There is no money for the rest.",
    actions=(TRAINING,),
)
NOT_AGREED = Answer(recommendation="r1", agreed="not-agreed", reason="It is done already.")


def held(on: str) -> ItemHeld:
    """What the next inspection is offered when the action is completed on a day."""
    return ItemHeld(
        holding="h1",
        about="training",
        title="Completed: Train all managers.",
        key_questions=(),
        document=None,
        source="submission",
        of="Action plan after the inspection north-2018, action training",
        true_from=day(on),
        true_to=day(on),
        held_on=day(on),
        replaces=None,
    )


def passed(deadline: str, due: str) -> RecordPlanDeadlinePassed:
    return RecordPlanDeadlinePassed(inspection=INSPECTION, deadline=deadline, due=day(due))


# Handing in


def test_the_provider_answers_every_recommendation() -> None:
    given(PLAN_REQUESTED).when(SUBMIT, on="2018-10-10").then(SUBMITTED)


def test_a_recommendation_may_be_agreed_in_part_or_not_at_all() -> None:
    for answer in (PARTLY, NOT_AGREED):
        given(PLAN_REQUESTED).when(SUBMIT.with_(answers=(answer,)), on="2018-10-10").then(
            ActionPlanSubmitted(answers=(answer,), submitted_on=day("2018-10-10"))
        )


def test_no_recommendation_is_left_out_made_up_or_answered_twice() -> None:
    story = given(PLAN_REQUESTED.with_(recommendations=(TO_PROVIDER, SECOND)))
    story.when(SUBMIT, on="2018-10-10").then_refused("recommendation-unanswered", "r3")
    twice = SUBMIT.with_(answers=(AGREED, AGREED))
    story.when(twice, on="2018-10-10").then_refused("answered-twice", "r1")
    made_up = SUBMIT.with_(answers=(AGREED, AGREED.with_(recommendation="r9")))
    story.when(made_up, on="2018-10-10").then_refused("unknown-recommendation", "r9")


def test_an_answer_is_complete() -> None:
    for answer, code in (
        (PARTLY.with_(which_part=None), "part-unclear"),
        (AGREED.with_(which_part="For managers."), "part-unclear"),
        (PARTLY.with_(reason=None), "reason-missing"),
        (NOT_AGREED.with_(reason=None), "reason-missing"),
        (NOT_AGREED.with_(actions=(TRAINING,)), "actions-not-wanted"),
        (AGREED.with_(actions=()), "actions-missing"),
        (PARTLY.with_(actions=()), "actions-missing"),
        (AGREED.with_(actions=(TRAINING.with_(measure=None),)), "measure-missing"),
        (AGREED.with_(actions=(TRAINING, TRAINING)), "listed-twice"),
        (AGREED.with_(actions=(TRAINING.with_(due=day("2018-10-10")),)), "date-in-past"),
    ):
        given(PLAN_REQUESTED).when(SUBMIT.with_(answers=(answer,)), on="2018-10-10").then_refused(code)


def test_a_plan_is_handed_in_when_it_is_asked_for() -> None:
    given().when(SUBMIT, on="2018-10-10").then_refused("unknown-action-plan", "no such action plan")
    given(*WITH_A_PLAN).when(SUBMIT, on="2018-10-11").then_refused("wrong-stage", "it is at submitted")


def test_a_plan_that_is_late_is_overdue_once_and_may_still_be_handed_in() -> None:
    story = given(PLAN_REQUESTED)
    story.when(passed("plan", "2018-10-18"), on="2018-10-18").then_refused("not-yet", "2018-10-18")
    story = story.when(passed("plan", "2018-10-18"), on="2018-10-19").then(
        ActionPlanOverdue(due=day("2018-10-18"))
    )
    story.when(passed("plan", "2018-10-18"), on="2018-10-19").then_nothing()
    assert "notice-plan-overdue-2018-10-18" in [duty.id for duty in react(story.state(PLAN)).duties]
    assert "overdue" in plan_notice("north", story.state(PLAN), "plan-overdue-2018-10-18").subject
    story.when(SUBMIT, on="2018-10-22").then(SUBMITTED.with_(submitted_on=day("2018-10-22")))


def test_a_plan_that_came_in_time_is_not_overdue() -> None:
    given(*WITH_A_PLAN).when(passed("plan", "2018-10-18"), on="2018-10-19").then_nothing()


# Returned or accepted


def test_a_plan_is_returned_with_a_reason_and_a_new_date() -> None:
    # Friday 12 October and seven working days.
    story = given(*WITH_A_PLAN).when(RETURN, on="2018-10-12").then(RETURNED)
    assert [each.due for each in react(story.state(PLAN)).deadlines] == [day("2018-10-23")]
    story.when(passed("plan", "2018-10-23"), on="2018-10-24").then(ActionPlanOverdue(due=day("2018-10-23")))
    story.when(SUBMIT, on="2018-10-15").then(SUBMITTED.with_(submitted_on=day("2018-10-15")))


def test_each_return_is_a_notice_of_its_own() -> None:
    story = given(*WITH_A_PLAN, RETURNED, PlanNoticeSent(notice="returned-1", document="e" * 64, to=()))
    story = story.and_(SUBMITTED, RETURNED)
    assert "notice-returned-2" in [duty.id for duty in react(story.state(PLAN)).duties]


def test_no_date_for_a_returned_plan_beyond_the_calendar() -> None:
    story = given(*WITH_A_PLAN).under(calendar=SHORT_CALENDAR)
    story.when(RETURN, on="2018-10-12").then_refused("calendar-exhausted")


def test_a_plan_is_accepted_and_its_actions_are_watched() -> None:
    story = given(*WITH_A_PLAN).when(ACCEPT, on="2018-10-12").then(ACCEPTED)
    agenda = react(story.state(PLAN))
    assert [(each.id, each.due) for each in agenda.deadlines] == [("action-training", day("2019-01-31"))]
    assert agenda.waiting_for == ("1 action to be completed",)


def test_a_provider_does_not_accept_its_own_plan() -> None:
    given(*WITH_A_PLAN).when(ACCEPT, on="2018-10-12", by=Role.PROVIDER_CONTACT).then_refused("not-authorised")


# Carrying out


def test_progress_is_reported_and_actions_are_completed() -> None:
    story = (
        given(*WITH_AN_ACCEPTED_PLAN)
        .when(PROGRESS, on="2018-12-03")
        .then(ActionProgressed(action="training", progress="Half are trained."))
    )
    story.when(COMPLETE, on="2019-01-15").then(COMPLETED, held("2019-01-15"))


def test_only_actions_of_the_plan_and_only_open_ones_are_reported_on() -> None:
    for command in (PROGRESS, COMPLETE):
        other = command.with_(action="hiring")
        given(*WITH_AN_ACCEPTED_PLAN).when(other, on="2019-01-15").then_refused("unknown-action", "hiring")
        given(*WITH_AN_ACCEPTED_PLAN, COMPLETED).when(command, on="2019-01-16").then_refused(
            "action-completed"
        )


def test_an_action_that_is_late_is_overdue_once_and_may_still_be_completed() -> None:
    note = passed("action-training", "2019-01-31")
    story = given(*WITH_AN_ACCEPTED_PLAN)
    story.when(note, on="2019-01-31").then_refused("not-yet")
    story = story.when(note, on="2019-02-01").then(ActionOverdue(action="training", due=day("2019-01-31")))
    story.when(note, on="2019-02-01").then_nothing()
    notice = plan_notice("north", story.state(PLAN), "action-overdue-training")
    assert "training was due on 31 January 2019" in notice.body
    story.when(COMPLETE, on="2019-02-04").then(
        COMPLETED.with_(completed_on=day("2019-02-04")), held("2019-02-04")
    )
    given(*WITH_AN_ACCEPTED_PLAN, COMPLETED).when(note, on="2019-02-01").then_nothing()


def test_whatever_the_provider_calls_an_action_it_is_not_taken_for_the_plan() -> None:
    named_plan = TRAINING.with_(id="plan")
    story = given(PLAN_REQUESTED, SUBMITTED.with_(answers=(AGREED.with_(actions=(named_plan,)),)), ACCEPTED)
    deadline = react(story.state(PLAN)).deadlines[0]
    assert deadline.id == "action-plan"
    story.when(passed(deadline.id, "2019-01-31"), on="2019-02-01").then(
        ActionOverdue(action="plan", due=day("2019-01-31"))
    )
    story.when(passed("plan", "2019-01-31"), on="2019-02-01").then_nothing()


def test_an_action_with_the_longest_code_is_watched_and_noticed_like_any_other() -> None:
    longest = TRAINING.with_(id="x" * 60)
    story = given(PLAN_REQUESTED, SUBMITTED.with_(answers=(AGREED.with_(actions=(longest,)),)), ACCEPTED)
    deadline = react(story.state(PLAN)).deadlines[0]
    story = story.when(passed(deadline.id, "2019-01-31"), on="2019-02-01").story
    for duty in react(story.state(PLAN)).duties:
        note = RecordPlanNoticeSent(inspection=INSPECTION, notice=duty.about, document="e" * 64)
        story = story.when(note, on="2019-02-01").then(
            PlanNoticeSent(notice=duty.about, document="e" * 64, to=())
        )
    assert react(story.state(PLAN)).duties == ()


def test_before_the_plan_is_accepted_no_progress_is_reported() -> None:
    for command in (PROGRESS, COMPLETE, FOLLOW_UP):
        given(*WITH_A_PLAN).when(command, on="2018-10-12").then_refused("wrong-stage", "carrying-out")


# Following up


def test_the_follow_up_is_concluded_when_every_action_is_completed() -> None:
    given(*WITH_AN_ACCEPTED_PLAN).when(FOLLOW_UP, on="2019-02-11").then_refused(
        "actions-outstanding", "training"
    )
    story = given(*WITH_AN_ACCEPTED_PLAN, COMPLETED).when(FOLLOW_UP, on="2019-02-11").then(FOLLOWED_UP)
    assert story.state(PLAN).followed_up


def test_a_plan_without_actions_is_followed_up_at_once() -> None:
    refused = SUBMITTED.with_(answers=(NOT_AGREED,))
    given(PLAN_REQUESTED, refused, ACCEPTED).when(FOLLOW_UP, on="2019-02-11").then(FOLLOWED_UP)


# Notices


def test_each_notice_about_a_plan_goes_out_once_and_then_all_is_over() -> None:
    story = given(*WITH_AN_ACCEPTED_PLAN, COMPLETED, FOLLOWED_UP)
    for notice in ("requested", "accepted"):
        assert not react(story.state(PLAN)).over
        note = RecordPlanNoticeSent(inspection=INSPECTION, notice=notice, document="e" * 64)
        story = story.when(note, on="2019-02-11").then(
            PlanNoticeSent(notice=notice, document="e" * 64, to=())
        )
        story.when(note, on="2019-02-11").then_nothing()
    assert react(story.state(PLAN)).over


def test_every_notice_about_a_plan_has_its_words() -> None:
    words = {
        "requested": "is asked for",
        "returned-1": "is returned",
        "accepted": "is accepted",
        "plan-overdue-2018-10-18": "plan is overdue",
        "action-overdue-training": "An action is overdue",
    }
    state = given(*WITH_AN_ACCEPTED_PLAN).state(PLAN)
    for code, said in words.items():
        assert said in plan_notice("north", state, code).subject


def test_nothing_is_noted_about_a_plan_that_nobody_asked_for() -> None:
    note = RecordPlanNoticeSent(inspection=INSPECTION, notice="requested", document="e" * 64)
    given().when(note, on="2018-10-19").then_refused("unknown-action-plan")
    given().when(passed("plan", "2018-10-18"), on="2018-10-19").then_refused("unknown-action-plan")
    assert react(given().state(PLAN)).stage == "not-requested"


# What is followed no further

WOUND_UP = "The provider was wound up."
GIVE_UP = GiveUpAction(inspection=INSPECTION, action="training", becomes="given-up", reason=WOUND_UP)
GIVEN_UP = ActionGivenUp(
    action="training", becomes="given-up", reason=WOUND_UP, given_up_on=day("2019-01-15")
)
NOT_RECEIVED = NotePlanNotReceived(inspection=INSPECTION, reason=WOUND_UP)
OVERDUE = ActionPlanOverdue(due=day("2018-10-18"))
CLOSE = CloseInspection(inspection=INSPECTION)


def test_a_plan_that_never_comes_does_not_keep_the_inspection_open() -> None:
    story = given(*AT_ACTION_PLAN)
    story.when(NOT_RECEIVED, on="2018-10-18").then_refused("still-awaited", "until the end of 2018-10-18")
    noted = story.and_(OVERDUE).when(NOT_RECEIVED, on="2018-12-03", by=Role.OPERATIONS_MANAGER)
    noted.then(ActionPlanNotReceived(reason=WOUND_UP, noted_on=day("2018-12-03")))
    after = noted.story
    assert sentence(ActionPlanNotReceived(reason=WOUND_UP, noted_on=day("2018-12-03"))) == (
        "The action plan was never handed in, and is awaited no longer: The provider was wound up."
    )
    assert "awaited no longer" in plan_notice("north", after.state(PLAN), "not-received").subject
    after.when(SUBMIT, on="2018-12-04").then_refused("wrong-stage")
    after.when(CLOSE, on="2018-12-04").then(InspectionClosed(closed_on=day("2018-12-04")))


def test_an_action_that_is_given_up_is_followed_no_further_and_the_plan_comes_to_its_end() -> None:
    carrying_out = given(*AT_ACTION_PLAN, SUBMITTED, ACCEPTED)
    carrying_out.when(FOLLOW_UP, on="2019-01-15").then_refused("actions-outstanding")
    story = carrying_out.when(GIVE_UP, on="2019-01-15").then(GIVEN_UP)
    assert sentence(GIVEN_UP) == "The action training was given up: The provider was wound up."
    assert [each.id for each in react(story.state(PLAN)).deadlines] == []
    assert WOUND_UP in plan_notice("north", story.state(PLAN), "given-up-training").body
    story.when(passed("action-training", "2018-12-31"), on="2019-01-16").then_nothing()
    followed = story.when(FOLLOW_UP, on="2019-02-11").then(FOLLOWED_UP)
    followed.when(CLOSE, on="2019-02-11").then(InspectionClosed(closed_on=day("2019-02-11")))


def test_what_is_left_to_the_next_inspection_is_offered_to_it_as_not_completed() -> None:
    left = GIVE_UP.with_(becomes="next-inspection")
    offered = held("2019-01-15").with_(
        title="Not completed: Train all managers.", source="inspection", of=INSPECTION
    )
    given(*AT_ACTION_PLAN, SUBMITTED, ACCEPTED).when(left, on="2019-01-15").then(
        GIVEN_UP.with_(becomes="next-inspection"), On("holdings-north", offered)
    )


def test_nothing_more_is_done_about_an_action_that_was_given_up() -> None:
    story = given(*AT_ACTION_PLAN, SUBMITTED, ACCEPTED, GIVEN_UP)
    for command in (
        GIVE_UP,
        PROGRESS,
        COMPLETE,
        AskForPlanExtension(
            inspection=INSPECTION, action="training", until=day("2019-06-28"), reason="The courses are full."
        ),
        ProposeActionChange(
            inspection=INSPECTION, action="training", text="Other.", reason="Coaching works better."
        ),
    ):
        story.when(command, on="2019-01-16").then_refused("action-given-up", WOUND_UP)


def test_only_an_action_of_the_plan_that_is_not_over_is_given_up() -> None:
    story = given(*WITH_AN_ACCEPTED_PLAN)
    story.when(GIVE_UP.with_(action="other"), on="2019-01-15").then_refused("unknown-action")
    story.and_(COMPLETED).when(GIVE_UP, on="2019-01-15").then_refused("action-completed")
    replacing = ActionChangeProposed(
        change="change-1",
        action="training",
        becomes=TRAINING.with_(id="coaching"),
        reason="Coaching works better.",
    )
    agreed = story.and_(replacing, ActionChangeAgreed(change="change-1", remind_on=None))
    agreed.when(GIVE_UP, on="2019-01-15").then_refused("action-replaced", "coaching")
