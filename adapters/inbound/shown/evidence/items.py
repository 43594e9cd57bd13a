"""How evidence is shown: its two times, and where an item stands."""

from datetime import date, datetime

from domain.inspections.state import Evidence, Inspection
from domain.working_days import LONDON

__all__ = ["due_of", "in_london", "standing_of", "true_of"]


def true_of(first: date | None, last: date | None) -> str:
    """Of which days evidence tells: one, or from the first to the last; ``not said`` where nobody gave them."""
    if first is None:
        return "not said"
    return str(first) if last in (None, first) else f"{first} to {last}"


def in_london(at: datetime) -> str:
    """When something was recorded, by the clocks in London."""
    return at.astimezone(LONDON).strftime("%Y-%m-%d %H:%M")


def due_of(state: Inspection, item: Evidence) -> date | None:
    """By when an item is awaited; None if no date runs for it."""
    running = state.deadlines.get(item.deadline) if item.runs else None
    return running.due if running else None


def standing_of(item: Evidence) -> str:
    """Where an item stands, in words."""
    if item.outcome != "awaited":
        return f"linked to {item.holding}" if item.outcome == "linked" else item.outcome
    if item.overdue is None:
        return "awaited, reminded" if item.chased else "awaited"
    above = f", with the {item.escalated.value.replace('-', ' ')}" if item.escalated else ""
    return f"overdue since {item.overdue}{above}"
