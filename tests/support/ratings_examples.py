"""Small schemes and inspections for the ratings tests: by hand, and drawn by Hypothesis."""

import json
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from domain.ratings import Derivation, Scheme, derive, parse_scheme
from domain.ratings.request_json import parse_json_request
from domain.refusals import Refused

__all__ = [
    "answer_inspections",
    "inspections",
    "rate_json",
    "scheme_of",
    "scheme_toml",
    "schemes",
    "small_scheme",
]

Document = dict[str, Any]

LEVELS = ("inadequate", "requires_improvement", "good", "outstanding")
BANDS = (("minority", 0), ("too_few", 50), ("reasonable_majority", 65), ("large_majority", 80))


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_value(item) for item in value) + "]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_key(k)} = {_value(v)}" for k, v in value.items()) + " }"
    return json.dumps(value)


def _key(key: str) -> str:
    return json.dumps(key)


def _tables(name: str, tables: list[Document]) -> str:
    return "".join(f"[[{name}]]\n" + _pairs(table) for table in tables)


def _pairs(table: Document) -> str:
    return "".join(f"{_key(key)} = {_value(value)}\n" for key, value in table.items())


def scheme_toml(document: Document) -> bytes:
    """A scheme's file from its parts; whatever a part leaves out the file leaves out."""
    lists = ("levels", "bands", "facts", "standards")
    top = {
        key: value
        for key, value in document.items()
        if key not in (*lists, "shares", "overall", "departures", "look_closer")
    }
    text = _pairs(
        {"id": "example", "version": "1", "title": "Example", "status": "proposed", "citation": "none"} | top
    )
    text += "in_force_from = 2020-01-01\n" if "in_force_from" not in document else ""
    for name in lists:
        text += _tables(name, document.get(name, []))
    for name in ("shares", "look_closer"):
        if name in document:
            text += f"[{name}]\n" + _pairs(document[name])
    for name, inner in (("overall", ("bands", "rules", "limiters")), ("departures", ("triggers",))):
        if name in document:
            text += f"[{name}]\n" + _pairs({k: v for k, v in document[name].items() if k not in inner})
            for each in inner:
                text += _tables(f"{name}.{each}", document[name].get(each, []))
    return text.encode()


def scheme_of(document: Document) -> Scheme:
    """The scheme of a file made from these parts."""
    return parse_scheme(scheme_toml(document), where="example.toml")


def small_scheme(**changes: Any) -> Document:
    """The 2018 rules on one judged standard and two that rest on cases, of two and of one key question."""
    document: Document = {
        "levels": [{"id": level, "title": level, "score": score} for score, level in enumerate(LEVELS)],
        "bands": [
            {"id": band, "title": band, "at_least": edge, "rating": level}
            for (band, edge), level in zip(BANDS, LEVELS, strict=True)
        ],
        "standards": [
            {"id": "1", "title": "Judged", "aggregator": "judgement"},
            {
                "id": "2",
                "title": "Two",
                "aggregator": "lowest_band",
                "population": "cases",
                "key_questions": ["2a", "2b"],
            },
            {
                "id": "3",
                "title": "One",
                "aggregator": "lowest_band",
                "population": "others",
                "key_questions": ["3a"],
            },
        ],
        "overall": {
            "aggregator": "sum_and_band",
            "bands": [
                {"rating": "inadequate", "up_to": "1/2"},
                {"rating": "requires_improvement", "up_to": "3/2"},
                {"rating": "good", "up_to": "5/2"},
                {"rating": "outstanding"},
            ],
        },
    }
    return document | changes


def rate_json(scheme: Scheme, request: Document) -> Derivation:
    """What `assay rate` makes of a request."""
    return derive(scheme, parse_json_request(json.dumps(request).encode(), scheme, where="request").inputs)


@st.composite
def schemes(draw: st.DrawFn) -> Scheme:
    """Any scheme that the format can say, of up to four standards and five levels."""
    levels = [f"l{n}" for n in range(draw(st.integers(2, 5)))]
    edges = sorted(draw(st.sets(st.integers(1, 100), max_size=4)))
    ratings = sorted(
        draw(st.lists(st.integers(0, len(levels) - 1), min_size=len(edges) + 1, max_size=len(edges) + 1))
    )
    standards = [draw(_standards(str(n))) for n in range(draw(st.integers(1, 4)))]
    facts = [{"id": "f", "title": "F", **draw(st.sampled_from([{}, {"default": False}, {"default": True}]))}]
    document = {
        "levels": [
            {"id": level, "title": level, "score": 2 * n + draw(st.integers(0, 1))}
            for n, level in enumerate(levels)
        ],
        "bands": [
            {"id": f"b{n}", "title": "b", "at_least": edge, "rating": levels[rating]}
            for n, (edge, rating) in enumerate(zip([0, *edges], ratings, strict=True))
        ],
        "facts": facts,
        "shares": {
            "rounding": draw(st.sampled_from(["exact", "half_up"])),
            "not_applicable": draw(st.sampled_from(["out", "in"])),
            "no_answers": draw(st.sampled_from(["left_out", "not_rated", "lowest"])),
        },
        "standards": standards,
        "overall": draw(
            _overall(
                levels,
                any(
                    standard.get("counted", standard["aggregator"] in ("lowest_band", "judgement"))
                    for standard in standards
                ),
            )
        ),
    }
    try:
        return scheme_of(document)
    except Refused as refused:
        assume("can never decide" not in str(refused))
        raise


@st.composite
def _standards(draw: st.DrawFn, id_: str) -> Document:
    aggregator = draw(st.sampled_from(["judgement", "lowest_band", "lowest_band", "percentage", "narrative"]))
    standard: Document = {"id": id_, "title": f"Standard {id_}", "aggregator": aggregator}
    if aggregator in ("judgement", "lowest_band"):
        standard |= {"counted": draw(st.booleans()), "weight": draw(st.integers(1, 3))}
    if aggregator in ("lowest_band", "percentage"):
        questions = [f"{id_}.{n}" for n in range(draw(st.integers(1, 3)))]
        standard |= {"population": draw(st.sampled_from(["p", "q"])), "key_questions": questions}
        if aggregator == "percentage":
            standard["question_weights"] = {questions[0]: draw(st.integers(1, 3))}
    return standard


@st.composite
def _overall(draw: st.DrawFn, levels: list[str], counted: bool) -> Document:
    kinds = ["none", "narrative", "judgement", *(["sum_and_band", "count_rules"] * 2 if counted else [])]
    aggregator = draw(st.sampled_from(kinds))
    overall: Document = {"aggregator": aggregator}
    if aggregator == "sum_and_band":
        chosen = sorted(draw(st.sets(st.sampled_from(levels), min_size=1)), key=levels.index)
        edges = draw(
            st.sets(st.fractions(0, 9, max_denominator=4), min_size=len(chosen) - 1, max_size=len(chosen) - 1)
        )
        bands: list[Document] = [{"rating": level} for level in chosen]
        for band, edge in zip(bands, sorted(edges), strict=False):
            band["up_to"] = str(edge)
        overall["bands"] = bands
    if aggregator == "count_rules":
        rules = [
            {"id": f"r{n}", "rating": draw(st.sampled_from(levels)), "when": draw(_conditions(levels, 1))}
            for n in range(draw(st.integers(0, 2)))
        ]
        overall["rules"] = [*rules, {"id": "else", "rating": draw(st.sampled_from(levels)), "source": "ours"}]
    if aggregator not in ("none", "narrative") and draw(st.booleans()):
        limiter: Document = {"id": "cap", "at_most": draw(st.sampled_from(levels))}
        limiter |= draw(st.sampled_from([{"fact": "f"}, {}]))
        limiter["when"] = draw(_conditions(levels, 0 if "fact" in limiter else 1))
        overall["limiters"] = [limiter]
    return overall


@st.composite
def _conditions(draw: st.DrawFn, levels: list[str], least: int) -> list[Document]:
    found: list[Document] = []
    for _ in range(draw(st.integers(least, 2))):
        names = sorted(draw(st.sets(st.sampled_from(levels), min_size=1, max_size=2)))
        found.append(
            {"levels": names, draw(st.sampled_from(["at_least", "at_most"])): draw(st.integers(0, 2))}
        )
    return found


@st.composite
def inspections(draw: st.DrawFn) -> tuple[Scheme, Document]:
    """Any scheme with any request that it accepts, in the form that `assay rate` reads."""
    scheme = draw(schemes())
    request: Document = {"standards": {}, "cases": []}
    from_cases = draw(st.booleans())
    for standard in scheme.standards:
        given = draw(_given(scheme, standard.id, from_cases=from_cases))
        if given is not None:
            request["standards"][standard.id] = given
    if from_cases:
        for population, questions in scheme.populations.items():
            request["cases"] += draw(_cases(population, questions))
    if scheme.facts[0].default is None or draw(st.booleans()):
        request["facts"] = {"f": draw(st.booleans())}
    if scheme.overall.aggregator == "judgement":
        request["overall"] = {"rating": draw(st.sampled_from(list(scheme.rank))), "reference": "event-9"}
    return scheme, request


@st.composite
def _given(draw: st.DrawFn, scheme: Scheme, id_: str, *, from_cases: bool) -> Document | None:
    standard = scheme.by_id[id_]
    if draw(st.integers(0, 9)) == 0:
        return {"not_rated": "no cases: privé"}
    if standard.aggregator == "judgement":
        extra = draw(st.sampled_from([{}, {"reference": "event-é"}, {"reference": "e", "digest": "a" * 64}]))
        return {"rating": draw(st.sampled_from(list(scheme.rank)))} | extra
    if standard.aggregator == "narrative":
        return {"narrative": "event-7"}
    if from_cases:
        return None
    percents = st.fractions(0, 100, max_denominator=1).map(lambda p: {"percent": str(p)}) | st.just(
        {"percent": "64.6"}
    )
    if standard.aggregator == "percentage" and draw(st.integers(0, 3)) == 0:
        return draw(percents)
    number = st.integers(0, 12)
    counts = st.fixed_dictionaries(
        {"yes": number, "no": number}, optional={"not_applicable": number, "not_asked": number}
    )
    kind = draw(st.sampled_from([percents, counts, counts]))
    if standard.aggregator == "lowest_band":
        kind = kind | percents
    return {"key_questions": {question: draw(kind) for question in standard.key_questions}}


@st.composite
def _cases(draw: st.DrawFn, population: str, questions: tuple[str, ...]) -> list[Document]:
    answers = st.sampled_from(["yes", "yes", "no", "not_applicable", None])
    found = []
    for reference in draw(
        st.sets(st.sampled_from(["a", "b", "é", "B", "z", "\U0001f600", "\ufb01"]), min_size=1)
    ):
        said = {question: draw(answers) for question in questions}
        case: Document = {
            "case": reference,
            "population": population,
            "answers": {question: answer for question, answer in said.items() if answer},
            "not_asked": [question for question, answer in said.items() if not answer],
        }
        found.append(case | draw(st.sampled_from([{}, {"version": 7, "digest": "b" * 64}])))
    return draw(st.permutations(found))


@st.composite
def answer_inspections(draw: st.DrawFn, *, largest: int = 6) -> tuple[Scheme, Document]:
    """The small scheme's rules in some variation, with few answers: small enough to try everything."""
    weights = draw(st.lists(st.integers(1, 2), min_size=3, max_size=3))
    document = small_scheme(
        shares={
            "rounding": draw(st.sampled_from(["exact", "half_up"])),
            "not_applicable": draw(st.sampled_from(["out", "in"])),
            "no_answers": draw(st.sampled_from(["left_out", "not_rated", "lowest"])),
        }
    )
    for standard, weight in zip(document["standards"], weights, strict=True):
        standard["weight"] = weight
    if draw(st.booleans()):
        document["overall"] = {
            "aggregator": "count_rules",
            "rules": [
                {"id": "bad", "rating": "inadequate", "when": [{"levels": ["inadequate"], "at_least": 2}]},
                {
                    "id": "top",
                    "rating": "outstanding",
                    "when": [
                        {"levels": ["outstanding"], "at_least": 2},
                        {"levels": ["inadequate", "requires_improvement"], "at_most": 0},
                    ],
                },
                {"id": "mid", "rating": "good", "when": [{"levels": ["good", "outstanding"], "at_least": 1}]},
                {"id": "rest", "rating": "requires_improvement"},
            ],
        }
    elif draw(st.booleans()):
        document["overall"]["limiters"] = [
            {
                "id": "cap",
                "at_most": "requires_improvement",
                "when": [{"levels": ["inadequate"], "at_least": 1}],
            }
        ]
    number = st.integers(0, largest)
    counts = st.fixed_dictionaries({"yes": number, "no": number, "not_applicable": st.integers(0, 2)})
    request: Document = {"standards": {"1": {"rating": draw(st.sampled_from(LEVELS))}}}
    for id_, questions in (("2", ("2a", "2b")), ("3", ("3a",))):
        request["standards"][id_] = {"key_questions": {question: draw(counts) for question in questions}}
    return scheme_of(document), request
