"""Made-up years in which things have gone wrong, for generated tests."""

from hypothesis import strategies as st

from benchmarks.programme_instances import Size, year
from domain.programme.problem import Apart, Conflict, Held, Pin, Problem, Visit
from domain.programme.weeks import Span
from tests.support.programmes import changed

__all__ = ["TEN", "any_year"]

TEN = Size(10, 6, full_teams=False)


@st.composite
def any_year(draw: st.DrawFn) -> Problem:
    """A made-up year in which things have gone wrong."""
    problem = year(draw(st.integers(0, 30)), TEN)
    names = [each.id for each in problem.inspections]
    staff = [each.id for each in problem.staff]
    spans = st.builds(
        lambda first, more: Span(first=first, last=first + more), st.integers(-5, 55), st.integers(0, 30)
    )
    for who in draw(st.sets(st.sampled_from(staff), max_size=3)):
        problem = changed(problem, "staff", who, leave=tuple(draw(st.lists(spans, max_size=4))))
    for who in draw(st.sets(st.sampled_from(staff), max_size=2)):
        person = next(each for each in problem.staff if each.id == who)
        terms = st.builds(Held, role=st.sampled_from(person.roles), weeks=spans)
        problem = changed(problem, "staff", who, held=tuple(draw(st.lists(terms, max_size=2))))
    for which in draw(st.sets(st.sampled_from(names), max_size=3)):
        window = tuple(draw(st.lists(spans, max_size=2)))
        problem = changed(problem, "inspections", which, windows=window, announced=draw(st.booleans()))
    pins = {
        name: Pin(
            inspection=name, start=draw(st.integers(0, problem.weeks - 1)), by="the chief", why="agreed"
        )
        for name in draw(st.sets(st.sampled_from(names), max_size=2))
    }
    posts = [
        Pin(inspection=name, person=draw(st.sampled_from(staff)), role="lead", by="the chief", why="agreed")
        for name in draw(st.sets(st.sampled_from(names), max_size=2))
    ]
    conflict = Conflict(
        provider=problem.providers[0].id, why="a relative", until=draw(st.none() | st.integers(0, 50))
    )
    problem = changed(problem, "staff", staff[0], conflicts=(conflict,))
    pair = draw(st.permutations(names))[:2]
    return problem.with_(
        pins=(*pins.values(), *posts),
        apart=(Apart(first=pair[0], second=pair[1], gap=draw(st.integers(0, 10)), why="neighbours"),),
        visits=(Visit(provider=problem.providers[1].id, weeks=draw(spans), gap=1, who="another"),),
        blackouts=tuple(draw(st.lists(spans, max_size=2))),
        panels=tuple(each.with_(slots=draw(st.integers(0, 2))) for each in problem.panels),
        now=draw(st.integers(-10, 40)),
    )
