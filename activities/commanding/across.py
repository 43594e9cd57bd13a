"""What a command must know of all meetings of the panel, or of all inspections: more than any one stream tells.

A command that starts an inspection looks at them itself, as what keeps that from starting is noted.

They are read with the decision, so that one that moves meanwhile is looked at again.
"""

from collections.abc import Mapping

from activities.commanding.drafting import stream_of
from activities.commanding.records import Standing
from activities.ports import EventStore
from domain.messages import Command
from domain.panels.agendas import ACROSS_MEETINGS, refused_across
from domain.programme.year.choice.last_known import refused_for_services
from domain.programme.year.commands import ProposeSelection
from domain.programme.year.plans.last_leads import PLANS, STARTS, on_record, refused_for_leads
from domain.programme.year.plans.other_programmes import refused_elsewhere
from domain.refusals import Refusal
from domain.streams import by_code, inspection_stream, panel_stream, programme_stream, provider_stream

__all__ = ["Across"]

_ACROSS_INSPECTIONS = (*PLANS, *STARTS, ProposeSelection)
"""The commands for which all providers, inspections and programmes are looked at."""


class Across:
    """Holds commands against many streams at once. Safe to use from several threads."""

    def __init__(self, store: EventStore) -> None:
        """Find streams by those of a store."""
        self._store = store

    def streams(self, command: Command) -> tuple[str, ...]:
        """The streams of all meetings or inspections, for a command that must know of them; none for any other."""
        if isinstance(command, ACROSS_MEETINGS):
            return tuple(self._store.streams(panel_stream("")))
        if isinstance(command, _ACROSS_INSPECTIONS):
            kinds = (provider_stream, inspection_stream, programme_stream)
            return tuple(each for kind in kinds for each in self._store.streams(kind("")))
        return ()

    def refusal(self, command: Command, seen: Mapping[str, Standing]) -> Refusal | None:
        """Why something cannot be because of another meeting or an earlier inspection; None if it can."""
        if isinstance(command, ACROSS_MEETINGS):
            return refused_across(
                command, {code: each.state for code, each in by_code(seen, panel_stream).items()}
            )
        if not isinstance(command, (*PLANS, ProposeSelection)):
            return None
        state = seen[stream_of(command)].state
        if state.opened is None:
            return None
        record = on_record({each: standing.state for each, standing in seen.items()})
        if isinstance(command, ProposeSelection):
            return refused_for_services(command, state, record)
        return refused_for_leads(command, state, record) or refused_elsewhere(
            command, state, record.others(state), record.inspections
        )
