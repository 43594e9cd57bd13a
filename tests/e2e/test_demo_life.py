"""The demonstration as it runs: two whole inspections on a real Temporal server that skips time."""

import re
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from itertools import pairwise
from pathlib import Path

import pytest
from rich.console import Console

from adapters.inbound.demonstration.command import demonstration_material
from adapters.inbound.demonstration.display import show_outcome
from adapters.inbound.demonstration.watching import reads_in_words
from domain.action_plans import events as plan
from domain.cases import events as case
from domain.inspections import events as inspection
from domain.inspections.stages import IN_PROGRESS
from domain.ledger.envelope import Envelope
from domain.ledger.opening import RecordOpened
from domain.messages import Event
from domain.panels.events import (
    InspectionConsidered,
    MinutesApproved,
    PanelClosed,
    PanelConvened,
    PanelNoticeSent,
    PanelOpened,
)
from domain.people.roles import Role
from domain.working_days import end_of_day
from tests.support.demonstrated import Demonstrated, play

NPS, CRC = "example-division-2018", "example-crc-2018"
BOTH = (NPS, CRC)

SOON = timedelta(seconds=60)
"""After a date is over, until its passing is on the record: some seconds of simulated time, which run with real ones
while the machinery is at work."""

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demonstrated:
    return play(Path(tmp_path_factory.mktemp("demo")), demonstration_material())


def happened(demo: Demonstrated, stream: str, *classes: type[Event]) -> list[Envelope[Event]]:
    return [each for each in demo.of(stream) if isinstance(each.data, classes)]


def test_the_nps_division_comes_to_the_table_of_the_consultation(demo: Demonstrated) -> None:
    """004 §4.4."""
    came = demo.came[NPS]
    assert came.ratings == {
        "1.1": "good",
        "1.2": "good",
        "1.3": "outstanding",
        "1.4": "requires_improvement",
        "2.1": "good",
        "2.2": "good",
        "2.3": "good",
        "2.4": "requires_improvement",
        "3.1": "good",
        "3.2": "outstanding",
    }
    assert (came.score, came.max_score, came.derived_overall, came.overall) == (20, 30, "good", "good")
    assert came.departures == ()


def test_the_panel_departs_from_the_crcs_derived_rating_and_says_why(demo: Demonstrated) -> None:
    """004 §4.24: both ratings are kept, with trigger, reason and who was present."""
    came = demo.came[CRC]
    assert (came.score, came.max_score) == (16, 30)
    assert (came.derived_overall, came.overall) == ("good", "requires_improvement")
    [decided] = happened(demo, f"inspection-{CRC}", inspection.RatingsDecided)
    assert isinstance(decided.data, inspection.RatingsDecided)
    [departure] = decided.data.departures
    assert (departure.subject, departure.derived, departure.decided) == (
        "overall",
        "good",
        "requires_improvement",
    )
    assert departure.trigger == "near_a_boundary"
    assert "16" in departure.reason
    assert len(decided.data.present) >= 3
    assert decided.acting_role == Role.PANEL_CHAIR.value


@pytest.mark.parametrize("reference", BOTH)
def test_every_stage_is_gone_through_in_order(demo: Demonstrated, reference: str) -> None:
    assert demo.came[reference].stages == [*(stage.value for stage in IN_PROGRESS), "closed"]


@pytest.mark.parametrize("reference", BOTH)
def test_the_replay_derives_the_same_ratings_from_the_record_alone(
    demo: Demonstrated, reference: str
) -> None:
    came = demo.came[reference]
    assert (came.replay, came.place) == ("verified", "")
    assert came.cases == 180


def test_the_record_says_first_of_all_that_its_time_is_simulated(demo: Demonstrated) -> None:
    opened = demo.envelopes[0].data
    assert isinstance(opened, RecordOpened)
    assert opened.time == "simulated"


def test_each_deadline_that_passed_was_recorded_once_by_the_machinery_at_the_end_of_its_day(
    demo: Demonstrated,
) -> None:
    passed = [
        each
        for each in demo.envelopes
        if isinstance(
            each.data,
            inspection.EvidenceOverdue
            | inspection.FactualAccuracyWindowLapsed
            | inspection.StageOverdue
            | plan.ActionPlanOverdue
            | plan.ActionOverdue,
        )
    ]
    assert [(each.stream, each.name, due_of(each)) for each in passed] == [
        (f"inspection-{NPS}", "inspection.evidence-overdue.v2", date(2018, 5, 9)),
        (f"inspection-{CRC}", "inspection.evidence-overdue.v2", date(2018, 5, 16)),
        (f"inspection-{NPS}", "inspection.factual-accuracy-window-lapsed.v1", date(2018, 7, 6)),
        (f"action-plan-{NPS}", "action-plan.action-overdue.v1", date(2018, 10, 15)),
    ]
    for each in passed:
        assert each.acting_role == Role.MACHINERY.value
        assert timedelta(0) <= each.occurred_at - end_of_day(due_of(each)) < SOON


def due_of(envelope: Envelope[Event]) -> date:
    due = envelope.data.model_dump()["due"]
    assert isinstance(due, date)
    return due


@pytest.mark.parametrize(("reference", "day"), [(NPS, date(2018, 7, 19)), (CRC, date(2018, 7, 26))])
def test_the_report_is_published_on_its_day_by_the_machinery(
    demo: Demonstrated, reference: str, day: date
) -> None:
    [scheduled] = happened(demo, f"inspection-{reference}", inspection.PublicationScheduled)
    [published] = happened(demo, f"inspection-{reference}", inspection.ReportPublished)
    assert isinstance(scheduled.data, inspection.PublicationScheduled)
    assert isinstance(published.data, inspection.ReportPublished)
    assert scheduled.data.publish_on == published.data.published_on == day
    assert scheduled.data.report == published.data.report
    assert published.acting_role == Role.MACHINERY.value
    assert timedelta(0) <= published.occurred_at - end_of_day(day - timedelta(days=1)) < SOON


@pytest.mark.parametrize(
    ("reference", "chased", "checked"),
    [(NPS, date(2018, 5, 17), date(2018, 7, 6)), (CRC, date(2018, 5, 24), date(2018, 7, 13))],
)
def test_every_notice_about_an_inspection_went_out_once(
    demo: Demonstrated, reference: str, chased: date, checked: date
) -> None:
    sent = happened(demo, f"inspection-{reference}", inspection.NoticeSent)
    assert Counter(each.data.model_dump()["notice"] for each in sent) == Counter(
        [
            "announcement",
            "evidence-request",
            f"evidence-chase-{chased}",
            f"draft-1-{checked}",
            "publication-1",
            "distribution-1-secretary-of-state-for-justice",
            "distribution-1-hm-prison-and-probation-service",
        ]
    )
    assert {each.acting_role for each in sent} == {Role.MACHINERY.value}


@pytest.mark.parametrize(("reference", "overdue"), [(NPS, ["action-overdue-a2"]), (CRC, [])])
def test_every_notice_about_an_action_plan_went_out_once(
    demo: Demonstrated, reference: str, overdue: list[str]
) -> None:
    sent = happened(demo, f"action-plan-{reference}", plan.PlanNoticeSent)
    assert Counter(each.data.model_dump()["notice"] for each in sent) == Counter(
        ["requested", "returned-1", "accepted", *overdue]
    )


@pytest.mark.parametrize("reference", BOTH)
def test_one_item_of_evidence_is_overdue_chased_and_received(demo: Demonstrated, reference: str) -> None:
    stream = f"inspection-{reference}"
    [overdue] = happened(demo, stream, inspection.EvidenceOverdue)
    [chased] = happened(demo, stream, inspection.EvidenceChased)
    received = happened(demo, stream, inspection.EvidenceReceived)
    assert isinstance(overdue.data, inspection.EvidenceOverdue)
    assert isinstance(chased.data, inspection.EvidenceChased)
    [late] = overdue.data.items
    assert chased.data.items == (late,)
    assert len(received) == 4
    assert received[-1].data.model_dump()["item"] == late
    assert overdue.version < chased.version < received[-1].version


@pytest.mark.parametrize("reference", BOTH)
def test_every_sampled_case_is_read_as_its_file_says(demo: Demonstrated, reference: str) -> None:
    """An interview or the reason why there was none, every answer, and the end of the read."""
    material = next(each for each in demonstration_material() if each.story.reference == reference)
    drawn = {
        stream: (each.data.population, row)
        for each in happened(demo, f"inspection-{reference}", inspection.SampleDrawn)
        if isinstance(each.data, inspection.SampleDrawn)
        for stream, row in zip(each.data.cases, each.data.rows, strict=True)
    }
    sizes = Counter(population for population, _ in drawn.values())
    assert sorted(sizes.values()) == [30, 40, 110]
    by_case: dict[str, list[Envelope[Event]]] = {}
    for each in demo.envelopes:
        if each.stream in drawn:
            by_case.setdefault(each.stream, []).append(each)
    assert by_case.keys() == drawn.keys()
    for stream, (population, row) in drawn.items():
        reading = material.lists[population].readings[row]
        sampled, noted, taken, interview, answers, completed = (each.data for each in by_case[stream])
        assert isinstance(taken, case.CaseAllocated)
        assert taken.reader == by_case[stream][2].actor, "whoever says the first thing in it has it"
        assert isinstance(noted, case.CaseReferenceNoted)
        assert demo.texts[by_case[stream][1].event_id] == [material.lists[population].references[row]]
        assert isinstance(sampled, case.CaseSampled)
        assert sampled.row == row
        if reading.no_interview_because is None:
            assert isinstance(interview, case.InterviewHeld)
        else:
            assert isinstance(interview, case.InterviewNotHeld)
            assert demo.texts[by_case[stream][3].event_id] == [reading.no_interview_because]
        assert answers == case.AnswersRecorded(answers=reading.answers)
        assert isinstance(completed, case.CaseReadCompleted)


@pytest.mark.parametrize("reference", BOTH)
def test_the_panel_is_convened_opened_with_its_quorum_and_closed_with_minutes_that_are_approved(
    demo: Demonstrated, reference: str
) -> None:
    met = demo.of(f"panel-{reference}-ratings")
    assert [type(each.data) for each in met] == [
        PanelConvened,
        PanelNoticeSent,
        PanelOpened,
        InspectionConsidered,
        PanelClosed,
        MinutesApproved,
    ]
    [decided] = happened(demo, f"inspection-{reference}", inspection.RatingsDecided)
    assert met[2].occurred_at < decided.occurred_at < met[-1].occurred_at
    [submitted] = happened(demo, f"inspection-{reference}", inspection.ReportSubmitted)
    assert submitted.acting_role == Role.OPERATIONS_MANAGER.value


@pytest.mark.parametrize("reference", BOTH)
def test_an_accepted_point_makes_the_signature_stale_until_the_chief_inspector_signs_again(
    demo: Demonstrated, reference: str
) -> None:
    stream = f"inspection-{reference}"
    first, second = happened(demo, stream, inspection.ReportSignedOff)
    [accepted] = happened(demo, stream, inspection.ChallengeAccepted)
    [rejected] = happened(demo, stream, inspection.ChallengeRejected)
    [published] = happened(demo, stream, inspection.ReportPublished)
    signed = [each.data.model_dump()["report"] for each in (first, second)]
    assert signed[0] != signed[1]
    assert accepted.data.model_dump()["report"] == signed[1] == published.data.model_dump()["report"]
    assert rejected.data.model_dump()["challenge"] != accepted.data.model_dump()["challenge"]
    assert {first.acting_role, second.acting_role} == {Role.CHIEF_INSPECTOR.value}
    [refused] = [note for note in demo.refusals if note.stream == stream]
    assert (refused.verb, refused.refusal.code) == ("schedule-publication", "not-signed")
    assert accepted.occurred_at < refused.at < second.occurred_at


@pytest.mark.parametrize("reference", BOTH)
def test_the_action_plan_is_returned_once_accepted_and_followed_to_its_end(
    demo: Demonstrated, reference: str
) -> None:
    course = [
        type(each.data)
        for each in demo.of(f"action-plan-{reference}")
        if not isinstance(each.data, plan.PlanNoticeSent | plan.ActionProgressed | plan.ActionOverdue)
    ]
    assert course == [
        plan.ActionPlanRequested,
        plan.ActionPlanSubmitted,
        plan.ActionPlanReturned,
        plan.ActionPlanSubmitted,
        plan.ActionPlanAccepted,
        plan.ActionCompleted,
        plan.ActionCompleted,
        plan.ActionPlanFollowedUp,
    ]
    assert isinstance(demo.of(f"inspection-{reference}")[-1].data, inspection.InspectionClosed)


def test_people_do_nothing_that_is_the_machinerys_and_it_nothing_of_theirs(demo: Demonstrated) -> None:
    by_itself = {each.name for each in demo.envelopes if each.acting_role == Role.MACHINERY.value}
    by_people = {each.name for each in demo.envelopes if each.acting_role != Role.MACHINERY.value}
    assert by_itself == {
        "record.opened.v1",
        "inspection.notice-sent.v3",
        "inspection.evidence-overdue.v2",
        "inspection.factual-accuracy-window-lapsed.v1",
        "inspection.report-published.v2",
        "action-plan.requested.v2",
        "action-plan.notice-sent.v2",
        "action-plan.action-overdue.v1",
        "panel.notice-sent.v1",
    }
    assert not by_itself & by_people


def test_both_inspections_run_at_the_same_time_in_one_world(demo: Demonstrated) -> None:
    order = [each.stream for each in demo.envelopes if each.stream in {f"inspection-{each}" for each in BOTH}]
    turns = sum(one != other for one, other in pairwise(order))
    assert turns > 20
    moments = [each.occurred_at for each in demo.envelopes if each.stream in order]
    assert moments == sorted(moments)
    assert all(abs(each.recorded_at - each.occurred_at) < SOON for each in demo.envelopes)
    assert moments[0].date() == date(2018, 4, 16)
    assert moments[-1] < datetime(2019, 1, 1, tzinfo=UTC)


def test_every_workflow_has_ended_and_its_whole_chain_is_short(demo: Demonstrated) -> None:
    """Every step in time adds two events that no real life has; they are counted here all the same."""
    assert demo.open_workflows == frozenset()
    long = {f"{kind}-{each}" for kind in ("inspection", "action-plan") for each in BOTH}
    assert set(demo.chains) == long | {f"panel-{each}-ratings" for each in BOTH}
    assert {stream: sum(runs) for stream, runs in demo.chains.items() if sum(runs) >= 1_500} == {}
    assert all(sum(runs) > 100 for stream, runs in demo.chains.items() if stream in long)


def test_progress_tells_what_people_did_and_what_happened_by_itself(demo: Demonstrated) -> None:
    lines = demo.progress.splitlines()
    assert any(f"2018-05-10  {NPS}  by itself: The date for evidence" in line for line in lines)
    assert any(f"{CRC}  panel-chair: The ratings panel departed" in line for line in lines)
    assert any("18 cases were read" in line for line in lines)


def test_the_end_shows_both_overall_ratings_the_time_lines_and_the_verdicts(demo: Demonstrated) -> None:
    shown = StringIO()
    show_outcome(Console(file=shown, width=160), list(demo.came.values()), 12.3)
    text = shown.getvalue()
    assert re.search(r"Overall, by the rule +good +good", text)
    assert re.search(r"Overall, as decided +good +requires improvement", text)
    assert re.search(r"Score +20 of 30 +16 of 30", text)
    assert "the panel decided requires improvement where the rule gives good (near a boundary)" in text
    for reference in BOTH:
        assert f"Time line of {reference}" in text
        assert f"Replay of {reference}: verified" in text
    assert text.index("Ratings") < text.index("Time line of") < text.index("Replay of")


@pytest.mark.parametrize("reference", BOTH)
def test_the_time_line_runs_from_the_announcement_to_the_end(demo: Demonstrated, reference: str) -> None:
    told = demo.came[reference].told
    assert "was announced" in told[0].sentence
    assert told[-1].sentence == "The inspection was closed."
    assert [each.at for each in told] == sorted(each.at for each in told)
    read = [each for each in told if "cases were read" in each.sentence]
    assert sum(int(each.sentence.split()[0]) for each in read) == 180


@pytest.mark.parametrize(
    ("finished", "alone", "told"),
    [
        (1, 0, "1 case was read."),
        (1, 1, "1 case was read, without an interview of the responsible officer."),
        (18, 0, "18 cases were read."),
        (18, 2, "18 cases were read, 2 of them without an interview of the responsible officer."),
    ],
)
def test_case_reads_are_told_with_numbers_that_agree(finished: int, alone: int, told: str) -> None:
    assert reads_in_words(finished, alone) == told
