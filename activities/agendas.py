"""The other meetings of the panel, for commands by which an inspection comes onto an agenda, or somebody to a meeting.

They are read with the decision, so that a meeting that moves meanwhile is looked at again.
"""

from collections.abc import Mapping

from activities.commanding.records import Standing
from activities.ports import EventStore
from domain.messages import Command
from domain.panels.agendas import ACROSS_MEETINGS, refused_across
from domain.refusals import Refusal

__all__ = ["Agendas"]

_PANEL = "panel-"


class Agendas:
    """Holds meetings against each other. Safe to use from several threads."""

    def __init__(self, store: EventStore) -> None:
        """Find meetings by the streams of a store."""
        self._store = store

    def streams(self, command: Command) -> tuple[str, ...]:
        """The streams of all meetings, for a command that must know of them; none for any other."""
        return tuple(self._store.streams(_PANEL)) if isinstance(command, ACROSS_MEETINGS) else ()

    def refusal(self, command: Command, seen: Mapping[str, Standing]) -> Refusal | None:
        """Why something cannot be because of another meeting; None if it can."""
        if not isinstance(command, ACROSS_MEETINGS):
            return None
        meetings = {each.removeprefix(_PANEL): seen[each].state for each in seen if each.startswith(_PANEL)}
        return refused_across(command, meetings)
