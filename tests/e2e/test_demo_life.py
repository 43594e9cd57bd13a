"""The demonstration as it runs: two whole inspections on a real Temporal server that skips time."""

import csv
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
from domain.cases.lists.events import CaseListClosed, CaseListHandedIn
from domain.cases.second_reads import state as second
from domain.cases.streams import second_read_of
from domain.evidence.events import (
    EnquiryClosed,
    EnquiryOpened,
    EnquiryWorkedOn,
    FeedbackGiven,
    PromptsAssessed,
)
from domain.inspections import events as inspection
from domain.inspections.stages import IN_PROGRESS
from domain.ledger.envelope import Envelope
from domain.ledger.opening import RecordOpened
from domain.messages import Event
from domain.panels.events import (
    InspectionConsidered,
    MinutesApproved,
    PackIssued,
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
    assert came.checks["Read twice, blind"] == "18 of 180; 1 difference decided"
    assert came.checks["Evidence asked for"] == "19 items; 1 more held already"


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
    ("reference", "overdue", "chased", "checked"),
    [
        (NPS, date(2018, 5, 9), date(2018, 5, 17), date(2018, 7, 6)),
        (CRC, date(2018, 5, 16), date(2018, 5, 24), date(2018, 7, 13)),
    ],
)
def test_every_notice_about_an_inspection_went_out_once(
    demo: Demonstrated, reference: str, overdue: date, chased: date, checked: date
) -> None:
    sent = happened(demo, f"inspection-{reference}", inspection.NoticeSent)
    notices = (each.data.model_dump()["notice"] for each in sent)
    # Which number a notice about late evidence has says nothing here.
    assert Counter(re.sub(r"^(evidence-overdue-[\d-]{10})-\d+$", r"\1", each) for each in notices) == Counter(
        [
            "announcement",
            "evidence-request",
            f"evidence-overdue-{overdue}",
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
    assert len(received) == 19
    assert received[-1].data.model_dump()["item"] == late
    assert overdue.version < chased.version < received[-1].version


@pytest.mark.parametrize("reference", BOTH)
def test_every_sampled_case_is_read_as_its_file_says(demo: Demonstrated, reference: str) -> None:
    """An interview or the reason why there was none, every answer, and the end of the read."""
    material = next(each for each in demonstration_material() if each.story.reference == reference)
    drawn = drawn_in(demo, reference)
    sizes = Counter(population for population, _ in drawn.values())
    assert sorted(sizes.values()) == [30, 40, 110]
    listed = {
        population: {row["reference"] for row in csv.DictReader(StringIO(cases.content.decode()))}
        for population, cases in material.lists.items()
    }
    by_case: dict[str, list[Envelope[Event]]] = {}
    for each in demo.envelopes:
        if each.stream in drawn:
            by_case.setdefault(each.stream, []).append(each)
    assert by_case.keys() == drawn.keys()
    for stream, (population, place) in drawn.items():
        reading = material.lists[population].readings[place]
        happened_in = {type(each.data): each for each in by_case[stream]}
        assert isinstance(by_case[stream][0].data, case.CaseSampled)
        [noted] = demo.texts[happened_in[case.CaseReferenceNoted].event_id]
        assert noted in listed[population]
        taken = happened_in[case.CaseAllocated].data
        assert isinstance(taken, case.CaseAllocated)
        assert taken.reader == happened_in[case.AnswersRecorded].actor
        if reading.no_interview_because is None:
            assert case.InterviewHeld in happened_in
        else:
            alone = happened_in[case.InterviewNotHeld]
            assert demo.texts[alone.event_id] == [reading.no_interview_because]
        assert happened_in[case.AnswersRecorded].data == case.AnswersRecorded(answers=reading.answers)
        assert case.CaseReadCompleted in happened_in


def drawn_in(demo: Demonstrated, reference: str) -> dict[str, tuple[str, int]]:
    """The population and the place in the order of drawing of each case that was drawn."""
    return {
        stream: (each.data.population, place)
        for each in happened(demo, f"inspection-{reference}", inspection.SampleDrawn)
        if isinstance(each.data, inspection.SampleDrawn)
        for place, stream in enumerate(each.data.cases, start=1)
    }


@pytest.mark.parametrize("reference", BOTH)
def test_nobody_chose_the_seed_of_a_sample(demo: Demonstrated, reference: str) -> None:
    """It is the digest of the entry that closed the list, and that entry came before."""
    for drawn in happened(demo, f"inspection-{reference}", inspection.SampleDrawn):
        assert isinstance(drawn.data, inspection.SampleDrawn)
        assert drawn.data.list is not None
        handed_in, closed = demo.of(drawn.data.list)[:2]
        assert isinstance(handed_in.data, CaseListHandedIn)
        assert isinstance(closed.data, CaseListClosed)
        assert closed.recorded_at <= drawn.recorded_at
        assert re.fullmatch("[0-9a-f]{64}", drawn.data.seed)
        assert handed_in.acting_role == Role.PROVIDER_CONTACT.value


@pytest.mark.parametrize("reference", BOTH)
def test_one_case_in_ten_is_read_again_by_somebody_else_and_where_they_differ_a_quality_lead_decides(
    demo: Demonstrated, reference: str
) -> None:
    [drawn] = happened(demo, f"inspection-{reference}", inspection.SecondReadsDrawn)
    assert isinstance(drawn.data, inspection.SecondReadsDrawn)
    assert len(drawn.data.cases) == 18
    decided = []
    for stream in drawn.data.cases:
        first, again = demo.of(stream), demo.of(second_read_of(stream))
        by = {each.actor for each in first if isinstance(each.data, case.AnswersRecorded)}
        by_whom_again = {each.actor for each in again if isinstance(each.data, second.SecondAnswersRecorded)}
        assert len(by) == len(by_whom_again) == 1
        assert by != by_whom_again
        decided += [each for each in again if isinstance(each.data, second.DifferenceDecided)]
    [one] = decided
    assert one.acting_role == Role.QUALITY_LEAD.value
    assert demo.texts[one.event_id] == [_difference_of(reference)]


def _difference_of(reference: str) -> str:
    story = next(each.story for each in demonstration_material() if each.story.reference == reference)
    [differs] = story.differences
    return str(differs.reason)


@pytest.mark.parametrize(("reference", "gap"), [(NPS, "gap-1-4-4"), (CRC, "gap-1-2-1")])
def test_what_the_evidence_leaves_open_is_followed_in_fieldwork_and_judgements_name_their_evidence(
    demo: Demonstrated, reference: str, gap: str
) -> None:
    room = demo.of(f"evidence-{reference}")
    [assessed] = [each.data for each in room if isinstance(each.data, PromptsAssessed)]
    assert len(assessed.findings) == 66
    course = [
        each.data for each in room if isinstance(each.data, EnquiryOpened | EnquiryWorkedOn | EnquiryClosed)
    ]
    assert [(type(each), each.enquiry) for each in course] == [
        (EnquiryOpened, gap),
        (EnquiryWorkedOn, gap),
        (EnquiryClosed, gap),
    ]
    assert sum(isinstance(each.data, FeedbackGiven) for each in room) == 1
    proposed = happened(demo, f"inspection-{reference}", inspection.RatingProposed)
    assert len(proposed) == 4
    assert all(each.data.model_dump()["evidence"] for each in proposed)
    [checked] = happened(demo, f"inspection-{reference}", inspection.CorrelationChecked)
    assert isinstance(checked.data, inspection.CorrelationChecked)
    assert any(each.diverges for each in checked.data.standards)


@pytest.mark.parametrize(
    ("reference", "voices"), [(NPS, ["service-users", "victims"]), (CRC, ["service-users"])]
)
def test_those_whose_experience_the_kind_asks_for_are_heard_and_the_report_has_them_and_who_the_cases_were(
    demo: Demonstrated, reference: str, voices: list[str]
) -> None:
    [drafted] = happened(demo, f"inspection-{reference}", inspection.ReportDrafted)
    assert isinstance(drafted.data, inspection.ReportDrafted)
    heard = {each.voice: each for each in drafted.data.experience}
    assert list(heard) == voices
    assert all(each.summary for each in heard.values())
    [survey] = heard["service-users"].surveys
    assert survey.answered is not None
    assert all(question.options or question.question == "change" for question in survey.questions)
    counted = drafted.data.characteristics
    assert counted is not None
    assert {each.characteristic for each in counted.aggregates} >= {"age", "disability", "race", "sex"}
    sex = next(each for each in counted.aggregates if each.characteristic == "sex")
    assert all(each.cases is not None for each in sex.groups), "no group of theirs is small"
    belief = {
        each.group: each.cases
        for aggregate in counted.aggregates
        if aggregate.characteristic == "religion-or-belief"
        for each in aggregate.groups
    }
    assert belief["none"] is not None
    assert belief["sikh"] is None, "a small group is hidden"


@pytest.mark.parametrize("reference", BOTH)
def test_the_panel_is_convened_opened_with_its_quorum_and_closed_with_minutes_that_are_approved(
    demo: Demonstrated, reference: str
) -> None:
    met = demo.of(f"panel-{reference}-ratings")
    assert [type(each.data) for each in met] == [
        PanelConvened,
        PanelNoticeSent,
        PackIssued,
        PanelOpened,
        InspectionConsidered,
        PanelClosed,
        MinutesApproved,
    ]
    [decided] = happened(demo, f"inspection-{reference}", inspection.RatingsDecided)
    assert met[3].occurred_at < decided.occurred_at < met[-1].occurred_at
    assert isinstance(decided.data, inspection.RatingsDecided)
    assert isinstance(met[2].data, PackIssued)
    sitting = decided.data.sitting
    assert sitting is not None
    assert (sitting.pack, bool(sitting.consistency)) == (met[2].data.pack, True)
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
        if not isinstance(
            each.data, plan.PlanNoticeSent | plan.ActionProgressed | plan.ActionOverdue | plan.ReminderSent
        )
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
        "inspection.report-published.v3",
        "action-plan.requested.v2",
        "action-plan.notice-sent.v2",
        "action-plan.action-overdue.v1",
        "action-plan.reminder-sent.v1",
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
        assert f"Timeline of {reference}" in text
        assert f"Replay of {reference}: verified" in text
    assert text.index("Ratings") < text.index("Timeline of") < text.index("Replay of")
    # Of both, each in its place among what it stands beside.
    what = (
        "Prompts assessed",
        "Cases drawn: unpaid work",
        "Cases drawn: victims",
        "Read twice, blind 18 of 180",
    )
    places = [re.sub(" +", " ", text).index(each) for each in what]
    assert places == sorted(places)


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


def test_second_reads_are_told_behind_the_first_ones() -> None:
    assert reads_in_words(18, 0, 1) == "18 cases were read. 1 case was read a second time, blind."
    assert reads_in_words(0, 0, 3) == "3 cases were read a second time, blind."


@pytest.mark.parametrize("reference", [NPS, CRC])
def test_an_auditor_is_told_of_it_step_by_step_and_from_end_to_end(
    demo: Demonstrated, reference: str
) -> None:
    taken, apart = demo.stepped[reference], demo.apart[reference]
    own = [each.step.version for each in taken if each.step.envelope.stream == f"inspection-{reference}"]
    assert own == list(range(1, len(own) + 1))
    assert [each.step.envelope.name for each in taken if not each.warrant.allowed] == []
    assert [each.step.position for each in apart.taken] == [each.step.position for each in taken[1:]]
    assert {"answer", "rating", "report", "sample", "stage"} <= {each.about for each in apart.changes}
