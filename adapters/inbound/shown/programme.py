"""A recorded programme as more than one door shows it: its inspections as rows, and what another plan changes."""

from datetime import date
from typing import Any

from domain.programme.problem import ROLES
from domain.programme.year.state import Programme
from domain.programme.year.terms import Change, Slot

__all__ = ["SLOT_COLUMNS", "changed_parts", "slot_as_data", "slot_row"]

SLOT_COLUMNS = (
    "inspection",
    "kind",
    "providers",
    "area",
    "announced_on",
    "fieldwork_from",
    "fieldwork_to",
    *ROLES,
    "panel",
    "panel_week",
    "published_on",
    "stands",
)


def slot_as_data(slot: Slot, state: Programme) -> dict[str, Any]:
    """An inspection of a published programme, with where it stands, for JSON."""
    failed = state.failed.get(slot.inspection)
    stands = "started" if slot.inspection in state.started else "not started" if failed else "to start"
    return {**slot.model_dump(mode="json"), "stands": stands, "why": failed.why if failed else None}


def slot_row(slot: Slot, state: Programme) -> list[str | date | None]:
    """An inspection of a published programme as a row under :data:`SLOT_COLUMNS`."""
    teams = (" ".join(each.person for each in slot.team if each.role == role) for role in ROLES)
    days = (slot.announce_on, slot.fieldwork_from, slot.fieldwork_to)
    report = (slot.panel, slot.panel_week, slot.publish_on)
    stands = slot_as_data(slot, state)["stands"]
    return [
        slot.inspection,
        slot.protocol,
        " ".join(slot.providers),
        slot.area,
        *days,
        *teams,
        *report,
        stands,
    ]


def changed_parts(change: Change) -> list[tuple[str, str, str]]:
    """What of one inspection's place changes: what, how it was, how it would be."""
    was, now = change.was, change.now
    found = []
    for what, one, other in (
        ("fieldwork", _days(was), _days(now)),
        ("team", _team(was), _team(now)),
        ("panel", _or_none(was.panel if was else None), _or_none(now.panel if now else None)),
        ("publication", _or_none(was.publish_on if was else None), _or_none(now.publish_on if now else None)),
    ):
        if one != other:
            found.append((what, one, other))
    return found or [("announcement", _announced(was), _announced(now))]


def _days(slot: Slot | None) -> str:
    return f"{slot.fieldwork_from} to {slot.fieldwork_to}" if slot else "none"


def _announced(slot: Slot | None) -> str:
    return slot.announce_on.isoformat() if slot else "none"


def _team(slot: Slot | None) -> str:
    return ", ".join(f"{each.person} ({each.role})" for each in slot.team) if slot else "none"


def _or_none(value: date | str | None) -> str:
    return "none" if value is None else str(value)
