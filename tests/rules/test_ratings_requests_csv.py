"""A request for a rating in rows and columns is read exactly, or refused in one sentence with its line."""

# ruff: noqa: E501 - a row of a table is read on one line

import re
from typing import Any

import pytest

from domain.ratings import Answer, Judgement, NotRated, shipped_schemes
from domain.ratings.request_csv import parse_csv_request
from domain.ratings.request_json import (
    MAX_BYTES,
    answers_digest,
    load_json,
)
from domain.refusals import Refused
from tests.support.ratings_examples import scheme_of, small_scheme

SMALL = scheme_of(small_scheme(facts=[{"id": "breach", "title": "A breach", "default": False}]))


def refusal(text: str | bytes, scheme: Any = SMALL) -> tuple[str, str]:
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
    found, sentence = refusal(text)
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
    assert f"'{'x' * 60}'" in refusal(text)[1]


def test_the_line_and_the_question_of_a_wrong_answer_are_told_in_either_form() -> None:
    assert refusal("case,key_question,answer\na,2a,yes\n,2b,no\n")[1].startswith(
        "r.csv, line 3: the case must"
    )
    assert refusal("case,key_question,answer\na,2a,perhaps\n")[1] == (
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
    refused = refusal('case,3a,standard,rating\n,,1,"go\r\nod"\n')
    assert refused[1].startswith(r"r.csv, line 3: 'go\r\nod' is no rating")


def test_rows_without_anything_are_passed_over_and_lines_still_counted() -> None:
    text = "case,2a,2b\n\n,,\na,yes,no\nb,yes,maybe\n"
    assert refusal(text)[1].startswith("r.csv, line 5: ")


@pytest.mark.parametrize(
    "heading", ["case,9z", "case,2a,2a", "2a,2b", "case,answer", "case,key_question,answer,2a", "case"]
)
def test_the_heading_is_named_by_its_line_too(heading: str) -> None:
    assert refusal(f"\n,,\n{heading}\na,yes\n")[1].startswith("r.csv, line 3: ")


def test_a_scheme_without_cases_has_no_columns_to_offer() -> None:
    assert (
        "has no column for any key question" in refusal("case\n", shipped_schemes()["care-services-2015"])[1]
    )
    answered = refusal("case,key_question,answer\na,2a,yes\n", shipped_schemes()["care-services-2015"])
    assert answered[1].endswith("'2a' is no key question of cases; they are none")
