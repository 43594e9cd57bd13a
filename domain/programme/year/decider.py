"""One year's programme as a decider: all its rules, and how its events add up."""

from domain.decider import Decider, rules
from domain.programme.year.choice import choosing, opening
from domain.programme.year.events import SelectionProposed, ServicesNoted
from domain.programme.year.plans import planning
from domain.programme.year.published import running
from domain.programme.year.state import Programme, evolve

__all__ = ["PROGRAMME"]

PROGRAMME = Decider(
    kind="programme",
    initial=Programme(),
    rules=rules(opening.RULES, choosing.RULES, planning.RULES, running.RULES),
    evolve=evolve,
    stage=lambda state: state.stage,
    quiet=(ServicesNoted, SelectionProposed),
)
"""One year's programme, from its opening to its close."""
