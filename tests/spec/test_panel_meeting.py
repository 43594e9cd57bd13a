"""A meeting of the ratings panel: its members, its agenda, its papers, and who is there (004 §4.17)."""

from typing import Any

import pytest

from domain.canonical import sha256_hex
from domain.dated_rules.library import Library
from domain.decider import On
from domain.evidence.events import EnquiryCarried, EnquiryOpened
from domain.inspections.commands import (
    CancelInspection,
)
from domain.inspections.events import (
    CorrelationChecked,
    RatingsDecided,
)
from domain.inspections.folding.panel_review import decision_digest
from domain.messages import Event
from domain.panels.commands import (
    ArrangeAgenda,
    AttendPanel,
    CallOffPanel,
    ConvenePanel,
    InviteMember,
    LeavePanel,
    OpenPanel,
    RecordPanelDeadlinePassed,
    RecordPanelNoticeSent,
    RemoveItem,
    TableItem,
    TakeChair,
)
from domain.panels.earlier_events import UPCASTERS
from domain.panels.events import (
    AgendaArranged,
    AgendaItem,
    AgendaTime,
    ChairTaken,
    ItemRemoved,
    ItemTabled,
    MemberArrived,
    MemberInvited,
    MemberLeft,
    PackIssued,
    PanelCalledOff,
    PanelClosed,
    PanelConvened,
    PanelNoticeSent,
    PapersOverdue,
)
from domain.panels.react import react
from domain.people.deputising import Deputising
from domain.people.roles import Role
from domain.working_days import WorkingDays, in_words
from tests.support.example import (
    ANNOUNCED,
    AT_PANEL_REVIEW,
    BEFORE_THE_PANEL,
    CONVENED,
    DECIDED,
    DERIVED,
    FRAMEWORK,
    INSPECTION,
    PANEL,
    PROPOSALS,
    PROTOCOL,
    SCHEME,
    UNDER,
    day,
)
from tests.support.panel_ground import (
    ABSENT,
    AFTER_DECIDING,
    CALLED,
    DECIDE,
    ISSUED,
    ON_THE_DAY,
    OTHER,
    OVER,
    PACK,
    SITTING,
    SOUTH,
    WITH_SOUTH,
    asking,
    other_panel,
    put_off,
    state,
)
from tests.support.specification import Result, given

# Calling it

CALL = ConvenePanel(
    panel=PANEL,
    meets_on=day(ON_THE_DAY),
    chair="panel-chair-1",
    members=("panel-chair-1", "member-1", "member-2"),
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
    south.when(
        TableItem(panel=OTHER, inspection=INSPECTION, reason="It is ready."), on="2018-06-05"
    ).then_refused("calendar-exhausted")


def test_somebody_more_is_invited_until_it_is_over() -> None:
    invite = InviteMember(panel=PANEL, member="member-3")
    story = given(*CALLED).when(invite, on="2018-08-01").then(MemberInvited(member="member-3"))
    story.when(invite, on="2018-08-01").then_nothing()
    given(*SITTING).when(invite, on=ON_THE_DAY).then(MemberInvited(member="member-3"))
    given().when(invite, on="2018-08-01").then_refused("unknown-panel")
    given(*CALLED, PanelCalledOff(reason="It is so.")).when(invite, on="2018-08-01").then_refused(
        "panel-called-off"
    )
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
    unknown = TableItem(panel=PANEL, inspection="nowhere-2018", reason="It is so.")
    given(*CALLED).when(unknown, on="2018-08-01").then_refused("unknown-inspection", "nowhere-2018")
    story = given(*CALLED, WITH_SOUTH)
    story = story.when(CancelInspection(inspection="south-2018", reason="It is so."), on="2018-08-01").story
    over = TableItem(panel=PANEL, inspection="south-2018", reason="It is so.")
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
    story.and_(PanelCalledOff(reason="It is so.")).when(remove, on="2018-08-01").then_refused(
        "panel-called-off"
    )


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
    story.and_(PanelCalledOff(reason="It is so.")).when(arrange, on="2018-08-01").then_refused(
        "panel-called-off"
    )


def test_a_meeting_is_called_off_and_its_items_wait_for_another() -> None:
    call_off = CallOffPanel(panel=PANEL, reason="Too few can come.")
    story = (
        given(*CALLED)
        .when(call_off, on="2018-08-01")
        .then(put_off("called-off", "Too few can come."), PanelCalledOff(reason="Too few can come."))
    )
    story.when(OpenPanel(panel=PANEL, present=("panel-chair-1",)), on=ON_THE_DAY).then_refused(
        "panel-called-off"
    )
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


def test_a_pack_is_stale_when_an_enquiry_comes_before_the_panel_or_the_case_results_are_looked_at_again() -> (
    None
):
    opened = EnquiryOpened(
        enquiry="risks",
        question="Are risks known?",
        bears_on=("1.1",),
        from_gap=False,
    )
    carried = EnquiryCarried(enquiry="risks", reason="Nobody could say.")
    room = f"evidence-{INSPECTION}"
    with_it = given(*BEFORE_THE_PANEL, On(room, opened), On(room, carried))
    with_it.and_(ISSUED).when(DECIDE.with_(pack=ISSUED.pack), on=ON_THE_DAY).then_refused(
        "stale-pack", "the lines of enquiry carried to the panel: risks"
    )
    issued = with_it.when(PACK.with_(late_because="An enquiry was carried."), on=ON_THE_DAY).story
    decided = issued.when(DECIDE.with_(pack=PACK.pack), on=ON_THE_DAY).events[0][1]
    assert isinstance(decided, RatingsDecided)
    assert decided.sitting is not None
    assert [code for code, _ in decided.sitting.under.carried] == ["risks"]
    looked = CorrelationChecked(compared="0" * 64, checked_on=day(ON_THE_DAY), standards=())
    issued.and_(looked).when(DECIDE.with_(pack=PACK.pack), on=ON_THE_DAY).then_refused(
        "stale-pack", "the look at the proposals beside the case results"
    )


def decided_beside(*, rating: str = "good") -> tuple[tuple[On, ...], str]:
    """Another inspection of the year as a panel decided it, and the digest of that decision."""
    there = "inspection-south-2018"
    decided = DECIDED.with_(overall=rating, sitting=None)
    return tuple(On(there, each) for each in (SOUTH, DERIVED, decided)), decision_digest(decided)


def test_a_pack_is_stale_when_a_rating_that_it_shows_beside_these_is_decided_anew() -> None:
    others, digest = decided_beside()
    with_it = PACK.with_(beside=(("south-2018", digest),))
    story = given(*BEFORE_THE_PANEL, *others)
    story.when(PACK.with_(beside=(("south-2018", "0" * 64),)), on="2018-08-06").then_refused(
        "stale-pack", "beside these"
    )
    under = UNDER.with_(beside=with_it.beside)
    issued = story.when(with_it, on="2018-08-06").then(ISSUED.with_(under=under))
    decide = DECIDE.with_(pack=PACK.pack)
    decided = issued.when(decide, on=ON_THE_DAY).events[0][1]
    assert isinstance(decided, RatingsDecided)
    assert decided.sitting is not None
    assert decided.sitting.under == under
    anew = On("inspection-south-2018", DECIDED.with_(overall="inadequate", sitting=None))
    issued.and_(anew).when(decide, on=ON_THE_DAY).then_refused(
        "stale-pack", "the ratings of south-2018, which are set beside these"
    )


def _late(outcome: Result) -> str | None:
    """Why the papers that were issued came late."""
    ((_, issued),) = outcome.events
    assert isinstance(issued, PackIssued)
    return issued.late_because


@pytest.mark.parametrize(
    ("papers_days", "in_time", "late"),
    [
        (None, "2018-08-07", "2018-08-08"),
        (0, "2018-08-08", None),
        (1, "2018-08-07", "2018-08-08"),
        (3, "2018-08-03", "2018-08-06"),
        (5, "2018-08-01", "2018-08-02"),
    ],
)
def test_papers_that_leave_members_less_time_to_read_than_the_kind_gives_them_say_why(
    papers_days: int | None, in_time: str, late: str | None
) -> None:
    story = asking(facts=CALLED, papers_days=papers_days)
    reasoned = PACK.with_(late_because="The last case was read on Friday.")
    assert _late(story.when(PACK, on=in_time)) is None
    story.when(reasoned, on=in_time).then_refused("reason-idle")
    if late is not None:
        story.when(PACK, on=late).then_refused("reason-missing", in_words(day(in_time)))
        assert _late(story.when(reasoned, on=late)) == reasoned.late_because


def test_no_papers_are_issued_where_the_calendar_does_not_say_by_when_they_were_due() -> None:
    late = WorkingDays.of("from-that-week", day("2018-08-06"), day("2018-12-31"))
    story = asking(facts=CALLED, papers_days=5).under(calendar=late)
    story.when(PACK, on="2018-08-06").then_refused("calendar-exhausted", "from-that-week")


def test_the_time_to_read_is_the_same_for_papers_that_are_issued_again() -> None:
    again = PACK.with_(pack="8" * 64)
    story = asking(facts=(*CALLED, ISSUED), papers_days=3)
    story.when(PACK, on=ON_THE_DAY).then_nothing()
    story.when(again, on=ON_THE_DAY).then_refused("reason-missing", "3 working days")


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
    assert state(gone).present == ("panel-chair-1", "member-2")
    gone.when(LeavePanel(panel=PANEL, member="panel-chair-1"), on=ON_THE_DAY).then_refused("chair-absent")
    gone.when(AttendPanel(panel=PANEL, member="visitor-1"), on=ON_THE_DAY).then_refused("not-a-member")
    for command in (attend, leave):
        given(*CALLED).when(command, on=ON_THE_DAY).then_refused("panel-not-sitting")


def test_a_deputy_takes_the_chair_for_whom_and_why() -> None:
    take = TakeChair(panel=PANEL, chair="member-1", in_place_of="panel-chair-1", why="barred")
    taken = ChairTaken(chair="member-1", deputising=Deputising(place_of="panel-chair-1", why="barred"))
    story = given(*SITTING).when(take, on=ON_THE_DAY).then(taken)
    story.when(take, on=ON_THE_DAY).then_nothing()
    story.when(LeavePanel(panel=PANEL, member="panel-chair-1"), on=ON_THE_DAY).then(
        MemberLeft(member="panel-chair-1")
    )
    given(*CALLED).when(take, on="2018-08-01").then(taken)
    given(*SITTING).when(take.with_(why=None), on=ON_THE_DAY).then_refused("deputy-unclear")
    unsaid = take.with_(in_place_of=None, why=None)
    given(*SITTING).when(unsaid, on=ON_THE_DAY).then_refused("deputy-unclear", "panel-chair-1")
    back = ChairTaken(chair="panel-chair-1", deputising=None)
    story.when(unsaid.with_(chair="panel-chair-1"), on=ON_THE_DAY).then(back)
    given(*SITTING).when(take.with_(chair="visitor-1"), on=ON_THE_DAY).then_refused("not-a-member")
    given(*BEFORE_THE_PANEL).when(take.with_(chair="member-2"), on=ON_THE_DAY).then_refused("not-present")
    given(*OVER).when(take, on=ON_THE_DAY).then_refused("panel-closed")
    given().when(take, on=ON_THE_DAY).then_refused("unknown-panel")
    off = PanelCalledOff(reason="It is so.")
    given(*CALLED, off).when(take, on="2018-08-01").then_refused("panel-called-off")


# Of before


def test_earlier_meetings_told_members_without_us_had_minutes_at_the_close_and_no_reason_for_late_papers() -> (
    None
):
    said: dict[str, dict[str, Any]] = {
        "panel.convened.v1": {
            "meets_on": day(ON_THE_DAY),
            "chair": "panel-chair-1",
            "members": ("panel-chair-1",),
            "agenda": (INSPECTION,),
        },
        "panel.closed.v1": {"minutes": "All agreed."},
        "panel.pack-issued.v1": {
            "inspection": INSPECTION,
            "pack": "6" * 64,
            "document": "7" * 64,
            "under": UNDER,
        },
    }
    now: list[Event] = [step.turn(step.old.model_validate(said[step.old.name])) for step in UPCASTERS]
    assert now == [
        CONVENED.with_(members=("panel-chair-1",), notify=False),
        PanelClosed(minutes="All agreed."),
        ISSUED,
    ]
    assert react(state(given(*AT_PANEL_REVIEW, now[0]))).duties == ()
