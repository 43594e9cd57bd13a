"""After the panel has decided an item: dissent, conditions, and the minutes of its meeting (004 §4.17)."""

from domain.inspections.commands import (
    LiftCondition,
    MeetCondition,
    RecordDeadlinePassed,
    SchedulePublication,
    SetCondition,
)
from domain.inspections.events import (
    ConditionLifted,
    ConditionMet,
    ConditionOverdue,
    ConditionSet,
)
from domain.panels.commands import (
    ApproveMinutes,
    ClosePanel,
    CorrectMinutes,
    DraftMinutes,
    RecordDissent,
    RecordPanelDeadlinePassed,
)
from domain.panels.events import (
    DissentRecorded,
    MinutesApproved,
    MinutesCorrected,
    MinutesDrafted,
    MinutesOverdue,
    PanelClosed,
)
from domain.panels.react import react
from domain.panels.state import minutes_digest
from tests.support.example import (
    BEFORE_THE_PANEL,
    CONSIDERED,
    CONVENED,
    INSPECTION,
    OPENED,
    PANEL,
    READY_TO_SCHEDULE,
    Facts,
    day,
)
from tests.support.panel_ground import (
    AFTER_DECIDING,
    ON_THE_DAY,
    OTHER,
    OVER,
    SITTING,
    put_off,
    state,
)
from tests.support.specification import given


def test_who_took_part_may_dissent_and_say_why_until_the_minutes_are_approved() -> None:
    dissent = RecordDissent(panel=PANEL, inspection=INSPECTION, member="member-1", reason="Not yet good.")
    recorded = DissentRecorded(
        inspection=INSPECTION, decision=CONSIDERED.decision, member="member-1", reason="Not yet good."
    )
    story = given(*OVER).when(dissent, on=ON_THE_DAY).then(recorded)
    story.when(dissent, on=ON_THE_DAY).then_nothing()
    given(*AFTER_DECIDING).when(dissent.with_(member="member-2"), on=ON_THE_DAY).then_refused("took-no-part")
    given(*SITTING).when(dissent, on=ON_THE_DAY).then_refused("not-decided")
    given(*SITTING).when(dissent.with_(inspection="x"), on=ON_THE_DAY).then_refused("not-on-agenda")
    given().when(dissent, on=ON_THE_DAY).then_refused("unknown-panel")
    approved = (*OVER, drafted(OVER), MinutesApproved(minutes=drafted(OVER).minutes, chair="panel-chair-1"))
    given(*approved).when(dissent, on=ON_THE_DAY).then_refused("minutes-approved")


# Conditions

CONDITION = SetCondition(
    inspection=INSPECTION,
    condition="figures",
    panel=PANEL,
    what="Check the figures on page 3.",
    by="Lead inspector",
    due=day("2018-08-17"),
)
SET = ConditionSet(
    condition="figures",
    panel=PANEL,
    what="Check the figures on page 3.",
    by="Lead inspector",
    due=day("2018-08-17"),
)
SCHEDULE = SchedulePublication(inspection=INSPECTION, publish_on=day("2018-09-20"))


def test_publication_waits_until_a_condition_is_met_or_lifted() -> None:
    given(*AFTER_DECIDING).when(CONDITION, on=ON_THE_DAY).then(SET)
    story = given(*READY_TO_SCHEDULE, SET)
    story.when(SCHEDULE, on="2018-09-10").then_refused("conditions-open", "figures")
    meet = MeetCondition(inspection=INSPECTION, condition="figures", how="They were checked.")
    met = story.when(meet, on="2018-09-10").then(ConditionMet(condition="figures", how="They were checked."))
    assert met.when(SCHEDULE, on="2018-09-10").refusal is None
    met.when(meet, on="2018-09-10").then_refused("condition-done", "met")
    lift = LiftCondition(inspection=INSPECTION, condition="figures", reason="The page was taken out.")
    lifted = story.when(lift, on="2018-09-10").then(
        ConditionLifted(condition="figures", reason="The page was taken out.")
    )
    lifted.when(lift, on="2018-09-10").then_refused("condition-done", "lifted")
    for command in (meet, lift):
        given(*READY_TO_SCHEDULE).when(command, on="2018-09-10").then_refused("unknown-condition")


def test_a_condition_is_set_by_the_panel_that_decided_while_it_sits() -> None:
    given(*OVER).when(CONDITION, on=ON_THE_DAY).then_refused("panel-over")
    given(*AFTER_DECIDING).when(CONDITION.with_(panel=OTHER), on=ON_THE_DAY).then_refused("not-decided")
    given(*AFTER_DECIDING, SET).when(CONDITION, on=ON_THE_DAY).then_refused("condition-exists")
    for due, code in (
        ("2018-08-08", "date-in-past"),
        ("2018-08-18", "not-a-working-day"),
        ("2021-01-04", "calendar-exhausted"),
    ):
        given(*AFTER_DECIDING).when(CONDITION.with_(due=day(due)), on=ON_THE_DAY).then_refused(code)


def test_the_date_of_a_condition_passes_once_and_publication_goes_on_waiting() -> None:
    story = given(*AFTER_DECIDING, SET)
    passed = RecordDeadlinePassed(inspection=INSPECTION, deadline="condition-figures", due=day("2018-08-17"))
    late = story.when(passed, on="2018-08-18").then(
        ConditionOverdue(condition="figures", due=day("2018-08-17"))
    )
    late.when(passed, on="2018-08-18").then_nothing()
    assert late.state(f"inspection-{INSPECTION}").open_conditions == ("figures",)


# The minutes


def drafted(facts: Facts, text: str = "All agreed.") -> MinutesDrafted:
    digest = minutes_digest(text, state(given(*facts)).proceedings)
    return MinutesDrafted(text=text, minutes=digest)


def test_a_meeting_that_closes_puts_off_what_it_did_not_reach() -> None:
    close = ClosePanel(panel=PANEL)
    given(*BEFORE_THE_PANEL).when(close, on=ON_THE_DAY).then(
        put_off("not-reached", "The meeting closed before it was reached.", None, OPENED.present),
        PanelClosed(),
    )
    given(*AFTER_DECIDING).when(close, on=ON_THE_DAY).then(PanelClosed())


def test_the_minutes_are_due_after_the_close() -> None:
    called = CONVENED.with_(minutes_days=3)
    story = given(*(called if fact is CONVENED else fact for fact in AFTER_DECIDING))
    closed = story.when(ClosePanel(panel=PANEL), on=ON_THE_DAY).then(
        PanelClosed(minutes_due=day("2018-08-13"))
    )
    assert react(state(closed)).waiting_for == ("the minutes to be drafted",)
    passed = RecordPanelDeadlinePassed(panel=PANEL, deadline="minutes", due=day("2018-08-13"))
    closed.when(passed, on="2018-08-13").then_refused("not-yet")
    late = closed.when(passed, on="2018-08-14").then(MinutesOverdue(due=day("2018-08-13")))
    assert react(state(late)).stage == "minutes"
    from tests.support.example import SHORT_CALENDAR

    story.under(calendar=SHORT_CALENDAR).when(ClosePanel(panel=PANEL), on=ON_THE_DAY).then_refused(
        "calendar-exhausted"
    )


def test_minutes_are_drafted_corrected_and_approved_by_their_digest() -> None:
    draft = DraftMinutes(panel=PANEL, text="All agreed.")
    first = drafted(OVER)
    story = given(*OVER).when(draft, on="2018-08-09").then(first)
    story.when(draft, on="2018-08-09").then_nothing()
    correct = CorrectMinutes(panel=PANEL, text="All but one agreed.", reason="One did not.")
    better = minutes_digest("All but one agreed.", state(story).proceedings)
    corrected = story.when(correct, on="2018-08-10").then(
        MinutesCorrected(text="All but one agreed.", reason="One did not.", minutes=better)
    )
    corrected.when(correct, on="2018-08-10").then_nothing()
    approve = ApproveMinutes(panel=PANEL, minutes=first.minutes)
    corrected.when(approve, on="2018-08-10").then_refused("stale-minutes")
    for who in ("stranger-9", "member-1"):
        exactly = approve.with_(minutes=better)
        corrected.when(exactly, on="2018-08-10", who=who).then_refused("not-the-chair", "panel-chair-1")
    done = corrected.when(approve.with_(minutes=better), on="2018-08-10").then(
        MinutesApproved(minutes=better, chair="panel-chair-1")
    )
    done.when(approve.with_(minutes=better), on="2018-08-10").then_nothing()
    done.when(draft, on="2018-08-10").then_refused("minutes-approved")
    reopened = done.when(correct.with_(text="All agreed at last."), on="2018-08-13").story
    written = state(reopened).written
    assert written is not None
    assert written.approved_by is None


def test_minutes_are_of_a_meeting_that_is_over() -> None:
    given(*SITTING).when(DraftMinutes(panel=PANEL, text="x"), on=ON_THE_DAY).then_refused("panel-not-over")
    correct = CorrectMinutes(panel=PANEL, text="x", reason="Yet another.")
    given(*OVER).when(correct, on=ON_THE_DAY).then_refused("no-minutes")
    approve = ApproveMinutes(panel=PANEL, minutes="0" * 64)
    given(*OVER).when(approve, on=ON_THE_DAY).then_refused("no-minutes")


def test_minutes_that_leave_out_what_was_recorded_after_them_are_not_approved() -> None:
    first = drafted(OVER)
    dissent = DissentRecorded(
        inspection=INSPECTION, decision=CONSIDERED.decision, member="member-1", reason="Not yet good."
    )
    approve = ApproveMinutes(panel=PANEL, minutes=first.minutes)
    given(*OVER, first, dissent).when(approve, on="2018-08-10").then_refused("minutes-incomplete")
