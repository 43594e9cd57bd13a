"""What the provider and the inspectorate agree on in the course of an action plan: points, more time, changes."""

from domain.action_plans.commands import (
    AcceptActionPlan,
    AgreeActionChange,
    AskForPlanExtension,
    CompleteAction,
    DeclineActionChange,
    FollowUpActionPlan,
    GrantPlanExtension,
    ProposeActionChange,
    RecordPlanDeadlinePassed,
    RecordPlanNoticeSent,
    RefusePlanExtension,
    ReportProgress,
    ReturnActionPlan,
)
from domain.action_plans.events import (
    ActionChangeAgreed,
    ActionChangeDeclined,
    ActionChangeProposed,
    ActionCompleted,
    ActionOverdue,
    ActionPlanAccepted,
    ActionPlanFollowedUp,
    ActionPlanOverdue,
    ActionPlanReturned,
    ActionProgressed,
    PlanExtensionAsked,
    PlanExtensionGranted,
    PlanExtensionRefused,
    Point,
    ReminderSent,
)
from domain.action_plans.notices import plan_notice
from domain.action_plans.plan import ActionPlan
from domain.action_plans.react import react
from domain.decider import On
from domain.holdings.document import DocumentKept
from domain.holdings.events import ItemHeld
from domain.people.roles import Role
from tests.support.example import (
    ACCEPTED,
    INSPECTION,
    PLAN,
    PLAN_REQUESTED,
    SHORT_CALENDAR,
    SUBMITTED,
    TRAINING,
    WITH_A_PLAN,
    WITH_AN_ACCEPTED_PLAN,
    day,
)
from tests.support.specification import Story, given

REMINDING = PLAN_REQUESTED.with_(remind_days=5, remind_on=day("2018-10-11"))
"""Five working days before Thursday 18 October."""

ASK = AskForPlanExtension(
    inspection=INSPECTION, action="training", until=day("2019-03-29"), reason="The trainer left."
)
ASKED = PlanExtensionAsked(
    extension="extension-1", action="training", until=day("2019-03-29"), reason="The trainer left."
)
GRANT = GrantPlanExtension(inspection=INSPECTION, extension="extension-1")
GRANTED = PlanExtensionGranted(
    extension="extension-1", action="training", due=day("2019-03-29"), remind_on=None
)
REFUSE = RefusePlanExtension(inspection=INSPECTION, extension="extension-1", reason="It has waited enough.")
REFUSED = PlanExtensionRefused(extension="extension-1", reason="It has waited enough.")

PROPOSE = ProposeActionChange(
    inspection=INSPECTION,
    action="training",
    becomes="coaching",
    text="Coach all managers.",
    due=day("2019-02-28"),
    reason="Coaching works better.",
)
COACHING = TRAINING.with_(id="coaching", text="Coach all managers.", due=day("2019-02-28"))
PROPOSED = ActionChangeProposed(
    change="change-1", action="training", becomes=COACHING, reason="Coaching works better."
)
AGREE = AgreeActionChange(inspection=INSPECTION, change="change-1")
CHANGED = ActionChangeAgreed(change="change-1", remind_on=None)
DECLINE = DeclineActionChange(inspection=INSPECTION, change="change-1", reason="Training was recommended.")
DECLINED = ActionChangeDeclined(change="change-1", reason="Training was recommended.")
COMPLETED = ActionCompleted(action="training", completed_on=day("2019-01-15"))
FOLLOWED_UP = ActionPlanFollowedUp(conclusion="All done.", followed_up_on=day("2019-02-11"))


def plan(story: Story) -> ActionPlan:
    found = story.state(PLAN)
    assert isinstance(found, ActionPlan)
    return found


# Points


def test_a_plan_is_returned_point_by_point_and_the_notice_says_them() -> None:
    points = (Point(about="training", text="Say who trains."), Point(about="r1", text="Say who pays."))
    command = ReturnActionPlan(inspection=INSPECTION, reason="Nearly there.", points=points)
    story = (
        given(*WITH_A_PLAN)
        .when(command, on="2018-10-12")
        .then(ActionPlanReturned(reason="Nearly there.", due=day("2018-10-23"), points=points))
    )
    assert "- training: Say who trains." in plan_notice("north", plan(story), "returned-1").body
    assert plan(story.and_(SUBMITTED)).returned is None


def test_a_point_is_about_something_in_the_plan() -> None:
    point = Point(about="r9", text="Say more.")
    command = ReturnActionPlan(inspection=INSPECTION, reason="Nearly there.", points=(point,))
    given(*WITH_A_PLAN).when(command, on="2018-10-12").then_refused("unknown-point", "r9")


# Reminders


def test_the_provider_is_reminded_before_a_date_once_and_on_its_day() -> None:
    story = given(REMINDING)
    duty = react(plan(story)).duties[-1]
    assert (duty.about, duty.not_before) == ("due-soon-plan-2018-10-18", day("2018-10-11"))
    assert "by the end of 18 October 2018" in plan_notice("north", plan(story), duty.about).body
    note = RecordPlanNoticeSent(inspection=INSPECTION, notice=duty.about, document="e" * 64)
    story = story.when(note, on="2018-10-11").then(
        ReminderSent(deadline="plan", due=day("2018-10-18"), document="e" * 64, to=())
    )
    story.when(note, on="2018-10-11").then_nothing()


def test_accepting_a_plan_sets_a_reminder_of_each_action_that_is_far_enough_ahead() -> None:
    near = TRAINING.with_(id="near", due=day("2018-10-16"))
    answers = (SUBMITTED.answers[0].with_(actions=(TRAINING, near)),)
    story = given(REMINDING, SUBMITTED.with_(answers=answers))
    story = story.when(AcceptActionPlan(inspection=INSPECTION), on="2018-10-12").then(
        ActionPlanAccepted(accepted_on=day("2018-10-12"), reminders=(("training", day("2019-01-24")),))
    )
    assert (
        "An action is due soon"
        in plan_notice("north", plan(story), "due-soon-action-training-2019-01-31").subject
    )
    assert not [each for each in react(plan(story.and_(COMPLETED))).duties if "due-soon" in each.id]


def test_a_calendar_that_begins_too_late_sets_no_reminder() -> None:
    far = SUBMITTED.with_(
        answers=(SUBMITTED.answers[0].with_(actions=(TRAINING.with_(due=day("2017-12-04")),)),)
    )
    story = given(REMINDING, far).under(calendar=SHORT_CALENDAR)
    story.when(AcceptActionPlan(inspection=INSPECTION), on="2017-11-06").then_refused("calendar-exhausted")


def test_a_reminder_goes_with_its_date() -> None:
    story = given(REMINDING, SUBMITTED, ACCEPTED.with_(reminders=(("training", day("2019-01-24")),)))
    moved = story.and_(ASKED, GRANTED.with_(remind_on=day("2019-03-22")))
    assert [each.not_before for each in react(plan(moved)).duties if "due-soon" in each.id] == [
        day("2019-03-22")
    ]


# More time


def test_more_time_for_an_action_is_asked_granted_and_told() -> None:
    story = given(*WITH_AN_ACCEPTED_PLAN).when(ASK, on="2019-01-21").then(ASKED)
    assert "an answer to the request for more time extension-1" in react(plan(story)).waiting_for
    assert react(plan(story)).deadlines[0].due == day("2019-01-31")
    story = story.when(GRANT, on="2019-01-22").then(GRANTED)
    assert [each.due for each in react(plan(story)).deadlines] == [day("2019-03-29")]
    assert plan(story).actions["training"].due == day("2019-03-29")
    notice = plan_notice("north", plan(story), "extension-granted-extension-1")
    assert "by the end of 29 March 2019" in notice.body
    story.when(GRANT, on="2019-01-22").then_refused("extension-answered", "granted")


def test_another_day_may_be_given_than_the_one_that_was_asked_for() -> None:
    other = GRANT.with_(until=day("2019-02-28"))
    given(*WITH_AN_ACCEPTED_PLAN, ASKED).when(other, on="2019-01-22").then(
        GRANTED.with_(due=day("2019-02-28"))
    )
    no_later = GRANT.with_(until=day("2019-01-31"))
    given(*WITH_AN_ACCEPTED_PLAN, ASKED).when(no_later, on="2019-01-22").then_refused("not-later")


def test_more_time_for_the_plan_itself_starts_an_overdue_one_anew() -> None:
    ask = ASK.with_(action=None, until=day("2018-11-02"))
    asked = ASKED.with_(action=None, until=day("2018-11-02"))
    story = given(REMINDING, ActionPlanOverdue(due=day("2018-10-18"))).when(ask, on="2018-10-19").then(asked)
    story = story.when(GRANT, on="2018-10-22").then(
        GRANTED.with_(action=None, due=day("2018-11-02"), remind_on=day("2018-10-26"))
    )
    assert [(each.id, each.due) for each in react(plan(story)).deadlines] == [("plan", day("2018-11-02"))]


def test_more_time_is_refused_with_the_reason_and_the_date_stands() -> None:
    story = given(*WITH_AN_ACCEPTED_PLAN, ASKED).when(REFUSE, on="2019-01-22").then(REFUSED)
    assert [each.due for each in react(plan(story)).deadlines] == [day("2019-01-31")]
    assert "waited enough" in plan_notice("north", plan(story), "extension-refused-extension-1").body
    story.when(REFUSE, on="2019-01-22").then_refused("extension-answered", "refused")


def test_a_granted_action_may_be_overdue_again_with_a_notice_of_its_own() -> None:
    late = ActionOverdue(action="training", due=day("2019-01-31"))
    story = given(*WITH_AN_ACCEPTED_PLAN, late, ASKED, GRANTED)
    note = RecordPlanDeadlinePassed(inspection=INSPECTION, deadline="action-training", due=day("2019-03-29"))
    story = story.when(note, on="2019-03-30").then(late.with_(due=day("2019-03-29")))
    assert "action-overdue-training-2019-03-29" in plan(story).notices
    notice = plan_notice("north", plan(story), "action-overdue-training-2019-03-29")
    assert "training was due on 29 March 2019" in notice.body


def test_more_time_is_asked_for_what_is_awaited_once_and_for_a_later_day() -> None:
    story = given(*WITH_AN_ACCEPTED_PLAN)
    story.when(ASK.with_(action=None), on="2019-01-21").then_refused("not-awaited")
    given(REMINDING).when(ASK, on="2018-10-10").then_refused("not-awaited")
    story.when(ASK.with_(action="hiring"), on="2019-01-21").then_refused("unknown-action")
    story.and_(COMPLETED).when(ASK, on="2019-01-21").then_refused("action-completed")
    story.and_(PROPOSED, CHANGED).when(ASK, on="2019-01-21").then_refused("action-replaced", "coaching")
    story.and_(ASKED).when(ASK, on="2019-01-21").then_refused("already-asked", "extension-1")
    story.when(ASK.with_(until=day("2019-01-31")), on="2019-01-21").then_refused("not-later", "2019-01-31")


def test_only_an_open_request_for_something_awaited_is_answered() -> None:
    for command in (GRANT, REFUSE):
        given(*WITH_AN_ACCEPTED_PLAN).when(command, on="2019-01-22").then_refused("unknown-extension")
        given(*WITH_AN_ACCEPTED_PLAN, ASKED, COMPLETED).when(command, on="2019-01-22").then_refused(
            "not-awaited"
        )


def test_more_time_whose_reminder_no_calendar_has_is_not_granted() -> None:
    early = given(REMINDING, SUBMITTED, ACCEPTED, ASKED.with_(until=day("2018-01-04")))
    early = early.under(calendar=SHORT_CALENDAR)
    state_due = plan(early).actions["training"].due
    assert state_due == day("2019-01-31")
    near = TRAINING.with_(due=day("2017-12-01"))
    old = given(
        REMINDING,
        SUBMITTED.with_(answers=(SUBMITTED.answers[0].with_(actions=(near,)),)),
        ACCEPTED,
        ASKED.with_(until=day("2018-01-04")),
    ).under(calendar=SHORT_CALENDAR)
    old.when(GRANT, on="2017-12-04").then_refused("calendar-exhausted")


# Changes


def test_another_action_takes_the_place_of_one_when_that_is_agreed() -> None:
    story = given(*WITH_AN_ACCEPTED_PLAN).when(PROPOSE, on="2019-01-21").then(PROPOSED)
    assert "training" in plan(story).actions
    story = story.when(AGREE, on="2019-01-22").then(CHANGED)
    assert list(plan(story).actions) == ["coaching"]
    assert plan(story).answering == {"coaching": "r1"}
    assert [(each.id, each.due) for each in react(plan(story)).deadlines] == [
        ("action-coaching", day("2019-02-28"))
    ]
    assert "stands coaching" in plan_notice("north", plan(story), "change-agreed-change-1").body
    for command in (
        CompleteAction(inspection=INSPECTION, action="training"),
        ReportProgress(inspection=INSPECTION, action="training", progress="Half."),
        PROPOSE,
    ):
        story.when(command, on="2019-01-23").then_refused("action-replaced", "coaching")


def test_an_action_is_changed_in_part_and_keeps_its_code() -> None:
    only_owner = ProposeActionChange(
        inspection=INSPECTION, action="training", owner="Head of learning", reason="She does it now."
    )
    proposed = PROPOSED.with_(becomes=TRAINING.with_(owner="Head of learning"), reason="She does it now.")
    story = given(*WITH_AN_ACCEPTED_PLAN).when(only_owner, on="2019-01-21").then(proposed)
    story = story.when(AGREE, on="2019-01-22").then(CHANGED)
    assert plan(story).actions["training"].owner == "Head of learning"
    assert plan(story).replaced == {}


def test_a_change_of_something_else_takes_back_no_time_that_was_given_meanwhile() -> None:
    whose = PROPOSED.with_(becomes=TRAINING.with_(owner="Head of learning"))
    story = given(*WITH_AN_ACCEPTED_PLAN, whose, ASKED, GRANTED)
    story = story.when(AGREE, on="2019-01-24").then(CHANGED)
    training = plan(story).actions["training"]
    assert (training.owner, training.due) == ("Head of learning", GRANTED.due)
    assert [each.due for each in react(plan(story)).deadlines] == [GRANTED.due]


def test_a_change_that_asks_for_less_time_than_was_given_meanwhile_is_overtaken() -> None:
    story = given(*WITH_AN_ACCEPTED_PLAN, PROPOSED, ASKED, GRANTED)
    story.when(AGREE, on="2019-01-24").then_refused("change-overtaken", "decline it")
    later = PROPOSED.with_(becomes=COACHING.with_(due=day("2019-04-30")))
    given(*WITH_AN_ACCEPTED_PLAN, later, ASKED, GRANTED).when(AGREE, on="2019-01-24").then(CHANGED)
    # Less time than the plan gave may be proposed, as long as nobody gave more meanwhile.
    sooner = PROPOSED.with_(becomes=COACHING.with_(due=day("2019-01-28")))
    given(*WITH_AN_ACCEPTED_PLAN, sooner).when(AGREE, on="2019-01-24").then(CHANGED)


def test_more_time_for_an_action_that_another_took_the_place_of_is_waited_for_no_more() -> None:
    story = given(*WITH_AN_ACCEPTED_PLAN, ASKED, PROPOSED, CHANGED)
    assert react(plan(story)).waiting_for == react(plan(given(*WITH_AN_ACCEPTED_PLAN))).waiting_for
    story.when(GRANT, on="2019-01-24").then_refused("not-awaited", "extension-1")


def test_a_change_that_is_declined_changes_nothing() -> None:
    story = given(*WITH_AN_ACCEPTED_PLAN, PROPOSED).when(DECLINE, on="2019-01-22").then(DECLINED)
    assert list(plan(story).actions) == ["training"]
    assert "was recommended" in plan_notice("north", plan(story), "change-declined-change-1").body
    for command in (AGREE, DECLINE):
        story.when(command, on="2019-01-22").then_refused("change-answered", "declined")


def test_what_is_proposed_is_a_change_of_an_open_action_to_something_possible() -> None:
    story = given(*WITH_AN_ACCEPTED_PLAN)
    story.when(PROPOSE.with_(action="hiring"), on="2019-01-21").then_refused("unknown-action")
    story.and_(COMPLETED).when(PROPOSE, on="2019-01-21").then_refused("action-completed")
    story.and_(PROPOSED).when(PROPOSE, on="2019-01-21").then_refused("already-proposed", "change-1")
    nothing = ProposeActionChange(inspection=INSPECTION, action="training", reason="Why not.")
    story.when(nothing, on="2019-01-21").then_refused("no-change")
    past = PROPOSE.with_(due=day("2019-01-21"))
    story.when(past, on="2019-01-21").then_refused("date-in-past", "2019-01-21")
    two = SUBMITTED.with_(
        answers=(SUBMITTED.answers[0].with_(actions=(TRAINING, TRAINING.with_(id="coaching"))),)
    )
    both = given(PLAN_REQUESTED, two, ACCEPTED)
    both.when(PROPOSE, on="2019-01-21").then_refused("listed-twice", "coaching")
    both.and_(PROPOSED).when(AGREE, on="2019-01-21").then_refused("listed-twice", "coaching")


def test_only_a_change_that_is_open_and_still_possible_is_agreed() -> None:
    story = given(*WITH_AN_ACCEPTED_PLAN)
    for command in (AGREE, DECLINE):
        story.when(command, on="2019-01-22").then_refused("unknown-change")
        story.and_(PROPOSED, COMPLETED).when(command, on="2019-01-22").then_refused("not-awaited")
    story.and_(PROPOSED).when(AGREE, on="2019-02-28").then_refused("date-in-past", "decline")


def test_a_change_whose_reminder_no_calendar_has_is_not_agreed() -> None:
    story = given(
        REMINDING, SUBMITTED, ACCEPTED, PROPOSED.with_(becomes=COACHING.with_(due=day("2018-01-04")))
    )
    story.under(calendar=SHORT_CALENDAR).when(AGREE, on="2017-12-04").then_refused("calendar-exhausted")


def test_the_provider_neither_grants_nor_agrees_itself() -> None:
    for command in (GRANT, REFUSE, AGREE, DECLINE):
        given(*WITH_AN_ACCEPTED_PLAN, ASKED, PROPOSED).when(
            command, on="2019-01-22", by=Role.PROVIDER_CONTACT
        ).then_refused("not-authorised")


def test_nothing_is_asked_for_once_the_plan_is_followed_up() -> None:
    over = given(*WITH_AN_ACCEPTED_PLAN, ASKED, COMPLETED, FOLLOWED_UP)
    over.when(GRANT, on="2019-02-12").then_refused("not-awaited")
    over.when(ASK, on="2019-02-12").then_refused("wrong-stage")
    again = FollowUpActionPlan(inspection=INSPECTION, conclusion="Once again.")
    over.when(again, on="2019-02-12").then_refused("wrong-stage")


# What shows it


def test_a_file_that_shows_progress_is_kept() -> None:
    command = ReportProgress(inspection=INSPECTION, action="training", progress="Half.", document="c" * 64)
    given(*WITH_AN_ACCEPTED_PLAN).when(command, on="2018-12-03").then(
        ActionProgressed(action="training", progress="Half.", document="c" * 64),
        On(f"document-{'c' * 64}", DocumentKept(document="c" * 64)),
    )


def test_what_shows_that_an_action_is_done_is_held_for_the_next_inspection() -> None:
    command = CompleteAction(
        inspection=INSPECTION,
        action="training",
        achieved="All twelve are trained.",
        document="c" * 64,
        item="training-record",
        key_questions=("1.2.2",),
    )
    story = (
        given(*WITH_AN_ACCEPTED_PLAN)
        .when(command, on="2019-01-15")
        .then(
            COMPLETED.with_(achieved="All twelve are trained.", document="c" * 64),
            ItemHeld(
                holding="h1",
                about="training-record",
                title="Completed: Train all managers.",
                key_questions=("1.2.2",),
                document="c" * 64,
                source="submission",
                of="Action plan after the inspection north-2018, action training",
                true_from=day("2019-01-15"),
                true_to=day("2019-01-15"),
                held_on=day("2019-01-15"),
                replaces=None,
            ),
            On(f"document-{'c' * 64}", DocumentKept(document="c" * 64)),
        )
    )
    held = story.state("holdings-north")
    assert (
        held.need_not_be_asked("training-record", day("2019-03-01")) == "it is held as h1, since 2019-01-15"
    )


def test_a_plan_from_before_says_whose_it_is_nowhere_and_holds_nothing() -> None:
    before = given(PLAN_REQUESTED.with_(provider=None), SUBMITTED, ACCEPTED)
    before.when(CompleteAction(inspection=INSPECTION, action="training"), on="2019-01-15").then(COMPLETED)
