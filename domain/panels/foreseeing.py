"""What a meeting could not decide as it was called: said at once, for it can still be put right."""

from collections.abc import Iterator, Mapping

from domain.inspections.kinds.parts import PanelRule
from domain.inspections.state import Inspection
from domain.panels.state import Panel
from domain.text import counted
from domain.working_days import WorkingDays, in_words

__all__ = ["foreseen"]


def foreseen(
    panel: Panel,
    items: Mapping[str, tuple[Inspection, PanelRule | None]],
    calendar: WorkingDays,
    others: Mapping[str, Panel] | None = None,
) -> Iterator[str]:
    """What stands in the way of a meeting that is still to be opened, each in a sentence.

    Args:
        panel: the meeting, which has been called.
        items: the inspections on its agenda, each with what its kind says about the panel.
        calendar: the working days.
        others: the other meetings, by their reference.
    """
    convened = panel.convened
    if convened is None or not panel.to_come:
        return
    day = convened.meets_on
    if calendar.first <= day <= calendar.last and not calendar.is_working(day):
        yield f"{in_words(day)} is no working day."
    for code, other in (others or {}).items():
        if other.convened is None or not (other.to_come or other.sitting) or other.convened.meets_on != day:
            continue
        both = [each for each in panel.members if each in other.members]
        if both:
            invited = "is" if len(both) == 1 else "are"
            yield f"{', '.join(both)} {invited} invited to the panel {code} as well, which meets on the same day."
    for name, (inspection, rule) in items.items():
        if rule is not None and len(panel.members) < rule.quorum:
            yield (
                f"{name} needs {counted(rule.quorum, 'member')} to be decided, and the panel has {len(panel.members)}."
            )
        if not inspection.proposed_at:
            yield f"{name} has no ratings proposed to the panel yet."
