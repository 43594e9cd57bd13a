"""The least change is exact: it works, brute force finds no smaller one, and the named answers do it."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.ratings import (
    Answer,
    CaseAnswers,
    Counts,
    Derivation,
    Inputs,
    Judgement,
    NotRated,
    Percentage,
    Scheme,
    derive,
    shipped_schemes,
)
from domain.ratings.inputs import StandardInput
from domain.ratings.nearness.as_json import nearness_json
from domain.ratings.nearness.bearing import bearing_of
from domain.ratings.nearness.nearness import LeastChange, nearness_of
from domain.ratings.nearness.reach import fewest_yes
from tests.support.ratings_examples import LEVELS, answer_inspections, rate_json, scheme_of, small_scheme

DIGEST = "e" * 64


def variants(derivation: Derivation, *, judgements: bool) -> Iterator[tuple[int, Inputs]]:
    """Every inspection that differs in answers and judgements only, with the number of changes between them."""
    axes: list[list[tuple[int, str, str, Any]]] = []
    for id_, given_ in derivation.inputs.standards.items():
        if isinstance(given_, Judgement):
            here = LEVELS.index(given_.rating)
            options = range(4) if judgements else [here]
            axes.append([(abs(rank - here), id_, "", Judgement(LEVELS[rank])) for rank in options])
        elif not isinstance(given_, NotRated | Percentage):
            assert isinstance(given_, dict)
            for question, counts in given_.items():
                assert isinstance(counts, Counts)
                both = counts.yes + counts.no
                moved = [
                    (abs(y - counts.yes), id_, question, replace(counts, yes=y, no=both - y))
                    for y in range(both + 1)
                ]
                axes.append(moved)
    for combination in product(*axes):
        standards: dict[str, Any] = {}
        for _, id_, question, value in combination:
            if question:
                standards.setdefault(id_, {})[question] = value
            else:
                standards[id_] = value
        yield sum(cost for cost, *_ in combination), Inputs(standards)


def cheapest(
    derivation: Derivation, *, standard: str | None, up: bool, judgements: bool = True
) -> tuple[int, set[str]] | None:
    """The least number of changes by trying everything, and the ratings that so many changes can give."""
    scheme = derivation.scheme

    def rating(other: Derivation) -> str | None:
        return other.overall if standard is None else other.standards[standard].rating

    now = rating(derivation)
    best: tuple[int, set[str]] | None = None
    for cost, inputs in variants(derivation, judgements=judgements):
        if best is not None and cost > best[0]:
            continue
        then = rating(derive(scheme, inputs))
        if now is None or then is None:
            continue
        if (scheme.rank[then] > scheme.rank[now]) if up else (scheme.rank[then] < scheme.rank[now]):
            best = (cost, {then}) if best is None or cost < best[0] else (cost, best[1] | {then})
    return best


def applied(derivation: Derivation, least: LeastChange) -> Derivation:
    """The derivation after exactly the changes that were named."""
    standards: dict[str, Any] = {
        id_: dict(given_) if isinstance(given_, dict) else given_
        for id_, given_ in derivation.inputs.standards.items()
    }
    for change in least.changes:
        if change.key_question is None:
            assert standards[change.standard].rating == change.before
            standards[change.standard] = Judgement(change.after)
        else:
            counts = standards[change.standard][change.key_question]
            step = change.number if change.after == "yes" else -change.number
            standards[change.standard][change.key_question] = replace(
                counts, yes=counts.yes + step, no=counts.no - step
            )
    return derive(derivation.scheme, Inputs(standards))


@settings(max_examples=25)
@given(answer_inspections(largest=3))
def test_the_least_change_agrees_with_trying_everything(inspection: tuple[Scheme, dict[str, Any]]) -> None:
    scheme, request = inspection
    derivation = rate_json(scheme, request)
    nearness = nearness_of(derivation)
    found: list[tuple[LeastChange | None, tuple[int, set[str]] | None, str | None]] = [
        (nearness.up, cheapest(derivation, standard=None, up=True), None),
        (nearness.down, cheapest(derivation, standard=None, up=False), None),
        (nearness.up_by_answers, cheapest(derivation, standard=None, up=True, judgements=False), None),
        (nearness.down_by_answers, cheapest(derivation, standard=None, up=False, judgements=False), None),
    ]
    for id_ in ("1", "2", "3"):
        found.append((nearness.standards[id_].up, cheapest(derivation, standard=id_, up=True), id_))
        found.append((nearness.standards[id_].down, cheapest(derivation, standard=id_, up=False), id_))
    for least, brute, standard in found:
        if least is None or brute is None:
            assert (least, brute) == (None, None)
            continue
        assert least.number == brute[0] == sum(change.number for change in least.changes)
        assert least.leads_to in brute[1]
        after = applied(derivation, least)
        assert (after.overall if standard is None else after.standards[standard].rating) == least.leads_to


@given(st.integers(0, 100), st.integers(1, 300), st.sampled_from(["exact", "half_up"]))
def test_the_fewest_yeses_reach_an_edge_and_one_less_does_not(edge: int, cases: int, rounding: Any) -> None:
    rules = replace(shipped_schemes()["youth-2018"].shares, rounding=rounding)
    needed = fewest_yes(Fraction(edge), cases, rules)

    def reaches(yes: int) -> bool:
        percent = Fraction(100 * yes, cases)
        return (percent if rounding == "exact" else int(percent + Fraction(1, 2))) >= edge

    assert needed >= 0
    assert reaches(needed)
    assert needed == 0 or not reaches(needed - 1)


def division(*answers: str) -> Derivation:
    """The small scheme with cases of standard 2, each written "2a 2b", y, n or -; standard 3 has ten cases, six yes."""
    words = {"y": Answer.YES, "n": Answer.NO, "-": Answer.NOT_APPLICABLE}
    cases = [
        CaseAnswers(f"case-{n}", DIGEST, "cases", {"2a": words[both[0]], "2b": words[both[1]]})
        for n, both in enumerate(answers)
    ]
    cases += [
        CaseAnswers(f"other-{n}", DIGEST, "others", {"3a": Answer.YES if n < 6 else Answer.NO})
        for n in range(10)
    ]
    return derive(scheme_of(small_scheme()), Inputs({"1": Judgement("good")}, cases))


def test_the_changes_name_the_first_cases_by_reference_that_answer_so() -> None:
    nearness = nearness_of(division("nn", "yy", "ny", "yn", "yy", "-y", "ny", "yy"))
    # 2a: 4 yes of 7 (57 %); 2b: 6 of 8 (75 %). One yes more on 2a makes 71 %.
    up, down = nearness.standards["2"].up, nearness.standards["2"].down
    assert up is not None
    assert down is not None
    assert [(c.key_question, c.before, c.after, c.number, c.cases) for c in up.changes] == [
        ("2a", "no", "yes", 1, ("case-0",))
    ]
    assert (up.number, up.leads_to) == (1, "good")
    assert [(c.key_question, c.before, c.after, c.number, c.cases) for c in down.changes] == [
        ("2a", "yes", "no", 1, ("case-1",))
    ]
    assert down.leads_to == "inadequate"


def test_a_judgement_can_be_moved_by_steps_or_left_out() -> None:
    nearness = nearness_of(division("yy", "yy", "yy", "yy", "yy", "yy", "yy", "ny", "ny", "nn"))
    # judged good 2, standard 2 good (70 %) 2, standard 3 requires improvement (60 %) 1: 5 of 9, good
    assert nearness.up is not None
    assert nearness.down is not None
    assert (nearness.up.number, nearness.up.leads_to) == (3, "outstanding")
    assert sum(change.number for change in nearness.up.changes) == 3
    assert (nearness.down.number, nearness.down.leads_to) == (1, "requires_improvement")
    assert [(c.standard, c.before, c.after) for c in nearness.down.changes] == [
        ("1", "good", "requires_improvement")
    ]
    assert nearness.up_by_answers is not None
    assert all(change.key_question for change in nearness.up_by_answers.changes)
    assert nearness.down_by_answers is not None
    assert [(c.standard, c.number) for c in nearness.down_by_answers.changes] == [("2", 1)]


def test_two_steps_of_a_judgement_are_two_changes() -> None:
    scheme = scheme_of(
        small_scheme(
            standards=[{"id": "1", "title": "Judged", "aggregator": "judgement"}],
            overall={
                "aggregator": "sum_and_band",
                "bands": [{"rating": "inadequate", "up_to": "1/2"}, {"rating": "good"}],
            },
        )
    )
    nearness = nearness_of(derive(scheme, Inputs({"1": Judgement("good")})))
    assert nearness.down is not None
    assert (nearness.down.number, nearness.down.leads_to) == (2, "inadequate")
    assert [(c.key_question, c.before, c.after, c.number, c.cases) for c in nearness.down.changes] == [
        (None, "good", "inadequate", 2, ())
    ]
    assert nearness.up is nearness.down_by_answers is nearness.up_by_answers is None


def test_where_only_a_percentage_is_known_changes_cannot_be_counted_and_it_says_so() -> None:
    standards: dict[str, StandardInput] = {
        "1": Judgement("good"),
        "2": {"2a": Percentage(Fraction(71)), "2b": Counts(9, 1)},
        "3": {"3a": Counts(6, 4)},
    }
    nearness = nearness_of(derive(scheme_of(small_scheme()), Inputs(standards)))
    assert nearness.standards["2"].unknown == "only percentages are known, not the numbers of cases"
    assert nearness.standards["2"].up is nearness.standards["2"].down is None
    assert nearness.standards["2"].points == {"2a": 6, "2b": 10}
    assert nearness.standards["3"].unknown is None
    assert nearness.down is not None
    assert all(change.standard != "2" for change in nearness.down.changes)


def one_in_per_cent_or_in_numbers(known: Percentage | Counts, **others: StandardInput) -> Derivation:
    """The same inspection with key question 2a published as a percentage, or with the numbers behind it."""
    standards: dict[str, StandardInput] = {"1": Judgement("good"), "3": {"3a": Counts(10, 30)}}
    return derive(
        scheme_of(small_scheme()),
        Inputs(standards | others | {"2": {"2a": known, "2b": Counts(99, 1)}}),
    )


def test_a_standard_known_in_per_cent_is_left_aside_and_named_for_fewer_changes_may_do() -> None:
    # good 2, good 2, inadequate 0: 4 of 9 requires improvement; one point more is good
    numbers = nearness_of(one_in_per_cent_or_in_numbers(Counts(71, 29)))
    per_cent = nearness_of(one_in_per_cent_or_in_numbers(Percentage(Fraction(71))))
    assert numbers.up_by_answers is not None
    assert per_cent.up_by_answers is not None
    assert [(c.key_question, c.number) for c in numbers.up_by_answers.changes] == [("2a", 9)]
    assert [(c.key_question, c.number) for c in per_cent.up_by_answers.changes] == [("3a", 10)]
    assert (numbers.left_aside, per_cent.left_aside) == ((), ("2",))
    assert (numbers.standards["2"].not_known, per_cent.standards["2"].not_known) == ((), ("up", "down"))
    assert numbers.standards["2"].unknown is None


def test_what_is_not_known_is_told_from_what_cannot_be() -> None:
    not_looked_at = NotRated("no cases")
    # outstanding twice, 6 of 6. Nothing is higher, and only standard 2 could bring it down by answers.
    others: dict[str, StandardInput] = {"1": Judgement("outstanding"), "3": not_looked_at}
    numbers = nearness_of(one_in_per_cent_or_in_numbers(Counts(91, 9), **others))
    per_cent = nearness_of(one_in_per_cent_or_in_numbers(Percentage(Fraction(91)), **others))
    for nearness in (numbers, per_cent):
        assert (nearness.up, nearness.up_by_answers) == (None, None)
    assert numbers.down_by_answers is not None
    assert per_cent.down_by_answers is None
    assert (numbers.not_known, numbers.not_known_by_answers) == ((), ())
    assert (per_cent.not_known, per_cent.not_known_by_answers) == ((), ("down",))
    assert per_cent.down is not None  # the judgement can still be moved, so something is known
    assert per_cent.standards["2"].not_known == ("down",)
    written = nearness_json(per_cent)["overall"]
    assert isinstance(written, dict)
    assert written["left_aside"] == ["2"]
    assert written["answers_only"] == {"up": None, "down": None, "not_known": ["down"]}


def test_a_percentage_beside_a_question_that_pins_its_standard_leaves_nothing_unknown() -> None:
    shares = {"rounding": "exact", "not_applicable": "out", "no_answers": "lowest"}
    standards: dict[str, StandardInput] = {
        "1": Judgement("good"),
        "2": {"2a": Counts(0, 0, 5), "2b": Percentage(Fraction(71))},
        "3": {"3a": Counts(6, 4)},
    }
    nearness = nearness_of(derive(scheme_of(small_scheme(shares=shares)), Inputs(standards)))
    assert nearness.left_aside == nearness.standards["2"].not_known == ()
    assert nearness.standards["2"].unknown is None


def test_a_standard_that_is_not_rated_or_not_counted_moves_nothing() -> None:
    document = small_scheme()
    document["standards"][2]["counted"] = False
    scheme = scheme_of(document)
    standards: dict[str, StandardInput] = {
        "1": Judgement("good"),
        "2": NotRated("no cases"),
        "3": {"3a": Counts(6, 4)},
    }
    nearness = nearness_of(derive(scheme, Inputs(standards)))
    assert nearness.standards["2"].up is nearness.standards["2"].down is None
    assert nearness.standards["2"].points == {}
    assert nearness.standards["3"].up is not None
    assert nearness.up is not None
    assert {change.standard for change in nearness.up.changes} == {"1"}
    assert nearness.up_by_answers is None


def test_without_an_overall_rating_only_the_standards_have_a_nearness() -> None:
    scheme = scheme_of(small_scheme(overall={"aggregator": "none"}))
    standards: dict[str, StandardInput] = {
        "1": Judgement("good"),
        "2": {"2a": Counts(1, 1), "2b": Counts(5, 1)},
        "3": NotRated("no cases"),
    }
    nearness = nearness_of(derive(scheme, Inputs(standards)))
    assert (nearness.up, nearness.down, nearness.look_closer) == (None, None, ())
    assert nearness.standards["2"].up is not None


def test_a_question_nobody_could_answer_holds_its_standard_where_the_scheme_says_so() -> None:
    shares = {"rounding": "exact", "not_applicable": "out", "no_answers": "lowest"}
    scheme = scheme_of(small_scheme(shares=shares))
    standards: dict[str, StandardInput] = {
        "1": Judgement("good"),
        "2": {"2a": Counts(0, 0, 5), "2b": Counts(9, 1)},
        "3": {"3a": Counts(6, 4)},
    }
    derivation = derive(scheme, Inputs(standards))
    assert derivation.standards["2"].rating == "inadequate"
    nearness = nearness_of(derivation)
    assert nearness.standards["2"].up is nearness.standards["2"].down is None
    assert nearness.standards["2"].unknown is None


def without_the_ends() -> Scheme:
    """A scheme whose bands give neither the lowest nor the highest rating of the scale."""
    document = small_scheme(shares={"rounding": "exact", "not_applicable": "out", "no_answers": "lowest"})
    for band, rating in zip(
        document["bands"], ("requires_improvement", "requires_improvement", "good", "good"), strict=True
    ):
        band["rating"] = rating
    return scheme_of(document)


def test_a_rating_that_no_band_gives_cannot_be_reached_by_answers() -> None:
    standards: dict[str, StandardInput] = {
        "1": Judgement("good"),
        "2": {"2a": Counts(0, 0, 3), "2b": Counts(9, 1)},
        "3": {"3a": Counts(7, 3)},
    }
    nearness = nearness_of(derive(without_the_ends(), Inputs(standards)))
    assert nearness.standards["2"].up is nearness.standards["2"].down is nearness.standards["3"].up is None
    down = nearness.standards["3"].down
    assert down is not None
    assert (down.number, down.leads_to) == (1, "requires_improvement")
    bearing = bearing_of(derive(without_the_ends(), Inputs(standards)), {"others": 10, "cases": 13})
    assert (bearing.questions["3a"].same_band, bearing.standards["2"].independent) == (
        Fraction(1),
        Fraction(1),
    )


CLOSER = {"points": 5, "changes": 1, "cases": 5}


@pytest.mark.parametrize(
    ("lowest", "settings_", "expected"),
    [
        (Counts(69, 31), CLOSER, ("points",)),
        (Counts(70, 30), CLOSER, ("points",)),
        (Counts(71, 29), CLOSER, ()),
        (Counts(60, 40), CLOSER, ("points",)),
        (Counts(56, 44), CLOSER, ()),
        (Counts(65, 35), CLOSER, ("points", "changes")),
        (Counts(64, 36), CLOSER, ("points", "changes")),
        (Counts(2, 3), CLOSER, ("changes", "cases")),
        (Counts(2, 4), CLOSER, ("changes",)),
        (Counts(5, 0), CLOSER, ("cases",)),
        (Counts(30, 70), CLOSER, ()),
        (Counts(65, 35), {}, ()),
        (Counts(65, 35), {"changes": 1}, ("changes",)),
        (Counts(66, 34), {"changes": 2}, ("changes",)),
        (Counts(66, 34), {"changes": 1}, ()),
        (Counts(0, 0, 4), CLOSER, ()),
    ],
)
def test_the_panel_is_advised_to_look_closer_as_the_scheme_says(
    lowest: Counts, settings_: dict[str, int], expected: tuple[str, ...]
) -> None:
    scheme = scheme_of(small_scheme(look_closer=settings_))
    standards: dict[str, StandardInput] = {
        "1": Judgement("good"),
        "2": {"2a": lowest, "2b": Counts(99, 1)},
        "3": NotRated("no cases"),
    }
    nearness = nearness_of(derive(scheme, Inputs(standards)))
    assert nearness.standards["2"].look_closer == expected
    assert nearness.standards["1"].look_closer == nearness.standards["3"].look_closer == ()


def test_the_panel_is_advised_to_look_closer_at_the_overall_rating_when_one_change_moves_it() -> None:
    scheme = scheme_of(small_scheme(look_closer={"changes": 1}))
    standards: dict[str, StandardInput] = {
        "1": Judgement("good"),
        "2": {"2a": Counts(90, 10), "2b": Counts(90, 10)},
        "3": {"3a": Counts(57, 43)},
    }
    assert nearness_of(derive(scheme, Inputs(standards))).look_closer == ()
    standards["3"] = {"3a": Counts(40, 60)}  # 5 of 9 is good by one point
    assert nearness_of(derive(scheme, Inputs(standards))).look_closer == ("changes",)


def test_as_json_everything_is_text_or_whole_numbers() -> None:
    written = nearness_json(nearness_of(division("nn", "yy", "ny", "yn", "yy", "-y", "ny", "yy")))
    standards = written["standards"]
    assert isinstance(standards, dict)
    assert standards["2"] == {
        "up": {
            "changes": 1,
            "leads_to": "good",
            "smallest_set": [
                {
                    "standard": "2",
                    "key_question": "2a",
                    "from": "no",
                    "to": "yes",
                    "number": 1,
                    "cases": ["case-0"],
                }
            ],
        },
        "down": {
            "changes": 1,
            "leads_to": "inadequate",
            "smallest_set": [
                {
                    "standard": "2",
                    "key_question": "2a",
                    "from": "yes",
                    "to": "no",
                    "number": 1,
                    "cases": ["case-1"],
                }
            ],
        },
        "points": {"2a": "7.14", "2b": "5.00"},
        "unknown": None,
        "not_known": [],
        "look_closer": [],
    }
    overall = written["overall"]
    assert isinstance(overall, dict)
    assert set(overall) == {"with_judgements", "answers_only", "left_aside", "look_closer"}
    assert overall["left_aside"] == []
    one = {
        "standard": "3",
        "key_question": "3a",
        "from": "no",
        "to": "yes",
        "number": 1,
        "cases": ["other-6"],
    }
    assert overall["answers_only"] == {
        "up": {"changes": 1, "leads_to": "good", "smallest_set": [one]},
        "down": None,
        "not_known": [],
    }
    judged: dict[str, Any] = {
        "standard": "1",
        "key_question": None,
        "from": "good",
        "to": "inadequate",
        "number": 2,
        "cases": [],
    }
    read: dict[str, Any] = {
        "standard": "2",
        "key_question": "2a",
        "from": "yes",
        "to": "no",
        "number": 1,
        "cases": ["case-1"],
    }
    assert overall["with_judgements"] == {
        "up": {"changes": 1, "leads_to": "good", "smallest_set": [one]},
        "down": {"changes": 3, "leads_to": "inadequate", "smallest_set": [judged, read]},
        "not_known": [],
    }
    falling = nearness_json(nearness_of(division("yy", "yy", "yy", "yy", "yy", "yy", "yy", "ny", "ny", "nn")))
    assert isinstance(falling["overall"], dict)
    assert falling["overall"]["answers_only"]["down"] == {
        "changes": 1,
        "leads_to": "requires_improvement",
        "smallest_set": [
            {
                "standard": "2",
                "key_question": "2a",
                "from": "yes",
                "to": "no",
                "number": 1,
                "cases": ["case-0"],
            }
        ],
    }
