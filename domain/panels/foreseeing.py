"""What a meeting could not decide as it was called: said at once, for it can still be put right."""

from collections.abc import Iterator, Mapping

from domain.inspections.kinds.parts import PanelRule
from domain.inspections.state import Inspection
from domain.panels.state import Panel
from domain.text import counted
from domain.working_days import WorkingDays

__all__ = ["foreseen"]


def foreseen(
    panel: Panel, items: Mapping[str, tuple[Inspection, PanelRule | None]], calendar: WorkingDays
) -> Iterator[str]:
    """What stands in the way of a meeting that is still to be opened, each in a sentence.

    Args:
        panel: the meeting, which has been called.
        items: the inspections on its agenda, each with what its kind says about the panel.
        calendar: the working days.
    """
    convened = panel.convened
    if convened is None or not panel.to_come:
        return
    day = convened.meets_on
    if calendar.first <= day <= calendar.last and not calendar.is_working(day):
        yield f"{convened.meets_on} is no working day."
    for name, (inspection, rule) in items.items():
        if rule is not None and len(panel.members) < rule.quorum:
            yield (
                f"{name} needs {counted(rule.quorum, 'member')} to be decided, and the panel has {len(panel.members)}."
            )
        if not inspection.proposed_at:
            yield f"{name} has no ratings proposed to the panel yet."
