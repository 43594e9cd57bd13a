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
            return replace(state, read_twice=event.cases)
        case e.SecondReadsWaived():
            return replace(state, read_twice=())
        case _:
            assert_never(event)
