"""The Chief Inspector's foreword and signature, and the submission to the Secretary of State (000 L35; 003 L22-33)."""

from domain.inspections.commands import SignOffReport, SubmitReport
from domain.inspections.earlier.publication import UPCASTERS
from domain.inspections.events import (
    ChallengeAccepted,
    ChallengeRaised,
    InspectionClosed,
    LeadChanged,
    RatingProposed,
    ReportSignedOff,
    ReportSubmitted,
)
from domain.inspections.state import Report
from domain.people.deputising import Deputising
from domain.people.roles import Role
from tests.support.example import (
    ANNOUNCED,
    AT_ACTION_PLAN,
    AT_PUBLICATION,
    DECIDED,
    DERIVED,
    DRAFTED,
    IN_THE_WINDOW,
    INSPECTION,
    READY_TO_SCHEDULE,
    REPORT,
    SIGNED,
    WITH_A_DRAFT,
    WITH_A_SIGNED_DRAFT,
    day,
)
from tests.support.specification import Story, given

SIGN = SignOffReport(inspection=INSPECTION, report=REPORT)
FOREWORD = "A good service, which can be better."
SUBMIT = SubmitReport(inspection=INSPECTION, report=REPORT, submitted_on=day("2018-09-18"))
POINT = ChallengeRaised(challenge="c1", about="page 3", text="Not so.")
AMENDED = ChallengeAccepted(challenge="c1", touches="wording", amendment="So.", report="9" * 64, due=None)


def report_of(story: Story) -> Report:
    report = story.state(f"inspection-{INSPECTION}").report
    assert isinstance(report, Report)
    return report


def test_the_foreword_is_signed_with_the_report() -> None:
    signed = ReportSignedOff(report=REPORT, foreword=FOREWORD, signed_on=day("2018-08-20"))
    story = given(*WITH_A_DRAFT).when(SIGN.with_(foreword=FOREWORD), on="2018-08-20").then(signed)
    assert report_of(story).foreword == FOREWORD


def test_another_foreword_makes_another_signature() -> None:
    plain = report_of(given(*WITH_A_SIGNED_DRAFT)).signature
    first = given(*WITH_A_DRAFT, ReportSignedOff(report=REPORT, foreword=FOREWORD))
    other = first.when(SIGN.with_(foreword="Better."), on="2018-08-21").story
    signatures = {plain, report_of(first).signature, report_of(other).signature}
    assert len(signatures) == 3
    assert None not in signatures


def test_a_foreword_that_is_left_out_stays_as_it_was_signed() -> None:
    first = given(*WITH_A_DRAFT, ReportSignedOff(report=REPORT, foreword=FOREWORD))
    first.when(SIGN, on="2018-08-21").then_nothing()
    amended = given(*IN_THE_WINDOW, ReportSignedOff(report=REPORT, foreword=FOREWORD), POINT, AMENDED)
    again = SIGN.with_(report="9" * 64)
    amended.when(again, on="2018-09-06").then(
        ReportSignedOff(report="9" * 64, foreword=FOREWORD, signed_on=day("2018-09-06"))
    )


def test_a_new_draft_needs_its_own_foreword() -> None:
    first = given(*WITH_A_DRAFT, ReportSignedOff(report=REPORT, foreword=FOREWORD), DRAFTED)
    assert report_of(first).foreword is None
    assert report_of(first).signature is None


def test_a_deputy_signs_for_whom_and_why() -> None:
    deputy = SIGN.with_(in_place_of="chief-1", why="absent")
    signed = ReportSignedOff(
        report=REPORT,
        deputising=Deputising(place_of="chief-1", why="absent"),
        signed_on=day("2018-08-20"),
    )
    given(*WITH_A_DRAFT).when(deputy, on="2018-08-20").then(signed)


def test_a_deputy_who_does_not_say_for_whom_or_why_is_refused() -> None:
    for unclear in (SIGN.with_(in_place_of="chief-1"), SIGN.with_(why="absent")):
        given(*WITH_A_DRAFT).when(unclear, on="2018-08-20").then_refused("deputy-unclear")


def test_who_leads_the_inspection_does_not_sign_its_report_in_whatever_role() -> None:
    own = ANNOUNCED.with_(lead="chief-inspector-1")
    facts = [own if fact is ANNOUNCED else fact for fact in WITH_A_DRAFT]
    given(*facts).when(SIGN, on="2018-08-20").then_refused("may-not-sign")


def test_who_led_the_inspection_or_proposed_its_ratings_does_not_sign_either() -> None:
    own = ANNOUNCED.with_(lead="chief-inspector-1")
    led = [own if fact is ANNOUNCED else fact for fact in WITH_A_DRAFT]
    another = LeadChanged(
        was="chief-inspector-1",
        lead="lead-inspector-2",
        why="unavailable",
        changed_on=day("2018-08-17"),
        deadlines=(),
    )
    given(*led, another).when(SIGN, on="2018-08-20").then_refused("may-not-sign")
    proposed = RatingProposed(standard="1.1", rating="good", reason="As seen.", by="chief-inspector-1")
    early = [fact for fact in WITH_A_DRAFT for fact in ((proposed, fact) if fact is DERIVED else (fact,))]
    given(*early).when(SIGN, on="2018-08-20").then_refused("may-not-sign")


def test_the_signed_and_checked_report_is_submitted_and_the_day_is_kept() -> None:
    submitted = ReportSubmitted(report=REPORT, submitted_on=day("2018-09-18"))
    story = given(*READY_TO_SCHEDULE).when(SUBMIT, on="2018-09-19").then(submitted)
    assert report_of(story).submission_stands
    assert report_of(story).submitted_on == day("2018-09-18")
    story.when(SUBMIT, on="2018-09-20").then_nothing()


def test_it_may_be_noted_after_publication() -> None:
    submitted = ReportSubmitted(report=REPORT, submitted_on=day("2018-09-18"))
    given(*AT_ACTION_PLAN).when(SUBMIT, on="2018-09-24", by=Role.OPERATIONS_MANAGER).then(submitted)
    closed = given(*AT_ACTION_PLAN, InspectionClosed(closed_on=day("2019-02-11")))
    closed.when(SUBMIT, on="2019-02-12", by=Role.OPERATIONS_MANAGER).then(submitted)


def test_only_what_is_signed_and_checked_is_submitted() -> None:
    given(*AT_PUBLICATION).when(SUBMIT, on="2018-09-18").then_refused("no-report")
    given(*WITH_A_DRAFT).when(SUBMIT, on="2018-09-18").then_refused("not-signed")
    given(*IN_THE_WINDOW).when(SUBMIT, on="2018-09-18").then_refused("not-checked")
    given(*READY_TO_SCHEDULE).when(SUBMIT.with_(report="0" * 64), on="2018-09-18").then_refused(
        "stale-report"
    )


def test_a_report_on_an_earlier_decision_is_not_submitted() -> None:
    anew = DECIDED.with_(decided_on=day("2018-09-10"))
    given(*READY_TO_SCHEDULE, anew).when(SUBMIT, on="2018-09-18").then_refused("stale-decision")


def test_a_submission_is_not_noted_before_its_day() -> None:
    given(*READY_TO_SCHEDULE).when(SUBMIT, on="2018-09-17").then_refused("date-ahead", "2018-09-18")


def test_a_report_is_not_submitted_before_it_was_signed() -> None:
    signed = SIGNED.with_(signed_on=day("2018-09-17"))
    story = given(*(signed if fact is SIGNED else fact for fact in READY_TO_SCHEDULE))
    early = SUBMIT.with_(submitted_on=day("2018-09-16"))
    story.when(early, on="2018-09-19").then_refused("before-signature", "2018-09-17")
    story.when(SUBMIT.with_(submitted_on=day("2018-09-17")), on="2018-09-19").then(
        ReportSubmitted(report=REPORT, submitted_on=day("2018-09-17"))
    )


def test_what_was_submitted_no_longer_stands_when_the_report_is_amended() -> None:
    story = given(*READY_TO_SCHEDULE, ReportSubmitted(report=REPORT, submitted_on=day("2018-09-18")))
    assert not report_of(story.and_(POINT, AMENDED)).submission_stands
    assert SIGNED.report == REPORT


def test_a_signature_of_before_had_no_foreword_and_was_the_chief_inspectors_own() -> None:
    first = next(each for each in UPCASTERS if each.old.__name__ == "ReportSignedOffV1")
    second = next(each for each in UPCASTERS if each.new is ReportSignedOff)
    signed = second.turn(first.turn(first.old.model_validate({"report": REPORT})))
    assert signed == SIGNED.with_(signed_on=None)
