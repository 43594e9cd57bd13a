"""A meeting of the ratings panel: agenda, papers, who may decide, deferral, dissent, minutes (004 §4.17)."""

from dataclasses import replace
from datetime import date
from typing import Any

from domain.canonical import sha256_hex
from domain.cases.events import CaseAllocated
from domain.decider import On
from domain.inspections.commands import (
    CancelInspection,
    DecideRatings,
    LiftCondition,
    MeetCondition,
    RecordDeadlinePassed,
    SchedulePublication,
    SetCondition,
)
from domain.inspections.events import (
    Barred,
    ConditionLifted,
    ConditionMet,
    ConditionOverdue,
    ConditionSet,
    RatingsDecided,
)
from domain.inspections.protocol_parts import PanelRule
from domain.library import Library
from domain.messages import Event
from domain.panels.commands import (
    ApproveMinutes,
    ArrangeAgenda,
    AttendPanel,
    CallOffPanel,
    ClosePanel,
    ConvenePanel,
    CorrectMinutes,
    DeferItem,
    DraftMinutes,
    InviteMember,
    IssuePack,
    LeavePanel,
    OpenPanel,
    RecordDissent,
    RecordPanelDeadlinePassed,
    RecordPanelNoticeSent,
    RecuseMember,
    RemoveItem,
    RetableItem,
    TableItem,
    TakeChair,
)
from domain.panels.earlier_events import UPCASTERS
from domain.panels.events import (
    AgendaArranged,
    AgendaItem,
    AgendaTime,
    ChairTaken,
    DissentRecorded,
    ItemDeferred,
    ItemRemoved,
    ItemRetabled,
    ItemTabled,
    MemberArrived,
    MemberInvited,
    MemberLeft,
    MemberRecused,
    MinutesApproved,
    MinutesCorrected,
    MinutesDrafted,
    MinutesOverdue,
    PackIssued,
    PanelCalledOff,
    PanelClosed,
    PanelConvened,
    PanelNoticeSent,
    PapersOverdue,
)
from domain.panels.react import react
from domain.panels.state import Panel, minutes_digest
from domain.people.deputising import Deputising
from domain.people.roles import Role
from tests.support.example import (
    ANNOUNCED,
    AT_PANEL_REVIEW,
    BEFORE_THE_PANEL,
    CASE,
    CONSIDERED,
    CONVENED,
    DECIDED,
    DERIVED,
    FRAMEWORK,
    INSPECTION,
    OPENED,
    PANEL,
    PROPOSALS,
    PROTOCOL,
    READY_TO_SCHEDULE,
    SCHEME,
    UNDER,
    Facts,
    day,
)
from tests.support.specification import Story, given

ON_THE_DAY = "2018-08-08"
OTHER = "september"
SOUTH = ANNOUNCED.with_(inspection="south-2018", provider="south", provider_name="Southern Division")
WITH_SOUTH = On("inspection-south-2018", SOUTH)
CALLED: Facts = (*AT_PANEL_REVIEW, DERIVED, CONVENED)
SITTING: Facts = (*CALLED, OPENED.with_(present=("chair-1", "member-1", "member-2")))
AFTER_DECIDING: Facts = (*BEFORE_THE_PANEL, DECIDED, CONSIDERED)
OVER: Facts = (*AFTER_DECIDING, PanelClosed())
DECIDE = DecideRatings(inspection=INSPECTION, panel=PANEL, derivation=DERIVED.trace_digest)
PACK = IssuePack(
    panel=PANEL, inspection=INSPECTION, pack="6" * 64, derivation=DERIVED.trace_digest, page="7" * 64
)
ISSUED = PackIssued(inspection=INSPECTION, pack="6" * 64, document="7" * 64, under=UNDER)
ABSENT = Deputising(place_of="director-1", why="absent")


def state(story: Story, panel: str = PANEL) -> Panel:
    found: Panel = story.state(f"panel-{panel}")
    return found


def asking(*, quorum: int = 2, facts: Facts, **rules: Any) -> Story:
    """The same under a kind of inspection whose panel is asked for more."""
    protocol = PROTOCOL.with_(panel=PanelRule(quorum=quorum, citation="a test", **rules))
    bound = ANNOUNCED.with_(protocol=ANNOUNCED.protocol.with_(digest=protocol.digest))
    changed = [bound if fact is ANNOUNCED else fact for fact in facts]
    return given(*changed).under(library=Library.of([protocol], [FRAMEWORK], [SCHEME]))


def other_panel(**changes: Any) -> On:
    called = CONVENED.with_(meets_on=day("2018-09-05"), agenda=(AgendaItem(inspection="south-2018"),))
    return On(f"panel-{OTHER}", called.with_(**changes))


def put_off(cause: str, reason: str, to: str | None = None, present: tuple[str, ...] = ()) -> ItemDeferred:
    return ItemDeferred.model_validate(
        {"inspection": INSPECTION, "cause": cause, "reason": reason, "to": to, "present": present}
    )


# Calling it

CALL = ConvenePanel(
    panel=PANEL,
    meets_on=day(ON_THE_DAY),
    chair="chair-1",
    members=("chair-1", "member-1", "member-2"),
    agenda=(INSPECTION,),
)


def test_papers_and_minutes_are_due_as_the_kind_of_inspection_says() -> None:
    story = asking(facts=AT_PANEL_REVIEW, papers_days=5, minutes_days=3)
    convened = story.when(CALL, on="2018-07-30").then_one(PanelConvened)
    # Five working days before Wednesday 8 August is Wednesday 1 August.
    assert convened.agenda == (AgendaItem(inspection=INSPECTION, papers_due=day("2018-08-01")),)
    assert convened.minutes_days == 3


def test_papers_that_were_due_before_the_meeting_was_called_are_due_that_day() -> None:
    story = asking(facts=AT_PANEL_REVIEW, papers_days=5)
    convened = story.when(CALL, on="2018-08-07").then_one(PanelConvened)
    assert convened.agenda[0].papers_due == day("2018-08-07")


def test_a_deputy_in_the_chair_says_for_whom_and_why() -> None:
    deputy = CALL.with_(in_place_of="director-1", why="absent")
    given(*AT_PANEL_REVIEW).when(deputy, on="2018-08-01").then(CONVENED.with_(deputising=ABSENT))
    for unclear in (CALL.with_(in_place_of="director-1"), CALL.with_(why="absent")):
        given(*AT_PANEL_REVIEW).when(unclear, on="2018-08-01").then_refused("deputy-unclear")


def test_a_kind_of_inspection_without_a_panel_is_on_no_agenda() -> None:
    protocol = PROTOCOL.with_(panel=None, decides=Role.CHIEF_INSPECTOR)
    bound = ANNOUNCED.with_(protocol=ANNOUNCED.protocol.with_(digest=protocol.digest))
    facts = [bound if fact is ANNOUNCED else fact for fact in AT_PANEL_REVIEW]
    story = given(*facts).under(library=Library.of([protocol], [FRAMEWORK], [SCHEME]))
    story.when(CALL, on="2018-08-01").then_refused("no-panel", INSPECTION)
    table = TableItem(panel=OTHER, inspection=INSPECTION, reason="It is ready.")
    story.and_(other_panel()).when(table, on="2018-08-01").then_refused("no-panel", INSPECTION)


def test_a_calendar_that_ends_too_early_is_said_so() -> None:
    from tests.support.example import SHORT_CALENDAR

    story = asking(facts=AT_PANEL_REVIEW, papers_days=5).under(calendar=SHORT_CALENDAR)
    story.when(CALL, on="2018-06-05").then_refused("calendar-exhausted")
    south = story.and_(WITH_SOUTH, other_panel(meets_on=day("2018-08-08")))
    south.when(TableItem(panel=OTHER, inspection=INSPECTION, reason="Ready."), on="2018-06-05").then_refused(
        "calendar-exhausted"
    )


def test_somebody_more_is_invited_until_it_is_over() -> None:
    invite = InviteMember(panel=PANEL, member="member-3")
    story = given(*CALLED).when(invite, on="2018-08-01").then(MemberInvited(member="member-3"))
    story.when(invite, on="2018-08-01").then_nothing()
    given(*SITTING).when(invite, on=ON_THE_DAY).then(MemberInvited(member="member-3"))
    given().when(invite, on="2018-08-01").then_refused("unknown-panel")
    given(*CALLED, PanelCalledOff(reason="x")).when(invite, on="2018-08-01").then_refused("panel-called-off")
    given(*OVER).when(invite, on=ON_THE_DAY).then_refused("panel-closed")


# The agenda


def test_an_item_comes_onto_the_agenda_with_a_reason_until_the_meeting_opens() -> None:
    table = TableItem(panel=PANEL, inspection="south-2018", reason="It is ready early.")
    tabled = ItemTabled(item=AgendaItem(inspection="south-2018"), reason="It is ready early.")
    story = given(*CALLED, WITH_SOUTH).when(table, on="2018-08-01").then(tabled)
    assert state(story).agenda == (INSPECTION, "south-2018")
    story.when(table, on="2018-08-01").then_refused("on-agenda")
    given(*SITTING, WITH_SOUTH).when(table, on=ON_THE_DAY).then_refused("panel-already-open")
    given(WITH_SOUTH).when(table, on="2018-08-01").then_refused("unknown-panel")
    off = PanelCalledOff(reason="Too few can come.")
    given(*CALLED, WITH_SOUTH, off).when(table, on="2018-08-01").then_refused("panel-called-off")


def test_what_comes_onto_the_agenda_is_an_inspection_under_way() -> None:
    unknown = TableItem(panel=PANEL, inspection="nowhere-2018", reason="x")
    given(*CALLED).when(unknown, on="2018-08-01").then_refused("unknown-inspection", "nowhere-2018")
    story = given(*CALLED, WITH_SOUTH)
    story = story.when(CancelInspection(inspection="south-2018", reason="x"), on="2018-08-01").story
    over = TableItem(panel=PANEL, inspection="south-2018", reason="x")
    story.when(over, on="2018-08-01").then_refused("inspection-over", "cancelled")


def test_an_item_that_another_meeting_put_off_says_so() -> None:
    table = TableItem(panel=OTHER, inspection=INSPECTION, deferred_from=PANEL, reason="As agreed.")
    before = given(*SITTING, WITH_SOUTH, other_panel())
    before.when(table, on="2018-08-09").then_refused("not-deferred", PANEL)
    story = before.and_(put_off("panel", "More is needed."))
    item = AgendaItem(inspection=INSPECTION, deferred_from=PANEL)
    story.when(table, on="2018-08-09").then(On(f"panel-{OTHER}", ItemTabled(item=item, reason="As agreed.")))


def test_an_item_is_taken_off_with_a_reason_but_never_the_last_one() -> None:
    two = CONVENED.with_(agenda=(AgendaItem(inspection=INSPECTION), AgendaItem(inspection="south-2018")))
    story = given(*AT_PANEL_REVIEW, WITH_SOUTH, two)
    remove = RemoveItem(panel=PANEL, inspection="south-2018", reason="Not ready.")
    left = story.when(remove, on="2018-08-01").then(ItemRemoved(inspection="south-2018", reason="Not ready."))
    left.when(remove, on="2018-08-01").then_refused("not-on-agenda")
    left.when(remove.with_(inspection=INSPECTION), on="2018-08-01").then_refused("nothing-left")
    given(*SITTING).when(remove, on=ON_THE_DAY).then_refused("panel-already-open")
    given().when(remove, on="2018-08-01").then_refused("unknown-panel")
    story.and_(PanelCalledOff(reason="x")).when(remove, on="2018-08-01").then_refused("panel-called-off")


def test_the_agenda_is_put_in_order_with_times() -> None:
    two = CONVENED.with_(agenda=(AgendaItem(inspection=INSPECTION), AgendaItem(inspection="south-2018")))
    story = given(*AT_PANEL_REVIEW, WITH_SOUTH, two)
    first = AgendaTime(inspection="south-2018", starts_at="10:00", minutes=45)
    second = AgendaTime(inspection=INSPECTION, starts_at="11:00")
    arrange = ArrangeAgenda(panel=PANEL, items=(first, second))
    arranged = story.when(arrange, on="2018-08-01").then(AgendaArranged(items=(first, second)))
    assert state(arranged).agenda == ("south-2018", INSPECTION)
    assert state(arranged).items["south-2018"].minutes == 45
    backwards = arrange.with_(items=(first, second.with_(starts_at="09:00")))
    story.when(backwards, on="2018-08-01").then_refused("times-reversed")
    story.when(arrange.with_(items=(first,)), on="2018-08-01").then_refused("not-the-agenda", INSPECTION)
    given(*SITTING).when(arrange, on=ON_THE_DAY).then_refused("panel-already-open")
    given().when(arrange, on="2018-08-01").then_refused("unknown-panel")
    story.and_(PanelCalledOff(reason="x")).when(arrange, on="2018-08-01").then_refused("panel-called-off")


def test_a_meeting_is_called_off_and_its_items_wait_for_another() -> None:
    call_off = CallOffPanel(panel=PANEL, reason="Too few can come.")
    story = (
        given(*CALLED)
        .when(call_off, on="2018-08-01")
        .then(put_off("called-off", "Too few can come."), PanelCalledOff(reason="Too few can come."))
    )
    story.when(OpenPanel(panel=PANEL, present=("chair-1",)), on=ON_THE_DAY).then_refused("panel-called-off")
    story.when(call_off, on="2018-08-01").then_refused("panel-called-off")
    given(*SITTING).when(call_off, on=ON_THE_DAY).then_refused("panel-already-open")
    given().when(call_off, on="2018-08-01").then_refused("unknown-panel")
    agenda = react(state(story))
    assert agenda.stage == "over"
    assert [duty.about for duty in agenda.duties] == ["meeting", "called-off"]


# The papers


def test_papers_are_issued_on_exactly_what_is_before_the_panel() -> None:
    story = given(*CALLED).when(PACK, on="2018-08-06").then(ISSUED)
    story.when(PACK, on="2018-08-06").then_nothing()
    again = PACK.with_(pack="8" * 64)
    story.when(again, on="2018-08-06").then(ISSUED.with_(pack="8" * 64))
    given(*CALLED).when(PACK.with_(derivation="0" * 64), on="2018-08-06").then_refused("stale-pack")


def test_papers_are_issued_only_for_an_item_that_is_still_to_be_decided() -> None:
    given(*AT_PANEL_REVIEW, CONVENED).when(PACK, on="2018-08-06").then_refused("nothing-proposed")
    given(*OVER).when(PACK, on=ON_THE_DAY).then_refused("panel-over")
    given(*CALLED).when(PACK.with_(inspection="south-2018"), on="2018-08-06").then_refused("not-on-agenda")
    given(*AFTER_DECIDING).when(PACK, on=ON_THE_DAY).then_refused("item-not-listed", "decided")


def test_the_decision_names_the_pack_that_was_before_the_panel() -> None:
    story = given(*BEFORE_THE_PANEL, ISSUED)
    story.when(DECIDE, on=ON_THE_DAY).then_refused("stale-pack", ISSUED.pack)
    decided = story.when(DECIDE.with_(pack=ISSUED.pack), on=ON_THE_DAY).events[0][1]
    assert isinstance(decided, RatingsDecided)
    assert decided.sitting is not None
    assert (decided.sitting.pack, decided.sitting.under) == (ISSUED.pack, UNDER)


def test_a_pack_that_was_never_issued_was_not_before_the_panel() -> None:
    given(*BEFORE_THE_PANEL).when(DECIDE.with_(pack="6" * 64), on=ON_THE_DAY).then_refused("no-pack")
    asking(facts=BEFORE_THE_PANEL, pack=True).when(DECIDE, on=ON_THE_DAY).then_refused("no-pack")


def test_a_pack_is_stale_when_something_under_it_changes_and_it_is_said_what() -> None:
    anew = DERIVED.with_(trace='{"a":1}', trace_digest=sha256_hex(b'{"a":1}'))
    worse = PROPOSALS[1].with_(rating="inadequate")
    story = given(*BEFORE_THE_PANEL, ISSUED, worse, anew)
    decide = DECIDE.with_(derivation=anew.trace_digest, pack=ISSUED.pack)
    story.when(decide, on=ON_THE_DAY).then_refused("stale-pack", "the proposal for 1.2; the derived ratings")


def test_papers_that_do_not_come_in_time_are_overdue_once() -> None:
    due = CONVENED.with_(agenda=(AgendaItem(inspection=INSPECTION, papers_due=day("2018-08-01")),))
    story = given(*AT_PANEL_REVIEW, due)
    passed = RecordPanelDeadlinePassed(panel=PANEL, deadline=f"papers-{INSPECTION}", due=day("2018-08-01"))
    story.when(passed, on="2018-08-01").then_refused("not-yet")
    late = story.when(passed, on="2018-08-02").then(
        PapersOverdue(inspection=INSPECTION, due=day("2018-08-01"))
    )
    late.when(passed, on="2018-08-02").then_nothing()
    given().when(passed, on="2018-08-02").then_refused("unknown-panel")
    assert react(state(story)).deadlines[0].awaits == f"the papers on {INSPECTION}"
    assert react(state(story.and_(ISSUED))).deadlines == ()
    assert "notice-papers-overdue-north-2018" in {duty.id for duty in react(state(late)).duties}


def test_the_members_are_told_of_the_meeting_once() -> None:
    sent = RecordPanelNoticeSent(panel=PANEL, notice="meeting", document="e" * 64)
    told = PanelNoticeSent(notice="meeting", document="e" * 64, to=())
    story = given(*CALLED).when(sent, on="2018-08-01").then(told)
    story.when(sent, on="2018-08-01").then_nothing()
    given().when(sent, on="2018-08-01").then_refused("unknown-panel")


# Who is there


def test_members_come_and_go_and_the_chair_only_when_another_has_taken_it() -> None:
    attend = AttendPanel(panel=PANEL, member="member-2")
    story = given(*BEFORE_THE_PANEL).when(attend, on=ON_THE_DAY).then(MemberArrived(member="member-2"))
    story.when(attend, on=ON_THE_DAY).then_nothing()
    leave = LeavePanel(panel=PANEL, member="member-1")
    gone = story.when(leave, on=ON_THE_DAY).then(MemberLeft(member="member-1"))
    gone.when(leave, on=ON_THE_DAY).then_nothing()
    assert state(gone).present == ("chair-1", "member-2")
    gone.when(LeavePanel(panel=PANEL, member="chair-1"), on=ON_THE_DAY).then_refused("chair-absent")
    gone.when(AttendPanel(panel=PANEL, member="visitor-1"), on=ON_THE_DAY).then_refused("not-a-member")
    for command in (attend, leave):
        given(*CALLED).when(command, on=ON_THE_DAY).then_refused("panel-not-sitting")


def test_a_deputy_takes_the_chair_for_whom_and_why() -> None:
    take = TakeChair(panel=PANEL, chair="member-1", in_place_of="chair-1", why="barred")
    taken = ChairTaken(chair="member-1", deputising=Deputising(place_of="chair-1", why="barred"))
    story = given(*SITTING).when(take, on=ON_THE_DAY).then(taken)
    story.when(take, on=ON_THE_DAY).then_nothing()
    story.when(LeavePanel(panel=PANEL, member="chair-1"), on=ON_THE_DAY).then(MemberLeft(member="chair-1"))
    given(*CALLED).when(take, on="2018-08-01").then(taken)
    given(*SITTING).when(take.with_(why=None), on=ON_THE_DAY).then_refused("deputy-unclear")
    given(*SITTING).when(take.with_(chair="visitor-1"), on=ON_THE_DAY).then_refused("not-a-member")
    given(*BEFORE_THE_PANEL).when(take.with_(chair="member-2"), on=ON_THE_DAY).then_refused("not-present")
    given(*OVER).when(take, on=ON_THE_DAY).then_refused("panel-closed")
    given().when(take, on=ON_THE_DAY).then_refused("unknown-panel")
    off = PanelCalledOff(reason="x")
    given(*CALLED, off).when(take, on="2018-08-01").then_refused("panel-called-off")


# Who may decide


def leading(member: str, facts: Facts) -> Story:
    led = ANNOUNCED.with_(lead=member)
    return given(*(led if fact is ANNOUNCED else fact for fact in facts))


def test_who_leads_the_inspection_neither_decides_nor_counts_towards_the_quorum() -> None:
    decided = leading("member-2", SITTING).when(DECIDE, on=ON_THE_DAY).events[0][1]
    assert isinstance(decided, RatingsDecided)
    assert decided.sitting is not None
    assert decided.sitting.deciding == ("chair-1", "member-1")
    assert decided.sitting.barred == (Barred(member="member-2", ground="leads-it"),)
    assert decided.present == ("chair-1", "member-1", "member-2")
    few = leading("member-1", BEFORE_THE_PANEL)
    few.when(DECIDE, on=ON_THE_DAY).then_refused("no-quorum", "1 of them take no part")


def test_who_leads_the_inspection_does_not_chair_its_item() -> None:
    leading("chair-1", SITTING).when(DECIDE, on=ON_THE_DAY).then_refused("chair-barred")
    taken = ChairTaken(chair="member-1", deputising=Deputising(place_of="chair-1", why="barred"))
    decided = leading("chair-1", (*SITTING, taken)).when(DECIDE, on=ON_THE_DAY).events[0][1]
    assert isinstance(decided, RatingsDecided)
    assert decided.sitting is not None
    assert (decided.sitting.chair, decided.sitting.deputising) == ("member-1", taken.deputising)


def test_who_read_its_cases_does_not_decide() -> None:
    read = On(CASE, CaseAllocated(reader="member-2"))
    decided = given(*SITTING, read).when(DECIDE, on=ON_THE_DAY).events[0][1]
    assert isinstance(decided, RatingsDecided)
    assert decided.sitting is not None
    assert decided.sitting.barred == (Barred(member="member-2", ground="read-its-cases"),)


def test_who_leads_it_or_read_its_cases_does_not_even_record_the_decision() -> None:
    leading("panel-chair-1", SITTING).when(DECIDE, on=ON_THE_DAY).then_refused("may-not-decide")
    read = On(CASE, CaseAllocated(reader="panel-chair-1"))
    given(*SITTING, read).when(DECIDE, on=ON_THE_DAY).then_refused("may-not-decide")


def test_a_member_declares_an_interest_at_the_meeting_and_takes_no_part() -> None:
    recuse = RecuseMember(panel=PANEL, inspection=INSPECTION, member="member-2", ground="worked-there")
    recused = MemberRecused(inspection=INSPECTION, member="member-2", ground="worked-there")
    story = given(*SITTING).when(recuse, on=ON_THE_DAY).then(recused)
    story.when(recuse, on=ON_THE_DAY).then_nothing()
    decided = story.when(DECIDE, on=ON_THE_DAY).events[0][1]
    assert isinstance(decided, RatingsDecided)
    assert decided.sitting is not None
    assert decided.sitting.barred == (Barred(member="member-2", ground="worked-there"),)
    given(*CALLED).when(recuse, on="2018-08-01").then(recused)


ADA = "person-" + "a" * 32


class _Interested:
    """A person on the record with an interest in the provider until the end of 2018."""

    def interests_on(self, on: date) -> tuple[str, ...]:
        return ("north",) if on <= day("2018-12-31") else ()


def with_ada(*facts: Event | On) -> Story:
    """The same, where one member is on the record as a person with an interest."""
    story = given(*facts)
    return replace(story, _known={**story._known, ADA: _Interested()})


def test_a_declared_interest_in_the_provider_bars_a_member_from_its_item_by_itself() -> None:
    members = ("chair-1", "member-1", ADA)
    called = (*AT_PANEL_REVIEW, DERIVED, CONVENED.with_(members=members))
    barred = MemberRecused(inspection=INSPECTION, member=ADA, ground="declared-interest")
    opened = OPENED.with_(present=members)
    story = (
        with_ada(*called).when(OpenPanel(panel=PANEL, present=members), on=ON_THE_DAY).then(opened, barred)
    )
    decided = story.when(DECIDE, on=ON_THE_DAY).events[0][1]
    assert isinstance(decided, RatingsDecided)
    assert decided.sitting is not None
    assert decided.sitting.barred == (Barred(member=ADA, ground="declared-interest"),)
    later = with_ada(*called, OPENED)
    later.when(AttendPanel(panel=PANEL, member=ADA), on=ON_THE_DAY).then(MemberArrived(member=ADA), barred)
    later.when(AttendPanel(panel=PANEL, member=ADA), on="2019-01-02").then(MemberArrived(member=ADA))


def test_interests_that_leave_too_few_of_all_invited_put_the_item_off_at_once() -> None:
    members = ("chair-1", ADA)
    called = (*AT_PANEL_REVIEW, DERIVED, CONVENED.with_(members=members))
    story = with_ada(*called).when(OpenPanel(panel=PANEL, present=("chair-1",)), on=ON_THE_DAY)
    story.then(
        OPENED.with_(present=("chair-1",)),
        put_off("quorum", "Of 2 invited, 1 may decide on it; 2 are needed.", None, ("chair-1",)),
    )


def test_a_recusal_that_leaves_too_few_puts_the_item_off() -> None:
    recuse = RecuseMember(panel=PANEL, inspection=INSPECTION, member="member-1", ground="interest")
    story = (
        given(*BEFORE_THE_PANEL)
        .when(recuse, on=ON_THE_DAY)
        .then(
            MemberRecused(inspection=INSPECTION, member="member-1", ground="interest"),
            put_off(
                "quorum", "Of 2 present, 1 may decide on it after this; 2 are needed.", None, OPENED.present
            ),
        )
    )
    story.when(DECIDE, on=ON_THE_DAY).then_refused("item-not-listed", "deferred")
    again = RetableItem(panel=PANEL, inspection=INSPECTION, reason="Another member came.")
    story = story.when(AttendPanel(panel=PANEL, member="member-2"), on=ON_THE_DAY).story
    story = story.when(again, on=ON_THE_DAY).then(
        ItemRetabled(inspection=INSPECTION, reason="Another member came.")
    )
    assert story.when(DECIDE, on=ON_THE_DAY).refusal is None


def test_a_recusal_is_of_a_member_from_an_item_that_is_still_to_be_decided() -> None:
    recuse = RecuseMember(panel=PANEL, inspection=INSPECTION, member="member-1", ground="other")
    given().when(recuse, on=ON_THE_DAY).then_refused("unknown-panel")
    given(*CALLED, PanelCalledOff(reason="x")).when(recuse, on=ON_THE_DAY).then_refused("panel-called-off")
    given(*OVER).when(recuse, on=ON_THE_DAY).then_refused("panel-closed")
    given(*AFTER_DECIDING).when(recuse, on=ON_THE_DAY).then_refused("item-not-listed", "decided")
    given(*SITTING).when(recuse.with_(member="visitor-1"), on=ON_THE_DAY).then_refused("not-a-member")
    given(*SITTING).when(recuse.with_(inspection="south-2018"), on=ON_THE_DAY).then_refused("not-on-agenda")


def test_an_item_that_too_few_of_all_invited_may_decide_is_put_off_at_once() -> None:
    only = CONVENED.with_(members=("chair-1", "member-1"))
    story = leading("member-1", (*AT_PANEL_REVIEW, DERIVED, only))
    story.when(OpenPanel(panel=PANEL, present=OPENED.present), on=ON_THE_DAY).then(
        OPENED, put_off("quorum", "Of 2 invited, 1 may decide on it; 2 are needed.", None, OPENED.present)
    )


def test_a_kind_of_inspection_may_want_a_word_on_consistency() -> None:
    story = asking(facts=BEFORE_THE_PANEL, consistency=True)
    story.when(DECIDE, on=ON_THE_DAY).then_refused("consistency-missing")
    said = DECIDE.with_(consistency="In line with the other two divisions.")
    decided = story.when(said, on=ON_THE_DAY).events[0][1]
    assert isinstance(decided, RatingsDecided)
    assert decided.sitting is not None
    assert decided.sitting.consistency == said.consistency


# What becomes of an item


def test_an_item_is_put_off_to_another_meeting() -> None:
    defer = DeferItem(panel=PANEL, inspection=INSPECTION, to=OTHER, reason="More is needed.")
    story = given(*BEFORE_THE_PANEL, WITH_SOUTH, other_panel())
    item = AgendaItem(inspection=INSPECTION, deferred_from=PANEL)
    after = story.when(defer, on=ON_THE_DAY).then(
        put_off("panel", "More is needed.", OTHER, OPENED.present),
        On(f"panel-{OTHER}", ItemTabled(item=item, reason="More is needed.")),
    )
    assert state(after, OTHER).agenda == ("south-2018", INSPECTION)
    after.when(defer, on=ON_THE_DAY).then_refused("item-not-listed", "deferred")
    nowhere = given(*BEFORE_THE_PANEL).when(defer.with_(to=None), on=ON_THE_DAY)
    nowhere.then(put_off("panel", "More is needed.", None, OPENED.present))


def test_an_item_is_put_off_only_to_a_meeting_that_can_take_it() -> None:
    defer = DeferItem(panel=PANEL, inspection=INSPECTION, to=OTHER, reason="x")
    story = given(*BEFORE_THE_PANEL, WITH_SOUTH)
    story.when(defer, on=ON_THE_DAY).then_refused("unknown-panel", OTHER)
    story.when(defer.with_(to=PANEL), on=ON_THE_DAY).then_refused("to-itself")
    story.when(defer.with_(inspection="south-2018"), on=ON_THE_DAY).then_refused("not-on-agenda")
    off = On(f"panel-{OTHER}", PanelCalledOff(reason="x"))
    story.and_(other_panel(), off).when(defer, on=ON_THE_DAY).then_refused("panel-called-off", OTHER)
    opened = On(f"panel-{OTHER}", OPENED)
    story.and_(other_panel(), opened).when(defer, on=ON_THE_DAY).then_refused("panel-already-open", OTHER)
    has_it = other_panel(agenda=(AgendaItem(inspection=INSPECTION),))
    story.and_(has_it).when(defer, on=ON_THE_DAY).then_refused("on-agenda", OTHER)
    given(*CALLED).when(defer, on=ON_THE_DAY).then_refused("panel-not-sitting")
    cancel = CancelInspection(inspection=INSPECTION, reason="x")
    over = story.and_(other_panel()).when(cancel, on=ON_THE_DAY).story
    over.when(defer, on=ON_THE_DAY).then_refused("inspection-over")
    late = asking(facts=(*BEFORE_THE_PANEL, WITH_SOUTH), papers_days=200).and_(other_panel())
    late.when(defer, on=ON_THE_DAY).then_refused("calendar-exhausted")
    without = PROTOCOL.with_(panel=None, decides=Role.CHIEF_INSPECTOR)
    bound = ANNOUNCED.with_(protocol=ANNOUNCED.protocol.with_(digest=without.digest))
    story = given(*(bound if fact is ANNOUNCED else fact for fact in BEFORE_THE_PANEL), other_panel())
    story = story.under(library=Library.of([without], [FRAMEWORK], [SCHEME]))
    story.when(defer, on=ON_THE_DAY).then_refused("no-panel")


def test_an_item_is_taken_up_again_only_if_no_decision_on_it_stands() -> None:
    again = RetableItem(panel=PANEL, inspection=INSPECTION, reason="A proposal has changed.")
    given(*BEFORE_THE_PANEL).when(again, on=ON_THE_DAY).then_nothing()
    given(*AFTER_DECIDING).when(again, on=ON_THE_DAY).then_refused("decision-stands")
    given(*BEFORE_THE_PANEL, CONSIDERED).when(again, on=ON_THE_DAY).then(
        ItemRetabled(inspection=INSPECTION, reason="A proposal has changed.")
    )
    given(*OVER).when(again, on=ON_THE_DAY).then_refused("panel-not-sitting")
    elsewhere = again.with_(inspection="south-2018")
    given(*SITTING).when(elsewhere, on=ON_THE_DAY).then_refused("not-on-agenda")


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
    approved = (*OVER, drafted(OVER), MinutesApproved(minutes=drafted(OVER).minutes, chair="chair-1"))
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
    done = corrected.when(approve.with_(minutes=better), on="2018-08-10").then(
        MinutesApproved(minutes=better, chair="chair-1")
    )
    done.when(approve.with_(minutes=better), on="2018-08-10").then_nothing()
    done.when(draft, on="2018-08-10").then_refused("minutes-approved")
    reopened = done.when(correct.with_(text="All agreed at last."), on="2018-08-13").story
    written = state(reopened).written
    assert written is not None
    assert written.approved_by is None


def test_minutes_are_of_a_meeting_that_is_over() -> None:
    given(*SITTING).when(DraftMinutes(panel=PANEL, text="x"), on=ON_THE_DAY).then_refused("panel-not-over")
    correct = CorrectMinutes(panel=PANEL, text="x", reason="y")
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


# Of before


def test_earlier_meetings_told_their_members_without_us_and_had_their_minutes_at_the_close() -> None:
    said: dict[str, dict[str, Any]] = {
        "panel.convened.v1": {
            "meets_on": day(ON_THE_DAY),
            "chair": "chair-1",
            "members": ("chair-1",),
            "agenda": (INSPECTION,),
        },
        "panel.closed.v1": {"minutes": "All agreed."},
    }
    now: list[Event] = [step.turn(step.old.model_validate(said[step.old.name])) for step in UPCASTERS]
    assert now == [
        CONVENED.with_(members=("chair-1",), notify=False),
        PanelClosed(minutes="All agreed."),
    ]
    assert react(state(given(*AT_PANEL_REVIEW, now[0]))).duties == ()
