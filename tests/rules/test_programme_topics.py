"""Thematic topics: points by published criteria, each with its reason; results of very small groups count nothing."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.programme.choice.topics import (
    Criteria,
    Criterion,
    Judgement,
    Ranked,
    Result,
    ranked,
    read_criteria,
)
from domain.refusals import Refused

CRITERIA = Criteria(
    id="themes", version="1", title="How topics are chosen", citation="Published in 2026",
    criteria=(
        Criterion(id="harm", title="Would it protect people from harm?", weight=3),
        Criterion(id="results", title="What do results say?", weight=2, by="results"),
        Criterion(id="new", title="Has it not been looked at lately?", weight=1),
    ),
)  # fmt: skip


def said(topic: str, criterion: str, score: int, **other: Any) -> Judgement:
    values = {
        "title": topic.title(), "about": ("safety",), "evidence": "A study", "on": date(2026, 9, 1), "by": "The board",
    }  # fmt: skip
    return Judgement.model_validate(
        {**values, **other, "topic": topic, "criterion": criterion, "score": score}
    )


def result(about: str, group: str, cases: int, not_met: int) -> Result:
    return Result(about=about, group=group, cases=cases, not_met=not_met)


def by(found: Ranked) -> dict[str, tuple[int, str]]:
    return {each.criterion: (each.points, each.reason) for each in found.scores}


def test_each_criterion_says_what_it_gave_and_why() -> None:
    found = ranked(
        CRITERIA,
        [said("custody", "harm", 9, about=()), said("girls", "harm", 5), said("girls", "new", 4)],
        [
            result("safety", "everybody", 400, 80),
            result("safety", "girls", 40, 26),
            result("safety", "others", 9, 9),
        ],
    )
    assert [(each.topic, each.points) for each in found] == [("girls", 31), ("custody", 27)]
    assert by(found[0]) == {
        "harm": (15, "A study (The board, 2026-09-01)"),
        "results": (12, "safety, girls: not met in 26 of 40 cases"),
        "new": (4, "A study (The board, 2026-09-01)"),
    }
    assert by(found[1])["results"] == (0, "no aggregate result bears on it")
    assert by(found[1])["new"] == (0, "nothing was said by this")


def test_a_result_of_few_cases_is_not_used_and_that_is_said() -> None:
    (found,) = ranked(CRITERIA, [said("girls", "harm", 0)], [result("safety", "girls", 9, 9)])
    assert by(found)["results"] == (
        0,
        "no aggregate result bears on it; 1 of fewer than 10 cases are not used",
    )


WRONG = [
    ([said("a", "cost", 1)], [], "there is no criterion cost; there are harm, results, new"),
    ([said("a", "results", 1)], [], "results goes by the results"),
    ([said("a", "harm", 1), said("a", "harm", 2)], [], "a is judged twice by harm"),
    ([said("a", "harm", 1), said("a", "new", 2, title="B")], [], "a is said to be two things"),
    ([said("a", "harm", 1)], [result("safety", "all", 20, 21)], "21 of 20 cases"),
]


@pytest.mark.parametrize(("judgements", "results", "sentence"), WRONG)
def test_what_cannot_be_is_refused(judgements: list[Judgement], results: list[Result], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence) as refused:
        ranked(CRITERIA, judgements, results)
    assert refused.value.refusal.code == "bad-topics"


@given(
    st.dictionaries(st.sampled_from("abcd"), st.tuples(st.integers(0, 10), st.integers(0, 10)), min_size=1),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=4),
    st.randoms(use_true_random=False),
)
def test_points_are_the_sum_and_the_order_of_what_is_handed_in_does_not_matter(
    scores: dict[str, tuple[int, int]], cases: list[tuple[int, int]], chance: Any
) -> None:
    judgements = [
        said(topic, criterion, score)
        for topic, both in scores.items()
        for criterion, score in zip(("harm", "new"), both, strict=True)
    ]
    results = [result("safety", f"group {at}", max(each), min(each)) for at, each in enumerate(cases)]
    found = ranked(CRITERIA, judgements, results)
    most = max((10 * one.not_met // one.cases for one in results if one.cases >= 10), default=0)
    assert {each.topic: each.points for each in found} == {
        topic: 3 * harm + new + 2 * most for topic, (harm, new) in scores.items()
    }
    assert [each.points for each in found] == sorted((each.points for each in found), reverse=True)
    chance.shuffle(judgements)
    chance.shuffle(results)
    assert ranked(CRITERIA, judgements, results) == found


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("id = 3", 'line 1, id must be text, in quotes: "3"'),
        ("id = ", "c.toml, line 1: this is no TOML"),
        (
            (
                'id = "a"\nversion = "1"\ntitle = "T"\ncitation = "C"\n'
                'criteria = [{id = "x", title = "X", weight = 1}, {id = "x", title = "Y", weight = 1}]'
            ),
            "x stands there twice",
        ),
    ],
)
def test_criteria_that_cannot_be_read_are_refused_with_the_place(text: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence) as refused:
        read_criteria(text.encode(), where="c.toml")
    assert refused.value.refusal.code == "bad-criteria"
