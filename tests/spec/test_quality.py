"""How consistently cases are read: agreement, dip samples, and exercises (004 §4.13)."""

import pytest

from domain.cases.benchmarking import (
    AnswerBenchmark,
    BenchmarkAnswered,
    BenchmarkClosed,
    BenchmarkOpened,
    CloseBenchmark,
    OpenBenchmark,
    outcome,
)
from domain.cases.events import CaseAllocated
from domain.cases.quality import (
    AgreementReviewed,
    DipReadRecorded,
    DipSampleDrawn,
    RecordDipRead,
    answered_in,
    double_reads,
    low_agreement,
)
from domain.cases.second_reads.state import SecondRead
from domain.cases.state import CaseRead
from domain.decider import On
from domain.inspections.commands import DrawDipSample, ReviewAgreement
from domain.privacy.boxes import Plain
from domain.ratings.consistency import DoubleRead
from tests.support.example import AT_CASE_READS, CASE, INSPECTION, QUESTIONS, read_to_the_end
from tests.support.read_twice import (
    ALLOCATED,
    FIRST,
    QUALITY,
    SECOND,
    SECOND_STREAM,
    TWICE_READ,
    drawn,
    first_read,
    second_read,
    story,
)
from tests.support.specification import given

DAY = "2018-07-17"
STREAM = f"quality-{INSPECTION}"
DIP = DrawDipSample(inspection=INSPECTION, size=1)
FINISHED = given(*AT_CASE_READS, *read_to_the_end(CASE))
READ = RecordDipRead(
    inspection=INSPECTION, case=CASE, answers=(("2.1.1", "no"), ("2.1.2", "yes")), finding="One is too kind."
)


# Agreement


def pair(*different: str) -> list[tuple[CaseRead, SecondRead]]:
    story = drawn().and_(*ALLOCATED, *first_read(), *second_read(*different))
    return [(story.state(TWICE_READ), story.state(SECOND_STREAM))]


def test_every_answer_given_twice_is_a_pair_of_the_two_readers_once_both_reads_are_in() -> None:
    reads = list(double_reads(pair("2.1.1")))
    assert [each.key_question for each in reads] == list(QUESTIONS)
    assert {(each.first_reader, each.second_reader) for each in reads} == {(FIRST, SECOND)}
    assert [each.key_question for each in reads if each.first != each.second] == ["2.1.1"]
    half = drawn().and_(*ALLOCATED, *first_read())
    assert list(double_reads([(half.state(TWICE_READ), half.state(SECOND_STREAM))])) == []


def test_agreement_below_the_lowest_share_is_low_where_there_are_enough_pairs() -> None:
    three_of_twelve = list(double_reads(pair(*QUESTIONS[:3])))
    assert set(low_agreement(three_of_twelve, 80, 2)) == {f"reader:{FIRST}", f"reader:{SECOND}"}
    assert set(low_agreement(three_of_twelve, 75, 2)) == set()
    assert set(low_agreement(three_of_twelve, 80, 13)) == set()
    assert set(low_agreement(three_of_twelve, None, 2)) == set()
    assert "question:2.1.1" in low_agreement(three_of_twelve, 80, 1)


def test_what_was_found_about_a_low_agreement_is_recorded_with_how_many_answers_it_was_of() -> None:
    review = ReviewAgreement(
        inspection=INSPECTION, group=f"reader:{FIRST}", conclusion="Read too kindly; trained."
    )
    low = drawn().and_(*ALLOCATED, *first_read(), *second_read(*QUESTIONS[:6]))
    reviewed = AgreementReviewed(group=f"reader:{FIRST}", conclusion="Read too kindly; trained.", pairs=12)
    low.when(review, on=DAY).then(On(STREAM, reviewed))


@pytest.mark.parametrize("reader", [FIRST, SECOND])
@pytest.mark.parametrize("group", [f"reader:{FIRST}", f"reader:{SECOND}", "question:2.1.1"])
def test_whoever_gave_one_of_the_answers_does_not_look_into_how_far_they_agree(
    reader: str, group: str
) -> None:
    review = ReviewAgreement(inspection=INSPECTION, group=group, conclusion="Nothing to see.")
    low = drawn().and_(*ALLOCATED, *first_read(), *second_read(*QUESTIONS[:6]))
    low.when(review, on=DAY, who=reader).then_refused("own-read", "how far they agree")
    refused = low.when(review, on=DAY, who=QUALITY).refusal
    assert refused is None or refused.code == "agreement-not-low"


def test_the_answers_of_a_group_are_those_to_its_key_question_or_of_its_reader_and_of_nobody_else() -> None:
    reads = [
        DoubleRead("2.1.1", "a", "b", "yes", "no"),
        DoubleRead("2.1.2", "b", "c", "yes", "no"),
        DoubleRead("2.1.2", "d", "a", "yes", "no"),
    ]
    assert answered_in(reads, "question:2.1.1") == {"a", "b"}
    assert answered_in(reads, "question:2.1.2") == {"a", "b", "c", "d"}
    assert answered_in(reads, "reader:a") == {"a", "b", "d"}
    assert answered_in(reads, "reader:c") == {"b", "c"}
    assert answered_in(reads, "reader:e") == set()


def test_an_agreement_that_is_not_low_cannot_be_looked_into_beforehand() -> None:
    low = drawn().and_(*ALLOCATED, *first_read(), *second_read(*QUESTIONS[:6]))
    for group in ("question:2.1.1", "reader:os-99999"):
        review = ReviewAgreement(inspection=INSPECTION, group=group, conclusion="All fine.")
        low.when(review, on=DAY).then_refused("agreement-not-low", group.partition(":")[2])
        FINISHED.when(review, on=DAY).then_refused("agreement-not-low")


# Dip samples


def test_a_dip_sample_is_drawn_from_finished_cases_that_were_not_drawn_before() -> None:
    drawn_ = FINISHED.when(DIP, on=DAY)
    event = drawn_.events[0][1]
    assert isinstance(event, DipSampleDrawn)
    assert (event.finished, event.cases) == (1, (CASE,))
    sampled_at = FINISHED.state(f"inspection-{INSPECTION}").sampled_at
    assert event.seed == FINISHED._digest(f"inspection-{INSPECTION}", sampled_at), "nobody names it"
    drawn_.then(On(STREAM, event))
    drawn_.story.when(DIP, on=DAY).then_refused("nothing-finished")
    given(*AT_CASE_READS).when(DIP, on=DAY).then_refused("nothing-finished")


def test_whoever_reads_cases_of_the_inspection_draws_none_to_be_read_again() -> None:
    read = FINISHED.and_(On(CASE, CaseAllocated(reader=FIRST)))
    read.when(DIP, on=DAY, who=FIRST).then_refused("own-read")
    assert not read.when(DIP, on=DAY, who=QUALITY).refusal


def test_a_case_that_may_yet_be_read_twice_is_in_no_dip_sample() -> None:
    """What differs is told to whoever reads it again, who might then be given the second read."""
    story().and_(*read_to_the_end(CASE)).when(DIP, on=DAY).then_refused("nothing-finished")


def test_a_case_whose_reads_are_kept_apart_is_in_no_dip_sample() -> None:
    half = drawn().and_(*ALLOCATED, *first_read())
    half.when(DIP, on=DAY).then_refused("nothing-finished")
    event = half.and_(*second_read()).when(DIP, on=DAY).events[0][1]
    assert isinstance(event, DipSampleDrawn)
    assert event.cases == (TWICE_READ,)


def test_the_quality_lead_reads_a_drawn_case_again_and_what_differs_is_said() -> None:
    story = FINISHED.when(DIP, on=DAY).story
    after = story.when(READ, on=DAY, who=QUALITY)
    after.then(
        On(
            STREAM,
            DipReadRecorded(
                case=CASE,
                by=QUALITY,
                answers=(("2.1.1", "no"), ("2.1.2", "yes")),
                differing=("2.1.1",),
                finding=Plain("One is too kind.", CASE, "case-note"),
            ),
        )
    )
    assert after.story.state(STREAM).left == ()
    after.story.when(READ, on=DAY, who=QUALITY).then_refused("dipped")
    assert after.story.state(CASE).answers["2.1.1"] == "yes"


def test_a_dip_read_is_of_a_drawn_finished_case_by_somebody_who_did_not_read_it() -> None:
    FINISHED.when(READ, on=DAY, who=QUALITY).then_refused("not-drawn")
    story = FINISHED.when(DIP, on=DAY).story
    other = READ.with_(answers=(("3.1.1", "no"),))
    story.when(other, on=DAY, who=QUALITY).then_refused("unknown-key-question")
    twice = READ.with_(answers=(("2.1.1", "no"), ("2.1.1", "yes")))
    story.when(twice, on=DAY, who=QUALITY).then_refused("answered-twice")
    pair_ = drawn().and_(*ALLOCATED, *first_read(), *second_read()).when(DIP, on=DAY).story
    for reader in (FIRST, SECOND):
        pair_.when(READ.with_(case=TWICE_READ), on=DAY, who=reader).then_refused("own-read")
    drawn_anyway = On(STREAM, DipSampleDrawn(pool="0" * 64, finished=1, seed="s", cases=(TWICE_READ,)))
    half = drawn().and_(*ALLOCATED, *first_read(), drawn_anyway)
    half.when(READ.with_(case=TWICE_READ), on=DAY, who=QUALITY).then_refused("read-not-complete")


# Exercises

OPEN = OpenBenchmark(
    benchmark="autumn",
    title="A case of many risks",
    document="d" * 64,
    key_questions=("2.1.1", "2.1.2"),
    readers=(FIRST, SECOND),
)
OPENED = On(
    "benchmark-autumn",
    BenchmarkOpened(
        title="A case of many risks",
        document="d" * 64,
        key_questions=("2.1.1", "2.1.2"),
        readers=(FIRST, SECOND),
    ),
)
ANSWER = AnswerBenchmark(benchmark="autumn", answers=(("2.1.1", "yes"), ("2.1.2", "no")))
CLOSE = CloseBenchmark(benchmark="autumn", learning=("Look at the date of the plan.",))


def handed_in(reader: str, second: str = "no") -> On:
    answers = (("2.1.1", "yes"), ("2.1.2", second))
    return On("benchmark-autumn", BenchmarkAnswered.model_validate({"reader": reader, "answers": answers}))


def test_an_exercise_is_opened_for_several_inspectors() -> None:
    after = given().when(OPEN, on=DAY)
    after.then(OPENED)
    after.story.when(OPEN, on=DAY).then_refused("benchmark-exists")
    given().when(OPEN.with_(readers=(FIRST, FIRST)), on=DAY).then_refused("listed-twice")
    given().when(OPEN.with_(readers=(FIRST,)), on=DAY).then_refused("too-few-readers")


def test_each_hands_in_their_own_answers_once_and_all_of_them() -> None:
    opened = given(OPENED)
    after = opened.when(ANSWER, on=DAY, who=FIRST)
    after.then(handed_in(FIRST))
    after.story.when(ANSWER, on=DAY, who=FIRST).then_refused("handed-in")
    opened.when(ANSWER, on=DAY, who="reader-9").then_refused("not-reader")
    opened.when(ANSWER.with_(answers=(("2.1.1", "yes"),)), on=DAY, who=FIRST).then_refused(
        "questions-unanswered"
    )
    given().when(ANSWER, on=DAY).then_refused("unknown-benchmark")


def test_an_exercise_is_closed_with_what_was_learnt_and_shows_how_the_readers_compare() -> None:
    given().when(CLOSE, on=DAY).then_refused("unknown-benchmark")
    given(OPENED, handed_in(FIRST)).when(CLOSE, on=DAY).then_refused("too-few-answers")
    both = given(OPENED, handed_in(FIRST), handed_in(SECOND, "yes"))
    closed = both.when(CLOSE, on=DAY)
    closed.then(On("benchmark-autumn", BenchmarkClosed(learning=("Look at the date of the plan.",))))
    closed.story.when(CLOSE, on=DAY).then_refused("benchmark-closed")
    closed.story.when(ANSWER, on=DAY, who=FIRST).then_refused("benchmark-closed")
    found, alpha = outcome(closed.story.state("benchmark-autumn"))
    assert [(each.question, dict(each.counts), str(each.commonest)) for each in found] == [
        ("2.1.1", {"yes": 2}, "1"),
        ("2.1.2", {"no": 1, "yes": 1}, "1/2"),
    ]
    assert alpha == 0
