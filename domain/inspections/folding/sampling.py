"""Which lists were handed in, and which samples stand."""

from dataclasses import replace
from typing import assert_never

from domain.inspections import events as e
from domain.inspections.folding.tables import put, without
from domain.inspections.state import Inspection

__all__ = ["fold"]


def fold(state: Inspection, event: e.SamplingEvent) -> Inspection:
    """Fold what happens to lists and samples."""
    match event:
        case e.CaseListReceived():
            return replace(state, lists=put(state.lists, event.population, event))
        case e.SampleDrawn():
            return replace(state, samples=put(state.samples, event.population, event))
        case e.SampleWithdrawn():
            return replace(state, samples=without(state.samples, event.population))
        case e.CaseReplaced():
            return replace(state, replaced=put(state.replaced, event.case, event))
        case _:
            assert_never(event)
