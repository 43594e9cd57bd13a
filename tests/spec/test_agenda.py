"""What is waited for, what falls due and what Assay must do, at every turn of an inspection's life."""

import pytest

from domain.agenda import Agenda, Deadline
from domain.inspections.events import (
    ChallengeAccepted,
    ChallengeRaised,
    EvidenceOverdue,
    EvidenceWaived,
    FactualAccuracyConfirmed,
    InspectionClosed,
    InspectionDeferred,
    NoticeSent,
)
from domain.inspections.react import react
from tests.support.example import (
    ALL_READ,
    AT_ACTION_PLAN,
    AT_ANNOUNCEMENT,
    AT_CASE_READS,
    AT_EVIDENCE,
    AT_FIELDWORK,
    AT_FIELDWORK_WITH_SAMPLES,
    AT_PANEL_REVIEW,
    AT_PUBLICATION,
    BEFORE_THE_PANEL,
    DERIVED,
    IN_THE_WINDOW,
    INSPECTION,
    POLICY_RECEIVED,
    PUBLISHED,
    READY_FOR_FIELDWORK,
    READY_TO_PUBLISH,
    READY_TO_SCHEDULE,
    ROTA_RECEIVED,
    WITH_A_DRAFT,
    WITH_A_SIGNED_DRAFT,
    Facts,
    day,
    sample,
    sampled,
)
from tests.support.specification import given

STREAM = f"inspection-{INSPECTION}"
POINT = ChallengeRaised(challenge="c1", about="page 3", text="Not so.")
OTHER = ChallengeRaised(challenge="c2", about="page 4", text="Nor this.")
AMENDED = ChallengeAccepted(challenge="c1", touches="wording", amendment="So.", report="9" * 64, due=None)
TO_THE_PANEL = AMENDED.with_(touches="judgement", due=day("2018-09-12"))
PUT_OFF = InspectionDeferred(reason="A strike.", deferred_on=day("2018-06-18"), until=day("2018-07-02"))
OVERDUE = EvidenceOverdue(items=("policy", "rota"), due=day("2018-06-27"), until=day("2018-07-04"))
WAIVED = EvidenceWaived(item="rota", reason="Seen on site.")
ONE_SAMPLE: Facts = (sample("victims"), *sampled("victims"))


def agenda(facts: Facts) -> Agenda:
    return react(given(*facts).state(STREAM))


@pytest.mark.parametrize(
    ("facts", "waiting_for"),
    [
        ((), []),
        (AT_ANNOUNCEMENT, ["the lead inspector to request evidence"]),
        (AT_EVIDENCE, ["evidence: The risk policy", "evidence: The staff rota"]),
        ((*AT_EVIDENCE, POLICY_RECEIVED), ["evidence: The staff rota"]),
        (
            (*AT_EVIDENCE, OVERDUE, POLICY_RECEIVED),
            ["evidence: The staff rota (overdue since 2018-06-27)"],
        ),
        (READY_FOR_FIELDWORK, ["fieldwork to begin on 2018-07-09"]),
        ((*AT_EVIDENCE, POLICY_RECEIVED, WAIVED), ["fieldwork to begin on 2018-07-09"]),
        ((*AT_EVIDENCE, PUT_OFF), ["resumption, planned for 2018-07-02"]),
        (AT_FIELDWORK, ["fieldwork to end (samples to be drawn)"]),
        ((*AT_FIELDWORK, *ONE_SAMPLE), ["fieldwork to end (1 sample drawn)"]),
        (AT_FIELDWORK_WITH_SAMPLES, ["fieldwork to end (3 samples drawn)"]),
        (AT_CASE_READS, ["the gate behind 4 case reads to be closed"]),
        ((*AT_CASE_READS, *ALL_READ), ["the gate behind 4 case reads to be closed"]),
        (AT_PANEL_REVIEW, ["ratings to be proposed to the panel"]),
        ((*AT_PANEL_REVIEW, DERIVED), ["the panel to decide"]),
        (BEFORE_THE_PANEL, ["the panel to decide"]),
        (AT_PUBLICATION, ["the report to be drafted"]),
        (WITH_A_DRAFT, ["the Chief Inspector to sign the report"]),
        (WITH_A_SIGNED_DRAFT, ["the draft to be sent to the provider"]),
        (IN_THE_WINDOW, ["the provider's check of factual accuracy"]),
        ((*IN_THE_WINDOW, POINT), ["1 point of factual accuracy to be answered"]),
        ((*IN_THE_WINDOW, POINT, OTHER), ["2 points of factual accuracy to be answered"]),
        ((*IN_THE_WINDOW, POINT, AMENDED), ["the Chief Inspector to sign the report again"]),
        (
            (*IN_THE_WINDOW, POINT, OTHER, TO_THE_PANEL),
            ["the panel to decide", "1 point of factual accuracy to be answered"],
        ),
        ((*IN_THE_WINDOW, FactualAccuracyConfirmed()), ["a day of publication to be set"]),
        (READY_TO_SCHEDULE, ["a day of publication to be set"]),
        (READY_TO_PUBLISH, ["publication on 2018-09-20"]),
        (AT_ACTION_PLAN, ["the action plan to be followed to its end"]),
        ((*READY_TO_PUBLISH, PUBLISHED.with_(plans=())), ["the inspection to be closed"]),
        ((*AT_ACTION_PLAN, InspectionClosed(closed_on=day("2019-02-11"))), []),
    ],
)
def test_people_are_told_what_is_waited_for(facts: Facts, waiting_for: list[str]) -> None:
    assert list(agenda(facts).waiting_for) == waiting_for


@pytest.mark.parametrize(
    ("facts", "deadlines"),
    [
        (AT_ANNOUNCEMENT, {"announcement": "2018-06-11"}),
        (AT_EVIDENCE, {"evidence": "2018-06-27"}),
        ((*AT_EVIDENCE, POLICY_RECEIVED, ROTA_RECEIVED), {}),
        ((*AT_EVIDENCE, OVERDUE), {"escalation": "2018-07-04"}),
        ((*AT_EVIDENCE, PUT_OFF), {}),
        (AT_FIELDWORK, {"fieldwork": "2018-07-13"}),
        (AT_CASE_READS, {"case-reads": "2018-07-27", "publication": "2018-10-11"}),
        (AT_PANEL_REVIEW, {"panel-review": "2018-08-14", "publication": "2018-10-11"}),
        (AT_PUBLICATION, {"publication": "2018-10-11"}),
        (IN_THE_WINDOW, {"factual-accuracy": "2018-09-05", "publication": "2018-10-11"}),
        ((*IN_THE_WINDOW, POINT, TO_THE_PANEL), {"panel-review": "2018-09-12", "publication": "2018-10-11"}),
        (READY_TO_PUBLISH, {"publication": "2018-10-11"}),
        (AT_ACTION_PLAN, {}),
    ],
)
def test_the_dates_that_run_are_known_earliest_first(facts: Facts, deadlines: dict[str, str]) -> None:
    assert [(each.id, each.due.isoformat()) for each in agenda(facts).deadlines] == list(deadlines.items())


def test_every_deadline_says_what_it_awaits() -> None:
    awaited = {
        each.id: each.awaits for facts in (AT_ANNOUNCEMENT, AT_EVIDENCE) for each in agenda(facts).deadlines
    }
    awaited |= {
        each.id: each.awaits for facts in (AT_FIELDWORK, AT_CASE_READS) for each in agenda(facts).deadlines
    }
    awaited |= {
        each.id: each.awaits for facts in (AT_PANEL_REVIEW, IN_THE_WINDOW) for each in agenda(facts).deadlines
    }
    assert awaited == {
        "announcement": "the evidence request",
        "evidence": "the evidence asked for",
        "fieldwork": "the end of fieldwork",
        "case-reads": "the last case reads",
        "panel-review": "the panel's decision",
        "factual-accuracy": "the provider's points of factual accuracy",
        "publication": "publication of the report",
    }


@pytest.mark.parametrize(
    ("facts", "owed"),
    [
        (AT_ANNOUNCEMENT, ["notice-announcement"]),
        ((*AT_ANNOUNCEMENT, NoticeSent(notice="announcement", document="e" * 64, to=())), []),
        (AT_EVIDENCE, ["notice-announcement", "notice-evidence-request"]),
        (
            IN_THE_WINDOW,
            ["notice-announcement", "notice-evidence-request", "notice-draft-1-2018-09-05"],
        ),
        (
            AT_ACTION_PLAN,
            [
                "notice-announcement",
                "notice-evidence-request",
                "notice-draft-1-2018-09-05",
                "notice-publication-1",
                "notice-distribution-1-secretary-of-state-for-justice",
                "notice-distribution-1-hm-prison-and-probation-service",
            ],
        ),
    ],
)
def test_a_notice_is_owed_for_what_the_provider_must_know(facts: Facts, owed: list[str]) -> None:
    assert [duty.id for duty in agenda(facts).duties] == owed


def test_the_report_is_published_on_its_day_and_not_before() -> None:
    duty = agenda(READY_TO_PUBLISH).duties[-1]
    assert (duty.kind, duty.not_before) == ("publish-report", day("2018-09-20"))
    assert all(each.kind == "send-notice" for each in agenda(READY_TO_SCHEDULE).duties)
    assert all(each.kind == "send-notice" for each in agenda(AT_ACTION_PLAN).duties)


def test_an_inspection_is_over_when_it_is_closed_and_nothing_is_owed() -> None:
    closed = (*AT_ACTION_PLAN, InspectionClosed(closed_on=day("2019-02-11")))
    assert not agenda(closed).over
    sent = tuple(NoticeSent(notice=duty.about, document="e" * 64, to=()) for duty in agenda(closed).duties)
    assert agenda((*closed, *sent)) == Agenda(stage="closed", over=True)


def test_a_deadline_passes_when_its_day_is_over_in_london() -> None:
    deadline = Deadline(id="evidence", due=day("2018-06-27"), awaits="the evidence asked for")
    assert deadline.passes_at.isoformat() == "2018-06-27T23:00:00+00:00"
    assert agenda(()) == Agenda(stage="not-announced")
