"""What all published inspections found, as thematic topics are held against it: by key question and by standard."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.cases.diversity.counting import SMALLEST_SHOWN
from domain.programme.choice.topics import Criteria, Criterion, Judgement, Result, ranked
from domain.results.questions import QuestionTogether, as_results, told_apart

ONE = QuestionTogether("probation-2018", "2.2", "2.2.1", 44, 26, 2)
UNDER = "all cases of 2 inspections under probation-2018"


def test_a_key_question_counts_by_its_own_number_and_under_its_standards() -> None:
    assert as_results([ONE]) == (
        Result(about="2.2.1", group=UNDER, cases=70, not_met=26),
        Result(about="2.2", group=f"{UNDER}, key question 2.2.1", cases=70, not_met=26),
    )


@pytest.mark.parametrize(
    ("yes", "no", "told"), [(30, 10, True), (38, 2, False), (2, 2, False), (40, 0, False)]
)
def test_numbers_that_are_hidden_everywhere_are_left_out(yes: int, no: int, told: bool) -> None:
    question = QuestionTogether("probation-2018", "2.2", "2.2.1", yes, no, 2)
    assert bool(as_results([question])) is told


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=8))
def test_no_small_number_can_be_read_or_worked_out(counts: list[tuple[int, int]]) -> None:
    questions = [QuestionTogether("f", "1.1", f"1.1.{at}", yes, no, 3) for at, (yes, no) in enumerate(counts)]
    for each in as_results(questions):
        assert each.not_met >= SMALLEST_SHOWN
        assert each.cases - each.not_met >= SMALLEST_SHOWN


def test_a_topic_goes_by_the_worst_key_question_of_its_standards_and_names_it() -> None:
    criteria = Criteria(
        id="themes",
        version="1",
        title="How topics are chosen",
        citation="a test",
        criteria=(Criterion(id="results", title="The results", weight=2, by="results"),
                  Criterion(id="harm", title="Harm", weight=1)),
    )  # fmt: skip
    topic = Judgement(topic="safety", title="Keeping people safe", about=("2.2",), criterion="harm", score=0,
                      evidence="None", on=date(2026, 9, 1), by="The board")  # fmt: skip
    worse = QuestionTogether("probation-2018", "2.2", "2.2.3", 20, 50, 2)
    [found] = ranked(criteria, [topic], as_results([ONE, worse]))
    assert found.scores[0].reason == f"2.2, {UNDER}, key question 2.2.3: not met in 50 of 70 cases"
    assert found.scores[0].points == 14


PARTS = st.dictionaries(
    st.sampled_from("ABCDEF"), st.tuples(st.integers(0, 25), st.integers(0, 25)), min_size=1, max_size=6
)


@given(PARTS)
def test_beside_the_whole_no_part_can_be_worked_out_that_is_left_out(
    counts: dict[str, tuple[int, int]],
) -> None:
    parts = [QuestionTogether("f", "1.1", "1.1.1", *each, 1, part) for part, each in counts.items()]
    told = {each.part: (each.yes, each.no) for each in told_apart(parts)}
    left = [each for part, each in counts.items() if part not in told]
    for each in told.values():
        assert min(each) >= SMALLEST_SHOWN
    if left and told:
        for column in zip(*left, strict=True):
            assert len(set(column)) > 1, "any of them could have had another number"
            assert sum(column) >= SMALLEST_SHOWN


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ({"North": (30, 10), "South": (20, 20)}, {"North", "South"}),
        ({"North": (30, 10), "South": (20, 20), "West": (9, 2)}, {"South"}),
        ({"North": (30, 10), "West": (9, 2)}, set()),
        ({"North": (30, 10)}, {"North"}),
    ],
)
def test_a_part_that_is_too_small_takes_the_next_smallest_with_it(
    parts: dict[str, tuple[int, int]], told: set[str]
) -> None:
    found = [QuestionTogether("f", "1.1", "1.1.1", *each, 2, part) for part, each in parts.items()]
    assert {each.part for each in told_apart(found)} == told
    groups = [each.group for each in as_results(told_apart(found))]
    assert len(groups) == 2 * len(told)
    assert {each for each in told if f"all cases of 2 inspections under f, {each}" in groups} == told
