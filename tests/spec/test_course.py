"""What can happen at any time: deferral, cancellation, deadlines that move or pass, notices; and the end."""

from datetime import UTC, datetime, timedelta

from domain.cases.commands import RecordAnswers
from domain.cases.events import CaseSetAside
from domain.decider import On
from domain.inspections.commands import (
    BeginFieldwork,
    CancelInspection,
    ChaseEvidence,
    CloseInspection,
    DeferInspection,
    EndFieldwork,
    MoveDeadline,
    ReceiveEvidence,
    RecordDeadlinePassed,
    RecordNoticeSent,
    ResumeInspection,
)
from domain.inspections.earlier.notices import UPCASTERS
from domain.inspections.events import (
    DeadlineMoved,
    EvidenceOverdue,
    FieldworkBegun,
    InspectionCancelled,
    InspectionClosed,
    InspectionDeferred,
    InspectionResumed,
    NoticeSent,
    StageOverdue,
)
from domain.inspections.notices import notice_of
from domain.inspections.react import react
from domain.inspections.stages import Stage
from domain.inspections.state import Inspection
from domain.people.roles import Role
from tests.support.example import (
    AT_ACTION_PLAN,
    AT_ANNOUNCEMENT,
    AT_CASE_READS,
    AT_EVIDENCE,
    AT_FIELDWORK,
    AT_FIELDWORK_WITH_SAMPLES,
    AT_PANEL_REVIEW,
    AT_PUBLICATION,
    CASE,
    EVIDENCE_ASKED,
    INSPECTION,
    PLAN,
    POLICY_RECEIVED,
    PUBLISHED,
    READY_FOR_FIELDWORK,
    READY_TO_PUBLISH,
    SHORT_CALENDAR,
    WITH_AN_ACCEPTED_PLAN,
    Facts,
    day,
)
from tests.support.specification import Story, given

STREAM = f"inspection-{INSPECTION}"
DEFER = DeferInspection(inspection=INSPECTION, reason="A strike.", until=day("2018-07-02"))
DEFERRED = InspectionDeferred(reason="A strike.", deferred_on=day("2018-06-18"), until=day("2018-07-02"))
RESUME = ResumeInspection(inspection=INSPECTION)
CANCEL = CancelInspection(inspection=INSPECTION, reason="The provider was merged.")
CANCELLED = InspectionCancelled(reason="The provider was merged.")
CLOSE = CloseInspection(inspection=INSPECTION)
UNDER_WAY = (
    AT_ANNOUNCEMENT,
    AT_EVIDENCE,
    AT_FIELDWORK,
    AT_CASE_READS,
    AT_PANEL_REVIEW,
    AT_PUBLICATION,
)


def move(deadline: str, due: str) -> MoveDeadline:
    return MoveDeadline(inspection=INSPECTION, deadline=deadline, due=day(due), reason="Snow fell.")


def passed(deadline: str, due: str) -> RecordDeadlinePassed:
    return RecordDeadlinePassed(inspection=INSPECTION, deadline=deadline, due=day(due))


# Putting off and going on


def test_an_inspection_is_put_off_at_any_time_before_publication() -> None:
    for stage in UNDER_WAY:
        later = DEFER.with_(until=day("2018-10-01"))
        given(*stage).when(later, on="2018-08-09").then(
            DEFERRED.with_(deferred_on=day("2018-08-09"), until=day("2018-10-01"))
        )
    given(*AT_ACTION_PLAN).when(DEFER, on="2018-09-21").then_refused("wrong-stage", "it is at action-plan")


def test_it_is_put_off_until_a_working_day_ahead() -> None:
    story = given(*AT_EVIDENCE)
    story.when(DEFER.with_(until=day("2018-06-18")), on="2018-06-18").then_refused("date-in-past")
    story.when(DEFER.with_(until=day("2018-06-23")), on="2018-06-18").then_refused("not-a-working-day")
    story.when(DEFER.with_(until=day("2021-06-23")), on="2018-06-18").then_refused("calendar-exhausted")


def test_while_it_is_put_off_no_date_runs_and_nothing_passes() -> None:
    story = given(*AT_EVIDENCE).when(DEFER, on="2018-06-18").then(DEFERRED)
    agenda = react(story.state(STREAM))
    assert agenda.stage == "deferred"
    assert agenda.deadlines == ()
    assert agenda.waiting_for == ("resumption, planned for 2018-07-02",)
    story.when(passed("evidence", "2018-06-27"), on="2018-06-28").then_nothing()


def test_when_it_goes_on_running_dates_have_moved_by_the_working_days_lost() -> None:
    # Put off on Monday 18 June, on again on Wednesday 4 July: twelve working days lost. The evidence was due on
    # Wednesday 27 June.
    story = (
        given(*AT_EVIDENCE, DEFERRED)
        .when(RESUME, on="2018-07-04")
        .then(InspectionResumed(deadlines=(("evidence", day("2018-07-13")),)))
    )
    assert story.state(STREAM).standing is Stage.EVIDENCE_REQUEST
    story.when(passed("evidence", "2018-07-13"), on="2018-07-16").then(
        EvidenceOverdue(items=("policy", "rota"), due=day("2018-07-13"), until=day("2018-07-20"))
    )


def test_every_running_date_moves_over_bank_holidays_too() -> None:
    put_off = DEFERRED.with_(deferred_on=day("2018-07-20"), until=day("2018-08-31"))
    # 20 July to 31 August: thirty working days less the bank holiday of 27 August.
    given(*AT_CASE_READS, put_off).when(RESUME, on="2018-08-31").then(
        InspectionResumed(deadlines=(("case-reads", day("2018-09-07")), ("publication", day("2018-11-21"))))
    )


def test_going_on_the_same_day_loses_nothing() -> None:
    given(*AT_EVIDENCE, DEFERRED).when(RESUME, on="2018-06-18").then(
        InspectionResumed(deadlines=(("evidence", day("2018-06-27")),))
    )


def test_a_date_that_had_passed_before_it_was_put_off_does_not_move_and_is_noted_when_it_goes_on() -> None:
    put_off = DEFERRED.with_(deferred_on=day("2018-06-28"))
    story = given(*AT_EVIDENCE, put_off).when(RESUME, on="2018-07-04").then(InspectionResumed(deadlines=()))
    story.when(passed("evidence", "2018-06-27"), on="2018-07-04").then(
        EvidenceOverdue(items=("policy", "rota"), due=day("2018-06-27"), until=day("2018-07-10"))
    )


def test_fieldwork_after_a_deferral_is_as_long_as_it_was_announced() -> None:
    put_off = DEFERRED.with_(deferred_on=day("2018-07-06"))
    story = (
        given(*READY_FOR_FIELDWORK, put_off)
        .when(RESUME, on="2018-07-20")
        .then(InspectionResumed(deadlines=()))
    )
    story.when(BeginFieldwork(inspection=INSPECTION), on="2018-07-23").then(
        FieldworkBegun(begun_on=day("2018-07-23"), due=day("2018-07-27"))
    )


def test_only_what_was_put_off_goes_on() -> None:
    given(*AT_EVIDENCE).when(RESUME, on="2018-06-18").then_refused("wrong-stage", "deferred")


def test_going_on_beyond_the_calendar_is_refused() -> None:
    story = given(*AT_EVIDENCE, DEFERRED).under(calendar=SHORT_CALENDAR)
    story.when(RESUME, on="2018-07-04").then_refused("calendar-exhausted")


def test_the_provider_is_told_that_it_was_put_off_and_goes_on() -> None:
    story = given(*AT_EVIDENCE).when(DEFER, on="2018-06-18").then(DEFERRED)
    state = story.state(STREAM)
    assert "until 2 July 2018" in notice_of(INSPECTION, state, "deferral-2018-06-18").body
    resumed = story.when(RESUME, on="2018-07-02").story.state(STREAM)
    assert "goes on" in notice_of(INSPECTION, resumed, "resumption-2018-06-18").subject
    assert "until" not in notice_of(INSPECTION, resumed, "deferral-2018-06-18").body


# Giving up


def test_an_inspection_is_given_up_at_any_time_before_publication_even_while_put_off() -> None:
    for stage in (*UNDER_WAY, (*AT_EVIDENCE, DEFERRED)):
        result = given(*stage).when(CANCEL, on="2018-08-09")
        aside = [On(case, CaseSetAside(code="inspection-cancelled")) for case in drawn_in(stage)]
        story = result.then(CANCELLED, *aside)
        agenda = react(story.state(STREAM))
        assert (agenda.stage, agenda.deadlines) == ("cancelled", ())
    given(*AT_ACTION_PLAN).when(CANCEL, on="2018-09-21").then_refused("wrong-stage")


def drawn_in(facts: Facts) -> tuple[str, ...]:
    """The cases that have been drawn when these facts are on the record."""
    state: Inspection = given(*facts).state(STREAM)
    return state.sampled


def test_when_an_inspection_is_given_up_its_cases_are_not_read_any_further() -> None:
    answer = RecordAnswers(case=CASE, answers=(("2.1.1", "yes"),))
    story = given(*AT_CASE_READS)
    assert story.when(answer, on="2018-07-20").refusal is None
    story.when(CANCEL, on="2018-07-20").story.when(answer, on="2018-07-20").then_refused("unknown-case")


def test_while_an_inspection_is_put_off_evidence_comes_in_and_cases_may_be_read() -> None:
    story = given(*AT_EVIDENCE, DEFERRED)
    came = story.when(
        ReceiveEvidence(inspection=INSPECTION, item="policy", document="a" * 64), on="2018-06-20"
    )
    assert came.refusal is None
    assert came.story.state(STREAM).awaited == ("rota",)
    # Nobody is pressed for what is missing, and the date runs on only when the inspection does.
    story.when(ChaseEvidence(inspection=INSPECTION), on="2018-06-29").then_refused("wrong-stage")
    rest = came.story.when(ReceiveEvidence(inspection=INSPECTION, item="rota"), on="2018-06-21").story
    assert rest.when(RESUME, on="2018-07-02").story.state(STREAM).deadlines == {}
    put_off = given(*AT_CASE_READS, DEFERRED.with_(deferred_on=day("2018-07-20"), until=day("2018-08-01")))
    answer = RecordAnswers(case=CASE, answers=(("2.1.1", "yes"),))
    assert put_off.when(answer, on="2018-07-23").refusal is None


def test_after_it_was_given_up_nothing_goes_on_and_nothing_passes() -> None:
    story = given(*AT_EVIDENCE, CANCELLED)
    for command in (CANCEL, DEFER, RESUME, move("evidence", "2018-07-02")):
        story.when(command, on="2018-06-20").then_refused("wrong-stage", "it is at cancelled")
    story.when(passed("evidence", "2018-06-27"), on="2018-06-28").then_nothing()


def test_a_given_up_inspection_is_over_once_its_notices_have_gone_out() -> None:
    story = given(*AT_ANNOUNCEMENT, CANCELLED)
    assert [duty.about for duty in react(story.state(STREAM)).duties] == ["announcement", "cancellation"]
    for notice in ("announcement", "cancellation"):
        assert not react(story.state(STREAM)).over
        story = story.and_(NoticeSent(notice=notice, document="e" * 64, to=()))
    assert react(story.state(STREAM)).over


# Deadlines that move


def test_a_running_deadline_moves_with_a_reason() -> None:
    story = (
        given(*AT_EVIDENCE)
        .when(move("evidence", "2018-07-04"), on="2018-06-20")
        .then(
            DeadlineMoved(
                deadline="evidence", was=day("2018-06-27"), due=day("2018-07-04"), reason="Snow fell."
            )
        )
    )
    assert [each.due for each in react(story.state(STREAM)).deadlines] == [day("2018-07-04")]


def test_what_stood_on_the_old_date_passes_without_a_word() -> None:
    moved = DeadlineMoved(
        deadline="evidence", was=day("2018-06-27"), due=day("2018-07-04"), reason="Snow fell."
    )
    given(*AT_EVIDENCE, moved).when(passed("evidence", "2018-06-27"), on="2018-06-28").then_nothing()
    given(*AT_EVIDENCE, moved).when(passed("evidence", "2018-07-04"), on="2018-07-05").then(
        EvidenceOverdue(items=("policy", "rota"), due=day("2018-07-04"), until=day("2018-07-11"))
    )


def test_a_deadline_may_move_nearer() -> None:
    given(*AT_EVIDENCE).when(move("evidence", "2018-06-21"), on="2018-06-20").then(
        DeadlineMoved(deadline="evidence", was=day("2018-06-27"), due=day("2018-06-21"), reason="Snow fell.")
    )


def test_a_deadline_that_would_stay_where_it_is_does_not_move() -> None:
    given(*AT_EVIDENCE).when(move("evidence", "2018-06-27"), on="2018-06-20").then_nothing()


def test_only_a_running_deadline_moves_and_only_to_a_working_day_ahead() -> None:
    story = given(*AT_EVIDENCE)
    story.when(move("fieldwork", "2018-07-04"), on="2018-06-20").then_refused("no-such-deadline", "evidence.")
    story.when(move("evidence", "2018-06-20"), on="2018-06-20").then_refused("date-in-past")
    story.when(move("evidence", "2018-06-30"), on="2018-06-20").then_refused("not-a-working-day")
    story.when(move("evidence", "2021-06-30"), on="2018-06-20").then_refused("calendar-exhausted")
    overdue = EvidenceOverdue(items=("policy", "rota"), due=day("2018-06-27"))
    story.and_(overdue).when(move("evidence", "2018-07-04"), on="2018-06-28").then_refused(
        "no-such-deadline", "running: none"
    )


def test_a_deadline_that_has_passed_does_not_move_even_while_nobody_has_noted_it() -> None:
    story = given(*AT_EVIDENCE)
    story.when(move("evidence", "2018-07-04"), on="2018-06-28").then_refused("deadline-passed", "2018-06-27")
    midnight = datetime(2018, 6, 27, 23, tzinfo=UTC)
    story.when(move("evidence", "2018-07-04"), on=midnight).then_refused("deadline-passed")
    assert story.when(move("evidence", "2018-07-04"), on=midnight - timedelta(microseconds=1)).refusal is None


# Deadlines that pass


def test_a_stage_that_lasts_too_long_is_overdue_and_goes_on() -> None:
    for stage, code, due, after in (
        (AT_ANNOUNCEMENT, Stage.ANNOUNCEMENT, "2018-06-11", "2018-06-12"),
        (AT_FIELDWORK, Stage.FIELDWORK, "2018-07-13", "2018-07-14"),
        (AT_CASE_READS, Stage.CASE_READS, "2018-07-27", "2018-07-28"),
        (AT_PANEL_REVIEW, Stage.PANEL_REVIEW, "2018-08-14", "2018-08-15"),
        (AT_PUBLICATION, Stage.PUBLICATION, "2018-10-11", "2018-10-12"),
    ):
        story = given(*stage)
        before = story.state(STREAM).standing
        story = story.when(passed(code.value, due), on=after).then(StageOverdue(stage=code, due=day(due)))
        assert story.state(STREAM).standing is before
        story.when(passed(code.value, due), on=after).then_nothing()


def test_publication_can_be_overdue_before_the_reads_are_done() -> None:
    given(*AT_CASE_READS).when(passed("publication", "2018-10-11"), on="2018-10-12").then(
        StageOverdue(stage=Stage.PUBLICATION, due=day("2018-10-11"))
    )


def test_a_deadline_passes_at_midnight_in_london_in_summer_and_in_winter() -> None:
    summer, winter = EVIDENCE_ASKED, EVIDENCE_ASKED.with_(due=day("2019-01-30"))
    for asked, until, last, first in (
        (
            summer,
            "2018-07-04",
            datetime(2018, 6, 27, 22, 59, 59, 999_999, tzinfo=UTC),
            datetime(2018, 6, 27, 23, tzinfo=UTC),
        ),
        (
            winter,
            "2019-02-06",
            datetime(2019, 1, 30, 23, 59, 59, 999_999, tzinfo=UTC),
            datetime(2019, 1, 31, tzinfo=UTC),
        ),
    ):
        story = given(*AT_ANNOUNCEMENT, asked)
        note = passed("evidence", asked.due.isoformat())
        story.when(note, on=last).then_refused("not-yet")
        overdue = EvidenceOverdue(items=("policy", "rota"), due=asked.due, until=day(until))
        story.when(note, on=first).then(overdue)


def test_on_the_days_on_which_clocks_change_a_deadline_passes_at_midnight_too() -> None:
    # Sunday 28 October 2018 has 25 hours and Sunday 31 March 2019 has 23; a date moved by hand is a working day,
    # but an older record may hold any.
    for due, until, midnight in (
        ("2018-10-28", "2018-11-02", datetime(2018, 10, 29, 0, tzinfo=UTC)),
        ("2019-03-31", "2019-04-05", datetime(2019, 3, 31, 23, tzinfo=UTC)),
    ):
        story = given(*AT_ANNOUNCEMENT, EVIDENCE_ASKED.with_(due=day(due)))
        almost = midnight.replace(
            hour=(midnight.hour - 1) % 24, day=int(due[-2:]), month=int(due[5:7]), minute=59
        )
        story.when(passed("evidence", due), on=almost).then_refused("not-yet")
        story.when(passed("evidence", due), on=midnight).then(
            EvidenceOverdue(items=("policy", "rota"), due=day(due), until=day(until))
        )


def test_what_was_met_passes_without_a_word() -> None:
    given(*READY_FOR_FIELDWORK).when(passed("evidence", "2018-06-27"), on="2018-06-28").then_nothing()
    given(*AT_FIELDWORK).when(passed("announcement", "2018-06-11"), on="2018-07-10").then_nothing()


def test_of_a_deadline_that_half_was_met_the_rest_is_overdue() -> None:
    given(*AT_EVIDENCE, POLICY_RECEIVED).when(passed("evidence", "2018-06-27"), on="2018-08-01").then(
        EvidenceOverdue(items=("rota",), due=day("2018-06-27"), until=day("2018-08-07"))
    )


def test_only_the_machinery_notes_that_a_deadline_has_passed() -> None:
    given(*AT_EVIDENCE).when(
        passed("evidence", "2018-06-27"), on="2018-06-28", by=Role.LEAD_INSPECTOR
    ).then_refused("not-authorised")


def test_nothing_passes_and_no_notice_goes_out_for_an_inspection_that_is_not_there() -> None:
    given().when(passed("evidence", "2018-06-27"), on="2018-06-28").then_refused("unknown-inspection")
    sent = RecordNoticeSent(inspection=INSPECTION, notice="announcement", document="e" * 64)
    given().when(sent, on="2018-06-28").then_refused("unknown-inspection")


# Notices


def test_a_notice_is_owed_until_it_has_gone_out_and_goes_out_once() -> None:
    sent = RecordNoticeSent(inspection=INSPECTION, notice="announcement", document="e" * 64)
    story = given(*AT_ANNOUNCEMENT)
    assert [duty.id for duty in react(story.state(STREAM)).duties] == ["notice-announcement"]
    story = story.when(sent, on="2018-06-04").then(
        NoticeSent(notice="announcement", document="e" * 64, to=())
    )
    assert react(story.state(STREAM)).duties == ()
    story.when(sent, on="2018-06-04").then_nothing()


def test_to_whom_a_notice_went_is_kept_by_opaque_id() -> None:
    ada = "person-" + "a" * 32
    sent = RecordNoticeSent(inspection=INSPECTION, notice="announcement", document="e" * 64, to=(ada,))
    given(*AT_ANNOUNCEMENT).when(sent, on="2018-06-04").then(
        NoticeSent(notice="announcement", document="e" * 64, to=(ada,))
    )


def test_an_earlier_notice_went_to_the_provider_and_to_nobody_by_name() -> None:
    for step in UPCASTERS:
        if ".notice-sent." not in step.old.name:
            continue
        said = {"notice": "draft-1", "document": "e" * 64}
        old = step.old.model_validate(said | ({"to": ()} if "to" in step.old.model_fields else {}))
        assert step.turn(old) == step.new.model_validate({**said, "to": ()})


def test_every_notice_that_is_ever_owed_has_its_words() -> None:
    for facts in (*UNDER_WAY, READY_TO_PUBLISH, AT_ACTION_PLAN, (*AT_EVIDENCE, CANCELLED)):
        state = given(*facts).state(STREAM)
        for code in state.notices:
            elsewhere = code.startswith("distribution-")
            assert notice_of(INSPECTION, state, code).to.startswith("body-" if elsewhere else "north")


# The end


def test_an_inspection_is_closed_when_its_plan_was_followed_to_the_end() -> None:
    from domain.action_plans.events import ActionCompleted, ActionPlanFollowedUp

    followed = (
        *WITH_AN_ACCEPTED_PLAN[1:],
        ActionCompleted(action="training", completed_on=day("2019-01-15")),
        ActionPlanFollowedUp(conclusion="All done.", followed_up_on=day("2019-02-11")),
    )
    story = (
        given(*AT_ACTION_PLAN, *followed)
        .when(CLOSE, on="2019-02-11")
        .then(InspectionClosed(closed_on=day("2019-02-11")))
    )
    assert react(story.state(STREAM)).stage == "closed"
    story.when(CLOSE, on="2019-02-12").then_refused("wrong-stage", "it is at closed")


def test_an_inspection_whose_plan_is_still_followed_is_not_closed() -> None:
    given(*AT_ACTION_PLAN).when(CLOSE, on="2019-02-11").then_refused("plan-not-followed-up")


def test_an_inspection_that_asked_for_no_plan_is_closed_after_publication() -> None:
    given(*READY_TO_PUBLISH, PUBLISHED.with_(plans=())).when(CLOSE, on="2018-09-21").then(
        InspectionClosed(closed_on=day("2018-09-21"))
    )
    assert PLAN.startswith("action-plan-")


def test_publication_waits_while_the_inspection_is_put_off() -> None:
    story = given(*READY_TO_PUBLISH)
    assert [
        (d.kind, d.not_before) for d in react(story.state(STREAM)).duties if d.kind == "publish-report"
    ] == [("publish-report", day("2018-09-20"))]
    put_off = story.when(DEFER.with_(until=day("2018-10-01")), on="2018-09-18").story
    assert all(duty.kind == "send-notice" for duty in react(put_off.state(STREAM)).duties)


def test_fieldwork_that_is_overdue_can_still_end() -> None:
    story: Story = given(
        *AT_FIELDWORK_WITH_SAMPLES, StageOverdue(stage=Stage.FIELDWORK, due=day("2018-07-13"))
    )
    assert story.when(EndFieldwork(inspection=INSPECTION), on="2018-07-16").refusal is None
