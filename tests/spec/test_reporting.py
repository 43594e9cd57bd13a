"""The parts of a report, points at their places, and its translation (000 L41; 001 L24)."""

from domain.cases.diversity.counting import aggregate
from domain.cases.diversity.report import DiversityReported
from domain.dated_rules.library import Library
from domain.decider import On
from domain.evidence.events import ExperienceSummarised
from domain.evidence.heard import Experience
from domain.inspections.commands import (
    AcceptChallenge,
    DraftReport,
    RaiseChallenge,
)
from domain.inspections.events import (
    CaseReadsReopened,
    ChallengeAccepted,
    ChallengeRaised,
    Departure,
    PracticeNoted,
    PracticeWithdrawn,
    ReportSignedOff,
    SectionStruck,
    SectionWritten,
    TextTranslated,
)
from domain.inspections.report.parts import Characteristics, Parts, digest_of_text
from domain.inspections.report.texts import places_of, texts_of
from domain.inspections.stages import Stage
from tests.support.evidence_room import STRATEGY, STRATEGY_ENTRY
from tests.support.example import (
    ANNOUNCED,
    AT_PUBLICATION,
    CASES,
    DECIDED,
    DRAFTED,
    FRAMEWORK,
    IN_THE_WINDOW,
    INSPECTION,
    PROTOCOL,
    READY_TO_SCHEDULE,
    REPORT,
    SCHEDULED,
    SCHEME,
    WITH_A_DRAFT,
    WITH_A_SIGNED_DRAFT,
    day,
)
from tests.support.report_ground import (
    EMBARGO,
    NOTE,
    PRACTICE,
    SCHEDULE,
    SIGN,
    STRIKE,
    TAKE_OUT,
    TRANSLATE,
    WRITE,
    bound,
    digest,
    report_of,
    state_of,
)
from tests.support.specification import Story, given

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
    accept = AcceptChallenge(inspection=INSPECTION, challenge="c1", touches=touches, amendment="40")  # type: ignore[arg-type]  # refused if it is no word of it
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
    return given(*placed).under(library=Library.of([welsh], [FRAMEWORK], [SCHEME]))  # type: ignore[arg-type]  # facts all


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
                subject="overall",
                derived="outstanding",
                decided="good",
                trigger="diverse",
                reason="It is so.",
            ),
            Departure(
                subject="2.1",
                derived="outstanding",
                decided="good",
                trigger="A storm closed the office.",
                reason="It was a fortnight.",
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
        "departure/2.1",
        "trigger/2.1",
    }
    assert {"2.1", "ratings", "summary"} <= set(places_of(state, PROTOCOL))
    assert "foreword" not in places_of(state, PROTOCOL)
