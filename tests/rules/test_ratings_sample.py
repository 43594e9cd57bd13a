"""What a sample can bear: how likely a standard, or the whole, would have been rated otherwise by all cases."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from math import comb
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.ratings import Counts, Inputs, Judgement, NotRated, Percentage, Scheme, derive
from domain.ratings.inputs import StandardInput
from domain.ratings.nearness.as_json import bearing_json, percent
from domain.ratings.nearness.bearing import bearing_of, weights_of_yes
from domain.ratings.nearness.likelihood import OverallChance, Spread, certain, lowest_of, taken_as
from domain.ratings.overall import rate_overall
from domain.refusals import Refused
from tests.support.ratings_examples import answer_inspections, rate_json, scheme_of, small_scheme

SMALL = scheme_of(small_scheme())
NEGLIGIBLE = Fraction(1, 10**10)
"""Key questions' probabilities are rounded to twelve decimals before they are combined."""


def exactly(*numbers: int | Fraction) -> tuple[Fraction, ...]:
    """These numbers as fractions, to compare with."""
    return tuple(Fraction(number) for number in numbers)


def by_counting_files(yes: int, read: int, whole: int) -> list[Fraction]:
    """Bayes' rule in full: each number of yeses in the file as likely as any other, then the sample drawn from it."""
    likelihoods = [
        Fraction(comb(k, yes) * comb(whole - k, read - yes), comb(whole, read)) for k in range(whole + 1)
    ]
    return [likelihood / sum(likelihoods) for likelihood in likelihoods]


@given(st.integers(1, 12), st.data())
def test_the_probability_of_each_number_of_yeses_is_that_of_bayes_rule(
    whole: int, data: st.DataObject
) -> None:
    read = data.draw(st.integers(0, whole))
    yes = data.draw(st.integers(0, read))
    weights = weights_of_yes(yes, read, whole)
    assert sum(weights) == comb(whole + 1, read + 1)
    assert [Fraction(each, sum(weights)) for each in weights] == by_counting_files(yes, read, whole)


def test_a_file_that_was_read_whole_is_known_for_certain() -> None:
    standards: dict[str, StandardInput] = {
        "1": Judgement("good"),
        "2": {"2a": Counts(64, 36), "2b": Counts(80, 20)},
        "3": {"3a": Counts(1, 1)},
    }
    bearing = bearing_of(derive(SMALL, Inputs(standards)), {"cases": 100, "others": 2})
    assert {id_: q.same_band for id_, q in bearing.questions.items()} == {"2a": 1, "2b": 1, "3a": 1}
    assert {(s.independent, s.at_least, s.at_most) for s in bearing.standards.values()} == {exactly(1, 1, 1)}
    assert bearing.overall is not None
    assert (bearing.overall.independent, bearing.overall.at_least, bearing.overall.at_most) == exactly(
        1, 1, 1
    )


def test_half_a_file_on_an_edge_is_a_toss_up() -> None:
    """Two of four read, one yes: in the file 1, 2 or 3 of 4 are yes, and only 2 is exactly half: too few."""
    standards: dict[str, StandardInput] = {
        "1": Judgement("good"),
        "2": NotRated("-"),
        "3": {"3a": Counts(1, 1)},
    }
    bearing = bearing_of(derive(SMALL, Inputs(standards)), {"others": 4})
    # C(k,1) C(4-k,1) for k = 1, 2, 3 is 3, 4, 3 of 10; only k = 2 is from 50 to below 65 per cent
    assert bearing.questions["3a"].same_band == Fraction(4, 10)
    assert (bearing.questions["3a"].read, bearing.questions["3a"].whole) == (2, 4)
    assert bearing.standards["3"].independent == Fraction(4, 10)


def test_what_does_not_apply_in_the_sample_does_not_apply_as_often_in_the_file() -> None:
    standards: dict[str, StandardInput] = {
        "1": Judgement("good"),
        "2": NotRated("-"),
        "3": {"3a": Counts(30, 10, 10, 5)},
    }
    out = bearing_of(derive(SMALL, Inputs(standards)), {"others": 101})
    assert (out.questions["3a"].read, out.questions["3a"].whole) == (40, 80)
    shares = {"rounding": "exact", "not_applicable": "in", "no_answers": "left_out"}
    inside = bearing_of(derive(scheme_of(small_scheme(shares=shares)), Inputs(standards)), {"others": 101})
    assert (inside.questions["3a"].read, inside.questions["3a"].whole) == (50, 101)


@pytest.mark.parametrize(
    ("sizes", "code", "words"),
    [
        ({"prison": 5}, "unknown-population", "scheme example knows no 'prison'; it knows cases, others"),
        ({"others": 9}, "bad-population-size", "others is said to hold 9 cases, yet 10 were read"),
        ({"others": 0}, "bad-population-size", "the size of others must be a whole number from 1 to 100,000"),
        (
            {"others": 100_001},
            "bad-population-size",
            "the size of others must be a whole number from 1 to 100,000",
        ),
        (
            {"others": True},
            "bad-population-size",
            "the size of others must be a whole number from 1 to 100,000",
        ),
    ],
)
def test_a_file_that_cannot_be_is_refused(sizes: dict[str, int], code: str, words: str) -> None:
    standards: dict[str, StandardInput] = {
        "1": Judgement("good"),
        "2": NotRated("-"),
        "3": {"3a": Counts(4, 3, 2, 1)},
    }
    with pytest.raises(Refused) as caught:
        bearing_of(derive(SMALL, Inputs(standards)), sizes)
    assert (caught.value.refusal.code, caught.value.refusal.sentence) == (code, words)


def test_the_largest_and_the_smallest_file_are_accepted() -> None:
    standards: dict[str, StandardInput] = {
        "1": Judgement("good"),
        "2": NotRated("-"),
        "3": {"3a": Counts(1, 0)},
    }
    derivation = derive(SMALL, Inputs(standards))
    assert bearing_of(derivation, {"others": 1}).questions["3a"].same_band == 1
    assert bearing_of(derivation, {"others": 100_000}).questions["3a"].whole == 100_000


def test_a_standard_with_a_percentage_or_a_file_of_unknown_size_has_no_figure_and_is_named() -> None:
    standards: dict[str, StandardInput] = {
        "1": Judgement("good"),
        "2": {"2a": Percentage(Fraction(71)), "2b": Counts(9, 1)},
        "3": {"3a": Counts(6, 4)},
    }
    derivation = derive(SMALL, Inputs(standards))
    bearing = bearing_of(derivation, {"cases": 40})
    assert set(bearing.questions) == {"2b"}
    assert bearing.standards == {}
    assert bearing.judged == ("1",)
    assert bearing.without_figure == {
        "2": "only percentages are known of 2a",
        "3": "the size of others is not given",
    }
    assert bearing.taken_as_certain == ("2", "3")
    assert bearing.overall is not None
    # Everything is taken as it is, so the figure says nothing; and the bounds say so: 2 and 3 can be anything.
    assert (bearing.overall.independent, bearing.overall.at_least, bearing.overall.at_most) == exactly(
        1, 0, 1
    )
    written = bearing_json(bearing)["assumes"]
    assert isinstance(written, list)
    taken = "taken as certain in the overall figure, as anything in its at_least and at_most:"
    assert written[-3:] == [
        "1 taken as judged",
        f"2 {taken} only percentages are known of 2a",
        f"3 {taken} the size of others is not given",
    ]


def test_with_the_numbers_behind_it_the_same_inspection_has_every_figure() -> None:
    def inspection(known: Counts | Percentage) -> dict[str, StandardInput]:
        return {
            "1": Judgement("good"),
            "2": {"2a": known, "2b": Counts(90, 10)},
            "3": {"3a": Counts(60, 40)},
        }

    sizes = {"cases": 330, "others": 330}
    numbers = bearing_of(derive(SMALL, Inputs(inspection(Counts(71, 29)))), sizes)
    per_cent = bearing_of(derive(SMALL, Inputs(inspection(Percentage(Fraction(71))))), sizes)
    assert (set(numbers.standards), set(per_cent.standards)) == ({"2", "3"}, {"3"})
    assert (numbers.taken_as_certain, per_cent.taken_as_certain) == ((), ("2",))
    assert numbers.without_figure == {}
    assert numbers.overall is not None
    assert per_cent.overall is not None
    # What is not known cannot make the bounds narrower: they hold for whatever the numbers are.
    assert per_cent.overall.at_least <= numbers.overall.at_least
    assert numbers.overall.at_most <= per_cent.overall.at_most
    assert per_cent.overall.at_least <= numbers.overall.independent <= per_cent.overall.at_most


def test_a_standard_that_is_not_counted_is_not_assumed_overall() -> None:
    document = small_scheme()
    document["standards"][2]["counted"] = False
    standards: dict[str, StandardInput] = {
        "1": Judgement("good"),
        "2": {"2a": Counts(8, 2), "2b": Counts(9, 1)},
        "3": {"3a": Counts(6, 4)},
    }
    bearing = bearing_of(derive(scheme_of(document), Inputs(standards)), {"cases": 40})
    assert (set(bearing.without_figure), bearing.taken_as_certain) == ({"3"}, ())
    none = bearing_of(derive(scheme_of(small_scheme(overall={"aggregator": "none"})), Inputs(standards)), {})
    assert (none.overall, set(none.without_figure), none.taken_as_certain) == (None, {"2", "3"}, ())


def test_a_standard_of_which_nothing_is_known_can_be_anything_in_the_bounds() -> None:
    free = taken_as(SMALL, 2)
    assert free.possible == [0, 1, 2, 3]
    assert free.probabilities == exactly(0, 0, 1, 0)
    assert [(free.least(rank), free.most(rank, rank)) for rank in range(4)] == [(0, 1)] * 4
    assert (free.reaching, free.below) == (exactly(1, 1, 1, 1), exactly(0, 1, 1, 1))


def test_without_a_rule_for_the_overall_rating_none_is_said() -> None:
    scheme = scheme_of(small_scheme(overall={"aggregator": "none"}))
    standards: dict[str, StandardInput] = {
        "1": Judgement("good"),
        "2": NotRated("-"),
        "3": {"3a": Counts(6, 4)},
    }
    assert bearing_of(derive(scheme, Inputs(standards)), {"others": 40}).overall is None


def test_a_question_nobody_could_answer_keeps_its_standard_at_the_lowest_band() -> None:
    shares = {"rounding": "exact", "not_applicable": "out", "no_answers": "lowest"}
    standards: dict[str, StandardInput] = {
        "1": Judgement("good"),
        "2": {"2a": Counts(0, 0, 3), "2b": Counts(5, 5)},
        "3": NotRated("-"),
    }
    bearing = bearing_of(derive(scheme_of(small_scheme(shares=shares)), Inputs(standards)), {"cases": 40})
    assert bearing.standards["2"].independent == 1
    assert set(bearing.questions) == {"2b"}


def spreads(derivation: Any, sizes: dict[str, int]) -> dict[str, list[list[Fraction]]]:
    """By standard and key question, the probability of each rank, computed from Bayes' rule here."""
    scheme = derivation.scheme
    found: dict[str, list[list[Fraction]]] = {}
    for result in derivation.standards.values():
        if result.rating is None:
            continue
        if result.source == "judgement":
            found[result.id] = [[Fraction(int(level.id == result.rating)) for level in scheme.levels]]
            continue
        rows = []
        for question in result.questions:
            if question.band is None:
                continue
            if question.share is None:
                rows.append([Fraction(int(n == 0)) for n in range(len(scheme.levels))])
                continue
            counts = question.counts
            read = (
                counts.yes
                + counts.no
                + (counts.not_applicable if scheme.shares.not_applicable == "in" else 0)
            )
            asked = counts.yes + counts.no + counts.not_applicable
            whole = max(read, sizes[result.standard.population] * read // asked)
            row = [Fraction(0)] * len(scheme.levels)
            for k, chance in enumerate(by_counting_files(counts.yes, read, whole)):
                share = Fraction(100 * k, whole)
                if scheme.shares.rounding == "half_up":
                    share = Fraction(int(share + Fraction(1, 2)))
                row[sum(band.at_least <= share for band in scheme.bands) - 1] += chance
            rows.append(row)
        found[result.id] = rows
    return found


def outcomes(rows: list[list[Fraction]]) -> Iterator[tuple[int, Fraction]]:
    for ranks in product(*(range(len(row)) for row in rows)):
        chance = Fraction(1)
        for row, rank in zip(rows, ranks, strict=True):
            chance *= row[rank]
        if chance:
            yield min(ranks), chance


@settings(max_examples=30)
@given(answer_inspections(largest=4))
def test_combined_probabilities_agree_with_trying_every_outcome(
    inspection: tuple[Scheme, dict[str, Any]],
) -> None:
    scheme, request = inspection
    derivation = rate_json(scheme, request)
    sizes = {"cases": 14, "others": 15}
    bearing = bearing_of(derivation, sizes)
    marginals = {id_: list(outcomes(rows)) for id_, rows in spreads(derivation, sizes).items()}
    for id_, standard in bearing.standards.items():
        rating = derivation.standards[id_].rating
        same = sum(chance for rank, chance in marginals[id_] if scheme.levels[rank].id == rating)
        assert abs(standard.independent - same) < NEGLIGIBLE
        assert 0 <= standard.at_least <= standard.independent + NEGLIGIBLE
        assert standard.independent <= standard.at_most + NEGLIGIBLE <= 1 + NEGLIGIBLE
    if derivation.overall is None:
        assert bearing.overall is None
        return
    same = Fraction(0)
    for combination in product(*marginals.values()):
        judged = dict(zip(marginals, combination, strict=True))
        if overall_by_ranks(scheme, judged, derivation) == derivation.overall:
            chance = Fraction(1)
            for _, part in combination:
                chance *= part
            same += chance
    assert bearing.overall is not None
    assert abs(bearing.overall.independent - same) < NEGLIGIBLE
    assert 0 <= bearing.overall.at_least <= bearing.overall.independent + NEGLIGIBLE
    assert bearing.overall.independent <= bearing.overall.at_most + NEGLIGIBLE <= 1 + NEGLIGIBLE


def overall_by_ranks(scheme: Scheme, judged: dict[str, tuple[int, Fraction]], derivation: Any) -> str | None:
    ratings = [(scheme.levels[rank].id, scheme.by_id[id_].weight) for id_, (rank, _) in judged.items()]
    return rate_overall(scheme, ratings, derivation.facts, None).rating


def spread(*rows: tuple[int, ...]) -> Spread:
    """A standard from the probabilities, in tenths, of each rank of its key questions."""
    return lowest_of([tuple(Fraction(tenths, 10) for tenths in row) for row in rows])


def test_the_bounds_of_a_standard_hold_however_its_questions_depend_on_each_other() -> None:
    """Two questions, each at the lower of two ranks 3 times in 10: together (7) or never together (4 or 10 of 10)."""
    two = spread((3, 7), (3, 7))
    assert two.probabilities == (Fraction(51, 100), Fraction(49, 100))
    assert (two.least(1), two.most(1, 1)) == (Fraction(4, 10), Fraction(7, 10))
    assert (two.least(0), two.most(0, 0)) == (Fraction(3, 10), Fraction(6, 10))
    assert two.reaching == exactly(1, Fraction(7, 10))
    assert two.below == exactly(0, Fraction(6, 10))
    assert two.possible == [0, 1]
    three = spread((0, 10, 0), (0, 5, 5))
    assert three.possible == [1]
    assert (three.least(1), three.most(1, 1), three.most(0, 2), three.least(2)) == exactly(1, 1, 1, 0)
    assert spread((6, 4), (6, 4)).below == exactly(0, 1)


def test_a_standard_that_is_certain_has_one_possible_rank() -> None:
    sure = certain(SMALL, 2)
    assert sure.possible == [2]
    assert sure.probabilities == exactly(0, 0, 1, 0)
    assert (sure.least(2), sure.most(2, 2), sure.most(0, 1)) == exactly(1, 1, 0)


def chance(rating: str, *standards: tuple[int, tuple[int, ...], int]) -> OverallChance:
    return OverallChance(
        SMALL,
        tuple((weight, spread(row)) for weight, row, _ in standards),
        tuple(rank for _, _, rank in standards),
        {},
        rating,
    )


def test_the_overall_bounds_use_the_better_of_what_no_standard_and_what_few_points_can_do() -> None:
    # Two standards good for certain, one good 9 times in 10 and else inadequate: 6 of 9, or 4 of 9.
    one = chance("good", (1, (0, 0, 10, 0), 2), (1, (0, 0, 10, 0), 2), (1, (1, 0, 9, 0), 2))
    assert (one.independent(), one.least(), one.most()) == (Fraction(9, 10), Fraction(9, 10), Fraction(9, 10))
    # A standard that loses one point 3 times in 10 cannot by itself leave good (5 of 9): two points must go at once.
    three = chance("good", *[(1, (0, 3, 7, 0), 2)] * 3)
    # expected loss 9/10, two points needed: at most 9/20 by Markov; at most 9/10 by the union
    assert three.least() == 1 - Fraction(9, 20)
    assert three.most() == 1
    assert three.independent() == Fraction(7, 10) ** 3 + 3 * Fraction(3, 10) * Fraction(7, 10) ** 2


def test_gains_count_as_losses_do() -> None:
    # 6 of 9, and 8 is outstanding: one standard gains a point 2 times in 10, another 4 times in 10.
    two = chance("good", (1, (0, 0, 8, 2), 2), (1, (0, 0, 6, 4), 2), (1, (0, 0, 10, 0), 2))
    assert two.least() == 1 - Fraction(6, 10) / 2
    assert two.most() == 1
    heavy = chance("good", (2, (0, 0, 8, 2), 2), (1, (0, 0, 10, 0), 2))
    assert (heavy.least(), heavy.most(), heavy.independent()) == (Fraction(8, 10),) * 3


def test_the_better_of_the_two_lower_bounds_counts() -> None:
    # 6 of 9, two points needed; the one standard that may fall takes three with it, one time in ten.
    union = chance("good", (1, (1, 0, 0, 9), 3), (1, (0, 0, 10, 0), 2), (1, (0, 10, 0, 0), 1))
    assert union.least() == Fraction(9, 10)
    # 7 of 9, three points needed; 5 of 9, three points to gain.
    falling = chance("good", (1, (0, 0, 3, 7), 3), *[(1, (0, 3, 7, 0), 2)] * 2)
    assert falling.least() == 1 - Fraction(9, 10) / 3
    rising = chance("good", (1, (0, 8, 2, 0), 1), *[(1, (0, 0, 8, 2), 2)] * 2)
    assert rising.least() == 1 - Fraction(6, 10) / 3


def test_no_bound_is_below_none_and_a_top_or_bottom_rating_has_one_way_to_leave() -> None:
    assert chance("good", *[(1, (9, 0, 1, 0), 2)] * 3).least() == 0
    top = chance("outstanding", *[(1, (0, 0, 2, 8), 3)] * 3)
    # 9 of 9, two points needed: 6/10 expected
    assert top.least() == 1 - Fraction(6, 10) / 2
    bottom = chance("inadequate", *[(1, (8, 2, 0, 0), 0)] * 3)
    assert bottom.least() == 1 - Fraction(6, 10) / 2


def test_points_are_those_of_the_scheme_and_edges_may_lie_at_either_end() -> None:
    document = small_scheme(
        overall={
            "aggregator": "sum_and_band",
            "bands": [
                {"rating": "inadequate", "up_to": "0"},
                {"rating": "good", "up_to": "20/3"},
                {"rating": "outstanding"},
            ],
        }
    )
    for level, score in zip(document["levels"], (0, 1, 3, 7), strict=True):
        level["score"] = score
    scheme = scheme_of(document)

    def least(*standards: tuple[tuple[int, ...], int]) -> Fraction:
        spreads_ = tuple((1, spread(row)) for row, _ in standards)
        return OverallChance(scheme, spreads_, tuple(rank for _, rank in standards), {}, "good").least()

    # 3 points; only 0 is another rating below: the rest must fall by 3, each by 1 with 3 in 10
    assert least(*[((3, 7, 0, 0), 1)] * 3) == 1 - Fraction(9, 10) / 3
    # 17 points; only 21 is another rating above: one rises by 4 with 2 in 10, the others cannot
    assert least(((0, 0, 8, 2), 2), ((0, 0, 0, 10), 3), ((0, 0, 0, 10), 3)) == Fraction(8, 10)
    # 9 points; nothing reached by losing 2 of them; 12 needed, and 4 gained 2 times in 10 by each
    assert least(*[((0, 0, 8, 2), 2)] * 3) == 1 - Fraction(24, 10) / 12
    # 9 points, 9 needed below; each loses 2 with 3 in 10
    assert least(*[((0, 3, 7, 0), 2)] * 3) == 1 - Fraction(18, 10) / 9


def test_limiters_and_facts_count_in_the_probability_too() -> None:
    scheme = scheme_of(
        small_scheme(
            facts=[{"id": "breach", "title": "B"}],
            standards=[small_scheme()["standards"][2]],
            overall=small_scheme()["overall"]
            | {"limiters": [{"id": "cap", "at_most": "inadequate", "fact": "breach"}]},
        )
    )
    free, capped = (
        bearing_of(
            derive(scheme, Inputs({"3": {"3a": Counts(6, 4)}}, facts={"breach": breach})), {"others": 20}
        ).overall
        for breach in (False, True)
    )
    assert free is not None
    assert capped is not None
    assert free.independent < 1
    assert (capped.independent, capped.at_least, capped.at_most) == exactly(1, 1, 1)


def test_where_no_counted_standard_is_rated_there_is_no_probability_of_an_overall_rating() -> None:
    nothing: dict[str, StandardInput] = dict.fromkeys(("1", "2", "3"), NotRated("-"))
    bearing = bearing_of(derive(SMALL, Inputs(nothing)), {"others": 20})
    assert (bearing.overall, bearing.questions, bearing.standards) == (None, {}, {})


def test_as_json_probabilities_are_text_and_only_certainty_is_shown_as_such() -> None:
    standards: dict[str, StandardInput] = {
        "1": Judgement("good"),
        "2": {"2a": Counts(40, 10), "2b": Counts(45, 5)},
        "3": NotRated("-"),
    }
    written = bearing_json(bearing_of(derive(SMALL, Inputs(standards)), {"cases": 60}))
    outstanding = percent(sum(by_counting_files(40, 50, 60)[48:], Fraction(0)))
    assert outstanding == "64.1"
    assert written["key_questions"] == {
        "2a": {"read": 50, "whole": 60, "same_band": "64.1"},
        "2b": {"read": 50, "whole": 60, "same_band": "99.9"},
    }
    # a bound is rounded to its own side, so that it holds as printed
    assert written["standards"] == {"2": {"independent": "64.1", "at_least": "64.0", "at_most": "64.1"}}
    assert written["assumes"] == [
        "before any case was read every number of yes answers in the whole file was equally likely",
        "the cases read are a simple random sample of the file",
        "not applicable is as frequent among the cases not read",
        "combined figures take key questions as independent; at_least and at_most do not",
        "1 taken as judged",
    ]
    assert (written["without_figure"], written["taken_as_certain"]) == ({}, [])
    assert written["overall"] == {"independent": "100.0", "at_least": "82.0", "at_most": "100.0"}
    scheme = scheme_of(small_scheme(overall={"aggregator": "none"}))
    assert bearing_json(bearing_of(derive(scheme, Inputs(standards)), {}))["overall"] is None
