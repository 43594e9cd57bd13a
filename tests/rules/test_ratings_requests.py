"""A request for a rating is read exactly, or refused in one sentence with its place."""

# ruff: noqa: E501 - a row of a table is read on one line

import json
import re
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.canonical import canonical, sha256_hex
from domain.ratings import Answer, Counts, Judgement, Narrative, NotRated, Percentage, derive, shipped_schemes
from domain.ratings.request_csv import parse_csv_request
from domain.ratings.request_json import (
    MAX_BYTES,
    answers_digest,
    level_named,
    load_json,
    parse_json_request,
    scheme_named,
)
from domain.refusals import Refused
from tests.support.ratings_examples import scheme_of, small_scheme

SMALL = scheme_of(small_scheme(facts=[{"id": "breach", "title": "A breach", "default": False}]))
MIXED = scheme_of(
    {
        "levels": [
            {"id": "low", "title": "Low", "score": 0},
            {"id": "high", "title": "High level", "score": 1},
        ],
        "standards": [
            {"id": "J", "title": "J", "aggregator": "judgement"},
            {"id": "P", "title": "P", "aggregator": "percentage", "key_questions": ["P1"]},
            {"id": "N", "title": "N", "aggregator": "narrative"},
        ],
        "overall": {"aggregator": "judgement"},
    }
)


def refusal(request: Any, scheme: Any = SMALL) -> tuple[str, str]:
    text = request if isinstance(request, bytes) else json.dumps(request).encode()
    with pytest.raises(Refused) as caught:
        derive(scheme, parse_json_request(text, scheme, where="r.json").inputs)
    return caught.value.refusal.code, caught.value.refusal.sentence


def test_every_kind_of_input_is_read() -> None:
    request = {
        "scheme": "example",
        "standards": {
            "J": {"rating": "HIGH level", "reference": "event-1", "digest": "a" * 64},
            "P": {"key_questions": {"P1": {"yes": 1, "no": 2, "not_applicable": 3, "not_asked": 4}}},
            "N": {"narrative": "event-2", "digest": "b" * 64},
        },
        "overall": {"rating": "low", "reference": "event-3"},
    }
    read = parse_json_request(json.dumps(request).encode(), MIXED, where="r.json")
    assert read.inputs.standards == {
        "J": Judgement("high", "event-1", "a" * 64),
        "P": {"P1": Counts(1, 2, 3, 4)},
        "N": Narrative("event-2", "b" * 64),
    }
    assert read.inputs.overall == Judgement("low", "event-3", None)
    assert (read.inputs.facts, list(read.inputs.cases), read.sizes) == ({}, [], {})


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ('"71"', Percentage(Fraction(71))),
        ('"71.5"', Percentage(Fraction(143, 2))),
        ("71", Percentage(Fraction(71))),
        ("71.5", Percentage(Fraction(143, 2))),
        ("0.1", Percentage(Fraction(1, 10))),
        ('"0"', Percentage(Fraction(0))),
        ('"100"', Percentage(Fraction(100))),
        ('"64.123456"', Percentage(Fraction(64123456, 1000000))),
    ],
)
def test_a_percentage_is_the_number_as_it_is_written(value: str, expected: Percentage) -> None:
    text = '{"standards": {"P": {"percent": VALUE}}}'.replace("VALUE", value)
    assert parse_json_request(text.encode(), MIXED, where="r").inputs.standards["P"] == expected
    inner = '{"standards": {"P": {"key_questions": {"P1": {"percent": VALUE}}}}}'.replace("VALUE", value)
    assert parse_json_request(inner.encode(), MIXED, where="r").inputs.standards["P"] == {"P1": expected}


def test_cases_facts_and_sizes_are_read() -> None:
    answers = {"2a": "yes", "2b": "not_applicable"}
    request = {
        "standards": {"1": {"rating": "good"}, "3": {"not_rated": "no cases"}},
        "cases": [
            {"case": "a", "population": "cases", "answers": answers},
            {
                "case": "b",
                "population": "cases",
                "answers": {"2a": "no"},
                "not_asked": ["2b"],
                "version": 3,
                "digest": "c" * 64,
            },
        ],
        "facts": {"breach": True},
        "populations": {"cases": {"size": 50}},
    }
    read = parse_json_request(json.dumps(request).encode(), SMALL, where="r")
    first, second = read.inputs.cases
    assert first.answers == {"2a": Answer.YES, "2b": Answer.NOT_APPLICABLE}
    assert all(isinstance(answer, Answer) for answer in first.answers.values())
    assert (first.case, first.population, first.version, first.not_asked) == ("a", "cases", 0, frozenset())
    assert first.digest == sha256_hex(
        b'{"answers":{"2a":"yes","2b":"not_applicable"},"case":"a","not_asked":[],"population":"cases"}'
    )
    assert (second.version, second.digest, second.not_asked) == (3, "c" * 64, frozenset({"2b"}))
    assert read.inputs.facts == {"breach": True}
    assert read.sizes == {"cases": 50}
    assert read.inputs.standards["3"] == NotRated("no cases")


GOOD: dict[str, Any] = {
    "1": {"rating": "good"},
    "2": {"key_questions": {"2a": {"yes": 3, "no": 1}, "2b": {"yes": 3, "no": 1}}},
    "3": {"key_questions": {"3a": {"percent": "71"}}},
}


def with_standard(id_: str, value: Any) -> dict[str, Any]:
    return {"standards": GOOD | {id_: value}}


def with_question(value: Any) -> dict[str, Any]:
    return with_standard("3", {"key_questions": {"3a": value}})


def with_case(**changes: Any) -> dict[str, Any]:
    case = {"case": "a", "population": "others", "answers": {"3a": "yes"}} | changes
    return {
        "standards": {"1": GOOD["1"], "2": GOOD["2"]},
        "cases": [{k: v for k, v in case.items() if v is not ...}],
    }


@pytest.mark.parametrize(
    ("request_", "code", "words"),
    [
        ([], "bad-request", "r.json: the request must be a JSON object"),
        ({"standards": []}, "bad-request", "r.json: standards must be a JSON object"),
        ({"standards": GOOD, "answers": 1}, "bad-request", 'r.json: the request holds "answers"; it may hold scheme, standards,'),
        (with_standard("9", {"rating": "good"}), "unknown-standard", 'r.json: standard "9" is not in example; it has 1, 2, 3'),
        ({"standards": {k: GOOD[k] for k in "12"}}, "missing-standard", "standard 3 One is missing: give cases of others, or say why it is not rated"),
        ({"standards": {k: GOOD[k] for k in "23"}}, "missing-standard", "standard 1 Judged is missing: give a judgement, or say why"),
        ({}, "missing-standard", "standard 1 Judged is missing"),
        (with_standard("1", "good"), "bad-request", "r.json: standards.1 must be a JSON object"),
        (with_standard("1", {}), "bad-request", "standards.1 must hold exactly one of rating, key_questions, percent, not_rated or narrative; it holds 0"),
        (with_standard("1", {"rating": "good", "not_rated": "x"}), "bad-request", "it holds 2 of them"),
        (with_standard("1", {"rating": "great"}), "unknown-rating", 'standards.1.rating is "great"; the scheme\'s ratings are inadequate, requires_improvement'),
        (with_standard("1", {"rating": 3}), "bad-request", "standards.1.rating must be a text of 1 to 500 characters"),
        (with_standard("1", {"rating": 3.5}), "bad-request", "standards.1.rating must be a text"),
        (with_standard("1", {"rating": "good", "by": "me"}), "bad-request", 'standards.1 holds "by"; it may hold rating, reference, digest'),
        (with_standard("1", {"rating": "good", "reference": ""}), "bad-request", "standards.1.reference must be a text"),
        (with_standard("1", {"rating": "good", "reference": "x" * 201}), "bad-reference", "the reference of a judgement must be 1 to 200 printable"),
        (with_standard("1", {"rating": "good", "digest": "A" * 64}), "bad-digest", "the digest of a judgement must be 64 lower-case"),
        (with_standard("1", {"rating": "good", "digest": "a" * 63}), "bad-digest", "the digest of a judgement must be 64 lower-case"),
        (with_standard("1", {"not_rated": ""}), "bad-request", "standards.1.not_rated must be a text"),
        (with_standard("1", {"not_rated": "x" * 501}), "bad-request", "standards.1.not_rated must be a text"),
        (with_standard("1", {"not_rated": "a\u0000b"}), "bad-request", "standards.1.not_rated holds a control character"),
        (with_standard("1", {"not_rated": "x", "by": 1}), "bad-request", 'standards.1 holds "by"; it may hold not_rated'),
        (with_standard("1", {"narrative": "event"}), "wrong-input", "standard 1 Judged needs one judgement"),
        (with_standard("1", {"percent": "71"}), "wrong-input", "standard 1 Judged needs one judgement"),
        (with_standard("1", {"key_questions": {"1a": {"yes": 1, "no": 1}}}), "unknown-key-question", 'standards.1.key_questions: "1a" is no key question of it; it has none'),
        (with_standard("2", {"rating": "good"}), "wrong-input", "standard 2 Two is derived from the answers to its key questions, never judged"),
        (with_standard("2", {"narrative": "event"}), "wrong-input", "standard 2 Two is derived from the answers"),
        (with_standard("2", {"percent": "71"}), "wrong-input", "standard 2 Two needs the answers to each of its key questions, not one percentage"),
        (with_standard("2", {"key_questions": {"2a": {"yes": 1, "no": 1}}}), "missing-key-question", "standard 2 lacks key question 2b"),
        (with_standard("2", {"key_questions": {"2a": {"yes": 1, "no": 1}, "3a": {"yes": 1, "no": 1}}}), "unknown-key-question", 'standards.2.key_questions: "3a" is no key question of it; it has 2a, 2b'),
        (with_standard("2", {"key_questions": []}), "bad-request", "standards.2.key_questions must be a JSON object"),
        (with_standard("2", {"key_questions": {}, "x": 1}), "bad-request", 'standards.2 holds "x"; it may hold key_questions'),
        (with_question({"yes": -1, "no": 1}), "bad-count", "standards.3.key_questions.3a.yes must be a whole number from 0 to 10,000,000; it is -1"),
        (with_question({"yes": 1.5, "no": 1}), "bad-count", "3a.yes must be a whole number from 0 to 10,000,000; it is 1.5"),
        (with_question({"yes": 1.0, "no": 1}), "bad-count", "3a.yes must be a whole number from 0 to 10,000,000; it is 1.0"),
        (with_question({"yes": True, "no": 1}), "bad-count", "3a.yes must be a whole number from 0 to 10,000,000; it is true"),
        (with_question({"yes": "3", "no": 1}), "bad-count", '3a.yes must be a whole number from 0 to 10,000,000; it is "3"'),
        (with_question({"yes": None, "no": 1}), "bad-count", "3a.yes must be a whole number from 0 to 10,000,000; it is null"),
        (with_question({"yes": 10_000_001, "no": 1}), "bad-count", "it is 10000001"),
        (with_question({"yes": 1}), "bad-count", "3a lacks the number of no"),
        (with_question({"no": 1}), "bad-count", "3a lacks the number of yes"),
        (with_question({}), "bad-count", "3a lacks the number of yes"),
        (with_question(7), "bad-request", "3a must be a JSON object"),
        (with_question({"yes": 1, "no": 1, "maybe": 1}), "bad-request", 'standards.3.key_questions.3a holds "maybe"; it may hold yes, no, not_applicable, not_asked'),
        (with_question({"percent": "71", "yes": 1}), "bad-request", "3a gives a percentage and counts; give one or the other"),
        (with_question({"percent": "101"}), "bad-percent", '3a.percent must be from 0 to 100, such as "71" or "71.5"; it is "101"'),
        (with_question({"percent": "100.000001"}), "bad-percent", "it is"),
        (with_question({"percent": -1}), "bad-percent", "it is -1"),
        (with_question({"percent": "71%"}), "bad-percent", 'it is "71%"'),
        (with_question({"percent": "1e1"}), "bad-percent", 'it is "1e1"'),
        (with_question({"percent": "71.1234567"}), "bad-percent", "it is"),
        (with_question({"percent": " 71"}), "bad-percent", "it is"),
        (with_question({"percent": "\u0667\u0661"}), "bad-percent", "it is"),
        (with_question({"percent": True}), "bad-percent", "it is true"),
        (with_question({"percent": None}), "bad-percent", "it is null"),
        (with_question({"percent": [71]}), "bad-percent", "it is [71]"),
        (with_case(answers={"3a": "maybe"}), "unknown-answer", 'r.json: cases[0].answers.3a must be yes, no or not_applicable; it is "maybe"'),
        (with_case(answers={"3a": True}), "unknown-answer", "it is true"),
        (with_case(answers={"3a": ["yes"]}), "unknown-answer", 'it is ["yes"]'),
        (with_case(answers={"9a": "yes"}), "unknown-key-question", "case a answers '9a', which is no key question of the others"),
        (with_case(answers={"3a": "yes", "2a": "yes"}), "unknown-key-question", "case a answers '2a', which is no key question of the others"),
        (with_case(answers={}), "missing-answer", "case a has no answer to 3a"),
        (with_case(answers={"3a": "yes"}, not_asked=["3a"]), "answer-not-asked", "case a answers 3a, which it is said not to have been asked"),
        (with_case(answers=[]), "bad-request", "cases[0].answers must be a JSON object"),
        (with_case(answers=...), "bad-request", "cases[0].answers must be a JSON object"),
        (with_case(answers={"\ud800": "yes"}), "bad-request", "cases[0].answers holds a control character"),
        (with_case(case=...), "bad-request", "cases[0].case must be a text"),
        (with_case(case="x" * 201), "bad-reference", "the reference of a case must be 1 to 200 printable characters"),
        (with_case(case="\ud800"), "bad-request", "cases[0].case holds a control character"),
        (with_case(population="prison"), "unknown-population", "case a is of population 'prison'; the scheme knows cases, others"),
        (with_case(population=...), "bad-request", "cases[0].population must be a text"),
        (with_case(version=-1), "bad-count", "cases[0].version must be a whole number"),
        (with_case(digest=7), "bad-request", "cases[0].digest must be a text"),
        (with_case(digest="xyz"), "bad-digest", "the digest of case a must be 64 lower-case hexadecimal digits"),
        (with_case(not_asked="3a"), "bad-request", "cases[0].not_asked must be a list of key questions"),
        (with_case(not_asked=[3]), "bad-request", "cases[0].not_asked must be a text"),
        (with_case(reader="me"), "bad-request", 'cases[0] holds "reader"; it may hold case, population, answers, not_asked, digest, version'),
        ({"standards": GOOD, "cases": {}}, "bad-request", "r.json: cases must be a list"),
        ({"standards": GOOD, "cases": [7]}, "bad-request", "cases[0] must be a JSON object"),
        ({"standards": GOOD, "cases": [{"case": "a", "population": "others", "answers": {"3a": "yes"}}]}, "answered-twice", "standard 3 is given both as numbers and by the cases of others"),
        ({"standards": GOOD, "facts": {"breach": "yes"}}, "bad-request", 'facts.breach must be true or false; it is "yes"'),
        ({"standards": GOOD, "facts": {"breach": 1}}, "bad-request", "facts.breach must be true or false; it is 1"),
        ({"standards": GOOD, "facts": {"breech": True}}, "unknown-fact", 'fact "breech" is not in example; it has breach'),
        ({"standards": GOOD, "facts": []}, "bad-request", "facts must be a JSON object"),
        ({"standards": GOOD, "populations": []}, "bad-request", "r.json: populations must be a JSON object"),
        ({"standards": GOOD, "populations": {"cases": 3}}, "bad-request", "populations.cases must be a JSON object"),
        ({"standards": GOOD, "populations": {"cases": {}}}, "bad-count", "populations.cases.size must be a whole number"),
        ({"standards": GOOD, "populations": {"cases": {"size": 1, "n": 1}}}, "bad-request", 'populations.cases holds "n"; it may hold size'),
        ({"standards": GOOD, "overall": "good"}, "bad-request", "r.json: overall must be a JSON object"),
        ({"standards": GOOD, "overall": {"rating": "good"}}, "wrong-input", "under scheme example the overall rating is not judged"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_place(request_: Any, code: str, words: str) -> None:
    found, sentence = refusal(request_)
    assert (found, words in sentence) == (code, True), sentence
    assert "\n" not in sentence
    assert len(sentence) < 400


@pytest.mark.parametrize(
    ("length", "told"), [(58, "x" * 58 + '"'), (59, "x" * 56 + "..."), (90, "x" * 56 + "...")]
)
def test_of_a_long_mistake_in_json_the_first_sixty_characters_are_told(length: int, told: str) -> None:
    sentence = refusal(with_question({"percent": "x" * length}))[1]
    assert sentence.endswith(f'it is "{told}')


def test_what_is_just_not_too_much_is_read() -> None:
    most = {"2": {"key_questions": {"2a": {"yes": 10_000_000, "no": 0}, "2b": {"yes": 1, "no": 1}}}}
    request = {"standards": GOOD | most | {"3": {"not_rated": "x" * 500}}}
    read = parse_json_request(json.dumps(request).encode(), SMALL, where="r").inputs.standards
    assert read["3"] == NotRated("x" * 500)
    assert read["2"] == {"2a": Counts(10_000_000, 0), "2b": Counts(1, 1)}


@pytest.mark.parametrize(
    ("value", "place"),
    [
        ({"narrative": 5}, "standards.N.narrative "),
        ({"narrative": "event", "digest": 5}, "standards.N.digest "),
        ({"narrative": "event", "x": 5}, 'standards.N holds "x"'),
        ({"percent": "x"}, "standards.N.percent "),
    ],
)
def test_what_is_wrong_with_a_narrative_or_a_percentage_is_named_with_its_place(
    value: Any, place: str
) -> None:
    assert refusal({"standards": {"N": value}}, MIXED)[1].startswith(f"r.json: {place}")


def test_what_is_wrong_with_a_judgement_is_named_with_its_place() -> None:
    assert refusal(with_standard("1", {"rating": "good", "digest": 5}))[1].startswith(
        "r.json: standards.1.digest "
    )
    criteria = shipped_schemes()["criteria-2003"]
    told = refusal({"standards": {"A1": {"rating": "good"}}}, criteria)[1]
    assert told == 'r.json: standards.A1.rating is "good"; the scheme\'s ratings are none'


def test_of_a_long_key_question_of_a_case_the_first_sixty_characters_are_told() -> None:
    case = {"case": "a", "population": "others", "answers": {"x" * 61: "perhaps"}}
    request = {"standards": {"1": GOOD["1"], "2": GOOD["2"]}, "cases": [case]}
    assert f"answers.{'x' * 60} " in refusal(request)[1]


def test_a_case_may_not_stand_twice() -> None:
    case = {"case": "a", "population": "others", "answers": {"3a": "yes"}}
    request = {"standards": {"1": GOOD["1"], "2": GOOD["2"]}, "cases": [case, {**case, "case": "b"}, case]}
    assert refusal(request) == ("duplicate-case", "case a stands twice among the others")
    request["cases"] = [case, {**case, "case": "b"}, {**case, "case": "b"}]
    assert refusal(request) == ("duplicate-case", "case b stands twice among the others")


@pytest.mark.parametrize(
    ("text", "code", "sentence"),
    [
        (b'{"a": 1,\n"b"}', "not-json", "r.json, line 2, column 4: not JSON: Expecting ':' delimiter"),
        (b"", "not-json", "r.json, line 1, column 1: not JSON: Expecting value"),
        (b'{"standards": NaN}', "not-json", "r.json: NaN is no number in JSON"),
        (b'{"standards": -Infinity}', "not-json", "r.json: -Infinity is no number in JSON"),
        (b'{"a": 1, "b": {"c": 1, "c": 2}}', "duplicate-key", 'r.json: an object holds the name "c" twice'),
        (b'{"a": "\n\xe9"}', "not-text", "r.json, line 2: not UTF-8 text"),
        (b"[" * 100_000, "not-json", "r.json: nested too deeply"),
        (b'{"a":' * 100_000, "not-json", "r.json: nested too deeply"),
        (b'{"a": ' + b"9" * 5_000 + b"}", "not-json", "r.json: holds a number with thousands of digits"),
        (b" " * (MAX_BYTES + 1), "file-too-large", "r.json: larger than 20,000,000 bytes"),
    ],
)
def test_what_is_no_json_is_refused_in_one_sentence(text: bytes, code: str, sentence: str) -> None:
    with pytest.raises(Refused) as caught:
        load_json(text, where="r.json")
    assert (caught.value.refusal.code, caught.value.refusal.sentence) == (code, sentence)


def test_what_cannot_be_read_is_named_with_its_file_and_line() -> None:
    assert refusal(b'\n\n{"standards": \xff}\n\n') == ("not-text", "r.json, line 3: not UTF-8 text")
    assert refusal(b"\n{")[1].startswith("r.json, line 2, column 2: not JSON: ")


def test_a_request_of_the_largest_size_is_still_read() -> None:
    text = json.dumps({"standards": GOOD}).encode()
    padded = text + b" " * (MAX_BYTES - len(text))
    assert set(parse_json_request(padded, SMALL, where="r").inputs.standards) == {"1", "2", "3"}
    assert refusal(padded + b" ")[0] == "file-too-large"


def test_what_is_not_among_the_facts_or_case_lists_is_told_from_what_is() -> None:
    facts = [{"id": id_, "title": id_, "default": False} for id_ in ("breach", "change")]
    asked = {"standards": GOOD, "facts": {"x": True}}
    assert refusal(asked, scheme_of(small_scheme(facts=facts)))[1].endswith("it has breach, change")
    assert refusal(asked, scheme_of(small_scheme()))[1].endswith("it has none")
    sized = {"standards": GOOD, "populations": {"x" * 61: 5}}
    assert refusal(sized)[1].startswith(f"r.json: populations.{'x' * 60} must")


def test_a_byte_order_mark_is_no_mistake() -> None:
    assert load_json(b'\xef\xbb\xbf{"a": [1, 2.5, "x"]}', where="r") == {"a": [1, "2.5", "x"]}


@pytest.mark.parametrize(
    ("text", "expected"),
    [(b'{"scheme": "youth-2018"}', "youth-2018"), (b"{}", None), (b'{"scheme": null}', None)],
)
def test_a_request_may_name_its_scheme(text: bytes, expected: str | None) -> None:
    assert scheme_named(text, where="r") == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [(b"[]", "must be one JSON object"), (b'{"scheme": 3}', "scheme must be the id of a scheme")],
)
def test_a_scheme_must_be_named_in_words(text: bytes, words: str) -> None:
    with pytest.raises(Refused) as caught:
        scheme_named(text, where="r.json")
    assert caught.value.refusal.code == "bad-request"
    assert caught.value.refusal.sentence.startswith(f"r.json: {words}")


def test_a_request_that_is_no_json_is_named_when_its_scheme_is_looked_for() -> None:
    with pytest.raises(Refused, match=r"^r\.json, line 1, column 1: not JSON"):
        scheme_named(b"", where="r.json")


@pytest.mark.parametrize(
    "said",
    ["requires_improvement", "Requires improvement", "REQUIRES-IMPROVEMENT", " requires  improvement "],
)
def test_a_rating_may_be_said_as_people_say_it(said: str) -> None:
    assert level_named(shipped_schemes()["youth-2018"], said) == "requires_improvement"
    assert level_named(shipped_schemes()["youth-2018"], "improvement") is None


def test_a_schemes_needs_are_said_in_its_own_words() -> None:
    def missing(**standards: Any) -> str:
        return refusal({"standards": standards, "overall": {"rating": "low"}}, MIXED)[1]

    judged, told, share = {"rating": "low"}, {"narrative": "event"}, {"percent": 3}
    assert missing(N=told, P=share) == "standard J J is missing: give a judgement, or say why it is not rated"
    assert (
        missing(J=judged, P=share) == "standard N N is missing: give its report, or say why it is not rated"
    )
    assert (
        missing(J=judged, N=told)
        == "standard P P is missing: give its percentage, or say why it is not rated"
    )
    assert refusal({"standards": {"J": judged, "N": told, "P": share}}, MIXED) == (
        "missing-overall",
        "scheme example needs an overall judgement",
    )
    assert refusal({"standards": {"J": judged, "N": judged, "P": share}, "overall": judged}, MIXED) == (
        "wrong-input",
        "standard N N is reported in words only",
    )


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text() | st.floats(), lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.sampled_from(["standards", "cases", "facts", "1", "2", "rating", "key_questions", "2a", "percent"]), inner), max_leaves=12))  # fmt: skip
def test_whatever_stands_in_the_file_the_answer_is_a_rating_or_one_sentence(value: Any) -> None:
    refused: Refused | None = None
    try:
        derive(SMALL, parse_json_request(json.dumps(value).encode(), SMALL, where="r.json").inputs)
    except Refused as error:
        refused = error
    assert refused is None or "\n" not in refused.refusal.sentence


def csv_refusal(text: str | bytes, scheme: Any = SMALL) -> tuple[str, str]:
    with pytest.raises(Refused) as caught:
        parse_csv_request(text.encode() if isinstance(text, str) else text, scheme, where="r.csv")
    return caught.value.refusal.code, caught.value.refusal.sentence


WIDE = """case,2a,2b,3a,standard,rating,reason
a,yes,no,,,,
b,Y,n/a,,,,
c,,,Not applicable,,,
,,,,1,Requires improvement,
"""
LONG = """Case,Population,Key question,Answer,Standard,Reason
b,cases,2b,NA,,
a,,2a,YES,,
b,cases,2a,yes,,
a,cases,2b,N,,
c,others,3a,not_applicable,,
,,,,1,nobody asked
"""


def test_a_row_per_case_and_a_row_per_answer_say_the_same() -> None:
    wide = parse_csv_request(WIDE.encode(), SMALL, where="r.csv").inputs
    long = parse_csv_request(LONG.replace("\n", "\r\n").encode("utf-8-sig"), SMALL, where="r.csv").inputs
    expected = [
        ("a", "cases", {"2a": "yes", "2b": "no"}),
        ("b", "cases", {"2a": "yes", "2b": "not_applicable"}),
        ("c", "others", {"3a": "not_applicable"}),
    ]
    for inputs in (wide, long):
        assert sorted((c.case, c.population, dict(c.answers)) for c in inputs.cases) == expected
        assert all(c.digest == answers_digest(c.case, c.population, c.answers, ()) for c in inputs.cases)
        assert all(isinstance(answer, Answer) for c in inputs.cases for answer in c.answers.values())
    assert wide.standards == {"1": Judgement("requires_improvement")}
    assert long.standards == {"1": NotRated("nobody asked")}


def test_one_reference_may_stand_in_two_populations() -> None:
    inputs = parse_csv_request(b"case,2a,2b,3a\na,yes,yes,no\n", SMALL, where="r.csv").inputs
    assert sorted((c.case, c.population) for c in inputs.cases) == [("a", "cases"), ("a", "others")]


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("", "missing-column", "line 1: the first line must head the columns, one of them 'case'"),
        ("2a,2b\nyes,no\n", "missing-column", "line 1: the first line must head the columns"),
        ("case,2a,2z\n", "unknown-column", "line 1: '2z' is no column known here; known are case, population,"),
        ("case,2a,2a\n", "unknown-column", "line 1: the column 2a stands twice"),
        ("case,answer\n", "missing-column", "line 1: the columns key_question and answer go together"),
        ("case,key_question\n", "missing-column", "line 1: the columns key_question and answer go together"),
        ("case,key_question,answer,2a\n", "unknown-column", "has a row per answer (key_question) and a column per key question"),
        ("case,population\n", "missing-column", "line 1: has no column for any key question of example"),
        ("case,2a,2b\na,yes\n", "bad-row", "r.csv, line 2: has 2 cells; the heading has 3"),
        ("case,2a,2b\na,yes,no,no\n", "bad-row", "line 2: has 4 cells; the heading has 3"),
        ("case,2a,2b\na,yes,maybe\n", "unknown-answer", "line 2: the answer to 2b must be yes, no or not_applicable, not 'maybe'"),
        ("case,2a,2b\na,yes,\n", "missing-answer", "line 2: case a has no answer to 2b"),
        ("case,2a,2b\na,,\n", "bad-row", "line 2: case a answers nothing"),
        ("case,2a,2b\n,yes,no\n", "bad-row", "line 2: the case must have a reference of 1 to 200 printable characters"),
        ("case,2a,2b\na\x07,yes,no\n", "bad-row", "line 2: the case must have a reference of 1 to 200 printable characters"),
        ("case,2a,2b\n" + "x" * 201 + ",yes,no\n", "bad-row", "line 2: the case must have a reference"),
        ("case,2a,2b\na,yes,no\n\nb,yes,no\na,no,no\n", "duplicate-case", "line 5: case a stands on line 2 already"),
        ("case,key_question,answer\na,2a,yes\na,2a,yes\n", "duplicate-case", "line 3: case a answers 2a a second time"),
        ("case,key_question,answer\na,9z,yes\n", "unknown-key-question", "line 2: '9z' is no key question of cases; they are 2a, 2b, 3a"),
        ("case,key_question,answer\na,2a,\n", "unknown-answer", "not ''"),
        ("case,key_question,answer\na,2a,yes\n", "missing-answer", "line 2: case a has no answer to 2b"),
        ("case,population,2a,2b\na,prison,yes,no\n", "unknown-population", "line 2: 'prison' is none of the populations cases, others"),
        ("case,population,2a,2b\na,others,yes,no\n", "unknown-key-question", "line 2: 2a is asked of cases, not of others"),
        ("case,2a,2b,standard,rating\n,,,9,good\n", "unknown-standard", "line 2: standard '9' is not in example; it has 1, 2, 3"),
        ("case,2a,2b,standard,rating\n,,,1,great\n", "unknown-rating", "line 2: 'great' is no rating of example; it has inadequate,"),
        ("case,2a,2b,standard,rating\n,,,1,good\n,,,1,good\n", "bad-row", "line 3: standard 1 is given a second time"),
        ("case,2a,2b,standard,rating\n,,,1,\n", "bad-row", "line 2: a row for a standard holds its rating, or the reason"),
        ("case,2a,2b,standard,rating,reason\n,,,1,good,none\n", "bad-row", "line 2: a row for a standard holds its rating, or the reason"),
        ("case,2a,2b,standard,rating\na,,,1,good\n", "bad-row", "line 2: a row for a standard holds its rating, or the reason"),
        ('case,2a,2b\na,"yes"x,no\n', "not-csv", "r.csv, line 2: not CSV: "),
        ('case,2a,2b\na,"yes,no\n', "not-csv", "not CSV: unexpected end of data"),
        (b"case,2a,2b\na,yes,\xff\n", "not-text", "r.csv, line 2: not UTF-8 text"),
        (b"\n\ncase,2a,2b\na,yes,\xff\nb,no,no\n", "not-text", "r.csv, line 4: not UTF-8 text"),
        ("case,key_question,answer,2a\n", "unknown-column", "r.csv, line 1: has a row per answer (key_question) and a"),
        (b"x" * (MAX_BYTES + 1), "file-too-large", "r.csv: larger than 20,000,000 bytes"),
    ],
)  # fmt: skip
def test_a_mistake_in_csv_is_named_with_its_line(text: str | bytes, code: str, words: str) -> None:
    found, sentence = csv_refusal(text)
    assert (found, words in sentence) == (code, True), sentence
    assert re.match(r"r\.csv(, line [1-9][0-9]*)?: [^X]", sentence)
    assert not sentence.endswith("XX")


LONG_NAME = "x" * 100


@pytest.mark.parametrize(
    "text",
    [
        f"case,{LONG_NAME}\n",
        f"case,2a,2b,standard,rating\n,,,{LONG_NAME},good\n",
        f"case,2a,2b,standard,rating\n,,,1,{LONG_NAME}\n",
        f"case,key_question,answer\na,{LONG_NAME},yes\n",
        f"case,population,2a,2b\na,{LONG_NAME},yes,no\n",
        f"case,2a,2b\na,yes,{LONG_NAME}\n",
    ],
)
def test_of_a_long_mistake_the_first_sixty_characters_are_told(text: str) -> None:
    assert f"'{'x' * 60}'" in csv_refusal(text)[1]


def test_the_line_and_the_question_of_a_wrong_answer_are_told_in_either_form() -> None:
    assert csv_refusal("case,key_question,answer\na,2a,yes\n,2b,no\n")[1].startswith(
        "r.csv, line 3: the case must"
    )
    assert csv_refusal("case,key_question,answer\na,2a,perhaps\n")[1] == (
        "r.csv, line 2: the answer to 2a must be yes, no or not_applicable, not 'perhaps'"
    )


def test_a_column_may_be_named_in_capitals_only_where_it_is_no_key_question() -> None:
    scheme = shipped_schemes()["criteria-2003"]
    questions = scheme.populations["supervised-cases"]
    text = "CASE," + ",".join(questions) + "\na," + ",".join("y" for _ in questions) + "\n"
    inputs = parse_csv_request(text.encode(), scheme, where="r.csv").inputs
    assert set(inputs.cases[0].answers) == set(questions)


def test_what_a_csv_file_gives_has_no_sizes_and_the_longest_reference_is_read() -> None:
    read = parse_csv_request(f"case,3a\n{'x' * 200},yes\n".encode(), SMALL, where="r.csv")
    assert (read.sizes, read.inputs.cases[0].case) == ({}, "x" * 200)


def test_a_file_of_the_largest_size_is_still_read() -> None:
    head = b"case,3a\na,yes\n"
    padded = head + b"\n" * (MAX_BYTES - len(head))
    assert len(parse_csv_request(padded, SMALL, where="r.csv").inputs.cases) == 1
    assert load_json(b"{}" + b" " * (MAX_BYTES - 2), where="r") == {}


def test_a_row_for_a_standard_needs_neither_column_for_what_it_does_not_give() -> None:
    rated = parse_csv_request(b"case,3a,standard,rating\n,,1,good\n", SMALL, where="r.csv").inputs
    assert rated.standards == {"1": Judgement("good")}
    reasoned = parse_csv_request(b"case,3a,standard,reason\n,,1,gone\n", SMALL, where="r.csv").inputs
    assert reasoned.standards == {"1": NotRated("gone")}


def test_lines_may_end_in_any_way_and_stay_as_they_are_within_quotes() -> None:
    inputs = parse_csv_request(b"case,2a,2b\ra,yes,no\rb,no,no\r", SMALL, where="r.csv").inputs
    assert [case.case for case in inputs.cases] == ["a", "b"]
    refused = csv_refusal('case,3a,standard,rating\n,,1,"go\r\nod"\n')
    assert refused[1].startswith(r"r.csv, line 3: 'go\r\nod' is no rating")


def test_rows_without_anything_are_passed_over_and_lines_still_counted() -> None:
    text = "case,2a,2b\n\n,,\na,yes,no\nb,yes,maybe\n"
    assert csv_refusal(text)[1].startswith("r.csv, line 5: ")


@pytest.mark.parametrize(
    "heading", ["case,9z", "case,2a,2a", "2a,2b", "case,answer", "case,key_question,answer,2a", "case"]
)
def test_the_heading_is_named_by_its_line_too(heading: str) -> None:
    assert csv_refusal(f"\n,,\n{heading}\na,yes\n")[1].startswith("r.csv, line 3: ")


def test_a_scheme_without_cases_has_no_columns_to_offer() -> None:
    assert (
        "has no column for any key question"
        in csv_refusal("case\n", shipped_schemes()["care-services-2015"])[1]
    )
    answered = csv_refusal("case,key_question,answer\na,2a,yes\n", shipped_schemes()["care-services-2015"])
    assert answered[1].endswith("'2a' is no key question of cases; they are none")


def test_the_digest_of_answers_does_not_depend_on_their_order() -> None:
    one = answers_digest("a", "p", {"x": Answer.YES, "y": Answer.NO}, ("b", "a"))
    two = answers_digest("a", "p", {"y": Answer.NO, "x": Answer.YES}, ("a", "b"))
    assert (
        one
        == two
        == sha256_hex(
            canonical(
                {"case": "a", "population": "p", "answers": {"x": "yes", "y": "no"}, "not_asked": ["a", "b"]}
            )
        )
    )
