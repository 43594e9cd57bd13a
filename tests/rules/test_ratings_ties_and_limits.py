"""Nearness and what a sample bears where it is tight: ties, limits, levels out of reach, what is not known."""

from fractions import Fraction
from typing import Any

import pytest

from domain.ratings import (
    Counts,
    Inputs,
    Judgement,
    NotRated,
    Percentage,
    Scheme,
    derive,
    shipped_schemes,
)
from domain.ratings.inputs import StandardInput
from domain.ratings.nearness.as_json import bearing_json
from domain.ratings.nearness.bearing import Bearing, bearing_of, check_sizes
from domain.ratings.nearness.nearness import Nearness, nearness_of
from domain.refusals import Refused
from tests.support.ratings_examples import BANDS, LEVELS, scheme_of, small_scheme

GOOD = Judgement("good")
NOT_LOOKED_AT = NotRated("no cases")
PER_CENT = Percentage(Fraction(71))


def near(scheme: Scheme, standards: dict[str, StandardInput], **more: Any) -> Nearness:
    return nearness_of(derive(scheme, Inputs(standards, **more)))


def borne(scheme: Scheme, standards: dict[str, StandardInput], **sizes: int) -> Bearing:
    return bearing_of(derive(scheme, Inputs(standards)), sizes)


def case_standard(id_: str, weight: int = 1) -> dict[str, Any]:
    """A standard of one key question, which has its id and ``a``."""
    return {
        "id": id_,
        "title": id_,
        "aggregator": "lowest_band",
        "weight": weight,
        "key_questions": [f"{id_}a"],
    }


# Nearness: of ways that need as many changes, the one to the nearest rating.


def test_of_two_ways_down_with_as_many_changes_the_nearer_rating_is_named() -> None:
    # One no makes 2a inadequate (0 of 1), or 2b requires improvement (3 of 5).
    found = near(
        scheme_of(small_scheme(standards=[small_scheme()["standards"][1]])),
        {"2": {"2a": Counts(1, 0), "2b": Counts(4, 1)}},
    )
    for least in (found.standards["2"].down, found.down):
        assert least is not None
        assert (least.number, least.leads_to) == (1, "requires_improvement")
        assert [change.key_question for change in least.changes] == ["2b"]


def test_the_nearer_overall_rating_is_named_whichever_standard_comes_first() -> None:
    light, heavy = case_standard("l"), case_standard("h", weight=3)
    given: dict[str, StandardInput] = {"l": {"la": Counts(4, 1)}, "h": {"ha": Counts(1, 0)}}
    # 12 of 12. One no makes the light one 1, in all 10: good; or the heavy one 0, in all 3: requires improvement.
    for standards in ([light, heavy], [heavy, light]):
        found = near(scheme_of(small_scheme(standards=standards)), given)
        assert found.down is not None
        assert (found.down.number, found.down.leads_to) == (1, "good")
    # 0 of 12. One yes makes the light one good, in all 2: requires improvement; or the heavy one 3, in all 9: good.
    given = {"l": {"la": Counts(3, 2)}, "h": {"ha": Counts(0, 1)}}
    for standards in ([light, heavy], [heavy, light]):
        found = near(scheme_of(small_scheme(standards=standards)), given)
        assert found.up is not None
        assert (found.up.number, found.up.leads_to) == (1, "requires_improvement")


def test_a_fact_that_caps_the_rating_leaves_no_way_up() -> None:
    care = shipped_schemes()["care-services-2015"]
    standards: dict[str, StandardInput] = dict.fromkeys(care.by_id, GOOD)
    free, capped = (
        near(care, standards, facts={"breach_of_regulations": breach}) for breach in (False, True)
    )
    assert free.up is not None
    assert free.up.leads_to == "outstanding"
    assert capped.up is None
    assert capped.down is not None


# Nearness: what is not known.


def test_of_a_percentage_in_the_lowest_band_only_a_way_up_is_not_known() -> None:
    found = near(
        scheme_of(small_scheme()),
        {"1": GOOD, "2": {"2a": Percentage(Fraction(30)), "2b": PER_CENT}, "3": NOT_LOOKED_AT},
    )
    assert found.standards["2"].not_known == ("up",)


def test_a_way_that_needs_a_judgement_and_what_is_left_aside_is_not_known_with_judgements_only() -> None:
    # good 2 and good 2 of 6; outstanding needs both of them to be outstanding
    found = near(
        scheme_of(small_scheme()), {"1": GOOD, "2": {"2a": PER_CENT, "2b": PER_CENT}, "3": NOT_LOOKED_AT}
    )
    assert (found.up, found.up_by_answers) == (None, None)
    assert (found.not_known, found.not_known_by_answers) == (("up",), ("down",))


def test_where_every_standard_is_left_aside_every_way_is_not_known() -> None:
    found = near(
        scheme_of(small_scheme()),
        {"1": NOT_LOOKED_AT, "2": {"2a": PER_CENT, "2b": PER_CENT}, "3": {"3a": PER_CENT}},
    )
    assert found.left_aside == ("2", "3")
    assert found.not_known == found.not_known_by_answers == ("up", "down")


def test_where_the_overall_rating_is_judged_nothing_is_left_aside() -> None:
    found = near(
        scheme_of(small_scheme(overall={"aggregator": "judgement"})),
        {"1": GOOD, "2": {"2a": PER_CENT, "2b": PER_CENT}, "3": NOT_LOOKED_AT},
        overall=GOOD,
    )
    assert (found.up, found.down, found.left_aside, found.not_known) == (None, None, (), ())


def test_a_panel_looks_closer_at_a_percentage_near_an_edge_and_at_a_single_case() -> None:
    scheme = scheme_of(small_scheme(look_closer={"points": 1, "changes": 1, "cases": 5}))
    percent = {"2a": Percentage(Fraction(66)), "2b": Percentage(Fraction(90))}
    found = near(scheme, {"1": GOOD, "2": percent, "3": {"3a": Counts(1, 0)}})
    assert found.standards["2"].look_closer == ("points",)
    assert found.standards["3"].look_closer == ("changes", "cases")


def test_a_standard_that_an_empty_question_holds_down_costs_nothing_to_leave() -> None:
    shares = {"rounding": "exact", "not_applicable": "out", "no_answers": "lowest"}
    found = near(
        scheme_of(small_scheme(shares=shares)),
        {"1": Judgement("outstanding"), "2": {"2a": Counts(0, 0, 5), "2b": Counts(9, 1)}, "3": NOT_LOOKED_AT},
    )
    # 3 of 6, requires improvement: the judgement moved three steps makes 0, inadequate; two make 1, which is too.
    assert found.down is not None
    assert (found.down.number, [change.standard for change in found.down.changes]) == (2, ["1"])


# What a sample bears.


def test_why_a_standard_has_no_figure_is_said_in_full() -> None:
    scheme = scheme_of(small_scheme(standards=[case_standard("x"), small_scheme()["standards"][1]]))
    found = borne(scheme, {"x": {"xa": Counts(4, 1)}, "2": {"2a": PER_CENT, "2b": PER_CENT}}, cases=40)
    assert found.without_figure == {
        "x": "its key questions are answered by no case list",
        "2": "only percentages are known of 2a, 2b",
    }
    assert found.judged == ()
    assumed = bearing_json(found)["assumes"]
    assert isinstance(assumed, list)
    assert not any("taken as judged" in str(line) for line in assumed)


def test_judged_standards_are_named_side_by_side() -> None:
    judged = [{"id": id_, "title": id_, "aggregator": "judgement"} for id_ in ("x", "y")]
    found = borne(scheme_of(small_scheme(standards=judged)), {"x": GOOD, "y": GOOD})
    assumed = bearing_json(found)["assumes"]
    assert isinstance(assumed, list)
    assert assumed[-1] == "x, y taken as judged"


def test_a_scheme_without_case_lists_knows_the_size_of_none() -> None:
    derivation = derive(
        scheme_of(small_scheme(standards=[case_standard("x")])), Inputs({"x": {"xa": Counts(4, 1)}})
    )
    with pytest.raises(Refused) as caught:
        check_sizes(derivation, {"cases": 5})
    assert caught.value.refusal.sentence == "scheme example knows no 'cases'; it knows none"


def test_a_question_that_nobody_could_answer_has_no_figure_where_it_is_left_out() -> None:
    found = borne(
        scheme_of(small_scheme()),
        {"1": GOOD, "2": {"2a": Counts(0, 0, 10), "2b": Counts(9, 1)}, "3": NOT_LOOKED_AT},
        cases=40,
    )
    assert set(found.questions) == {"2b"}
    two = found.standards["2"]
    assert two.at_least == two.independent == two.at_most < 1


@pytest.mark.parametrize("whole", [2, 3])
def test_a_level_that_no_band_gives_is_never_probable(whole: int) -> None:
    bands = [
        {"id": band, "title": band, "at_least": edge, "rating": level}
        for (band, edge), level in zip(BANDS[:3], LEVELS[:3], strict=True)
    ]
    found = borne(
        scheme_of(small_scheme(bands=bands, standards=[small_scheme()["standards"][2]])),
        {"3": {"3a": Counts(2, 0)}},
        others=whole,
    )
    # Two of two or of three are 65 per cent and more, whatever the third says: good, the highest that a band gives.
    three = found.standards["3"]
    assert (found.questions["3a"].same_band, three.at_least, three.independent, three.at_most) == (1, 1, 1, 1)
