"""What several meetings have in common: an inspection is on one open agenda at a time, a member at one meeting.

Two meetings might decide an inspection differently (004 §4.17), and nobody considers two items at once. Which meetings
there are no stream tells, so this is asked beside a command's own rule, with every meeting at hand.
"""

from collections.abc import Mapping

from domain.messages import Command
from domain.panels.commands import (
    AttendPanel,
    ConvenePanel,
    DeferItem,
    OpenPanel,
    RetableItem,
    TableItem,
)
from domain.panels.state import Panel
from domain.refusals import Refusal
from domain.working_days import in_words

__all__ = ["ACROSS_MEETINGS", "CODE", "ELSEWHERE", "on_another_agenda", "refused_across", "sits_elsewhere"]

CODE = "on-another-agenda"

ELSEWHERE = "sits-elsewhere"

ACROSS_MEETINGS = (ConvenePanel, TableItem, DeferItem, RetableItem, OpenPanel, AttendPanel)
"""The commands by which an inspection comes onto an agenda, or up on it again, and somebody comes into a meeting."""


def refused_across(command: Command, panels: Mapping[str, Panel]) -> Refusal | None:
    """Why a command is refused because of another meeting; None if it is not.

    Args:
        command: what is asked for.
        panels: every meeting, by its reference.
    """
    return on_another_agenda(command, panels) or sits_elsewhere(command, panels)


def sits_elsewhere(command: Command, panels: Mapping[str, Panel]) -> Refusal | None:
    """The refusal of somebody's presence at two meetings that sit at the same time; None for anything else."""
    if not isinstance(command, OpenPanel | AttendPanel):
        return None
    coming = command.present if isinstance(command, OpenPanel) else (command.member,)
    for code, panel in sorted(panels.items()):
        there = [each for each in coming if each in panel.present]
        if code != command.panel and panel.sitting and there:
            return Refusal(
                ELSEWHERE,
                f"{there[0]} is at the panel {code}, which sits now: note first that they left it, or close it.",
            )
    return None


def on_another_agenda(command: Command, panels: Mapping[str, Panel]) -> Refusal | None:
    """The refusal of what would put an inspection on a second open agenda; None for anything else.

    Args:
        command: what is asked for.
        panels: every meeting, by its reference.
    """
    for inspection, apart_from in _coming(command):
        for code, panel in sorted(panels.items()):
            if code in apart_from or not panel.will_take(inspection):
                continue
            assert panel.convened is not None, "nothing is on the agenda of a meeting that nobody called"
            meets = in_words(panel.convened.meets_on)
            return Refusal(
                CODE,
                f"{inspection} is on the agenda of the panel {code}, which meets on {meets}: "
                "take it off there first, or let that meeting put it off.",
            )
    return None


def _coming(command: Command) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The inspections that come onto an agenda, each with the meetings that it may stand on already."""
    match command:
        case ConvenePanel():
            return tuple((each, (command.panel,)) for each in command.agenda)
        case TableItem() | RetableItem():
            return ((command.inspection, (command.panel,)),)
        case DeferItem() if command.to is not None:
            return ((command.inspection, (command.panel, command.to)),)
        case _:
            return ()
