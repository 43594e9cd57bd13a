"""Evidence in advance: asked for once, chased, received or waived (004 §4.14-4.15; 002 measure 4.2)."""

from domain.decider import On
from domain.holdings.document import DocumentKept
from domain.holdings.events import ItemHeld, RequestNoted
from domain.inspections.commands import (
    BeginFieldwork,
    ChaseEvidence,
    ReceiveEvidence,
    RecordDeadlinePassed,
    RequestEvidence,
    WaiveEvidence,
)
from domain.inspections.events import (
    EvidenceChased,
    EvidenceEscalated,
    EvidenceOverdue,
    EvidenceReceived,
    EvidenceRequested,
    EvidenceWaived,
    FieldworkBegun,
    InspectionDeferred,
)
from domain.people.roles import Role
from tests.support.example import (
    AT_ANNOUNCEMENT,
    AT_EVIDENCE,
    AT_FIELDWORK,
    EMPTY_LIBRARY,
    EVIDENCE_ASKED,
    FIELDWORK_BEGUN,
    INSPECTION,
    POLICY,
    POLICY_RECEIVED,
    READY_FOR_FIELDWORK,
    ROTA,
    ROTA_RECEIVED,
    SHORT_CALENDAR,
    day,
)
from tests.support.specification import given

ASK = RequestEvidence(inspection=INSPECTION, items=(POLICY, ROTA))
RECEIVE = ReceiveEvidence(inspection=INSPECTION, item="policy", document="a" * 64)
CHASE = ChaseEvidence(inspection=INSPECTION)
WAIVE = WaiveEvidence(inspection=INSPECTION, item="policy", reason="It was lost in a flood.")
WAIVED = EvidenceWaived(item="policy", reason="It was lost in a flood.")
BEGIN = BeginFieldwork(inspection=INSPECTION)
OVERDUE = EvidenceOverdue(items=("policy", "rota"), due=day("2018-06-27"), until=day("2018-07-04"))
NOTED = RequestNoted(
    inspection=INSPECTION, requested_on=day("2018-06-06"), asked=("policy", "rota"), again=(), saved=()
)
POLICY_HELD = ItemHeld(
    holding="h1",
    about="policy",
    title="The risk policy",
    key_questions=(),
    document="a" * 64,
    source="inspection",
    of=INSPECTION,
    true_from=None,
    true_to=None,
    held_on=day("2018-06-20"),
    replaces=None,
)
KEPT = On(f"document-{'a' * 64}", DocumentKept(document="a" * 64))


# The request


def test_evidence_is_asked_for_with_the_protocols_period() -> None:
    given(*AT_ANNOUNCEMENT).when(ASK, on="2018-06-06").then(EVIDENCE_ASKED, NOTED)


def test_evidence_may_be_asked_for_by_another_working_day() -> None:
    by_then = ASK.with_(due=day("2018-06-15"))
    given(*AT_ANNOUNCEMENT).when(by_then, on="2018-06-06").then(
        EVIDENCE_ASKED.with_(due=day("2018-06-15")), NOTED
    )
    for wrong, code in (("2018-06-06", "date-in-past"), ("2018-06-16", "not-a-working-day")):
        given(*AT_ANNOUNCEMENT).when(ASK.with_(due=day(wrong)), on="2018-06-06").then_refused(code, wrong)


def test_evidence_is_asked_for_once() -> None:
    given(*AT_EVIDENCE).when(ASK, on="2018-06-07").then_refused("wrong-stage", "it is at evidence-request")


def test_no_item_is_asked_for_twice() -> None:
    twice = ASK.with_(items=(ROTA, POLICY, POLICY.with_(title="Another policy")))
    given(*AT_ANNOUNCEMENT).when(twice, on="2018-06-06").then_refused("asked-twice", "policy")


def test_every_item_is_evidence_for_a_standard_of_the_pinned_framework() -> None:
    elsewhere = ASK.with_(items=(POLICY.with_(standard="4.1"),))
    given(*AT_ANNOUNCEMENT).when(elsewhere, on="2018-06-06").then_refused("unknown-standard", "4.1")


def test_an_inspection_that_was_never_announced_asks_for_nothing() -> None:
    given().when(ASK, on="2018-06-06").then_refused("unknown-inspection", "no such inspection")


def test_an_installation_without_the_pinned_rules_says_which_it_lacks() -> None:
    story = given(*AT_ANNOUNCEMENT).under(library=EMPTY_LIBRARY)
    story.when(ASK, on="2018-06-06").then_refused("pin-missing", "standards framework adult-nps-2018")


def test_a_request_beyond_the_calendar_is_refused() -> None:
    story = given(*AT_ANNOUNCEMENT).under(calendar=SHORT_CALENDAR)
    story.when(ASK, on="2018-06-06").then_refused("calendar-exhausted")


# What comes in


def test_items_come_in_one_by_one_and_the_last_ends_the_waiting() -> None:
    story = given(*AT_EVIDENCE).when(RECEIVE, on="2018-06-20").then(POLICY_RECEIVED, POLICY_HELD, KEPT)
    assert story.state(f"inspection-{INSPECTION}").awaited == ("rota",)
    assert "evidence" in story.state(f"inspection-{INSPECTION}").deadlines
    rota = ReceiveEvidence(inspection=INSPECTION, item="rota")
    story = story.when(rota, on="2018-06-27", by=Role.PROVIDER_CONTACT).then(
        ROTA_RECEIVED,
        POLICY_HELD.with_(
            holding="h2", about="rota", title="The staff rota", document=None, held_on=day("2018-06-27")
        ),
    )
    assert "evidence" not in story.state(f"inspection-{INSPECTION}").deadlines


def test_an_item_that_was_never_asked_for_does_not_come_in() -> None:
    other = ReceiveEvidence(inspection=INSPECTION, item="diary")
    given(*AT_EVIDENCE).when(other, on="2018-06-20").then_refused("unknown-item", "diary")


def test_an_item_comes_in_once() -> None:
    given(*AT_EVIDENCE, POLICY_RECEIVED).when(RECEIVE, on="2018-06-20").then_refused(
        "item-settled", "received already"
    )


def test_a_waived_item_that_turns_up_during_fieldwork_is_still_taken_in() -> None:
    waived = (*AT_EVIDENCE, WAIVED, ROTA_RECEIVED, FIELDWORK_BEGUN)
    given(*waived).when(RECEIVE, on="2018-07-10", by=Role.PROVIDER_CONTACT).then(
        POLICY_RECEIVED, POLICY_HELD.with_(held_on=day("2018-07-10")), KEPT
    )


# What does not


def test_missing_evidence_is_overdue_when_the_day_is_over_and_not_before() -> None:
    passed = RecordDeadlinePassed(inspection=INSPECTION, deadline="evidence", due=day("2018-06-27"))
    given(*AT_EVIDENCE).when(passed, on="2018-06-27").then_refused("not-yet", "end of 2018-06-27")
    given(*AT_EVIDENCE).when(passed, on="2018-06-28").then(OVERDUE)
    given(*AT_EVIDENCE, POLICY_RECEIVED).when(passed, on="2018-06-28").then(OVERDUE.with_(items=("rota",)))
    given(*AT_EVIDENCE, OVERDUE).when(passed, on="2018-06-28").then_nothing()


def test_what_is_overdue_is_chased_with_a_new_date_that_is_watched_again() -> None:
    chased = EvidenceChased(items=("policy", "rota"), due=day("2018-07-04"))
    story = given(*AT_EVIDENCE, OVERDUE).when(CHASE, on="2018-06-28").then(chased)
    again = RecordDeadlinePassed(inspection=INSPECTION, deadline="evidence", due=day("2018-07-04"))
    story.when(again, on="2018-07-05").then(
        OVERDUE.with_(due=day("2018-07-04"), until=None),
        EvidenceEscalated(
            items=("policy", "rota"),
            to=Role.OPERATIONS_MANAGER,
            escalated_on=day("2018-07-05"),
            reason="They were not handed in by 2018-07-04 either, of which the provider had been reminded.",
        ),
    )


def test_a_chase_may_name_its_own_date() -> None:
    story = given(*AT_EVIDENCE, POLICY_RECEIVED, OVERDUE)
    story.when(CHASE.with_(due=day("2018-07-02")), on="2018-06-28").then(
        EvidenceChased(items=("rota",), due=day("2018-07-02"))
    )
    story.when(CHASE.with_(due=day("2018-06-28")), on="2018-06-28").then_refused("date-in-past")
    story.when(CHASE.with_(due=day("2018-06-30")), on="2018-06-28").then_refused("not-a-working-day")
    story.under(calendar=SHORT_CALENDAR).when(CHASE, on="2018-06-08").then_refused("calendar-exhausted")


def test_nothing_is_chased_before_it_is_overdue() -> None:
    given(*AT_EVIDENCE).when(CHASE, on="2018-06-20").then_refused("not-overdue", "2018-06-27")


def test_nothing_is_chased_that_has_come_in() -> None:
    given(*READY_FOR_FIELDWORK).when(CHASE, on="2018-06-28").then_refused("nothing-missing")


def test_the_lead_inspector_may_go_on_without_an_item_and_says_why() -> None:
    given(*AT_EVIDENCE).when(WAIVE, on="2018-06-28").then(WAIVED)
    given(*AT_EVIDENCE).when(WAIVE.with_(item="diary"), on="2018-06-28").then_refused("unknown-item")
    given(*AT_EVIDENCE, WAIVED).when(WAIVE, on="2018-06-28").then_refused("item-settled", "waived already")
    given(*AT_EVIDENCE, POLICY_RECEIVED).when(WAIVE, on="2018-06-28").then_refused("item-settled", "received")


# The gate to fieldwork


def test_fieldwork_begins_on_its_day_when_nothing_is_awaited() -> None:
    given(*READY_FOR_FIELDWORK).when(BEGIN, on="2018-07-09").then(FIELDWORK_BEGUN)


def test_fieldwork_does_not_begin_while_evidence_is_awaited() -> None:
    given(*AT_EVIDENCE, POLICY_RECEIVED).when(BEGIN, on="2018-07-09").then_refused("evidence-missing", "rota")


def test_fieldwork_does_not_begin_before_it_was_announced_for() -> None:
    given(*READY_FOR_FIELDWORK).when(BEGIN, on="2018-07-06").then_refused("too-early", "2018-07-09")


def test_fieldwork_that_begins_late_keeps_its_announced_length() -> None:
    given(*READY_FOR_FIELDWORK).when(BEGIN, on="2018-08-22").then(
        FieldworkBegun(begun_on=day("2018-08-22"), due=day("2018-08-29"))  # over the bank holiday of the 27th
    )


def test_fieldwork_beyond_the_calendar_is_refused() -> None:
    story = given(*READY_FOR_FIELDWORK).under(calendar=SHORT_CALENDAR)
    story.when(BEGIN, on="2018-07-09").then_refused("calendar-exhausted")


def test_while_an_inspection_is_put_off_fieldwork_does_not_begin() -> None:
    put_off = InspectionDeferred(reason="A strike.", deferred_on=day("2018-07-02"), until=day("2018-07-23"))
    given(*READY_FOR_FIELDWORK, put_off).when(BEGIN, on="2018-07-09").then_refused("wrong-stage", "deferred")
    given(*AT_FIELDWORK).when(BEGIN, on="2018-07-09").then_refused("wrong-stage", "it is at fieldwork")


def test_an_event_names_what_it_is_about() -> None:
    assert EvidenceRequested.name == "inspection.evidence-requested.v3"
    assert EvidenceReceived(item="rota", document=None) == ROTA_RECEIVED
