"""What a command must know of all meetings of the panel, or of all inspections: more than any one stream tells.

They are read with the decision, so that one that moves meanwhile is looked at again.
"""

from collections.abc import Mapping
from typing import Any

from activities.commanding.drafting import stream_of
from activities.commanding.records import Standing
from activities.ports import EventStore
from domain.messages import Command
from domain.panels.agendas import ACROSS_MEETINGS, refused_across
from domain.programme.year.elsewhere import refused_elsewhere
from domain.programme.year.known import OnRecord
from domain.programme.year.last_leads import ACROSS_INSPECTIONS, refused_for_leads
from domain.refusals import Refusal

__all__ = ["Across"]

_PANEL, _INSPECTION, _PROVIDER, _PROGRAMME = "panel-", "inspection-", "provider-", "programme-"


class Across:
    """Holds commands against many streams at once. Safe to use from several threads."""

    def __init__(self, store: EventStore) -> None:
        """Find streams by those of a store."""
        self._store = store

    def streams(self, command: Command) -> tuple[str, ...]:
        """The streams of all meetings or inspections, for a command that must know of them; none for any other."""
        if isinstance(command, ACROSS_MEETINGS):
            return tuple(self._store.streams(_PANEL))
        if isinstance(command, ACROSS_INSPECTIONS):
            return tuple(
                each for kind in (_PROVIDER, _INSPECTION, _PROGRAMME) for each in self._store.streams(kind)
            )
        return ()

    def refusal(self, command: Command, seen: Mapping[str, Standing]) -> Refusal | None:
        """Why something cannot be because of another meeting or an earlier inspection; None if it can."""
        if isinstance(command, ACROSS_MEETINGS):
            return refused_across(command, _states(seen, _PANEL))
        if isinstance(command, ACROSS_INSPECTIONS):
            inspections = _states(seen, _INSPECTION)
            record = OnRecord(
                providers=_states(seen, _PROVIDER),
                inspections={code: each for code, each in inspections.items() if each.announced is not None},
                staff={},
                panels={},
                programmes=_states(seen, _PROGRAMME),
            )
            state = seen[stream_of(command)].state
            return refused_for_leads(command, state, record) or refused_elsewhere(
                command, state, record.others(state) if state.opened else (), record.inspections
            )
        return None


def _states(seen: Mapping[str, Standing], kind: str) -> dict[str, Any]:
    return {each.removeprefix(kind): seen[each].state for each in seen if each.startswith(kind)}
