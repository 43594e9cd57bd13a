"""What stands in the way of a meeting that is still to be opened, in sentences; and where an inspection is decided."""

from collections.abc import Mapping

from adapters.inbound.services import Services
from domain.inspections.state import Inspection
from domain.panels.foreseeing import foreseen
from domain.panels.state import Panel
from domain.streams import code_in, inspection_stream, panel_stream

__all__ = ["meetings_about", "said_ahead"]


def said_ahead(services: Services, code: str) -> tuple[str, ...]:
    """What a meeting could not decide as it was called, and who is invited to another on its day; none once it opens.

    Args:
        services: the installation.
        code: the meeting's reference.
    """
    meetings = services.records.every("panel", Panel)
    panels = {code_in(each, panel_stream): found for each, found in meetings.items()}
    panel = panels.pop(code, None)
    if panel is None or not panel.to_come:
        return ()
    streams = {name: inspection_stream(name) for name in panel.agenda}
    standings = services.records.read(list(streams.values()))
    items = {}
    for name, stream in streams.items():
        state: Inspection = standings[stream].state
        kind = services.library().protocol_with(state.known.protocol.digest)
        items[name] = (state, kind.panel if kind else None)
    return tuple(foreseen(panel, items, services.calendar, panels))


def meetings_about(services: Services) -> Mapping[str, tuple[str, ...]]:
    """The meetings in which inspections are still to be decided, by the inspection's reference; one that sits first."""
    meetings = services.records.read(services.records.named("panel-"))
    live = [(code_in(each, panel_stream), found.state) for each, found in meetings.items()]
    found: dict[str, tuple[str, ...]] = {}
    for code, panel in sorted(live, key=lambda each: (not each[1].sitting, each[0])):
        for inspection in panel.items:
            if panel.will_take(inspection):
                found[inspection] = (*found.get(inspection, ()), code)
    return found
