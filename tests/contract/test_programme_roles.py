"""Somebody who is promoted in the year, or takes up or gives up a role, is planned in it only when they hold it."""

import pytest

from activities.programme.ports import Question, SolverOrder
from activities.programme.scheduling import Scheduling
from adapters.outbound.solver import CpSatSolver, ExactExplainer
from domain.programme.checker.checker import check
from domain.programme.faults import doubts, faults
from domain.programme.problem import Held, Panel, Pin, Problem, Role
from domain.programme.weeks import Span
from tests.support.programmes import A, B, changed, person, placed, plan_of, small_plan, small_year

SCHEDULING = Scheduling(CpSatSolver(), ExactExplainer())
PANELS = (
    Panel(id="p1", week=16, slots=1),
    Panel(id="p2", week=20, slots=1),
    Panel(id="p3", week=24, slots=1),
)


def held(role: Role, *weeks: tuple[int, int], who: str = "ann", year: Problem | None = None) -> Problem:
    """The small year in which somebody holds a role only then; the notice of its kind is 4 weeks, fieldwork takes 2."""
    spans = tuple(Held(role=role, weeks=Span(first=first, last=last)) for first, last in weeks)
    return changed(year or small_year(panels=PANELS), "staff", who, held=spans)


@pytest.mark.parametrize(
    ("role", "who", "weeks", "kept"),
    [
        ("lead", "ann", [(6, 11)], True),
        ("lead", "ann", [(7, 60)], False),
        ("lead", "ann", [(-5, 10)], False),
        ("lead", "ann", [(-5, 5), (6, 11)], True),
        ("lead", "ann", [(-5, 8), (10, 11)], False),
        ("inspector", "bob", [(10, 11)], True),
        ("inspector", "bob", [(11, 60)], False),
        ("assistant", "bob", [(40, 60)], True),
    ],
)
def test_the_checker_holds_a_role_against_its_weeks_and_that_of_a_lead_from_the_announcement_on(
    role: Role, who: str, weeks: list[tuple[int, int]], kept: bool
) -> None:
    year = held(role, *weeks, who=who)
    found = check(year, plan_of(year, A, B)).violations
    assert [each.rule for each in found] == ([] if kept else ["H3"])
    if not kept:
        assert f"{who} holds the role of {role} in" in found[0].sentence
    announced = changed(year, "inspections", "a", announced=True)
    again = check(announced, plan_of(announced, A, B)).violations
    in_fieldwork = any(first <= 10 and last >= 11 for first, last in weeks) or role == "assistant"
    assert not again if in_fieldwork else [each.rule for each in again] == ["H3"]


def test_whoever_is_promoted_leads_from_then_on_and_inspects_until_then() -> None:
    base = small_year(
        panels=PANELS,
        staff=(
            person("ann", "lead", "inspector", target=7),
            *(person(each, "inspector", target=3) for each in ("bob", "cat", "dan")),
        ),
    )
    late = held("lead", (14, 64), year=base)
    made = SCHEDULING.schedule(late, SolverOrder(work=200))
    a = next(each for each in made.solved.plan.placements if each.inspection == "a")
    assert (a.start, [each.person for each in a.team if each.role == "lead"]) == (18, ["ann"])
    assert made.solved.proved
    never = held("lead", (40, 64), year=base)
    assert SCHEDULING.schedule(never, SolverOrder(work=200)).verdict.unplaced == ("a",)


def test_why_not_says_when_a_role_is_held() -> None:
    year = held("lead", (40, 64))
    plan = plan_of(year, placed("b", 20, "inspector:dan"))
    found = SCHEDULING.explain(year, plan, Question("a"))
    assert found.possible is None
    said = " ".join(f"{each.sentence} {each.parts}" for each in found.reasons)
    assert "ann holds the role of lead in weeks 40 to 64 only" in said, said


def test_a_pin_of_somebody_who_does_not_hold_the_role_then_is_doubted_and_a_term_of_no_role_is_wrong() -> (
    None
):
    pins = (
        Pin(inspection="a", start=10, by="the chief", why="agreed"),
        Pin(inspection="a", person="ann", role="lead", by="the chief", why="agreed"),
    )
    year = held("lead", (40, 64)).with_(pins=pins)
    assert any("they hold that role in weeks 40 to 64 only" in each.sentence for each in doubts(year))
    assert not list(faults(year))
    wrong = held("lead", (0, 9), who="bob")
    assert [each.sentence for each in faults(wrong)] == [
        "bob does not have the role of lead, of which this says when they hold it"
    ]


def test_a_year_in_which_everybody_holds_their_roles_all_year_is_planned_as_it_always_was() -> None:
    year = small_year()
    assert "held" not in year.model_dump_json()
    assert Problem.model_validate_json(held("lead", (4, 60)).model_dump_json()) == held("lead", (4, 60))
    assert check(year, small_plan(year)).holds
