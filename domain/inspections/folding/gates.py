"""Passing the gate behind a stage: on to the next one that the kind of inspection has."""

from dataclasses import replace
from datetime import date
from types import MappingProxyType

from domain.canonical import canonical, sha256_hex
from domain.inspections.folding.tables import awaiting, without
from domain.inspections.stages import Stage
from domain.inspections.state import Inspection
from domain.messages import Event

__all__ = ["digest_of", "passed"]

_AWAITS = {
    Stage.CASE_READS: "the last case reads",
    Stage.PANEL_REVIEW: "the panel's decision",
    Stage.PUBLICATION: "publication of the report",
}
"""What the deadline of a stage awaits."""


def digest_of(event: Event) -> str:
    """The digest by which a report is bound to the event that it rests on."""
    return sha256_hex(canonical(event.model_dump(mode="json")))


def passed(state: Inspection, behind: Stage, event: Event, due: date | None = None) -> Inspection:
    """The inspection behind a gate.

    A report rests on what the gate before it was passed with: the panel's decision or, for a kind without ratings,
    the end of the case reads or of fieldwork.

    Args:
        state: the inspection before it.
        behind: the stage whose gate it is.
        event: with which it was passed.
        due: by when the next stage should be left, if it has a date of its own.
    """
    stage = state.stage_after(behind)
    deadlines = without(state.deadlines, behind.value)
    if stage is Stage.CLOSED:
        deadlines = MappingProxyType({})
    elif due is not None:
        deadlines = awaiting(deadlines, stage, due, _AWAITS[stage])
    return replace(
        state,
        stage=stage,
        deadlines=deadlines,
        decision=digest_of(event) if stage is Stage.PUBLICATION else state.decision,
    )
