"""Why an inspection has no place: reasons that suffice, none too many, each tried again by another way of solving."""

from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from activities.programme.ports import Explanation, Question, SolverOrder
from activities.programme.scheduling import Scheduling, with_placement
from adapters.outbound.solver import CpSatSolver, ExactExplainer
from adapters.outbound.solver.explaining import Case
from domain.programme.checker.checker import check
from domain.programme.plan import Plan
from domain.programme.problem import (
    Apart,
    Booking,
    Conflict,
    Mix,
    Panel,
    Pin,
    PreElection,
    Problem,
    Region,
    Visit,
)
from domain.programme.weeks import Span
from domain.refusals import Refused
from tests.support.programme_case import can_be_placed
from tests.support.programme_years import any_year
from tests.support.programmes import B, changed, person, placed, plan_of, small_plan, small_year

SCHEDULING = Scheduling(CpSatSolver(), ExactExplainer())
YEAR = small_year()
WINDOW = Span(first=10, last=11)
LATER = (*YEAR.panels, Panel(id="p3", week=30, slots=1))
NARROW = changed(YEAR, "inspections", "a", windows=(WINDOW,))
ONLY_ANN = "it takes 1 in the role of lead, and only ann can be that"
IN_WINDOW = "it may start in weeks 10 to 11"


def explain(problem: Problem, plan: Plan, **question: Any) -> Explanation:
    return SCHEDULING.explain(problem, plan, Question(**{"inspection": "a", **question}))


def narrow(part: str, id_: str, **changes: Any) -> Problem:
    return changed(NARROW, part, id_, **changes)


OTHER = placed("c", 40, "lead:ann inspector:bob inspector:cat", panel="p6", publication=49)
ALSO_OF_CRC = YEAR.with_(
    panels=(*LATER, Panel(id="p6", week=46, slots=1)),
    inspections=(
        *YEAR.inspections,
        YEAR.inspections[0].with_(id="c", windows=(Span(first=40, last=40),), preferred=40),
    ),
)
"""A year with a second inspection of the same provider, which ann leads."""


WHY_NOT: list[tuple[Problem, list[tuple[str, str, str]]]] = [
    (NARROW.with_(now=17, panels=LATER),
     [("H1", "a", IN_WINDOW), ("H1", "a", "with its notice it can start from week 21")]),
    (NARROW.with_(blackouts=(Span(first=9, last=12),)),
     [("H1", "a", IN_WINDOW), ("H1", "a", "there is no fieldwork in weeks 9 to 12")]),
    (narrow("inspections", "a", partners=((Span(first=14, last=15),),)),
     [("H1", "a", IN_WINDOW), ("H1", "a", "an inspectorate that joins can start in weeks 14 to 15")]),
    (narrow("staff", "ann", leave=(Span(first=8, last=8), Span(first=9, last=9))),
     [("H1", "a", IN_WINDOW),
      ("H3", "a", ONLY_ANN),
      ("H4", "ann", "ann is on leave in week 9")]),
    (narrow("staff", "ann", bookings=(Booking(weeks=WINDOW, what="training"),)),
     [("H1", "a", IN_WINDOW),
      ("H3", "a", ONLY_ANN),
      ("H4", "ann", "ann is booked in weeks 10 to 11: training")]),
    (changed(YEAR, "staff", "ann", cap=6),
     [("H3", "a", ONLY_ANN),
      ("H5", "ann", "ann would work 7 weeks in all, and their cap is 6")]),
    (changed(YEAR, "providers", "crc-n", last_lead="ann"),
     [("H3", "a", ONLY_ANN),
      ("H3", "ann", "ann led the last inspection of crc-n")]),
    (ALSO_OF_CRC,
     [("H3", "a", ONLY_ANN),
      ("H3", "ann", "ann leads c, another inspection of the same provider this year")]),
    (changed(YEAR, "staff", "ann", conflicts=(Conflict(provider="crc-n", why="a relative works there"),)),
     [("H3", "a", ONLY_ANN),
      ("H3", "ann", "ann has a conflict of interest with crc-n: a relative works there")]),
    (changed(YEAR, "kinds", "crc", mix=(Mix(skill="welsh", at_least=1),)),
     [("H11", "a", "at least 1 of its team must have the skill welsh")]),
    (NARROW.with_(apart=(Apart(first="b", second="a", gap=9, why="the same area"),)),
     [("H1", "a", IN_WINDOW),
      ("H7", "b", "b has fieldwork in week 20, and there must be 9 clear weeks between them: the same area")]),
    (NARROW.with_(visits=(Visit(provider="crc-n", weeks=WINDOW, gap=0, who="another"),)),
     [("H1", "a", IN_WINDOW), ("H7", "crc-n", "another visits crc-n in weeks 10 to 11, and they must not overlap")]),
    (changed(YEAR.with_(regions=(Region(id="north", cap=1),), panels=LATER, travel=()), "inspections", "a",
             windows=(Span(first=19, last=20),)),
     [("H1", "a", "it may start in weeks 19 to 20"),
      ("H6", "north", "the region north has the only inspection that it may have in fieldwork in week 20")]),
    (changed(NARROW.with_(panels=YEAR.panels[:1]), "panels", "p1", slots=0),
     [("H8", "p1", "the panel p1 in week 16 has no slots")]),
    (NARROW.with_(pre_election=(PreElection(weeks=Span(first=0, last=100), what="a long campaign"),)),
     [("H9", "a", "it must be published by week 64, and in no pre-election period")]),
    (NARROW.with_(pins=(Pin(inspection="a", start=15, by="the chief", why="agreed"),)),
     [("H10", "a", "the chief has fixed its start in week 15: agreed"), ("H1", "a", IN_WINDOW)]),
]  # fmt: skip


@pytest.mark.parametrize(("problem", "reasons"), WHY_NOT)
def test_the_reasons_are_said_in_plain_words_and_none_is_too_many(
    problem: Problem, reasons: list[tuple[str, str, str]]
) -> None:
    placements = (B, OTHER) if problem is ALSO_OF_CRC else (B,)
    found = explain(problem, plan_of(problem, *placements)).reasons
    assert sorted((each.rule, each.about, each.sentence) for each in found) == sorted(reasons)


def test_reasons_of_one_sort_are_told_as_one_with_everybody_it_is_about() -> None:
    """Three could be the two inspectors beside ann, who alone can lead; two of them are away."""
    away = tuple(each.with_(leave=(WINDOW,)) if each.id in ("bob", "cat") else each for each in NARROW.staff)
    year = NARROW.with_(staff=(*away, person("eve", "inspector")))
    found = explain(year, plan_of(year, B)).reasons
    summed = [each for each in found if each.parts]
    assert [(each.rule, each.about, each.sentence) for each in summed] == [
        ("H4", "a", "for the role of inspector, 2 people are on leave")
    ]
    assert summed[0].parts == (
        ("bob", "bob is on leave in weeks 10 to 11"),
        ("cat", "cat is on leave in weeks 10 to 11"),
    )
    assert summed[0].instead is not None
    assert 10 <= summed[0].instead.start <= 11


def test_if_there_is_a_place_it_is_said_where() -> None:
    found = explain(YEAR, plan_of(YEAR, B))
    assert found.reasons == ()
    assert found.possible is not None
    assert check(YEAR, with_placement(plan_of(YEAR, B), found.possible)).holds


def test_what_is_placed_is_asked_about_as_if_it_were_not() -> None:
    assert explain(YEAR, small_plan(YEAR)).possible is not None
    with_dan = explain(YEAR, small_plan(YEAR), person="dan")
    assert [(each.rule, each.about) for each in with_dan.reasons] == [("H3", "a"), ("H3", "a")]
    assert "lead" in with_dan.reasons[0].sentence
    assert "inspector with adult" in with_dan.reasons[1].sentence


def test_a_week_that_is_not_in_the_year_or_a_staff_that_is_too_small_is_the_reason() -> None:
    assert explain(YEAR, plan_of(YEAR), start=60).reasons[0].sentence == "week 60 is not in this year"
    late = YEAR.with_(panels=YEAR.panels[:1])
    assert explain(late, plan_of(late), start=20).reasons[0].sentence == (
        "no panel meets after its fieldwork"
    )
    alone = YEAR.with_(staff=YEAR.staff[:1])
    assert explain(alone, plan_of(alone)).reasons[0].sentence == "its team takes 3, and the staff has 1"


def test_where_one_reason_is_not_enough_it_is_said_what_else_stands_in_the_way() -> None:
    """Week 3 is before its window, and on a closure besides: either alone leaves no place."""
    year = YEAR.with_(blackouts=(Span(first=3, last=3),))
    found = explain(year, plan_of(year, B), start=3)
    assert [each.instead for each in found.reasons] == [None]
    (reason,) = found.reasons
    assert reason.besides
    assert reason.sentence not in reason.besides
    assert {reason.sentence, *reason.besides} <= {
        "it may start in weeks 4 to 20",
        "there is no fieldwork in week 3",
        "with its notice it can start from week 4",
        "a panel considers it 4 to 10 weeks after fieldwork",
    }


def test_what_would_have_to_give_is_a_place_that_breaks_that_rule_alone() -> None:
    year = NARROW.with_(now=17, panels=LATER)
    found = explain(year, plan_of(year, B))
    weeks = [each.instead.start for each in found.reasons if each.instead is not None]
    assert len(weeks) == 2
    assert weeks[0] >= 21
    assert 10 <= weeks[1] <= 11


@settings(max_examples=15)
@given(any_year(), st.integers(0, 9), st.none() | st.integers(-5, 55), st.booleans(), st.integers(0, 2**32))
def test_each_set_leaves_no_place_and_without_any_one_of_them_leaves_one(
    problem: Problem, at: int, start: int | None, with_somebody: bool, seed: int
) -> None:
    plan = SCHEDULING.schedule(problem, SolverOrder(work=0)).solved.plan
    person = problem.staff[seed % len(problem.staff)].id if with_somebody else None
    question = Question(problem.inspections[at].id, start, person)
    case = Case(problem, plan, question)
    everything = range(len(case.obstacles))
    # What the explainer works out and what CP-SAT says of the same obstacles, for some of them at random.
    chance = Random(seed)
    for some in (everything, [each for each in everything if chance.randrange(4)]):
        assert (case.place(some) is not None) == can_be_placed(problem, plan, question, some)
    found = SCHEDULING.explain(problem, plan, question)
    if case.place(()) is None:
        assert len(found.reasons) == 1
        return
    if found.possible is not None:
        assert check(problem, with_placement(plan, found.possible)).holds
        return
    core = case.irreducible(list(everything))
    groups = case.grouped(core)
    assert len(groups) == len(found.reasons)
    assert sorted(each for group in groups for each in group) == core
    assert not can_be_placed(problem, plan, question, core)
    for group in (*groups, *([at] for at in core)):
        assert can_be_placed(problem, plan, question, [other for other in core if other not in group])
    for reason in found.reasons:
        if reason.instead is not None:
            broken = check(problem, with_placement(plan, reason.instead)).violations
            assert {each.rule for each in broken} == {reason.rule}


@pytest.mark.parametrize(
    ("question", "code"), [({"inspection": "z"}, "unknown-inspection"), ({"person": "zoe"}, "unknown-person")]
)
def test_what_is_not_there_cannot_be_asked_about(question: dict[str, str], code: str) -> None:
    with pytest.raises(Refused) as refused:
        explain(YEAR, plan_of(YEAR), **question)
    assert refused.value.refusal.code == code


def test_a_plan_that_breaks_a_rule_explains_nothing() -> None:
    year = YEAR.with_(blackouts=(Span(first=20, last=20),))
    with pytest.raises(Refused, match="there is none") as refused:
        explain(year, plan_of(year, B))
    assert refused.value.refusal.code == "plan-broken"
