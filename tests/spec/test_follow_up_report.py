"""The report of a follow-up tells what it found beside the first results, once that stands (003)."""

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from domain.canonical import canonical, sha256_hex
from domain.cases.commands import CompleteCaseRead, RecordAnswers, RecordInterview, ReopenCaseRead
from domain.dated_rules.library import Library
from domain.decider import On
from domain.follow_ups.commands import (
    CompareResults,
    ConcludeCriterion,
    ConcludeFollowUp,
    ListToo,
    SetUpFollowUp,
    follow_up_stream,
)
from domain.follow_ups.events import (
    CriterionConcluded,
    NarrowedList,
    Prompting,
    ResultsCompared,
    Row,
)
from domain.follow_ups.figures import Figure, beside
from domain.follow_ups.reasons import because, known_again
from domain.inspections.commands import AnnounceInspection, CloseCaseReads, DraftReport, ReopenCaseReads
from domain.inspections.events import ReportDrafted
from domain.inspections.kinds.protocol import Population, parse_protocol
from domain.inspections.report.beside import ShownRow, shown_rows
from domain.inspections.report.looked_again import LookedAgain
from domain.inspections.report.state import report_digest
from domain.inspections.report.texts import sections_of, texts_of
from domain.inspections.stages import Stage
from domain.inspections.state import Inspection
from domain.inspections.tasks import Surroundings, tasks
from tests.spec.test_follow_up import IS_SET_UP, SET_UP, compare
from tests.spec.test_samples_used_up import UsedUp
from tests.support.followed import AGAIN, FIRST, LIBRARY, followed, kind, reads_of
from tests.support.house import shipped_library
from tests.support.kinds.walk import KindWalk
from tests.support.specification import Story
from tests.support.story_ground import StoryGround, a_working_day_of

STREAM = follow_up_stream(AGAIN)
ON = "2005-02-01"
DRAFT = DraftReport(inspection=AGAIN, findings="Assessment is better.")


def at_publication() -> Story:
    return followed(Stage.PUBLICATION).and_(On(STREAM, IS_SET_UP))


def concluded(story: Story) -> Story:
    story = story.when(compare(story), on=ON).story
    for standard in ("B1", "B2"):
        conclude = ConcludeCriterion(inspection=AGAIN, standard=standard, conclusion=f"{standard} is better.")
        story = story.when(conclude, on=ON).story
    return story.when(ConcludeFollowUp(inspection=AGAIN, conclusion="Work is better."), on=ON).story


def state_of(story: Story) -> Inspection:
    state = story.state(f"inspection-{AGAIN}")
    assert isinstance(state, Inspection)
    return state


def locked(story: Story) -> str:
    """Why the list of tasks does not offer to draft the report; nothing where it does."""
    protocol = LIBRARY.protocol_with(state_of(story).known.protocol.digest)
    around = Surroundings(protocol=protocol, follow_up=story.state(STREAM))
    [draft] = [each for each in tasks(state_of(story), around) if each.verb == "draft-report"]
    assert (draft.status == "locked") == bool(draft.why)
    return draft.why


# The gate


def test_no_report_is_drafted_before_it_is_laid_down_what_is_looked_at_again() -> None:
    story = followed(Stage.PUBLICATION)
    assert locked(story) == "nobody has laid down what is looked at again"
    story.when(DRAFT, on=ON).then_refused("follow-up-open", "nobody has laid down what is looked at again")


def test_no_report_is_drafted_before_the_results_stand_beside_the_first_ones() -> None:
    story = at_publication()
    assert locked(story) == "its results have not been put beside the first ones"
    story.when(DRAFT, on=ON).then_refused("follow-up-open", locked(story))


def test_no_report_is_drafted_before_there_is_a_conclusion_on_each_criterion_and_on_the_whole() -> None:
    story = at_publication()
    story = story.when(compare(story), on=ON).story
    story.when(DRAFT, on=ON).then_refused("follow-up-open", "nothing is concluded on B1, B2")
    for standard in ("B1", "B2"):
        story = story.and_(On(STREAM, CriterionConcluded(standard=standard, conclusion="Better.")))
    assert locked(story) == "it is not concluded as a whole"
    story.when(DRAFT, on=ON).then_refused("follow-up-open", locked(story))


def test_what_was_compared_before_cases_were_read_again_is_compared_and_concluded_anew() -> None:
    story = concluded(at_publication())
    story.when(compare(story), on=ON).then_refused("already-concluded")
    story = story.when(ReopenCaseReads(inspection=AGAIN, reason="A case was read wrongly."), on=ON).story
    case = reads_of(story, AGAIN)[0]
    story = story.when(ReopenCaseRead(case=case, reason="It was read wrongly."), on=ON).story
    story = story.when(RecordAnswers(case=case, answers=(("B2.1", "yes"),)), on=ON).story
    story.when(compare(story), on=ON).then_refused("reads-open")
    for command in (
        RecordInterview(case=case, reason="The officer has left."),
        CompleteCaseRead(case=case),
        CloseCaseReads(inspection=AGAIN),
    ):
        story = story.when(command, on=ON).story
    around = Surroundings(follow_up=story.state(STREAM))
    to_do = {each.verb: each.status for each in tasks(state_of(story), around)}
    assert (to_do["compare-results"], to_do["conclude-follow-up"]) == ("to-do", "locked")
    assert story.state(STREAM).unready(state_of(story).cases) == (
        "cases were read again since its results were put beside the first ones"
    )
    story = story.when(compare(story), on=ON).story
    assert story.state(STREAM).unready(state_of(story).cases) == "it is not concluded as a whole"
    story = story.when(ConcludeFollowUp(inspection=AGAIN, conclusion="It stays so."), on=ON).story
    assert not story.state(STREAM).unready(state_of(story).cases)


def test_results_that_were_compared_before_gates_were_kept_count_as_they_did() -> None:
    story = concluded(at_publication())
    compared = story.state(STREAM).compared
    assert compared is not None
    before = replace(story.state(STREAM), compared=compared.with_(gate=None))
    assert not before.unready(())
    assert story.state(STREAM).unready(())


def test_a_kind_that_follows_nothing_is_drafted_without_any_of_this() -> None:
    first = kind("effective-supervision-2003")
    assert not first.compares
    assert "follow-up" not in sections_of(first)
    assert not kind("iaow-2014").compares


# What the report takes up


def test_a_draft_takes_up_what_prompted_it_both_results_and_what_was_concluded() -> None:
    story = concluded(at_publication())
    assert not locked(story)
    drafted = story.when(DRAFT, on=ON).then_one(ReportDrafted)
    compared = story.state(STREAM).compared
    assert isinstance(compared, ResultsCompared)
    first = story.state(f"inspection-{FIRST}")
    assert isinstance(first, Inspection)
    assert drafted.looked_again == LookedAgain(
        follows=FIRST,
        earlier=None,
        first_published=first.editions[0].published_on,
        sources=(),
        recommendations=(Prompting(id="r1", text="Improve the services."),),
        standards=("B1", "B2"),
        not_rescored=("A1", "A2", "A3", "A4", "A5"),
        only="High risk of harm cases.",
        periods=SET_UP.periods,
        rows=compared.rows,
        first_cases=4,
        again_cases=5,
        compared_on=compared.compared_on,
        conclusions=(("B1", "B1 is better."), ("B2", "B2 is better.")),
        conclusion="Work is better.",
    )


def test_all_of_it_is_under_the_digest_that_is_signed_and_its_texts_have_places() -> None:
    story = concluded(at_publication()).when(DRAFT, on=ON).story
    report = state_of(story).report
    assert report is not None
    assert report.digest == report.digest_with(AGAIN)
    others = report.parts.with_(looked_again=None)
    assert report.digest != report.digest_with(AGAIN, parts=others)
    assert texts_of(state_of(story)) == {
        "summary": "Assessment is better.",
        "follow-up/only": "High risk of harm cases.",
        "prompted-by/r1": "Improve the services.",
        "period/older": "The earlier period",
        "period/newer": "Under the new procedures",
        "concluded/B1": "B1 is better.",
        "concluded/B2": "B2 is better.",
        "follow-up/conclusion": "Work is better.",
    }


def test_a_report_that_follows_nothing_has_the_digest_that_it_had() -> None:
    content = {
        "amendments": [],
        "decision": "d" * 64,
        "findings": "Good.",
        "inspection": "x",
        "recommendations": [],
    }
    assert report_digest("x", "Good.", (), "d" * 64, ()) == sha256_hex(canonical(content))


def test_a_kind_that_names_its_sections_has_this_one_where_it_usually_stands() -> None:
    plain = kind("effective-supervision-follow-up-2004")
    assert sections_of(plain).index("follow-up") == sections_of(plain).index("summary") + 1
    own = plain.with_(sections=("summary", "findings", "comments"))
    assert sections_of(own) == ("summary", "follow-up", "findings", "comments")
    named = plain.with_(sections=("findings", "follow-up"))
    assert sections_of(named) == ("findings", "follow-up")


# What is small is hidden


def shown(*rows: Row) -> dict[str, ShownRow]:
    found = shown_rows(rows, ["B1", "B2"], ["older", "newer"])
    return {each.subject: each for each in found}


def test_a_figure_of_fewer_than_five_cases_is_hidden_and_so_is_the_difference() -> None:
    few = shown(Row(subject="B1.1", beside=beside(Figure(met=3, of=4), Figure(met=20, of=30))))["B1.1"]
    assert few.first is not None
    assert (few.first.hidden, few.first.percent, few.first.met, few.difference, few.hidden) == (
        True,
        None,
        None,
        None,
        True,
    )
    assert few.again is not None
    assert (few.again.percent, few.again.met, few.again.of) == (67, 20, 30)
    enough = shown(Row(subject="B1.1", beside=beside(Figure(met=3, of=5), Figure(met=20, of=30))))["B1.1"]
    assert not enough.hidden
    assert enough.difference is not None


def test_answers_of_few_cases_are_hidden_however_many_they_are() -> None:
    pooled = Figure(percent=75, met=18, of=24, cases=4)
    assert shown(Row(subject="B1", beside=beside(pooled, pooled)))["B1"].hidden


def test_a_hidden_question_cannot_be_worked_out_from_its_criterion() -> None:
    both = beside(Figure(met=30, of=40, cases=30), Figure(met=33, of=40, cases=30))
    question = Row(subject="B1.1", beside=beside(Figure(met=2, of=3), Figure(met=20, of=30)))
    criterion = shown(Row(subject="B1", beside=both), question)["B1"]
    assert criterion.first is not None
    assert criterion.again is not None
    assert [(each.percent, each.met, each.of) for each in (criterion.first, criterion.again)] == [
        (75, None, None),
        (83, None, None),
    ]
    assert shown(Row(subject="B1", beside=both))["B1"].first != criterion.first


def test_parts_are_hidden_together_where_one_or_what_lies_outside_them_is_small() -> None:
    def parts(older: int, newer: int, of: int = 30) -> list[bool | None]:
        row = Row(
            subject="B1",
            beside=beside(Figure(met=20, of=30), Figure(met=1, of=of)),
            periods=(("older", Figure(met=1, of=older)), ("newer", Figure(met=1, of=newer))),
        )
        return [each.hidden if each else None for each in shown(row)["B1"].periods]

    assert parts(20, 10) == [False, False]
    assert parts(27, 3) == [True, True]
    assert parts(20, 8) == [True, True], "two cases lie outside both"
    assert parts(15, 10) == [False, False], "five lie outside both"


def test_every_reason_that_is_recorded_is_known_again() -> None:
    story = at_publication()
    compared = story.when(compare(story), on=ON).then_one(ResultsCompared)
    for each in compared.rows:
        assert each.beside.reason is None or known_again(each.beside.reason)
    told = because("unpublished", whose="first and follow-up")
    assert known_again(told) == ("unpublished", {"whose": "first and follow-up"})
    assert known_again("for another reason") is None


# Several lists, and laying it down anew


@cache
def of_two_lists() -> StoryGround:
    """A follow-up of an NPS division with a second list, of court reports, on which it scores 3.1 again."""
    example = Path("examples/kinds/follow-up-nps-division.toml").read_bytes()
    plain, first = parse_protocol(example, where="example"), kind("nps-division-2018")
    looks_at, courts = plain.follow_up, first.population("court-reports")
    assert looks_at is not None
    assert courts is not None
    again = plain.with_(
        populations=(plain.populations[0], courts.with_(key_questions=())),
        second_reads=None,
        experience=(),
        evidence=(),
        follow_up=looks_at.with_(
            standards=(*looks_at.standards, "3.1"),
            not_rescored=tuple(each for each in looks_at.not_rescored if each != "3.1"),
        ),
    )
    shipped = shipped_library()
    library = Library.of([first, again], shipped.frameworks().all(), shipped.schemes())
    ground = StoryGround(library, a_working_day_of(date(2019, 3, 4)))
    KindWalk(first, ground, "first").until(Stage.ACTION_PLAN)
    walk = SameProvider(again, ground, "again")
    walk.until(Stage.CASE_READS)
    walk.read_cases_but_not_close()
    ground.give(CloseCaseReads(inspection="again"))
    return ground


class SameProvider(KindWalk):
    """An inspection of the provider that the walk called ``first`` was of."""

    def announce(self) -> None:
        calendar, today = self.ground.calendar, self.ground.today
        begins = calendar.after(today, self.protocol.days("notice"))
        first = self.ground.state("inspection-first")
        assert isinstance(first, Inspection)
        self.give(
            AnnounceInspection(
                inspection=self.reference,
                provider=first.known.provider,
                protocol=self.protocol.id,
                lead=self.lead,
                fieldwork_from=begins,
                fieldwork_to=calendar.after(begins, 4),
            )
        )


TWO = SetUpFollowUp(
    inspection="again",
    follows="first",
    standards=("2.1", "3.1"),
    recommendations=("r1",),
    population="supervised-cases",
    only="All cases.",
    strata=("1",),
    also=(ListToo(population="court-reports"),),
)


def rows_of(story: Story) -> dict[str, Row]:
    command = CompareResults(
        inspection="again", first=reads_of(story, "first"), again=reads_of(story, "again")
    )
    compared = story.when(command, on=TODAY).then_one(ResultsCompared)
    return {each.subject: each for each in compared.rows}


TODAY = "2019-12-02"


def test_standards_that_rest_on_a_further_list_are_put_beside_the_first_ones_too() -> None:
    story = of_two_lists().story
    both = rows_of(story.when(TWO, on=TODAY).story)
    assert both["2.1.1"].beside.outcome == both["3.1.1"].beside.outcome == "compared"
    one = rows_of(story.when(TWO.with_(also=()), on=TODAY).story)
    assert one["2.1.1"] == both["2.1.1"]
    assert one["3.1.1"].beside.reason == because("neither")


def test_a_further_list_is_narrowed_for_itself_by_what_its_rows_say_together() -> None:
    rows = (
        ListToo(population="court-reports", stratum=1),
        ListToo(population="court-reports", stratum=2),
        ListToo(population="court-reports", aspect="risk-of-harm", classed="high"),
    )
    story = of_two_lists().story.when(TWO.with_(also=rows), on=TODAY).story
    assert story.state("follow-up-again").known.lists == (
        NarrowedList(population="supervised-cases", strata=(1,)),
        NarrowedList(population="court-reports", strata=(1, 2), classified=(("risk-of-harm", "high"),)),
    )
    assert rows_of(story.when(TWO.with_(also=rows[2:]), on=TODAY).story)["3.1.1"].beside.first is None


def test_a_further_list_is_one_that_there_is_said_once_and_in_full() -> None:
    story = of_two_lists().story
    for row, code in (
        (ListToo(population="victims"), "unknown-population"),
        (ListToo(population="supervised-cases"), "listed-twice"),
        (ListToo(population="court-reports", aspect="risk-of-harm"), "half-a-class"),
    ):
        story.when(TWO.with_(also=(row,)), on=TODAY).then_refused(code)


class NobodyListed(KindWalk):
    """A follow-up of a provider that has no such cases any more."""

    ground: StoryGround

    def listed(self, population: Population) -> int:
        return 0


@pytest.mark.parametrize("walking", [UsedUp, NobodyListed])
def test_where_there_was_no_case_to_read_it_is_said_that_there_is_no_figure(
    walking: type[UsedUp] | type[NobodyListed],
) -> None:
    protocol = kind("effective-supervision-follow-up-2004").with_(second_reads=None)
    shipped = shipped_library()
    library = Library.of([protocol], shipped.frameworks().all(), shipped.schemes())
    walk = walking(protocol, StoryGround(library, a_working_day_of(protocol.in_force_from)), AGAIN)
    walk.until(Stage.PANEL_REVIEW)
    assert not walk.state.cases
    compared = walk.ground.story.state(STREAM).compared
    assert compared.again_cases == 0
    assert {each.beside.reason for each in compared.rows if each.subject == "B1"} == {because("no_again")}


def test_what_is_looked_at_again_is_laid_down_anew_until_results_stand_beside_each_other() -> None:
    story = at_publication()
    story.when(SET_UP, on=ON).then_refused("already-set-up")
    other = SET_UP.with_(classified=(("risk-of-harm", "low"),))
    nobody = story.when(other, on=ON).story
    nobody.when(compare(nobody), on=ON).then_refused("no-such-cases", "lay down anew")
    back = nobody.when(SET_UP, on=ON).story
    compared = back.when(compare(back), on=ON).story
    compared.when(other, on=ON).then_refused("already-set-up", "stays")
