"""The staff record: who is on it, in which role and in whose place, with which training, and what bars them."""

import pytest

from domain.decider import On
from domain.messages import Event
from domain.people.calendars import CloseCalendar, OpenCalendar
from domain.people.contacts import AddressRefused, ContactChanged, PersonRegistered
from domain.people.duty import PutOnDuty, TakeOffDuty
from domain.people.postings import (
    NoticeBounced,
    NoticeDelivered,
    NoticeHandedOver,
    NoticeRefused,
    RecordDelivery,
    RecordPosting,
    ReportBounce,
    posting_stream,
)
from domain.people.roles import Role
from domain.people.roll import (
    ROLL_STREAM,
    BeginRoll,
    CoolingOffSet,
    DropTraining,
    RequireTraining,
    RollBegun,
    SetCoolingOff,
    TrainingDropped,
    TrainingRequired,
)
from domain.people.staff.commands import (
    AcceptInterest,
    CancelLeave,
    ChangeStaff,
    DeclareInterest,
    EndDeputy,
    EndInterest,
    EndRole,
    GiveRole,
    NameDeputy,
    NoteSkills,
    PlanLeave,
    RecordTraining,
    RegisterStaff,
    ReleaseStaff,
    StaffDetails,
    StaffOrder,
)
from domain.people.staff.decider import STAFF
from domain.people.staff.events import (
    DeputyEnded,
    DeputyNamed,
    InterestAccepted,
    InterestDeclared,
    InterestEnded,
    LeaveCancelled,
    LeavePlanned,
    RoleEnded,
    RoleGiven,
    SkillsNoted,
    StaffAddressRefused,
    StaffChanged,
    StaffLeft,
    StaffRegistered,
    TrainingRecorded,
)
from domain.people.staff.terms import Engagement
from domain.privacy.boxes import Plain
from tests.support.example import day
from tests.support.specification import Story, given

ME, ADA, BEN = "os-1000", "0a1b" * 8, "2c3d" * 8
HERS, HIS = f"staff-{ADA}", f"staff-{BEN}"
DETAILS = StaffDetails(person_name="Ada Example", email="ada@example.org")
TODAY = "2018-06-04"


def of(stream: str, text: str) -> Plain:
    return Plain(text, stream, "staff")


def registered(stream: str, engagement: Engagement = "employee", **more: str) -> On:
    return On(
        stream,
        StaffRegistered(
            engagement=engagement,
            area=more.get("area"),
            body=more.get("body"),
            person_name=of(stream, "Ada Example"),
            email=of(stream, "ada@example.org"),
        ),
    )


BEGUN = On(ROLL_STREAM, RollBegun())
ON_RECORD = registered(HERS)
MANAGER = On(f"staff-{ME}", RoleGiven(role=Role.OPERATIONS_MANAGER, since=day(TODAY), until=None))
FRIEND = On(
    HERS,
    InterestDeclared(
        interest="friend",
        kind="friendship",
        provider="north",
        case=None,
        since=day("2018-01-08"),
        until=None,
        bars_until=None,
        account=None,
    ),
)
INSPECTOR = On(HERS, RoleGiven(role=Role.INSPECTOR, since=day("2018-01-08"), until=day("2018-12-31")))


def staffed(*more: On) -> Story:
    return given(BEGUN, ON_RECORD, *more)


# The roll


def test_whoever_begins_the_staff_record_is_the_first_on_it_as_an_operations_manager() -> None:
    begin = BeginRoll(staff=ME, details=DETAILS)
    story = given().when(begin, on=TODAY, who=ME).then(BEGUN, registered(f"staff-{ME}"), MANAGER)
    story.when(begin, on=TODAY, who=ME).then_refused("roll-begun")
    given().when(begin, on=TODAY, who="os-1001").then_refused("not-yourself", saying="os-1001")


def test_a_role_can_be_made_to_need_a_course_and_to_need_it_no_more() -> None:
    require = RequireTraining(held=Role.LEAD_INSPECTOR, course="leading", months=36)
    required = On(ROLL_STREAM, TrainingRequired(role=Role.LEAD_INSPECTOR, course="leading", months=36))
    given().when(require, on=TODAY).then_refused("roll-not-begun", saying="assay people begin")
    story = given(BEGUN).when(require, on=TODAY).then(required)
    story.when(require, on=TODAY).then_nothing()
    drop = DropTraining(held=Role.LEAD_INSPECTOR, course="leading")
    dropped = On(ROLL_STREAM, TrainingDropped(role=Role.LEAD_INSPECTOR, course="leading"))
    story.when(drop, on=TODAY).then(dropped).when(drop, on=TODAY).then_refused("not-required")


def test_the_cooling_off_period_is_a_number_of_months() -> None:
    given().when(SetCoolingOff(months=24), on=TODAY).then_refused("roll-not-begun")
    story = (
        given(BEGUN).when(SetCoolingOff(months=24), on=TODAY).then(On(ROLL_STREAM, CoolingOffSet(months=24)))
    )
    story.when(SetCoolingOff(months=24), on=TODAY).then_nothing()


# On the record


def test_somebody_is_put_on_the_staff_record_once() -> None:
    register = RegisterStaff(staff=ADA, engagement="employee", details=DETAILS)
    given().when(register, on=TODAY).then_refused("roll-not-begun")
    story = given(BEGUN).when(register, on=TODAY).then(ON_RECORD)
    story.when(register, on=TODAY).then_refused("staff-exists")


def test_a_local_assessor_has_an_area_and_a_partners_inspector_a_body_and_nobody_else_has() -> None:
    local = RegisterStaff(staff=ADA, engagement="local-assessor", details=DETAILS)
    given(BEGUN).when(local, on=TODAY).then_refused("area-missing")
    given(BEGUN).when(local.with_(area="North"), on=TODAY).then(
        registered(HERS, "local-assessor", area="North")
    )
    partner = RegisterStaff(staff=ADA, engagement="partner-inspector", details=DETAILS)
    given(BEGUN).when(partner, on=TODAY).then_refused("body-missing")
    given(BEGUN).when(partner.with_(body="hmi-prisons"), on=TODAY).then(
        registered(HERS, "partner-inspector", body="hmi-prisons")
    )
    employee = RegisterStaff(staff=ADA, engagement="employee", details=DETAILS, area="North")
    given(BEGUN).when(employee, on=TODAY).then_refused("area-missing")


def test_a_change_of_name_or_address_takes_the_place_of_all_that_was_known() -> None:
    change = ChangeStaff(staff=ADA, details=StaffDetails(person_name="Ada Field"))
    changed = On(HERS, StaffChanged(person_name=of(HERS, "Ada Field"), email=None))
    refused = On(HERS, StaffAddressRefused(posting="posting-1", cause="bounced"))
    after = staffed(refused).when(change, on=TODAY).then(changed)
    assert not after.state(HERS).unreachable


def test_who_leaves_holds_no_role_and_stands_in_for_nobody() -> None:
    deputy = On(
        HERS,
        DeputyNamed(place_of=BEN, role=Role.PANEL_CHAIR, since=day("2018-06-01"), until=day("2018-06-30")),
    )
    story = staffed(INSPECTOR, deputy).when(ReleaseStaff(staff=ADA), on=TODAY)
    after = story.then(On(HERS, StaffLeft(left_on=day(TODAY))))
    assert not after.state(HERS).holds(Role.INSPECTOR, day(TODAY))
    assert after.state(HERS).deputises(Role.PANEL_CHAIR, day(TODAY)) == ()


ALL: tuple[StaffOrder, ...] = (
    ChangeStaff(staff=ADA, details=DETAILS),
    ReleaseStaff(staff=ADA),
    GiveRole(staff=ADA, held=Role.INSPECTOR, since=day(TODAY)),
    EndRole(staff=ADA, held=Role.INSPECTOR),
    NameDeputy(staff=ADA, place_of=BEN, held=Role.PANEL_CHAIR, since=day(TODAY), until=day(TODAY)),
    EndDeputy(staff=ADA, place_of=BEN, held=Role.PANEL_CHAIR),
    PlanLeave(staff=ADA, since=day(TODAY), until=day(TODAY)),
    CancelLeave(staff=ADA, since=day(TODAY)),
    RecordTraining(staff=ADA, course="leading", passed_on=day(TODAY)),
    NoteSkills(staff=ADA, skills=("supervised-cases",)),
    DeclareInterest(staff=ADA, interest="friend", kind="friendship", provider="north", since=day(TODAY)),
    EndInterest(staff=ADA, interest="friend", until=day(TODAY)),
    AcceptInterest(staff=ADA, interest="friend", inspection="north-2018", reason="They never met."),
    PutOnDuty(staff=ADA, since=day(TODAY), until=day(TODAY)),
    TakeOffDuty(staff=ADA, since=day(TODAY)),
    OpenCalendar(staff=ADA, token="c" * 64),
    CloseCalendar(staff=ADA),
)


def test_every_command_about_somebody_is_among_those_tried() -> None:
    assert {type(each) for each in ALL} == set(STAFF.rules) - {RegisterStaff}


@pytest.mark.parametrize("command", ALL)
def test_nothing_is_recorded_of_somebody_who_is_not_on_the_record_or_has_left(command: StaffOrder) -> None:
    given(BEGUN).when(command, on=TODAY).then_refused("unknown-staff")
    left = On(HERS, StaffLeft(left_on=day("2018-05-31")))
    staffed(left).when(command, on=TODAY).then_refused("has-left", saying="2018-05-31")


@pytest.mark.parametrize("command", ALL[1:5])
def test_nobody_gives_or_takes_away_a_role_of_their_own(command: StaffOrder) -> None:
    if not isinstance(command, EndDeputy):
        staffed(INSPECTOR).when(command, on=TODAY, who=ADA).then_refused("own-role")


# Roles


def test_a_role_is_held_from_its_first_to_its_last_day() -> None:
    give = GiveRole(staff=ADA, held=Role.INSPECTOR, since=day("2018-07-02"), until=day("2018-07-31"))
    after = staffed().when(give, on=TODAY)
    staff = after.then(
        On(HERS, RoleGiven(role=Role.INSPECTOR, since=day("2018-07-02"), until=day("2018-07-31")))
    ).state(HERS)
    held = ["2018-07-01", "2018-07-02", "2018-07-31", "2018-08-01"]
    assert [staff.holds(Role.INSPECTOR, day(each)) for each in held] == [False, True, True, False]
    assert staff.roles_on(day("2018-07-02")) == (Role.INSPECTOR,)


def test_a_role_is_not_given_twice_for_the_same_days_nor_backwards() -> None:
    give = GiveRole(staff=ADA, held=Role.INSPECTOR, since=day("2018-12-31"))
    staffed(INSPECTOR).when(give, on=TODAY).then_refused("role-held")
    staffed(INSPECTOR).when(give.with_(since=day("2019-01-01")), on=TODAY).then_one(RoleGiven)
    early = give.with_(since=day("2017-01-01"), until=day("2018-01-07"))
    staffed(INSPECTOR).when(early, on=TODAY).then_one(RoleGiven)
    staffed().when(give.with_(until=day("2018-12-30")), on=TODAY).then_refused("dates-reversed")


@pytest.mark.parametrize(
    ("engagement", "more", "role"),
    [
        ("secondee", {}, Role.CHIEF_INSPECTOR),
        ("contractor", {}, Role.OPERATIONS_MANAGER),
        ("local-assessor", {"area": "North"}, Role.LEAD_INSPECTOR),
        ("partner-inspector", {"body": "hmi-prisons"}, Role.ASSISTANT),
        ("employee", {}, Role.MACHINERY),
    ],
)
def test_a_role_is_given_only_where_the_engagement_allows_it(
    engagement: Engagement, more: dict[str, str], role: Role
) -> None:
    story = given(BEGUN, registered(HERS, engagement, **more))
    story.when(GiveRole(staff=ADA, held=role, since=day(TODAY)), on=TODAY).then_refused("role-not-for")
    deputy = NameDeputy(staff=ADA, place_of=BEN, held=role, since=day(TODAY), until=day(TODAY))
    story.when(deputy, on=TODAY).then_refused("role-not-for")


def test_a_role_needs_its_training_and_the_training_lapses() -> None:
    needs = On(ROLL_STREAM, TrainingRequired(role=Role.LEAD_INSPECTOR, course="leading", months=36))
    passed = On(HERS, TrainingRecorded(course="leading", passed_on=day("2015-06-05")))
    give = GiveRole(staff=ADA, held=Role.LEAD_INSPECTOR, since=day(TODAY))
    deputy = NameDeputy(staff=ADA, place_of=BEN, held=Role.LEAD_INSPECTOR, since=day(TODAY), until=day(TODAY))
    staffed(needs).when(give, on=TODAY).then_refused("not-trained", saying="leading")
    staffed(needs).when(deputy, on=TODAY).then_refused("not-trained", saying="leading")
    staffed(needs, passed).when(give, on=TODAY).then_one(RoleGiven)
    staffed(needs, passed).when(give, on="2018-06-05").then_refused("not-trained")


def test_a_role_is_taken_away_at_once_or_after_a_day() -> None:
    after = staffed(INSPECTOR).when(EndRole(staff=ADA, held=Role.INSPECTOR), on=TODAY)
    story = after.then(On(HERS, RoleEnded(role=Role.INSPECTOR, last_day=None)))
    assert not story.state(HERS).holds(Role.INSPECTOR, day(TODAY))
    story.when(EndRole(staff=ADA, held=Role.INSPECTOR), on=TODAY).then_refused("role-not-held")
    last = EndRole(staff=ADA, held=Role.INSPECTOR, last_day=day("2018-06-29"))
    story = (
        staffed(INSPECTOR)
        .when(last, on=TODAY)
        .then(On(HERS, RoleEnded(role=Role.INSPECTOR, last_day=day("2018-06-29"))))
    )
    assert story.state(HERS).holds(Role.INSPECTOR, day("2018-06-29"))
    assert not story.state(HERS).holds(Role.INSPECTOR, day("2018-06-30"))
    story.when(last, on=TODAY).then_nothing()
    story.when(last, on="2018-07-02").then_refused("role-not-held")


# Deputies


def test_a_deputy_acts_for_somebody_in_one_role_for_some_days() -> None:
    name = NameDeputy(
        staff=ADA, place_of=BEN, held=Role.PANEL_CHAIR, since=day("2018-08-06"), until=day("2018-08-17")
    )
    named = On(
        HERS,
        DeputyNamed(place_of=BEN, role=Role.PANEL_CHAIR, since=day("2018-08-06"), until=day("2018-08-17")),
    )
    story = staffed().when(name, on=TODAY).then(named)
    story.when(name, on=TODAY).then_nothing()
    staff = story.state(HERS)
    assert staff.deputises(Role.PANEL_CHAIR, day("2018-08-17")) == (BEN,)
    assert staff.deputises(Role.PANEL_CHAIR, day("2018-08-18")) == ()
    assert staff.deputises(Role.CHIEF_INSPECTOR, day("2018-08-17")) == ()
    end = EndDeputy(staff=ADA, place_of=BEN, held=Role.PANEL_CHAIR)
    ended = story.when(end, on=TODAY).then(On(HERS, DeputyEnded(place_of=BEN, role=Role.PANEL_CHAIR)))
    ended.when(end, on=TODAY).then_refused("not-a-deputy")
    staffed().when(name.with_(place_of=ADA), on=TODAY).then_refused("own-deputy")
    staffed().when(name.with_(until=day("2018-08-05")), on=TODAY).then_refused("dates-reversed")


# Leave, training, skills


def test_leave_is_planned_once_and_can_be_cancelled() -> None:
    plan = PlanLeave(staff=ADA, since=day("2018-07-02"), until=day("2018-07-13"))
    story = (
        staffed()
        .when(plan, on=TODAY)
        .then(On(HERS, LeavePlanned(since=day("2018-07-02"), until=day("2018-07-13"))))
    )
    assert story.state(HERS).away(day("2018-07-13"))
    story.when(plan.with_(until=day("2018-07-02")), on=TODAY).then_refused("leave-planned")
    staffed().when(plan.with_(until=day("2018-07-01")), on=TODAY).then_refused("dates-reversed")
    cancel = CancelLeave(staff=ADA, since=day("2018-07-02"))
    back = story.when(cancel, on=TODAY).then(On(HERS, LeaveCancelled(since=day("2018-07-02"))))
    back.when(cancel, on=TODAY).then_refused("no-such-leave")


def test_a_course_is_recorded_once_it_was_passed() -> None:
    passed = RecordTraining(staff=ADA, course="leading", passed_on=day("2018-06-01"))
    story = (
        staffed()
        .when(passed, on=TODAY)
        .then(On(HERS, TrainingRecorded(course="leading", passed_on=day("2018-06-01"))))
    )
    story.when(passed.with_(passed_on=day("2018-05-01")), on=TODAY).then_nothing()
    staffed().when(passed.with_(passed_on=day("2018-06-05")), on=TODAY).then_refused("date-ahead")


def test_skills_are_noted_whole_and_in_order() -> None:
    note = NoteSkills(staff=ADA, skills=("victims", "supervised-cases", "victims"))
    story = staffed().when(note, on=TODAY).then(On(HERS, SkillsNoted(skills=("supervised-cases", "victims"))))
    story.when(note, on=TODAY).then_nothing()


# Interests


DECLARE = DeclareInterest(
    staff=ADA, interest="friend", kind="friendship", provider="north", since=day("2018-01-08")
)


def test_an_interest_is_declared_by_whoever_has_it_or_by_a_manager() -> None:
    declared = staffed().when(DECLARE, on=TODAY, by=Role.INSPECTOR, who=ADA).then(FRIEND)
    declared.when(DECLARE, on=TODAY).then_refused("interest-exists")
    staffed().when(DECLARE, on=TODAY, by=Role.OPERATIONS_MANAGER).then(FRIEND)
    staffed().when(DECLARE, on=TODAY, by=Role.INSPECTOR, who=BEN).then_refused("not-yours")
    staffed().when(DECLARE.with_(until=day("2018-01-07")), on=TODAY).then_refused("dates-reversed")


@pytest.mark.parametrize(
    ("kind", "provider", "case"),
    [("friendship", None, None), ("friendship", "north", "case-1"), ("own-case", "north", None)],
)
def test_an_interest_is_in_a_provider_or_in_a_case_as_its_kind_says(
    kind: str, provider: str | None, case: str | None
) -> None:
    declare = DECLARE.with_(kind=kind, provider=provider, case=case)
    staffed().when(declare, on=TODAY).then_refused("interest-in-what")


def test_what_is_said_about_an_interest_is_private() -> None:
    declare = DECLARE.with_(account="We were at school together.")
    declared = staffed().when(declare, on=TODAY).then_one(InterestDeclared)
    assert declared.account == of(HERS, "We were at school together.")


@pytest.mark.parametrize(
    ("kind", "months", "bars_until"),
    [
        ("friendship", 12, "2018-05-31"),
        ("secondment", 12, "2019-05-31"),
        ("former-employer", 6, "2018-11-30"),
    ],
)
def test_a_secondment_and_an_earlier_employment_bar_for_a_while_after_they_end(
    kind: str, months: int, bars_until: str
) -> None:
    cooling = On(ROLL_STREAM, CoolingOffSet(months=months))
    declared = staffed(cooling).when(DECLARE.with_(kind=kind), on=TODAY).then_one(InterestDeclared)
    end = EndInterest(staff=ADA, interest="friend", until=day("2018-05-31"), reason="She left that day.")
    story = staffed(cooling, On(HERS, declared)).when(end, on=TODAY)
    ended = InterestEnded(
        interest="friend",
        until=day("2018-05-31"),
        bars_until=day(bars_until),
        reason=of(HERS, "She left that day."),
    )
    after = story.then(On(HERS, ended))
    assert after.state(HERS).interests_on(day(bars_until)) == {"north"}
    assert after.state(HERS).interests_on(day("2019-06-01")) == frozenset()
    after.when(end, on=TODAY).then_nothing()
    at_once = staffed(cooling).when(DECLARE.with_(kind=kind, until=day("2018-05-31")), on=TODAY)
    assert at_once.then_one(InterestDeclared).bars_until == day(bars_until)


def test_only_a_declared_interest_ends_and_not_before_it_began() -> None:
    end = EndInterest(staff=ADA, interest="friend", until=day("2018-01-07"))
    staffed().when(end, on=TODAY).then_refused("unknown-interest")
    staffed(FRIEND).when(end, on=TODAY).then_refused("dates-reversed")
    staffed(FRIEND).when(end, on=TODAY, by=Role.INSPECTOR, who=BEN).then_refused("not-yours")


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.OPERATIONS_MANAGER])
def test_nobody_lifts_a_bar_of_their_own_backwards_in_time(role: Role) -> None:
    end = EndInterest(staff=ADA, interest="friend", until=day("2018-06-03"), reason="It is long over.")
    hers = staffed(FRIEND)
    hers.when(end, on=TODAY, by=role, who=ADA).then_refused("own-interest", "another to record")
    today = end.with_(until=day(TODAY), reason=None)
    after = hers.when(today, on=TODAY, by=role, who=ADA).then(
        On(HERS, InterestEnded(interest="friend", until=day(TODAY), bars_until=day(TODAY)))
    )
    assert after.state(HERS).interests_on(day(TODAY)) == {"north"}, "it bars until the end of its last day"
    assert after.state(HERS).interests_on(day("2018-06-05")) == frozenset()


def test_that_an_interest_was_over_before_today_is_recorded_by_another_with_a_reason() -> None:
    end = EndInterest(staff=ADA, interest="friend", until=day("2018-05-31"))
    staffed(FRIEND).when(end, on=TODAY).then_refused("reason-missing", "2018-05-31")
    staffed(FRIEND).when(end.with_(reason="n/a"), on=TODAY).then_refused("reason-says-nothing")
    why = end.with_(reason="The friend moved away that day.")
    ended = staffed(FRIEND).when(why, on=TODAY).then_one(InterestEnded)
    assert ended.reason == of(HERS, "The friend moved away that day.")


def test_an_interest_is_accepted_for_one_inspection_by_somebody_else_where_its_kind_allows_it() -> None:
    accept = AcceptInterest(staff=ADA, interest="friend", inspection="north-2018", reason="They never met.")
    accepted = On(
        HERS,
        InterestAccepted(interest="friend", inspection="north-2018", reason=of(HERS, "They never met.")),
    )
    story = staffed(FRIEND).when(accept, on=TODAY).then(accepted)
    story.when(accept, on=TODAY).then_nothing()
    staffed().when(accept, on=TODAY).then_refused("unknown-interest")
    staffed(FRIEND).when(accept, on=TODAY, who=ADA).then_refused("own-interest")
    family = On(HERS, DECLARED_FAMILY)
    staffed(family).when(accept, on=TODAY).then_refused("not-acceptable", saying="family")


_friend = FRIEND.event
assert isinstance(_friend, InterestDeclared)
DECLARED_FAMILY = _friend.with_(kind="family")


# Notices on their way

NOTICE = "inspection-north-2018/announcement"
WAY = posting_stream(NOTICE)
CONTACT = "person-" + "0a1b" * 8
SENT = RecordPosting(posting=WAY, notice=NOTICE, reader=CONTACT, became="handed-over")
HANDED_OVER = On(WAY, NoticeHandedOver(notice=NOTICE, reader=CONTACT, place=None))


MOVED = {
    CONTACT: ContactChanged(
        person_name=Plain("Ada", CONTACT, "contact"),
        email=Plain("new@example.org", CONTACT, "contact"),
        telephone=None,
    ),
    HERS: StaffChanged(
        person_name=Plain("Ada", HERS, "contact"), email=Plain("new@example.org", HERS, "contact")
    ),
}


@pytest.mark.parametrize("reader", MOVED)
def test_a_notice_that_comes_back_late_leaves_the_address_that_its_reader_has_by_then(reader: str) -> None:
    name, email = Plain("Ada", CONTACT, "contact"), Plain("ada@example.org", CONTACT, "contact")
    contact = PersonRegistered(provider="north", person_name=name, email=email, telephone=None)
    there = given(ON_RECORD, On(CONTACT, contact))
    handed = there.when(SENT.with_(reader=reader), on=TODAY).then(
        On(WAY, NoticeHandedOver(notice=NOTICE, reader=reader, place=0))
    )
    back = RecordDelivery(posting=WAY, reader=reader, became="bounced")
    bounced = On(WAY, NoticeBounced(notice=NOTICE, reader=reader))
    refused: Event = AddressRefused(posting=WAY, cause="bounced")
    if reader == HERS:
        refused = StaffAddressRefused(posting=WAY, cause="bounced")
    handed.when(back, on=TODAY).then(bounced, On(reader, refused))
    handed.and_(On(reader, MOVED[reader])).when(back, on=TODAY).then(bounced)


def test_a_notice_that_was_handed_over_is_noted_once_for_each_reader() -> None:
    story = given().when(SENT, on=TODAY).then(HANDED_OVER)
    story.when(SENT, on=TODAY).then_nothing()
    story.when(SENT.with_(became="refused"), on=TODAY).then_nothing()
    story.when(SENT.with_(reader=HERS), on=TODAY).then(
        On(WAY, NoticeHandedOver(notice=NOTICE, reader=HERS, place=None))
    )
    given().when(SENT.with_(notice="another"), on=TODAY).then_refused("not-its-posting")


def test_an_address_that_is_refused_is_noted_with_whoever_has_it() -> None:
    refused = On(CONTACT, AddressRefused(posting=WAY, cause="refused"))
    story = given().when(SENT.with_(became="refused"), on=TODAY)
    after = story.then(On(WAY, NoticeRefused(notice=NOTICE, reader=CONTACT)), refused)
    assert after.state(CONTACT).unreachable
    of_staff = SENT.with_(reader=HERS, became="refused")
    staffed().when(of_staff, on=TODAY).then(
        On(WAY, NoticeRefused(notice=NOTICE, reader=HERS)),
        On(HERS, StaffAddressRefused(posting=WAY, cause="refused")),
    )
    given(refused).when(SENT.with_(became="refused"), on=TODAY).then(
        On(WAY, NoticeRefused(notice=NOTICE, reader=CONTACT))
    )


def test_whoever_delivers_notices_says_what_became_of_one() -> None:
    arrived = RecordDelivery(posting=WAY, reader=CONTACT, became="delivered")
    back = arrived.with_(became="bounced")
    for command in (arrived, back):
        given().when(command, on=TODAY).then_refused("never-sent")
    delivered = On(WAY, NoticeDelivered(notice=NOTICE, reader=CONTACT))
    bounced = On(WAY, NoticeBounced(notice=NOTICE, reader=CONTACT))
    unreachable = On(CONTACT, AddressRefused(posting=WAY, cause="bounced"))
    story = given(HANDED_OVER).when(arrived, on=TODAY).then(delivered)
    story.when(arrived, on=TODAY).then_nothing()
    story.when(back, on=TODAY).then_nothing()
    # A person may know better than the mail server that took it.
    by_hand = ReportBounce(posting=WAY, reader=CONTACT)
    story.when(by_hand, on=TODAY).then(bounced, unreachable)
    after = given(HANDED_OVER).when(back, on=TODAY).then(bounced, unreachable)
    after.when(back, on=TODAY).then_nothing()
    of_staff = given(ON_RECORD, On(WAY, NoticeHandedOver(notice=NOTICE, reader=HERS, place=None)))
    of_staff.when(back.with_(reader=HERS), on=TODAY).then(
        On(WAY, NoticeBounced(notice=NOTICE, reader=HERS)),
        On(HERS, StaffAddressRefused(posting=WAY, cause="bounced")),
    )


def test_a_notice_that_came_back_is_reported_by_hand() -> None:
    bounce = ReportBounce(posting=WAY, reader=CONTACT)
    given().when(bounce, on=TODAY).then_refused("never-sent")
    back = On(WAY, NoticeBounced(notice=NOTICE, reader=CONTACT))
    story = given(HANDED_OVER).when(bounce, on=TODAY)
    after = story.then(back, On(CONTACT, AddressRefused(posting=WAY, cause="bounced")))
    after.when(bounce, on=TODAY).then_nothing()
    of_staff = given(ON_RECORD, On(WAY, NoticeHandedOver(notice=NOTICE, reader=HERS, place=None)))
    of_staff.when(bounce.with_(reader=HERS), on=TODAY).then(
        On(WAY, NoticeBounced(notice=NOTICE, reader=HERS)),
        On(HERS, StaffAddressRefused(posting=WAY, cause="bounced")),
    )
