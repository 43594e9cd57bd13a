"""The report: drafted, signed, checked for factual accuracy, published (001 L24; 002; 003)."""

from datetime import UTC, datetime, timedelta

from domain.action_plans.events import ActionPlanRequested
from domain.inspections.commands import (
    AcceptChallenge,
    ConfirmFactualAccuracy,
    DecideRatings,
    DraftReport,
    RaiseChallenge,
    RecordDeadlinePassed,
    RecordPublication,
    RejectChallenge,
    ReopenCaseReads,
    SchedulePublication,
    SendDraft,
    SignOffReport,
)
from domain.inspections.events import (
    ChallengeAccepted,
    ChallengeRaised,
    ChallengeRejected,
    DraftSent,
    FactualAccuracyConfirmed,
    Inspected,
    ProviderFollowed,
    ReportDrafted,
    ReportSignedOff,
)
from domain.inspections.folding.panel_review import decision_digest
from domain.inspections.stages import Stage
from domain.inspections.state import Inspection, report_digest
from domain.panels.events import ItemRetabled
from domain.people.roles import Role
from tests.support.example import (
    ANNOUNCED,
    AT_PUBLICATION,
    CASE_READS_CLOSED,
    CONVENED,
    DECIDED,
    DERIVED,
    DOCUMENT,
    DRAFT_SENT,
    DRAFTED,
    EMPTY_LIBRARY,
    FINDINGS,
    IN_THE_WINDOW,
    INSPECTION,
    LAPSED,
    OPENED,
    PANEL,
    PLAN,
    PLAN_REQUESTED,
    PROVIDER,
    PUBLISHED,
    READY_TO_PUBLISH,
    READY_TO_SCHEDULE,
    REPORT,
    SCHEDULED,
    SHORT_CALENDAR,
    SIGNED,
    TO_HMPPS,
    TO_PROVIDER,
    WITH_A_DRAFT,
    WITH_A_SIGNED_DRAFT,
    day,
)
from tests.support.specification import Story, given

DRAFT = DraftReport(inspection=INSPECTION, findings=FINDINGS, recommendations=(TO_PROVIDER, TO_HMPPS))
SIGN = SignOffReport(inspection=INSPECTION, report=REPORT)
SEND = SendDraft(inspection=INSPECTION)
RAISE = RaiseChallenge(inspection=INSPECTION, challenge="c1", about="page 3", text="There are 40 staff.")
RAISED = ChallengeRaised(challenge="c1", about="page 3", text="There are 40 staff.")
ACCEPT = AcceptChallenge(inspection=INSPECTION, challenge="c1", touches="wording", amendment="40 staff")
REJECT = RejectChallenge(inspection=INSPECTION, challenge="c1", reason="The rota says 38.")
REJECTED = ChallengeRejected(challenge="c1", reason="The rota says 38.")
CONFIRM = ConfirmFactualAccuracy(inspection=INSPECTION)
SCHEDULE = SchedulePublication(inspection=INSPECTION, publish_on=day("2018-09-20"))
PUBLISH = RecordPublication(inspection=INSPECTION, report=REPORT, document=DOCUMENT)
LAPSE = RecordDeadlinePassed(inspection=INSPECTION, deadline="factual-accuracy", due=day("2018-09-05"))
AMENDED = report_digest(
    INSPECTION, FINDINGS, (TO_PROVIDER, TO_HMPPS), decision_digest(DECIDED), (("c1", "40 staff"),)
)
ACCEPTED = ChallengeAccepted(
    challenge="c1", touches="wording", amendment="40 staff", report=AMENDED, due=None
)
BACK_TO_THE_PANEL = ACCEPTED.with_(touches="judgement", due=day("2018-09-12"))
DECIDE = DecideRatings(inspection=INSPECTION, panel=PANEL, derivation=DERIVED.trace_digest)


def standing(story: Story) -> Inspection:
    state = story.state(f"inspection-{INSPECTION}")
    assert isinstance(state, Inspection)
    return state


# The draft


def test_the_report_is_drafted_on_the_panels_decision() -> None:
    given(*AT_PUBLICATION).when(DRAFT, on="2018-08-20").then(DRAFTED)


def test_a_new_draft_takes_the_place_of_the_old_one_and_has_to_go_all_the_way_again() -> None:
    better = DRAFT.with_(findings="Most is good.")
    digest = report_digest(INSPECTION, "Most is good.", (TO_PROVIDER, TO_HMPPS), decision_digest(DECIDED), ())
    second = ReportDrafted(
        edition=2,
        findings="Most is good.",
        recommendations=(TO_PROVIDER, TO_HMPPS),
        decision=decision_digest(DECIDED),
        report=digest,
    )
    story = given(*READY_TO_PUBLISH).when(better, on="2018-09-17").then(second)
    assert (standing(story).publish_on, standing(story).publish) == (None, None)
    story.when(PUBLISH, on="2018-09-20").then_refused("not-scheduled")
    story.when(SCHEDULE, on="2018-09-17").then_refused("not-signed", "has not signed the report.")


def test_a_new_draft_in_the_window_closes_it_and_no_date_runs_for_a_draft_nobody_was_sent() -> None:
    story = given(*IN_THE_WINDOW).when(DRAFT, on="2018-08-27").then(DRAFTED.with_(edition=2))
    assert "factual-accuracy" not in standing(story).deadlines
    story.when(LAPSE, on="2018-09-06").then_nothing()


def test_no_two_recommendations_have_the_same_code() -> None:
    twice = DRAFT.with_(recommendations=(TO_PROVIDER, TO_HMPPS.with_(id="r1")))
    given(*AT_PUBLICATION).when(twice, on="2018-08-20").then_refused("listed-twice")


def test_no_new_draft_is_made_over_points_that_nobody_has_answered() -> None:
    given(*IN_THE_WINDOW, RAISED).when(DRAFT, on="2018-09-06").then_refused("challenges-open", "c1")


# The Chief Inspector's signature


def test_the_chief_inspector_signs_the_report_as_it_stands() -> None:
    given(*WITH_A_DRAFT).when(SIGN, on="2018-08-22").then(SIGNED)


def test_a_signature_that_stands_need_not_be_given_again() -> None:
    given(*WITH_A_SIGNED_DRAFT).when(SIGN, on="2018-08-22").then_nothing()


def test_nothing_is_signed_that_is_not_the_report_as_it_stands() -> None:
    given(*AT_PUBLICATION).when(SIGN, on="2018-08-22").then_refused("no-report")
    given(*WITH_A_DRAFT).when(SIGN.with_(report="0" * 64), on="2018-08-22").then_refused("stale-report")


def test_a_lead_inspector_does_not_sign() -> None:
    given(*WITH_A_DRAFT).when(SIGN, on="2018-08-22", by=Role.LEAD_INSPECTOR).then_refused("not-authorised")


# The provider's check of factual accuracy


def test_the_signed_draft_goes_to_the_provider_with_a_date() -> None:
    given(*WITH_A_SIGNED_DRAFT).when(SEND, on="2018-08-23").then(DRAFT_SENT)


def test_only_a_signed_draft_goes_to_the_provider_and_once() -> None:
    given(*AT_PUBLICATION).when(SEND, on="2018-08-23").then_refused("no-report")
    given(*WITH_A_DRAFT).when(SEND, on="2018-08-23").then_refused("not-signed")
    given(*IN_THE_WINDOW).when(SEND, on="2018-08-24").then_refused("draft-sent")


def test_the_window_does_not_go_beyond_the_calendar() -> None:
    story = given(*WITH_A_SIGNED_DRAFT).under(calendar=SHORT_CALENDAR)
    story.when(SEND, on="2018-08-23").then_refused("calendar-exhausted")


def test_the_provider_raises_points_while_the_window_is_open() -> None:
    given(*IN_THE_WINDOW).when(RAISE, on="2018-09-05").then(RAISED)


def test_a_point_is_raised_once() -> None:
    given(*IN_THE_WINDOW, RAISED).when(RAISE, on="2018-09-05").then_refused("challenge-exists", "c1")


def test_points_are_raised_on_a_draft_that_was_sent() -> None:
    for command in (RAISE, CONFIRM):
        given(*AT_PUBLICATION).when(command, on="2018-08-22").then_refused("no-report")
        given(*WITH_A_SIGNED_DRAFT).when(command, on="2018-08-22").then_refused("draft-not-sent")


def test_the_window_closes_with_its_day_even_while_nobody_has_noted_that_it_passed() -> None:
    for command in (RAISE, CONFIRM):
        given(*READY_TO_SCHEDULE).when(command, on="2018-09-06").then_refused("window-closed")
        given(*IN_THE_WINDOW).when(command, on="2018-09-06").then_refused("window-closed")
        midnight = datetime(2018, 9, 5, 23, tzinfo=UTC)
        given(*IN_THE_WINDOW).when(command, on=midnight).then_refused("window-closed")
        assert given(*IN_THE_WINDOW).when(command, on=midnight - timedelta(microseconds=1)).refusal is None


def test_the_window_lapses_when_its_day_is_over() -> None:
    given(*IN_THE_WINDOW).when(LAPSE, on="2018-09-05").then_refused("not-yet")
    given(*IN_THE_WINDOW).when(LAPSE, on="2018-09-06").then(LAPSED)


def test_the_provider_may_close_the_window_early() -> None:
    story = given(*IN_THE_WINDOW).when(CONFIRM, on="2018-08-30").then(FactualAccuracyConfirmed())
    story.when(RAISE, on="2018-08-30").then_refused("window-closed")
    story.when(LAPSE, on="2018-09-06").then_nothing()


SOUTH = "south"
BOTH = ANNOUNCED.with_(others=(Inspected(provider=SOUTH, provider_name="Southern Division"),))
TOGETHER = tuple(BOTH if each is ANNOUNCED else each for each in IN_THE_WINDOW)
NORTH_SAID, SOUTH_SAID = (FactualAccuracyConfirmed(provider=each) for each in (PROVIDER, SOUTH))


def test_of_several_providers_each_closes_the_window_for_itself_alone() -> None:
    story = given(*TOGETHER).when(CONFIRM.with_(provider=SOUTH), on="2018-08-30").then(SOUTH_SAID)
    assert standing(story).still_checking == (PROVIDER,)
    story.when(RAISE.with_(provider=SOUTH), on="2018-08-30").then_refused(
        "no-more-points", "Southern Division"
    )
    story.when(CONFIRM.with_(provider=SOUTH), on="2018-08-30").then_refused("no-more-points")
    story.when(SCHEDULE, on="2018-08-30").then_refused("window-open", "Northern")
    raised = story.when(RAISE.with_(provider=PROVIDER), on="2018-08-30").then(RAISED.with_(provider=PROVIDER))
    both = raised.when(REJECT, on="2018-08-30").then(REJECTED)
    both = both.when(CONFIRM.with_(provider=PROVIDER), on="2018-08-31").then(NORTH_SAID)
    assert standing(both).still_checking == ()
    both.when(RAISE.with_(provider=PROVIDER), on="2018-08-31").then_refused("window-closed")
    both.when(LAPSE, on="2018-09-06").then_nothing()
    both.when(SCHEDULE, on="2018-09-03").then(SCHEDULED)


def test_the_day_closes_the_window_for_whoever_of_several_said_nothing() -> None:
    story = given(*TOGETHER, SOUTH_SAID).when(LAPSE, on="2018-09-06").then(LAPSED)
    assert standing(story).still_checking == ()
    story.when(RAISE.with_(provider=PROVIDER), on="2018-09-06").then_refused("window-closed")


def test_of_several_providers_it_is_said_which_has_points_or_none() -> None:
    for command in (RAISE, CONFIRM):
        given(*TOGETHER).when(command, on="2018-08-30").then_refused("provider-missing", "north, south")
        elsewhere = command.with_(provider="west")
        given(*TOGETHER).when(elsewhere, on="2018-08-30").then_refused("not-inspected", "west")


def test_a_draft_that_is_sent_anew_is_checked_by_each_of_several_providers_again() -> None:
    said = given(*TOGETHER, SOUTH_SAID, *(each for each in TOGETHER if isinstance(each, DraftSent)))
    assert standing(said).still_checking == (PROVIDER, SOUTH)


def test_where_a_provider_has_a_successor_what_it_said_and_raised_is_its_successors() -> None:
    followed = ProviderFollowed(
        was=SOUTH,
        provider="new-south",
        provider_name="New South",
        others=(),
        left=(),
        reason="It has a new name.",
        followed_on=day("2018-08-30"),
        deadlines=(),
    )
    state = standing(given(*TOGETHER, RAISED.with_(provider=SOUTH), SOUTH_SAID, followed))
    assert state.still_checking == (PROVIDER,)
    assert state.challenges["c1"].provider == "new-south"


def test_what_one_of_several_said_before_each_closed_the_window_for_itself_closed_it_for_all() -> None:
    assert standing(given(*TOGETHER, FactualAccuracyConfirmed())).still_checking == ()


# The answer to a point


def test_a_point_of_wording_amends_the_report_and_the_signature_no_longer_covers_it() -> None:
    story = given(*IN_THE_WINDOW, RAISED).when(ACCEPT, on="2018-08-27").then(ACCEPTED)
    report = standing(story).report
    assert report is not None
    assert not report.signature_stands
    story = story.when(LAPSE, on="2018-09-06").then(LAPSED)
    story.when(SCHEDULE, on="2018-09-06").then_refused("not-signed", "changed after it was signed")
    story.when(SIGN, on="2018-09-06").then_refused("stale-report")
    signed = story.when(SIGN.with_(report=AMENDED), on="2018-09-06").then(
        ReportSignedOff(report=AMENDED, signed_on=day("2018-09-06"))
    )
    signed.when(SCHEDULE, on="2018-09-06").then(SCHEDULED.with_(report=AMENDED))


def test_a_point_is_rejected_with_the_reason_and_the_signature_stands() -> None:
    story = given(*IN_THE_WINDOW, RAISED).when(REJECT, on="2018-08-27").then(REJECTED)
    report = standing(story).report
    assert report is not None
    assert report.signature_stands


def test_a_point_is_answered_once_and_exists() -> None:
    for command in (ACCEPT, REJECT):
        given(*IN_THE_WINDOW).when(command, on="2018-08-27").then_refused("unknown-challenge", "c1")
        given(*IN_THE_WINDOW, RAISED, REJECTED).when(command, on="2018-08-27").then_refused(
            "challenge-answered", "rejected already"
        )


def test_a_provider_does_not_answer_its_own_point() -> None:
    given(*IN_THE_WINDOW, RAISED).when(ACCEPT, on="2018-08-27", by=Role.PROVIDER_CONTACT).then_refused(
        "not-authorised"
    )


# A point that touches a judgement: back to the panel


def test_a_point_that_touches_a_judgement_takes_the_inspection_back_to_the_panel() -> None:
    touching = ACCEPT.with_(touches="judgement")
    story = given(*IN_THE_WINDOW, RAISED).when(touching, on="2018-08-24").then(BACK_TO_THE_PANEL)
    state = standing(story)
    assert (state.standing, state.decided, state.decision) == (Stage.PANEL_REVIEW, None, None)
    assert set(state.deadlines) == {"panel-review", "publication"}
    for command in (SIGN, SEND, SCHEDULE, RAISE, CONFIRM):
        story.when(command, on="2018-08-30").then_refused("wrong-stage", "panel-review")


def test_no_date_for_the_panel_beyond_the_calendar() -> None:
    touching = ACCEPT.with_(touches="judgement")
    story = given(*IN_THE_WINDOW, RAISED).under()
    story.under(calendar=SHORT_CALENDAR).when(touching, on="2018-08-24").then_refused("calendar-exhausted")


def test_after_another_decision_the_old_report_is_good_for_nothing() -> None:
    later = (CONVENED.with_(meets_on=day("2018-09-10")), OPENED, DECIDED.with_(decided_on=day("2018-09-10")))
    story = given(*IN_THE_WINDOW, RAISED, BACK_TO_THE_PANEL, *later)
    for command in (SIGN.with_(report=AMENDED), SEND, SCHEDULE):
        story.when(command, on="2018-09-11").then_refused("stale-decision", "draft the report again")
    story.when(RAISE, on="2018-09-11").then_refused("draft-not-sent")


def test_after_the_same_decision_the_amended_report_is_signed_and_sent_again() -> None:
    again = ItemRetabled(inspection=INSPECTION, reason="A point touches it.")
    story = given(*IN_THE_WINDOW, RAISED, BACK_TO_THE_PANEL, again).when(DECIDE, on="2018-08-08").story
    story = story.when(SIGN.with_(report=AMENDED), on="2018-09-03").then(
        ReportSignedOff(report=AMENDED, signed_on=day("2018-09-03"))
    )
    story.when(SCHEDULE, on="2018-09-03").then_refused("draft-not-sent")
    story = story.when(SEND, on="2018-09-03").then(DraftSent(report=AMENDED, due=day("2018-09-13")))
    story.when(SCHEDULE, on="2018-09-03").then_refused("window-open", "2018-09-13")


def test_points_that_are_still_open_are_answered_while_the_panel_looks_again() -> None:
    other = RAISED.with_(challenge="c2")
    story = given(*IN_THE_WINDOW, RAISED, other, BACK_TO_THE_PANEL)
    story.when(REJECT.with_(challenge="c2"), on="2018-08-30").then(REJECTED.with_(challenge="c2"))


def test_reads_that_are_opened_again_take_everything_back() -> None:
    story = given(*READY_TO_PUBLISH)
    story = story.when(
        ReopenCaseReads(inspection=INSPECTION, reason="A list was wrong."), on="2018-09-10"
    ).story
    state = standing(story)
    assert (state.derived, state.decided, state.publish, state.publish_on) == (None, None, None, None)
    assert state.cases == ()
    story = story.and_(CASE_READS_CLOSED.with_(due=day("2018-10-01")), DERIVED, CONVENED, OPENED)
    story = story.and_(DECIDED.with_(decided_on=day("2018-09-24")))
    story.when(SIGN, on="2018-09-25").then_refused("stale-decision")
    story.when(PUBLISH, on="2018-09-25").then_refused("not-scheduled")


# Publication


def test_a_day_is_set_for_the_report_as_it_was_signed() -> None:
    given(*READY_TO_SCHEDULE).when(SCHEDULE, on="2018-09-06").then(SCHEDULED)


def test_no_day_is_set_before_everything_is_done() -> None:
    given(*AT_PUBLICATION).when(SCHEDULE, on="2018-09-06").then_refused("no-report")
    given(*WITH_A_DRAFT).when(SCHEDULE, on="2018-09-06").then_refused("not-signed")
    given(*WITH_A_SIGNED_DRAFT).when(SCHEDULE, on="2018-09-06").then_refused("draft-not-sent")
    given(*IN_THE_WINDOW).when(SCHEDULE, on="2018-09-05").then_refused("window-open", "2018-09-05")
    given(*IN_THE_WINDOW, RAISED, LAPSED).when(SCHEDULE, on="2018-09-06").then_refused(
        "challenges-open", "c1"
    )


def test_the_day_of_publication_is_a_working_day_that_is_not_over() -> None:
    story = given(*READY_TO_SCHEDULE)
    today = SCHEDULE.with_(publish_on=day("2018-09-06"))
    story.when(today, on="2018-09-06").then(SCHEDULED.with_(publish_on=day("2018-09-06")))
    story.when(today, on="2018-09-07").then_refused("date-in-past")
    story.when(SCHEDULE.with_(publish_on=day("2018-09-08")), on="2018-09-06").then_refused(
        "not-a-working-day"
    )
    story.when(SCHEDULE.with_(publish_on=day("2021-09-08")), on="2018-09-06").then_refused(
        "calendar-exhausted"
    )


def test_the_day_may_be_set_anew() -> None:
    story = (
        given(*READY_TO_PUBLISH)
        .when(SCHEDULE.with_(publish_on=day("2018-09-25")), on="2018-09-17")
        .then(SCHEDULED.with_(publish_on=day("2018-09-25")))
    )
    story.when(PUBLISH, on="2018-09-20").then_refused("too-early", "2018-09-25")


def test_publication_is_noted_and_the_provider_is_asked_for_an_action_plan() -> None:
    story = given(*READY_TO_PUBLISH).when(PUBLISH, on="2018-09-20").then(PUBLISHED, PLAN_REQUESTED)
    assert standing(story).deadlines == {}
    assert story.history[PLAN][0] == PLAN_REQUESTED
    assert isinstance(PLAN_REQUESTED, ActionPlanRequested)


def test_where_nothing_is_recommended_to_the_provider_no_plan_is_asked_for() -> None:
    digest = report_digest(INSPECTION, FINDINGS, (TO_HMPPS,), decision_digest(DECIDED), ())
    facts = (
        *AT_PUBLICATION,
        DRAFTED.with_(recommendations=(TO_HMPPS,), report=digest),
        SIGNED.with_(report=digest),
        DRAFT_SENT.with_(report=digest),
        LAPSED,
        SCHEDULED.with_(report=digest),
    )
    given(*facts).when(PUBLISH.with_(report=digest), on="2018-09-20").then(
        PUBLISHED.with_(report=digest, plans=())
    )


def test_what_is_published_is_what_was_cleared_and_on_its_day() -> None:
    given(*AT_PUBLICATION).when(PUBLISH, on="2018-09-20").then_refused("no-report")
    given(*READY_TO_SCHEDULE).when(PUBLISH, on="2018-09-20").then_refused("not-scheduled")
    given(*READY_TO_PUBLISH).when(PUBLISH, on="2018-09-19").then_refused("too-early")
    other = PUBLISH.with_(report="0" * 64)
    given(*READY_TO_PUBLISH).when(other, on="2018-09-20").then_refused("stale-report")


def test_publication_needs_the_protocols_period_for_the_plan() -> None:
    story = given(*READY_TO_PUBLISH)
    story.under(calendar=SHORT_CALENDAR).when(PUBLISH, on="2018-09-20").then_refused("calendar-exhausted")
    story.under(library=EMPTY_LIBRARY).when(PUBLISH, on="2018-09-20").then_refused("pin-missing")


def test_nobody_publishes_by_hand() -> None:
    given(*READY_TO_PUBLISH).when(PUBLISH, on="2018-09-20", by=Role.OPERATIONS_MANAGER).then_refused(
        "not-authorised"
    )
