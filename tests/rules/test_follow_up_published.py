"""The example that ships: every figure of the follow-up report of 2005 (003), and what is wrong with a file."""

from pathlib import Path

import pytest

from domain.follow_ups.figures import Figure
from domain.follow_ups.published import PublishedFollowUp, parse_published
from domain.frameworks.reading import shipped_frameworks
from domain.refusals import Refused

EXAMPLE = Path(__file__).parents[2] / "examples" / "follow-up" / "staffordshire-2005.toml"

CRITERIA = {
    "B1": (46, 71),
    "B2": (75, 91),
    "B3": (53, 76),
    "B4": (58, 84),
    "C1": (68, 87),
    "C2": (67, 82),
    "C3": (75, 85),
    "C4": (73, 92),
    "C5": (53, 79),
}
# By key question: what is printed of the first inspection, and of the follow-up (L221-L336).
UNDER: dict[str, tuple[int | str | None, int | str | tuple[int, int]]] = {
    "B1.1": (38, 79),
    "B1.2": (26, 63),
    "B1.3": (None, (2, 6)),
    "B1.4": (18, (11, 19)),
    "B1.5": (55, 84),
    "B1.6": (64, 89),
    "B2.1": (68, 89),
    "B3.1": (42, 68),
    "B3.2": (None, 74),
    "B3.3": (29, 68),
    "B3.4": (None, 88),
    "B4.2": (None, "all but one case"),
    "C1.1": (None, 95),
    "C1.2": (67, 95),
    "C1.3": (71, 90),
    "C1.4": (None, (2, 3)),
    "C2.1": (None, 75),
    "C2.2": (None, 87),
    "C2.3": (23, (3, 9)),
    "C2.4": (None, 72),
    "C2.5": (59, 76),
    "C2.6": (None, 94),
    "C3.2": ("two thirds of the cases", "much as in the first inspection"),
    "C4.1": (None, 100),
    "C4.2": (None, 83),
    "C5.1": (67, 95),
}
OTHERS = {
    "Four-monthly reviews of high risk of harm cases done in time, by the area's own figures": 100,
    "Warrants listed within five working days of the breach, in a national pilot": 100,
    "Warrants executed within ten working days, in a national pilot": 74,
}


def example() -> PublishedFollowUp:
    return parse_published(EXAMPLE.read_bytes(), where=EXAMPLE.name)


def said(figure: Figure | None) -> int | str | tuple[int, int] | None:
    if figure is None:
        return None
    if figure.met is not None and figure.of is not None:
        return figure.met, figure.of
    return figure.words if figure.percent is None else figure.percent


def test_the_nine_criteria_stand_beside_the_first_results_and_management_is_not_compared() -> None:
    found = {each.id: each for each in example().criteria}
    assert list(found) == ["A1", "A2", "A3", "A4", "A5", *CRITERIA]
    for id_, (first, again) in CRITERIA.items():
        shown = found[id_].beside
        assert (said(shown.first), said(shown.again)) == (first, again)
        assert shown.outcome == "numbers-not-published"
        assert shown.difference is not None
        assert shown.difference.tenths == 10 * (again - first)
        assert (shown.difference.low, shown.difference.high) == (None, None)
        assert found[id_].conclusion
    for id_ in ("A1", "A2", "A3", "A4", "A5"):
        assert found[id_].beside.outcome == "not-compared"
        assert "narrower" in str(found[id_].beside.reason)


def test_every_figure_that_is_printed_under_them_is_there() -> None:
    figures = [one for each in example().criteria for one in each.figures]
    asked = {each.question: (said(each.first), said(each.again)) for each in figures if each.question}
    assert asked == UNDER
    assert {each.what: said(each.again) for each in figures if not each.question} == OTHERS
    assert len(figures) == len(UNDER) + len(OTHERS)


def test_what_was_counted_in_another_way_is_not_compared() -> None:
    figures = {one.question or one.what: one.beside for each in example().criteria for one in each.figures}
    for each in ("B2.1", "C3.2", *OTHERS):
        assert figures[each].outcome == "not-compared"
        assert figures[each].reason
    assert figures["C2.3"].reason == "numbers not published: first"


def test_nineteen_is_the_only_number_of_cases_of_which_eight_missed_and_58_per_cent_met() -> None:
    fits = [n for n in range(9, 500) if (200 * (n - 8) + n) // (2 * n) == 58]
    assert fits == [19]


def test_its_criteria_and_questions_are_those_of_the_framework() -> None:
    framework = shipped_frameworks()["criteria-2003"]
    standards = {each.number: each for each in framework.standards()}
    questions = {q.number for each in standards.values() for q in each.key_questions}
    for each in example().criteria:
        assert each.title == standards[each.id].title
        assert {one.question for one in each.figures if one.question} <= questions
    assert set(UNDER) <= questions


def test_it_says_what_prompted_it_and_which_cases_it_is_about() -> None:
    found = example()
    assert [each.id for each in found.recommendations] == ["r1", "r2", "r3"]
    assert [each.minimum_weeks for each in found.periods] == [20, 10]
    assert "high risk of harm" in found.only


@pytest.mark.parametrize(
    ("was", "becomes", "saying"),
    [
        ("percent = 46", "percent = 146", "criteria 6, first, percent must be at most 100; it is 146"),
        ("percent = 46", "met = 46", "met and of go together"),
        ('format = "assay.follow-up.v1"', 'format = "other"', "format"),
        ('id = "B2"', 'id = "B1"', "the criterion B1 is there twice"),
        ("[first]", "[first", "staffordshire-2005.toml"),
        ('title = "Documentation"', 'title = "Documentation"\nwhim = 1', "whim"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_with_its_place(was: str, becomes: str, saying: str) -> None:
    text = EXAMPLE.read_text(encoding="utf-8").replace(was, becomes, 1)
    with pytest.raises(Refused) as refused:
        parse_published(text.encode(), where=EXAMPLE.name)
    assert refused.value.refusal.code == "bad-file"
    assert saying in refused.value.refusal.sentence
