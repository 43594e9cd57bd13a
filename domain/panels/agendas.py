"""An inspection stands on the open agenda of one meeting at a time: two might decide it differently (004 §4.17).

Which meetings there are no stream tells, so this is asked beside a command's own rule, with every meeting at hand.
"""

from collections.abc import Mapping

from domain.messages import Command
from domain.panels.commands import ConvenePanel, DeferItem, RetableItem, TableItem
from domain.panels.state import Panel
from domain.refusals import Refusal
from domain.working_days import in_words

__all__ = ["AGENDA_COMMANDS", "CODE", "on_another_agenda"]

CODE = "on-another-agenda"

AGENDA_COMMANDS = (ConvenePanel, TableItem, DeferItem, RetableItem)
"""The commands by which an inspection comes onto an agenda, or comes up on it again."""


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
