"""A request for a rating is read exactly, or refused in one sentence with its place."""

# ruff: noqa: E501 - a row of a table is read on one line

import json
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.canonical import canonical, sha256_hex
from domain.ratings import Answer, Counts, Judgement, Narrative, NotRated, Percentage, derive, shipped_schemes
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
