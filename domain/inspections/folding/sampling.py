"""Which lists were handed in, and which samples stand."""

from collections.abc import Mapping
from dataclasses import replace
from typing import assert_never

from domain.inspections import events as e
from domain.inspections.folding.tables import put, without
from domain.inspections.state import GivenUp, Inspection

__all__ = ["fold"]


def fold(state: Inspection, event: e.SamplingEvent) -> Inspection:
    """Fold what happens to lists and samples."""
    match event:
        case e.CaseListReceived():
            old = state.lists.get(event.population)
            before = (*state.lists_before.get(event.population, ()), *((old,) if old else ()))
            return replace(
                state,
                lists=put(state.lists, event.population, event),
                lists_before=put(state.lists_before, event.population, before),
                given_up=_given_up(state, event),
            )
        case e.NewListAgreed():
            return replace(state, new_lists=put(state.new_lists, event.population, event))
        case e.PublicValueNoted():
            return replace(state, public_values=put(state.public_values, event.population, event))
        case e.SampleDrawn():
            samples = put(state.samples, event.population, event)
            return replace(state, samples=samples, sampled_at=state.version)
        case e.SampleWithdrawn():
            return _withdrawn(state, event.population)
        case e.CaseReplaced():
            return replace(state, replaced=put(state.replaced, event.case, event))
        case _:
            assert_never(event)


def _given_up(state: Inspection, event: e.CaseListReceived) -> Mapping[str, tuple[GivenUp, ...]]:
    """The lists with a known seed whose place others took, with one more if that is what happens now."""
    sample, agreed = state.samples.get(event.population), state.agreed_to_new_list(event.population)
    if event.reason is None or (sample is None and agreed is None):
        return state.given_up
    one = GivenUp(
        list=event.replaces,
        drawn=len(sample.cases) if sample else None,
        seed=sample.seed if sample else None,
        reason=event.reason,
        agreed=agreed,
    )
    return put(state.given_up, event.population, (*state.given_up.get(event.population, ()), one))


def _withdrawn(state: Inspection, population: str) -> Inspection:
    """Without a sample; if second reads were drawn, they are to be drawn anew of the one that takes its place."""
    gone = set(state.sampled)
    left = replace(state, samples=without(state.samples, population))
    gone -= set(left.sampled)
    if not state.read_twice and not state.twice_again:
        return left
    return replace(
        left,
        read_twice=tuple(case for case in state.read_twice or () if case not in gone),
        twice_again=state.twice_again | {population},
    )
