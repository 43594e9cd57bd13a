"""The checker: a plan that keeps every rule, and one change at a time that breaks one and is said in plain words."""

from typing import Any

import pytest

from domain.programme.checker.checker import check
from domain.programme.checker.rules import RULES, TERMS
from domain.programme.plan import Member, Placement
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
from tests.support.programmes import A, B, changed, person, placed, plan_of, small_plan, small_year

YEAR = small_year()
TEAM = "lead:ann inspector:bob inspector:cat"


def violations(problem: Problem, *placements: Placement) -> list[tuple[str, str, str]]:
    found = check(problem, plan_of(problem, *placements)).violations
    return [(each.rule, each.about, each.sentence) for each in found]


def of_person(id_: str, **changes: Any) -> Problem:
    return changed(YEAR, "staff", id_, **changes)


def of_inspection(id_: str, **changes: Any) -> Problem:
    return changed(YEAR, "inspections", id_, **changes)


def of_kind(**changes: Any) -> Problem:
    return changed(YEAR, "kinds", "crc", **changes)


def pin(**what: Any) -> Problem:
    return YEAR.with_(pins=(Pin(inspection="a", by="the chief", why="agreed", **what),))


def test_a_plan_that_keeps_every_rule_holds_and_may_cost_nothing() -> None:
    verdict = check(YEAR, small_plan(YEAR))
    assert (verdict.violations, verdict.charges, verdict.unplaced, verdict.cost) == ((), (), (), 0)
    assert verdict.holds
    assert verdict.terms == dict.fromkeys(TERMS, 0)


BROKEN_PLANS = [
    ("H1", "a", "starts in week 3 (from 26 April 2027); it may start in weeks 4 to 20", {"start": 3}),
    ("H1", "a", "is reported, and has no panel or no publication", {"panel": None}),
    ("H1", "a", "goes to p9, and there is no such panel", {"panel": "p9"}),
    ("H2", "a", "its team has 1 in the role of inspector; it takes 2", {"team": "lead:ann inspector:bob"}),
    ("H2", "a", "its team has 1 in the role of assistant; it takes 0", {"team": f"{TEAM} assistant:dan"}),
    ("H2", "a", "ann is on its team 2 times", {"team": "lead:ann inspector:ann inspector:bob"}),
    ("H2", "a", "zoe is on its team and not on the staff", {"team": "lead:zoe inspector:bob inspector:cat"}),
    ("H3", "a", "bob does not hold the role of lead", {"team": "lead:bob inspector:ann inspector:cat"}),
    ("H3", "a", "dan, its inspector, lacks the skill adult", {"team": "lead:ann inspector:bob inspector:dan"}),
    ("H8", "a", "goes to p2 in week 20; its fieldwork ends in week 8, and a panel considers it 4 to 10 weeks later",
     {"start": 7, "panel": "p2", "publication": 23}),
    ("H9", "a", "is published in week 20; the first week that it may be is week 19", {"publication": 20}),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "about", "sentence", "changes"), BROKEN_PLANS)
def test_each_change_to_the_plan_breaks_the_rule_it_is_said_to_break(
    rule: str, about: str, sentence: str, changes: dict[str, Any]
) -> None:
    given: dict[str, Any] = {"start": 10, "team": TEAM, "panel": "p1", "publication": 19, **changes}
    start, team = given.pop("start"), given.pop("team")
    assert (rule, about, sentence) in violations(YEAR, placed("a", start, team, **given), B)


BROKEN_YEARS = [
    ("H1", "a", "starts in week 10 (from 14 June 2027); an inspectorate that joins can start in week 12",
     of_inspection("a", partners=((Span(first=12, last=12),),))),
    ("H1", "a", "starts in week 10 (from 14 June 2027); with its notice it can start from week 11", YEAR.with_(now=7)),
    ("H1", "a", "has fieldwork in week 11, when there is none", YEAR.with_(blackouts=(Span(first=11, last=11),))),
    ("H3", "a", "bob has a conflict of interest with crc-n: was seconded there",
     of_person("bob", conflicts=(Conflict(provider="crc-n", why="was seconded there", until=10),))),
    ("H3", "a", "ann led the last inspection of crc-n", changed(YEAR, "providers", "crc-n", last_lead="ann")),
    ("H4", "ann", "works on a while on leave in week 8", of_person("ann", leave=(Span(first=8, last=8),))),
    ("H4", "ann", "works on a in week 14, booked for training",
     of_person("ann", bookings=(Booking(weeks=Span(first=14, last=14), what="training"),))),
    ("H5", "ann", "works 7 weeks; the cap is 6", of_person("ann", cap=6, target=6)),
    ("H7", "a", ("its fieldwork is in weeks 10 to 11 and that of b in week 20, and there must be 9 clear weeks "
     "between them: the same area"), YEAR.with_(apart=(Apart(first="a", second="b", gap=9, why="the same area"),))),
    ("H7", "a", ("its fieldwork is in weeks 10 to 11 and the visit of the prisons inspectorate to crc-n in week 13, "
     "and there must be 2 clear weeks between them"), YEAR.with_(
         visits=(Visit(provider="crc-n", weeks=Span(first=13, last=13), gap=2, who="the prisons inspectorate"),))),
    ("H8", "p1", "1 inspection goes to it; it has 0 slots", changed(YEAR, "panels", "p1", slots=0)),
    ("H9", "a", "is published in week 19 (from 16 August 2027), before an election: local elections",
     YEAR.with_(pre_election=(PreElection(weeks=Span(first=18, last=19), what="local elections"),))),
    ("H10", "a", "starts in week 10; the chief fixed week 11: agreed", pin(start=11)),
    ("H10", "a", "goes to p1; the chief fixed p2: agreed", pin(panel="p2")),
    ("H10", "a", "dan is not on its team as inspector; the chief fixed that: agreed",
     pin(person="dan", role="inspector")),
    ("H11", "a", "3 of its team have the skill adult; it takes 4", of_kind(mix=(Mix(skill="adult", at_least=4),))),
    ("H11", "a", "its team has 1 trainee; it may have 0",
     changed(of_kind(trainees=0), "staff", "bob", trainee=True)),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "about", "sentence", "problem"), BROKEN_YEARS)
def test_each_change_to_the_year_makes_the_plan_break_one_rule(
    rule: str, about: str, sentence: str, problem: Problem
) -> None:
    assert violations(problem, A, B) == [(rule, about, sentence)]


def test_every_hard_rule_has_a_plan_that_breaks_it() -> None:
    shown = {rule for rule, *_ in [*BROKEN_PLANS, *BROKEN_YEARS]}
    assert shown | {"H6"} == set(RULES)


@pytest.mark.parametrize("fixed", [{"start": 10}, {"panel": "p1"}, {"person": "ann", "role": "lead"}])
def test_what_somebody_has_fixed_something_of_has_a_place(fixed: dict[str, Any]) -> None:
    year = pin(**fixed)
    assert check(year, plan_of(year, A, B)).pinned_unplaced == ()
    verdict = check(year, plan_of(year, B))
    assert [(each.rule, each.about) for each in verdict.pinned_unplaced] == [("H10", "a")]
    # A solver that finds nothing better still has a plan; that it cannot be recorded is said of commands.
    assert verdict.holds


def test_neighbours_that_need_no_clear_week_follow_each_other_at_once_and_do_not_overlap() -> None:
    year = YEAR.with_(apart=(Apart(first="a", second="b", gap=0, why="the same area"),))
    assert violations(year, A, placed("b", 12, "inspector:dan")) == []
    assert violations(year, A, placed("b", 11, "inspector:dan")) == [
        (
            "H7",
            "a",
            "its fieldwork is in weeks 10 to 11 and that of b in week 11, and they must not overlap: the same area",
        )
    ]


def test_a_region_is_not_overrun_and_every_week_over_its_cap_is_said() -> None:
    year = YEAR.with_(regions=(Region(id="north", cap=1), Region(id="south", cap=1)))
    assert violations(year, A, placed("b", 11, "inspector:dan")) == [
        ("H6", "north", "2 inspections are in fieldwork in week 11; its cap is 1")
    ]


def test_nobody_works_on_two_inspections_in_one_week() -> None:
    assert violations(YEAR, A, placed("b", 12, "inspector:bob")) == [
        ("H4", "bob", "works on a until week 12 and on b from 12")
    ]


@pytest.mark.parametrize(
    "problem",
    [
        of_person("bob", conflicts=(Conflict(provider="crc-n", why="was seconded there", until=9),)),
        of_person("bob", conflicts=(Conflict(provider="yot-n", why="a relative works there"),)),
        of_person("ann", leave=(Span(first=7, last=7), Span(first=15, last=15))),
        changed(YEAR, "providers", "crc-n", last_lead="bob"),
        changed(of_kind(), "staff", "bob", trainee=True),
        YEAR.with_(pre_election=(PreElection(weeks=Span(first=0, last=40), regions=("south",), what="local"),)),
        YEAR.with_(apart=(Apart(first="a", second="b", gap=8, why="the same area"),)),
        YEAR.with_(now=6),
        pin(start=10),
    ],
    ids=["conflict that ended", "conflict elsewhere", "leave around it", "led by another", "one trainee",
         "election elsewhere", "far enough apart", "notice just kept", "pin kept"],
)  # fmt: skip
def test_what_only_comes_near_a_rule_does_not_break_it(problem: Problem) -> None:
    assert violations(problem, A, B) == []


C = placed("c", 30, "lead:ann inspector:bob inspector:cat", panel="p3", publication=39)


def twice(**of: Any) -> Problem:
    """The year with a second inspection of what the first one inspects, both led by ann."""
    other = YEAR.inspections[0].with_(
        **{"id": "c", "windows": (Span(first=30, last=30),), "preferred": 30, **of}
    )
    staff = (*YEAR.staff, person("eve", "lead"))
    panels = (*YEAR.panels, Panel(id="p3", week=36, slots=1))
    return YEAR.with_(inspections=(*YEAR.inspections, other), panels=panels, staff=staff)


def test_nobody_leads_two_inspections_of_one_provider_in_a_year() -> None:
    led = [("H3", "c", "ann leads a this year too, which is also of crc-n")]
    assert violations(twice(), A, B, C) == led
    assert violations(twice(providers=("yot-n", "crc-n")), A, B, C) == led
    assert violations(twice(), A, B, C.with_(team=(Member(person="eve", role="lead"), *C.team[:2]))) == []
    assert violations(twice(providers=("yot-n",)), A, B, C) == []
    assert violations(twice(announced=True), A, B, C) == led


def test_who_leads_what_has_been_announced_is_settled_with_it() -> None:
    both = changed(twice(announced=True), "inspections", "a", announced=True)
    assert violations(both, A, B, C) == []


def stands(**what: Any) -> Problem:
    """The first inspection was announced, and its start is fixed."""
    return of_inspection("a", announced=True).with_(**{"pins": pin(start=10).pins, **what})


def test_what_stands_where_it_is_was_there_before_a_visit_of_others_and_before_a_neighbour_that_stands() -> (
    None
):
    visits = (Visit(provider="crc-n", weeks=Span(first=11, last=13), gap=2, who="another"),)
    assert violations(stands(visits=visits), A, B) == []
    near = (Apart(first="a", second="b", gap=9, why="the same area"),)
    assert [each[0] for each in violations(stands(apart=near), A, B)] == ["H7"]
    both = changed(stands(apart=near), "inspections", "b", announced=True)
    both = both.with_(pins=(*both.pins, Pin(inspection="b", start=20, by="the chief", why="agreed")))
    assert violations(both, A, B) == []


def test_the_report_of_what_stands_may_go_to_a_later_panel_than_others_and_to_none_sooner() -> None:
    panels = (Panel(id="p1", week=13, slots=1), Panel(id="p2", week=22, slots=1))
    later, sooner = ({"panel": "p2", "publication": 25}, {"panel": "p1", "publication": 19})
    for problem, place, broken in [
        (stands(panels=panels), later, []),
        (stands(panels=panels), sooner, ["H8"]),
        (YEAR.with_(panels=panels), later, ["H8"]),
    ]:
        assert [each[0] for each in violations(problem, placed("a", 10, TEAM, **place), B)] == broken


@pytest.mark.parametrize("start", [52, 200, -1])
def test_what_is_announced_and_fixed_is_in_the_year_all_the_same(start: int) -> None:
    problem = of_inspection("a", announced=True).with_(pins=pin(start=start).pins)
    found = violations(problem, A.with_(start=start), B)
    assert ("H1", "a") in [(rule, about) for rule, about, said in found if "not in this year" in said]


def test_what_is_announced_and_fixed_stands_though_its_window_has_closed_and_its_notice_has_run() -> None:
    year = of_inspection("a", announced=True, windows=(Span(first=4, last=6),)).with_(
        now=9, pins=pin(start=10).pins
    )
    assert violations(year, A, B) == []


def test_a_later_publication_after_a_pre_election_period_is_the_right_one() -> None:
    year = YEAR.with_(pre_election=(PreElection(weeks=Span(first=18, last=24), what="local elections"),))
    late = placed("a", 10, TEAM, panel="p1", publication=25)
    assert violations(year, late, B) == []
    charges = check(year, plan_of(year, late, B)).charges
    assert [(each.term, each.points, each.sentence) for each in charges] == [
        ("late", 10, "is published 14 weeks after fieldwork; the target is 12")
    ]


def test_a_plan_of_another_problem_is_not_taken_for_one_of_this() -> None:
    other = YEAR.with_(title="Another year")
    found = check(other, small_plan(YEAR)).violations
    assert [str(each) for each in found] == ["H1 plan: it was made for another problem than this one"]


def test_a_pilot_that_is_not_reported_has_no_panel() -> None:
    assert violations(YEAR, A, placed("b", 20, "inspector:dan", panel="p2", publication=40)) == [
        ("H1", "b", "has a panel or a publication, and its kind is not reported")
    ]


CHARGED = [
    (YEAR, [B], ("unplaced-mandatory", "a", 20_000, "a is mandatory and has no place")),
    (YEAR, [A], ("unplaced-optional", "b", 600, "b, of risk 30, has no place")),
    (YEAR, [A, placed("b", 23, "inspector:dan")],
     ("date", "b", 6, "starts 3 weeks after its preferred week 20")),
    (of_person("bob", home="south"), [A, B], ("travel", "a", 4, "bob travels from south to north")),
    (of_person("dan", target=10), [A, B], ("load", "dan", 21, "works 1 week; a fair share is 8 to 12")),
    (of_person("dan", target=10, cap=5), [A, B], ("load", "dan", 12, "works 1 week; a fair share is 5 to 12")),
]  # fmt: skip


@pytest.mark.parametrize(("problem", "placements", "charge"), CHARGED)
def test_each_shortfall_costs_what_it_is_said_to_cost(
    problem: Problem, placements: list[Placement], charge: tuple[str, str, int, str]
) -> None:
    charges = check(problem, plan_of(problem, *placements)).charges
    assert charge in [(each.term, each.about, each.points, each.sentence) for each in charges]


@pytest.mark.parametrize(("announced", "times"), [(False, 1), (True, 4)])
def test_a_change_from_the_plan_before_costs_and_more_once_it_is_announced(
    announced: bool, times: int
) -> None:
    year = of_inspection("a", announced=announced)
    year = year.with_(staff=(*year.staff, person("eve", "inspector", target=0)))
    new = placed("a", 11, "lead:ann inspector:bob inspector:eve", panel="p1", publication=20)
    verdict = check(year, plan_of(year, new, B), before=plan_of(year, A, B))
    changes = [(each.term, each.points) for each in verdict.charges if each.term in ("moved", "swapped")]
    assert changes == [("moved", 60 * times), ("swapped", 25 * times)]


def test_mandatory_inspections_without_a_place_are_named_first() -> None:
    verdict = check(YEAR, plan_of(YEAR))
    assert (verdict.unplaced, verdict.mandatory_unplaced, verdict.holds) == (("a", "b"), 1, True)
