"""A small year that fits on a page, and a plan of it that keeps every rule."""

from datetime import date
from typing import Any

from domain.programme.plan import Member, Placement, Plan
from domain.programme.problem import (
    Inspection,
    Kind,
    Mix,
    Need,
    Panel,
    Person,
    Problem,
    Provider,
    Region,
    Role,
    Travel,
)
from domain.programme.weeks import Span

__all__ = ["changed", "person", "placed", "plan_of", "small_plan", "small_year"]


def person(id_: str, *roles: Role, **other: Any) -> Person:
    """Somebody who lives in the north and can do adult work, unless said otherwise."""
    given = {"skills": ("adult",), "home": "north", "cap": 40, "target": 6, **other}
    return Person(id=id_, roles=roles, **given)


def small_year(**other: Any) -> Problem:
    """Two inspections in the north, one of which is reported, and four people."""
    given: dict[str, Any] = {
        "title": "A small year",
        "first_monday": date(2027, 4, 5),
        "now": 0,
        "regions": (Region(id="north", cap=2), Region(id="south", cap=1)),
        "travel": (Travel(home="north", to="south", cost=4),),
        "providers": (
            Provider(id="crc-n", name="CRC North", region="north", area="Northshire"),
            Provider(id="yot-n", name="Youth service North", region="north", area="Northshire"),
        ),
        "kinds": (
            Kind(
                id="crc",
                notice=4,
                needs=(
                    Need(role="lead", number=1, before=2, after=3),
                    Need(role="inspector", number=2, after=1, skills=("adult",)),
                ),
                mix=(Mix(skill="adult", at_least=2),),
            ),
            Kind(id="pilot", notice=0, needs=(Need(role="inspector", number=1),), reported=False),
        ),
        "inspections": (
            Inspection(
                id="a",
                kind="crc",
                providers=("crc-n",),
                region="north",
                mandatory=True,
                length=2,
                windows=(Span(first=4, last=20),),
                preferred=10,
            ),
            Inspection(
                id="b",
                kind="pilot",
                providers=("yot-n",),
                region="north",
                mandatory=False,
                risk=30,
                length=1,
                windows=(Span(first=0, last=51),),
                preferred=20,
            ),
        ),
        "staff": (
            person("ann", "lead", "inspector", target=7),
            person("bob", "inspector", target=3),
            person("cat", "inspector", target=3),
            person("dan", "inspector", skills=(), target=1),
        ),
        "panels": (Panel(id="p1", week=16, slots=1), Panel(id="p2", week=20, slots=1)),
    }
    return Problem(**{**given, **other})


def placed(inspection: str, start: int, team: str, **other: Any) -> Placement:
    """A placement; the team is written ``lead:ann inspector:bob``."""
    members = [member.split(":") for member in team.split()]
    return Placement.model_validate(
        {
            "inspection": inspection,
            "start": start,
            "team": tuple(Member.model_validate({"role": role, "person": who}) for role, who in members),
            **other,
        }
    )


def plan_of(problem: Problem, *placements: Placement) -> Plan:
    """A plan of a problem."""
    return Plan(problem=problem.digest, placements=placements)


A = placed("a", 10, "lead:ann inspector:bob inspector:cat", panel="p1", publication=19)
B = placed("b", 20, "inspector:dan")


def small_plan(problem: Problem) -> Plan:
    """The plan that keeps every rule of the small year and costs nothing."""
    return plan_of(problem, A, B)


def changed(problem: Problem, part: str, id_: str, **changes: Any) -> Problem:
    """A problem in which one part, such as one of the ``staff``, is changed."""
    parts = tuple(each.with_(**changes) if each.id == id_ else each for each in getattr(problem, part))
    return problem.with_(**{part: parts})
