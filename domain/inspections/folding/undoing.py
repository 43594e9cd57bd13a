"""What no longer stands when a judgement is looked at again."""

from dataclasses import replace

from domain.inspections.folding.tables import without
from domain.inspections.state import Inspection

__all__ = ["undecided"]


def undecided(state: Inspection) -> Inspection:
    """The panel's decision no longer stands, nor does anything that was bound to it, the provider's check included."""
    report = state.report
    return replace(
        state,
        decided=None,
        decision=None,
        report=replace(report, sent=None, checked=False) if report else None,
        publish_on=None,
        publish=None,
        deadlines=without(state.deadlines, "factual-accuracy"),
    )
