"""The parts of a report, its translation, embargo, correction, withdrawal and responses (000 L41; 001 L24; 003)."""

from datetime import UTC, datetime

from domain.cases.diversity import aggregate
from domain.cases.diversity_report import DiversityReported
from domain.decider import On
from domain.evidence.events import ExperienceSummarised
from domain.evidence.heard import Experience
from domain.inspections.commands import (
    AcceptChallenge,
    AnswerReport,
    CorrectReport,
    DraftReport,
    NotePractice,
    RaiseChallenge,
    RecordPublication,
    SchedulePublication,
    SendEmbargoedCopy,
    SignOffReport,
    StrikeSection,
    TranslateText,
    WithdrawPractice,
    WithdrawReport,
    WriteSection,
)
from domain.inspections.events import (
    CaseReadsReopened,
    ChallengeAccepted,
    ChallengeRaised,
    CorrectionOpened,
    Departure,
    EmbargoedCopySent,
    InspectionClosed,
    PracticeNoted,
    PracticeWithdrawn,
    PrintedFile,
    PublicationScheduled,
    ReportAnswered,
    ReportPublished,
    ReportSignedOff,
    ReportWithdrawn,
    SectionStruck,
    SectionWritten,
    TextTranslated,
)
from domain.inspections.notices import notice_of
from domain.inspections.protocol import Period
from domain.inspections.react import react
from domain.inspections.report_parts import Characteristics, Correction, Parts, Practice, digest_of_text
from domain.inspections.report_texts import places_of, texts_of
from domain.inspections.stages import Stage
from domain.inspections.state import Inspection, Report
from domain.inspections.tasks import Surroundings, tasks
from domain.library import Library
from domain.pre_election import PreElectionPeriod
from tests.support.evidence_room import STRATEGY, STRATEGY_ENTRY
from tests.support.example import (
    ANNOUNCED,
    AT_ACTION_PLAN,
    AT_PUBLICATION,
    CASES,
    DECIDED,
    DOCUMENT,
    DRAFTED,
    FRAMEWORK,
    IN_THE_WINDOW,
    INSPECTION,
    PROTOCOL,
    READY_TO_PUBLISH,
    READY_TO_SCHEDULE,
    REPORT,
    SCHEDULED,
    SCHEME,
    SHORT_CALENDAR,
    SIGNED,
    WITH_A_DRAFT,
    WITH_A_SIGNED_DRAFT,
    day,
)
from tests.support.specification import Story, given

WRITE = WriteSection(inspection=INSPECTION, place="2.1.1", text="Assessments engage people.")
STRIKE = StrikeSection(inspection=INSPECTION, place="2.1.1", reason="It said too much.")
PRACTICE = Practice(
    practice="p1",
    standard="2.1",
    title="A common language of risk",
    text="All teams use it.",
    consented_by="Head of operations",
    consented_on=day("2018-08-17"),
)
NOTE = NotePractice(inspection=INSPECTION, **PRACTICE.model_dump())
TAKE_OUT = WithdrawPractice(inspection=INSPECTION, practice="p1", reason="The provider no longer agrees.")
TRANSLATE = TranslateText(inspection=INSPECTION, place="summary", text="Mae llawer yn dda.")
EMBARGO = SendEmbargoedCopy(
    inspection=INSPECTION, recipient="press-desk", title="The department's press desk"
)
CORRECT = CorrectReport(inspection=INSPECTION, reason="A share was wrong.", changed="The share of 2.1.1.")
WITHDRAW = WithdrawReport(inspection=INSPECTION, reason="The sample was not what it seemed.")
ANSWER = AnswerReport(
    inspection=INSPECTION,
    response="first",
    by="hmpps",
    title="HM Prison and Probation Service",
    text="The recommendations are accepted.",
    received_on=day("2018-10-02"),
)
SCHEDULE = SchedulePublication(inspection=INSPECTION, publish_on=day("2018-09-20"))
PUBLISH = RecordPublication(inspection=INSPECTION, report=REPORT, document=DOCUMENT)
SIGN = SignOffReport(inspection=INSPECTION, report=REPORT)


def state_of(story: Story) -> Inspection:
    state = story.state(f"inspection-{INSPECTION}")
    assert isinstance(state, Inspection)
    return state


def report_of(story: Story) -> Report:
    report = state_of(story).report
    assert report is not None
    return report


def digest(parts: Parts, story: Story) -> str:
    return report_of(story).digest_with(INSPECTION, parts=parts)


def bound(story: Story) -> None:
    """The report's digest is that of its content, so what is signed is all of it."""
    assert report_of(story).digest == report_of(story).digest_with(INSPECTION)


# Sections


def test_a_text_is_written_into_the_draft_and_the_digest_covers_it() -> None:
    draft = given(*WITH_A_SIGNED_DRAFT)
    with_it = Parts().writing("2.1.1", WRITE.text)
    written = SectionWritten(place="2.1.1", text=WRITE.text, report=digest(with_it, draft))
    story = draft.when(WRITE, on="2018-08-22").then(written)
    bound(story)
    assert not report_of(story).signature_stands
    story.when(WRITE, on="2018-08-22").then_nothing()
    again = story.when(WRITE.with_(text="They engage some."), on="2018-08-22").story
    assert report_of(again).parts.section("2.1.1") == "They engage some."
    bound(again)


def test_a_text_is_written_for_a_section_standard_or_key_question_that_there_is() -> None:
    for place in ("why-and-how", "2.1", "team", "summary"):
        assert given(*WITH_A_DRAFT).when(WRITE.with_(place=place), on="2018-08-21").refusal is None
    for place in ("ratings", "poetry", "9.9", "2.1.9"):
        given(*WITH_A_DRAFT).when(WRITE.with_(place=place), on="2018-08-21").then_refused("no-such-place")


def test_a_protocol_may_leave_sections_out() -> None:
    short = PROTOCOL.with_(id="short", sections=("ratings", "summary"))
    pin = ANNOUNCED.protocol.with_(id="short", digest=short.digest)
    facts = [each.with_(protocol=pin) if each == ANNOUNCED else each for each in WITH_A_DRAFT]
    story = given(*facts).under(library=Library.of([short], [FRAMEWORK], [SCHEME]))
    story.when(WRITE, on="2018-08-21").then_refused("no-such-place", "2.1.1")
    assert story.when(WRITE.with_(place="summary"), on="2018-08-21").refusal is None


def test_a_text_is_taken_out_again_with_the_reason() -> None:
    story = given(*WITH_A_DRAFT).when(WRITE, on="2018-08-21").story
    gone = story.when(STRIKE, on="2018-08-21").then(
        SectionStruck(place="2.1.1", reason=STRIKE.reason, report=REPORT)
    )
    bound(gone)
    gone.when(STRIKE, on="2018-08-21").then_refused("no-such-place")


def test_nothing_is_written_without_a_draft_nor_on_a_decision_that_is_gone() -> None:
    stale = (*WITH_A_DRAFT[:-1], DRAFTED.with_(decision="0" * 64))
    for command in (WRITE, STRIKE, NOTE, TAKE_OUT, TRANSLATE, EMBARGO):
        given(*AT_PUBLICATION).when(command, on="2018-08-21").then_refused("no-report")
        given(*stale).when(command, on="2018-08-21").then_refused("stale-decision")


def test_what_the_provider_was_sent_is_changed_only_where_a_point_was_accepted() -> None:
    for command in (WRITE, STRIKE, NOTE):
        given(*IN_THE_WINDOW).when(command, on="2018-08-27").then_refused("draft-sent")
    raise_ = RaiseChallenge(
        inspection=INSPECTION, challenge="c1", about="Staff", text="There are 40.", place="2.1"
    )
    story = given(*IN_THE_WINDOW).when(raise_, on="2018-08-27").story
    accept = AcceptChallenge(inspection=INSPECTION, challenge="c1", touches="wording", amendment="40 staff")
    story = story.when(accept, on="2018-08-28").story
    story.when(WRITE, on="2018-08-28").then_refused("draft-sent", "2.1.1")
    assert story.when(WRITE.with_(place="2.1"), on="2018-08-28").refusal is None


def test_a_new_draft_keeps_the_sections_and_takes_a_new_summary() -> None:
    story = given(*WITH_A_DRAFT).when(WRITE, on="2018-08-21").story
    story = story.when(WRITE.with_(place="summary", text="Nearly all is good."), on="2018-08-21").story
    assert report_of(story).summary == "Nearly all is good."
    better = DraftReport(inspection=INSPECTION, findings="Most is good.", recommendations=())
    story = story.when(better, on="2018-08-22").story
    assert (report_of(story).edition, report_of(story).summary) == (2, "Most is good.")
    assert report_of(story).parts.section("2.1.1") == WRITE.text
    bound(story)


def test_a_draft_takes_up_what_people_said_and_the_aggregate_of_characteristics() -> None:
    counted = aggregate([{"sex": "female"} for _ in CASES])
    facts = (
        *AT_PUBLICATION,
        STRATEGY.with_(entry="families", content=STRATEGY_ENTRY.with_(voice="service-users")),
        ExperienceSummarised(voice="service-users", summary="Most felt heard.", evidence=("families",)),
        On(f"diversity-{INSPECTION}", DiversityReported(cases=len(CASES), characteristics=counted)),
    )
    draft = DraftReport(inspection=INSPECTION, findings="Good.", recommendations=())
    story = given(*facts).when(draft, on="2018-08-20").story
    parts = report_of(story).parts
    assert parts.experience == (
        Experience(voice="service-users", summary="Most felt heard.", heard=None, surveys=()),
    )
    assert parts.characteristics == Characteristics(cases=len(CASES), aggregates=counted)
    bound(story)


# Good practice


def test_good_practice_is_taken_in_with_the_providers_consent_and_out_again() -> None:
    draft = given(*WITH_A_DRAFT)
    noted = PracticeNoted(practice=PRACTICE, report=digest(Parts().noting(PRACTICE), draft))
    story = draft.when(NOTE, on="2018-08-21").then(noted)
    bound(story)
    story.when(NOTE, on="2018-08-21").then_nothing()
    ahead = NOTE.with_(consented_on=day("2018-08-22"))
    draft.when(ahead, on="2018-08-21").then_refused("date-ahead", "2018-08-22")
    gone = story.when(TAKE_OUT, on="2018-08-21").then(
        PracticeWithdrawn(practice="p1", reason=TAKE_OUT.reason, report=REPORT)
    )
    gone.when(TAKE_OUT, on="2018-08-21").then_refused("unknown-practice", "p1")


# Points of factual accuracy, and what they reach


def test_a_point_is_bound_to_a_place_of_the_draft() -> None:
    raise_ = RaiseChallenge(inspection=INSPECTION, challenge="c1", about="Staff", text="No.", place="2.1")
    raised = ChallengeRaised(challenge="c1", about="Staff", text="No.", place="2.1")
    given(*IN_THE_WINDOW).when(raise_, on="2018-08-27").then(raised)
    nowhere = raise_.with_(place="recommendation/r9")
    given(*IN_THE_WINDOW).when(nowhere, on="2018-08-27").then_refused("no-such-place", "recommendation/r9")


def accepted(touches: str, place: str | None) -> Story:
    raised = ChallengeRaised(challenge="c1", about="Staff", text="No.", place=place)
    accept = AcceptChallenge(inspection=INSPECTION, challenge="c1", touches=touches, amendment="40")  # type: ignore[arg-type]
    return given(*IN_THE_WINDOW, raised).when(accept, on="2018-08-24").story


def test_a_point_about_a_judged_standard_asks_for_another_judgement_of_it() -> None:
    state = state_of(accepted("judgement", "1.2"))
    assert (state.standing, state.derived) == (Stage.PANEL_REVIEW, None)
    assert "1.2" not in state.proposals
    assert set(state.proposals) == {"1.1", "1.3", "1.4"}


def test_a_point_about_a_standard_that_rests_on_cases_leaves_what_was_judged() -> None:
    state = state_of(accepted("judgement", "2.1"))
    assert state.standing is Stage.PANEL_REVIEW
    assert state.derived is not None
    assert set(state.proposals) == {"1.1", "1.2", "1.3", "1.4"}


def test_a_point_about_a_case_read_opens_the_reads_again() -> None:
    raised = ChallengeRaised(challenge="c1", about="Staff", text="No.", place="2.1")
    accept = AcceptChallenge(inspection=INSPECTION, challenge="c1", touches="case-reads", amendment="40")
    story = given(*IN_THE_WINDOW, raised)
    story = story.when(accept, on="2018-08-24").then(
        ChallengeAccepted(
            challenge="c1",
            touches="judgement",
            amendment="40",
            report=report_of(story).digest_with(INSPECTION, amendments=(("c1", "40"),)),
            due=day("2018-09-12"),
        ),
        CaseReadsReopened(reason="A point of factual accuracy, c1.", due=day("2018-09-10")),
    )
    assert state_of(story).standing is Stage.CASE_READS
    assert set(state_of(story).deadlines) == {"case-reads", "publication"}


def test_where_no_cases_are_read_no_point_opens_reads() -> None:
    stages = tuple(each for each in PROTOCOL.stages if each is not Stage.CASE_READS)
    kind = PROTOCOL.with_(id="no-reads", stages=stages)
    pin = ANNOUNCED.protocol.with_(id="no-reads", digest=kind.digest)
    facts = [each.with_(protocol=pin) if each == ANNOUNCED else each for each in IN_THE_WINDOW]
    raised = ChallengeRaised(challenge="c1", about="Staff", text="No.")
    accept = AcceptChallenge(inspection=INSPECTION, challenge="c1", touches="case-reads", amendment="40")
    story = given(*facts, raised).under(library=Library.of([kind], [FRAMEWORK], [SCHEME]))
    story.when(accept, on="2018-08-24").then_refused("no-case-reads")


def test_a_point_about_wording_leaves_every_judgement() -> None:
    state = state_of(accepted("wording", "1.2"))
    assert (state.standing, set(state.proposals)) == (Stage.PUBLICATION, {"1.1", "1.2", "1.3", "1.4"})


# Translation


def bilingual(*facts: object) -> Story:
    """The example under a protocol whose reports are published in Welsh too."""
    welsh = PROTOCOL.with_(id="welsh", languages=("en", "cy"))
    pin = ANNOUNCED.protocol.with_(id="welsh", digest=welsh.digest)
    placed = [each.with_(protocol=pin) if each == ANNOUNCED else each for each in facts]
    return given(*placed).under(library=Library.of([welsh], [FRAMEWORK], [SCHEME]))  # type: ignore[arg-type]


def test_a_translation_is_bound_to_the_text_that_was_translated_and_is_signed_with_the_rest() -> None:
    draft = given(*WITH_A_DRAFT)
    story = draft.when(TRANSLATE, on="2018-08-21").story
    ((found,),) = [[e for _, e in draft.when(TRANSLATE, on="2018-08-21").events]]
    assert isinstance(found, TextTranslated)
    draft.when(TRANSLATE, on="2018-08-21").then(found)
    assert found.of == digest_of_text("Much is good.")
    bound(story)
    assert report_of(story).digest != REPORT
    story.when(TRANSLATE, on="2018-08-21").then_nothing()
    draft.when(TRANSLATE.with_(place="team"), on="2018-08-21").then_refused("no-such-place", "team")


def test_no_day_is_set_before_every_text_is_translated_where_the_protocol_asks_for_it() -> None:
    story = bilingual(*READY_TO_SCHEDULE)
    story.when(SCHEDULE, on="2018-09-06").then_refused(
        "untranslated", "summary, recommendation/r1, recommendation/r2"
    )
    for place in texts_of(state_of(story)):
        story = story.when(TRANSLATE.with_(place=place), on="2018-09-06").story
    story.when(SCHEDULE, on="2018-09-06").then_refused("not-signed")
    story = story.when(SIGN.with_(report=report_of(story).digest), on="2018-09-06").story
    story.when(SCHEDULE, on="2018-09-06").then(SCHEDULED.with_(report=report_of(story).digest))


def test_a_text_that_changes_has_no_translation_any_more() -> None:
    story = bilingual(*WITH_A_DRAFT).when(TRANSLATE, on="2018-08-21").story
    story = story.when(WRITE.with_(place="summary", text="All is good."), on="2018-08-21").story
    assert report_of(story).parts.translated("summary", "All is good.", "cy") is None


def test_every_text_that_people_wrote_has_a_place() -> None:
    departed = DECIDED.with_(
        departures=(
            Departure(
                subject="overall", derived="outstanding", decided="good", trigger="diverse", reason="So."
            ),
        )
    )
    facts = [departed if each == DECIDED else each for each in WITH_A_DRAFT]
    story = given(*facts, ReportSignedOff(report=REPORT, foreword="A good service."))
    state = state_of(story)
    assert set(texts_of(state)) == {
        "foreword",
        "summary",
        "recommendation/r1",
        "recommendation/r2",
        "departure/overall",
    }
    assert {"2.1", "ratings", "summary"} <= set(places_of(state, PROTOCOL))
    assert "foreword" not in places_of(state, PROTOCOL)


# The day and the time


def test_a_report_comes_out_at_the_time_of_day_that_was_set_in_london() -> None:
    at = SCHEDULE.with_(at="09:30")
    story = given(*READY_TO_SCHEDULE).when(at, on="2018-09-06").then(SCHEDULED.with_(at="09:30"))
    (duty,) = [each for each in react(state_of(story)).duties if each.kind == "publish-report"]
    assert duty.begins_at == datetime(2018, 9, 20, 8, 30, tzinfo=UTC)
    early = datetime(2018, 9, 20, 8, 29, tzinfo=UTC)
    story.when(PUBLISH, on=early).then_refused("too-early", "09:30")
    assert story.when(PUBLISH, on=datetime(2018, 9, 20, 8, 30, tzinfo=UTC)).refusal is None


def in_an_election() -> Library:
    election = PreElectionPeriod(
        title="general election", first=day("2018-09-12"), last=day("2018-09-21"), citation="made up"
    )
    return Library.of([PROTOCOL], [FRAMEWORK], [SCHEME], pre_election=[election])


def test_nothing_is_published_before_an_election_and_the_next_possible_day_is_named() -> None:
    story = given(*READY_TO_SCHEDULE).under(library=in_an_election())
    story.when(SCHEDULE, on="2018-09-06").then_refused("pre-election", "2018-09-24")
    story.when(SCHEDULE.with_(publish_on=day("2018-09-24")), on="2018-09-06").then(
        SCHEDULED.with_(publish_on=day("2018-09-24"))
    )


def test_an_election_that_is_called_later_keeps_back_what_was_cleared() -> None:
    story = given(*READY_TO_PUBLISH).under(library=in_an_election())
    story.when(PUBLISH, on="2018-09-20").then_refused("pre-election")


def test_what_is_not_published_waits_for_no_election_and_goes_to_its_list() -> None:
    inward = PROTOCOL.with_(id="inward", published=False)
    pin = ANNOUNCED.protocol.with_(id="inward", digest=inward.digest)
    facts = [each.with_(protocol=pin) if each == ANNOUNCED else each for each in READY_TO_SCHEDULE]
    library = Library.of([inward], [FRAMEWORK], [SCHEME], pre_election=in_an_election().pre_election)
    story = given(*facts).under(library=library).when(SCHEDULE, on="2018-09-06").then(SCHEDULED)
    story = story.when(PUBLISH, on="2018-09-20").story
    state = state_of(story)
    assert [each.public for each in state.editions] == [False]
    assert "not published" in notice_of(INSPECTION, state, "publication-1").body
    code = "distribution-1-secretary-of-state-for-justice"
    assert "not published" in notice_of(INSPECTION, state, code).body


def test_every_printed_file_is_noted() -> None:
    files = (
        PrintedFile(language="en", form="html", document=DOCUMENT),
        PrintedFile(language="en", form="pdf", document="e" * 64),
    )
    story = given(*READY_TO_PUBLISH).when(PUBLISH.with_(files=files), on="2018-09-20").story
    assert state_of(story).editions[-1].files == files


# Embargo


def embargoing(*facts: object) -> Story:
    periods = {**PROTOCOL.periods, "embargo": Period(working_days=3, citation="a test")}
    kind = PROTOCOL.with_(id="embargo", periods=periods)
    pin = ANNOUNCED.protocol.with_(id="embargo", digest=kind.digest)
    placed = [each.with_(protocol=pin) if each == ANNOUNCED else each for each in facts]
    return given(*placed).under(library=Library.of([kind], [FRAMEWORK], [SCHEME]))  # type: ignore[arg-type]


SENT = EmbargoedCopySent(
    edition=1, recipient="press-desk", title=EMBARGO.title, report=REPORT, publish_on=day("2018-09-20")
)


def test_embargoed_copies_go_out_some_working_days_before_and_to_each_once() -> None:
    given(*READY_TO_PUBLISH).when(EMBARGO, on="2018-09-17").then_refused("too-early", "2018-09-18")
    story = embargoing(*READY_TO_PUBLISH)
    story.when(EMBARGO, on="2018-09-14").then_refused("too-early", "2018-09-17")
    sent = story.when(EMBARGO, on="2018-09-18").then(SENT)
    sent.when(EMBARGO, on="2018-09-19").then_refused("copy-sent")
    story.when(EMBARGO, on="2018-09-20").then_refused("too-late")
    notice = notice_of(INSPECTION, state_of(sent), "embargo-1-press-desk")
    assert notice.to == "body-the-department-s-press-desk"
    assert "until 20 September 2018" in notice.body


def test_no_copy_goes_out_of_what_is_not_cleared() -> None:
    embargoing(*WITH_A_DRAFT).when(EMBARGO, on="2018-09-18").then_refused("not-signed")
    embargoing(*READY_TO_SCHEDULE).when(EMBARGO, on="2018-09-18").then_refused("not-scheduled")
    inward = PROTOCOL.with_(id="inward", published=False)
    pin = ANNOUNCED.protocol.with_(id="inward", digest=inward.digest)
    facts = [each.with_(protocol=pin) if each == ANNOUNCED else each for each in READY_TO_PUBLISH]
    secret = given(*facts).under(library=Library.of([inward], [FRAMEWORK], [SCHEME]))
    secret.when(EMBARGO, on="2018-09-18").then_refused("no-embargo")
    early = embargoing(*READY_TO_PUBLISH).under(
        calendar=SHORT_CALENDAR.of("late", day("2018-09-20"), day("2018-12-31"))
    )
    early.when(EMBARGO, on="2018-09-18").then_refused("calendar-exhausted")


# Correction, withdrawal, responses


def opened() -> Story:
    return given(*AT_ACTION_PLAN).when(CORRECT, on="2018-10-01").story


def test_a_correction_opens_a_new_edition_that_must_be_signed_again() -> None:
    out = given(*AT_ACTION_PLAN)
    said = Correction(edition=2, reason=CORRECT.reason, changed=CORRECT.changed)
    correction = CorrectionOpened(
        edition=2,
        reason=CORRECT.reason,
        changed=CORRECT.changed,
        report=digest(Parts(corrections=(said,)), out),
        opened_on=day("2018-10-01"),
    )
    story = out.when(CORRECT, on="2018-10-01").then(correction)
    bound(story)
    story.when(CORRECT, on="2018-10-01").then_refused("correction-open", "Edition 2")
    story.when(SCHEDULE.with_(publish_on=day("2018-10-03")), on="2018-10-02").then_refused("not-signed")


def corrected() -> Story:
    story = opened().when(WRITE, on="2018-10-02").story
    story = story.when(SIGN.with_(report=report_of(story).digest), on="2018-10-02").story
    return story.when(SCHEDULE.with_(publish_on=day("2018-10-03")), on="2018-10-02").story


def test_a_correction_is_published_beside_the_edition_that_was_out_and_asks_for_no_second_plan() -> None:
    story = corrected()
    (duty,) = [each for each in react(state_of(story)).duties if each.kind == "publish-report"]
    publish = PUBLISH.with_(report=duty.about, document="f" * 64)
    story = story.when(publish, on="2018-10-03").then(
        ReportPublished(
            edition=2,
            report=duty.about,
            document="f" * 64,
            published_on=day("2018-10-03"),
            plan=None,
            distribution=("Secretary of State for Justice", "HM Prison and Probation Service"),
        )
    )
    state = state_of(story)
    assert [each.number for each in state.editions] == [1, 2]
    assert (state.standing, state.plan) == (Stage.ACTION_PLAN, f"action-plan-{INSPECTION}")
    assert (state.correction, state.published) == (None, "f" * 64)
    assert "Edition 2" in notice_of(INSPECTION, state, "publication-2").body


def test_what_is_to_be_done_for_a_correction_is_on_the_list() -> None:
    def listed(story: Story) -> dict[str, str]:
        found = tasks(state_of(story), Surroundings(protocol=PROTOCOL))
        return {each.verb: each.status for each in found if "dition 2" in each.title}

    begun, done = opened(), corrected()
    assert listed(begun) == {"sign-off-report": "to-do", "schedule-publication": "locked"}
    assert listed(done) == {"sign-off-report": "done", "schedule-publication": "done"}
    assert "to sign edition 2" in react(state_of(begun)).waiting_for[0]
    assert react(state_of(done)).waiting_for[0] == "edition 2 on 2018-10-03"


def test_a_closed_inspections_report_can_be_corrected_too() -> None:
    closed = given(*AT_ACTION_PLAN, InspectionClosed(closed_on=day("2019-02-11")))
    story = closed.when(CORRECT, on="2019-03-01").story
    story = story.when(SIGN.with_(report=report_of(story).digest), on="2019-03-01").story
    story = story.when(SCHEDULE.with_(publish_on=day("2019-03-04")), on="2019-03-01").story
    assert not react(state_of(story)).over
    publish = PUBLISH.with_(report=report_of(story).digest)
    assert state_of(story.when(publish, on="2019-03-04").story).standing is Stage.CLOSED


def test_a_report_that_is_out_is_changed_by_a_correction_and_by_nothing_else() -> None:
    for command in (WRITE, STRIKE, NOTE, TAKE_OUT, TRANSLATE, SIGN, SCHEDULE, PUBLISH):
        given(*AT_ACTION_PLAN).when(command, on="2018-10-01").then_refused("already-published")


def test_what_is_not_out_is_neither_corrected_nor_withdrawn_nor_answered() -> None:
    before = [each for each in AT_ACTION_PLAN if not isinstance(each, ReportPublished)]
    closed = given(*before, InspectionClosed(closed_on=day("2018-09-20")))
    for command in (CORRECT, WITHDRAW, ANSWER):
        closed.when(command, on="2018-10-02").then_refused("not-published")
    undrafted = given(*AT_PUBLICATION, InspectionClosed(closed_on=day("2018-09-20")))
    undrafted.when(CORRECT, on="2018-10-02").then_refused("no-report")
    stale = [each.with_(decision="0" * 64) if each == DRAFTED else each for each in AT_ACTION_PLAN]
    given(*stale).when(CORRECT, on="2018-10-02").then_refused("stale-decision")


def test_a_report_is_withdrawn_with_the_reason_and_everybody_who_was_told_is_told() -> None:
    withdrawn = ReportWithdrawn(reason=WITHDRAW.reason, withdrawn_on=day("2018-10-02"))
    story = given(*AT_ACTION_PLAN).when(WITHDRAW, on="2018-10-02").then(withdrawn)
    story.when(WITHDRAW, on="2018-10-03").then_nothing()
    story.when(CORRECT, on="2018-10-03").then_refused("not-published")
    state = state_of(story)
    told = {code: notice_of(INSPECTION, state, code) for code in state.notices if "withdrawal" in code}
    assert {each.to for each in told.values()} == {
        "north",
        "body-secretary-of-state-for-justice",
        "body-hm-prison-and-probation-service",
    }
    assert all(WITHDRAW.reason in each.body for each in told.values())


def test_responses_to_the_report_are_kept() -> None:
    content = ANSWER.model_dump(exclude={"inspection"})
    story = given(*AT_ACTION_PLAN).when(ANSWER, on="2018-10-02").then(ReportAnswered(**content))
    story.when(ANSWER, on="2018-10-02").then_refused("response-exists", "first")
    given(*AT_ACTION_PLAN).when(ANSWER, on="2018-10-01").then_refused("date-ahead", "2018-10-02")


def test_a_day_that_was_set_falls_when_the_text_changes() -> None:
    assert isinstance(READY_TO_PUBLISH[-1], PublicationScheduled)
    story = given(*READY_TO_PUBLISH).when(TRANSLATE, on="2018-09-18").story
    assert (state_of(story).publish_on, state_of(story).publish) == (None, None)
    assert SIGNED.report != report_of(story).digest
