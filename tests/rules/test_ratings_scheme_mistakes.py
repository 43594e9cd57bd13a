"""Mistakes in a scheme's file are named in full, on their line; and what is just allowed is allowed."""

# ruff: noqa: E501 - a row of a table is read on one line

import re
from typing import Any

import pytest

from domain.ratings import Scheme, parse_scheme
from domain.refusals import Refused
from tests.support.ratings_examples import BANDS, LEVELS, scheme_of, scheme_toml, small_scheme

LONG = "x" * 200
JUDGED = {"id": "1", "title": "Judged", "aggregator": "judgement"}
ALSO_JUDGED = JUDGED | {"id": "2"}
TWO_LEVELS = [{"id": level, "title": level, "score": score} for score, level in enumerate(("low", "high"))]


def bands(*ratings: str) -> list[dict[str, Any]]:
    return [
        {"id": band, "title": band, "at_least": edge, "rating": rating}
        for (band, edge), rating in zip(BANDS, ratings, strict=False)
    ]


def mistake(**changes: Any) -> str:
    """What is said of the small scheme with these changes, without the file and the line."""
    with pytest.raises(Refused) as caught:
        scheme_of(small_scheme(**changes))
    said = re.fullmatch(r"example\.toml, line [1-9][0-9]*: (.*)", caught.value.refusal.sentence)
    assert said is not None
    return said[1]


def counting(*rules: dict[str, Any], **more: Any) -> dict[str, Any]:
    """The parts of a scheme that counts two judged standards on two levels."""
    overall = {"aggregator": "count_rules", "rules": list(rules)} | more
    return {"levels": TWO_LEVELS, "bands": [], "standards": [JUDGED, ALSO_JUDGED], "overall": overall}


def rule(id_: str, rating: str, *when: dict[str, Any]) -> dict[str, Any]:
    return {"id": id_, "rating": rating, "when": list(when)}


def at_least(number: int, level: str) -> dict[str, Any]:
    return {"levels": [level], "at_least": number}


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"bands": bands("mid")},
            "bands 1.rating gives 'mid', which is none of the levels inadequate, requires_improvement, good, outstanding",
        ),
        (
            {"bands": bands("inadequate", "good", "requires_improvement")},
            "bands 3.rating gives a lower rating for a higher share than the band before",
        ),
        (
            {"levels": [], "bands": [], "standards": [JUDGED], "overall": {"aggregator": "none"}},
            "standards 1.aggregator needs [[levels]] to rate on",
        ),
        (
            {"overall": {"aggregator": "sum_and_band", "bands": []}},
            "overall.bands is missing",
        ),
        (
            counting(rule("all", "low")) | {"standards": [JUDGED | {"counted": False}]},
            "overall.aggregator needs at least one standard that is counted",
        ),
        (
            {"overall": {"aggregator": "narrative", "limiters": [{"id": "x"}]}},
            "overall.limiters is not known here; known are aggregator",
        ),
        (
            counting(rule("low", "low", at_least(1, "low")), rule("high", "high", at_least(2, "high"))),
            "overall.rules say nothing about 1 high; they must decide every combination",
        ),
        (
            counting(rule("low", "low", at_least(2, "low")), rule("high", "high", at_least(2, "high")),
                     rule("one", "low", {"levels": ["low"], "at_least": 1, "at_most": 1}, {"levels": ["high"], "at_most": 0}),
                     rule("won", "high", {"levels": ["high"], "at_least": 1, "at_most": 1}, {"levels": ["low"], "at_most": 0})),
            "overall.rules say nothing about 1 low, 1 high; they must decide every combination",
        ),
        (
            counting(rule("three", "high", at_least(3, "high")), rule("else", "low")),
            "overall.rules hold the rule 'three', which can never decide: earlier ones always do",
        ),
        (
            {"id": "x" * 100},
            f"id must be letters, digits, '.', '-' or '_', at most 60; '{'x' * 80}' is not",
        ),
        (
            {"shares": {"rounding": "exact", "x": 1}},
            "shares.x is not known here; known are no_answers, not_applicable, rounding",
        ),
    ],
)  # fmt: skip
def test_a_mistake_is_named_in_full(changes: dict[str, Any], sentence: str) -> None:
    assert mistake(**changes) == sentence


def test_a_scheme_that_says_nothing_of_the_overall_rating_is_told_so() -> None:
    document = small_scheme()
    del document["overall"]
    with pytest.raises(Refused) as caught:
        scheme_of(document)
    assert caught.value.refusal.sentence.endswith(": overall is missing")


def test_a_score_without_a_band_to_fall_in_is_a_mistake() -> None:
    text = scheme_toml(small_scheme(overall={"aggregator": "sum_and_band"})) + b"bands = []\n"
    with pytest.raises(Refused) as caught:
        parse_scheme(text, where="mine.toml")
    line = text.count(b"\n")
    assert (
        caught.value.refusal.sentence
        == f"mine.toml, line {line}: overall.bands is empty; a score needs bands"
    )


def test_where_there_are_too_many_combinations_to_try_the_last_rule_must_have_no_condition() -> None:
    levels = [{"id": f"l{n}", "title": "L", "score": n} for n in range(6)]
    many = {"levels": levels, "standards": [JUDGED | {"id": f"s{n}"} for n in range(40)]}
    rules = [rule("some", "l0", at_least(1, "l0")), rule("else", "l1")]
    assert scheme_of(small_scheme(**counting(*rules) | many)).overall.rules[-1].id == "else"
    assert mistake(**counting(rules[0]) | many) == (
        "overall.rules must end with a rule without conditions: there are too many combinations to try"
    )


LENGTHS: list[tuple[str, int, Any]] = [
    ("levels 1.title", 100, lambda text: {"levels": [{"id": "low", "title": text, "score": 0}, *TWO_LEVELS[1:]],
                                          "bands": [], "standards": [JUDGED], "overall": {"aggregator": "none"}}),
    ("bands 1.title", 100, lambda text: {"bands": [bands(*LEVELS)[0] | {"title": text}, *bands(*LEVELS)[1:]]}),
    ("facts 1.title", 200, lambda text: {"facts": [{"id": "x", "title": text}]}),
    ("standards 1.title", 200, lambda text: {"standards": [JUDGED | {"title": text}]}),
    ("departures.triggers 1.title", 200, lambda text: {"departures": {"triggers": [{"id": "x", "title": text}]}}),
    ("citation", 2000, lambda text: {"citation": text}),
    ("notes", 2000, lambda text: {"notes": ["Short.", text]}),
]  # fmt: skip


@pytest.mark.parametrize(("place", "most", "made"), LENGTHS, ids=[place for place, _, _ in LENGTHS])
def test_a_text_has_a_greatest_length(place: str, most: int, made: Any) -> None:
    assert scheme_of(small_scheme(**made("x" * most))).id == "example"
    assert mistake(**made("x" * (most + 1))) == f"{place} must have at most {most} characters"


def test_a_text_may_have_lines_and_a_band_may_begin_at_100_per_cent() -> None:
    assert scheme_of(small_scheme(notes=["One.\nTwo."])).notes == ("One.\nTwo.",)
    top = {"id": "all", "title": "All", "at_least": 100, "rating": "outstanding"}
    assert scheme_of(small_scheme(bands=[*bands(*LEVELS[:3]), top])).bands[-1].at_least == 100


def test_the_note_of_a_limiter_is_kept() -> None:
    noted = {"id": "cap", "at_most": "low", "note": "So it was said.", "when": [at_least(1, "low")]}
    silent = {"id": "other", "at_most": "low", "when": [at_least(2, "low")]}
    scheme = scheme_of(small_scheme(**counting(rule("all", "high"), limiters=[noted, silent])))
    assert [limiter.note for limiter in scheme.overall.limiters] == ["So it was said.", None]


def test_a_scheme_that_is_told_in_words_needs_no_levels() -> None:
    told = {"id": "1", "title": "Told", "aggregator": "narrative"}
    scheme: Scheme = scheme_of(
        small_scheme(levels=[], bands=[], standards=[told], overall={"aggregator": "narrative"})
    )
    assert scheme.overall.limiters == ()


def test_a_retired_scheme_says_its_last_day() -> None:
    assert mistake(status="retired") == "in_force_to is missing; a scheme that is retired says its last day"


def refused(text: bytes) -> tuple[str, str]:
    with pytest.raises(Refused) as caught:
        parse_scheme(text, where="mine.toml")
    return caught.value.refusal.code, caught.value.refusal.sentence


def test_what_cannot_be_read_is_named_with_its_line() -> None:
    text = b"\n" + scheme_toml(small_scheme())
    digits = text.replace(b'"score" = 2', b'"score" = ' + b"2" * 5000)
    line = digits[: digits.index(b"2222")].count(b"\n") + 1
    assert refused(digits) == (
        "scheme-not-toml",
        f"mine.toml, line {line}: a number with too many digits for any scheme",
    )
    assert refused(b"\n\n# \xff\n\n\n") == ("scheme-not-text", "mine.toml, line 3: not UTF-8 text")


def test_the_largest_file_is_read_and_a_larger_one_is_not() -> None:
    text = scheme_toml(small_scheme())
    padded = text + b"#" * (1_000_000 - len(text))
    assert parse_scheme(padded, where="mine.toml") == parse_scheme(text, where="mine.toml")
    assert refused(padded + b"#") == (
        "scheme-too-large",
        "mine.toml: larger than 1,000,000 bytes, so not a scheme",
    )


@pytest.mark.parametrize("key", ['"2.1"', "'2.1'", "X1", "'X1'", "2-1"])
def test_a_mistake_under_a_key_of_any_spelling_is_named_with_its_line(key: str) -> None:
    question = key.strip("\"'")
    criterion = {"id": "C", "title": "C", "aggregator": "percentage", "key_questions": [question]}
    document = {"standards": [criterion], "overall": {"aggregator": "none"}}
    text = scheme_toml(document).decode()
    before, after = text.split("[overall]")
    weighed = f"{before}[standards.question_weights]\n\n{key} = 0\n[overall]{after}"
    with pytest.raises(Refused) as caught:
        parse_scheme(weighed.encode(), where="mine.toml")
    line = weighed[: weighed.index(f"{key} = 0")].count("\n") + 1
    assert caught.value.refusal.sentence == (
        f"mine.toml, line {line}: standards 1.question_weights.{question} must be a whole number from 1 to 1000"
    )
