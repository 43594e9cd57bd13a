"""Inputs given in code are checked as those in a file are, and counting names the case that is wrong."""

# ruff: noqa: E501 - a row of a table is read on one line

from fractions import Fraction
from typing import Any

import pytest

from domain.ratings import (
    Answer,
    CaseAnswers,
    Counts,
    Inputs,
    Judgement,
    Narrative,
    NotRated,
    Percentage,
    Rating,
    derive,
    shipped_schemes,
)
from domain.ratings.compare import compare
from domain.ratings.counting import by_population, count_answers
from domain.ratings.inputs import StandardInput
from domain.ratings.shares import band_at, between_edges, shown
from domain.refusals import Refused
from tests.support.ratings_examples import rate_json, scheme_of, small_scheme

DIGEST = "0123456789abcdef" * 4
SMALL = scheme_of(small_scheme())
YES, NO, NA = Answer.YES, Answer.NO, Answer.NOT_APPLICABLE


def case(reference: str, population: str = "cases", **answers: Any) -> CaseAnswers:
    return CaseAnswers(
        reference,
        DIGEST,
        population,
        {f"{'2' if population == 'cases' else '3'}{q}": a for q, a in answers.items()},
    )


def refused(function: Any, *arguments: Any, **named: Any) -> tuple[str, str]:
    with pytest.raises(Refused) as caught:
        function(*arguments, **named)
    return caught.value.refusal.code, caught.value.refusal.sentence


def test_the_scale_scores_from_0_to_3() -> None:
    assert [(rating.value, rating.score) for rating in Rating] == [
        ("inadequate", 0),
        ("requires_improvement", 1),
        ("good", 2),
        ("outstanding", 3),
    ]


def test_a_stray_count_percentage_or_reason_is_refused() -> None:
    assert refused(Counts, -1, 0) == (
        "bad-count",
        "the number of yes must be a whole number from 0 to 10,000,000; it is -1",
    )
    assert refused(Counts, 0, True)[1].startswith("the number of no must be")
    assert refused(Counts, 0, 0, 1.5)[1].startswith("the number of not_applicable must be")
    assert refused(Counts, 0, 0, 0, 10_000_001)[1].startswith("the number of not_asked must be")
    assert Counts(10_000_000, 0).yes == 10_000_000
    assert refused(Percentage, Fraction(-1)) == (
        "bad-percent",
        "a percentage must be from 0 to 100; it is -1",
    )
    assert refused(Percentage, Fraction(1001, 10))[0] == "bad-percent"
    assert (
        refused(NotRated, " ")[0]
        == refused(NotRated, "x" * 501)[0]
        == refused(NotRated, "a\nb")[0]
        == "bad-reason"
    )
    assert NotRated("x" * 500).reason
    assert refused(NotRated, "")[1] == "a standard that is not rated needs a reason of 1 to 500 characters"


def test_references_and_digests_are_checked() -> None:
    assert (
        refused(Judgement, "good", "")[1]
        == "the reference of a judgement must be 1 to 200 printable characters; '' is not"
    )
    assert refused(Judgement, "good", "x" * 201)[1].endswith(f"characters; '{'x' * 79} is not")
    assert refused(Judgement, "good", "e", "xyz")[0] == "bad-digest"
    assert refused(Narrative, "a\tb") == (
        "bad-reference",
        "the reference of a narrative must be 1 to 200 printable characters; 'a\\tb' is not",
    )
    assert refused(Narrative, None, DIGEST.upper()) == (
        "bad-digest",
        "the digest of a narrative must be 64 lower-case hexadecimal digits",
    )
    assert refused(CaseAnswers, "", DIGEST, "cases", {})[0] == "bad-reference"
    assert refused(CaseAnswers, "c", DIGEST[:-1], "cases", {})[0] == "bad-digest"
    assert refused(CaseAnswers, "z", DIGEST, "cases", {"2a": YES, "2b": "maybe"}) == (
        "unknown-answer",
        "case z answers 2b with 'maybe'; it must be yes, no or not_applicable",
    )
    assert refused(CaseAnswers, "c", DIGEST, "cases", {}, -1) == (
        "bad-version",
        "the version of case c must be a whole number from 0",
    )
    assert refused(CaseAnswers, "c", DIGEST, "cases", {}, 2**53)[0] == "bad-version"
    assert CaseAnswers("c" * 200, DIGEST, "cases", {}, 2**53 - 1).version == 2**53 - 1
    assert refused(CaseAnswers, "c", DIGEST, "cases", {"q": YES}, 0, frozenset("q")) == (
        "answer-not-asked",
        "case c answers q, which it is said not to have been asked",
    )


def test_cases_are_put_in_order_of_their_references_population_by_population() -> None:
    cases = [
        case("b", "others", a=YES),
        case("c", a=YES, b=NO),
        case("a", a=YES, b=NO),
        case("B", "others", a=NO),
    ]
    found = by_population(cases, SMALL.populations)
    assert {population: [c.case for c in members] for population, members in found.items()} == {
        "cases": ["a", "c"],
        "others": ["B", "b"],
    }
    assert by_population([], SMALL.populations) == {}
    assert [c.case for c in by_population(cases[1:3], SMALL.populations)["cases"]] == ["a", "c"]


def test_a_case_that_stands_twice_or_in_no_population_is_named() -> None:
    twice = [case("a", a=YES, b=YES), case("b", a=YES, b=YES), case("a", a=NO, b=NO)]
    assert refused(by_population, twice, SMALL.populations) == (
        "duplicate-case",
        "case a stands twice among the cases",
    )
    both = [case("a", a=YES, b=YES), case("a", "others", a=YES)]
    assert set(by_population(both, SMALL.populations)) == {"cases", "others"}
    prison = CaseAnswers("a", DIGEST, "prison", {})
    assert refused(by_population, [prison], SMALL.populations) == (
        "unknown-population",
        "case a is of population 'prison'; the scheme knows cases, others",
    )
    assert refused(by_population, [prison], {})[1].endswith("the scheme knows none")


def test_answers_are_counted_alike_the_fast_way_and_the_slow() -> None:
    cases = [case("a", a=YES, b=NO), case("b", a=YES, b=NA), case("c", a=NO, b=YES)]
    expected = {"2a": Counts(2, 1), "2b": Counts(1, 1, 1)}
    assert count_answers(cases, ("2a", "2b")) == expected
    assert count_answers([*cases, case("d", a=NA, b=NO)], ("2a", "2b")) == {
        "2a": Counts(2, 1, 1),
        "2b": Counts(1, 2, 1),
    }
    partly = CaseAnswers("e", DIGEST, "cases", {"2a": YES}, 0, frozenset({"2b"}))
    assert count_answers([*cases, partly], ("2a", "2b")) == {"2a": Counts(3, 1), "2b": Counts(1, 1, 1, 1)}
    assert count_answers([case("a", "others", a=YES), case("b", "others", a=NA)], ("3a",)) == {
        "3a": Counts(1, 0, 1)
    }
    assert count_answers([], ("2a",)) == {"2a": Counts(0, 0)}
    plain: Any = {"2a": "yes", "2b": "no"}
    words = [CaseAnswers("a", DIGEST, "cases", plain)]
    assert count_answers(words, ("2a", "2b")) == {"2a": Counts(1, 0), "2b": Counts(0, 1)}


@pytest.mark.parametrize(
    ("answers", "code", "sentence"),
    [
        ({"2a": YES}, "missing-answer", "case z has no answer to 2b"),
        (
            {"2a": YES, "2x": NO},
            "unknown-key-question",
            "case z answers '2x', which is no key question of the cases",
        ),
        (
            {"2a": YES, "2b": NO, "2x": NO},
            "unknown-key-question",
            "case z answers '2x', which is no key question of the cases",
        ),
    ],
)
def test_a_case_that_answers_wrongly_is_named(answers: dict[str, Any], code: str, sentence: str) -> None:
    cases = [case("a", a=YES, b=NO), CaseAnswers("z", DIGEST, "cases", answers)]
    assert refused(count_answers, cases, ("2a", "2b")) == (code, sentence)


GIVEN: dict[str, StandardInput] = {
    "1": Judgement("good"),
    "2": {"2a": Counts(7, 3), "2b": Counts(9, 1)},
    "3": {"3a": Counts(6, 4)},
}


@pytest.mark.parametrize(
    ("inputs", "code", "sentence"),
    [
        (Inputs({**GIVEN, "4": Judgement("good")}), "unknown-standard", "scheme example has no standard '4'; it has 1, 2, 3"),
        (Inputs({**GIVEN, "1": Judgement("great")}), "unknown-rating", "standard 1 is judged 'great'; the scheme's ratings are inadequate, requires_improvement, good, outstanding"),
        (Inputs(GIVEN, facts={"breach": True}), "unknown-fact", "scheme example has no fact 'breach'; it has none"),
        (Inputs(GIVEN, overall=Judgement("good")), "wrong-input", "under scheme example the overall rating is not judged"),
        (Inputs({**GIVEN, "2": {"2a": Counts(1, 1), "3a": Counts(1, 1)}}), "unknown-key-question", "standard 2 has no key question '3a'; it has 2a, 2b"),
        (Inputs({**GIVEN, "2": {"2a": Counts(1, 1)}}), "missing-key-question", "standard 2 lacks key question 2b"),
        (Inputs({"1": Judgement("good"), "3": GIVEN["3"]}), "missing-standard", "standard 2 Two is missing: give cases of cases, or say why it is not rated"),
    ],
)  # fmt: skip
def test_a_mistake_in_the_inputs_is_named(inputs: Inputs, code: str, sentence: str) -> None:
    assert refused(derive, SMALL, inputs) == (code, sentence)


def test_numbers_beside_the_cases_they_were_counted_from_are_refused() -> None:
    cases = [case("a", a=YES, b=YES)]
    assert refused(derive, SMALL, Inputs(GIVEN, cases)) == (
        "answered-twice",
        "standard 2 is given both as numbers and by the cases of cases",
    )
    assert (
        derive(SMALL, Inputs({**GIVEN, "2": NotRated("set aside")}, cases)).standards["2"].not_rated
        == "set aside"
    )


def test_a_standard_without_cases_key_questions_or_words_says_what_it_needs() -> None:
    document = small_scheme()
    del document["standards"][1]["population"]
    missing = Inputs({"1": Judgement("good"), "3": GIVEN["3"]})
    assert refused(derive, scheme_of(document), missing)[1] == (
        "standard 2 Two is missing: give its key questions, or say why it is not rated"
    )


def test_a_fact_without_a_default_must_be_given() -> None:
    scheme = scheme_of(
        small_scheme(
            facts=[
                {"id": "breach", "title": "A breach was found"},
                {"id": "late", "title": "Late", "default": True},
            ]
        )
    )
    assert refused(derive, scheme, Inputs(GIVEN)) == (
        "missing-fact",
        "scheme example needs to know: A breach was found (breach)",
    )
    assert derive(scheme, Inputs(GIVEN, facts={"breach": False})).facts == {"breach": False, "late": True}
    assert (
        refused(derive, scheme, Inputs(GIVEN, facts={"x": True}))[1]
        == "scheme example has no fact 'x'; it has breach, late"
    )


def test_an_overall_judgement_must_be_on_the_scale() -> None:
    scheme = scheme_of(small_scheme(overall={"aggregator": "judgement"}))
    assert refused(derive, scheme, Inputs(GIVEN)) == (
        "missing-overall",
        "scheme example needs an overall judgement",
    )
    assert refused(derive, scheme, Inputs(GIVEN, overall=Judgement("great"))) == (
        "unknown-rating",
        "the overall judgement is 'great'; the ratings are inadequate, requires_improvement, good, outstanding",
    )
    assert derive(scheme, Inputs(GIVEN, overall=Judgement("good"))).overall == "good"


EMPTY: dict[str, StandardInput] = {**GIVEN, "2": {"2a": Counts(0, 0, 4), "2b": Counts(9, 1)}}


@pytest.mark.parametrize(
    ("setting", "rating", "lowest", "reason"),
    [
        ("left_out", "outstanding", ("2b",), None),
        ("not_rated", None, (), "no answers to 2a"),
        ("lowest", "inadequate", ("2a",), None),
    ],
)
def test_what_an_empty_denominator_means_is_the_schemes_to_say(
    setting: str, rating: str | None, lowest: tuple[str, ...], reason: str | None
) -> None:
    shares = {"rounding": "exact", "not_applicable": "out", "no_answers": setting}
    result = derive(scheme_of(small_scheme(shares=shares)), Inputs(EMPTY)).standards["2"]
    assert (result.rating, result.lowest, result.not_rated) == (rating, lowest, reason)
    assert (result.source, [question.id for question in result.questions]) == ("counts", ["2a", "2b"])


@pytest.mark.parametrize(
    ("setting", "reason"),
    [("left_out", "no answers to any key question"), ("not_rated", "no answers to 2a, 2b")],
)
def test_a_standard_that_nobody_could_answer_says_so_and_keeps_what_was_asked(
    setting: str, reason: str
) -> None:
    shares = {"rounding": "exact", "not_applicable": "out", "no_answers": setting}
    nobody: dict[str, StandardInput] = {**GIVEN, "2": {"2a": Counts(0, 0, 4), "2b": Counts(0, 0)}}
    result = derive(scheme_of(small_scheme(shares=shares)), Inputs(nobody)).standards["2"]
    assert (result.rating, result.not_rated, result.source) == (None, reason, "counts")
    assert [question.id for question in result.questions] == ["2a", "2b"]


def test_an_empty_denominator_may_be_refused() -> None:
    shares = {"rounding": "exact", "not_applicable": "out", "no_answers": "refused"}
    assert refused(derive, scheme_of(small_scheme(shares=shares)), Inputs(EMPTY)) == (
        "no-answers",
        "key question 2a has no answer in its denominator",
    )


def test_a_criterion_pools_its_questions_by_weight() -> None:
    scheme = scheme_of(
        {
            "standards": [
                {
                    "id": "C",
                    "title": "C",
                    "aggregator": "percentage",
                    "key_questions": ["c1", "c2"],
                    "question_weights": {"c2": 3},
                }
            ],
            "overall": {"aggregator": "none"},
        }
    )
    share = derive(scheme, Inputs({"C": {"c1": Counts(1, 1), "c2": Counts(2, 1)}})).standards["C"]
    assert (share.share, share.lowest, share.rating) == (Fraction(1 + 6, 2 + 9), ("c1",), None)
    mean = derive(
        scheme, Inputs({"C": {"c1": Percentage(Fraction(50)), "c2": Percentage(Fraction(70))}})
    ).standards["C"]
    assert mean.share == Fraction(50 + 3 * 70, 400)
    mixed: StandardInput = {"c1": Counts(1, 1), "c2": Percentage(Fraction(70))}
    assert refused(derive, scheme, Inputs({"C": mixed})) == (
        "wrong-input",
        "standard C mixes counts and percentages, which cannot be put together",
    )


def test_a_criterion_without_answers_is_not_rated_and_keeps_what_was_asked() -> None:
    criterion = {"id": "C", "title": "C", "aggregator": "percentage", "key_questions": ["c1", "c2"]}
    scheme = scheme_of({"standards": [criterion], "overall": {"aggregator": "none"}})
    found = derive(scheme, Inputs({"C": {"c1": Counts(0, 0, 1), "c2": Counts(0, 0)}})).standards["C"]
    assert (found.source, found.not_rated, found.share) == ("counts", "no answers to any key question", None)
    assert [(question.id, question.share) for question in found.questions] == [("c1", None), ("c2", None)]


def test_a_criterion_between_two_bands_as_they_are_printed_says_so() -> None:
    scheme = scheme_of(
        small_scheme(
            standards=[{"id": "C", "title": "C", "aggregator": "percentage", "key_questions": ["c1"]}],
            overall={"aggregator": "none"},
        )
    )
    for given in (
        Percentage(Fraction("64.96")),
        {"c1": Counts(812, 438)},
        {"c1": Percentage(Fraction("64.96"))},
    ):
        derivation = derive(scheme, Inputs({"C": given}))
        found = derivation.standards["C"]
        assert found.band is not None
        assert (found.share, found.band.id, found.between_edges) == (Fraction(1624, 2500), "too_few", True)
        traced = derivation.trace["standards"]
        assert isinstance(traced, list)
        assert (traced[0]["shown"], traced[0]["between_edges"]) == ("64.9", True)
    assert not derive(scheme, Inputs({"C": Percentage(Fraction(64))})).standards["C"].between_edges


def test_bands_may_begin_between_whole_per_cents() -> None:
    bands = [
        {"id": "low", "title": "low", "at_least": 0, "rating": "inadequate"},
        {"id": "high", "title": "high", "at_least": "62.5", "rating": "good"},
    ]
    scheme = scheme_of(small_scheme(bands=bands))
    edged = scheme.bands
    found = [band_at(Fraction(share, 1000), edged, scheme.shares) for share in (624, 625, 700)]
    assert [band.id for band in found if band is not None] == ["low", "high", "high"]
    between = {share: between_edges(Fraction(share, 1000), edged) for share in (610, 615, 616, 624, 625, 700)}
    assert between == {610: False, 615: False, 616: True, 624: True, 625: False, 700: False}


@pytest.mark.parametrize(
    ("share", "between"), [("63.5", False), ("64", False), ("64.01", True), ("65", False)]
)
def test_a_share_lies_between_bands_less_than_a_point_below_an_edge(share: str, between: bool) -> None:
    assert between_edges(Fraction(share) / 100, SMALL.bands) is between


def test_a_share_is_not_shown_as_reaching_an_edge_that_is_no_whole_per_cent() -> None:
    bands = [
        {"id": "low", "title": "low", "at_least": 0, "rating": "inadequate"},
        {"id": "high", "title": "high", "at_least": "62.5", "rating": "good"},
    ]
    edged = scheme_of(small_scheme(bands=bands)).bands
    assert [shown(Fraction(tenths, 10_000), edged) for tenths in (6244, 6249, 6250)] == [
        "62.4",
        "62.4",
        "62.5",
    ]


def test_under_another_scheme_the_same_answers_are_rated_as_far_as_they_go() -> None:
    judged: dict[str, StandardInput] = {f"1.{n}": Judgement("good") for n in range(1, 5)}
    counts: dict[str, StandardInput] = {
        f"2.{n}": {f"2.{n}.{q}": Counts(7, 3) for q in (1, 2, 3)} for n in range(1, 5)
    }
    special: dict[str, StandardInput] = {
        "3.1": {"3.1.1": Counts(7, 3), "3.1.2": Counts(7, 3)},
        "3.2": NotRated("no victims"),
    }
    inputs = Inputs({**judged, **counts, **special})
    found = compare(inputs, shipped_schemes()["adult-crc-2018"])
    assert found.set_aside == ("standard 3.1", "standard 3.2")
    assert found.lacking == (
        "standard 4.1: no answers to 4.1.1, 4.1.2, 4.1.3, 4.1.4",
        "standard 4.2: no answers to 4.2.1, 4.2.2, 4.2.3",
    )
    assert (found.derivation.overall, found.derivation.score, found.derivation.max_score) == ("good", 16, 24)
    assert (
        found.derivation.standards["4.2"].not_rated
        == "not among the inputs: no answers to 4.2.1, 4.2.2, 4.2.3"
    )
    same = compare(inputs, shipped_schemes()["adult-nps-2018"])
    assert (same.set_aside, same.lacking) == ((), ())
    assert same.derivation.digest == derive(shipped_schemes()["adult-nps-2018"], inputs).digest


def test_cases_facts_and_judgements_that_the_other_scheme_does_not_ask_for_are_set_aside() -> None:
    document = small_scheme(facts=[{"id": "breach", "title": "B", "default": False}])
    document["standards"][1]["key_questions"] = ["2a"]
    document["standards"][2] = {"id": "3", "title": "Three", "aggregator": "judgement"}
    other = scheme_of(document)
    cases = [case("c", "others", a=YES), case("a", a=YES, b=NO), case("b", a=NO, b=NO)]
    inputs = Inputs({"1": Judgement("good")}, cases, {"breach": True, "late": True}, Judgement("good"))
    found = compare(inputs, other)
    assert found.set_aside == ("key question 2b", "the cases of others", "fact late", "the overall judgement")
    assert found.lacking == ("standard 3: no judgement",)
    question = found.derivation.standards["2"].questions[0]
    assert question.counts == Counts(1, 1)
    assert found.derivation.facts == {"breach": True}


def test_a_question_that_was_not_asked_stays_so_under_another_scheme() -> None:
    partly = CaseAnswers("a", DIGEST, "cases", {"2a": YES}, 4, frozenset({"2b"}))
    inputs = Inputs({"1": Judgement("good"), "3": NotRated("-")}, [partly, case("b", a=NO, b=YES)])
    found = compare(inputs, SMALL).derivation
    assert [question.counts for question in found.standards["2"].questions] == [
        Counts(1, 1),
        Counts(1, 0, 0, 1),
    ]
    assert found.digest == derive(SMALL, inputs).digest


def test_a_key_question_that_only_the_other_scheme_has_leaves_its_standard_unrated() -> None:
    document = small_scheme()
    document["standards"][1]["key_questions"] = ["2a", "2b", "2c"]
    inputs = Inputs({"1": Judgement("good"), "3": NotRated("-")}, [case("a", a=YES, b=NO)])
    found = compare(inputs, scheme_of(document))
    assert found.lacking == ("standard 2: no answers to 2c",)
    assert found.derivation.standards["2"].not_rated == "not among the inputs: no answers to 2c"


def test_counts_and_judgements_that_do_not_fit_the_other_scheme_are_set_aside() -> None:
    document = small_scheme()
    document["standards"][0] = {
        "id": "1",
        "title": "One",
        "aggregator": "lowest_band",
        "key_questions": ["1a"],
    }
    document["standards"][1]["key_questions"] = ["2a", "2c"]
    found = compare(Inputs(GIVEN), scheme_of(document))
    assert found.set_aside == ("the judgement of standard 1", "key question 2b", "standard 2")
    assert found.lacking == ("standard 1: no answers to 1a", "standard 2: no answers to 2a, 2c")
    assert found.derivation.standards["3"].rating == "requires_improvement"
    levels = [{"id": "low", "title": "Low", "score": 0}, {"id": "good", "title": "Good", "score": 1}]
    judged = scheme_of(
        {
            "levels": levels,
            "standards": [{"id": "1", "title": "One", "aggregator": "judgement"}],
            "overall": {"aggregator": "none"},
        }
    )
    assert compare(Inputs({"1": Judgement("outstanding")}), judged).set_aside == (
        "the judgement of standard 1",
    )
    assert compare(Inputs({"1": Judgement("good")}), judged).set_aside == ()


def test_an_overall_judgement_goes_with_a_scheme_that_asks_for_one() -> None:
    scheme = scheme_of(small_scheme(overall={"aggregator": "judgement"}))
    found = compare(Inputs(GIVEN, overall=Judgement("good")), scheme)
    assert (found.set_aside, found.derivation.overall) == ((), "good")


def test_a_derivation_says_score_maximum_and_overall_of_its_parts() -> None:
    derivation = rate_json(
        SMALL,
        {
            "standards": {
                "1": {"rating": "outstanding"},
                "2": {"not_rated": "no cases"},
                "3": {"key_questions": {"3a": {"yes": 4, "no": 1}}},
            }
        },
    )
    assert (derivation.score, derivation.max_score, derivation.overall) == (6, 6, "outstanding")
    assert derivation.standards["3"].id == "3"
