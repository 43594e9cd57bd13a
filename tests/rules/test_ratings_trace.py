"""The trace says what docs/trace.md says it says, in the same bytes everywhere."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.canonical import canonical, sha256_hex
from domain.ratings import Scheme, derive, shipped_schemes
from domain.ratings.request_json import parse_json_request
from tests.support.ratings_examples import inspections, rate_json, scheme_of, small_scheme
from tests.support.trace_reading import digest_of, trace_by_the_page
from tests.support.trace_vectors import VECTORS, made

ROOT = Path(__file__).parents[2]
SLOW = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)


@SLOW
@given(inspections())
def test_any_request_under_any_scheme_has_the_trace_that_the_page_describes(
    inspection: tuple[Scheme, dict[str, Any]],
) -> None:
    scheme, request = inspection
    derivation = rate_json(scheme, request)
    expected = trace_by_the_page(dict(scheme.document), request)
    assert json.loads(derivation.trace_bytes) == expected
    assert derivation.digest == digest_of(expected)


@SLOW
@given(inspections(), st.randoms(use_true_random=False))
def test_the_order_of_the_input_never_shows_in_the_trace(
    inspection: tuple[Scheme, dict[str, Any]], shuffle: Any
) -> None:
    scheme, request = inspection
    first = rate_json(scheme, request)
    shuffle.shuffle(request["cases"])
    request["standards"] = dict(sorted(request["standards"].items(), reverse=True))
    for case in request["cases"]:
        case["answers"] = dict(sorted(case["answers"].items(), reverse=True))
        case["not_asked"].reverse()
    again = rate_json(scheme, dict(reversed(request.items())))
    assert again.trace_bytes == first.trace_bytes


@given(inspections())
@settings(SLOW, max_examples=60)
def test_the_fast_encoder_writes_what_rfc_8785_asks_for(inspection: tuple[Scheme, dict[str, Any]]) -> None:
    scheme, request = inspection
    derivation = rate_json(scheme, request)
    assert derivation.trace_bytes == rfc8785.dumps(derivation.trace)
    assert scheme.canonical_bytes == rfc8785.dumps(scheme.document)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_is_escaped_as_rfc_8785_asks(text: str) -> None:
    assert canonical({"text": text}) == rfc8785.dumps({"text": text})


@pytest.mark.parametrize("path", sorted(VECTORS.glob("*.json")), ids=lambda path: path.stem)
def test_a_test_vector_comes_out_as_it_is_written(path: Path) -> None:
    vector = json.loads(path.read_bytes())
    by_the_page = trace_by_the_page(vector["scheme"], vector["request"])
    assert digest_of(vector["scheme"]) == vector["scheme_digest"]
    assert by_the_page == vector["trace"]
    assert digest_of(vector["trace"]) == vector["trace_digest"]


def test_the_test_vectors_are_those_the_product_makes() -> None:
    written = {path.stem: json.loads(path.read_bytes()) for path in VECTORS.glob("*.json")}
    assert made() == written


def test_the_vectors_show_every_way_in_which_a_standard_and_an_overall_rating_come_about() -> None:
    traces = [json.loads(path.read_bytes())["trace"] for path in VECTORS.glob("*.json")]
    standards = [standard for trace in traces for standard in trace["standards"]]
    assert {s["source"] for s in standards} == {
        "cases",
        "counts",
        "percentages",
        "judgement",
        "narrative",
        "not_rated",
    }
    assert {s["aggregator"] for s in standards} == {"judgement", "lowest_band", "percentage", "narrative"}
    assert {t["overall"]["aggregator"] for t in traces} == {
        "sum_and_band",
        "count_rules",
        "judgement",
        "none",
        "narrative",
    }
    assert any(q["between_edges"] for s in standards for q in s["key_questions"])
    assert any(q["rounded"] is not None for s in standards for q in s["key_questions"])
    assert any(limiter["fired"] for t in traces for limiter in t["overall"]["limiters"])


def test_a_standard_left_unrated_for_one_empty_question_has_no_lowest_though_others_have_a_share() -> None:
    shares = {"rounding": "exact", "not_applicable": "out", "no_answers": "not_rated"}
    questions = {"2a": {"yes": 0, "no": 0}, "2b": {"yes": 71, "no": 29}}
    standards = {
        "1": {"rating": "good"},
        "2": {"key_questions": questions},
        "3": {"not_rated": "no cases"},
    }
    scheme = scheme_of(small_scheme(shares=shares))
    standard: Any = rate_json(scheme, {"standards": standards}).trace["standards"]
    assert standard[1]["not_rated"] == "no answers to 2a"
    assert (standard[1]["lowest_key_questions"], standard[1]["band"]) == ([], None)
    assert [question["share"] for question in standard[1]["key_questions"]] == [None, "71/100"]
    assert not any(rule["fired"] for rule in standard[1]["rules"])


def test_without_a_rating_before_it_no_limiter_applies() -> None:
    limiters = [{"id": "cap", "at_most": "good", "fact": "breach"}]
    document = small_scheme(
        facts=[{"id": "breach", "title": "A breach"}],
        overall=small_scheme()["overall"] | {"limiters": limiters},
    )
    standards = {id_: {"not_rated": "not inspected"} for id_ in ("1", "2", "3")}
    derivation = rate_json(scheme_of(document), {"standards": standards, "facts": {"breach": True}})
    overall: Any = derivation.trace["overall"]
    assert overall["limiters"] == [{"id": "cap", "at_most": "good", "fired": False}]


@pytest.mark.parametrize("percent", ["71.1", 71.1])
def test_a_percentage_is_the_decimal_as_it_is_written_as_a_text_or_a_number(percent: Any) -> None:
    standards = {
        "1": {"rating": "good"},
        "2": {"not_rated": "no cases"},
        "3": {"key_questions": {"3a": {"percent": percent}}},
    }
    standard: Any = rate_json(scheme_of(small_scheme()), {"standards": standards}).trace["standards"]
    assert standard[2]["key_questions"][0]["share"] == "711/1000"


PROGRAM = """
import json, sys
from domain.ratings import derive, shipped_schemes
from domain.ratings.request_json import parse_json_request
for name, vector in json.load(sys.stdin).items():
    scheme = shipped_schemes()[name]
    print(derive(scheme, parse_json_request(json.dumps(vector).encode(), scheme, where=name).inputs).digest)
"""


def test_trace_bytes_are_equal_under_several_hash_seeds() -> None:
    requests = {
        vector["scheme"]["id"]: vector["request"]
        for vector in (json.loads(path.read_bytes()) for path in sorted(VECTORS.glob("*.json")))
        if vector["scheme"]["id"] in shipped_schemes()
    }
    seen = set()
    for seed in ("0", "1", "4242"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT), "LC_ALL": "C"}
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM],
            input=json.dumps(requests),
            env=environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        seen.add(done.stdout)
    here = []
    for name, request in requests.items():
        scheme = shipped_schemes()[name]
        inputs = parse_json_request(json.dumps(request).encode(), scheme, where=name).inputs
        here.append(derive(scheme, inputs).digest)
    assert seen == {"".join(f"{digest}\n" for digest in here)}


def test_a_digest_is_sha_256_in_lower_case_hexadecimal() -> None:
    assert sha256_hex(b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_where_a_scheme_stands_in_its_life_is_no_part_of_its_digest() -> None:
    from domain.ratings import parse_scheme
    from domain.ratings.schemes import texts

    text = texts()["adult-nps-2018.toml"]
    retired = text.replace(b'"in-force"', b'"retired"\nin_force_to = 2021-06-25')
    retired = retired.replace(b"2018-04-01", b"2018-05-01")
    reworded = text.replace(b'up_to = "1/2"', b'up_to = "2/3"')
    digests = [parse_scheme(each, where="x").digest for each in (text, retired, reworded)]
    assert digests[0] == digests[1] != digests[2]
