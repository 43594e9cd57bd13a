"""Where key questions are answered in cases once only, it is recorded why, also where the kind's file says nothing."""

from collections.abc import Iterator

import pytest

from domain.cases.quality import Quality
from domain.dated_rules.library import Library
from domain.inspections import protocols
from domain.inspections.commands import CloseCaseReads, DrawSecondReads, ProposeRatings, WaiveSecondReads
from domain.inspections.events import CaseReadsClosed, CaseReadsReopened, SecondReadsWaived
from domain.inspections.kinds.protocol import Protocol, parse_protocol
from domain.inspections.stages import Stage
from domain.inspections.tasks.reads import reads_of, second_reads
from domain.people.roles import Role
from tests.support.example import (
    ALL_READ,
    AT_PANEL_REVIEW,
    INSPECTION,
    PROTOCOL,
    READ_ONCE,
    day,
)
from tests.support.house import shipped_library
from tests.support.kinds.asked import questions
from tests.support.kinds.walk import KindWalk
from tests.support.read_twice import NEVER, QUALITY, TWICE, story
from tests.support.specification import given
from tests.support.story_ground import StoryGround, a_working_day_of

ON = "2018-07-16"
CLOSE = CloseCaseReads(inspection=INSPECTION)
DRAW = DrawSecondReads(inspection=INSPECTION)
WAIVE = WaiveSecondReads(inspection=INSPECTION, reason="Two inspectors read every case together.")


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (PROTOCOL, "It is not recorded why no case is read twice."),
        (NEVER, "It is not recorded why no case is read twice."),
        (TWICE, "It has not been drawn which cases are read twice; nor is it recorded why none is."),
    ],
    ids=["a file that says nothing", "a share of 0", "a share"],
)
def test_the_gate_waits_for_a_reason_whether_the_share_is_0_left_out_or_skipped(
    kind: Protocol, said: str
) -> None:
    read = story(kind).and_(*ALL_READ)
    refusal = read.when(CLOSE, on=ON).refusal
    assert refusal is not None
    assert (refusal.code, refusal.sentence) == ("second-reads-missing", said)
    waived = read.when(WAIVE, on=ON, by=Role.QUALITY_LEAD, who=QUALITY)
    waived.then(SecondReadsWaived(reason=WAIVE.reason))
    waived.story.when(CLOSE, on=ON).then_one(CaseReadsClosed)


def test_a_file_that_says_nothing_draws_none() -> None:
    story(PROTOCOL).when(DRAW, on=ON).then_refused("second-reads-not-asked")


def test_where_nobody_answers_any_question_no_reason_is_asked_for() -> None:
    told = PROTOCOL.with_(id="told-2018", framework=None, scheme=None)
    read = story(told).under(library=Library.of([told])).and_(*ALL_READ)
    read.when(WAIVE, on=ON).then_refused("second-reads-not-asked")
    read.when(CLOSE, on=ON).then_one(CaseReadsClosed)


def test_an_inspection_that_was_past_its_reads_goes_on_and_is_asked_only_when_they_are_opened_again() -> None:
    past = given(*(each for each in AT_PANEL_REVIEW if each is not READ_ONCE))
    assert not past.when(ProposeRatings(inspection=INSPECTION), on="2018-08-06").refusal
    again = past.and_(CaseReadsReopened(reason="A case was misread.", due=day("2018-08-20")))
    again.when(CLOSE, on="2018-08-07").then_refused("second-reads-missing")
    again.and_(READ_ONCE).when(CLOSE, on="2018-08-07").then_one(CaseReadsClosed)


class Unsettled(KindWalk):
    """Settles nothing about second reads; its lead sets questions, whether or not the kind's file says so."""

    def draw_samples(self) -> None:
        if not (self.protocol.framework or self.protocol.sets_questions):
            for command in questions(self.protocol.with_(sets_questions=True), self.reference):
                self.give(command)
        super().draw_samples()

    def draw_second_reads(self) -> None:
        pass


def _silent() -> Iterator[Protocol]:
    """Every kind that ships, in every version, that reads cases, and has none of them read twice.

    What asks for a reason is that questions are asked: by a framework, by the lead as the kind's file says, or by the
    lead under a file from before it said so.
    """
    for name, text in sorted(protocols.texts().items()):
        each = parse_protocol(text, where=name)
        if each.has(Stage.CASE_READS) and not each.percent_read_twice:
            yield each


SILENT = tuple(_silent())


def test_questions_are_asked_in_each_of_three_ways() -> None:
    ways = {"a framework" if each.framework else each.sets_questions for each in SILENT}
    assert ways == {"a framework", True, False}


@pytest.mark.parametrize("kind", SILENT, ids=lambda each: f"{each.id} {each.version}")
def test_no_kind_that_ships_closes_its_reads_without_a_reason_once_questions_are_asked(
    kind: Protocol,
) -> None:
    shipped = shipped_library()
    library = Library.of([kind], shipped.frameworks().all(), shipped.schemes())
    ground = StoryGround(library, a_working_day_of(kind.in_force_from))
    walk = Unsettled(kind, ground, INSPECTION)
    walk.until(Stage.CASE_READS)
    walk.read_cases_but_not_close()
    today = ground.today.isoformat()
    ground.story.when(CLOSE, on=today).then_refused("second-reads-missing")
    assert _asks(walk, kind) == ["waive-second-reads"]
    ground.give(WAIVE)
    assert _asks(walk, kind) == []
    closed = ground.story.when(CLOSE, on=today)
    assert CaseReadsClosed in {type(event) for _, event in closed.events}


def _asks(walk: KindWalk, kind: Protocol) -> list[str]:
    """What the list of tasks asks for about second reads."""
    return [each.verb for each in second_reads(reads_of(walk.state, kind, {}, Quality(), ()))]
