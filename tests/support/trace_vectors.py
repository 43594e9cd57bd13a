"""The test vectors of docs/trace.md. Run as a module to write them anew, which is a decision and never a habit."""

import json
from pathlib import Path
from typing import Any

from domain.ratings import Scheme, shipped_schemes
from tests.support.ratings_examples import rate_json, scheme_of, small_scheme

__all__ = ["VECTORS", "made", "write"]

VECTORS = Path(__file__).parents[1] / "rules" / "vectors" / "trace"

Document = dict[str, Any]


def _judged(**ratings: str) -> Document:
    return {id_: {"rating": rating} for id_, rating in ratings.items()}


def _domain_one(*ratings: str) -> Document:
    return _judged(**{f"1.{n}": rating for n, rating in enumerate(ratings, 1)})


def _counts(*numbers: tuple[int, ...], standard: str) -> Document:
    names = ("yes", "no", "not_applicable", "not_asked")
    questions = {
        f"{standard}.{n}": dict(zip(names, entry, strict=False)) for n, entry in enumerate(numbers, 1)
    }
    return {standard: {"key_questions": questions}}


def _mock_table() -> Document:
    """The NPS division of 004 §4.4: 20 of 30, good."""
    good, better, worse = (72, 28), (84, 16), (60, 40)
    return {
        "standards": _domain_one("good", "good", "outstanding", "requires_improvement")
        | _counts(better, good, good, standard="2.1")
        | _counts(good, better, better, standard="2.2")
        | _counts(good, good, (80, 20, 5), standard="2.3")
        | _counts(good, worse, good, standard="2.4")
        | _counts((30, 10), (31, 9), standard="3.1")
        | _counts((27, 3), (24, 6), (28, 2), (24, 5, 1), standard="3.2")
    }


def _read_cases() -> Document:
    """A CRC with a few cases read, some with questions that do not apply or were not asked."""
    judged = {
        "1.1": {"rating": "good", "reference": "event-101", "digest": "1" * 64},
        "1.2": {"rating": "requires_improvement", "reference": "event-102", "digest": "2" * 64},
        "1.3": {"rating": "good", "reference": "event-103", "digest": "3" * 64},
        "1.4": {"rating": "inadequate", "reference": "event-104", "digest": "4" * 64},
    }
    populations = shipped_schemes()["adult-crc-2018"].populations
    pattern = ("yes", "yes", "no", "yes", "not_applicable", "yes", "no", "yes")
    cases: list[Document] = []
    for p, (population, questions) in enumerate(populations.items()):
        for n in range(5):
            said = {q: pattern[(3 * n + 5 * k + p) % len(pattern)] for k, q in enumerate(questions)}
            case: Document = {"case": f"case-{population}-{9 - n}", "population": population, "answers": said}
            if n == 1:
                case |= {"not_asked": [questions[-1]]}
                del said[questions[-1]]
            if n % 2:
                case |= {"version": 4 + n, "digest": f"{n}{p}" * 32}
            cases.append(case)
    return {"standards": judged, "cases": cases}


def _one_of_twenty_four() -> Document:
    """A youth service of which four standards had no cases: 1 of 24, inadequate."""
    low, fair = (4, 6), (6, 4)
    return {
        "standards": _domain_one("inadequate", "inadequate", "inadequate", "inadequate")
        | _counts(low, low, low, standard="2.1")
        | _counts(low, fair, fair, standard="2.2")
        | _counts(fair, fair, fair, standard="2.3")
        | _counts(low, low, low, standard="2.4")
        | {f"3.{n}": {"not_rated": "no cases"} for n in range(1, 5)}
    }


def _staffordshire() -> Document:
    """The follow-up of 2005: nine criteria as published, management not re-scored (003)."""
    published = {"B1": 71, "B2": 91, "B3": 76, "B4": 84, "C1": 87, "C2": 82, "C3": 85, "C4": 92, "C5": 79}
    not_scored = {"not_rated": "not re-scored: the follow-up's focus was narrower"}
    return {
        "standards": {f"A{n}": not_scored for n in range(1, 6)}
        | {id_: {"percent": str(percent)} for id_, percent in published.items()}
    }


def _edges() -> Document:
    """Shares at, just below and between the edges of bands."""
    return {
        "standards": {
            "1": {"rating": "good"},
            "2": {"key_questions": {"2a": {"yes": 646, "no": 354}, "2b": {"yes": 6496, "no": 3504}}},
            "3": {"key_questions": {"3a": {"percent": "79.5"}}},
        }
    }


def _half_up() -> Document:
    """The small scheme with shares rounded half up and "not applicable" in the denominator."""
    shares = {"rounding": "half_up", "not_applicable": "in", "no_answers": "lowest"}
    return small_scheme(id="half-up", shares=shares)


def _five_levels() -> Document:
    """Five levels, weights, a criterion, a part in words, and an overall judgement that a fact caps."""
    return {
        "id": "five-levels",
        "levels": [{"id": f"level-{n}", "title": f"Level {n}", "score": n} for n in range(1, 6)],
        "bands": [{"id": "all", "title": "All", "at_least": 0}],
        "facts": [{"id": "breach", "title": "A breach"}],
        "standards": [
            {"id": "A", "title": "Judged", "aggregator": "judgement", "weight": 3},
            {
                "id": "B",
                "title": "Measured",
                "aggregator": "percentage",
                "population": "cases",
                "key_questions": ["B1", "B2"],
                "question_weights": {"B2": 2},
            },
            {"id": "C", "title": "Told", "aggregator": "narrative"},
        ],
        "overall": {
            "aggregator": "judgement",
            "limiters": [{"id": "cap", "at_most": "level-2", "fact": "breach"}],
        },
    }


def _words_only() -> Document:
    return {
        "id": "words-only",
        "standards": [{"id": "1", "title": "Told", "aggregator": "narrative"}],
        "overall": {"aggregator": "narrative"},
    }


def _cases_of_vectors() -> dict[str, tuple[str, Scheme, Document]]:
    shipped = shipped_schemes()
    five = {
        "standards": {
            "A": {"rating": "level-4", "reference": "event-1"},
            "B": {
                "key_questions": {"B1": {"yes": 1, "no": 2}, "B2": {"yes": 5, "no": 1, "not_applicable": 1}}
            },
            "C": {"narrative": "event-2"},
        },
        "facts": {"breach": True},
        "overall": {"rating": "level-4", "reference": "event-3", "digest": "c" * 64},
    }
    care = _judged(
        safe="good",
        effective="requires_improvement",
        caring="outstanding",
        responsive="good",
        well_led="good",
    )
    unanswered = {
        "1": {"not_rated": "not looked at (§4.12 “sample”)"},
        "2": {"key_questions": {"2a": {"yes": 0, "no": 0}, "2b": {"yes": 9, "no": 1}}},
        "3": {"key_questions": {"3a": {"yes": 129, "no": 70, "not_applicable": 1}}},
    }
    small = scheme_of(small_scheme(id="small"))
    return {
        "mock-table": (_said(_mock_table), shipped["adult-nps-2018"], _mock_table()),
        "cases-read": (_said(_read_cases), shipped["adult-crc-2018"], _read_cases()),
        "one-of-twenty-four": (_said(_one_of_twenty_four), shipped["youth-2018"], _one_of_twenty_four()),
        "staffordshire-follow-up": (_said(_staffordshire), shipped["criteria-2003"], _staffordshire()),
        "care-breach": (
            "A care service that would be good, capped by a breach.",
            shipped["care-services-2015"],
            {"standards": care, "facts": {"breach_of_regulations": True}},
        ),
        "between-edges": (_said(_edges), small, _edges()),
        "half-up": (_said(_half_up), scheme_of(_half_up()), {"standards": unanswered}),
        "nothing-rated": (
            "No standard is rated, so there is no overall rating.",
            small,
            {"standards": {id_: {"not_rated": "not inspected"} for id_ in ("1", "2", "3")}},
        ),
        "five-levels": (_said(_five_levels), scheme_of(_five_levels()), five),
        "words-only": (
            "A report in words only.",
            scheme_of(_words_only()),
            {"standards": {"1": {"narrative": "event-1"}}},
        ),
    }


def _said(function: Any) -> str:
    return str(function.__doc__).strip()


def made() -> dict[str, Document]:
    """Every vector as the product makes it now."""
    found: dict[str, Document] = {}
    for name, (about, scheme, request) in _cases_of_vectors().items():
        derivation = rate_json(scheme, request)
        found[name] = {
            "about": about,
            "scheme": json.loads(scheme.canonical_bytes),
            "scheme_digest": scheme.digest,
            "request": request,
            "trace": json.loads(derivation.trace_bytes),
            "trace_digest": derivation.digest,
        }
    return found


def write() -> None:
    """Write every vector to its file."""
    VECTORS.mkdir(parents=True, exist_ok=True)
    for name, vector in made().items():
        text = json.dumps(vector, ensure_ascii=False, indent=1, sort_keys=True)
        (VECTORS / f"{name}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    write()
