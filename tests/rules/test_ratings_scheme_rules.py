"""Rules that cannot be meant are refused: a rating must follow from every combination, and never fall."""

from typing import Any

import pytest

from tests.support.ratings_examples import scheme_of, scheme_toml, small_scheme
from tests.support.scheme_file import refusal


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"overall": {"aggregator": "sum_and_band"}}, "overall.bands is missing"),
        (
            {"overall": {"aggregator": "sum_and_band", "bands": [{"rating": "good", "up_to": "1"}]}},
            "overall.bands 1.up_to has no place in the last band",
        ),
        (
            {
                "overall": {
                    "aggregator": "sum_and_band",
                    "bands": [{"rating": "good"}, {"rating": "outstanding"}],
                }
            },
            "overall.bands 1.up_to is missing",
        ),
        (
            {
                "overall": {
                    "aggregator": "sum_and_band",
                    "bands": [{"rating": "good", "up_to": "1.5"}, {"rating": "outstanding"}],
                }
            },
            "up_to must be a fraction",
        ),
        (
            {
                "overall": {
                    "aggregator": "sum_and_band",
                    "bands": [{"rating": "good", "up_to": "1/0"}, {"rating": "outstanding"}],
                }
            },
            "up_to must be a fraction",
        ),
        (
            {
                "overall": {
                    "aggregator": "sum_and_band",
                    "bands": [{"rating": "good", "up_to": True}, {"rating": "outstanding"}],
                }
            },
            "up_to must be a fraction",
        ),
        (
            {
                "overall": {
                    "aggregator": "sum_and_band",
                    "bands": [{"rating": "good", "up_to": 2}, {"rating": "good"}],
                }
            },
            "overall.bands 2.rating must be a higher level than the band before",
        ),
        (
            {
                "overall": {
                    "aggregator": "sum_and_band",
                    "bands": [
                        {"rating": "inadequate", "up_to": 2},
                        {"rating": "good", "up_to": 2},
                        {"rating": "outstanding"},
                    ],
                }
            },
            "overall.bands 2.up_to must be higher",
        ),
        (
            {"overall": {"aggregator": "sum_and_band", "bands": [{"rating": "great"}]}},
            "overall.bands 1.rating must be one of inadequate",
        ),
        (
            {"overall": {"aggregator": "sum_and_band", "bands": [{"rating": "good", "x": 1}]}},
            "overall.bands 1.x is not known here",
        ),
        (
            {"overall": {"aggregator": "none", "limiters": [{"id": "x", "at_most": "good"}]}},
            "overall.limiters is not known here",
        ),
        (
            {"overall": {"aggregator": "none"}, "departures": {"overall": True}},
            "departures.overall cannot be true",
        ),
        (
            {"overall": {"aggregator": "judgement"}, "departures": {"overall": True}},
            "departures.overall cannot be true",
        ),
        ({"levels": []}, "needs [[levels]] to rate on"),
        (
            {
                "levels": [],
                "standards": [{"id": "n", "title": "N", "aggregator": "narrative"}],
                "bands": [],
                "overall": {"aggregator": "judgement"},
            },
            "overall.aggregator needs [[levels]] to rate on",
        ),
        (
            {"standards": [{"id": "n", "title": "N", "aggregator": "narrative"}]},
            "overall.aggregator needs at least one standard that is counted",
        ),
        (
            {
                "standards": [{"id": "n", "title": "N", "aggregator": "lowest_band", "key_questions": ["a"]}],
                "bands": [],
            },
            "needs [[bands]], each with a rating",
        ),
        (
            {
                "standards": [{"id": "n", "title": "N", "aggregator": "percentage", "population": "p"}],
                "overall": {"aggregator": "none"},
            },
            "standards 1.population has no place in a standard without key questions",
        ),
        ({"overall": 3}, "overall must be a table"),
    ],
)
def test_rules_that_cannot_be_meant_are_refused(changes: dict[str, Any], words: str) -> None:
    document = small_scheme() | changes
    if changes == {"levels": []}:
        document["bands"] = []
    if changes.get("overall") == 3:
        del document["overall"]
        text = b"overall = 3\n" + scheme_toml(document)
    else:
        text = scheme_toml(document)
    code, sentence = refusal(text)
    assert code == "scheme-invalid"
    assert words in sentence


def test_bands_may_share_a_rating_but_never_fall() -> None:
    document = small_scheme()
    document["bands"][1]["rating"] = "inadequate"
    assert [band.rating for band in scheme_of(document).bands] == [
        "inadequate",
        "inadequate",
        "good",
        "outstanding",
    ]
    document["bands"][2]["rating"] = "outstanding"
    document["bands"][3]["rating"] = "good"
    assert "gives a lower rating for a higher share than the band before" in refusal(scheme_toml(document))[1]


def test_rules_for_more_standards_than_can_be_tried_must_end_with_one_for_everything() -> None:
    many = [{"id": f"s{n}", "title": "S", "aggregator": "judgement"} for n in range(120)]
    rules: list[dict[str, Any]] = [
        {"id": "some", "rating": "good", "when": [{"levels": ["good"], "at_least": 0}]}
    ]
    document = small_scheme(standards=many, overall={"aggregator": "count_rules", "rules": rules})
    assert "must end with a rule without conditions" in refusal(scheme_toml(document))[1]
    rules.append({"id": "else", "rating": "inadequate"})
    assert len(scheme_of(document).overall.rules) == 2
    document["overall"]["rules"] = []
    assert "overall.rules is missing" in refusal(scheme_toml(document))[1]


def test_every_combination_is_tried_with_standards_left_unrated_too() -> None:
    rules = [
        {
            "id": "three",
            "rating": "good",
            "when": [
                {"levels": ["inadequate", "requires_improvement", "good", "outstanding"], "at_least": 3}
            ],
        },
    ]
    document = small_scheme(overall={"aggregator": "count_rules", "rules": rules})
    assert "say nothing about 1 inadequate; they must" in refusal(scheme_toml(document))[1]


def test_a_scheme_in_words_only_derives_no_overall_rating_to_depart_from() -> None:
    document = small_scheme(overall={"aggregator": "narrative"}, departures={"overall": True})
    assert (
        "departures.overall cannot be true: no overall rating is derived" in refusal(scheme_toml(document))[1]
    )
