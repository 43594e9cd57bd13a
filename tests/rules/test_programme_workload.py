"""How a plan uses everybody, and what it asks of providers."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.programme.burden import burdens
from domain.programme.checker.checker import check
from domain.programme.plan import Plan
from domain.programme.problem import Booking, Visit
from domain.programme.weeks import Span, covered
from domain.programme.workload import joined, stints, uses
from domain.working_days import WorkingDays
from tests.support.programmes import A, B, changed, plan_of, small_plan, small_year

CALENDAR = WorkingDays.of("test", date(2027, 1, 1), date(2029, 12, 31), (date(2027, 6, 16),))


def test_work_reaches_from_the_first_week_of_preparing_to_the_last_of_writing() -> None:
    problem = small_year()
    (lead,) = [each for each in stints(problem, small_plan(problem)) if each.role == "lead"]
    need = problem.kinds[0].needs[0]
    length = problem.inspections[0].length
    assert lead.fieldwork == Span(first=10, last=10 + length - 1)
    assert lead.whole == Span(first=10 - need.before, last=10 + length - 1 + need.after)


def test_everybody_is_told_with_too_much_and_nothing() -> None:
    problem = changed(
        small_year(),
        "staff",
        "dan",
        leave=(Span(first=0, last=9),),
        bookings=(Booking(weeks=Span(first=20, last=20), what="training"),),
    )
    ann, bob, _, dan = uses(problem, plan_of(problem, A, B))
    assert (ann.inspections, ann.leads, ann.load, ann.band, ann.too_much) == (1, 1, 7, "within", ())
    assert (bob.leads, bob.load, bob.per_cent) == (0, 3, 3 * 100 // bob.cap)
    assert dan.away == (Span(first=0, last=9), Span(first=20, last=20))
    assert dan.too_much == (Span(first=20, last=20),)  # he inspects while he is booked for something else
    assert dan.nothing == (Span(first=10, last=19), Span(first=21, last=51))
    assert dan.longest == 1
    assert all(
        each.load == each.longest == 0 for each in uses(problem, Plan(problem=problem.digest, placements=()))
    )


def test_two_inspections_in_a_week_are_too_much() -> None:
    problem = small_year()
    both = plan_of(problem, A, B.with_(start=11, team=tuple(each.with_(person="bob") for each in B.team)))
    assert [each.too_much for each in uses(problem, both) if each.person == "bob"] == [
        (Span(first=11, last=11),)
    ]
    assert "H4" in {each.rule for each in check(problem, both).violations}


@given(st.sets(st.integers(-20, 60)))
def test_weeks_are_joined_into_as_few_spans_as_hold_them(weeks: set[int]) -> None:
    spans = list(joined(weeks))
    assert covered(spans, -20, 60) == weeks
    assert all(one.last + 1 < other.first for one, other in pairwise(spans))


@given(st.integers(-3, 60), st.integers(-3, 60))
def test_a_week_of_the_year_is_worked_away_or_empty(first: int, second: int) -> None:
    problem = changed(small_year(), "staff", "bob", leave=(Span(first=3, last=4),))
    plan = plan_of(problem, A.with_(start=first), B.with_(start=second))
    work = stints(problem, plan)
    for use in uses(problem, plan):
        worked = covered((each.whole for each in work if each.person == use.person), 0, 51)
        rest = covered(use.away, 0, 51) | covered(use.nothing, 0, 51)
        assert worked | rest == set(range(52))
        assert not covered(use.nothing, 0, 51) & (worked | covered(use.away, 0, 51))


def test_a_provider_is_told_its_visits_days_and_requests() -> None:
    problem = small_year(
        visits=(Visit(provider="yot-n", weeks=Span(first=30, last=31), gap=1, who="another inspectorate"),)
    )
    found = {each.provider: each for each in burdens(problem, small_plan(problem), {"crc": 7}, CALENDAR)}
    crc, yot = found["crc-n"], found["yot-n"]
    # Weeks 10 and 11, from 14 June 2027; on 16 June the office is closed. Three people are on the team.
    assert (crc.visits, crc.days, crc.person_days, crc.requests) == (1, 9, 27, 7)
    assert (yot.visits, yot.others, yot.inspections) == (2, 1, ("b",))
    assert yot.requests is None  # nobody knows what its kind asks for
    nothing = burdens(problem, Plan(problem=problem.digest, placements=()), {"crc": 7}, CALENDAR)
    assert [(each.provider, each.days, each.unplaced) for each in nothing if each.provider == "crc-n"] == [
        ("crc-n", 0, ("a",))
    ]


@pytest.mark.parametrize("person", ["ann", "bob", "cat", "dan"])
def test_loads_are_those_that_the_checker_charges_for(person: str) -> None:
    problem = small_year()
    problem = problem.with_(staff=tuple(each.with_(target=40, cap=40) for each in problem.staff))
    charged = {
        each.about: each.sentence
        for each in check(problem, small_plan(problem)).charges
        if each.term == "load"
    }
    (use,) = [each for each in uses(problem, small_plan(problem)) if each.person == person]
    assert charged[person].startswith(f"works {use.load} week")
    assert use.band == "below"
