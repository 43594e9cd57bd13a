"""The canonical form of a scheme: what its digest covers."""

from domain.ratings import parse_scheme
from tests.support.ratings_examples import scheme_of, small_scheme
from tests.support.scheme_file import FILE


def test_the_canonical_form_holds_everything_that_the_file_says_but_where_it_stands_in_its_life() -> None:
    assert parse_scheme(FILE.encode(), where="my.toml").document == {
        "format": "assay.scheme.v1",
        "id": "mine",
        "version": "1",
        "title": "Mine",
        "citation": "nowhere",
        "notes": [],
        "framework": None,
        "levels": [{"id": "low", "title": "Low", "score": 0}, {"id": "high", "title": "High", "score": 1}],
        "shares": {"rounding": "half_up", "not_applicable": "in", "no_answers": "refused"},
        "bands": [
            {"id": "few", "title": "Few", "at_least": "0", "rating": "low"},
            {"id": "many", "title": "Many", "at_least": "125/2", "rating": "high"},
        ],
        "facts": [{"id": "breach", "title": "A breach", "default": None}],
        "standards": [
            {
                "id": "A",
                "title": "Alpha",
                "aggregator": "judgement",
                "counted": True,
                "weight": 1,
                "population": None,
                "key_questions": [],
            },
            {
                "id": "B",
                "title": "Beta",
                "aggregator": "lowest_band",
                "counted": True,
                "weight": 1,
                "population": "cases",
                "key_questions": [{"id": "B1", "weight": 1}, {"id": "B2", "weight": 1}],
            },
            {
                "id": "C",
                "title": "Gamma",
                "aggregator": "percentage",
                "counted": False,
                "weight": 1,
                "population": None,
                "key_questions": [{"id": "C1", "weight": 3}, {"id": "C2", "weight": 1}],
            },
        ],
        "overall": {
            "aggregator": "count_rules",
            "bands": [],
            "rules": [
                {
                    "id": "all-high",
                    "rating": "high",
                    "source": "published",
                    "note": None,
                    "when": [{"levels": ["low"], "at_least": 0, "at_most": 0}],
                },
                {"id": "else", "rating": "low", "source": "ours", "note": "Ours.", "when": []},
            ],
            "limiters": [{"id": "breach-caps", "at_most": "low", "fact": "breach", "when": [], "note": None}],
        },
        "departures": {
            "overall": True,
            "standards": ["B"],
            "by": "panel",
            "triggers": [{"id": "edge", "title": "Near an edge"}],
            "other_triggers": False,
        },
        "look_closer": {"points": "5/2", "changes": 2, "cases": 4},
    }
    small = scheme_of(small_scheme()).document
    assert small["look_closer"] == {"points": None, "changes": None, "cases": None}
    overall = small["overall"]
    assert isinstance(overall, dict)
    assert overall["bands"] == [
        {"rating": "inadequate", "up_to": "1/2"},
        {"rating": "requires_improvement", "up_to": "3/2"},
        {"rating": "good", "up_to": "5/2"},
        {"rating": "outstanding", "up_to": None},
    ]
