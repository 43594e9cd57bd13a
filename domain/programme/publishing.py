"""When a report is published: in the first week that leaves time after fieldwork and panel, outside elections."""

from domain.programme.plan import Placement
from domain.programme.problem import Panel, Problem
from domain.text import counted

__all__ = ["panel_room", "publication_week"]


def publication_week(problem: Problem, placement: Placement) -> int | None:
    """The week in which the report of an inspection is published, where it stands in a plan.

    Args:
        problem: the year.
        placement: its place; the panel of it is one of the year.

    Returns:
        The week; what the place has, where it has no panel of the year.
    """
    panel = next((each for each in problem.panels if each.id == placement.panel), None)
    inspection = next(each for each in problem.inspections if each.id == placement.inspection)
    if panel is None:
        return placement.publication
    homes = {
        inspection.region,
        *(each.region for each in problem.providers if each.id in inspection.providers),
    }
    quiet = [each.weeks for each in problem.pre_election if not each.regions or homes & set(each.regions)]
    end, rules = placement.start + inspection.length - 1, problem.reporting
    week = max(end + rules.after_fieldwork, panel.week + rules.after_panel)
    while any(each.holds(week) for each in quiet):
        week += 1
    return week


def panel_room(panel: Panel) -> str:
    """What room a panel has, a clause: ``2 slots, of which other programmes have 1``."""
    others = f", of which other programmes have {panel.taken}" if panel.taken else ""
    return f"{counted(panel.slots, 'slot')}{others}"
