"""Which cases of an inspection are read twice."""

from dataclasses import replace
from typing import assert_never

from domain.inspections import events as e
from domain.inspections.state import Inspection

__all__ = ["fold"]


def fold(state: Inspection, event: e.SecondReadsEvent) -> Inspection:
    """Fold the draw of the second reads, or that there are none."""
    match event:
        case e.SecondReadsDrawn():
            cases = (*(state.read_twice or ()), *event.cases)
            return replace(state, read_twice=cases, twice_again=frozenset())
        case e.SecondReadsWaived():
            return replace(state, read_twice=state.read_twice or (), twice_again=frozenset())
        case _:
            assert_never(event)
