"""Whether a meeting can decide an item as things stand, and if not, why: for lists of tasks."""

from collections.abc import Collection, Iterable

from domain.evidence.state import EvidenceRoom
from domain.inspections.bound import bound_of, changes
from domain.inspections.kinds.parts import PanelRule
from domain.inspections.state import Inspection
from domain.panels.separation import able, barred
from domain.panels.state import Panel

__all__ = ["hopeful", "why_undecidable"]


def hopeful(panel: Panel, inspection: Inspection, rule: PanelRule, readers: Collection[str]) -> bool:
    """Whether a meeting may yet decide an item: it is still to come, or those needed are there."""
    if not panel.will_take(inspection.known.inspection):
        return False
    return not panel.sitting or len(_deciding(panel, inspection, readers)) >= rule.quorum


def why_undecidable(
    code: str,
    panel: Panel,
    inspection: Inspection,
    rule: PanelRule,
    readers: Collection[str],
    room: EvidenceRoom,
    beside: Iterable[Inspection] = (),
) -> str:
    """Why a meeting that has an item on its agenda cannot decide it now; empty if it can.

    Args:
        code: what the meeting is called.
        panel: the meeting.
        inspection: the item.
        rule: what its kind of inspection says about the panel.
        readers: who read its cases.
        room: its evidence room.
        beside: the inspections whose ratings its papers show beside its own, as they stand.
    """
    if not panel.sitting:
        return f"the panel {code} has not been opened"
    deciding = _deciding(panel, inspection, readers)
    if panel.chair not in deciding:
        return f"whoever has the chair of the panel {code} takes no part in it"
    if len(deciding) < rule.quorum:
        return f"{len(deciding)} of the {rule.quorum} needed are present at the panel {code}"
    item = panel.items[inspection.known.inspection]
    if item.pack is None:
        return f"no pack has been issued for the panel {code}" if rule.pack else ""
    if changes(item.pack.under, bound_of(inspection, room, beside)):
        return f"the pack for the panel {code} is out of date"
    return ""


def _deciding(panel: Panel, inspection: Inspection, readers: Collection[str]) -> tuple[str, ...]:
    return able(panel.present, barred(panel, inspection, panel.present, readers=readers))
