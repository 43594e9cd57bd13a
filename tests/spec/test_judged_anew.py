"""A published report whose judgement was wrong: judged and decided anew for an edition that corrects it (003)."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from domain.inspections.commands import (
    CancelInspection,
    CorrectReport,
    DraftReport,
    RecordPublication,
    ReopenCaseReads,
    SchedulePublication,
    SendDraft,
    SignOffReport,
    WithdrawReport,
    WriteSection,
)
from domain.inspections.events import (
    CaseReadsReopened,
    CorrectionGivenUp,
    FactualAccuracyConfirmed,
    InspectionClosed,
    RatingsDecided,
    ReportPublished,
    ReportWithdrawn,
)
from domain.inspections.folding.panel_review import decision_digest
from domain.inspections.react import react
from domain.inspections.report.content import Rerated, report_content
from domain.inspections.stages import Stage
from domain.inspections.tasks import Surroundings, tasks
from domain.programme.year.choice.before import inspected
from tests.support.example import (
    AT_ACTION_PLAN,
    AT_PUBLICATION,
    CASE_READS_CLOSED,
    DECIDED,
    DERIVED,
    DOCUMENT,
    FRAMEWORK,
    INSPECTION,
    PLAN,
    PROTOCOL,
    RATINGS,
    SCHEME,
    TO_PROVIDER,
    day,
)
from tests.support.report_ground import report_of, state_of
from tests.support.specification import Story, given

CORRECT = CorrectReport(inspection=INSPECTION, reason="Six cases were misread.", changed="2.4 is good.")
REOPEN = ReopenCaseReads(inspection=INSPECTION, reason="Six cases of 2.4 were misread.")
REOPENED = CaseReadsReopened(reason=REOPEN.reason, due=day("2018-10-15"))
CLOSED = InspectionClosed(closed_on=day("2018-09-28"))
ANEW: RatingsDecided = DECIDED.with_(
    decided_on=day("2018-10-10"),
    overall="good",
    ratings=tuple(each.with_(rating="good") if each.standard == "2.4" else each for each in RATINGS),
)
OUT = (AT_ACTION_PLAN, (*AT_ACTION_PLAN, CLOSED))
"""A report is out, and its inspection at its action plan or closed."""


def reopened(*facts: object) -> Story:
    story = given(*(facts or AT_ACTION_PLAN)).when(CORRECT, on="2018-10-01").story  # type: ignore[arg-type]  # facts all
    return story.when(REOPEN, on="2018-10-01").then(REOPENED)


def decided_anew(*facts: object) -> Story:
    """Up to a new draft on the new decision, signed and checked by the provider."""
    story = reopened(*facts).and_(CASE_READS_CLOSED, DERIVED, ANEW)
    draft = DraftReport(inspection=INSPECTION, findings="2.4 is good.", recommendations=(TO_PROVIDER,))
    story = story.when(draft, on="2018-10-10").story
    sign = SignOffReport(inspection=INSPECTION, report=report_of(story).digest)
    story = story.when(sign, on="2018-10-10").story
    story = story.when(SendDraft(inspection=INSPECTION), on="2018-10-10").story
    return story.and_(FactualAccuracyConfirmed())


def scheduled(story: Story) -> Story:
    schedule = SchedulePublication(inspection=INSPECTION, publish_on=day("2018-10-12"))
    return story.when(schedule, on="2018-10-11").story


def published(story: Story) -> Story:
    publish = RecordPublication(inspection=INSPECTION, report=report_of(story).digest, document=DOCUMENT)
    return story.when(publish, on="2018-10-12").story


@pytest.mark.parametrize("facts", OUT, ids=["action-plan", "closed"])
def test_the_case_reads_are_opened_again_for_a_correction_that_was_opened(facts: tuple[object, ...]) -> None:
    given(*facts).when(REOPEN, on="2018-10-01").then_refused("correction-first", "open a correction")  # type: ignore[arg-type]  # facts all
    state = state_of(reopened(*facts))
    assert (state.standing, state.decided, state.decision) == (Stage.CASE_READS, None, None)
    assert [each.number for each in state.editions] == [1], "the first edition stays out"
    assert not react(state).over


def test_what_never_was_published_is_not_opened_again_once_it_is_closed() -> None:
    ended = given(*AT_PUBLICATION, CLOSED)
    ended.when(REOPEN, on="2018-10-01").then_refused("correction-first")


def test_the_new_draft_is_that_of_the_correction_and_goes_to_the_provider_before_it_is_out() -> None:
    story = reopened().and_(CASE_READS_CLOSED, DERIVED, ANEW)
    draft = DraftReport(inspection=INSPECTION, findings="2.4 is good.", recommendations=(TO_PROVIDER,))
    for _ in range(2):
        story = story.when(draft, on="2018-10-10").story
        report = report_of(story)
        assert (report.edition, report.decision) == (2, decision_digest(ANEW))
        assert [each.edition for each in report.parts.corrections] == [2]
        sign = SignOffReport(inspection=INSPECTION, report=report.digest)
        story = story.when(sign, on="2018-10-10").story
        schedule = SchedulePublication(inspection=INSPECTION, publish_on=day("2018-10-12"))
        story.when(schedule, on="2018-10-11").then_refused("draft-not-sent")
        story = story.when(SendDraft(inspection=INSPECTION), on="2018-10-10").story
        story.when(schedule, on="2018-10-11").then_refused("window-open")
        write = WriteSection(inspection=INSPECTION, place="summary", text="Something else.")
        story.when(write, on="2018-10-11").then_refused("draft-sent")
    owed = [code for code, kind in state_of(story).notices.items() if kind == "draft"]
    assert len([each for each in owed if each.startswith("draft-2-")]) == 2, "each sending has its own notice"


def test_until_the_provider_has_checked_it_nothing_is_published_and_then_it_stands_where_it_stood() -> None:
    story = scheduled(decided_anew())
    (duty,) = [each for each in react(state_of(story)).duties if each.kind == "publish-report"]
    assert duty.about == report_of(story).digest
    after = state_of(published(story))
    assert (after.standing, after.plans, after.correction) == (Stage.ACTION_PLAN, (PLAN,), None)
    assert after.reopened_from is None
    assert [each.number for each in after.editions] == [1, 2]
    assert "correction" in after.notices.values()


def test_an_inspection_that_was_closed_is_closed_again_with_that_edition() -> None:
    story = scheduled(decided_anew(*AT_ACTION_PLAN, CLOSED))
    publish = RecordPublication(inspection=INSPECTION, report=report_of(story).digest, document=DOCUMENT)
    result = story.when(publish, on="2018-10-12")
    assert [type(event) for _, event in result.events] == [ReportPublished, InspectionClosed]
    state = state_of(result.story)
    assert (state.standing, dict(state.deadlines)) == (Stage.CLOSED, {})


def test_the_edition_tells_each_rating_that_is_another_beside_the_one_it_was() -> None:
    state = state_of(published(scheduled(decided_anew())))
    content = report_content(INSPECTION, state, PROTOCOL, FRAMEWORK, SCHEME)
    assert content.rerated == (
        Rerated(edition=2, subject="overall", was="outstanding", now="good"),
        Rerated(edition=2, subject="2.4", was="outstanding", now="good"),
    )
    first = replace(state_of(given(*AT_ACTION_PLAN)))
    assert report_content(INSPECTION, first, PROTOCOL, FRAMEWORK, SCHEME).rerated == ()


def test_a_year_is_planned_by_the_rating_that_is_out_and_not_by_the_one_that_is_to_come() -> None:
    def rating(story: Story) -> str | None:
        (found,) = inspected("north", None, {INSPECTION: state_of(story)})
        return found.rating

    assert rating(reopened()) == "outstanding"
    assert rating(decided_anew()) == "outstanding"
    assert rating(published(scheduled(decided_anew()))) == "good"


def test_while_it_is_judged_anew_the_report_may_be_withdrawn_and_the_inspection_not_be_cancelled() -> None:
    cancel = CancelInspection(inspection=INSPECTION, reason="The service was closed.")
    reopened().when(cancel, on="2018-10-02").then_refused("already-published", "withdraw the report")
    withdraw = WithdrawReport(inspection=INSPECTION, reason="It cannot stand meanwhile.")
    reopened().when(withdraw, on="2018-10-02").then(
        ReportWithdrawn(reason=withdraw.reason, withdrawn_on=day("2018-10-02")),
        CorrectionGivenUp(edition=2, given_up_on=day("2018-10-02")),
    )
    given(*AT_PUBLICATION).when(withdraw, on="2018-10-02").then_refused("not-published")


@pytest.mark.parametrize("facts", OUT, ids=["action-plan", "closed"])
@pytest.mark.parametrize("so_far", [reopened, decided_anew, lambda *facts: scheduled(decided_anew(*facts))])
def test_with_the_report_its_correction_is_given_up_and_the_inspection_stands_where_it_stood(
    facts: tuple[object, ...], so_far: Callable[..., Story]
) -> None:
    before = state_of(given(*facts))  # type: ignore[arg-type]  # facts all
    withdraw = WithdrawReport(inspection=INSPECTION, reason="It cannot stand meanwhile.")
    story = so_far(*facts).when(withdraw, on="2018-10-11").story
    state = state_of(story)
    assert (state.standing, state.reopened_from, state.correction) == (before.standing, None, None)
    assert (state.decided, dict(state.deadlines)) == (None, dict(before.deadlines)), (
        "nothing was decided anew"
    )
    assert [each.kind for each in react(state).duties if each.kind == "publish-report"] == []
    assert state.still_checking == (), "the provider has no draft before it"
    for command in (
        SchedulePublication(inspection=INSPECTION, publish_on=day("2018-10-15")),
        RecordPublication(inspection=INSPECTION, report=report_of(story).digest, document=DOCUMENT),
    ):
        story.when(command, on="2018-10-15").then_refused("report-withdrawn")
    story.when(REOPEN, on="2018-10-12").then_refused("correction-first")
    story.when(CORRECT, on="2018-10-12").then_refused("stale-decision")
    story.when(withdraw, on="2018-10-12").then_nothing()


def test_the_action_plan_runs_on_while_a_correction_is_judged_anew() -> None:
    story = reopened()
    found = tasks(state_of(story), Surroundings(protocol=PROTOCOL, plans={PLAN: story.state(PLAN)}))
    open_ = {each.verb: each.status for each in found if each.stage is Stage.ACTION_PLAN}
    assert open_["submit-action-plan"] == "to-do"
    assert "close-inspection" not in open_
    assert "sign-off-report" not in open_, "it is signed in its turn, once it is decided and drafted"
    ahead = [each.verb for each in found if each.stage is Stage.CASE_READS and each.status == "to-do"]
    assert "close-case-reads" in ahead
