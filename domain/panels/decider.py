"""A ratings panel: one meeting that considers one or more inspections (004 §4.16-4.17)."""

from domain.decider import Decider, rules
from domain.panels.evolve import evolve
from domain.panels.react import stage_of
from domain.panels.rules import convening, items, meeting, minutes
from domain.panels.state import Panel

__all__ = ["PANEL"]

PANEL = Decider(
    kind="panel",
    initial=Panel(),
    rules=rules(convening.RULES, meeting.RULES, items.RULES, minutes.RULES),
    evolve=evolve,
    stage=lambda state: stage_of(state) if state.convened else None,
)
"""One meeting of a ratings panel."""
