"""Evidence that is late: more time, a reminder, somebody above the lead inspector; and a waiver that is withdrawn."""

from domain.inspections.commands import (
    AskForExtension,
    ChaseEvidence,
    EscalateEvidence,
    GrantExtension,
    MoveDeadline,
    RecordDeadlinePassed,
    RefuseExtension,
    WithdrawWaiver,
)
from domain.inspections.events import (
    DeadlineMoved,
    EvidenceChased,
    EvidenceEscalated,
    EvidenceOverdue,
    EvidenceWaived,
    ExtensionAsked,
    ExtensionGranted,
    ExtensionRefused,
    FurtherEvidenceRequested,
    InspectionResumed,
    WaiverWithdrawn,
)
from domain.inspections.notices import notice_of
from domain.inspections.react import react
from domain.people.roles import Role
from tests.support.example import (
    AT_ANNOUNCEMENT,
    AT_EVIDENCE,
    EVIDENCE_ASKED,
    INSPECTION,
    POLICY_RECEIVED,
    READY_FOR_FIELDWORK,
    ROTA,
    ROTA_RECEIVED,
    SHORT_CALENDAR,
    day,
)
from tests.support.specification import Story, given

STREAM = f"inspection-{INSPECTION}"
ASK = AskForExtension(
    inspection=INSPECTION, items=("rota",), until=day("2018-07-04"), reason="Half the staff are away."
)
ASKED = ExtensionAsked(
    extension="extension-1", items=("rota",), until=day("2018-07-04"), reason="Half the staff are away."
)
GRANT = GrantExtension(inspection=INSPECTION, extension="extension-1")
GRANTED = ExtensionGranted(extension="extension-1", items=("rota",), due=day("2018-07-04"))
REFUSE = RefuseExtension(inspection=INSPECTION, extension="extension-1", reason="Fieldwork is near.")
REFUSED = ExtensionRefused(extension="extension-1", reason="Fieldwork is near.")
OVERDUE = EvidenceOverdue(items=("policy", "rota"), due=day("2018-06-27"), until=day("2018-07-04"))
ESCALATE = EscalateEvidence(inspection=INSPECTION, to="chief-inspector", reason="Fieldwork is near.")
WAIVED = EvidenceWaived(item="policy", reason="It was lost in a flood.")
WANTED = WithdrawWaiver(inspection=INSPECTION, item="policy", reason="It was found.", due=day("2018-07-02"))


def dates(story: Story) -> dict[str, str]:
    return {code: str(each.due) for code, each in story.state(STREAM).deadlines.items()}


def passed(deadline: str, due: str) -> RecordDeadlinePassed:
    return RecordDeadlinePassed(inspection=INSPECTION, deadline=deadline, due=day(due))


def told(story: Story, code: str) -> str:
    return notice_of(INSPECTION, story.state(STREAM), code).body


# More time


def test_a_contact_asks_for_more_time_and_the_date_stands_until_the_answer() -> None:
    story = given(*AT_EVIDENCE).when(ASK, on="2018-06-20").then(ASKED)
    assert dates(story) == {"evidence": "2018-06-27"}
    assert "an answer to extension-1: more time until 2018-07-04" in react(story.state(STREAM)).waiting_for


def test_without_items_it_is_about_all_that_is_awaited() -> None:
    everything = ASK.with_(items=())
    given(*AT_EVIDENCE).when(everything, on="2018-06-20").then(ASKED.with_(items=("policy", "rota")))
    given(*READY_FOR_FIELDWORK).when(everything, on="2018-06-20").then_refused("nothing-missing")


def test_more_time_is_asked_for_once_for_what_is_awaited_and_to_a_later_day() -> None:
    story = given(*AT_EVIDENCE, ASKED)
    story.when(ASK, on="2018-06-21").then_refused("extension-open", "extension-1")
    story = given(*AT_EVIDENCE)
    story.when(ASK.with_(items=("diary",)), on="2018-06-20").then_refused("unknown-item", "diary")
    story.when(ASK.with_(until=day("2018-06-27")), on="2018-06-20").then_refused("not-later", "2018-06-27")
    story.when(ASK.with_(until=day("2018-06-20")), on="2018-06-20").then_refused("date-in-past")
    story.when(ASK.with_(until=day("2018-06-30")), on="2018-06-20").then_refused("not-a-working-day")
    story.under(calendar=SHORT_CALENDAR).when(ASK, on="2018-06-08").then_refused("calendar-exhausted")
    story.and_(ROTA_RECEIVED).when(ASK, on="2018-06-20").then_refused("item-settled", "received already")


def test_an_extension_that_is_granted_moves_the_date_of_its_items_alone() -> None:
    story = given(*AT_EVIDENCE, ASKED).when(GRANT, on="2018-06-21").then(GRANTED)
    assert dates(story) == {"evidence": "2018-06-27", "evidence-2": "2018-07-04"}
    passed = RecordDeadlinePassed(inspection=INSPECTION, deadline="evidence", due=day("2018-06-27"))
    story = story.when(passed, on="2018-06-28").then(OVERDUE.with_(items=("policy",)))
    assert dates(story) == {"evidence-2": "2018-07-04", "escalation": "2018-07-04"}
    second = RecordDeadlinePassed(inspection=INSPECTION, deadline="evidence-2", due=day("2018-07-04"))
    story.when(second, on="2018-07-05").then(
        OVERDUE.with_(items=("rota",), due=day("2018-07-04"), until=day("2018-07-11"))
    )


def test_where_all_of_a_date_is_extended_the_date_itself_moves() -> None:
    both = ASKED.with_(items=("policy", "rota"))
    story = (
        given(*AT_EVIDENCE, both).when(GRANT, on="2018-06-21").then(GRANTED.with_(items=("policy", "rota")))
    )
    assert dates(story) == {"evidence": "2018-07-04"}
    assert "Please hand in by the end of 4 July 2018:" in told(story, "extension-granted-1")


def test_another_day_than_the_one_asked_for_may_be_granted_and_only_for_what_has_not_come_in() -> None:
    both = ASKED.with_(items=("policy", "rota"))
    story = given(*AT_EVIDENCE, both, POLICY_RECEIVED)
    story.when(GRANT.with_(due=day("2018-07-02")), on="2018-06-21").then(GRANTED.with_(due=day("2018-07-02")))
    story.when(GRANT.with_(due=day("2018-06-21")), on="2018-06-21").then_refused("date-in-past")
    story.when(GRANT.with_(due=day("2018-06-30")), on="2018-06-21").then_refused("not-a-working-day")
    story.and_(ROTA_RECEIVED).when(GRANT, on="2018-06-21").then_refused("nothing-missing")
    short = story.under(calendar=SHORT_CALENDAR)
    short.when(GRANT, on="2018-06-08").then_refused("calendar-exhausted")


def test_an_extension_is_refused_with_a_reason_that_the_provider_is_told() -> None:
    story = given(*AT_EVIDENCE, ASKED).when(REFUSE, on="2018-06-21").then(REFUSED)
    assert dates(story) == {"evidence": "2018-06-27"}
    assert "The date stands: Fieldwork is near." in told(story, "extension-refused-1")
    story.when(GRANT, on="2018-06-21").then_refused("extension-answered", "refused already")
    story.when(REFUSE, on="2018-06-21").then_refused("extension-answered")
    for command in (GRANT, REFUSE):
        given(*AT_EVIDENCE).when(command, on="2018-06-21").then_refused("unknown-extension", "none")


def test_what_is_overdue_may_be_extended_too() -> None:
    story = given(*AT_EVIDENCE, OVERDUE, ASKED).when(GRANT, on="2018-06-28").then(GRANTED)
    assert dates(story) == {"escalation": "2018-07-04", "evidence": "2018-07-04"}
    assert [code for code, each in story.state(STREAM).evidence.items() if each.rising] == ["policy"]
    both = (ASKED.with_(items=("policy", "rota")), GRANTED.with_(items=("policy", "rota")))
    assert dates(given(*AT_EVIDENCE, OVERDUE, *both)) == {"evidence": "2018-07-04"}, "nothing goes higher up"
    assert story.state(STREAM).late == ("policy",)


# Several dates


def test_each_date_may_be_moved_by_itself() -> None:
    move = MoveDeadline(
        inspection=INSPECTION, deadline="evidence-2", due=day("2018-07-06"), reason="A strike."
    )
    story = given(*AT_EVIDENCE, ASKED, GRANTED).when(move, on="2018-06-22")
    moved = DeadlineMoved(
        deadline="evidence-2", was=day("2018-07-04"), due=day("2018-07-06"), reason="A strike."
    )
    assert dates(story.then(moved)) == {"evidence": "2018-06-27", "evidence-2": "2018-07-06"}


def test_a_chase_reminds_of_what_is_overdue_and_of_nothing_else() -> None:
    late = OVERDUE.with_(items=("policy",))
    chase = ChaseEvidence(inspection=INSPECTION, due=day("2018-07-03"))
    found = given(*AT_EVIDENCE, ASKED, GRANTED, late).when(chase, on="2018-06-28")
    story = found.then(EvidenceChased(items=("policy",), due=day("2018-07-03")))
    assert dates(story) == {"evidence": "2018-07-03", "evidence-2": "2018-07-04"}
    assert "- The risk policy (standard 1.1), by the end of 3 July 2018" in told(
        story, "evidence-chase-2018-07-03"
    )


def test_a_deferral_moves_every_date_that_runs() -> None:
    resumed = InspectionResumed(
        deadlines=(("evidence", day("2018-07-11")), ("evidence-2", day("2018-07-18")))
    )
    story = given(*AT_EVIDENCE, ASKED, GRANTED, resumed)
    assert dates(story) == {"evidence": "2018-07-11", "evidence-2": "2018-07-18"}


def test_a_notice_of_a_further_request_lists_what_it_asks_for() -> None:
    more = FurtherEvidenceRequested(
        items=(ROTA.with_(id="minutes", title="The board's minutes"),), due=day("2018-07-11")
    )
    story = given(*AT_EVIDENCE, more)
    assert told(story, "evidence-request-2").endswith(
        "Please hand in by the end of 11 July 2018:\n\n- The board's minutes (standard 1.2)\n"
    )
    assert "minutes" not in told(story, "evidence-request")


# Higher up


def test_what_is_overdue_is_taken_to_somebody_above_the_lead_inspector() -> None:
    taken = EvidenceEscalated(
        items=("policy", "rota"),
        to=Role.CHIEF_INSPECTOR,
        escalated_on=day("2018-06-28"),
        reason="Fieldwork is near.",
    )
    story = given(*AT_EVIDENCE, OVERDUE).when(ESCALATE, on="2018-06-28").then(taken)
    assert react(story.state(STREAM)).waiting_for[0] == (
        "evidence: The risk policy (overdue since 2018-06-27, taken to the chief inspector)"
    )
    assert "- The staff rota" in told(story, "evidence-escalation-2018-06-28-4")


def test_nothing_is_taken_higher_up_before_it_is_overdue() -> None:
    given(*AT_EVIDENCE).when(ESCALATE, on="2018-06-20").then_refused("not-overdue", "2018-06-27")
    given(*READY_FOR_FIELDWORK).when(ESCALATE, on="2018-06-28").then_refused("nothing-missing")


def test_only_what_was_chased_goes_higher_up_when_a_date_passes() -> None:
    late = OVERDUE.with_(items=("policy",))
    chased = EvidenceChased(items=("policy",), due=day("2018-07-04"))
    passed = RecordDeadlinePassed(inspection=INSPECTION, deadline="evidence", due=day("2018-07-04"))
    story = given(*AT_EVIDENCE, ASKED, GRANTED, late, chased)
    story.when(passed, on="2018-07-05").then(
        OVERDUE.with_(items=("policy",), due=day("2018-07-04"), until=None),
        EvidenceEscalated(
            items=("policy",),
            to=Role.OPERATIONS_MANAGER,
            escalated_on=day("2018-07-05"),
            reason="They were not handed in by 2018-07-04 either, of which the provider had been reminded.",
        ),
    )


def test_the_provider_is_told_on_the_first_day_that_evidence_is_overdue_and_until_when_it_stays_with_the_lead() -> (
    None
):
    story = given(*AT_EVIDENCE).when(passed("evidence", "2018-06-27"), on="2018-06-28").then(OVERDUE)
    [code] = [each for each in story.state(STREAM).notices if each.startswith("evidence-overdue")]
    notice = notice_of(INSPECTION, story.state(STREAM), code)
    assert (notice.to, notice.subject) == ("north", f"Evidence is overdue ({INSPECTION})")
    assert "by the end of 4 July 2018" in notice.body
    assert "- The risk policy (standard 1.1)" in notice.body
    settled = story.and_(POLICY_RECEIVED, ROTA_RECEIVED)
    assert "has come in" in told(settled, code)
    assert dates(settled) == {}


def test_what_nobody_chased_goes_higher_up_all_the_same_and_whoever_it_goes_to_is_told() -> None:
    story = given(*AT_EVIDENCE, OVERDUE, POLICY_RECEIVED)
    taken = EvidenceEscalated(
        items=("rota",),
        to=Role.OPERATIONS_MANAGER,
        escalated_on=day("2018-07-05"),
        reason="They were due on 2018-06-27, and were not handed in by 2018-07-04 either.",
    )
    story.when(passed("escalation", "2018-07-04"), on="2018-07-04").then_refused("not-yet")
    story = story.when(passed("escalation", "2018-07-04"), on="2018-07-05").then(taken)
    assert dates(story) == {}, "it goes there once"
    [code] = [each for each in story.state(STREAM).notices if each.startswith("evidence-taken-up")]
    notice = notice_of(INSPECTION, story.state(STREAM), code)
    assert notice.to == "role-operations-manager"
    assert notice.body.startswith("To: the operations manager\n")
    assert "- The staff rota (standard 1.2), overdue since 27 June 2018" in notice.body
    assert "evidence-escalation-2018-07-05-5" in story.state(STREAM).notices, "and so is the provider"
    assert "is not needed any more" in told(story.and_(ROTA_RECEIVED), code)
    given(*AT_EVIDENCE, OVERDUE, POLICY_RECEIVED, ROTA_RECEIVED).when(
        passed("escalation", "2018-07-04"), on="2018-07-05"
    ).then_nothing()


def test_where_no_second_date_can_be_counted_what_is_late_goes_higher_up_at_once() -> None:
    story = given(*AT_ANNOUNCEMENT, EVIDENCE_ASKED.with_(due=day("2018-06-07"))).under(
        calendar=SHORT_CALENDAR
    )
    story.when(passed("evidence", "2018-06-07"), on="2018-06-08").then(
        OVERDUE.with_(due=day("2018-06-07"), until=None),
        EvidenceEscalated(
            items=("policy", "rota"),
            to=Role.OPERATIONS_MANAGER,
            escalated_on=day("2018-06-08"),
            reason="They were due on 2018-06-07.",
        ),
    )


def test_what_went_higher_up_before_anybody_was_told_of_it_tells_nobody_now() -> None:
    before = EvidenceEscalated(
        items=("rota",),
        to=Role.OPERATIONS_MANAGER,
        escalated_on=day("2018-07-05"),
        reason="It was late.",
        told=False,
    )
    state = given(*AT_EVIDENCE, OVERDUE.with_(until=None), before).state(STREAM)
    assert [each for each in state.notices if "overdue" in each or "taken-up" in each] == []


# A waiver withdrawn


def test_a_waiver_is_withdrawn_and_the_item_awaited_again() -> None:
    found = given(*AT_EVIDENCE, WAIVED).when(WANTED, on="2018-06-25")
    story = found.then(WaiverWithdrawn(item="policy", reason="It was found.", due=day("2018-07-02")))
    assert story.state(STREAM).awaited == ("policy", "rota")
    assert dates(story) == {"evidence": "2018-06-27", "evidence-2": "2018-07-02"}
    assert "- The risk policy" in told(story, "evidence-wanted-policy-2018-07-02")


def test_without_a_date_the_protocols_period_runs() -> None:
    story = given(*AT_EVIDENCE, WAIVED, ROTA_RECEIVED)
    soon = WANTED.with_(due=None)
    story.when(soon, on="2018-06-25").then(
        WaiverWithdrawn(item="policy", reason="It was found.", due=day("2018-06-29"))
    )
    story.under(calendar=SHORT_CALENDAR).when(soon, on="2018-06-08").then_refused("calendar-exhausted")
    story.when(WANTED.with_(due=day("2018-06-25")), on="2018-06-25").then_refused("date-in-past")
    story.when(WANTED.with_(due=day("2018-06-30")), on="2018-06-25").then_refused("not-a-working-day")


def test_only_a_waiver_is_withdrawn() -> None:
    given(*AT_EVIDENCE).when(WANTED, on="2018-06-25").then_refused("not-waived", "awaited")
    given(*AT_EVIDENCE).when(WANTED.with_(item="diary"), on="2018-06-25").then_refused("unknown-item")
