"""Planning a later decision anew with the earlier ones kept: teams on the dates of a plan, or panels for its teams."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Literal

from domain.programme.plan import Placement, Plan
from domain.programme.problem import Pin, Problem

__all__ = ["KEPT", "Kept", "keeping"]

Kept = Literal["dates", "teams", "panels"]
"""Something of a plan that is kept: the weeks of fieldwork, who is on which team, or the panels."""

KEPT: Mapping[Kept, str] = MappingProxyType(
    {
        "dates": "the weeks in which fieldwork starts",
        "teams": "who is on which team, and in which role",
        "panels": "the panels to which reports go",
    }
)
"""What each of them means."""

_BY, _WHY = "assay", "kept from the plan that it begins with"


def keeping(problem: Problem, plan: Plan, what: frozenset[Kept]) -> Problem:
    """The same year with some decisions of a plan fixed, so that the others alone are made anew.

    What somebody has fixed stays as they fixed it, whatever the plan has. What the plan does not place is free, and
    so is what it gave to somebody who is not there any more, or to a panel that is not.

    Args:
        problem: the year.
        plan: a plan of it, or of the year as it was.
        what: what is kept.
    """
    known = {each.id for each in problem.inspections}
    people, panels = {each.id for each in problem.staff}, {each.id for each in problem.panels}
    fixed = {_thing(each) for each in problem.pins}
    pins = tuple(
        pin
        for each in plan.placements
        if each.inspection in known
        for pin in _pins(each, what)
        if _thing(pin) not in fixed
        and (pin.person is None or pin.person in people)
        and (pin.panel is None or pin.panel in panels)
    )
    return problem.with_(pins=(*problem.pins, *pins))


def _pins(placement: Placement, what: frozenset[Kept]) -> Iterator[Pin]:
    code = placement.inspection
    if "dates" in what:
        yield Pin(inspection=code, start=placement.start, by=_BY, why=_WHY)
    if "teams" in what:
        for each in placement.team:
            yield Pin(inspection=code, person=each.person, role=each.role, by=_BY, why=_WHY)
    if "panels" in what and placement.panel is not None:
        yield Pin(inspection=code, panel=placement.panel, by=_BY, why=_WHY)


def _thing(pin: Pin) -> tuple[str, str]:
    """What a pin is about: two about the same thing may contradict each other."""
    if pin.start is not None:
        return pin.inspection, "start"
    return pin.inspection, "panel" if pin.panel is not None else f"person {pin.person}"
