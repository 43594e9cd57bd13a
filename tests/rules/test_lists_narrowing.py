"""Which cases of a list a kind of inspection means, and which of its strata are told by a number (003 L131)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.cases.lists.checking import Table
from domain.cases.lists.columns import needed, tells_of_persons
from domain.cases.lists.narrowing import outside, words_of
from domain.inspections.kinds.parts import Narrowing, Population, Range
from domain.inspections.kinds.population_checks import narrowing_mistakes

HIGH = Narrowing(column="risk-level", values=("high", "very-high"), citation="003 L131")
OLDER = Range(stratum="period", id="earlier", column="weeks", at_least=20, citation="003 L131")
NEWER = OLDER.with_(id="newer", at_least=10, at_most=19)
FOLLOWED = Population(
    id="supervised-cases",
    title="Cases of high risk of harm",
    sample=30,
    strata=("period",),
    only_where=(HIGH,),
    ranges=(OLDER, NEWER),
    citation="003 L131",
)

PERIODS = "only period: earlier (weeks >= 20), newer (weeks >= 10 and weeks <= 19)"
RISK = "only risk-level = high or very-high"


def table(*rows: tuple[str, int]) -> Table:
    """A list of cases: the risk of harm and the weeks of each."""
    return Table(
        {
            "reference": "\n".join(f"S/{number}" for number, _ in enumerate(rows)),
            "risk-level": "\n".join(risk for risk, _ in rows),
            "weeks": "\n".join(str(weeks) for _, weeks in rows),
        },
        len(rows),
    )


@pytest.mark.parametrize(
    ("risk", "weeks", "period", "kept_out_by"),
    [
        ("high", 20, "earlier", ()),
        ("Very-High", 120, "earlier", ()),
        ("high", 19, "newer", ()),
        ("high", 10, "newer", ()),
        ("high", 9, "", (PERIODS,)),
        ("medium", 20, "earlier", (RISK,)),
        ("not-known", 3, "", (RISK, PERIODS)),
    ],
)  # fmt: skip
def test_the_cases_of_the_follow_up_of_2005(
    risk: str, weeks: int, period: str, kept_out_by: tuple[str, ...]
) -> None:
    of_one = table((risk, weeks))
    assert words_of(FOLLOWED, of_one) == [(period,)]
    assert tuple(each.rule for each in outside(FOLLOWED, of_one) if 1 in each.rows) == kept_out_by


def test_a_list_needs_the_columns_by_which_it_is_narrowed_and_none_for_a_range() -> None:
    assert needed(FOLLOWED) == ("reference", "weeks", "risk-level")
    assert not tells_of_persons(FOLLOWED), "a period tells of the work"
    assert FOLLOWED.asks_of_the_list
    assert FOLLOWED.with_(strata=(), ranges=()).asks_of_the_list


@given(st.lists(st.tuples(st.sampled_from(["low", "high", "very-high", "not-known"]), st.integers(0, 200))))
def test_whoever_is_left_is_meant_and_nobody_else_is(rows: list[tuple[str, int]]) -> None:
    of_all = table(*rows)
    out = {row for each in outside(FOLLOWED, of_all) for row in each.rows}
    meant = {
        number
        for number, (risk, weeks) in enumerate(rows, start=1)
        if risk in ("high", "very-high") and weeks >= 10
    }
    assert set(range(1, len(rows) + 1)) - out == meant
    words = words_of(FOLLOWED, of_all)
    assert all(words[row - 1] == ("earlier" if rows[row - 1][1] >= 20 else "newer",) for row in meant)


def test_numbers_narrow_a_list_too() -> None:
    hours = FOLLOWED.with_(
        only_where=(Narrowing(column="weeks", at_least=4, at_most=8, citation="a test"),),
        ranges=(),
        strata=(),
    )
    rules = list(outside(hours, table(("low", 3), ("low", 4), ("low", 8), ("low", 9))))
    assert [(each.rule, set(each.rows)) for each in rules] == [("only weeks >= 4 and weeks <= 8", {1, 4})]


@pytest.mark.parametrize(
    ("changed", "mistake"),
    [
        ({"only_where": (HIGH.with_(values=()),)}, "say of risk-level either its values"),
        ({"only_where": (HIGH.with_(at_least=3),)}, "say of risk-level either its values"),
        ({"only_where": (HIGH.with_(values=(), at_least=3),)}, "risk-level has no numbers"),
        ({"only_where": (HIGH.with_(values=("highest",)),)}, "highest never stands under risk-level"),
        ({"only_where": (HIGH.with_(column="weeks"),)}, "weeks has numbers"),
        (
            {"only_where": (Narrowing(column="weeks", at_least=9, at_most=8, citation="x"),)},
            "at_least of weeks is more than at_most",
        ),
        ({"ranges": (OLDER.with_(stratum="age"),)}, "age is none of the strata: period"),
        ({"ranges": (OLDER.with_(column="office"),)}, "office has no numbers"),
        ({"ranges": (OLDER.with_(at_most=10),)}, "at_least of earlier is more than its at_most"),
        ({"ranges": (OLDER, OLDER.with_(at_least=3, at_most=4))}, "earlier is given twice"),
        ({"ranges": (OLDER, NEWER.with_(at_most=20))}, "a case could be in earlier and in newer"),
        ({"ranges": (OLDER, NEWER.with_(column="hours"))}, "told by weeks and by hours"),
        ({"named_seed": "Lists stay with the court."}, "nobody names a seed"),
    ],
)  # fmt: skip
def test_what_can_never_be_drawn_by_is_a_mistake_of_the_kind(
    changed: dict[str, object], mistake: str
) -> None:
    assert not list(narrowing_mistakes("populations.0", FOLLOWED))
    found = [why for _, why in narrowing_mistakes("populations.0", FOLLOWED.with_(**changed))]
    assert any(mistake in each for each in found), found
