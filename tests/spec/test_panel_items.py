"""An item of a ratings panel: who may decide it, who takes no part, and how it is put off and taken up (004 §4.17)."""

import pytest

from domain.cases.events import CaseAllocated
from domain.dated_rules.library import Library
from domain.decider import On
from domain.evidence.state import EvidenceRoom
from domain.inspections.bound import bound_of
from domain.inspections.commands import (
    CancelInspection,
    ProposeRating,
)
from domain.inspections.events import (
    Barred,
    LeadChanged,
    RatingsDecided,
)
from domain.messages import Event
from domain.panels.commands import (
    AttendPanel,
    DeferItem,
    OpenPanel,
    RecuseMember,
    RetableItem,
)
from domain.panels.events import (
    AgendaItem,
    ChairTaken,
    ItemRetabled,
    ItemTabled,
    MemberArrived,
    MemberLeft,
    MemberRecused,
    PanelCalledOff,
)
from domain.people.deputising import Deputising
from domain.people.roles import Role
from domain.people.staff.events import InterestAccepted, InterestDeclared, RoleGiven, StaffRegistered
from tests.support.example import (
    ANNOUNCED,
    AT_PANEL_REVIEW,
    BEFORE_THE_PANEL,
    CASE,
    CONSIDERED,
    CONVENED,
    DERIVED,
    FRAMEWORK,
    INSPECTION,
    OPENED,
    PANEL,
    PROTOCOL,
    SCHEME,
    Facts,
    day,
)
from tests.support.golden.events import sealed
from tests.support.golden.people import PEOPLE
from tests.support.panel_ground import (
    ABSENT,
    AFTER_DECIDING,
    CALLED,
    DECIDE,
    ON_THE_DAY,
    OTHER,
    OVER,
    SITTING,
    WITH_SOUTH,
    asking,
    other_panel,
    put_off,
    state,
)
from tests.support.specification import Story, given

# Who may decide


def leading(member: str, facts: Facts) -> Story:
    led = ANNOUNCED.with_(lead=member)
    return given(*(led if fact is ANNOUNCED else fact for fact in facts))


def test_who_leads_the_inspection_neither_decides_nor_counts_towards_the_quorum() -> None:
    decided = leading("member-2", SITTING).when(DECIDE, on=ON_THE_DAY).events[0][1]
    assert isinstance(decided, RatingsDecided)
    assert decided.sitting is not None
    assert decided.sitting.deciding == ("panel-chair-1", "member-1")
    assert decided.sitting.barred == (Barred(member="member-2", ground="leads-it"),)
    assert decided.present == ("panel-chair-1", "member-1", "member-2")
    few = leading("member-1", BEFORE_THE_PANEL)
    few.when(DECIDE, on=ON_THE_DAY).then_refused("no-quorum", "1 of them take no part")


def handed_over(was: str) -> LeadChanged:
    """The lead was somebody until the day before the meeting."""
    return LeadChanged(
        was=was, lead="lead-inspector-2", why="unavailable", changed_on=day("2018-08-07"), deadlines=()
    )


def test_who_led_the_inspection_until_another_was_named_does_not_decide_on_it_either() -> None:
    decided = (
        leading("member-2", (*SITTING, handed_over("member-2"))).when(DECIDE, on=ON_THE_DAY).events[0][1]
    )
    assert isinstance(decided, RatingsDecided)
    assert decided.sitting is not None
    assert decided.sitting.barred == (Barred(member="member-2", ground="took-part"),)
    chaired = leading("panel-chair-1", (*BEFORE_THE_PANEL, handed_over("panel-chair-1")))
    chaired.when(DECIDE, on=ON_THE_DAY).then_refused("chair-barred")


def test_who_proposed_a_rating_without_leading_does_not_decide_on_it() -> None:
    propose = ProposeRating(inspection=INSPECTION, standard="1.1", rating="good", reason="Seen on the visit.")
    by_the_chair = given(*AT_PANEL_REVIEW).when(
        propose, on=ON_THE_DAY, by=Role.LEAD_INSPECTOR, who="panel-chair-1"
    )
    after = by_the_chair.story.and_(DERIVED, CONVENED, OPENED)
    after.when(DECIDE, on=ON_THE_DAY).then_refused("chair-barred")
    # What the panel was shown is no other for who proposed it: papers that were bound before still stand.
    other = given(*AT_PANEL_REVIEW).when(propose, on=ON_THE_DAY, who="lead-inspector-1").story.and_(DERIVED)
    room = EvidenceRoom()
    stream = f"inspection-{INSPECTION}"
    assert bound_of(other.state(stream), room) == bound_of(after.state(stream), room) is not None


def test_who_leads_the_inspection_does_not_chair_its_item() -> None:
    leading("panel-chair-1", SITTING).when(DECIDE, on=ON_THE_DAY).then_refused("chair-barred")
    taken = ChairTaken(chair="member-1", deputising=Deputising(place_of="panel-chair-1", why="barred"))
    story = leading("panel-chair-1", (*SITTING, taken))
    decided = story.when(DECIDE, on=ON_THE_DAY, who="member-1").events[0][1]
    assert isinstance(decided, RatingsDecided)
    assert decided.sitting is not None
    assert (decided.sitting.chair, decided.sitting.deputising) == ("member-1", taken.deputising)


def test_who_read_its_cases_does_not_decide() -> None:
    read = On(CASE, CaseAllocated(reader="member-2"))
    decided = given(*SITTING, read).when(DECIDE, on=ON_THE_DAY).events[0][1]
    assert isinstance(decided, RatingsDecided)
    assert decided.sitting is not None
    assert decided.sitting.barred == (Barred(member="member-2", ground="read-its-cases"),)


def test_whoever_read_its_cases_does_not_chair_the_item() -> None:
    read = On(CASE, CaseAllocated(reader="panel-chair-1"))
    given(*SITTING, read).when(DECIDE, on=ON_THE_DAY).then_refused("chair-barred")


@pytest.mark.parametrize("who", ["stranger-9", "member-1", "panel-chair-2"])
def test_nobody_records_a_decision_puts_an_item_off_or_takes_it_up_but_whoever_has_the_chair(
    who: str,
) -> None:
    story = given(*SITTING)
    for command in (DECIDE, DeferItem(panel=PANEL, inspection=INSPECTION, reason="More is needed.")):
        story.when(command, on=ON_THE_DAY, who=who).then_refused("not-the-chair", "panel-chair-1")
    again = RetableItem(panel=PANEL, inspection=INSPECTION, reason="There is time after all.")
    waiting = given(*SITTING, put_off("panel", "More is needed."))
    waiting.when(again, on=ON_THE_DAY, who=who).then_refused("not-the-chair", "panel-chair-1")


def test_whoever_took_the_chair_records_the_decision_and_whoever_gave_it_up_does_not() -> None:
    taken = ChairTaken(chair="member-1", deputising=Deputising(place_of="panel-chair-1", why="barred"))
    story = given(*SITTING, taken)
    story.when(DECIDE, on=ON_THE_DAY).then_refused("not-the-chair", "member-1")
    assert story.when(DECIDE, on=ON_THE_DAY, who="member-1").refusal is None


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


ADA = "os-17"
WORKED_THERE = On(
    f"staff-{ADA}",
    InterestDeclared(
        interest="north",
        kind="former-employer",
        provider="north",
        case=None,
        since=day("2015-01-01"),
        until=day("2016-12-31"),
        bars_until=day("2018-12-31"),
        account=None,
    ),
)


def with_ada(*facts: Event | On) -> Story:
    """The same, where one member has an interest in the provider that bars until the end of 2018."""
    return given(*facts, WORKED_THERE)


def test_whoever_holds_no_role_in_which_one_sits_on_the_kind_of_an_item_does_not_decide_it() -> None:
    present = ("panel-chair-1", "member-1", ADA)
    registered = next(each for each in PEOPLE if isinstance(each, StaffRegistered))
    given_roles = (
        RoleGiven(role=Role.INSPECTOR, since=day("2018-01-01"), until=day("2018-07-31")),
        RoleGiven(role=Role.QUALITY_LEAD, since=day("2018-01-01"), until=None),
    )
    called = (*AT_PANEL_REVIEW, DERIVED, CONVENED.with_(members=present), OPENED.with_(present=present))
    on_the_staff = tuple(On(f"staff-{ADA}", each) for each in (registered, *given_roles))
    usual = asking(facts=called).and_(*on_the_staff)
    assert usual.when(DECIDE, on=ON_THE_DAY).refusal is None
    strict = asking(facts=called, members=(Role.INSPECTOR,)).and_(*on_the_staff)
    strict.when(DECIDE, on=ON_THE_DAY).then_refused("role-not-held", "inspector; note that they take no part")
    out = MemberRecused(inspection=INSPECTION, member=ADA, ground="other")
    assert strict.and_(out).when(DECIDE, on=ON_THE_DAY).refusal is None
    chairing = asking(facts=called, chairs=(Role.CHIEF_INSPECTOR,)).and_(
        *on_the_staff, ChairTaken(chair=ADA, deputising=ABSENT)
    )
    chairing.when(DECIDE, who=ADA, on=ON_THE_DAY).then_refused(
        "role-not-held", "another member take the chair"
    )


def test_a_declared_interest_in_the_provider_bars_a_member_from_its_item_by_itself() -> None:
    members = ("panel-chair-1", "member-1", ADA)
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
    accepted = On(
        f"staff-{ADA}",
        InterestAccepted(interest="north", inspection=INSPECTION, reason=sealed("contact", "reason")),
    )
    tolerated = later.and_(accepted)
    tolerated.when(AttendPanel(panel=PANEL, member=ADA), on=ON_THE_DAY).then(MemberArrived(member=ADA))
    later.when(AttendPanel(panel=PANEL, member=ADA), on=ON_THE_DAY).then(MemberArrived(member=ADA), barred)
    later.when(AttendPanel(panel=PANEL, member=ADA), on="2019-01-02").then(MemberArrived(member=ADA))


def test_an_interest_that_the_meeting_did_not_see_bars_all_the_same_when_the_item_is_decided() -> None:
    present = ("panel-chair-1", "member-1", ADA)
    called = (*AT_PANEL_REVIEW, DERIVED, CONVENED.with_(members=present), OPENED.with_(present=present))
    barred = (Barred(member=ADA, ground="declared-interest"),)
    while_it_sits = given(*called).and_(WORKED_THERE)
    decided = while_it_sits.when(DECIDE, on=ON_THE_DAY).events[0][1]
    assert isinstance(decided, RatingsDecided)
    assert decided.sitting is not None
    assert (decided.sitting.deciding, decided.sitting.barred) == (("panel-chair-1", "member-1"), barred)
    while_it_sits.and_(MemberLeft(member="member-1")).when(DECIDE, on=ON_THE_DAY).then_refused("no-quorum")
    story = with_ada(*called[:-1], OPENED, MemberLeft(member="member-1"))
    for command in (
        DeferItem(panel=PANEL, inspection=INSPECTION, reason="Later on."),
        AttendPanel(panel=PANEL, member=ADA),
        RetableItem(panel=PANEL, inspection=INSPECTION, reason="Now it is."),
    ):
        story = story.when(command, on=ON_THE_DAY).story
    story.when(DECIDE, on=ON_THE_DAY).then_refused("no-quorum", "1 of them take no part")


def test_a_chair_with_an_interest_neither_puts_the_item_off_nor_takes_it_up_again() -> None:
    taken = ChairTaken(chair=ADA, deputising=Deputising(place_of="panel-chair-1", why="absent"))
    present = OPENED.with_(present=("panel-chair-1", "member-1", ADA))
    sitting = with_ada(*CALLED, present, taken)
    defer = DeferItem(panel=PANEL, inspection=INSPECTION, reason="More is needed.")
    again = RetableItem(panel=PANEL, inspection=INSPECTION, reason="Now it is.")
    for command in (defer, DECIDE):
        sitting.when(command, on=ON_THE_DAY, who=ADA).then_refused("chair-barred")
    waiting = sitting.and_(put_off("panel", "More is needed."))
    waiting.when(again, on=ON_THE_DAY, who=ADA).then_refused("chair-barred")
    sitting.when(defer, on="2019-01-02", who=ADA).then(
        put_off("panel", "More is needed.", None, present.present)
    )
    leading("panel-chair-1", SITTING).when(defer, on=ON_THE_DAY).then_refused("chair-barred")


def test_interests_are_looked_up_again_when_an_item_is_taken_up_again() -> None:
    present = OPENED.with_(present=("panel-chair-1", "member-1", ADA))
    again = RetableItem(panel=PANEL, inspection=INSPECTION, reason="Now it is.")
    waiting = given(*CALLED, present, put_off("panel", "More is needed."))
    retabled = ItemRetabled(inspection=INSPECTION, reason="Now it is.")
    waiting.when(again, on=ON_THE_DAY).then(retabled)
    barred = MemberRecused(inspection=INSPECTION, member=ADA, ground="declared-interest")
    waiting.and_(WORKED_THERE).when(again, on=ON_THE_DAY).then(retabled, barred)


def test_interests_that_leave_too_few_of_all_invited_put_the_item_off_at_once() -> None:
    members = ("panel-chair-1", ADA)
    called = (*AT_PANEL_REVIEW, DERIVED, CONVENED.with_(members=members))
    story = with_ada(*called).when(OpenPanel(panel=PANEL, present=("panel-chair-1",)), on=ON_THE_DAY)
    story.then(
        OPENED.with_(present=("panel-chair-1",)),
        put_off("quorum", "Of 2 invited, 1 may decide on it; 2 are needed.", None, ("panel-chair-1",)),
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
    given(*CALLED, PanelCalledOff(reason="It is so.")).when(recuse, on=ON_THE_DAY).then_refused(
        "panel-called-off"
    )
    given(*OVER).when(recuse, on=ON_THE_DAY).then_refused("panel-closed")
    given(*AFTER_DECIDING).when(recuse, on=ON_THE_DAY).then_refused("item-not-listed", "decided")
    given(*SITTING).when(recuse.with_(member="visitor-1"), on=ON_THE_DAY).then_refused("not-a-member")
    given(*SITTING).when(recuse.with_(inspection="south-2018"), on=ON_THE_DAY).then_refused("not-on-agenda")


def test_an_item_that_too_few_of_all_invited_may_decide_is_put_off_at_once() -> None:
    only = CONVENED.with_(members=("panel-chair-1", "member-1"))
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
    defer = DeferItem(panel=PANEL, inspection=INSPECTION, to=OTHER, reason="It is so.")
    story = given(*BEFORE_THE_PANEL, WITH_SOUTH)
    story.when(defer, on=ON_THE_DAY).then_refused("unknown-panel", OTHER)
    story.when(defer.with_(to=PANEL), on=ON_THE_DAY).then_refused("to-itself")
    story.when(defer.with_(inspection="south-2018"), on=ON_THE_DAY).then_refused("not-on-agenda")
    off = On(f"panel-{OTHER}", PanelCalledOff(reason="It is so."))
    story.and_(other_panel(), off).when(defer, on=ON_THE_DAY).then_refused("panel-called-off", OTHER)
    opened = On(f"panel-{OTHER}", OPENED)
    story.and_(other_panel(), opened).when(defer, on=ON_THE_DAY).then_refused("panel-already-open", OTHER)
    has_it = other_panel(agenda=(AgendaItem(inspection=INSPECTION),))
    story.and_(has_it).when(defer, on=ON_THE_DAY).then_refused("on-agenda", OTHER)
    given(*CALLED).when(defer, on=ON_THE_DAY).then_refused("panel-not-sitting")
    cancel = CancelInspection(inspection=INSPECTION, reason="It is so.")
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
