"""The staff record at the desk, on real stores: a role that goes at the same instant counts, and nobody is let by."""

from collections.abc import Callable
from typing import Any

import pytest

from activities.commanding.desk import Accepted, Declined, Order, Outcome
from adapters.outbound.store import Store
from domain.action_plans.commands import SubmitActionPlan
from domain.cases.commands import AllocateCase, RecordInterview
from domain.dated_rules.library import Library
from domain.decider import On
from domain.deciders import EVENT_NAMES
from domain.evidence.commands import HoldSession, PlanSessions
from domain.evidence.events import SessionPlan
from domain.given import Actor
from domain.inspections.commands import (
    AnnounceInspection,
    AskForExtension,
    MoveDeadline,
    ProposeRating,
    ReceiveEvidence,
    RecordNoticeSent,
    SignOffReport,
)
from domain.inspections.events import Inspected
from domain.inspections.kinds.parts import PanelRule
from domain.messages import Command
from domain.panels.commands import ConvenePanel, InviteMember
from domain.people.authority import AUTHORITY
from domain.people.contacts import PersonRegistered
from domain.people.leading import JUDGEMENTS
from domain.people.roles import Role
from domain.people.roll import ROLL_STREAM, BeginRoll, RollBegun
from domain.people.staff.commands import AcceptInterest, EndRole, GiveRole, NameDeputy, StaffDetails
from domain.people.staff.events import (
    DeputyNamed,
    InterestDeclared,
    LeavePlanned,
    RoleEnded,
    RoleGiven,
    StaffRegistered,
)
from domain.people.staff.terms import Engagement
from domain.privacy.boxes import Sealed
from domain.providers.changes import ProviderMerged, ProviderSplit
from domain.streams import plan_stream
from tests.support.example import (
    A_PROVIDER,
    ANNOUNCED,
    AT_EVIDENCE,
    AT_FIELDWORK_WITH_SAMPLES,
    CASE,
    CASES,
    EVIDENCE_ASKED,
    FRAMEWORK,
    INSPECTION,
    PLAN_REQUESTED,
    POLICY,
    PROTOCOL,
    PROVIDER,
    SCHEME,
    SUBMITTED,
    day,
)
from tests.support.office import Interrupted, Office, put

Opening = Callable[[], Store]

MANAGER, LEAD, READER = "os-1000", "os-1001", "os-1002"


def box(who: str) -> Sealed:
    """Stands for a name; nobody has a key to it."""
    return Sealed(
        algorithm="aes-256-gcm-1",
        category="staff",
        ciphertext="A" * 64,
        commitment="c" * 64,
        field="person_name",
        nonce="0" * 24,
        subject=f"staff-{who}",
    )


def person(who: str, *roles: Role, engagement: Engagement = "employee", **more: str) -> tuple[On, ...]:
    """Somebody on the staff record, who holds some roles from the first of the year on."""
    registered = StaffRegistered(
        engagement=engagement,
        area=more.get("area"),
        body=more.get("body"),
        person_name=box(who),
        email=None,
    )
    held = (RoleGiven(role=role, since=day("2018-01-01"), until=None) for role in roles)
    return tuple(On(f"staff-{who}", each) for each in (registered, *held))


def interest(who: str, **more: object) -> On:
    fields = {
        "interest": "friend",
        "kind": "friendship",
        "provider": PROVIDER,
        "case": None,
        "since": day("2018-01-08"),
        "until": None,
        "bars_until": None,
        "account": None,
    }
    return On(f"staff-{who}", InterestDeclared.model_validate(fields | more))


BEGUN = On(ROLL_STREAM, RollBegun())
STAFF = (
    BEGUN,
    *person(MANAGER, Role.OPERATIONS_MANAGER),
    *person(LEAD, Role.LEAD_INSPECTOR),
    *person(READER, Role.INSPECTOR),
)
MOVE = MoveDeadline(inspection=INSPECTION, deadline="evidence", due=day("2018-06-29"), reason="Snow fell.")


def ask(office: Office, command: Command, who: str, role: Role, number: int = 1) -> Outcome:
    order = Order(f"{command.verb}-{who}-{role.value}-{number}", command, Actor(who, role, "test"))
    return office.desk.give(order)


def code(outcome: Outcome) -> str:
    return outcome.refusal.code if isinstance(outcome, Declined) else "accepted"


def announce(lead: str) -> AnnounceInspection:
    return AnnounceInspection(
        inspection="another",
        provider=PROVIDER,
        protocol=PROTOCOL.id,
        lead=lead,
        fieldwork_from=day("2018-09-03"),
        fieldwork_to=day("2018-09-14"),
    )


def test_without_a_staff_record_everybody_holds_every_role(opened: Opening) -> None:
    put(opened(), *AT_EVIDENCE)
    assert code(ask(Office(opened()), MOVE, "anybody", Role.OPERATIONS_MANAGER)) == "accepted"


@pytest.mark.parametrize(
    ("who", "role", "answer"),
    [
        (MANAGER, Role.OPERATIONS_MANAGER, "accepted"),
        (LEAD, Role.LEAD_INSPECTOR, "accepted"),
        (LEAD, Role.OPERATIONS_MANAGER, "role-not-held"),
        ("os-4711", Role.OPERATIONS_MANAGER, "not-on-staff"),
        ("anybody", Role.LEAD_INSPECTOR, "not-on-staff"),
        (READER, Role.INSPECTOR, "not-authorised"),
    ],
)
def test_with_one_a_role_must_be_held(opened: Opening, who: str, role: Role, answer: str) -> None:
    put(opened(), *AT_EVIDENCE, *STAFF)
    assert code(ask(Office(opened()), MOVE, who, role)) == answer


def test_a_role_that_goes_while_the_command_is_being_decided_is_gone(opened: Opening) -> None:
    """The decision was taken on the role; before it is recorded, somebody else takes the role away."""
    put(opened(), *AT_EVIDENCE, *STAFF)

    def taken_away() -> None:
        other = Office(opened())
        assert isinstance(
            ask(other, EndRole(staff=LEAD, held=Role.LEAD_INSPECTOR), MANAGER, Role.OPERATIONS_MANAGER),
            Accepted,
        )

    office = Office(Interrupted(opened(), "append", 1, taken_away))
    assert code(ask(office, MOVE, LEAD, Role.LEAD_INSPECTOR)) == "role-not-held"


def test_a_staff_record_that_is_begun_while_a_command_is_being_decided_counts(opened: Opening) -> None:
    put(opened(), *AT_EVIDENCE)
    details = StaffDetails(person_name="Ada Example")

    def begun() -> None:
        begin = BeginRoll(staff=MANAGER, details=details)
        assert isinstance(ask(Office(opened()), begin, MANAGER, Role.OPERATIONS_MANAGER), Accepted)

    office = Office(Interrupted(opened(), "append", 1, begun))
    assert code(ask(office, MOVE, "anybody", Role.LEAD_INSPECTOR)) == "not-on-staff"


def test_what_is_remembered_of_a_role_is_looked_at_again_before_anybody_is_refused(opened: Opening) -> None:
    put(opened(), *AT_EVIDENCE, *STAFF)
    office = Office(opened())
    assert code(ask(office, MOVE, READER, Role.LEAD_INSPECTOR)) == "role-not-held"
    give = GiveRole(staff=READER, held=Role.LEAD_INSPECTOR, since=day("2018-06-20"))
    assert code(ask(Office(opened()), give, MANAGER, Role.OPERATIONS_MANAGER)) == "accepted"
    assert code(ask(office, MOVE, READER, Role.LEAD_INSPECTOR, 2)) == "accepted"


def test_an_interest_bars_from_acting_until_it_is_accepted(opened: Opening) -> None:
    put(opened(), *AT_EVIDENCE, *STAFF, interest(LEAD))
    office = Office(opened())
    assert code(ask(office, MOVE, LEAD, Role.LEAD_INSPECTOR)) == "conflict-of-interest"
    accept = AcceptInterest(staff=LEAD, interest="friend", inspection=INSPECTION, reason="They never met.")
    assert code(ask(Office(opened()), accept, MANAGER, Role.OPERATIONS_MANAGER)) == "accepted"
    assert code(ask(office, MOVE, LEAD, Role.LEAD_INSPECTOR, 2)) == "accepted"


@pytest.mark.parametrize("change", ["merged", "merged twice", "split"])
def test_an_interest_follows_a_provider_that_has_gone_on_as_the_one_that_is_inspected(
    change: str, opened: Opening
) -> None:
    said: dict[str, Any] = {"reason": "So it was decided.", "since": day("2018-01-01")}
    south = On("provider-south", A_PROVIDER.with_(provider="south"))
    steps = {
        "merged": [On("provider-south", ProviderMerged(into="north", **said))],
        "merged twice": [
            On("provider-west", A_PROVIDER.with_(provider="west")),
            On("provider-south", ProviderMerged(into="west", **said)),
            On("provider-west", ProviderMerged(into="north", **said)),
        ],
        "split": [On("provider-south", ProviderSplit(into=("east", "north"), **said))],
    }[change]
    put(opened(), *AT_EVIDENCE, *STAFF, south, *steps, interest(LEAD, provider="south"))
    assert code(ask(Office(opened()), MOVE, LEAD, Role.LEAD_INSPECTOR)) == "conflict-of-interest"


def test_an_interest_in_another_provider_bars_nothing(opened: Opening) -> None:
    put(opened(), *AT_EVIDENCE, *STAFF, interest(LEAD, provider="south"))
    assert code(ask(Office(opened()), MOVE, LEAD, Role.LEAD_INSPECTOR)) == "accepted"


@pytest.mark.parametrize(
    ("more", "answer"),
    [
        ((), "accepted"),
        ((interest(LEAD),), "conflict-of-interest"),
        (
            (interest(LEAD, kind="secondment", until=day("2018-04-30"), bars_until=day("2019-04-30")),),
            "cooling-off",
        ),
        (
            (interest(LEAD, kind="secondment", until=day("2017-04-30"), bars_until=day("2018-04-30")),),
            "accepted",
        ),
        ((On(f"staff-{LEAD}", RoleEnded(role=Role.LEAD_INSPECTOR, last_day=None)),), "role-not-held"),
    ],
)
def test_a_lead_is_named_whom_the_record_lets_lead(
    opened: Opening, more: tuple[On, ...], answer: str
) -> None:
    put(opened(), A_PROVIDER, *STAFF, *more)
    office = Office(opened())
    assert code(ask(office, announce(LEAD), MANAGER, Role.OPERATIONS_MANAGER)) == answer
    assert code(ask(office, announce("os-4711"), MANAGER, Role.OPERATIONS_MANAGER, 2)) in (
        "not-on-staff",
        "already-announced",
    )


def test_a_deputys_event_says_in_whose_place(opened: Opening) -> None:
    put(opened(), *AT_EVIDENCE, *STAFF)
    office = Office(opened())
    name = NameDeputy(
        staff=LEAD,
        place_of=MANAGER,
        held=Role.OPERATIONS_MANAGER,
        since=day("2018-06-18"),
        until=day("2018-06-22"),
    )
    assert code(ask(office, name, MANAGER, Role.OPERATIONS_MANAGER)) == "accepted"
    assert code(ask(office, MOVE, LEAD, Role.OPERATIONS_MANAGER)) == "accepted"
    last = [EVENT_NAMES.read(each) for each in opened().scan()][-1]
    assert last.acting_role == f"operations-manager in the place of {MANAGER}"
    assert last.actor == LEAD
    office.clock.set(office.clock.now().replace(day=23))
    assert code(ask(office, MOVE, LEAD, Role.OPERATIONS_MANAGER, 2)) == "role-not-held"


def test_a_deputy_says_in_whose_place_a_report_is_signed(opened: Opening) -> None:
    deputy = DeputyNamed(
        place_of=MANAGER, role=Role.CHIEF_INSPECTOR, since=day("2018-06-18"), until=day("2018-06-22")
    )
    put(opened(), *AT_EVIDENCE, *STAFF, On(f"staff-{READER}", deputy))
    sign = SignOffReport(inspection=INSPECTION, report="5" * 64)
    office = Office(opened())
    assert code(ask(office, sign, READER, Role.CHIEF_INSPECTOR)) == "deputy-unclear"
    said = sign.with_(in_place_of=MANAGER, why="absent")
    assert code(ask(office, said, READER, Role.CHIEF_INSPECTOR, 2)) == "wrong-stage"
    other = sign.with_(in_place_of="os-4711", why="absent")
    assert code(ask(office, other, READER, Role.CHIEF_INSPECTOR, 3)) == "not-a-deputy"


@pytest.mark.parametrize(
    ("engagement", "more", "answer"),
    [
        ("employee", {}, "accepted"),
        ("local-assessor", {"area": "The North"}, "accepted"),
        ("local-assessor", {"area": "the  north"}, "accepted"),
        ("local-assessor", {"area": "South"}, "not-their-area"),
        ("partner-inspector", {"body": "hmi-prisons"}, "not-their-inspection"),
    ],
)
def test_a_case_is_read_by_whom_area_and_body_let_read_it(
    opened: Opening, engagement: Engagement, more: dict[str, str], answer: str
) -> None:
    reader = person("os-1003", Role.INSPECTOR, engagement=engagement, **more)
    put(opened(), *AT_FIELDWORK_WITH_SAMPLES, *STAFF, *reader)
    office = Office(opened(), "2018-07-10")
    read = RecordInterview(case=CASE, held_on=day("2018-07-09"))
    assert code(ask(office, read, "os-1003", Role.INSPECTOR)) == answer


def test_a_local_assessor_never_reads_a_case_they_have_worked_on(opened: Opening) -> None:
    local = person("os-1003", Role.INSPECTOR, engagement="local-assessor", area="The North")
    own = interest("os-1003", kind="own-case", provider=None, case=CASE)
    put(opened(), *AT_FIELDWORK_WITH_SAMPLES, *STAFF, *local, own)
    office = Office(opened(), "2018-07-10")
    read = RecordInterview(case=CASE, held_on=day("2018-07-09"))
    assert code(ask(office, read, "os-1003", Role.INSPECTOR)) == "own-case"
    assert (
        code(ask(office, AllocateCase(case=CASE, reader="os-1003"), LEAD, Role.LEAD_INSPECTOR)) == "own-case"
    )
    other = next(each for each in CASES if each != CASE)
    assert code(ask(office, read.with_(case=other), "os-1003", Role.INSPECTOR, 2)) == "accepted"


def test_what_assay_notes_itself_needs_nobody_on_the_record(opened: Opening) -> None:
    put(opened(), *AT_EVIDENCE, *STAFF)
    sent = RecordNoticeSent(inspection=INSPECTION, notice="announcement", document="e" * 64)
    assert code(ask(Office(opened()), sent, "assay", Role.MACHINERY)) == "accepted"


@pytest.mark.parametrize(
    ("contact_of", "role", "answer"),
    [
        (PROVIDER, Role.PROVIDER_CONTACT, "accepted"),
        ("south", Role.PROVIDER_CONTACT, "not-their-inspection"),
        (PROVIDER, Role.LEAD_INSPECTOR, "not-on-staff"),
        (None, Role.PROVIDER_CONTACT, "not-on-staff"),
    ],
)
def test_a_contact_acts_for_their_own_provider_and_in_no_other_role(
    opened: Opening, contact_of: str | None, role: Role, answer: str
) -> None:
    contact = "person-" + "0a1b" * 8
    known = (
        PersonRegistered(
            provider=contact_of or "", person_name=box(MANAGER), email=box(MANAGER), telephone=None
        )
        if contact_of
        else None
    )
    put(opened(), *AT_EVIDENCE, *STAFF, *([On(contact, known)] if known else []))
    receive = ReceiveEvidence(inspection=INSPECTION, item="policy", document="d" * 64)
    assert code(ask(Office(opened()), receive, contact, role)) == answer


def test_a_contact_hands_in_what_their_own_provider_was_asked_for_and_nobody_elses(opened: Opening) -> None:
    contact = "person-" + "0a1b" * 8
    known = PersonRegistered(provider="south", person_name=box(MANAGER), email=box(MANAGER), telephone=None)
    both = ANNOUNCED.with_(others=(Inspected(provider="south", provider_name="Southern Division"),))
    asked = EVIDENCE_ASKED.with_(items=(POLICY, POLICY.with_(id="rota", provider="south")))
    put(opened(), A_PROVIDER, both, asked, *STAFF, On(contact, known))
    office = Office(opened())
    for number, (provider, answer) in enumerate((("north", "not-their-item"), ("south", "accepted"))):
        ask_for = AskForExtension(
            inspection=INSPECTION, provider=provider, until=day("2018-07-04"), reason="A flood."
        )
        order = Order(f"ask-{number}", ask_for, Actor(contact, Role.PROVIDER_CONTACT, "test"))
        assert code(office.desk.give(order)) == answer
    for item, answer in (("policy", "not-their-item"), ("rota", "accepted")):
        receive = ReceiveEvidence(inspection=INSPECTION, item=item)
        order = Order(f"receive-{item}", receive, Actor(contact, Role.PROVIDER_CONTACT, "test"))
        assert code(office.desk.give(order)) == answer


def test_a_contact_hands_in_the_action_plan_of_their_own_provider_and_nobody_elses(opened: Opening) -> None:
    contact = "person-" + "0a1b" * 8
    known = PersonRegistered(provider="south", person_name=box(MANAGER), email=box(MANAGER), telephone=None)
    both = ANNOUNCED.with_(others=(Inspected(provider="south", provider_name="Southern Division"),))
    asked = [
        On(plan_stream(INSPECTION, each), PLAN_REQUESTED.with_(provider=each)) for each in ("north", "south")
    ]
    put(opened(), A_PROVIDER, both, *asked, *STAFF, On(contact, known))
    office = Office(opened())
    for provider, answer in (("north", "not-their-item"), ("south", "accepted")):
        submit = SubmitActionPlan(inspection=INSPECTION, provider=provider, answers=SUBMITTED.answers)
        order = Order(f"submit-{provider}", submit, Actor(contact, Role.PROVIDER_CONTACT, "test"))
        assert code(office.desk.give(order)) == answer


CONVENE = ConvenePanel(
    panel="june",
    meets_on=day("2018-06-27"),
    chair="os-1004",
    members=("os-1004", "os-1005"),
    agenda=(INSPECTION,),
)
SITTING = (
    *AT_EVIDENCE,
    *STAFF,
    *person("os-1004", Role.PANEL_CHAIR),
    *person("os-1005", Role.INSPECTOR),
)


@pytest.mark.parametrize(
    ("more", "command", "answer"),
    [
        ((), CONVENE, "accepted"),
        ((), CONVENE.with_(chair="os-1005"), "role-not-held"),
        ((), CONVENE.with_(members=("os-1004", "os-4711")), "not-on-staff"),
        ((interest("os-1005"),), CONVENE, "conflict-of-interest"),
        ((interest("os-1005", provider="south"),), CONVENE, "accepted"),
    ],
)
def test_a_meeting_is_called_with_people_who_may_take_part_in_it(
    opened: Opening, more: tuple[On, ...], command: ConvenePanel, answer: str
) -> None:
    put(opened(), *SITTING, *more)
    assert code(ask(Office(opened()), command, MANAGER, Role.OPERATIONS_MANAGER)) == answer


OF_ITS_OWN = PROTOCOL.with_(
    panel=PanelRule(quorum=1, chairs=(Role.CHIEF_INSPECTOR,), members=(Role.QUALITY_LEAD,), citation="a test")
)
UNDER_IT = tuple(
    each.with_(protocol=each.protocol.with_(digest=OF_ITS_OWN.digest)) if each is ANNOUNCED else each
    for each in SITTING
)
CHIEF_AND_CHAIR = person("os-1006", Role.CHIEF_INSPECTOR, Role.PANEL_CHAIR)


@pytest.mark.parametrize(
    ("chair", "member", "words"),
    [
        ("os-1004", "os-1007", "os-1004 does not hold the role chief-inspector"),
        ("os-1008", "os-1007", "os-1008 does not hold the role panel-chair"),
        ("os-1006", "os-1005", "os-1005 does not hold the role quality-lead"),
        ("os-1006", "os-1007", ""),
    ],
)
def test_a_kind_of_inspection_says_in_which_roles_its_panel_is_chaired_and_sat_on(
    opened: Opening, chair: str, member: str, words: str
) -> None:
    more = (*CHIEF_AND_CHAIR, *person("os-1007", Role.QUALITY_LEAD), *person("os-1008", Role.CHIEF_INSPECTOR))
    put(opened(), *UNDER_IT, *more)
    office = Office(opened(), library=Library.of([OF_ITS_OWN], [FRAMEWORK], [SCHEME]))
    called = ask(
        office, CONVENE.with_(chair=chair, members=(chair, member)), MANAGER, Role.OPERATIONS_MANAGER
    )
    assert code(called) == ("role-not-held" if words else "accepted")
    assert words in (called.refusal.sentence if isinstance(called, Declined) else "")
    if not words:
        reader = InviteMember(panel="june", member="os-1005")
        assert code(ask(office, reader, MANAGER, Role.OPERATIONS_MANAGER)) == "role-not-held"


def test_a_member_who_is_barred_from_a_part_of_the_agenda_is_invited_all_the_same(opened: Opening) -> None:
    other = ANNOUNCED.with_(inspection="south-2018", provider="south", provider_name="South")
    south = (On("provider-south", A_PROVIDER.with_(provider="south")), On("inspection-south-2018", other))
    put(opened(), *SITTING, *south, interest("os-1005"))
    both = CONVENE.with_(agenda=(INSPECTION, "south-2018"))
    assert code(ask(Office(opened()), both, MANAGER, Role.OPERATIONS_MANAGER)) == "accepted"


def test_nobody_is_named_for_fieldwork_who_may_not_inspect(opened: Opening) -> None:
    put(opened(), *AT_FIELDWORK_WITH_SAMPLES, *STAFF, interest(READER))
    session = SessionPlan(
        session="chair",
        kind="interview",
        on=day("2018-07-10"),
        begins="09:30",
        ends="10:30",
        place="Head office",
        with_whom=("chair",),
        inspectors=(READER,),
    )
    plan = PlanSessions(inspection=INSPECTION, sessions=(session,))
    office = Office(opened(), "2018-07-10")
    assert code(ask(office, plan, LEAD, Role.LEAD_INSPECTOR)) == "conflict-of-interest"
    manager = PlanSessions(inspection=INSPECTION, sessions=(session.with_(inspectors=(MANAGER,)),))
    assert code(ask(office, manager, LEAD, Role.LEAD_INSPECTOR, 2)) == "role-not-held"
    stranger = PlanSessions(inspection=INSPECTION, sessions=(session.with_(inspectors=("os-9999",)),))
    assert code(ask(office, stranger, LEAD, Role.LEAD_INSPECTOR, 3)) == "not-on-staff"


def test_an_inspector_is_planned_for_a_day_on_which_they_are_there(opened: Opening) -> None:
    leave = LeavePlanned(since=day("2018-07-12"), until=day("2018-07-13"))
    put(opened(), *AT_FIELDWORK_WITH_SAMPLES, *STAFF, On(f"staff-{READER}", leave))
    session = SessionPlan(
        session="chair",
        kind="interview",
        on=day("2018-07-12"),
        begins="09:30",
        ends="10:30",
        place="Head office",
        with_whom=("chair",),
        inspectors=(READER,),
    )
    office = Office(opened(), "2018-07-10")
    plan = PlanSessions(inspection=INSPECTION, sessions=(session,))
    assert code(ask(office, plan, LEAD, Role.LEAD_INSPECTOR)) == "on-leave"
    before = PlanSessions(inspection=INSPECTION, sessions=(session.with_(on=day("2018-07-11")),))
    assert code(ask(office, before, LEAD, Role.LEAD_INSPECTOR, 2)) == "accepted"
    away_today = Office(opened(), "2018-07-12")
    after = session.with_(session="board", on=day("2018-07-16"))
    later = PlanSessions(inspection=INSPECTION, sessions=(after,), reason="The board meets once a month.")
    assert code(ask(away_today, later, LEAD, Role.LEAD_INSPECTOR, 3)) == "accepted", "back by then"
    who = ("os-9999",)
    held = HoldSession(inspection=INSPECTION, session="chair", held_on=day("2018-07-11"), inspectors=who)
    assert code(ask(away_today, held, LEAD, Role.LEAD_INSPECTOR, 4)) == "not-on-staff"


# A lead's judgements


PROPOSE = ProposeRating(inspection=INSPECTION, standard="1.1", rating="good", reason="Seen on the visit.")
ANOTHER, DEPUTY = "os-1010", "os-1011"


def test_a_lead_of_another_inspection_does_not_judge_in_this_one(opened: Opening) -> None:
    led = tuple(
        ANNOUNCED.with_(lead=LEAD) if fact is ANNOUNCED else fact for fact in AT_FIELDWORK_WITH_SAMPLES
    )
    deputy = On(
        f"staff-{DEPUTY}",
        DeputyNamed(
            place_of=LEAD, role=Role.LEAD_INSPECTOR, since=day("2018-01-01"), until=day("2018-12-31")
        ),
    )
    put(opened(), *led, *STAFF, *person(ANOTHER, Role.LEAD_INSPECTOR), *person(DEPUTY), deputy)
    office = Office(opened())
    refused = ask(office, PROPOSE, ANOTHER, Role.LEAD_INSPECTOR)
    assert code(refused) == "not-the-lead"
    assert isinstance(refused, Declined)
    assert refused.refusal.sentence == (
        "os-1001 leads this inspection, and this is for the lead to judge: "
        "have os-1010 named as a deputy of os-1001, or as the lead."
    )
    assert code(ask(office, PROPOSE, LEAD, Role.LEAD_INSPECTOR)) == "accepted"
    assert code(ask(office, PROPOSE.with_(standard="1.2"), DEPUTY, Role.LEAD_INSPECTOR)) == "accepted"


def test_without_a_staff_record_any_lead_inspector_judges(opened: Opening) -> None:
    put(opened(), *AT_FIELDWORK_WITH_SAMPLES)
    assert code(ask(Office(opened()), PROPOSE, ANOTHER, Role.LEAD_INSPECTOR)) == "accepted"


def test_only_commands_of_a_lead_inspector_are_reserved_to_the_lead() -> None:
    assert all(Role.LEAD_INSPECTOR in AUTHORITY[verb] for verb in JUDGEMENTS)
