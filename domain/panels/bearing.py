"""What of a meeting bears on one inspection: a meeting considers several, and may be read by whoever looks at one."""

from domain.messages import Event
from domain.panels.events import (
    ItemTabled,
    MinutesApproved,
    MinutesCorrected,
    MinutesDrafted,
    PanelClosed,
)

__all__ = ["bears_on"]

_OF_THE_WHOLE = PanelClosed | MinutesDrafted | MinutesCorrected | MinutesApproved
"""A meeting's minutes, and its close, which holds them where they were written at once: they may speak of others."""


def bears_on(event: Event, inspection: str) -> bool:
    """Whether an event of a meeting is about an inspection, or about who was there; not if it is about another.

    Args:
        event: the event.
        inspection: the inspection's reference.
    """
    if isinstance(event, _OF_THE_WHOLE):
        return False
    if isinstance(event, ItemTabled):
        return event.item.inspection == inspection
    return getattr(event, "inspection", inspection) == inspection
