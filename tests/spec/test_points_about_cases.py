"""A point of factual accuracy about a case, where nothing is rated and the report says what the cases said."""

from itertools import pairwise

import pytest

from domain.cases.commands import CompleteCaseRead, RecordAnswers, ReopenCaseRead
from domain.cases.events import Answered
from domain.cases.state import CaseRead
from domain.inspections.commands import AcceptChallenge, RaiseChallenge, SendDraft
from domain.inspections.events import AnswersCounted, CaseReadsReopened, ChallengeAccepted
from domain.inspections.kinds.protocol import Protocol
from domain.inspections.stages import Stage
from domain.people.roles import Role
from tests.spec.test_kinds_apart import on, state_of, story_at
from tests.support.example import INSPECTION
from tests.support.house import shipped_library
from tests.support.kinds.reads import READER
from tests.support.kinds.walk import KindWalk
from tests.support.story_ground import StoryGround

UNRATED = tuple(
    each
    for each in shipped_library().protocols()
    if each.sets_questions and each.has(Stage.CASE_READS) and not each.has(Stage.PANEL_REVIEW)
)
"""Every kind that ships and counts what its cases said, and rates nothing."""

ACCEPT = AcceptChallenge(inspection=INSPECTION, challenge="c1", touches="case-reads", amendment="So it is.")


def in_the_window(kind: Protocol) -> tuple[StoryGround, KindWalk]:
    """An inspection whose provider has said of its draft that a case was misread."""
    ground = story_at(kind, Stage.PUBLICATION)
    walk = KindWalk(kind, ground, INSPECTION)
    walk.draft_and_send()
    ground.give(
        RaiseChallenge(
            inspection=INSPECTION,
            challenge="c1",
            about="page 3",
            text="There was a plan.",
            provider=walk.state.known.provider,
        )
    )
    return ground, walk


def read_again(ground: StoryGround, walk: KindWalk) -> None:
    """One case that one inspector read says the opposite to its first question now."""
    case = next(each for each in walk.state.sampled if each not in walk.state.twice)
    read = ground.state(case)
    assert isinstance(read, CaseRead)
    assert read.sampled is not None
    asked = read.sampled.key_questions[0]
    other: Answered = "no" if read.answers[asked] == "yes" else "yes"
    ground.give(ReopenCaseRead(case=case, reason="The plan was found."), Role.INSPECTOR, READER)
    ground.give(RecordAnswers(case=case, answers=((asked, other),)), Role.INSPECTOR, READER)
    ground.give(CompleteCaseRead(case=case), Role.INSPECTOR, READER)


@pytest.mark.parametrize("kind", UNRATED, ids=lambda each: f"{each.id} {each.version}")
def test_it_opens_the_reads_again_and_what_they_say_then_is_counted_and_drafted_anew(kind: Protocol) -> None:
    ground, walk = in_the_window(kind)
    due = ground.calendar.after(ground.today, kind.days("case-reads"))
    report = walk.state.report
    assert report is not None
    amended = report.digest_with(INSPECTION, amendments=(("c1", "So it is."),))
    ground.story.when(ACCEPT, on=on(ground)).then(
        ChallengeAccepted(challenge="c1", touches="wording", amendment="So it is.", report=amended, due=None),
        CaseReadsReopened(reason="A point of factual accuracy, c1.", due=due),
    )
    ground.give(ACCEPT)
    assert (walk.state.standing, walk.state.decision) == (Stage.CASE_READS, None)
    assert (walk.state.counted, walk.state.deadlines["case-reads"].due) == ((), due)

    read_again(ground, walk)
    walk.go_back_to_publication()
    counts = [event.counts for _, event in ground.happened if isinstance(event, AnswersCounted)]
    assert len(counts) == 2
    assert all(before != after for before, after in pairwise(counts))
    ground.story.when(SendDraft(inspection=INSPECTION), on=on(ground)).then_refused("stale-decision")

    walk.draft_and_send()
    anew = state_of(ground.story).report
    assert anew is not None
    assert (anew.edition, anew.decision) == (report.edition + 1, walk.state.decision)


def test_where_such_a_point_is_about_wording_the_reads_stay_closed() -> None:
    ground, walk = in_the_window(UNRATED[0])
    counted = walk.state.counted
    ground.give(ACCEPT.with_(touches="wording"))
    assert (walk.state.standing, walk.state.counted) == (Stage.PUBLICATION, counted)
    assert counted
