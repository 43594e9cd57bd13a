"""What must hold for any answers: more yes never lowers a rating, and nothing but the scheme's words decides."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.ratings import (
    Answer,
    CaseAnswers,
    Counts,
    Inputs,
    Judgement,
    NotRated,
    Percentage,
    Rating,
    Scheme,
    derive,
    shipped_schemes,
)
from domain.ratings.inputs import StandardInput
from domain.ratings.overall import rate_overall, score_edge
from domain.ratings.shares import band_at, between_edges, rounded, shown
from tests.support.ratings_examples import scheme_of, small_scheme

SUMMED = [scheme for scheme in shipped_schemes().values() if scheme.overall.aggregator == "sum_and_band"]
DIGEST = "d" * 64


@st.composite
def read(draw: st.DrawFn) -> tuple[Scheme, Inputs]:
    """A shipped scheme with a handful of cases of each of its populations."""
    scheme = draw(st.sampled_from(SUMMED))
    judged: dict[str, StandardInput] = {
        s.id: Judgement(draw(st.sampled_from(list(Rating))))
        for s in scheme.standards
        if s.aggregator == "judgement"
    }
    answers = st.sampled_from([Answer.YES, Answer.YES, Answer.NO, Answer.NOT_APPLICABLE])
    cases = [
        CaseAnswers(f"c{n}", DIGEST, population, {question: draw(answers) for question in questions})
        for population, questions in scheme.populations.items()
        for n in range(draw(st.integers(1, 4)))
    ]
    return scheme, Inputs(judged, cases)


def ranks(scheme: Scheme, inputs: Inputs) -> dict[str, int]:
    derivation = derive(scheme, inputs)
    found = {id_: scheme.rank[r.rating] for id_, r in derivation.standards.items() if r.rating is not None}
    return found | {"overall": scheme.rank[derivation.overall] if derivation.overall is not None else -1}


@given(read(), st.data())
def test_a_no_turned_to_yes_never_lowers_any_rating(
    inspection: tuple[Scheme, Inputs], data: st.DataObject
) -> None:
    scheme, inputs = inspection
    noes = [(n, q) for n, c in enumerate(inputs.cases) for q, a in c.answers.items() if a == Answer.NO]
    if not noes:
        return
    position, question = data.draw(st.sampled_from(noes))
    case = inputs.cases[position]
    turned = replace(case, answers={**case.answers, question: Answer.YES})
    after = replace(inputs, cases=[*inputs.cases[:position], turned, *inputs.cases[position + 1 :]])
    before = ranks(scheme, inputs)
    assert all(rank >= before[id_] for id_, rank in ranks(scheme, after).items())


@given(read(), st.data())
def test_a_judgement_raised_never_lowers_the_overall_rating(
    inspection: tuple[Scheme, Inputs], data: st.DataObject
) -> None:
    scheme, inputs = inspection
    id_ = data.draw(st.sampled_from(list(inputs.standards)))
    after = replace(inputs, standards={**inputs.standards, id_: Judgement("outstanding")})
    assert ranks(scheme, after)["overall"] >= ranks(scheme, inputs)["overall"]


@given(read(), st.randoms(use_true_random=False))
def test_the_order_of_cases_and_answers_never_matters(
    inspection: tuple[Scheme, Inputs], shuffle: Any
) -> None:
    scheme, inputs = inspection
    cases = [replace(case, answers=dict(reversed(list(case.answers.items())))) for case in inputs.cases]
    shuffle.shuffle(cases)
    assert derive(scheme, replace(inputs, cases=cases)).trace_bytes == derive(scheme, inputs).trace_bytes


counts = st.builds(Counts, st.integers(0, 30), st.integers(0, 30), st.integers(0, 30))


def two_questions(not_applicable: str, first: Counts, second: Counts) -> dict[str, Any]:
    scheme = scheme_of(
        small_scheme(shares={"rounding": "exact", "not_applicable": not_applicable, "no_answers": "left_out"})
    )
    inputs = Inputs({"1": NotRated("-"), "2": {"2a": first, "2b": second}, "3": NotRated("-")})
    result = derive(scheme, inputs).standards["2"]
    return {"rating": result.rating, "lowest": result.lowest, "shares": [q.share for q in result.questions]}


@given(counts, counts, st.integers(0, 40))
def test_out_of_the_denominator_not_applicable_changes_nothing(
    first: Counts, second: Counts, more: int
) -> None:
    changed = replace(first, not_applicable=more)
    assert two_questions("out", changed, second) == two_questions("out", first, second)


@given(counts, counts)
def test_in_the_denominator_not_applicable_weighs_as_no(first: Counts, second: Counts) -> None:
    as_no = [Counts(each.yes, each.no + each.not_applicable) for each in (first, second)]
    assert two_questions("in", first, second) == two_questions("in", *as_no)


@given(counts, counts, st.integers(0, 40))
def test_a_question_that_was_not_asked_is_in_no_denominator(first: Counts, second: Counts, more: int) -> None:
    changed = replace(first, not_asked=more)
    for setting in ("in", "out"):
        assert two_questions(setting, changed, second) == two_questions(setting, first, second)


@pytest.mark.parametrize("scheme", SUMMED, ids=lambda scheme: scheme.id)
def test_the_overall_bands_edges_are_exactly_where_the_scheme_says(scheme: Scheme) -> None:
    """For any number of rated standards: inadequate to n/2, requires improvement to 3n/2, good to 5n/2."""
    counted = sum(standard.counted for standard in scheme.standards)
    for n in range(1, counted + 1):
        for score in range(3 * n + 1):
            whole, left = divmod(score, n)
            ratings: list[tuple[str | None, int]] = [
                (list(Rating)[whole + (position < left)], 1) for position in range(n)
            ]
            ratings += [(None, 1)] * (counted - n)
            result = rate_overall(scheme, ratings, {}, None)
            expected = (
                "inadequate"
                if 2 * score <= n
                else "requires_improvement"
                if 2 * score <= 3 * n
                else "good"
                if 2 * score <= 5 * n
                else "outstanding"
            )
            assert (result.score, result.max_score, result.rating) == (score, 3 * n, expected)


def test_ten_standards_are_banded_as_the_consultation_prints_it() -> None:
    scheme = shipped_schemes()["adult-nps-2018"]
    edges = [score_edge(band.up_to, 10) for band in scheme.overall.bands if band.up_to is not None]
    assert edges == [5, 15, 25]


@given(st.fractions(0, 1, max_denominator=2000))
def test_a_share_is_shown_within_a_tenth_and_never_beyond_an_edge(share: Fraction) -> None:
    bands = SUMMED[0].bands
    text = shown(share, bands)
    tenths = Fraction(text) * 10
    assert tenths.denominator == 1
    assert abs(Fraction(text) - share * 100) < Fraction(1, 10)
    exact = SUMMED[0].shares
    assert band_at(Fraction(text) / 100, bands, exact) == band_at(share, bands, exact)
    assert shown(share) == shown(share, ()), "without bands there is no edge to mind"
    assert abs(Fraction(shown(share)) - share * 100) <= Fraction(1, 20)


@given(st.integers(1, 400), st.data())
def test_a_share_is_between_edges_when_the_printed_bands_do_not_hold_it(
    cases: int, data: st.DataObject
) -> None:
    yes = data.draw(st.integers(0, cases))
    share, bands = Fraction(yes, cases), SUMMED[0].bands
    printed = any(low <= share * 100 <= high for low, high in ((0, 49), (50, 64), (65, 79), (80, 100)))
    assert between_edges(share, bands) == (not printed)


@given(st.fractions(0, 1, max_denominator=500))
def test_rounding_half_up_is_to_the_nearest_with_a_half_going_up(share: Fraction) -> None:
    off = rounded(share) - share * 100
    assert -Fraction(1, 2) < off <= Fraction(1, 2)


@pytest.mark.parametrize(
    ("percent", "exact", "half_up"),
    [
        ("49", "minority", "minority"),
        ("49.4", "minority", "minority"),
        ("49.5", "minority", "too_few"),
        ("49.999999", "minority", "too_few"),
        ("50", "too_few", "too_few"),
        ("64.499999", "too_few", "too_few"),
        ("64.5", "too_few", "reasonable_majority"),
        ("79.5", "reasonable_majority", "large_majority"),
        ("80", "large_majority", "large_majority"),
        ("100", "large_majority", "large_majority"),
        ("0", "minority", "minority"),
    ],
)
def test_a_share_between_whole_per_cents_is_banded_as_the_scheme_rounds(
    percent: str, exact: str, half_up: str
) -> None:
    scheme = SUMMED[0]
    share = Fraction(percent) / 100
    found = [
        band_at(share, scheme.bands, replace(scheme.shares, rounding=rounding))
        for rounding in ("exact", "half_up")
    ]
    assert [band.id for band in found if band is not None] == [exact, half_up]


def test_weights_multiply_points_and_the_maximum() -> None:
    document = small_scheme()
    document["standards"][0]["weight"] = 3
    scheme = scheme_of(document)
    cases: dict[str, StandardInput] = {
        "2": {"2a": Percentage(Fraction(90)), "2b": Percentage(Fraction(40))},
        "3": {"3a": Percentage(Fraction(55))},
    }
    good = derive(scheme, Inputs({"1": Judgement("good"), **cases}))
    # 3 x 2 + 0 + 1 = 7 of 15; the edge of requires improvement is 3/2 x 5 = 7.5
    assert (good.score, good.max_score, good.overall) == (7, 15, "requires_improvement")
    best = derive(scheme, Inputs({"1": Judgement("outstanding"), **cases}))
    assert (best.score, best.max_score, best.overall) == (10, 15, "good")
    assert best.overall_result.weight == 5


def test_a_scale_that_starts_at_one_scores_from_one() -> None:
    document = small_scheme(
        levels=[{"id": f"test-{n}", "title": f"{n}", "score": n} for n in (1, 2, 3, 4)],
        bands=[],
        standards=[{"id": n, "title": n, "aggregator": "judgement"} for n in ("a", "b", "c", "d")],
        overall={"aggregator": "none"},
    )
    scheme = scheme_of(document)
    derivation = derive(scheme, Inputs({n: Judgement(f"test-{k}") for k, n in enumerate("abcd", 1)}))
    assert [result.score for result in derivation.standards.values()] == [1, 2, 3, 4]
    assert (derivation.overall, derivation.score, derivation.max_score) == (None, None, None)
