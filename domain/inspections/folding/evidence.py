"""What happens to the evidence asked for, and where the inspection stands after it."""

from dataclasses import replace
from types import MappingProxyType
from typing import assert_never

from domain.inspections import events as e
from domain.inspections.folding.tables import awaiting, put, without
from domain.inspections.stages import Stage
from domain.inspections.state import Evidence, Inspection

__all__ = ["fold"]


def fold(state: Inspection, event: e.EvidenceEvent) -> Inspection:
    """Fold what happens to the evidence asked for."""
    match event:
        case e.EvidenceRequested():
            return replace(
                state,
                stage=Stage.EVIDENCE_REQUEST,
                evidence=MappingProxyType({item.id: Evidence(item) for item in event.items}),
                deadlines=awaiting(
                    without(state.deadlines, Stage.ANNOUNCEMENT.value),
                    "evidence",
                    event.due,
                    "the evidence asked for",
                ),
                notices=put(state.notices, "evidence-request", "evidence-request"),
            )
        case e.EvidenceReceived() | e.EvidenceWaived():
            received = isinstance(event, e.EvidenceReceived)
            item = replace(state.evidence[event.item], outcome="received" if received else "waived")
            after = replace(state, evidence=put(state.evidence, event.item, item))
            return after if after.awaited else replace(after, deadlines=without(after.deadlines, "evidence"))
        case e.EvidenceOverdue():
            return replace(state, evidence_overdue=event.due, deadlines=without(state.deadlines, "evidence"))
        case e.EvidenceChased():
            code = f"evidence-chase-{event.due.isoformat()}"
            return replace(
                state,
                evidence_overdue=None,
                deadlines=awaiting(state.deadlines, "evidence", event.due, "the evidence asked for"),
                notices=put(state.notices, code, "evidence-chase"),
            )
        case _:
            assert_never(event)
